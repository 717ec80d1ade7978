"""What a staged file would do to a pool table, before it does it: counts, and the rows concerned as queries.

By set operations of the server over staging and table; nothing is written. Rows of a table with a key are the same
record when their keys are equal, and changed when their digests differ. Rows of one without a key are compared as
wholes, by digest and how often it occurs: there is nothing that could have changed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from psycopg import sql

from yiyuan.dataplane.checks import Checks
from yiyuan.dataplane.staging import DIGEST, Cursor_, TableName

BATCH: Final = "_batch_id"
Shown = Callable[[str, sql.Composable], sql.Composable]  # a column's name and an expression of it, to a text to show


class Fate(StrEnum):
    """What a load does to a row."""

    ADDED = "added"
    CHANGED = "changed"
    GONE = "gone"  # only where the file is the whole state of the table


@dataclass(frozen=True, slots=True)
class Compared:
    """Rows of staging by what would become of them: added + changed + same; pool: rows of the table now."""

    added: int
    changed: int
    same: int
    pool: int

    @property
    def unmatched(self) -> int:
        """Rows of the table that the file does not have."""
        return self.pool - self.changed - self.same


def compare(cur: Cursor_, staging: TableName, target: TableName, checks: Checks) -> Compared:
    """Count, in one statement and so in one state of the table; some seconds for a million rows."""
    names = {"s": staging.sql, "t": target.sql, "d": sql.Identifier(DIGEST)}
    if checks.key:
        query = sql.SQL(
            "select count(*) filter (where t.{d} is null), count(*) filter (where t.{d} <> s.{d}), count(*),"
            " (select count(*) from {t}) from {s} s left join {t} t on {same}"
        ).format(**names, same=same(checks))
    else:
        query = sql.SQL(
            "select n - same, 0, n, (select count(*) from {t}) from (select count(*) as n from {s}) a,"
            " (select coalesce(sum(least(x.n, y.n)), 0) as same from {x} x join {y} y on x.{d} = y.{d}) b"
        ).format(**names, x=_by_digest(staging), y=_by_digest(target))
    row = cur.execute(query).fetchone()
    assert row is not None, "an aggregate gives a row"
    added, changed, staged, pool = map(int, row)
    return Compared(added, changed, staged - added - changed, pool)


def same(checks: Checks) -> sql.Composed:
    """The condition under which a row of staging (s) and one of the table (t) are one record."""
    return sql.SQL(" and ").join(sql.SQL("t.{0} = s.{0}").format(sql.Identifier(k)) for k in checks.key)


def unmatched(of: str, table: TableName, other: TableName, checks: Checks) -> sql.Composed:
    """FROM and WHERE of the rows of one table that the other does not have. of: "s" for staging, "t" for the pool."""
    alias = sql.Identifier(of)
    if checks.key:
        its = sql.Identifier("t" if of == "s" else "s")
        return sql.SQL("from {} {} where not exists (select from {} {} where {})").format(
            table.sql, alias, other.sql, its, same(checks)
        )
    return sql.SQL(
        "from (select *, row_number() over (partition by {d}) as _n from {table}) {alias}"
        " left join {other} o on o.{d} = {alias}.{d} where {alias}._n > coalesce(o.n, 0)"
    ).format(d=sql.Identifier(DIGEST), table=table.sql, alias=alias, other=_by_digest(other))


def _by_digest(table: TableName) -> sql.Composed:
    return sql.SQL("(select {d}, count(*) as n from {} group by {d})").format(table.sql, d=sql.Identifier(DIGEST))


def rows(fate: Fate, staging: TableName, target: TableName, checks: Checks, *, shown: Shown) -> sql.Composed:
    """A query of the rows of one fate, in the order of their key, all texts.

    Added and gone: every column of the checks; gone rows end with the id of the batch that last brought them.
    Changed: the columns of the key, then what differs, like "数：1 → 2；日：（空） → 2026-01-01".
    """
    match fate:
        case Fate.ADDED:
            columns = [shown(c, sql.Identifier("s", c)) for c in checks.columns]
            origin = unmatched("s", staging, target, checks)
        case Fate.GONE:
            columns = [shown(c, sql.Identifier("t", c)) for c in checks.columns]
            columns.append(sql.SQL("t.{}::text").format(sql.Identifier(BATCH)))
            origin = unmatched("t", target, staging, checks)
        case Fate.CHANGED:
            columns = [shown(k, sql.Identifier("s", k)) for k in checks.key]
            columns.append(_differences(checks, shown))
            origin = sql.SQL("from {} s join {} t on {} where t.{d} <> s.{d}").format(
                staging.sql, target.sql, same(checks), d=sql.Identifier(DIGEST)
            )
    alias = "t" if fate is Fate.GONE else "s"
    order = sql.SQL(", ").join(sql.Identifier(alias, c) for c in checks.key or (DIGEST,))
    return sql.SQL("select {} {} order by {}").format(sql.SQL(", ").join(columns), origin, order)


def _differences(checks: Checks, shown: Shown) -> sql.Composed:
    told: list[sql.Composable] = [
        sql.SQL("case when t.{c} is distinct from s.{c} then {name} || {old} || ' → ' || {new} end").format(
            c=sql.Identifier(spec.column),
            name=sql.Literal(f"{spec.name}："),
            old=_filled(shown(spec.column, sql.Identifier("t", spec.column))),
            new=_filled(shown(spec.column, sql.Identifier("s", spec.column))),
        )
        for spec in checks.specs
        if not spec.key
    ] or [sql.SQL("null::text")]
    return sql.SQL("array_to_string(array_remove(array[{}], null), '；')").format(sql.SQL(", ").join(told))


def _filled(expression: sql.Composable) -> sql.Composed:
    return sql.SQL("coalesce({}, '（空）')").format(expression)
