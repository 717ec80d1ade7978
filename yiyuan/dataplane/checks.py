"""Rules for columns, compiled once, applied to frames of text: every row is kept or refused, with its reasons.

A cell first takes the quick way (is it already in the form we keep?); only cells that fail are mended (spaces,
full-width digits, other ways to write a date, thousands separators) and looked at again, and only those still failing
get a reason.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Final

import numpy as np
import polars as pl
from django.utils.translation import gettext as _

from yiyuan.dataplane.errors import FileRefused
from yiyuan.dataplane.readers import DAMAGED, FLAW, FORMULA_ERROR, REPLACEMENT, ROW

_USCC_ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CITIZEN_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CODE_LENGTH: Final = 18
_EARLIEST_YEAR: Final = 1000
_FULL_WIDTH: Final = {chr(c): chr(c - 0xFEE0) for c in range(0xFF01, 0xFF5F)} | {"\u3000": " "}
_SPACES: Final = r"[\s\u{200b}\u{feff}]"
_SCIENTIFIC: Final = r"^[+-]?\d(\.\d+)?[eE]\+\d{1,3}$"
_SHOWN_CODES: Final = 12


class Kind(StrEnum):
    """What a column holds; decides the type of its pool column."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    DATE = "date"
    DATETIME = "datetime"
    BOOLEAN = "boolean"


class Identity(StrEnum):
    """Which check digit a text column carries."""

    NONE = "none"
    CITIZEN_ID = "citizen_id"
    USCC = "uscc"


class OnFail(StrEnum):
    """What a failing check digit does to the row. Passports and old 15-digit numbers are lawful, hence MARK."""

    REFUSE = "refuse"
    MARK = "mark"


class Reason(StrEnum):
    """Why a row is refused or marked."""

    LONG = "long"
    SHORT = "short"
    GARBLED = "garbled"
    DAMAGED = "damaged"
    FORMULA_ERROR = "formula_error"
    MISSING = "missing"
    NOT_INTEGER = "not_integer"
    NOT_NUMBER = "not_number"
    NOT_DATE = "not_date"
    NOT_DATETIME = "not_datetime"
    NOT_BOOLEAN = "not_boolean"
    TOO_LONG = "too_long"
    TOO_PRECISE = "too_precise"
    NOT_IN_CODES = "not_in_codes"
    NOT_MATCHING = "not_matching"
    BELOW_MINIMUM = "below_minimum"
    ABOVE_MAXIMUM = "above_maximum"
    BAD_CITIZEN_ID = "bad_citizen_id"
    BAD_USCC = "bad_uscc"
    DUPLICATE_KEY = "duplicate_key"


Bound = Decimal | int | date | datetime
_BAD_IDENTITY: Final = {Identity.CITIZEN_ID: Reason.BAD_CITIZEN_ID, Identity.USCC: Reason.BAD_USCC}


@dataclass(frozen=True)
class ColumnSpec:
    """What is asked of one column.

    name: header in the file.  column: name in the table.
    max_length: characters of a text, digits of a number (both sides of the point).  scale: digits after the point.
    key: part of the key, therefore also required.  codes: the only values allowed.
    pattern: a regular expression (Rust syntax) the whole value must match.
    minimum, maximum: inclusive; numbers for numbers, dates for dates.
    """

    name: str
    column: str
    kind: Kind = Kind.TEXT
    max_length: int | None = None
    scale: int | None = None
    required: bool = False
    key: bool = False
    codes: frozenset[str] | None = None
    pattern: str | None = None
    minimum: Bound | None = None
    maximum: Bound | None = None
    identity: Identity = Identity.NONE
    identity_on_fail: OnFail = OnFail.MARK

    @property
    def pg_type(self) -> str:
        """Type of the column in PostgreSQL."""
        if self.kind is Kind.NUMBER and self.scale is not None and self.max_length is not None:
            return f"numeric({max(self.max_length, self.scale)},{self.scale})"
        return _PG_TYPES[self.kind]


_PG_TYPES: Final = {
    Kind.TEXT: "text",
    Kind.INTEGER: "bigint",
    Kind.NUMBER: "numeric",
    Kind.DATE: "date",
    Kind.DATETIME: "timestamp",
    Kind.BOOLEAN: "boolean",
}
REASON_SCHEMA: Final[Mapping[str, type[pl.DataType]]] = {
    "row": pl.Int64,
    "position": pl.Int64,  # of the column in the file, from 1; 0: the row as a whole
    "column": pl.String,  # header
    "reason": pl.String,
    "value": pl.String,
}


