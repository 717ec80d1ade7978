"""What the public site reads: the schema `open_data`, written here and nowhere else.

Everything of it that is published carries the number of the publication; the site keeps what it has made until that
number changes. Tables of rows are readable for the site from the moment they are published until they are withdrawn.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.db import connection
from psycopg import sql

from yiyuan.kernel import clock
from yiyuan.postgres.roles import PUBLIC

SCHEMA: Final = "open_data"


def table_of(release_id: int) -> sql.Identifier:
    """The rows of a release: `_n` from 1, then its columns as texts."""
    return sql.Identifier(SCHEMA, f"d{release_id}")


def execute(statement: sql.Composable | str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Rows of a statement, in the caller's transaction."""
    with connection.cursor() as cur:
        cur.cursor.execute(statement, values)
        return list(cur.cursor.fetchall()) if cur.cursor.description else []


def publish(kind: str, key: int, body: Mapping[str, Any]) -> int:
    """Show this on the site, in the caller's transaction; the number of the publication."""
    text = json.dumps(body, ensure_ascii=False, default=str)
    execute(
        "insert into open_data.page (kind, id, body) values (%s, %s, %s)"
        " on conflict (kind, id) do update set body = excluded.body",
        [kind, key, text],
    )
    return advance()


def take_back(kind: str, key: int) -> int:
    """Show it no more; the number of the publication."""
    execute("delete from open_data.page where kind = %s and id = %s", [kind, key])
    return advance()


def advance() -> int:
    """A new number, so that what the site has made is made anew."""
    rows = execute("update open_data.publication set number = number + 1, at = %s returning number", [clock.real_now()])
    return int(rows[0][0])


def make_table(release_id: int, columns: int) -> None:
    """An empty table of a release; what stood there before is dropped. Nobody but the department site reads it."""
    names = [sql.SQL("{} text").format(sql.Identifier(f"v{n}")) for n in range(1, columns + 1)]
    execute(sql.SQL("drop table if exists {}").format(table_of(release_id)))
    execute(
        sql.SQL("create table {} (_n bigint generated always as identity primary key, {})").format(
            table_of(release_id), sql.SQL(", ").join(names)
        )
    )


def show_table(release_id: int) -> None:
    execute(sql.SQL("grant select on {} to {}").format(table_of(release_id), sql.Identifier(PUBLIC)))


def hide_table(release_id: int) -> None:
    """Nobody outside reads it from the commit on. It is dropped later: who loads it down now does not hold this up."""
    execute(sql.SQL("revoke select on {} from {}").format(table_of(release_id), sql.Identifier(PUBLIC)))


def tables() -> set[int]:
    """Releases whose rows are there."""
    rows = execute(
        "select substr(tablename, 2)::bigint from pg_tables where schemaname = %s and tablename ~ '^d[0-9]+$'", [SCHEMA]
    )
    return {int(number) for (number,) in rows}


def drop_table(release_id: int) -> None:
    execute(sql.SQL("drop table if exists {}").format(table_of(release_id)))


def open_key(digest: str, *, dataset_id: int, access_id: int) -> None:
    """A key of conditional data; a new one replaces the old one of the same application."""
    close_key(access_id)
    execute(
        "insert into open_data.access_key (digest, dataset_id, access_id) values (%s, %s, %s)",
        [digest, dataset_id, access_id],
    )
    advance()


def close_key(access_id: int) -> None:
    execute("delete from open_data.access_key where access_id = %s", [access_id])
    advance()


def waiting() -> list[tuple[int, str, dict[str, Any]]]:
    """What was sent by the site and not taken yet: id, kind, body; locked for the caller's transaction."""
    rows = execute(
        "select id, kind, body from open_data.inbox where taken_at is null order by id limit 200 for update skip locked"
    )
    return [(number, kind, body if isinstance(body, dict) else json.loads(body)) for number, kind, body in rows]


def taken(inbox_id: int) -> None:
    """The body is erased with it: what is kept of it stands in the matter."""
    execute("update open_data.inbox set taken_at = %s, body = '{}'::jsonb where id = %s", [clock.real_now(), inbox_id])


def hits(since: Any, until: Any) -> list[tuple[int, str, bool, int]]:  # days, the last included
    """(dataset, kind, robot, how many) of a period of legal days."""
    return [
        (int(dataset), kind, bool(robot), int(count))
        for dataset, kind, robot, count in execute(
            "select dataset_id, kind, robot, count(*) from open_data.hit where day between %s and %s group by 1, 2, 3",
            [since, until],
        )
    ]


def used(since: date) -> list[tuple[int, str, date, int]]:
    """(data set, kind, first day of the month, how often) by people and their programs; robots left out."""
    return [
        (int(dataset), kind, month, int(count))
        for dataset, kind, month, count in execute(
            "select dataset_id, kind, date_trunc('month', day)::date, count(*) from open_data.hit"
            " where day >= %s and not robot group by 1, 2, 3 order by 3, 1, 2",
            [since],
        )
    ]


def forget_hits(before: date) -> int:
    return int(
        execute(
            "with gone as (delete from open_data.hit where day < %s returning 1) select count(*) from gone", [before]
        )[0][0]
    )


def page(kind: str, key: int) -> Any:  # a body
    """What is shown now; None where nothing is."""
    rows = execute("select body from open_data.page where kind = %s and id = %s", [kind, key])
    return (rows[0][0] if isinstance(rows[0][0], dict) else json.loads(rows[0][0])) if rows else None
