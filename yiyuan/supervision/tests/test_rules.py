"""How a sheet is scored and when it may be confirmed."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from tests.support.refusals import refused
from yiyuan.supervision import rules
from yiyuan.supervision.rules import Part

ONE, TWO = Decimal(1), Decimal(2)
DAY = date(2026, 9, 24)


def test_a_score_is_the_weighted_share_of_what_was_kept():
    assert rules.score([Part(ONE, 1, 2), Part(ONE, 2, 2)]) == Decimal("75.00")
    assert rules.score([Part(TWO, 1, 2), Part(ONE, 2, 2)]) == Decimal("66.67")
    assert str(rules.score([Part(ONE, 1, 1)])) == "100.00"


def test_where_less_is_better_what_was_not_counted_is_reached():
    assert rules.score([Part(ONE, 1, 4, "less")]) == Decimal("75.00")
    assert rules.score([Part(ONE, 0, 4, "less"), Part(ONE, 0, 4)]) == Decimal("50.00")


def test_a_score_is_exact_and_rounded_once_halves_up():
    assert rules.score([Part(ONE, 1, 3), Part(ONE, 1, 3), Part(ONE, 1, 3)]) == Decimal("33.33")
    assert rules.score([Part(ONE, 1, 800)]) == Decimal("0.13")  # 0.125
    assert rules.rounded(Fraction(1, 200)) == Decimal("0.01")


def test_what_has_no_weight_or_nothing_due_is_left_out():
    assert rules.score([Part(ONE, 1, 2), Part(None, 9, 9), Part(ONE, 0, 0)]) == Decimal("50.00")
    assert rules.score([Part(None, 9, 9), Part(ONE, 0, 0)]) is None


@pytest.mark.parametrize("weights", [{"a": ONE, "b": None}, {"a": -ONE, "b": TWO}, {"a": Decimal(0), "b": Decimal(0)}])
def test_weights_are_entered_for_all_or_none(weights):
    rules.check_weights(weights={"a": None, "b": None}, scored=["a", "b"])
    rules.check_weights(weights={"a": Decimal(0), "b": TWO}, scored=["a", "b"])
    with refused("supervision.weights"):
        rules.check_weights(weights=weights, scored=["a", "b"])
    with refused("supervision.weights"):
        rules.check_weights(weights={"a": ONE, "b": ONE}, scored=["a"])  # of another region


def test_a_sheet_is_confirmed_after_the_statement_or_the_days_for_it():
    rules.check_confirmable(stated=True, today=DAY, due_on=DAY)
    rules.check_confirmable(stated=False, today=date(2026, 9, 25), due_on=DAY)
    with refused("supervision.statement"):
        rules.check_confirmable(stated=False, today=DAY, due_on=DAY)
    with refused("supervision.year"):
        rules.check_year(year=2027, today=DAY)
