"""A file that is the whole state of a table: what it would do, what it does, and what is kept of the rows that go."""

import random
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from yiyuan.dataplane import compare, gone, merge, readers, staging
from yiyuan.dataplane.checks import Checks, ColumnSpec, Kind, compile_checks
from yiyuan.dataplane.compare import Compared, Fate
from yiyuan.dataplane.merge import Merged
from yiyuan.dataplane.staging import TableName

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
KEYLESS = compile_checks([ColumnSpec("号", "c_1"), ColumnSpec("数", "c_2", kind=Kind.NUMBER)])


class Bench:
    """A pool and the files that come to it."""

    def __init__(self, cur: psycopg.Cursor, folder: Path, checks: Checks) -> None:
        self.cur, self.path, self.checks = cur, folder / "in.csv", checks
        self.batch = 0
        merge.create_pool_table(cur, POOL, checks)

    def stage(self, *rows: str) -> Compared:
        head = "号,数,日" if self.checks.key else "号,数"
        self.path.write_text("\n".join([head, *rows, ""]), encoding="utf-8")
        staging.create(self.cur, STAGING, self.checks)
        staging.stage(self.cur, STAGING, readers.read(self.path), self.checks)
        return compare.compare(self.cur, STAGING, POOL, self.checks)

    def merge(self, *, replaces: bool = True) -> Merged:
        self.batch += 1
        return merge.merge(self.cur, STAGING, POOL, self.checks, batch_id=self.batch, loaded_at=AT, replaces=replaces)

    def shown(self, fate: Fate) -> list[tuple[str, ...]]:
        query = compare.rows(fate, STAGING, POOL, self.checks, shown=lambda _c, value: _text(value))
        return self.cur.execute(query).fetchall()

    def gone(self) -> list[tuple[str, ...]]:
        query = gone.rows(POOL, self.checks, batch_id=self.batch, shown=lambda _c, value: _text(value))
        return self.cur.execute(query).fetchall()

    def pool(self) -> list[tuple[object, ...]]:
        return self.cur.execute('select c_1, c_2::float from "pool 中文" order by 1, 2').fetchall()


def _text(value):
    return psycopg.sql.SQL("({})::text").format(value)


@pytest.fixture
def keyed(connection, tmp_path):
    with connection.cursor() as cur:
        yield Bench(cur, tmp_path, KEYED)


@pytest.fixture
def keyless(connection, tmp_path):
    with connection.cursor() as cur:
        yield Bench(cur, tmp_path, KEYLESS)


def test_into_an_empty_table_everything_is_added(keyed):
    assert keyed.stage("a,1,", "b,2,") == Compared(added=2, changed=0, same=0, pool=0)
    assert keyed.merge() == Merged(2, 0, 0, 0)


def test_a_file_that_is_the_whole_state_takes_out_what_it_does_not_have(keyed):
    keyed.stage("a,1,", "b,2,", "c,3,")
    keyed.merge()
    found = keyed.stage("b,2.0,", "c,9,2026-01-01", "d,4,")
    assert found == Compared(added=1, changed=1, same=1, pool=3)
    assert found.unmatched == 1
    assert keyed.shown(Fate.ADDED) == [("d", "4", None)]
    assert keyed.shown(Fate.CHANGED) == [("c", "数：3 → 9；日：（空） → 2026-01-01")]
    assert keyed.shown(Fate.GONE) == [("a", "1", None, "1")]
    assert keyed.merge() == Merged(1, 1, 1, 1)
    assert keyed.pool() == [("b", 2), ("c", 9), ("d", 4)]
    assert keyed.gone() == [("a", "1", None, "1")]


def test_a_file_of_changes_takes_nothing_out(keyed):
    keyed.stage("a,1,", "b,2,")
    keyed.merge()
    keyed.stage("b,3,")
    assert keyed.merge(replaces=False) == Merged(0, 1, 0, 0)
    assert keyed.pool() == [("a", 1), ("b", 3)]


def test_without_a_key_rows_are_compared_as_wholes_and_as_often_as_they_occur(keyless):
    keyless.stage("a,1", "a,1", "b,2")
    keyless.merge()
    found = keyless.stage("a,1.0", "b,3", "b,2", "b,2")
    assert found == Compared(added=2, changed=0, same=2, pool=3)
    assert sorted(keyless.shown(Fate.ADDED)) == [("b", "2"), ("b", "3")]
    assert keyless.shown(Fate.GONE) == [("a", "1", "1")]
    assert keyless.merge() == Merged(2, 0, 2, 1)
    assert keyless.gone() == [("a", "1", "1")]
    assert keyless.pool() == [("a", 1), ("b", 2), ("b", 2), ("b", 3)]


def test_a_row_that_went_is_kept_with_columns_that_came_later(keyed):
    keyed.stage("a,1,", "b,2,")
    keyed.merge()
    keyed.stage("b,2,")
    keyed.merge()
    keyed.cur.execute('alter table "pool 中文" add column c_4 text')
    keyed.checks = compile_checks([*KEYED.specs, ColumnSpec("名", "c_4")])
    staging.create(keyed.cur, STAGING, keyed.checks)
    keyed.cur.execute("insert into in_1 (_row, c_1, c_4) values (2, 'z', '新')")
    assert keyed.merge().removed == 1
    kept = 'select c_1, c_2::float, c_4, _batch_id, _gone_by from "pool 中文_gone" order by _gone_by'
    assert keyed.cur.execute(kept).fetchall() == [("a", 1, None, 1, 2), ("b", 2, None, 1, 3)]


@pytest.mark.parametrize("checks", [KEYED, KEYLESS], ids=["keyed", "keyless"])
def test_many_random_files_do_what_was_said_before_and_end_as_the_last_of_them(connection, tmp_path, checks):
    luck = random.Random(5)
    truth: Counter[str] = Counter()
    told, done = [], []
    with connection.cursor() as cur:
        bench = Bench(cur, tmp_path, checks)
        for _file in range(9):
            names = luck.sample(range(40), luck.randint(1, 30))
            lines = [f"k{name},{luck.randrange(3)}" for name in names]
            lines += [] if checks.key else luck.choices(lines, k=3)
            found = bench.stage(*(line + "," * bool(checks.key) for line in lines))
            told.append((found.added, found.changed, found.same, found.unmatched))
            merged = bench.merge()
            done.append((merged.inserted, merged.updated, merged.unchanged, merged.removed))
            truth = Counter(lines)
            assert Counter(f"{name},{number:g}" for name, number in bench.pool()) == truth
            if bench.batch > 1:
                assert len(bench.gone()) == merged.removed
    assert told == done
