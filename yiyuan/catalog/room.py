"""What this room is, for the house."""

from yiyuan.kernel.actor import DEPARTMENT, OVERSEERS, PARTIES, Function
from yiyuan.web.rooms import Nav, Room

ROOM = Room(
    "catalog",
    "目录",
    pages={
        "catalog/": "yiyuan.catalog.urls",
    },
    api={
        "catalog/": "yiyuan.catalog.endpoints",
    },
    nav=[
        Nav("目录", "资源目录", "catalog:resources", place=10),
        Nav(
            "目录",
            "本部门资源",
            "catalog:own",
            DEPARTMENT | {Function.BUREAU},
            place=20,
            also=("catalog:new", "spreadsheets:import", "spreadsheets:sheets"),
        ),
        Nav("目录", "变更事项", "catalog:change_events", PARTIES | OVERSEERS, place=30),
        Nav("目录", "类型异议", "catalog:challenges", PARTIES | {Function.BUREAU}, place=40),
        Nav("目录", "信息系统", "catalog:systems", PARTIES | {Function.BUREAU}, place=50),
        Nav(
            "目录",
            "检索词表",
            "catalog:synonyms",
            frozenset({Function.BUREAU}),
            place=80,
            also=("catalog:searched_words",),
        ),
        Nav("证照", "证照目录", "catalog:licences", place=10),
    ],
    groups={
        "catalog": "目录",
    },
    headings={
        "catalog.change": "updating",
        "catalog": "cataloguing",
    },
    conduct=[
        "catalog.violation",
        "catalog.violation_change",
    ],
    words={
        "catalog.resource.coded": "编定资源代码",
        "catalog.change.registered": "登记目录变更事项",
        "catalog.challenge.filed": "提出类型异议",
        "catalog.feedback.filed": "提出使用反馈",
        "catalog.system.changed": "修改信息系统的部署和接入",
        "catalog.system.registered": "登记信息系统",
        "catalog.system.declared": "登记申报的资源",
        "catalog.system.linked": "申报的资源已关联",
        "catalog.synonym.added": "添加检索说法",
        "catalog.synonym.changed": "修改检索说法",
        "catalog.synonym.removed": "删除检索说法",
        "catalog.synonym.refused": "不采纳搜过的说法",
        "catalog.library.led": "确定牵头部门",
        "catalog.version.drafted": "起草目录",
        "catalog.version.saved": "保存目录草稿",
        "catalog.version.submit": "提交目录审核",
        "catalog.version.clear": "保密审查通过",
        "catalog.version.hold": "保密审查退回",
        "catalog.version.approve": "目录审核通过",
        "catalog.version.return": "目录审核退回",
        "catalog.version.recall": "撤回目录修改",
        "catalog.version.publish": "发布目录",
        "catalog.version.supersede": "目录被新版本取代",
        "catalog.version.withdraw": "撤销资源",
    },
)
