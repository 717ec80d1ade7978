"""What crosses the border of projects, and the words of its states and kinds."""

from dataclasses import dataclass
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


class State(StrEnum):
    """How far a project is. REGISTERED: approved before the platform knew of it."""

    REGISTERED = "registered"
    DECLARED = "declared"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    REFUSED = "refused"
    ACCEPTED = "accepted"


STATE_WORDS = {
    State.REGISTERED: "补登的已批复项目",
    State.DECLARED: "已申报入库",
    State.SUBMITTED: "材料已报，审查中",
    State.APPROVED: "已批准",
    State.REFUSED: "不予审批",
    State.ACCEPTED: "已验收",
}


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
