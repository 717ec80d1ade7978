"""How a sheet is scored and when it may be confirmed."""

from datetime import date
from decimal import Decimal

import pytest

from tests.support.refusals import refused
from yiyuan.supervision import rules

ONE, TWO = Decimal(1), Decimal(2)
DAY = date(2026, 9, 24)


def test_a_score_is_the_weighted_share_of_what_was_kept():
    assert rules.score([(ONE, 1, 2), (ONE, 2, 2)]) == Decimal("75.00")
    assert rules.score([(TWO, 1, 2), (ONE, 2, 2)]) == Decimal("66.67")


def test_what_has_no_weight_or_nothing_due_is_left_out():
    assert rules.score([(ONE, 1, 2), (None, 9, 9), (ONE, 0, 0)]) == Decimal("50.00")
    assert rules.score([(None, 9, 9), (ONE, 0, 0)]) is None


@pytest.mark.parametrize("weights", [{"a": ONE, "b": None}, {"a": -ONE, "b": TWO}, {"a": Decimal(0), "b": Decimal(0)}])
def test_weights_are_entered_for_all_or_none(weights):
    rules.check_weights(weights={"a": None, "b": None})
    rules.check_weights(weights={"a": Decimal(0), "b": TWO})
    with refused("supervision.weights"):
        rules.check_weights(weights=weights)


def test_a_sheet_is_confirmed_after_the_statement_or_the_days_for_it():
    rules.check_confirmable(stated=True, today=DAY, due_on=DAY)
    rules.check_confirmable(stated=False, today=date(2026, 9, 25), due_on=DAY)
    with refused("supervision.statement"):
        rules.check_confirmable(stated=False, today=DAY, due_on=DAY)
    with refused("supervision.year"):
        rules.check_year(year=2027, today=DAY)
