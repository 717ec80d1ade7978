"""The door of intake."""

from datetime import date

from yiyuan.intake.loading import TAKE_IN, load_batch
from yiyuan.intake.models import Batch
from yiyuan.intake.panels import resource_panels
from yiyuan.intake.rules import specs_of
from yiyuan.intake.selectors import info, infos
from yiyuan.intake.services import PathUpload, Received, confirm_batch, receive_file
from yiyuan.intake.types import BatchInfo, State

__all__ = [
    "TAKE_IN",
    "PathUpload",
    "Received",
    "confirm_batch",
    "infos",
    "load_batch",
    "loaded_since",
    "receive_file",
    "resource_panels",
    "specs_of",
]


def loaded_since(resource_id: int, *, since: date) -> list[BatchInfo]:
    """Batches of a resource that were received from a legal day on and are loaded, latest first."""
    found = Batch.objects.filter(resource_id=resource_id, received_on__gte=since, state=State.LOADED).order_by("-id")
    return [info(batch) for batch in found]