@dataclass(frozen=True)
class Checked:
    """What became of one frame. `kept.height + originals.height` is what was read.

    kept: `_row` and the table's columns, normalised text ready for COPY (null is null).
    refused: one line per reason.  marked: lines of the same form for rows that are kept all the same.
    originals: the refused rows as they stood, with `_row` and the file's headers.
    """

    kept: pl.DataFrame
    refused: pl.DataFrame
    marked: pl.DataFrame
    originals: pl.DataFrame


@dataclass(frozen=True)
class Checks:
    """Compiled rules. `headers` of the file must hold every name; further columns are left out."""

    specs: tuple[ColumnSpec, ...]
    _columns: tuple["_Column", ...] = field(repr=False)

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of the table, in the order of `kept`."""
        return tuple(s.column for s in self.specs)

    @property
    def key(self) -> tuple[str, ...]:
        """Columns of the key; empty: a table without one, loaded as a full snapshot."""
        return tuple(s.column for s in self.specs if s.key)

    def require(self, headers: Sequence[str]) -> tuple[str, ...]:
        """Raise FileRefused when columns are missing; return the headers that nobody asked for."""
        if missing := [s.name for s in self.specs if s.name not in headers]:
            raise FileRefused("missing_columns", columns="、".join(missing))
        known = {s.name for s in self.specs}
        return tuple(h for h in headers if h not in known)

    def apply(self, frame: pl.DataFrame) -> Checked:
        """Check one frame of a reader."""
        numbers = frame.get_column(ROW)
        flaw = frame.get_column(FLAW)
        good: pl.Series | None = None
        kept: list[pl.Series] = [numbers]
        refused: list[pl.DataFrame] = []
        marked: list[pl.DataFrame] = []
        if flaw.null_count() < frame.height:
            refused.append(_row_reasons(numbers, flaw))
            good = flaw.is_null()
        for column in self._columns:
            original = frame.get_column(column.spec.name)
            series, wrong = column.check(original, flawed=good is not None and flaw.null_count() < frame.height)
            kept.append(series.alias(column.spec.column))
            if wrong is None:
                continue
            position = frame.get_column_index(column.spec.name) - 1  # the two columns of ours stand before
            reasons = wrong.lines(numbers, original, position, column.spec)
            if column.mark is not None and (of_mark := reasons.get_column("reason") == column.mark.value).any():
                marked.append(reasons.filter(of_mark))
                reasons = reasons.filter(~of_mark)
                wrong = wrong.without(column.mark)
            if reasons.height:
                refused.append(reasons)
                good = ~wrong.where if good is None else good & ~wrong.where
        whole = pl.DataFrame(kept)
        nothing = frame.select(ROW, *(s.name for s in self.specs)).clear()
        if good is None:
            return Checked(whole, _lines([]), _lines(marked), nothing)
        bad_rows = set(numbers.filter(~good).to_list())
        lines = _lines(refused).sort("row", "position")
        crooked = lines.filter(position=0).get_column("row")
        if len(crooked):  # cells of such a row stand under the wrong headers: only the row's own reason helps
            lines = lines.filter((pl.col("position") == 0) | ~pl.col("row").is_in(crooked.implode()))
        marks = _lines(marked).filter(~pl.col("row").is_in(bad_rows))
        originals = frame.filter(~good).drop(FLAW)
        return Checked(whole.filter(good), lines, marks, originals)


def compile_checks(specs: Sequence[ColumnSpec]) -> Checks:
    """Turn column rules into checks. Raises ValueError for rules that contradict themselves or a broken pattern."""
    assert len({s.column for s in specs}) == len(specs) == len({s.name for s in specs}), "names are given once"
    return Checks(tuple(specs), tuple(_Column(s) for s in specs))


def _lines(parts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    return pl.concat(parts) if parts else pl.DataFrame(schema=dict(REASON_SCHEMA))


def _row_reasons(numbers: pl.Series, flaw: pl.Series) -> pl.DataFrame:
    """Lines for rows the reader could not read whole; flaws of single cells are found with their columns."""
    whole = flaw.is_in([Reason.LONG.value, Reason.SHORT.value])
    return (
        pl.DataFrame({"row": numbers, "reason": flaw})
        .filter(whole)
        .select(
            "row",
            pl.lit(0, dtype=pl.Int64).alias("position"),
            pl.lit("").alias("column"),
            "reason",
            pl.lit("").alias("value"),
        )
    )


# --- one column ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Wrong:
    """Cells that fail: a mask over the frame, and their reasons in order."""

    where: pl.Series
    reasons: pl.Series

    def lines(self, numbers: pl.Series, original: pl.Series, position: int, spec: ColumnSpec) -> pl.DataFrame:
        value = original.filter(self.where).fill_null("").str.strip_chars_start(DAMAGED + FORMULA_ERROR)
        return pl.DataFrame({"row": numbers.filter(self.where), "reason": self.reasons, "value": value}).select(
            "row",
            pl.lit(position, dtype=pl.Int64).alias("position"),
            pl.lit(spec.name).alias("column"),
            "reason",
            "value",
        )

    def without(self, reason: Reason) -> "_Wrong":
        keep = self.reasons != reason.value
        spread = np.zeros(len(self.where), dtype=bool)
        spread[np.flatnonzero(self.where.to_numpy())[keep.to_numpy()]] = True
        return _Wrong(pl.Series(spread), self.reasons.filter(keep))


_Test = tuple[Reason, Callable[[pl.Series], pl.Series]]  # the mask is true where the cell passes; null passes


class _Column:
    """Tests of one column, in the order in which a person would want to hear of them."""

    def __init__(self, spec: ColumnSpec) -> None:
        self.spec = spec
        self.required = spec.required or spec.key
        self.mark = (
            _BAD_IDENTITY[spec.identity]
            if spec.identity is not Identity.NONE and spec.identity_on_fail is OnFail.MARK
            else None
        )
        self.free_text = (
            spec.kind is Kind.TEXT and spec.codes is None and spec.pattern is None and spec.identity is Identity.NONE
        )
        self.mend = _mender(spec)
        self.tests = _tests(spec)

    def check(self, series: pl.Series, *, flawed: bool) -> tuple[pl.Series, _Wrong | None]:
        """The normalised column and what is wrong with it. flawed: cells may hold the reader's marks."""
        if self.free_text:
            series = _trim(series)
        passed = self._passed(series, flawed=flawed)
        if passed is None:
            return series, None
        failing = ~passed
        if not self.free_text:
            mended = self.mend(series.filter(failing))
            series = _spread(series, failing, mended)
        subset = series.filter(failing)
        reasons = self._reasons(subset)
        still = reasons.is_not_null()
        if not still.any():
            return series, None
        where = np.zeros(len(series), dtype=bool)
        where[np.flatnonzero(failing.to_numpy())[still.to_numpy()]] = True
        return series, _Wrong(pl.Series(where), reasons.filter(still))

    def _passed(self, series: pl.Series, *, flawed: bool) -> pl.Series | None:
        """Which cells need no second look; None: all."""
        passed: pl.Series | None = None
        if self.required and series.null_count():
            passed = series.is_not_null()
        if flawed:
            clean = ~series.str.contains(_MARKS_PATTERN).fill_null(value=False)
            passed = clean if passed is None else passed & clean
        for _reason, test in self.tests:
            mask = test(series)
            if not mask.all(ignore_nulls=True):
                mask = mask.fill_null(value=True)
                passed = mask if passed is None else passed & mask
        return None if passed is None or passed.all() else passed

    def _reasons(self, series: pl.Series) -> pl.Series:
        """First failing test of each cell, null where all pass."""
        found = np.full(len(series), None, dtype=object)

        def note(reason: Reason, failing: pl.Series) -> None:
            mask = failing.fill_null(value=False).to_numpy() & (found == None)  # noqa: E711 - elementwise
            found[mask] = reason.value

        note(Reason.DAMAGED, series.str.starts_with(DAMAGED))
        note(Reason.FORMULA_ERROR, series.str.starts_with(FORMULA_ERROR))
        note(Reason.GARBLED, series.str.contains(REPLACEMENT, literal=True))
        if self.required:
            note(Reason.MISSING, series.is_null())
        if self.spec.kind is Kind.TEXT and not self.free_text:
            note(Reason.DAMAGED, series.str.contains(_SCIENTIFIC) & ~self._all_pass(series))
        if self.spec.identity is Identity.CITIZEN_ID:
            zeroed = series.str.contains(r"^\d{15}000$") & ~is_citizen_id(series).fill_null(value=True)
            note(Reason.DAMAGED, zeroed)
        for reason, test in self.tests:
            note(reason, ~test(series))
        return pl.Series(found.tolist(), dtype=pl.String)

    def _all_pass(self, series: pl.Series) -> pl.Series:
        result = pl.Series(np.ones(len(series), dtype=bool))
        for _reason, test in self.tests:
            result &= test(series).fill_null(value=True)
        return result


