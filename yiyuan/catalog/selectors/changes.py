"""Reads of change events; how every department keeps its catalog."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Max, QuerySet

from yiyuan.catalog import policies
from yiyuan.catalog.models import ChangeEvent, Version
from yiyuan.catalog.types import CHANGE_WORDS, ChangeState
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotFound
from yiyuan.kernel.regions import trunk
from yiyuan.organisations.api import Seen, choices
from yiyuan.workflow.api import open_terms
from yiyuan.workflow.types import TermInfo

CHANGES = Seen(
    parties=("provider",),
    workers=policies.CONCERNED,
    overseers=policies.WATCHERS,
    related=("provider",),
    what="catalog.change",
)


def changes(actor: Actor) -> QuerySet[ChangeEvent]:
    """Change events the actor may see: their own department's, and those of the region for bureau and centre."""
    return CHANGES.rows(ChangeEvent.objects.defer("attachment").order_by("-changed_on", "-id"), to=actor)


def change_for(actor: Actor, event_id: int, *, lock: bool = False) -> ChangeEvent:
    """Raises NotFound, also when hidden."""
    return CHANGES.one(ChangeEvent.objects.defer("attachment"), event_id, to=actor, lock=lock)


def change_to_revise(actor: Actor, event_id: int, *, resource_id: int) -> ChangeEvent:
    """An open event of the actor's organisation that a new version of this resource may follow. Raises NotFound."""
    event = change_for(actor, event_id)
    concerned = not event.resources.exists() or event.resources.filter(id=resource_id).exists()
    if event.provider_id not in actor.organisation_ids or event.closed_on or not concerned:
        raise NotFound("catalog.change", id=event_id)
    return event


@dataclass(frozen=True, slots=True)
class Upkeep:
    """How a department keeps its catalog: last update, open events, late ones with their terms."""

    organisation_id: int
    name: str
    updated_on: Any  # date, or None where nothing was published
    pending: int
    late: int
    term: TermInfo | None  # the most urgent one
    words: str


def upkeep(actor: Actor) -> list[Upkeep]:
    """Every active department of the actor's region with its updates; for the bureau and the data centre."""
    today = clock.today()
    events = list(changes(actor).exclude(state__in=[ChangeState.DONE, ChangeState.DROPPED]))
    terms = open_terms("catalog.change", [event.id for event in events])
    out = Version.objects.filter(published_on__isnull=False, resource__region_code__startswith=trunk(actor.region_code))
    last = dict(out.values_list("resource__provider_id").annotate(last=Max("published_on")).order_by())
    found = []
    for organisation_id, name in choices(region_code=actor.region_code):
        mine = [event for event in events if event.provider_id == organisation_id]
        dated = [(terms[e.id], e) for e in mine if e.id in terms and terms[e.id].due_on]
        dated.sort(key=lambda pair: str(pair[0].due_on))
        found.append(
            Upkeep(
                organisation_id=organisation_id,
                name=name,
                updated_on=last.get(organisation_id),
                pending=len(mine),
                late=sum(term.due_on is not None and term.due_on < today for term, _ in dated),
                term=dated[0][0] if dated else None,
                words="、".join(sorted({CHANGE_WORDS[ChangeState(event.state)] for event in mine})),
            )
        )
    return found
