"""What stood in a pool table before: kept when it is renewed, read as of a moment, brought back when a batch is withdrawn."""

import random
from datetime import timedelta

import pytest
from psycopg import sql

from yiyuan.dataplane import gone, merge, restore
from yiyuan.dataplane.restore import Restored
from yiyuan.dataplane.tests.test_replacing import AT, KEYED, KEYLESS, POOL, STAGING, Bench


class Past(Bench):
    """A pool whose batches come an hour after each other and may be taken back."""

    def __init__(self, cur, folder, checks):
        super().__init__(cur, folder, checks)
        self.order, self.withdrawn, self.hours = [], [], 0

    def _later(self):
        self.hours += 1
        return AT + timedelta(hours=self.hours)

    def bring(self, *rows, replaces=False):
        self.stage(*rows)
        self.batch += 1
        self.order.append(self.batch)
        at = self._later()
        merge.merge(self.cur, STAGING, POOL, self.checks, batch_id=self.batch, loaded_at=at, replaces=replaces)

    def withdraw(self, batch):
        at = self._later()
        done = restore.restore(
            self.cur, POOL, self.checks.key, batch_id=batch, order=self.order, withdrawn=self.withdrawn, at=at
        )
        self.withdrawn.append(batch)
        return done

    def as_of(self, hour):
        found = restore.as_of(POOL, ["c_1", "c_2"], at=AT + timedelta(hours=hour))
        query = sql.SQL("select c_1, c_2::float from {} x order by 1, 2")
        return self.cur.execute(query.format(found)).fetchall()

    def origin(self, name):
        query = 'select _batch_id, _row from "pool 中文" where c_1 = %s'
        return self.cur.execute(query, [name]).fetchone()


@pytest.fixture
def past(connection, tmp_path):
    with connection.cursor() as cur:
        made = Past(cur, tmp_path, KEYED)
        gone.prepare(cur, POOL)
        yield made


def test_a_row_knows_its_batch_and_its_row_of_the_file(past):
    past.bring("a,1,", "b,2,")
    past.bring("c,3,", "b,4,")
    assert (past.origin("a"), past.origin("b"), past.origin("c")) == ((1, 2), (2, 3), (2, 2))


def test_a_batch_taken_back_leaves_the_former_values(past):
    past.bring("a,1,", "b,2,", "c,3,")
    past.bring("b,9,", "d,4,", replaces=True)
    assert past.pool() == [("b", 9), ("d", 4)]
    assert past.withdraw(2) == Restored(taken=2, former=1, back=2)
    assert past.pool() == [("a", 1), ("b", 2), ("c", 3)]
    assert past.origin("b") == (1, 3)
    assert [past.as_of(hour) for hour in (1, 2, 3)] == [
        [("a", 1), ("b", 2), ("c", 3)],
        [("b", 9), ("d", 4)],
        [("a", 1), ("b", 2), ("c", 3)],
    ]


def test_what_a_later_batch_changed_stays(past):
    past.bring("a,1,", "b,2,")
    past.bring("a,5,", "b,5,")
    past.bring("b,7,")
    assert past.withdraw(2) == Restored(taken=1, former=1, back=0)
    assert past.pool() == [("a", 1), ("b", 7)]
    past.withdraw(3)  # its former value is the one of a batch that was taken back
    assert past.pool() == [("a", 1), ("b", 2)]


@pytest.mark.parametrize("seed", range(6))
def test_random_batches_taken_back_leave_what_the_others_say_and_every_moment_can_be_read(connection, tmp_path, seed):
    luck = random.Random(seed)
    said, state, moments = {}, {}, []  # batch -> name -> value, None where it took it out
    with connection.cursor() as cur:
        past = Past(cur, tmp_path, KEYED)
        gone.prepare(cur, POOL)
        for _step in range(14):
            standing = [one for one in past.order if one not in past.withdrawn]
            if standing and luck.random() < 0.4:
                batch = luck.choice(standing)
                past.withdraw(batch)
                for name in said.pop(batch):
                    last = [said[one][name] for one in past.order if one in said and name in said[one]]
                    state[name] = last[-1] if last else None
            else:
                names, replaces = luck.sample("abcdefgh", luck.randint(1, 6)), luck.random() < 0.4
                rows = {name: luck.randrange(3) for name in names}
                past.bring(*(f"{name},{value}," for name, value in rows.items()), replaces=replaces)
                changed = {name: value for name, value in rows.items() if state.get(name) != value}
                if replaces:
                    changed |= {name: None for name, value in state.items() if value is not None and name not in rows}
                said[past.batch] = changed
                state |= changed
            moments.append(sorted((name, value) for name, value in state.items() if value is not None))
            assert past.pool() == moments[-1]
        assert [past.as_of(hour) for hour in range(1, 15)] == moments


def test_a_snapshot_taken_back_leaves_the_one_before(connection, tmp_path):
    with connection.cursor() as cur:
        past = Past(cur, tmp_path, KEYLESS)
        past.bring("a,1", "a,1")
        past.bring("a,1", "b,2", "c,3")
        assert restore.restore_snapshot(cur, POOL, batch_id=2, before=1) == Restored(3, 0, 2)
        assert past.pool() == [("a", 1), ("a", 1)]
        past.bring("d,4")
        assert past.pool() == [("d", 4)]
        restore.restore_snapshot(cur, POOL, batch_id=3, before=None)
        assert past.pool() == []


def test_what_went_long_ago_is_forgotten(past):
    past.bring("a,1,")
    past.bring("a,2,")
    past.bring("a,3,")
    assert restore.forget(past.cur, POOL, before=AT + timedelta(hours=3)) == 1
    assert (past.as_of(2), past.as_of(1)) == ([("a", 2)], [])
