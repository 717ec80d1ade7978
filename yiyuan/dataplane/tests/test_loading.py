import random
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import psycopg
import pytest
from psycopg.errors import UndefinedTable

from yiyuan.dataplane import merge, readers, staging
from yiyuan.dataplane.checks import Checked, Checks, ColumnSpec, Kind, compile_checks
from yiyuan.dataplane.errors import FileRefused
from yiyuan.dataplane.merge import Merged
from yiyuan.dataplane.staging import Staged, TableName

AT = datetime(2026, 3, 2, tzinfo=UTC)
STAGING = TableName("public", "in_1")
POOL = TableName("public", "pool 中文")
KEYED = compile_checks(
    [
        ColumnSpec("号", "c_1", key=True),
        ColumnSpec("数", "c_2", kind=Kind.NUMBER),
        ColumnSpec("日", "c_3", kind=Kind.DATE),
    ]
)
NARROW = compile_checks([ColumnSpec("号", "c_1"), ColumnSpec("数", "c_2", kind=Kind.NUMBER, max_length=4, scale=0)])
KEYLESS = compile_checks([ColumnSpec("号", "c_1"), ColumnSpec("数", "c_2", kind=Kind.INTEGER)])


def _stage(cur: psycopg.Cursor, tmp_path: Path, text: str, checks: Checks = KEYED) -> Staged:
    path = tmp_path / "in.csv"
    path.write_text(text, encoding="utf-8")
    staging.create(cur, STAGING, checks)
    return staging.stage(cur, STAGING, readers.read(path), checks)


def _load(cur: psycopg.Cursor, tmp_path: Path, text: str, batch: int, checks: Checks = KEYED) -> Merged:
    merge.create_pool_table(cur, POOL, checks)
    _stage(cur, tmp_path, text, checks)
    return merge.merge(cur, STAGING, POOL, checks, batch_id=batch, loaded_at=AT)


def _pool(cur: psycopg.Cursor) -> Sequence[tuple[object, ...]]:
    return cur.execute('select c_1, c_2::text, _batch_id from "pool 中文" order by 1, 2').fetchall()


def test_staging_counts_add_up_and_refused_rows_are_told(connection: psycopg.Connection, tmp_path: Path) -> None:
    told: list[Checked] = []
    path = tmp_path / "in.csv"
    path.write_text('号,数,日\na,1,2026-01-01\nb,x,\n"c,""d""\n",,\n', encoding="utf-8")
    with connection.cursor() as cur:
        staging.create(cur, STAGING, KEYED)
        staged = staging.stage(cur, STAGING, readers.read(path), KEYED, on_checked=told.append)
        assert staged == Staged(read=3, kept=2, refused=1, marked=0, unique=True)
        assert staging.count(cur, STAGING) == staged.kept
        assert cur.execute("select _row, c_1, c_2, c_3 from in_1 order by 1").fetchall()[1] == (4, 'c,"d"', None, None)
        staging.drop(cur, STAGING)
        staging.drop(cur, STAGING)
    assert [c.refused.item(0, "reason") for c in told] == ["not_number"]


def test_a_value_that_only_the_server_refuses_is_traced_to_its_row(
    connection: psycopg.Connection, tmp_path: Path
) -> None:
    told: list[Checked] = []
    path = tmp_path / "in.csv"
    path.write_text("号,数\n" + "".join(f"k{n},{10**10 if n in (70, 600) else n}\n" for n in range(1000)), "utf-8")
    with connection.cursor() as cur:
        staging.create(cur, STAGING, NARROW)  # as if a check let through what the type does not hold
        with pytest.raises(psycopg.DataError), connection.transaction():
            staging.stage(cur, STAGING, readers.read(path), KEYLESS)
        staged = staging.stage(cur, STAGING, readers.read(path), KEYLESS, on_checked=told.append, wary=True)
        assert staged == Staged(read=1000, kept=998, refused=2, marked=0, unique=True)
        assert staging.count(cur, STAGING) == 998
    assert [row for frame in told for row in frame.refused.select("row", "column", "reason", "value").rows()] == [
        (72, "数", "not_taken", str(10**10)),
        (602, "数", "not_taken", str(10**10)),
    ]
    assert told[0].originals.get_column("号").to_list() == ["k70", "k600"]


def test_a_broken_file_ends_the_copy_and_the_reader(connection: psycopg.Connection, tmp_path: Path) -> None:
    with pytest.raises(FileRefused), connection.cursor() as cur:
        _stage(cur, tmp_path, '号,数,日\na,1,\nb,"2,\n')
    connection.rollback()
    with pytest.raises(UndefinedTable):
        connection.execute("select * from in_1")


