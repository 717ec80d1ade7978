"""The tables of a registry, outside Django's migrations: `registry_<id>.records`, `cells`, `footing` and what is held.

records: a row a subject, `c_<item>`, latest batch and load. cells: every value that was brought and what became of it
(`columns.CELL`). footing: what each source brought of each subject, as a number, so that the next build knows which
subjects changed. held: subject and item of each open conflict; rulings: what was concluded; regroupings: who was merged
with whom, and whom a source took for another. Builds work in tables of
their own name (`b<build>_…`), unlogged; the last transaction puts them in place.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection
from psycopg import Cursor, sql

from yiyuan.registries import rules
from yiyuan.registries.columns import CELL, FOOT, RULING, VALUE
from yiyuan.registries.models import Item, Registry
from yiyuan.registries.types import Definition, SourceRule

Cursor_ = Cursor[Any]  # rows of any shape
RECORDS, CELLS, FOOTING, HELD, RULINGS = "records", "cells", "footing", "held", "rulings"
REGROUPINGS, MOVES, SUSPECTS = "regroupings", "moves", "suspects"
KEPT: Final = (RECORDS, CELLS, FOOTING)
_TYPES = {"string": 'text collate "C"', "int64": "bigint", "boolean": "boolean"}


@contextmanager
def cursor() -> Iterator[Cursor_]:
    with connection.cursor() as wrapped:
        yield wrapped.cursor


def name(schema: str, table: str) -> sql.Identifier:
    """A table in its schema; without one, a temporary table."""
    return sql.Identifier(schema, table) if schema else sql.Identifier(table)


@dataclass(frozen=True, slots=True)
class Work:
    """The tables of one build: its sources' by id, the rulings, and those its cells and records go into."""

    schema: str
    prefix: str
    definition: Definition
    rulings: str

    def source(self, source_id: int) -> str:
        return f"{self.prefix}in_{source_id}"

    @property
    def cells(self) -> str:
        return f"{self.prefix}{CELLS}"

    @property
    def records(self) -> str:
        return f"{self.prefix}{RECORDS}"


def _columns(schema: Mapping[str, str]) -> sql.Composed:
    return sql.SQL(", ").join(
        sql.SQL("{} {}").format(sql.Identifier(column), sql.SQL(_TYPES[kind])) for column, kind in schema.items()
    )


def record_schema(items: Sequence[Item] | Sequence[Any]) -> dict[str, str]:  # whatever has an id
    return {"subject": "string", **{f"c_{item.id}": "string" for item in items}, "batch": "int64", "loaded": "int64"}


FOOTING_SCHEMA: Final = {"subject": "string", "source": "int64", "mark": "int64", "rows": "int64"}


def make(cur: Cursor_, schema: str, table: str, columns: Mapping[str, str], *, kind: str = "unlogged") -> None:
    """Make it anew, empty. kind: "unlogged", "temporary" or "" for one that lasts."""
    drop(cur, schema, table)
    cur.execute(sql.SQL("create {} table {} ({})").format(sql.SQL(kind), name(schema, table), _columns(columns)))


def drop(cur: Cursor_, schema: str, table: str) -> None:
    cur.execute(sql.SQL("drop table if exists {}").format(name(schema, table)))


def prepare(cur: Cursor_, registry: Registry) -> None:
    """The schema and what lasts in it. Safe to repeat."""
    cur.execute(sql.SQL("create schema if not exists {}").format(sql.Identifier(registry.schema)))
    lasting = {
        HELD: {"conflict": "int64", "subject": "string", "item": "int64"},
        RULINGS: {**RULING, "conflict": "int64", "loaded": "int64", "batch": "int64", "applied": "boolean"},
        CELLS: CELL,
        FOOTING: FOOTING_SCHEMA,
        REGROUPINGS: {
            "regrouping": "int64",
            "source": "int64",
            "subject": "string",
            "into": "string",
            "standing": "boolean",
        },
        SUSPECTS: {"suspect": "int64", "left": "string", "right": "string"},
    }
    for table, columns in lasting.items():
        body = sql.SQL("create table if not exists {} ({})")
        cur.execute(body.format(name(registry.schema, table), _columns(columns)))


def fits(cur: Cursor_, registry: Registry) -> bool:
    """Whether the records have the columns of the definition."""
    cur.execute(
        "select column_name from information_schema.columns where table_schema = %s and table_name = %s",
        [registry.schema, RECORDS],
    )
    return {row[0] for row in cur.fetchall()} == set(record_schema(list(registry.items.all())))


