"""The engine: states, actors, terms, reminders, signals."""

from datetime import date, timedelta

import pytest

from tests.support.refusals import refused
from yiyuan.audit.models import Entry
from yiyuan.kernel.actor import SYSTEM
from yiyuan.kernel.errors import Conflict, MoveRefused, NotAllowed, NotFound
from yiyuan.sharing import services as sharing
from yiyuan.sharing.models import Application
from yiyuan.sharing.tests.test_services import ask
from yiyuan.sharing.workflow import APPLICATION
from yiyuan.workdays.services import enter_notice
from yiyuan.workdays.types import DayKind, NoticeDay
from yiyuan.workflow import rules, selectors, services
from yiyuan.workflow.models import Signal, Step, Term


def test_a_move_writes_state_term_step_and_record_together(cast, clock):
    clock.set(date(2026, 9, 24))
    application, _, _ = ask(cast)
    term = Term.objects.get(workflow="sharing.application", closed_on=None)
    assert (term.key, term.started_on, term.due_on) == ("sharing.reply", date(2026, 9, 24), date(2026, 10, 12))
    assert Step.objects.get(workflow="sharing.application").move == "send"
    entry = Entry.objects.get(tag="sharing.application.send")
    cited = APPLICATION.law(Application.objects.get(id=application.id)).resolved("sharing.purpose").cite
    assert entry.requirement_ids == list(cited)
    assert cited
    assert Application.objects.get(id=application.id).law_on == date(2026, 9, 24)


def test_a_wrong_state_a_wrong_actor_and_a_lost_race_are_told_apart(cast):
    application = Application.objects.get(id=ask(cast)[0].id)
    head, officer = cast.person("civil_affairs", "head"), cast.person("housing_fund")
    with pytest.raises(MoveRefused):
        APPLICATION.move(application, "resend", actor=officer)
    with pytest.raises(NotAllowed):
        APPLICATION.move(application, "withdraw", actor=head)
    stale = Application.objects.get(id=application.id)
    APPLICATION.move(Application.objects.get(id=application.id), "withdraw", actor=officer)
    with pytest.raises(Conflict):
        APPLICATION.move(stale, "withdraw", actor=officer)


def test_a_broken_guard_leaves_nothing_behind(cast):
    application = Application.objects.get(id=ask(cast)[0].id)
    head = cast.person("civil_affairs", "head")
    before = (Step.objects.count(), Entry.objects.count(), Term.objects.filter(closed_on=None).count())
    with refused("sharing.refusal"):
        APPLICATION.move(application, "refuse", actor=head, reason="", basis="", basis_level="")
    assert (Step.objects.count(), Entry.objects.count(), Term.objects.filter(closed_on=None).count()) == before


def test_the_open_moves_are_the_buttons(cast):
    application, _, _ = ask(cast)
    application.refresh_from_db()
    names = {move.name for move in APPLICATION.open_moves(application, cast.person("civil_affairs", "head"))}
    assert names == {"grant", "refuse", "return", "forward"}
    assert {m.name for m in APPLICATION.open_moves(application, cast.person("housing_fund"))} == {"withdraw"}
    assert not APPLICATION.open_moves(application, cast.person("police"))


def test_a_matter_is_judged_to_the_end_by_the_law_of_the_day_its_clock_started(cast, clock):
    clock.set(date(2021, 2, 26))
    application, _, _ = ask(cast, materials=["履职依据", "数据安全承诺书"])
    clock.set(date(2021, 3, 2))
    head, officer = cast.person("civil_affairs", "head"), cast.person("housing_fund")
    sharing.return_application(application.id, actor=head, missing=["数据安全承诺书"])
    sharing.resend_application(application.id, actor=officer, supplied=["数据安全承诺书"])
    clock.set(date(2021, 3, 5))
    application.refresh_from_db()
    assert APPLICATION.law(application).on == date(2021, 2, 26)
    assert Term.objects.get(workflow="sharing.application", closed_on=None).law_on == date(2021, 2, 26)
    assert APPLICATION.law(application)("sharing.reply").amount == 10


def test_reminders_come_at_half_term_and_on_the_day_before_and_when_late():
    assert rules.reminders_due(left=7, total=7, sent={}) == []
    assert rules.reminders_due(left=3, total=7, sent={}) == ["half"]
    assert rules.reminders_due(left=3, total=7, sent={"half": "x"}) == []
    assert rules.reminders_due(left=1, total=7, sent={}) == ["day_before"]
    assert rules.reminders_due(left=-1, total=7, sent={}) == ["late"]


def test_the_last_day_counts_until_midnight():
    assert not rules.ran_out(due_on=date(2026, 10, 12), today=date(2026, 10, 12))
    assert rules.ran_out(due_on=date(2026, 10, 12), today=date(2026, 10, 13))


@pytest.fixture
def late(cast, clock):
    clock.set(date(2026, 9, 24))
    application, _, _ = ask(cast)
    clock.set(date(2026, 10, 13))
    services.watch_terms()
    return application


def test_a_late_answer_is_a_signal_until_stated_and_confirmed(cast, late):
    signal = Signal.objects.get()
    head, bureau = cast.person("civil_affairs", "head"), cast.officer_of_bureau()
    assert signal.evidence["due_on"] == "2026-10-12"
    assert (signal.evidence["key"], signal.evidence["violation"]) == ("sharing.reply", "sharing.violation_reply")
    assert signal.requirement_ids == ["anhui-2020-data/43.7", "wuhu-2020-data/28.2", "anhui-2020-data/25.3"]
    with pytest.raises(MoveRefused):
        services.conclude(signal.id, actor=bureau, confirmed=True, conclusion="无正当理由")
    with refused("workflow.statement"):
        services.state_reasons(signal.id, actor=head, statement=" ")
    services.state_reasons(signal.id, actor=head, statement="系统故障，已附证明")
    with pytest.raises(NotAllowed):
        services.conclude(signal.id, actor=head, confirmed=False, conclusion="自己认定")
    services.conclude(signal.id, actor=bureau, confirmed=False, conclusion="理由成立")
    assert Signal.objects.get().state == "dropped"


def test_a_signal_is_hidden_from_other_departments(cast, late):
    signal = Signal.objects.get()
    with pytest.raises(NotFound):
        selectors.signal_for(cast.person("police", "head"), signal.id)
    assert selectors.signal_for(cast.officer_of_bureau(), signal.id) == signal


def test_watching_twice_reminds_and_signals_once(cast, late):
    services.watch_terms()
    assert Signal.objects.count() == 1
    assert Entry.objects.filter(tag="workflow.term.reminded").count() == 1


def test_a_provisional_date_is_computed_anew_when_the_notice_comes(cast, clock):
    clock.set(date(2027, 2, 1))
    ask(cast)
    term = Term.objects.get(closed_on=None, workflow="sharing.application")
    assert (term.due_on, term.provisional) == (date(2027, 2, 10), True)
    days = [NoticeDay(date(2027, 2, 4) + timedelta(days=n), DayKind.REST, "春节") for n in range(7)]
    enter_notice(2027, days=days, notice="国办发明电〔2026〕示例", actor=SYSTEM)
    assert services.recompute_provisional() == 1
    term.refresh_from_db()
    assert (term.due_on, term.provisional) == (date(2027, 2, 17), False)
    assert Entry.objects.filter(tag="workdays.notice.entered").exists()
    assert Entry.objects.filter(tag="workflow.term.recomputed").exists()
