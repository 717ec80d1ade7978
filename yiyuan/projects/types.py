"""What crosses the border of projects, and the words of its states and kinds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NewType

ProjectId = NewType("ProjectId", int)


class ProjectTag(StrEnum):
    """Audit tags of this room."""

    REGISTERED = "projects.project.registered"
    DECLARED = "projects.project.declared"
    SYSTEM_ADDED = "projects.project.system_added"
    MEASURED = "projects.year.measured"
    PLAN_OPENED = "projects.plan.opened"
    BODY_NAMED = "projects.body.named"
    MATERIAL_ADDED = "projects.material.added"
    MATERIAL_READ = "projects.material.read"
    ENTRY_ADDED = "projects.entry.added"
    OPINION_GIVEN = "projects.opinion.given"
    EVALUATION_OPENED = "projects.evaluation.opened"
    EXCEPTION_RECORDED = "projects.exception.recorded"
    UNIT_CHECKED = "projects.unit.checked"
    EXPERT_NAMED = "projects.expert.named"
    EXPERT_ASSIGNED = "projects.expert.assigned"
    EXPERT_HEARD = "projects.expert.heard"
    BOOKED = "projects.ledger.booked"
    CONTRACTED = "projects.contract.added"
    CHANGE_ASKED = "projects.change.asked"
    CHANGE_DECIDED = "projects.change.decided"
    ROLLED = "projects.library.rolled"
    EXPORTED = "projects.package.taken"
    DESIGNATED = "projects.organiser.designated"
    DELAYED = "projects.delay.reported"
    EVALUATED = "projects.evaluation.made"
    AUDIT_PLANNED = "projects.audit.planned"
    AUDITED = "projects.audit.recorded"
    RECTIFIED = "projects.rectification.closed"
    INSPECTED = "projects.inspection.asked"


class InspectionKind(StrEnum):
    INSPECTION = "inspection"
    EVALUATION = "evaluation"
    AUDIT = "audit"


INSPECTION_KIND_WORDS = {
    InspectionKind.INSPECTION: "监督检查",
    InspectionKind.EVALUATION: "绩效评价",
    InspectionKind.AUDIT: "审计监督",
}


class InspectionState(StrEnum):
    ASKED = "asked"
    ANSWERED = "answered"
    DECLINED = "declined"
    CLOSED = "closed"


INSPECTION_WORDS = {
    InspectionState.ASKED: "待项目单位答复",
    InspectionState.ANSWERED: "已答复",
    InspectionState.DECLINED: "项目单位拒绝",
    InspectionState.CLOSED: "已办结",
}


class State(StrEnum):
    """How far a project is. REGISTERED: approved before the platform knew of it."""

    REGISTERED = "registered"
    DECLARED = "declared"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    BUILDING = "building"
    COMPLETED = "completed"
    RECTIFYING = "rectifying"
    RUNNING = "running"
    EVALUATING = "evaluating"
    REFUSED = "refused"
    REMOVED = "removed"
    ACCEPTED = "accepted"
    TERMINATED = "terminated"


STATE_WORDS = {
    State.REGISTERED: "补登的已批复项目",
    State.DECLARED: "已申报入库",
    State.SUBMITTED: "材料已报，审查中",
    State.APPROVED: "已批准",
    State.BUILDING: "建设中",
    State.COMPLETED: "已竣工，待验收",
    State.RECTIFYING: "验收不合格，整改中",
    State.RUNNING: "运行中",
    State.EVALUATING: "运行中，待评价",
    State.REFUSED: "不予审批",
    State.REMOVED: "已剔除出库",
    State.ACCEPTED: "已验收",
    State.TERMINATED: "已终止",
}


CLOSED_STATES = frozenset({State.REFUSED, State.REMOVED, State.TERMINATED})  # nothing is added any more
WAITING_STATES = frozenset({State.DECLARED, State.SUBMITTED, State.APPROVED})  # in the library, not begun
GRANTED_STATES = frozenset(State) - CLOSED_STATES - {State.DECLARED, State.SUBMITTED}  # approved


class Kind(StrEnum):
    NEW = "new"
    REBUILD = "rebuild"
    EXTEND = "extend"
    SCRAP = "scrap"


KIND_WORDS = {Kind.NEW: "新建", Kind.REBUILD: "改建", Kind.EXTEND: "扩建", Kind.SCRAP: "报废"}


class Funding(StrEnum):
    """By which of four ways a project is paid for."""

    INVEST = "invest"
    JOINT = "joint"
    SERVICE = "service"
    MAINTENANCE = "maintenance"


FUNDING_WORDS = {
    Funding.INVEST: "政府资金投资建设",
    Funding.JOINT: "政府和社会企业联合建设",
    Funding.SERVICE: "政府购买服务",
    Funding.MAINTENANCE: "政府资金运行维护",
}


class Category(StrEnum):
    NETWORK = "network"
    BUSINESS = "business"
    DATABASE = "database"
    PLATFORM = "platform"
    SECURITY = "security"
    INFRASTRUCTURE = "infrastructure"
    OTHER = "other"


CATEGORY_WORDS = {
    Category.NETWORK: "统一的电子政务网络",
    Category.BUSINESS: "政务业务信息系统",
    Category.DATABASE: "政务数据资源库",
    Category.PLATFORM: "政务数据管理平台",
    Category.SECURITY: "政务信息安全基础设施",
    Category.INFRASTRUCTURE: "电子政务基础设施",
    Category.OTHER: "其他",
}


class Closed(StrEnum):
    """Why the content of a project stays off the platform."""

    NO = "no"
    CLASSIFIED = "classified"
    OTHER_RULES = "other_rules"


CLOSED_WORDS = {
    Closed.NO: "不涉及",
    Closed.CLASSIFIED: "涉及国家秘密",
    Closed.OTHER_RULES: "国家、省另有规定",
}


class Feature(StrEnum):
    """What a project builds that a text forbids, as a rule or without exception."""

    MACHINE_ROOM = "machine_room"
    PRIVATE_NETWORK = "private_network"
    SHARING_PLATFORM = "sharing_platform"
    MOBILE_APP = "mobile_app"
    INFRASTRUCTURE = "infrastructure"


FEATURE_WORDS = {
    Feature.MACHINE_ROOM: "新建业务机房",
    Feature.PRIVATE_NETWORK: "新建业务专网",
    Feature.SHARING_PLATFORM: "单独建设共享交换平台",
    Feature.MOBILE_APP: "新建政务服务移动端",
    Feature.INFRASTRUCTURE: "新建机房、云等电子政务基础设施",
}


class PlanState(StrEnum):
    COLLECTING = "collecting"
    REVIEWING = "reviewing"
    REPORTED = "reported"
    APPROVED = "approved"


PLAN_WORDS = {
    PlanState.COLLECTING: "征集项目",
    PlanState.REVIEWING: "研究审查",
    PlanState.REPORTED: "已报政府",
    PlanState.APPROVED: "政府已同意",
}


class Duty(StrEnum):
    """What a body other than the bureau does with the projects of its region."""

    DEVELOPMENT = "development"
    FINANCE = "finance"
    AUDIT = "audit"
    POLICE = "police"
    CYBERSPACE = "cyberspace"
    SECRECY = "secrecy"


DUTY_WORDS = {
    Duty.DEVELOPMENT: "发展改革",
    Duty.FINANCE: "财政",
    Duty.AUDIT: "审计",
    Duty.POLICE: "公安",
    Duty.CYBERSPACE: "网信",
    Duty.SECRECY: "机要保密",
}


class MaterialKind(StrEnum):
    """What a file of a project is."""

    PROPOSAL = "proposal"
    FEASIBILITY = "feasibility"
    DESIGN = "design"
    BUDGET = "budget"
    TARGETS = "targets"
    ASSESSMENT = "assessment"
    SHARING_LIST = "sharing_list"
    EXCHANGE = "exchange"
    CONNECTION = "connection"
    CLOUD = "cloud"
    CO_BUILDING = "co_building"
    PORTAL = "portal"
    SECURITY = "security"
    REPORT = "report"
    SUMMARY = "summary"
    CATALOG_LIST = "catalog_list"
    SHARING_STATE = "sharing_state"
    QUALITY_PLAN = "quality_plan"
    MAINTENANCE_PLAN = "maintenance_plan"
    SAFETY_PLAN = "safety_plan"
    EMERGENCY_PLAN = "emergency_plan"
    OTHER = "other"


MATERIAL_WORDS = {
    MaterialKind.PROPOSAL: "项目建议书",
    MaterialKind.FEASIBILITY: "可行性研究报告",
    MaterialKind.DESIGN: "初步设计方案",
    MaterialKind.BUDGET: "项目预算",
    MaterialKind.TARGETS: "绩效目标",
    MaterialKind.ASSESSMENT: "系统测评报告",
    MaterialKind.SHARING_LIST: "数据共享清单",
    MaterialKind.EXCHANGE: "数据共享交换机制和模式",
    MaterialKind.CONNECTION: "共享交换平台对接方案",
    MaterialKind.CLOUD: "政务云和电子政务网络部署方案",
    MaterialKind.CO_BUILDING: "与政务云、电子政务外网等共建共享方案",
    MaterialKind.PORTAL: "政务服务平台（皖事通办等）对接方案",
    MaterialKind.SECURITY: "安全管理记录",
    MaterialKind.REPORT: "验收报告",
    MaterialKind.SUMMARY: "项目总结",
    MaterialKind.CATALOG_LIST: "政务信息资源目录",
    MaterialKind.SHARING_STATE: "数据资源共享情况",
    MaterialKind.QUALITY_PLAN: "质量保障方案",
    MaterialKind.MAINTENANCE_PLAN: "运行维护方案",
    MaterialKind.SAFETY_PLAN: "安全保障方案",
    MaterialKind.EMERGENCY_PLAN: "应急保障措施",
    MaterialKind.OTHER: "其他",
}


class OpinionKind(StrEnum):
    """What is said of a project by whom it concerns; the last of a kind counts."""

    PRELIMINARY = "preliminary"
    INDUSTRY = "industry"
    SHARING = "sharing"
    ACCESS = "access"
    FINANCE = "finance"
    PRE_PROCUREMENT = "pre_procurement"
    FILING = "filing"
    PLANNING = "planning"
    APPROVAL = "approval"
    BUDGET_ADVICE = "budget_advice"
    ACCEPTANCE = "acceptance"
    SUPERVISION = "supervision"
    PROCUREMENT_CHECK = "procurement_check"
    PERFORMANCE = "performance"
    ASSETS = "assets"


OPINION_WORDS = {
    OpinionKind.PRELIMINARY: "初审意见",
    OpinionKind.INDUSTRY: "行业审查意见",
    OpinionKind.SHARING: "互联互通、共建共享审查",
    OpinionKind.ACCESS: "平台接入审查",
    OpinionKind.FINANCE: "财政审核（协商）意见",
    OpinionKind.PRE_PROCUREMENT: "采购前核准",
    OpinionKind.FILING: "备案",
    OpinionKind.PLANNING: "规划意见",
    OpinionKind.APPROVAL: "核准意见",
    OpinionKind.BUDGET_ADVICE: "预算安排意见",
    OpinionKind.ACCEPTANCE: "验收核准意见",
    OpinionKind.SUPERVISION: "监督考核意见",
    OpinionKind.PROCUREMENT_CHECK: "政府采购监管意见",
    OpinionKind.PERFORMANCE: "预算绩效意见",
    OpinionKind.ASSETS: "资产监管意见",
}


FINANCES = frozenset(
    {OpinionKind.FINANCE, OpinionKind.PROCUREMENT_CHECK, OpinionKind.PERFORMANCE, OpinionKind.ASSETS}
)  # kinds that finance gives, the others are the bureau's
BUREAUS = frozenset(OpinionKind) - FINANCES


class Matter(StrEnum):
    """What experts give their opinion on."""

    NECESSITY = "necessity"
    NEEDS = "needs"
    SOLUTION = "solution"
    SHARING = "sharing"
    BUDGET = "budget"
    TARGETS = "targets"


MATTER_WORDS = {
    Matter.NECESSITY: "建设必要性",
    Matter.NEEDS: "需求合理性",
    Matter.SOLUTION: "建设方案",
    Matter.SHARING: "资源共享方案",
    Matter.BUDGET: "项目预算",
    Matter.TARGETS: "绩效目标",
}


class Gate(StrEnum):
    """A question to which the law knows reasons for no."""

    MATERIALS = "materials"
    SUBMIT = "submit"
    REVIEW = "review"
    ESTABLISH = "establish"
    APPROVE = "approve"
    FUND = "fund"
    PRE_PROCURE = "pre_procure"
    PROCURE = "procure"
    START = "start"
    COMPLETE = "complete"
    PAY = "pay"
    ACCEPT = "accept"
    OPERATE = "operate"
    SETTLE = "settle"
    MAINTAIN = "maintain"


GATE_WORDS = {
    Gate.MATERIALS: "可以编制、上传材料吗",
    Gate.SUBMIT: "可以报审吗",
    Gate.REVIEW: "可以审查通过吗",
    Gate.ESTABLISH: "可以立项吗",
    Gate.APPROVE: "可以批准吗",
    Gate.FUND: "可以安排建设或者购买服务资金吗",
    Gate.PRE_PROCURE: "可以核准进入采购吗",
    Gate.PROCURE: "可以采购吗",
    Gate.START: "可以开工吗",
    Gate.COMPLETE: "可以竣工吗",
    Gate.PAY: "可以支付吗",
    Gate.ACCEPT: "可以验收通过吗",
    Gate.OPERATE: "可以投入运行吗",
    Gate.SETTLE: "可以支付尾款吗",
    Gate.MAINTAIN: "可以安排、支付运维经费吗",
}


# to agree, this question must be answered with yes
GATE_OF = {OpinionKind.PRELIMINARY: Gate.REVIEW, OpinionKind.PRE_PROCUREMENT: Gate.PRE_PROCURE}


class ReportSection(StrEnum):
    """What an acceptance report tells."""

    GOALS = "goals"
    FUNCTIONS = "functions"
    SHARING = "sharing"
    SECURITY = "security"
    STANDARDS = "standards"


REPORT_WORDS = {
    ReportSection.GOALS: "建设目标和任务",
    ReportSection.FUNCTIONS: "系统功能",
    ReportSection.SHARING: "数据共享开放",
    ReportSection.SECURITY: "安全等级保护",
    ReportSection.STANDARDS: "标准化建设",
}


class Evaluator(StrEnum):
    EXPERTS = "experts"
    THIRD_PARTY = "third_party"


EVALUATOR_WORDS = {Evaluator.EXPERTS: "专家", Evaluator.THIRD_PARTY: "第三方评价机构"}


class Fund(StrEnum):
    CONSTRUCTION = "construction"
    SERVICE = "service"
    MAINTENANCE = "maintenance"


FUND_WORDS = {Fund.CONSTRUCTION: "建设资金", Fund.SERVICE: "购买服务资金", Fund.MAINTENANCE: "运维经费"}


class Source(StrEnum):
    FIXED_ASSETS = "fixed_assets"
    DEPARTMENT_BUDGET = "department_budget"


SOURCE_WORDS = {Source.FIXED_ASSETS: "政府固定资产投资", Source.DEPARTMENT_BUDGET: "部门预算"}


class Account(StrEnum):
    """Where money of a project stands."""

    TREASURY = "treasury"
    BUDGET = "budget"
    PAID = "paid"


ACCOUNT_WORDS = {Account.TREASURY: "财政资金", Account.BUDGET: "项目预算", Account.PAID: "已支付"}


@dataclass(frozen=True, slots=True)
class Posting:
    """Fen, more than nothing, from the credit account to the debit account."""

    debit: Account
    credit: Account
    amount: int


class Section(StrEnum):
    """Parts of the file of a project that a text wants kept."""

    TENDER = "tender"
    PROCUREMENT = "procurement"
    SUPERVISION = "supervision"
    CONTRACT = "contract"


SECTION_WORDS = {
    Section.TENDER: "招标投标",
    Section.PROCUREMENT: "政府采购",
    Section.SUPERVISION: "工程监理",
    Section.CONTRACT: "合同",
}
BOUGHT = frozenset(Section) - {Section.SUPERVISION}  # within what was approved


class Changeable(StrEnum):
    """Fields of a project that a change request names."""

    GOALS = "goals"
    CONTENT = "approved_content"
    AMOUNT = "approved_amount"


CHANGEABLE_WORDS = {
    Changeable.GOALS: "建设目标",
    Changeable.CONTENT: "主体内容",
    Changeable.AMOUNT: "投资金额",
}


class ChangeState(StrEnum):
    ASKED = "asked"
    AGREED = "agreed"
    REFUSED = "refused"


CHANGE_WORDS = {
    ChangeState.ASKED: "待主管部门审查，还没有生效",
    ChangeState.AGREED: "同意，已生效",
    ChangeState.REFUSED: "不同意",
}


class Sharing(StrEnum):
    """How a year of sharing went."""

    NOTHING = "nothing"  # no resource of the project is in the catalog
    NOT_GRANTED = "not_granted"
    NOT_USED = "not_used"
    USED = "used"


SHARING_WORDS = {
    Sharing.NOTHING: "全年没有共享：没有资源编入目录",
    Sharing.NOT_GRANTED: "全年没有共享：没有资源授权给其他部门",
    Sharing.NOT_USED: "已授权，全年没有部门取用",
    Sharing.USED: "有部门取用",
}


@dataclass(frozen=True, slots=True)
class Figures:
    """The sharing of a project's resources between two days of one calendar year.

    promised: entries the systems were declared to bring; kept: of these, in the catalog on the last day;
    catalogued: all resources of the systems in the catalog on the last day; granted: of these, under a grant on a day
    of the year; consumers: departments that got data; deliveries: answers and files that carried data; rows in them.
    """

    promised: int
    kept: int
    catalogued: int
    granted: int
    consumers: int
    deliveries: int
    rows: int


@dataclass(frozen=True, slots=True)
class Said:
    """What a department says of a project it declares. budget: in fen; plan_year: in which it is built or bought."""

    name: str
    kind: Kind
    category: Category
    funding: Funding
    plan_year: int
    budget: int
    goals: str
    content: str
    planning_item: str
    features: tuple[Feature, ...] = ()
    major: bool = False
    cross_department: bool = False
    closed: Closed = Closed.NO
    procedure: str = ""
    no_entries: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """What was uploaded. name: as it was called."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Standing:
    """All that the gates look at, of one project now.

    consented: its plan has the government's consent. entries: pre-compiled entries of the catalog; no_entries: why
    there are none. opinions: the last of each kind, True where it agrees. exceptions: rules of which an exception is
    on record. heard: matters with an expert's opinion. in_stage: the industry opinion came in the stage of evaluation.
    integrated: the unit did not fail the check of integration. approved: its approval is on record. supervised: a
    qualified firm supervises it. unstarted: funded in the year before the one asked about and not begun in it.
    assigned: an expert of the bureau's takes part in the acceptance. unlisted, unloaded: names of entries that are not
    published, that hold no data. connected: its entries are read or offered by a live link. filed: the report has a
    filing number. systems: how many of its systems stand in the catalog. unmended: a failed evaluation is open.
    measures: of supervision that stand.
    """

    kind: Kind
    funding: Funding
    major: bool = False
    cross_department: bool = False
    closed: bool = False
    features: frozenset[Feature] = frozenset()
    planning_item: str = ""
    consented: bool = False
    materials: frozenset[MaterialKind] = frozenset()
    entries: int = 0
    no_entries: str = ""
    opinions: Mapping[OpinionKind, bool] = field(default_factory=dict)
    exceptions: frozenset[str] = frozenset()
    heard: frozenset[Matter] = frozenset()
    in_stage: bool = False
    integrated: bool = True
    approved: bool = False
    leader: str = ""
    supervised: bool = False
    unstarted: bool = False
    accepted: bool = False
    assigned: bool = False
    unlisted: tuple[str, ...] = ()
    unloaded: tuple[str, ...] = ()
    connected: bool = True
    filed: bool = False
    systems: int = 0
    overdue: bool = False
    unmended: bool = False
    audit_failed: bool = False
    measures: frozenset[str] = frozenset()

    def agreed(self, kind: OpinionKind) -> bool:
        return self.opinions.get(kind, False)

    def failed(self, kind: OpinionKind) -> bool:
        return not self.opinions.get(kind, True)


@dataclass(frozen=True, slots=True)
class Answer:
    """What one rule says to a question: whether it holds, and the fact."""

    gate: Gate
    key: str
    holds: bool
    fact: str
