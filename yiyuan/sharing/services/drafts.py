"""An application before it is sent: begun, changed, thrown away. It has no number, no term, and nobody hears of it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.catalog.types import ResourceInfo
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import MoveRefused, NotAllowed, NotFound, RuleBroken
from yiyuan.sharing import policies, rules, selectors
from yiyuan.sharing.models import Application, Grant
from yiyuan.sharing.services.attachments import copy_files, forget_files
from yiyuan.sharing.services.grants import rows_in_plan
from yiyuan.sharing.types import Scope, SharingTag
from yiyuan.sharing.workflow import APPLICATION
from yiyuan.workflow.api import Law

STATEMENTS = "need purpose duty legal_basis scenario business_need".split()
RECEIVING = "undertaking receiving_system protection_level contact".split()
DETAILS = "service_item use_kinds consent materials".split()


@transaction.atomic
def draft_application(
    resource_id: int,
    *,
    actor: Actor,
    scope: Scope,
    values: Mapping[str, Any] | None = None,
    renews_id: int | None = None,
) -> Application:
    """A draft for a published resource, with whatever is filled. values: STATEMENTS, RECEIVING and DETAILS.

    Raises NotFound, NotAllowed (no data officer), RuleBroken (own resource, no department at all, items or methods the
    resource has not); all else is looked at when it is sent.
    """
    return begin(selectors.open_resource(resource_id), actor=actor, scope=scope, values=values, renews_id=renews_id)


def begin(
    resource: ResourceInfo,
    *,
    actor: Actor,
    scope: Scope,
    values: Mapping[str, Any] | None,
    need_id: int | None = None,
    renews_id: int | None = None,
    repeats_id: int | None = None,
) -> Application:
    """The row of a draft; `draft_application` says what it raises."""
    if not policies.may_apply(actor):
        raise NotAllowed("sharing.apply")
    with Law(resource.region_code, clock.today()).judging():
        if resource.provider_id in actor.organisation_ids:
            raise RuleBroken("sharing.own_resource")
        if not policies.is_department(actor.organisation_id):
            raise RuleBroken("sharing.applicants")
        _check_offered(resource, scope)
    if renews_id is not None:
        _check_renewal(renews_id, resource_id=resource.id, consumer_id=actor.organisation_id)
    application = Application.objects.create(
        resource_id=resource.id,
        consumer_id=actor.organisation_id,
        drafter_account_id=actor.account_id,
        drafter_name=actor.person_name,
        need_of_id=need_id,
        renews_id=renews_id,
        repeats_id=repeats_id,
        **_stated(values or {}),
        **asked_of(resource, scope),
    )
    record(actor, SharingTag.DRAFTED, object_type="sharing.application", object_id=application.id)
    return application


def asked_of(resource: ResourceInfo, scope: Scope) -> dict[str, Any]:  # fields of an application
    """What is asked of which version of a resource."""
    return {
        "version_id": resource.version_id,
        "resource_name": resource.name,
        "sharing": selectors.sharing_of(resource, scope.fields),
        "region_code": resource.region_code,
        "provider_id": resource.provider_id,
        "fields": sorted(scope.fields),
        "rows": rows_in_plan(scope.rows),
        "methods": sorted(scope.methods),
        "until_on": scope.until_on,
    }


def _stated(values: Mapping[str, Any]) -> dict[str, Any]:  # fields of an application
    return {name: values[name] for name in (*STATEMENTS, *RECEIVING, *DETAILS) if name in values}


def _check_offered(resource: ResourceInfo, scope: Scope) -> None:
    rules.check_offered(scope=scope, items=[item.id for item in resource.items], methods=resource.methods)


def _check_renewal(grant_id: int, *, resource_id: int, consumer_id: int) -> None:
    """A renewal is of a grant the department holds on this resource."""
    if not Grant.objects.filter(id=grant_id, resource_id=resource_id, consumer_id=consumer_id).exists():
        raise NotFound("sharing.grant", id=grant_id)


def check_repeat(application: Application, actor: Actor) -> None:
    """Raises MoveRefused (something is open under it still), NotAllowed (not the applicant's data officer)."""
    grant = getattr(application, "grant", None)
    if not rules.may_repeat(state=application.state, grant=grant.state if grant else None):
        raise MoveRefused("sharing.application.repeat", state=application.state)
    if application.consumer_id not in actor.organisation_ids or not policies.may_apply(actor):
        raise NotAllowed("sharing.application.repeat")


@transaction.atomic
def repeat_application(application_id: int, *, actor: Actor) -> Application:
    """A draft of the same application after it was refused, withdrawn or what was granted ended; linked to it.

    Filled with what the resource still offers; the undertaking is made anew. The draft that is there already, if there
    is one. Raises as `check_repeat` and `draft_application`, RuleBroken("sharing.draft") where nothing is published.
    """
    before = selectors.application_for(actor, application_id, lock=True)
    check_repeat(before, actor)
    if begun := selectors.drafts(actor).filter(repeats=before).first():
        return begun
    resource = published(before)
    asked, _ = selectors.scope_in(before, resource)
    until_on = asked.until_on if asked.until_on and asked.until_on >= clock.today() else None
    values = {name: getattr(before, name) for name in (*STATEMENTS, *RECEIVING, *DETAILS)}
    values |= {"undertaking": False, "materials": [one for one in before.materials if one in resource.materials]}
    draft = begin(
        resource,
        actor=actor,
        scope=replace(asked, methods=asked.methods & set(resource.methods), until_on=until_on),
        values=values,
        renews_id=before.renews_id,
        repeats_id=before.id,
    )
    copy_files(before, draft, listed=resource.materials)
    return draft


def draft_for(actor: Actor, application_id: int, *, lock: bool = False) -> Application:
    """A draft this actor may change. Raises NotFound, MoveRefused (it was sent), NotAllowed (no data officer)."""
    application = selectors.application_for(actor, application_id, lock=lock)
    APPLICATION.open_move(application, "send", actor)
    return application


@transaction.atomic
def change_draft(
    application_id: int, *, actor: Actor, scope: Scope | None = None, values: Mapping[str, Any] | None = None
) -> Application:
    """Write on a draft; what is not named stays. scope: in the items of the version published now.

    Raises as `draft_for`; RuleBroken (items or methods the resource has not, or it is not published any more).
    """
    application = draft_for(actor, application_id, lock=True)
    resource = published(application)
    changes = _stated(values or {})
    if "materials" in changes:  # what has a file is among them
        held = application.attachments.order_by("id").values_list("material", flat=True)
        changes["materials"] = list(dict.fromkeys([*changes["materials"], *held]))
    if scope is not None:
        with Law(resource.region_code, clock.today()).judging():
            _check_offered(resource, scope)
        changes |= asked_of(resource, scope)
    write(application, changes)
    record(actor, SharingTag.CHANGED, object_type="sharing.application", object_id=application.id)
    return application


def write(draft: Application, values: Mapping[str, Any]) -> None:  # fields of an application
    """Save what differs."""
    changes = {name: value for name, value in values.items() if getattr(draft, name) != value}
    for name, value in changes.items():
        setattr(draft, name, value)
    if changes:
        draft.save(update_fields=list(changes))


def published(draft: Application) -> ResourceInfo:
    """The resource of a draft as it is published now. Raises RuleBroken("sharing.draft") where it is no more."""
    resource = selectors.draft_resource(draft)
    if resource is None:
        with selectors.law_of(draft, today=clock.today()).judging():
            raise RuleBroken("sharing.draft", resource=draft.resource_name)
    return resource


@transaction.atomic
def discard_draft(application_id: int, *, actor: Actor) -> None:
    """Throw a draft away; that it was is on record. Raises as `draft_for`."""
    application = draft_for(actor, application_id, lock=True)
    record(actor, SharingTag.DISCARDED, object_type="sharing.application", object_id=application.id)
    forget_files(application)
    application.delete()
