"""What the readers of all formats do to a frame of raw text before it is handed on."""

from collections.abc import Sequence
from typing import Final

import polars as pl

from yiyuan.dataplane.readers.marks import CELL, ERRORS, FLAW, FORMULA_ERROR, GARBAGE, LONG, ROW, TOTAL, TOTALS

# what a spreadsheet shows without them: ="041000", and '041000 (a word like 's has its apostrophe for itself)
_AS_TEXT: Final = r"""^(?:="([^"]*)"|'([^'a-z][^']*))$"""
_SUSPECT: Final = ("'", "=", "#")  # how such a cell begins


def finish(
    frame: pl.DataFrame,
    headers: tuple[str, ...],
    *,
    first_row: int,
    flaws: pl.Series | None,
    marked: bool,
    left: int = 0,
) -> pl.DataFrame:
    """Name the columns, number the rows, drop blank ones, flag what cannot be read or has more cells than headers.

    left: columns before the first header. marked: cells may hold garbage.
    """
    names = frame.columns[left : left + len(headers)]
    spare = [name for name in frame.columns if name not in set(names)]
    flaw = pl.lit(None, dtype=pl.String) if flaws is None else pl.lit(flaws)
    if spare:
        beside = pl.any_horizontal((pl.col(spare).str.strip_chars() != "").fill_null(value=False))
        flaw = pl.when(beside).then(pl.lit(LONG)).otherwise(flaw)
    number = pl.int_range(first_row, first_row + frame.height, dtype=pl.Int64)
    frame = frame.with_columns(number.alias(ROW), flaw.alias(FLAW))
    blank = pl.col(names).str.strip_chars().fill_null("") == ""
    if (frame.to_series(left).str.strip_chars().fill_null("") == "").any():
        frame = frame.filter(~(pl.all_horizontal(blank) & ~pl.col(FLAW).eq_missing(LONG)))
    frame, changed = as_shown(frame, names)
    marked = marked or changed
    if marked:
        garbage = pl.any_horizontal(pl.col(names).str.contains(GARBAGE).fill_null(value=False))
        frame = _flagged(frame, garbage, CELL)
    frame = _flagged(frame, pl.lit(_sums(frame, names)), TOTAL)
    return frame.select(ROW, FLAW, *(pl.col(n).alias(h) for n, h in zip(names, headers, strict=True)))


def _sums(frame: pl.DataFrame, names: Sequence[str]) -> pl.Series:
    """Rows whose first filled cell says that they are sums."""
    first = frame[names[0]]
    likely = first.str.contains("计", literal=True).fill_null(value=True) | (first.str.strip_chars() == "")
    if not likely.any():
        return pl.repeat(value=False, n=frame.height, eager=True)
    filled = pl.coalesce(pl.when(pl.col(name).str.strip_chars() != "").then(pl.col(name)) for name in names)
    return (
        frame.select(filled.str.replace_all(r"\s", "").is_in(list(TOTALS)).fill_null(value=False)).to_series() & likely
    )


def _flagged(frame: pl.DataFrame, where: pl.Expr, flaw: str) -> pl.DataFrame:
    return frame.with_columns(
        pl.when(pl.col(FLAW).is_null() & where).then(pl.lit(flaw)).otherwise(pl.col(FLAW)).alias(FLAW)
    )


def as_shown(frame: pl.DataFrame, names: Sequence[str]) -> tuple[pl.DataFrame, bool]:
    """The frame with these columns as a person sees them, and whether anything changed.

    Signs that only keep a spreadsheet from reading a text as a number are no part of it; #N/A is no value.
    """
    suspects = [name for name in names if any(frame[name].str.starts_with(sign).any() for sign in _SUSPECT)]
    if not suspects:
        return frame, False
    frame = frame.with_columns(_shown(pl.col(name)).alias(name) for name in suspects)
    return frame, True


def _shown(cell: pl.Expr) -> pl.Expr:
    trimmed = cell.str.strip_chars()
    text = trimmed.str.replace(_AS_TEXT, "$1$2")
    return (
        pl.when(trimmed.is_in(list(ERRORS)))
        .then(pl.concat_str(pl.lit(FORMULA_ERROR), trimmed))
        .when(text == "")
        .then(None)
        .when(trimmed.str.contains(_AS_TEXT))
        .then(text)
        .otherwise(cell)
    )
