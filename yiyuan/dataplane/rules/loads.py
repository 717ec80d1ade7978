"""Rules while a file is loaded: those of a row beside its checks, those that look at many rows over staging."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import polars as pl
from psycopg import Cursor, sql

from yiyuan.dataplane.checks import REASON_SCHEMA, RULE, Checked, Checks, Reason
from yiyuan.dataplane.readers import FLAW, ROW
from yiyuan.dataplane.rules.frames import failing
from yiyuan.dataplane.rules.specs import Dimension, Rule, RuleKind, Severity
from yiyuan.dataplane.rules.statements import predicate
from yiyuan.dataplane.staging import TableName

_OF_MANY_ROWS: Final = {RuleKind.UNIQUE, RuleKind.REFERENCE}
_OF_REASONS: Final = {
    Reason.MISSING: Dimension.COMPLETENESS,
    Reason.SHORT: Dimension.COMPLETENESS,
    Reason.DUPLICATE_KEY: Dimension.CONSISTENCY,
    Reason.BAD_CITIZEN_ID: Dimension.CORRECTNESS,
    Reason.BAD_USCC: Dimension.CORRECTNESS,
    Reason.GARBLED: Dimension.AVAILABILITY,
    Reason.DAMAGED: Dimension.AVAILABILITY,
    Reason.FORMULA_ERROR: Dimension.AVAILABILITY,
    Reason.NO_RESULT: Dimension.AVAILABILITY,
    Reason.MERGED: Dimension.AVAILABILITY,
    Reason.LONG: Dimension.AVAILABILITY,
    Reason.NOT_TAKEN: Dimension.AVAILABILITY,
}


def dimension_of(reason: str, rules: Iterable[Rule] = ()) -> Dimension:
    """Which quality a row lacks that was refused or marked for this reason."""
    if reason.startswith(RULE):
        return next((rule.dimension for rule in rules if reason_of(rule) == reason), Dimension.CORRECTNESS)
    return _OF_REASONS.get(Reason(reason), Dimension.VALIDITY)


def reason_of(rule: Rule) -> str:
    """What stands for the rule among the reasons of the checks."""
    return f"{RULE}{rule.key}"


@dataclass(frozen=True)
class RuledChecks(Checks):
    """Checks, and the rules that look at one row. What is refused by a rule was kept by the checks."""

    rules: tuple[Rule, ...] = ()
    today: date = date.max

    def exactly(self) -> "RuledChecks":
        plain = super().exactly()
        return RuledChecks(plain.specs, plain._columns, self.rules, self.today)  # noqa: SLF001 - its own

    def apply(self, frame: pl.DataFrame) -> Checked:
        checked = super().apply(frame)
        kept = checked.kept
        bad = pl.Series([False]).new_from_index(0, kept.height)
        refused, marked = [checked.refused], [checked.marked]
        for rule in self.rules:
            if rule.kind in _OF_MANY_ROWS:
                continue
            broken = failing(rule, kept, today=self.today)
            if not broken.any():
                continue
            found = kept.filter(broken)
            lines = _lines(rule, found.get_column(ROW), found.get_column(rule.fields[0].column))
            (refused if rule.severity is Severity.REFUSE else marked).append(lines)
            if rule.severity is Severity.REFUSE:
                bad |= broken
        if len(refused) == len(marked) == 1:
            return checked
        gone = kept.get_column(ROW).filter(bad).implode()
        return Checked(
            kept=kept.filter(~bad),
            refused=pl.concat(refused),
            marked=pl.concat(marked).filter(~pl.col("row").is_in(gone)),
            originals=pl.concat([checked.originals, frame.filter(pl.col(ROW).is_in(gone)).drop(FLAW)], how="diagonal"),
            mended=checked.mended,
            mended_rows=checked.mended_rows,
        )


def ruled(checks: Checks, rules: Sequence[Rule], *, today: date) -> RuledChecks:
    """The checks with the rules of a resource beside them."""
    return RuledChecks(checks.specs, checks._columns, tuple(rules), today)  # noqa: SLF001 - its own


def _lines(rule: Rule, rows: pl.Series, values: pl.Series) -> pl.DataFrame:
    """Reasons as the checks give them; the place of the column in the file is the loader's to say."""
    return pl.DataFrame(
        {
            "row": rows,
            "position": [1] * len(rows),
            "column": [rule.fields[0].name] * len(rows),
            "reason": [reason_of(rule)] * len(rows),
            "value": values,
        },
        schema=dict(REASON_SCHEMA),
    )


@dataclass(frozen=True)
class Judged:
    """What rules over many rows found in staging; originals: the rows taken out of it, under the file's headers."""

    refused: pl.DataFrame
    marked: pl.DataFrame
    originals: pl.DataFrame


def judge_staged(cur: Cursor[Any], table: TableName, checks: RuledChecks) -> Judged:
    """Hold staged rows against the rules that look at more than one row; those refused are taken out."""
    empty = pl.DataFrame(schema=dict(REASON_SCHEMA))
    refused, marked, bad = [empty], [empty], set()
    for rule in checks.rules:
        if rule.kind not in _OF_MANY_ROWS:
            continue
        query = sql.SQL("select t.{}, t.{}::text from {} t where {} order by 1").format(
            sql.Identifier(ROW),
            sql.Identifier(rule.fields[0].column),
            table.sql,
            predicate(rule, table, today=checks.today),
        )
        found = pl.DataFrame(cur.execute(query).fetchall(), schema={"row": pl.Int64, "value": pl.String}, orient="row")
        if found.height:
            lines = _lines(rule, found["row"], found["value"])
            (refused if rule.severity is Severity.REFUSE else marked).append(lines)
            if rule.severity is Severity.REFUSE:
                bad |= set(found["row"])
    shown = sql.SQL(", ").join(sql.SQL("t.{}::text").format(sql.Identifier(column)) for column in checks.columns)
    taken: list[Any] = []
    if bad:
        delete = sql.SQL("delete from {} t where t.{} = any(%s) returning t.{}, {}")
        row = sql.Identifier(ROW)
        taken = cur.execute(delete.format(table.sql, row, row, shown), [sorted(bad)]).fetchall()
    schema: dict[str, type[pl.DataType]] = {ROW: pl.Int64, **dict.fromkeys((s.name for s in checks.specs), pl.String)}
    return Judged(pl.concat(refused), pl.concat(marked), pl.DataFrame(taken, schema=schema, orient="row").sort(ROW))
