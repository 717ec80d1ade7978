"""Standards and the open list: a new version each time, never a change."""

from typing import Any

from django.db import transaction
from django.db.models import Max

from yiyuan.audit.api import record
from yiyuan.catalog.api import open_entries
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotAllowed
from yiyuan.opening import policies, rules, showing
from yiyuan.opening.models import OpenDataset, OpenList, OpenListLine, OpenStandard
from yiyuan.opening.types import OpeningTag


@transaction.atomic
def publish_standard(
    *,
    actor: Actor,
    kind: str,
    title: str,
    text: str,
    k: int | None = None,
    l: int | None = None,  # noqa: E741 - what it is called everywhere
    unique: int | None = None,
) -> OpenStandard:
    """The next version of one of the five standards. k, l, unique: what a machine checks of every release.

    Raises NotAllowed, RuleBroken("opening.parts").
    """
    if not actor.has(*policies.BUREAU):
        raise NotAllowed("opening.standard.publish")
    parts = {name: value for name, value in {"k": k, "l": l, "unique": unique}.items() if value is not None}
    rules.check_parts(parts)
    held = OpenStandard.objects.filter(region_code=actor.region_code, kind=kind)
    made = OpenStandard.objects.create(
        region_code=actor.region_code,
        kind=kind,
        version=(held.aggregate(last=Max("version"))["last"] or 0) + 1,
        title=title.strip(),
        text=text.strip(),
        parts=parts,
        published_by=actor.person_name,
        published_on=clock.today(),
    )
    facts: dict[str, Any] = {"kind": kind, "version": made.version}
    record(actor, OpeningTag.STANDARD, object_type="opening.standard", object_id=made.id, facts=facts)
    showing.show_standard(made)
    return made


@transaction.atomic
def publish_list(*, actor: Actor, title: str, words: str = "") -> OpenList:
    """What the catalog opens today, as the next version of the list. words: what the data centre said of it.

    Raises NotAllowed.
    """
    if not actor.has(*policies.BUREAU):
        raise NotAllowed("opening.list.publish")
    entries = [one for one in open_entries(region_code=actor.region_code) if one.opening in rules.OPENED]
    today = clock.today()
    begun = OpenList.objects.filter(region_code=actor.region_code, published_on__year=today.year).count()
    made = OpenList.objects.create(
        region_code=actor.region_code,
        number=f"KF{actor.region_code}-{today.year}-{begun + 1:02d}",
        title=title.strip(),
        words=words.strip(),
        entries=len(entries),
        published_by=actor.person_name,
        published_on=today,
    )
    known = {
        one.resource_id: one for one in OpenDataset.objects.filter(resource_id__in=[e.resource_id for e in entries])
    }
    OpenListLine.objects.bulk_create(
        OpenListLine(
            of=made,
            resource_id=entry.resource_id,
            code=entry.code,
            name=entry.name,
            provider=entry.provider,
            opening=entry.opening,
            condition=entry.condition,
            method=entry.method,
            cycle=entry.cycle,
            priorities=list(dataset.priorities) if (dataset := known.get(entry.resource_id)) else [],
            planned_on=dataset.planned_on if dataset else None,
            opened_on=dataset.opened_on if dataset else None,
        )
        for entry in entries
    )
    facts: dict[str, Any] = {"number": made.number, "entries": len(entries)}
    record(actor, OpeningTag.LISTED, object_type="opening.list", object_id=made.id, facts=facts)
    showing.show_list(made)
    return made
