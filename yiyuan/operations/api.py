"""The door of operations: used by the command line and the doctor."""

from yiyuan.operations.services import back_up, concerns, folder_for, newest_begun, note_restored, write_backup

__all__ = ["back_up", "concerns", "folder_for", "newest_begun", "note_restored", "write_backup"]
