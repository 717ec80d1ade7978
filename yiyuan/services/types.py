"""What crosses the border of services, and the words of its states and kinds."""

from dataclasses import dataclass
from enum import StrEnum


class ServiceTag(StrEnum):
    """Audit tags of this room; the moves have their own."""

    REGISTERED = "services.item.registered"
    CHANGED = "services.item.changed"
    IMPORTED = "services.item.imported"
    MATERIAL_ADDED = "services.material.added"
    MATERIAL_CHANGED = "services.material.changed"
    REPEATED = "services.item.repeated"
    OPENED = "services.case.opened"
    GATHERED = "services.case.gathered"
    PROOF_ADDED = "services.proof.added"
    CHECKED = "services.proof.checked"
    SHOWN = "services.proof.shown"
    DEFERRED = "services.proof.deferred"
    TASKED = "services.task.given"
    REJECTED_OUTSIDE = "services.case.rejected_outside"
    EVIDENCE_TAKEN = "services.evidence.taken"
    SCENE_NAMED = "services.scene.named"
    ENDPOINT_REGISTERED = "services.endpoint.registered"
    OVERSIGHT_REGISTERED = "services.oversight.registered"
    OVERSIGHT_CHANGED = "services.oversight.changed"
    CHECK_BEGUN = "services.site_check.begun"


class ItemState(StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


ITEM_WORDS = {ItemState.DRAFT: "草稿", ItemState.OPEN: "办理中", ItemState.CLOSED: "已停办"}


class CaseState(StrEnum):
    OPEN = "open"
    DONE = "done"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


CASE_WORDS = {
    CaseState.OPEN: "办理中",
    CaseState.DONE: "准予办理",
    CaseState.REJECTED: "不予办理",
    CaseState.WITHDRAWN: "申请人撤回",
}


class Applicant(StrEnum):
    PERSON = "person"
    BODY = "body"


APPLICANT_WORDS = {Applicant.PERSON: "自然人", Applicant.BODY: "法人、其他组织"}


class Got(StrEnum):
    """How the case has a material."""

    FOUND = "found"
    SHOWN = "shown"
    UPLOADED = "uploaded"
    DEFERRED = "deferred"
    MISSING = "missing"


GOT_WORDS = {
    Got.FOUND: "平台已取得，免交",
    Got.SHOWN: "已出示电子证照",
    Got.UPLOADED: "已上传",
    Got.DEFERRED: "容缺，承诺补交",
    Got.MISSING: "还没有",
}


class MaterialKind(StrEnum):
    """What a material taken from the platform is; a licence entry says by itself that it is a licence."""

    DATA = "data"
    DOCUMENT = "document"
    CONTRACT = "contract"
    LICENCE = "licence"


MATERIAL_WORDS = {
    MaterialKind.DATA: "数据",
    MaterialKind.DOCUMENT: "文书",
    MaterialKind.CONTRACT: "合同",
    MaterialKind.LICENCE: "电子证照",
}


class Checked(StrEnum):
    """What came of checking an uploaded copy against the library."""

    NO = ""
    SEEN = "seen"
    MATCHES = "matches"
    DIFFERS = "differs"
    NOT_FOUND = "not_found"


CHECKED_WORDS = {
    Checked.NO: "还没有查验",
    Checked.SEEN: "查到证照，待核对",
    Checked.MATCHES: "与电子证照库一致",
    Checked.DIFFERS: "与电子证照库不一致",
    Checked.NOT_FOUND: "电子证照库没有查到",
}


class Ground(StrEnum):
    """Why a case is rejected. That a record is under recheck is none."""

    CONDITIONS = "conditions"
    MATERIALS = "materials"
    AUTHORITY = "authority"


GROUND_WORDS = {
    Ground.CONDITIONS: "不符合办理条件",
    Ground.MATERIALS: "材料不全，告知后没有补齐",
    Ground.AUTHORITY: "不属于本部门职权范围",
}


class TaskState(StrEnum):
    ASKED = "asked"
    DONE = "done"


TASK_WORDS = {TaskState.ASKED: "待办理", TaskState.DONE: "已办理"}


class EndpointKind(StrEnum):
    """What a department runs by itself; all but the last are endpoints of services for mobile devices."""

    APP = "app"
    MINI = "mini"
    ACCOUNT = "account"
    SYSTEM = "system"


ENDPOINT_KINDS = {
    EndpointKind.APP: "移动应用",
    EndpointKind.MINI: "小程序",
    EndpointKind.ACCOUNT: "公众号",
    EndpointKind.SYSTEM: "监管业务系统",
}


class EndpointState(StrEnum):
    APART = "apart"
    CONNECTED = "connected"
    EXCEPTED = "excepted"
    CLOSED = "closed"


ENDPOINT_WORDS = {
    EndpointState.APART: "没有接入",
    EndpointState.CONNECTED: "已接入",
    EndpointState.EXCEPTED: "国家另有规定",
    EndpointState.CLOSED: "已停用",
}


class CheckState(StrEnum):
    """Of a site check. ALERTED: a problem that the rule of its item calls an alert."""

    OPEN = "open"
    FOUND = "found"
    ALERTED = "alerted"
    DONE = "done"


CHECK_WORDS = {
    CheckState.OPEN: "检查中",
    CheckState.FOUND: "发现问题，待整改",
    CheckState.ALERTED: "预警，待处置",
    CheckState.DONE: "已办结",
}


@dataclass(frozen=True, slots=True)
class Person:
    """Who applies; kept sealed."""

    name: str
    code: str
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A material of a case as rules look at it. library: a licence type stands for it. doubted: its record is under
    recheck. proved: taken from the platform with issuer, time and digest.
    """

    name: str
    required: bool
    got: Got
    library: bool = False
    checked: Checked = Checked.NO
    doubted: bool = False
    kind: MaterialKind = MaterialKind.DATA
    proved: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """A material of an item: `instead` is what the platform has in its place, "" where it has nothing."""

    name: str
    from_applicant: bool
    instead: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """An uploaded file: its name and content."""

    name: str
    content: bytes
