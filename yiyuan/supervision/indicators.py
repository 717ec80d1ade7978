"""What each indicator counts, over which recorded facts, which way it is good, under which head of the text it stands.

The weights are the bureau's, in its scheme; everything else of an indicator is a row of this table.
"""

from collections.abc import Collection
from dataclasses import dataclass

from yiyuan.supervision.types import Aspect, Better, Measure


@dataclass(frozen=True, slots=True)
class Definition:
    """An indicator as data.

    whole, part: what is counted and what of it; without a whole the figure is only listed. source: which records.
    heads: those it may stand under; the first the region knows is its own, and where the region knows none of them the
    indicator is not asked. Without heads it is listed everywhere. said: the figure in words.
    """

    words: str
    source: str
    heads: tuple[Aspect, ...] = ()
    part: str = ""
    whole: str = ""
    better: Better = Better.MORE
    said: str = "应计 {total} 项，做到 {good} 项"
    asked_by: str = ""  # a rule key: asked only where a text stands behind it

    @property
    def scored(self) -> bool:
        return bool(self.whole)

    @property
    def formula(self) -> str:
        if not self.scored:
            return "只列数，不计分"
        share = f"{self.part} ÷ {self.whole}"
        return f"（1 − {share}）× 100" if self.better is Better.LESS else f"{share} × 100"

    def head_in(self, known: Collection[str]) -> Aspect | None:
        """The head it stands under where the region knows these."""
        return next((head for head in self.heads if head in known), None)

    def belongs_in(self, known: Collection[str]) -> bool:
        return not self.heads or self.head_in(known) is not None


_A = Aspect
INDICATORS: dict[Measure, Definition] = {
    Measure.PUBLISHED: Definition("已发布的目录资源", "目录", (_A.QUANTITY, _A.GATHER, _A.PROVIDE)),
    Measure.HANDED: Definition(
        "应归集的资源已经归集",
        "目录、归集批次",
        (_A.QUANTITY, _A.GATHER, _A.PROVIDE),
        part="已有数据入池的",
        whole="应归集的资源",
    ),
    Measure.CATALOG_IN_TIME: Definition(
        "目录事项按期办理",
        "目录变更、编制任务、质疑、反馈的期限",
        (_A.QUANTITY, _A.GATHER, _A.PROVIDE),
        part="按期办理的",
        whole="到期的目录事项",
    ),
    Measure.DUTIES: Definition(
        "责任清单落实",
        "责任清单、归集批次",
        (_A.GATHER,),
        part="已落实的",
        whole="责任清单全部事项",
    ),
    Measure.BELOW: Definition(
        "质量检查低于要求的资源",
        "质量检查报告",
        (_A.QUALITY, _A.GATHER, _A.PROVIDE),
        part="最近一次检查低于要求的",
        whole="检查过的资源",
        better=Better.LESS,
        said="检查 {total} 个资源，低于要求 {good} 个",
    ),
    Measure.CORRECTED_IN_TIME: Definition(
        "质量工单按期更正",
        "质量工单的期限",
        (_A.QUALITY, _A.GATHER, _A.PROVIDE),
        part="按期更正的",
        whole="到期的质量工单",
    ),
    Measure.RECHECKED_IN_TIME: Definition(
        "数据校核按期答复",
        "数据校核的期限",
        (_A.QUALITY, _A.GATHER, _A.PROVIDE),
        part="按期答复的",
        whole="到期的数据校核",
    ),
    Measure.FRESH: Definition(
        "按更新周期更新",
        "目录的更新周期、归集批次",
        (_A.UPDATE, _A.GATHER, _A.PROVIDE),
        part="在周期内更新的",
        whole="应归集的资源",
    ),
    Measure.USED: Definition(
        "获得的授权已经取用", "授权、交付记录", (_A.USE, _A.APPLY), part="取用过的", whole="年内有效的授权"
    ),
    Measure.ANSWERED_IN_TIME: Definition(
        "共享申请按期答复",
        "共享申请的期限",
        (_A.SHARE, _A.PROVIDE),
        part="按期答复的",
        whole="到期的共享申请",
    ),
    Measure.SUPPLIED_IN_TIME: Definition(
        "同意后按期提供", "授权的期限", (_A.SHARE, _A.PROVIDE), part="按期提供的", whole="到期的授权"
    ),
    Measure.GIVEN: Definition("授权其他部门使用", "授权", (_A.SHARE, _A.PROVIDE)),
    Measure.DECLARED: Definition(
        "项目和系统申报的资源已经共享",
        "政务信息系统登记、目录",
        (_A.SHARE, _A.PROVIDE),
        part="编入目录、可以共享的",
        whole="申报的资源",
    ),
    Measure.OPENING_SAID: Definition(
        "开放类型写明",
        "目录的开放属性",
        (_A.OPENING,),
        part="写明开放类型、不予开放的写明理由和依据的",
        whole="已发布的资源",
    ),
    Measure.OPENABLE: Definition("可以开放的资源", "目录的开放属性", (_A.OPENING,)),
    Measure.SECURED: Definition(
        "责任人员、机构和制度齐备",
        "部门备案",
        (_A.SECURITY,),
        part="已经备案的",
        whole="条文要求备案的",
    ),
    Measure.CREDIT_IN_TIME: Definition(
        "公共信用信息按期提供",
        "信用信息记录的提供期限",
        part="按期提供的",
        whole="提供的信用信息记录",
        asked_by="credit.assessed",
    ),
    Measure.CREDIT_GIVEN: Definition("公共信用信息供其他单位查询", "信用信息查询记录", asked_by="credit.assessed"),
    Measure.CREDIT_USED: Definition("查询使用公共信用信息", "信用查询", asked_by="credit.assessed"),
    Measure.FINDINGS: Definition("已认定的情形", "线索的认定", better=Better.LESS),
}
