"""The load of one batch: the sealed original is checked into staging, held against the pool, merged and `loaded`
in one transaction.

Killed anywhere, it resumes or is as if never begun: staging is unlogged and made anew unless it holds exactly the kept
rows; whatever a step writes is written with its state. Repeating a finished load changes nothing.
"""

import contextlib
import io
import logging
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from typing import Any

import polars as pl
import psycopg
from django.db import connection, transaction

from yiyuan.catalog import api as catalog
from yiyuan.catalog.types import ResourceInfo
from yiyuan.dataplane import readers, staging
from yiyuan.dataplane.checks import Checked
from yiyuan.dataplane.errors import FileRefused
from yiyuan.dataplane.events import DamageFound
from yiyuan.dataplane.merge import Merged
from yiyuan.dataplane.readers import ROW
from yiyuan.dataplane.rules import RuledChecks, judge_staged
from yiyuan.intake import originals, preview, rules, selectors, services, treating
from yiyuan.intake.events import BatchChecked
from yiyuan.intake.models import Batch, RefusedRows
from yiyuan.intake.selectors import staging_table
from yiyuan.intake.types import ENDS, Failure, Preview, Stage, StagedBatch, State, Way
from yiyuan.intake.workflow import BATCH
from yiyuan.kernel import clock
from yiyuan.kernel.actor import SYSTEM
from yiyuan.kernel.errors import Damaged, NotFound, RuleBroken, Unavailable
from yiyuan.kernel.events import publish
from yiyuan.kernel.questions import Question
from yiyuan.postgres.jobs import WorkFailed, is_passing
from yiyuan.workdays.api import due
from yiyuan.workflow.api import Law

log = logging.getLogger(__name__)

# take these staged rows into the standing copy; answered by the pools, in the transaction that makes the batch loaded
TAKE_IN: Question[StagedBatch, Merged] = Question("intake.take_in")
LOCK_SPACE = 0x1A7E  # first half of the advisory lock of a batch
EXAMPLE_LENGTH = 60  # characters of a wrong cell shown on the page


class _Cancelled(Exception):
    """The sender cancelled while the file was being read."""


class _Classified(Exception):
    """A cell carries a mark of classification."""


class _PoolMoved(Exception):
    """Another batch was loaded after what was confirmed was previewed."""


class _StagingLost(Exception):
    """The server crashed since: unlogged tables are empty."""


def load_batch(batch_id: int) -> State:
    """Bring a batch as far as it may go: to `checked` while it is not confirmed, else to `loaded` or `failed`.

    Safe to repeat and to be killed. Raises Unavailable where another process is at work on it; database errors of a
    server that went away, to be tried again.
    """
    batch = Batch.objects.filter(id=batch_id).first()
    if batch is None or batch.state in {*ENDS, State.MAPPING}:
        return State.FAILED if batch is None else State(batch.state)
    with _alone(batch_id) as link:
        try:
            _advance(batch_id, link)
        except Exception as error:
            if is_passing(error):
                raise
            failure, detail = _failure_of(error)
            if failure is Failure.INTERNAL:
                log.exception("intake.batch.broken %s", detail, extra={"batch_id": batch_id})
                publish(WorkFailed(detail, services.JOB, error, batch.sender_id))
            _end(batch_id, failure, detail=detail)
        batch.refresh_from_db()
        if batch.state == State.FAILED:
            with link.cursor() as cur:
                staging.drop(cur, staging_table(batch_id))
    return State(batch.state)


def _failure_of(error: Exception) -> tuple[Failure, str]:
    """What the sender is told of an error; of a fault of the program its number."""
    match error:
        case _Cancelled():
            return Failure.CANCELLED, ""
        case _Classified():
            return Failure.CLASSIFIED, ""
        case RuleBroken():
            return Failure.FILE, error.sentence if isinstance(error, FileRefused) else error.facts.get("problem", "")
        case NotFound():
            return Failure.WITHDRAWN, ""
        case Damaged():
            return Failure.DAMAGED, error.place
    return Failure.INTERNAL, uuid.uuid4().hex


def _advance(batch_id: int, link: psycopg.Connection[Any]) -> None:
    for _attempt in range(3):
        batch = Batch.objects.get(id=batch_id)
        if batch.cancel_requested:
            raise _Cancelled
        resource = catalog.resource_version(batch.version_id)
        checks = selectors.ruled_checks_for(resource, law=Law(batch.region_code, batch.received_on))
        if batch.checked_at is None or not is_staged(link, batch):
            check_batch(batch, link, resource=resource, checks=checks)
        if batch.kept_rows == 0:
            _end(batch_id, Failure.NONE_KEPT if batch.read_rows else Failure.NO_ROWS)
            return
        if settle(batch_id, keyed=bool(checks.key)) != State.ACCEPTED:
            return
        try:
            merge_batch(batch_id)
        except _StagingLost:
            log.warning("intake.staging.lost", extra={"batch_id": batch_id})
        except _PoolMoved:
            _look_again(batch_id)
        else:
            return
    raise Unavailable("intake.staging")


