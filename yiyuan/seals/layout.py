"""A layout: boxes in millimetres over a page. Filled with values it becomes marks at fixed places.

The origin is the upper left corner, y points down. A text that does not fit is set smaller, down to SMALLEST of its
size; then it is refused. A character no font has is refused by name.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from yiyuan.seals.errors import FileNotMade
from yiyuan.seals.fonts import font_of, fonts

POINT = 25.4 / 72  # millimetres
SMALLEST, STEP = 0.6, 0.94
LINE, ASCENT = 1.36, 0.88  # parts of the size
PAD = 1.6  # millimetres between a cell's border and its text
NOT_FIRST = "，。、；：！？）》」』】〕”’％)],.;:!?"
PLACE = re.compile(r"\{([^{}]+)\}")
BLACK, RED, GREY = (0, 0, 0), (200, 16, 30), (110, 110, 110)
Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Box:
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Text:
    """words: with {name} where a value stands. size: points. align: left, centre, right."""

    box: Box
    words: str
    size: float = 12
    align: str = "left"
    colour: Colour = BLACK


@dataclass(frozen=True, slots=True)
class Table:
    """rows: a heading and words with {name}. head_width: millimetres of the first column."""

    box: Box
    rows: Sequence[tuple[str, str]]
    head_width: float = 40
    size: float = 11


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture by its name among the pictures that are handed over; PNG or JPEG."""

    box: Box
    name: str


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code of words with {name}."""

    box: Box
    words: str


@dataclass(frozen=True, slots=True)
class Frame:
    """A line around."""

    box: Box
    width: float = 0.3
    colour: Colour = BLACK


@dataclass(frozen=True, slots=True)
class SealPlace:
    """Where the seal is put; once on a layout."""

    box: Box


Element = Text | Table | Photo | Code | Frame | SealPlace


@dataclass(frozen=True, slots=True)
class Layout:
    """width, height: millimetres, between 40 and 500."""

    name: str
    version: int
    width: float
    height: float
    elements: Sequence[Element]


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one font on one line. x, y: of the first one, on the base line. size: millimetres."""

    x: float
    y: float
    size: float
    text: str
    font: int
    colour: Colour


@dataclass(frozen=True, slots=True)
class Stroke:
    x1: float
    y1: float
    x2: float
    y2: float
    width: float
    colour: Colour


@dataclass(frozen=True, slots=True)
class Picture:
    """kind: png or jpeg."""

    box: Box
    content: bytes
    kind: str


@dataclass(slots=True)
class Page:
    """What is drawn, in order of its kind."""

    title: str
    width: float
    height: float
    seal: Box | None = None
    runs: list[Run] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)


def fill(layout: Layout, values: Mapping[str, str], pictures: Mapping[str, bytes] | None = None) -> Page:
    """Raises FileNotMade: a value or picture is not there, a character has no glyph, a text does not fit."""
    from yiyuan.seals import pictures as drawing

    page = Page(layout.name, layout.width, layout.height)
    for one in layout.elements:
        match one:
            case Text():
                page.runs += _text(one.box, _words(one.words, values), one.size, one.align, one.colour)
            case Table():
                _table(page, one, values)
            case Photo():
                content = (pictures or {}).get(one.name)
                if content is None:
                    raise FileNotMade(f"模板要“{one.name}”的图片，没有给", name=one.name)
                page.pictures.append(Picture(one.box, *drawing.checked(content)))
            case Code():
                page.pictures.append(Picture(one.box, drawing.code(_words(one.words, values)), "png"))
            case Frame():
                page.strokes += _around(one.box, one.width, one.colour)
            case SealPlace():
                page.seal = one.box
    return page


def _words(words: str, values: Mapping[str, str]) -> str:
    def value(found: re.Match[str]) -> str:
        name = found.group(1)
        if name not in values:
            raise FileNotMade(f"模板要“{name}”，证照里没有这一项", name=name)
        return values[name]

    return PLACE.sub(value, words)


def _width(text: str, size: float) -> float:
    return sum((fonts()[font_of(one)].advance(one) or 0) for one in text) * size


