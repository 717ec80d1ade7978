"""Writes of sharing: apply, answer, grant, key, revoke, expire."""

import hashlib
import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F

from yiyuan.audit.api import record
from yiyuan.catalog import api as catalog
from yiyuan.catalog.types import ItemClass, ResourceInfo
from yiyuan.kernel import clock
from yiyuan.kernel.actor import SYSTEM, Actor
from yiyuan.kernel.errors import NotAllowed, RuleBroken
from yiyuan.kernel.events import publish
from yiyuan.organisations.api import coordinator_of
from yiyuan.sharing import policies, rules, selectors
from yiyuan.sharing.events import GrantClosed, GrantOpened
from yiyuan.sharing.models import Application, Grant, NumberSequence
from yiyuan.sharing.types import LIVE, Condition, Field, GrantState, Route, Scope, SharingTag, State
from yiyuan.sharing.workflow import APPLICATION, GRANT
from yiyuan.workdays.api import due
from yiyuan.workflow.api import Law

STATEMENTS = "need purpose duty legal_basis scenario business_need".split()
DETAILS = "service_item receiving_system protection_level contact materials".split()
# classes masked unless the decider gives them as they are
MASKS = {
    ItemClass.NAME: "name",
    ItemClass.CITIZEN_ID: "citizen_id",
    ItemClass.MOBILE: "mobile",
    ItemClass.ADDRESS: "address",
    ItemClass.BANK_CARD: "bank_card",
    ItemClass.EMAIL: "email",
    ItemClass.BIRTH: "birth",
    ItemClass.SENSITIVE: "generic",
}


def next_number(kind: str) -> str:
    """GX-2026-0001 for applications, SQ-… for grants; call in a transaction."""
    year = clock.today().year
    NumberSequence.objects.get_or_create(kind=kind, year=year)
    NumberSequence.objects.filter(kind=kind, year=year).update(last=F("last") + 1)
    return f"{kind}-{year}-{NumberSequence.objects.get(kind=kind, year=year).last:04d}"


@transaction.atomic
def draft_application(
    resource_id: int, *, actor: Actor, scope: Scope, values: Mapping[str, Any] | None = None
) -> Application:
    """A draft for a published resource. values: STATEMENTS and DETAILS.

    Raises NotFound, NotAllowed (no data officer), RuleBroken (own resource, foreign items or methods, past end).
    """
    if not policies.may_apply(actor):
        raise NotAllowed("sharing.apply")
    resource = selectors.open_resource(resource_id)
    if resource.provider_id == actor.organisation_id:
        raise RuleBroken("sharing.own_resource")
    _check_asked(resource, scope)
    stated = {name: (values or {}).get(name) for name in (*STATEMENTS, *DETAILS)}
    application = Application.objects.create(
        number=next_number("GX"),
        resource_id=resource.id,
        version_id=resource.version_id,
        resource_name=resource.name,
        sharing=resource.sharing,
        region_code=resource.region_code,
        provider_id=resource.provider_id,
        consumer_id=actor.organisation_id,
        drafter_account_id=actor.account_id,
        drafter_name=actor.person_name,
        **{name: value for name, value in stated.items() if value is not None},
        **_columns(scope),
    )
    record(actor, SharingTag.DRAFTED, object_type="sharing.application", object_id=application.id)
    return application


def _check_asked(resource: ResourceInfo, scope: Scope) -> None:
    rules.check_asked(
        scope=scope, items=[item.id for item in resource.items], methods=resource.methods, today=clock.today()
    )
    if foreign := {condition.item_id for condition in scope.rows} - {item.id for item in resource.items}:
        raise RuleBroken("sharing.scope", fields=sorted(map(str, foreign)))


def _columns(scope: Scope) -> dict[str, Any]:
    return {
        "fields": sorted(scope.fields),
        "rows": _rows(scope.rows),
        "methods": sorted(scope.methods),
        "until_on": scope.until_on,
    }


