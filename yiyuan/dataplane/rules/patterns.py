"""Regular expressions that mean the same to polars (Rust) and to PostgreSQL.

The two differ in shorthand classes, look-around, set operations, flags and line ends. What they share is enough to say
how a number is built, and is all that is taken. A value that holds a line break matches no pattern.
"""

import re
from typing import Final

from yiyuan.dataplane.checks import is_pattern

_MOST: Final = 255  # repetitions that PostgreSQL takes
_LONGEST: Final = 500
_MOST_STATES: Final = 10_000  # all repetitions multiplied; PostgreSQL makes a state of each
_PIECE: Final = re.compile(
    r"\\u[0-9a-fA-F]{4}"  # a character by its number
    r"|\\d"
    r"|\\[\\.\-\[\](){}|*+?^$/]"  # a sign that stands for itself
    r"|\[\^?(?:\\u[0-9a-fA-F]{4}|\\d|\\[\\.\-\[\]^/]|[^\\\[\]&~])+\]"  # a class
    r"|\(\?:|\(|\)|\||\."
    r"|(?P<repeat>\{(?P<low>[0-9]{1,3})(?:,(?P<high>[0-9]{1,3})?)?\}|[*+?])"
    r"|[^\\\[\](){}|*+?^$.]"
)


def is_common(pattern: str) -> bool:
    """Whether the pattern means the same in both, and is none that costs much."""
    if not pattern or len(pattern) > _LONGEST:
        return False
    at, may_repeat, states = 0, False, 1
    while at < len(pattern):
        piece = _PIECE.match(pattern, at)
        if piece is None:
            return False
        text = piece[0]
        if piece["repeat"]:
            if not may_repeat or any(int(n) > _MOST for n in (piece["low"], piece["high"]) if n):
                return False
            may_repeat = False
            states *= int(piece["high"] or piece["low"] or 1) or 1
        else:
            may_repeat = text not in {"(", "(?:", "|"}
            if text.startswith("[") and not _is_class(text):
                return False
        at = piece.end()
    return states <= _MOST_STATES and is_pattern(pattern)


def _is_class(text: str) -> bool:
    """A minus stands for itself only at an end; elsewhere between two plain characters."""
    inner = text[2 if text.startswith("[^") else 1 : -1]
    parts = re.findall(r"\\u[0-9a-fA-F]{4}|\\.|.", inner, re.DOTALL)
    at = 0
    while at < len(parts):
        if at + 2 < len(parts) and parts[at + 1] == "-":
            if r"\d" in {parts[at], parts[at + 2]} or "-" in {parts[at], parts[at + 2]}:
                return False
            at += 3
        elif parts[at] == "-" and 0 < at < len(parts) - 1:
            return False
        else:
            at += 1
    return True


def whole(pattern: str) -> str:
    """The pattern for the whole value, as both engines take it."""

    def digits(found: re.Match[str]) -> str:
        text = found[0]
        return text.replace(r"\d", "0-9") if text.startswith("[") else "[0-9]" if text == r"\d" else text

    return f"^(?:{_PIECE.sub(digits, pattern)})$"
