"""Apply, answer, narrow, revoke: stories with the house cast on the real database."""

from datetime import date, timedelta

import pytest
from django.db import connection

from tests.support.cast import SUBSCRIBED
from tests.support.refusals import refused
from yiyuan.audit.models import Entry
from yiyuan.kernel import clock as legal
from yiyuan.kernel.errors import MoveRefused, NotAllowed, NotFound, RuleBroken
from yiyuan.sharing import selectors, services
from yiyuan.sharing.models import Application, Grant
from yiyuan.sharing.types import Condition, GrantState, Operator, Scope, State
from yiyuan.workflow.api import term_of
from yiyuan.workflow.models import Signal
from yiyuan.workflow.selectors import signals
from yiyuan.workflow.services import watch_terms

MEETING = {
    "met_on": date(2026, 9, 1),
    "participants": "市民政局、市住房公积金管理中心",
    "minutes_number": "〔2026〕12号",
    "conclusion": "应当提供",
}
STATED = {
    "need": "核验提取人婚姻状况",
    "purpose": "住房公积金提取审核",
    "duty": "《住房公积金管理条例》第二十四条",
    "legal_basis": "《住房公积金管理条例》",
    "scenario": "窗口办理提取",
    "business_need": "减少证明材料",
    "use_kinds": ["administrative_basis"],
    "undertaking": True,
    "materials": ["履职依据"],
}
SUITED = {"basis_level": "law", "methods": ["batch_download", "online_query"], "basis": "《某法》第一条"}


def ask(cast, *, place="", provider="civil_affairs", consumer="housing_fund", send=True, **resource_values):
    resource = cast.resource(provider, place=place, **{**SUITED, **resource_values})
    scope = Scope(
        fields=frozenset(item.id for item in resource.items),
        methods=frozenset({"online_query"}),
        until_on=legal.today() + timedelta(days=200),
    )
    officer = cast.person(consumer, "officer", place=place)
    application = services.draft_application(resource.id, actor=officer, scope=scope, values=STATED)
    if send:
        application = services.send_application(application.id, actor=officer)
    return application, resource, scope


@pytest.mark.parametrize(
    ("place", "sent_on", "due_on"),
    [
        ("wuhu", date(2026, 9, 24), date(2026, 10, 12)),
        ("liyang", date(2026, 9, 24), date(2026, 10, 15)),
        ("wuhu", date(2021, 2, 26), date(2021, 3, 12)),
        ("wuhu", date(2021, 3, 1), date(2021, 3, 10)),
    ],
)
@pytest.mark.requirement("anhui-2020-data/25.3", "wuhu-2020-data/13.4", "liyang-2020-sharing/17.4")
def test_the_answer_is_due_by_the_regulation_of_the_day_it_was_received(cast, clock, place, sent_on, due_on):
    clock.set(sent_on)
    application, _, _ = ask(cast, place=place)
    assert term_of("sharing.application", application.id).due_on == due_on
    clock.set(due_on)
    watch_terms()
    assert not Signal.objects.exists()
    clock.set(due_on + timedelta(days=1))
    watch_terms()
    watch_terms()
    signal = Signal.objects.get()
    assert signal.organisation_id == cast.organisation("civil_affairs", place=place)
    assert Application.objects.get(id=application.id).state == State.SENT
    assert list(signals(cast.officer_of_bureau(place=place))) == [signal]  # nobody has to tell the bureau
    assert not signals(cast.person("education", place=place)).exists()


@pytest.mark.parametrize(("place", "decider"), [("wuhu", "provider"), ("liyang", "provider"), ("jiaozuo", "bureau")])
@pytest.mark.requirement("jiaozuo-2020-data/19.6", "wuhu-2020-data/13.3", "liyang-2020-sharing/17.3")
def test_the_region_says_who_decides(cast, place, decider):
    application, _, scope = ask(cast, place=place)
    head = cast.person("civil_affairs", "head", place=place)
    officer = cast.officer_of_bureau(place=place)
    right, wrong = (head, officer) if decider == "provider" else (officer, head)
    with pytest.raises(NotAllowed):
        services.grant_application(application.id, actor=wrong, scope=scope)
    assert services.grant_application(application.id, actor=right, scope=scope).state == GrantState.OPEN


@pytest.mark.requirement("anhui-2020-data/21.4", "anhui-2020-data/25.4")
def test_a_refusal_states_reason_and_basis_of_an_accepted_level(cast):
    application, _, _ = ask(cast)
    head = cast.person("civil_affairs", "head")
    with refused("sharing.refusal"):
        services.refuse_application(application.id, actor=head, reason="")
    with refused("sharing.refusal_basis_levels"):
        services.refuse_application(
            application.id, actor=head, reason="不宜提供", basis="某部规章第一条", basis_level="ministry_rule"
        )
    services.refuse_application(
        application.id, actor=head, reason="法律禁止", basis="《某法》第三条", basis_level="law"
    )
    assert Application.objects.get(id=application.id).state == State.REFUSED


