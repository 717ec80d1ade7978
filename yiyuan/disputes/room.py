"""What this room is, for the house."""

from yiyuan.kernel.actor import OVERSEERS, PARTIES, Function
from yiyuan.web.rooms import Door, Nav, Room

ROOM = Room(
    "disputes",
    "数据校核",
    pages={
        "disputes/": "yiyuan.disputes.pages",
        "recheck/": "yiyuan.disputes.public_urls",
    },
    api={
        "disputes/": "yiyuan.disputes.pages",
    },
    nav=[
        Nav("共享", "数据校核", "disputes:rechecks", PARTIES | OVERSEERS | {Function.OPERATOR}, place=100),
        Nav("共享", "更正通知", "disputes:corrections", PARTIES | OVERSEERS, place=105),
        Nav("共享", "数据不一致", "disputes:inconsistencies", PARTIES | OVERSEERS, place=106),
        Nav("共享", "多元校核", "disputes:comparisons", PARTIES | OVERSEERS, place=107),
    ],
    groups={
        "disputes": "共享",
    },
    headings={
        "disputes": "quality",
    },
    conduct=[
        "disputes.violation_recheck",
    ],
    words={
        "disputes.comparison.asked": "比对数据元的两个来源",
        "disputes.correction.told": "告知取用过旧数据的部门",
        "disputes.inconsistency.raised": "提出数据不一致",
        "disputes.inconsistency.viewed": "说明协商意见",
        "disputes.inconsistency.expert": "记下专家意见",
        "disputes.evidence.added": "补交佐证材料",
        "disputes.extension.approve": "同意延长校核",
        "disputes.extension.approve_for_platform": "平台管理机构同意延长校核",
        "disputes.extension.asked": "请求延长校核",
        "disputes.extension.decline": "不同意延长校核",
        "disputes.extension.decline_for_platform": "平台管理机构不同意延长校核",
        "disputes.extension.lapse": "延期请求随办结终止",
        "disputes.organising.end": "组织校核随办结终止",
        "disputes.organising.organise": "组织校核",
        "disputes.recheck.confirm": "校核：确认无误",
        "disputes.recheck.correct": "校核：已在源头更正",
        "disputes.recheck.extend": "延长校核",
        "disputes.recheck.filed": "申请校核",
        "disputes.recheck.give_up": "校核：无法核实",
        "disputes.recheck.located": "指明校核的资源",
        "disputes.recheck.withdraw": "撤回校核申请",
    },
    public=["/recheck/"],
    doors=[
        Door(
            "/recheck/",
            "政府掌握的我的数据不对",
            "姓名、证件、婚姻、房产等登记有误或者过时，申请校核。",
            case="yiyuan.disputes.selectors.recheck_by_code",
        )
    ],
)
