"""Hand a grave case to an organ of discipline or justice; the department concerned never hears of it from here."""

from datetime import date

from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotAllowed, NotFound
from yiyuan.kernel.regions import trunk
from yiyuan.organisations.api import organisation
from yiyuan.rectification import papers, policies, rules, selectors
from yiyuan.rectification.models import Order, Referral
from yiyuan.rectification.types import File, RectificationTag
from yiyuan.rectification.workflow import REFERRAL
from yiyuan.workflow.api import Law


@transaction.atomic
def record_referral(
    *,
    actor: Actor,
    organisation_id: int | None = None,
    kind: str,
    what: str,
    persons: str,
    order_id: int | None = None,
    violation: str = "",
    consequence: str = "",
    about: str = "",
    file: File | None = None,
) -> Referral:
    """Put a grave case on record: of an order, or found otherwise (abuse of office, a forgery).

    about: number of the matter it was met in. Raises NotFound, NotAllowed, RuleBroken (rectification.handover,
    .consequences, .person, .file).
    """
    if not policies.may_record(actor):
        raise NotAllowed("rectification.referral.record")
    order = selectors.order_for(actor, order_id) if order_id else None
    found = organisation(order.organisation_id if order else organisation_id or 0)
    if not found.region_code.startswith(trunk(actor.region_code)):
        raise NotFound("organisation", id=organisation_id)
    region = order.region_code if order else found.region_code
    law = Law(region, clock.today())
    with law.judging():
        rules.check_recorded(what=what, persons=persons, kind=kind, consequence=consequence, law=law)
    kept = papers.keep(file) if file else None
    cite = [*law.resolved("rectification.handover").cite, *_conduct(law, violation, order)]
    made = Referral.objects.create(
        order=order,
        organisation_id=found.id,
        region_code=region,
        law_on=clock.today(),
        violation=order.violation if order else violation,
        kind=kind,
        consequence=consequence,
        about=about.strip(),
        what=what.strip(),
        persons=persons.strip(),
        recorded_by=actor.person_name,
        recorded_on=clock.today(),
        file_name=kept.name if kept else "",
        media=kept.media if kept else "",
        sha256=kept.sha256 if kept else "",
    )
    record(
        actor,
        RectificationTag.RECORDED,
        object_type="rectification.referral",
        object_id=made.id,
        requirement_ids=cite,
        facts={"kind": kind, "order": order.id if order else None},
    )
    REFERRAL.begin(made)
    return made


def _conduct(law: Law, violation: str, order: Order | None) -> list[str]:
    """Articles of the conduct. Raises NotFound where the law lists none of this name."""
    if order is not None or not violation:
        return list(order.cite) if order else []
    if not (cite := law.resolved(violation).cite):
        raise NotFound("violation", key=violation)
    return list(cite)


@transaction.atomic
def hand_referral(referral_id: int, *, actor: Actor, organ: str, handed_on: date | None) -> None:
    """To which organ, when. Raises NotFound, NotAllowed, MoveRefused, RuleBroken("rectification.organ")."""
    found = selectors.referral_for(actor, referral_id, lock=True)
    said = {"organ": organ.strip(), "handed_on": handed_on}
    REFERRAL.move(found, "hand", actor=actor, organ=organ, handed_on=handed_on, today=clock.today(), also_set=said)


@transaction.atomic
def decide_referral(referral_id: int, *, actor: Actor, decision: str) -> None:
    """What the organ decided. Raises NotFound, NotAllowed, MoveRefused, RuleBroken("rectification.decided")."""
    found = selectors.referral_for(actor, referral_id, lock=True)
    said = {"decision": decision.strip(), "decided_on": clock.today()}
    REFERRAL.move(found, "decide", actor=actor, decision=decision, also_set=said)


@transaction.atomic
def close_referral(referral_id: int, *, actor: Actor, why: str) -> None:
    """It is not handed over. Raises NotFound, NotAllowed, MoveRefused, RuleBroken("rectification.why")."""
    found = selectors.referral_for(actor, referral_id, lock=True)
    REFERRAL.move(found, "close", actor=actor, note=why, why=why)


def read_referral(referral_id: int, *, actor: Actor) -> tuple[Referral, bytes]:
    """Its file and the content; the look is on record. Raises NotFound, Damaged."""
    found = selectors.referral_for(actor, referral_id)
    if not found.sha256:
        raise NotFound("rectification.paper", id=referral_id)
    record(actor, RectificationTag.REFERRAL_READ, object_type="rectification.referral", object_id=found.id)
    return found, papers.content_of(found.sha256)
