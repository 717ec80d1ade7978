"""Object to a licence, inside with a login and outside without; decide, tell, close."""

import hashlib
import hmac
import secrets

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from yiyuan.audit.api import record, subject_hash
from yiyuan.kernel import clock
from yiyuan.kernel.actor import SYSTEM, Actor
from yiyuan.kernel.errors import Conflict, NotAllowed, NotFound, RuleBroken
from yiyuan.licences import policies, selectors
from yiyuan.licences.models import Licence, LicenceDoorTally, LicenceObjection
from yiyuan.licences.types import Applicant, Doubt, LicenceTag
from yiyuan.licences.workflow import OBJECTION
from yiyuan.notices.api import leave_contact, tell_outside

KNOCKS_A_DAY = 20  # of one network, which may be a whole office
CODE_LENGTH = 10
CODE_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # none that is read for another


@transaction.atomic
def object_to(
    licence_id: int,
    *,
    actor: Actor,
    applicant: Applicant,
    doubt: Doubt,
    text: str,
    applicant_name: str = "",
    contact: str = "",
) -> LicenceObjection:
    """File an objection: a department for itself, or the issuer for a holder or another user who came to it.

    Raises NotFound, NotAllowed, RuleBroken("licences.applicant").
    """
    licence = objectionable(licence_id, actor=actor)
    itself = applicant == Applicant.CONSUMER
    if not itself and not (actor.has(*policies.ISSUER_SIDE) and licence.issuer_id in actor.organisation_ids):
        raise NotAllowed("licences.objection.file")
    if not itself and not (applicant_name.strip() and contact.strip()):
        raise RuleBroken("licences.applicant")
    made = LicenceObjection.objects.create(
        licence=licence,
        applicant=applicant,
        consumer_id=actor.organisation_id if itself else None,
        account_id=actor.account_id if itself else None,
        applicant_name=actor.organisation_name if itself else applicant_name.strip(),
        contact="" if itself else contact.strip(),
        doubt=doubt,
        text=text.strip(),
        filed_on=clock.today(),
        law_on=clock.today(),
    )
    record(
        actor,
        LicenceTag.OBJECTED,
        object_type="licences.objection",
        object_id=made.id,
        facts={"kind": doubt.value, "licence": licence.id},
    )
    OBJECTION.begin(made)
    return made


def objectionable(licence_id: int, *, actor: Actor) -> Licence:
    """A licence that was issued and that the actor may see or has used."""
    used = selectors.uses(actor).filter(licence=licence_id, consumer__in=actor.organisation_ids).first()
    found = used.licence if used else selectors.licence_for(actor, licence_id)
    if found.number is None:
        raise NotFound("licences.licence", id=licence_id)
    if not actor.has(*policies.ISSUER_SIDE):
        raise NotAllowed("licences.objection.file")
    return found


@transaction.atomic
def decide_objection(objection_id: int, *, actor: Actor, outcome: str, result: str) -> LicenceObjection:
    """Raises NotFound, MoveRefused, NotAllowed, RuleBroken("licences.outcome")."""
    found = selectors.objection_for(actor, objection_id)
    also = {"outcome": outcome, "result": result.strip(), "decided_on": clock.today()}
    OBJECTION.move(found, "decide", actor=actor, also_set=also, outcome=outcome, result=result)
    return found


@transaction.atomic
def tell_result(objection_id: int, *, actor: Actor, how: str = "") -> LicenceObjection:
    """Send the result to who objected: to a department here, to others by the way that is stated.

    Raises NotFound, MoveRefused before a result, NotAllowed, Conflict (sent already), RuleBroken("licences.told_how").
    """
    found = selectors.objection_for(actor, objection_id, lock=True)
    if found.told_on:
        raise Conflict("licences.objection.tell")
    notified = found.consumer_id is not None
    told = {"told_on": clock.today(), "told_how": (how.strip() or "平台通知")[:200]}
    outcome = found.get_outcome_display()
    OBJECTION.move(found, "told", actor=actor, note=outcome, also_set=told, how=how, notified=notified)
    tell_outside(f"{OBJECTION.name}:{found.id}")
    return found


