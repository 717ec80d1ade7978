"""Every workflow table is whole: reachable states, declared rule keys, a guard or a reason for each decision."""

import importlib

import pytest

from tests.architecture.layers import ROOT
from yiyuan.regulations.keys import KEYS
from yiyuan.workflow.engine import WORKFLOWS
from yiyuan.workflow.types import BODY_ROLES, Party

for file in (ROOT / "yiyuan").glob("*/workflow.py"):
    importlib.import_module(f"yiyuan.{file.parent.name}.workflow")
TABLES = list(WORKFLOWS.values())


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.name)
def test_every_state_is_reached_and_left_or_an_end(table):
    reached = {table.start} | {move.to for move in table.moves}
    assert table.states == reached
    open_states = table.states - set(table.ends)
    assert open_states
    assert [state for state in open_states if not any(move.starts_from(state) for move in table.moves)] == []


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.name)
def test_every_move_is_told_or_says_why_not(table):
    assert table.moves
    assert [move.name for move in table.moves if not table.tells(move)] == []


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.name)
def test_every_rule_key_is_declared(table):
    assert table.moves
    named = {move.key for move in table.moves} | {wait.term for wait in table.waits}
    assert named - {None} - set(KEYS) == set()


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.name)
def test_every_party_by_law_can_be_resolved(table):
    for line in [*table.moves, *table.waits]:
        if isinstance(line.who, Party):
            assert set(KEYS[line.who.key].values) <= set(BODY_ROLES), line
