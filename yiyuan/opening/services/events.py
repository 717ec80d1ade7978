"""Emergency opening, contests and cooperation: on the site in the transaction that makes them."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotAllowed, RuleBroken
from yiyuan.opening import policies, rules, selectors, showing
from yiyuan.opening.models import Activity, Emergency, OpenDataset
from yiyuan.opening.types import ActivityKind, OpeningTag
from yiyuan.opening.workflow import EMERGENCY
from yiyuan.workflow.api import Law


def _opened(actor: Actor, dataset_ids: Sequence[int]) -> list[OpenDataset]:
    """Data sets that stand on the site. Raises RuleBroken("opening.chosen")."""
    known = {one.id: one for one in showing.opened_datasets(actor.region_code)}
    if not dataset_ids or set(dataset_ids) - set(known):
        raise RuleBroken("opening.chosen")
    return [known[one] for one in dataset_ids]


@transaction.atomic
def declare_emergency(*, actor: Actor, kind: str, title: str, basis: str, dataset_ids: Sequence[int]) -> Emergency:
    """An event of a kind the law names. Raises NotAllowed, RuleBroken("opening.emergency" | "opening.chosen")."""
    if not policies.may_declare(actor):
        raise NotAllowed("opening.emergency.declare")
    if kind not in Law(actor.region_code, clock.today())("opening.emergency"):
        raise RuleBroken("opening.emergency")
    used = _opened(actor, dataset_ids)
    made = Emergency.objects.create(
        law_on=clock.today(),
        region_code=actor.region_code,
        declared_by_id=actor.organisation_id,
        kind=kind,
        title=title.strip(),
        basis=basis.strip(),
        declared_at=clock.real_now(),
        updated_at=clock.real_now(),
    )
    made.datasets.set(used)
    EMERGENCY.begin(made)
    facts = {"kind": kind, "datasets": [one.id for one in used]}
    record(actor, OpeningTag.UPDATED, object_type="opening.emergency", object_id=made.id, facts=facts)
    showing.show_emergency(made)
    return made


@transaction.atomic
def update_emergency(emergency_id: int, *, actor: Actor, words: str) -> None:
    """Raises NotFound, NotAllowed, MoveRefused, RuleBroken("opening.said")."""
    found = selectors.emergency_for(actor, emergency_id, lock=True)
    policies.require_updating(found, actor)
    rules.check_said(words=words)
    Emergency.objects.filter(id=found.id).update(update=words.strip(), updated_at=clock.real_now())
    found.refresh_from_db()
    record(actor, OpeningTag.UPDATED, object_type="opening.emergency", object_id=found.id)
    showing.show_emergency(found)


@transaction.atomic
def end_emergency(emergency_id: int, *, actor: Actor, words: str) -> None:
    """Ended with an account. Raises NotFound, MoveRefused, NotAllowed, RuleBroken("opening.said")."""
    found = selectors.emergency_for(actor, emergency_id, lock=True)
    also = {"account": words.strip(), "ended_on": clock.today(), "updated_at": clock.real_now()}
    EMERGENCY.move(found, "end", actor=actor, words=words, note=words.strip(), also_set=also)
    showing.show_emergency(found)


@transaction.atomic
def publish_activity(
    *,
    actor: Actor,
    kind: ActivityKind,
    title: str,
    words: str,
    begins_on: date,
    ends_on: date,
    dataset_ids: Sequence[int],
) -> Activity:
    """A contest or a cooperation. Raises NotAllowed, RuleBroken("opening.chosen" | "opening.period")."""
    if not actor.has(*policies.CENTRE):
        raise NotAllowed("opening.activity.publish")
    if ends_on < begins_on:
        raise RuleBroken("opening.period")
    used = _opened(actor, dataset_ids)
    made = Activity.objects.create(
        region_code=actor.region_code,
        operator_id=actor.organisation_id,
        kind=kind,
        title=title.strip(),
        words=words.strip(),
        begins_on=begins_on,
        ends_on=ends_on,
        published_by=actor.person_name,
    )
    made.datasets.set(used)
    record(actor, OpeningTag.ACTIVITY, object_type="opening.activity", object_id=made.id)
    showing.show_activity(made)
    return made


@transaction.atomic
def publish_results(activity_id: int, *, actor: Actor, words: str) -> None:
    """Raises NotFound, NotAllowed, RuleBroken("opening.said")."""
    found = selectors.activity_for(actor, activity_id, lock=True)
    policies.require_keeper(found, actor)
    rules.check_said(words=words)
    Activity.objects.filter(id=found.id).update(results=words.strip())
    found.refresh_from_db()
    record(actor, OpeningTag.RESULTS, object_type="opening.activity", object_id=found.id)
    showing.show_activity(found)
