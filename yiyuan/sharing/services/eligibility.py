"""Which departments may apply for a conditional resource."""

from collections.abc import Collection

from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.catalog.types import ResourceInfo, Sharing
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotAllowed, RuleBroken
from yiyuan.organisations.api import infos
from yiyuan.sharing import policies, selectors
from yiyuan.sharing.models import Eligible
from yiyuan.sharing.types import SharingTag


def check_lists(resource: ResourceInfo, actor: Actor) -> None:
    """Raises NotAllowed: the provider alone says which departments may apply."""
    if not policies.may_list_eligible(actor, resource):
        raise NotAllowed("sharing.eligible")


@transaction.atomic
def set_eligible(resource_id: int, *, actor: Actor, organisation_ids: Collection[int]) -> None:
    """Only these departments may apply from now on; none: every department. Grants that run are not touched.

    Raises NotFound, NotAllowed (not the provider), RuleBroken("sharing.eligible") for a type that is not conditional.
    """
    resource = selectors.open_resource(resource_id)
    check_lists(resource, actor)
    if resource.sharing != Sharing.CONDITIONAL:
        raise RuleBroken("sharing.eligible")
    known = infos(organisation_ids)
    Eligible.objects.filter(resource_id=resource.id).exclude(organisation_id__in=known).delete()
    for organisation_id in known:
        Eligible.objects.get_or_create(
            resource_id=resource.id, organisation_id=organisation_id, defaults={"since_on": clock.today()}
        )
    record(
        actor,
        SharingTag.ELIGIBLE_SET,
        object_type="catalog.resource",
        object_id=resource.id,
        facts={"organisations": sorted(known)},
    )


def check_eligible(resource: ResourceInfo, *, consumer_ids: Collection[int]) -> None:
    """Raises RuleBroken("sharing.eligible") for a department the provider does not list.

    consumer_ids: the department and the bodies it took over.
    """
    listed = selectors.eligible_for(resource.id)
    if listed and not set(listed) & set(consumer_ids):
        named = "、".join(sorted(info.short_name for info in infos(listed).values()))
        raise RuleBroken(
            "sharing.eligible",
            consumer="、".join(sorted(info.short_name for info in infos(consumer_ids).values())),
            named=named,
        )
