"""What this room is, for the house."""

from yiyuan.kernel.actor import Function
from yiyuan.notices.api import unread_count
from yiyuan.web.rooms import Nav, Room

ROOM = Room(
    "notices",
    "通知",
    pages={
        "notices/": "yiyuan.notices.urls",
    },
    api={
        "notices/": "yiyuan.notices.endpoints",
    },
    nav=[
        Nav("", "通知", "notices:notices", place=20, count=unread_count),
        Nav(
            "法规与管理",
            "发送记录",
            "notices:sendings",
            frozenset({Function.OPERATOR, Function.SYSTEM_ADMIN}),
            place=80,
        ),
    ],
    words={
        "notices.sending.retried": "重发通知",
        "notices.wishes.saved": "通知设置",
    },
)
