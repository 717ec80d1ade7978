"""Keys of organisations and of conduct the law lists."""

from yiyuan.regulations.keys.declaring import key
from yiyuan.regulations.keys.words import LEGAL_TYPES, MISSING, OFFICERS, WORK_HEADINGS
from yiyuan.regulations.types import Merge

ORGANISATIONS = (
    key(
        "organisations.legal_types",
        "哪些机构是政务部门",
        Merge.UNION,
        tuple(LEGAL_TYPES),
        "登记为政务部门，机构性质须是：{value}。请先确定机构性质。",
        values=LEGAL_TYPES,
    ),
    key(
        "organisations.first_responsible",
        "主要负责人是第一责任人",
        Merge.STRICTEST,
        "flag",
        "还没有登记第一责任人（主要负责人），不能启用。",
        values=MISSING,
    ),
    key(
        "organisations.officers",
        "须指定的专人",
        Merge.UNION,
        (),
        "还没有{missing}，不能提交目录。请到“本单位”登记。",
        "还没有指定{value}，不能提交目录。请到“本单位”登记。",
        values=OFFICERS,
    ),
    key(
        "organisations.officers_missing",
        "没有专人专职机构时",
        Merge.STRICTEST,
        "flag",
        values=MISSING,
    ),
    key(
        "organisations.unit",
        "须明确专职（实施）机构",
        Merge.STRICTEST,
        False,
        "还没有登记承担数据工作的机构。",
    ),
    key(
        "organisations.papers",
        "须制定的方案和制度",
        Merge.UNION,
        (),
        values={"plan": "共享工作方案", "rules": "管理制度"},
    ),
    key(
        "organisations.leading_office",
        "领导小组办公室设在",
        Merge.REPLACE,
        "none",
        values={"bureau": "数据主管部门", "none": "没有规定"},
    ),
    key(
        "organisations.work_headings",
        "部门负责的工作",
        Merge.UNION,
        (),
        values=WORK_HEADINGS,
    ),
)