def _rows(conditions: Collection[Condition]) -> list[list[object]]:
    return sorted([c.item_id, c.operator.value, c.value] for c in conditions)


@transaction.atomic
def subscribe(resource_id: int, *, actor: Actor, scope: Scope | None = None, purpose: str = "") -> Grant:
    """Use an unconditional resource: granted by the system at once, all items unless fewer are named.

    Emits GrantOpened. Raises RuleBroken("sharing.not_shared_route") for a resource of another type.
    """
    resource = selectors.open_resource(resource_id)
    law = Law(resource.region_code, clock.today())
    whole = Scope(
        fields=frozenset(item.id for item in resource.items),
        methods=frozenset(resource.methods),
        until_on=selectors.longest_until(law, today=clock.today()),
    )
    asked = scope or whole
    application = draft_application(
        resource_id, actor=actor, scope=asked, values={"purpose": purpose or "依职责使用无条件共享数据"}
    )
    APPLICATION.move(
        application,
        "subscribe",
        actor=SYSTEM,
        also_set={"sent_on": clock.today(), "answered_on": clock.today()},
        wanted=Route.SUBSCRIBE,
        route=rules.route_to(sharing=resource.sharing, law=law),
    )
    return _open_grant(application, resource, granted=asked, masks={}, actor=SYSTEM)


@transaction.atomic
def send_application(application_id: int, *, actor: Actor) -> Application:
    """File a draft: the term of answer starts today, or negotiation opens where the region sends not-shared data there.

    Raises RuleBroken naming every missing statement.
    """
    application = selectors.application_for(actor, application_id, lock=True)
    law = selectors.law_of(application, today=clock.today())
    route = rules.route_to(sharing=application.sharing, law=law)
    move = {Route.APPLY: "send", Route.NEGOTIATE: "propose"}.get(route)
    if move is None:
        raise RuleBroken("sharing.not_shared_route")
    stated = {name: getattr(application, name) for name in STATEMENTS}
    APPLICATION.move(application, move, actor=actor, also_set={"sent_on": clock.today()}, stated=stated)
    return application


@transaction.atomic
def grant_application(
    application_id: int,
    *,
    actor: Actor,
    scope: Scope,
    reason: str = "",
    unmasked: Collection[int] = (),
) -> Grant:
    """Grant an application, wholly or narrowed, and open access under it.

    scope: may narrow the application, never widen it; until_on inclusive. unmasked: items given as they are.
    Rules: sharing.scope, sharing.grant_term, sharing.grant_states. Emits GrantOpened.
    """
    application = selectors.application_for(actor, application_id, lock=True)
    resource = selectors.resource_of(application)
    asked = selectors.scope_of(application)
    move = {State.NEGOTIATING: "agree", State.COORDINATED: "carry_out"}.get(State(application.state), "grant")
    law = selectors.law_of(application, today=clock.today())
    APPLICATION.move(
        application,
        move,
        actor=actor,
        note=reason,
        also_set={"answered_on": clock.today(), "answer_reason": reason},
        asked=asked,
        granted=scope,
        names={item.id: item.name for item in resource.items},
        longest_on=selectors.longest_until(law, today=clock.today()),
        purpose=application.purpose,
    )
    masks: dict[int, str] = {item.id: MASKS[item.item_class] for item in resource.items if item.item_class in MASKS}
    masks = {item_id: mask for item_id, mask in masks.items() if item_id not in set(unmasked)}
    return _open_grant(application, resource, granted=scope, masks=masks, actor=actor)


