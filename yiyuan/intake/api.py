"""The door of intake."""

from yiyuan.intake.loading import TAKE_IN, load_batch
from yiyuan.intake.panels import resource_panels
from yiyuan.intake.rules import specs_of
from yiyuan.intake.selectors import infos
from yiyuan.intake.services import PathUpload, Received, confirm_batch, receive_file

__all__ = [
    "TAKE_IN",
    "PathUpload",
    "Received",
    "confirm_batch",
    "infos",
    "load_batch",
    "receive_file",
    "resource_panels",
    "specs_of",
]