def indexed(cur: Cursor_, schema: str, prefix: str) -> None:
    """Looked up and changed by subject; the names of the indexes are the server's."""
    for table in KEPT:
        body = sql.SQL("create index on {} (subject)")
        cur.execute(body.format(name(schema, f"{prefix}{table}")))
        cur.execute(sql.SQL("alter table {} set logged").format(name(schema, f"{prefix}{table}")))
        cur.execute(sql.SQL("analyze {}").format(name(schema, f"{prefix}{table}")))


def put_in_place(cur: Cursor_, schema: str, prefix: str) -> None:
    """What a full build made takes the place of what stood there."""
    for table in KEPT:
        drop(cur, schema, table)
        cur.execute(
            sql.SQL("alter table {} rename to {}").format(name(schema, f"{prefix}{table}"), sql.Identifier(table))
        )


def change(cur: Cursor_, schema: str, prefix: str) -> None:
    """What a build of some subjects made takes the place of theirs."""
    touched = name(schema, f"{prefix}touched")
    for table in KEPT:
        cur.execute(
            sql.SQL("delete from {} t using {} s where t.subject = s.subject").format(name(schema, table), touched)
        )
        cur.execute(
            sql.SQL("insert into {} select * from {}").format(name(schema, table), name(schema, f"{prefix}{table}"))
        )


def digest(cur: Cursor_, schema: str, prefix: str = "") -> str:
    """Of records and cells, whatever their order: the same input and definition give the same."""
    parts = []
    for table in (RECORDS, CELLS):
        # Cost: reads the table once
        body = "select count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) from {} t"
        row = cur.execute(sql.SQL(body).format(name(schema, f"{prefix}{table}"))).fetchone()
        assert row is not None, "an aggregate gives a row"
        parts.append(f"{row[0]}:{row[1]}")
    row = cur.execute("select md5(%s)", [" ".join(parts)]).fetchone()
    assert row is not None, "a value gives a row"
    return str(row[0])


def count(cur: Cursor_, schema: str, table: str, where: str = "true") -> int:
    row = cur.execute(
        sql.SQL("select count(*) from {} where {}").format(name(schema, table), sql.SQL(where))
    ).fetchone()
    assert row is not None, "an aggregate gives a row"
    return int(row[0])


def take(  # noqa: PLR0917 - where it goes, and what is read
    cur: Cursor_,
    schema: str,
    table: str,
    rule: SourceRule,
    relation: sql.Composable,
    columns: Mapping[Any, sql.Composable],
    *,
    moves: str = "",
    only: Sequence[str] | None = None,
) -> int:
    """Read a source into a table of its own, in one statement and so as of one moment; how many rows.

    columns: expressions of `relation` (as `s`) for `subject`, `batch`, `recency`, `loaded`, `filter` and each item by
    id. moves: table of subjects that are to be read as others. only: these subjects alone.
    """
    schema_of = {**FOOT, **{VALUE.format(item): "string" for item in rule.items}}
    make(cur, schema, table, schema_of, kind="unlogged" if schema else "temporary")
    wanted = [columns[one] for one in (*FOOT, *rule.items)]
    into = sql.SQL("insert into {} select * from (select {} from {} s) x where x.subject is not null")
    shown = sql.SQL(", ").join(
        sql.SQL("{} as {}").format(value, sql.Identifier(column))
        for value, column in zip(wanted, schema_of, strict=True)
    )
    body = into.format(name(schema, table), shown, relation)
    if only is not None:
        body += sql.SQL(" and x.subject = any({})").format(sql.Literal(list(only)))
    cur.execute(body)
    rows = cur.rowcount
    if moves:
        for source in (sql.SQL("m.source = {}").format(sql.Literal(rule.id)), sql.SQL("m.source is null")):
            again = sql.SQL('update {} t set subject = m."into" from {} m where m.subject = t.subject and ')
            cur.execute(again.format(name(schema, table), name(schema, moves)) + source)
    return rows


MOVE: Final = {"source": "int64", "subject": "string", "into": "string"}


def regroupings(cur: Cursor_, registry: Registry) -> list[tuple[int | None, str, str]]:
    """How subjects are to be read, see `rules.moved`."""
    if not exists(cur, registry.schema, REGROUPINGS):
        return []
    query = sql.SQL('select source, subject, "into" from {} where standing order by regrouping')
    cur.execute(query.format(name(registry.schema, REGROUPINGS)))
    found = cur.fetchall()
    merges = {subject: into for source, subject, into in found if source is None}
    splits = {(source, subject): into for source, subject, into in found if source is not None}
    return rules.moved(merges, splits)


