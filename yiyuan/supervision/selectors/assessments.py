"""Reads of schemes, assessments and sheets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from yiyuan.kernel.actor import OVERSEERS, PARTIES, Actor
from yiyuan.kernel.errors import NotFound
from yiyuan.organisations.api import Seen, choices, infos, lower_regions
from yiyuan.organisations.types import Kind, Office
from yiyuan.regulations.api import resolve
from yiyuan.supervision.indicators import INDICATORS
from yiyuan.supervision.models import Assessment, Circular, Figure, Indicator, Receipt, Scheme, Sheet
from yiyuan.supervision.types import Measure, State

NOT_ASSESSED = {Office.GOVERNMENT, Office.LEADING_GROUP}
FIGURES = Prefetch("figures", Figure.objects.select_related("indicator").order_by("indicator__position"))
OF_SCHEME = Prefetch("indicators", Indicator.objects.order_by("position"))


def _own_region(actor: Actor) -> Q:
    return Q(region_code=actor.region_code)


def _received(actor: Actor) -> Q:
    got = Receipt.objects.filter(organisation_id__in=actor.organisation_ids)
    return Q(pk__in=got.values("circular")) if actor.has(*PARTIES) else Q(pk__in=())


SHEETS = Seen(
    parties=("organisation",),
    workers=PARTIES,
    region="assessment__region_code",
    related=("assessment__scheme", "organisation"),
    what="supervision.sheet",
)
ASSESSMENTS = Seen(related=("scheme",), what="supervision.assessment")
# what one is assessed by is no secret in the region
SCHEMES = Seen(more=_own_region, what="supervision.scheme")
CIRCULARS = Seen(region="assessment__region_code", more=_received, related=("assessment",), what="supervision.circular")


def sheets(actor: Actor) -> QuerySet[Sheet]:
    """Sheets the actor may see with their figures, latest year first."""
    rows = Sheet.objects.prefetch_related(FIGURES).order_by("-assessment__year", "organisation__name", "id")
    return SHEETS.rows(rows, to=actor)


def sheet_for(actor: Actor, sheet_id: int, *, lock: bool = False) -> Sheet:
    """Raises NotFound, also when hidden from the actor."""
    return SHEETS.one(Sheet.objects.prefetch_related(FIGURES), sheet_id, to=actor, lock=lock)


def figures_before(sheet: Sheet) -> dict[str, Figure]:
    """Measure -> the figure of the same body or region in the year before; empty in its first year."""
    rows = Figure.objects.filter(
        sheet__organisation=sheet.organisation_id,
        sheet__county=sheet.county,
        sheet__assessment__region_code=sheet.region_code,
        sheet__assessment__year=sheet.assessment.year - 1,
    )
    return {figure.indicator.measure: figure for figure in rows.select_related("indicator")}


def figure_for(actor: Actor, sheet_id: int, figure_id: int) -> tuple[Sheet, Figure]:
    """Raises NotFound, also when hidden from the actor."""
    sheet = sheet_for(actor, sheet_id)
    found = next((figure for figure in sheet.figures.all() if figure.id == figure_id), None)
    if found is None:
        raise NotFound("supervision.figure", id=figure_id)
    return sheet, found


def schemes(actor: Actor) -> QuerySet[Scheme]:
    """Those of the actor's region, and of the regions it oversees; latest version first."""
    rows = Scheme.objects.prefetch_related(OF_SCHEME).order_by("region_code", "-number")
    return SCHEMES.rows(rows, to=actor)


def scheme_for(actor: Actor, scheme_id: int) -> Scheme:
    """Raises NotFound, also when hidden from the actor."""
    return SCHEMES.one(Scheme.objects.prefetch_related(OF_SCHEME), scheme_id, to=actor)


def own_schemes(actor: Actor) -> QuerySet[Scheme]:
    """The versions an assessment of the actor's region may follow."""
    return Scheme.objects.filter(region_code=actor.region_code).order_by("-number")


def latest_scheme(region_code: str) -> Scheme | None:
    return Scheme.objects.filter(region_code=region_code).order_by("-number").first()


def assessed_bodies(region_code: str) -> list[int]:
    """The departments an assessment of this region covers: enrolled, of this level; no company, no government."""
    numbers = [number for number, _ in choices(region_code=region_code)]
    return [
        info.id
        for info in infos(numbers).values()
        if info.region_code == region_code
        and info.active
        and info.enrolled
        and info.kind not in {Kind.UTILITY, Kind.GRASSROOTS}
        and info.office not in NOT_ASSESSED
    ]


