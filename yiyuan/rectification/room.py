"""What this room is, for the house."""

from yiyuan.kernel.actor import OVERSEERS, PARTIES
from yiyuan.web.rooms import Nav, Room

ROOM = Room(
    "rectification",
    "违规整改",
    pages={
        "rectification/": "yiyuan.rectification.urls",
    },
    api={
        "rectification/": "yiyuan.rectification.endpoints",
    },
    nav=[
        Nav(
            "监督",
            "违规整改",
            "rectification:orders",
            PARTIES | OVERSEERS,
            place=15,
            also=("rectification:referrals", "rectification:tasks"),
        ),
    ],
    groups={
        "rectification": "监督",
    },
    headings={
        "rectification": "sharing",
    },
    conduct=[
        "rectification.violation_defied",
        "supervision.violation_security",
        "supervision.violation_tampering",
        "supervision.violation_virus",
        "supervision.violation_opening",
        "sharing.violation_recollect",
        "projects.violation",
        "licences.violation_catalog",
        "licences.violation_refused",
        "licences.violation_other",
        "licences.violation_defied",
        "credit.violation_supply",
        "credit.violation_false",
        "credit.violation_update",
        "credit.violation_leak",
        "credit.violation_objection",
        "credit.violation_defied",
        "credit.violation_other",
    ],
    words={
        "rectification.order.drafted": "拟写整改通知",
        "rectification.paper.read": "下载整改文件",
        "rectification.referral.recorded": "登记移送处理",
        "rectification.referral.read": "下载移送材料",
        "rectification.task.opened": "交办督查任务",
        "rectification.measure.taken": "对项目采取措施",
        "rectification.measure.lifted": "解除项目措施",
    },
)
