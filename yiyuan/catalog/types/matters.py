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
class ListKind(StrEnum):
    CATALOG = "catalog"
    DEMAND = "demand"
    DUTY = "duty"
    NEGATIVE = "negative"
    SUMMARY = "summary"


LIST_WORDS = {
    ListKind.CATALOG: "目录清单",
    ListKind.DEMAND: "需求清单",
    ListKind.DUTY: "责任清单",
    ListKind.NEGATIVE: "负面清单",
    ListKind.SUMMARY: "本地汇总目录清单",
}


class DemandState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    ASSIGNED = "assigned"
    MATCHED = "matched"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


DEMAND_WORDS = {
    DemandState.DRAFT: "草稿",
    DemandState.SUBMITTED: "已提交，待审核",
    DemandState.ASSIGNED: "已列为提供部门的新责任",
    DemandState.MATCHED: "已对应资源",
    DemandState.REFUSED: "不予采纳",
    DemandState.WITHDRAWN: "已撤回",
}


class DutyKind(StrEnum):
    SHARE = "share"
    COLLECT = "collect"


DUTY_WORDS = {DutyKind.SHARE: "提供共享", DutyKind.COLLECT: "采集"}


class PartState(StrEnum):
    OPEN = "open"
    DONE = "done"


PART_WORDS = {PartState.OPEN: "未完成", PartState.DONE: "已完成"}


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
