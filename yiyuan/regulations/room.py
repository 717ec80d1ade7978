"""What this room is, for the house."""

from yiyuan.web.rooms import Nav, Room

ROOM = Room(
    "regulations",
    "法规",
    pages={
        "law/": "yiyuan.regulations.urls",
    },
    nav=[
        Nav("法规与管理", "法规与期限", "regulations:index", place=2),
    ],
)
