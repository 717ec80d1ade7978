"""States and kinds of collection, with their words."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class PlanState(StrEnum):
    STANDING = "standing"
    ENDED = "ended"


PLAN_WORDS = {PlanState.STANDING: "在采集", PlanState.ENDED: "已停止"}


class Mode(StrEnum):
    """How data is come by."""

    DIRECT = "direct"
    THIRD_PARTY = "third_party"
    PURCHASE = "purchase"
    RECEIVE = "receive"
    EXCHANGE = "exchange"


MODE_WORDS = {
    Mode.DIRECT: "直接采集",
    Mode.THIRD_PARTY: "委托第三方采集",
    Mode.PURCHASE: "购买",
    Mode.RECEIVE: "收受",
    Mode.EXCHANGE: "交换",
}


class Place(StrEnum):
    """Where it is collected: what goes on outside is warned of and recorded, not stopped."""

    PLATFORM = "platform"
    OUTSIDE = "outside"


PLACE_WORDS = {Place.PLATFORM: "在平台上采集", Place.OUTSIDE: "在平台以外的系统里采集（如实登记）"}


class Flag(StrEnum):
    """What the platform marks on a plan for whoever supervises it."""

    NO_DUTY = "no_duty"
    OUTSIDE_DUTIES = "outside_duties"
    OUTSIDE_LIST = "outside_list"
    OUTSIDE_CATALOG = "outside_catalog"
    SECOND_SOURCE = "second_source"
    SAME_NAME = "same_name"
    LAW_CITED = "law_cited"


FLAG_WORDS = {
    Flag.NO_DUTY: "没有写明法定职责",
    Flag.OUTSIDE_DUTIES: "不在登记的职责内",
    Flag.OUTSIDE_LIST: "不在采集责任清单内",
    Flag.OUTSIDE_CATALOG: "不在目录内",
    Flag.SECOND_SOURCE: "已有别的来源",
    Flag.SAME_NAME: "与已有信息项同名，部门说明不是同一项",
    Flag.LAW_CITED: "依法律法规另行采集",
}


class Activity(StrEnum):
    """What a department's rules are about."""

    COLLECT = "collect"
    PUBLISH = "publish"
    MAINTAIN = "maintain"


ACTIVITY_WORDS = {Activity.COLLECT: "采集", Activity.PUBLISH: "发布", Activity.MAINTAIN: "维护"}


class CollectionTag(StrEnum):
    """Audit tags of this room; the moves have their own."""

    PLANNED = "collection.plan.saved"
    NORM_FILED = "collection.norm.filed"
    NORM_READ = "collection.norm.read"
    MANDATE_SAVED = "collection.mandate.saved"
    MANDATE_ENDED = "collection.mandate.ended"
    TASK_DRAFTED = "collection.task.drafted"
    WORKBOOK_READ = "collection.return.downloaded"
    REPORTED = "collection.report.made"
    PHOTO_READ = "collection.report.photo_read"


@dataclass(frozen=True, slots=True)
class Planned:
    """What a plan says, for the rules.

    foreign: items no entry of the department holds, all of them where it names none. personal: some item is.
    mandated: it rests on a registered duty. exception: the law that has it collected again. different: why an item
    of the same name is another one.
    """

    items: Sequence[str]
    foreign: Sequence[str]
    personal: bool
    mode: Mode
    outside: bool
    duty: str
    article: str
    necessity: str
    mandated: bool
    exception: str
    different: str


@dataclass(frozen=True, slots=True)
class File:
    """An uploaded file."""

    name: str
    content: bytes


class TaskState(StrEnum):
    DRAFT = "draft"
    REVIEW = "review"
    CONSENT = "consent"
    APPROVED = "approved"
    RUNNING = "running"
    CLOSED = "closed"
    STUCK = "stuck"
    DONE = "done"
    REFUSED = "refused"


TASK_WORDS = {
    TaskState.DRAFT: "草稿",
    TaskState.REVIEW: "待同级主管部门审核",
    TaskState.CONSENT: "待市级主管部门同意",
    TaskState.APPROVED: "已纳入，待开始",
    TaskState.RUNNING: "填报中",
    TaskState.CLOSED: "已截止，数据入池中",
    TaskState.STUCK: "已截止，数据没有入池",
    TaskState.DONE: "已完成",
    TaskState.REFUSED: "不同意",
}
# what grass-roots units see of
OPEN_TO_UNITS = (TaskState.APPROVED, TaskState.RUNNING, TaskState.CLOSED, TaskState.STUCK, TaskState.DONE)


class ReturnState(StrEnum):
    DUE = "due"
    SENT = "sent"
    TAKEN = "taken"
    MISSED = "missed"


RETURN_WORDS = {
    ReturnState.DUE: "待填报",
    ReturnState.SENT: "已上报",
    ReturnState.TAKEN: "已汇总",
    ReturnState.MISSED: "截止时没有报",
}


class Frequency(StrEnum):
    ONCE = "once"
    YEARLY = "yearly"
    QUARTERLY = "quarterly"
    MONTHLY = "monthly"


FREQUENCY_WORDS = {
    Frequency.ONCE: "一次",
    Frequency.YEARLY: "每年",
    Frequency.QUARTERLY: "每季",
    Frequency.MONTHLY: "每月",
}
TIMES = {Frequency.ONCE: 1, Frequency.YEARLY: 1, Frequency.QUARTERLY: 4, Frequency.MONTHLY: 12}  # a year


class ReportState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


REPORT_WORDS = {ReportState.OPEN: "待处理", ReportState.CLOSED: "已处理"}


class DigitisationState(StrEnum):
    """Of a resource kept on paper: from being in the catalog to being there in electronic form."""

    UNPLANNED = "unplanned"
    PLANNED = "planned"
    RUNNING = "running"
    DONE = "done"
    GONE = "gone"


DIGITISATION_WORDS = {
    DigitisationState.UNPLANNED: "没有改造计划",
    DigitisationState.PLANNED: "有计划，待开始",
    DigitisationState.RUNNING: "改造中",
    DigitisationState.DONE: "已完成改造",
    DigitisationState.GONE: "目录已撤销",
}