def _open_grant(
    application: Application, resource: ResourceInfo, *, granted: Scope, masks: Mapping[int, str], actor: Actor
) -> Grant:
    assert granted.until_on is not None
    fields = [
        Field(i.id, i.name, i.column, i.data_type.value, i.item_class.value, masks.get(i.id, ""), i.key)
        for i in resource.chosen(sorted(granted.fields))
    ]
    by_id: dict[int, str] = {item.id: item.column for item in resource.items}
    grant = Grant.objects.create(
        number=next_number("SQ"),
        law_on=clock.today(),
        application=application,
        resource_id=resource.id,
        resource_name=resource.name,
        version_number=resource.version_number,
        region_code=resource.region_code,
        provider_id=application.provider_id,
        consumer_id=application.consumer_id,
        purpose=application.purpose,
        duty=application.duty,
        plan={
            "fields": [asdict(field) for field in fields],
            "rows": _rows(granted.rows),
            "row_columns": {str(c.item_id): by_id[c.item_id] for c in granted.rows},
        },
        methods=sorted(granted.methods),
        from_on=clock.today(),
        until_on=granted.until_on,
        narrowed=granted != selectors.scope_of(application),
    )
    GRANT.begin(grant)
    record(
        actor,
        "sharing.grant.opened",
        object_type="sharing.grant",
        object_id=grant.id,
        facts={"application": application.id, "fields": len(fields), "until_on": str(grant.until_on)},
    )
    _count(resource.id)
    publish(GrantOpened(grant.id, resource.id, granted.until_on))
    return grant


@transaction.atomic
def refuse_application(
    application_id: int, *, actor: Actor, reason: str, basis: str = "", basis_level: str = ""
) -> Application:
    """Refuse, stating what the region demands. Raises RuleBroken of sharing.refusal or its basis levels."""
    application = selectors.application_for(actor, application_id, lock=True)
    APPLICATION.move(
        application,
        "uphold" if application.state == State.COORDINATED else "refuse",
        actor=actor,
        note=reason,
        also_set={
            "answered_on": clock.today(),
            "answer_reason": reason,
            "answer_basis": basis,
            "answer_basis_level": basis_level,
        },
        reason=reason,
        basis=basis,
        basis_level=basis_level,
    )
    return application


@transaction.atomic
def return_application(application_id: int, *, actor: Actor, missing: Sequence[str]) -> Application:
    """Send back once for listed materials, all gaps together, within the short term; the statutory date stands."""
    application = selectors.application_for(actor, application_id, lock=True)
    law = selectors.law_of(application, today=clock.today())
    assert application.sent_on is not None
    length = law("sharing.return_materials")
    listed = catalog.materials_of(application.version_id)
    APPLICATION.move(
        application,
        "return",
        actor=actor,
        note="需补：" + "、".join(missing),
        also_set={"missing_materials": list(missing)},
        missing=missing,
        listed=listed,
        today=clock.today(),
        last_day=due(length, application.sent_on).on,
        returned_before=bool(application.missing_materials),
    )
    return application


@transaction.atomic
def resend_application(application_id: int, *, actor: Actor, supplied: Collection[str]) -> Application:
    """Hand in the materials that were asked for."""
    application = selectors.application_for(actor, application_id, lock=True)
    APPLICATION.move(
        application,
        "resend",
        actor=actor,
        also_set={"materials": sorted({*application.materials, *supplied})},
        missing=application.missing_materials,
        supplied={*application.materials, *supplied},
    )
    return application


@transaction.atomic
def withdraw_application(application_id: int, *, actor: Actor) -> Application:
    application = selectors.application_for(actor, application_id, lock=True)
    APPLICATION.move(application, "withdraw", actor=actor)
    return application


@transaction.atomic
def negotiate_refusal(application_id: int, *, actor: Actor, note: str = "") -> Application:
    """After a refusal, open negotiation where the region's text opens it."""
    application = selectors.application_for(actor, application_id, lock=True)
    APPLICATION.move(application, "negotiate", actor=actor, note=note)
    return application


@transaction.atomic
def seek_coordination(application_id: int, *, actor: Actor, note: str = "") -> Application:
    """Either party takes a failed negotiation to whom the region names. Raises RuleBroken where it names nobody."""
    application = selectors.application_for(actor, application_id, lock=True)
    body = selectors.law_of(application, today=clock.today())("sharing.coordinator")
    coordinator = coordinator_of(application.region_code, body=body)
    if coordinator is None:
        raise RuleBroken("sharing.coordinator")
    move = "escalate" if actor.organisation_id == application.consumer_id else "pass_up"
    application.coordinator_id = coordinator.id
    APPLICATION.move(application, move, actor=actor, note=note, also_set={"coordinator_id": coordinator.id})
    return application


