from datetime import datetime, timedelta

import pytest

from yiyuan.kernel.clock import BEIJING
from yiyuan.operations import rules

HOUR = 2


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=BEIJING)


@pytest.mark.parametrize(
    ("newest", "now", "due"),
    [
        (None, at(20, 12), True),
        (at(20, 2, 5), at(20, 3), False),
        (at(20, 2, 5), at(21, 1, 59), False),
        (at(20, 2, 5), at(21, 2), True),
        (at(19, 2, 5), at(21, 9), True),
    ],
)
def test_a_backup_is_due_once_a_day_at_its_hour_and_caught_up_later(newest, now, due):
    assert rules.is_due(newest, now=now, hour=HOUR) is due


def test_a_due_backup_is_late_after_three_hours():
    yesterday = at(20, 2, 5)
    assert not rules.is_late(yesterday, now=at(21, 2) + rules.LATE_AFTER - timedelta(minutes=1), hour=HOUR)
    assert rules.is_late(yesterday, now=at(21, 2) + rules.LATE_AFTER, hour=HOUR)
    assert rules.is_late(None, now=at(21, 12), hour=HOUR)


@pytest.mark.parametrize(("keep", "gone"), [(1, ["a", "b"]), (2, ["a"]), (3, []), (9, [])])
def test_the_oldest_complete_backups_go_and_the_newest_stays(keep, gone):
    assert rules.to_drop(["a", "b", "c"], keep=keep) == gone
