"""What this room is, for the house."""

from yiyuan.kernel.actor import PARTIES, Function
from yiyuan.web.rooms import Nav, Room

ROOM = Room(
    "lists",
    "清单",
    pages={
        "catalog/": "yiyuan.lists.urls",
    },
    api={
        "catalog/": "yiyuan.lists.endpoints",
    },
    nav=[
        Nav("清单", "需求清单", "lists:demands", PARTIES | {Function.BUREAU}, place=10),
        Nav("清单", "责任清单", "lists:duties", place=20),
        Nav("清单", "负面清单", "lists:negative", place=30),
        Nav("清单", "清单报送", "lists:lists", PARTIES | {Function.BUREAU}, place=40, also=("lists:releases",)),
        Nav("清单", "编制指南", "lists:guides", place=50),
    ],
    groups={
        "catalog.list": "清单",
        "catalog.demand": "清单",
        "catalog.wanted": "清单",
        "catalog.compilation": "清单",
    },
    words={
        "catalog.demand.drafted": "填报需求",
        "catalog.demand.submit": "提交需求",
        "catalog.demand.match": "需求对应已有资源",
        "catalog.demand.assign": "需求列为新责任",
        "catalog.demand.refuse": "需求不予采纳",
        "catalog.demand.fulfil": "需求已满足",
        "catalog.demand.withdraw": "撤回需求",
        "catalog.duty.changed": "责任清单变动",
        "catalog.list.handed_in": "提交清单",
        "catalog.list.taken": "接收清单",
        "catalog.release.published": "发布一目录三清单",
        "catalog.guide.published": "发布编制指南",
        "catalog.compilation.opened": "布置编制任务",
        "catalog.compilation.hand_in": "编制任务完成",
    },
)
