"""The life of applications and grants as the four texts ask for it. Read from the `accept` sentences."""

import html
import re
from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import parse_qsl, urlsplit

import openpyxl
import pytest
from django.db import connection

from tests.requirements.test_sharing import (
    CITIES,
    FREE,
    STATED,
    ask,
    conditional,
    decider,
    file_of,
    grant,
    text,
    whole,
)
from tests.support.cast import MARRIAGE_ITEMS, SUBSCRIBED
from tests.support.refusals import refused
from yiyuan.catalog import services as catalog
from yiyuan.exchange import services as exchange
from yiyuan.exchange.models import Delivery
from yiyuan.exchange.tests.conftest import citizen, fill
from yiyuan.exchange.uses import uses
from yiyuan.intake.overdue import watch_loads
from yiyuan.kernel import clock as legal
from yiyuan.kernel.actor import SYSTEM
from yiyuan.kernel.errors import NotAllowed, NotFound, RuleBroken
from yiyuan.notices import selectors as notices
from yiyuan.notices.models import Notice
from yiyuan.notices.types import Kind
from yiyuan.organisations import services as organisations
from yiyuan.organisations.models import Account
from yiyuan.sharing import selectors, services
from yiyuan.sharing.models import Application, Certificate, Grant, Provision, Task
from yiyuan.sharing.types import GrantState, State, TaskState
from yiyuan.workdays.api import workdays_left
from yiyuan.workflow.models import Signal, Term
from yiyuan.workflow.selectors import signals, todo
from yiyuan.workflow.services import conclude, state_reasons, watch_terms
from yiyuan.workflow.types import SignalState

ROWS = 6
MEETING = {
    "met_on": date(2026, 9, 1),
    "participants": "市民政局、市住房公积金管理中心",
    "minutes_number": "〔2026〕12号",
    "conclusion": "应当提供",
}


def look_up(made, cast, place="wuhu", *, number=1, case="A-1"):
    officer = cast.person("housing_fund", place=place)
    asked = {"登记证字号": f"J{number:06d}"}
    return exchange.look_up(made.id, actor=officer, asked=asked, case=case, reason="提取审核")


def the_signal(actor, violation):
    return signals(actor).get(violation=violation)


def heard_and_confirmed(signal, *, by, concerned):
    """Nothing is found before the department stated its reasons and an officer confirmed."""
    assert signal.state == SignalState.OPEN
    with pytest.raises(Exception, match=r"signal\.conclude"):
        conclude(signal.id, actor=by, confirmed=True, conclusion="属实")
    with pytest.raises(NotAllowed):
        conclude(signal.id, actor=concerned, confirmed=True, conclusion="属实")
    state_reasons(signal.id, actor=concerned, statement="人手不足")
    assert Signal.objects.get(id=signal.id).state == SignalState.STATED
    conclude(signal.id, actor=by, confirmed=True, conclusion="理由不成立")
    assert Signal.objects.get(id=signal.id).state == SignalState.CONFIRMED


# ---- who shares ----


@pytest.mark.requirement("anhui-2020-data/20.1")
def test_departments_share_and_neither_a_citizen_nor_a_company_files_an_application(cast, client):
    resource = conditional(cast, "anhui")
    clerk = cast.person("water_company", place="anhui")
    with refused("sharing.applicants"):
        services.draft_application(resource.id, actor=clerk, scope=whole(resource), values=STATED)
    organisations.open_account(actor=SYSTEM, login="citizen", password="correct horse", person_name="张三")
    client.force_login(Account.objects.get(login="citizen"))
    for address in (f"/sharing/apply/{resource.id}/", "/sharing/needs/new/"):
        assert client.post(address, STATED).status_code in {302, 403}
    assert (
        client.post("/api/v1/sharing/applications", {"resource_id": resource.id}, "application/json").status_code == 401
    )
    assert not Application.objects.exists()
    assert ask(cast, resource, "anhui").state == State.SENT


@pytest.mark.parametrize("place", ["liyang", "wuhu"])
@pytest.mark.requirement("liyang-2020-sharing/10.3")
def test_a_conditional_resource_is_for_the_departments_named_and_read_only_under_a_grant(cast, as_, place):
    resource = conditional(cast, place)
    fill(resource, rows=ROWS)
    provider = cast.person("civil_affairs", place=place)
    fund = cast.organisation("housing_fund", place=place)
    cast.person("education", place=place)
    page = as_("civil_affairs", place=place).post(
        f"/sharing/resources/{resource.id}/eligible/", {"organisation": [fund]}
    )
    assert page.status_code == 303
    with pytest.raises(NotAllowed):
        services.set_eligible(resource.id, actor=cast.person("education", place=place), organisation_ids=[])
    until = (legal.today() + timedelta(days=30)).isoformat()
    body = {**STATED, "items": [str(resource.items[0].id)], "methods": ["online_query"], "until_on": until}
    refused = text(as_("education", place=place).post(f"/sharing/apply/{resource.id}/", body), 422)
    assert "住房公积金管理中心" in refused
    assert not Application.objects.exists()
    officer = cast.person("housing_fund", place=place)
    application = ask(cast, resource, place)
    with pytest.raises(NotFound):
        file_of(Grant(id=999), officer)
    made = services.grant_application(application.id, actor=decider(cast, place), scope=whole(resource))
    assert "J000001" in file_of(made, officer)
    with pytest.raises(NotFound):
        file_of(made, cast.person("education", place=place))
    services.set_eligible(resource.id, actor=provider, organisation_ids=[])
    assert as_("education", place=place).post(f"/sharing/apply/{resource.id}/", body).status_code == 303


@pytest.mark.requirement("wuhu-2020-data/13.1")
def test_a_request_and_a_subscription_name_the_duty_or_the_item_they_serve(cast, as_):
    free = cast.resource("civil_affairs", **FREE)
    client = as_("housing_fund")
    until = (legal.today() + timedelta(days=30)).isoformat()
    body = {"items": [str(free.items[0].id)], "methods": ["online_query"], "until_on": until}
    body |= {"need": "编码", "purpose": "编码", "scenario": "窗口受理"}
    refused = text(client.post(f"/sharing/apply/{free.id}/", body), 422)
    assert "履职依据或者服务事项" in refused
    assert not Grant.objects.exists()
    for named in ({"duty": "公积金管理"}, {"service_item": "公积金提取"}):
        assert client.post(f"/sharing/apply/{free.id}/", body | named).status_code == 303
        made = Grant.objects.order_by("-id")[0]
        assert (made.duty, made.service_item) == (named.get("duty", ""), named.get("service_item", ""))
    resource = conditional(cast)
    with pytest.raises(RuleBroken) as broken:
        ask(cast, resource, values={**STATED, "duty": " "})
    assert broken.value.facts["missing"] == ["duty"]
    made = grant(cast, resource)
    assert made.duty == STATED["duty"]


