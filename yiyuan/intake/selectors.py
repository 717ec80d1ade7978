"""Reads of intake; the one way a batch reaches a caller."""

from collections.abc import Iterable

from django.db.models import QuerySet

from yiyuan.catalog.types import ResourceInfo
from yiyuan.dataplane.checks import Checks, OnFail
from yiyuan.intake import originals, policies, rules
from yiyuan.intake.models import Batch, RefusedRows
from yiyuan.intake.types import BatchId, BatchInfo, State
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotFound
from yiyuan.workflow.api import Law


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


def same_file(*, version_id: int, sha256: str) -> Batch | None:
    """The batch that brought this very file for this version already, unless it failed."""
    return Batch.objects.filter(version_id=version_id, sha256=sha256).exclude(state=State.FAILED).first()


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


def checks_for(resource: ResourceInfo, *, law: Law) -> Checks:
    """The rules of a version, with the region's rule for failing check digits."""
    return rules.checks_of(resource.items, identity_on_fail=OnFail(law("handin.identity")))


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


def infos(batch_ids: Iterable[int]) -> dict[int, BatchInfo]:
    """Several batches by id, one query."""
    return {batch.id: info(batch) for batch in Batch.objects.filter(id__in=set(batch_ids))}
