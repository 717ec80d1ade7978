"""Which encoding a text file stands in, and lines of it that stand in another one."""

import io
import re
from collections.abc import Iterator
from typing import BinaryIO, Final

from yiyuan.dataplane.readers.marks import REPLACEMENT

_SHORT_OF_UTF8: Final = 10  # good characters for each bad one that make a text damaged UTF-8 rather than GB18030
_CHINESE_IN_UTF8 = re.compile(rb"[\xe4-\xe9][\x80-\xbf]{2}")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_LOOKED_AT = 1 << 16  # bytes among which frequent characters are counted
# of each encoding the characters people use: those of GB 2312 level 1, those of Big5 level 1
_FREQUENT: Final = {
    name: frozenset(
        bytes([lead, trail]).decode(name, "ignore") for lead in range(*leads) for trail in range(first, 0xFF)
    )
    for name, leads, first in (("gb18030", (0xB0, 0xD8), 0xA1), ("big5", (0xA4, 0xC7), 0x40))
}


def by_mark(head: bytes) -> str | None:
    """What a byte order mark says."""
    if head.startswith(b"\xef\xbb\xbf"):
        return "utf-8"
    return "utf-16" if head[:2] in {b"\xff\xfe", b"\xfe\xff"} else None


def guess(block: bytes, *, final: bool) -> str | None:
    """UTF-8, GB18030 or Big5 from bytes that end anywhere; None while all is ASCII and more may come."""
    cut = block if final else block[: block.rfind(b"\n") + 1]  # all of them keep a line end a line end
    if cut.isascii():
        return "utf-8" if final else None
    try:
        cut.decode("utf-8")
    except UnicodeDecodeError:
        loose = cut.decode("utf-8", "replace")
        bad = loose.count(REPLACEMENT)
        good = len(loose) - len(loose.encode("ascii", "ignore")) - bad
        if bad * _SHORT_OF_UTF8 < good:
            return "utf-8"
        shares = {name: _frequent(cut[:_LOOKED_AT].decode(name, "replace"), name) for name in _FREQUENT}
        return max(shares, key=shares.__getitem__)  # the two read each other's bytes, yet as rare characters
    return "utf-8"


def _frequent(text: str, encoding: str) -> float:
    """How many of the ideographs are of the encoding's frequent ones."""
    letters = [letter for letter in text if letter > "\u3400"]
    return sum(letter in _FREQUENT[encoding] for letter in letters) / max(1, len(letters))


def decoded(data: bytes, encoding: str) -> str:
    """The text of whole lines.

    A line of a Chinese file that stands in UTF-8 has REPLACEMENT before all that is not ASCII: read as the rest of the
    file it would give characters as well, but never the right ones.
    """
    if encoding in _FREQUENT and _CHINESE_IN_UTF8.search(data):
        return "".join(_line(line, encoding) for line in data.splitlines(keepends=True))
    return data.decode(encoding, "replace")


def _line(line: bytes, encoding: str) -> str:
    text = line.decode(encoding, "replace")
    if _CHINESE_IN_UTF8.search(line):
        try:
            other = line.decode()
        except UnicodeDecodeError:
            return text
        if _frequent(other, encoding) >= _frequent(text, encoding):
            return _NOT_ASCII.sub(lambda found: REPLACEMENT + found[0], other)
    return text


def lines(file: BinaryIO, encoding: str) -> Iterator[str]:
    """The rest of a file line by line, each with its end as it stands."""
    if encoding == "utf-16":
        yield from io.TextIOWrapper(file, encoding=encoding, errors="replace", newline="")
        return
    for line in file:
        yield from io.StringIO(decoded(line, encoding), newline="")
