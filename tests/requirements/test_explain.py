"""Which article decided what; what would be; the seven headings; what an older measure leaves behind."""

from datetime import date, timedelta

import pytest
from django.test import Client

from yiyuan.catalog.selectors import version_for
from yiyuan.catalog.services import submit_version
from yiyuan.kernel.errors import NotFound
from yiyuan.organisations.services import issue_token
from yiyuan.sharing import services as sharing
from yiyuan.sharing.selectors import application_for, received, upkeep
from yiyuan.sharing.tests.test_services import ask
from yiyuan.workflow import selectors
from yiyuan.workflow.explain import explanation
from yiyuan.workflow.what_if import answers

HEADINGS = ["采集获取", "互联互通", "目录编制", "共享提供", "更新维护", "质量管控", "数据安全"]


def client_of(account):
    client = Client()
    client.force_login(account)
    return client


def machine_of(actor):
    secret = issue_token(actor=actor, name="脚本", functions=(), days=1)
    return Client(headers={"Authorization": f"Bearer {secret}"})


def test_a_case_says_which_article_decided_what(cast, clock):
    clock.set(date(2026, 9, 24))
    application, _, _ = ask(cast)
    head = cast.person("civil_affairs", "head")
    sharing.refuse_application(
        application.id, actor=head, reason="法律禁止", basis="《示例法》第三条", basis_level="law"
    )
    case = explanation(head, "sharing.application", application.id, today=date(2026, 9, 24))
    assert case.profile == "wuhu/2020-07-22+anhui/2021-03-01"
    send, refuse = case.steps
    assert (send.label, refuse.label) == ("提交申请", "不予共享")
    assert refuse.who.value == "提供部门"
    assert "安徽299号令 第25条" in [chip.text for chip in refuse.because.chips]
    (term,) = case.terms
    assert (term.ruling.value, term.due_on) == ("7 个工作日", date(2026, 10, 12))
    page = client_of(cast.account("civil_affairs", "head")).get(f"/law/explain/sharing.application/{application.id}/")
    assert "这件事按哪条办" in page.content.decode()
    with pytest.raises(NotFound):
        explanation(cast.person("police", "head"), "sharing.application", application.id, today=date(2026, 9, 24))


def test_a_machine_reads_the_same_and_a_stranger_finds_nothing(cast, clock):
    clock.set(date(2026, 9, 24))
    application, _, _ = ask(cast)
    path = f"/api/v1/workflow/explain/sharing.application/{application.id}"
    found = machine_of(cast.person("civil_affairs", "head")).get(path).json()
    (term,) = found["terms"]
    assert (term["due_on"], term["rule"]["value"]) == ("2026-10-12", "7 个工作日")
    assert "安徽299号令 第25条" in term["rule"]["articles"]
    assert [step["label"] for step in found["steps"]] == ["提交申请"]
    assert machine_of(cast.person("police", "head")).get(path).status_code == 404


def test_a_machine_asks_what_if_and_a_wrong_type_is_refused(cast):
    client = machine_of(cast.person("police"))
    path = "/api/v1/workflow/what-if"
    asked = {"region": "410800", "on": "2026-09-24", "sharing_type": "conditional"}

    def said(asked):
        return {
            answer["rule"]: (answer["value"], answer["due_on"])
            for answer in client.get(path, asked).json()[0]["answers"]
        }

    assert said(asked)["有条件共享由谁答复"] == ("数据主管部门", None)
    assert said(asked | {"region": "410822"}) == said(asked)  # a county of that city
    assert client.get(path, asked | {"sharing_type": "secret"}).status_code == 422


@pytest.mark.parametrize(
    ("region", "on", "decider", "due_on"),
    [
        ("340200", date(2026, 9, 24), "提供部门", date(2026, 10, 12)),
        ("340200", date(2021, 2, 26), "提供部门", date(2021, 3, 12)),
        ("320481", date(2026, 9, 24), "提供部门", date(2026, 10, 15)),
        ("410800", date(2026, 9, 24), "数据主管部门", date(2026, 10, 15)),
    ],
)
def test_what_if_answers_who_decides_by_when(region, on, decider, due_on, db):
    apply, _, change = answers(region=region, on=on, sharing_type="conditional")
    found = {answer.title: answer for answer in apply.answers}
    assert found["有条件共享由谁答复"].value == decider
    assert found["有条件共享答复期限"].due_on == due_on
    assert found["有条件共享答复期限"].chips
    assert change.answers


