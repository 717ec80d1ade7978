"""What is in the pool is held against what the department has: the share of equal rows, each row that differs."""

import pytest
from django.db import connection

from yiyuan.connectors import running
from yiyuan.connectors.types import Mode
from yiyuan.dataplane.compare import Fate
from yiyuan.intake.models import Batch
from yiyuan.intake.services import read_changes


@pytest.fixture
def compared(alter, feed, carry_out, officer):
    """Of four rows two are as they were, one differs, one is gone; the receipt of the comparison, and how to read rows."""
    made = feed(Mode.INCREMENT, cursor="updated")
    alter("insert into {} values ('A0', '赵一', 1, '2025-12-31 00:00:00')")
    alter("insert into {} values ('A2', '李四', 2, '2026-01-02 05:00:00')")
    alter("insert into {} values ('A3', '王五', 3, '2026-01-02 05:00:00')")
    assert carry_out().result["added"] == 4
    alter("delete from {} where id = 'A1'")
    alter("update {} set amount = 9 where id = 'A2'")  # its clock did not move
    running.compare_feed(made.id, actor=officer)
    return carry_out()


def _listed(run, fate, officer):
    _batch, changed = read_changes(run.batch_id, fate, actor=officer)
    with connection.cursor() as wrapped:
        wrapped.cursor.execute(changed.query)
        return [row[0] for row in wrapped.cursor.fetchall()]


class TestWuhu:
    @pytest.fixture(autouse=True)
    def place(self, cast):
        cast.place = "wuhu"

    @pytest.mark.requirement("wuhu-2020-data/14.3")
    def test_counts_and_digests_are_compared_with_the_source_and_each_difference_is_told(self, compared, officer):
        assert (compared.source_rows, compared.read_rows) == (3, 3)
        assert compared.sha256 == Batch.objects.get(id=compared.batch_id).sha256
        assert {name: compared.result[name] for name in ("added", "changed", "gone", "same")} == {
            "added": 0,
            "changed": 1,
            "gone": 1,
            "same": 2,
        }
        assert len(_listed(compared, Fate.CHANGED, officer)) == 1
        assert len(_listed(compared, Fate.GONE, officer)) == 1


class TestLiyang:
    @pytest.fixture(autouse=True)
    def place(self, cast):
        cast.place = "liyang"

    @pytest.mark.requirement("liyang-2020-sharing/18.2")
    def test_the_copy_held_against_the_source_gives_a_rate_and_the_rows_that_differ(self, compared, officer):
        assert compared.result["equal"] == 0.5
        assert len(_listed(compared, Fate.CHANGED, officer)) == len(_listed(compared, Fate.GONE, officer)) == 1


class TestJiaozuo:
    @pytest.fixture(autouse=True)
    def place(self, cast):
        cast.place = "jiaozuo"

    @pytest.mark.requirement("jiaozuo-2020-data/24.2")
    def test_a_reconciliation_reports_the_share_of_equal_rows_and_lists_the_others(self, compared, officer):
        assert compared.result["equal"] == 0.5
        assert len(_listed(compared, Fate.CHANGED, officer)) == len(_listed(compared, Fate.GONE, officer)) == 1
