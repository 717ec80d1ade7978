"""What comes with time: archive, deletion, the check of originals, what is late. In chunks, each its transaction."""

from datetime import timedelta
from functools import partial

from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse

from yiyuan.audit.api import record
from yiyuan.credit import events, rules
from yiyuan.credit.models import (
    CreditCatalog,
    CreditFileRow,
    CreditItem,
    CreditObjection,
    CreditReading,
    CreditRecord,
    CreditRepair,
    CreditSubject,
    DeletionProof,
    RecordVersion,
)
from yiyuan.credit.papers import PAPERS
from yiyuan.credit.services.records import content_of, digest_of, tell
from yiyuan.credit.types import CreditTag, Level, RecordState, SubjectKind
from yiyuan.credit.workflow import OBJECTION, REPAIR
from yiyuan.kernel import clock
from yiyuan.kernel.actor import SYSTEM, system_of
from yiyuan.kernel.errors import NotFound
from yiyuan.organisations.api import organisation
from yiyuan.regulations.api import resolve
from yiyuan.workdays.api import due
from yiyuan.workflow.api import forget, raise_signal

CHUNK = 1000
MENDING_DAYS = 90  # a platform default


def archive_due() -> int:
    """What is out of its term of publication lies in the archive; what is seen does not wait for it. How many."""
    done, today = 0, clock.today()
    while True:
        with transaction.atomic():
            held = CreditRecord.objects.filter(archived_on=None, published_until__lt=today)
            held = held.select_for_update(of=("self",), skip_locked=True).select_related("subject", "item")
            found = list(held.order_by("id")[:CHUNK])
            if not found:
                return done
            CreditRecord.objects.filter(id__in=[one.id for one in found]).update(archived_on=today)
            _record(CreditTag.ARCHIVED, found)
            for one in found:
                tell(one, events.RecordEnded)
        done += len(found)


def delete_due() -> int:
    """Natural persons' negative records the day after their years: gone everywhere, a proof without content stays.

    What nobody stands on any more goes too: the identity, the papers, the look-ups' mention. How many.
    """
    done, today = 0, clock.today()
    while True:
        with transaction.atomic():
            held = CreditRecord.objects.filter(keep_until__lt=today).select_for_update(of=("self",), skip_locked=True)
            found = list(held.select_related("subject", "item").order_by("id")[:CHUNK])
            if not found:
                return done
            ids, subjects = [one.id for one in found], {one.subject_id for one in found}
            papers = _papers(ids)
            DeletionProof.objects.bulk_create(
                DeletionProof(
                    region_code=one.region_code,
                    record_id=one.id,
                    provider_id=one.provider_id,
                    kept_until=one.keep_until,
                    deleted_on=today,
                )
                for one in found
                if one.keep_until is not None
            )
            _record(CreditTag.DELETED, found)
            for one in found:
                tell(one, events.RecordDeleted)
            CreditFileRow.objects.filter(record_id__in=ids).delete()
            for table, model in ((OBJECTION, CreditObjection), (REPAIR, CreditRepair)):
                forget(table.name, [one.id for one in model.objects.filter(record__in=ids).only("id")])
            CreditRecord.objects.filter(id__in=ids).delete()
            orphans = CreditSubject.objects.filter(id__in=subjects, records=None, kind=SubjectKind.NATURAL)
            CreditReading.objects.filter(subject_id__in=orphans.values("id")).delete()
            orphans.delete()
            for name in papers - _papers_of(papers):
                transaction.on_commit(partial(PAPERS.destroy, name))
        done += len(found)


def forget_cells() -> int:
    """What refused rows of files said, once the time to mend them is over; their reasons stay. How many rows."""
    past = clock.today() - timedelta(days=MENDING_DAYS)
    return CreditFileRow.objects.filter(file__handed_in_on__lt=past).exclude(cells={}).update(cells={})


def _papers(record_ids: list[int]) -> set[str]:
    held = set(RecordVersion.objects.filter(record__in=record_ids).values_list("sha256", flat=True))
    for relation in ("objections__evidence__sha256", "repairs__sha256"):
        held |= set(CreditRecord.objects.filter(id__in=record_ids).values_list(relation, flat=True)) - {None}
    return held


def _papers_of(names: set[str]) -> set[str]:
    """Those of the papers something still rests on."""
    held = set(RecordVersion.objects.filter(sha256__in=names).values_list("sha256", flat=True))
    for relation in ("objections__evidence__sha256", "repairs__sha256"):
        held |= set(CreditRecord.objects.filter(**{f"{relation}__in": names}).values_list(relation, flat=True))
    return held


def _record(tag: CreditTag, found: list[CreditRecord]) -> None:
    for region in {one.region_code for one in found}:
        ids = [one.id for one in found if one.region_code == region]
        facts = {"records": len(ids), "first": ids[0], "last": ids[-1]}
        record(system_of(region), tag, object_type="credit.records", object_id=ids[0], facts=facts)