@pytest.mark.requirement("jiaozuo-2020-data/22.4")
def test_in_jiaozuo_the_use_is_one_of_the_kinds_the_resource_permits(cast, as_):
    kinds = cast.law("jiaozuo")("sharing.use_kinds")
    assert set(kinds) == {"administrative_basis", "reference", "checking", "cooperation", "other"}
    resource = conditional(cast, "jiaozuo", purpose="行政依据、业务协同")
    client = as_("housing_fund", place="jiaozuo")
    page = text(client.get(f"/sharing/apply/{resource.id}/"))
    assert re.findall(r'name="use_kinds"[^>]*value="(\w+)"', page) == ["administrative_basis", "cooperation"]
    for wrong, rule in (([], "sharing.purpose"), (["checking"], "sharing.use_kinds")):
        with pytest.raises(RuleBroken) as broken:
            ask(cast, resource, "jiaozuo", values={**STATED, "use_kinds": wrong})
        assert broken.value.rule == rule
        Application.objects.all().delete()
    application = ask(cast, resource, "jiaozuo", values={**STATED, "use_kinds": ["cooperation"]})
    made = services.grant_application(application.id, actor=decider(cast, "jiaozuo"), scope=whole(resource))
    assert made.use_kinds == ["cooperation"]


# ---- signals ----


@pytest.mark.parametrize(
    ("place", "article"),
    [
        ("liyang", "liyang-2020-sharing/26.4"),
        ("anhui", "anhui-2020-data/43.7"),
        ("wuhu", "wuhu-2020-data/28.2"),
    ],
)
@pytest.mark.requirement("liyang-2020-sharing/26.4", "anhui-2020-data/43.7")
def test_a_late_supply_is_offered_as_a_signal_and_found_only_after_statement_and_confirmation(
    cast, clock, place, article
):
    clock.set(date(2026, 9, 8))
    made = grant(cast, conditional(cast, place), place)
    bureau, provider = cast.officer_of_bureau(place=place), cast.person("civil_affairs", place=place)
    clock.set(Term.objects.get(workflow="sharing.grant", matter_id=made.id).due_on)
    watch_terms()
    assert not Signal.objects.exists()
    clock.set(legal.today() + timedelta(days=1))
    watch_terms()
    signal = the_signal(bureau, "sharing.violation_supply")
    assert article in signal.requirement_ids
    assert signal.organisation_id == provider.organisation_id
    assert signal.evidence["due_on"]
    heard_and_confirmed(signal, by=bureau, concerned=provider)


@pytest.mark.parametrize(
    ("place", "article"),
    [("liyang", "liyang-2020-sharing/26.5"), ("anhui", "anhui-2020-data/43.7")],
)
@pytest.mark.requirement("liyang-2020-sharing/26.5", "anhui-2020-data/43.7")
def test_an_application_nobody_took_up_is_a_signal_and_a_missed_answer_is_not_yet_a_finding(
    cast, clock, place, article
):
    clock.set(date(2026, 9, 8))
    resource = conditional(cast, place)
    answered = ask(cast, resource, place)
    services.refuse_application(
        answered.id, actor=decider(cast, place), reason="法律禁止", basis="《某法》第一条", basis_level="law"
    )
    silent = ask(cast, resource, place)
    clock.set(Term.objects.get(workflow="sharing.application", matter_id=silent.id).due_on + timedelta(days=1))
    watch_terms()
    bureau, provider = cast.officer_of_bureau(place=place), cast.person("civil_affairs", place=place)
    signal = the_signal(bureau, "sharing.violation_reply")
    assert signal.evidence["matter"] == f"sharing.application:{silent.id}"
    assert article in signal.requirement_ids
    assert Application.objects.get(id=silent.id).state == State.SENT
    assert "线索" in signal.get_state_display()
    heard_and_confirmed(signal, by=bureau, concerned=provider)


@pytest.mark.requirement("anhui-2020-data/43.7")
def test_a_refusal_the_consumer_holds_unfounded_is_offered_with_its_words(cast, as_):
    resource = conditional(cast, "anhui")
    application = ask(cast, resource, "anhui")
    head = cast.person("civil_affairs", "head", place="anhui")
    services.refuse_application(
        application.id, actor=head, reason="不便提供", basis="《某法》第一条", basis_level="law"
    )
    client = as_("housing_fund", place="anhui")
    address = f"/sharing/applications/{application.id}/dispute/"
    assert client.post(address, {"reason": " "}).status_code == 422
    assert client.post(address, {"reason": "该条没有禁止提供"}).status_code == 303
    bureau = cast.officer_of_bureau(place="anhui")
    signal = the_signal(bureau, "sharing.violation_refusal")
    assert "anhui-2020-data/43.7" in signal.requirement_ids
    assert "不便提供" in signal.evidence["words"]
    assert "该条没有禁止提供" in signal.evidence["words"]
    assert signal.organisation_id == head.organisation_id
    heard_and_confirmed(signal, by=bureau, concerned=head)


@pytest.mark.requirement("anhui-2020-data/43.7")
def test_an_officer_offers_a_refusal_from_its_own_page_with_its_words_filled_in(cast, as_):
    application = ask(cast, conditional(cast, "anhui"), "anhui")
    head = cast.person("civil_affairs", "head", place="anhui")
    services.refuse_application(
        application.id, actor=head, reason="不便提供", basis="《某法》第一条", basis_level="law"
    )
    bureau = as_("bureau", "bureau", place="anhui")
    page = text(bureau.get(application.get_absolute_url()))
    (address,) = re.findall(r'href="(/signals/new/[^"]+)"', page)
    form = text(bureau.get(html.unescape(address)))
    assert "不便提供" in form
    assert re.search(rf'value="{head.organisation_id}" selected', form)
    assert 'value="sharing.violation_refusal" selected' in form
    assert "/signals/new/" not in text(as_("housing_fund", place="anhui").get(application.get_absolute_url()))
    said = dict(parse_qsl(urlsplit(html.unescape(address)).query))
    assert bureau.post("/signals/new/", said).status_code == 303
    signal = the_signal(cast.officer_of_bureau(place="anhui"), "sharing.violation_refusal")
    assert "anhui-2020-data/43.7" in signal.requirement_ids
    heard_and_confirmed(signal, by=cast.officer_of_bureau(place="anhui"), concerned=head)


