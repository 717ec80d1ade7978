"""Several people at once, each in a transaction of their own on a committed database."""

import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from tests.requirements.test_project_money import MILLION, allot, approved, finance, pay
from tests.support.cast import Cast
from yiyuan.exchange.tests.conftest import committed  # noqa: F401 - a fixture
from yiyuan.kernel.errors import RuleBroken, YiyuanError
from yiyuan.projects import services
from yiyuan.projects.models import Project
from yiyuan.projects.rules.money import balances
from yiyuan.projects.selectors import postings
from yiyuan.projects.types import Account

TOGETHER = 8


def at_once(work, tasks):
    """What each gave, or its refusal."""

    def one(task):
        try:
            return work(task)
        except YiyuanError as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(TOGETHER) as pool:
        return list(pool.map(one, tasks))


@pytest.fixture(scope="module")
def cast(committed):  # noqa: F811 - the fixture above
    return Cast(place="jiaozuo")


@pytest.fixture(scope="module")
def project(cast):
    return approved(cast)


@pytest.mark.parametrize("seed", [3, 11])
def test_payments_at_the_same_time_never_exceed_what_was_allotted_and_the_ledger_balances(cast, project, seed):
    allot(cast, project, MILLION // 4)
    before = balances(postings(project))
    finance(cast)
    chance = random.Random(seed)
    amounts = [chance.randrange(MILLION // 40, MILLION // 12) for _ in range(24)]
    assert sum(amounts) > MILLION // 4
    ends = at_once(lambda amount: pay(cast, project, amount).amount, amounts)
    paid = sum(end for end in ends if isinstance(end, int))
    refused = [end for end in ends if not isinstance(end, int)]
    assert refused
    assert {(type(end), end.rule) for end in refused} == {(RuleBroken, "projects.payment")}
    stands = balances(postings(project))
    assert stands[Account.PAID] - before[Account.PAID] == paid
    assert stands[Account.BUDGET] >= 0
    assert sum(stands.values()) == 0


def test_a_project_registered_by_several_at_once_stands_once_and_the_others_are_told_why(cast):
    officer = cast.person("education")
    said = {"name": "学籍系统", "approval_number": "焦发改〔2025〕88号", "system_ids": []}
    ends = at_once(lambda _n: services.register_project(actor=officer, **said), range(TOGETHER))
    made = [end for end in ends if isinstance(end, int)]
    assert len(made) == 1
    assert {end.rule for end in ends if not isinstance(end, int)} == {"projects.approval_number"}
    assert Project.objects.filter(approval_number=said["approval_number"]).count() == 1
