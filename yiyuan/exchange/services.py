"""Writes of exchange: look up at the window, take a file, have one written, remove what is past."""

import json
import logging
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from procrastinate.contrib.django import app

from yiyuan.audit.api import record, subject_hash
from yiyuan.exchange import files, marks, provider, rules, selectors
from yiyuan.exchange.files import Written
from yiyuan.exchange.gateway import recording, statements
from yiyuan.exchange.gateway.statements import Plan
from yiyuan.exchange.models import BrokenCall, Delivery, Extract, RefusedCall
from yiyuan.exchange.provider import Handed, ProviderFailed
from yiyuan.exchange.types import (
    BAD_VALUE,
    FAILURE_WORDS,
    NO_RECORD,
    OK,
    OPEN_INTERFACES,
    PROVIDER_FAILED,
    PROVIDER_LATE,
    WHY_LENGTH,
    Action,
    Channel,
    ExchangeTag,
    ExtractState,
    Failure,
    Format,
    Made,
)
from yiyuan.exchange.workflow import EXTRACT
from yiyuan.kernel import clock
from yiyuan.kernel.actor import SYSTEM, Actor
from yiyuan.kernel.errors import RuleBroken
from yiyuan.kernel.texts import shortened
from yiyuan.regulations.api import explain
from yiyuan.sharing.api import grant, note_first_delivery
from yiyuan.sharing.types import FILE_METHODS, Field, GrantInfo

log = logging.getLogger(__name__)
JOB = "yiyuan.exchange.jobs.write_extract"
KEPT_HOURS = 24  # of a file written in the background
ONLINE = frozenset({"online_query"})
TELL_SECONDS = 1.0  # between two words on progress


@dataclass(frozen=True, slots=True)
class LookedUp:
    """What a look-up found, and its record."""

    rows: list[dict[str, Any]]  # item name -> JSON value
    delivery: Delivery


@dataclass(frozen=True, slots=True)
class Taken:
    """A file ready to leave, and its record."""

    name: str
    media: str
    pieces: Iterator[bytes]
    delivery: Delivery


def _made(info: GrantInfo, actor: Actor, **what: Any) -> Made:  # further fields of Made
    return Made(
        **{"code": recording.new_code(), "at": clock.real_now(), **what},
        grant_id=info.id,
        grant_number=info.number,
        resource_id=info.resource_id,
        resource_name=info.resource_name,
        region_code=info.region_code,
        consumer_id=info.consumer_id,
        provider_id=info.provider_id,
        legal_on=clock.today(),
        person_name=actor.person_name,
    )


# ---- at the window ----


def look_up(grant_id: int, *, actor: Actor, asked: Mapping[str, object], case: str, reason: str) -> LookedUp:
    """The records with these values, for one case. Recorded, also when nothing is found or the provider fails.

    Raises NotFound, NotAllowed, RuleBroken("sharing.use_limit" | "exchange.items" | "exchange.value" |
    "exchange.reason" | "exchange.reference" | "exchange.held").
    """
    begun = time.perf_counter()
    info = selectors.usable_grant(actor, grant_id, methods=ONLINE, what="联机查询")
    case = rules.check_reference(case, name="办件编号")
    reason = rules.check_reference(reason, name="查询事由", limit=rules.REASON_LENGTH)
    rules.check_reason(case=case, reason=reason)
    chosen = rules.asked_items(info.fields, asked)
    said = {"channel": Channel.ONLINE, "action": Action.BY_KEY, "case": case, "reason": reason}
    source = _ask_provider(info, chosen, actor=actor, said=said, begun=begun) if selectors.is_held(info) else None
    try:
        with transaction.atomic():
            values = {field.column: value for field, value in chosen.items()}
            found = _read_handed(source, values) if source else _read(info, values)
            selectors.usable_grant(actor, grant_id, methods=ONLINE, what="联机查询")  # not revoked meanwhile
            named = {value for field, value in chosen.items() if field.item_class in rules.IDENTITIES}
            named |= {value for row in found for value in row[1] if value}
            made = _made(
                info,
                actor,
                **said,
                status=OK if found else NO_RECORD,
                rows=len(found),
                bytes=sum(len(row[0].encode()) for row in found),
                ms=round((time.perf_counter() - begun) * 1000),
                subjects=tuple(sorted(map(subject_hash, named))),
                batch_id=max((row[2] for row in found if row[2] is not None), default=None),
                provider_ms=source.handed.ms if source else None,
                provider_rows=len(source.handed.rows) if source else None,
            )
            delivery = recording.write(made, actor=actor)
            if found:
                note_first_delivery(grant_id)
    except psycopg.DataError:
        if source:
            failed = ProviderFailed(Failure.SHAPE, ms=source.handed.ms)
            raise _not_given(info, failed, chosen, actor=actor, said=said, begun=begun) from None
        raise RuleBroken("exchange.value", item="查询条件", problem="不合信息项的类型") from None
    return LookedUp([json.loads(row[0]) for row in found], delivery)


