"""The consumer's side: subscribe, send, hand in what was missing, withdraw."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from django.db import transaction

from yiyuan.catalog import api as catalog
from yiyuan.catalog.types import CONDITION_WORDS, ConditionKind, ItemInfo, ResourceInfo
from yiyuan.kernel import clock
from yiyuan.kernel.actor import SYSTEM, Actor
from yiyuan.kernel.errors import RuleBroken
from yiyuan.sharing import rules, selectors
from yiyuan.sharing.models import Application, Grant
from yiyuan.sharing.services.drafts import (
    RECEIVING,
    STATEMENTS,
    asked_of,
    begin,
    change_draft,
    draft_for,
    published,
    write,
)
from yiyuan.sharing.services.eligibility import check_eligible
from yiyuan.sharing.services.grants import open_grant
from yiyuan.sharing.services.numbers import next_number
from yiyuan.sharing.types import Route, Scope
from yiyuan.sharing.workflow import APPLICATION
from yiyuan.workflow.api import Law

SUBSCRIPTION = "need purpose duty scenario service_item".split()


def _check_asked(application: Application, resource: ResourceInfo, *, actor: Actor) -> Scope:
    """What is asked of the resource, tried as a whole; gives it with the values of its conditions as they are kept.

    Raises RuleBroken (foreign items or methods, past end, a department the provider does not list, an item that is
    shared with nobody, a material or a kind of use that is not published).
    """
    check_eligible(resource, consumer_ids=actor.organisation_ids | {application.consumer_id})
    asked, lost = selectors.scope_in(application, resource)
    if lost:
        raise RuleBroken("sharing.draft", items=lost)
    scope = typed(asked, resource)
    rules.check_asked(
        scope=scope, items=[item.id for item in resource.items], methods=resource.methods, today=clock.today()
    )
    check_items_open(resource, scope)
    rules.check_materials(attached=application.materials, listed=resource.materials)
    permitted = selectors.permitted_kinds(resource, today=clock.today())
    rules.check_use_kinds(chosen=application.use_kinds, permitted=permitted)
    return scope


def typed(scope: Scope, resource: ResourceInfo) -> Scope:
    """The scope with the values of its conditions as their items keep them, so that nobody decides on one that no row
    can meet. Raises RuleBroken("sharing.condition"); items the resource has not are left to the rules.
    """
    items: dict[int, ItemInfo] = {item.id: item for item in resource.items}
    rows = (rules.typed(row, items[row.item_id]) if row.item_id in items else row for row in scope.rows)
    return replace(scope, rows=frozenset(rows))


def check_items_open(resource: ResourceInfo, scope: Scope) -> None:
    """Raises RuleBroken("sharing.item_not_shared") naming the items, with the basis of the entry."""
    asked = scope.fields | {condition.item_id for condition in scope.rows}
    own = {item.name: item.sharing for item in resource.items if item.id in asked and item.sharing}
    rules.check_items_open(entry=resource.sharing, own=own, basis=resource.basis)


def check_items_free(resource: ResourceInfo, scope: Scope) -> None:
    """Raises RuleBroken("sharing.item_conditional") for items that are not had by subscribing."""
    free = selectors.free_items(resource)
    asked = scope.fields | {condition.item_id for condition in scope.rows}
    if bound := [item.name for item in resource.items if item.id in asked and item.id not in free]:
        raise RuleBroken("sharing.item_conditional", items=bound)


@transaction.atomic
def subscribe(
    resource_id: int,
    *,
    actor: Actor,
    scope: Scope | None = None,
    need: str = "",
    purpose: str = "",
    duty: str = "",
    scenario: str = "",
    service_item: str = "",
) -> Grant:
    """Use an unconditional resource: granted by the system at once, all free items unless fewer are named.

    Which statements it needs the region says (sharing.subscription); nothing is written for the department.
    Raises RuleBroken("sharing.unconditional_grant" | "sharing.not_shared_route") for another type,
    RuleBroken("sharing.item_not_shared" | "sharing.item_conditional") for items on stricter terms.
    """
    resource = selectors.open_resource(resource_id)
    law = Law(resource.region_code, clock.today())
    whole = selectors.free_scope(resource, today=clock.today())
    asked = scope or whole
    assert whole.until_on is not None
    asked = typed(asked, resource)
    values = {"need": need, "purpose": purpose, "duty": duty, "scenario": scenario, "service_item": service_item}
    with law.judging():
        rules.check_grant_term(granted=asked, longest_on=whole.until_on)
        check_items_open(resource, asked)
        check_items_free(resource, asked)
        rules.check_subscription(stated=values, law=law)
    application = begin(resource, actor=actor, scope=asked, values=values)
    with law.judging():
        _check_asked(application, resource, actor=actor)
    APPLICATION.move(
        application,
        "subscribe",
        actor=SYSTEM,
        also_set={"number": next_number("GX"), "sent_on": clock.today(), "answered_on": clock.today()},
        wanted=Route.SUBSCRIBE,
        sharing=resource.sharing,
    )
    return open_grant(application, resource, granted=asked, masks={}, actor=SYSTEM)


def check_conditions(application: Application, resource: ResourceInfo) -> None:
    """Raises RuleBroken("sharing.conditions") where the entry names a condition the applicant does not meet.

    Materials are not looked at here: what is missing of them is asked for by the decider, once. Kinds of use are where
    the region has them stated. An authorisation is asked for beside its own field (sharing.consent).
    """
    unmet = catalog.unmet_conditions(
        resource.conditions,
        consumer_id=application.consumer_id,
        purposes=application.use_kinds,
        authorisation=application.consent,
    )
    judged = {ConditionKind.DEPARTMENTS, ConditionKind.KINDS}
    if application.use_kinds:
        judged.add(ConditionKind.PURPOSES)
    for one in unmet:
        if one.kind in judged:
            raise RuleBroken("sharing.conditions", condition=CONDITION_WORDS[one.kind], basis=one.basis)


@transaction.atomic
def file_application(
    resource_id: int,
    *,
    actor: Actor,
    scope: Scope,
    values: Mapping[str, Any] | None = None,
    need_id: int | None = None,
    renews_id: int | None = None,
) -> Application:
    """Draft and send in one go; a refused sending leaves nothing behind. Raises what both raise."""
    resource = selectors.open_resource(resource_id)
    drafted = begin(resource, actor=actor, scope=scope, values=values, need_id=need_id, renews_id=renews_id)
    return _send(drafted, resource, actor=actor)


@transaction.atomic
def send_application(
    application_id: int, *, actor: Actor, scope: Scope | None = None, values: Mapping[str, Any] | None = None
) -> Application:
    """File a draft: the term of answer starts today, or negotiation opens where the region sends not-shared data there.

    scope, values: what is written on it before, as `change_draft` does; a refused sending leaves it as it was. It is
    judged by the resource as it is published now. Raises as `draft_for`, RuleBroken naming every missing statement,
    RuleBroken("sharing.draft") for a resource, or an item of it, that is not there any more.
    """
    application = draft_for(actor, application_id, lock=True)
    if scope is not None or values:
        application = change_draft(application_id, actor=actor, scope=scope, values=values)
    return _send(application, published(application), actor=actor)


def _send(application: Application, resource: ResourceInfo, *, actor: Actor) -> Application:
    with Law(resource.region_code, clock.today()).judging():
        write(application, asked_of(resource, _check_asked(application, resource, actor=actor)))
    law = selectors.law_of(application, today=clock.today())
    route = rules.route_to(sharing=application.sharing, law=law)
    move = "propose" if route is Route.NEGOTIATE else "send"
    with law.judging():
        if move == "send":
            rules.check_route(wanted=Route.APPLY, sharing=application.sharing, law=law)
        check_conditions(application, resource)
        stated = {name: getattr(application, name) for name in STATEMENTS} | {
            "use_kinds": "、".join(application.use_kinds)
        }
        rules.check_stated(stated=stated, law=law)
        rules.check_receiving(
            stated={name: getattr(application, name) for name in (*RECEIVING, "consent")},
            consent_basis=selectors.consent_basis(resource),
            law=law,
        )
    numbered = {"number": next_number("GX"), "sent_on": clock.today()}
    APPLICATION.move(application, move, actor=actor, also_set=numbered, stated=stated)
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
