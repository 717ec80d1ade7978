"""Reads of joint checks, yearly reports and inspections."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch, Q, QuerySet

from yiyuan.kernel import clock
from yiyuan.kernel.actor import OVERSEERS, PARTIES, Actor
from yiyuan.organisations.api import Seen, choices, infos
from yiyuan.supervision.models import (
    BoardDay,
    Inspected,
    Inspection,
    InspectionFinding,
    JointCheck,
    JointScore,
    Scoring,
    YearReport,
)
from yiyuan.supervision.rules import joint_result
from yiyuan.supervision.selectors.assessments import assessed, assessed_bodies
from yiyuan.supervision.types import InspectionState, JointState


def _scores_or_is_scored(actor: Actor) -> Q:
    """Who scores sees the check; the departments of the region once it is closed."""
    if not actor.has(*PARTIES):
        return Q(pk__in=())
    own = Scoring.objects.filter(organisation_id__in=actor.organisation_ids)
    return Q(pk__in=own.values("check_of")) | Q(region_code=actor.region_code, state=JointState.CLOSED)


def _published(actor: Actor) -> Q:
    """A published result is there for every department of the region and for each unit that was inspected."""
    if not actor.has(*PARTIES):
        return Q(pk__in=())
    own = Inspected.objects.filter(organisation_id__in=actor.organisation_ids)
    within = Q(region_code=actor.region_code) | Q(pk__in=own.values("inspection"))
    return Q(state=InspectionState.PUBLISHED) & within


JOINTS = Seen(more=_scores_or_is_scored, what="supervision.joint")
SCORINGS = Seen(
    parties=("organisation",),
    workers=PARTIES,
    region="check_of__region_code",
    related=("check_of", "organisation"),
    what="supervision.scoring",
)
REPORTS = Seen(parties=("organisation",), workers=PARTIES, related=("organisation",), what="supervision.report")
INSPECTIONS = Seen(more=_published, what="supervision.inspection")
FINDINGS = Seen(
    parties=("unit__organisation",),
    workers=PARTIES,
    region="unit__inspection__region_code",
    related=("unit__inspection", "unit__organisation"),
    what="supervision.finding",
)
UNITS = Prefetch("units", Inspected.objects.select_related("organisation").prefetch_related("findings").order_by("id"))


# ---- joint checks ----


def joints(actor: Actor) -> QuerySet[JointCheck]:
    return JOINTS.rows(JointCheck.objects.order_by("-id"), to=actor)


def joint_for(actor: Actor, joint_id: int, *, lock: bool = False) -> JointCheck:
    """Raises NotFound, also when hidden from the actor."""
    return JOINTS.one(JointCheck.objects.all(), joint_id, to=actor, lock=lock)


def scorings(actor: Actor) -> QuerySet[Scoring]:
    return SCORINGS.rows(Scoring.objects.order_by("-id"), to=actor)


def scoring_for(actor: Actor, scoring_id: int, *, lock: bool = False) -> Scoring:
    """Raises NotFound, also when hidden from the actor."""
    return SCORINGS.one(Scoring.objects.all(), scoring_id, to=actor, lock=lock)


def own_scoring(actor: Actor, joint: JointCheck) -> Scoring | None:
    return joint.scorings.filter(organisation_id__in=actor.organisation_ids).first()


@dataclass(frozen=True, slots=True)
class Result:
    """What a department got in a joint check. means: by subject; bodies: how many scored it; whole: the one result."""

    id: int
    name: str
    means: Mapping[str, Decimal]
    whole: Decimal | None
    bodies: int
    remarks: tuple[str, ...]


def results(actor: Actor, joint: JointCheck) -> list[Result]:
    """Of all departments for those who oversee the region, else of one's own, and that once the check is closed."""
    scores = list(JointScore.objects.filter(scoring__check_of=joint).select_related("scoring__organisation"))
    names = dict(choices(region_code=joint.region_code))
    wanted = assessed_bodies(joint.region_code)
    if not actor.has(*OVERSEERS):
        closed = joint.state == JointState.CLOSED
        wanted = [number for number in wanted if closed and number in actor.organisation_ids]
    found = []
    for number in wanted:
        own = [one for one in scores if one.organisation_id == number]
        means, whole = joint_result((one.subject, one.exact) for one in own)
        remarks = tuple(f"{one.scoring.organisation.short_name}：{one.remark}" for one in own if one.remark)
        bodies = len({one.scoring_id for one in own})
        found.append(Result(number, names.get(number, ""), means, whole, bodies, remarks))
    return sorted(found, key=lambda one: (-(one.whole or Decimal(-1)), one.name))


