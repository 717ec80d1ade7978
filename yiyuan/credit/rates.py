"""How timely, accurate and complete a provider gives records, with the records behind each number.

Counted over what was received between two days, whatever became of it since; nothing of a record's content is shown.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import BigIntegerField, Count, Exists, F, Func, OuterRef, Q, QuerySet

from yiyuan.credit import sheets
from yiyuan.credit.models import CreditReading, CreditRecord, RecordVersion
from yiyuan.credit.selectors import RECEIVED
from yiyuan.credit.types import SupplyLine, VersionKind
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotFound


class Rate(StrEnum):
    TIMELY = "timely"
    ACCURATE = "accurate"
    COMPLETE = "complete"


RATE_WORDS = {Rate.TIMELY: "及时", Rate.ACCURATE: "准确", Rate.COMPLETE: "完整"}
LATE = Q(received_on__gt=F("due_on"))
MENDED = (VersionKind.CORRECTED, VersionKind.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Rates:
    """Of one provider: received records and how many of them kept each of the three."""

    provider_id: int
    provider: str
    records: int
    timely: int
    accurate: int
    complete: int
    filled_fields: int
    fields: int

    def share(self, kept: int, of: int | None = None) -> str:
        whole = self.records if of is None else of
        return f"{kept / whole:.1%}" if whole else "—"


class Unnest(Func):
    """Each member of an array."""

    function = "unnest"
    set_returning = True
    output_field = BigIntegerField()


def _gap() -> Q:
    """A column is not filled that a complete record of its form has."""
    forms = sheets.facts().forms.values()
    gaps = [
        Q(item__category=form.category) & ~reduce(and_, [Q(values__has_key=one) for one in form.whole])
        for form in forms
        if form.whole
    ]
    return reduce(or_, gaps, Q(pk__in=[]))


def _mended() -> Exists:
    """Corrected since, upon an objection or not, or withdrawn."""
    return Exists(RecordVersion.objects.filter(record=OuterRef("pk"), kind__in=MENDED))


def _received(actor: Actor, *, first: date, last: date) -> QuerySet[CreditRecord]:
    return RECEIVED.rows(CreditRecord.objects.filter(received_on__range=(first, last)), to=actor)


def rates(actor: Actor, *, first: date, last: date) -> list[Rates]:
    """By provider; the least timely first."""
    forms = [form for form in sheets.facts().forms.values() if form.whole]
    fields = {form.code: Count("id", filter=Q(item__category=form.category)) for form in forms}
    filled = {
        f"{form.code}_{at}": Count("id", filter=Q(item__category=form.category, values__has_key=column))
        for form in forms
        for at, column in enumerate(form.whole)
    }
    held: Any = (  # rows of figures by name
        _received(actor, first=first, last=last)
        .values("provider", "provider__name")
        .annotate(
            records=Count("id"),
            timely=Count("id", filter=~LATE),
            accurate=Count("id", filter=~Q(_mended())),
            complete=Count("id", filter=~_gap()),
            **fields,
            **filled,
        )
    )
    found = [
        Rates(
            provider_id=row["provider"],
            provider=row["provider__name"],
            records=row["records"],
            timely=row["timely"],
            accurate=row["accurate"],
            complete=row["complete"],
            filled_fields=sum(row[name] for name in filled),
            fields=sum(row[form.code] * len(form.whole) for form in forms),
        )
        for row in held
    ]
    return sorted(found, key=lambda one: (one.timely / one.records, one.provider))


def behind(actor: Actor, provider_id: int, *, first: date, last: date) -> QuerySet[CreditRecord]:
    """The records behind a provider's numbers, annotated with what each lacks. Raises NotFound."""
    held = _received(actor, first=first, last=last).filter(provider=provider_id)
    if not held.exists():
        raise NotFound("credit.rates", id=provider_id)
    return held.select_related("item", "provider").annotate(mended=_mended()).order_by("-received_on", "-id")


def lacking(rows: "QuerySet[CreditRecord]", rate: str) -> "QuerySet[CreditRecord]":
    """Those of the rows that do not keep one of the three."""
    match Rate(rate):
        case Rate.TIMELY:
            return rows.filter(LATE)
        case Rate.ACCURATE:
            return rows.filter(_mended())
        case Rate.COMPLETE:
            return rows.filter(_gap())


def gaps(one: CreditRecord) -> list[str]:
    """The names of the columns that are not filled."""
    form = sheets.form_of(one.item)
    return [form.new[column] for column in form.whole if column not in one.values] if form else []


def supplied(organisation_id: int, *, first: date, last: date) -> list[SupplyLine]:
    """What a provider gave between two days, each in time or not; for the yearly assessment."""
    return _lines(CreditRecord.objects.filter(provider=organisation_id, received_on__range=(first, last)))


def given_to_others(organisation_id: int, *, first: date, last: date) -> list[SupplyLine]:
    """Of what a provider gave, the records others looked up between two days; for the yearly assessment."""
    since, until = (datetime.combine(day, time(), clock.BEIJING) for day in (first, last + timedelta(days=1)))
    readings = CreditReading.objects.filter(read_at__gte=since, read_at__lt=until, organisation_id__isnull=False)
    read = readings.exclude(organisation_id=organisation_id).annotate(one=Unnest("record_ids")).values("one")
    return _lines(CreditRecord.objects.filter(provider=organisation_id, id__in=read))


def _lines(rows: "QuerySet[CreditRecord]") -> list[SupplyLine]:
    return [
        SupplyLine(one.document_no, one.item.name, one.get_absolute_url(), one.received_on, in_time=not one.is_late)
        for one in rows.select_related("item").order_by("received_on", "id")
    ]
