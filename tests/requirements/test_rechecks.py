"""Rechecks of doubted data, by the texts: who files, how long it takes, who may extend, what everybody sees."""

from datetime import date, timedelta

import pytest

from tests.support.cast import MARRIAGE_ITEMS
from tests.support.pages import Browser
from tests.support.refusals import refused
from yiyuan.disputes import selectors, services
from yiyuan.disputes.models import Extension, Organising, Recheck
from yiyuan.disputes.types import Channel, Doubt, Filer, Said, State
from yiyuan.kernel.errors import MoveRefused, NotAllowed, NotFound
from yiyuan.notices.models import Notice
from yiyuan.organisations import services as organisations
from yiyuan.organisations.models import Account
from yiyuan.organisations.types import Duty
from yiyuan.workdays.api import workdays_left
from yiyuan.workflow import selectors as workflow
from yiyuan.workflow.models import Signal, Term
from yiyuan.workflow.services import watch_terms

THURSDAY = date(2026, 9, 3)
SAID = Said(record="J000001", detail="与档案不一致", should_be="2026-01-12")


def client_of(account):
    made = Browser()
    made.force_login(account)
    return made


def page_of(actor):
    return client_of(Account.objects.get(id=actor.account_id))


@pytest.fixture
def register(cast, clock):
    """The marriage register of a place, on a Thursday without holidays ahead."""

    def make(place):
        clock.set(THURSDAY)
        cast.place = place
        cast.organisation("bureau")
        return cast.resource("civil_affairs")

    return make


def doubt(cast, resource, *, channel=Channel.PLATFORM, by="housing_fund"):
    return services.file_recheck(
        resource.id, actor=cast.person(by), doubt=Doubt.WRONG, said=SAID, channel=channel, items=["登记日期"]
    )


def due(made):
    return selectors.term_of_recheck(made).due_on


# ---- who files, and where it goes ----


@pytest.mark.requirement("anhui-2020-data/26.1")
@pytest.mark.parametrize("channel", list(Channel))
def test_a_department_a_company_and_a_citizen_file_on_either_channel(cast, register, channel):
    resource = register("anhui")
    doubt(cast, resource, channel=channel)
    citizen = Browser()
    said = {
        "about": str(cast.organisation("civil_affairs")),
        "doubt": "wrong",
        "detail": "婚姻登记日期",
        "channel": channel.value,
    }
    for filer in ("citizen", "company"):
        answer = citizen.post("/recheck/", {**said, "filer": filer})
        assert answer.status_code == 303
        assert "校核中" in citizen.get(answer.headers["Location"]).content.decode()
    kinds = set(Recheck.objects.filter(channel=channel).values_list("filer_kind", flat=True))
    assert kinds == {"department", "company", "citizen"}
    waiting = workflow.todo(cast.person("civil_affairs")).filter(workflow="disputes.recheck")
    assert waiting.count() == 3


@pytest.mark.requirement("anhui-2020-data/26.3")
def test_what_comes_over_the_platform_is_a_task_of_the_operator_and_of_the_provider(cast, register):
    resource = register("anhui")
    operator = cast.person("bureau", "operator")
    direct = doubt(cast, resource, channel=Channel.PROVIDER)
    assert not workflow.todo(operator).exists()
    made = doubt(cast, resource)
    assert [(t.workflow, t.ask) for t in workflow.todo(operator)] == [("disputes.organising", "组织校核")]
    assert {t.matter_id for t in workflow.todo(cast.person("civil_affairs"))} == {direct.id, made.id}
    services.organise_recheck(made.id, actor=operator, note="已召集民政局核对档案")
    assert Organising.objects.get().state == "done"
    assert not workflow.todo(operator).exists()


