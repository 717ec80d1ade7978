"""When to remind, when a term has run out. Pure."""

from collections.abc import Callable, Mapping
from datetime import date

HALF, DAY_BEFORE, LATE = "half", "day_before", "late"
REMINDER_WORDS = {HALF: "期限过半提醒", DAY_BEFORE: "到期前一日提醒", LATE: "逾期提醒"}


def reminders_due(*, left: int, total: int, sent: Mapping[str, str]) -> list[str]:
    """Kinds of reminder to make now.

    left: working days left (0 today, negative late); total: working days of the whole term.
    """
    due = []
    if left < 0:
        due.append(LATE)
    elif left <= 1:
        due.append(DAY_BEFORE)
    elif left * 2 <= total:
        due.append(HALF)
    return [kind for kind in due if kind not in sent]


def urge_from(*, last: date | None, due: Callable[[date], date], today: date) -> date | None:
    """The day from which a matter may be urged again; None: today. due: when the gap that begins on a day is over."""
    return due(last) if last and today < due(last) else None


def ran_out(*, due_on: date, today: date) -> bool:
    """The last day counts until 24:00, so a term has run out only on the day after."""
    return today > due_on


# workflow, or its beginning -> heading of a department's work (values of `organisations.work_headings`); of the rooms
HEADINGS: dict[str, str] = {}
CONDUCT: list[str] = []  # rule keys that list conduct a signal may be about; of the rooms


def heading_of(workflow: str) -> str:
    """Under which heading of a department's work a matter stands; the longest beginning decides."""
    fits = [name for name in HEADINGS if workflow == name or workflow.startswith((f"{name}.", f"{name}_"))]
    return HEADINGS[max(fits, key=len)] if fits else "sharing"
