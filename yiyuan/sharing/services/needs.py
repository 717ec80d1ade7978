"""One need, several providers: a need is one sheet with an application to each resource."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotAllowed, RuleBroken
from yiyuan.sharing import policies, selectors
from yiyuan.sharing.models import Need
from yiyuan.sharing.services.applications import SUBSCRIPTION, file_application, subscribe
from yiyuan.sharing.services.numbers import next_number
from yiyuan.sharing.types import Route, Scope, SharingTag
from yiyuan.workflow.api import Law


@transaction.atomic
def file_need(
    title: str,
    *,
    actor: Actor,
    scopes: Mapping[int, Scope],
    values: Mapping[str, Any],
    materials: Mapping[int, Sequence[str]] | None = None,
) -> Need:
    """File one need with its applications, all or none; an unconditional resource is subscribed to.

    scopes: resource id -> what is asked of it. values: statements all applications share. materials: those each
    provider's list names, by resource.
    """
    if not policies.may_apply(actor):
        raise NotAllowed("sharing.apply")
    if not scopes or not title.strip():
        raise RuleBroken("sharing.need")
    need = Need.objects.create(
        number=next_number("XQ"),
        title=title.strip(),
        consumer_id=actor.organisation_id,
        made_on=clock.today(),
        drafter_name=actor.person_name,
    )
    for resource_id, scope in scopes.items():
        _ask(resource_id, need=need, actor=actor, scope=scope, values=values, materials=(materials or {}))
    record(
        actor,
        SharingTag.NEED_MADE,
        object_type="sharing.need",
        object_id=need.id,
        facts={"resources": sorted(scopes)},
    )
    return need


def _ask(
    resource_id: int,
    *,
    need: Need,
    actor: Actor,
    scope: Scope,
    values: Mapping[str, Any],
    materials: Mapping[int, Sequence[str]],
) -> None:
    resource = selectors.open_resource(resource_id)
    route = selectors.route_for(resource, today=clock.today(), item_ids=scope.fields)
    if route is Route.SUBSCRIBE:
        stated = {name: values.get(name, "") for name in SUBSCRIPTION}
        grant = subscribe(resource_id, actor=actor, scope=scope, **stated)
        need.applications.add(grant.application)
        return
    permitted = selectors.permitted_kinds(resource, today=clock.today())
    kinds = [kind for kind in values.get("use_kinds", ()) if kind in permitted]
    filled = {**values, "use_kinds": kinds, "materials": list(materials.get(resource_id, ()))}
    file_application(resource_id, actor=actor, scope=scope, values=filled, need_id=need.id)


def default_scope(resource_id: int, *, names: Sequence[str] = ()) -> Scope:
    """A scope of a resource by item names (none: all that are shared as the whole is), its first method, as long as a
    grant may run.
    """
    resource = selectors.open_resource(resource_id)
    law = Law(resource.region_code, clock.today())
    free = selectors.free_items(resource)
    items = [item.id for item in resource.items if (item.name in names if names else item.id in free)]
    return Scope(
        frozenset(items),
        methods=frozenset(resource.methods[:1]),
        until_on=selectors.longest_until(law, today=clock.today()),
    )