@pytest.mark.requirement("jiaozuo-2020-data/14.2")
def test_where_the_platform_is_the_only_channel_it_goes_to_the_provider_and_no_other_way_is_open(cast, register):
    resource = register("jiaozuo")
    made = doubt(cast, resource)
    assert [term.matter_id for term in workflow.todo(cast.person("civil_affairs"))] == [made.id]
    with refused("disputes.channels"):
        doubt(cast, resource, channel=Channel.PROVIDER)
    page = page_of(cast.person("housing_fund"))
    assert "直接向提供部门" not in page.get(f"/disputes/new/?resource={resource.id}").content.decode()
    said = {"resource": resource.id, "doubt": "wrong", "detail": "错", "channel": "provider"}
    assert page.forged("/disputes/new/", said).status_code == 422
    assert "民政局" not in Browser().get("/recheck/").content.decode()  # citizens go elsewhere here


@pytest.mark.requirement("liyang-2020-sharing/19.1")
def test_a_department_doubts_a_record_and_a_field_and_the_provider_receives_it_at_once(cast, register):
    resource = register("liyang")
    page = page_of(cast.person("housing_fund"))
    said = {
        "resource": str(resource.id),
        "doubt": "wrong",
        "items": ["登记日期"],
        "record": "J000001",
        "should_be": "2026-01-12",
        "channel": "platform",
    }
    page.get(f"/disputes/new/?resource={resource.id}")
    answer = page.post("/disputes/new/", said)
    assert answer.status_code == 303
    provider = cast.person("civil_affairs")
    assert [term.matter_id for term in workflow.todo(provider)] == [Recheck.objects.get().id]
    assert Notice.objects.filter(account_id=provider.account_id, sentence__contains="校核").exists()
    shown = page_of(provider).get(answer.headers["Location"]).content.decode()
    for words in ("登记日期", "J000001", "2026-01-12"):
        assert words in shown


# ---- what everybody sees ----


@pytest.mark.requirement("wuhu-2020-data/16.2")
def test_the_feedback_is_a_task_of_the_provider_and_everybody_sees_it_is_under_recheck(cast, register):
    resource = register("wuhu")
    strangers = [cast.person("police"), cast.person("education", "head"), cast.person("inspection", "auditor")]
    for one in strangers:
        assert "校核中" not in page_of(one).get(f"/catalog/resources/{resource.id}/").content.decode()
    made = doubt(cast, resource)
    assert [term.matter_id for term in workflow.todo(cast.person("civil_affairs"))] == [made.id]
    for one in strangers:
        shown = page_of(one).get(f"/catalog/resources/{resource.id}/").content.decode()
        assert "校核中" in shown
        assert "登记日期：内容有误" in shown
        assert "J000001" not in shown
    services.answer_recheck(made.id, actor=cast.person("civil_affairs"), outcome=State.CONFIRMED, answer="一致")
    assert "校核中" not in page_of(strangers[0]).get(f"/catalog/resources/{resource.id}/").content.decode()


@pytest.mark.requirement("wuhu-2020-data/16.1")
def test_a_case_is_opened_in_one_step_from_a_shared_record_which_stays_readable(cast, register):
    from yiyuan.exchange.tests.conftest import citizen, fill
    from yiyuan.sharing import services as sharing
    from yiyuan.sharing.tests.test_services import ask

    register("wuhu")
    application, resource, scope = ask(cast)
    fill(resource, rows=2)
    grant = sharing.grant_application(application.id, actor=cast.person("civil_affairs", "head"), scope=scope)
    clerk = page_of(cast.person("housing_fund"))
    key = next(item for item in MARRIAGE_ITEMS if item.get("key"))
    item = next(i for i in resource.items if i.name == key["name"])
    wanted = {f"item_{item.id}": "J000001", "case": "A-7", "reason": "提取审核"}
    found = clerk.post(f"/exchange/grants/{grant.id}/lookup/", wanted).content.decode()
    assert "查到 1 条" in found
    assert "这条记录校核中" not in found
    assert 'action="/disputes/new/"' in found
    assert 'name="record" value="J000001"' in found
    step = {"record": "J000001", "doubt": "wrong", "detail": "错", "channel": "platform"}
    assert clerk.post("/disputes/new/", step).status_code == 303
    again = clerk.post(f"/exchange/grants/{grant.id}/lookup/", wanted).content.decode()
    assert "查到 1 条" in again  # goes on
    assert "这条记录校核中" in again
    other = clerk.post(f"/exchange/grants/{grant.id}/lookup/", {**wanted, f"item_{item.id}": "J000000"})
    assert "这条记录校核中" not in other.content.decode()
    assert citizen(1) not in again


