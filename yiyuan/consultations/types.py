from enum import StrEnum


class State(StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


STATE_WORDS = {State.DRAFT: "起草中", State.OPEN: "征求意见中", State.CLOSED: "已归纳"}


class Reply(StrEnum):
    """Where an invited department stands."""

    AWAITED = "awaited"
    ANSWERED = "answered"
    SILENT = "silent"


REPLY_WORDS = {Reply.AWAITED: "未反馈", Reply.ANSWERED: "已反馈", Reply.SILENT: "到期未反馈"}


class Stance(StrEnum):
    CHANGE = "change"
    OBJECT = "object"


STANCE_WORDS = {Stance.CHANGE: "建议修改", Stance.OBJECT: "不同意"}


class Verdict(StrEnum):
    ADOPTED = "adopted"
    PARTLY = "partly"
    NOT_ADOPTED = "not_adopted"


VERDICT_WORDS = {Verdict.ADOPTED: "采纳", Verdict.PARTLY: "部分采纳", Verdict.NOT_ADOPTED: "不采纳"}


class ConsultationTag(StrEnum):
    """Audit tags of this room; the moves have their own."""

    DRAFTED = "consultations.consultation.drafted"
    DECIDED = "consultations.opinion.decided"
