"""What crosses the border of organisations."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from yiyuan.kernel.actor import Function


class Kind(StrEnum):
    """How an organisation is bound by the city's rules."""

    OWN = "own"
    VERTICAL = "vertical"
    DUAL_LED = "dual_led"
    BY_REFERENCE = "by_reference"
    UTILITY = "utility"
    SOCIAL = "social"
    GRASSROOTS = "grassroots"


KIND_WORDS = {
    Kind.OWN: "本级部门",
    Kind.VERTICAL: "垂直管理",
    Kind.DUAL_LED: "双重管理",
    Kind.BY_REFERENCE: "参照执行",
    Kind.UTILITY: "公用事业单位",
    Kind.SOCIAL: "社会用证单位（金融、物流、文化、旅游等）",
    Kind.GRASSROOTS: "基层单位（乡镇、街道、村社）",
}


class Legal(StrEnum):
    """What makes the organisation a 政务部门; the law of the region says which of these count."""

    GOVERNMENT = "government_department"
    INSTITUTION = "authorised_institution"
    SOCIAL = "authorised_social_organisation"
    AUTHORISED = "authorised_organisation"
    PUBLIC = "public_management_organisation"


LEGAL_WORDS = {
    Legal.GOVERNMENT: "行政机关（政府部门）",
    Legal.INSTITUTION: "法律法规授权的事业单位",
    Legal.SOCIAL: "法律法规授权的社会组织",
    Legal.AUTHORISED: "法律法规授权具有行政职能的组织",
    Legal.PUBLIC: "其他依法具有公共管理职能的组织",
}


class Duty(StrEnum):
    """What a department names a person for."""

    FIRST = "first_responsible"
    SHARING = "sharing"
    OPENING = "opening"
    SECURITY = "security"
    DEDICATED = "dedicated"
    LICENCE = "licence"


DUTY_WORDS = {
    Duty.FIRST: "第一责任人（主要负责人）",
    Duty.SHARING: "共享工作专人",
    Duty.OPENING: "开放工作专人",
    Duty.SECURITY: "安全工作专人",
    Duty.DEDICATED: "专职人员",
    Duty.LICENCE: "电子证照专人",
}


class Paper(StrEnum):
    """What a department files about how it works."""

    PLAN = "plan"
    RULES = "rules"


PAPER_WORDS = {Paper.PLAN: "共享工作方案", Paper.RULES: "管理制度"}


class Ending(StrEnum):
    """How a body came to its end."""

    MERGED = "merged"
    ABOLISHED = "abolished"


ENDING_WORDS = {Ending.MERGED: "合并", Ending.ABOLISHED: "撤销"}


class ActKind(StrEnum):
    """Acts of high risk, done by one administrator and confirmed by another."""

    ASSIGN = "assign"
    ABOLISH = "abolish"
    UNLOCK = "unlock"
    RESET = "reset"
    FACTOR = "factor"


ACT_WORDS = {
    ActKind.ASSIGN: "授予重要岗位",
    ActKind.ABOLISH: "撤销、合并单位",
    ActKind.UNLOCK: "解除账号锁定",
    ActKind.RESET: "重置密码",
    ActKind.FACTOR: "重置第二因素",
}


class ActState(StrEnum):
    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"


ACT_STATE_WORDS = {ActState.WAITING: "待另一管理员确认", ActState.DONE: "已确认执行", ActState.REFUSED: "未予确认"}


class Office(StrEnum):
    """What office the organisation holds in the data order of its region, beside being a department."""

    NONE = "none"
    BUREAU = "bureau"
    CENTRE = "centre"
    GOVERNMENT = "government"
    LEADING_GROUP = "leading_group"
    AUDIT = "audit"


OFFICE_WORDS = {
    Office.NONE: "部门",
    Office.BUREAU: "数据资源主管部门",
    Office.CENTRE: "平台管理机构",
    Office.GOVERNMENT: "人民政府",
    Office.LEADING_GROUP: "领导小组",
    Office.AUDIT: "监督检查机关",
}

FUNCTION_WORDS = {
    Function.DATA_OFFICER: "数据专员",
    Function.REVIEWER: "目录审核人",
    Function.SECRECY: "保密审查人",
    Function.HEAD: "负责人",
    Function.BUREAU: "数据主管经办人",
    Function.LEADING: "领导小组办公室",
    Function.OPERATOR: "平台运维",
    Function.AUDITOR: "审计检查",
    Function.SYSTEM_ADMIN: "系统管理员",
    Function.SECURITY_ADMIN: "安全管理员",
    Function.AUDIT_ADMIN: "审计管理员",
}


