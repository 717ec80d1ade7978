"""The budget itself."""

from collections import Counter

from tests.support.budget import over, room_of


def test_a_room_over_its_budget_is_named_with_how_much_and_one_without_a_line_has_that_of_others():
    limits = {"sharing": {"statements": 100, "time": 10}, "others": {"statements": 100, "time": 10}}
    spent = {"sharing": Counter(statements=150, time=10), "issues": Counter(statements=100, time=9)}
    assert over("statements", spent, limits) == ["sharing: 150 of 100 statements, 50% over"]
    assert over("time", spent, limits) == []
    assert over("time", {"lists": Counter(time=11)}, limits) == ["lists: 11 of 10 time, 10% over"]


def test_a_test_belongs_to_the_room_it_stands_in():
    nodes = ("yiyuan/sharing/tests/test_rules.py::test_x[1]", "tests/matrix/test_moves.py::test_y")
    assert [room_of(node) for node in nodes] == ["sharing", "tests/matrix"]
