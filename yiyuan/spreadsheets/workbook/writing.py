"""A workbook written: the template, or entries given out."""

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from yiyuan.catalog.vocabulary import Vocabulary
from yiyuan.spreadsheets.workbook.columns import GUIDE, ITEMS, RESOURCES, Column, Entry, item_columns, resource_columns

SPARE_ROWS = 500  # rows of a template that carry the drop-downs
_HEAD = PatternFill("solid", fgColor="FFEDF2F8")
MUST = PatternFill("solid", fgColor="FFD5E1F0")
LINE = Border(bottom=Side("thin", color="FF7D8896"))
FONT = Font(name="Microsoft YaHei", size=10)
BOLD = Font(name="Microsoft YaHei", size=10, bold=True)
WRAP = Alignment(vertical="top", wrap_text=True)


def write(entries: Iterable[Entry], *, known: Vocabulary, articles: Mapping[str, str], title: str) -> bytes:
    """A workbook with these entries; without any it is the template.

    articles: rule key -> short names of the articles behind it, for the guide sheet.
    """
    book = Workbook()
    resources = book.active
    assert isinstance(resources, Worksheet)
    resources.title = RESOURCES
    items = book.create_sheet(ITEMS)
    columns, of_items = resource_columns(known), item_columns(known)
    _head(resources, columns)
    _head(items, of_items)
    row, item_row = 2, 2
    for entry in entries:
        _write_row(resources, row, columns, entry.values)
        row += 1
        for item in entry.items:
            _write_row(items, item_row, of_items, {**item, "resource": entry.values["name"]})
            item_row += 1
    _drop_downs(resources, columns, last=row + SPARE_ROWS)
    _drop_downs(items, of_items, last=item_row + SPARE_ROWS * 4)
    _guide(book.create_sheet(GUIDE), {RESOURCES: columns, ITEMS: of_items}, articles, title)
    return saved(book)


def saved(book: Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _head(sheet: Worksheet, columns: Sequence[Column]) -> None:
    for position, column in enumerate(columns, 1):
        cell = sheet.cell(1, position, column.label)
        cell.font, cell.fill, cell.border, cell.alignment = BOLD, MUST if column.must else _HEAD, LINE, WRAP
        sheet.column_dimensions[get_column_letter(position)].width = column.width
    sheet.freeze_panes = "B2"


def _write_row(sheet: Worksheet, row: int, columns: Sequence[Column], values: Mapping[str, Any]) -> None:
    for position, column in enumerate(columns, 1):
        shown = column.write(values[column.name]) if column.name in values else None
        if shown in (None, ""):
            continue
        cell = sheet.cell(row, position)
        assert isinstance(cell, Cell)
        put(cell, shown)
        cell.font, cell.alignment = FONT, WRAP


def put(cell: Cell, value: str | float | date | None) -> None:
    """A value as it is: text that looks like a formula stays text."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(("=", "+", "-", "@"))
    elif isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"


def _drop_downs(sheet: Worksheet, columns: Sequence[Column], *, last: int) -> None:
    for position, column in enumerate(columns, 1):
        options = ["是", "否"] if column.kind == "yes" else list(column.words.values())
        letter = get_column_letter(position)
        if column.kind in {"line", "text", "plain"}:
            for at in range(2, min(last, SPARE_ROWS) + 1):  # typed digits stay text
                sheet.cell(at, position).number_format = "@"
        if not options or column.many:
            continue
        listed = ",".join(options)
        assert len(listed) < 255, column.label  # noqa: PLR2004 - Excel's limit of a list
        rule = DataValidation("list", formula1=f'"{listed}"', allow_blank=True, showErrorMessage=True)
        rule.errorTitle, rule.error = column.label, "请从下拉列表中选择"
        rule.add(f"{letter}2:{letter}{last}")
        sheet.add_data_validation(rule)


def _guide(sheet: Worksheet, tables: Mapping[str, Sequence[Column]], articles: Mapping[str, str], title: str) -> None:
    lines: list[tuple[str, str, str, str, str]] = [(title, "", "", "", "")]
    how = "一行一个资源；信息项写在“信息项”表，用资源名称对应。深色表头必填，其余可先空着，提交审核前补齐。"
    lines.append((how, "", "", "", ""))
    lines.append(("表", "列", "怎么填", "可填的值", "条文"))
    for name, columns in tables.items():
        for column in columns:
            behind = dict.fromkeys(part for key in column.keys if (part := articles.get(key, "")))
            options = ["是", "否"] if column.kind == "yes" else list(column.words.values())
            lines.append((name, column.label, column.help, "、".join(options), "；".join(behind)))
    for row, line in enumerate(lines, 1):
        for position, text in enumerate(line, 1):
            cell = sheet.cell(row, position)
            assert isinstance(cell, Cell)
            put(cell, text or None)
            cell.font, cell.alignment = BOLD if row in (1, 3) else FONT, WRAP if row > 2 else Alignment()  # noqa: PLR2004 - below the two lines of the title
    for letter, width in zip("ABCDE", (10, 22, 46, 60, 40), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A4"
