"""The lists of the desk: whose matters, filtered by department, kind and lateness; who is late, counted."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from yiyuan.kernel import clock
from yiyuan.kernel.actor import OVERSEERS, Actor
from yiyuan.kernel.questions import Question
from yiyuan.web.lists import Filter
from yiyuan.workflow import selectors
from yiyuan.workflow.engine import WORKFLOWS
from yiyuan.workflow.models import Term
from yiyuan.workflow.types import DeskLine, Part

TABS: Mapping[str, tuple[str, Callable[[Actor], QuerySet[Term]]]] = {
    "todo": ("本部门待办", selectors.todo),
    "waiting": ("等别人办", selectors.elsewhere),
    "started": ("我发起的", selectors.started),
    "overseen": ("本地区在办", selectors.overseen),
    "done": ("已办", selectors.done),
}
DESK: Question[Actor, DeskLine] = Question("workflow.desk")  # what else waits for this person
LATENESS = {"late": "已逾期", "today": "今天到期", "week": "七天内到期", "later": "以后到期", "none": "没有法定期限"}
SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Behind:
    """A department that is waited for: how many matters, how many of them late."""

    organisation_id: int
    name: str
    open: int
    late: int


def tabs_of(actor: Actor) -> list[str]:
    return [tab for tab in TABS if tab != "overseen" or actor.has(*OVERSEERS)]


def rows(tab: str, actor: Actor) -> QuerySet[Term]:
    """The terms of one list; `may_urge` says whether the actor may ask for its end."""
    urgeable = selectors.urgeable(actor).order_by().filter(pk=OuterRef("pk"))
    return TABS[tab][1](actor).annotate(may_urge=Exists(urgeable))


def lateness_of(due_on: date | None, today: date) -> str:
    """A key of LATENESS."""
    if due_on is None:
        return "none"
    if due_on <= today:
        return "late" if due_on < today else "today"
    return "week" if due_on <= today + SOON else "later"


def _late(terms: QuerySet[Term], value: str) -> QuerySet[Term]:
    """The same as `lateness_of`, for a list."""
    today = clock.today()
    found = {
        "late": Q(due_on__lt=today),
        "today": Q(due_on=today),
        "week": Q(due_on__gt=today, due_on__lte=today + SOON),
        "later": Q(due_on__gt=today + SOON),
        "none": Q(due_on=None),
    }
    return terms.filter(found[value])


def behind(terms: QuerySet[Term], *, on: date | None = None) -> list[Behind]:
    """Departments that are waited for, those with most matters late on a legal day (today) first; one query."""
    late = Count("id", filter=Q(due_on__lt=on or clock.today()))
    found = terms.exclude(waits_for=None).order_by().values_list("waits_for", "waits_for__short_name")
    counted = found.annotate(number=Count("id"), late=late).order_by("-late", "-number", "waits_for")
    return [Behind(*row) for row in counted]


STANDS = {"open": "在办", "ended": "已了结"}
STANDING = Filter(
    "stands",
    "状态",
    lambda terms, value: terms.filter(closed_on__isnull=value == "open"),
    list(STANDS.items()),
    default="open",
)


def filters(departments: Sequence[Behind] | None) -> list[Filter]:
    """By department (any, where their names are not at hand), kind, lateness."""
    kinds = sorted(((name, table.noun) for name, table in WORKFLOWS.items()), key=lambda kind: kind[1])
    named = [(str(one.organisation_id), one.name) for one in departments or ()]

    def of_department(terms: Any, value: str) -> Any:  # a QuerySet of terms
        return terms.filter(waits_for=int(value))

    return [
        Filter("department", "轮到哪个部门", of_department, named),
        Filter("kind", "种类", lambda terms, value: terms.filter(workflow=value), kinds),
        Filter("lateness", "期限", _late, list(LATENESS.items())),
    ]


def lines(actor: Actor) -> list[DeskLine]:
    """What waits for a person beside matters: part by part, the earliest day first."""
    order = list(Part)
    return sorted(DESK.ask(actor), key=lambda one: (order.index(one.part), one.on or date.max, one.title))
