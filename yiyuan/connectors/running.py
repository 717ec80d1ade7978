"""Readings: begin one, read the table into a file, hand it in, see it through to its receipt.

A reading that is killed begins again; what was handed in is a batch and goes its own way.
"""

import logging
import tempfile
from collections.abc import Iterator, Sequence
from datetime import timedelta
from hashlib import file_digest
from pathlib import Path
from typing import Any, Final

import polars as pl
from django.db import IntegrityError, transaction
from procrastinate.contrib.django import app

from yiyuan.audit.api import record
from yiyuan.connectors import files, policies, rules, selectors
from yiyuan.connectors.models import Feed, Run
from yiyuan.connectors.services import open_source
from yiyuan.connectors.types import DROPS, RUN_ENDS, ConnectorsTag, FeedState, Mapped, Mode, RunKind, RunState, State
from yiyuan.connectors.workflow import FEED, OPEN, RUN
from yiyuan.dataplane.drops import HostKeyChanged
from yiyuan.dataplane.sources import (
    Column,
    Counted,
    Cursor,
    Place,
    Selection,
    Source,
    SourceDrifted,
    SourceFailed,
    save,
)
from yiyuan.intake.api import PathUpload, confirm_batch, opened_in, receive_file, result_of
from yiyuan.intake.events import BatchTakenBack
from yiyuan.intake.types import BatchResult, Preview, Way
from yiyuan.intake.types import State as BatchState
from yiyuan.kernel import clock
from yiyuan.kernel.actor import SYSTEM, Actor
from yiyuan.kernel.errors import NotAllowed, NotFound, RuleBroken, YiyuanError
from yiyuan.organisations.api import actor_of_account
from yiyuan.regulations.api import explain

log = logging.getLogger(__name__)
JOB: Final = "yiyuan.connectors.jobs.read_table"
WORDS: Final = 500


class _Cancelled(Exception):
    """Somebody cancelled while the table was being read."""


def schema_of(mapped: Sequence[Mapped]) -> dict[str, pl.DataType]:
    return {one.column: pl.String() for one in mapped}


def under_items(frame: pl.DataFrame, mapped: Sequence[Mapped]) -> pl.DataFrame:
    """A frame of a table under the names of the items."""
    return frame.select(pl.col(one.column).alias(one.item) for one in mapped)


def columns_of(mapped: Sequence[Mapped]) -> tuple[str, ...]:
    """Each column once: two items may come from one."""
    return tuple(dict.fromkeys(one.column for one in mapped))


# ---- asking ----


def check_asked_by(feed: Feed, actor: Actor) -> None:
    """Raises NotAllowed."""
    if not policies.may_connect(actor, feed.provider_id):
        raise NotAllowed("connectors.run.ask")


@transaction.atomic
def ask_run(feed_id: int, *, actor: Actor, kind: RunKind = RunKind.PULL) -> Run:
    """Read once now, or hold all rows against the pool.

    Raises NotFound, NotAllowed, RuleBroken("connectors.active" | "connectors.running").
    """
    feed = selectors.feed_for(actor, feed_id, lock=True)
    check_asked_by(feed, actor)
    if feed.connector.state != State.ACTIVE:
        raise RuleBroken("connectors.active")
    if feed.of_files:
        if kind is RunKind.COMPARE:
            raise RuleBroken("connectors.tables")
        files.try_again(feed)
    run = begin(feed, kind=kind, by=actor)
    record(actor, ConnectorsTag.ASKED, object_type="connectors.run", object_id=run.id, facts={"kind": kind})
    return run


def compare_feed(feed_id: int, *, actor: Actor) -> Run:
    """Raises as `ask_run`."""
    return ask_run(feed_id, actor=actor, kind=RunKind.COMPARE)


def begin(feed: Feed, *, kind: RunKind = RunKind.PULL, by: Actor | None = None) -> Run:
    """One more reading of a feed, in the caller's transaction. Raises RuleBroken("connectors.running")."""
    try:
        with transaction.atomic():
            run = Run.objects.create(
                feed=feed,
                provider_id=feed.provider_id,
                region_code=feed.region_code,
                kind=kind,
                account_id=by.account_id if by else feed.account_id,
                asked_by=by.person_name if by else "",
                asked_at=clock.real_now(),
            )
    except IntegrityError:
        raise RuleBroken("connectors.running") from None
    RUN.begin(run)
    defer(run)
    return run


