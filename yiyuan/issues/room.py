"""What this room is, for the house."""

from yiyuan.kernel.actor import OVERSEERS, PARTIES
from yiyuan.web.rooms import Nav, Room

ROOM = Room(
    "issues",
    "共享问题",
    pages={
        "issues/": "yiyuan.issues.pages",
    },
    api={
        "issues/": "yiyuan.issues.pages",
    },
    nav=[
        Nav("监督", "共享问题", "issues:issues", PARTIES | OVERSEERS, place=30),
    ],
    groups={
        "issues": "监督",
    },
    headings={
        "issues": "sharing",
    },
    words={
        "issues.issue.assign": "指派问题",
        "issues.issue.close": "关闭问题",
        "issues.issue.raised": "提出问题",
        "issues.issue.take": "接收问题",
    },
)
