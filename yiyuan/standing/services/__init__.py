"""What is done with commitments, lists, look-ups and forged licences, by noun."""

from yiyuan.standing.services.commitments import commit, note_breach, publish_form
from yiyuan.standing.services.forgeries import approve_forgery, refuse_forgery, report_forgery
from yiyuan.standing.services.lists import (
    drop,
    end_expired,
    enter,
    give_measure,
    leave,
    object_to,
    report_measure,
    tell,
    uphold,
)
from yiyuan.standing.services.lookups import attach_purchase, look_up, look_up_many, sign_agreement
from yiyuan.standing.services.reports import make_report
from yiyuan.standing.services.watches import unwatch, watch

__all__ = [
    "approve_forgery",
    "attach_purchase",
    "commit",
    "drop",
    "end_expired",
    "enter",
    "give_measure",
    "leave",
    "look_up",
    "look_up_many",
    "make_report",
    "note_breach",
    "object_to",
    "publish_form",
    "refuse_forgery",
    "report_forgery",
    "report_measure",
    "sign_agreement",
    "tell",
    "unwatch",
    "uphold",
    "watch",
]
