"""What this room is, for the house."""

from yiyuan.kernel.actor import OVERSEERS, PARTIES
from yiyuan.web.rooms import Nav, Room
from yiyuan.workflow.api import open_count

ROOM = Room(
    "workflow",
    "工作台和线索",
    pages={
        "": "yiyuan.workflow.urls",
    },
    api={
        "workflow/": "yiyuan.workflow.endpoints",
    },
    nav=[
        Nav("", "工作台", "workflow:todo", place=10, count=open_count),
        Nav("监督", "线索", "workflow:signals", PARTIES | OVERSEERS, place=10),
        Nav("法规与管理", "假如", "workflow:what_if", place=6),
    ],
    words={
        "workflow.signal.confirmed": "认定线索",
        "workflow.signal.dropped": "不予认定线索",
        "workflow.signal.raised": "提出线索",
        "workflow.signal.stated": "部门说明情况",
        "workflow.term.recomputed": "重算暂定期限",
        "workflow.term.reminded": "提醒",
        "workflow.term.urged": "催办",
        "workflow.term.signalled": "逾期记为线索",
    },
)
