"""Administrators rule their own region and those below it: every service, page and operation, one table."""

from datetime import date

import pytest

from tests.support.pages import Browser
from tests.support.refusals import refused
from yiyuan.kernel import clock as legal
from yiyuan.kernel.actor import Function
from yiyuan.kernel.errors import NotFound
from yiyuan.kernel.identifiers import uscc_check
from yiyuan.kernel.regions import common
from yiyuan.organisations import selectors, services
from yiyuan.organisations.models import Assignment, PendingAct
from yiyuan.organisations.types import Duty, Ending, Paper

HERE, THERE = "liyang", "wuhu"  # a county-level city of Jiangsu, a city of Anhui
NEW_USCC = "11320481000000001"


@pytest.fixture
def admin(cast):
    return cast.person("bureau", "system_admin", place=HERE)


def acts_elsewhere(cast, admin):
    """service -> a call on what lies in another region."""
    police = cast.organisation("police", place=THERE)
    civil = cast.organisation("civil_affairs", place=THERE)
    theirs = cast.account("police", "officer", place=THERE)
    mine = cast.account("police", "officer", place=HERE)
    assignment = Assignment.objects.get(person=theirs.person)
    today = legal.today()
    days = {"from_on": today, "to_on": today, "reason": "出差"}
    ending = {"ending": Ending.MERGED, "act": "某政发〔2026〕1号", "act_on": today, "on": today}
    named = {"duty": Duty.DEDICATED, "name": "李四"}
    giving = {"account_id": mine.id, "organisation_id": police, "functions": [Function.REVIEWER]}
    return {
        "register_organisation": lambda: services.register_organisation(
            actor=admin, name="甲局", uscc=NEW_USCC + uscc_check(NEW_USCC), region_code=cast.region(THERE)
        ),
        "rename_organisation": lambda: services.rename_organisation(police, actor=admin, name="甲局", from_on=today),
        "assign": lambda: services.assign(actor=admin, **giving),
        "ask_assignment": lambda: services.ask_assignment(actor=admin, **giving),
        "ask_assignment of their person": lambda: services.ask_assignment(
            actor=admin,
            **{**giving, "account_id": theirs.id, "organisation_id": cast.organisation("police", place=HERE)},
        ),
        "end_assignment": lambda: services.end_assignment(assignment.id, actor=admin, to_on=today),
        "ask_abolition": lambda: services.ask_abolition(police, actor=admin, new_id=civil, **ending),
        "ask_abolition in favour of": lambda: services.ask_abolition(
            cast.organisation("police", place=HERE), actor=admin, new_id=civil, **ending
        ),
        "ask_unlock": lambda: services.ask_unlock(actor=admin, login=theirs.login),
        "enrol_organisation": lambda: services.enrol_organisation(police, actor=admin),
        "set_legal": lambda: services.set_legal(police, actor=admin, legal="government"),
        "name_unit": lambda: services.name_unit(police, actor=admin, unit="信息中心"),
        "name_officer": lambda: services.name_officer(police, actor=admin, **named),
        "file_paper": lambda: services.file_paper(police, actor=admin, kind=Paper.PLAN, title="方案", issued_on=today),
        "delegate_function": lambda: services.delegate_function(
            actor=admin,
            function=Function.DATA_OFFICER,
            principal_account_id=theirs.id,
            delegate_account_id=mine.id,
            organisation_id=police,
            **days,
        ),
        "readable_organisation": lambda: selectors.readable_organisation(admin, police),
        "administered_organisation": lambda: selectors.administered_organisation(admin, police),
    }


def test_what_lies_in_another_region_does_not_exist_for_an_administrator(cast, admin):
    for name, act in acts_elsewhere(cast, admin).items():
        with pytest.raises(NotFound):
            pytest.fail(f"{name}: {act()}")


def test_its_pages_and_operations_answer_404_and_its_bodies_are_not_listed(cast, admin):
    police = cast.organisation("police", place=THERE)
    own = cast.organisation("police", place=HERE)
    browser = Browser()
    browser.force_login(cast.account("bureau", "system_admin", place=HERE))
    for address in (
        f"/admin/organisations/{police}/",
        f"/admin/organisations/{police}/abolish/",
        f"/organisations/{police}/",
    ):
        assert browser.get(address).status_code == 404, address
    listed = browser.get("/admin/organisations/").content.decode()
    assert f"/admin/organisations/{own}/" in listed
    assert f"/admin/organisations/{police}/" not in listed


def test_an_act_belongs_to_the_region_where_it_takes_effect(cast, clock):
    clock.set(date(2026, 6, 1))
    city = cast.person("bureau", "system_admin", place="jiaozuo")
    account = cast.account("civil_affairs", "officer", place="macun")
    act = services.ask_assignment(
        actor=city,
        account_id=account.id,
        organisation_id=cast.organisation("civil_affairs", place="macun"),
        functions=[Function.HEAD],
    )
    assert PendingAct.objects.get(id=act).region_code == cast.region("macun")
    with pytest.raises(NotFound):
        services.decide_act(act, actor=cast.person("bureau", "security_admin", place=THERE), confirmed=True)


def test_naming_a_data_officer_waits_for_a_second_administrator(cast, admin):
    body = cast.organisation("civil_affairs", place=HERE)
    account = services.open_account(actor=admin, login="new", password="correct horse", person_name="新人")
    giving = {"account_id": account, "organisation_id": body, "functions": [Function.DATA_OFFICER]}
    with refused("organisations.second_person"):
        services.assign(actor=admin, **giving)
    act = services.ask_assignment(actor=admin, **giving)
    assert not Assignment.objects.filter(person__accounts=account).exists()
    services.decide_act(act, actor=cast.person("bureau", "security_admin", place=HERE), confirmed=True)
    assert Assignment.objects.get(person__accounts=account).function == Function.DATA_OFFICER


def test_the_lowest_region_over_several():
    assert common("340281", "340281") == "340281"
    assert common("340281", "340202") == "340200"
    assert common("340281", "320481") == "000000"
