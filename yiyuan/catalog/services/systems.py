"""Information systems of departments, the entries declared for them, and lead departments of libraries."""

from datetime import date
from typing import Any

from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.catalog import policies, selectors
from yiyuan.catalog.events import LeadNamed
from yiyuan.catalog.models import DeclaredEntry, InformationSystem, Library
from yiyuan.catalog.rules import systems as rules
from yiyuan.catalog.types import CatalogTag, State
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import Conflict, NotAllowed, NotFound
from yiyuan.kernel.events import publish
from yiyuan.regulations.api import resolve


@transaction.atomic
def register_system(
    *,
    actor: Actor,
    name: str,
    funding: str,
    in_use_on: date | None = None,
    **deployed: Any,  # cloud, network, exchange, classified
) -> InformationSystem:
    """A system the actor's organisation runs; one that lacks what the law demands is registered and marked.

    Raises NotAllowed, Conflict when it is registered already.
    """
    if not policies.may_describe(actor):
        raise NotAllowed("catalog.system.register")
    made, new = InformationSystem.objects.get_or_create(
        organisation_id=actor.organisation_id,
        name=name,
        defaults={
            "region_code": actor.region_code,
            "funding": funding,
            "in_use_on": in_use_on,
            **deployed,
            "registered_by": actor.person_name,
            "registered_on": clock.today(),
        },
    )
    if not new:
        raise Conflict("catalog.system.register", name=name)
    _record(CatalogTag.SYSTEM_REGISTERED, made, actor)
    return made


@transaction.atomic
def change_system(
    system_id: int, *, actor: Actor, in_use_on: date | None = None, **deployed: Any
) -> InformationSystem:  # deployed: cloud, network, exchange, classified
    """Where it runs and how it is connected. Raises NotFound, NotAllowed."""
    system = selectors.system_for(actor, system_id)
    require_own(system, actor)
    InformationSystem.objects.filter(id=system.id).update(in_use_on=in_use_on, **deployed)
    found = selectors.system_for(actor, system_id)
    _record(CatalogTag.SYSTEM_CHANGED, found, actor)
    return found


def _record(tag: CatalogTag, system: InformationSystem, actor: Actor) -> None:
    law = resolve("catalog.system_connected", region=system.region_code, on=clock.today())
    lacking = rules.lacking(system, law=law)
    ids = list(law.cite) if lacking else []
    facts = {"lacking": lacking} if lacking else {}
    record(actor, tag, object_type="catalog.system", object_id=system.id, requirement_ids=ids, facts=facts)


@transaction.atomic
def declare_entry(system_id: int, *, actor: Actor, name: str, resource_id: int | None = None) -> DeclaredEntry:
    """An entry the system was declared to bring; linked at once where it is published already."""
    system = selectors.system_for(actor, system_id)
    require_own(system, actor)
    made, _new = DeclaredEntry.objects.get_or_create(system=system, name=name, defaults={"declared_on": clock.today()})
    record(actor, CatalogTag.ENTRY_DECLARED, object_type="catalog.system", object_id=system.id)
    return made if resource_id is None else link_declared(made.id, actor=actor, resource_id=resource_id)


@transaction.atomic
def link_declared(declared_id: int, *, actor: Actor, resource_id: int) -> DeclaredEntry:
    """Point a declared entry to the published one. Raises NotFound unless it is published by the same department."""
    declared = DeclaredEntry.objects.select_related("system").filter(id=declared_id).first()
    if declared is None:
        raise NotFound("catalog.declared", id=declared_id)
    system = selectors.system_for(actor, declared.system_id)
    require_own(system, actor)
    resource = selectors.resource_for(actor, resource_id)
    published = resource.current is not None and resource.current.state == State.PUBLISHED
    if not published or resource.provider_id not in actor.organisation_ids:
        raise NotFound("catalog.resource", id=resource_id)
    declared.resource, declared.linked_on = resource, clock.today()
    declared.save()
    record(actor, CatalogTag.ENTRY_LINKED, object_type="catalog.system", object_id=system.id)
    return declared


def require_own(system: InformationSystem, actor: Actor) -> None:
    """Raises NotAllowed."""
    if system.organisation_id not in actor.organisation_ids or not policies.may_describe(actor):
        raise NotAllowed("catalog.system.write")


@transaction.atomic
def name_lead(*, actor: Actor, category: str, class_code: str, lead_id: int) -> Library:
    """The bureau names who leads a base or thematic database, and so alone describes it."""
    if not actor.governs(actor.region_code):
        raise NotAllowed("catalog.library.lead")
    made, _new = Library.objects.update_or_create(
        region_code=actor.region_code, category=category, class_code=class_code, defaults={"lead_id": lead_id}
    )
    record(actor, CatalogTag.LEAD_NAMED, object_type="catalog.library", object_id=made.id, facts={"lead": lead_id})
    publish(LeadNamed(made.region_code, category, class_code, lead_id, actor))
    return made