@pytest.mark.requirement("liyang-2020-sharing/16.1")
def test_an_unconditional_entry_without_data_by_its_deadline_is_flagged_overdue(cast, clock, as_):
    clock.set(date(2026, 9, 8))
    cast.officer_of_bureau(place="liyang")
    cast.resource("civil_affairs", place="liyang", **{**FREE, "cycle": "weekly"})
    clock.set(date(2026, 9, 15))
    assert watch_loads() == 0
    clock.set(date(2026, 9, 16))
    assert watch_loads() == 1
    shown = text(as_("bureau", "bureau", place="liyang").get("/signals/"))
    assert FREE["name"] in shown
    assert "溧阳市民政局" in shown


@pytest.mark.parametrize(
    ("place", "loaded", "articles"),
    [
        ("liyang", False, ["liyang-2020-sharing/26.4"]),
        ("liyang", True, ["liyang-2020-sharing/26.6"]),
        ("anhui", False, ["anhui-2020-data/43.7"]),
        ("anhui", True, ["anhui-2020-data/43.8"]),
        ("wuhu", False, ["anhui-2020-data/43.7", "wuhu-2020-data/28.2"]),
        ("wuhu", True, ["anhui-2020-data/43.8"]),
        ("jiaozuo", False, ["jiaozuo-2020-data/35.2"]),
        ("jiaozuo", True, ["jiaozuo-2020-data/35.2"]),
    ],
)
@pytest.mark.requirement(
    "liyang-2020-sharing/26.4",
    "liyang-2020-sharing/26.6",
    "anhui-2020-data/43.7",
    "anhui-2020-data/43.8",
    "jiaozuo-2020-data/35.2",
)
def test_a_resource_not_loaded_within_its_cycle_is_charged_with_what_happened(  # noqa: PLR0917 - a table
    cast, clock, as_, place, articles, loaded
):
    clock.set(date(2026, 9, 8))
    resource = conditional(cast, place, cycle="monthly")
    if loaded:
        clock.set(date(2026, 9, 10))
        catalog.mark_fresh(resource.id, fresh_on=legal.today())
    last = legal.today() + timedelta(days=31)
    clock.set(last)
    watch_loads()
    assert not Signal.objects.exists()
    clock.set(last + timedelta(days=1))
    assert (watch_loads(), watch_loads()) == (1, 1)
    bureau, provider = cast.officer_of_bureau(place=place), cast.person("civil_affairs", place=place)
    signal = the_signal(bureau, "sharing.violation_update" if loaded else "sharing.violation_supply")
    assert signal.requirement_ids == articles
    assert signal.organisation_id == provider.organisation_id
    assert last.isoformat() in signal.evidence["words"]
    after = text(as_("bureau", "bureau", place=place).get(f"/signals/{signal.id}/"))
    assert "认定之后" in after
    assert ("上报本级人民政府" in after) is (place != "jiaozuo")
    assert ("书面通报" in after) is (place in {"wuhu", "jiaozuo"})
    heard_and_confirmed(signal, by=bureau, concerned=provider)
    catalog.mark_fresh(resource.id, fresh_on=legal.today())
    assert watch_loads() == 0


def test_what_has_no_cycle_is_never_overdue(cast, clock):
    clock.set(date(2026, 9, 8))
    conditional(cast, cycle="irregular")
    clock.set(date(2027, 12, 1))
    assert watch_loads() == 0


@pytest.mark.parametrize("place", ["wuhu", "liyang", "jiaozuo"])
@pytest.mark.requirement("anhui-2020-data/17.2", "liyang-2020-sharing/16.1", "jiaozuo-2020-data/22.2")
def test_what_stays_with_its_provider_is_watched_by_the_day_its_interface_last_answered(cast, clock, place):
    clock.set(date(2026, 9, 8))
    kept = {"held_by_provider": True, "held_reason": "实时办理", "held_basis": "《某法》", "held_basis_level": "law"}
    resource = conditional(cast, place, cycle="weekly", **kept)
    clock.set(date(2026, 9, 15))
    assert watch_loads() == 0
    catalog.mark_fresh(resource.id, fresh_on=legal.today())
    clock.set(date(2026, 9, 22))
    assert watch_loads() == 0
    clock.set(date(2026, 9, 23))
    assert watch_loads() == 1
    words = Signal.objects.get().evidence["words"]
    assert "数据留在提供部门，上次从其接口取到 2026-09-15" in words


def test_reminders_at_half_term_and_a_day_before_reach_desk_and_notices(cast, clock, as_):
    clock.set(date(2026, 9, 8))
    application = ask(cast, conditional(cast))
    head = cast.person("civil_affairs", "head")
    term = Term.objects.get(workflow="sharing.application", matter_id=application.id)
    desk = as_("civil_affairs", "head")

    def told():
        return [one.sentence for one in notices.mine(head) if one.kind == Kind.REMINDER]

    watch_terms()
    assert told() == []
    seen = []
    while legal.today() < term.due_on:
        clock.set(legal.today() + timedelta(days=1))
        watch_terms()
        watch_terms()
        term.refresh_from_db()
        seen.append((workdays_left(legal.today(), term.due_on), sorted(term.reminders)))
    total = workdays_left(term.started_on, term.due_on)
    assert len(seen) > 1
    for left, kinds in seen:
        assert ("half" in kinds) == (left * 2 <= total)
        assert ("day_before" in kinds) == (left <= 1)
    half, day_before = reversed(told())
    assert half.startswith("期限已过半")
    assert day_before.startswith("期限将到")
    assert application.number in half or application.resource_name in half
    page = text(desk.get("/"))
    assert "期限过半提醒" in page
    assert "到期前一日提醒" in page
    assert not Notice.objects.filter(account=cast.account("education", "head")).exists()


@pytest.mark.requirement("jiaozuo-2020-data/35.4")
def test_in_jiaozuo_a_missing_answer_or_feedback_is_a_signal_of_kind_four(cast, clock):
    """The text sets no term for the bureau's answer, so the platform's labelled default runs."""
    clock.set(date(2026, 9, 8))
    resource = conditional(cast, "jiaozuo")
    silent = ask(cast, resource, "jiaozuo")
    refused = ask(cast, resource, "jiaozuo")
    bureau = cast.officer_of_bureau(place="jiaozuo")
    services.refuse_application(refused.id, actor=bureau, reason="暂不提供", basis="规定", basis_level="other_policy")
    services.dispute_refusal(refused.id, actor=cast.person("housing_fund", place="jiaozuo"), reason="没有依据")
    clock.set(Term.objects.get(workflow="sharing.application", matter_id=silent.id).due_on + timedelta(days=1))
    watch_terms()
    for violation in ("sharing.violation_reply", "sharing.violation_refusal"):
        signal = the_signal(bureau, violation)
        assert "jiaozuo-2020-data/35.4" in signal.requirement_ids
        assert signal.evidence
        assert signal.state == SignalState.OPEN
    concerned = cast.person("civil_affairs", place="jiaozuo")
    heard_and_confirmed(the_signal(bureau, "sharing.violation_refusal"), by=bureau, concerned=concerned)