@dataclass(frozen=True, slots=True)
class _Source:
    """What the provider's system handed over, and how a grant reads it."""

    plan: Plan
    handed: Handed


def _ask_provider(
    info: GrantInfo, chosen: Mapping[Field, str], *, actor: Actor, said: dict[str, Any], begun: float
) -> _Source:
    """Raises RuleBroken("exchange.held" | "exchange.items" | "exchange.interface_lacks" | "exchange.provider")."""
    found = selectors.interface_of(info.resource_id)
    if found is None or found.state not in OPEN_INTERFACES:
        raise RuleBroken("exchange.held", name=info.resource_name, region=info.region_code)
    interface = found.info()
    plan = Plan(info, statements.relation_from(interface))
    values = {field.column: value for field, value in chosen.items()}
    rules.check_parameters(interface, asked=values, needed=plan.needed)
    try:
        return _Source(plan, provider.ask(interface, values, needed=plan.needed))
    except ProviderFailed as failed:
        raise _not_given(info, failed, chosen, actor=actor, said=said, begun=begun) from None


def _not_given(info: GrantInfo, failed: ProviderFailed, chosen: Mapping[Field, str], **call: Any) -> RuleBroken:
    """The refusal of a call that the provider's system did not answer, which is recorded first."""
    status = {Failure.TIMEOUT: PROVIDER_LATE, Failure.VALUE: BAD_VALUE}.get(failed.failure, PROVIDER_FAILED)
    named = {value for field, value in chosen.items() if field.item_class in rules.IDENTITIES}
    broken = RuleBroken("exchange.provider", problem=FAILURE_WORDS[failed.failure], region=info.region_code)
    said = explain(broken, region=info.region_code, on=clock.today())
    made = _made(
        info,
        call["actor"],
        **call["said"],
        status=status,
        ms=_ms_since(call["begun"]),
        subjects=tuple(sorted(map(subject_hash, named))),
        provider_ms=failed.ms,
        failure=failed.failure.value,
        refusal=broken.rule,
        refusal_words=shortened(said.sentence, most=WHY_LENGTH),
        refusal_articles=tuple(chip.text for chip in said.chips),
    )
    recording.write(made, actor=call["actor"])
    return broken


def _read_handed(source: _Source, asked: Mapping[str, str]) -> list[tuple[Any, ...]]:
    """Rows of `statements.handed`, by the connection of pages."""
    connection.ensure_connection()
    body = statements.handed(source.plan, list(asked), first=1).as_string(None)
    with psycopg.RawCursor(connection.connection) as cur:
        values = [source.handed.text(), *asked.values()]
        return cur.execute(body.encode(), values).fetchall()[: statements.QUERY_ROWS]


def _read(info: GrantInfo, asked: Mapping[str, str]) -> list[tuple[Any, ...]]:
    """Rows of `statements.by_items`, by the connection of pages."""
    connection.ensure_connection()
    link: psycopg.Connection[Any] = connection.connection
    plan = selectors.plan_of(info, link=link)
    body = statements.by_items(plan, list(asked), first=1).as_string(None)
    with psycopg.RawCursor(link) as cur:
        return cur.execute(body.encode(), list(asked.values())).fetchall()[: statements.QUERY_ROWS]


# ---- files ----


