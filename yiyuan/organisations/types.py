"""What crosses the border of organisations."""

from dataclasses import dataclass
from enum import StrEnum

from yiyuan.kernel.actor import Function


class Kind(StrEnum):
    """How an organisation is bound by the city's rules."""

    OWN = "own"
    VERTICAL = "vertical"
    DUAL_LED = "dual_led"
    BY_REFERENCE = "by_reference"
    UTILITY = "utility"


KIND_WORDS = {
    Kind.OWN: "本级部门",
    Kind.VERTICAL: "垂直管理",
    Kind.DUAL_LED: "双重管理",
    Kind.BY_REFERENCE: "参照执行",
    Kind.UTILITY: "公用事业单位",
}


class Legal(StrEnum):
    """What makes the organisation a 政务部门."""

    GOVERNMENT = "government_department"
    AUTHORISED = "authorised_organisation"


LEGAL_WORDS = {Legal.GOVERNMENT: "政府部门", Legal.AUTHORISED: "法律法规授权具有行政职能的组织"}


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
    Function.OPERATOR: "平台运维",
    Function.AUDITOR: "审计检查",
    Function.SYSTEM_ADMIN: "系统管理员",
    Function.SECURITY_ADMIN: "安全管理员",
    Function.AUDIT_ADMIN: "审计管理员",
}


class OrganisationTag(StrEnum):
    """Audit tags of this room."""

    LOGGED_IN = "organisations.account.logged_in"
    LOGIN_REFUSED = "organisations.account.login_refused"
    HAT_CHANGED = "organisations.account.hat_changed"
    ORGANISATION_SAVED = "organisations.organisation.saved"
    ASSIGNED = "organisations.assignment.made"
    UNASSIGNED = "organisations.assignment.ended"
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


@dataclass(frozen=True, slots=True)
class Hat:
    """One organisation a person acts for, with the functions held there today."""

    organisation_id: int
    organisation_name: str
    functions: frozenset[Function]