_MARKS_PATTERN: Final = f"[{REPLACEMENT}{DAMAGED}{FORMULA_ERROR}]"


def _spread(series: pl.Series, where: pl.Series, values: pl.Series) -> pl.Series:
    """`series` with `values` put, in order, where the mask is true."""
    index = where.cast(pl.UInt32).cum_sum().cast(pl.Int64) - 1
    return values.gather(index.clip(0)).zip_with(where, series)


def _trim(series: pl.Series) -> pl.Series:
    trimmed = series.str.strip_chars()
    return _no_empty(trimmed)


def _no_empty(series: pl.Series) -> pl.Series:
    empty = series == ""
    return series.set(empty, None) if empty.any() else series


def _half_width(series: pl.Series) -> pl.Series:
    if (series.str.len_bytes() == series.str.len_chars()).all():
        return series
    return series.str.replace_many(list(_FULL_WIDTH), list(_FULL_WIDTH.values()))


def _mender(spec: ColumnSpec) -> Callable[[pl.Series], pl.Series]:
    """How a cell that failed is brought into the form we keep; a cell it does not understand stays as it is."""
    if spec.identity is not Identity.NONE:
        return _mend_identity
    if spec.kind is Kind.TEXT and spec.codes is not None:
        return lambda s: _mend_code(s, _code_list(spec))
    return _MENDERS[spec.kind]


