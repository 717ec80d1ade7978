"""Looks for what names persons in rows about to be opened: by column and by cell. Pure.

Samples are masked before they leave this file.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

import polars as pl

from yiyuan.kernel.identifiers import is_citizen_id
from yiyuan.opening.types import Found

DIGITS: Final = str.maketrans("０１２３４５６７８９Ｘｘ", "0123456789XX")
SAMPLES: Final = 3
NAMED_SHARE: Final = 0.6  # of the cells of a column that look like names
SURNAMES: Final = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪"
    "范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤欧"
)
NAME: Final = re.compile(rf"^(?:[{SURNAMES}]|欧阳|司马|上官|诸葛)[\u4e00-\u9fff]{{1,2}}$")
NAMED_HEADS: Final = ("姓名", "联系人", "户主", "申请人", "当事人", "法定代表人", "负责人")
PATTERNS: Final = {
    Found.CITIZEN_ID: r"(?:^|[^0-9])([1-9][0-9]{5}(?:18|19|20)[0-9]{2}[0-9]{7}[0-9Xx])(?:$|[^0-9])",
    Found.BANK_CARD: r"(?:^|[^0-9])((?:62|4[0-9]|5[1-5])[0-9]{14,17})(?:$|[^0-9])",
    Found.PHONE: r"(?:^|[^0-9])(1[3-9][0-9]{9})(?:$|[^0-9])",
    Found.EMAIL: r"([A-Za-z0-9._%+-]+@[A-Za-z0-9-]+\.[A-Za-z.]{2,})",
    Found.ADDRESS: (
        r"((?:路|街|巷|村|小区|花园|新村|弄)[^，。；]{0,12}"
        r"(?:[0-9]+|[一二三四五六七八九十]+)(?:号|栋|幢|单元|室))"
    ),
}


def luhn(number: str) -> bool:
    """Whether the last digit of a card number fits the others."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value  # noqa: PLR2004 - a digit sum
    return total % 10 == 0


CERTAIN: Final[Mapping[Found, Callable[[str], bool]]] = {
    Found.CITIZEN_ID: lambda text: is_citizen_id(text.upper()),
    Found.BANK_CARD: luhn,
}


def masked(text: str) -> str:
    """The first character or two and how long it is."""
    keep = 2 if len(text) > 6 else 1  # noqa: PLR2004 - a short text shows less
    return text[:keep] + "*" * (len(text) - keep)


def scan(frame: pl.DataFrame) -> list[dict[str, Any]]:
    """What stands in a frame of texts: item, kind, cells, masked samples; by column name and cell."""
    found: list[dict[str, Any]] = []
    for series in frame.iter_columns():
        plain = series.cast(pl.String).drop_nulls().str.replace_all(r"[\s\u200b-]", "")
        texts = plain.str.normalize("NFKC")
        for kind, pattern in PATTERNS.items():
            hits = [hit for hit in texts.str.extract(pattern, 1).drop_nulls() if CERTAIN.get(kind, bool)(hit)]
            if hits:
                found.append(_finding(series.name, kind, hits))
        named = [text for text in texts if NAME.match(text)]
        heads = any(head in series.name for head in NAMED_HEADS)
        if named and (heads or len(named) >= NAMED_SHARE * len(texts)):
            found.append(_finding(series.name, Found.NAME, named))
    return found


def _finding(item: str, kind: Found, hits: list[str]) -> dict[str, Any]:
    return {
        "item": item,
        "kind": kind.value,
        "cells": len(hits),
        "samples": [masked(hit) for hit in dict.fromkeys(hits)][:SAMPLES],
    }


def merge(findings: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The findings of several pieces as one; counts add up."""
    together: dict[tuple[str, str], dict[str, Any]] = {}
    for one in findings:
        known = together.setdefault((one["item"], one["kind"]), {**one, "cells": 0, "samples": []})
        known["cells"] += one["cells"]
        known["samples"] = list(dict.fromkeys([*known["samples"], *one["samples"]]))[:SAMPLES]
    return list(together.values())
