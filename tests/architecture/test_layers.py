"""What import checkers see, and what they cannot see: foreign keys, shipped data, forbidden words."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import PROTECT

from tests.architecture.doors import is_back_door
from tests.architecture.layers import ROOT, points_down, ranks

OURS = [model for model in apps.get_models() if model.__module__.startswith("yiyuan.")]
CROSSING = [
    (model, field)
    for model in OURS
    for field in model._meta.get_fields()
    if getattr(field, "remote_field", None)
    and field.concrete
    and field.related_model._meta.app_label != model._meta.app_label
]


def test_every_room_stands_in_the_layer_list():
    rooms = {p.name for p in (ROOT / "yiyuan").iterdir() if p.is_dir() and (p / "__init__.py").exists()}
    assert rooms == set(ranks())


@pytest.mark.parametrize(("model", "field"), CROSSING, ids=lambda x: getattr(x, "__name__", None) or x.name)
def test_foreign_keys_between_rooms_point_down_by_label_and_protect(model, field):
    source, target = model._meta.app_label, field.related_model._meta.app_label
    assert points_down(source, target), f"{source} -> {target}"
    assert field.remote_field.on_delete is PROTECT
    assert field.remote_field.related_name == "+"
    assert target in {"organisations", "catalog"}, "further than these two, keep the typed id"


def test_an_upward_foreign_key_would_be_caught():
    assert not points_down("catalog", "sharing")
    assert not points_down("audit", "regulations")
    assert points_down("sharing", "catalog")


@pytest.mark.parametrize(
    ("importer", "imported", "caught"),
    [
        ("yiyuan.sharing.services", "yiyuan.catalog.models", True),
        ("yiyuan.sharing.services", "yiyuan.catalog.services", True),
        ("yiyuan.sharing.services", "yiyuan.catalog.api", False),
        ("yiyuan.sharing.services", "yiyuan.kernel.clock", False),
        ("yiyuan.config.cli", "yiyuan.audit.verify", False),
        ("yiyuan.sharing.tests.test_x", "yiyuan.catalog.models", False),
        ("yiyuan.lists.selectors", "yiyuan.catalog.models", False),
        ("yiyuan.lists.views.lists", "yiyuan.catalog.views.own", True),
        ("yiyuan.elements.services", "yiyuan.lists.models", True),
        ("yiyuan.sharing.views", "yiyuan.workflow.forms", False),
        ("yiyuan.sharing.views", "yiyuan.workflow.models", True),
    ],
)
def test_a_back_door_import_is_caught(importer, imported, caught):
    assert is_back_door(importer, imported) is caught


@pytest.mark.parametrize(
    ("room", "line"),
    [
        ("catalog", "from yiyuan.sharing.api import grant"),
        ("sharing", "from yiyuan.catalog.models import Resource"),
        ("audit", "from yiyuan.regulations.api import resolve"),
    ],
)
def test_a_planted_import_fails_the_contracts(tmp_path, room, line):
    shutil.copytree(
        ROOT / "yiyuan", tmp_path / "yiyuan", ignore=shutil.ignore_patterns("static", "data", "__pycache__")
    )
    shutil.copytree(ROOT / "tests" / "architecture", tmp_path / "tests" / "architecture")
    (tmp_path / "tests" / "__init__.py").touch()
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "yiyuan" / room / "planted.py").write_text(line + "\n")
    linter = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([linter, "--no-cache"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout
    assert "planted" in done.stdout


def test_shipped_data_stands_beside_its_licence():
    for folder in (ROOT / "yiyuan").glob("*/data"):
        shipped = [p for p in folder.rglob("*") if p.suffix in {".csv", ".json", ".gz"} and p.name != "trace.json"]
        if shipped:
            notes = [p for p in folder.rglob("*") if p.suffix in {".md", ".txt"} or "LICENCE" in p.name.upper()]
            assert notes, f"{folder} ships {shipped[0].name} without a licence note"


REGIONS = re.compile(r"anhui|wuhu|liyang|jiaozuo|macun|芜湖|安徽|溧阳|焦作|马村|340200|320481|410800", re.IGNORECASE)


def _code() -> list[Path]:
    files = [p for suffix in ("py", "html", "sql") for p in (ROOT / "yiyuan").rglob(f"*.{suffix}")]
    outside = {"tests", "migrations", "data", "demo"}
    return [p for p in files if not outside & set(p.relative_to(ROOT).parts)]


def test_no_code_or_template_names_a_region():
    named = [f"{p.relative_to(ROOT)}: {m.group()}" for p in _code() if (m := REGIONS.search(_without_docs(p)))]
    assert not named


def _without_docs(path: Path) -> str:
    """A file without comments and docstrings, which may say where an idea comes from."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        return text
    return re.sub(r'"""[\s\S]*?"""|#.*', "", text)