def _mend_identity(series: pl.Series) -> pl.Series:
    return _trim(_half_width(series).str.to_uppercase().str.replace_all(_SPACES, ""))


def _mend_code(series: pl.Series, codes: pl.Series) -> pl.Series:
    """Half-width only where that gives a code: a code may itself hold a full-width sign."""
    trimmed = _trim(series)
    half = _trim(_half_width(trimmed))
    return half.zip_with(
        half.is_in(codes).fill_null(value=False) & ~trimmed.is_in(codes).fill_null(value=False), trimmed
    )


def _mend_text(series: pl.Series) -> pl.Series:
    return _trim(_half_width(series))


def _mend_number(series: pl.Series) -> pl.Series:
    clean = _trim(_half_width(series))
    grouped = clean.str.contains(r"^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$").fill_null(value=False)
    return clean.str.replace_all(",", "", literal=True).zip_with(grouped, clean) if grouped.any() else clean


def _mend_integer(series: pl.Series) -> pl.Series:
    return _mend_number(series).str.replace(r"^([+-]?\d+)\.0+$", "$1")


def _mend_date(series: pl.Series) -> pl.Series:
    return _days(_trim(_half_width(series)).str.replace(r"[ T]0?0:00(:00(\.0+)?)?$", ""))


def _mend_datetime(series: pl.Series) -> pl.Series:
    clean = _trim(_half_width(series)).str.replace("T", " ", literal=True).str.replace(r"\.0+$", "")
    parts = clean.str.extract_groups(r"^(?<day>.*?)(?:\s+(?<h>\d{1,2}):(?<m>\d{2})(?::(?<s>\d{2}))?)?$").struct.unnest()
    clock = parts.select(
        pl.concat_str(
            pl.col("h").fill_null("0").str.zfill(2),
            pl.col("m").fill_null("00"),
            pl.col("s").fill_null("00"),
            separator=":",
        )
    ).to_series()
    made = _days(parts.get_column("day")) + " " + clock
    return made.zip_with(_is_datetime(made) & made.is_not_null(), clean)


