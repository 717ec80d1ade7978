"""One story, word for word the same, under four jurisdictions: what differs is the profile, and so the outcome.

A housing fund asks the civil affairs bureau for marriage registrations. Who answers, by when, what a refusal must say,
whether it may be negotiated and who coordinates, what the application must name, whether a forward is lawful and which
conduct the law lists: each city answers by its text. The fourth city is made up here, in a file, without code.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from tests.requirements.test_sharing import STATED, conditional, whole
from yiyuan.kernel import clock as legal
from yiyuan.kernel.errors import NotAllowed, RuleBroken, YiyuanError
from yiyuan.regulations import engine
from yiyuan.regulations.check import check
from yiyuan.sharing import services
from yiyuan.sharing.models import Application, Grant
from yiyuan.sharing.types import State
from yiyuan.workflow.models import Signal, Term
from yiyuan.workflow.services import watch_terms

SAMPLE = """
profile:
  name: sample
  title: 示例市
  regions: ["350100"]
  valid_from: 2024-07-01
  status: issued
  parents: []
  texts: [sample-2024-data]
regulation:
  id: sample-2024-data
  title: 示例市政务数据管理办法
  short: 示政〔2024〕1号
  doc_no: 示政〔2024〕1号
  jurisdiction: {name: 示例市, level: city, parent: null, region_code: "350100"}
  issued: 2024-06-20
  effective: 2024-07-01
  status: issued
  validity_checked_on: null
  articles:
    - article: 8
      title: 共享申请
      requirements:
        - {id: sample-2024-data/8.1, text: 五个工作日内答复。, area: sharing, actor: 数据主管部门, effect: must,
           software: enforces, accept: Answered on workday 5 is on time.,
           deadline: {kind: term, amount: 5, unit: workday, starts: 收到申请之日, extension: null}}
        - {id: sample-2024-data/8.2, text: 拒绝须依据法律。, area: sharing, actor: 数据主管部门, effect: must,
           software: enforces, accept: A refusal cites a law.}
        - {id: sample-2024-data/8.3, text: 不得转报。, area: sharing, actor: 提供部门, effect: must-not,
           software: enforces, accept: No forward is offered.}
        - {id: sample-2024-data/8.4, text: 申请须写明接收系统和应用场景。, area: sharing, actor: 使用部门, effect: must,
           software: enforces, accept: An application without its receiving system is refused.}
