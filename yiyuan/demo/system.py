"""A department's own database in the demo: one more database on the demo's server, with a table of invented rows.

It stands for what a city's department runs itself, and is no part of the product.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

DATABASE: Final = "yiyuan_demo_system"
READER: Final = "yiyuan_demo_reader"
PASSWORD: Final = "demo-reader"  # noqa: S105 - of invented rows
TABLE: Final = "gljt_ff"
ABOUT: Final = "高龄津贴发放（演示库）"


def prepare(admin: str) -> bool:
    """Make the empty database and an account that may only read it; false where the server does not let us.

    admin: address of a login that may make databases and roles.
    """
    try:
        with psycopg.connect(admin, autocommit=True) as link:
            link.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(DATABASE)))
            link.execute(sql.SQL("create database {} template template0").format(sql.Identifier(DATABASE)))
            if link.execute("select from pg_roles where rolname = %s", [READER]).fetchone() is None:
                link.execute(sql.SQL("create role {} login").format(sql.Identifier(READER)))
            made = sql.SQL("alter role {} password {}")
            link.execute(made.format(sql.Identifier(READER), sql.Literal(PASSWORD)))
        with psycopg.connect(make_conninfo(admin, dbname=DATABASE), autocommit=True) as link:
            # the demo writes the rows itself, as a department's own system would
            link.execute(sql.SQL("grant create on schema public to {}").format(sql.Identifier(READER)))
    except psycopg.errors.InsufficientPrivilege:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    type: str
    comment: str
    key: bool


def fill(address: str, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
    """Make the table. rows: values as texts, empty for NULL."""
    table = sql.Identifier(TABLE)
    parts = [sql.SQL("{} {}").format(sql.Identifier(one.name), sql.SQL(one.type)) for one in columns]
    keys = [sql.Identifier(one.name) for one in columns if one.key]
    parts.append(sql.SQL("primary key ({})").format(sql.SQL(", ").join(keys)))
    with psycopg.connect(address) as link:
        link.execute(sql.SQL("create table {} ({})").format(table, sql.SQL(", ").join(parts)))
        link.execute(sql.SQL("comment on table {} is {}").format(table, sql.Literal(ABOUT)))
        for one in columns:
            of = sql.SQL("comment on column {}.{} is {}")
            link.execute(of.format(table, sql.Identifier(one.name), sql.Literal(one.comment)))
        with link.cursor().copy(sql.SQL("copy {} from stdin").format(table)) as copy:
            for row in rows:
                copy.write_row([value or None for value in row])


def change(address: str) -> None:
    """What a system does meanwhile: a row goes."""
    table = sql.Identifier(TABLE)
    with psycopg.connect(address) as link:
        gone = sql.SQL("delete from {0} where ctid in (select ctid from {0} limit 1)")
        link.execute(gone.format(table))
