"""A department's rules of collecting, publishing and keeping, as filed; its duties by law."""

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction

from yiyuan.audit.api import record
from yiyuan.collection import papers, selectors
from yiyuan.collection.models import Mandate, Norm
from yiyuan.collection.types import CollectionTag, File
from yiyuan.kernel import clock
from yiyuan.kernel.actor import PARTIES, Actor
from yiyuan.kernel.errors import NotAllowed, RuleBroken
from yiyuan.workflow.api import Law


@transaction.atomic
def file_norm(*, actor: Actor, title: str, activities: Sequence[str], number: str, dated_on: date, file: File) -> Norm:
    """File rules of one's department; the same title again is the next version. Raises NotAllowed, RuleBroken."""
    if not actor.has(*PARTIES):
        raise NotAllowed("collection.norm.file")
    kept = papers.keep(file)
    earlier = Norm.objects.select_for_update().filter(organisation_id=actor.organisation_id, title=title.strip())
    last = earlier.order_by("-version").first()
    earlier.update(latest=False)
    made = Norm.objects.create(
        organisation_id=actor.organisation_id,
        region_code=actor.region_code,
        title=title.strip(),
        activities=list(activities),
        number=number.strip(),
        dated_on=dated_on,
        version=last.version + 1 if last else 1,
        file_name=kept.name,
        media=kept.media,
        size_bytes=kept.size_bytes,
        sha256=kept.sha256,
        filed_by=actor.person_name,
        filed_on=clock.today(),
    )
    cite = Law(actor.region_code, clock.today()).resolved("collection.norms").cite
    facts = {"sha256": kept.sha256, "version": made.version}
    record(
        actor,
        CollectionTag.NORM_FILED,
        object_type="collection.norm",
        object_id=made.id,
        requirement_ids=cite,
        facts=facts,
    )
    return made


@transaction.atomic
def register_mandate(*, actor: Actor, duty: str, article: str) -> Mandate:
    """Register a duty of one's department. Raises NotAllowed, RuleBroken("collection.mandate")."""
    if not actor.has(*PARTIES):
        raise NotAllowed("collection.mandate.register")
    try:
        with transaction.atomic():
            made = Mandate.objects.create(
                organisation_id=actor.organisation_id,
                region_code=actor.region_code,
                duty=duty.strip(),
                article=article.strip(),
                from_on=clock.today(),
            )
    except IntegrityError:
        raise RuleBroken("collection.mandate", duty=duty, field="duty") from None
    record(actor, CollectionTag.MANDATE_SAVED, object_type="collection.mandate", object_id=made.id)
    return made


def check_kept_by(mandate: Mandate, actor: Actor) -> None:
    """Raises NotAllowed."""
    if not actor.has(*PARTIES) or mandate.organisation_id not in actor.organisation_ids:
        raise NotAllowed("collection.mandate.end")


@transaction.atomic
def end_mandate(mandate_id: int, *, actor: Actor) -> None:
    """The duty is no longer the department's; plans that rest on it stay as they are. Raises NotFound, NotAllowed."""
    found = selectors.mandate_for(actor, mandate_id, lock=True)
    check_kept_by(found, actor)
    found.ended_on = found.ended_on or clock.today()
    found.save(update_fields=["ended_on"])
    record(actor, CollectionTag.MANDATE_ENDED, object_type="collection.mandate", object_id=found.id)
