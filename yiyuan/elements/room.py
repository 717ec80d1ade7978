"""What this room is, for the house."""

from yiyuan.web.rooms import Nav, Room

ROOM = Room(
    "elements",
    "数据元",
    pages={
        "elements/": "yiyuan.elements.urls",
    },
    api={
        "register/": "yiyuan.elements.endpoints",
    },
    nav=[
        Nav("目录", "数据元登记", "elements:elements", place=70),
    ],
    groups={
        "elements": "目录",
    },
    words={
        "elements.element.registered": "登记数据元",
        "elements.element.changed": "修改数据元",
        "elements.source.added": "登记数据元来源",
        "elements.source.transferred": "改定权威来源",
        "elements.source.ended": "终止数据元来源",
    },
)
