"""Keys of the yearly assessment."""

from yiyuan.kernel.terms import Term
from yiyuan.regulations.keys.declaring import key, standing
from yiyuan.regulations.types import Kind, Merge

ASPECTS = {
    "quantity": "数据数量",
    "quality": "数据质量",
    "update": "更新",
    "use": "使用",
    "share": "共享",
    "open": "开放",
    "gather": "汇聚",
    "apply": "应用",
    "security": "安全",
    "provide": "提供",
}

SUPERVISION = (
    key(
        "supervision.urge_gap",
        "同一件事两次催办至少相隔",
        Merge.REPLACE,
        Term(1),
        "{last} 已经催办过。同一件事每{value}至多催办一次，{next} 起可以再催。",
        "同一件事每{value}至多催办一次。",
        note="条文没有规定，由平台默认。",
    ),
    standing(
        "supervision.assessment",
        "每年考核评估",
        "每年对部门的数据工作考核评估。",
        note="数据取自平台记录；部门说明、主管部门确认之后才生效。",
    ),
    key(
        "supervision.aspects",
        "考核评估的方面",
        Merge.REPLACE,
        ("quantity", "quality", "update", "use", "share"),
        "考核评估的方面：{value}。",
        values=ASPECTS,
    ),
    key(
        "supervision.counties",
        "下级地区一并考核评估、监督检查",
        Merge.REPLACE,
        False,
        note="条文没有规定的，只考核本级部门。",
    ),
    key(
        "supervision.qualities",
        "提供部门负责的数据质量",
        Merge.REPLACE,
        ("timeliness", "completeness", "accuracy", "availability"),
        values={
            "timeliness": "时效性",
            "truth": "真实性",
            "reliability": "可靠性",
            "completeness": "完整性",
            "accuracy": "准确性",
            "availability": "可用性",
        },
        note="每个资源的页面上显示平台量得的数。",
    ),
    key(
        "supervision.joint",
        "联合考核的内容",
        Merge.REPLACE,
        ("sharing", "security"),
        values={"sharing": "落实共享要求", "security": "落实网络安全要求"},
        note="几个单位分别评分；每项取各单位的平均，再取各项的平均，是每个部门的一个结果（平台默认）。",
    ),
    standing(
        "supervision.inspection",
        "监督检查、专项检查",
        note="检查结果在部门之间公布，发现的问题转为整改事项。",
    ),
    key(
        "supervision.report",
        "报告上一年度共享情况",
        Merge.STRICTEST,
        None,
        kind=Kind.FIXED,
        note="固定日期，遇节假日不顺延。",
    ),
    key(
        "supervision.ladder",
        "认定之后",
        Merge.UNION,
        (),
        values={
            "notice": "通知限期整改（责令限期改正）",
            "report": "逾期未改的，上报本级人民政府",
            "order": "由本级人民政府责令限期改正",
            "circular": "逾期不改的，书面通报",
            "discipline": "情节严重的，依法依规追究责任",
        },
        note="上下级各有规定的，都适用；先后按表中次序。",
    ),
    key(
        "supervision.statement",
        "部门核对考核数据的期限",
        Merge.STRICTEST,
        Term(10),
        "部门还没有说明，{due_on} 之前不能确认。",
        "部门说明之后，或者核对期限届满之后，才能确认。",
        note="自取数之日起。",
    ),
)
