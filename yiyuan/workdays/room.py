"""What this room is, for the house."""

from yiyuan.web.rooms import Nav, Room

ROOM = Room(
    "workdays",
    "工作日历",
    pages={
        "calendar/": "yiyuan.workdays.urls",
    },
    nav=[
        Nav("法规与管理", "工作日历", "workdays:years", place=4),
    ],
    words={
        "workdays.notice.entered": "录入节假日通知",
    },
)
