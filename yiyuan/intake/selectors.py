"""Reads of intake; the one way a batch reaches a caller."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from psycopg import Cursor

from yiyuan.catalog.types import ResourceInfo
from yiyuan.dataplane import staging
from yiyuan.dataplane.checks import Checks, OnFail, Reason
from yiyuan.dataplane.rules import Dimension, Rule, RuledChecks, Severity, dimension_of, ruled
from yiyuan.dataplane.staging import TableName
from yiyuan.intake import originals, policies, rules
from yiyuan.intake.models import Batch, RefusedRows, SavedColumns
from yiyuan.intake.types import (
    FAILURE_WORDS,
    REASON_TITLES,
    BatchId,
    BatchInfo,
    BatchResult,
    CheckedBatch,
    Fail,
    Failure,
    FileOf,
    State,
    Way,
)
from yiyuan.intake.workflow import SECONDS
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotFound
from yiyuan.kernel.questions import Question
from yiyuan.organisations.api import named_staff
from yiyuan.workflow.api import Law

# which rules of quality does this resource have, that a load is to be held against?
RULES: Question[ResourceInfo, Rule] = Question("intake.rules")


def batch_for(actor: Actor, batch_id: int, *, lock: bool = False) -> Batch:
    """Raises NotFound, also when hidden from the actor."""
    found = policies.visible(Batch.objects.select_related("provider", "sender"), to=actor).filter(id=batch_id)
    if lock:
        found = found.select_for_update(of=("self",), nowait=True)
    batch = found.first()
    if batch is None:
        raise NotFound("intake.batch", id=batch_id)
    return batch


def batches(actor: Actor) -> QuerySet[Batch]:
    """Batches the actor may see, newest first."""
    return policies.visible(Batch.objects.select_related("provider", "sender"), to=actor).order_by("-id")


def batches_of(actor: Actor, resource_id: int) -> QuerySet[Batch]:
    return batches(actor).filter(resource_id=resource_id)


def earlier_batch(batch: Batch) -> Batch | None:
    """The batch of the same resource that was loaded before this one was received."""
    loaded = Batch.objects.filter(resource_id=batch.resource_id, state=State.LOADED, id__lt=batch.id)
    return loaded.order_by("-id").first()


def same_file(*, resource: ResourceInfo, sha256: str, way: Way, mapped_as: str) -> Batch | None:
    """The batch that brought this very file for this version, the same way and read the same, unless it failed or was
    withdrawn.

    A whole state that was loaded counts only while nothing was loaded after it: it may be wanted back.
    """
    same = {"version_id": resource.version_id, "sha256": sha256, "way": way, "mapped_as": mapped_as}
    found = Batch.objects.filter(**same).exclude(state__in=[State.FAILED, State.WITHDRAWN])
    if way is Way.REPLACE:
        found = found.filter(~Q(state=State.LOADED) | Q(id=last_loaded(resource.id)))
    return found.first()


def last_loaded(resource_id: int) -> int | None:
    """Id of the batch that last changed the pool of a resource."""
    loaded = Batch.objects.filter(resource_id=resource_id, state=State.LOADED).order_by("-loaded_at", "-id")
    return loaded.values_list("id", flat=True).first()


def last_loaded_number(resource_id: int) -> str:
    """Number of that batch; empty without one."""
    found = last_loaded(resource_id)
    return Batch.objects.get(id=found).number if found else ""


def saved_columns(actor: Actor, resource_id: int) -> list[SavedColumns]:
    """How files of the actor's body for a resource were mapped, latest first."""
    found = SavedColumns.objects.filter(resource_id=resource_id, organisation_id=actor.organisation_id)
    return list(found.order_by("-saved_at"))


def staging_table(batch_id: int) -> TableName:
    """Where the kept rows of a batch wait."""
    return TableName("staging", f"b{batch_id}")


def seconds_of(batch: Batch) -> list[str]:
    """Names of those who may confirm as the second: of the body that handed in, but for who did."""
    people = named_staff(batch.sender_id, *SECONDS)
    return [name for account_id, name in people.items() if account_id != batch.account_id]


def examples_of(batch: Batch) -> dict[tuple[str, str], str]:
    """(reason, column) to one wrong cell, while refused rows are kept. Personal data: ask the policy first."""
    kept = RefusedRows.objects.filter(batch=batch).first()
    if kept is None or kept.examples is None:
        return {}
    found = originals.open_json(bytes(kept.examples), context=examples_context(batch.id))
    return {(entry["reason"], entry["column"]): entry["value"] for entry in found}