def defer(run: Run) -> None:
    app.configure_task(JOB, queue="data", lock=f"connectors.{run.feed_id}").defer(run_id=run.id)


@transaction.atomic
def cancel_run(run_id: int, *, actor: Actor) -> None:
    """One that is being read stops at its next piece. Raises NotFound, NotAllowed, MoveRefused."""
    run = selectors.run_for(actor, run_id, lock=True)
    RUN.move(run, "cancel", actor=actor, also_set={"ended_at": clock.real_now()})


def begin_due() -> int:
    """Begin the readings whose hour has come; how many."""
    now = clock.real_now()
    begun = 0
    tables = Feed.objects.filter(state=FeedState.ON).exclude(connector__kind__in=DROPS)
    for feed_id in tables.filter(next_at__lte=now).values_list("id", flat=True):
        with transaction.atomic():
            feed = Feed.objects.select_for_update().select_related("connector").get(id=feed_id)
            free = feed.connector.state == State.ACTIVE and not feed.runs.filter(state__in=OPEN).exists()
            if not free or feed.state != FeedState.ON or feed.next_at is None or feed.next_at > now:
                continue  # looked at again in a minute
            feed.next_at = now + timedelta(hours=feed.every_hours)
            kind = RunKind.PULL
            if feed.compare_at and feed.compare_at <= now:
                kind, feed.compare_at = RunKind.COMPARE, now + timedelta(days=feed.compare_days)
            feed.save(update_fields=["next_at", "compare_at"])
            begin(feed, kind=kind)
            begun += 1
    return begun


# ---- reading ----


def read_table(run_id: int) -> None:
    """Read what a run is to bring and hand it in. Safe to repeat and to be killed."""
    run = Run.objects.select_related("feed__connector").get(id=run_id)
    if run.state not in OPEN:
        return
    RUN.move(run, "read", actor=SYSTEM, also_set={"read_rows": 0})
    try:
        _read(run)
    except _Cancelled:
        log.info("connectors.run.cancelled", extra={"run_id": run.id})
    except SourceDrifted as drifted:
        _drift(run, drifted.sentence)
    except HostKeyChanged as changed:
        stop_feed_of(run, changed.sentence)
    except SourceFailed as failed:
        fail(run, failed.sentence)
    except NotAllowed:
        fail(run, "启用这个任务的专员已不在岗，不能再以其名义取数；请在岗的专员停用后重新启用。")
    except NotFound:
        fail(run, "资源已从目录撤销，没有取数；请停用这个任务。")
    except RuleBroken as broken:
        words = explain(broken, region=run.region_code, on=clock.today()).sentence
        files.refuse(run, words)
        fail(run, words)


def _read(run: Run) -> None:
    feed = run.feed
    actor = actor_of_account(run.account_id, organisation_id=feed.provider_id)
    if actor is None:
        raise NotAllowed("connectors.run")
    if feed.connector.state != State.ACTIVE:
        raise RuleBroken("connectors.active")
    if feed.of_files:
        files.take(run, actor=actor)
        return
    with open_source(feed.connector) as source:
        place, mapped = Place(feed.schema, feed.table), feed.mapped
        columns = source.columns(place)
        if source.described and (changed := rules.drifted(mapped, columns)):
            _drift(run, changed)
            return
        selection = Selection(place, columns_of(mapped), _cursor(run, columns))
        counted = source.count(selection)
        full = selection.cursor is None or not selection.cursor.since
        run.since = selection.cursor.since if selection.cursor else ""
        run.until, run.source_rows = counted.last, counted.rows
        run.save(update_fields=["since", "until", "source_rows"])
        if not counted.rows and not full:
            RUN.move(run, "skip", actor=SYSTEM, also_set={"ended_at": clock.real_now()})
            return
        with tempfile.TemporaryDirectory(dir=opened_in()) as folder:
            path = Path(folder) / f"{feed.place.replace('/', '_')[-100:]}.parquet"
            frames = _counting(run, source, selection, counted)
            named = (under_items(frame, mapped) for frame in frames)
            # two readings are two batches, also where nothing has changed: the pool is fresh again
            save(named, [one.item for one in mapped], path, said={"yiyuan.run": str(run.id)})
            _hand_in(run, path, actor=actor)