CAST = compile_checks(
    [
        ColumnSpec("text", "c_1"),
        ColumnSpec("whole", "c_2", kind=Kind.INTEGER),
        ColumnSpec("number", "c_3", kind=Kind.NUMBER, max_length=20, scale=4),
        ColumnSpec("day", "c_4", kind=Kind.DATE),
        ColumnSpec("instant", "c_5", kind=Kind.DATETIME),
        ColumnSpec("truth", "c_6", kind=Kind.BOOLEAN),
    ]
)
PIECES = [
    *"0123456789０９٣۵²½一１.．,，:：-－+ \t\u00a0\u3000\u200b/年月日时TZeE%￥",
    "2026",
    "10",
    "60",
    "是",
    "\0",
    "_x0000_",
]
GOOD = ["12", "-3.5", "2026-01-02", "2026-01-02 08:30:00", "2026-02-29", "2000-02-29", "9999-12-31", "08:30:60", "true"]


def _written(dice: random.Random) -> str:
    """A value as somebody might type it: a good one with a slip in it, or pieces of several."""
    if dice.random() < 0.3:
        return "".join(dice.choices(PIECES, k=dice.randint(1, 8)))
    text = dice.choice(GOOD)
    for _slip in range(dice.randint(0, 2)):
        at = dice.randrange(len(text) + 1)
        text = text[:at] + dice.choice(PIECES) + text[at + dice.randint(0, 1) :]
    return text


def test_whatever_the_checks_keep_the_server_takes(connection: psycopg.Connection) -> None:
    dice = random.Random(20261127)
    cells = {spec.name: [_written(dice) for _row in range(6000)] for spec in CAST.specs}
    # what a reader hands on of a sign it cannot read, and of a NUL
    cells = {name: [text.replace("\0", readers.REPLACEMENT) for text in texts] for name, texts in cells.items()}
    flaws = [
        "cell" if any(readers.REPLACEMENT in texts[row] for texts in cells.values()) else None for row in range(6000)
    ]
    frame = pl.DataFrame(
        {readers.ROW: range(2, 6002), readers.FLAW: flaws, **cells}, schema_overrides={"_flaw": pl.String}
    )
    kept_of_each = []
    for spec in CAST.specs:  # one column after the other: a row that is refused for one proves nothing of the others
        checks = compile_checks([spec])
        headers = (spec.name,)
        table = readers.Table(headers, iter([frame.select(readers.ROW, readers.FLAW, spec.name)]), "utf-8")
        with connection.cursor() as cur:
            staging.create(cur, STAGING, checks)
            staged = staging.stage(cur, STAGING, table, checks)
            assert staged.read == 6000 == staged.kept + staged.refused
            kept_of_each.append(staged.kept)
            staging.drop(cur, STAGING)
    assert min(kept_of_each) > 50, kept_of_each


def test_the_first_of_several_rows_with_one_key_stays(connection: psycopg.Connection, tmp_path: Path) -> None:
    with connection.cursor() as cur:
        staged = _stage(cur, tmp_path, "号,数,日\na,1,\nb,2,\na,3,\n a ,4,\nc,5,\n")
        assert not staged.unique
        found = staging.refuse_duplicates(cur, STAGING, KEYED)
        assert found.refused.rows() == [(4, 0, "号", "duplicate_key", "a"), (5, 0, "号", "duplicate_key", "a")]
        assert found.originals.rows() == [(4, "a", "3", None), (5, "a", "4", None)]
        assert found.originals.columns == ["_row", "号", "数", "日"]
        assert staging.count(cur, STAGING) == staged.kept - 2
        assert staging.refuse_duplicates(cur, STAGING, KEYED).originals.is_empty()


def test_keys_that_only_look_different_are_seen_as_one(connection: psycopg.Connection, tmp_path: Path) -> None:
    checks = compile_checks([ColumnSpec("号", "c_1", kind=Kind.INTEGER, key=True)])
    with connection.cursor() as cur:
        assert not _stage(cur, tmp_path, "号\n7\n007\n", checks).unique
        assert staging.refuse_duplicates(cur, STAGING, checks).originals.height == 1


def test_a_load_inserts_updates_and_leaves_alone(connection: psycopg.Connection, tmp_path: Path) -> None:
    with connection.cursor() as cur:
        assert _load(cur, tmp_path, "号,数,日\na,1,\nb,2,\nc,3.0,\n", 1) == Merged(3, 0, 0)
        assert _load(cur, tmp_path, "号,数,日\na,1,\nb,9,\nc,3.00,\nd,4,\n", 2) == Merged(1, 1, 2)
        assert _pool(cur) == [("a", "1", 1), ("b", "9", 2), ("c", "3.0", 1), ("d", "4", 2)]
        assert _load(cur, tmp_path, "号,数,日\na,1,\nb,9,\nc,3,\nd,4,\n", 3) == Merged(0, 0, 4)
        assert _load(cur, tmp_path, "号,数,日\na,,\n", 4) == Merged(0, 1, 0)
        keys = cur.execute("select count(*) from pg_constraint where conname = 'pool 中文_key'").fetchone()
        assert keys == (1,)