def test_a_grant_may_narrow_and_never_widen(cast):
    application, _, scope = ask(cast)
    head = cast.person("civil_affairs", "head")
    few = frozenset(sorted(scope.fields)[:3])
    wider = Scope(few | {10**9}, scope.rows, scope.methods, scope.until_on)
    with refused("sharing.scope"):
        services.grant_application(application.id, actor=head, scope=wider)
    with refused("sharing.scope"):
        services.grant_application(
            application.id, actor=head, scope=Scope(few, scope.rows, frozenset({"batch_download"}), scope.until_on)
        )
    rows = frozenset({Condition(sorted(scope.fields)[5], Operator.IS, "结婚")})
    narrow = Scope(few, rows, scope.methods, scope.until_on - timedelta(days=30))
    grant = services.grant_application(application.id, actor=head, scope=narrow, reason="其余不是必需")
    info = selectors.grant_info(grant)
    assert grant.narrowed
    assert {f.item_id for f in info.fields} == few
    assert {f.name: f.mask for f in info.fields} == {"登记证字号": "", "男方姓名": "name", "男方证件号码": "citizen_id"}
    assert info.rows == tuple(rows)


def test_an_unconditional_resource_is_granted_by_the_system_at_once(cast):
    resource = cast.resource(
        "civil_affairs",
        name="行政区划",
        sharing="unconditional",
        items=[{"name": "代码", "data_type": "C", "length": 12, "key": True, "required": True}],
        reason="",
        opening="unconditional",
        opening_method="下载",
    )
    grant = services.subscribe(resource.id, actor=cast.person("police"), **SUBSCRIBED)
    assert (grant.state, grant.narrowed) == (GrantState.OPEN, False)
    assert grant.application.state == State.GRANTED


def test_a_conditional_resource_is_not_granted_by_subscription(cast):
    resource = cast.resource("civil_affairs")
    with refused("sharing.unconditional_grant"):
        services.subscribe(resource.id, actor=cast.person("police"), **SUBSCRIBED)


@pytest.mark.parametrize(
    ("place", "state"),
    [("anhui", State.SENT), ("wuhu", State.SENT), ("liyang", State.NEGOTIATING), ("jiaozuo", State.SENT)],
)
def test_a_not_shared_resource_is_asked_for_by_the_route_of_the_region(cast, place, state):
    application, _, _ = ask(cast, place=place, sharing="not_shared", reason="涉及侦查")
    application.refresh_from_db()
    assert application.state == state


def test_in_wuhu_a_not_shared_resource_is_answered_with_a_basis_and_then_negotiated(cast, clock):
    application, _, _ = ask(cast, sharing="not_shared", reason="涉及侦查")
    decider = cast.person("civil_affairs", "head")
    with refused("sharing.refusal"):
        services.refuse_application(application.id, actor=decider, reason="涉及侦查", basis="", basis_level="")
    stated = {"reason": "涉及侦查", "basis": "《人民警察法》", "basis_level": "law"}
    services.refuse_application(application.id, actor=decider, **stated)
    services.negotiate_refusal(application.id, actor=cast.person("housing_fund"), note="确需使用")
    application.refresh_from_db()
    assert application.state == State.NEGOTIATING


def test_before_the_regulation_of_the_province_wuhu_negotiated_at_once(cast, clock):
    clock.set(date(2020, 12, 1))
    application, _, _ = ask(cast, sharing="not_shared", reason="涉及侦查")
    application.refresh_from_db()
    assert application.state == State.NEGOTIATING


def test_materials_are_asked_for_once_from_the_list_and_the_date_stands(cast, clock):
    clock.set(date(2026, 9, 24))
    application, _, _ = ask(cast, materials=["履职依据", "数据安全承诺书"])
    head, officer = cast.person("civil_affairs", "head"), cast.person("housing_fund")
    before = term_of("sharing.application", application.id).due_on
    with refused("sharing.materials_listed"):
        services.return_application(application.id, actor=head, missing=["无犯罪证明"])
    services.return_application(application.id, actor=head, missing=["数据安全承诺书"])
    assert term_of("sharing.application", application.id).due_on == before
    clock.set(date(2026, 9, 29))
    with refused("sharing.purpose"):
        services.resend_application(application.id, actor=officer, supplied=[])
    services.resend_application(application.id, actor=officer, supplied=["数据安全承诺书"])
    term = term_of("sharing.application", application.id)
    assert (term.due_on, term.waits_for) == (before, cast.organisation("civil_affairs"))
    with refused("sharing.return_materials"):
        services.return_application(application.id, actor=head, missing=["履职依据"])