def _cursor(run: Run, columns: Sequence[Column]) -> Cursor | None:
    """From where an increment reads: behind what is in the pool, less the overlap. A comparison reads everything."""
    feed = run.feed
    if feed.mode != Mode.INCREMENT or run.kind == RunKind.COMPARE:
        return None
    orders = next((column.orders for column in columns if column.name == feed.cursor), "")
    runs = feed.runs.filter(state=RunState.DONE, result__loaded=True, asked_at__gte=feed.mapped_at)
    done = runs.exclude(until="").order_by("-id").first()
    last = done.until if done else ""
    return Cursor(feed.cursor, rules.looked_back(last, orders=orders, overlap=feed.overlap))


def read_again(event: BatchTakenBack) -> int:
    """A batch left the pool: increments begin before it again; how many runs do not count any more for that."""
    run = Run.objects.filter(batch_id=event.batch_id).first()
    return Run.objects.filter(feed=run.feed_id, id__gte=run.id).update(until="") if run else 0


def _counting(run: Run, source: Source, selection: Selection, counted: Counted) -> Iterator[pl.DataFrame]:
    """Frames of the table; tells how far it is, heeds a cancellation. Raises SourceFailed where rows are missing."""
    read = 0
    for frame in source.frames(selection):
        read += frame.height
        Run.objects.filter(id=run.id).update(read_rows=read)
        _check_wanted(Run.objects.get(id=run.id))
        yield frame
    if read != counted.rows:
        raise SourceFailed(f"对方数据库说有 {counted.rows} 行，取到 {read} 行，数目不合，没有入池；请再取一次。")


def _check_wanted(run: Run) -> None:
    """Raises _Cancelled."""
    if run.state != RunState.READING:
        raise _Cancelled


@transaction.atomic
def _hand_in(run: Run, path: Path, *, actor: Actor) -> None:
    """The file becomes a batch, together with the word that it did.

    What one person has to look at waits: a comparison, and whatever the feed wants looked at.
    """
    feed, run = run.feed, Run.objects.select_for_update().get(id=run.id)
    _check_wanted(run)  # who cancels now waits, and comes too late
    whole = run.kind == RunKind.COMPARE or feed.mode == Mode.FULL
    with path.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    received = receive_file(
        feed.resource_id,
        actor=actor,
        upload=PathUpload(path),
        confirmed=run.kind == RunKind.PULL and not feed.looked_at,
        declared_rows=run.source_rows,
        way=Way.REPLACE if whole else Way.MERGE,
    )
    RUN.move(run, "hand", actor=SYSTEM, also_set={"batch_id": received.batch.id, "sha256": digest})


def _drift(run: Run, changed: str) -> None:
    stop_feed_of(run, changed, words=f"源表的结构变了：{changed}。没有取数，请重新对应列。")


@transaction.atomic
def stop_feed_of(run: Run, changed: str, *, words: str = "") -> None:
    """Something is not as it was confirmed: nothing more is read, its owner has a task. words: of the run."""
    feed = Feed.objects.select_for_update().get(id=run.feed_id)
    if feed.state == FeedState.ON:
        FEED.move(feed, "drift", actor=SYSTEM, note=changed, also_set={"drift": changed[:WORDS], "next_at": None})
    fail(run, words or changed)


@transaction.atomic
def fail(run: Run, words: str) -> None:
    """It brings nothing, in words for its owner; one that has ended stays as it is."""
    found = Run.objects.select_for_update().get(id=run.id)
    if found.state not in RUN_ENDS:  # somebody cancelled it meanwhile
        also = {"ended_at": clock.real_now(), "words": words[:WORDS]}
        RUN.move(found, "fail", actor=SYSTEM, note=words[:WORDS], also_set=also)


