"""What this room is, for the house."""

from yiyuan.web.rooms import Room

ROOM = Room(
    "operations",
    "运维",
    words={
        "operations.backup.done": "备份完成",
        "operations.backup.failed": "备份没有做成",
        "operations.backup.restored": "从备份恢复",
    },
)
