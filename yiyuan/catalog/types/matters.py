"""States and words of changes, lists, demands, tasks, challenges and feedback."""

from enum import StrEnum


# ---- changes ----
class Cause(StrEnum):
    LAW = "law_revised"
    FUNCTIONS = "functions_changed"


CAUSE_WORDS = {Cause.LAW: "法律、法规、规章修改", Cause.FUNCTIONS: "行政管理职能变化"}


class ChangeState(StrEnum):
    REGISTERED = "registered"
    TO_UPDATE = "to_update"
    TO_APPLY = "to_apply"
    EXCEPTED = "excepted"
    IN_REVIEW = "in_review"
    TO_REPORT = "to_report"
    DONE = "done"
    DROPPED = "dropped"


CHANGE_WORDS = {
    ChangeState.REGISTERED: "已登记",
    ChangeState.TO_UPDATE: "待更新目录",
    ChangeState.TO_APPLY: "待申请更新",
    ChangeState.EXCEPTED: "有正当理由，不计期限",
    ChangeState.IN_REVIEW: "待主管部门审核更新",
    ChangeState.TO_REPORT: "已更新，待报送",
    ChangeState.DONE: "已办结",
    ChangeState.DROPPED: "登记有误，已注销",
}


# ---- lists ----


class ChallengeState(StrEnum):
    OPEN = "open"
    AGREED = "agreed"
    CHANGED = "changed"
    KEPT = "kept"
    WITHDRAWN = "withdrawn"


CHALLENGE_WORDS = {
    ChallengeState.OPEN: "待答复",
    ChallengeState.AGREED: "同意更改，待发布新版本",
    ChallengeState.CHANGED: "已更改类型",
    ChallengeState.KEPT: "维持原类型",
    ChallengeState.WITHDRAWN: "已撤回",
}


class FeedbackState(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"


FEEDBACK_WORDS = {FeedbackState.OPEN: "待答复", FeedbackState.ANSWERED: "已答复"}
