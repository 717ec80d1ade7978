"""Reads of credit. Records reach nobody but through `rules.visible`."""

from dataclasses import replace
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from yiyuan.credit import rules, sheets
from yiyuan.credit.models import (
    CreditCatalog,
    CreditCategory,
    CreditFile,
    CreditItem,
    CreditObjection,
    CreditReading,
    CreditRecord,
    CreditRepair,
    CreditSubject,
    SubjectName,
)
from yiyuan.credit.rules import Reader
from yiyuan.credit.types import (
    Level,
    Nature,
    Origin,
    ReaderKind,
    RecordState,
    Section,
    Severity,
    Shown,
    SubjectKind,
    SubjectOut,
)
from yiyuan.kernel import clock
from yiyuan.kernel.actor import DEPARTMENT, OVERSEERS, Actor, Function
from yiyuan.kernel.errors import NotAllowed, NotFound
from yiyuan.kernel.identifiers import plain_code
from yiyuan.kernel.regions import lineage, trunk
from yiyuan.organisations.api import Seen
from yiyuan.regulations.api import key, resolve

MOST_NAMED = 1000  # subjects a part of a name leads to; more is not read by anybody
WATCHERS = OVERSEERS | {Function.OPERATOR}
HOLDERS = frozenset({Function.BUREAU, Function.OPERATOR})
EVERYBODYS = Seen(more=lambda actor: Q(region_code__in=lineage(actor.region_code)), what="credit.catalog")
ITEMS = Seen(
    more=lambda actor: Q(region_code__in=lineage(actor.region_code)), related=("provider",), what="credit.item"
)
FILES = Seen(
    parties=("provider",), workers=DEPARTMENT, overseers=HOLDERS, related=("provider", "item"), what="credit.file"
)
RECEIVED = Seen(parties=("provider",), workers=DEPARTMENT, overseers=HOLDERS)
READINGS = Seen(parties=("organisation_id",), overseers=HOLDERS)
OBJECTIONS = Seen(
    parties=("provider", "centre"),
    workers=DEPARTMENT | HOLDERS,
    overseers=HOLDERS,
    related=("record", "record__item", "record__subject", "provider", "centre"),
    what="credit.objection",
)
REPAIRS = Seen(
    parties=("provider",),
    workers=DEPARTMENT,
    overseers=HOLDERS,
    related=("record", "record__item", "record__subject", "provider"),
    what="credit.repair",
)


def catalogs(actor: Actor) -> QuerySet[CreditCatalog]:
    return EVERYBODYS.rows(CreditCatalog.objects.order_by("-id"), to=actor)


def catalog_for(actor: Actor, catalog_id: int, *, lock: bool = False) -> CreditCatalog:
    """Raises NotFound."""
    return EVERYBODYS.one(CreditCatalog.objects.all(), catalog_id, to=actor, lock=lock)


def items(actor: Actor) -> QuerySet[CreditItem]:
    return ITEMS.rows(CreditItem.objects.order_by("-id"), to=actor)


def item_for(actor: Actor, item_id: int, *, lock: bool = False) -> CreditItem:
    """Raises NotFound."""
    return ITEMS.one(CreditItem.objects.all(), item_id, to=actor, lock=lock)


def categories(region_code: str, section: Section | str = "") -> list[str]:
    """Level three: those of the law and those the city added. section: of one part of level two."""
    words = key("credit.categories").values
    listed = [
        words[one]
        for one in resolve("credit.categories", region=region_code, on=clock.today()).items
        if not section or SECTION_OF[one] == section
    ]
    more = CreditCategory.objects.filter(region_code__in=lineage(region_code))
    return listed + list((more.filter(section=section) if section else more).values_list("name", flat=True))


SECTION_OF = {
    **dict.fromkeys(("uscc", "identity", "insurance"), Section.BASIC),
    **dict.fromkeys(("permit", "accreditation", "practice", "profession"), Section.QUALIFICATION),
    **dict.fromkeys(
        ("honour", "penalty", "coercion", "ruling", "judgment", "breach", "ban", "duty"), Section.SUPERVISION
    ),
}