@contextlib.contextmanager
def _alone(batch_id: int) -> Iterator[psycopg.Connection[Any]]:
    """A connection of its own that holds the batch's lock; whoever was killed has let go of it."""
    with _connect() as link:
        row = link.execute("select pg_try_advisory_lock(%s, %s)", [LOCK_SPACE, batch_id % 2**31]).fetchone()
        if row is None or not row[0]:
            raise Unavailable("intake.batch", id=batch_id)
        yield link


def _connect() -> psycopg.Connection[Any]:
    """Beside Django's: staging and progress are committed while a COPY runs."""
    connection.ensure_connection()
    wanted = ("host", "port", "dbname", "user", "password", "options")
    given = connection.get_connection_params()
    return psycopg.connect(**{key: given[key] for key in wanted if key in given}, autocommit=True)


def is_staged(link: psycopg.Connection[Any], batch: Batch) -> bool:
    """Whether staging still holds exactly the rows that were kept."""
    with link.cursor() as cur:
        return selectors.is_staged(cur, batch)


def check_batch(batch: Batch, link: psycopg.Connection[Any], *, resource: ResourceInfo, checks: RuledChecks) -> None:
    """Read the original, stage what passes, keep what does not with its reasons.

    What the checks let through and the server does not take all the same is looked for in a second reading.
    """
    try:
        _check(batch, link, resource=resource, checks=checks)
    except psycopg.DataError as error:
        log.warning("intake.checks.missed", extra={"batch_id": batch.id, "sqlstate": error.sqlstate})
        _check(batch, link, resource=resource, checks=checks, wary=True)


def _check(
    batch: Batch, link: psycopg.Connection[Any], *, resource: ResourceInfo, checks: RuledChecks, wary: bool = False
) -> None:
    Batch.objects.filter(id=batch.id).update(stage=Stage.READING, done_rows=0)
    table = staging_table(batch.id)
    refused: list[pl.DataFrame] = []
    marked: list[pl.DataFrame] = []
    rows: list[pl.DataFrame] = []

    mended = 0

    def note(checked: Checked) -> None:
        nonlocal mended
        mended += checked.mended_rows
        refused.append(checked.refused)
        marked.append(checked.marked)
        rows.append(checked.originals)

    with originals.opened(batch.stored_as, suffix=f".{batch.file_kind}") as path, _connect() as watch:
        asked = [item.name for item in resource.items]
        source = readers.read(path, names=asked, heading=batch.heading, loose=True)
        mapped = {heading: item for heading, item in batch.columns if item}
        names = mapped or rules.match_headers(source.headers, asked)
        places = {item: source.headers.index(heading) + 1 for heading, item in names.items()}
        empty = [name for name in asked if name not in places]
        frames = _watched(source.frames, names, empty=empty, batch=batch, watch=watch)
        ours = readers.Table((*names.values(), *empty), frames, source.encoding)
        with link.transaction(), link.cursor() as cur:
            staging.create(cur, table, checks)
            rules_ = checks.exactly() if source.exact else checks
            staged = staging.stage(cur, table, ours, rules_, on_checked=note, wary=wary)
            doubles = None if staged.unique else staging.refuse_duplicates(cur, table, checks)
            unique = staging.count(cur, table)
    if doubles:
        refused.append(doubles.refused)
        rows.append(doubles.originals)
    with transaction.atomic(), connection.cursor() as wrapped:  # killed before it is noted, the file is read again
        judged = judge_staged(wrapped.cursor, table, checks)
    refused.append(judged.refused)
    marked.append(judged.marked)
    rows.append(judged.originals)
    reasons = pl.concat(refused)
    originals_ = pl.concat(rows, how="diagonal").sort(ROW)
    kept = unique - judged.originals.height
    assert staged.read == kept + originals_.height, "every row is kept or refused"
    _note_checked(
        batch,
        kept=kept,
        reasons=reasons,
        marked=pl.concat(marked),
        mended=mended,
        checks=checks,
        rows=originals_,
        source=source,
        places=places,
    )


