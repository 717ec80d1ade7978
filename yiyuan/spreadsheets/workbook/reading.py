"""A workbook read: entries with what is wrong with each, whatever people have done to the file."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from yiyuan.catalog import rules
from yiyuan.catalog.vocabulary import Vocabulary
from yiyuan.dataplane import readers
from yiyuan.dataplane.errors import FileRefused
from yiyuan.dataplane.readers.headings import heading_at
from yiyuan.kernel.errors import RuleBroken
from yiyuan.spreadsheets.workbook.columns import (
    GUIDE,
    ITEMS,
    REASON,
    RESOURCES,
    Column,
    MisreadError,
    item_columns,
    resource_columns,
    tidy,
)

MAX_BYTES = 5 * 1024 * 1024
MAX_UNPACKED_BYTES = 60 * 1024 * 1024
MAX_CELLS = 400_000
MAX_RESOURCES = 500
MAX_ITEMS = 20_000


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something about a cell. `warning`: worth a look, yet taken. column "" stands for the whole row."""

    sheet: str
    row: int
    column: str
    text: str
    warning: bool = False


@dataclass(slots=True)
class Read:
    """One resource of a workbook as read: its row (0: only its items are there), values, items, flaws."""

    row: int
    name: str
    values: dict[str, Any] = field(default_factory=dict)
    items: list[dict[str, Any]] = field(default_factory=list)
    item_rows: list[int] = field(default_factory=list)
    flaws: list[Flaw] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        return not any(not flaw.warning for flaw in self.flaws)

    def flaw(self, text: str, *, column: str = "", row: int = 0, sheet: str = RESOURCES, warning: bool = False) -> None:
        self.flaws.append(Flaw(sheet, row or self.row, column, text, warning))


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet of the workbook: where each heading stands (columns from 1), its rows with content by field."""

    name: str
    heading: int  # its row, from 1
    heads: Mapping[str, int]
    rows: Sequence[tuple[int, Mapping[str, str]]]
    last: tuple[int, int]  # row and column up to which it holds anything
    notes: Sequence[str]


def open_book(content: bytes, *, known: Vocabulary) -> dict[str, Table]:
    """The sheets of an untrusted workbook, guarded by size. Raises RuleBroken("catalog.workbook").

    A sheet or a column is missing, a heading stands twice or is not known: the file as a whole is refused.
    """
    try:
        with readers.as_file(content) as path:
            book = readers.read_sheets(
                path,
                names=(RESOURCES, ITEMS),
                max_bytes=MAX_BYTES,
                max_unpacked_bytes=MAX_UNPACKED_BYTES,
                max_cells=MAX_CELLS,
            )
    except FileRefused as refused:
        raise _refused(refused.sentence) from refused
    for name in (RESOURCES, ITEMS):
        if name not in book.visible:
            raise _refused(f"缺少工作表“{name}”，或它是隐藏的。请下载模板，不要改工作表的名称。")
    told = readers.unread([name for name in book.filled if name not in {RESOURCES, ITEMS, GUIDE}])
    resources, items = book.sheets[RESOURCES], book.sheets[ITEMS]
    return {
        RESOURCES: _table(resources, resource_columns(known), limit=MAX_RESOURCES, unit="个资源", told=told),
        ITEMS: _table(items, item_columns(known), limit=MAX_ITEMS, unit="个信息项"),
    }


def _refused(problem: str) -> RuleBroken:
    return RuleBroken("catalog.workbook", problem=problem)


def _table(read: readers.Rows, columns: Sequence[Column], *, limit: int, unit: str, told: Sequence[str] = ()) -> Table:
    sheet = read.sheet
    labels = [*(column.label for column in columns), REASON]
    at = heading_at(read.cells, labels)
    names = [tidy(name) for name in (read.cells[at] if read.cells else [])]
    heads: dict[str, int] = {}
    for place, name in enumerate(names, 1):
        if name and heads.setdefault(name, place) != place:
            raise _refused(f"“{sheet}”表的表头重复：“{name[:40]}”在第 {heads[name]} 列和第 {place} 列。请只留一列。")
    if missing := [column.label for column in columns if column.must and column.label not in heads]:
        raise _refused(f"“{sheet}”表缺少这些列：{'、'.join(missing)}。请下载模板，不要改表头。")
    if strange := [name for name in heads if name not in labels]:
        raise _refused(f"“{sheet}”表有不认识的列：{'、'.join(strange)[:100]}。请核对表头，或删去这些列。")
    rows = []
    for number, cells in enumerate(read.below(at + 1), at + 2):
        if spare := next((place for place, cell in enumerate(cells, 1) if tidy(cell) and not names[place - 1]), 0):
            raise _refused(
                f"“{sheet}”表第 {number} 行第 {spare} 列有内容，这一列却没有表头。请补上表头，或删去这一列。"
            )
        row = {column.name: tidy(cells[heads[column.label] - 1]) for column in columns if column.label in heads}
        if any(row.values()):
            rows.append((number, row))
        if len(rows) > limit:
            raise _refused(f"一次最多导入 {limit:,} {unit}，请分几次。")
    notes = [*told, *(f"“{sheet}”表：{note}" for note in read.notes(at + 1))]
    return Table(sheet, at + 1, heads, rows, (len(read.cells), len(names)), notes)


def read(tables: Mapping[str, Table], *, known: Vocabulary) -> list[Read]:
    """The resources of a workbook in their order, each with what is wrong with it.

    Raises RuleBroken("catalog.workbook") when there is nothing.
    """
    found: list[Read] = []
    by_name: dict[str, Read] = {}
    for row, cells in tables[RESOURCES].rows:
        entry = _read_resource(row, cells, known)
        found.append(entry)
        _look_for_twins(entry, by_name)
    _read_items(tables[ITEMS], found, by_name, known)
    if not found:
        raise _refused("“资源”表里没有内容。第 1 行是表头，从第 2 行起填写。")
    for entry in found:
        _check_items(entry)
    _warn_of_series(found)
    return found


def _read_resource(row: int, cells: Mapping[str, str], known: Vocabulary) -> Read:
    entry = Read(row, readers.shown(cells["name"]))
    entry.values = _read_cells(entry, row, cells, resource_columns(known), sheet=RESOURCES)
    if not entry.name:
        entry.flaw("没有资源名称", column="name")
    if readers.is_total(entry.name):
        entry.flaw("像是合计行，不是资源", column="name")
    chosen = entry.values.pop("class", None)
    if chosen is not None:
        entry.values["category"], entry.values["class_code"] = chosen[:1], chosen[1:]
    if "subclass_code" in entry.values:
        entry.values["subclass_code"] = _subclass(entry)
    if odd := rules.odd_name(entry.name):
        entry.flaw(odd, column="name", warning=True)
    return entry


def _subclass(entry: Read) -> str:
    text = str(entry.values["subclass_code"] or "001").zfill(3)
    if not re.fullmatch(r"[0-9]{3}", text):
        entry.flaw("目应为三位数字", column="subclass_code")
    return text


def _read_cells(
    entry: Read, row: int, cells: Mapping[str, str], columns: Sequence[Column], *, sheet: str
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for column in columns:
        text = cells.get(column.name)
        if text is None or (column.name == "electronic" and not text):
            continue
        if why := readers.wrong_cell(text):
            entry.flaw(why, column=column.name, row=row, sheet=sheet)
            continue
        try:
            values[column.name] = column.read(text)
        except MisreadError as problem:
            entry.flaw(str(problem), column=column.name, row=row, sheet=sheet)
    return values


def _look_for_twins(entry: Read, by_name: dict[str, Read]) -> None:
    plain = rules.plain_name(entry.name)
    first = by_name.setdefault(plain, entry)
    if first is entry or not plain:
        return
    same = "和第 %(row)s 行重名" if first.name == entry.name else "和第 %(row)s 行的名称只差标点、空格或全角半角"
    entry.flaw(same % {"row": first.row}, column="name")
    if first.sound:
        first.flaw(same % {"row": entry.row}, column="name")


def _read_items(table: Table, found: list[Read], by_name: dict[str, Read], known: Vocabulary) -> None:
    columns = item_columns(known)
    for row, cells in table.rows:
        owner = readers.shown(cells["resource"])
        entry = by_name.get(rules.plain_name(owner))
        if entry is None:
            entry = Read(0, owner or "（没有资源名称）")
            by_name[rules.plain_name(owner)] = entry
            found.append(entry)
        if not entry.row:
            entry.flaw("“资源”表里没有这个资源", column="resource", row=row, sheet=ITEMS)
        values = _read_cells(entry, row, cells, columns, sheet=ITEMS)
        values.pop("resource", None)
        values["item_class"] = values.get("item_class") or "general"
        said = {flaw.column for flaw in entry.flaws if flaw.sheet == ITEMS and flaw.row == row}
        for name, label in (("name", "信息项名称"), ("data_type", "数据类型")):
            if not values.get(name) and name not in said:
                entry.flaw(f"没有{label}", column=name, row=row, sheet=ITEMS)
        entry.items.append(values)
        entry.item_rows.append(row)


def _check_items(entry: Read) -> None:
    seen: dict[str, int] = {}
    for row, item in zip(entry.item_rows, entry.items, strict=True):
        plain = rules.plain_name(item.get("name", ""))
        if plain and plain in seen:
            entry.flaw(f"信息项名称和第 {seen[plain]} 行重复", column="name", row=row, sheet=ITEMS)
        seen.setdefault(plain, row)
    names = [str(item.get("name", "")) for item in entry.items]
    suspects = set(rules.dragged(names))
    for row, name in zip(entry.item_rows, names, strict=True):
        if name in suspects:
            entry.flaw("名称像是拖动填充出来的，请核对", column="name", row=row, sheet=ITEMS, warning=True)


def _warn_of_series(found: Sequence[Read]) -> None:
    suspects = set(rules.dragged([entry.name for entry in found if entry.row]))
    for entry in found:
        if entry.name in suspects:
            entry.flaw("名称像是拖动填充出来的，请核对", column="name", warning=True)
