"""What a declared project and a yearly plan must say. Pure."""

from datetime import date

from yiyuan.kernel.errors import RuleBroken
from yiyuan.kernel.terms import Yearly
from yiyuan.projects.types import Closed, Said


def is_late(*, plan_year: int, declared_on: date, yearly: Yearly | None) -> bool:
    """Whether the day for the plan of that year has passed; the day does not move where it is no workday."""
    return yearly is not None and declared_on > yearly.in_year(plan_year - 1)


def check_year(year: int, *, today: date) -> None:
    """A plan is of this year or one of the next five."""
    if not today.year <= year <= today.year + 5:
        raise RuleBroken("projects.year", first=today.year, last=today.year + 5)


def check_said(said: Said, *, today: date) -> None:
    """What nobody may see here is not written here; everything else says what it is for."""
    check_year(said.plan_year, today=today)
    if said.closed != Closed.NO:
        if said.goals or said.content or said.planning_item or said.features:
            raise RuleBroken("projects.closed")
        return
    missing = [word for word, text in (("建设目标", said.goals), ("主体内容", said.content)) if not text.strip()]
    if missing:
        raise RuleBroken("projects.declared", missing=missing)


def check_completed(*, day: date, today: date) -> None:
    """Completed on a day that has come."""
    if day > today:
        raise RuleBroken("projects.completed_on")


def check_note(*, reason: str) -> None:
    """Why, in words."""
    if not reason.strip():
        raise RuleBroken("projects.note")


def check_expert(*, employer: str, interests: str, unit: str) -> None:
    """Nobody reviews a project of the body they work for or have an interest in."""
    avoided = {line.strip() for line in [employer, *interests.splitlines()] if line.strip()}
    if any(one in unit or unit in one for one in avoided):
        raise RuleBroken("projects.expert_conflict", unit=unit)


def check_consent(*, number: str, day: date, today: date) -> None:
    """A consent has a number and a day that has come."""
    if not number.strip() or day > today:
        raise RuleBroken("projects.consent_paper")


def check_inspection(*, words: str, due_on: date, today: date) -> None:
    """Raises RuleBroken("projects.inspection_asked")."""
    if not words.strip() or due_on <= today:
        raise RuleBroken("projects.inspection_asked")


def check_answered(*, answer: str) -> None:
    """Raises RuleBroken("projects.inspection")."""
    if not answer.strip():
        raise RuleBroken("projects.inspection")
