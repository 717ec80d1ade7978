"""Change events: a clock per jurisdiction, on the day of the cause; what stops it, what runs out."""

from datetime import date, timedelta

import pytest
from django.test import Client

from tests.support.refusals import refused
from yiyuan.catalog import selectors
from yiyuan.catalog import services as catalog
from yiyuan.catalog.models import ChangeEvent
from yiyuan.catalog.types import ChangeState
from yiyuan.kernel.errors import MoveRefused, NotAllowed, NotFound
from yiyuan.lists.models import Duty
from yiyuan.workdays.api import is_workday
from yiyuan.workflow.api import term_of
from yiyuan.workflow.models import Signal, Term
from yiyuan.workflow.services import conclude, state_reasons, watch_terms

CAUSE = date(2026, 4, 1)


def workday(begins, number):
    """The number-th working day after a day."""
    day = begins
    while number:
        day += timedelta(days=1)
        number -= is_workday(day)
    return day


def register(cast, place, resource, *, on=CAUSE, provider="civil_affairs"):
    return catalog.register_change(
        actor=cast.person(provider, place=place),
        cause="law_revised",
        document="《婚姻登记条例》修订（国令第804号）",
        changed_on=on,
        resource_ids=[resource.id],
    )


def through_review(cast, place, draft):
    catalog.submit_version(draft.id, actor=cast.person("civil_affairs", place=place))
    catalog.clear_secrecy(draft.id, actor=cast.person("civil_affairs", "secrecy", place=place))
    by_bureau = cast.law(place)("catalog.reviewer") == "bureau"
    officer = cast.officer_of_bureau(place=place)
    reviewer = officer if by_bureau else cast.person("civil_affairs", "reviewer", place=place)
    catalog.approve_version(draft.id, actor=reviewer, fixing_basis="《示例办法》第一条")
    by_bureau = cast.law(place)("catalog.publisher") == "bureau"
    catalog.publish_version(draft.id, actor=officer if by_bureau else cast.person("civil_affairs", place=place))


def update(cast, place, resource, event):
    draft = catalog.revise_resource(resource.id, actor=cast.person("civil_affairs", place=place), change_id=event.id)
    assert "婚姻登记条例" in draft.change_cause
    assert draft.changed_on == event.changed_on
    through_review(cast, place, draft)
    event.refresh_from_db()


def signalled(event):
    """The requirement ids of the signals raised on an event."""
    watch_terms()
    found = Signal.objects.filter(term__workflow="catalog.change", term__matter_id=event.id)
    return [one for signal in found.order_by("id") for one in signal.requirement_ids]


def start(cast, clock, place, *, on=CAUSE):
    clock.set(on)
    resource = cast.resource("civil_affairs", place=place, basis_level="law")
    return resource, register(cast, place, resource, on=on)


@pytest.mark.requirement("anhui-2020-data/15.1", "wuhu-2020-data/6.2", "anhui-2020-data/43.5")
@pytest.mark.parametrize(
    "clocked",
    [
        ("anhui", CAUSE, 10, "anhui-2020-data/43.5"),
        ("wuhu", CAUSE, 10, "anhui-2020-data/43.5"),
        ("wuhu", date(2020, 12, 1), 15, "wuhu-2020-data/6.2"),
    ],
)
@pytest.mark.parametrize("late", [False, True])
def test_an_update_on_the_last_day_is_on_time_and_a_day_later_it_is_flagged(cast, clock, clocked, late):
    place, cause, days, cited = clocked
    resource, event = start(cast, clock, place, on=cause)
    last = workday(cause, days)
    assert term_of("catalog.change", event.id).due_on == last
    clock.set(last + timedelta(days=1) if late else last)
    flagged = signalled(event)
    assert (cited in flagged) is late
    update(cast, place, resource, event)
    term = Term.objects.filter(workflow="catalog.change", matter_id=event.id).earliest("id")
    assert (term.closed_on <= term.due_on) is not late
    assert event.updated_on == clock.today()