def _watched(
    frames: Iterator[pl.DataFrame],
    names: dict[str, str],
    *,
    empty: list[str],
    batch: Batch,
    watch: psycopg.Connection[Any],
) -> Iterator[pl.DataFrame]:
    """Frames under the items' names, with the items no column gives.

    Tells how far it is, heeds a cancellation, stops at a mark of classification.
    """
    done = 0
    for frame in frames:
        if not batch.cleared_by and rules.holds_mark(frame):
            raise _Classified
        nothing = [pl.lit(None, dtype=pl.String).alias(name) for name in empty]
        yield frame.select("_row", "_flaw", *names).rename(names).with_columns(nothing)
        done += frame.height
        row = watch.execute(
            "update intake_batch set done_rows = %s where id = %s returning cancel_requested", [done, batch.id]
        ).fetchone()
        if row is not None and row[0]:
            raise _Cancelled


@transaction.atomic
def _note_checked(
    batch: Batch,
    *,
    kept: int,
    reasons: pl.DataFrame,
    marked: pl.DataFrame,
    mended: int,
    checks: RuledChecks,
    rows: pl.DataFrame,
    source: readers.Table,
    places: Mapping[str, int],
) -> None:
    batch.kept_rows, batch.refused_rows = kept, rows.height
    batch.read_rows = kept + rows.height
    batch.done_rows = batch.read_rows
    marks = marked.filter(~pl.col("row").is_in(rows[ROW].implode())) if rows.height else marked
    said = treating.warned(marks, checks.rules)
    marks = marks.join(said, on=["row", "column", "reason"], how="anti")
    batch.marked_rows = marks["row"].n_unique()
    batch.reasons, batch.marks = _counted(reasons, places), _counted(marks, places)
    batch.warnings, batch.judged_by = _counted(said, places), [asdict(one) for one in treating.judged_by(checks.rules)]
    mapped = any(item and heading != item for heading, item in batch.columns)
    treated = treating.treatments(reasons, read=batch.read_rows, mended=mended, mapped=mapped)
    batch.treatments = [asdict(one) for one in treated]
    lines = pl.concat([part.select("row", "reason") for part in (reasons, marks, said)])
    batch.faults = treating.faults(lines, checks.rules)
    batch.encoding, batch.notes, batch.checked_at = source.encoding, [*source.notes, *source.late], clock.real_now()
    fields = "kept_rows refused_rows read_rows done_rows marked_rows reasons marks notes encoding checked_at"
    fields += " warnings judged_by treatments faults"
    batch.save(update_fields=fields.split())
    _keep_refused(batch, rows=rows, reasons=reasons)
    publish(BatchChecked(batch.id))


@transaction.atomic
def settle(batch_id: int, *, keyed: bool) -> State:
    """Hold a batch that was read against the pool, and say whether it goes in or waits to be confirmed.

    What was confirmed with the file goes in unless rows would go from the pool that nobody has looked at. A merge that
    was is not held against the pool. Safe to repeat: only a batch that was just received is settled.
    """
    Batch.objects.filter(id=batch_id, state=State.RECEIVED).update(stage=Stage.COMPARING)
    batch = Batch.objects.select_for_update().get(id=batch_id)
    if batch.state != State.RECEIVED:
        return State(batch.state)
    said: dict[str, Any] = {"stage": Stage.WAITING}  # field values
    if not batch.confirmed or batch.way == Way.REPLACE:
        preview.hold_pool(batch.resource_id)
        seen = preview.look(batch, keyed=keyed)
        said |= {"preview": asdict(seen), "preview_rows": preview.seal_sample(batch)}
        if seen.lost:
            said |= {"confirmed": False, "confirmed_by": "", "confirmed_at": None}
    if waits := not said.get("confirmed", batch.confirmed):
        said["stage"] = Stage.NONE
    facts = {name: getattr(batch, f"{name}_rows") for name in ("read", "kept", "refused", "marked")}
    BATCH.move(batch, "check" if waits else "keep", actor=SYSTEM, also_set=said, recorded=facts)
    return State(batch.state)


@transaction.atomic
def _look_again(batch_id: int) -> None:
    batch = Batch.objects.select_for_update().get(id=batch_id)
    if batch.state == State.ACCEPTED:
        services.look_again(batch)


def _counted(lines: pl.DataFrame, places: Mapping[str, int]) -> list[dict[str, Any]]:
    """Counts per reason and column, most frequent first. places: of the items' columns in the file, from 1."""
    if not lines.height:
        return []
    place = pl.col("column").replace_strict(places, default=pl.col("position"), return_dtype=pl.Int64)
    lines = lines.with_columns(pl.when(pl.col("position") > 0).then(place).otherwise(0).alias("position"))
    grouped = lines.group_by("reason", "column", "position").agg(
        pl.col("row").n_unique().alias("rows"), pl.col("row").min().alias("first_row")
    )
    return grouped.sort(["rows", "first_row"], descending=[True, False]).to_dicts()


