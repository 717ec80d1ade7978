"""May this be done? Each rule with the facts it looks at; a rule holds wherever the text has it. Pure.

`answers` is what the page and the API show, `check` refuses the move: both read the same table.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from yiyuan.kernel.errors import RuleBroken
from yiyuan.projects.types import (
    FEATURE_WORDS,
    KIND_WORDS,
    MATERIAL_WORDS,
    MATTER_WORDS,
    Answer,
    Feature,
    Funding,
    Gate,
    Kind,
    MaterialKind,
    Matter,
    OpinionKind,
    Standing,
)

BUILT = frozenset({Kind.NEW, Kind.REBUILD, Kind.EXTEND})
HOLDS = "符合"


class Law(Protocol):
    def __call__(self, key: str) -> Any: ...  # the value of a rule key


@dataclass(frozen=True, slots=True)
class Check:
    """A rule and the questions it may say no to.

    lacks: what is wrong, in words, by the facts and the value of the key; "" where the rule holds.
    """

    key: str
    gates: tuple[Gate, ...]
    lacks: Callable[[Standing, Any], str]  # value of the key


def _materials(s: Standing, wanted: Any) -> str:  # a tuple of kinds
    missing = [MATERIAL_WORDS[MaterialKind(one)] for one in wanted if one not in s.materials]
    return f"缺：{'、'.join(missing)}" if missing else ""


def _assessed(s: Standing, kinds: Any) -> str:  # a tuple of kinds of projects
    if s.kind not in kinds or MaterialKind.ASSESSMENT in s.materials:
        return ""
    return f"{KIND_WORDS[s.kind]}须委托专业机构测评，缺：{MATERIAL_WORDS[MaterialKind.ASSESSMENT]}"


def _precompiled(s: Standing, how: Any) -> str:  # the choice
    if s.entries or (how == "or_reason" and s.no_entries.strip()):
        return ""
    return "缺：预编的项目数据资源目录，至少一项" + ("，或者写明没有的原因" if how == "or_reason" else "")


def _feature(feature: Feature, *, excuse: str = "") -> Callable[[Standing, Any], str]:
    def lacks(s: Standing, _value: Any) -> str:
        if feature not in s.features or excuse in s.exceptions:
            return ""
        return f"项目{FEATURE_WORDS[feature]}"

    return lacks


def _plan(
    kind: MaterialKind, *, when: Callable[[Standing], bool] = lambda _s: True, excuse: str = ""
) -> Any:  # as above
    def lacks(s: Standing, _value: Any) -> str:
        if kind in s.materials or not when(s) or excuse in s.exceptions:
            return ""
        return f"缺：{MATERIAL_WORDS[kind]}"

    return lacks


def _not_failed(kind: OpinionKind, words: str, *, excuse: str = "") -> Callable[[Standing, Any], str]:
    return lambda s, _value: words if s.failed(kind) and excuse not in s.exceptions else ""


def _approval(s: Standing, how: Any) -> str:  # the choice
    wanted = {"bureau": ("主管部门的初审意见",), "consultation": ("主管部门的意见", "财政部门的意见")}[how]
    kinds = (OpinionKind.PRELIMINARY, OpinionKind.FINANCE)
    missing = [words for words, kind in zip(wanted, kinds, strict=False) if not s.agreed(kind)]
    return f"缺同意的：{'、'.join(missing)}" if missing else ""


def _experts(s: Standing, matters: Any) -> str:  # a tuple of matters
    missing = [MATTER_WORDS[Matter(one)] for one in matters if one not in s.heard]
    return f"专家还没有提出意见：{'、'.join(missing)}" if missing else ""


def _finance(s: Standing, _value: Any) -> str:
    return "缺财政部门对资金合理性的审核" if s.funding == Funding.SERVICE and not s.agreed(OpinionKind.FINANCE) else ""


def _payable(s: Standing, _value: Any) -> str:
    missing = [] if s.agreed(OpinionKind.PRELIMINARY) else ["主管部门的审核意见"]
    missing += [] if s.approved else ["批复文件"]
    return f"缺{'、'.join(missing)}" if missing else ""


def _agreed(kind: OpinionKind, words: str) -> Callable[[Standing, Any], str]:
    return lambda s, _value: "" if s.agreed(kind) else words


G = Gate
APPROVING = (G.REVIEW, G.APPROVE)
# fmt: off
CHECKS: tuple[Check, ...] = (
    Check("projects.closed",            (G.MATERIALS, G.SUBMIT),    lambda s, _v: "涉密和另有规定的项目只编索引，按相关规定在平台外办理" if s.closed else ""),
    Check("projects.consent",           (G.MATERIALS, G.SUBMIT),    lambda s, _v: "" if s.consented else "所在年度计划还没有登记政府同意的文号"),
    Check("projects.planning",          (G.SUBMIT,),                lambda s, _v: "" if s.planning_item.strip() else "没有写明服务的规划事项"),
    Check("projects.materials",         (G.SUBMIT,),                _materials),
    Check("projects.assessment",        (G.SUBMIT,),                _assessed),
    Check("projects.precompiled",       (G.SUBMIT,),                _precompiled),
    Check("projects.experts_heard",     (G.REVIEW,),                _experts),
    Check("projects.cloud",             APPROVING,                  _plan(MaterialKind.CLOUD)),
    Check("projects.machine_room",      APPROVING,                  _feature(Feature.MACHINE_ROOM)),
    Check("projects.private_network",   APPROVING,                  _feature(Feature.PRIVATE_NETWORK)),
    Check("projects.own_app",           APPROVING,                  _feature(Feature.MOBILE_APP, excuse="own_app")),
    Check("projects.sharing_platform",  APPROVING,                  _feature(Feature.SHARING_PLATFORM, excuse="sharing_platform")),
    Check("projects.infrastructure",    APPROVING,                  _feature(Feature.INFRASTRUCTURE, excuse="infrastructure")),
    Check("projects.cross_plan",        APPROVING,                  _plan(MaterialKind.CONNECTION, when=lambda s: s.kind == Kind.NEW and s.cross_department)),
    Check("projects.service_platform",  (G.APPROVE,),               _plan(MaterialKind.PORTAL, when=lambda s: s.kind == Kind.NEW, excuse="service_platform")),
    Check("projects.sharing_check",     (G.ESTABLISH, G.APPROVE),   _not_failed(OpinionKind.SHARING, "互联互通、共建共享审查没有通过", excuse="sharing_check")),
    Check("projects.sharing_funds",     (G.FUND, G.MAINTAIN),                  _not_failed(OpinionKind.SHARING, "互联互通、共建共享审查没有通过")),
    Check("projects.access",            (G.REVIEW, G.ESTABLISH, G.APPROVE, G.FUND, G.MAINTAIN), _not_failed(OpinionKind.ACCESS, "平台接入审查没有通过")),
    Check("projects.integration",       (G.APPROVE, G.FUND),        lambda s, _v: "项目单位没有通过整合共享审查" if s.kind in BUILT and not s.integrated else ""),
    Check("projects.approval",          (G.ESTABLISH, G.APPROVE),   _approval),
    Check("projects.industry",          (G.ESTABLISH,),             lambda s, _v: "" if s.in_stage and s.agreed(OpinionKind.INDUSTRY) else "缺主管部门在评估论证阶段提出的行业审查意见"),
    Check("projects.reviewed_funds",    (G.FUND,),                  _agreed(OpinionKind.PRELIMINARY, "缺主管部门的审核意见")),
    Check("projects.finance_review",    (G.PROCURE,),               _finance),
    Check("projects.connection_plan",   (G.PRE_PROCURE,),           _plan(MaterialKind.CONNECTION)),
    Check("projects.co_building",       (G.PRE_PROCURE,),           _plan(MaterialKind.CO_BUILDING)),
    Check("projects.unstarted",         (G.FUND,),                  lambda s, _v: "上一年度已安排资金，没有开工，也没有认可的理由" if s.unstarted and "unstarted" not in s.exceptions else ""),
    Check("projects.leader",            (G.START,),                 lambda s, _v: "" if s.leader.strip() else "没有确定项目负责人"),
    Check("projects.supervision",       (G.START,),                 lambda s, _v: "" if s.supervised or s.funding == Funding.SERVICE else "没有委托有资质的监理单位"),
    Check("projects.payment",           (G.PAY, G.SETTLE),          _payable),
    Check("projects.acceptance_experts", (G.ACCEPT,),               lambda s, _v: "" if s.assigned else "没有主管部门指派的专家参加"),
    Check("projects.acceptance_opinion", (G.ACCEPT,),               _agreed(OpinionKind.ACCEPTANCE, "缺主管部门的验收核准意见")),
    Check("projects.catalog_published", (G.ACCEPT,),                lambda s, _v: f"还没有编入目录：{'、'.join(s.unlisted)}" if s.unlisted else ""),
    Check("projects.data_loaded",       (G.ACCEPT,),                lambda s, _v: f"还没有数据、也没有接通服务：{'、'.join(s.unloaded)}" if s.unloaded else ""),
    Check("projects.connected",         (G.ACCEPT,),                lambda s, _v: "跨部门系统没有接通平台" if s.kind == Kind.NEW and s.cross_department and not s.connected else ""),
    Check("projects.filing",            (G.OPERATE,),               lambda s, _v: "" if s.filed else "验收报告还没有备案号"),
    Check("projects.running_papers",    (G.OPERATE,),               _materials),
    Check("projects.final_payment",     (G.SETTLE,),                lambda s, kinds: "" if s.accepted and not _materials(s, kinds) else (_materials(s, kinds) if s.accepted else "还没有验收通过")),
    Check("projects.overdue",           (G.FUND, G.MAINTAIN),       lambda s, _v: "逾期没有验收" if s.overdue else ""),
    Check("projects.rectified",         (G.FUND, G.MAINTAIN),       lambda s, _v: "评价没有达标，整改没有完成" if s.unmended else ""),
    Check("projects.audited",           (G.MAINTAIN,),              lambda s, _v: "审计没有达标，整改没有完成" if s.audit_failed else ""),
    Check("projects.system_catalog",    (G.MAINTAIN,),              lambda s, _v: "" if s.systems else "项目的系统没有列入政务信息系统目录"),
    Check("projects.sharing_upkeep",    (G.MAINTAIN,),              _not_failed(OpinionKind.SHARING, "互联互通、共建共享审查没有通过")),
    Check("projects.measures",          (G.FUND, G.PAY, G.SETTLE),  lambda s, _v: "已决定暂缓拨付建设资金" if "payment" in s.measures else ""),
    Check("projects.measures",          (G.PROCURE, G.START, G.COMPLETE, G.ACCEPT, G.OPERATE), lambda s, _v: "已决定暂停项目建设" if "building" in s.measures else ""),
    Check("projects.pre_procurement",   (G.PROCURE,),               _agreed(OpinionKind.PRE_PROCUREMENT, "缺主管部门的采购前核准")),
)
# fmt: on


def answers(gate: Gate, standing: Standing, *, law: Law) -> list[Answer]:
    """What each rule of the law that judges the project says to the question, in the order of the table."""
    found = []
    for check in CHECKS:
        value = law(check.key)
        if gate in check.gates and value and value != "none":
            wrong = check.lacks(standing, value)
            found.append(Answer(gate, check.key, not wrong, wrong or HOLDS))
    return found


def check_gate(gate: Gate, standing: Standing, *, law: Law) -> None:
    """Raises RuleBroken with the key of the first rule that says no, naming all that is wrong."""
    wrong = [one for one in answers(gate, standing, law=law) if not one.holds]
    if wrong:
        raise RuleBroken(wrong[0].key, problem="；".join(one.fact for one in wrong) + "。")


def through(gate: Gate) -> Callable[..., None]:
    """The gate as a guard of a move."""

    def guard(*, standing: Standing, law: Law) -> None:
        check_gate(gate, standing, law=law)

    return guard


def needs_establishment(standing: Standing, *, law: Law) -> bool:
    """Whether development and reform approves it, by the law that judges the project."""
    subject = law("projects.establishment")
    invested = standing.funding == Funding.INVEST
    return "all" in subject or ("invested" in subject and invested) or ("major" in subject and standing.major)


def check_approve(*, standing: Standing, law: Law) -> None:
    """What the bureau approves itself."""
    if needs_establishment(standing, law=law):
        raise RuleBroken("projects.establishment", problem="这个项目由发展改革部门立项审批。")
    check_gate(Gate.APPROVE, standing, law=law)


def check_establish(*, standing: Standing, law: Law) -> None:
    """What development and reform establishes: major and invested projects, or all, by the region."""
    if not needs_establishment(standing, law=law):
        raise RuleBroken("projects.establishment", problem="这个项目不经发展改革部门立项审批。")
    check_gate(Gate.ESTABLISH, standing, law=law)
    check_gate(Gate.APPROVE, standing, law=law)
