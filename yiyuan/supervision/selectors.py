"""Reads of schemes, assessments and sheets."""

from django.db.models import Prefetch, QuerySet

from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotFound
from yiyuan.organisations.api import choices, infos
from yiyuan.organisations.types import Kind, Office
from yiyuan.supervision import policies
from yiyuan.supervision.models import Assessment, Circular, Figure, Receipt, Scheme, Sheet

NOT_ASSESSED = {Office.GOVERNMENT, Office.LEADING_GROUP}
FIGURES = Prefetch("figures", Figure.objects.select_related("indicator").order_by("indicator__position"))


def sheets(actor: Actor) -> QuerySet[Sheet]:
    """Sheets the actor may see with their figures, latest year first."""
    rows = policies.visible_sheets(Sheet.objects.all(), to=actor)
    return (
        rows.select_related("assessment__scheme", "organisation")
        .prefetch_related(FIGURES)
        .order_by("-assessment__year", "organisation__name", "id")
    )


def sheet_for(actor: Actor, sheet_id: int, *, lock: bool = False) -> Sheet:
    """Raises NotFound, also when hidden from the actor."""
    rows = sheets(actor).filter(id=sheet_id)
    found = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if found is None:
        raise NotFound("supervision.sheet", id=sheet_id)
    return found


def schemes(actor: Actor) -> QuerySet[Scheme]:
    """Latest version first."""
    return policies.visible_schemes(Scheme.objects.all(), to=actor).order_by("region_code", "-number")


def scheme_for(actor: Actor, scheme_id: int) -> Scheme:
    """Raises NotFound, also when hidden from the actor."""
    found = schemes(actor).filter(id=scheme_id).first()
    if found is None:
        raise NotFound("supervision.scheme", id=scheme_id)
    return found


def own_schemes(actor: Actor) -> QuerySet[Scheme]:
    """The versions an assessment of the actor's region may follow."""
    return Scheme.objects.filter(region_code=actor.region_code).order_by("-number")


def assessed_bodies(region_code: str) -> list[int]:
    """The departments an assessment of this region covers: enrolled, of this level; no company, no government."""
    numbers = [number for number, _ in choices(region_code=region_code)]
    return [
        info.id
        for info in infos(numbers).values()
        if info.region_code == region_code
        and info.active
        and info.enrolled
        and info.kind is not Kind.UTILITY
        and info.office not in NOT_ASSESSED
    ]


def assessment_of(region_code: str, year: int) -> Assessment | None:
    return Assessment.objects.filter(region_code=region_code, year=year).first()


def circulars(actor: Actor) -> QuerySet[Circular]:
    """Those the actor may see, latest first."""
    return policies.visible_circulars(Circular.objects.all(), to=actor).select_related("assessment").order_by("-id")


def circular_for(actor: Actor, circular_id: int) -> Circular:
    """Raises NotFound, also when hidden from the actor."""
    found = circulars(actor).filter(id=circular_id).first()
    if found is None:
        raise NotFound("supervision.circular", id=circular_id)
    return found


def ranking(circular: Circular) -> list[tuple[int, Sheet]]:
    """(rank, sheet) of the year's confirmed sheets, best first; equals share a rank, unscored are left out."""
    rows = circular.assessment.sheets.select_related("organisation").prefetch_related(FIGURES)
    scored = [(sheet.score, sheet) for sheet in rows.order_by("organisation__name", "id")]
    held = sorted(((score, sheet) for score, sheet in scored if score is not None), key=lambda one: -one[0])
    return [(1 + sum(other > score for other, _ in held), sheet) for score, sheet in held]


def unissued(actor: Actor) -> QuerySet[Assessment]:
    """Assessments of the actor's region of which no circular tells."""
    return Assessment.objects.filter(region_code=actor.region_code, circular=None).order_by("-year")


def own_receipt(actor: Actor, circular: Circular) -> Receipt | None:
    rows = circular.receipts.select_related("circular__assessment", "organisation")
    return rows.filter(organisation_id__in=actor.organisation_ids).first()