def _mend_truth(series: pl.Series) -> pl.Series:
    return _trim(_half_width(series)).str.to_lowercase().replace(_TRUTHS)


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
        r"^(?:(?<y>\d{4})[-/.](?<m>\d{1,2})[-/.](?<d>\d{1,2})|(?<yy>\d{4})(?<mm>\d{2})(?<dd>\d{2})"
        r"|(?<yyy>\d{4})\s*年\s*(?<mmm>\d{1,2})\s*月\s*(?<ddd>\d{1,2})\s*日)$"
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
def _code_list(spec: ColumnSpec) -> pl.Series:
    return pl.Series(sorted(spec.codes or ()), dtype=pl.String).implode()


def _tests(spec: ColumnSpec) -> tuple[_Test, ...]:
    tests: list[_Test] = [_KIND_TESTS[spec.kind]] if spec.kind in _KIND_TESTS else []
    if spec.codes is not None:
        codes = _code_list(spec)
        tests.append((Reason.NOT_IN_CODES, lambda s: s.is_in(codes)))
    if spec.max_length is not None:
        tests.append((Reason.TOO_LONG, _length_test(spec, spec.max_length)))
    if spec.kind is Kind.NUMBER and spec.scale is not None:
        precise = rf"\.\d{{0,{spec.scale}}}0*$" if spec.scale else r"\.0*$"
        tests.append((Reason.TOO_PRECISE, lambda s: ~s.str.contains(".", literal=True) | s.str.contains(precise)))
    if spec.pattern is not None:
        whole = f"^(?:{spec.pattern})$"
        pl.Series([""]).str.contains(whole)  # a broken pattern fails here, not at the first file
        tests.append((Reason.NOT_MATCHING, lambda s: s.str.contains(whole)))
    tests += _bounds(spec)
    if spec.identity is not Identity.NONE:
        tests.append((_BAD_IDENTITY[spec.identity], is_citizen_id if spec.identity is Identity.CITIZEN_ID else is_uscc))
    return tuple(tests)


def _length_test(spec: ColumnSpec, limit: int) -> Callable[[pl.Series], pl.Series]:
    if spec.kind in {Kind.INTEGER, Kind.NUMBER}:
        whole = limit - (spec.scale or 0) if spec.kind is Kind.NUMBER else limit
        fits = rf"^[+-]?0*\d{{0,{whole}}}(\.\d*)?$"
        return lambda s: s.str.contains(fits)

    def fits_text(series: pl.Series) -> pl.Series:
        quick = series.str.len_bytes() <= limit
        return quick if quick.all() else series.str.len_chars() <= limit

    return fits_text


def _bounds(spec: ColumnSpec) -> list[_Test]:
    def value(series: pl.Series) -> pl.Series:
        return series if spec.kind in {Kind.DATE, Kind.DATETIME} else series.cast(pl.Float64, strict=False)

    def bound(given: Bound) -> float | str:
        """ISO dates and times compare as they are written."""
        if isinstance(given, datetime):
            return given.isoformat(sep=" ", timespec="seconds")
        return given.isoformat() if isinstance(given, date) else float(given)

    tests: list[_Test] = []
    if spec.minimum is not None:
        low = bound(spec.minimum)
        tests.append((Reason.BELOW_MINIMUM, lambda s: value(s) >= low))
    if spec.maximum is not None:
        high = bound(spec.maximum)
        tests.append((Reason.ABOVE_MAXIMUM, lambda s: value(s) <= high))
    return tests


def _is_integer(series: pl.Series) -> pl.Series:
    made = series.cast(pl.Int64, strict=False).is_not_null() | series.is_null()
    return (
        made if made.all() and not series.str.contains(r"[^0-9+-]").any() else made & series.str.contains(r"^[+-]?\d+$")
    )


def _is_date(series: pl.Series) -> pl.Series:
    day = series.str.to_date("%Y-%m-%d", strict=False)
    return (day.is_not_null() & (series.str.len_bytes() == len("2026-01-02")) & (day.dt.year() >= _EARLIEST_YEAR)) | (
        series.is_null()
    )


def _is_datetime(series: pl.Series) -> pl.Series:
    instant = series.str.to_datetime("%Y-%m-%d %H:%M:%S", strict=False, time_unit="us")
    fits = series.str.len_bytes() == len("2026-01-02 03:04:05")
    return (instant.is_not_null() & fits & (instant.dt.year() >= _EARLIEST_YEAR)) | series.is_null()


