"""What stands in the credit room of those who are looked up; every read goes through its reader."""

from collections.abc import Sequence

from yiyuan.credit.api import Reader, records, rows, subject_by
from yiyuan.credit.types import Shown
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotFound
from yiyuan.standing import selectors
from yiyuan.standing.models import Lookup
from yiyuan.standing.types import Ground, Subject


def reader_of(ground: Ground, subject: Subject, *, actor: Actor, purpose: str, law: str, consent_no: str) -> Reader:
    """As whom a look-up reads: an agency under agreement nothing but what is public."""
    match ground:
        case Ground.DUTY:
            return Reader.organ(actor, purpose)
        case Ground.LAW:
            return Reader.lawful(actor, f"{law}；{purpose}")
        case Ground.CONSENT:
            return Reader.consented(subject.code, f"{consent_no}；{purpose}")
        case Ground.AGREEMENT:
            return Reader.public()


def count(reader: Reader, code: str, *, region: str) -> int:
    """How many records the reader sees of a subject."""
    try:
        return rows(reader).filter(subject=subject_by(code, region=region)).count()
    except NotFound:
        return 0


def of_subject(reader: Reader, code: str, *, region: str = "") -> Sequence[Shown]:
    """Read on record by the credit room; nothing where nobody of this code is known."""
    try:
        return records(reader, subject_by(code, region=region))
    except NotFound:
        return []


def found(lookup: Lookup, *, actor: Actor) -> Sequence[Shown] | None:
    """What a look-up found, for those who made it, on its day; None afterwards and for others."""
    if lookup.on != clock.today() or lookup.organisation_id not in actor.organisation_ids:
        return None
    subject = selectors.subject_of(lookup)
    said = {"purpose": lookup.purpose, "law": lookup.law, "consent_no": lookup.consent_no}
    reader = reader_of(Ground(lookup.ground), subject, actor=actor, **said)
    return of_subject(reader, subject.code, region=lookup.region_code)
