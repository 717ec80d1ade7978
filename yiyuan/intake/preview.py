"""What a checked batch would do to the pool, before anything enters it: counts, a sample, the rows in full."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from psycopg import sql

from yiyuan.dataplane.compare import Compared, Fate
from yiyuan.intake import originals, selectors
from yiyuan.intake.models import Batch
from yiyuan.intake.types import BatchId, ChangedRows, Preview, StagedBatch, Way
from yiyuan.kernel import clock
from yiyuan.kernel.questions import Question

# what these staged rows would do; answered by the pools
COMPARE: Question[StagedBatch, Compared] = Question("intake.compare")
# which rows: those it would add, change and take out; of a loaded one those it took out
CHANGES: Question[StagedBatch, dict[Fate, ChangedRows]] = Question("intake.changes")
SAMPLE_ROWS = 20  # of each fate
LOAD_LOCK = 0x1A7F  # first half of the advisory lock of a pool; the second is its resource


@dataclass(frozen=True, slots=True)
class Sample:
    """A few rows of one fate as texts, masked; there are `rows` of them."""

    fate: Fate
    rows: int
    headers: list[str]
    shown: list[list[str]]


def hold_pool(resource_id: int) -> None:
    """No other batch enters the pool until the transaction ends."""
    with connection.cursor() as cur:
        cur.execute("select pg_advisory_xact_lock(%s, %s)", [LOAD_LOCK, resource_id % 2**31])


def has_moved(batch: Batch) -> bool:
    """Whether another batch was loaded since this one was held against the pool."""
    seen = batch.foreseen
    return seen is not None and seen.after_batch != selectors.last_loaded(batch.resource_id)


def look(batch: Batch, *, keyed: bool) -> Preview:
    """Hold the staged rows against the pool; in a transaction that holds it."""
    answers = COMPARE.ask(staged(batch))
    assert len(answers) == 1, "the pools, and they alone, know their rows"
    found = answers[0]
    gone = found.unmatched if batch.way == Way.REPLACE else 0
    before = batch.foreseen
    return Preview(
        number=before.number + 1 if before else 1,
        after_batch=selectors.last_loaded(batch.resource_id),
        pool=found.pool,
        added=found.added,
        changed=found.changed,
        same=found.same,
        gone=gone,
        lost=gone if keyed else max(0, gone - found.added),
    )


def staged(batch: Batch) -> StagedBatch:
    return StagedBatch(
        BatchId(batch.id),
        batch.resource_id,
        batch.version_id,
        selectors.staging_table(batch.id),
        batch.kept_rows,
        batch.loaded_at or clock.real_now(),
        Way(batch.way),
    )


def changes(batch: Batch) -> dict[Fate, ChangedRows]:
    """The rows of each fate there are, as queries; the batch that brought a row by its number."""
    merged = {fate: rows for answer in CHANGES.ask(staged(batch)) for fate, rows in answer.items()}
    return {fate: _with_number(rows) for fate, rows in merged.items()}


def _with_number(rows: ChangedRows) -> ChangedRows:
    if not rows.ends_with_batch:
        return rows
    names = [sql.Identifier(f"n{place}") for place, _header in enumerate(rows.headers)]
    query = sql.SQL("select {}, (select b.number from intake_batch b where b.id = q.{}::bigint) from ({}) q ({})")
    listed = sql.SQL(", ").join(names)
    numbered = query.format(sql.SQL(", ").join(names[:-1]), names[-1], rows.query, listed)
    return ChangedRows(rows.headers, numbered, ends_with_batch=False)


def seal_sample(batch: Batch) -> bytes:
    """The first rows of each fate, sealed: masked, but still somebody's."""
    shown = {fate.value: [list(rows.headers), *_first(rows.query)] for fate, rows in changes(batch).items()}
    return originals.seal_json(shown, context=selectors.sample_context(batch.id))


def _first(query: sql.Composed) -> list[list[str]]:
    with connection.cursor() as wrapped:
        cur = wrapped.cursor
        cur.execute(sql.SQL("{} limit {}").format(query, sql.Literal(SAMPLE_ROWS)))
        found: Sequence[Sequence[Any]] = cur.fetchall()
        return [[value or "" for value in row] for row in found]


def samples(batch: Batch) -> list[Sample]:
    """What was sealed when the batch was held against the pool; ask the policy first."""
    seen = batch.foreseen
    if seen is None or batch.preview_rows is None:
        return []
    found = originals.open_json(bytes(batch.preview_rows), context=selectors.sample_context(batch.id))
    counts = {Fate.ADDED: seen.added, Fate.CHANGED: seen.changed, Fate.GONE: seen.gone}
    return [
        Sample(fate, counts[fate], found[fate][0], found[fate][1:]) for fate in Fate if counts[fate] and fate in found
    ]