@pytest.mark.requirement("anhui-2020-data/43.5", "liyang-2020-sharing/26.3")
@pytest.mark.parametrize("place", ["anhui", "liyang"])
def test_an_overdue_change_is_a_signal_until_the_department_stated_and_an_officer_confirmed(cast, clock, place):
    _resource, event = start(cast, clock, place)
    clock.set(workday(CAUSE, 16))
    assert signalled(event)
    signal = Signal.objects.get(term__matter_id=event.id, term__workflow="catalog.change")
    listed = {"anhui": "anhui-2020-data/43.5", "liyang": "liyang-2020-sharing/26.3"}[place]
    assert signal.requirement_ids[0] == listed
    assert signal.evidence["due_on"] == str(term_of("catalog.change", event.id).due_on)
    officer = cast.officer_of_bureau(place=place)
    with pytest.raises(MoveRefused):
        conclude(signal.id, actor=officer, confirmed=True, conclusion="逾期属实")
    assert Signal.objects.get(id=signal.id).state == "open"
    state_reasons(signal.id, actor=cast.person("civil_affairs", "head", place=place), statement="机构改革交接")
    conclude(signal.id, actor=officer, confirmed=True, conclusion="逾期属实")
    assert Signal.objects.get(id=signal.id).state == "confirmed"


@pytest.mark.requirement("jiaozuo-2020-data/10.1")
def test_a_late_change_in_jiaozuo_is_not_charged_with_concealing_the_list(cast, clock):
    _resource, event = start(cast, clock, "jiaozuo")
    clock.set(workday(CAUSE, 10) + timedelta(days=5))
    assert "jiaozuo-2020-data/10.1" in signalled(event)
    signal = Signal.objects.get(term__matter_id=event.id, term__workflow="catalog.change")
    assert signal.requirement_ids == ["jiaozuo-2020-data/10.1"]


@pytest.mark.requirement("anhui-2020-data/15.2")
@pytest.mark.parametrize("place", ["anhui", "wuhu"])
@pytest.mark.parametrize("late", [False, True])
def test_after_the_update_three_workdays_run_to_report_with_the_basis_attached(cast, clock, place, late):
    resource, event = start(cast, clock, place)
    updated_on = workday(CAUSE, 4)
    clock.set(updated_on)
    update(cast, place, resource, event)
    assert event.state == ChangeState.TO_REPORT
    term = term_of("catalog.change", event.id)
    assert (term.key, term.due_on) == ("catalog.change.report", workday(updated_on, 3))
    officer = cast.person("civil_affairs", place=place)
    for basis, attachment in (("", b""), ("国令第804号", b""), ("", b"%PDF")):
        with refused("catalog.change.basis"):
            catalog.report_change(
                event.id, actor=officer, basis=basis, attachment=attachment, attachment_name="修订.pdf"
            )
    clock.set(term.due_on + timedelta(days=1) if late else term.due_on)
    assert ("anhui-2020-data/15.2" in signalled(event)) is late
    catalog.report_change(event.id, actor=officer, basis="国令第804号", attachment=b"%PDF", attachment_name="修订.pdf")
    event.refresh_from_db()
    assert (event.state, event.attachment_name, bytes(event.attachment)) == (ChangeState.DONE, "修订.pdf", b"%PDF")


@pytest.mark.requirement("wuhu-2020-data/6.3")
def test_before_the_regulation_of_the_province_a_good_reason_lifts_the_term_and_from_then_on_none_is_offered(
    cast, clock
):
    officer = cast.person("civil_affairs")
    resource, event = start(cast, clock, "wuhu", on=date(2021, 2, 26))
    with refused("catalog.said"):
        catalog.except_change(event.id, actor=officer, note=" ")
    catalog.except_change(event.id, actor=officer, note="省级系统切换，月底前无法取得新字段")
    event.refresh_from_db()
    assert (event.state, event.exception) == (ChangeState.EXCEPTED, "省级系统切换，月底前无法取得新字段")
    clock.set(date(2021, 6, 1))
    assert signalled(event) == []
    later = register(cast, "wuhu", resource, on=date(2021, 3, 1))
    with refused("catalog.change.exception"):
        catalog.except_change(later.id, actor=officer, note="省级系统切换")
    client = Client()
    client.force_login(cast.account("civil_affairs"))
    earlier = register(cast, "wuhu", resource, on=date(2021, 2, 25))
    assert "说明正当理由" in client.get(f"/catalog/changes/{earlier.id}/").content.decode()
    assert "说明正当理由" not in client.get(f"/catalog/changes/{later.id}/").content.decode()
    update(cast, "wuhu", resource, event)
    assert event.state == ChangeState.DONE  # the city's own rule knows no report


