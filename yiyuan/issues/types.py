from enum import StrEnum


class State(StrEnum):
    OPEN = "open"
    TAKEN = "taken"
    CLOSED = "closed"


STATE_WORDS = {State.OPEN: "待接收", State.TAKEN: "办理中", State.CLOSED: "已解决"}


class IssueTag(StrEnum):
    """Audit tags of this room; the moves have their own."""

    RAISED = "issues.issue.raised"
