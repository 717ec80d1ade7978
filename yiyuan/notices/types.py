"""What crosses the border of notices."""

from enum import StrEnum


class Kind(StrEnum):
    """What a notice is about."""

    TERM = "term"
    REMINDER = "reminder"
    LATE = "late"
    MOVED = "moved"
    PROGRESS = "progress"
    URGED = "urged"
    SIGNAL = "signal"
    ORGANISATION = "organisation"


KIND_WORDS = {
    Kind.TERM: "待办",
    Kind.REMINDER: "到期提醒",
    Kind.LATE: "逾期",
    Kind.MOVED: "期限变动",
    Kind.PROGRESS: "办理结果",
    Kind.URGED: "催办",
    Kind.SIGNAL: "线索",
    Kind.ORGANISATION: "机构",
}


ASKING = (Kind.TERM, Kind.REMINDER, Kind.LATE, Kind.MOVED, Kind.URGED)  # over when the wait is


class Way(StrEnum):
    """How a notice leaves the product."""

    MAIL = "mail"
    MESSENGER = "messenger"
    SMS = "sms"


WAY_WORDS = {Way.MAIL: "电子邮件", Way.MESSENGER: "政务即时通讯", Way.SMS: "短信"}


class Pace(StrEnum):
    """When a person is written to."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    NEVER = "never"


PACE_WORDS = {
    Pace.AT_ONCE: "随到随发（免打扰时段除外）",
    Pace.DAILY: "每天一封汇总",
    Pace.NEVER: "不发，只在平台内提示",
}


class SendingState(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


SENDING_WORDS = {SendingState.WAITING: "待发送", SendingState.SENT: "已发送", SendingState.FAILED: "发送失败"}


class NoticeTag(StrEnum):
    """Audit tags of this room."""

    WISHES_SAVED = "notices.wishes.saved"
    SENDING_RETRIED = "notices.sending.retried"
