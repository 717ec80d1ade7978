"""Doors for files: what was uploaded is read by the scanner's library alone, so no door can keep it unseen."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "yiyuan"
EDGES = ("forms", "views", "pages", "endpoints", "operations", "bodies")  # files and folders that take requests
READS = {"read", "chunks", "open", "readlines", "temporary_file_path", "multiple_chunks"}


def _edges():
    for path in sorted(ROOT.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        if "tests" not in parts and any(part in EDGES for part in parts[1:]):
            yield path


EDGES_FOUND = list(_edges())


def calls(path, names):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in names:
            yield f"{path.relative_to(ROOT)}:{node.lineno} {node.func.attr}"


@pytest.mark.parametrize("path", EDGES_FOUND, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_edge_reads_an_upload_itself(path):
    assert not list(calls(path, READS)), "take it by dataplane.scanner.received"


def test_only_the_large_files_of_intake_are_spooled_first_and_scanned_where_they_lie():
    everything = [path for path in sorted(ROOT.rglob("*.py")) if "tests" not in path.parts]
    found = [call for path in everything for call in calls(path, {"chunks"})]
    assert [call.split(":")[0] for call in found] == ["intake/documents.py", "intake/services.py"]
