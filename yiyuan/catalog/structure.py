"""The structure of a sample file: its columns as proposed items. Only what is seen in the rows; nothing is kept."""

from collections.abc import Sequence
from pathlib import Path, PurePath
from typing import Any

import polars as pl

from yiyuan.catalog import rules
from yiyuan.dataplane import readers
from yiyuan.dataplane.errors import FileRefused
from yiyuan.kernel.errors import RuleBroken

MAX_BYTES = 20 * 1024 * 1024
MAX_CELLS = 5_000_000
SAMPLE_ROWS = 5_000
SUFFIXES = {".csv", ".txt", ".tsv", ".xlsx"}


def propose(content: bytes, *, file_name: str) -> list[dict[str, Any]]:
    """One item per column, in order: fields of services.ITEM_FIELDS. Raises RuleBroken("catalog.attachment")."""
    suffix = PurePath(file_name.replace("\\", "/")).suffix.lower()
    if suffix not in SUFFIXES:
        raise RuleBroken("catalog.attachment", problem="样例只收 CSV 和 XLSX。")
    with readers.as_file(content, suffix=suffix) as path:
        try:
            columns = _columns(path)
        except FileRefused as refused:
            raise RuleBroken("catalog.attachment", problem=refused.sentence) from refused
    return [rules.proposed_item(name, values) for name, values in columns.items()]


def _columns(path: Path) -> dict[str, Sequence[str]]:
    table = readers.read(path, max_bytes=MAX_BYTES, max_cells=MAX_CELLS)
    found: dict[str, list[str]] = {name: [] for name in table.headers}
    rows = 0
    for read in table:
        frame = read.filter(pl.col(readers.FLAW).ne_missing(readers.TOTAL))
        for name, values in found.items():
            values += [value for value in frame[name].to_list() if value and not readers.wrong_cell(value)]
        rows += frame.height
        if rows >= SAMPLE_ROWS:
            break
    return dict(found)
