"""Check digits of the codes a government database meets. Facts and vectors: GB 32100-2015, GB 11643-1999."""

import re
from collections.abc import Iterable
from datetime import date

_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS = tuple(pow(3, i, 31) for i in range(17))
_USCC = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")
_CITIZEN_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CITIZEN = re.compile(r"[0-9]{17}[0-9X]")


def uscc_check(body: str) -> str:
    """The 18th character for 17 characters of a unified social credit code."""
    total = sum(_USCC_ALPHABET.index(c) * w for c, w in zip(body, _USCC_WEIGHTS, strict=True))
    return _USCC_ALPHABET[(31 - total % 31) % 31]


def is_uscc(code: str) -> bool:
    """Whether this is a unified social credit code with a right check character."""
    return bool(_USCC.fullmatch(code)) and uscc_check(code[:17]) == code[17]


def citizen_check(body: str) -> str:
    """The 18th character for 17 digits of a citizen identity number."""
    return "10X98765432"[sum(int(c) * w for c, w in zip(body, _CITIZEN_WEIGHTS, strict=True)) % 11]


def is_citizen_id(number: str) -> bool:
    """Whether this is an 18-digit citizen identity number: a real birth date and a right check digit.

    The region digits are those of first issue and are not compared with today's divisions.
    """
    if not _CITIZEN.fullmatch(number):
        return False
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    return citizen_check(number[:17]) == number[17]


_LICENCE_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def licence_check(body: str) -> str:
    """The check character of a licence identifier (GB/T 36904-2018): ISO/IEC 7064 MOD 37,36 over the parts after the
    root, without dots.
    """
    rest = 36
    for character in body:
        rest = (rest + _LICENCE_ALPHABET.index(character)) % 36 or 36
        rest = rest * 2 % 37
    return _LICENCE_ALPHABET[(37 - rest) % 36]


_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_BLANKS = re.compile(r"[\s\u3000\u200b\ufeff]+")


def plain_code(text: str) -> str:
    """An identity number or credit code as it is kept: plain signs, capitals, no blanks."""
    return _BLANKS.sub("", text.translate(_HALF_WIDTH).upper())


def number_in(text: str) -> int | None:
    """The number of a row as a field or an address gives it: ASCII digits that fit a key; None for anything else."""
    return int(text) if re.fullmatch(r"[0-9]{1,18}", text) else None


def numbers_in(texts: Iterable[str]) -> list[int]:
    """Those of the texts that are numbers of rows, in their order."""
    return [number for text in texts if (number := number_in(text)) is not None]
