"""What this room is, for the house."""

from yiyuan.kernel.actor import OVERSEERS, PARTIES
from yiyuan.web.rooms import Nav, Room

ROOM = Room(
    "projects",
    "信息化项目",
    pages={
        "projects/": "yiyuan.projects.pages",
    },
    api={
        "projects/": "yiyuan.projects.pages",
    },
    nav=[
        Nav("目录", "信息化项目", "projects:projects", PARTIES | OVERSEERS, place=60),
    ],
    words={
        "projects.project.registered": "登记信息化项目",
        "projects.project.system_added": "项目增加信息系统",
        "projects.project.accepted": "记下项目验收",
        "projects.year.measured": "统计项目年度共享",
    },
)
