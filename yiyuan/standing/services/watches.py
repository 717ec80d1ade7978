"""Departments that are told when the records of those they supervise change."""

from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.kernel import clock
from yiyuan.kernel.actor import PARTIES, Actor
from yiyuan.kernel.errors import RuleBroken
from yiyuan.notices.api import tell
from yiyuan.notices.types import Kind
from yiyuan.organisations.api import staff
from yiyuan.standing import policies, rules, selectors
from yiyuan.standing.models import Watch
from yiyuan.standing.types import StandingTag


@transaction.atomic
def watch(*, actor: Actor, name: str, code: str, duty: str) -> Watch:
    """Raises NotAllowed, RuleBroken("standing.off" | "standing.entity" | "standing.duty" | "standing.watch_once")."""
    policies.require_speaker(actor, "standing.watch.begin")
    subject = rules.check_entity(name=name, code=code)
    if not (duty.strip() and policies.is_organ(actor)):
        raise RuleBroken("standing.duty")
    if Watch.objects.filter(organisation=actor.organisation_id, code=subject.code, ended_on=None).exists():
        raise RuleBroken("standing.watch_once")
    made = Watch.objects.create(
        region_code=actor.region_code,
        organisation_id=actor.organisation_id,
        name=subject.name,
        code=subject.code,
        duty=duty.strip(),
        begun_on=clock.today(),
    )
    record(actor, StandingTag.WATCHED, object_type="standing.watch", object_id=made.id)
    return made


@transaction.atomic
def unwatch(watch_id: int, *, actor: Actor) -> None:
    """Raises NotFound, NotAllowed, MoveRefused."""
    found = selectors.watch_for(actor, watch_id, lock=True)
    policies.require_watcher(found, actor)
    Watch.objects.filter(id=found.id).update(ended_on=clock.today())
    record(actor, StandingTag.UNWATCHED, object_type="standing.watch", object_id=found.id)


def tell_watchers(code: str, *, what: str) -> int:
    """In the transaction of the change; how many departments are told."""
    found = list(Watch.objects.filter(code=code, ended_on=None))
    for one in found:
        tell(
            staff(one.organisation_id, *PARTIES),
            kind=Kind.PROGRESS,
            sentence=f"{one.name}的信用记录有变化：{what}。监管职责：{one.duty}",
            href=one.get_absolute_url(),
            matter="standing.watch",
            about=str(one.id),
        )
    return len(found)
