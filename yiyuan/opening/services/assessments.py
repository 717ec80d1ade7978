"""The assessment of opening and its effect for a period, per department."""

from collections import Counter
from datetime import date

from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.catalog.api import open_entries, upkeep
from yiyuan.catalog.types import Freshness
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotAllowed, RuleBroken
from yiyuan.opening import policies, selectors, showing, store
from yiyuan.opening.models import OpenDataset, OpeningAssessment, OpeningFigure, Reuse
from yiyuan.opening.types import OpeningTag, ReuseState


@transaction.atomic
def assess(*, actor: Actor, begins_on: date, ends_on: date) -> OpeningAssessment:
    """Figures of every department that opens or should; robots apart; frozen.

    Raises NotAllowed, RuleBroken("opening.period").
    """
    if not actor.has(*policies.CENTRE):
        raise NotAllowed("opening.assessment.make")
    if not begins_on <= ends_on <= clock.today():
        raise RuleBroken("opening.period")
    region = actor.region_code
    provider = dict(OpenDataset.objects.filter(region_code=region).values_list("id", "provider_id"))
    opened = Counter(one.provider_id for one in showing.opened_datasets(region))
    owed = Counter(one["entry"].provider_id for one in selectors.owed(actor))
    hits: Counter[tuple[int, str]] = Counter()
    for dataset, kind, robot, count in store.hits(begins_on, ends_on):
        if dataset in provider:
            hits[provider[dataset], "robot" if robot else kind] += count
    reuses: Counter[int] = Counter()
    shown = Reuse.objects.filter(region_code=region, state=ReuseState.SHOWN, offered_on__range=(begins_on, ends_on))
    for one in shown.prefetch_related("datasets"):
        reuses.update({dataset.provider_id for dataset in one.datasets.all()})
    made = OpeningAssessment.objects.create(
        region_code=region,
        begins_on=begins_on,
        ends_on=ends_on,
        made_by=actor.person_name,
        made_on=clock.today(),
    )
    bodies = (
        set(opened) | set(owed) | set(provider.values()) | {one.provider_id for one in open_entries(region_code=region)}
    )
    kept = upkeep(provider_ids=bodies)
    OpeningFigure.objects.bulk_create(
        OpeningFigure(
            assessment=made,
            organisation_id=body,
            datasets=opened[body],
            owed=owed[body],
            fresh=kept.get(body, {}).get(Freshness.KEPT, 0),
            downloads=hits[body, "download"],
            calls=hits[body, "call"],
            robots=hits[body, "robot"],
            reuses=reuses[body],
        )
        for body in sorted(bodies)
    )
    facts = {"from": begins_on.isoformat(), "to": ends_on.isoformat()}
    record(actor, OpeningTag.ASSESSED, object_type="opening.assessment", object_id=made.id, facts=facts)
    return made