def examples_context(batch_id: int) -> str:
    """Binds the sealed examples to their batch."""
    return f"intake.examples/{batch_id}"


def sample_context(batch_id: int) -> str:
    """Binds the sealed sample of what it changes to its batch."""
    return f"intake.preview/{batch_id}"


def is_staged(cur: Cursor[Any], batch: Batch) -> bool:
    """Whether staging still holds exactly the rows that were kept."""
    table = staging_table(batch.id)
    row = cur.execute("select to_regclass(%s)", [f"{table.schema}.{table.name}"]).fetchone()
    return bool(row and row[0]) and staging.count(cur, table) == batch.kept_rows


def checks_for(resource: ResourceInfo, *, law: Law) -> Checks:
    """The rules of a version, with the region's rule for failing check digits."""
    return rules.checks_of(resource.items, identity_on_fail=OnFail(law("handin.identity")))


def ruled_checks_for(resource: ResourceInfo, *, law: Law) -> RuledChecks:
    """The same, with the rules of quality that upper rooms know of the resource."""
    return ruled(checks_for(resource, law=law), RULES.ask(resource), today=clock.today())


def checked_batch(batch_id: int) -> CheckedBatch:
    """What checking a batch found."""
    batch = Batch.objects.get(id=batch_id)
    rules_ = batch.rules
    fails = [
        Fail(
            sentence=rules_[count.reason].sentence if count.reason in rules_ else REASON_TITLES[Reason(count.reason)],
            column=count.column,
            dimension=Dimension(
                rules_[count.reason].dimension if count.reason in rules_ else dimension_of(count.reason)
            ),
            rows=count.rows,
            severity=severity,
        )
        for counts, severity in (
            (batch.reason_counts, Severity.REFUSE),
            (batch.mark_counts, Severity.MARK),
            (batch.warning_counts, Severity.WARN),
        )
        for count in counts
    ]
    return CheckedBatch(
        batch_id=BatchId(batch.id),
        number=batch.number,
        resource_id=batch.resource_id,
        version_id=batch.version_id,
        provider_id=batch.provider_id,
        region_code=batch.region_code,
        received_on=batch.received_on,
        read=batch.read_rows,
        refused=batch.refused_rows,
        faults={Dimension(name): rows for name, rows in batch.faults.items()},
        fails=tuple(fails),
    )


def info(batch: Batch) -> BatchInfo:
    return BatchInfo(
        id=BatchId(batch.id),
        number=batch.number,
        resource_id=batch.resource_id,
        version_id=batch.version_id,
        provider_id=batch.provider_id,
        state=State(batch.state),
        read_rows=batch.read_rows,
        kept_rows=batch.kept_rows,
        refused_rows=batch.refused_rows,
        received_at=batch.received_at,
        loaded_at=batch.loaded_at,
    )


def result_of(batch_id: int) -> BatchResult:
    """For rooms whose machines hand in."""
    batch = Batch.objects.get(id=batch_id)
    words = FAILURE_WORDS[Failure(batch.failure)] if batch.failure else ""
    return BatchResult(
        number=batch.number,
        state=State(batch.state),
        failure="：".join(filter(None, [words, batch.failure_detail])),
        read=batch.read_rows,
        kept=batch.kept_rows,
        refused=batch.refused_rows,
        inserted=batch.inserted_rows,
        updated=batch.updated_rows,
        unchanged=batch.unchanged_rows,
        removed=batch.removed_rows,
        preview=batch.foreseen,
    )


def files_of(batch_ids: Iterable[int]) -> dict[int, FileOf]:
    """The files of several batches by id, one query."""
    found = Batch.objects.filter(id__in=set(batch_ids)).select_related("sender")
    return {
        one.id: FileOf(
            batch_id=BatchId(one.id),
            number=one.number,
            file_name=one.file_name,
            sha256=one.sha256,
            sender=one.sender.name,
            person=one.person_name,
            received_at=one.received_at,
            headings={item: heading for heading, item in one.columns if item},
        )
        for one in found
    }


def infos(batch_ids: Iterable[int]) -> dict[int, BatchInfo]:
    """Several batches by id, one query."""
    return {batch.id: info(batch) for batch in Batch.objects.filter(id__in=set(batch_ids))}
