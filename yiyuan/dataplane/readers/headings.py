"""The heading of a table: which row it is, and whether its names are sound."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Sequence

from yiyuan.dataplane.errors import FileRefused
from yiyuan.dataplane.readers.marks import FLAW, ROW, wrong_cell

LOOKED_AT = 15  # rows among which the heading is looked for
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")  # zero-width signs that come along from web pages


def tidy(heading: str) -> str:
    """A heading without what nobody sees."""
    return " ".join(_INVISIBLE.sub("", heading).split())


def plain(heading: str) -> str:
    """A heading as it is compared: half-width, no spaces, no mark of a required column."""
    return "".join(unicodedata.normalize("NFKC", tidy(heading)).split()).strip("*").casefold()


def heading_at(rows: Sequence[Sequence[str]], names: Collection[str]) -> int:
    """Place of the heading among the first rows: where most of the names stand, else the first row with content."""
    wanted = {plain(name) for name in names}
    looked = rows[:LOOKED_AT]
    met: Callable[[int], int] = lambda at: len(wanted & {plain(cell) for cell in looked[at]})  # noqa: E731 - a key
    best = max(range(len(looked)), key=met, default=0)
    if looked and met(best):
        return best
    filled = [(at, sum(map(bool, map(tidy, row)))) for at, row in enumerate(looked)]
    filled = [(at, cells) for at, cells in filled if cells]
    counts = {cells for _at, cells in filled[1:]}
    if filled and filled[0][1] == 1 and len(counts) == 1 and counts != {1}:
        return filled[1][0]  # one cell over an even table of several columns is its title
    return filled[0][0] if filled else 0


def matched(headers: Sequence[str], names: Sequence[str], *, also: Collection[str] = ()) -> dict[str, str]:
    """Heading of the file to the name asked for; they may differ in width, blanks and order.

    also: headings that may stand there and say nothing. Raises FileRefused("wrong_header") with the `problem`.
    """
    wanted = {plain(name): name for name in names}
    found = {header: wanted[plain(header)] for header in headers if plain(header) in wanted}
    wrong = {
        "缺少": [name for name in names if name not in found.values()],
        "多出没有要求的": [header for header in headers if header not in found and header not in also],
        "几列是同一项，": [header for header in found if list(found.values()).count(found[header]) > 1],
    }
    if problems := [f"{what}“{'”“'.join(which)}”" for what, which in wrong.items() if which]:
        raise FileRefused("wrong_header", problem="；".join(problems))
    return found


def named(first: Sequence[Sequence[str]], at: int, *, loose: bool) -> tuple[str, ...]:
    """What the columns are called by the row at this place among the first; -1: no row, they are numbered.

    loose: headings that stand there twice, and gaps, are told apart by the place of their column. Raises FileRefused.
    """
    if at < 0:
        return sound([f"第 {place} 列" for place in range(1, max(map(len, first), default=0) + 1)])
    raw = [tidy(heading) for heading in first[at]] if at < len(first) else []
    if not loose or not any(raw):
        return sound(raw)
    while not raw[-1]:
        raw.pop()
    met = Counter(map(plain, raw))
    told = enumerate(raw, 1)
    return sound([name if name and met[plain(name)] == 1 else f"{name}（第 {at} 列）" for at, name in told])


def sound(raw: Sequence[str]) -> tuple[str, ...]:
    """Tidy headings without empty ones at the end; a gap, a repeated or a reserved name refuses the file."""
    headers = [tidy(heading) for heading in raw]
    while headers and not headers[-1]:
        headers.pop()
    if not headers:
        raise FileRefused("empty")
    seen: dict[str, int] = {}
    for position, header in enumerate(headers, 1):
        if not header:
            raise FileRefused("missing_header", position=position)
        if why := wrong_cell(header):
            raise FileRefused("broken_header", position=position, why=why)
        if header in {ROW, FLAW}:
            raise FileRefused("reserved_header", header=header)
        if header in seen:
            raise FileRefused("duplicate_header", header=header, first=seen[header], second=position)
        seen[header] = position
    return tuple(headers)
