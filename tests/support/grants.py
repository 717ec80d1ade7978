"""Grants to use licences, for tests that are about something else."""

from datetime import timedelta

from yiyuan.catalog.api import licence_entry
from yiyuan.holders import services
from yiyuan.holders.models import UseGrant
from yiyuan.holders.types import GrantState, Ground, Wanted
from yiyuan.kernel import clock
from yiyuan.licences.types import Action


def allow(
    cast, resource_id, unit="housing_fund", *, provider="civil_affairs", ground=Ground.DUTY, actions=None, items=None
):
    """A grant in force for a type of licence; of all its personal items unless told otherwise. Once."""
    entry, actor = licence_entry(resource_id), cast.person(unit)
    held = UseGrant.objects.filter(consumer=actor.organisation_id, resource=resource_id, ground=ground)
    if found := held.filter(state=GrantState.GRANTED).first():
        return found
    personal = tuple(item.name for item in entry.items if item.personal) if items is None else tuple(items)
    social = ground is Ground.SOCIAL
    wanted = Wanted(
        resource_id,
        ground,
        (Action.VERIFY,) if social else tuple(actions or Action),
        () if social else personal,
        "年检、开户",
        "三定规定",
        clock.today() + timedelta(days=365),
    )
    asked = services.ask_grant(resource_id, actor=actor, wanted=wanted)
    return services.decide_grant(asked.id, actor=cast.person(provider, "head"))