@pytest.mark.requirement("jiaozuo-2020-data/14.1")
def test_the_bureau_sees_all_open_rechecks_with_their_clocks(cast, clock, register):
    resource = register("jiaozuo")
    first = doubt(cast, resource)
    second = doubt(cast, resource, by="police")
    bureau = page_of(cast.officer_of_bureau())
    page = bureau.get("/disputes/").content.decode()
    assert "2 件校核中" in page
    for made in (first, second):
        assert made.number in page
    assert page.count(f'<time datetime="{due(first):%Y-%m-%d}">') == 2
    clock.set(due(first) + timedelta(days=1))
    assert "2 件逾期" in bureau.get("/disputes/").content.decode()
    assert bureau.get("/disputes/?export=xlsx").status_code == 200
    assert second.number not in page_of(cast.person("education")).get("/disputes/").content.decode()


# ---- how long it takes ----


@pytest.mark.requirement("anhui-2020-data/26.2")
def test_a_direct_request_is_late_after_its_days_unless_the_providers_head_extends_it_once(cast, clock, register):
    resource = register("anhui")
    made, plain = (doubt(cast, resource, channel=Channel.PROVIDER) for _ in range(2))
    officer, head = cast.person("civil_affairs"), cast.person("civil_affairs", "head")
    first = due(made)
    assert workdays_left(THURSDAY, first) == 7
    with refused("disputes.extension"):
        services.ask_extension(made.id, actor=officer, days=8, reason="调档")
    clock.set(first)
    services.ask_extension(made.id, actor=officer, days=7, reason="调档")
    assert Extension.objects.get().asked_id == cast.organisation("civil_affairs")
    assert due(made) == first  # nothing moves before the head agrees
    page = page_of(head).get(f"/disputes/{made.id}/").content.decode()
    assert "同意延期" in page
    assert "平台默认" in page  # that the provider's head is asked is the platform's choice
    services.decide_extension(made.id, actor=head, agreed=True)
    made.refresh_from_db()
    assert workdays_left(first, due(made)) == 7
    with pytest.raises(MoveRefused):
        services.ask_extension(made.id, actor=officer, days=1, reason="再延")
    clock.set(first + timedelta(days=1))
    watch_terms()
    assert [s.term.matter_id for s in Signal.objects.select_related("term")] == [plain.id]
    with refused("disputes.extension"):  # too late to ask
        services.ask_extension(plain.id, actor=officer, days=1, reason="调档")
    clock.set(due(made) + timedelta(days=1))
    watch_terms()
    assert Signal.objects.count() == 2


@pytest.mark.requirement("anhui-2020-data/26.2")
def test_the_operators_head_may_agree_to_more_days_for_a_direct_request_too(cast, register):
    resource = register("anhui")
    made = doubt(cast, resource, channel=Channel.PROVIDER)
    operator_head = cast.person("bureau", "head")
    first = due(made)
    page = page_of(operator_head)
    assert page.get(f"/disputes/{made.id}/").status_code == 404  # nothing to agree to yet
    services.ask_extension(made.id, actor=cast.person("civil_affairs"), days=7, reason="调档")
    shown = page.get(f"/disputes/{made.id}/").content.decode()
    assert "同意延期" in shown
    assert SAID.record not in shown
    services.decide_extension(made.id, actor=operator_head, agreed=True)
    assert workdays_left(first, due(made)) == 7
    assert not Organising.objects.exists()