def test_the_what_if_page_asks_and_answers_without_writing(cast, clock):
    clock.set(date(2026, 9, 24))
    client = client_of(cast.account("civil_affairs"))
    assert client.get("/law/what-if/").status_code == 200
    page = client.get("/law/what-if/", {"region": "320481", "on": "2026-09-24", "sharing_type": "not_shared"})
    assert "与提供部门协商，未果的协调" in page.content.decode()
    assert "大数据发展领导小组" in page.content.decode()
    assert client.get("/law/what-if/", {"region": "320481"}).status_code == 422


@pytest.mark.requirement("wuhu-2020-data/4.8")
def test_the_home_page_of_a_department_shows_its_open_tasks_under_the_seven_headings(cast, clock):
    clock.set(date(2026, 9, 24))
    application, _, _ = ask(cast)
    page = client_of(cast.account("civil_affairs", "head")).get("/").content.decode()
    section = page[page.index("按本部门负责的工作看") :]
    places = [section.index(f"<dt>{heading}</dt>") for heading in HEADINGS]
    assert places == sorted(places)
    under_sharing = section[places[3] : places[4]]
    assert application.matter_title() in under_sharing
    assert section.count("没有待办") == len(HEADINGS) - 1
    elsewhere = client_of(cast.account("police", "head", place="liyang")).get("/").content.decode()
    assert "按本部门负责的工作看" not in elsewhere  # the law of Liyang lists no such headings


@pytest.mark.requirement("wuhu-2020-data/30.2")
def test_a_record_of_the_2016_measure_keeps_its_rule_version_and_is_shown_as_historical(cast, clock):
    clock.set(date(2019, 9, 24))
    old, _, _ = ask(cast)
    clock.set(date(2026, 9, 24))
    new, _, _ = ask(cast, provider="police")
    bureau = cast.officer_of_bureau()
    then = explanation(bureau, "sharing.application", old.id, today=date(2026, 9, 24))
    now = explanation(bureau, "sharing.application", new.id, today=date(2026, 9, 24))
    assert (then.profile, then.historical) == ("wuhu-2016-measure/2016-08-01", True)
    assert (now.profile, now.historical) == ("wuhu/2020-07-22+anhui/2021-03-01", False)
    page = client_of(cast.account("bureau", "bureau")).get(f"/law/explain/sharing.application/{old.id}/")
    assert "历史规则" in page.content.decode()
    assert "芜政办〔2016〕38号、40号，已废止） 2016-08-01 版" in page.content.decode()


@pytest.mark.requirement("anhui-2020-data/5.1")
def test_a_bureau_sees_every_department_of_its_region_and_none_of_a_sibling(cast, clock):
    clock.set(date(2026, 9, 24))
    here, there = cast.officer_of_bureau(place="wuhu"), cast.officer_of_bureau(place="liyang")
    ours, resource, _ = ask(cast, place="wuhu")
    theirs, foreign, _ = ask(cast, place="liyang")
    pending = cast.draft("police", name="户籍信息")
    submit_version(pending.id, actor=cast.person("police"))
    assert application_for(here, ours.id) == ours
    assert list(received(here)) == [ours]
    assert version_for(here, pending.id) == pending
    for hidden in (lambda: application_for(here, theirs.id), lambda: version_for(there, pending.id)):
        with pytest.raises(NotFound):
            hidden()
    for watching, own in ((here, ours), (there, theirs)):  # indicators
        assert [row.provider_id for row in upkeep(watching)] == [own.provider_id]
    assert {term.region_code for term in selectors.overseen(here)} == {"340200"}
    assert {term.region_code for term in selectors.overseen(there)} == {"320481"}
    assert resource.region_code != foreign.region_code


@pytest.mark.parametrize(
    ("place", "first_day", "profile"),
    [
        ("liyang", date(2020, 4, 7), "liyang/2020-04-07"),
        ("jiaozuo", date(2020, 10, 28), "jiaozuo/2020-10-28"),
        ("anhui", date(2021, 3, 1), "anhui/2021-03-01"),
        ("wuhu", date(2021, 3, 1), "wuhu/2020-07-22+anhui/2021-03-01"),
    ],
)
@pytest.mark.requirement("liyang-2020-sharing/29.1", "jiaozuo-2020-data/39.1", "anhui-2020-data/46.1")
def test_a_matter_started_on_the_day_a_text_takes_effect_is_under_it_and_one_of_the_day_before_is_not(
    cast, clock, place, first_day, profile
):
    clock.set(first_day - timedelta(days=1))
    cast.place = place
    old, _, _ = ask(cast)
    clock.set(first_day)
    new, _, _ = ask(cast, provider="police")
    clock.set(date(2026, 9, 24))
    bureau = cast.officer_of_bureau()
    then, now = (
        explanation(bureau, "sharing.application", one.id, today=date(2026, 9, 24)).profile for one in (old, new)
    )
    assert now == profile
    assert then == {"wuhu": "wuhu/2020-07-22"}.get(place, "default")
