"""What this room is, for the house."""

from yiyuan.kernel.actor import OVERSEERS, PARTIES
from yiyuan.web.rooms import Nav, Room

ROOM = Room(
    "quality",
    "数据质量",
    pages={"quality/": "yiyuan.quality.urls"},
    api={"quality/": "yiyuan.quality.endpoints"},
    nav=[
        Nav(
            "归集",
            "数据质量",
            "quality:board",
            PARTIES | OVERSEERS,
            place=30,
            also=("quality:rules", "quality:runs", "quality:orders"),
        )
    ],
    groups={"quality": "归集"},
    headings={"quality": "quality"},
    words={
        "quality.rule.drawn": "拟定质量规则",
        "quality.rule.tried": "试用质量规则",
        "quality.run.asked": "要求检查数据质量",
    },
)