class OrganisationTag(StrEnum):
    """Audit tags of this room."""

    LOGGED_IN = "organisations.account.logged_in"
    ACCOUNT_OFF = "organisations.account.switched_off"
    ACCOUNT_ON = "organisations.account.switched_on"
    PASSWORD_CHANGED = "organisations.account.password_changed"  # noqa: S105
    PASSWORD_RESET = "organisations.account.password_reset"  # noqa: S105
    FACTOR_SET = "organisations.second_factor.set"
    FACTOR_DROPPED = "organisations.second_factor.dropped"
    FACTOR_RESET = "organisations.second_factor.reset"
    CODES_MADE = "organisations.second_factor.codes_made"
    SESSIONS_ENDED = "organisations.account.sessions_ended"
    LOGIN_REFUSED = "organisations.account.login_refused"
    HAT_CHANGED = "organisations.account.hat_changed"
    ORGANISATION_SAVED = "organisations.organisation.saved"
    ASSIGNED = "organisations.assignment.made"
    UNASSIGNED = "organisations.assignment.ended"
    ENROLLED = "organisations.organisation.enrolled"
    SUCCEEDED = "organisations.organisation.succeeded"
    UNIT_NAMED = "organisations.organisation.unit_named"
    OFFICER_NAMED = "organisations.officer.named"
    OFFICER_FILED = "organisations.officer.filed"
    OFFICER_ANSWERED = "organisations.officer.answered"
    PAPER_FILED = "organisations.paper.filed"
    DELEGATED = "organisations.delegation.made"
    DELEGATION_ENDED = "organisations.delegation.ended"
    ACT_ASKED = "organisations.act.asked"
    ACT_CONFIRMED = "organisations.act.confirmed"
    ACT_REFUSED = "organisations.act.refused"
    UNLOCKED = "organisations.account.unlocked"
    TOKEN_ISSUED = "organisations.token.issued"  # noqa: S105
    TOKEN_REVOKED = "organisations.token.revoked"  # noqa: S105


@dataclass(frozen=True, slots=True)
class OrganisationInfo:
    """An organisation as other rooms see it."""

    id: int
    name: str
    short_name: str
    uscc: str
    region_code: str
    kind: Kind
    office: Office
    parent_id: int | None
    active: bool
    enrolled: bool = True
    successor_id: int | None = None


@dataclass(frozen=True, slots=True)
class Hat:
    """One organisation a person acts for, with the functions held there today."""

    organisation_id: int
    organisation_name: str
    region_code: str
    functions: frozenset[Function]
    delegated: frozenset[Function] = frozenset()  # of these, held only for somebody who is away
    predecessor_ids: frozenset[int] = frozenset()  # bodies that ended with this one, or one of these, as successor


@dataclass(frozen=True, slots=True)
class OfficerInfo:
    """Who is named for a duty, and who stands in."""

    duty: Duty
    person_id: int
    name: str
    phone: str
    substitute: str
    from_on: date
    filed_on: date | None


@dataclass(frozen=True, slots=True)
class Filing:
    """A named officer of a department and what became of the filing with the centre; accepted: None, not answered."""

    officer_id: int
    organisation_id: int
    organisation_name: str
    region_code: str
    name: str
    phone: str
    substitute: str
    from_on: date
    filed_on: date | None
    accepted: bool | None
    answered_on: date | None
    note: str


@dataclass(frozen=True, slots=True)
class LowerRegion:
    """A region directly below another. organisation_id: who answers for it: its government, else its bureau."""

    code: str
    name: str
    organisation_id: int


@dataclass(frozen=True, slots=True)
class Lack:
    """Something the law asks of a department that it has not named or filed; `key` is the rule key that asks."""

    key: str
    words: str
    blocks: bool


@dataclass(frozen=True, slots=True)
class DelegationInfo:
    """A function somebody holds for a person who is away; both days included."""

    id: int
    organisation_id: int
    function: Function
    principal_name: str
    delegate_account_id: int | None
    delegate_name: str
    from_on: date
    to_on: date