@pytest.mark.requirement("liyang-2020-sharing/18.6", "liyang-2020-sharing/26.7")
def test_use_is_held_against_its_purpose_and_misuse_an_inspector_records_suspends_the_grant(cast, as_):
    resource = conditional(cast, "liyang")
    fill(resource, rows=ROWS)
    made = grant(cast, resource, "liyang")
    look_up(made, cast, "liyang", case="与提取无关-7")
    inspector = cast.person("inspection", "auditor", place="liyang")
    client = as_("inspection", "auditor", place="liyang")
    page = text(client.get(f"/sharing/grants/{made.id}/"))
    assert STATED["purpose"] in page
    assert Delivery.objects.get().code in page
    assert "与提取无关-7" in text(client.get(f"/exchange/deliveries/{Delivery.objects.get().code}/"))
    for other in (("civil_affairs", "head"), ("housing_fund", "officer")):
        answer = as_(*other, place="liyang").post(f"/sharing/grants/{made.id}/misuse/", {"reason": "x"})
        assert answer.status_code == 403
    assert client.post(f"/sharing/grants/{made.id}/misuse/", {"reason": ""}).status_code == 422
    assert client.post(f"/sharing/grants/{made.id}/misuse/", {"reason": "办件号不存在"}).status_code == 303
    made.refresh_from_db()
    assert made.state == GrantState.SUSPENDED
    with refused("sharing.use_limit"):
        look_up(made, cast, "liyang")
    bureau = cast.officer_of_bureau(place="liyang")
    signal = the_signal(bureau, "sharing.violation_use")
    assert "liyang-2020-sharing/26.7" in signal.requirement_ids
    assert "办件号不存在" in signal.evidence["words"]
    heard_and_confirmed(signal, by=bureau, concerned=cast.person("housing_fund", place="liyang"))
    with refused("sharing.resumption"):
        services.resume_grant(made.id, actor=cast.person("civil_affairs", "head", place="liyang"), reason="已整改")
    services.resume_grant(made.id, actor=bureau, reason="已整改")
    assert look_up(made, cast, "liyang").rows
    assert inspector.inspects(made.region_code)


@pytest.mark.requirement("liyang-2020-sharing/5.4")
def test_what_the_leading_group_decided_is_a_task_with_an_owner_and_a_state(cast, as_):
    cast.organisation("leading_group", place="liyang")
    resource = conditional(cast, "liyang")
    head = cast.person("civil_affairs", "head", place="liyang")
    application = ask(cast, resource, "liyang")
    services.refuse_application(application.id, actor=head, reason="不便", basis="《某法》第一条", basis_level="law")
    services.negotiate_refusal(application.id, actor=cast.person("housing_fund", place="liyang"))
    services.seek_coordination(application.id, actor=cast.person("housing_fund", place="liyang"), note="未果")
    group = as_("leading_group", "head", place="liyang")
    address = f"/sharing/applications/{application.id}/"
    body = {
        "met_on": "2026-09-01",
        "participants": "市民政局、公积金中心",
        "minutes_number": "溧数组纪〔2026〕3号",
        "conclusion": "由民政局按人核验方式提供",
        "task_1": "十月底前开通按人核验接口",
        "owner_1": str(cast.organisation("civil_affairs", place="liyang")),
        "wanted_1": "2026-10-30",
    }
    assert group.post(f"{address}conclude/", {**body, "met_on": ""}).status_code == 422
    assert not Task.objects.exists()
    assert group.post(f"{address}conclude/", body).status_code == 303
    page = text(as_("housing_fund", place="liyang").get(address))
    for said in ("2026-09-01", "市民政局、公积金中心", "溧数组纪〔2026〕3号", "按人核验方式提供"):
        assert said in page
    task = Task.objects.get()
    assert (task.owner_id, task.state) == (head.organisation_id, TaskState.OPEN)
    assert todo(head).filter(workflow="sharing.task", matter_id=task.id).exists()
    bureau = as_("bureau", "bureau", place="liyang")
    assert "办理中" in text(bureau.get("/sharing/tasks/"))
    owner = as_("civil_affairs", "head", place="liyang")
    assert owner.post(f"/sharing/tasks/{task.id}/accept/").status_code == 409
    assert owner.post(f"/sharing/tasks/{task.id}/report/", {"text": "接口已开通"}).status_code == 303
    assert owner.post(f"/sharing/tasks/{task.id}/accept/").status_code == 403
    assert group.post(f"/sharing/tasks/{task.id}/accept/").status_code == 303
    assert "已办结" in text(bureau.get("/sharing/tasks/"))


BEFORE_THE_PROVINCE = date(2020, 12, 1)  # since 2021 the province has an answer with a basis come first in Wuhu


@pytest.mark.parametrize("start", ["refusal", "not_shared"])
@pytest.mark.parametrize("place", ["wuhu", "liyang"])
@pytest.mark.requirement("wuhu-2020-data/13.7", "liyang-2020-sharing/17.5")
def test_a_refusal_and_a_not_shared_entry_open_a_negotiation_that_keeps_what_both_said_and_how_it_ended(
    cast, clock, as_, place, start
):
    if (place, start) == ("wuhu", "not_shared"):
        clock.set(BEFORE_THE_PROVINCE)
    resource = conditional(cast, place, sharing="conditional" if start == "refusal" else "not_shared")
    consumer, provider = as_("housing_fund", place=place), as_("civil_affairs", "head", place=place)
    application = ask(cast, resource, place)
    address = f"/sharing/applications/{application.id}/"
    if start == "refusal":
        head = cast.person("civil_affairs", "head", place=place)
        services.refuse_application(
            application.id, actor=head, reason="超出核验所需", basis="《某法》第一条", basis_level="law"
        )
        assert consumer.post(f"{address}negotiate/", {"reason": "没有它不能办理提取"}).status_code == 303
    application.refresh_from_db()
    assert application.state == State.NEGOTIATING
    assert not Grant.objects.exists()
    some = {"items": [resource.items[0].id], "methods": "online_query", "until_on": application.until_on}
    agreed = {"answer": "grant", **some, "note": "只给登记证字号，按件核验"}
    with pytest.raises(NotAllowed):
        services.grant_application(
            application.id, actor=cast.person("housing_fund", "head", place=place), scope=whole(resource)
        )
    assert provider.post(f"{address}decide/", agreed).status_code == 303
    made = Grant.objects.get()
    assert [field["name"] for field in made.plan["fields"]] == ["登记证字号"]
    for side in (consumer, provider):
        page = text(side.get(address))
        said = {"refusal": ["超出核验所需", "没有它不能办理提取"], "not_shared": [STATED["need"]]}[start]
        for words in (*said, "提出协商", "只给登记证字号，按件核验", made.number):
            assert words in page


