"""Open a joint check, score in it, close it."""

from collections.abc import Collection, Sequence
from datetime import date

from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotAllowed
from yiyuan.regulations.api import resolve
from yiyuan.supervision import policies, rules, selectors
from yiyuan.supervision.models import JointCheck, JointScore, Scoring
from yiyuan.supervision.types import Given, ScoringState, SupervisionTag
from yiyuan.supervision.workflow import JOINT, SCORING


@transaction.atomic
def open_joint(*, actor: Actor, title: str, year: int, bodies: Collection[int], due_on: date) -> JointCheck:
    """Ask these bodies of the level to score its departments until a day.

    Raises NotAllowed, RuleBroken("supervision.year" | "supervision.bodies").
    """
    if not policies.may_assess(actor):
        raise NotAllowed("supervision.joint")
    today = clock.today()
    rules.check_year(year=year, today=today)
    rules.check_opened(title=title, chosen=bodies, known=selectors.assessed_bodies(actor.region_code))
    law = resolve("supervision.joint", region=actor.region_code, on=today)
    made = JointCheck.objects.create(
        region_code=actor.region_code,
        year=year,
        title=title.strip(),
        subjects=list(law.items),
        due_on=due_on,
        opened_by=actor.person_name,
        opened_on=today,
    )
    for number in sorted(set(bodies)):
        SCORING.begin(Scoring.objects.create(check_of=made, organisation_id=number))
    facts = {"year": year, "bodies": sorted(set(bodies))}
    record(
        actor,
        SupervisionTag.JOINT_OPENED,
        object_type="supervision.joint",
        object_id=made.id,
        requirement_ids=list(law.cite),
        facts=facts,
    )
    JOINT.begin(made)
    return made


@transaction.atomic
def give_scores(scoring_id: int, *, actor: Actor, given: Sequence[Given]) -> None:
    """What a body gives each department, once; a department it knows nothing of is left out.

    Raises NotFound, NotAllowed, MoveRefused, RuleBroken("supervision.joint_scores").
    """
    found = selectors.scoring_for(actor, scoring_id, lock=True)
    said = {"scored_by": actor.person_name, "scored_on": clock.today()}
    SCORING.move(
        found,
        "give",
        actor=actor,
        given=given,
        asked=selectors.to_score(found),
        subjects=found.check_of.subjects,
        also_set=said,
    )
    for one in given:
        JointScore.objects.create(
            scoring=found,
            organisation_id=one.organisation_id,
            subject=one.subject,
            points=one.points,
            remark=one.remark.strip(),
        )


@transaction.atomic
def close_joint(joint_id: int, *, actor: Actor, summary: str = "") -> None:
    """One result a department, shown to it from then on.

    Raises NotFound, NotAllowed, MoveRefused, RuleBroken("supervision.joint_awaited").
    """
    found = selectors.joint_for(actor, joint_id, lock=True)
    today = clock.today()
    JOINT.move(
        found,
        "close",
        actor=actor,
        awaited=found.scorings.filter(state=ScoringState.AWAITED).count(),
        today=today,
        due_on=found.due_on,
        also_set={"summary": summary.strip(), "closed_on": today},
    )
