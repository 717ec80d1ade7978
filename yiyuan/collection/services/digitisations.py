"""Resources that the catalog has on paper: listed by themselves, planned and finished by their department."""

from datetime import date

from django.db import transaction

from yiyuan.catalog.api import published_resource
from yiyuan.catalog.events import ResourcePublished, ResourceWithdrawn
from yiyuan.collection import selectors
from yiyuan.collection.models import Digitisation
from yiyuan.collection.types import DigitisationState
from yiyuan.collection.workflow import DIGITISATION
from yiyuan.kernel import clock
from yiyuan.kernel.actor import SYSTEM, Actor
from yiyuan.workflow.api import Law


@transaction.atomic
def follow_publication(event: ResourcePublished) -> None:
    """A resource on paper is listed, where the region has it digitised; one that is electronic now is done."""
    entry = published_resource(event.resource_id)
    found = Digitisation.objects.select_for_update().filter(resource_id=entry.id).first()
    if entry.electronic:
        if found and found.state not in DIGITISATION.ends:
            also = {"finished_on": event.published_on, "result": "目录已改为电子形式。"}
            DIGITISATION.move(found, "turn", actor=SYSTEM, also_set=also)
    elif found:
        Digitisation.objects.filter(id=found.id).update(resource_name=entry.name, organisation_id=entry.provider_id)
        if found.state in DIGITISATION.ends:
            DIGITISATION.move(found, "reopen", actor=SYSTEM, also_set={"finished_on": None, "result": ""})
    elif Law(entry.region_code, event.published_on)("collection.digitised"):
        made = Digitisation.objects.create(
            organisation_id=entry.provider_id,
            region_code=entry.region_code,
            resource_id=entry.id,
            resource_name=entry.name,
            noted_on=event.published_on,
            law_on=event.published_on,
        )
        DIGITISATION.begin(made)


@transaction.atomic
def follow_withdrawal(event: ResourceWithdrawn) -> None:
    """What is no longer in the catalog is not awaited."""
    found = Digitisation.objects.select_for_update().filter(resource_id=event.resource_id).first()
    if found and found.state not in DIGITISATION.ends:
        DIGITISATION.move(found, "retire", actor=SYSTEM)


@transaction.atomic
def plan_digitisation(digitisation_id: int, *, actor: Actor, standard: str, extent: str, planned_on: date) -> None:
    """By which standard, what of it, until when; also a plan made before. Raises NotFound, NotAllowed, MoveRefused,
    RuleBroken("collection.digitised").
    """
    found = selectors.digitisation_for(actor, digitisation_id, lock=True)
    DIGITISATION.move(
        found,
        "revise" if found.state == DigitisationState.RUNNING else "plan",
        actor=actor,
        standard=standard,
        planned_on=planned_on,
        today=clock.today(),
        also_set={"standard": standard.strip(), "extent": extent.strip(), "planned_on": planned_on},
    )


@transaction.atomic
def begin_digitisation(digitisation_id: int, *, actor: Actor) -> None:
    """Raises NotFound, NotAllowed, MoveRefused."""
    DIGITISATION.move(selectors.digitisation_for(actor, digitisation_id, lock=True), "begin", actor=actor)


@transaction.atomic
def finish_digitisation(digitisation_id: int, *, actor: Actor, finished_on: date, result: str) -> None:
    """Raises NotFound, NotAllowed, MoveRefused, RuleBroken("collection.digitised")."""
    found = selectors.digitisation_for(actor, digitisation_id, lock=True)
    DIGITISATION.move(
        found,
        "finish",
        actor=actor,
        finished_on=finished_on,
        noted_on=found.noted_on,
        today=clock.today(),
        also_set={"finished_on": finished_on, "result": result.strip()},
    )