@transaction.atomic
def close_objection(objection_id: int, *, actor: Actor) -> LicenceObjection:
    """Raises NotFound, MoveRefused, NotAllowed, RuleBroken("licences.objection_told")."""
    found = selectors.objection_for(actor, objection_id)
    OBJECTION.move(found, "close", actor=actor, also_set={"contact": ""}, told_on=found.told_on)
    return found


@transaction.atomic
def knock(origin: str) -> None:
    """Count a look from outside; so many a day from one network, found or not.

    origin: the network address, of which a keyed digest counts the day's looks and nothing is kept.
    Raises RuleBroken("licences.door").
    """
    today = clock.today()
    key = f"{settings.INSTALLATION_SECRET} licence door".encode()
    digest = hmac.new(key, f"{today} {origin}".encode(), hashlib.sha256).hexdigest()
    LicenceDoorTally.objects.filter(on__lt=today).delete()
    tally, _ = LicenceDoorTally.objects.select_for_update().get_or_create(on=today, origin=digest)
    if tally.knocks >= KNOCKS_A_DAY:
        raise RuleBroken("licences.door")
    LicenceDoorTally.objects.filter(id=tally.id).update(knocks=tally.knocks + 1)


def look_from_outside(*, number: str, holder_code: str, origin: str) -> Licence:
    """The licence somebody without a login holds or was shown, by its number and its holder's code.

    Raises RuleBroken("licences.door" | "licences.no_match"); the look is counted in both cases.
    """
    knock(origin)
    found = selectors.presented(number=number, holder_code=holder_code)
    if found is None:
        raise RuleBroken("licences.no_match")
    return found


@transaction.atomic
def object_as_holder(licence_id: int, *, doubt: Doubt, text: str, name: str, contact: str) -> LicenceObjection:
    """By the holder, whose name and right the caller has checked; listed on the holder's page.

    contact: to send the result to, may be empty. Raises NotFound.
    """
    licence = Licence.objects.filter(id=licence_id, number__isnull=False).first()
    if licence is None:
        raise NotFound("licences.licence", id=licence_id)
    made = LicenceObjection.objects.create(
        licence=licence,
        applicant=Applicant.HOLDER,
        code="".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH)),
        applicant_name=name.strip(),
        contact=contact.strip() or "本人在“我的证照”里看结果",
        doubt=doubt,
        text=text.strip(),
        filed_on=clock.today(),
        law_on=clock.today(),
    )
    record(
        SYSTEM,
        LicenceTag.OBJECTED,
        object_type="licences.objection",
        object_id=made.id,
        subjects=[subject_hash(licence.holder_code)],
        facts={"kind": doubt.value, "licence": licence.id},
    )
    OBJECTION.begin(made)
    return made


@transaction.atomic
def object_from_outside(
    licence_id: int,
    *,
    applicant: Applicant,
    doubt: Doubt,
    text: str,
    applicant_name: str,
    contact: str,
    origin: str,
    tell_at: str = "",
) -> LicenceObjection:
    """An objection of the holder or of another user, filed without a login; its code opens the result.

    Call with what `look_from_outside` found; counted as a look is, so nobody files without end. contact: to send the
    result to, erased when the case ends. tell_at: number or address the platform tells of the result, shown to nobody.
    Raises RuleBroken("licences.applicant" | "licences.door" | "notices.contact").
    """
    assert applicant != Applicant.CONSUMER, "departments log in"
    if not (applicant_name.strip() and contact.strip()):
        raise RuleBroken("licences.applicant")
    knock(origin)
    made = LicenceObjection.objects.create(
        licence_id=licence_id,
        applicant=applicant,
        code="".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH)),
        applicant_name=applicant_name.strip(),
        contact=contact.strip(),
        doubt=doubt,
        text=text.strip(),
        filed_on=clock.today(),
        law_on=clock.today(),
    )
    href = reverse("licence_objection:case", args=[made.code])
    leave_contact(f"{OBJECTION.name}:{made.id}", tell_at, href=href, region_code=made.region_code)
    record(
        SYSTEM,
        LicenceTag.OBJECTED,
        object_type="licences.objection",
        object_id=made.id,
        facts={"kind": doubt.value, "licence": licence_id},
    )
    OBJECTION.begin(made)
    return made