def _lines(text: str, width: float, size: float) -> list[str]:
    """Broken between characters; words of letters and digits stay whole where they fit on a line."""
    lines = []
    for paragraph in text.splitlines() or [""]:
        line, used = "", 0.0
        for part in re.findall(r"[\x21-\x7e]+ ?|.", paragraph):
            wide = _width(part, size)
            pieces = [part] if wide <= width else list(part)
            for piece in pieces:
                wide = _width(piece, size)
                if line and used + wide > width + 1e-6:
                    keep = line[-1] if piece[0] in NOT_FIRST and len(line) > 1 else ""
                    lines.append(line[: len(line) - len(keep)])
                    line, used = keep, _width(keep, size)
                line, used = line + piece, used + wide
        lines.append(line)
    return lines


def _fitted(text: str, box: Box, points: float) -> tuple[list[str], float]:
    """The lines and the size in millimetres at which they fit the box."""
    size = points * POINT
    while size >= points * POINT * SMALLEST:
        lines = _lines(text, box.width, size)
        if len(lines) * LINE * size <= box.height + 1e-6 and all(_width(x, size) <= box.width + 1e-6 for x in lines):
            return lines, size
        size *= STEP
    raise FileNotMade(f"“{text[:20]}{'…' if len(text) > 20 else ''}”在模板里放不下，请缩短或者改模板", text=text[:20])  # noqa: PLR2004 - as much as names it


def _text(box: Box, text: str, points: float, align: str, colour: Colour) -> Iterator[Run]:
    lines, size = _fitted(text, box, points)
    top = box.y + (box.height - len(lines) * LINE * size) / 2
    for number, line in enumerate(lines):
        line = line.rstrip()  # noqa: PLW2901 - a space at the end takes no room
        spare = box.width - _width(line, size)
        x = box.x + {"left": 0.0, "centre": spare / 2, "right": spare}[align]
        base = top + number * LINE * size + (LINE - 1) / 2 * size + ASCENT * size
        for font, part in _by_font(line):
            yield Run(round(x, 4), round(base, 4), round(size, 4), part, font, colour)
            x += _width(part, size)


def _by_font(line: str) -> Iterator[tuple[int, str]]:
    part, current = "", 0
    for one in line:
        number = font_of(one)
        if part and number != current:
            yield current, part
            part = ""
        part, current = part + one, number
    if part:
        yield current, part


def _table(page: Page, table: Table, values: Mapping[str, str]) -> None:
    """Rows as high as their words need; what is left is shared out."""
    box = table.box
    wide = box.width - table.head_width - 2 * PAD
    rows = [(head, _words(words, values)) for head, words in table.rows]
    points = table.size
    while True:
        size = points * POINT
        counts = [
            max(len(_lines(words, wide, size)), len(_lines(head, table.head_width - 2 * PAD, size)))
            for head, words in rows
        ]
        needed = [count * LINE * size + PAD for count in counts]
        if sum(needed) <= box.height + 1e-6:
            break
        points *= STEP
        if points < table.size * SMALLEST:
            raise FileNotMade("照面信息在模板的表里放不下，请缩短或者改模板")
    spare = (box.height - sum(needed)) / len(rows) if rows else 0
    y = box.y
    page.strokes += _around(box, 0.3, BLACK)
    page.strokes.append(
        Stroke(box.x + table.head_width, box.y, box.x + table.head_width, box.y + box.height, 0.2, BLACK)
    )
    for number, ((head, words), need) in enumerate(zip(rows, needed, strict=True)):
        high = need + spare
        if number:
            page.strokes.append(Stroke(box.x, y, box.x + box.width, y, 0.2, BLACK))
        left = Box(box.x + PAD, y, table.head_width - 2 * PAD, high)
        page.runs += _text(left, head, points, "left", BLACK)
        page.runs += _text(Box(box.x + table.head_width + PAD, y, wide, high), words, points, "left", BLACK)
        y += high


def _around(box: Box, width: float, colour: Colour) -> list[Stroke]:
    left, top, right, bottom = box.x, box.y, box.x + box.width, box.y + box.height
    corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]
    return [Stroke(*a, *b, width, colour) for a, b in pairwise(corners)]
