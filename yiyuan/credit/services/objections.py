"""Objections: one case whichever door it came by; the mark stands from filing to decision."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse

from yiyuan.audit.api import record
from yiyuan.credit import events, papers, policies, selectors
from yiyuan.credit.models import CreditObjection, CreditReading, CreditRecord, ObjectionEvidence
from yiyuan.credit.rules import Reader
from yiyuan.credit.services.records import apply, tell
from yiyuan.credit.types import CreditTag, File, ObjectionDoor, ReaderKind, VersionKind
from yiyuan.credit.workflow import OBJECTION
from yiyuan.kernel import clock
from yiyuan.kernel.actor import PARTIES, Actor, system_of
from yiyuan.kernel.errors import NotAllowed, NotFound, RuleBroken
from yiyuan.notices.api import tell as tell_persons
from yiyuan.notices.types import Kind
from yiyuan.organisations.api import operator_of, staff


@transaction.atomic
def file_objection(
    *,
    reader: Reader,
    record_id: int,
    reason: str,
    files: Sequence[File],
    door: ObjectionDoor | str = ObjectionDoor.CENTRE,
) -> CreditObjection:
    """A subject, whose identity was checked, doubts a record of itself.

    Raises NotFound, NotAllowed, RuleBroken("credit.said" | "credit.evidence" | "credit.objection_once").
    """
    if reader.kind is not ReaderKind.SUBJECT:
        raise NotAllowed("credit.objection.file")
    found = selectors.rows(reader).filter(id=record_id).first()
    if found is None:
        raise NotFound("credit.record", id=record_id)
    return _file(found, actor=system_of(found.region_code), reason=reason, files=files, door=door)


@transaction.atomic
def register_objection(record_id: int, *, actor: Actor, reason: str, file: File | None) -> CreditObjection:
    """What a subject filed at the counter of the provider or of the centre.

    Raises as `file_objection`.
    """
    found = selectors.desk_record(actor, record_id)
    policies.require_desk(found, actor)
    door = ObjectionDoor.PROVIDER if policies.provides(found, actor) else ObjectionDoor.CENTRE
    return _file(found, actor=actor, reason=reason, files=[file] if file else [], door=door)


def _file(
    found: CreditRecord, *, actor: Actor, reason: str, files: Sequence[File], door: ObjectionDoor | str
) -> CreditObjection:
    if not reason.strip():
        raise RuleBroken("credit.said")
    if not files:
        raise RuleBroken("credit.evidence")
    centre = operator_of(found.region_code)
    if centre is None:
        raise NotFound("organisation")
    try:
        with transaction.atomic():
            made = CreditObjection.objects.create(
                law_on=clock.today(),
                region_code=found.region_code,
                record=found,
                provider_id=found.provider_id,
                centre_id=centre.id,
                door=door,
                reason=reason.strip(),
                filed_on=clock.today(),
            )
    except IntegrityError:
        raise RuleBroken("credit.objection_once") from None
    for file in files:
        name, digest = papers.keep(file)
        ObjectionEvidence.objects.create(objection=made, name=name, sha256=digest)
    CreditRecord.objects.filter(id=found.id).update(disputed=True)
    facts = {"record": found.id, "door": str(door)}
    record(actor, CreditTag.OBJECTED, object_type="credit.objection", object_id=made.id, facts=facts)
    OBJECTION.begin(made)
    tell(found, events.RecordChanged)
    return made


@transaction.atomic
def send_check(objection_id: int, *, actor: Actor) -> None:
    """Raises NotFound, NotAllowed, MoveRefused."""
    found = selectors.objection_for(actor, objection_id, lock=True)
    OBJECTION.move(found, "send", actor=actor, also_set={"sent_on": clock.today()})


@transaction.atomic
def answer_check(objection_id: int, *, actor: Actor, words: str) -> None:
    """Raises NotFound, NotAllowed, MoveRefused, RuleBroken("credit.said")."""
    found = selectors.objection_for(actor, objection_id, lock=True)
    also = {"answer": words.strip(), "answered_on": clock.today()}
    OBJECTION.move(found, "answer", actor=actor, words=words, note=words.strip(), also_set=also)


@transaction.atomic
def correct_objection(
    objection_id: int,
    *,
    actor: Actor,
    matter: str,
    description: str,
    document_no: str,
    file: File | None,
    words: str = "",
) -> None:
    """The corrected value makes a new version.

    Raises NotFound, NotAllowed, MoveRefused, RuleBroken("credit.corrected" | "credit.paper" | "credit.file").
    """
    found = selectors.objection_for(actor, objection_id, lock=True)
    one = CreditRecord.objects.select_for_update(of=("self",)).get(id=found.record_id)
    said = {"matter": matter.strip(), "description": description.strip()}
    changed = all(said.values()) and any(getattr(one, name) != value for name, value in said.items())
    OBJECTION.move(found, "correct", actor=actor, changed=changed, note=words.strip(), also_set=_decided(words))
    change = said | {"disputed": False}
    apply(one, change, VersionKind.CORRECTED, actor=actor, document_no=document_no, file=file)
    tell_receivers(one, "更正", actor=actor)
    tell(one, events.RecordChanged)


@transaction.atomic
def uphold(objection_id: int, *, actor: Actor, words: str) -> None:
    """Raises NotFound, NotAllowed, MoveRefused, RuleBroken("credit.upheld")."""
    _end(objection_id, "uphold", actor=actor, words=words, change={})


@transaction.atomic
def leave_unconfirmed(objection_id: int, *, actor: Actor, words: str) -> None:
    """A check was made and did not settle it: what was doubted and found stays on the record.

    Raises NotFound, NotAllowed, MoveRefused, RuleBroken("credit.unconfirmed").
    """
    found = selectors.objection_for(actor, objection_id)
    note = f"异议无法确认：{found.reason}；核查情况：{words.strip()}"
    _end(objection_id, "unconfirm", actor=actor, words=words, change={"objection_note": note})


@transaction.atomic
def leave_unverified(objection_id: int, *, actor: Actor, words: str) -> None:
    """No check could be made: society is no longer given it.

    Raises NotFound, NotAllowed, MoveRefused, RuleBroken("credit.unverifiable").
    """
    one = _end(objection_id, "unverified", actor=actor, words=words, change={"unverifiable": True})
    tell_receivers(one, "无法核查", actor=actor)


def _decided(words: str) -> dict[str, Any]:
    return {"outcome": words.strip(), "decided_on": clock.today()}


def _end(objection_id: int, move: str, *, actor: Actor, words: str, change: Mapping[str, Any]) -> CreditRecord:
    found = selectors.objection_for(actor, objection_id, lock=True)
    OBJECTION.move(found, move, actor=actor, words=words, note=words.strip(), also_set=_decided(words))
    CreditRecord.objects.filter(id=found.record_id).update(disputed=False, **change)
    tell(found.record, events.RecordChanged)
    return found.record


def tell_receivers(one: CreditRecord, what: str, *, actor: Actor) -> int:
    """Who read the record learns what became of it: by notice, and on its page of look-ups. How many readings."""
    held = CreditReading.objects.filter(subject_id=one.subject_id, record_ids__contains=[one.id])
    for body in {one.organisation_id for one in held if one.organisation_id is not None}:
        sentence = f"本单位查询过的信用信息记录（编号 {one.id}）有变化：{what}。请核对用过它的办件。"
        tell_persons(staff(body, *PARTIES), kind=Kind.MOVED, sentence=sentence, href=reverse("credit:readings"))
    told = held.update(change=f"{one.document_no}：{what}", changed_on=clock.today())
    if told:
        facts = {"readings": told}
        record(actor, CreditTag.TOLD, object_type="credit.record", object_id=one.id, facts=facts)
    return told


def objections_of(reader: Reader) -> list[CreditObjection]:
    """A subject's own, with state and outcome, newest first."""
    held = CreditObjection.objects.filter(record__subject__code=selectors.followed(reader).code)
    return list(held.select_related("record").order_by("-id")) if reader.kind is ReaderKind.SUBJECT else []