def files(actor: Actor) -> QuerySet[CreditFile]:
    return FILES.rows(CreditFile.objects.order_by("-id"), to=actor)


def file_for(actor: Actor, file_id: int, *, lock: bool = False) -> CreditFile:
    """Raises NotFound, also when hidden."""
    return FILES.one(CreditFile.objects.all(), file_id, to=actor, lock=lock)


def objections(actor: Actor) -> QuerySet[CreditObjection]:
    return OBJECTIONS.rows(CreditObjection.objects.order_by("-id"), to=actor)


def objection_for(actor: Actor, objection_id: int, *, lock: bool = False) -> CreditObjection:
    """Raises NotFound, also when hidden."""
    return OBJECTIONS.one(CreditObjection.objects.all(), objection_id, to=actor, lock=lock)


def repairs(actor: Actor) -> QuerySet[CreditRepair]:
    return REPAIRS.rows(CreditRepair.objects.order_by("-id"), to=actor)


def repair_for(actor: Actor, repair_id: int, *, lock: bool = False) -> CreditRepair:
    """Raises NotFound, also when hidden."""
    return REPAIRS.one(CreditRepair.objects.all(), repair_id, to=actor, lock=lock)


def desk_reader(actor: Actor) -> Reader:
    """As whom somebody reads at the desk: the centre and the office their region, a department what it provided.

    Raises NotAllowed.
    """
    return Reader.centre(actor) if actor.has(*HOLDERS) else Reader.provider(actor)


def rows(reader: Reader) -> QuerySet[CreditRecord]:
    """The records this reader sees today. Everything that shows or counts records begins here."""
    found = CreditRecord.objects.filter(rules.visible(followed(reader), clock.today()))
    return found.select_related("item", "subject", "provider")


def desk_rows(actor: Actor) -> QuerySet[CreditRecord]:
    try:
        return rows(desk_reader(actor)).order_by("-id")
    except NotAllowed:
        return CreditRecord.objects.none()


def desk_record(actor: Actor, record_id: int, *, lock: bool = False) -> CreditRecord:
    """Raises NotFound, also when hidden."""
    found = desk_rows(actor).filter(id=record_id)
    if lock:
        found = found.select_for_update(of=("self",))
    one = found.first()
    if one is None:
        raise NotFound("credit.record", id=record_id)
    return one


def followed(reader: Reader) -> Reader:
    """The same reader by the code its subject bears today."""
    if not reader.code:
        return reader
    former = SubjectName.objects.filter(code=reader.code).exclude(subject__code=reader.code).first()
    return replace(reader, code=former.subject.code) if former else reader


def subject_by(code: str, *, region: str = "") -> CreditSubject:
    """By its code, also a former one. Raises NotFound. For rooms that go on with `records`; shows nothing itself."""
    plain = plain_code(code)
    held = CreditSubject.objects.filter(region_code__startswith=trunk(region)) if region else CreditSubject.objects
    found = held.filter(code=plain).first() or held.filter(former__code=plain).first()
    if found is None:
        raise NotFound("credit.subject")
    return found


def subjects(text: str, *, reader: Reader, region: str = "") -> QuerySet[CreditSubject]:
    """By a part of the name or the exact code, also former ones: those of whom the reader sees at least one record.

    A natural person is found by the exact code alone, and never by the public. A part that half of all names have finds
    nothing.
    """
    said, code = text.strip(), plain_code(text)
    if not said:
        return CreditSubject.objects.none()
    held = CreditSubject.objects.order_by()
    formerly = SubjectName.objects.filter(code=code).values("subject")
    found = held.filter(code=code).values("id").union(held.filter(id__in=formerly).values("id"))
    if pairs := rules.telling_pairs(said):
        named = Q(name__icontains=said) | Exists(
            SubjectName.objects.filter(subject=OuterRef("pk"), name__icontains=said)
        )
        found = found.union(held.filter(named, pairs__contains=pairs)[:MOST_NAMED].values("id"))
    seen = CreditSubject.objects.filter(Exists(rows(reader).filter(subject=OuterRef("pk"))), id__in=found)
    if region:
        seen = seen.filter(region_code__startswith=trunk(region))
    if not rules.finds_persons(reader):
        seen = seen.exclude(kind=SubjectKind.NATURAL)
    return seen.order_by("name", "id")


