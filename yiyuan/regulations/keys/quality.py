"""Keys of data quality."""

from yiyuan.kernel.terms import Share, Term, Unit
from yiyuan.regulations.keys.declaring import key, standing
from yiyuan.regulations.types import Merge

QUALITIES = {
    "correctness": "正确性",
    "completeness": "完整性",
    "timeliness": "时效性",
    "availability": "可用性",
    "consistency": "一致性",
    "validity": "有效性",
}

QUALITY = (
    key(
        "quality.dimensions",
        "数据质量的指标",
        Merge.UNION,
        ("correctness", "completeness", "timeliness"),
        "数据质量的指标：{value}。",
        values=QUALITIES,
    ),
    key(
        "quality.most_wrong",
        "错误行超过多少发质量工单",
        Merge.STRICTEST,
        Share(5),
        "任一项指标不合格的行超过{value}，发质量工单给责任部门。",
        note="条文没有规定比例，由平台默认。",
    ),
    key(
        "quality.correct",
        "更正数据的期限",
        Merge.STRICTEST,
        Term(10, Unit.WORKDAY),
        "质量工单下发之日起{value}内更正。",
        note="条文没有规定期限，由平台默认。",
    ),
    key(
        "quality.check_every",
        "至少多久检查一次数据质量",
        Merge.STRICTEST,
        Term(3, Unit.MONTH),
        "数据质量至少每{value}检查一次；更新更勤的，每个周期一次。",
        note="条文说定期，没有规定间隔，由平台默认。",
    ),
    standing("quality.checked", "定期检查数据质量", "定期开展质量检查，及时发现和更正错误数据。"),
    standing("quality.responsible", "部门对数据质量负责", "部门承担所提供数据的质量责任。"),
)