def asked_measures(region_code: str, *, on: date) -> list[Measure]:
    """The indicators of a scheme of this region: those whose head its text knows, and those of no head; of matters only
    some texts know where one of them stands.
    """
    heads = resolve("supervision.aspects", region=region_code, on=on).items

    def asked(by: str) -> bool:
        return not by or bool(resolve(by, region=region_code, on=on).cite)

    return [one for one in Measure if INDICATORS[one].belongs_in(heads) and asked(INDICATORS[one].asked_by)]


def scored_measures(region_code: str, *, on: date) -> list[Measure]:
    return [measure for measure in asked_measures(region_code, on=on) if INDICATORS[measure].scored]


@dataclass(frozen=True, slots=True)
class Assessed:
    """Whose figures are taken: a department's own, or those of all departments of a region below."""

    organisation_id: int
    bodies: Sequence[int]
    county: str = ""


def assessed(region_code: str, *, on: date) -> list[Assessed]:
    """The departments of the level, then the regions directly below where the text has them assessed too."""
    found = [Assessed(number, [number]) for number in assessed_bodies(region_code)]
    if resolve("supervision.counties", region=region_code, on=on).flag:
        found += [
            Assessed(one.organisation_id, assessed_bodies(one.code), one.name) for one in lower_regions(region_code)
        ]
    return found


def bodies_of(sheet: Sheet) -> Sequence[int]:
    """Whose records a sheet counts: its department's, or those of all departments of its region below."""
    if not sheet.county:
        return [sheet.organisation_id]
    below = {one.organisation_id: one.code for one in lower_regions(sheet.region_code)}
    return assessed_bodies(below[sheet.organisation_id])


def assessment_of(region_code: str, year: int) -> Assessment | None:
    return Assessment.objects.filter(region_code=region_code, year=year).first()


def circulars(actor: Actor) -> QuerySet[Circular]:
    """Those the actor may see, latest first."""
    return CIRCULARS.rows(Circular.objects.order_by("-id"), to=actor)


def circular_for(actor: Actor, circular_id: int) -> Circular:
    """Raises NotFound, also when hidden from the actor."""
    return CIRCULARS.one(Circular.objects.all(), circular_id, to=actor)


def sheets_of(assessment: Assessment) -> QuerySet[Sheet]:
    """All sheets of a year with their figures: departments by name, then the regions below."""
    rows = assessment.sheets.select_related("organisation", "assessment__scheme").prefetch_related(FIGURES)
    return rows.order_by("county", "organisation__name", "id")


def ranking(assessment: Assessment, *, counties: bool = False) -> list[tuple[int, Sheet]]:
    """(rank, sheet) of the year's confirmed departments, or regions below; best first, equals share a rank, unscored
    are left out.
    """
    rows = sheets_of(assessment).filter(state=State.CONFIRMED)
    rows = rows.exclude(county="") if counties else rows.filter(county="")
    scored = [(sheet.score, sheet) for sheet in rows]
    held = sorted(((score, sheet) for score, sheet in scored if score is not None), key=lambda one: -one[0])
    return [(1 + sum(other > score for other, _ in held), sheet) for score, sheet in held]


def assessment_for(actor: Actor, assessment_id: int) -> Assessment:
    """Of the region of those who oversee it. Raises NotFound, also when hidden from the actor."""
    return ASSESSMENTS.one(Assessment.objects.all(), assessment_id, to=actor)


def assessments(actor: Actor) -> QuerySet[Assessment]:
    """Those the actor oversees, latest year first."""
    return ASSESSMENTS.rows(Assessment.objects.order_by("-year", "id"), to=actor)


def unissued(actor: Actor) -> QuerySet[Assessment]:
    """Assessments of the actor's region of which no circular tells."""
    return Assessment.objects.filter(region_code=actor.region_code, circular=None).order_by("-year")


def receipts_seen(actor: Actor, circular: Circular) -> QuerySet[Receipt]:
    """Who has signed for it: all for those who oversee, else one's own."""
    rows = circular.receipts.select_related("organisation", "circular__assessment").order_by("organisation__name")
    return rows if actor.has(*OVERSEERS) else rows.filter(organisation_id__in=actor.organisation_ids)


def own_receipt(actor: Actor, circular: Circular) -> Receipt | None:
    rows = circular.receipts.select_related("circular__assessment", "organisation")
    return rows.filter(organisation_id__in=actor.organisation_ids).first()
