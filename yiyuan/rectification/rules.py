"""What must hold in a rectification. Pure."""

from collections.abc import Callable, Collection
from datetime import date
from typing import Any

from yiyuan.kernel.errors import RuleBroken

Law = Callable[[str], Any]  # by rule key


def check_said(*, problem: str, demand: str) -> None:
    if not problem.strip() or not demand.strip():
        raise RuleBroken("rectification.said")


def check_due(*, due_on: date | None, today: date) -> date:
    """The term is named, and there is time left in it; gives its last day."""
    if due_on is None or due_on <= today:
        raise RuleBroken("rectification.due")
    return due_on


def check_number(*, number: str) -> None:
    """A formal act was signed outside and has its number."""
    if not number.strip():
        raise RuleBroken("rectification.number")


def check_issue(*, number: str, due_on: date | None, issuer_id: int | None, today: date) -> None:
    """A notice leaves with its issuing body, its number and a term."""
    if issuer_id is None:
        raise RuleBroken("rectification.no_issuer")
    check_due(due_on=due_on, today=today)
    check_number(number=number)


def check_answer(*, measures: str) -> None:
    if not measures.strip():
        raise RuleBroken("rectification.answer")


def check_rechecked(*, finding: str) -> None:
    if not finding.strip():
        raise RuleBroken("rectification.rechecked")


def check_sent_back(*, finding: str, new_due_on: date | None, today: date) -> None:
    """Why it is not enough; a new last day, if any, lies ahead."""
    check_rechecked(finding=finding)
    if new_due_on is not None:
        check_due(due_on=new_due_on, today=today)


def is_lapsed(*, due_on: date | None, today: date) -> bool:
    """The last day counts until 24:00."""
    return due_on is not None and today > due_on


def check_lapsed(*, due_on: date | None, number: str, words: str, today: date) -> None:
    """The next step is open when the last day has passed; it says what is the matter."""
    if not is_lapsed(due_on=due_on, today=today):
        raise RuleBroken("rectification.lapsed", **({"due_on": due_on} if due_on else {}))
    check_number(number=number)
    if not words.strip():
        raise RuleBroken("rectification.rechecked")


def check_ordered(*, number: str, new_due_on: date | None, today: date) -> None:
    """The government's decision has a number and a new last day."""
    check_due(due_on=new_due_on, today=today)
    check_number(number=number)


def check_why(*, why: str) -> None:
    if not why.strip():
        raise RuleBroken("rectification.why")


def check_recorded(*, what: str, persons: str, kind: str, consequence: str, law: Law) -> None:
    """The facts, the person, a kind of hand-over and a consequence that the law of the region names."""
    if kind not in law("rectification.handover"):
        raise RuleBroken("rectification.handover")
    if consequence and consequence not in law("rectification.consequences"):
        raise RuleBroken("rectification.consequences")
    if not what.strip() or not persons.strip():
        raise RuleBroken("rectification.person")


def check_handed(*, organ: str, handed_on: date | None, today: date) -> None:
    if not organ.strip() or handed_on is None or handed_on > today:
        raise RuleBroken("rectification.organ")


def check_decided(*, decision: str) -> None:
    if not decision.strip():
        raise RuleBroken("rectification.decided")


def check_task(*, demand: str, due_on: date | None, today: date) -> date:
    """What is to be done, by a day to come; gives the day."""
    if not demand.strip() or due_on is None or due_on <= today:
        raise RuleBroken("rectification.task")
    return due_on


def check_measure(*, measure: str, taken: Collection[str], law: Law) -> None:
    """A measure on a project that the law lists, and that does not stand already."""
    if measure not in law("projects.measures"):
        raise RuleBroken("projects.measures")
    if measure in taken:
        raise RuleBroken("projects.measures", problem="这项措施已经采取了。")