def fail_run(run_id: int, words: str) -> int:
    """The same by its number. Returns the organisation it is of."""
    run = Run.objects.select_related("feed").get(id=run_id)
    fail(run, words)
    return run.feed.provider_id


# ---- the receipt ----


def follow() -> int:
    """See readings that were handed in through to their end; how many ended."""
    ended = 0
    for run in Run.objects.filter(state=RunState.HANDED).select_related("feed"):
        try:
            ended += _follow(run)
        except YiyuanError:
            log.warning("connectors.follow", extra={"run_id": run.id}, exc_info=True)
    return ended


def _follow(run: Run) -> bool:
    assert run.batch_id is not None, "it was handed in"
    batch = result_of(run.batch_id)
    match batch.state:
        case BatchState.LOADED:
            return _finish(run, batch, words=_same(run, batch))
        case BatchState.FAILED:
            return _failed(run, batch)
        case BatchState.CHECKED | BatchState.SECOND:
            return _looked(run, batch)
    return False


def _looked(run: Run, batch: BatchResult) -> bool:
    """A comparison that found nothing goes in by itself; anything else waits for a person."""
    seen, waits = batch.preview, f"批次 {batch.number} 等你看过再确认。"
    if run.kind == RunKind.PULL or seen is None:
        return _finish(run, batch, words=waits)
    if is_equal(seen) and not batch.refused:
        if _confirmed(run, seen):
            return False
        return _finish(run, batch, words=f"与数据池一致。{waits}")
    words = f"与数据池不一致：{differences(seen, batch)}。批次 {batch.number} 确认后数据池与源表一致，也可以作废。"
    return _finish(run, batch, words=words)


def _confirmed(run: Run, seen: Preview) -> bool:
    """Whether the batch is confirmed, in the name of who switched the feed on; not where that person may no more."""
    assert run.batch_id is not None, "it was handed in"
    actor = actor_of_account(run.account_id, organisation_id=run.provider_id)
    try:
        if actor is not None:
            confirm_batch(run.batch_id, actor=actor, preview=seen.number)
    except NotAllowed:
        return False
    return actor is not None


def is_equal(seen: Preview) -> bool:
    return not (seen.added or seen.changed or seen.gone)


def differences(seen: Preview, batch: BatchResult) -> str:
    told = {
        "源表有、池里没有": seen.added,
        "两边不同": seen.changed,
        "池里有、源表没有": seen.gone,
        "没有通过检查": batch.refused,
    }
    return "，".join(f"{words} {rows} 行" for words, rows in told.items() if rows)


def equal_share(seen: Preview) -> float:
    """Of all rows of either side, the share that is equal; 1 where both are empty."""
    every = seen.same + seen.added + seen.changed + seen.gone
    return seen.same / every if every else 1.0


def _same(run: Run, batch: BatchResult) -> str:
    if run.kind == RunKind.COMPARE:
        return "与数据池一致。"
    return f"收下 {batch.kept} 行" + (f"，未收 {batch.refused} 行，见批次 {batch.number}。" if batch.refused else "。")


@transaction.atomic
def _finish(run: Run, batch: BatchResult, *, words: str) -> bool:
    result: dict[str, Any] = {
        "loaded": batch.state == BatchState.LOADED,
        "kept": batch.kept,
        "refused": batch.refused,
        "added": batch.inserted,
        "changed": batch.updated,
        "same": batch.unchanged,
        "gone": batch.removed,
    }
    if batch.preview and not result["loaded"]:
        seen = batch.preview
        result |= {"added": seen.added, "changed": seen.changed, "same": seen.same, "gone": seen.gone}
    if batch.preview:
        result["equal"] = equal_share(batch.preview)
    found = Run.objects.select_for_update().get(id=run.id)
    RUN.move(
        found,
        "finish",
        actor=SYSTEM,
        also_set={"ended_at": clock.real_now(), "result": result, "words": words[:WORDS]},
    )
    return True


def _failed(run: Run, batch: BatchResult) -> bool:
    words = f"批次 {batch.number} 没有入池：{batch.failure}"
    files.refuse(run, words)
    fail(run, words)
    return True
