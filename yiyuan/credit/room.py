"""What this room is, for the house."""

from yiyuan.credit.types import CreditTag
from yiyuan.kernel.actor import DEPARTMENT, OVERSEERS, PARTIES, Function
from yiyuan.web.rooms import Nav, Room

CENTRE = frozenset({Function.OPERATOR})

ROOM = Room(
    "credit",
    "公共信用信息",
    pages={"credit/": "yiyuan.credit.pages"},
    api={"credit/": "yiyuan.credit.pages"},
    nav=[
        Nav(
            "共享",
            "信用信息记录",
            "credit:records",
            DEPARTMENT | CENTRE | {Function.BUREAU},
            place=130,
            also=("credit:subjects", "credit:readings", "credit:files", "credit:rates", "credit:archive"),
        ),
        Nav(
            "共享",
            "信用信息异议",
            "credit:objections",
            DEPARTMENT | CENTRE | {Function.BUREAU},
            place=132,
            also=("credit:repairs",),
        ),
        Nav("共享", "信用信息目录", "credit:catalogs", PARTIES | OVERSEERS | CENTRE, place=131, also=("credit:items",)),
    ],
    groups={"credit": "共享"},
    headings={"credit": "sharing"},
    words={
        CreditTag.ITEM: "增加信用信息事项",
        CreditTag.ITEM_LEVEL: "定事项的公开范围",
        CreditTag.ITEM_ENDED: "停用信用信息事项",
        CreditTag.CATALOG: "发布公共信用信息目录",
        CreditTag.TERM: "设定发布期限",
        CreditTag.ADDED: "录入信用信息",
        CreditTag.CORRECTED: "更正信用信息",
        CreditTag.ENDED: "终止信用信息",
        CreditTag.WITHDRAWN: "撤回信用信息",
        CreditTag.ARCHIVED: "信用信息转为档案",
        CreditTag.DELETED: "删除到期的自然人不良信息",
        CreditTag.FILE: "批量提供信用信息",
        CreditTag.STATED: "信息主体作出说明",
        CreditTag.READ: "查询信用信息",
        CreditTag.READ_LAWFUL: "依法不经同意查询信用信息",
        CreditTag.SUBJECT: "变更信息主体",
        CreditTag.OBJECTED: "提出信用信息异议",
        CreditTag.TOLD: "告知查询过的单位",
        CreditTag.REPAIR: "申请信用修复",
        CreditTag.DAMAGED: "核对发现信用信息被改动",
    },
)