@pytest.mark.requirement("liyang-2020-sharing/9.3")
def test_in_liyang_one_clock_stops_only_when_the_update_is_both_saved_and_reported(cast, clock):
    resource, event = start(cast, clock, "liyang")
    last = workday(CAUSE, 15)
    assert term_of("catalog.change", event.id).due_on == last
    clock.set(workday(CAUSE, 3))
    update(cast, "liyang", resource, event)
    term = term_of("catalog.change", event.id)
    assert (event.state, term.started_on, term.due_on, term.closed_on) == (ChangeState.TO_REPORT, CAUSE, last, None)
    clock.set(last)
    assert signalled(event) == []
    clock.set(last + timedelta(days=1))
    assert "liyang-2020-sharing/26.3" in signalled(event)
    catalog.report_change(event.id, actor=cast.person("civil_affairs", place="liyang"), basis="国令第804号")
    assert ChangeEvent.objects.get(id=event.id).state == ChangeState.DONE
    assert term_of("catalog.change", event.id).closed_on == clock.today()


@pytest.mark.requirement("jiaozuo-2020-data/10.1")
@pytest.mark.parametrize("late", [False, True])
def test_in_jiaozuo_a_request_on_day_ten_is_on_time_and_on_day_eleven_it_is_flagged(cast, clock, late):
    resource, event = start(cast, clock, "jiaozuo")
    officer = cast.person("civil_affairs", place="jiaozuo")
    assert event.state == ChangeState.TO_APPLY
    with refused("catalog.change.apply"):
        catalog.apply_for_update(event.id, actor=officer)
    catalog.revise_resource(resource.id, actor=officer, change_id=event.id)
    clock.set(workday(CAUSE, 10) + timedelta(days=late))
    assert ("jiaozuo-2020-data/10.1" in signalled(event)) is late
    catalog.apply_for_update(event.id, actor=officer, note="信息项按修订增加一项")
    term = Term.objects.filter(workflow="catalog.change", matter_id=event.id).earliest("id")
    assert (term.closed_on <= term.due_on) is not late


@pytest.mark.requirement("jiaozuo-2020-data/10.2")
@pytest.mark.parametrize("late", [False, True])
def test_the_bureau_of_jiaozuo_reviews_within_five_workdays_together_with_the_duty_list(cast, clock, late):
    resource, event = start(cast, clock, "jiaozuo")
    officer = cast.person("civil_affairs", place="jiaozuo")
    draft = catalog.revise_resource(resource.id, actor=officer, change_id=event.id)
    catalog.save_draft(draft.id, actor=officer, values={"name": "婚姻登记信息（修订）"})
    filed_on = workday(CAUSE, 2)
    clock.set(filed_on)
    catalog.apply_for_update(event.id, actor=officer)
    term = term_of("catalog.change", event.id)
    bureau = cast.organisation("bureau", place="jiaozuo")
    assert (term.key, term.waits_for, term.due_on) == ("catalog.change.review", bureau, workday(filed_on, 5))
    clock.set(term.due_on + timedelta(days=late))
    assert ("jiaozuo-2020-data/10.2" in signalled(event)) is late
    through_review(cast, "jiaozuo", draft)
    event.refresh_from_db()
    assert event.state == ChangeState.DONE
    running = Duty.objects.filter(resource_id=resource.id, ended_on=None)
    assert {duty.title for duty in running} == {"婚姻登记信息（修订）"}
    assert {duty.version_id for duty in running} == {draft.id}


@pytest.mark.requirement("liyang-2020-sharing/9.1", "wuhu-2020-data/6.5")
@pytest.mark.parametrize(("place", "post"), [("liyang", "bureau"), ("wuhu", "bureau"), ("wuhu", "operator")])
def test_bureau_and_data_centre_see_for_every_department_what_is_pending_and_what_is_late(cast, clock, place, post):
    resource, event = start(cast, clock, place)
    police = cast.person("police", place=place)
    clock.set(workday(CAUSE, 17))
    watching = cast.person("bureau", post, place=place)
    assert [found.id for found in selectors.changes(watching)] == [event.id]
    rows = {row.organisation_id: row for row in selectors.upkeep(watching)}
    mine = rows[event.provider_id]
    assert (mine.updated_on, mine.pending, mine.late) == (CAUSE, 1, 1)
    assert mine.term.due_on == term_of("catalog.change", event.id).due_on
    assert (rows[police.organisation_id].pending, rows[police.organisation_id].updated_on) == (0, None)
    with pytest.raises(NotFound):
        selectors.change_for(police, event.id)
    assert resource.provider_id == event.provider_id


def test_a_department_cannot_strike_out_its_own_event(cast, clock):
    _resource, event = start(cast, clock, "wuhu")
    with pytest.raises(NotAllowed):
        catalog.drop_change(event.id, actor=cast.person("civil_affairs", "head"), note="不想办")
    catalog.drop_change(event.id, actor=cast.officer_of_bureau(), note="重复登记")