def check_originals() -> list[int]:
    """Records whose versions, or whose row, are not what was given: named in the record. Their ids."""
    damaged, newest = [], None
    rows = RecordVersion.objects.order_by("record_id", "number").select_related("record__item")
    for one in rows.iterator(chunk_size=CHUNK):
        follows = newest is not None and newest.record_id == one.record_id
        if newest is not None and not follows and _differs(newest):
            damaged.append(newest.record_id)
        if digest_of(one.content, newest.digest if follows and newest else "") != one.digest:
            damaged.append(one.record_id)
        newest = one
    if newest is not None and _differs(newest):
        damaged.append(newest.record_id)
    damaged = list(dict.fromkeys(damaged))
    for found in damaged:
        record(SYSTEM, CreditTag.DAMAGED, object_type="credit.record", object_id=found)
    return damaged


def _differs(newest: RecordVersion) -> bool:
    """Whether the row says something else than its newest version; a repair moves the state alone."""
    held = content_of(newest.record)
    repaired = held["state"] == RecordState.REPAIRED
    return any(held[name] != newest.content[name] for name in held if name != "state" or not repaired)


def unpublished(region_code: str = "") -> "list[CreditRecord]":
    """Public records that are not on the site past the time the law gives: their item has no term."""
    held = CreditRecord.objects.filter(
        level=Level.PUBLIC, published_until=None, archived_on=None, state=RecordState.LIVE, unverifiable=False
    )
    if region_code:
        held = held.filter(region_code=region_code)
    found = []
    for one in held.select_related("item", "provider"):
        term = resolve("credit.publish", region=one.region_code, on=one.received_on).term
        if term is not None and due(term, one.received_on).on < clock.today():
            found.append(one)
    return found


def stale() -> "list[CreditRecord]":
    """Records past their validity that their provider neither ended nor renewed within the time of supply."""
    past = CreditRecord.objects.filter(
        state=RecordState.LIVE, archived_on=None, valid_until__lt=clock.today() - timedelta(days=1)
    )
    found = []
    for one in past.select_related("item", "provider"):
        assert one.valid_until is not None, "filtered"
        term = resolve("credit.supply", region=one.region_code, on=one.valid_until).term
        if term is not None and due(term, one.valid_until).on < clock.today():
            found.append(one)
    return found


def watch_supply() -> int:
    """Offer signals: late supply, what is not published or not updated. Safe to repeat. How many stand."""
    late = CreditRecord.objects.filter(Q(received_on__gt=F("due_on")), archived_on=None).select_related("item")
    offered = [
        _offer(one, "credit.violation_supply", f"应在 {one.due_on} 前提供，{one.received_on} 才提供。") for one in late
    ]
    offered += [
        _offer(one, "credit.violation_update", "公开信息没有在期限内发布：没有设定发布期限。") for one in unpublished()
    ]
    offered += [
        _offer(one, "credit.violation_update", f"有效期到 {one.valid_until}，没有终止或者更新。") for one in stale()
    ]
    return sum(offered) + _shrunken()


def _offer(one: CreditRecord, violation: str, evidence: str) -> bool:
    return _signal(
        one.provider_id,
        violation,
        f"{one.item.name}：{one.document_no}",
        evidence,
        matter=f"credit.record:{one.id}",
        region=one.region_code,
        href=reverse("credit:record", args=[one.id]),
    )


def _signal(
    provider_id: int, violation: str, title: str, evidence: str, *, matter: str, region: str, href: str
) -> bool:
    body = organisation(provider_id)
    while not body.active and body.successor_id is not None:
        body = organisation(body.successor_id)
    try:
        raise_signal(
            actor=SYSTEM,
            organisation_id=body.id,
            violation=violation,
            title=title[:300],
            evidence=evidence,
            matter=matter,
            href=href,
            region=region,
        )
    except NotFound:  # the law of this region lists no such conduct
        return False
    return True


def _shrunken() -> int:
    """Items of which much less came in this month than in each of the three before: a platform default, half."""
    first = clock.today().replace(day=1)
    months = [rules.months_on(first, -back) for back in range(4)]  # this month's first, and those before
    offered = 0
    for item in CreditItem.objects.filter(ended_on=None, added_on__lt=months[3]):
        held = CreditRecord.objects.filter(item=item)
        counts = [
            held.filter(received_on__gte=months[back], received_on__lt=months[back - 1]).count() for back in (1, 2, 3)
        ]
        last, *before = counts
        if min(before) > 0 and last * 2 < min(before):
            offered += _signal(
                item.provider_id,
                "credit.violation_supply",
                f"{item.name}：提供数量减少",
                f"{months[1]:%Y 年 %m 月}提供 {last} 条，前两个月最少 {min(before)} 条。",
                matter=f"credit.item:{item.id}:{months[1]}",
                region=item.region_code,
                href=reverse("credit:item", args=[item.id]),
            )
    return offered


def has_catalog(region_code: str, year: int) -> bool:
    """Whether the catalog of the year was published."""
    return CreditCatalog.objects.filter(region_code=region_code, year=year).exists()