def test_an_extension_nobody_agreed_to_in_time_cannot_be_agreed_to_later(cast, clock, register):
    resource = register("anhui")
    made = doubt(cast, resource, channel=Channel.PROVIDER)
    services.ask_extension(made.id, actor=cast.person("civil_affairs"), days=7, reason="调档")
    clock.set(due(made) + timedelta(days=1))
    with refused("disputes.extension"):
        services.decide_extension(made.id, actor=cast.person("civil_affairs", "head"), agreed=True)


@pytest.mark.requirement("anhui-2020-data/26.4")
@pytest.mark.parametrize("approver", ["bureau", "civil_affairs"])
def test_over_the_platform_either_head_extends_the_operators_is_asked_and_the_result_reaches_the_applicant(
    cast, clock, register, approver
):
    resource = register("anhui")
    made = doubt(cast, resource)
    operator_head = cast.person("bureau", "head")
    first = due(made)
    assert workdays_left(THURSDAY, first) == 7
    with refused("disputes.extension"):
        services.ask_extension(made.id, actor=cast.person("civil_affairs"), days=8, reason="调档")
    services.ask_extension(made.id, actor=cast.person("civil_affairs"), days=7, reason="调档")
    with pytest.raises(NotAllowed):
        services.decide_extension(made.id, actor=cast.person("civil_affairs"), agreed=True)
    assert "disputes.extension" in {term.workflow for term in workflow.todo(operator_head)}
    assert "平台默认" in page_of(operator_head).get(f"/disputes/{made.id}/").content.decode()
    with pytest.raises(NotFound):
        services.decide_extension(made.id, actor=cast.person("police", "head"), agreed=True)
    services.decide_extension(made.id, actor=cast.person(approver, "head"), agreed=True)
    assert workdays_left(first, due(made)) == 7
    services.answer_recheck(made.id, actor=cast.person("civil_affairs"), outcome=State.CONFIRMED, answer="与档案一致")
    filer = cast.person("housing_fund")
    assert Notice.objects.filter(account_id=filer.account_id, kind="progress", sentence__contains="确认无误").exists()
    assert "与档案一致" in page_of(filer).get(f"/disputes/{made.id}/").content.decode()


@pytest.mark.requirement("anhui-2020-data/26.4")
def test_a_citizen_reads_the_result_by_the_code_and_the_contact_is_gone(cast, register):
    register("anhui")
    made = services.file_from_outside(
        cast.organisation("civil_affairs"),
        filer=Filer.CITIZEN,
        doubt=Doubt.NOT_MINE,
        said=Said(detail="这不是我", contact="13900000000"),
        channel=Channel.PLATFORM,
        origin="192.0.2.1",
    )
    provider = cast.person("civil_affairs")
    assert "13900000000" in page_of(provider).get(f"/disputes/{made.id}/").content.decode()
    services.answer_recheck(made.id, actor=provider, outcome=State.CONFIRMED, answer="核对档案，登记无误")
    assert "核对档案，登记无误" in Browser().get(f"/recheck/{made.code}/").content.decode()
    assert "13900000000" not in page_of(provider).get(f"/disputes/{made.id}/").content.decode()


@pytest.mark.requirement("jiaozuo-2020-data/14.3")
def test_only_the_principal_head_extends_before_the_term_has_run_out_and_only_once(cast, clock, register):
    resource = register("jiaozuo")
    made, late = doubt(cast, resource), doubt(cast, resource)
    officer, deputy = cast.person("civil_affairs"), cast.person("civil_affairs", "head")
    first = due(made)
    assert workdays_left(THURSDAY, first) == 10
    services.ask_extension(made.id, actor=officer, days=10, reason="调档")
    with refused("disputes.extension_approvers"):
        services.decide_extension(made.id, actor=deputy, agreed=True)
    organisations.name_officer(
        cast.organisation("civil_affairs"), actor=deputy, duty=Duty.FIRST, name=deputy.person_name
    )
    principal = cast.person("civil_affairs", "head")
    services.decide_extension(made.id, actor=principal, agreed=True)
    assert workdays_left(first, due(made)) == 10
    with pytest.raises(MoveRefused):
        services.ask_extension(made.id, actor=principal, days=1, reason="再延")
    with refused("disputes.extension"):
        services.ask_extension(late.id, actor=principal, days=11, reason="调档")
    clock.set(first + timedelta(days=1))
    watch_terms()
    assert "late" in selectors.term_of_recheck(late).reminders
    assert "late" not in selectors.term_of_recheck(made).reminders
    with refused("disputes.extension"):
        services.ask_extension(late.id, actor=principal, days=1, reason="调档")