@transaction.atomic
def record_coordination(application_id: int, *, actor: Actor, minutes_number: str, conclusion: str) -> Application:
    """A meeting was held: its minutes and conclusion. The competent department then acts; nothing is decided here."""
    application = selectors.application_for(actor, application_id, lock=True)
    APPLICATION.move(
        application,
        "conclude",
        actor=actor,
        note=conclusion,
        also_set={"minutes_number": minutes_number, "conclusion": conclusion},
        minutes_number=minutes_number,
        conclusion=conclusion,
    )
    return application


@transaction.atomic
def issue_key(grant_id: int, *, actor: Actor) -> str:
    """A new key for machines of the consumer; shown once, kept as a digest; the old one ends now."""
    grant = selectors.grant_for(actor, grant_id, lock=True)
    if grant.consumer_id != actor.organisation_id or not policies.may_apply(actor):
        raise NotAllowed("sharing.key")
    if GrantState(grant.state) not in LIVE:
        raise RuleBroken("sharing.use_limit", what="已终止的授权")
    secret = f"gk_{secrets.token_urlsafe(30)}"
    Grant.objects.filter(id=grant.id).update(
        key_digest=digest_of(secret), key_prefix=secret[:9], key_issued_at=clock.real_now()
    )
    record(actor, SharingTag.KEY_ISSUED, object_type="sharing.grant", object_id=grant.id)
    return secret


def digest_of(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


@transaction.atomic
def revoke_grant(grant_id: int, *, actor: Actor, reason: str) -> Grant:
    """End a grant before its time, by the provider or the bureau, with a reason. Emits GrantClosed."""
    grant = selectors.grant_for(actor, grant_id, lock=True)
    move = "revoke" if grant.provider_id == actor.organisation_id else "stop"
    return _close(grant, move, actor=actor, note=reason, reason=reason)


@transaction.atomic
def give_back_grant(grant_id: int, *, actor: Actor) -> Grant:
    """The consumer needs it no longer. Emits GrantClosed."""
    return _close(selectors.grant_for(actor, grant_id, lock=True), "give_back", actor=actor)


def _close(grant: Grant, move: str, *, actor: Actor, note: str = "", **facts: Any) -> Grant:
    today = clock.today()
    GRANT.move(
        grant,
        move,
        actor=actor,
        note=note,
        also_set={"closed_on": today, "closed_reason": note, "key_digest": "", "key_prefix": ""},
        **facts,
    )
    _count(grant.resource_id)
    publish(GrantClosed(grant.id, grant.resource_id, today))
    return grant


def expire_grants(*, today: date) -> int:
    """End the grants whose last day is past; returns how many. Safe to repeat."""
    ended = 0
    live = [state.value for state in LIVE]
    for grant_id in Grant.objects.filter(state__in=live, until_on__lt=today).values_list("id", flat=True):
        with transaction.atomic():
            grant = Grant.objects.select_for_update(of=("self",)).select_related("consumer").get(id=grant_id)
            if GrantState(grant.state) in LIVE:
                _close(grant, "expire", actor=SYSTEM, note="使用期限届满")
                ended += 1
    return ended


@transaction.atomic
def note_first_delivery(grant_id: int) -> None:
    """The first successful call or file ends the term of delivery. Safe to repeat."""
    grant = Grant.objects.select_for_update(of=("self",)).select_related("consumer").get(id=grant_id)
    if grant.state == GrantState.OPEN:
        GRANT.move(grant, "deliver", actor=SYSTEM, also_set={"first_delivered_on": clock.today()})


def _count(resource_id: int) -> None:
    live = Grant.objects.filter(resource_id=resource_id, state__in=[s.value for s in LIVE]).count()
    catalog.count_grants(resource_id, live=live)
