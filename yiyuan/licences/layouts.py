"""How a licence looks: a layout made from the items of its type, kept as data, and what it is filled with. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from yiyuan.seals import layout
from yiyuan.seals.layout import Box, Code, Element, Frame, Layout, SealPlace, Table, Text

KINDS = {kind.__name__: kind for kind in (Text, Table, Code, Frame, SealPlace)}
NAME, HOLDER, CODE, NUMBER, GRANTED, VALID = "证照名称", "持证主体", "持证主体代码", "证照编号", "颁发日期", "有效期"
IDENTIFIER, ISSUER, ADDRESS, NOTE = "证照标识", "颁证单位", "核验地址", "说明"
FIXED = {NAME, HOLDER, CODE, NUMBER, GRANTED, VALID, IDENTIFIER, ISSUER, ADDRESS, NOTE}
SHORT = {"统一社会信用代码", "公民身份号码"}
MOST_WIDE = 9  # rows that fit a page on its side
SEAL = 42  # millimetres


def default(name: str, items: Sequence[str]) -> list[dict[str, Any]]:
    """Boxes of a page for a type with these items: on its side where the rows are few, upright else."""
    rows = [(HOLDER, place(HOLDER)), (CODE, place(CODE)), (NUMBER, place(NUMBER))]
    rows += [(item, place(item)) for item in items if item not in FIXED]
    rows += [(GRANTED, place(GRANTED)), (VALID, place(VALID))]
    wide, high = (297.0, 210.0) if len(rows) <= MOST_WIDE else (210.0, 297.0)
    table = high - 62 - 62
    low = high - 60
    elements: list[Element] = [
        Frame(Box(9, 9, wide - 18, high - 18), 0.9, layout.RED),
        Frame(Box(11.5, 11.5, wide - 23, high - 23), 0.25, layout.RED),
        Text(Box(25, 20, wide - 50, 18), place(NAME), 30, "centre"),
        Text(Box(25, 40, wide - 50, 6), place(NOTE), 9, "centre", layout.GREY),
        Table(Box(28, 50, wide - 56, table), rows, 48, 12),
        Code(Box(28, low, 32, 32), place(ADDRESS)),
        Text(Box(64, low + 8, wide - 64 - 100, 6), "扫码核验证照现在的状态", 9, "left", layout.GREY),
        Text(Box(28, low + 34, wide - 56, 6), f"证照标识：{place(IDENTIFIER)}", 9, "left", layout.GREY),
        Text(Box(wide - 98, low + 12, 66, 8), place(ISSUER), 14, "centre"),
        Text(Box(wide - 98, low + 27, 66, 6), place(GRANTED), 12, "centre"),
        SealPlace(Box(wide - 98 + (66 - SEAL) / 2, low - 14, SEAL, SEAL)),
    ]
    page = {"kind": "page", "name": name, "width": wide, "height": high}
    return [page, *({"kind": type(one).__name__, **asdict(one)} for one in elements)]


def place(name: str) -> str:
    """Where the value of this name stands. Braces in a name mark no place."""
    return "{" + key(name) + "}"


def key(name: str) -> str:
    return name.replace("{", "（").replace("}", "）")


def read(content: Sequence[Mapping[str, Any]], *, version: int) -> Layout:
    """As it was kept."""
    page, *kept = content
    elements = []
    for one in kept:
        said = {name: value for name, value in one.items() if name not in {"kind", "box"}}
        if "colour" in said:
            said["colour"] = tuple(said["colour"])
        if "rows" in said:
            said["rows"] = [tuple(row) for row in said["rows"]]
        elements.append(KINDS[one["kind"]](Box(**one["box"]), **said))
    return Layout(page["name"], version, page["width"], page["height"], elements)
