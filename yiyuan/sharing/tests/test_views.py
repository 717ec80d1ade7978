"""The pages of sharing, as the people concerned open them."""

from datetime import timedelta

import pytest

from tests.support.pages import Browser
from yiyuan.kernel import clock as legal
from yiyuan.sharing import services
from yiyuan.sharing.models import Application, Grant
from yiyuan.sharing.tests.test_services import STATED, ask
from yiyuan.sharing.types import State


@pytest.fixture
def as_(cast):
    def client(name, post="officer", place=""):
        made = Browser()
        made.force_login(cast.account(name, post, place=place))
        return made

    return client


def test_the_application_that_runs_out_first_stands_first_and_the_bureau_sees_whose_turn_it_is(cast, as_, clock):
    first, _, _ = ask(cast)
    clock.set(legal.today() + timedelta(days=20))
    later, _, _ = ask(cast, name="低保对象")
    done, _, scope = ask(cast, name="火化信息")
    services.grant_application(done.id, actor=cast.person("civil_affairs", "head"), scope=scope)
    page = as_("civil_affairs", "head").get("/sharing/received/").content.decode()
    places = [page.index(f"{one.number}，") for one in (first, later, done)]
    assert places == sorted(places)
    bureau = as_("bureau", "bureau").get("/sharing/received/").content.decode()
    assert "提供部门" in bureau
    assert "催办所选" in bureau
    assert "同意所选" not in bureau  # here the provider answers
    ask(cast, place="jiaozuo")
    assert "同意所选" in as_("bureau", "bureau", place="jiaozuo").get("/sharing/received/").content.decode()


def test_the_lists_show_what_is_mine(cast, as_):
    application, _, scope = ask(cast)
    grant = services.grant_application(application.id, actor=cast.person("civil_affairs", "head"), scope=scope)
    for who, path in (
        ("civil_affairs", "/sharing/received/"),
        ("housing_fund", "/sharing/sent/"),
        ("civil_affairs", "/sharing/given/"),
        ("housing_fund", "/sharing/got/"),
    ):
        page = as_(who).get(path)
        assert page.status_code == 200
        assert "婚姻登记信息" in page.content.decode()
        assert as_(who).get(path + "?export=xlsx").status_code == 200
    for path in ("/sharing/received/", "/sharing/given/"):
        assert "婚姻登记信息" not in as_("police").get(path).content.decode()
    assert as_("police").get(f"/sharing/grants/{grant.id}/").status_code == 404
    assert as_("police").get(f"/sharing/applications/{application.id}/").status_code == 404


def test_an_application_is_made_on_the_page_and_gaps_are_named_beside_their_field(cast, as_):
    resource = cast.resource("civil_affairs")
    client = as_("housing_fund")
    page = client.get(f"/sharing/apply/{resource.id}/")
    assert page.status_code == 200
    assert "7 个工作日" in page.content.decode()
    values = {
        "items": [str(i.id) for i in resource.items[:3]],
        "methods": ["online_query"],
        "until_on": (legal.today() + timedelta(days=90)).isoformat(),
    }
    refused = client.post(f"/sharing/apply/{resource.id}/", values)
    assert refused.status_code == 422
    assert "安徽299号令" in refused.content.decode()
    assert not Application.objects.exists()
    made = client.post(f"/sharing/apply/{resource.id}/", {**values, **STATED})
    assert made.status_code == 303
    application = Application.objects.get()
    assert (application.state, len(application.fields)) == (State.SENT, 3)


def test_a_refusal_without_reason_and_basis_is_stopped_with_the_article(cast, as_):
    application, _, _ = ask(cast)
    head = as_("civil_affairs", "head")
    page = head.get(f"/sharing/applications/{application.id}/decide/")
    assert page.status_code == 200
    refused = head.post(f"/sharing/applications/{application.id}/decide/", {"answer": "refuse", "reason": ""})
    assert refused.status_code == 422
    assert "第25条" in refused.content.decode()
    ministry = {"answer": "refuse", "reason": "不宜", "basis": "某规章", "basis_level": "ministry_rule"}
    again = head.post(f"/sharing/applications/{application.id}/decide/", ministry)
    assert again.status_code == 422
    assert "部门规章" in again.content.decode()
    law = {"answer": "refuse", "reason": "法律禁止", "basis": "《某法》第三条", "basis_level": "law"}
    assert head.post(f"/sharing/applications/{application.id}/decide/", law).status_code == 303
    assert "《某法》第三条" in as_("housing_fund").get(f"/sharing/applications/{application.id}/").content.decode()