def test_an_application_names_every_missing_statement(cast):
    resource = cast.resource("civil_affairs")
    officer = cast.person("housing_fund")
    scope = Scope(frozenset({resource.items[0].id}), frozenset(), frozenset({"online_query"}), legal.today())
    application = services.draft_application(resource.id, actor=officer, scope=scope)
    with pytest.raises(RuleBroken) as broken:
        services.send_application(application.id, actor=officer)
    assert {"need", "purpose", "duty"} <= set(broken.value.facts["missing"])


def test_a_revoked_grant_keeps_no_open_key_and_says_why(cast):
    application, _, scope = ask(cast)
    head = cast.person("civil_affairs", "head")
    grant = services.grant_application(application.id, actor=head, scope=scope)
    key = services.issue_key(grant.id, actor=cast.person("housing_fund"))
    assert Grant.objects.get(key_digest=services.digest_of(key)).id == grant.id
    with refused("sharing.revocation"):
        services.revoke_grant(grant.id, actor=head, reason=" ")
    services.revoke_grant(grant.id, actor=head, reason="用途超出授权")
    with connection.cursor() as cur:
        cur.execute("select count(*) from published.grants where key_digest = %s", [services.digest_of(key)])
        assert cur.fetchone() == (0,)
        cur.execute("select closed_reason from published.ended_grants where key_digest = %s", [services.digest_of(key)])
        assert cur.fetchone() == ("用途超出授权",)
    with pytest.raises(MoveRefused):
        services.revoke_grant(grant.id, actor=head, reason="再来")


@pytest.mark.parametrize("state", GrantState)
def test_the_gateway_reads_exactly_the_live_grants_that_have_a_key(cast, state):
    application, _, scope = ask(cast)
    grant = services.grant_application(application.id, actor=cast.person("civil_affairs", "head"), scope=scope)
    services.issue_key(grant.id, actor=cast.person("housing_fund"))
    Grant.objects.filter(id=grant.id).update(state=state)
    with connection.cursor() as cur:
        cur.execute("select id from published.grants")
        readable = {row[0] for row in cur.fetchall()}
        cur.execute("select id from published.ended_grants")
        ended = {row[0] for row in cur.fetchall()}
    live = set(selectors.live().values_list("id", flat=True))
    assert readable == live
    assert ended == {grant.id} - live


def test_a_grant_expires_after_its_last_day(cast, clock):
    clock.set(date(2026, 9, 1))
    application, _, scope = ask(cast)
    grant = services.grant_application(application.id, actor=cast.person("civil_affairs", "head"), scope=scope)
    assert services.expire_grants(today=grant.until_on) == 0
    assert services.expire_grants(today=grant.until_on + timedelta(days=1)) == 1
    assert Grant.objects.get(id=grant.id).state == GrantState.EXPIRED


def test_somebody_elses_application_and_grant_are_not_found(cast):
    application, _, scope = ask(cast)
    grant = services.grant_application(application.id, actor=cast.person("civil_affairs", "head"), scope=scope)
    stranger = cast.person("police", "head")
    with pytest.raises(NotFound):
        selectors.application_for(stranger, application.id)
    with pytest.raises(NotFound):
        selectors.grant_for(stranger, grant.id)
    assert selectors.application_for(cast.officer_of_bureau(), application.id)


def test_after_a_refusal_wuhu_negotiates_and_the_government_coordinates(cast):
    cast.organisation("government")
    application, _, scope = ask(cast)
    head, officer = cast.person("civil_affairs", "head"), cast.person("housing_fund")
    services.refuse_application(application.id, actor=head, reason="不宜", basis="《某法》第三条", basis_level="law")
    services.negotiate_refusal(application.id, actor=officer)
    services.seek_coordination(application.id, actor=officer)
    government = cast.person("government", "head")
    with refused("sharing.coordination.record"):
        services.record_coordination(application.id, actor=government, **{**MEETING, "minutes_number": ""})
    services.record_coordination(application.id, actor=government, **MEETING)
    grant = services.grant_application(application.id, actor=head, scope=scope)
    assert grant.application.state == State.GRANTED


def test_a_draft_is_its_consumers_alone(cast):
    draft, _, _ = ask(cast, send=False)
    assert selectors.application_for(cast.person("housing_fund"), draft.id).id == draft.id
    for who in (cast.person("civil_affairs", "head"), cast.officer_of_bureau(), cast.person("police")):
        with pytest.raises(NotFound):
            selectors.application_for(who, draft.id)


def test_the_opening_of_a_grant_is_on_record_with_what_was_given(cast):
    application, _, scope = ask(cast)
    grant = services.grant_application(application.id, actor=cast.person("civil_affairs", "head"), scope=scope)
    entry = Entry.objects.get(tag="sharing.grant.opened")
    assert (entry.object_id, entry.facts["fields"]) == (str(grant.id), len(scope.fields))
