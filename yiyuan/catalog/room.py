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
        "catalog.change.owe_update": "目录变更开始计时",
        "catalog.change.owe_request": "目录变更开始计时",
        "catalog.change.except": "目录变更说明正当理由",
        "catalog.change.apply": "申请更新目录",
        "catalog.change.update": "目录已按变更更新",
        "catalog.change.finish": "目录变更办结",
        "catalog.change.review": "主管部门审核更新目录",
        "catalog.change.report": "报送更新后的目录",
        "catalog.change.drop": "注销变更登记",
        "catalog.challenge.filed": "提出类型异议",
        "catalog.challenge.agree": "同意更改类型",
        "catalog.challenge.keep": "维持类型",
        "catalog.challenge.change": "类型已更改",
        "catalog.challenge.withdraw": "撤回类型异议",
        "catalog.feedback.filed": "提出使用反馈",
        "catalog.feedback.answer": "答复使用反馈",
        "catalog.system.registered": "登记信息系统",
        "catalog.system.declared": "登记申报的资源",
        "catalog.system.linked": "申报的资源已关联",
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
