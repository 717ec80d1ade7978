from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class State(StrEnum):
    RECHECKING = "rechecking"
    EXTENDED = "extended"
    CORRECTED = "corrected"
    CONFIRMED = "confirmed"
    UNDETERMINED = "undetermined"
    WITHDRAWN = "withdrawn"


STATE_WORDS = {
    State.RECHECKING: "校核中",
    State.EXTENDED: "校核中（已延期）",
    State.CORRECTED: "已在源头更正",
    State.CONFIRMED: "确认无误",
    State.UNDETERMINED: "无法核实",
    State.WITHDRAWN: "已撤回",
}
OPEN = (State.RECHECKING, State.EXTENDED)
ANSWERED = (State.CORRECTED, State.CONFIRMED, State.UNDETERMINED)


class Doubt(StrEnum):
    WRONG = "wrong"
    MISSING = "missing"
    OUTDATED = "outdated"
    DUPLICATE = "duplicate"
    NOT_MINE = "not_mine"
    OTHER = "other"


DOUBT_WORDS = {
    Doubt.WRONG: "内容有误",
    Doubt.MISSING: "缺记录或者缺内容",
    Doubt.OUTDATED: "没有及时更新",
    Doubt.DUPLICATE: "重复",
    Doubt.NOT_MINE: "不是本人（本单位）的记录",
    Doubt.OTHER: "其他疑义",
}


class Filer(StrEnum):
    DEPARTMENT = "department"
    COMPANY = "company"
    CITIZEN = "citizen"


FILER_WORDS = {Filer.DEPARTMENT: "使用部门", Filer.COMPANY: "企业、组织", Filer.CITIZEN: "个人"}


class Channel(StrEnum):
    PROVIDER = "provider"
    PLATFORM = "platform"


CHANNEL_WORDS = {Channel.PROVIDER: "直接向提供部门", Channel.PLATFORM: "通过共享平台"}


class ExtensionState(StrEnum):
    ASKED = "asked"
    APPROVED = "approved"
    DECLINED = "declined"
    LAPSED = "lapsed"


EXTENSION_WORDS = {
    ExtensionState.ASKED: "待同意",
    ExtensionState.APPROVED: "已同意",
    ExtensionState.DECLINED: "不同意",
    ExtensionState.LAPSED: "已办结，不再需要",
}


class OrganisingState(StrEnum):
    OPEN = "open"
    DONE = "done"


ORGANISING_WORDS = {OrganisingState.OPEN: "待组织校核", OrganisingState.DONE: "已组织"}


class CorrectionState(StrEnum):
    TOLD = "told"
    ACKNOWLEDGED = "acknowledged"


CORRECTION_WORDS = {CorrectionState.TOLD: "待确认", CorrectionState.ACKNOWLEDGED: "已确认"}


class Received(StrEnum):
    """How a department came by the wrong value."""

    NAMED = "named"
    IN_BULK = "in_bulk"
    PERHAPS = "perhaps"


RECEIVED_WORDS = {
    Received.NAMED: "查询过这条记录",
    Received.IN_BULK: "整批取走，其中有这条记录",
    Received.PERHAPS: "整批取走，其中可能有这条记录",
}


class Effect(StrEnum):
    """What a department did on learning of a correction."""

    REPLACED = "replaced"
    REHANDLED = "rehandled"
    NOT_KEPT = "not_kept"
    NOT_USED = "not_used"


EFFECT_WORDS = {
    Effect.REPLACED: "已改用更正后的数据",
    Effect.REHANDLED: "已改用，并对用过旧数据的办件重新核对",
    Effect.NOT_KEPT: "没有留存这条数据",
    Effect.NOT_USED: "没有用到更正的信息项",
}


class InconsistencyState(StrEnum):
    NEGOTIATING = "negotiating"
    COORDINATING = "coordinating"
    SETTLED = "settled"
    DONE = "done"
    DROPPED = "dropped"


INCONSISTENCY_WORDS = {
    InconsistencyState.NEGOTIATING: "两部门协商中",
    InconsistencyState.COORDINATING: "主管部门组织甄别中",
    InconsistencyState.SETTLED: "已有结论，待在源头办理",
    InconsistencyState.DONE: "已办结",
    InconsistencyState.DROPPED: "不属于不一致",
}


class ComparisonState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


COMPARISON_WORDS = {
    ComparisonState.WAITING: "等待比对",
    ComparisonState.RUNNING: "比对中",
    ComparisonState.DONE: "已比对",
    ComparisonState.FAILED: "没有比成",
    ComparisonState.CANCELLED: "已取消",
}
COMPARING = (ComparisonState.WAITING, ComparisonState.RUNNING)


class Side(StrEnum):
    """Of two departments whose data differ."""

    FIRST = "first"
    SECOND = "second"

    @property
    def other(self) -> "Side":
        return Side.SECOND if self is Side.FIRST else Side.FIRST


@dataclass(frozen=True, slots=True)
class Differing:
    """What differs; kept sealed, because it names a record."""

    record: str = ""
    first_value: str = ""
    second_value: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """Records of a comparison. both: found on either side with a value there; lacking: found, the value empty."""

    first: int
    second: int
    both: int
    equal: int
    differing: int
    lacking: int


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What the bureau and those it convened came to. holds: whose value; note_number: of the minutes."""

    holds: Side
    participants: str
    conclusion: str
    minutes: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What the filer says; kept sealed, because it names a person's record. `contact` is erased when the case ends."""

    record: str = ""  # the key by which the provider finds the record
    detail: str = ""
    should_be: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """An uploaded file: its name and content."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class OpenRecheck:
    """What everybody may know of an open recheck."""

    id: int
    items: tuple[str, ...]
    doubt: Doubt
    received_on: date
    digests: frozenset[str]  # keyed, of the record and whom it is about; none: of all records


class DisputeTag(StrEnum):
    """Audit tags of this room; the moves have their own."""

    FILED = "disputes.recheck.filed"
    EXTENSION_ASKED = "disputes.extension.asked"
    EVIDENCE_ADDED = "disputes.evidence.added"
    LOCATED = "disputes.recheck.located"
    CORRECTION_TOLD = "disputes.correction.told"
    INCONSISTENCY_RAISED = "disputes.inconsistency.raised"
    VIEW_STATED = "disputes.inconsistency.viewed"
    EXPERT_HEARD = "disputes.inconsistency.expert"
    COMPARISON_ASKED = "disputes.comparison.asked"


@dataclass(frozen=True, slots=True)
class RecheckCount:
    """Rechecks of a resource: answered, of these the corrected ones; still running."""

    ended: int
    corrected: int
    running: int
