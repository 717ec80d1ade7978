"""What this room is, for the house."""

from yiyuan.kernel.actor import DEPARTMENT, OVERSEERS, Function
from yiyuan.web.rooms import Nav, Room

ROOM = Room(
    "audit",
    "审计",
    pages={
        "audit/": "yiyuan.audit.urls",
    },
    nav=[
        Nav("监督", "审计记录", "audit:entries", DEPARTMENT | OVERSEERS | {Function.AUDIT_ADMIN}, place=70),
    ],
    words={
        "demo.clock.set": "移动演示业务日期",
        "audit.subject.sought": "查谁看过某人的记录",
        "edge.not_allowed": "越权操作被拒绝",
        "edge.rule_broken": "违反规则被拒绝",
    },
)