def test_a_first_load_that_comes_second_is_merged(
    connection: psycopg.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with connection.cursor() as cur:
        _load(cur, tmp_path, "号,数,日\na,1,\nb,2,\n", 1)
        found, real = iter([True]), merge._is_empty  # it was empty when it was asked first, before the lock
        monkeypatch.setattr(merge, "_is_empty", lambda *given: next(found, None) or real(*given))
        assert _load(cur, tmp_path, "号,数,日\na,1,\nb,9,\nc,3,\n", 2) == Merged(1, 1, 1)
        assert _pool(cur) == [("a", "1", 1), ("b", "9", 2), ("c", "3", 2)]


def test_the_first_load_brings_every_index_back(connection: psycopg.Connection, tmp_path: Path) -> None:
    with connection.cursor() as cur:
        merge.create_pool_table(cur, POOL, KEYED)
        cur.execute('create index by_day on "pool 中文" (c_3) where c_3 is not null')
        _load(cur, tmp_path, "号,数,日\na,1,2026-01-01\n", 1)
        names = cur.execute("select indexname from pg_indexes where tablename = 'pool 中文' order by 1").fetchall()
        assert names == [("by_day",), ("pool 中文_key",)]


def test_a_table_of_keys_only_can_be_loaded_twice(connection: psycopg.Connection, tmp_path: Path) -> None:
    checks = compile_checks([ColumnSpec("号", "c_1", key=True), ColumnSpec("支", "c_2", key=True)])
    with connection.cursor() as cur:
        assert _load(cur, tmp_path, "号,支\na,1\na,2\n", 1, checks) == Merged(2, 0, 0)
        assert _load(cur, tmp_path, "号,支\na,1\na,3\n", 2, checks) == Merged(1, 0, 1)


def test_a_keyless_table_is_replaced_whole_under_its_views(connection: psycopg.Connection, tmp_path: Path) -> None:
    with connection.cursor() as cur:
        assert _load(cur, tmp_path, "号,数\na,1\na,1\n", 1, KEYLESS) == Merged(2, 0, 0, 0)
        cur.execute('create view seen as select c_1 from "pool 中文"')
        assert _load(cur, tmp_path, "号,数\nb,1\n", 2, KEYLESS) == Merged(1, 0, 0, 2)
        assert cur.execute("select * from seen").fetchall() == [("b",)]
        assert _load(cur, tmp_path, "号,数\nc,1\nd,\n", 2, KEYLESS) == Merged(2, 0, 0, 1)  # the same batch again
        assert cur.execute("select * from seen order by 1").fetchall() == [("c",), ("d",)]
        partitions = cur.execute(
            "select count(*) from pg_inherits where inhparent = '\"pool 中文\"'::regclass"
        ).fetchone()
        assert partitions == (1,)


def test_a_load_that_is_not_committed_never_was(bulk_url: str, tmp_path: Path) -> None:
    with psycopg.connect(bulk_url) as keeper:
        with keeper.cursor() as cur:
            _load(cur, tmp_path, "号,数,日\na,1,\n", 1)
        keeper.commit()
        try:
            with psycopg.connect(bulk_url) as other, other.cursor() as cur:
                _load(cur, tmp_path, "号,数,日\na,2,\nb,1,\n", 2)
                assert keeper.execute('select c_2 from "pool 中文"').fetchone() is not None  # readers go on meanwhile
                keeper.rollback()
                other.rollback()
            with keeper.cursor() as cur:
                assert _pool(cur) == [("a", "1", 1)]
        finally:
            keeper.rollback()
            keeper.execute('drop table if exists "pool 中文", in_1')
            keeper.commit()


def test_many_random_loads_end_where_a_dictionary_ends(connection: psycopg.Connection, tmp_path: Path) -> None:
    import random

    luck = random.Random(3)
    truth: dict[str, str] = {}
    with connection.cursor() as cur:
        for batch in range(1, 12):
            rows = {f"k{luck.randrange(80)}": str(luck.randrange(3)) for _ in range(luck.randint(1, 60))}
            text = "号,数,日\n" + "".join(f"{k},{v},\n" for k, v in rows.items())
            expected = Merged(
                len(rows.keys() - truth.keys()),
                sum(1 for k, v in rows.items() if k in truth and truth[k] != v),
                sum(1 for k, v in rows.items() if truth.get(k) == v),
            )
            assert _load(cur, tmp_path, text, batch) == expected
            truth |= rows
        assert {k: v for k, v, _batch in _pool(cur)} == truth


def test_frames_wait_for_the_copy_and_keep_their_order(connection: psycopg.Connection) -> None:
    frames = (
        pl.DataFrame({"_row": [n], "_flaw": [None], "号": [f"k{n}"], "数": [None], "日": [None]}).cast(
            {"_flaw": pl.String, "数": pl.String, "日": pl.String}
        )
        for n in range(2, 40)
    )
    with connection.cursor() as cur:
        staging.create(cur, STAGING, KEYED)
        staged = staging.stage(cur, STAGING, readers.Table(("号", "数", "日"), frames), KEYED)
        assert staged.kept == 38
        assert cur.execute("select array_agg(_row order by ctid) from in_1").fetchone() == (list(range(2, 40)),)