@pytest.mark.parametrize(("place", "body"), [("wuhu", "government"), ("liyang", "leading_group")])
@pytest.mark.requirement("wuhu-2020-data/13.8", "liyang-2020-sharing/17.6")
def test_a_failed_negotiation_goes_to_the_body_of_the_city_alone_whose_minutes_give_nothing_by_themselves(
    cast, as_, place, body
):
    for name in ("government", "leading_group", "bureau"):
        cast.organisation(name, place=place)
    resource = conditional(cast, place)
    head = cast.person("civil_affairs", "head", place=place)
    application = ask(cast, resource, place)
    services.refuse_application(application.id, actor=head, reason="不便", basis="《某法》第一条", basis_level="law")
    services.negotiate_refusal(application.id, actor=cast.person("housing_fund", place=place))
    address = f"/sharing/applications/{application.id}/"
    consumer = as_("housing_fund", place=place)
    assert consumer.post(f"{address}coordinate/", {"reason": "协商未果"}).status_code == 303
    application.refresh_from_db()
    assert (application.state, application.coordinator_id) == (
        State.COORDINATING,
        cast.organisation(body, place=place),
    )
    minutes = {**MEETING, "met_on": MEETING["met_on"].isoformat()}
    others = {("government", "head"), ("leading_group", "head"), ("bureau", "bureau"), ("civil_affairs", "head")}
    for other in others - {(body, "head")}:
        assert as_(*other, place=place).forged(f"{address}conclude/", minutes).status_code in {403, 404}, other
    competent = as_(body, "head", place=place)
    assert competent.post(f"{address}conclude/", {**minutes, "participants": " "}).status_code == 422
    assert competent.post(f"{address}conclude/", minutes).status_code == 303
    assert competent.forged(f"{address}conclude/", minutes).status_code == 409  # the coordination is closed
    page = text(consumer.get(address))
    for words in (MEETING["participants"], MEETING["minutes_number"], MEETING["conclusion"]):
        assert words in page
    assert not Grant.objects.exists()
    with pytest.raises(NotAllowed):
        services.grant_application(application.id, actor=cast.person(body, "head", place=place), scope=whole(resource))
    services.grant_application(application.id, actor=head, scope=whole(resource))
    assert Grant.objects.get().state == GrantState.OPEN


# ---- by the platform, or registered ----


@pytest.mark.requirement("wuhu-2020-data/13.10")
def test_what_is_given_outside_the_platform_counts_only_when_it_is_registered_with_a_reason(cast, as_):
    resource = conditional(cast)
    bureau = cast.officer_of_bureau()
    fund = cast.organisation("housing_fund")
    body = {
        "resource_id": str(resource.id),
        "consumer_id": str(fund),
        "provided_on": legal.today().isoformat(),
        "times": "2",
        "rows": "300",
        "way": "光盘",
        "purpose": "提取审核",
    }
    since = legal.today().replace(month=1, day=1)
    refused = text(as_("civil_affairs").post("/sharing/provisions/", body), 422)
    assert "13条" in refused
    assert "理由" in refused
    assert not Provision.objects.exists()
    assert uses(bureau, by="department", since=since) == []
    assert as_("civil_affairs").post("/sharing/provisions/", {**body, "reason": "专线中断"}).status_code == 303
    (counted,) = uses(bureau, by="department", since=since)
    assert uses(bureau, by="department", since=since, until=since) == []
    page = text(as_("civil_affairs").get("/exchange/uses/?year=1999"))
    assert f"{since.year} 年使用统计" in page and "<dt>平台外行数</dt><dd>300</dd>" in page
    assert (counted.off_times, counted.off_rows, counted.calls) == (2, 300, 0)
    assert as_("education").post("/sharing/provisions/", {**body, "reason": "x"}).status_code == 403


@pytest.mark.requirement("wuhu-2020-data/13.12")
def test_uses_are_counted_per_department_and_per_resource(cast, as_, tmp_path):
    marriage = conditional(cast)
    fill(marriage, rows=ROWS)
    made = grant(cast, marriage)
    for number in (1, 2, 3):
        look_up(made, cast, number=number)
    file_of(made, cast.person("housing_fund"))
    cast.officer_of_bureau()
    client = as_("bureau", "bureau")
    for by, name in (("department", "芜湖市住房公积金管理中心"), ("resource", "婚姻登记信息")):
        page = text(client.get(f"/exchange/uses/?by={by}"))
        assert name in page
        exported = tmp_path / f"{by}.xlsx"
        answer = client.get(f"/exchange/uses/?by={by}&export=xlsx")
        exported.write_bytes(b"".join(answer.streaming_content) if answer.streaming else answer.content)
        sheet = openpyxl.load_workbook(exported).worksheets[0]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        head, line = rows[0], next(row for row in rows[1:] if row[0] == name)
        found = dict(zip(head, line, strict=True))
        assert (found["查询和接口"], found["文件"], found["取得行数"]) == (3, 1, 3 + ROWS)


@pytest.mark.requirement("wuhu-2016-sharing/10.3")
def test_response_time_and_failure_rate_of_calls_are_measured_files_apart(cast, as_):
    cast.organisation("civil_affairs")
    resource = cast.resource("civil_affairs")
    for number, (status, channel, ms) in enumerate(
        [(200, "gateway", 30), (404, "gateway", 50), (504, "gateway", 220), (403, "gateway", 9), (200, "file", 9000)]
    ):
        Delivery.objects.create(
            code=f"JF{number}",
            grant_id=1,
            resource_id=resource.id,
            resource_name="婚姻登记信息",
            region_code="340200",
            consumer_id=cast.organisation("housing_fund"),
            provider_id=cast.organisation("civil_affairs"),
            at=legal.now(),
            legal_on=legal.today(),
            channel=channel,
            action="query",
            status=status,
            rows=1,
            bytes=1,
            ms=ms,
        )
    cast.officer_of_bureau()
    (found,) = uses(cast.person("bureau", "bureau"), by="resource", since=legal.today())
    assert (found.calls, found.files, found.failed, found.mean_ms) == (2, 1, 1, 100)
    page = text(as_("bureau", "bureau").get("/exchange/uses/?by=resource"))
    assert "平均响应，毫秒" in page and "33.3%" in page


