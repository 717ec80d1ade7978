"""Measures on a project that was not mended: told in a circular, no payment, no building, ended."""

from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import MoveRefused, NotAllowed, NotFound
from yiyuan.projects.api import terminate
from yiyuan.rectification import policies, rules, selectors
from yiyuan.rectification.models import Order, ProjectMeasure
from yiyuan.rectification.types import ENDS, RectificationTag
from yiyuan.rectification.workflow import ORDER

TERMINATION = "termination"


def check_measures(order: Order, actor: Actor) -> None:
    """Whether measures may be taken: of a project, not mended by its day or at a re-check, where the law lists any.

    Raises NotAllowed, MoveRefused.
    """
    if not policies.may_issue(actor, order.region_code):
        raise NotAllowed("rectification.measure")
    failed = order.rechecked_on is not None and order.state not in ENDS
    if order.project_id is None or not (order.lapsed or failed) or not ORDER.law(order)("projects.measures"):
        raise MoveRefused("rectification.measure", state=order.state)


def check_lifting(order: Order, actor: Actor) -> None:
    """Raises NotAllowed, MoveRefused (none stands that can be lifted)."""
    if not policies.may_issue(actor, order.region_code):
        raise NotAllowed("rectification.measure")
    if order.project_id is None or not liftable(order):
        raise MoveRefused("rectification.measure", state=order.state)


def liftable(order: Order) -> list[ProjectMeasure]:
    """Measures of this order that stand; what ended a project is not undone."""
    return list(order.steps.filter(lifted_on=None).exclude(measure=TERMINATION).order_by("id"))


@transaction.atomic
def take_measure(order_id: int, *, actor: Actor, measure: str, number: str, words: str) -> ProjectMeasure:
    """One of those the law lists, until it is lifted. Ending the project closes it for good.

    Raises NotFound, NotAllowed, MoveRefused, RuleBroken (projects.measures, rectification.number, .why).
    """
    order = selectors.order_for(actor, order_id, lock=True)
    check_measures(order, actor)
    assert order.project_id is not None, "checked before"
    law = ORDER.law(order)
    with law.judging():
        rules.check_measure(measure=measure, taken=list(measures_on(order.project_id)), law=law)
        rules.check_number(number=number)
        rules.check_why(why=words)
    made = ProjectMeasure.objects.create(
        order=order,
        project_id=order.project_id,
        measure=measure,
        number=number.strip(),
        words=words.strip(),
        taken_by=actor.person_name,
        taken_on=clock.today(),
    )
    _record(RectificationTag.MEASURED, made, order, actor=actor)
    if measure == TERMINATION:
        terminate(order.project_id, note=f"{made.number} {made.words}")
    return made


@transaction.atomic
def lift_measure(order_id: int, *, actor: Actor, measure_id: int) -> None:
    """Raises NotFound, NotAllowed, MoveRefused."""
    order = selectors.order_for(actor, order_id, lock=True)
    check_lifting(order, actor)
    found = next((one for one in liftable(order) if one.id == measure_id), None)
    if found is None:
        raise NotFound("rectification.measure", id=measure_id)
    found.lifted_by, found.lifted_on = actor.person_name, clock.today()
    found.save(update_fields=["lifted_by", "lifted_on"])
    _record(RectificationTag.LIFTED, found, order, actor=actor)


def _record(tag: RectificationTag, found: ProjectMeasure, order: Order, *, actor: Actor) -> None:
    record(
        actor,
        tag,
        object_type="rectification.order",
        object_id=order.id,
        requirement_ids=list(ORDER.law(order).resolved("projects.measures").cite),
        facts={"measure": found.measure, "project": found.project_id},
    )


def measures_on(project_id: int) -> list[str]:
    """The measures that stand on a project; the answer to its question."""
    rows = ProjectMeasure.objects.filter(project_id=project_id, lifted_on=None)
    return list(rows.order_by("id").values_list("measure", flat=True))
