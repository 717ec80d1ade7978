"""The door of intake."""

from yiyuan.intake.loading import TAKE_IN
from yiyuan.intake.rules import specs_of
from yiyuan.intake.selectors import infos
from yiyuan.intake.services import PathUpload, Received, confirm_batch, receive_file
from yiyuan.intake.loading import load_batch

__all__ = ["TAKE_IN", "PathUpload", "Received", "confirm_batch", "infos", "load_batch", "receive_file", "specs_of"]