@pytest.mark.requirement("wuhu-2020-data/14.1")
def test_a_resource_behind_its_cycle_is_flagged_and_counted_against_its_provider(cast, clock, as_):
    clock.set(date(2026, 9, 8))
    resource = conditional(cast, cycle="weekly")
    kept = cast.resource("police", basis_level="law", name="户籍登记信息", cycle="yearly")
    for one in (resource, kept):
        catalog.mark_fresh(one.id, fresh_on=legal.today())
    cast.officer_of_bureau()
    client = as_("bureau", "bureau")
    counted = r"芜湖市民政局.*?超过更新周期\">(\d)"

    def behind():
        return re.search(counted, text(client.get("/sharing/upkeep/")), re.DOTALL)[1]

    clock.set(date(2026, 9, 15))
    assert behind() == "0"
    clock.set(date(2026, 9, 16))
    assert behind() == "1"
    page = text(client.get("/sharing/upkeep/"))
    assert re.search(r"芜湖市公安局.*?超过更新周期\">0", page, re.DOTALL)
    assert "超过更新周期" in text(client.get(f"/catalog/resources/{resource.id}/"))


@pytest.mark.parametrize(("category", "klass"), [("1", "01"), ("2", "01"), ("3", "07")])
@pytest.mark.requirement("wuhu-2020-data/8.6")
def test_no_library_is_read_but_through_a_grant(cast, as_, category, klass):
    """Base, theme and department library alike: a department without a grant finds no address that shows a row."""
    from django.urls import NoReverseMatch, get_resolver, reverse

    resource = conditional(cast, category=category, class_code=klass)
    fill(resource, rows=ROWS)
    made = grant(cast, resource)
    stranger = as_("education")
    rows = {citizen(number) for number in range(ROWS)} | {f"J{number:06d}" for number in range(ROWS)}
    ids = {"resource_id": resource.id, "version_id": resource.version_id, "grant_id": made.id}
    asked = 0
    for namespace, (_, inner) in get_resolver().namespace_dict.items():
        for name in {key for key in inner.reverse_dict if isinstance(key, str)}:
            for parameters in inner.reverse_dict.getlist(name):
                wanted = parameters[0][0][1]
                if not set(wanted) <= set(ids) or not wanted:
                    continue
                try:
                    address = reverse(f"{namespace}:{name}", kwargs={key: ids[key] for key in wanted})
                except NoReverseMatch:
                    continue
                for answer in (stranger.get(address), stranger.forged(address, {"format": "csv"})):
                    asked += 1
                    shown = b"".join(answer.streaming_content) if answer.streaming else answer.content
                    assert not [row for row in rows if row.encode() in shown], address
    assert asked > 20
    with connection.cursor() as cur:
        cur.execute(
            "select table_schema from information_schema.role_table_grants"
            " where grantee = 'yiyuan_gateway' and privilege_type = 'SELECT' group by 1"
        )
        assert {row[0] for row in cur.fetchall()} <= {"published", "audit"}
    assert rows & set(re.findall(r"J\d{6}", file_of(made, cast.person("housing_fund"))))


# ---- what the issue asks of the life of a grant ----


@pytest.mark.parametrize("place", CITIES)
def test_less_than_asked_for_is_given_with_a_reason_and_says_so(cast, as_, place):
    resource = conditional(cast, place)
    application = ask(cast, resource, place)
    fewer = replace(whole(resource), fields=frozenset([resource.items[0].id]))
    with refused("sharing.partly"):
        services.grant_application(application.id, actor=decider(cast, place), scope=fewer)
    services.grant_application(application.id, actor=decider(cast, place), scope=fewer, reason="其余不必")
    assert "部分同意" in text(as_("housing_fund", place=place).get(f"/sharing/applications/{application.id}/"))


def test_giving_less_without_a_word_is_said_beside_the_word_and_asking_for_nothing_beside_the_materials(cast, as_):
    resource = conditional(cast)
    application = ask(cast, resource)
    head = as_("civil_affairs", "head")
    address = f"/sharing/applications/{application.id}/decide/"
    some = {"items": [resource.items[0].id], "methods": sorted(resource.methods)[:1], "until_on": application.until_on}
    page = text(head.post(address, {"answer": "grant", **some, "note": ""}), 422)
    beside = page[page.index('id="note"') :]
    assert "说明其余部分不提供的理由" in beside[: beside.index('value="refuse"')]
    page = text(head.post(address, {"answer": "return"}), 422)
    beside = page[page.index("要补的材料</legend>") :]
    assert "请选要补的材料" in beside
    assert head.post(address, {"answer": "grant", **some, "note": "其余不必"}).status_code == 303


def test_forwarding_upwards_needs_proof_shows_the_answer_and_does_not_move_the_date(cast, clock, as_):
    clock.set(date(2026, 9, 8))
    resource = cast.resource("tax", basis_level="law", name="纳税信息")
    application = ask(cast, resource)
    due = Term.objects.get(workflow="sharing.application", closed_on=None).due_on
    head = cast.person("tax", "head")
    address = f"/sharing/applications/{application.id}/decide/"
    assert as_("tax", "head").post(address, {"answer": "forward", "upper_body": "省税务局"}).status_code == 422
    clock.set(date(2026, 9, 9))
    body = {"answer": "forward", "upper_body": "省税务局", "proof": "芜税函〔2026〕3号"}
    assert as_("tax", "head").post(address, body).status_code == 303
    assert Term.objects.get(workflow="sharing.application", closed_on=None).due_on == due
    services.hear_upper_body(application.id, actor=cast.person("tax"), upper_answer="省局同意提供，皖税函〔2026〕9号")
    assert Term.objects.get(workflow="sharing.application", closed_on=None).due_on == due
    page = text(as_("housing_fund").get(f"/sharing/applications/{application.id}/"))
    assert "芜税函〔2026〕3号" in page
    assert "省局同意提供" in page
    services.grant_application(application.id, actor=head, scope=selectors.scope_of(application))


def test_a_grant_is_renewed_by_a_new_decision_and_its_key_goes_on(cast, clock, as_):
    resource = conditional(cast)
    fill(resource, rows=ROWS)
    old = grant(cast, resource)
    officer = cast.person("housing_fund")
    key = services.issue_key(old.id, actor=officer)
    page = text(as_("housing_fund").get(f"/sharing/apply/{resource.id}/?renews={old.id}"))
    assert STATED["purpose"] in page
    assert as_("education").get(f"/sharing/apply/{resource.id}/?renews={old.id}").status_code == 404
    asked = services.draft_application(
        resource.id, actor=officer, scope=whole(resource, days=300), values=STATED, renews_id=old.id
    )
    services.send_application(asked.id, actor=officer)
    old.refresh_from_db()
    assert old.state == GrantState.OPEN
    new = services.grant_application(asked.id, actor=decider(cast), scope=whole(resource, days=300))
    old.refresh_from_db()
    new.refresh_from_db()
    assert old.state == GrantState.RENEWED
    assert new.key_digest == services.digest_of(key)


