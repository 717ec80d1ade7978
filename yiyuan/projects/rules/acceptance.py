"""What an acceptance report says, when a project is evaluated. Pure."""

from collections.abc import Mapping
from datetime import date

from yiyuan.kernel.errors import RuleBroken
from yiyuan.projects.rules.gates import Law, check_gate
from yiyuan.projects.types import REPORT_WORDS, Gate, ReportSection, Standing


def check_report(*, sections: Mapping[str, str], standing: Standing, held_on: date, today: date, law: Law) -> None:
    """All sections that the law names are filled in, and the gate of acceptance is open."""
    if held_on > today:
        raise RuleBroken("projects.accepted_on")
    empty = [REPORT_WORDS[ReportSection(one)] for one in law("projects.report_sections") if not sections[one].strip()]
    if empty:
        raise RuleBroken("projects.report_sections", problem=f"验收报告没有写明：{'、'.join(empty)}。")
    check_gate(Gate.ACCEPT, standing, law=law)


def check_failed(*, words: str, rectify_by: date | None, today: date) -> None:
    """A failed acceptance says why and until when it is mended."""
    if not words.strip() or rectify_by is None or rectify_by <= today:
        raise RuleBroken("projects.rectify_by")


def check_delay(*, reason: str, new_on: date | None, today: date) -> None:
    """A delay says why and names a day to come."""
    if not reason.strip() or new_on is None or new_on <= today:
        raise RuleBroken("projects.delay")


def check_evaluable(*, running_on: date, earliest: date | None, today: date) -> None:
    """Not before the project has run for the time that the law names."""
    if earliest is not None and today <= earliest:
        raise RuleBroken("projects.evaluation", problem=f"{running_on} 投入运行，{earliest} 之后才能评价。")


def check_operating(*, standing: Standing, law: Law) -> None:
    check_gate(Gate.OPERATE, standing, law=law)