def lay_moves(cur: Cursor_, schema: str, table: str, moves: Sequence[tuple[int | None, str, str]]) -> None:
    """The table `take` reads subjects by."""
    make(cur, schema, table, MOVE, kind="unlogged" if schema else "temporary")
    insert = sql.SQL('insert into {} (source, subject, "into") values (%s, %s, %s)').format(name(schema, table))
    cur.executemany(insert, moves)
    cur.execute(sql.SQL("analyze {}").format(name(schema, table)))


def footing(cur: Cursor_, schema: str, prefix: str, sources: Sequence[int]) -> None:
    """What each source brings of each subject now."""
    make(cur, schema, f"{prefix}{FOOTING}", FOOTING_SCHEMA)
    for source in sources:
        body = """
            insert into {} select subject, {},
                   (sum(hashtextextended(t::text, 0)::numeric) % 9223372036854775783)::bigint, count(*)
              from {} t group by subject
        """
        cur.execute(
            sql.SQL(body).format(
                name(schema, f"{prefix}{FOOTING}"), sql.Literal(source), name(schema, f"{prefix}in_{source}")
            )
        )


def copy_rulings(cur: Cursor_, schema: str, table: str) -> None:
    """As they stand when a build begins; what is concluded meanwhile is the next one's."""
    drop(cur, schema, table)
    cur.execute(sql.SQL("create table {} as table {}").format(name(schema, table), name(schema, RULINGS)))


def mark_applied(cur: Cursor_, schema: str, table: str) -> None:
    body = "update {} r set applied = true from {} b where b.conflict = r.conflict and not r.applied"
    cur.execute(sql.SQL(body).format(name(schema, RULINGS), name(schema, table)))


def touched(cur: Cursor_, schema: str, prefix: str) -> int:
    """The subjects of which a source brings something else than at the last build, or of whom something was concluded;
    the sources' tables and the new footing keep only these. How many.
    """
    make(cur, schema, f"{prefix}touched", {"subject": "string"})
    body = """
        insert into {touched}
        select subject from (
            (select * from {new} except select * from {old})
            union all (select * from {old} except select * from {new})) d
        union select subject from {rulings} where not applied
    """
    cur.execute(
        sql.SQL(body).format(
            touched=name(schema, f"{prefix}touched"),
            new=name(schema, f"{prefix}{FOOTING}"),
            old=name(schema, FOOTING),
            rulings=name(schema, f"{prefix}{RULINGS}"),
        )
    )
    return count(cur, schema, f"{prefix}touched")


def keep_only(cur: Cursor_, schema: str, table: str, subjects: str) -> None:
    """Of a table the rows of these subjects."""
    body = "delete from {} t where not exists (select from {} s where s.subject = t.subject)"
    cur.execute(sql.SQL(body).format(name(schema, table), name(schema, subjects)))


def left_behind(cur: Cursor_, schema: str) -> list[str]:
    """Working tables of builds, which none needs any more once it has ended."""
    cur.execute(
        "select relname from pg_class c join pg_namespace n on n.oid = c.relnamespace "
        "where n.nspname = %s and c.relkind = 'r' and c.relname ~ '^b[0-9]+_'",
        [schema],
    )
    return [row[0] for row in cur.fetchall()]


def sweep(cur: Cursor_, registry: Registry) -> None:
    for table in left_behind(cur, registry.schema):
        drop(cur, registry.schema, table)


def exists(cur: Cursor_, schema: str, table: str) -> bool:
    row = cur.execute("select to_regclass(%s)", [f"{schema}.{table}"]).fetchone()
    return row is not None and row[0] is not None


def check() -> list[str]:
    """What differs between the registries and the database, one sentence each; for `yiyuan doctor`."""
    problems = []
    with cursor() as cur:
        for registry in Registry.objects.exclude(digest="").order_by("id"):
            if not exists(cur, registry.schema, RECORDS):
                problems.append(f"“{registry.name}”的记录表 {registry.schema}.{RECORDS} 不存在，请重新汇集。")
            elif (rows := count(cur, registry.schema, RECORDS)) != registry.rows:
                problems.append(f"“{registry.name}”登记 {registry.rows} 条记录，表里有 {rows} 条，请重新汇集。")
    return problems
