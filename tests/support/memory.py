"""What the cast made once in this process is put back as rows, not made again.

A department, a person, a published resource are made by the rooms' own services; the rows this leaves, and the tables
and views it creates, are remembered. The next test that asks for the same under the same circumstances gets the very
same rows, with the same ids, in one round trip: sequences never run back, so no other row has these ids. Nothing is
there that the test did not ask for.
"""

import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from django.db import connection, transaction
from psycopg.sql import Composable

from yiyuan.audit.models import Entry

DEFINING = ("CREATE", "ALTER", "GRANT", "REVOKE", "COMMENT", "DROP")


@dataclass(frozen=True)
class Remembered:
    result: Any  # whatever the maker returned
    statements: str  # that put everything back
    values: list[list[str]]  # rows as text, of each statement that inserts
    entries: int  # of the record among them


_remembered: dict[Hashable, Remembered] = {}
_tables: dict[str, tuple[str, list[str], list[str]]] = {}  # name -> (quoted name, columns, columns of the key)


class Making:
    """What making things for the memory costs a process; no test's own, for whichever asks first pays it."""

    depth = 0
    seconds = 0.0  # of computing


@contextmanager
def _making() -> Iterator[None]:
    began, outermost = time.process_time(), Making.depth == 0
    Making.depth += 1
    try:
        yield
    finally:
        Making.depth -= 1
        if outermost:
            Making.seconds += time.process_time() - began


class Memory:
    """What one test has been given from memory, or made for the memory."""

    def __init__(self) -> None:
        self._entries = 0

    def is_all(self) -> bool:
        """Whether nothing else was done in this database: every act leaves an entry of the record."""
        return Entry.objects.count() == self._entries

    def remember(self, key: Hashable, make: Callable[[], Any]) -> Any:  # whatever `make` returns
        """The result of `make`, whose rows stand in the database afterwards.

        key: everything the result depends on, the day and the law included.
        """
        connection.ensure_connection()
        before = self._entries  # what is remembered within `make` is among what `make` leaves
        key = (connection.connection.info.backend_pid, key)  # ids are given out by each database, made anew or not
        if (known := _remembered.get(key)) is None:
            with _making():
                known = _remembered[key] = _made(make)
        else:
            with connection.cursor() as cursor:
                cursor.execute(known.statements, known.values)
        self._entries = before + known.entries
        return known.result


def _made(make: Callable[[], Any]) -> Remembered:  # whatever `make` returns
    defined: list[str] = []
    before = _next_transaction()
    with transaction.atomic(), _noting(defined):
        result = make()
    return _read(result, before=before, defined=defined)


@contextmanager
def _noting(defined: list[str]) -> Iterator[None]:
    """Keep what defines tables, views and rights, from whatever cursor; rows are read afterwards."""
    execute = psycopg.Cursor.execute

    def note(cursor: Any, query: Any, params: Any = None, **options: Any) -> Any:  # as psycopg's
        text = query if isinstance(query, str) else query.as_string(cursor) if isinstance(query, Composable) else ""
        if text.lstrip().upper().startswith(DEFINING):
            assert not params, text
            defined.append(text.rstrip().rstrip(";").replace("%", "%%"))
        return execute(cursor, query, params, **options)

    psycopg.Cursor.execute = note  # type: ignore[method-assign]  # for a moment
    try:
        yield
    finally:
        psycopg.Cursor.execute = execute  # type: ignore[method-assign]  # as it was


def _next_transaction() -> int:
    """The number of a transaction begun and undone now: rows written from here on bear a higher one."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('', '', now()) RETURNING xmin::text")
        number = int(cursor.fetchone()[0])
        transaction.set_rollback(True)
    return number


def _read(result: Any, *, before: int, defined: list[str]) -> Remembered:  # whatever the maker returned
    statements, values, entries = list(defined), [], 0
    with connection.cursor() as cursor:
        if not _tables:
            _learn(cursor)
        union = " UNION ALL ".join(
            f"SELECT '{name}', array_agg(t::text) FROM {quoted} t WHERE xmin::text::bigint > {before}"
            for name, (quoted, _, _) in _tables.items()
        )
        cursor.execute(union)
        for name, rows in cursor.fetchall():
            if rows:
                statements.append(_insert(name))
                values.append(rows)
                entries += len(rows) if name == Entry._meta.db_table else 0
    return Remembered(result, "; ".join(statements), values, entries)


def _insert(name: str) -> str:
    quoted, columns, key = _tables[name]
    names = ", ".join(columns)
    changed = ", ".join(f"{column} = excluded.{column}" for column in columns)
    return (
        f"INSERT INTO {quoted} ({names}) SELECT {', '.join(f'(r::{quoted}).{c}' for c in columns)} "
        f"FROM unnest(%s::text[]) r ON CONFLICT ({', '.join(key)}) DO UPDATE SET {changed}"
    )


def _learn(cursor: Any) -> None:  # Django's cursor
    """Ordinary tables of the product with a primary key; rows of the pools are not made by the cast."""
    cursor.execute(
        """
        SELECT c.relname, quote_ident(n.nspname) || '.' || quote_ident(c.relname),
               array_agg(quote_ident(a.attname) ORDER BY a.attnum),
               array_agg(quote_ident(a.attname)) FILTER (WHERE a.attnum = ANY(i.indkey))
        FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
        WHERE c.relkind = 'r' AND pg_table_is_visible(c.oid) AND n.nspname <> 'pg_catalog'
        GROUP BY 1, 2 ORDER BY 1
        """
    )
    _tables.update({name: (quoted, columns, key) for name, quoted, columns, key in cursor.fetchall()})
