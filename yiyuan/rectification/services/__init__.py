"""What is done in a rectification: a verb each."""

from yiyuan.rectification.services.measures import (
    check_lifting,
    check_measures,
    lift_measure,
    liftable,
    measures_on,
    take_measure,
)
from yiyuan.rectification.services.orders import (
    answer_order,
    change_order,
    circulate_order,
    discard_order,
    draft_order,
    follow_reminder,
    issue_order,
    order_by_government,
    pass_order,
    read_paper,
    report_order,
    send_back_order,
    withdraw_order,
)
from yiyuan.rectification.services.referrals import (
    close_referral,
    decide_referral,
    hand_referral,
    read_referral,
    record_referral,
)
from yiyuan.rectification.services.tasks import answer_task, close_task, open_task, send_back_task

__all__ = [
    "answer_order",
    "answer_task",
    "change_order",
    "check_lifting",
    "check_measures",
    "circulate_order",
    "close_referral",
    "close_task",
    "decide_referral",
    "discard_order",
    "draft_order",
    "follow_reminder",
    "hand_referral",
    "issue_order",
    "lift_measure",
    "liftable",
    "measures_on",
    "open_task",
    "order_by_government",
    "pass_order",
    "read_paper",
    "read_referral",
    "record_referral",
    "report_order",
    "send_back_order",
    "send_back_task",
    "take_measure",
    "withdraw_order",
]
