"""What this room is, for the house."""

from yiyuan.kernel.actor import PARTIES, Function
from yiyuan.web.rooms import Nav, Room

ROOM = Room(
    "connectors",
    "数据库对接",
    pages={"connectors/": "yiyuan.connectors.urls"},
    api={"connectors/": "yiyuan.connectors.endpoints"},
    nav=[
        Nav(
            "归集",
            "数据库对接",
            "connectors:connectors",
            PARTIES | {Function.BUREAU, Function.OPERATOR},
            place=20,
            also=("connectors:feeds", "connectors:runs"),
        )
    ],
    groups={"connectors": "归集"},
    headings={"connectors": "collecting"},
    words={
        "connectors.connector.saved": "登记、修改数据库对接",
        "connectors.connector.tried": "试连数据库",
        "connectors.feed.saved": "登记、修改取数任务",
        "connectors.feed.seen": "试读源表",
        "connectors.run.asked": "要求取数或对账",
    },
)
