"""What a table says of itself, and what it refuses to be."""

from dataclasses import dataclass
from datetime import date

import pytest

from tests.support.refusals import refused
from yiyuan.kernel.actor import Actor, Function
from yiyuan.kernel.errors import MoveRefused, RuleBroken
from yiyuan.workflow.api import Move, Party, Role, Wait, Workflow
from yiyuan.workflow.engine import WORKFLOWS

HEAD = frozenset({Function.HEAD})


@dataclass
class Matter:
    """As much of a matter as the table asks before anything is written."""

    region_code: str = "340200"
    state: str = "open"
    law_on: date | None = date(2026, 9, 24)
    maker_account_id: int = 1
    pk: int = 1

    def party(self, role: Role) -> int | None:
        return 7

    def matter_title(self) -> str:
        return "试"

    def get_absolute_url(self) -> str:
        return "/"


@pytest.fixture(autouse=True)
def own_tables():
    """Tables made here do not stay among the product's."""
    before = dict(WORKFLOWS)
    yield
    WORKFLOWS.clear()
    WORKFLOWS.update(before)


def actor(account_id=2):
    return Actor(account_id, "某人", 7, "某局", "340200", frozenset({Function.HEAD}))


def table(*moves, waits=()):
    return Workflow(
        name="test.table", called="试", start="open", ends={"closed"}, waits=waits, moves=moves, hears=(Role.CONSUMER,)
    )


def close(**more):
    return Move("close", "open", "closed", Role.PROVIDER, functions=HEAD, label="办结", **more)


@pytest.mark.django_db
def test_a_move_that_the_law_of_the_region_does_not_know_is_no_button_and_no_act():
    justified = table(close(where=("catalog.change.exception", "justified")))
    anhui, wuhu = Matter(region_code="340000"), Matter(law_on=date(2020, 9, 1))
    assert [move.name for move in justified.open_moves(wuhu, actor())] == ["close"]
    assert justified.open_moves(anhui, actor()) == []
    with pytest.raises(RuleBroken) as broken:
        justified.open_move(anhui, "close", actor())
    assert (broken.value.rule, broken.value.judged_by[0]) == ("catalog.change.exception", "340000")
    with pytest.raises(MoveRefused):
        justified.open_move(Matter(state="closed"), "close", actor())


def test_another_person_is_asked_for_by_the_table_and_refused_by_the_rule_it_names():
    other = table(close(not_by=("maker_account_id", "licences.other_person")))
    assert other.open_moves(Matter(maker_account_id=2), actor(2)) == []
    assert len(other.open_moves(Matter(maker_account_id=1), actor(2))) == 1
    with refused("licences.other_person") as broken:
        other.open_move(Matter(maker_account_id=2), "close", actor(2))
    assert broken.value.judged_by == ("340200", date(2026, 9, 24))


def test_a_refusal_of_a_guard_carries_the_law_that_judged_it_not_todays():
    def refuse(*, result):
        raise RuleBroken("issues.result")

    guarded = table(close(guard=refuse))
    with pytest.raises(RuleBroken) as broken:
        Workflow.move.__wrapped__(guarded, Matter(law_on=date(2020, 9, 1)), "close", actor=actor(), result="")
    assert broken.value.judged_by == ("340200", date(2020, 9, 1))


def test_a_fact_no_guard_asks_for_is_misspelt_not_dropped():
    def check(*, result):
        assert result

    guarded = table(close(guard=check))
    with pytest.raises(AssertionError, match="reslut"):
        Workflow.move.__wrapped__(guarded, Matter(), "close", actor=actor(), reslut="好")


@pytest.mark.parametrize(
    ("waits", "moves", "says"),
    [
        ([Wait("nowhere", Role.PROVIDER, None)], [close()], "nowhere"),
        ([Wait("closed", Role.PROVIDER, None)], [close()], "waits and ends"),
        ([Wait("open", Role.PROVIDER, None), Wait("open", Role.CONSUMER, None)], [close()], "waits twice"),
        ([], [close(), close()], "stands twice"),
        ([Wait("open", Role.PROVIDER, "no.such.term")], [close()], "no.such.term"),
        ([Wait("open", Role.PROVIDER, None, violation="no.such.conduct")], [close()], "no.such.conduct"),
        ([], [close(key="no.such.key")], "no.such.key"),
        ([], [close(where=("no.such.switch", True))], "no.such.switch"),
        ([], [Move("close", "open", "closed", Party("no.such.body"))], "no.such.body"),
        ([], [Move("close", "open", "closed", Role.CONSUMER)], "who hears of it"),
        ([], [close(silent="没有别人", tells=(Role.CONSUMER,))], "who hears of it"),
    ],
)
def test_a_slip_in_a_table_stops_the_start(waits, moves, says):
    with pytest.raises((AssertionError, KeyError), match=says):
        table(*moves, waits=waits)
