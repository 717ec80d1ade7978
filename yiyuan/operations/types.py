from enum import StrEnum


class BackupState(StrEnum):
    RUNNING = "running"
    COMPLETE = "complete"  # written, renamed and read again
    FAILED = "failed"
    DROPPED = "dropped"  # an old one, deleted by rule


BACKUP_WORDS = {
    BackupState.RUNNING: "正在备份",
    BackupState.COMPLETE: "完整",
    BackupState.FAILED: "没有做成",
    BackupState.DROPPED: "已按规则删除",
}


class OperationsTag(StrEnum):
    BACKED_UP = "operations.backup.done"
    BACKUP_FAILED = "operations.backup.failed"
    KEYS_ROTATED = "operations.keys.rotated"
    RESTORED = "operations.backup.restored"