@pytest.mark.requirement("liyang-2020-sharing/19.2")
@pytest.mark.parametrize(
    ("outcome", "words"),
    [(State.CORRECTED, "已在源头更正"), (State.CONFIRMED, "确认无误"), (State.UNDETERMINED, "无法核实")],
)
def test_it_ends_in_one_of_three_ways_the_applicant_is_told_and_the_term_is_a_labelled_default(
    cast, register, monkeypatch, outcome, words
):
    resource = register("liyang")
    made = doubt(cast, resource)
    provider, filer = cast.person("civil_affairs"), cast.person("housing_fund")
    resolved = cast.law().resolved("disputes.recheck")
    assert (workdays_left(THURSDAY, due(made)), resolved.cite) == (resolved.value.amount, ())
    assert "平台默认" in page_of(provider).get(f"/disputes/{made.id}/").content.decode()
    monkeypatch.setattr(selectors, "is_copied", lambda _: False)
    said = {"outcome": outcome.value, "answer": "核对了档案"}
    assert page_of(provider).post(f"/disputes/{made.id}/answer/", said).status_code == 303
    assert Notice.objects.filter(account_id=filer.account_id, kind="progress", sentence__contains=words).exists()
    shown = page_of(filer).get(f"/disputes/{made.id}/").content.decode()
    assert words in shown
    assert "核对了档案" in shown


@pytest.mark.requirement("wuhu-2020-data/16.3")
def test_where_the_text_names_no_days_a_case_has_a_due_date_all_the_same_and_is_flagged_when_late(cast, clock):
    clock.set(date(2020, 9, 3))  # before the rules of the province
    cast.place = "wuhu"
    cast.organisation("bureau")
    resource = cast.resource("civil_affairs")
    made = doubt(cast, resource)
    resolved = cast.law().resolved("disputes.recheck")
    assert resolved.cite == ()
    assert workdays_left(date(2020, 9, 3), due(made)) == resolved.value.amount
    officer = page_of(cast.officer_of_bureau())
    assert "1 件逾期" not in officer.get("/disputes/").content.decode()
    clock.set(due(made) + timedelta(days=1))
    watch_terms()
    assert "1 件逾期" in officer.get("/disputes/").content.decode()
    assert Signal.objects.get().term.matter_id == made.id


@pytest.mark.requirement("anhui-2020-data/43.8")
def test_a_late_recheck_is_a_signal_of_the_listed_conduct_and_a_finding_only_after_statement_and_officer(
    cast, clock, register
):
    from tests.requirements.test_signals import goes_its_way

    resource = register("anhui")
    doubt(cast, resource)
    cast.person("civil_affairs", "head")
    term = Term.objects.get(workflow="disputes.recheck", closed_on=None)
    clock.set(term.due_on)
    watch_terms()
    assert not Signal.objects.exists()
    clock.set(term.due_on + timedelta(days=1))
    watch_terms()
    signal = Signal.objects.get()
    assert "anhui-2020-data/43.8" in signal.requirement_ids
    assert {"anhui-2020-data/26.2", "anhui-2020-data/26.4"} <= set(signal.requirement_ids)
    assert signal.evidence["due_on"] == term.due_on.isoformat()
    assert signal.organisation_id == cast.organisation("civil_affairs")
    goes_its_way(cast, signal, place="anhui")
