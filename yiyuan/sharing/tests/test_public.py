"""A citizen says, without a login, that the government asked again for what it has."""

from ipaddress import ip_network

import pytest
from django.test import Client

from tests.support.pages import Browser
from yiyuan.audit.models import Entry
from yiyuan.kernel import clock as legal
from yiyuan.kernel.errors import NotFound
from yiyuan.sharing import services
from yiyuan.sharing.models import Demand, DoorTally
from yiyuan.workflow import selectors as workflow


@pytest.fixture
def said(cast):
    return {
        "about": str(cast.organisation("civil_affairs")),
        "asked_for": "结婚证复印件",
        "matter": "提取住房公积金",
        "happened_on": legal.today().isoformat(),
        "contact": "13900000000",
    }


def client_of(account):
    made = Browser()
    made.force_login(account)
    return made


def test_a_report_is_taken_up_answered_verified_and_read_by_its_code(cast, said):
    bureau = cast.officer_of_bureau()
    citizen = Browser()
    assert "哪个单位" in citizen.get("/ask-once/").content.decode()
    address = citizen.post("/ask-once/", said).headers["Location"]
    page = citizen.get(address).content.decode()
    assert "待主管部门受理" in page
    assert "13900000000" not in page
    demand = Demand.objects.get()
    assert (demand.reporter_name, demand.reporter_id) == ("群众", 0)
    assert [term.matter_id for term in workflow.todo(bureau)] == [demand.id]
    assert not workflow.todo(cast.person("civil_affairs"))
    officer = client_of(cast.account("bureau", "bureau"))
    assert "13900000000" in officer.get(f"/sharing/demands/{demand.id}/").content.decode()
    provider = client_of(cast.account("civil_affairs", "officer"))
    assert "13900000000" not in provider.get(f"/sharing/demands/{demand.id}/").content.decode()
    officer.post(f"/sharing/demands/{demand.id}/take/")
    assert provider.post(f"/sharing/demands/{demand.id}/answer/", {"text": "已停止索要"}).status_code == 303
    assert "已停止索要" not in citizen.get(address).content.decode()
    officer.post(f"/sharing/demands/{demand.id}/close/", {"text": "属实，已改正"})
    page = citizen.get(address).content.decode()
    assert "已停止索要" in page
    assert "属实，已改正" in page
    assert Demand.objects.get().contact == ""
    assert "13900000000" not in str(list(Entry.objects.values_list("facts", flat=True)))


def test_the_bureau_may_decline_with_its_reason(cast, said):
    address = Browser().post("/ask-once/", said).headers["Location"]
    officer = client_of(cast.account("bureau", "bureau"))
    demand = Demand.objects.get()
    assert officer.post(f"/sharing/demands/{demand.id}/decline/", {"text": ""}).status_code == 422
    assert officer.post(f"/sharing/demands/{demand.id}/decline/", {"text": "该材料不在共享范围"}).status_code == 303
    assert "该材料不在共享范围" in Browser().get(address).content.decode()


def test_one_network_reports_five_times_a_day_and_its_address_is_not_kept(cast, said):
    here, there = Browser(REMOTE_ADDR="192.0.2.7"), Client(REMOTE_ADDR="192.0.2.8")
    assert [here.post("/ask-once/", said).status_code for _ in range(6)] == [303] * 5 + [422]
    assert there.post("/ask-once/", said).status_code == 303
    assert Demand.objects.count() == 6
    assert "192.0.2" not in str(list(DoorTally.objects.values()))


def test_behind_a_named_proxy_each_caller_has_a_count_of_its_own_and_nobody_can_make_one_up(cast, said, settings):
    settings.TRUSTED_PROXIES = (ip_network("10.1.0.0/16"),)
    proxy = Browser(REMOTE_ADDR="10.1.0.7")

    def answers(forwarded: str, times: int) -> list[int]:
        return [proxy.post("/ask-once/", said, HTTP_X_FORWARDED_FOR=forwarded).status_code for _ in range(times)]

    assert answers("192.0.2.7", 6) == [303] * 5 + [422]
    assert answers("198.51.100.1, 192.0.2.7", 1) == [422]
    assert answers("192.0.2.8", 1) == [303]
    stranger = Browser(REMOTE_ADDR="192.0.2.7")
    assert stranger.post("/ask-once/", said, HTTP_X_FORWARDED_FOR="192.0.2.99").status_code == 422


def test_a_report_names_an_existing_department_and_a_day_that_was(cast, said):
    for wrong in ({"about": "0"}, {"happened_on": "2999-01-01"}, {"asked_for": " "}):
        assert Browser().forged("/ask-once/", said | wrong).status_code == 422
    assert Browser().get("/ask-once/ABCDEFGHJKMN/").status_code == 404
    with pytest.raises(NotFound):
        services.report_from_outside(about_id=0, asked_for="证", happened_on=legal.today(), origin="")
