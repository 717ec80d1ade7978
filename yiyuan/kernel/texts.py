"""What may be written: text that every column, file and page can hold, whole numbers that a row can hold."""

import json
import re
from collections.abc import Iterator
from typing import Any

SMALL, WHOLE, BIG = 2**15 - 1, 2**31 - 1, 2**63 - 1  # the most that PostgreSQL's smallint, integer, bigint hold
DEEPEST = 32  # levels of what is sent: no body of ours has ten
# PostgreSQL holds no NUL, UTF-8 no half of a surrogate pair, XML (workbooks, letters) no control character
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def unfit(text: str) -> str:
    """What is wrong with a text, in words; "" where it may be written."""
    found = _UNFIT.search(text)
    return f"含不能保存的控制字符 U+{ord(found.group()):04X}（第 {found.start() + 1} 个字符）" if found else ""


def shortened(text: str, *, most: int) -> str:
    """A text of at most so many characters; what was left off shows as …"""
    return text if len(text) <= most else f"{text[: most - 1]}…"


class Unreadable(ValueError):
    """What was sent cannot be kept. at: where it stands, names and places from the outside in."""

    def __init__(self, words: str, at: tuple[str | int, ...] = ()) -> None:
        super().__init__(words)
        self.words = words
        self.at = at


def read_json(raw: bytes) -> Any:  # a JSON value
    """The value of a JSON text. Raises Unreadable: no JSON, too deep, or a text or number nothing could keep."""
    try:
        value = json.loads(raw, parse_constant=_refused)
    except (ValueError, RecursionError):
        raise Unreadable("不是能读的 JSON") from None
    for words, at in _flaws(value):
        raise Unreadable(words, at)
    return value


def _refused(word: str) -> None:
    raise ValueError(word)


def _flaws(value: Any) -> Iterator[tuple[str, tuple[str | int, ...]]]:  # a JSON value
    """Without recursion, as the value may be deeper than our stack."""
    waiting: list[tuple[Any, tuple[str | int, ...]]] = [(value, ())]
    while waiting:
        one, at = waiting.pop()
        if len(at) > DEEPEST:
            yield f"超过 {DEEPEST} 层", at[:1]
        elif isinstance(one, str):
            if words := unfit(one):
                yield words, at
        elif isinstance(one, dict):
            for name, inner in one.items():
                if words := unfit(name):
                    yield f"有一个名称{words}", at
                waiting.append((inner, (*at, name)))
        elif isinstance(one, list):
            waiting += [(inner, (*at, place)) for place, inner in enumerate(one)]
        elif isinstance(one, int | float) and not -BIG <= one <= BIG:
            yield "数字太大", at
