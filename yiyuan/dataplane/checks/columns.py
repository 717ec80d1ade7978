"""The checks of one column: a quick look at all its cells, a second one at those that failed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

import numpy as np
import polars as pl

from yiyuan.dataplane.checks.identities import is_citizen_id, is_uscc
from yiyuan.dataplane.checks.mending import code_list, is_date, is_datetime, mender, trim
from yiyuan.dataplane.checks.specs import Bound, ColumnSpec, Identity, Kind, OnFail, Reason
from yiyuan.dataplane.readers import DAMAGED, FIRST_MARKS, FORMULA_ERROR, GARBAGE, GARBLED, MERGED, NO_RESULT

_SCIENTIFIC: Final = r"^[+-]?[0-9](\.[0-9]+)?[eE]\+[0-9]{1,3}$"
_OF_EXCEL: Final = r"^[+-]?[0-9](\.[0-9]+)?E\+[0-9]{2,3}$"  # as it writes a long number into a CSV
_BAD_IDENTITY: Final = {Identity.CITIZEN_ID: Reason.BAD_CITIZEN_ID, Identity.USCC: Reason.BAD_USCC}
_CHECK_DIGITS: Final = frozenset(_BAD_IDENTITY.values())


@dataclass(frozen=True)
class _Wrong:
    """Cells that fail: a mask over the frame, and their reasons in order."""

    where: pl.Series
    reasons: pl.Series

    def lines(self, numbers: pl.Series, original: pl.Series, position: int, spec: ColumnSpec) -> pl.DataFrame:
        value = original.filter(self.where).fill_null("").str.strip_chars_start(FIRST_MARKS)
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


class Column:
    """Tests of one column, in the order in which a person would want to hear of them."""

    def __init__(self, spec: ColumnSpec, *, exact: bool = False) -> None:
        self.spec = spec
        self.exact = exact
        self.required = spec.required or spec.key
        self.mark = (
            _BAD_IDENTITY[spec.identity]
            if spec.identity is not Identity.NONE and spec.identity_on_fail is OnFail.MARK
            else None
        )
        self.free_text = (
            spec.kind is Kind.TEXT and spec.codes is None and spec.pattern is None and spec.identity is Identity.NONE
        )
        self.mend = mender(spec)
        self.tests = _tests(spec)

    def check(
        self, series: pl.Series, *, flawed: bool, other: pl.Series | None = None
    ) -> tuple[pl.Series, _Wrong | None]:
        """The normalised column and what is wrong with it.

        flawed: cells may hold the reader's marks.  other: rows whose number is of another document.
        """
        if self.free_text and not self.exact:
            series = trim(series)
        passed = self._passed(series, flawed=flawed, other=other)
        if passed is None:
            return series, None
        failing = ~passed
        if not self.free_text:
            mended = self.mend(series.filter(failing))
            series = _spread(series, failing, mended)
        subset = series.filter(failing)
        reasons = self._reasons(subset, None if other is None else other.filter(failing))
        still = reasons.is_not_null()
        if not still.any():
            return series, None
        where = np.zeros(len(series), dtype=bool)
        where[np.flatnonzero(failing.to_numpy())[still.to_numpy()]] = True
        return series, _Wrong(pl.Series(where), reasons.filter(still))

    def _passed(self, series: pl.Series, *, flawed: bool, other: pl.Series | None) -> pl.Series | None:
        """Which cells need no second look; None: all."""
        passed: pl.Series | None = None
        if self.required and not (given := _is_given(series)).all():
            passed = given
        if flawed:
            clean = ~series.str.contains(GARBAGE).fill_null(value=False)
            passed = clean if passed is None else passed & clean
        if self.free_text and series.str.contains("E+", literal=True).any():
            whole = ~series.str.contains(_OF_EXCEL).fill_null(value=False)
            passed = whole if passed is None else passed & whole
        for reason, test in self.tests:
            mask = _excused(test(series), reason, other)
            if not mask.all(ignore_nulls=True):
                mask = mask.fill_null(value=True)
                passed = mask if passed is None else passed & mask
        return None if passed is None or passed.all() else passed

    def _reasons(self, series: pl.Series, other: pl.Series | None) -> pl.Series:
        """First failing test of each cell, null where all pass."""
        found = np.full(len(series), None, dtype=object)

        def note(reason: Reason, failing: pl.Series) -> None:
            mask = failing.fill_null(value=False).to_numpy() & (found == None)  # noqa: E711 - elementwise
            found[mask] = reason.value

        note(Reason.DAMAGED, series.str.starts_with(DAMAGED))
        note(Reason.FORMULA_ERROR, series.str.starts_with(FORMULA_ERROR))
        note(Reason.NO_RESULT, series.str.starts_with(NO_RESULT))
        note(Reason.MERGED, series.str.starts_with(MERGED))
        note(Reason.GARBLED, series.str.contains(GARBLED))
        if self.required:
            note(Reason.MISSING, ~_is_given(series))
        if self.free_text:
            note(Reason.DAMAGED, series.str.contains(_OF_EXCEL))
        elif self.spec.kind is Kind.TEXT:
            note(Reason.DAMAGED, series.str.contains(_SCIENTIFIC) & ~self._all_pass(series))
        if self.spec.identity is Identity.CITIZEN_ID:
            zeroed = series.str.contains(r"^[0-9]{15}000$") & ~_excused(
                is_citizen_id(series), Reason.BAD_CITIZEN_ID, other
            ).fill_null(value=True)
            note(Reason.DAMAGED, zeroed)
        for reason, test in self.tests:
            note(reason, ~_excused(test(series), reason, other))
        return pl.Series(found.tolist(), dtype=pl.String)

    def _all_pass(self, series: pl.Series) -> pl.Series:
        result = pl.Series(np.ones(len(series), dtype=bool))
        for _reason, test in self.tests:
            result &= test(series).fill_null(value=True)
        return result


def _excused(passed: pl.Series, reason: Reason, other: pl.Series | None) -> pl.Series:
    """The check digit is asked of its own document alone."""
    return passed if other is None or reason not in _CHECK_DIGITS else passed.fill_null(value=True) | other


def _is_given(series: pl.Series) -> pl.Series:
    return (series != "").fill_null(value=False)


def _spread(series: pl.Series, where: pl.Series, values: pl.Series) -> pl.Series:
    """`series` with `values` put, in order, where the mask is true."""
    index = where.cast(pl.UInt32).cum_sum().cast(pl.Int64) - 1
    return values.gather(index.clip(0)).zip_with(where, series)


def _whole(pattern: str) -> str:
    return f"^(?:{pattern})$".replace(r"\d", "[0-9]")  # a class may stand in a class


def is_pattern(pattern: str) -> bool:
    """Whether values can be checked by this regular expression (Rust syntax; no look-around, no references)."""
    try:
        pl.Series([""]).str.contains(_whole(pattern))
    except pl.exceptions.ComputeError:  # what the engine does not know, or what grows too large
        return False
    return True


def _tests(spec: ColumnSpec) -> tuple[_Test, ...]:
    tests: list[_Test] = [KIND_TESTS[spec.kind]] if spec.kind in KIND_TESTS else []
    if spec.codes is not None:
        codes = code_list(spec)
        tests.append((Reason.NOT_IN_CODES, lambda s: s.is_in(codes)))
    if spec.max_length is not None:
        tests.append((Reason.TOO_LONG, _length_test(spec, spec.max_length)))
    if spec.kind is Kind.NUMBER and spec.scale is not None:
        precise = rf"\.[0-9]{{0,{spec.scale}}}0*$" if spec.scale else r"\.0*$"
        tests.append((Reason.TOO_PRECISE, lambda s: ~s.str.contains(".", literal=True) | s.str.contains(precise)))
    if spec.pattern is not None:
        whole = _whole(spec.pattern)
        pl.Series([""]).str.contains(whole)  # a broken pattern fails here, not at the first file
        tests.append((Reason.NOT_MATCHING, lambda s: s.str.contains(whole)))
    tests += _bounds(spec)
    if spec.identity is not Identity.NONE:
        tests.append((_BAD_IDENTITY[spec.identity], is_citizen_id if spec.identity is Identity.CITIZEN_ID else is_uscc))
    return tuple(tests)


def _length_test(spec: ColumnSpec, limit: int) -> Callable[[pl.Series], pl.Series]:
    if spec.kind in {Kind.INTEGER, Kind.NUMBER}:
        whole = max(limit - (spec.scale or 0), 0) if spec.kind is Kind.NUMBER else limit
        fits = rf"^[+-]?0*[0-9]{{0,{whole}}}(\.[0-9]*)?$"
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
        made
        if made.all() and not series.str.contains(r"[^0-9+-]").any()
        else made & series.str.contains(r"^[+-]?[0-9]+$")
    )


KIND_TESTS: Final[Mapping[Kind, _Test]] = {
    Kind.INTEGER: (Reason.NOT_INTEGER, _is_integer),
    Kind.NUMBER: (Reason.NOT_NUMBER, lambda s: s.str.contains(r"^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)$")),
    Kind.DATE: (Reason.NOT_DATE, is_date),
    Kind.DATETIME: (Reason.NOT_DATETIME, is_datetime),
    Kind.BOOLEAN: (Reason.NOT_BOOLEAN, lambda s: s.is_in(["true", "false"])),
}
