"""Reading for somebody: every look beyond the public level is on record with who, as what and why."""

from collections.abc import Sequence

from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.credit import selectors
from yiyuan.credit.models import CreditReading, CreditRecord, CreditSubject
from yiyuan.credit.rules import Reader
from yiyuan.credit.types import CreditTag, ReaderKind, Shown
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor, Function, system_of
from yiyuan.kernel.errors import NotAllowed, NotFound, RuleBroken


@transaction.atomic
def records(reader: Reader, subject: CreditSubject) -> list[Shown]:
    """What the reader sees of a subject, newest first; read on record."""
    found = selectors.rows(reader).filter(subject=subject).prefetch_related("statements", "subject__former")
    held = list(found.order_by("-document_on", "-id"))
    _log(reader, subject, held)
    return [selectors.shown(one, reader=reader) for one in held]


@transaction.atomic
def read_archive(*, actor: Actor, code: str, reason: str) -> list[Shown]:
    """All of a subject, the archive too, for the credit centre with a reason; read on record.

    Raises NotFound, NotAllowed, RuleBroken("credit.reason").
    """
    reader = Reader.centre(actor, reason)
    if not actor.has(Function.OPERATOR):
        raise NotAllowed("credit.archive")
    if not reason.strip():
        raise RuleBroken("credit.reason")
    return records(reader, selectors.subject_by(code, region=actor.region_code))


@transaction.atomic
def record_for(reader: Reader, record_id: int) -> Shown:
    """One record as the reader sees it, read on record. Raises NotFound, also when hidden."""
    found = selectors.rows(reader).filter(id=record_id).first()
    if found is None:
        raise NotFound("credit.record", id=record_id)
    _log(reader, found.subject, [found])
    return selectors.shown(found, reader=reader)


def _log(reader: Reader, subject: CreditSubject, held: Sequence[CreditRecord]) -> None:
    if reader.kind not in selectors.LOGGED:
        return
    actor = reader.actor or system_of(subject.region_code)
    CreditReading.objects.create(
        region_code=subject.region_code,
        reader=reader.kind,
        organisation_id=reader.actor.organisation_id if reader.actor else None,
        person=actor.person_name if reader.actor else "",
        why=reader.why[:300],
        subject_id=subject.id,
        record_ids=[one.id for one in held],
        read_at=clock.now(),
    )
    tag = CreditTag.READ_LAWFUL if reader.kind is ReaderKind.LAWFUL else CreditTag.READ
    facts = {"as": str(reader.kind), "records": len(held)}
    record(actor, tag, object_type="credit.subject", object_id=subject.id, facts=facts)
