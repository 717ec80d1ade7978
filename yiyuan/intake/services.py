"""Writes of intake: receive a file, confirm it, cancel it, judge an isolated one, delete refused rows in time."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import F
from procrastinate.contrib.django import app

from yiyuan.audit.api import record
from yiyuan.catalog import api as catalog
from yiyuan.catalog.types import ResourceInfo
from yiyuan.dataplane import readers, scanner, staging, vault
from yiyuan.dataplane.compare import Fate
from yiyuan.dataplane.readers import headings
from yiyuan.intake import columns as columns_
from yiyuan.intake import mapping, originals, policies, selectors
from yiyuan.intake import preview as preview_
from yiyuan.intake.events import BatchTakenBack
from yiyuan.intake.models import Batch, DaySequence, RefusedRows, SavedColumns
from yiyuan.intake.types import (
    FAILURE_WORDS,
    ChangedRows,
    Failure,
    IntakeTag,
    Reading,
    Stage,
    State,
    Verdict,
    Way,
)
from yiyuan.intake.uploads import SUFFIXES, Look, Upload, look_into, name_of
from yiyuan.intake.workflow import BATCH, CANCEL, CONFIRM, MAP, PROPOSE
from yiyuan.kernel import clock
from yiyuan.kernel.actor import SYSTEM, Actor, system_of
from yiyuan.kernel.errors import MoveRefused, NotAllowed, NotFound, RuleBroken, Unavailable
from yiyuan.kernel.events import publish
from yiyuan.workflow.api import Law

JOB = "yiyuan.intake.jobs.load_batch"
IDENTIFIED = "catalog.identified"
FREE_BYTES_WANTED = 512 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Received:
    """`again`: the very same file had come before; `batch` is that earlier one and nothing was taken."""

    batch: Batch
    again: bool = False


def resource_to_hand_in(resource_id: int, *, actor: Actor) -> ResourceInfo:
    """The published resource this actor may hand data in for.

    Raises NotFound, NotAllowed (not its provider's data officer), RuleBroken("handin.scope") where data stays with the
    provider, RuleBroken("handin.digital") where it is on paper.
    """
    resource = catalog.published_resource(resource_id)
    if not policies.may_hand_in(actor, resource):
        raise NotAllowed("intake.hand_in")
    if resource.held_by_provider:
        raise RuleBroken("handin.scope", held=resource.name, region=resource.region_code)
    if not resource.electronic:
        raise RuleBroken("handin.digital", resource=resource.name, region=resource.region_code)
    return resource


def receive_file(
    resource_id: int,
    *,
    actor: Actor,
    upload: Upload,
    confirmed: bool,
    declared_rows: int | None = None,
    way: Way | None = None,
    columns: mapping.Told = mapping.BY_HEADINGS,
) -> Received:
    """Take a file in: guarded, its header matched, kept sealed with its digest; the load runs in the background.

    confirmed: the provider has checked the file, so that what passes the rules goes into the pool at once; otherwise
    the batch waits for `confirm_batch` after it was checked. So it does where rows would go from the pool: nobody has
    seen which, or an item has no column. declared_rows: what the sender says the file holds. way: None: merged by key,
    or without one replaced. columns: what is said of them; where they are to be asked for, the batch waits for
    `map_columns`.
    Raises as `resource_to_hand_in`; RuleBroken("catalog.identified") where the region wants a key that is not there;
    RuleBroken("intake.way") for a merge without a key, ("intake.file" |
    "intake.header" | "intake.columns") in words for the clerk; nothing of such a file is kept.
    """
    resource = resource_to_hand_in(resource_id, actor=actor)
    if not resource.key_items and not resource.of_documents and Law(resource.region_code, clock.today())(IDENTIFIED):
        raise RuleBroken(IDENTIFIED, resource=resource.name)
    way = way or (Way.MERGE if resource.key_items else Way.REPLACE)
    if way is Way.MERGE and not resource.key_items:
        raise RuleBroken("intake.way", resource=resource.name)
    name, suffix = name_of(upload)
    if originals.room_bytes() < FREE_BYTES_WANTED:
        raise Unavailable("intake.disk")
    with originals.spooled(upload.chunks(), suffix=suffix, max_bytes=readers.MAX_BYTES) as spooled:
        if spooled is None:
            raise RuleBroken("intake.file", problem=f"文件超过上限 {readers.MAX_BYTES // 2**20} MB；请拆分后上传。")
        scanner.scan(vault.read_pieces(spooled.path), called=name)
        found = look_into(spooled.path, resource, sender_id=actor.organisation_id, told=columns)
        same = partial(selectors.same_file, resource=resource, sha256=spooled.sha256, way=way, mapped_as=found.digest)
        if earlier := same():
            return Received(earlier, again=True)
        confirmed = confirmed and not found.left_empty(resource)
        stored_as = originals.keep(spooled.path)
    try:
        with transaction.atomic():
            batch = Batch.objects.create(
                number=_next_number(),
                resource_id=resource.id,
                version_id=resource.version_id,
                resource_name=resource.name,
                region_code=resource.region_code,
                provider_id=resource.provider_id,
                sender_id=actor.organisation_id,
                account_id=actor.account_id,
                person_name=actor.person_name,
                file_name=name,
                file_kind=SUFFIXES[suffix],
                file_bytes=spooled.size_bytes,
                sha256=spooled.sha256,
                way=way,
                stored_as=stored_as,
                confirmed=confirmed,
                confirmed_by=actor.person_name if confirmed else "",
                confirmed_at=clock.real_now() if confirmed else None,
                declared_rows=declared_rows,
                expected_rows=max(0, spooled.line_ends - 1) if SUFFIXES[suffix] == "csv" else None,
                stage=Stage.WAITING,
                **(read_as(found.reading) if found.reading else {"heading": found.heading}),
                received_on=clock.today(),
                received_at=clock.real_now(),
            )
            record(
                actor,
                IntakeTag.RECEIVED,
                object_type="intake.batch",
                object_id=batch.id,
                facts={
                    "number": batch.number,
                    "resource": resource.id,
                    "sha256": spooled.sha256,
                    "bytes": spooled.size_bytes,
                    "way": way,
                },
            )
            _begin(batch, found)
    except IntegrityError:  # the same file came twice at the same moment: the other one goes on
        originals.destroy(stored_as)
        earlier = same()
        if earlier is None:
            raise
        return Received(earlier, again=True)
    except BaseException:
        originals.destroy(stored_as)
        raise
    return Received(batch)


def _begin(batch: Batch, found: Look) -> None:
    """A batch that was just received goes its way: to the secrecy reviewer, to be mapped, or to be read."""
    if found.marked:
        isolate(batch)
        return
    if found.reading is None or found.reading.columns:  # may be mapped, or mapped otherwise
        batch.first_rows = originals.seal_json(found.first_rows, context=mapping.context(batch.id))
        batch.save()
    if found.reading is None:
        BATCH.move(batch, "ask", actor=SYSTEM, also_set={"stage": Stage.NONE})
    else:
        start_load(batch)


def _next_number() -> str:
    """GJ-20261010-041; call in a transaction."""
    today = clock.today()
    DaySequence.objects.get_or_create(day=today)
    DaySequence.objects.filter(day=today).update(last=F("last") + 1)
    return f"GJ-{today:%Y%m%d}-{DaySequence.objects.get(day=today).last:03d}"


def read_as(reading: Reading) -> dict[str, Any]:  # field values
    """A reading as the fields of a batch."""
    return {
        "heading": reading.heading,
        "columns": [list(pair) for pair in reading.columns],
        "mapped_as": reading.digest,
        "mapped_again": reading.again,
    }


def start_load(batch: Batch) -> None:
    """Have the job run, one at a time per resource; in the transaction of the change."""
    app.configure_task(JOB, queue="data", lock=f"pool.{batch.resource_id}").defer(batch_id=batch.id)


@contextmanager
def locked(actor: Actor, batch_id: int) -> Iterator[Batch]:
    """The batch for update, in a transaction; a merge under way is not waited for. Raises NotFound, MoveRefused."""
    with transaction.atomic():
        try:
            batch = selectors.batch_for(actor, batch_id, lock=True)
        except OperationalError as busy:  # the merge holds the row
            raise MoveRefused("intake.batch", state=State.ACCEPTED) from busy
        yield batch


def map_columns(batch_id: int, *, actor: Actor, said: mapping.Said, heading: int | None = None) -> Batch:
    """Say which item each column of a batch gives; it is read anew, and so is the next file with these headings.

    heading: row of the heading, 0: there is none; None: as it was found. Where an item stays without a column its
    values become empty, so that the batch waits to be confirmed whatever was said with the file.
    Raises NotAllowed, MoveRefused; RuleBroken("intake.columns") naming the columns, also where the same file came and
    was read the same already.
    """
    with locked(actor, batch_id) as batch:
        row = BATCH.open_row(batch, MAP, actor)
        resource = catalog.resource_version(batch.version_id)
        rows = mapping.first_rows_of(batch)
        if not rows:  # headings are the items' names
            raise RuleBroken("intake.columns", problem="这份文件的表头就是信息项的名称")
        if not isinstance(said, Mapping):
            heading = 0
        at = mapping.heading_of(batch, heading)
        headers = headings.named(rows, at - 1, loose=True)
        by_heading = said if isinstance(said, Mapping) else mapping.in_order(headers, said)
        reading = Reading(at, tuple(columns_.completed(headers, by_heading, resource.items)))
        earlier = selectors.same_file(
            resource=resource, sha256=batch.sha256, way=Way(batch.way), mapped_as=reading.digest
        )
        if earlier and earlier.id != batch.id:
            raise RuleBroken("intake.columns", problem=f"这份文件已经照这样读过（{earlier.number}）")
        SavedColumns.objects.update_or_create(
            resource_id=batch.resource_id,
            organisation_id=batch.sender_id,
            headings=columns_.fingerprint(headers),
            defaults={"columns": reading.columns, "person_name": actor.person_name},
        )
        confirmed = batch.confirmed and not columns_.left_empty(reading.columns, resource.items)
        BATCH.move(
            batch,
            row.name,
            actor=actor,
            also_set={
                **read_as(reading),
                "confirmed": confirmed,
                "stage": Stage.WAITING,
                "checked_at": None,
                "first_by": "",
                "first_at": None,
            },
            recorded={"set_aside": sum(not item for _heading, item in reading.columns)},
        )
        start_load(batch)
    return batch


def confirm_batch(batch_id: int, *, actor: Actor, preview: int | None = None) -> Batch:
    """Confirm a checked batch: what was kept goes into the pool, or waits for the second person.

    preview: number of the preview that was looked at; needed where rows go. Raises NotAllowed, MoveRefused;
    RuleBroken("intake.preview") where another one holds now, or the pool has moved: then a new one is being made.
    """
    with locked(actor, batch_id) as batch:
        row = BATCH.open_row(batch, policies.confirming(batch, actor), actor)
        seen = batch.foreseen
        if seen and preview != seen.number and (seen.gone or preview is not None):
            raise RuleBroken("intake.preview", number=seen.number)
        moved = preview_.has_moved(batch)
        if moved:
            look_again(batch)
        elif row.name in PROPOSE:
            said = {"first_by": actor.person_name, "first_at": clock.real_now()}
            BATCH.move(batch, row.name, actor=actor, also_set=said, recorded=_told(batch))
        else:
            said = {"confirmed": True, "confirmed_by": actor.person_name, "confirmed_at": clock.real_now()}
            facts: dict[str, Any] = {"preview": seen} if row.name in CONFIRM else {}  # what the guard asks for
            changes = {"stage": Stage.WAITING, **said}
            BATCH.move(batch, row.name, actor=actor, also_set=changes, recorded=_told(batch), **facts)
            start_load(batch)
    if moved:  # after the commit, so that the new preview is being made
        raise RuleBroken("intake.preview", batch=selectors.last_loaded_number(batch.resource_id))
    return batch


def _told(batch: Batch) -> dict[str, int]:
    """What was confirmed, for the record."""
    seen = batch.foreseen
    counts = {"added": seen.added, "changed": seen.changed, "same": seen.same, "gone": seen.gone} if seen else {}
    return {"kept": batch.kept_rows, **counts}


def look_again(batch: Batch) -> None:
    """The pool has moved since what was confirmed was previewed: preview anew; in the caller's transaction."""
    back: dict[str, Any] = {"stage": Stage.WAITING, "first_by": "", "first_at": None}  # field values
    if batch.confirmed_at and batch.checked_at and batch.confirmed_at > batch.checked_at:  # not with the file
        back |= {"confirmed": False, "confirmed_by": "", "confirmed_at": None}
    BATCH.move(batch, "again", actor=SYSTEM, also_set=back)
    start_load(batch)


def withdraw_batch(batch_id: int) -> None:
    """A loaded batch is out of its pool again; what waits to enter that pool is held against it anew.

    In the caller's transaction, which holds the pool. Raises MoveRefused.
    """
    batch = Batch.objects.select_for_update().get(id=batch_id)
    BATCH.move(batch, "withdraw", actor=SYSTEM)
    publish(BatchTakenBack(batch.id))
    waiting = [State.CHECKED, State.SECOND, State.ACCEPTED]
    for other in Batch.objects.select_for_update().filter(resource_id=batch.resource_id, state__in=waiting):
        look_again(other)


def cancel_batch(batch_id: int, *, actor: Actor) -> Batch:
    """Stop a batch that is not in the pool yet; one that is being read stops at its next block of rows.

    Raises NotAllowed, MoveRefused once it is merging or over.
    """
    with locked(actor, batch_id) as batch:
        row = BATCH.open_row(batch, CANCEL, actor)
        if batch.stage == Stage.READING:
            batch.cancel_requested = True
            batch.save(update_fields=["cancel_requested"])
        else:
            fail(batch, Failure.CANCELLED, actor=actor, move=row.name)
            with connection.cursor() as wrapped:
                staging.drop(wrapped.cursor, selectors.staging_table(batch.id))
    return batch


def fail(batch: Batch, failure: Failure, *, actor: Actor = SYSTEM, detail: str = "", move: str = "fail") -> None:
    """The batch as a whole does not get into the pool; in the caller's transaction."""
    batch.save()
    ended: dict[str, Any] = {
        "stage": Stage.NONE,
        "ended_at": clock.real_now(),
        "failure": failure,
        "failure_detail": detail[:500],
    }
    ended |= {"preview_rows": None, "first_rows": None}
    why = FAILURE_WORDS[failure] if move == "fail" else ""
    BATCH.move(batch, move, actor=actor, note=why, also_set=ended, recorded={"failure": failure})


def isolate(batch: Batch) -> None:
    """Suspected classified content: stop, keep nothing but the sealed original, leave it to the secrecy reviewer.

    In the caller's transaction.
    """
    drop_refused(batch)
    batch.isolated = True
    batch.reasons, batch.marks, batch.notes = [], [], []
    batch.read_rows = batch.kept_rows = batch.refused_rows = batch.marked_rows = 0
    fail(batch, Failure.CLASSIFIED)
    facts = {"sha256": batch.sha256}
    by = system_of(batch.region_code)
    record(by, IntakeTag.ISOLATED, object_type="intake.batch", object_id=batch.id, facts=facts)


def judge_isolated(batch_id: int, *, actor: Actor, verdict: Verdict) -> Batch:
    """The provider's secrecy reviewer: secret - the original is destroyed here; clear - the batch is checked after all.

    Raises NotAllowed, MoveRefused.
    """
    with locked(actor, batch_id) as batch:
        if not policies.may_judge(actor, batch):
            raise NotAllowed("intake.batch.judge")
        if not batch.isolated:
            raise MoveRefused("intake.batch.judge", state=batch.state)
        said: dict[str, Any] = {"isolated": False, "cleared_by": actor.person_name}  # field values
        if verdict is Verdict.CLEAR:
            resource = catalog.resource_version(batch.version_id)
            if selectors.same_file(
                resource=resource, sha256=batch.sha256, way=Way(batch.way), mapped_as=batch.mapped_as
            ):
                raise MoveRefused("intake.batch.judge", state=batch.state)
            said |= {"stage": Stage.WAITING, "failure": "", "ended_at": None}
            BATCH.move(batch, "clear", actor=actor, also_set=said)
            start_load(batch)
        else:
            gone = batch.stored_as
            BATCH.move(batch, "destroy", actor=actor, also_set={"stored_as": "", **said})
            transaction.on_commit(lambda: originals.destroy(gone))
    return batch


def drop_refused(batch: Batch) -> None:
    """Forget the refused rows of a batch, if any were kept; counts stay. In the caller's transaction."""
    kept = RefusedRows.objects.filter(batch=batch).first()
    if kept is None or kept.deleted_on is not None:
        return
    gone = kept.stored_as
    kept.stored_as, kept.examples, kept.deleted_on = "", None, clock.today()
    kept.save()
    transaction.on_commit(lambda: originals.destroy(gone))


def purge_refused() -> int:
    """Delete refused rows whose term is over; the counts stay. Returns how many batches. Safe to repeat."""
    purged = 0
    for kept in RefusedRows.objects.filter(deleted_on=None, delete_on__lte=clock.today()).select_related("batch"):
        with transaction.atomic():
            drop_refused(kept.batch)
            facts = {"rows": kept.batch.refused_rows}
            by = system_of(kept.batch.region_code)
            record(by, IntakeTag.REFUSED_PURGED, object_type="intake.batch", object_id=kept.batch_id, facts=facts)
        purged += 1
    originals.sweep(older_than_s=86_400)
    return purged


def read_changes(batch_id: int, fate: Fate, *, actor: Actor) -> tuple[Batch, ChangedRows]:
    """All rows a batch adds, changes or takes out, masked, for download, on the record.

    Raises NotFound, also where there are none (a loaded batch tells only what it took out); NotAllowed; Unavailable
    where the rows are being read again after a crash.
    """
    batch = selectors.batch_for(actor, batch_id)
    if not policies.may_read_rows(actor, batch):
        raise NotAllowed("intake.changes.read")
    if batch.state not in {State.CHECKED, State.SECOND, State.LOADED}:
        raise NotFound("intake.changes", id=batch_id)
    with connection.cursor() as wrapped:
        if batch.state != State.LOADED and not selectors.is_staged(wrapped.cursor, batch):
            start_load(batch)
            raise Unavailable("intake.staging")
    rows = preview_.changes(batch).get(fate)
    if rows is None:
        raise NotFound("intake.changes", id=batch_id)
    record(actor, IntakeTag.CHANGES_READ, object_type="intake.batch", object_id=batch.id, facts={"fate": fate})
    return batch, rows


def read_refused(batch_id: int, *, actor: Actor) -> tuple[Batch, RefusedRows]:
    """The refused rows for download, on the record. Raises NotFound, also when they are deleted; NotAllowed."""
    batch = selectors.batch_for(actor, batch_id)
    if not policies.may_read_rows(actor, batch):
        raise NotAllowed("intake.refused.read")
    kept = RefusedRows.objects.filter(batch=batch, deleted_on=None).first()
    if kept is None:
        raise NotFound("intake.refused", id=batch_id)
    facts: dict[str, Any] = {"rows": batch.refused_rows}  # JSON values
    record(actor, IntakeTag.REFUSED_READ, object_type="intake.batch", object_id=batch.id, facts=facts)
    return batch, kept
