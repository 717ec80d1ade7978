"""Writes of supervision, by noun."""

from yiyuan.supervision.services.assessments import (
    confirm_sheet,
    issue_circular,
    make_scheme,
    open_assessment,
    receive_circular,
    retake_sheet,
    state_view,
)
from yiyuan.supervision.services.boards import refresh_board, refresh_boards
from yiyuan.supervision.services.inspections import (
    answer_finding,
    close_finding,
    open_inspection,
    publish_inspection,
    record_seen,
    require_looking,
    return_finding,
)
from yiyuan.supervision.services.joint import close_joint, give_scores, open_joint
from yiyuan.supervision.services.reports import open_reports, submit_report

__all__ = [
    "answer_finding",
    "close_finding",
    "close_joint",
    "confirm_sheet",
    "give_scores",
    "issue_circular",
    "make_scheme",
    "open_assessment",
    "open_inspection",
    "open_joint",
    "open_reports",
    "publish_inspection",
    "receive_circular",
    "record_seen",
    "refresh_board",
    "refresh_boards",
    "require_looking",
    "retake_sheet",
    "return_finding",
    "state_view",
    "submit_report",
]
