"""The door of operations: used by the command line, the doctor and the edge."""

from yiyuan.operations.damages import note as note_damage
from yiyuan.operations.damages import standing as damaged
from yiyuan.operations.faults import keep, keep_work
from yiyuan.operations.finding import found
from yiyuan.operations.services import back_up, concerns, folder_for, newest_begun, note_restored, write_backup

__all__ = [
    "back_up",
    "concerns",
    "damaged",
    "folder_for",
    "found",
    "keep",
    "keep_work",
    "newest_begun",
    "note_damage",
    "note_restored",
    "write_backup",
]
