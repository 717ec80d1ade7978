"""What this room is, for the house."""

from yiyuan.kernel.actor import OVERSEERS, PARTIES
from yiyuan.web.rooms import Nav, Room

ROOM = Room(
    "collection",
    "采集",
    pages={"collection/": "yiyuan.collection.urls"},
    api={"collection/": "yiyuan.collection.endpoints"},
    nav=[
        Nav(
            "归集",
            "采集计划",
            "collection:plans",
            PARTIES | OVERSEERS,
            place=5,
            also=("collection:mandates", "collection:norms"),
        ),
        Nav(
            "归集",
            "统一规范采集",
            "collection:tasks",
            PARTIES | OVERSEERS,
            place=6,
            also=("collection:returns", "collection:reports", "collection:calendar"),
        ),
        Nav("归集", "数字化改造", "collection:digitisations", PARTIES | OVERSEERS, place=7),
    ],
    groups={"collection": "归集"},
    headings={"collection": "collecting"},
    conduct=["collection.violation"],
    words={
        "collection.plan.saved": "登记采集计划",
        "collection.norm.filed": "登记采集规范",
        "collection.norm.read": "下载采集规范",
        "collection.mandate.saved": "登记职责",
        "collection.mandate.ended": "终止登记的职责",
        "collection.task.drafted": "起草基层采集任务",
        "collection.return.downloaded": "下载填报表格",
        "collection.report.made": "反映未经批准的采集",
        "collection.report.photo_read": "下载反映的照片",
    },
)