def test_a_grant_is_narrowed_never_widened_and_a_daily_limit_holds(cast, clock):
    resource = conditional(cast)
    fill(resource, rows=ROWS)
    made = grant(cast, resource)
    head = cast.person("civil_affairs", "head")
    with refused("sharing.scope"):
        services.narrow_grant(made.id, actor=head, reason="x", until_on=made.until_on + timedelta(days=1))
    services.narrow_grant(made.id, actor=head, reason="只需核对", fields=[resource.items[0].id], daily_calls=2)
    assert list(look_up(made, cast).rows[0]) == ["登记证字号"]
    look_up(made, cast)
    with refused("sharing.volume"):
        look_up(made, cast)
    clock.set(legal.today() + timedelta(days=1))
    assert look_up(made, cast).rows


def test_a_grant_nobody_uses_lapses_after_notice_unless_it_is_still_needed(cast, clock):
    clock.set(date(2026, 1, 5))
    resource = conditional(cast)
    made, kept, used = (grant(cast, resource) for _ in range(3))
    fill(resource, rows=ROWS)
    clock.set(date(2026, 7, 8))
    services.watch_unused(today=legal.today())
    assert set(Grant.objects.values_list("state", flat=True)) == {GrantState.UNUSED}
    officer = cast.person("housing_fund")
    assert {t.matter_id for t in todo(officer).filter(workflow="sharing.grant")} == {made.id, kept.id, used.id}
    services.keep_grant(kept.id, actor=officer, reason="年底集中使用")
    look_up(used, cast)
    clock.set(Term.objects.get(workflow="sharing.grant", matter_id=made.id, closed_on=None).due_on + timedelta(days=1))
    services.watch_unused(today=legal.today())
    states = dict(Grant.objects.values_list("id", "state"))
    assert states == {made.id: GrantState.LAPSED, kept.id: GrantState.IN_USE, used.id: GrantState.IN_USE}


def test_after_the_end_of_a_used_grant_the_consumer_certifies_what_became_of_the_data(cast, as_):
    resource = conditional(cast)
    fill(resource, rows=ROWS)
    unused, used = grant(cast, resource), grant(cast, resource)
    officer, head = cast.person("housing_fund"), cast.person("civil_affairs", "head")
    file_of(used, officer)
    for one in (unused, used):
        services.revoke_grant(one.id, actor=head, reason="用途结束")
    assert Certificate.objects.get().grant_id == used.id
    assert todo(officer).filter(workflow="sharing.certificate").count() == 1
    client = as_("housing_fund")
    address = f"/sharing/grants/{used.id}/file/"
    assert client.post(address, {"statement": "已删"}).status_code == 422
    assert client.post(address, {"disposal": "destroyed", "statement": "库表 12 月 1 日删除"}).status_code == 303
    assert "已销毁" in text(as_("civil_affairs", "head").get(f"/sharing/grants/{used.id}/"))
    assert not todo(officer).filter(workflow="sharing.certificate").exists()


def test_grants_of_a_merged_body_rest_until_the_provider_confirms_them_for_its_successor(cast):
    resource = conditional(cast)
    fill(resource, rows=ROWS)
    made = grant(cast, resource)
    successor = cast.person("education")
    from yiyuan.kernel.events import publish
    from yiyuan.organisations.events import OrganisationSucceeded

    old = cast.organisation("housing_fund")
    publish(OrganisationSucceeded(old_id=old, new_id=successor.organisation_id, on=legal.today()))
    made.refresh_from_db()
    assert (made.state, made.consumer_id) == (GrantState.SUSPENDED, successor.organisation_id)
    with refused("sharing.use_limit"):
        file_of(made, successor)
    head = cast.person("civil_affairs", "head")
    assert {t.matter_id for t in todo(head).filter(workflow="sharing.grant")} == {made.id}
    services.resume_grant(made.id, actor=head, reason="职能由承接单位行使")
    assert "J000001" in file_of(made, successor)


def test_a_new_item_of_the_resource_is_not_given_under_an_old_grant(cast):
    resource = conditional(cast)
    fill(resource, rows=ROWS)
    made = grant(cast, resource)
    names = [field["name"] for field in made.plan["fields"]]
    items = [*MARRIAGE_ITEMS, {"name": "登记员", "data_type": "C", "length": 50}]
    cast_new_version(cast, resource, items)
    assert "登记员" in {item.name for item in selectors.open_resource(resource.id).items}
    made.refresh_from_db()
    assert [field["name"] for field in made.plan["fields"]] == names
    assert "登记员" not in file_of(made, cast.person("housing_fund"))


def cast_new_version(cast, resource, items):
    draft = catalog.revise_resource(resource.id, actor=cast.person("civil_affairs"))
    catalog.save_draft(draft.id, actor=cast.person("civil_affairs"), values={}, items=items)
    catalog.submit_version(draft.id, actor=cast.person("civil_affairs"))
    catalog.clear_secrecy(draft.id, actor=cast.person("civil_affairs", "secrecy"))
    by_bureau = cast.law()("catalog.reviewer") == "bureau"
    reviewer = cast.officer_of_bureau() if by_bureau else cast.person("civil_affairs", "reviewer")
    catalog.approve_version(draft.id, actor=reviewer, fixing_basis="《示例办法》第一条")
    catalog.publish_version(draft.id, actor=cast.person("civil_affairs"))


def test_where_the_entry_asks_for_it_the_citizens_authorisation_is_named(cast, as_):
    asked = {"kind": "authorisation", "values": ["person"], "basis": "《示例办法》第六条"}
    resource = conditional(cast, conditions=[asked])
    assert "须经授权" in text(as_("housing_fund").get(f"/catalog/resources/{resource.id}/"))
    before = text(as_("housing_fund").get(f"/sharing/apply/{resource.id}/"))
    assert "须经授权（《示例办法》第六条）" in before
    assert "依据：《示例办法》第六条" in before
    with pytest.raises(RuleBroken) as broken:
        ask(cast, resource)
    assert (broken.value.rule, broken.value.facts["basis"]) == ("sharing.consent", "《示例办法》第六条")
    with refused("catalog.condition_basis"):
        catalog.draft_resource(
            actor=cast.person("civil_affairs"), values={"name": "无依据"}, conditions=[{**asked, "basis": ""}]
        )
    in_words = conditional(cast, name="只在文字里提到", condition="经当事人授权后按人查询。")
    assert ask(cast, in_words).consent == ""  # words alone are for people, who decide
    application = ask(cast, resource, values={**STATED, "consent": "授权书 2026-118 号"})
    assert application.consent == "授权书 2026-118 号"


