"""How a licence looks: boxes kept as data, arranged from the items of its type, and the names that stand on it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from typing import Any

from yiyuan.seals import layout
from yiyuan.seals.errors import FileNotMade
from yiyuan.seals.layout import PLACE, Box, Code, Element, Frame, Layout, Photo, SealPlace, Table, Text

KINDS = {kind.__name__: kind for kind in (Text, Table, Photo, Code, Frame, SealPlace)}
NAME, HOLDER, CODE, NUMBER, GRANTED, VALID = "证照名称", "持证主体", "持证主体代码", "证照编号", "颁发日期", "有效期"
IDENTIFIER, ISSUER, ADDRESS, NOTE = "证照标识", "颁证单位", "核验地址", "说明"
FIXED = {NAME, HOLDER, CODE, NUMBER, GRANTED, VALID, IDENTIFIER, ISSUER, ADDRESS, NOTE}
FIELDS = {kind: {"kind", *(one.name for one in fields(of))} for kind, of in KINDS.items()}
OVER, MOST_MM = 0.01, 1000.0
MOST_WIDE = 9  # rows that fit a page on its side
SEAL, CARD_SEAL = 42, 18  # millimetres
SHEETS = {"a4": (210.0, 297.0), "a4_wide": (297.0, 210.0), "card": (85.6, 54.0), "card_high": (54.0, 85.6)}
MOST_BOXES, MOST_WORDS, MOST_ROWS, MOST_POINTS = 80, 500, 60, 72
COLOURS = {layout.BLACK, layout.RED, layout.GREY}


def default(name: str, items: Sequence[str], *, size: tuple[float, float] | None = None) -> list[dict[str, Any]]:
    """Boxes of a page for a type with these items: on its side where the rows are few, upright else. size: if given."""
    rows = [(HOLDER, place(HOLDER)), (CODE, place(CODE)), (NUMBER, place(NUMBER))]
    rows += [(item, place(item)) for item in items if item not in FIXED]
    rows += [(GRANTED, place(GRANTED)), (VALID, place(VALID))]
    wide, high = size or SHEETS["a4_wide" if len(rows) <= MOST_WIDE else "a4"]
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
    return _kept(name, wide, high, elements)


def card(name: str, items: Sequence[str], *, high: bool) -> list[dict[str, Any]]:
    """Boxes of a card for a type with these items, upright or on its side."""
    rows = [(HOLDER, place(HOLDER)), (NUMBER, place(NUMBER))]
    rows += [(item, place(item)) for item in items if item not in FIXED]
    rows += [(GRANTED, place(GRANTED)), (VALID, place(VALID))]
    wide, tall = SHEETS["card_high" if high else "card"]
    foot = 20
    elements: list[Element] = [
        Frame(Box(1.5, 1.5, wide - 3, tall - 3), 0.3, layout.RED),
        Text(Box(4, 3, wide - 8, 7), place(NAME), 11, "centre"),
        Table(Box(4, 11, wide - 8, tall - 11 - foot - 2), rows, 17 if high else 20, 6.5),
        Code(Box(4, tall - foot, 13, 13), place(ADDRESS)),
        Text(Box(18, tall - foot, wide - 18 - CARD_SEAL - 5, 8), place(ISSUER), 7, "centre"),
        Text(Box(4, tall - 6, wide - 8, 3.5), place(NOTE), 5, "left", layout.GREY),
        SealPlace(Box(wide - CARD_SEAL - 4, tall - CARD_SEAL - 3, CARD_SEAL, CARD_SEAL)),
    ]
    return _kept(name, wide, tall, elements)


def _kept(name: str, wide: float, high: float, elements: Sequence[Element]) -> list[dict[str, Any]]:
    page = {"kind": "page", "name": name, "width": wide, "height": high}
    kept = [{"kind": type(one).__name__, **asdict(one)} for one in elements]
    for one in kept:
        one["box"] = {name: round(number, 2) for name, number in one["box"].items()}
    return [page, *kept]


def sheet_of(page: Mapping[str, Any]) -> str:
    """The name of the sheet; empty for a size that has none."""
    size = (page["width"], page["height"])
    return next((name for name, one in SHEETS.items() if one == size), "")


def places_in(content: Sequence[Mapping[str, Any]]) -> set[str]:
    """Names whose values stand on it."""
    words = [box.get("words", "") for box in content[1:]]
    words += [cell for box in content[1:] for _, cell in box.get("rows", ())]
    photos = {box["name"] for box in content[1:] if box["kind"] == "Photo"}
    return photos | {name for text in words for name in PLACE.findall(text)}


def check(content: Any) -> None:  # whatever was sent or read from a file
    """Raises FileNotMade where it is no page with boxes that lie on it."""
    problem = _problem(content)
    if problem:
        raise FileNotMade(problem)


def _problem(content: Any) -> str:  # as above
    if not isinstance(content, list) or not content or not all(isinstance(one, dict) for one in content):
        return "没有版面"
    page, *boxes = content
    if page.get("kind") != "page" or not isinstance(page.get("name"), str) or not sheet_of_any(page):
        return "幅面须是 A4 或者卡片"
    if len(boxes) > MOST_BOXES:
        return f"版面上多于 {MOST_BOXES} 样东西"
    for at, one in enumerate(boxes, 1):
        if problem := _wrong(one, page):
            return f"第 {at} 样：{problem}"
    return ""


def sheet_of_any(page: Mapping[str, Any]) -> str:
    return sheet_of(page) if _numbers(page, "width", "height") else ""


def _wrong(one: Mapping[str, Any], page: Mapping[str, Any]) -> str:
    if one.get("kind") not in KINDS or set(one) != FIELDS[one["kind"]]:
        return "不认识的东西"
    return _wrong_place(one.get("box"), page) or _wrong_words(one) or _wrong_looks(one)


def _wrong_place(box: Any, page: Mapping[str, Any]) -> str:  # whatever was sent
    if not isinstance(box, dict) or set(box) != {"x", "y", "width", "height"} or not _numbers(box, *box):
        return "位置不全"
    if min(box["x"], box["y"]) < 0 or min(box["width"], box["height"]) <= 0:
        return "位置和大小须是正数"
    wide, high = box["x"] + box["width"], box["y"] + box["height"]
    return "超出了页边" if wide > page["width"] + OVER or high > page["height"] + OVER else ""


def _wrong_words(one: Mapping[str, Any]) -> str:
    rows = one.get("rows", [])
    if not isinstance(rows, list | tuple) or len(rows) > MOST_ROWS:
        return f"表多于 {MOST_ROWS} 行"
    if not all(isinstance(row, list | tuple) and len(row) == 2 for row in rows):  # noqa: PLR2004 - heading and words
        return "表的一行须是标题和内容"
    texts = [one.get("words", ""), one.get("name", ""), *(cell for row in rows for cell in row)]
    fit = all(isinstance(text, str) and len(text) <= MOST_WORDS for text in texts)
    return "" if fit else f"文字超过 {MOST_WORDS} 字"


def _wrong_looks(one: Mapping[str, Any]) -> str:
    limits = {"size": (1, MOST_POINTS), "head_width": (1, one["box"]["width"] - 5), "width": (0.01, 5)}
    words = {"size": f"字号须在 1 到 {MOST_POINTS} 磅之间", "head_width": "表的标题栏太宽", "width": "线须细于 5 毫米"}
    for name, (least, most) in limits.items():
        if name in one and not (_numbers(one, name) and least <= one[name] <= most):
            return words[name]
    if "colour" in one and tuple(one["colour"] if isinstance(one["colour"], list | tuple) else ()) not in COLOURS:
        return "颜色须是黑、红、灰"
    return "" if one.get("align", "left") in {"left", "centre", "right"} else "对齐须是左、中、右"


def _numbers(said: Mapping[str, Any], *names: str) -> bool:
    return all(type(said.get(name)) in {int, float} and -MOST_MM < said[name] < MOST_MM for name in names)


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
