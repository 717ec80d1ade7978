"""The rows of a return: sealed, checked by the rules of the resource, filled in beforehand from the pool."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import polars as pl
from django.conf import settings

from yiyuan.catalog.api import published_resource
from yiyuan.catalog.types import ItemInfo, ResourceInfo
from yiyuan.collection.models import Return, Task
from yiyuan.dataplane import readers
from yiyuan.dataplane.checks import compile_checks, reason_text
from yiyuan.dataplane.errors import FileRefused
from yiyuan.dataplane.readers import FLAW, ROW
from yiyuan.dataplane.readers.headings import matched
from yiyuan.dataplane.vault import reseal_bytes, seal_bytes, unseal_bytes
from yiyuan.intake.api import specs_of, xlsx_blank
from yiyuan.kernel.errors import RuleBroken
from yiyuan.organisations.types import OrganisationInfo
from yiyuan.pools.api import rows_where

Row = dict[str, str]  # item -> value
MOST_ROWS: Final = 5000
MOST_CELLS: Final = 1_000_000
MAX_BYTES: Final = 10 * 1024 * 1024
TOLD: Final = 20  # refused rows named at once


def context_of(return_id: int) -> str:
    """Binds the rows to their return."""
    return f"collection.return/{return_id}"


def rows_of(found: Return) -> list[Row]:
    if not found.sealed:
        return []
    plain = unseal_bytes(bytes(found.sealed), secrets=settings.INSTALLATION_SECRETS, context=context_of(found.id))
    rows: list[Row] = json.loads(plain)
    return rows


def keep_rows(found: Return, rows: Sequence[Row]) -> None:
    """In the caller's transaction."""
    plain = json.dumps(list(rows), ensure_ascii=False).encode()
    found.sealed = seal_bytes(plain, secret=settings.INSTALLATION_SECRET, context=context_of(found.id))
    found.row_count = len(rows)
    found.save(update_fields=["sealed", "row_count"])


def reseal() -> int:
    """All under the newest secret; how many were not. Safe to repeat."""
    done = 0
    for found in Return.objects.exclude(sealed=b"").order_by("id").iterator():
        anew = reseal_bytes(bytes(found.sealed), secrets=settings.INSTALLATION_SECRETS, context=context_of(found.id))
        if anew:
            done += Return.objects.filter(id=found.id).update(sealed=anew)
    return done


def items_of(task: Task, resource: ResourceInfo | None = None) -> list[ItemInfo]:
    """The items asked for, as the resource holds them now."""
    resource = resource or published_resource(task.resource_id)
    return [item for item in resource.items if item.name in task.items]


def known_rows(task: Task, resource: ResourceInfo, unit: OrganisationInfo) -> list[Row]:
    """What the pool holds of a unit, where the task says which item names it."""
    if not task.unit_item:
        return []
    by = next((item for item in resource.items if item.name == task.unit_item), None)
    if by is None:
        return []
    return rows_where(
        resource, item=by, values=[unit.name, unit.short_name], items=items_of(task, resource), most=MOST_ROWS
    )


def checked(task: Task, rows: Sequence[Row], *, numbers: Sequence[int] = (), flaws: Sequence[Any] = ()) -> list[Row]:
    """The rows as the pool keeps them. numbers: of the rows in their file; flaws: what the reader says of each.

    Raises RuleBroken("collection.rows") that names each refused row with its reasons.
    """
    items = items_of(task)
    specs = specs_of(items)
    numbers = numbers or range(1, len(rows) + 1)
    columns: dict[str, Any] = {ROW: list(numbers), FLAW: list(flaws) or [None] * len(rows)}
    columns |= {item.name: [row.get(item.name) or None for row in rows] for item in items}
    schema = {ROW: pl.Int64, FLAW: pl.String, **{item.name: pl.String for item in items}}
    result = compile_checks(specs).apply(pl.DataFrame(columns, schema=schema))
    if result.refused.height:
        by_name = {spec.name: spec for spec in specs}
        told: dict[int, list[str]] = {}
        for row, position, column, reason, value in result.refused.sort("row", "position").iter_rows():
            told.setdefault(row, []).append(reason_text(reason, by_name.get(column), value, position=position))
        lines = [f"第 {row} 行：{'；'.join(why)}" for row, why in list(told.items())[:TOLD]]
        more = f"；还有 {len(told) - TOLD} 行" if len(told) > TOLD else ""
        raise RuleBroken("collection.rows", problem="。".join(lines) + more, rows=sorted(told))
    named = result.kept.select(pl.col(item.column).alias(item.name) for item in items)
    return [{name: value or "" for name, value in row.items()} for row in named.iter_rows(named=True)]


def workbook(found: Return) -> bytes:
    """The form as a workbook, with the rows there are."""
    resource = published_resource(found.task.resource_id)
    narrowed = replace(resource, items=tuple(items_of(found.task, resource)))
    title = f"{found.task.title}；{found.unit.name}；请在 {found.due_on} 前填好上报"
    return xlsx_blank(narrowed, title, rows=rows_of(found))


def read_workbook(found: Return, content: bytes, *, file_name: str) -> list[Row]:
    """Raises RuleBroken("collection.file" | "collection.rows"); then nothing of the file is kept."""
    names = [item.name for item in items_of(found.task)]
    with readers.as_file(content, suffix=Path(file_name).suffix.lower()) as path:
        try:
            table = readers.read(path, names=names, max_bytes=MAX_BYTES, max_cells=MOST_CELLS)
            headings = matched(table.headers, names)
            frames = [frame.select(ROW, FLAW, *headings).rename(headings) for frame in table]
        except FileRefused as refused:
            raise RuleBroken("collection.file", problem=refused.sentence) from refused
    rows = [row for frame in frames for row in frame.iter_rows(named=True)]
    if not rows or len(rows) > MOST_ROWS:
        raise RuleBroken("collection.file", problem=f"没有数据，或者超过 {MOST_ROWS} 行。")
    return checked(
        found.task,
        [{name: row.get(name) or "" for name in names} for row in rows],
        numbers=[int(row[ROW]) for row in rows],
        flaws=[row.get(FLAW) for row in rows],
    )
