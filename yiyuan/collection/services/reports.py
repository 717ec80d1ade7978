"""Forms that were never approved: reported by a unit with a photograph, settled by the bureau."""

from datetime import date

from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.collection import papers, selectors
from yiyuan.collection.models import Report
from yiyuan.collection.types import CollectionTag, File
from yiyuan.collection.workflow import REPORT
from yiyuan.kernel import clock
from yiyuan.kernel.actor import PARTIES, Actor
from yiyuan.kernel.errors import NotAllowed
from yiyuan.organisations.api import organisation


@transaction.atomic
def report_unapproved(*, actor: Actor, about: int, asked_for: str, happened_on: date, file: File) -> Report:
    """Raises NotAllowed, NotFound, RuleBroken("collection.paper")."""
    if not actor.has(*PARTIES):
        raise NotAllowed("collection.report")
    kept = papers.keep(file, kinds=papers.PHOTOS)
    made = Report.objects.create(
        organisation_id=actor.organisation_id,
        region_code=actor.region_code,
        about_id=organisation(about).id,
        asked_for=asked_for.strip(),
        happened_on=happened_on,
        reported_on=clock.today(),
        file_name=kept.name,
        media=kept.media,
        sha256=kept.sha256,
    )
    record(
        actor,
        CollectionTag.REPORTED,
        object_type="collection.report",
        object_id=made.id,
        facts={"about": about, "sha256": kept.sha256},
    )
    REPORT.begin(made)
    return made


@transaction.atomic
def close_report(report_id: int, *, actor: Actor, result: str) -> None:
    """Raises NotFound, NotAllowed, MoveRefused, RuleBroken("collection.note")."""
    found = selectors.report_for(actor, report_id, lock=True)
    REPORT.move(found, "close", actor=actor, reason=result, also_set={"result": result.strip()})
