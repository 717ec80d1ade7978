"""The door of operations: used by the command line and the doctor."""

from yiyuan.operations.services import back_up, newest_begun, note_restored

__all__ = ["back_up", "newest_begun", "note_restored"]
