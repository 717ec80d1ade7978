from datetime import date

import pytest

from yiyuan.kernel.terms import Count, Share, Term, Unit, Yearly
from yiyuan.regulations.keys import KEYS
from yiyuan.regulations.rules import MergeConflictError, is_shorter, merge

REPLY = KEYS["sharing.reply"]
LEVELS = KEYS["catalog.basis_levels.not_shared"]
ELEMENTS = KEYS["catalog.elements"]
DECIDER = KEYS["sharing.decider"]
EXCEPTION = KEYS["catalog.change.exception"]
SCOPE = KEYS["handin.scope"]


def test_the_shorter_term_wins_wherever_it_stands():
    assert merge(REPLY, [Term(7), Term(10)]).value == Term(7)
    assert merge(REPLY, [Term(10), Term(7)]).value == Term(7)
    assert merge(REPLY, [Term(7), Term(10)]).winners == {0}


def test_equal_terms_both_win():
    assert merge(REPLY, [Term(10), Term(10)]).winners == {0, 1}


def test_terms_in_different_units_are_ranked_only_when_no_calendar_can_turn_them():
    assert is_shorter(Term(1), Term(1, Unit.MONTH))
    assert is_shorter(Term(30, Unit.DAY), Term(1, Unit.YEAR))
    assert not is_shorter(Term(2, Unit.MONTH), Term(30, Unit.DAY))
    with pytest.raises(MergeConflictError):
        is_shorter(Term(20), Term(30, Unit.DAY))


def test_duties_add_up_in_declared_order():
    merged = merge(ELEMENTS, [("category", "use_terms"), ("owner",)])
    assert merged.value == ("category", "owner", "use_terms")
    assert merged.winners == {0, 1}


def test_accepted_levels_are_those_all_accept():
    merged = merge(LEVELS, [("law", "admin_regulation"), ("law", "admin_regulation", "ministry_rule")])
    assert merged.value == ("law", "admin_regulation")
    assert merged.winners == {0}


def test_levels_without_a_common_one_are_a_conflict():
    with pytest.raises(MergeConflictError):
        merge(LEVELS, [("law",), ("ministry_rule",)])


def test_organs_and_routes_are_the_lower_ones():
    merged = merge(DECIDER, ["provider", "bureau"])
    assert (merged.value, merged.winners) == ("bureau", {1})
    assert merge(DECIDER, ["provider", "provider"]).winners == {0, 1}


def test_of_choices_the_one_declared_first_is_stricter():
    assert merge(EXCEPTION, ["none", "justified"]).value == "none"
    assert merge(SCOPE, ["unconditional", "all"]).value == "all"


def test_of_fixed_dates_the_earlier_of_counts_the_smaller_and_of_earliest_days_the_later_is_stricter():
    assert merge(KEYS["projects.plan"], [Yearly(11, 30), Yearly(10, 31)]).value == Yearly(10, 31)
    assert merge(KEYS["projects.unfunded"], [Count(3, Unit.YEAR), Count(2, Unit.YEAR)]).value == Count(2, Unit.YEAR)
    assert merge(KEYS["projects.evaluation"], [Term(1, Unit.YEAR), Term(2, Unit.YEAR)]).value == Term(2, Unit.YEAR)
    with pytest.raises(MergeConflictError):
        merge(KEYS["projects.unfunded"], [Count(3, Unit.YEAR), Count(20, Unit.MONTH)])


def test_of_shares_the_smaller_is_stricter_and_is_exceeded_by_more_than_itself():
    key = KEYS["intake.replacement_second_person_share"]
    assert merge(key, [Share(10), Share(5)]).value == Share(5)
    assert [Share(10).is_exceeded(part, of=100) for part in (10, 11)] == [False, True]
    assert not Share(0).is_exceeded(0, of=0)


def test_a_fixed_date_is_the_same_day_every_year_and_the_last_of_february_in_a_short_one():
    assert Yearly(1, 31).in_year(2027) == date(2027, 1, 31)  # a Sunday: it is not moved
    assert Yearly(2, 29).in_year(2027) == date(2027, 2, 28)


def test_what_the_upper_text_delegates_the_lower_one_decides():
    merged = merge(KEYS["projects.approval"], ["bureau", "consultation"])
    assert (merged.value, merged.winners) == ("consultation", {1})


def test_the_steps_of_two_ladders_add_up_in_their_order():
    merged = merge(KEYS["supervision.ladder"], [("notice", "report", "order"), ("notice", "circular")])
    assert merged.value == ("notice", "report", "order", "circular")


def test_a_duty_of_the_upper_text_stays():
    assert merge(KEYS["catalog.secrecy_review"], [True, False]).value is True
