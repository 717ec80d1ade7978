"""Reads of collection."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from yiyuan.catalog.api import resources_of
from yiyuan.catalog.types import ResourceInfo
from yiyuan.collection.models import Digitisation, Mandate, Norm, Plan, Report, Return, Task
from yiyuan.collection.types import OPEN_TO_UNITS, Frequency, TaskState
from yiyuan.kernel.actor import PARTIES, Actor
from yiyuan.organisations.api import Seen

PLANS = Seen(parties=("organisation",), related=("organisation", "mandate"), what="collection.plan")
MANDATES = Seen(parties=("organisation",), related=("organisation",), what="collection.mandate")
NORMS = Seen(parties=("organisation",), related=("organisation",), what="collection.norm")

DIGITISATIONS = Seen(parties=("organisation",), related=("organisation",), what="collection.digitisation")


def plans(actor: Actor) -> QuerySet[Plan]:
    """Plans of the actor's department; all of the region for those who oversee it."""
    return PLANS.rows(Plan.objects.order_by("-id"), to=actor)


def plan_for(actor: Actor, plan_id: int, *, lock: bool = False) -> Plan:
    """Raises NotFound, also when hidden."""
    return PLANS.one(Plan.objects.all(), plan_id, to=actor, lock=lock)


def mandates(actor: Actor) -> QuerySet[Mandate]:
    return MANDATES.rows(Mandate.objects.order_by("-id"), to=actor)


def mandate_for(actor: Actor, mandate_id: int, *, lock: bool = False) -> Mandate:
    """Raises NotFound, also when hidden."""
    return MANDATES.one(Mandate.objects.all(), mandate_id, to=actor, lock=lock)


def open_mandates(organisation_id: int) -> QuerySet[Mandate]:
    return Mandate.objects.filter(organisation_id=organisation_id, ended_on=None).order_by("duty")


def norms(actor: Actor) -> QuerySet[Norm]:
    return NORMS.rows(Norm.objects.order_by("-id"), to=actor)


def norm_for(actor: Actor, norm_id: int) -> Norm:
    """Raises NotFound, also when hidden."""
    return NORMS.one(Norm.objects.all(), norm_id, to=actor)


def entries(actor: Actor) -> Sequence[ResourceInfo]:
    """Published entries of the actor's department, and of those it took over."""
    return [one for body in sorted(actor.organisation_ids) for one in resources_of(body)]


def _asked_of(actor: Actor) -> Q:
    """What a grass-roots unit sees: approved tasks that name it."""
    return Q(unit_ids__overlap=sorted(actor.organisation_ids), state__in=OPEN_TO_UNITS)


TASKS = Seen(
    parties=("organisation", "reviewer", "consenter"),
    kept=Q(state=TaskState.DRAFT),
    more=_asked_of,
    related=("organisation",),
    what="collection.task",
)
RETURNS = Seen(
    parties=("unit", "task__organisation"),
    related=("unit", "task", "task__organisation"),
    what="collection.return",
)
REPORTS = Seen(parties=("organisation",), related=("organisation", "about"), what="collection.report")
# approved tasks that still burden somebody
STANDING = Q(state__in=OPEN_TO_UNITS) & ~Q(state=TaskState.DONE, frequency=Frequency.ONCE)


def tasks(actor: Actor) -> QuerySet[Task]:
    """Tasks of the actor's department, those it approves, those that ask it; all sent ones of the region."""
    return TASKS.rows(Task.objects.order_by("-id"), to=actor)


def task_for(actor: Actor, task_id: int, *, lock: bool = False) -> Task:
    """Raises NotFound, also when hidden."""
    return TASKS.one(Task.objects.all(), task_id, to=actor, lock=lock)


def returns(actor: Actor) -> QuerySet[Return]:
    return RETURNS.rows(Return.objects.order_by("-id"), to=actor)


def return_for(actor: Actor, return_id: int, *, lock: bool = False) -> Return:
    """Raises NotFound, also when hidden."""
    return RETURNS.one(Return.objects.all(), return_id, to=actor, lock=lock)


def reads_rows(actor: Actor, found: Return) -> bool:
    """Rows are the unit's and the department's that asks for them."""
    return bool({found.unit_id, found.task.organisation_id} & actor.organisation_ids) and actor.has(*PARTIES)


def reports(actor: Actor) -> QuerySet[Report]:
    return REPORTS.rows(Report.objects.order_by("-id"), to=actor)


def report_for(actor: Actor, report_id: int, *, lock: bool = False) -> Report:
    """Raises NotFound, also when hidden."""
    return REPORTS.one(Report.objects.all(), report_id, to=actor, lock=lock)


def digitisations(actor: Actor) -> QuerySet[Digitisation]:
    return DIGITISATIONS.rows(Digitisation.objects.order_by("-id"), to=actor)


def digitisation_for(actor: Actor, digitisation_id: int, *, lock: bool = False) -> Digitisation:
    """Raises NotFound, also when hidden."""
    return DIGITISATIONS.one(Digitisation.objects.all(), digitisation_id, to=actor, lock=lock)
