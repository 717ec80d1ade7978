"""Check digits of citizen identity numbers and unified social credit codes, over whole columns."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import polars as pl

from yiyuan.dataplane.checks.specs import Identity

# what a row names where its number is the one with the check digit; 111 as GA/T 517 writes it
DOCUMENTS: Final = {
    Identity.CITIZEN_ID: frozenset(
        {
            "居民身份证",
            "中华人民共和国居民身份证",
            "身份证",
            "二代身份证",
            "第二代居民身份证",
            "居民身份证号码",
            "公民身份号码",
        }
        | {"身份证号", "身份证号码", "临时居民身份证", "1", "01", "111"}
    ),
    Identity.USCC: frozenset(
        {"统一社会信用代码", "统一社会信用代码证", "统一社会信用代码证书", "社会信用代码", "统一代码"}
    ),
}
_USCC_ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CITIZEN_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CODE_LENGTH: Final = 18


def _weigh(series: pl.Series, table: np.ndarray, weights: Sequence[int]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """For values of 18 bytes: their mask, the table's values of all characters, the weighted sum of the first 17."""
    fits = (series.str.len_bytes() == _CODE_LENGTH).fill_null(value=False)
    joined = series.filter(fits).str.join("").item() or ""
    characters = np.frombuffer(joined.encode(), dtype=np.uint8).reshape(-1, _CODE_LENGTH)
    values = table[characters]
    total = (values[:, :17].astype(np.float32) @ np.array(weights, dtype=np.float32)).astype(np.int32)  # small: exact
    return fits.to_numpy(), values, total


def _table(alphabet: str) -> np.ndarray:
    table = np.full(256, -1, dtype=np.int8)
    for value, character in enumerate(alphabet):
        table[ord(character)] = value
    return table


_CITIZEN_TABLE: Final = _table("0123456789X")
_USCC_TABLE: Final = _table(_USCC_ALPHABET)
_USCC_WEIGHTS: Final = tuple(pow(3, i, 31) for i in range(17))
_DAYS_OF_MONTH: Final = np.array([0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] + [0] * 87, dtype=np.int16)


def _with_nulls(series: pl.Series, fits: np.ndarray, right: np.ndarray) -> pl.Series:
    result = np.zeros(len(series), dtype=bool)
    result[fits] = right
    mask = pl.Series(result)
    return mask.set(series.is_null(), None) if series.null_count() else mask


def is_other_document(named: pl.Series, identity: Identity) -> pl.Series:
    """Whether each row names another document than the one this check digit belongs to."""
    plain = named.str.replace_all(r"[\s\u{3000}\u{200b}\u{feff}]", "").fill_null("")
    return (plain != "") & ~plain.is_in(list(DOCUMENTS[identity]))


def is_citizen_id(series: pl.Series) -> pl.Series:
    """Whether each value is an 18-digit citizen identity number: birth date and check digit; null for null."""
    fits, values, total = _weigh(series, _CITIZEN_TABLE, _CITIZEN_WEIGHTS)
    digits = ((values[:, :17] >= 0) & (values[:, :17] <= 9)).all(axis=1)  # noqa: PLR2004 - X only at the end
    year = values[:, 6:10].astype(np.int32) @ np.array([1000, 100, 10, 1], dtype=np.int32)
    month = values[:, 10].astype(np.int16) * 10 + values[:, 11]
    day = values[:, 12].astype(np.int16) * 10 + values[:, 13]
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    born = (year >= 1) & (day >= 1) & (day <= _DAYS_OF_MONTH[np.clip(month, 0, 99)])
    born &= leap | (month != 2) | (day != 29)  # noqa: PLR2004 - the calendar
    check = np.array([1, 0, 10, 9, 8, 7, 6, 5, 4, 3, 2], dtype=np.int8)[total % 11]
    return _with_nulls(series, fits, digits & born & (values[:, 17] == check))


def is_uscc(series: pl.Series) -> pl.Series:
    """Whether each value is a unified social credit code with a right check character; null for null."""
    fits, values, total = _weigh(series, _USCC_TABLE, _USCC_WEIGHTS)
    known = (values >= 0).all(axis=1) & (values[:, 2:8] <= 9).all(axis=1)  # noqa: PLR2004 - six digits of division
    return _with_nulls(series, fits, known & (values[:, 17] == (31 - total % 31) % 31))
