"""PostgreSQL 12 and newer, and what speaks its protocol: rows by COPY."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import psycopg
from psycopg import sql

from yiyuan.dataplane.sources.base import (
    BROKEN_OFF,
    CONNECT_S,
    NO_RIGHT,
    NO_TABLE,
    STATEMENT_S,
    ZONE,
    Account,
    Column,
    Counted,
    Place,
    Selection,
    Source,
    SourceFailed,
    TableInfo,
)

_SETTINGS: Final = {
    "default_transaction_isolation": "repeatable read",
    "default_transaction_read_only": "on",
    "timezone": ZONE,
    "datestyle": "ISO",
    "bytea_output": "hex",
    "extra_float_digits": "1",
    "statement_timeout": f"{STATEMENT_S}s",
}
_TABLES: Final = """
select n.nspname, c.relname, coalesce(obj_description(c.oid, 'pg_class'), ''), c.reltuples::bigint
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
 where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname not in ('pg_catalog', 'information_schema')
   and n.nspname not like 'pg\\_%%' and not c.relispartition
   and has_schema_privilege(n.oid, 'usage') and has_any_column_privilege(c.oid, 'select')
 order by 1, 2
"""
_COLUMNS: Final = """
select a.attname, format_type(a.atttypid, a.atttypmod), coalesce(col_description(c.oid, a.attnum), ''),
       not a.attnotnull,
       exists (select from pg_index i where i.indrelid = c.oid and i.indisprimary and a.attnum = any(i.indkey)),
       t.typcategory
  from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
  join pg_type t on t.oid = a.atttypid
 where n.nspname = %s and c.relname = %s and a.attnum > 0 and not a.attisdropped
   and has_column_privilege(c.oid, a.attnum, 'select')
 order by a.attnum
"""
_ORDERS: Final = {"D": "time", "N": "number"}
_INSTANT: Final = re.compile(r"timestamp(\([0-9]\))? with time zone")


class PostgreSQL(Source):
    def __init__(self, account: Account) -> None:
        self._types: dict[Place, dict[str, str]] = {}
        options = " ".join(f"-c {name}={value.replace(' ', chr(92) + ' ')}" for name, value in _SETTINGS.items())
        with _connecting(account):
            self._link = psycopg.connect(
                host=account.host,
                hostaddr=account.address(),
                port=account.port,
                dbname=account.database,
                user=account.user,
                password=account.password,
                connect_timeout=CONNECT_S,
                options=options,
                client_encoding="utf8",
                application_name="yiyuan",
            )

    def version(self) -> str:
        return f"PostgreSQL {self._link.info.parameter_status('server_version')}"

    def tables(self) -> list[TableInfo]:
        return [
            TableInfo(Place(schema, name), comment, rows if rows >= 0 else None)
            for schema, name, comment, rows in self._rows(_TABLES)
        ]

    def columns(self, place: Place) -> list[Column]:
        return [
            Column(name, type_, comment, nullable, key, _ORDERS.get(category, ""))
            for name, type_, comment, nullable, key, category in self._rows(_COLUMNS, [place.schema, place.name])
        ]

    def count(self, selection: Selection) -> Counted:
        last: sql.Composable = sql.SQL("''")
        if selection.cursor:
            last = sql.SQL("coalesce({}, '')").format(self._text(selection, selection.cursor.column, "max({})"))
        query = sql.SQL("select count(*), {} from {} {}").format(last, _table(selection.place), self._where(selection))
        [(rows, greatest)] = self._rows(query)
        return Counted(rows, greatest)

    def records(self, selection: Selection) -> Iterator[bytes]:
        cells = sql.SQL(", ").join(self._text(selection, name) for name in selection.columns)
        query = sql.SQL("copy (select 1, {} from {} {} {}) to stdout (format csv, force_quote *)").format(
            cells,
            _table(selection.place),
            self._where(selection),
            sql.SQL("" if selection.limit is None else f"limit {selection.limit:d}"),
        )
        with _told(), self._link.cursor() as cur, cur.copy(query) as copy:
            yield from map(bytes, copy)

    def close(self) -> None:
        self._link.close()

    def _rows(self, query: Any, values: list[str] | None = None) -> list[tuple[Any, ...]]:
        with _told():
            return self._link.execute(query, values).fetchall()

    def _type(self, place: Place, name: str) -> str:
        if place not in self._types:
            self._types[place] = {column.name: column.type for column in self.columns(place)}
        return self._types[place].get(name, "text")

    def _text(self, selection: Selection, name: str, over: str = "{}") -> sql.Composed:
        """A column as text; an instant as the clock of ZONE shows it."""
        cell: sql.Composable = sql.SQL(over).format(sql.Identifier(name))
        if _INSTANT.fullmatch(self._type(selection.place, name)):
            cell = sql.SQL("({} at time zone {})").format(cell, sql.Literal(ZONE))
        return sql.SQL("{}::text").format(cell)

    def _where(self, selection: Selection) -> sql.Composable:
        cursor = selection.cursor
        if cursor is None or not cursor.since:
            return sql.SQL("")
        type_ = self._type(selection.place, cursor.column)
        return sql.SQL("where {} >= {}::{}").format(
            sql.Identifier(cursor.column), sql.Literal(cursor.since), sql.SQL(type_)
        )


def _table(place: Place) -> sql.Identifier:
    return sql.Identifier(place.schema, place.name)


@contextmanager
def _connecting(account: Account) -> Iterator[None]:
    try:
        yield
    except psycopg.Error as error:
        said = str(error)
        if "password" in said:
            words = "用户名或密码不对，请核对。"
        elif "does not exist" in said:
            words = f"没有数据库“{account.database}”，或没有这个用户，请核对。"
        else:
            words = f"连不上 {account.host}:{account.port}，请核对地址、端口和防火墙。"
        raise SourceFailed(words) from error


@contextmanager
def _told() -> Iterator[None]:
    """What goes wrong, in words without values."""
    try:
        yield
    except psycopg.errors.InsufficientPrivilege as error:
        raise SourceFailed(NO_RIGHT) from error
    except (psycopg.errors.UndefinedTable, psycopg.errors.UndefinedColumn) as error:
        raise SourceFailed(NO_TABLE) from error
    except psycopg.OperationalError as error:
        raise SourceFailed(BROKEN_OFF) from error
    except psycopg.Error as error:
        raise SourceFailed(f"对方数据库答错（{error.sqlstate or '没有代码'}）。") from error