def take_file(grant_id: int, *, actor: Actor, format_: Format, case: str = "") -> Taken | Extract:
    """All rows in scope as a file, recorded before it leaves; a large one is written in the background instead.

    Raises NotFound, NotAllowed, RuleBroken("sharing.use_limit" | "exchange.reference" | "exchange.held").
    """
    begun = time.perf_counter()
    info = selectors.usable_grant(actor, grant_id, methods=FILE_METHODS, what="文件下载")
    case = rules.check_reference(case, name="办件编号")
    code, at = recording.new_code(), clock.real_now()
    with files.snapshot() as link:
        plan = selectors.plan_of(info, link=link)
        rows, _batch = files.count(link, plan)
        written = None
        if rows <= files.AT_ONCE[format_]:
            about = [*files.about(info, actor=actor, at=at, reference=code), *marks.lines(info)]
            written = files.write(link, plan, format_=format_, about=about, watch=_ignore)
    if written is None:
        return ask_extract(info, actor=actor, format_=format_, case=case, expected_rows=rows)
    file = written.path.open("rb")
    written.path.unlink()  # stays readable while open
    delivery = _record_file(
        info, written, actor=actor, format_=format_, code=code, at=at, case=case, ms=_ms_since(begun)
    )
    name = files.file_name(info, actor=actor, at=at, reference=code, format_=format_)
    return Taken(name, files.MEDIA[format_], _drawn(file), delivery)


def _ignore(_rows: int) -> None:
    """Nobody waits for word of a small file."""


def _ms_since(begun: float) -> int:
    return round((time.perf_counter() - begun) * 1000)


def _drawn(file: Any) -> Iterator[bytes]:  # an open binary file
    with file:
        while piece := file.read(256 * 1024):
            yield piece


@transaction.atomic
def _record_file(info: GrantInfo, written: Written, *, actor: Actor, format_: Format, **what: Any) -> Delivery:
    selectors.usable_grant(actor, info.id, methods=FILE_METHODS, what="文件下载")  # not revoked meanwhile
    made = _made(
        info,
        actor,
        channel=Channel.FILE,
        action=Action.FILE,
        status=OK,
        rows=written.rows,
        bytes=written.bytes,
        sha256=written.sha256,
        batch_id=written.batch_id,
        format=format_.value,
        **what,
    )
    delivery = recording.write(made, actor=actor)
    note_first_delivery(info.id)
    return delivery


@transaction.atomic
def ask_extract(info: GrantInfo, *, actor: Actor, format_: Format, case: str, expected_rows: int) -> Extract:
    """Have a large file written in the background."""
    extract = Extract.objects.create(
        grant_id=info.id,
        consumer_id=actor.organisation_id,
        account_id=actor.account_id,
        person_name=actor.person_name,
        case=case,
        format=format_.value,
        expected_rows=expected_rows,
    )
    facts = {"grant": info.id, "format": format_.value, "rows": expected_rows}
    record(actor, ExchangeTag.EXTRACT_ASKED, object_type="exchange.extract", object_id=extract.id, facts=facts)
    app.configure_task(JOB, lock=f"exchange.extract.{extract.id}").defer(extract_id=extract.id)
    return extract


class _Cancelled(Exception):
    """The person wants the file no more."""


def write_extract(extract_id: int) -> ExtractState:
    """Write the file of an extract. Safe to repeat and to be killed: it begins again."""
    extract = Extract.objects.filter(id=extract_id).first()
    if extract is None or not extract.open:
        return ExtractState.CANCELLED if extract is None else ExtractState(extract.state)
    info = grant(extract.grant_id)
    _move(extract_id, "write", done_rows=0)
    actor = Actor(extract.account_id, extract.person_name, extract.consumer_id, info.consumer_name, info.region_code)
    try:
        rules.check_open(live=info.live, from_on=info.from_on, until_on=info.until_on, today=clock.today())
        with files.own_link() as link:
            plan = selectors.plan_of(info, link=link)
            about = files.about(info, actor=actor, at=extract.asked_at, reference=f"提取 {extract.id}")
            about += marks.lines(info)
            written = files.write(link, plan, format_=Format(extract.format), about=about, watch=_teller(extract_id))
    except _Cancelled:
        return ExtractState.CANCELLED
    except RuleBroken:
        _move(extract_id, "fail")
        return ExtractState.FAILED
    name = files.keep(written.path)
    now = clock.real_now()
    ready = _move(
        extract_id,
        "finish",
        done_rows=written.rows,
        expected_rows=written.rows,
        bytes=written.bytes,
        sha256=written.sha256,
        batch_id=written.batch_id,
        stored_as=name,
        ready_at=now,
        expires_at=now + timedelta(hours=KEPT_HOURS),
    )
    if not ready:  # cancelled meanwhile
        files.destroy(name)
    return ExtractState.READY if ready else ExtractState.CANCELLED


def fail_extract(extract_id: int, words: str) -> int:
    """The file could not be written, and trying again did not help. Returns the organisation it is of."""
    _move(extract_id, "fail", note=words)
    return Extract.objects.get(id=extract_id).consumer_id


