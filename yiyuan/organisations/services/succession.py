"""The end of a body, by a dated act, and who takes over."""

from datetime import date

from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotFound, RuleBroken
from yiyuan.kernel.events import publish
from yiyuan.organisations import rules
from yiyuan.organisations.events import OrganisationSucceeded
from yiyuan.organisations.models import Organisation, Succession
from yiyuan.organisations.selectors import info_of
from yiyuan.organisations.services.rights import administered
from yiyuan.organisations.types import Ending, OrganisationTag


@transaction.atomic
def succeed_organisation(
    old_id: int, *, actor: Actor, new_id: int, ending: Ending, act: str, act_on: date, on: date | None = None
) -> None:
    """Merge or abolish a body: from `on` (today when not given) nobody acts for it, and the successor has its matters.

    An administrator asks for it with `acts.ask_abolition`; a second one confirms.
    Raises NotFound, NotAllowed, RuleBroken("organisations.succession" | "organisations.second_person").
    Emits: OrganisationSucceeded, on the day it takes effect.
    """
    administered(old_id, actor=actor)
    administered(new_id, actor=actor)
    if not actor.is_system:
        raise RuleBroken("organisations.second_person")
    check(old_id, new_id=new_id, act=act)
    begins = on or clock.today()
    Organisation.objects.filter(id=old_id).update(abolished_on=begins, successor_id=new_id)
    Succession.objects.create(old_id=old_id, new_id=new_id, ending=ending, act=act, act_on=act_on, on=begins)
    record(
        actor,
        OrganisationTag.SUCCEEDED,
        object_type="organisation",
        object_id=old_id,
        facts={"successor": new_id, "on": begins.isoformat(), "ending": ending.value},
    )
    announce_successions()


@transaction.atomic
def announce_successions() -> int:
    """Tell other rooms of successions that take effect today or did before; returns how many. Safe to repeat."""
    due = list(
        Succession.objects.select_for_update().filter(announced=False, on__lte=clock.today()).order_by("on", "id")
    )
    for one in due:
        Succession.objects.filter(id=one.id).update(announced=True)
        publish(OrganisationSucceeded(old_id=one.old_id, new_id=one.new_id, on=one.on))
    return len(due)


def check(old_id: int, *, new_id: int, act: str) -> None:
    """Raises NotFound, RuleBroken("organisations.succession")."""
    found = {o.id: info_of(o) for o in Organisation.objects.select_for_update().filter(id__in=[old_id, new_id])}
    if not {old_id, new_id} <= set(found):
        raise NotFound("organisation", id=old_id)
    rules.check_succession(
        old_id=old_id, new_id=new_id, new_active=found[new_id].active, old_active=found[old_id].active, act=act
    )