def _keep_refused(batch: Batch, *, rows: pl.DataFrame, reasons: pl.DataFrame) -> None:
    """Sealed until the region's term is over; checking again replaces what an earlier, killed check kept."""
    services.drop_refused(batch)
    if not rows.height:
        RefusedRows.objects.filter(batch=batch).delete()
        return
    term = Law(batch.region_code, batch.received_on)("intake.refused_keep")
    firsts = reasons.sort("row").unique(["reason", "column"], keep="first", maintain_order=True)
    examples = [
        {"reason": line["reason"], "column": line["column"], "value": (line["value"] or "")[:EXAMPLE_LENGTH]}
        for line in firsts.to_dicts()
    ]
    RefusedRows.objects.update_or_create(
        batch=batch,
        defaults={
            "stored_as": _store_frames(rows, reasons),
            "examples": originals.seal_json(examples, context=selectors.examples_context(batch.id)),
            "delete_on": due(term, clock.today()).on if term else clock.today(),
            "deleted_on": None,
        },
    )


def _store_frames(rows: pl.DataFrame, reasons: pl.DataFrame) -> str:
    """Two Arrow files after one another, the length of the first before them."""
    first, second = io.BytesIO(), io.BytesIO()
    rows.write_ipc(first, compression="zstd")
    reasons.write_ipc(second, compression="zstd")
    pieces = [len(first.getvalue()).to_bytes(8, "big"), first.getvalue(), second.getvalue()]
    with originals.spooled(pieces, suffix=".refused", max_bytes=readers.MAX_UNPACKED_BYTES) as spooled:
        assert spooled is not None, "refused rows are smaller than their file unpacked"
        return originals.keep(spooled.path, kind="refused")


def read_frames(kept: RefusedRows) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The refused rows and their reasons, as `checks` gave them."""
    with originals.opened(kept.stored_as, suffix=".refused") as path:
        blob = path.read_bytes()
    length = int.from_bytes(blob[:8], "big")
    return pl.read_ipc(io.BytesIO(blob[8 : 8 + length])), pl.read_ipc(io.BytesIO(blob[8 + length :]))


def merge_batch(batch_id: int) -> None:
    """Into the pool: rows, counts, state, record and the pools' event are one transaction."""
    Batch.objects.filter(id=batch_id).exclude(state__in=ENDS).update(stage=Stage.MERGING)
    with transaction.atomic():
        batch = Batch.objects.select_for_update().get(id=batch_id)
        if batch.state in ENDS:
            return
        if batch.cancel_requested:
            raise _Cancelled
        catalog.published_resource(batch.resource_id)
        preview.hold_pool(batch.resource_id)
        if preview.has_moved(batch):
            raise _PoolMoved
        with connection.cursor() as wrapped:
            cur = wrapped.cursor
            if not selectors.is_staged(cur, batch):
                raise _StagingLost
            staged = preview.staged(batch)
            answers = TAKE_IN.ask(staged)
            assert len(answers) == 1, "the pools, and they alone, take batches in"
            merged = answers[0]
            assert merged.inserted + merged.updated + merged.unchanged == batch.kept_rows, "no row is lost"
            assert batch.foreseen in {None, _done(batch, merged)}, "what was previewed is what was done"
            staging.drop(cur, staged.staging)
        batch.stage, batch.loaded_at, batch.ended_at = Stage.NONE, staged.loaded_at, staged.loaded_at
        batch.preview_rows = batch.first_rows = None
        batch.inserted_rows, batch.updated_rows = merged.inserted, merged.updated
        batch.unchanged_rows, batch.removed_rows = merged.unchanged, merged.removed
        batch.save()
        BATCH.move(batch, "load", actor=SYSTEM, recorded=asdict(merged))


def _done(batch: Batch, merged: Merged) -> Preview | None:
    """What was previewed, with the counts of what was done."""
    return batch.foreseen and replace(
        batch.foreseen, added=merged.inserted, changed=merged.updated, same=merged.unchanged, gone=merged.removed
    )


@transaction.atomic
def _end(batch_id: int, failure: Failure, *, detail: str = "") -> None:
    batch = Batch.objects.select_for_update().get(id=batch_id)
    if batch.state in ENDS:
        return
    if failure is Failure.CLASSIFIED:
        services.isolate(batch)
    else:
        services.fail(batch, failure, detail=detail)
    if failure is Failure.DAMAGED:
        publish(DamageFound(detail))
