"""The YAML files the law engine reads: shipped texts and profiles, and those of the installation."""

import os
from functools import cache
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).parent / "data"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Document = dict[str, Any]  # a YAML mapping; its shape is checked where it becomes a value


@cache
def text_documents() -> tuple[tuple[str, Document], ...]:
    """(file name, content) of each shipped regulation."""
    return tuple((path.name, _read(path)) for path in sorted((DATA / "texts").glob("*.yaml")))


@cache
def profile_documents() -> tuple[tuple[str, Document], ...]:
    """(file name, content) of each profile: shipped, then those in the folder YIYUAN_PROFILES names."""
    folders = [DATA / "profiles"]
    if own := os.environ.get("YIYUAN_PROFILES"):
        folders.append(Path(own))
    return tuple((path.name, _read(path)) for folder in folders for path in sorted(folder.glob("*.yaml")))


def _read(path: Path) -> Document:
    content = yaml.load(path.read_text("utf-8"), Loader=_LOADER)  # noqa: S506 - a safe loader, the compiled one
    if not isinstance(content, dict):
        raise TypeError(f"{path}: not a mapping")
    return content