def test_an_item_on_stricter_terms_than_its_entry_is_not_had_with_the_rest(cast, as_):
    names = ("机构名称", "负责人", "检查底稿")
    plain = [{"name": name, "data_type": "C", "length": 20, "key": name == "机构名称"} for name in names]
    own = {"负责人": "conditional", "检查底稿": "not_shared"}
    items = [{**item, "sharing": own.get(item["name"], "")} for item in plain]
    free = cast.resource("civil_affairs", **{**FREE, "name": "养老机构名录", "items": items})
    id_of = {item.name: item.id for item in free.items}
    officer = cast.person("housing_fund")
    grant = services.subscribe(free.id, actor=officer, **SUBSCRIBED)
    assert [field["name"] for field in grant.plan["fields"]] == ["机构名称"]
    for name, rule in (("负责人", "sharing.item_conditional"), ("检查底稿", "sharing.item_not_shared")):
        scope = replace(whole(free), fields=frozenset({id_of["机构名称"], id_of[name]}))
        with pytest.raises(RuleBroken) as broken:
            services.subscribe(free.id, actor=officer, scope=scope, **SUBSCRIBED)
        assert (broken.value.rule, broken.value.facts["items"]) == (rule, [name])
    both = replace(whole(free), fields=frozenset({id_of["机构名称"], id_of["负责人"]}))
    application = services.draft_application(free.id, actor=officer, scope=both, values=STATED)
    assert services.send_application(application.id, actor=officer).state == "sent"  # the provider decides
    head = cast.person("civil_affairs", "head")
    given = services.grant_application(application.id, actor=head, scope=both, reason="按需")
    assert {field["name"] for field in given.plan["fields"]} == {"机构名称", "负责人"}
    client = as_("housing_fund")
    page = text(client.get(f"/sharing/apply/{free.id}/"))
    assert "有条件共享的信息项不能直接订阅" in page
    assert "自收到之日起" in text(client.get(f"/sharing/apply/{free.id}/?way=apply"))
    closed = [{**item, "sharing": "not_shared"} if item["name"] == "男方姓名" else item for item in MARRIAGE_ITEMS]
    bound = conditional(cast, name="婚姻登记（部分不予共享）", items=closed)
    with refused("sharing.item_not_shared") as broken:
        services.file_application(bound.id, actor=officer, scope=whole(bound), values=STATED)
    assert broken.value.facts == {"items": ["男方姓名"], "basis": bound.basis}


def test_a_material_beside_the_published_list_is_not_taken(cast):
    resource = conditional(cast)
    officer = cast.person("housing_fund")
    with pytest.raises(RuleBroken) as broken:
        services.file_application(
            resource.id, actor=officer, scope=whole(resource), values={**STATED, "materials": ["无犯罪证明"]}
        )
    assert broken.value.facts["material"] == "无犯罪证明"


def test_one_need_goes_to_several_providers_at_once_or_not_at_all(cast, as_):
    marriage = conditional(cast)
    household = cast.resource("police", basis_level="law", name="户籍登记信息")
    free = cast.resource("education", **{**FREE, "name": "学校名录"})
    ask(cast, marriage, values={**STATED, "duty": "《条例》第九条", "contact": "王五 0553-1"})
    client = as_("housing_fund")
    chosen = f"resource={marriage.id}&resource={household.id}&resource={free.id}"
    page = text(client.get(f"/sharing/needs/new/?{chosen}"))
    assert "《条例》第九条" in page
    assert "王五 0553-1" in page
    body = {**STATED, "title": "低保核对", "resource": [marriage.id, household.id, free.id]}
    for one in (marriage, household, free):
        body[f"items_{one.id}"] = [str(one.items[0].id)]
        body[f"method_{one.id}"] = "online_query"
    before = Application.objects.count()
    assert client.post("/sharing/needs/new/", {**body, "purpose": ""}).status_code == 422
    assert Application.objects.count() == before
    assert client.post("/sharing/needs/new/", body).status_code == 303
    made = {a.resource_name: a.state for a in Application.objects.exclude(need_of=None)}
    assert made == {"婚姻登记信息": State.SENT, "户籍登记信息": State.SENT, "学校名录": State.GRANTED}


@pytest.mark.parametrize("by", ["name", "code"])
def test_asking_a_citizen_again_is_a_case_with_an_answer(cast, as_, by):
    resource = conditional(cast)
    fund = cast.organisation("housing_fund")
    cast.officer_of_bureau()
    body = {
        "about_id": str(fund),
        "asked_for": "结婚证复印件",
        "happened_on": legal.today().isoformat(),
        "resource_id": getattr(resource, by),
        "reporter_name": "群众",
    }
    unknown = text(as_("civil_affairs").post("/sharing/demands/", {**body, "resource_id": "没有的资源"}), 422)
    assert "目录里没有叫“没有的资源”的资源" in unknown
    made = as_("civil_affairs").post("/sharing/demands/", body)
    assert made.status_code == 303
    address = made["Location"]
    assert resource.name in text(as_("civil_affairs").get(address))
    assert as_("education").get(address).status_code == 404
    assert as_("housing_fund").post(f"{address}answer/", {"text": " "}).status_code == 422
    assert as_("housing_fund").post(f"{address}answer/", {"text": "已停止收取"}).status_code == 303
    assert as_("bureau", "bureau").post(f"{address}close/", {"text": "属实，已改正"}).status_code == 303
    assert "已办结" in text(as_("civil_affairs").get(address))


@pytest.mark.parametrize("place", ["wuhu", "liyang"])
def test_a_condition_the_entry_names_is_tested_before_an_application_is_filed(cast, as_, place):
    fund = cast.organisation("housing_fund", place=place)
    cast.person("education", place=place)
    condition = {"kind": "departments", "values": [str(fund)], "basis": "《示例条例》第二十四条"}
    resource = conditional(cast, place, conditions=[condition])
    until = (legal.today() + timedelta(days=30)).isoformat()
    body = {**STATED, "items": [str(resource.items[0].id)], "methods": ["online_query"], "until_on": until}
    refused = text(as_("education", place=place).post(f"/sharing/apply/{resource.id}/", body), 422)
    assert "不合这项资源写明的条件“限定部门”" in refused
    assert "《示例条例》第二十四条" in refused
    assert not Application.objects.exists()
    assert as_("housing_fund", place=place).post(f"/sharing/apply/{resource.id}/", body).status_code == 303
