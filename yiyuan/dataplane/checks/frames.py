"""Frames of text against compiled rules: every row is kept or refused, with its reasons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from yiyuan.dataplane.checks.columns import Column
from yiyuan.dataplane.checks.identities import is_other_document
from yiyuan.dataplane.checks.specs import ColumnSpec, Reason
from yiyuan.dataplane.errors import FileRefused
from yiyuan.dataplane.readers import FLAW, ROW

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
    mended: cells brought into the form that is kept, by header.  mended_rows: rows with at least one.
    """

    kept: pl.DataFrame
    refused: pl.DataFrame
    marked: pl.DataFrame
    originals: pl.DataFrame
    mended: Mapping[str, int] = field(default_factory=dict)
    mended_rows: int = 0


@dataclass(frozen=True)
class Checks:
    """Compiled rules. `headers` of the file must hold every name; further columns are left out."""

    specs: tuple[ColumnSpec, ...]
    _columns: tuple["Column", ...] = field(repr=False)

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of the table, in the order of `kept`."""
        return tuple(s.column for s in self.specs)

    @property
    def key(self) -> tuple[str, ...]:
        """Columns of the key; empty: a table without one, loaded as a full snapshot."""
        return tuple(s.column for s in self.specs if s.key)

    def exactly(self) -> "Checks":
        """The same rules for values that are kept as they stand: a text keeps its blanks, an empty one is not null."""
        return Checks(self.specs, tuple(Column(spec, exact=True) for spec in self.specs))

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
        mended: dict[str, pl.Series] = {}
        if flaw.null_count() < frame.height:
            whole_rows = _row_reasons(numbers, flaw, Reason.LONG, Reason.SHORT)
            refused.append(whole_rows)
            marked.append(_row_reasons(numbers, flaw, Reason.TOTAL))
            good = ~numbers.is_in(whole_rows.get_column("row").implode())
        for column in self._columns:
            original = frame.get_column(column.spec.name)
            flawed = good is not None and flaw.null_count() < frame.height
            series, wrong = column.check(original, flawed=flawed, other=_of_other(frame, column.spec))
            kept.append(series.alias(column.spec.column))
            if (changed := (series != original).fill_null(value=False)).any():  # emptied blanks are no change
                mended[column.spec.name] = changed
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
            return Checked(whole, _lines([]), _lines(marked), nothing, *_mended(mended))
        bad_rows = set(numbers.filter(~good).to_list())
        lines = _lines(refused).sort("row", "position")
        crooked = lines.filter(position=0).get_column("row")
        if len(crooked):  # cells of such a row stand under the wrong headers: only the row's own reason helps
            lines = lines.filter((pl.col("position") == 0) | ~pl.col("row").is_in(crooked.implode()))
        marks = _lines(marked).filter(~pl.col("row").is_in(bad_rows))
        originals = frame.filter(~good).drop(FLAW)
        return Checked(whole.filter(good), lines, marks, originals, *_mended(mended))


def compile_checks(specs: Sequence[ColumnSpec]) -> Checks:
    """Turn column rules into checks. Raises ValueError for rules that contradict themselves or a broken pattern."""
    assert len({s.column for s in specs}) == len(specs) == len({s.name for s in specs}), "names are given once"
    return Checks(tuple(specs), tuple(Column(s) for s in specs))


def _mended(changed: Mapping[str, pl.Series]) -> tuple[dict[str, int], int]:
    """Cells by header, and rows."""
    rows = pl.DataFrame(changed).select(pl.any_horizontal(pl.all())).to_series().sum() if changed else 0
    return {name: int(mask.sum()) for name, mask in changed.items()}, int(rows)


def _of_other(frame: pl.DataFrame, spec: ColumnSpec) -> pl.Series | None:
    """Rows that name another document than the number's own; None where no column names one."""
    if not spec.identity_by or spec.identity_by not in frame.columns:
        return None
    return is_other_document(frame.get_column(spec.identity_by), spec.identity)


def _lines(parts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    return pl.concat(parts) if parts else pl.DataFrame(schema=dict(REASON_SCHEMA))


def _row_reasons(numbers: pl.Series, flaw: pl.Series, *reasons: Reason) -> pl.DataFrame:
    """Lines for rows with these flaws as a whole; flaws of single cells are found with their columns."""
    whole = flaw.is_in([reason.value for reason in reasons])
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
