from datetime import date

import pytest

from yiyuan.kernel.dates import day_in


@pytest.mark.parametrize(
    "text",
    ["2026-10-02", "2026/10/2", "2026.10.2", "20261002", "2026年10月2日", "2026 年 10 月 2 日", "２０２６－１０－０２",
     " 2026-10-02 00:00:00", "2026-10-02T00:00"],
)  # fmt: skip
def test_a_day_is_read_in_the_ways_clerks_write_it(text):
    assert day_in(text) == date(2026, 10, 2)


@pytest.mark.parametrize(
    "text",
    ["", "202611", "2026111", "2026-1/1", "2026-02-30", "2026-10-02 08:00:00", "0026-10-02", "26-10-02", "2026- 1- 2",
     "2026年10月", "民国115年1月2日", "45000", "2026-10-022"],
)  # fmt: skip
def test_what_is_no_day_or_could_be_several_is_none(text):
    assert day_in(text) is None