@transaction.atomic
def _move(extract_id: int, name: str, *, note: str = "", **values: Any) -> bool:  # columns of Extract
    """Make a move of the job unless the extract has ended meanwhile."""
    extract = Extract.objects.select_for_update().get(id=extract_id)
    if not extract.open:
        return False
    EXTRACT.move(extract, name, actor=SYSTEM, note=note, also_set=values)
    return True


def _teller(extract_id: int) -> files.Watch:
    told = 0.0

    def tell(rows: int) -> None:
        nonlocal told
        if time.monotonic() - told < TELL_SECONDS:
            return
        told = time.monotonic()
        if not Extract.objects.filter(id=extract_id, state=ExtractState.WRITING).update(done_rows=rows):
            raise _Cancelled

    return tell


@transaction.atomic
def cancel_extract(extract_id: int, *, actor: Actor) -> None:
    """Raises NotFound; MoveRefused once it is written."""
    EXTRACT.move(selectors.extract_for(actor, extract_id, lock=True), "cancel", actor=actor)


def take_extract(extract_id: int, *, actor: Actor) -> Taken:
    """A file that was written in the background, recorded before it leaves.

    Raises NotFound, NotAllowed, RuleBroken("sharing.use_limit" | "exchange.extract"), Damaged.
    """
    begun = time.perf_counter()
    extract = selectors.extract_for(actor, extract_id)
    info = selectors.usable_grant(actor, extract.grant_id, methods=FILE_METHODS, what="文件下载")
    gone = extract.expires_at is None or extract.expires_at <= clock.real_now() or not extract.stored_as
    if extract.state != ExtractState.READY or gone:
        raise RuleBroken("exchange.extract", region=info.region_code)
    files.check(extract.stored_as)
    format_ = Format(extract.format)
    written = Written(files.root(), extract.done_rows, extract.bytes, extract.sha256, extract.batch_id)
    code, at = recording.new_code(), clock.real_now()
    delivery = _record_file(
        info, written, actor=actor, format_=format_, code=code, at=at, case=extract.case, ms=_ms_since(begun)
    )
    name = files.file_name(info, actor=actor, at=extract.asked_at, reference=code, format_=format_)
    return Taken(name, files.MEDIA[format_], files.pieces(extract.stored_as), delivery)


# ---- in the background ----


def note_first_deliveries() -> int:
    """End the term of delivery of grants the gateway has served; returns how many. Safe to repeat."""
    waiting = selectors.grants_to_begin()
    for grant_id in waiting:
        note_first_delivery(grant_id)
    return len(waiting)


@transaction.atomic
def record_refused_calls() -> int:
    """Calls of past hours that no key let in: one row of the record an hour; returns how many rows. Safe to repeat."""
    now = clock.real_now()
    this_hour = now.replace(minute=0, second=0, microsecond=0)
    new = RefusedCall.objects.select_for_update().filter(hour__lt=this_hour, recorded__lt=F("calls"))
    hours: dict[datetime, Counter[str]] = {}
    networks: dict[datetime, set[str]] = {}
    for row in new.order_by("hour"):
        hours.setdefault(row.hour, Counter())[row.reason] += row.calls - row.recorded
        networks.setdefault(row.hour, set()).add(row.network)
        RefusedCall.objects.filter(id=row.id).update(recorded=row.calls)
    for hour, calls in hours.items():
        record(
            SYSTEM,
            ExchangeTag.CALLS_REFUSED,
            object_type="gateway",
            object_id=hour.isoformat(timespec="minutes"),
            facts={**calls, "networks": len(networks[hour])},
        )
    past = now - timedelta(days=settings.FAULT_DAYS)
    RefusedCall.objects.filter(hour__lt=past, recorded=F("calls")).delete()
    BrokenCall.objects.filter(at__lt=past).delete()
    return len(hours)


def remove_extracts() -> int:
    """Remove files past their day, and what killed processes left; returns how many. Their records stay."""
    past = Extract.objects.exclude(stored_as="").filter(expires_at__lte=clock.real_now())
    removed = 0
    for extract in past:
        with transaction.atomic():
            files.destroy(extract.stored_as)
            Extract.objects.filter(id=extract.id).update(stored_as="")
            record(SYSTEM, ExchangeTag.EXTRACT_REMOVED, object_type="exchange.extract", object_id=extract.id)
        removed += 1
    return removed + files.sweep(older_than_s=6 * 3600)
