"""What every adapter of a department's database does, tried on real servers."""

import polars as pl
import pytest

from tests.support.foreign import EACH
from yiyuan.dataplane.sources import Account, Cursor, Place, Selection, SourceFailed, connect, rest, save

EXACT = {
    "postgresql": """
        create table exact (id bigint primary key, amount numeric(38, 10), big numeric(20), ratio double precision,
            day date, at timestamp, instant timestamptz, yes boolean, name varchar(40), raw bytea);
        comment on table exact is '往来';
        comment on column exact.name is '姓名';
        insert into exact values
            (1, 1234567890123456789012345678.0123456789, 18446744073709551615, 0.1, '2026-02-28', '2026-01-02 03:04:05.123456',
             '2026-01-01 20:00:00+00', true, E'  𠮷野家"甲",\n乙 ', '\\x00ff'),
            (2, null, null, null, null, null, null, null, '', null),
            (3, -0.5, 0, 1e300, '0001-01-01', '1999-12-31 23:59:59', '2026-07-01 00:00:00+08', false, null, '');
    """,
    "mysql": """
        create table exact (id bigint primary key, amount decimal(38, 10), big bigint unsigned, ratio double,
            day date, at datetime(6), instant timestamp null, yes boolean, name varchar(40) comment '姓名', raw blob)
            comment '往来';
        set session sql_mode = '', time_zone = '+00:00';
        insert into exact values
            (1, 1234567890123456789012345678.0123456789, 18446744073709551615, 0.1, '2026-02-28', '2026-01-02 03:04:05.123456',
             '2026-01-01 20:00:00', true, '  𠮷野家"甲",\n乙 ', x'00ff'),
            (2, null, null, null, null, null, null, null, '', null),
            (3, -0.5, 0, 1e300, '0000-00-00', '1999-12-31 23:59:59', '2026-06-30 16:00:00', false, null, '');
    """,
}
COLUMNS = ("id", "amount", "big", "ratio", "day", "at", "instant", "yes", "name", "raw")
FIRST = {
    "id": "1",
    "amount": "1234567890123456789012345678.0123456789",
    "big": "18446744073709551615",
    "ratio": "0.1",
    "day": "2026-02-28",
    "name": '  𠮷野家"甲",\n乙 ',
}


@pytest.fixture(scope="module", params=EACH)
def foreign(request):
    with request.param() as made:
        for statement in EXACT["mysql" if made.kind == "mysql" else "postgresql"].split(";"):
            if statement.strip():
                made.run(statement)
        yield made


@pytest.fixture(autouse=True)
def waits(monkeypatch):
    """Seconds that were waited for an interface that is busy."""
    waited = []
    monkeypatch.setattr(rest, "wait", waited.append)
    return waited


def _rows(foreign, **wanted):
    selection = Selection(Place(foreign.schema, wanted.pop("table", "exact")), wanted.pop("columns", COLUMNS), **wanted)
    with foreign.opened() as source:
        return pl.concat(source.frames(selection)).to_dicts()


def test_values_come_as_the_server_writes_them_to_the_last_digit(foreign):
    first, second, third = sorted(_rows(foreign), key=lambda row: row["id"])
    assert {name: first[name] for name in FIRST} == FIRST
    assert first["at"].startswith("2026-01-02 03:04:05.123456")
    assert first["instant"].startswith("2026-01-02 04:00:00")
    assert third["instant"].startswith("2026-07-01 00:00:00")
    assert first["raw"].lower().endswith("00ff")
    assert third["amount"] == "-0.5000000000"
    assert float(third["ratio"]) == 1e300
    assert third["day"] == ("0000-00-00" if foreign.kind == "mysql" else "0001-01-01")
    assert {first["yes"], third["yes"]} in ({"true", "false"}, {"1", "0"})
    assert second["big"] is None


def test_nothing_is_null_and_an_empty_text_is_empty(foreign):
    rows = {row["id"]: row["name"] for row in _rows(foreign, columns=("id", "name"))}
    assert (rows["2"], rows["3"]) == ("", None)


def test_a_row_of_nothing_but_null_is_a_row(foreign):
    assert _rows(foreign, columns=("big",)).count({"big": None}) == 1


