"""MySQL 5.7 and newer, MariaDB 10 and newer: the server itself writes each row as one line, so that nothing is read
into Python and out again.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

import pymysql
from pymysql.constants import ER
from pymysql.cursors import SSCursor

from yiyuan.dataplane.sources.base import (
    BROKEN_OFF,
    CONNECT_S,
    NO_RIGHT,
    NO_TABLE,
    STATEMENT_S,
    Account,
    Column,
    Counted,
    Place,
    Selection,
    Source,
    SourceFailed,
    TableInfo,
)

_TABLES: Final = """
select table_schema, table_name, table_comment, table_rows from information_schema.tables
 where table_schema not in ('mysql', 'sys', 'information_schema', 'performance_schema')
 order by table_schema, table_name
"""
_COLUMNS: Final = """
select column_name, column_type, column_comment, is_nullable, column_key, data_type from information_schema.columns
 where table_schema = %s and table_name = %s order by ordinal_position
"""
_TIMES: Final = {"date", "datetime", "timestamp"}
_NUMBERS: Final = {"tinyint", "smallint", "mediumint", "int", "bigint", "decimal"}
_BYTES: Final = {"binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob"}
_ZONE: Final = "+08:00"
_FETCHED: Final = 1_000
_DENIED: Final = {ER.TABLEACCESS_DENIED_ERROR, ER.COLUMNACCESS_DENIED_ERROR, ER.SPECIFIC_ACCESS_DENIED_ERROR}
_GONE: Final = {ER.NO_SUCH_TABLE, ER.BAD_FIELD_ERROR, ER.BAD_TABLE_ERROR}


class MySQL(Source):
    def __init__(self, account: Account) -> None:
        with _connecting(account):
            self._link: pymysql.Connection[Any] = pymysql.connect(
                host=account.address(),
                port=account.port,
                database=account.database,
                user=account.user,
                password=account.password,
                charset="utf8mb4",
                connect_timeout=CONNECT_S,
                read_timeout=STATEMENT_S,
                autocommit=True,
                local_infile=False,
                use_unicode=False,
            )
            with self._link.cursor() as cur:
                cur.execute("set session time_zone = %s, sql_mode = ''", [_ZONE])
                cur.execute("set session transaction isolation level repeatable read")
                cur.execute("start transaction with consistent snapshot, read only")

    def version(self) -> str:
        [(version,)] = self._rows("select version()")
        return version if "MariaDB" in version else f"MySQL {version}"

    def tables(self) -> list[TableInfo]:
        return [TableInfo(Place(schema, name), comment, rows) for schema, name, comment, rows in self._rows(_TABLES)]

    def columns(self, place: Place) -> list[Column]:
        return [
            Column(
                name,
                type_,
                comment,
                nullable == "YES",
                key == "PRI",
                "time" if data_type in _TIMES else "number" if data_type in _NUMBERS else "",
            )
            for name, type_, comment, nullable, key, data_type in self._rows(_COLUMNS, [place.schema, place.name])
        ]

    def count(self, selection: Selection) -> Counted:
        last = "''"
        if selection.cursor:
            last = f"coalesce(cast(max({_name(selection.cursor.column)}) as char), '')"
        where, values = _where(selection)
        [(rows, greatest)] = self._rows(f"select count(*), {last} from {_table(selection.place)} {where}", values)  # noqa: S608 - names are quoted
        return Counted(rows, greatest)

    def records(self, selection: Selection) -> Iterator[bytes]:
        types = {column.name: column.type.partition("(")[0] for column in self.columns(selection.place)}
        cells = ", ".join(_cell(name, types.get(name, "")) for name in selection.columns)
        where, values = _where(selection)
        limit = "" if selection.limit is None else f"limit {selection.limit:d}"
        query = f"select concat_ws(',', '1', {cells}) from {_table(selection.place)} {where} {limit}"  # noqa: S608 - names are quoted
        cur = self._link.cursor(SSCursor)  # closed here only at its end: closing reads all that is left
        with _told():
            cur.execute(query, values)
            while rows := cur.fetchmany(_FETCHED):
                for (record,) in rows:
                    yield record + b"\n"
            cur.close()

    def close(self) -> None:
        self._link.close()

    def _rows(self, query: str, values: Sequence[str] = ()) -> list[tuple[Any, ...]]:
        with _told(), self._link.cursor() as cur:
            cur.execute(query, values)
            return [tuple(v.decode() if isinstance(v, bytes) else v for v in row) for row in cur.fetchall()]


def _name(name: str) -> str:
    return f"`{name.replace('`', '``')}`".replace("%", "%%")


def _table(place: Place) -> str:
    return f"{_name(place.schema)}.{_name(place.name)}"


def _cell(name: str, type_: str) -> str:
    """One CSV cell: quoted text, nothing for NULL."""
    column = _name(name)
    text = f"hex({column})" if type_ in _BYTES else f"{column} + 0" if type_ == "bit" else column
    return f"if({column} is null, '', concat('\"', replace(cast({text} as char), '\"', '\"\"'), '\"'))"


def _where(selection: Selection) -> tuple[str, Sequence[str]]:
    cursor = selection.cursor
    if cursor is None or not cursor.since:
        return "", ()
    return f"where {_name(cursor.column)} >= %s", [cursor.since]


@contextmanager
def _connecting(account: Account) -> Iterator[None]:
    try:
        yield
    except pymysql.Error as error:
        match _code(error):
            case ER.ACCESS_DENIED_ERROR:
                words = "用户名或密码不对，请核对。"
            case ER.BAD_DB_ERROR | ER.DBACCESS_DENIED_ERROR:
                words = f"没有数据库“{account.database}”，或这个用户不能进入，请核对。"
            case _:
                words = f"连不上 {account.host}:{account.port}，请核对地址、端口和防火墙。"
        raise SourceFailed(words) from error


@contextmanager
def _told() -> Iterator[None]:
    """What goes wrong, in words without values."""
    try:
        yield
    except pymysql.Error as error:
        code = _code(error)
        if code in _DENIED:
            words = NO_RIGHT
        elif code in _GONE:
            words = NO_TABLE
        elif isinstance(error, pymysql.OperationalError | pymysql.InterfaceError):
            words = BROKEN_OFF
        else:
            words = f"对方数据库答错（{code or '没有代码'}）。"
        raise SourceFailed(words) from error


def _code(error: pymysql.Error) -> int:
    return error.args[0] if error.args and isinstance(error.args[0], int) else 0
