"""Writes of standards, types and templates, by noun."""

from yiyuan.formats.services import templates
from yiyuan.formats.services.standards import publish_standard
from yiyuan.formats.services.templates import (
    confirm_template,
    design_template,
    draw,
    file_of,
    make_template,
    move_template,
    start_template,
)
from yiyuan.formats.services.types import (
    check_revisable,
    edit_type,
    import_shipped,
    import_types,
    make_type,
    move_type,
    revise_type,
)

__all__ = [
    "check_revisable",
    "confirm_template",
    "design_template",
    "draw",
    "edit_type",
    "file_of",
    "import_shipped",
    "import_types",
    "make_template",
    "make_type",
    "move_template",
    "move_type",
    "publish_standard",
    "revise_type",
    "start_template",
    "templates",
]