def test_a_narrowed_grant_is_given_on_the_page_and_its_key_is_shown_once(cast, as_):
    application, resource, _ = ask(cast)
    head = as_("civil_affairs", "head")
    values = {
        "answer": "grant",
        "items": [str(i.id) for i in resource.items[:2]],
        "methods": ["online_query"],
        "until_on": (legal.today() + timedelta(days=30)).isoformat(),
        "row_item_0": str(resource.items[5].id),
        "row_operator_0": "is",
        "row_value_0": "结婚",
    }
    assert head.post(f"/sharing/applications/{application.id}/decide/", values).status_code == 422
    values["note"] = "其余信息项不是审核所需"
    assert head.post(f"/sharing/applications/{application.id}/decide/", values).status_code == 303
    grant = Grant.objects.get()
    assert grant.narrowed
    consumer = as_("housing_fund")
    shown = consumer.post(f"/sharing/grants/{grant.id}/key/")
    assert "gk_" in shown.content.decode()
    grant.refresh_from_db()
    assert "gk_" not in consumer.get(f"/sharing/grants/{grant.id}/").content.decode().replace(grant.key_prefix, "")
    assert head.post(f"/sharing/grants/{grant.id}/key/").status_code == 403
    assert '<details class="y-more" open>' not in head.get(f"/sharing/grants/{grant.id}/").content.decode()
    assert head.post(f"/sharing/grants/{grant.id}/revoke/", {"reason": ""}).status_code == 422
    assert head.post(f"/sharing/grants/{grant.id}/revoke/", {"reason": "超出用途"}).status_code == 303


def test_the_data_officer_of_the_provider_cannot_decide(cast, as_):
    application, _, _ = ask(cast)
    page = as_("civil_affairs").get(f"/sharing/applications/{application.id}/decide/")
    assert page.status_code == 303
    posted = as_("civil_affairs").post(f"/sharing/applications/{application.id}/decide/", {"answer": "refuse"})
    assert posted.status_code == 403
    assert Application.objects.get().state == State.SENT


def test_the_desk_shows_the_term_with_its_article(cast, as_):
    ask(cast)
    page = as_("civil_affairs", "head").get("/").content.decode()
    assert "婚姻登记信息" in page
    assert "安徽299号令" in page
    assert "剩 7 个工作日" in page


def test_programs_do_the_same_by_token(cast, client):
    from yiyuan.organisations.services import issue_token

    resource = cast.resource("civil_affairs")
    token = issue_token(actor=cast.person("housing_fund"), name="t", functions=(), days=1)
    headers = {"Authorization": f"Bearer {token}"}
    body = {"resource_id": resource.id, **STATED, "methods": ["online_query"]}
    made = client.post("/api/v1/sharing/applications", body, content_type="application/json", headers=headers)
    assert made.status_code == 201, made.content
    assert made.json()["state"] == "sent"
    head = issue_token(actor=cast.person("civil_affairs", "head"), name="t", functions=(), days=1)
    url = f"/api/v1/sharing/applications/{made.json()['id']}"
    refused = client.post(
        f"{url}/refuse", {"reason": ""}, content_type="application/json", headers={"Authorization": f"Bearer {head}"}
    )
    assert refused.status_code == 422
    assert refused.json()["rule"] == "sharing.refusal"
    assert any("安徽299号令" in article for article in refused.json()["articles"])
    granted = client.post(
        f"{url}/grant",
        {"items": ["男方姓名"], "reason": "其余不必"},
        content_type="application/json",
        headers={"Authorization": f"Bearer {head}"},
    )
    assert granted.json()["masked"] == {"男方姓名": "name"}
    assert client.get(url, headers={"Authorization": "Bearer nonsense"}).status_code == 401


def test_a_task_is_set_under_the_list_and_moved_at_one_address(cast, as_):
    owner = cast.organisation("civil_affairs")
    cast.officer_of_bureau()
    bureau, head = as_("bureau", "bureau"), as_("civil_affairs", "head")
    assert "列入一件任务" in bureau.get("/sharing/tasks/").content.decode()
    assert "列入一件任务" not in head.get("/sharing/tasks/").content.decode()
    said = {"title": "补齐目录", "owner_id": str(owner), "minutes_number": "〔2026〕9号"}
    refused = bureau.post("/sharing/tasks/", {**said, "owner_id": ""})
    assert (refused.status_code, "补齐目录" in refused.content.decode()) == (422, True)
    assert head.post("/sharing/tasks/", said).status_code == 403
    task = bureau.post("/sharing/tasks/", said)["Location"]
    assert head.post(f"{task}erase/", {"text": "已补齐"}).status_code == 404
    assert "选填" not in head.get(task).content.decode()
    assert head.post(f"{task}report/", {"text": " "}).status_code == 422
    assert head.post(f"{task}report/", {"text": "已补齐"}).status_code == 303
    assert "已报告结果" in bureau.get(task).content.decode()
