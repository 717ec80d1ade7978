"""Open an inspection, record what was seen, publish it; its findings are put right and checked."""

from collections.abc import Collection, Sequence
from datetime import date

from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotAllowed, NotFound, RuleBroken
from yiyuan.regulations.api import resolve
from yiyuan.supervision import policies, rules, selectors
from yiyuan.supervision.models import Inspected, Inspection, InspectionFinding
from yiyuan.supervision.types import InspectionState, SupervisionTag
from yiyuan.supervision.workflow import FINDING, INSPECTION


@transaction.atomic
def open_inspection(*, actor: Actor, title: str, year: int, items: Sequence[str], units: Collection[int]) -> Inspection:
    """Look at these units of the region, at these things.

    Raises NotAllowed, RuleBroken("supervision.year" | "supervision.bodies").
    """
    if not policies.may_assess(actor):
        raise NotAllowed("supervision.inspection")
    today = clock.today()
    known = selectors.units_to_inspect(actor.region_code)
    rules.check_year(year=year, today=today)
    rules.check_opened(title=title, chosen=units, known=known)
    made = Inspection.objects.create(
        region_code=actor.region_code,
        year=year,
        title=title.strip(),
        items=list(items),
        opened_by=actor.person_name,
        opened_on=today,
    )
    for number in known:
        if number in units:
            Inspected.objects.create(inspection=made, organisation_id=number, county=known[number][1])
    record(
        actor,
        SupervisionTag.INSPECTION_OPENED,
        object_type="supervision.inspection",
        object_id=made.id,
        requirement_ids=list(resolve("supervision.inspection", region=actor.region_code, on=today).cite),
        facts={"year": year, "units": sorted(units)},
    )
    INSPECTION.begin(made)
    return made


def require_looking(found: Inspection, actor: Actor) -> None:
    """Raises NotAllowed, NotFound: a published inspection is looked at no more."""
    if not policies.may_assess(actor) or actor.region_code != found.region_code:
        raise NotAllowed("supervision.inspection.see")
    if found.state != InspectionState.OPEN:
        raise NotFound("supervision.inspection.open", id=found.id)


@transaction.atomic
def record_seen(
    inspection_id: int,
    *,
    actor: Actor,
    unit: int,
    seen: str,
    seen_by: str = "",
    item: str = "",
    problem: str = "",
    due_on: date | None = None,
) -> None:
    """What was seen at a unit; with a problem it becomes a finding. Called again, the words are added.

    Raises NotFound, NotAllowed, RuleBroken("supervision.seen_said").
    """
    found = selectors.inspection_for(actor, inspection_id, lock=True)
    require_looking(found, actor)
    at = found.units.filter(id=unit).first()
    if at is None:
        raise NotFound("supervision.unit", id=unit)
    today = clock.today()
    stated = bool(item and due_on and due_on >= today) if problem.strip() else not item and due_on is None
    if not seen.strip() or not stated or (item and item not in found.items):
        raise RuleBroken("supervision.seen_said")
    at.seen = "\n".join(part for part in (at.seen, seen.strip()) if part)
    at.seen_by, at.seen_on = seen_by.strip() or actor.person_name, today
    at.save(update_fields=["seen", "seen_by", "seen_on"])
    if problem.strip() and due_on is not None:
        InspectionFinding.objects.create(unit=at, item=item, problem=problem.strip(), due_on=due_on)
    record(
        actor,
        SupervisionTag.UNIT_SEEN,
        object_type="supervision.inspection",
        object_id=found.id,
        facts={"unit": at.organisation_id, "problem": bool(problem.strip())},
    )


@transaction.atomic
def publish_inspection(inspection_id: int, *, actor: Actor, summary: str) -> None:
    """Tell the departments the result; each finding becomes a task of its unit.

    Raises NotFound, NotAllowed, MoveRefused, RuleBroken("supervision.inspection_result").
    """
    found = selectors.inspection_for(actor, inspection_id, lock=True)
    said = {"summary": summary.strip(), "published_by": actor.person_name, "published_on": clock.today()}
    INSPECTION.move(
        found,
        "publish",
        actor=actor,
        unseen=found.units.filter(seen_on=None).count(),
        summary=summary,
        also_set=said,
    )
    for finding in InspectionFinding.objects.filter(unit__inspection=found).order_by("id"):
        FINDING.begin(finding)


@transaction.atomic
def answer_finding(finding_id: int, *, actor: Actor, answer: str) -> None:
    """Raises NotFound, NotAllowed, MoveRefused, RuleBroken("supervision.answer_said")."""
    found = selectors.finding_for(actor, finding_id, lock=True)
    said = {"answer": answer.strip(), "answered_on": clock.today()}
    FINDING.move(found, "answer", actor=actor, answer=answer, also_set=said)


@transaction.atomic
def close_finding(finding_id: int, *, actor: Actor, verdict: str = "") -> None:
    """Raises NotFound, NotAllowed, MoveRefused."""
    found = selectors.finding_for(actor, finding_id, lock=True)
    FINDING.move(found, "close", actor=actor, also_set={"verdict": verdict.strip(), "closed_on": clock.today()})


@transaction.atomic
def return_finding(finding_id: int, *, actor: Actor, verdict: str) -> None:
    """Not put right: the unit goes on, its day stands. Raises NotFound, NotAllowed, MoveRefused, RuleBroken."""
    found = selectors.finding_for(actor, finding_id, lock=True)
    FINDING.move(found, "back", actor=actor, answer=verdict, also_set={"verdict": verdict.strip()})