def test_tables_and_columns_are_told_with_what_their_owner_wrote_of_them(foreign):
    if foreign.kind == "rest":  # it tells names alone
        with foreign.opened() as source:
            assert tuple(column.name for column in source.columns(Place("", "exact"))) == COLUMNS
            assert "exact" in {table.place.name for table in source.tables()}
        return
    with foreign.opened() as source:
        [table] = [table for table in source.tables() if table.place.name == "exact"]
        columns = {column.name: column for column in source.columns(table.place)}
    assert (table.place.schema, table.comment) == (foreign.schema, "往来")
    assert tuple(columns) == COLUMNS
    assert columns["name"].comment == "姓名"
    assert (columns["id"].key, columns["id"].nullable, columns["name"].nullable) == (True, False, True)
    assert [columns[name].orders for name in ("id", "at", "name")] == ["number", "time", ""]


def test_a_cursor_gives_what_is_at_least_so_much_and_how_far_it_goes(foreign):
    cursor = Cursor("id", "2")
    assert {row["id"] for row in _rows(foreign, columns=("id",), cursor=cursor)} == {"2", "3"}
    with foreign.opened() as source:
        counted = source.count(Selection(Place(foreign.schema, "exact"), ("id",), cursor))
        of_time = source.count(Selection(Place(foreign.schema, "exact"), ("id",), Cursor("at", "2000-01-01")))
    assert (counted.rows, counted.last) == (2, "3")
    assert (of_time.rows, of_time.last[:26]) == (1, "2026-01-02 03:04:05.123456")


def test_a_limit_gives_no_more(foreign):
    assert len(_rows(foreign, columns=("id",), limit=2)) == 2


def test_what_is_written_meanwhile_is_not_seen_so_that_count_and_rows_agree(foreign):
    foreign.run("create table moving (id int primary key)")
    foreign.run("insert into moving values (1), (2)")
    selection = Selection(Place(foreign.schema, "moving"), ("id",))
    with foreign.opened() as source:
        before = source.count(selection).rows
        foreign.run("insert into moving values (3)")
        assert (before, pl.concat(source.frames(selection)).height) == (2, 2)


def test_an_account_that_only_reads_cannot_be_made_to_write(foreign):
    if foreign.kind == "rest":
        return  # it is only ever asked by GET
    with foreign.opened() as source, pytest.raises(SourceFailed, match=r"权限|答错"):
        source._rows("create table mine (id int)")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"password": "wrong"}, "用户名或密码不对"),
        ({"port": 1}, "连不上"),
        ({"database": "nobody_has_this"}, "没有数据库|用户名或密码不对"),
        ({"host": "nobody.invalid"}, "找不到主机"),
        ({"allowed": ()}, "内网"),
    ],
)
def test_what_is_wrong_with_an_account_is_said(foreign, changed, words):
    given = {name: getattr(foreign.account, name) for name in Account.__dataclass_fields__} | changed
    if foreign.kind == "rest":
        if "database" in changed:
            return  # it has none
        given["options"] = {**given["options"], "address": f"http://{given['host']}:{given['port']}/"}
    with pytest.raises(SourceFailed, match=words):
        connect(foreign.kind, Account(**given))


def test_a_table_or_column_that_is_gone_is_said(foreign):
    with foreign.opened() as source, pytest.raises(SourceFailed, match="不在了"):
        list(source.frames(Selection(Place(foreign.schema, "nothing"), ("id",))))


def test_a_name_cannot_carry_a_statement(foreign):
    for odd in ('a"b; drop table exact; --', "a`b", "100%s"):
        with foreign.opened() as source, pytest.raises(SourceFailed):
            list(source.frames(Selection(Place(foreign.schema, odd), (odd,))))
    assert len(_rows(foreign, columns=("id",))) == 3


def test_a_table_becomes_a_file_in_pieces(foreign, tmp_path, monkeypatch):
    monkeypatch.setattr("yiyuan.dataplane.sources.base.CHUNK_BYTES", 1)
    with foreign.opened() as source:
        save(source.frames(Selection(Place(foreign.schema, "exact"), ("id", "name"))), ("id", "name"), tmp_path / "a")
    kept = {row["id"]: row["name"] for row in pl.read_parquet(tmp_path / "a").to_dicts()}
    assert kept == {"1": FIRST["name"], "2": "", "3": None}
