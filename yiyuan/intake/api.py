"""The door of intake."""

from datetime import date

from yiyuan.intake.loading import TAKE_IN, load_batch
from yiyuan.intake.models import Batch
from yiyuan.intake.panels import resource_panels
from yiyuan.intake.rules import specs_of
from yiyuan.intake.selectors import info, infos
from yiyuan.intake.services import PathUpload, Received, confirm_batch, receive_file
from yiyuan.intake.types import FAILURE_WORDS, BatchInfo, BatchLine, Failure, State
from yiyuan.kernel.errors import NotFound

__all__ = [
    "TAKE_IN",
    "PathUpload",
    "Received",
    "batch_line",
    "confirm_batch",
    "infos",
    "load_batch",
    "loaded_since",
    "receive_file",
    "resource_panels",
    "specs_of",
]


def batch_line(batch_id: int) -> BatchLine:
    """A batch in one line, for a notice. Raises NotFound."""
    batch = Batch.objects.filter(id=batch_id).first()
    if batch is None:
        raise NotFound("intake.batch", id=batch_id)
    why = FAILURE_WORDS[Failure(batch.failure)] if batch.failure else ""
    return BatchLine(batch.number, batch.resource_name, batch.sender_id, why, batch.get_absolute_url())


def loaded_since(resource_id: int, *, since: date) -> list[BatchInfo]:
    """Batches of a resource that were received from a legal day on and are loaded, latest first."""
    found = Batch.objects.filter(resource_id=resource_id, received_on__gte=since, state=State.LOADED).order_by("-id")
    return [info(batch) for batch in found]
