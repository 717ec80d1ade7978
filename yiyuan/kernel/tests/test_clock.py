from datetime import date, datetime, timedelta

import pytest

from yiyuan.kernel import clock
from yiyuan.kernel.regions import covers, lineage


def test_a_frozen_date_is_that_date_in_beijing():
    with clock.frozen(date(2026, 9, 24)):
        assert clock.today() == date(2026, 9, 24)


def test_late_evening_in_utc_is_the_next_day_in_beijing():
    with clock.frozen(datetime(2026, 9, 24, 16, 30, tzinfo=clock.UTC)):
        assert clock.today() == date(2026, 9, 25)


def test_the_demo_moves_legal_time_and_leaves_real_time(tmp_path):
    clock.use_offset_file(tmp_path / "clock")
    try:
        before = clock.real_now()
        clock.move_to(date(2030, 1, 2))
        assert clock.today() == date(2030, 1, 2)
        assert clock.real_now() - before < timedelta(minutes=1)
    finally:
        clock.use_offset_file(None)


def test_outside_a_demo_legal_time_cannot_be_moved():
    with pytest.raises(AssertionError):
        clock.move_to(date(2030, 1, 2))


def test_a_region_covers_itself_and_what_lies_within():
    assert covers("340200", "340281")
    assert covers("340000", "340200")
    assert covers("000000", "340281")
    assert not covers("340200", "340100")
    assert not covers("340281", "340200")
    assert lineage("340281") == ("340281", "340200", "340000", "000000")
