"""What this room is, for the house."""

from yiyuan.operations.api import concerns, damaged
from yiyuan.operations.selectors import KEEPERS
from yiyuan.web.rooms import Nav, Room

ROOM = Room(
    "operations",
    "运维",
    pages={
        "operations/": "yiyuan.operations.urls",
    },
    api={
        "operations/": "yiyuan.operations.endpoints",
    },
    nav=[
        Nav("法规与管理", "运行状况", "operations:console", KEEPERS, place=80, count=lambda _actor: len(damaged())),
        Nav("法规与管理", "备份", "operations:backups", KEEPERS, place=90, count=lambda _actor: len(concerns())),
    ],
    words={
        "operations.backup.done": "备份完成",
        "operations.backup.failed": "备份没有做成",
        "operations.backup.restored": "从备份恢复",
        "operations.damage.found": "发现封存的文件损坏",
        "operations.job.retried": "重试任务",
        "operations.keys.rotated": "更换密钥",
    },
)
