"""The structure of a sample file: its columns as proposed items. Only what is seen in the rows; nothing is kept."""

import tempfile
from collections.abc import Sequence
from pathlib import Path, PurePath
from typing import Any

from yiyuan.catalog import rules
from yiyuan.dataplane import readers
from yiyuan.dataplane.errors import FileRefused
from yiyuan.kernel.errors import RuleBroken

MAX_BYTES = 20 * 1024 * 1024
SAMPLE_ROWS = 5_000
SUFFIXES = {".csv", ".txt", ".tsv", ".xlsx"}


def propose(content: bytes, *, file_name: str) -> list[dict[str, Any]]:
    """One item per column, in order: fields of services.ITEM_FIELDS. Raises RuleBroken("catalog.attachment")."""
    suffix = PurePath(file_name.replace("\\", "/")).suffix.lower()
    if suffix not in SUFFIXES:
        raise RuleBroken("catalog.attachment", problem="样例只收 CSV 和 XLSX。")
    if len(content) > MAX_BYTES:
        raise RuleBroken("catalog.attachment", problem="样例不超过 20 MB，截取前面一段即可。")
    with tempfile.NamedTemporaryFile(suffix=suffix) as file:
        file.write(content)
        file.flush()
        try:
            columns = _columns(Path(file.name))
        except FileRefused as refused:
            raise RuleBroken("catalog.attachment", problem="样例读不了，请另存为 CSV 或 XLSX 后再试。") from refused
    return [rules.proposed_item(name, values) for name, values in columns.items()]


def _columns(path: Path) -> dict[str, Sequence[str]]:
    table = readers.read(path, max_bytes=MAX_BYTES)
    found: dict[str, list[str]] = {name: [] for name in table.headers}
    rows = 0
    for frame in table:
        for name, values in found.items():
            values += [value for value in frame[name].to_list() if value is not None]
        rows += frame.height
        if rows >= SAMPLE_ROWS:
            break
    return dict(found)
