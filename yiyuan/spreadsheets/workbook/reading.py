"""A workbook read: entries with what is wrong with each, whatever people have done to the file."""

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from yiyuan.catalog import rules
from yiyuan.catalog.vocabulary import Vocabulary
from yiyuan.kernel.errors import RuleBroken
from yiyuan.spreadsheets.workbook.columns import (
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
LEGACY = b"\xd0\xcf\x11\xe0"  # old .xls, or a workbook locked with a password


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


def open_book(content: bytes) -> Workbook:
    """An untrusted workbook, guarded by size. Raises RuleBroken("catalog.workbook")."""
    if len(content) > MAX_BYTES:
        raise _refused(f"文件超过 {MAX_BYTES // 2**20} MB，请分几次导入。")
    if content.startswith(LEGACY):
        raise _refused("这是旧版 .xls 或设了打开密码的工作簿。请去掉密码，另存为 .xlsx 后再导入。")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            guard(archive)
        return load_workbook(io.BytesIO(content))
    except RuleBroken:
        raise
    except Exception as error:  # the library fails in many ways on a broken file; all mean the same
        raise _refused("这不是 .xlsx 工作簿，或文件已损坏。请下载模板填写，或另存为 .xlsx 后再导入。") from error


def _refused(problem: str) -> RuleBroken:
    return RuleBroken("catalog.workbook", problem=problem)


def guard(archive: zipfile.ZipFile) -> None:
    """Refuse macros, bombs, entity tricks and sheets with more cells than a catalog has."""
    unpacked = cells = 0
    for part in archive.infolist():
        if part.filename.lower().endswith("vbaproject.bin"):
            raise _refused("工作簿含有宏。请另存为不含宏的 .xlsx 后再导入。")
        rest = b""
        with archive.open(part) as stream:
            while chunk := stream.read(1 << 20):  # what the archive says of itself may be a lie: unpack and count
                unpacked += len(chunk)
                data = rest + chunk
                cells += data.count(b"<c ") - rest.count(b"<c ")
                rest = data[-16:]
                if unpacked > MAX_UNPACKED_BYTES or cells > MAX_CELLS:
                    raise _refused("工作簿太大。请删去多余的行和格式，或分几次导入。")
                if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
                    raise _refused("工作簿的内容不正常，没有读取。请下载模板重新填写。")


def read(book: Workbook, *, known: Vocabulary) -> list[Read]:
    """The resources of a workbook in their order, each with what is wrong with it.

    Raises RuleBroken("catalog.workbook") when a sheet or a column is missing, or there is too much or nothing.
    """
    for name in (RESOURCES, ITEMS):
        if name not in book.sheetnames or not isinstance(book[name], Worksheet):
            raise _refused(f"缺少工作表“{name}”。请下载模板，不要改工作表的名称。")
    found: list[Read] = []
    by_name: dict[str, Read] = {}
    for row, cells in _rows(book[RESOURCES], resource_columns(known), limit=MAX_RESOURCES, unit="个资源"):
        entry = _read_resource(row, cells, known)
        found.append(entry)
        _look_for_twins(entry, by_name)
    _read_items(book, found, by_name, known)
    if not found:
        raise _refused("“资源”表里没有内容。第 1 行是表头，从第 2 行起填写。")
    for entry in found:
        _check_items(entry)
    _warn_of_series(found)
    return found


def _rows(
    sheet: Worksheet, columns: Sequence[Column], *, limit: int, unit: str
) -> Iterable[tuple[int, dict[str, Cell]]]:
    """Row numbers and cells by field name; rows without content are not rows."""
    heads = {tidy(cell.value): cell.column for cell in sheet[1] if tidy(cell.value)}
    if missing := [column.label for column in columns if column.must and column.label not in heads]:
        text = "“%(sheet)s”表缺少这些列：%(columns)s。请下载模板，不要改表头。"
        raise _refused(text % {"sheet": sheet.title, "columns": "、".join(missing)})
    labels = {column.label for column in columns} | {REASON}
    if strange := [label for label in heads if label not in labels]:
        text = "“%(sheet)s”表有不认识的列：%(columns)s。请核对表头，或删去这些列。"
        raise _refused(text % {"sheet": sheet.title, "columns": "、".join(strange)[:100]})
    count = 0
    for cells in sheet.iter_rows(min_row=2):
        by_column = {cell.column: cell for cell in cells}
        row = {c.name: by_column[heads[c.label]] for c in columns if heads.get(c.label) in by_column}
        if not any(tidy(cell.value) for cell in row.values()):
            continue
        count += 1
        if count > limit:
            text = "一次最多导入 %(limit)s %(unit)s，请分几次。"
            raise _refused(text % {"limit": f"{limit:,}", "unit": unit})
        yield cells[0].row, row  # type: ignore[misc]  # merged cells have no value and read as empty


def _read_resource(row: int, cells: Mapping[str, Cell], known: Vocabulary) -> Read:
    entry = Read(row, tidy(cells["name"].value))
    entry.values = _read_cells(entry, cells, resource_columns(known), sheet=RESOURCES)
    if not entry.name:
        entry.flaw("没有资源名称", column="name")
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


def _read_cells(entry: Read, cells: Mapping[str, Cell], columns: Sequence[Column], *, sheet: str) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for column in columns:
        cell = cells.get(column.name)
        if cell is None or (column.name == "electronic" and not tidy(cell.value)):
            continue
        if cell.data_type in {"f", "e"}:
            entry.flaw("单元格是公式或错误值，请改成填写的内容", column=column.name, row=cell.row, sheet=sheet)
            continue
        try:
            values[column.name] = column.read(cell.value)
        except MisreadError as problem:
            entry.flaw(str(problem), column=column.name, row=cell.row, sheet=sheet)
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


def _read_items(book: Workbook, found: list[Read], by_name: dict[str, Read], known: Vocabulary) -> None:
    columns = item_columns(known)
    for row, cells in _rows(book[ITEMS], columns, limit=MAX_ITEMS, unit="个信息项"):
        owner = tidy(cells["resource"].value)
        entry = by_name.get(rules.plain_name(owner))
        if entry is None:
            entry = Read(0, owner or "（没有资源名称）")
            by_name[rules.plain_name(owner)] = entry
            found.append(entry)
        if not entry.row:
            entry.flaw("“资源”表里没有这个资源", column="resource", row=row, sheet=ITEMS)
        values = _read_cells(entry, cells, columns, sheet=ITEMS)
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