def joint_results_of(organisation_id: int, region_code: str, year: int) -> list[tuple[JointCheck, Decimal]]:
    """What a department got in the closed joint checks of a year; nothing where nobody scored it."""
    found = []
    for joint in JointCheck.objects.filter(region_code=region_code, year=year, state=JointState.CLOSED).order_by("id"):
        own = JointScore.objects.filter(scoring__check_of=joint, organisation_id=organisation_id)
        _means, whole = joint_result((one.subject, one.exact) for one in own)
        if whole is not None:
            found.append((joint, whole))
    return found


def to_score(scoring: Scoring) -> dict[int, str]:
    """The departments of the check by name; a body does not score itself."""
    bodies = [n for n in assessed_bodies(scoring.region_code) if n != scoring.organisation_id]
    return dict(sorted(((n, info.name) for n, info in infos(bodies).items()), key=lambda one: one[1]))


# ---- yearly reports ----


def reports(actor: Actor) -> QuerySet[YearReport]:
    """Of all departments for those who oversee the region, the leading group among them; else one's own."""
    return REPORTS.rows(YearReport.objects.order_by("-year", "organisation__name", "id"), to=actor)


def report_for(actor: Actor, report_id: int, *, lock: bool = False) -> YearReport:
    """Raises NotFound, also when hidden from the actor."""
    return REPORTS.one(YearReport.objects.all(), report_id, to=actor, lock=lock)


def latest_board(region_code: str) -> BoardDay | None:
    return BoardDay.objects.filter(region_code=region_code).order_by("-on").first()


# ---- inspections ----


def inspections(actor: Actor) -> QuerySet[Inspection]:
    return INSPECTIONS.rows(Inspection.objects.prefetch_related(UNITS).order_by("-id"), to=actor)


def inspection_for(actor: Actor, inspection_id: int, *, lock: bool = False) -> Inspection:
    """Raises NotFound, also when hidden from the actor."""
    return INSPECTIONS.one(Inspection.objects.prefetch_related(UNITS), inspection_id, to=actor, lock=lock)


def units_to_inspect(region_code: str) -> dict[int, tuple[str, str]]:
    """Organisation -> (name, region below it answers for): departments, then regions where the text names them."""
    found = assessed(region_code, on=clock.today())
    names = infos([one.organisation_id for one in found])
    return {one.organisation_id: (names[one.organisation_id].name, one.county) for one in found}


def findings(actor: Actor) -> QuerySet[InspectionFinding]:
    """Of published inspections for the unit; all for those who oversee the region."""
    return _told(FINDINGS.rows(InspectionFinding.objects.order_by("-id"), to=actor), actor)


def finding_for(actor: Actor, finding_id: int, *, lock: bool = False) -> InspectionFinding:
    """Raises NotFound, also when hidden from the actor."""
    return FINDINGS.one(_told(InspectionFinding.objects.all(), actor), finding_id, to=actor, lock=lock)


def _told(rows: QuerySet[InspectionFinding], actor: Actor) -> QuerySet[InspectionFinding]:
    return rows if actor.has(*OVERSEERS) else rows.filter(unit__inspection__state=InspectionState.PUBLISHED)
