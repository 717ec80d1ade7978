"""A correction at its source reaches every department that was given the wrong value."""

from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.catalog.api import published_resource
from yiyuan.disputes import records, selectors
from yiyuan.disputes.models import Correction, Recheck
from yiyuan.disputes.types import DisputeTag, Received
from yiyuan.disputes.workflow import CORRECTION
from yiyuan.exchange.api import Receiver, receivers_of
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotFound


def tell_receivers(recheck: Recheck, *, actor: Actor) -> list[Correction]:
    """A notice to each department that was given data of the resource with, or perhaps with, the record.

    In the transaction of the answer. The provider itself needs none.
    """
    own = set(actor.organisation_ids)
    told = [_tell(recheck, found) for found in _receivers(recheck, own) if found.consumer_id not in own]
    facts = {"receivers": len(told)}
    record(actor, DisputeTag.CORRECTION_TOLD, object_type="disputes.recheck", object_id=recheck.id, facts=facts)
    for one in told:
        CORRECTION.begin(one)
    return told


def _receivers(recheck: Recheck, provider_ids: set[int]) -> list[Receiver]:
    if recheck.resource_id is None:
        return []
    named = selectors.said_of(recheck).record
    try:
        resource = published_resource(recheck.resource_id)
    except NotFound:  # withdrawn since: what was kept at filing still tells
        wanted, subjects = [], []
    else:
        wanted, subjects = records.wanted(resource, named), records.subjects(resource, named)
    return receivers_of(
        recheck.resource_id, provider_ids=provider_ids, subjects={*subjects, *recheck.subjects}, wanted=wanted
    )


def _tell(recheck: Recheck, found: Receiver) -> Correction:
    in_bulk = Received.IN_BULK if found.sure else Received.PERHAPS
    return Correction.objects.create(
        recheck=recheck,
        receiver_id=found.consumer_id,
        law_on=recheck.law_on,
        grant_id=found.grant_id,
        received=Received.NAMED if found.named else in_bulk,
        named=found.named,
        in_bulk=found.in_bulk,
        first_at=found.first_at,
        last_at=found.last_at,
        told_on=clock.today(),
    )


@transaction.atomic
def acknowledge_correction(correction_id: int, *, actor: Actor, effect: str, note: str = "") -> None:
    """The department has learnt of it and says what it did.

    Raises NotFound, NotAllowed, MoveRefused, RuleBroken("disputes.rehandled").
    """
    found = selectors.correction_for(actor, correction_id, lock=True)
    CORRECTION.move(
        found,
        "acknowledge",
        actor=actor,
        effect=effect,
        handled=note,
        also_set={"effect": effect, "note": note.strip(), "acknowledged_on": clock.today()},
    )
