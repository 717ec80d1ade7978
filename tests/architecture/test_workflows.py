"""Every workflow table is whole: reachable states, declared rule keys, a guard or a reason for each decision."""

import pytest

from yiyuan.catalog.workflow import CHALLENGE, CHANGE, COMPILATION, FEEDBACK, VERSION
from yiyuan.catalog.workflow import DEMAND as NEED
from yiyuan.disputes.workflow import EXTENSION, ORGANISING, RECHECK
from yiyuan.exchange.workflow import INTERFACE
from yiyuan.licences.workflow import LICENCE, OBJECTION
from yiyuan.regulations.keys import KEYS
from yiyuan.sharing.workflow import APPLICATION, CERTIFICATE, DEMAND, GRANT, TASK
from yiyuan.workflow.types import BODY_ROLES, Party

TABLES = [VERSION, CHANGE, NEED, COMPILATION, CHALLENGE, FEEDBACK, APPLICATION, GRANT, CERTIFICATE, TASK, DEMAND]
TABLES += [RECHECK, EXTENSION, ORGANISING, INTERFACE]
TABLES += [LICENCE, OBJECTION]


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.name)
def test_every_state_is_reached_and_left_or_an_end(table):
    reached = {table.start} | {move.to for move in table.moves}
    assert table.states == reached
    for state in table.states - set(table.ends):
        assert any(move.starts_from(state) for move in table.moves), state


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.name)
def test_every_rule_key_is_declared(table):
    for move in table.moves:
        assert move.key is None or move.key in KEYS, move
    for wait in table.waits:
        assert wait.term is None or wait.term in KEYS, wait


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.name)
def test_every_party_by_law_can_be_resolved(table):
    for line in [*table.moves, *table.waits]:
        if isinstance(line.who, Party):
            assert set(KEYS[line.who.key].values) <= set(BODY_ROLES), line
