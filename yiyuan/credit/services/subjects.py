"""Subjects: found or made by code; names and codes followed; kept while a negative record lives."""

from datetime import date

from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.credit import policies, rules, selectors
from yiyuan.credit.models import CreditRecord, CreditSubject, SubjectName
from yiyuan.credit.types import CreditTag, Nature, SubjectKind, Who
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotAllowed, NotFound, RuleBroken
from yiyuan.kernel.identifiers import is_citizen_id, is_uscc, plain_code
from yiyuan.kernel.regions import trunk


def held_subject(who: Who, *, region: str) -> CreditSubject:
    """The one of this code, also a former one; made where there is none. Another name is kept as a former one."""
    try:
        found = selectors.subject_by(who.code, region=region)
    except NotFound:
        return CreditSubject.objects.create(
            region_code=region, kind=who.kind, code=who.code, name=who.name, pairs=_pairs(who.kind, who.name)
        )
    if who.code == found.code and who.name != found.name:
        SubjectName.objects.get_or_create(
            subject=found, name=found.name, code=found.code, defaults={"until_on": clock.today()}
        )
        found.name = who.name
        found.pairs = _pairs(found.kind, *found.pairs, who.name)
        found.save(update_fields=["name", "pairs"])
    return found


def _pairs(kind: str, *names: str) -> list[str]:
    """By which it is found: of the names it bears and bore; a natural person is found by its code alone."""
    return [] if kind == SubjectKind.NATURAL else rules.pairs_of(*names)


def subject_for(actor: Actor, subject_id: int, *, lock: bool = False) -> CreditSubject:
    """One of whom the actor sees a record at the desk. Raises NotFound."""
    found = CreditSubject.objects.filter(id=subject_id, region_code__startswith=trunk(actor.region_code))
    found = found.filter(id__in=selectors.desk_rows(actor).order_by().values("subject"))
    one = (found.select_for_update(of=("self",)) if lock else found).first()
    if one is None:
        raise NotFound("credit.subject", id=subject_id)
    return one


@transaction.atomic
def rename_subject(subject_id: int, *, actor: Actor, name: str, code: str = "") -> None:
    """A new name, a new code; found by the former ones too. Raises NotFound, NotAllowed,
    RuleBroken("credit.subject_moved").
    """
    found = subject_for(actor, subject_id, lock=True)
    policies.require_centre(found, actor)
    plain = plain_code(code) or found.code
    taken = CreditSubject.objects.filter(region_code=found.region_code, code=plain).exclude(id=found.id).exists()
    if taken or not (is_uscc(plain) or is_citizen_id(plain)):
        raise RuleBroken("credit.subject_moved")
    SubjectName.objects.create(subject=found, name=found.name, code=found.code, until_on=clock.today())
    called = name.strip() or found.name
    pairs = _pairs(found.kind, *found.pairs, called)
    CreditSubject.objects.filter(id=found.id).update(name=called, code=plain, pairs=pairs)
    record(actor, CreditTag.SUBJECT, object_type="credit.subject", object_id=found.id, facts={"renamed": True})


@transaction.atomic
def end_subject(subject_id: int, *, actor: Actor, ended_on: date) -> None:
    """Deregistered; its identity stays while a record stands. Raises NotFound, NotAllowed."""
    found = subject_for(actor, subject_id, lock=True)
    policies.require_centre(found, actor)
    CreditSubject.objects.filter(id=found.id).update(ended_on=ended_on)
    record(actor, CreditTag.SUBJECT, object_type="credit.subject", object_id=found.id, facts={"ended": True})


@transaction.atomic
def remove_subject(subject_id: int, *, actor: Actor) -> None:
    """Take away an identity nothing stands on any more.

    Raises NotFound, NotAllowed, RuleBroken("credit.identity").
    """
    if not actor.has(*policies.CENTRE):
        raise NotAllowed("credit.centre")
    found = CreditSubject.objects.select_for_update().filter(
        id=subject_id, region_code__startswith=trunk(actor.region_code)
    )
    one = found.first()
    if one is None:
        raise NotFound("credit.subject", id=subject_id)
    records = CreditRecord.objects.filter(subject=one)
    if records.exists():
        raise RuleBroken("credit.identity", records=records.filter(nature=Nature.NEGATIVE).count() or records.count())
    one.delete()
    record(actor, CreditTag.SUBJECT, object_type="credit.subject", object_id=subject_id, facts={"removed": True})
