"""What this room is, for the house."""

from yiyuan.kernel.actor import PARTIES, Function
from yiyuan.web.rooms import Nav, Room

ROOM = Room(
    "intake",
    "归集",
    pages={
        "intake/": "yiyuan.intake.urls",
    },
    api={
        "intake/": "yiyuan.intake.endpoints",
    },
    nav=[
        Nav("归集", "归集批次", "intake:batches", PARTIES | {Function.BUREAU, Function.OPERATOR}, place=10),
        Nav("归集", "电子文件", "intake:documents", PARTIES | {Function.BUREAU, Function.OPERATOR}, place=12),
    ],
    groups={
        "intake": "归集",
    },
    headings={
        "intake": "collecting",
    },
    words={
        "intake.batch.isolated": "疑似涉密，批次隔离",
        "intake.batch.received": "收到批次",
        "intake.document.kept": "收到电子文件",
        "intake.document.read": "下载电子文件",
        "intake.document.withdrawn": "撤下电子文件",
        "intake.changes.read": "下载批次的变化清单",
        "intake.refused.purged": "未收数据到期删除",
        "intake.refused.read": "查看未收数据",
    },
)