def subject_out(one: CreditSubject, *, reader: Reader) -> SubjectOut:
    masked = reader.masks and one.kind == SubjectKind.NATURAL
    return SubjectOut(
        id=one.id,
        kind=SubjectKind(one.kind),
        code=rules.mask_code(one.code) if masked else one.code,
        name=rules.mask_name(one.name) if masked else one.name,
        ended_on=one.ended_on,
        former=() if masked else tuple(f.name for f in one.former.all() if f.name != one.name),
    )


def shown(record: CreditRecord, *, reader: Reader, today: date | None = None) -> Shown:
    """A record that `rows` gave, as its reader sees it."""
    subject = subject_out(record.subject, reader=reader)
    return Shown(
        id=record.id,
        subject_kind=subject.kind,
        subject_code=subject.code,
        subject_name=subject.name,
        provider_id=record.provider_id,
        provider=record.provider.name,
        item_code=record.item.code,
        item=record.item.name,
        kind=record.item.category,
        section=Section(record.item.section),
        matter=record.matter,
        description=_unnamed(record, reader),
        valid_from=record.valid_from,
        valid_until=record.valid_until,
        level=Level(record.level),
        origin=Origin(record.origin),
        nature=Nature(record.nature),
        severity=Severity(record.severity),
        state=state_of(record, today or clock.today()),
        document_no=record.document_no,
        document_on=record.document_on,
        made_on=record.made_on,
        published_until=record.published_until,
        marks=marks_of(record),
        statements=tuple(one.text for one in record.statements.all()),
        values=_values(record, reader),
    )


def _values(record: CreditRecord, reader: Reader) -> dict[str, str]:
    """Further fields by the names people read; columns of the published forms by theirs, amounts in yuan."""
    seen = rules.shown_values(record.values, masks=reader.masks, hidden=record.item.hidden)
    return dict(sheets.said(name, value) for name, value in seen.items())


def _unnamed(record: CreditRecord, reader: Reader) -> str:
    """The description, without the natural person's name and number where these are masked."""
    told, one = record.description, record.subject
    if reader.masks and one.kind == SubjectKind.NATURAL:
        told = told.replace(one.code, rules.mask_code(one.code)).replace(one.name, rules.mask_name(one.name))
    return told


def state_of(record: CreditRecord, today: date) -> RecordState:
    """What stands in the row, and what the day makes of it."""
    if record.archived_on or (record.published_until and record.published_until < today):
        return RecordState.ARCHIVED
    return RecordState(record.state)


def marks_of(record: CreditRecord) -> tuple[str, ...]:
    """What every output says beside the record."""
    marks = []
    if record.disputed:
        marks.append("异议处理中")
    if record.objection_note:
        marks.append(record.objection_note)
    if record.unverifiable:
        marks.append("异议无法核查，不向社会提供")
    if record.state == RecordState.REPAIRED:
        marks.append("已修复（依据收录范围以外的国家规定）")
    if record.origin == Origin.SOCIAL:
        marks.append("社会信用信息")
    return tuple(marks)


def readings(actor: Actor) -> QuerySet[CreditReading]:
    """Look-ups of the actor's own body; of the whole region for the centre and the office."""
    return READINGS.rows(CreditReading.objects.order_by("-id"), to=actor)


LOGGED = frozenset(ReaderKind) - {ReaderKind.PUBLIC, ReaderKind.PROVIDER}