_KIND_TESTS: Final[Mapping[Kind, _Test]] = {
    Kind.INTEGER: (Reason.NOT_INTEGER, _is_integer),
    Kind.NUMBER: (Reason.NOT_NUMBER, lambda s: s.str.contains(r"^[+-]?(\d+(\.\d*)?|\.\d+)$")),
    Kind.DATE: (Reason.NOT_DATE, _is_date),
    Kind.DATETIME: (Reason.NOT_DATETIME, _is_datetime),
    Kind.BOOLEAN: (Reason.NOT_BOOLEAN, lambda s: s.is_in(["true", "false"])),
}


# --- check digits ----------------------------------------------------------------------------------------------------


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


# --- words -----------------------------------------------------------------------------------------------------------


def reason_text(reason: str, spec: ColumnSpec | None = None, value: str = "", *, position: int = 0) -> str:
    """The sentence a clerk reads beside the row: which column, what is wrong, what to do.

    position: of the column in the file, from 1. `spec` is None for reasons that concern the row as a whole.
    """
    code = Reason(reason)
    if spec is None:
        return _row_texts()[code]
    facts = {
        "limit": spec.max_length,
        "scale": spec.scale,
        "codes": "、".join(sorted(spec.codes or ())[:_SHOWN_CODES])
        + ("…" if len(spec.codes or ()) > _SHOWN_CODES else ""),
        "minimum": spec.minimum,
        "maximum": spec.maximum,
        "length": len(value),
        "value": value if len(value) <= 40 else value[:39] + "…",  # noqa: PLR2004 - fits a comment
    }
    where = (
        _("第 %(position)d 列“%(name)s”") % {"position": position, "name": spec.name} if position else f"“{spec.name}”"
    )
    text = _("%(length)d 位号码存成了数字，末位已被 Excel 改动；请把该列设为文本后重新填写")
    if code is not Reason.DAMAGED or not value.isdigit():
        text = _cell_texts()[code]
    return _("%(where)s：%(text)s") % {"where": where, "text": text % facts}


def _row_texts() -> Mapping[Reason, str]:
    return {
        Reason.LONG: _("这一行的列数比表头多；请检查是否有多余的分隔符，或含逗号的内容没有加双引号"),
        Reason.SHORT: _("这一行的列数比表头少；请补齐后重新填写"),
        Reason.DUPLICATE_KEY: _("主键重复：前面的行已有相同的主键；请只保留一行"),
    }


def _cell_texts() -> Mapping[Reason, str]:
    return {
        Reason.GARBLED: _("含有乱码；请检查文件编码后重新填写"),
        Reason.DAMAGED: _("号码存成了数字，已被 Excel 改写成“%(value)s”；请把该列设为文本后重新填写"),
        Reason.FORMULA_ERROR: _("单元格显示公式错误 %(value)s；请改正公式或填写数值"),
        Reason.MISSING: _("必填，不能为空"),
        Reason.NOT_INTEGER: _("“%(value)s”不是整数"),
        Reason.NOT_NUMBER: _("“%(value)s”不是数字"),
        Reason.NOT_DATE: _("“%(value)s”不是有效日期；请写成 2026-01-02 的样子"),
        Reason.NOT_DATETIME: _("“%(value)s”不是有效时间；请写成 2026-01-02 08:30:00 的样子"),
        Reason.NOT_BOOLEAN: _("“%(value)s”应填“是”或“否”"),
        Reason.TOO_LONG: _("超过 %(limit)s 位"),
        Reason.TOO_PRECISE: _("小数位数超过 %(scale)s 位"),
        Reason.NOT_IN_CODES: _("“%(value)s”不在允许的取值之内（%(codes)s）"),
        Reason.NOT_MATCHING: _("“%(value)s”不符合规定的格式"),
        Reason.BELOW_MINIMUM: _("“%(value)s”小于下限 %(minimum)s"),
        Reason.ABOVE_MAXIMUM: _("“%(value)s”大于上限 %(maximum)s"),
        Reason.BAD_CITIZEN_ID: _("“%(value)s”不是正确的居民身份证号码（长度、出生日期或校验码不对）"),
        Reason.BAD_USCC: _("“%(value)s”不是正确的统一社会信用代码（长度、字符或校验码不对）"),
        Reason.DUPLICATE_KEY: _("主键重复：前面的行已有相同的主键；请只保留一行"),
    }
