"""What a column of a sample file looks like, as a proposed item. Pure."""

import re
from collections.abc import Sequence
from typing import Any

from yiyuan.catalog.types import ItemClass

_DATE = re.compile(r"[0-9]{4}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?")
_DATETIME = re.compile(r"[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2}[ T][0-9]{1,2}:[0-9]{2}(:[0-9]{2})?")
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,14})")
_DECIMAL = re.compile(r"-?[0-9]{1,15}\.([0-9]{1,8})")
_SHAPES: tuple[tuple[ItemClass, re.Pattern[str]], ...] = (
    (ItemClass.CITIZEN_ID, re.compile(r"[0-9]{17}[0-9Xx]|[0-9]{15}")),
    (ItemClass.USCC, re.compile(r"[0-9A-HJ-NPQRTUWXY]{18}")),
    (ItemClass.MOBILE, re.compile(r"1[3-9][0-9]{9}")),
    (ItemClass.EMAIL, re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")),
)
_NAMED: tuple[tuple[ItemClass, str], ...] = (
    (ItemClass.CITIZEN_ID, "身份证|证件号码|公民身份号码"),
    (ItemClass.USCC, "统一社会信用代码"),
    (ItemClass.MOBILE, "手机|移动电话"),
    (ItemClass.BIRTH, "出生"),
    (ItemClass.ADDRESS, "住址|户籍地|家庭地址"),
    (ItemClass.BANK_CARD, "银行卡|银行账号"),
    (ItemClass.NAME, "姓名"),
)
_OF_PERSONS = {
    ItemClass.CITIZEN_ID,
    ItemClass.NAME,
    ItemClass.MOBILE,
    ItemClass.ADDRESS,
    ItemClass.BANK_CARD,
    ItemClass.BIRTH,
    ItemClass.EMAIL,
}
MOST_CODES = 8  # a column with so few different short values is a list of codes
ROWS_FOR_CODES = 30


def proposed_item(name: str, values: Sequence[str]) -> dict[str, Any]:
    """What an item of this name and these values looks like: type, length, class, codes. A proposal, for a person."""
    kind = _class_of(name, values)
    data_type, length, scale = _type_of(values, text=kind in {ItemClass.CITIZEN_ID, ItemClass.USCC, ItemClass.MOBILE})
    different = sorted(set(values))
    few = len(values) >= ROWS_FOR_CODES and 1 < len(different) <= MOST_CODES and data_type == "C"
    codes = different if few and kind == ItemClass.GENERAL and max(map(len, different)) <= MOST_CODES else []
    return {
        "name": name[:100],
        "data_type": data_type,
        "length": length,
        "scale": scale,
        "item_class": str(kind),
        "personal": kind in _OF_PERSONS,
        "codes": codes,
    }


def _class_of(name: str, values: Sequence[str]) -> ItemClass:
    for kind, pattern in _SHAPES:
        if values and all(pattern.fullmatch(value.strip()) for value in values):
            return kind
    return next((kind for kind, words in _NAMED if re.search(words, name)), ItemClass.GENERAL)


def _type_of(values: Sequence[str], *, text: bool) -> tuple[str, int | None, int | None]:
    """(type letter, length, scale)."""
    stripped = [value.strip() for value in values]
    if stripped and not text:
        if all(_DATETIME.fullmatch(value) for value in stripped):
            return "T", None, None
        if all(_DATE.fullmatch(value) for value in stripped):
            return "D", None, None
        if all(_INTEGER.fullmatch(value) for value in stripped):
            return "I", max(*map(len, stripped), 4), None
        decimals = [_DECIMAL.fullmatch(value) or _INTEGER.fullmatch(value) for value in stripped]
        if all(decimals):
            scale = max(len(found[1]) if found and "." in found[0] else 0 for found in decimals)
            return "N", max(map(len, stripped)) + 2, scale
    longest = max(map(len, stripped), default=0)
    return "C", next((size for size in (18, 30, 50, 100, 200, 500, 1000) if size >= longest), 2000), None