catalog.conditional_states: {value: [condition], cite: [sample-2024-data/8.1]}
sharing.decider: {value: bureau, cite: [sample-2024-data/8.1]}
sharing.reply: {value: {amount: 5, unit: workday}, cite: [sample-2024-data/8.1]}
sharing.refusal: {value: [reason, basis], cite: [sample-2024-data/8.2]}
sharing.refusal_basis_levels: {value: [law], cite: [sample-2024-data/8.2]}
sharing.refused_route: {value: negotiate, cite: [sample-2024-data/8.2]}
sharing.coordinator: {value: bureau, cite: [sample-2024-data/8.2]}
sharing.forward: {value: none, cite: [sample-2024-data/8.3]}
sharing.purpose: {value: [purpose, duty, scenario], cite: [sample-2024-data/8.4]}
sharing.receiving: {value: [receiving_system, undertaking], cite: [sample-2024-data/8.4]}
sharing.methods: {value: [interface, online_query, batch_download], cite: [sample-2024-data/8.1]}
sharing.methods_listed: {value: closed, cite: [sample-2024-data/8.1]}
"""
SENT_ON = date(2026, 9, 8)  # a Tuesday
RECEIVED_BY = {"receiving_system": "公积金业务系统", "protection_level": 3, "contact": "王五"}


@dataclass(frozen=True)
class Outcome:
    """How the story ends in one city."""

    asked: frozenset[str]  # what an application must name, of what the story leaves out one by one
    answered_by: str
    due_on: date
    due_by_default: bool
    bare_refusal: str  # rule a refusal with a reason alone breaks; "": it stands
    ministry_rule: str  # rule a refusal on a ministry's rule breaks; "": it stands
    then: str  # state after the refused department asks to negotiate; "": refused by rule
    coordinated_by: str  # who the failed negotiation goes to
    forward: bool
    unanswered: tuple[str, ...]  # articles that list an unanswered application


WUHU = Outcome(
    asked=frozenset({"need", "purpose", "duty", "scenario"}),
    answered_by="civil_affairs",
    due_on=date(2026, 9, 17),
    due_by_default=False,
    bare_refusal="sharing.refusal",
    ministry_rule="sharing.refusal_basis_levels",
    then=State.NEGOTIATING,
    coordinated_by="government",
    forward=True,
    unanswered=("wuhu-2020-data/28.2", "anhui-2020-data/43.7"),
)
LIYANG = Outcome(
    asked=frozenset({"need", "purpose", "duty"}),
    answered_by="civil_affairs",
    due_on=date(2026, 9, 21),
    due_by_default=False,
    bare_refusal="",
    ministry_rule="",
    then=State.NEGOTIATING,
    coordinated_by="leading_group",
    forward=True,
    unanswered=("liyang-2020-sharing/26.5",),
)
JIAOZUO = Outcome(
    asked=frozenset({"need", "purpose", "duty", "legal_basis", "business_need", "use_kinds"}),
    answered_by="bureau",
    due_on=date(2026, 9, 21),
    due_by_default=True,
    bare_refusal="",
    ministry_rule="",
    then="",
    coordinated_by="",
    forward=True,
    unanswered=("jiaozuo-2020-data/35.4",),
)
MADE_UP = Outcome(
    asked=frozenset({"purpose", "duty", "scenario", "receiving_system"}),
    answered_by="bureau",
    due_on=date(2026, 9, 15),
    due_by_default=False,
    bare_refusal="sharing.refusal",
    ministry_rule="sharing.refusal_basis_levels",
    then=State.NEGOTIATING,
    coordinated_by="bureau",
    forward=False,
    unanswered=(),
)
CITIES = {"wuhu": WUHU, "liyang": LIYANG, "jiaozuo": JIAOZUO, "sample": MADE_UP}


@pytest.fixture(autouse=True)
def _the_made_up_city(tmp_path, monkeypatch):
    (tmp_path / "sample.yaml").write_text(SAMPLE, "utf-8")
    monkeypatch.setenv("YIYUAN_PROFILES", str(tmp_path))
    engine.forget()
    yield
    monkeypatch.undo()
    engine.forget()


def test_the_made_up_city_is_bound_without_a_slip():
    assert check() == []


@pytest.mark.parametrize(("place", "outcome"), list(CITIES.items()), ids=list(CITIES))
def test_one_story_ends_as_each_text_says(cast, clock, place, outcome):
    clock.set(SENT_ON)
    for body in ("government", "leading_group", "bureau"):
        cast.organisation(body, place=place)
    resource = conditional(cast, place)
    officer = cast.person("housing_fund", place=place)
    values = {**STATED, **RECEIVED_BY}

    # what an application must name
    gaps = {
        name
        for name in (*STATED, *RECEIVED_BY)
        if name != "undertaking" and _broken(_ask, resource, officer, values, without=name)
    }
    assert gaps == outcome.asked
    Application.objects.all().delete()
    application = _ask(resource, officer, values)

    # who answers, by when, under whose article
    term = Term.objects.get(workflow="sharing.application", matter_id=application.id, closed_on=None)
    assert term.due_on == outcome.due_on
    assert cast.law(place).resolved("sharing.reply").is_default is outcome.due_by_default
    deciders = {
        "civil_affairs": cast.person("civil_affairs", "head", place=place),
        "bureau": cast.officer_of_bureau(place=place),
    }
    decider = deciders.pop(outcome.answered_by)
    assert term.waits_for_id == decider.organisation_id
    (other,) = deciders.values()
    assert isinstance(_raised(_refuse, application, other), NotAllowed)

    # whether it may be forwarded upwards
    forwarded = _raised(
        services.forward_application, application.id, actor=decider, upper_body="省厅", proof="函〔2026〕1号"
    )
    assert (forwarded is None) is outcome.forward
    if outcome.forward:
        provider = cast.person("civil_affairs", place=place)
        services.hear_upper_body(application.id, actor=provider, upper_answer="由你市自行决定")
        again = Term.objects.get(workflow="sharing.application", matter_id=application.id, closed_on=None)
        assert again.due_on == outcome.due_on

    # what a refusal must say
    bare = _ask(resource, officer, values)
    assert _rule(_refuse, bare, decider, basis="", basis_level="") == outcome.bare_refusal
    weak = _ask(resource, officer, values)
    assert (
        _rule(_refuse, weak, decider, basis="《某部规章》第三条", basis_level="ministry_rule") == outcome.ministry_rule
    )
    _refuse(application, decider)

    # and then
    after = _raised(services.negotiate_refusal, application.id, actor=officer)
    application.refresh_from_db()
    assert (application.state if after is None else "") == outcome.then
    if outcome.then:
        services.seek_coordination(application.id, actor=officer, note="未果")
        application.refresh_from_db()
        assert application.coordinator_id == cast.organisation(outcome.coordinated_by, place=place)
        body = "bureau" if outcome.coordinated_by == "bureau" else "head"
        services.record_coordination(
            application.id,
            actor=cast.person(outcome.coordinated_by, body, place=place),
            met_on=legal.today(),
            participants="双方",
            minutes_number="〔2026〕1号",
            conclusion="应当提供",
        )
        assert not Grant.objects.exists()
        services.grant_application(
            application.id, actor=decider, scope=whole(resource, methods=("online_query",), days=100)
        )
        assert Grant.objects.count() == 1

    # silence is a sign, never an answer
    silent = _ask(resource, officer, values)
    last = Term.objects.get(workflow="sharing.application", matter_id=silent.id, closed_on=None).due_on
    clock.set(last + timedelta(days=1))
    watch_terms()
    signal = Signal.objects.get(term__matter_id=silent.id, term__workflow="sharing.application")
    assert set(outcome.unanswered) <= set(signal.requirement_ids)
    assert bool(signal.evidence["violation_cite"]) is bool(outcome.unanswered)
    assert Application.objects.get(id=silent.id).state == State.SENT


def _ask(resource, officer, values, *, without=""):
    stated = {name: value for name, value in values.items() if name != without}
    scope = whole(resource, methods=("online_query",))
    made = services.draft_application(
        resource.id, actor=officer, scope=scope, values={**stated, "materials": ["履职依据"]}
    )
    return services.send_application(made.id, actor=officer)


def _refuse(application, actor, *, basis="《某法》第一条", basis_level="law"):
    services.refuse_application(
        application.id, actor=actor, reason="超出核验所需", basis=basis, basis_level=basis_level
    )


def _raised(act, *args, **kwargs):
    try:
        act(*args, **kwargs)
    except YiyuanError as error:
        return error
    return None


def _broken(act, *args, **kwargs):
    return isinstance(_raised(act, *args, **kwargs), RuleBroken)


def _rule(act, *args, **kwargs):
    error = _raised(act, *args, **kwargs)
    return error.rule if isinstance(error, RuleBroken) else ""
