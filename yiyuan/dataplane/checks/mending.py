"""Other ways to write the same value: full-width digits, separators, dates, brought into the form we keep."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Final

import polars as pl

from yiyuan.dataplane.checks.specs import ColumnSpec, Identity, Kind

_EARLIEST_YEAR: Final = 1000
# the calendar's own reader takes blanks for digits and a 60th second; PostgreSQL does not
_DAY: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_INSTANT: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-5][0-9]$"
_FULL_WIDTH: Final = {chr(c): chr(c - 0xFEE0) for c in range(0xFF01, 0xFF5F)} | {"\u3000": " "}
_SPACES: Final = r"[\s\u{200b}\u{feff}]"


def trim(series: pl.Series) -> pl.Series:
    trimmed = series.str.strip_chars()
    return _no_empty(trimmed)


def _no_empty(series: pl.Series) -> pl.Series:
    empty = series == ""
    return series.set(empty, None) if empty.any() else series


def _half_width(series: pl.Series) -> pl.Series:
    if (series.str.len_bytes() == series.str.len_chars()).all():
        return series
    return series.str.replace_many(list(_FULL_WIDTH), list(_FULL_WIDTH.values()))


def mender(spec: ColumnSpec) -> Callable[[pl.Series], pl.Series]:
    """How a cell that failed is brought into the form we keep; a cell it does not understand stays as it is."""
    if spec.identity is not Identity.NONE:
        return _mend_identity
    if spec.kind is Kind.TEXT and spec.codes is not None:
        return lambda s: _mend_code(s, code_list(spec))
    return _MENDERS[spec.kind]


def _mend_identity(series: pl.Series) -> pl.Series:
    return trim(_half_width(series).str.to_uppercase().str.replace_all(_SPACES, ""))


def _mend_code(series: pl.Series, codes: pl.Series) -> pl.Series:
    """Half-width only where that gives a code: a code may itself hold a full-width sign."""
    trimmed = trim(series)
    half = trim(_half_width(trimmed))
    return half.zip_with(
        half.is_in(codes).fill_null(value=False) & ~trimmed.is_in(codes).fill_null(value=False), trimmed
    )


def _mend_text(series: pl.Series) -> pl.Series:
    return trim(_half_width(series))


def _mend_number(series: pl.Series) -> pl.Series:
    clean = trim(_half_width(series))
    grouped = clean.str.contains(r"^[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?$").fill_null(value=False)
    return clean.str.replace_all(",", "", literal=True).zip_with(grouped, clean) if grouped.any() else clean


def _mend_integer(series: pl.Series) -> pl.Series:
    return _mend_number(series).str.replace(r"^([+-]?[0-9]+)\.0+$", "$1")


def _mend_date(series: pl.Series) -> pl.Series:
    return _days(trim(_half_width(series)).str.replace(r"[ T]0?0:00(:00(\.0+)?)?$", ""))


def _mend_datetime(series: pl.Series) -> pl.Series:
    clean = trim(_half_width(series)).str.replace("T", " ", literal=True).str.replace(r"\.0+$", "")
    parts = clean.str.extract_groups(
        r"^(?<day>.*?)(?:\s+(?<h>[0-9]{1,2}):(?<m>[0-9]{2})(?::(?<s>[0-9]{2}))?)?$"
    ).struct.unnest()
    clock = parts.select(
        pl.concat_str(
            pl.col("h").fill_null("0").str.zfill(2),
            pl.col("m").fill_null("00"),
            pl.col("s").fill_null("00"),
            separator=":",
        )
    ).to_series()
    made = _days(parts.get_column("day")) + " " + clock
    return made.zip_with(is_datetime(made) & made.is_not_null(), clean)


def _mend_truth(series: pl.Series) -> pl.Series:
    return trim(_half_width(series)).str.to_lowercase().replace(_TRUTHS)


_MENDERS: Final[Mapping[Kind, Callable[[pl.Series], pl.Series]]] = {
    Kind.TEXT: _mend_text,
    Kind.INTEGER: _mend_integer,
    Kind.NUMBER: _mend_number,
    Kind.DATE: _mend_date,
    Kind.DATETIME: _mend_datetime,
    Kind.BOOLEAN: _mend_truth,
}
_TRUTHS: Final = {
    "true": "true", "t": "true", "1": "true", "是": "true", "y": "true", "yes": "true", "有": "true",
    "false": "false", "f": "false", "0": "false", "否": "false", "n": "false", "no": "false", "无": "false",
}  # fmt: skip


def _days(series: pl.Series) -> pl.Series:
    """2026/1/2, 2026.1.2, 20260102 and 2026年1月2日 as 2026-01-02; anything else unchanged."""
    parts = series.str.extract_groups(
        r"^(?:(?<y>[0-9]{4})[-/.](?<m>[0-9]{1,2})[-/.](?<d>[0-9]{1,2})|(?<yy>[0-9]{4})(?<mm>[0-9]{2})(?<dd>[0-9]{2})"
        r"|(?<yyy>[0-9]{4})\s*年\s*(?<mmm>[0-9]{1,2})\s*月\s*(?<ddd>[0-9]{1,2})\s*日)$"
    ).struct.unnest()
    made = parts.select(
        pl.concat_str(
            pl.coalesce("y", "yy", "yyy"),
            pl.coalesce("m", "mm", "mmm").str.zfill(2),
            pl.coalesce("d", "dd", "ddd").str.zfill(2),
            separator="-",
        )
    ).to_series()
    return made.zip_with(made.is_not_null(), series)


@cache
def code_list(spec: ColumnSpec) -> pl.Series:
    return pl.Series(sorted(spec.codes or ()), dtype=pl.String).implode()


def is_date(series: pl.Series) -> pl.Series:
    day = series.str.to_date("%Y-%m-%d", strict=False)
    return (day.is_not_null() & series.str.contains(_DAY) & (day.dt.year() >= _EARLIEST_YEAR)) | series.is_null()


def is_datetime(series: pl.Series) -> pl.Series:
    instant = series.str.to_datetime("%Y-%m-%d %H:%M:%S", strict=False, time_unit="us")
    fits = series.str.contains(_INSTANT)
    return (instant.is_not_null() & fits & (instant.dt.year() >= _EARLIEST_YEAR)) | series.is_null()
