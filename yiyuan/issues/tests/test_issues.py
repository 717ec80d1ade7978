"""Raise, assign, close with a result."""

from datetime import date

import pytest
from django.test import Client

from tests.support.refusals import refused
from yiyuan.audit.models import Entry
from yiyuan.issues import selectors, services
from yiyuan.issues.models import Issue
from yiyuan.kernel.errors import NotAllowed, NotFound
from yiyuan.organisations.services import issue_token
from yiyuan.workflow import selectors as workflow


@pytest.mark.requirement("liyang-2020-sharing/25.2")
def test_a_department_raises_an_issue_on_a_resource_assigns_it_and_closes_it_with_a_result(cast, clock):
    clock.set(date(2026, 9, 24))
    cast.place = "liyang"
    client = Client()
    client.force_login(cast.account("civil_affairs"))
    own = cast.organisation("civil_affairs")
    said = {
        "title": "接口时断时续",
        "detail": "上午查询超时",
        "about": "婚姻登记信息",
        "assigned_to": str(own),
        "person": "周敏",
    }
    assert client.post("/issues/new/", said).status_code == 303
    issue = Issue.objects.get()
    assert (
        client.post(f"/issues/{issue.id}/assign/", {"assigned_to": str(cast.organisation("police"))}).status_code == 303
    )
    police = cast.person("police")
    assert [term.matter_id for term in workflow.todo(police)] == [issue.id]
    assert not workflow.todo(cast.person("civil_affairs")).exists()
    services.take_issue(issue.id, actor=police)
    with refused("issues.result"):
        services.close_issue(issue.id, actor=police, result=" ")
    services.close_issue(issue.id, actor=police, result="已更换前置机")
    page = client.get(f"/issues/{issue.id}/").content.decode()
    assert "已更换前置机" in page
    assert "已解决" in page
    assert not workflow.todo(police).exists()


def test_an_issue_is_hidden_from_others_and_closed_by_whom_it_is_assigned_to(cast):
    made = services.raise_issue(
        actor=cast.person("civil_affairs"), title="缺字段", detail="缺证件类型", assigned_to=cast.organisation("police")
    )
    with pytest.raises(NotFound):
        selectors.issue_for(cast.person("tax"), made)
    with pytest.raises(NotAllowed):
        services.close_issue(made, actor=cast.person("civil_affairs"), result="算了")
    assert selectors.issue_for(cast.officer_of_bureau(), made).id == made


@pytest.fixture
def assigned(cast):
    """(issue, page client, machine client) of the police, to whom it is assigned."""
    made = services.raise_issue(
        actor=cast.person("civil_affairs"), title="缺字段", detail="缺证件类型", assigned_to=cast.organisation("police")
    )
    page = Client()
    page.force_login(cast.account("police"))
    secret = issue_token(actor=cast.person("police"), name="试", functions=(), days=1)
    return Issue.objects.get(id=made), page, Client(headers={"Authorization": f"Bearer {secret}"})


def test_a_refusal_says_the_same_beside_the_field_and_to_a_machine_and_both_are_on_record(assigned):
    issue, page, machine = assigned
    shown = page.post(f"/issues/{issue.id}/close/", {"result": " "})
    told = machine.post(f"/api/v1/issues/{issue.id}/close", {"result": " "}, content_type="application/json")
    assert (shown.status_code, told.status_code) == (422, 422)
    problem = told.json()
    assert problem["rule"] == "issues.result"
    assert problem["fields"] == {"result": [problem["title"]]}
    assert problem["title"] in shown.content.decode()
    attempts = Entry.objects.filter(tag="edge.rule_broken").order_by("id")
    assert [one.facts["subject"] for one in attempts] == ["issues.result", "issues.result"]
    assert [one.channel for one in attempts] == ["page", "api"]


def test_who_may_not_close_is_told_so_before_being_told_what_is_missing(cast, assigned):
    issue, _, _ = assigned
    raiser = Client()
    raiser.force_login(cast.account("civil_affairs"))
    assert raiser.post(f"/issues/{issue.id}/close/", {}).status_code == 403


def test_machines_get_the_moves_of_the_table_one_page_at_a_time(assigned):
    issue, _, machine = assigned
    first = machine.get("/api/v1/issues/?limit=1").json()
    assert (first["total"], first["next"], first["items"][0]["id"]) == (1, None, issue.id)
    assert first["items"][0]["moves"] == ["take", "close"]
    assert machine.post(f"/api/v1/issues/{issue.id}/take").json()["moves"] == ["close"]
    assert machine.get("/api/v1/issues/?limit=0").json()["fields"].keys() == {"limit"}
