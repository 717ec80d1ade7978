"""From the rows of a mapped spreadsheet to entries as the workbook gives them, each with what is wrong with it."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from yiyuan.catalog import rules
from yiyuan.dataplane.readers import is_total, wrong_cell
from yiyuan.spreadsheets.mapping import headings
from yiyuan.spreadsheets.mapping.grid import Grid
from yiyuan.spreadsheets.mapping.mapping import EMPTY, Layout, targets
from yiyuan.spreadsheets.mapping.mapping import Mapping as Mapped
from yiyuan.spreadsheets.workbook import Column, MisreadError, Read, Vocabulary

MAX_NAME = 100  # characters of an item's name
_SPLIT = "、,，;；\n"
_OPEN, _CLOSE = "(（[【", ")）]】"


def entries(grid: Grid, mapped: Mapped, known: Vocabulary) -> list[Read]:
    """The resources of the spreadsheet in their order; every row with content belongs to one of them."""
    fields = targets(known)
    found: list[Read] = []
    by_name: dict[str, Read] = {}
    for row, read in grid.below(mapped.heading_end):
        wrong = {place: why for place, cell in enumerate(read) if (why := wrong_cell(cell))}
        cells = ["" if place in wrong else cell for place, cell in enumerate(read)]
        entry = None if mapped.columns.get("name") in wrong else _entry_of(cells, mapped, found)
        if entry is None:
            entry = _read(row, cells, mapped, fields)
            found.append(entry)
            _note_twin(entry, by_name)
        for name, place in mapped.columns.items():
            if place in wrong:
                entry.flaw(f"第 {row} 行“{fields[name].label}”：{wrong[place]}", column=name)
        if mapped.layout is Layout.ITEM:
            _add_item(entry, row, cells, mapped, fields)
    return found


def provider_of(entry: Read) -> str:
    """The department a row names; empty where the file does not say."""
    return str(entry.values.get("provider", ""))


def _entry_of(cells: Sequence[str], mapped: Mapped, found: Sequence[Read]) -> Read | None:
    """The resource a row of an item goes on with: the name is the same, or its merged cell left it empty."""
    if mapped.layout is not Layout.ITEM or not found:
        return None
    name = cells[mapped.columns["name"]] if "name" in mapped.columns else ""
    return found[-1] if not name or name == found[-1].name else None


def _read(row: int, cells: Sequence[str], mapped: Mapped, fields: Mapping[str, Column]) -> Read:
    place = mapped.columns.get("name")
    entry = Read(row, " ".join(cells[place].split()) if place is not None else "")
    for name, column in fields.items():
        if name.startswith("item."):
            continue
        text = cells[mapped.columns[name]] if name in mapped.columns else ""
        if name == "items":
            _split_items(entry, text, row)
        elif text:
            _put(entry, name, column, text, mapped)
    if not entry.name:
        entry.flaw("没有资源名称", column="name")
    if is_total(entry.name):
        entry.flaw("像是合计行，不是资源", column="name")
    chosen = entry.values.pop("class", "")
    if chosen:
        entry.values["category"], entry.values["class_code"] = chosen[:1], chosen[1:]
    if odd := rules.odd_name(entry.name):
        entry.flaw(odd, column="name", warning=True)
    return entry


def _put(entry: Read, name: str, column: Column, text: str, mapped: Mapped) -> None:
    """One cell into its field; a value nobody gave a meaning is a flaw, never a guess."""
    words = mapped.words.get(name, {})
    if column.kind == "word" and not column.many and text in words:
        if words[text] != EMPTY:
            entry.values[name] = words[text]
        return
    try:
        entry.values[name] = column.read(text)
    except MisreadError as problem:
        told = "“%(label)s”：%(why)s" if column.kind != "word" else "“%(label)s”的值没有对照：%(why)s"
        entry.flaw(told % {"label": column.label, "why": problem}, column=name)


def _note_twin(entry: Read, by_name: dict[str, Read]) -> None:
    plain = rules.plain_name(f"{entry.name}|{provider_of(entry)}")
    first = by_name.setdefault(plain, entry)
    if first is entry or not entry.name:
        return
    same = "和第 %(row)s 行重名" if first.name == entry.name else "和第 %(row)s 行的名称只差标点、空格或全角半角"
    entry.flaw(same % {"row": first.row}, column="name")


# ---- items ----
def split(text: str) -> list[tuple[str, str]]:
    """Names and notes of items written in one cell: "地号(宗地编号)、公告现值（元/平方米）". Brackets hold notes."""
    found, part, depth = [], "", 0
    for letter in text:
        depth += (letter in _OPEN) - (letter in _CLOSE and depth > 0)
        if letter in _SPLIT and (not depth or letter == "\n"):
            found.append(part)
            part, depth = "", 0
        else:
            part += letter
    named = []
    for piece in (*found, part):
        piece = re.sub(r"^\s*[0-9]+[.．、:：)）]\s*", "", " ".join(piece.split()))  # noqa: PLW2901 - "1. name" is a name
        bracket = re.fullmatch(r"(?P<name>[^(（\[【]*)[(（\[【](?P<note>.*?)[)）\]】]?\s*", piece, re.DOTALL)
        name, note = (bracket["name"].strip(), bracket["note"].strip()) if bracket else (piece.strip(), "")
        if name or note:
            named.append((name or note, note))
    return named


def _split_items(entry: Read, text: str, row: int) -> None:
    for name, note in split(text):
        letter, length = headings.guessed_type(name)
        item = {"name": name, "data_type": letter, "length": length, "item_class": "general", "note": note[:300]}
        _append(entry, {**item, "note": "" if note == name else item["note"]}, row=row, column="items")


def _add_item(entry: Read, row: int, cells: Sequence[str], mapped: Mapped, fields: Mapping[str, Column]) -> None:
    raw = {name: cells[place] for name, place in mapped.columns.items() if name.startswith("item.")}
    if not any(raw.values()):
        return
    item: dict[str, Any] = {"item_class": "general"}
    for name, text in raw.items():
        column = fields[name]
        if name == "item.data_type":
            _put_type(entry, item, text, row)
            continue
        words = mapped.words.get(name, {})
        try:
            value = words[text] if text in words else column.read(text)
        except MisreadError as problem:
            entry.flaw(
                f"第 {row} 行“{column.label}”：{problem}",
                column=name,
            )
            continue
        if value not in ("", None, EMPTY):
            item.setdefault(column.name, value)
    if not item.get("name"):
        entry.flaw(f"第 {row} 行没有信息项名称", column="item.name")
        return
    if "data_type" not in item:
        item["data_type"], length = headings.guessed_type(item["name"])
        item.setdefault("length", length)
    _append(entry, item, row=row, column="item.name")


def _put_type(entry: Read, item: dict[str, Any], text: str, row: int) -> None:
    if not text:
        return
    found = headings.type_of(text)
    if found is None:
        entry.flaw(f"第 {row} 行的数据类型“{text[:30]}”认不出", column="item.data_type")
        return
    item["data_type"], length, item["scale"] = found
    if length is not None:
        item["length"] = length


def _append(entry: Read, item: dict[str, Any], *, row: int, column: str) -> None:
    """An item written twice stands once, with a warning: other people's lists repeat themselves."""
    if len(item["name"]) > MAX_NAME:
        entry.flaw("信息项“{name}…”超过 100 个字，像是说明而不是名称".format(name=item["name"][:20]), column=column)
        return
    plain = rules.plain_name(item["name"])
    if not plain or any(rules.plain_name(other["name"]) == plain for other in entry.items):
        told = "信息项“%(name)s”写了不止一次，只留第一次" if plain else "信息项“%(name)s”没有文字，没有收"
        entry.flaw(told % {"name": item["name"]}, column=column, warning=True)
        return
    entry.items.append(item)
    entry.item_rows.append(row)
