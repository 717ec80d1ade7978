"""The documents keep up with the code."""

import re

from django.apps import apps

from tests.architecture.layers import ROOT, ranks

GLOSSARY = ROOT / "docs" / "glossary.md"


def _rows():
    found = re.findall(r"^\| (\S.*?) \| `(\w+)` \| (\w+) \| (.+?) \|$", GLOSSARY.read_text(), re.MULTILINE)
    return {(room, identifier): term for term, identifier, room, _ in found}


def test_every_model_of_every_room_is_in_the_glossary():
    models = {(m._meta.app_label, m.__name__) for m in apps.get_models() if m.__module__.startswith("yiyuan.")}
    assert models - set(_rows()) == set()


def test_the_glossary_names_no_model_that_is_gone_and_no_unknown_room():
    models = {(m._meta.app_label, m.__name__) for m in apps.get_models()}
    stale = {key for key in _rows() if key[1][0].isupper() and key[1] != "Actor" and key not in models}
    assert stale == set()
    assert {room for room, _ in _rows()} <= set(ranks())


def test_every_setting_is_documented():
    said = (ROOT / "docs" / "reference" / "settings.md").read_text()
    files = [*ROOT.glob("yiyuan/**/*.py"), ROOT / "conftest.py"]
    read = {name for file in files for name in re.findall(r'"(YIYUAN_[A-Z_]+)"', file.read_text())}
    assert read - {"YIYUAN_EXPLAIN", "YIYUAN_FAULTS"} - set(re.findall(r"`(YIYUAN_\w+)`", said)) == set()


def test_the_map_shows_the_layers_of_the_contract():
    table = (ROOT / "docs" / "map.md").read_text().split("<!-- layers -->")[1].split("<!-- /layers -->")[0]
    lines = re.findall(r"^\| (\d+) \| ([\w, ]+) \|", table, re.MULTILINE)
    shown = {room.strip(): int(number) - 1 for number, rooms in lines for room in rooms.split(",")}
    assert shown == ranks()


def test_every_sql_file_says_what_it_is_for_and_what_it_costs():
    files = [*ROOT.glob("yiyuan/**/*.sql")]
    assert files
    for file in files:
        assert re.search(r"\A-- Purpose: .+^-- Cost: ", file.read_text(), re.DOTALL | re.MULTILINE), file


def test_links_in_the_documents_lead_somewhere():
    named = [ROOT / "README.md", ROOT / "README.zh-CN.md", ROOT / "CONTRIBUTING.md", *ROOT.glob("docs/**/*.md")]
    links = [(at, to) for at in named for to in re.findall(r"\]\((?!http|#)([^)#]+)", at.read_text())]
    assert links
    assert [f"{at.name}: {to}" for at, to in links if not (at.parent / to).exists()] == []


def test_paths_named_in_the_map_exist():
    text = (ROOT / "docs" / "map.md").read_text()
    paths = re.findall(r"`([a-z]+/[a-z_]+\.py)", text)
    assert paths
    assert [path for path in paths if not (ROOT / "yiyuan" / path).exists()] == []


def _threats():
    return [line for line in (ROOT / "docs" / "reference" / "threats.md").read_text().splitlines() if "`" in line]


def test_what_the_table_of_threats_names_is_there():
    text = "\n".join(_threats())
    paths = set(re.findall(r"`((?:yiyuan|tests)/[\w/.]+\.py)[:`]", text))
    assert len(paths) > 30
    assert [path for path in sorted(paths) if not (ROOT / path).exists()] == []
    tests = re.findall(r"`([\w/.]+\.py)::(\w+)`", text)
    assert [f"{path}::{name}" for path, name in tests if f"def {name}(" not in (ROOT / path).read_text()] == []


def test_every_threat_has_its_control_its_place_its_default_and_its_test():
    rows = [line for line in _threats() if line.startswith("| ")]
    assert rows
    for row in rows:
        _, _threat, _control, where, default, test, level, _cipher, _ = row.split("|")
        assert ".py`" in where, row
        assert ".py::" in test, row
        assert default.strip(), row
        assert level.strip().startswith("8.1"), row
