"""Every move of every workflow, from every state, by every party and function: who may make it. Complete, no database.

The expected answers stand in `tests/moves.yaml` of each room, so that a change of a table shows as a difference there.
`pytest tests/matrix --matrix-write` writes them anew: read the difference before committing.
"""

import importlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.cast import PLACES
from yiyuan.kernel.actor import SYSTEM, Actor, Function
from yiyuan.workflow.engine import WORKFLOWS, Workflow
from yiyuan.workflow.types import Role

ROOT = Path(__file__).parents[2] / "yiyuan"
ROOMS = sorted(file.parent.name for file in ROOT.glob("*/workflow.py"))
for room in ROOMS:
    importlib.import_module(f"yiyuan.{room}.workflow")
ON = date(2026, 9, 24)
LAWS = ("anhui", "wuhu", "liyang", "jiaozuo")
PARTIES = {Role.CONSUMER: 1, Role.PROVIDER: 2, Role.COORDINATOR: 3, Role.OPERATOR: 4, Role.SENDER: 5}
STRANGER, BUREAU, AUTHOR, SOMEBODY = 8, 9, 77, 78
HEAD = """# Who may make which move from which state: party.function, by the table and the law of the region.
# @: where the laws differ. in_person: not by whom the function was delegated to. other: not by who did the step before.
"""


class Case:
    """A matter of a region in a state, as far as a table looks at it."""

    pk, law_on = 0, ON

    def __init__(self, place: str, state: str) -> None:
        self.region_code, self.state = PLACES[place][0], state

    def party(self, role: Role) -> int | None:
        return PARTIES.get(role)  # the bureau is whichever governs the region

    def __getattr__(self, name: str) -> int:
        if name.endswith("account_id"):
            return AUTHOR
        raise AttributeError(name)


def persons(place: str) -> Iterator[tuple[str, Actor]]:
    """Everybody of each party, one function each; the bureau of the region, the platform, a stranger."""
    here, elsewhere = PLACES[place][0], PLACES["sample"][0]
    for body, number in {**PARTIES, "stranger": STRANGER}.items():
        for function in Function:
            region = elsewhere if function is Function.BUREAU else here  # a bureau as a party, not as the bureau here
            yield f"{body}.{function}", Actor(SOMEBODY, "甲", number, "", region, frozenset({function}))
    yield "bureau", Actor(SOMEBODY, "甲", BUREAU, "", here, frozenset({Function.BUREAU}))
    yield "system", SYSTEM


def may(table: Workflow, place: str, state: str) -> dict[str, list[str]]:
    """Move -> who may make it from this state."""
    found = defaultdict(list)
    case: Any = Case(place, state)  # stands for a model
    for name, actor in persons(place):
        for move in table.open_moves(case, actor):
            marks = ""
            if move not in table.open_moves(case, replace(actor, delegated=actor.functions)) and name != "system":
                marks += "(in_person)"
            if move not in table.open_moves(case, replace(actor, account_id=AUTHOR)) and name != "system":
                marks += "(other)"
            found[move.name].append(name + marks)
    return found


def answers(room: str) -> dict[str, dict[str, dict[str, str]]]:
    """Table -> state -> move, with the places where the laws differ -> who."""
    of_room = (table for table in WORKFLOWS.values() if _room_of(table) == room)
    found: dict[str, dict[str, dict[str, str]]] = {}
    for table in sorted(of_room, key=lambda one: one.name):
        found[table.name] = {}
        for state in sorted(map(str, table.states)):
            by_place = {place: may(table, place, state) for place in LAWS}
            lines: dict[str, str] = {}
            for move in sorted({name for told in by_place.values() for name in told}):
                places = defaultdict(list)
                for place, told in by_place.items():
                    places[" ".join(told.get(move, ["nobody"]))].append(place)
                for who, where in places.items():
                    lines[move if len(places) == 1 else f"{move} @{','.join(where)}"] = who
            found[table.name][state] = lines
    return found


def _room_of(table: Workflow) -> str:
    """The room whose module declares the table."""
    return next(room for room in ROOMS if table in vars(importlib.import_module(f"yiyuan.{room}.workflow")).values())


def _file(room: str) -> Path:
    return ROOT / room / "tests" / "moves.yaml"


@pytest.mark.parametrize("room", ROOMS)
def test_every_move_is_open_to_whom_the_file_of_the_room_names(room, request):
    found = answers(room)
    assert found, "a room with a workflow has a table"
    if request.config.getoption("--matrix-write", default=False):
        text = yaml.safe_dump(found, allow_unicode=True, sort_keys=False, width=1000)
        _file(room).write_text(HEAD + text, encoding="utf-8")
    assert found == yaml.safe_load(_file(room).read_text(encoding="utf-8"))


@pytest.mark.parametrize("table", WORKFLOWS.values(), ids=lambda one: one.name)
def test_nobody_without_a_part_in_a_matter_moves_it(table):
    moved = {who for state in table.states for names in may(table, "wuhu", state).values() for who in names}
    assert moved
    assert not [who for who in moved if who.startswith("stranger.")]
