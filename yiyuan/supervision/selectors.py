"""Reads of schemes, assessments and sheets."""

from django.db.models import Prefetch, Q, QuerySet

from yiyuan.kernel.actor import OVERSEERS, PARTIES, Actor
from yiyuan.organisations.api import Seen, choices, infos
from yiyuan.organisations.types import Kind, Office
from yiyuan.supervision.models import Assessment, Circular, Figure, Indicator, Receipt, Scheme, Sheet

NOT_ASSESSED = {Office.GOVERNMENT, Office.LEADING_GROUP}
FIGURES = Prefetch("figures", Figure.objects.select_related("indicator").order_by("indicator__position"))
INDICATORS = Prefetch("indicators", Indicator.objects.order_by("position"))


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


def schemes(actor: Actor) -> QuerySet[Scheme]:
    """Those of the actor's region, and of the regions it oversees; latest version first."""
    rows = Scheme.objects.prefetch_related(INDICATORS).order_by("region_code", "-number")
    return SCHEMES.rows(rows, to=actor)


def scheme_for(actor: Actor, scheme_id: int) -> Scheme:
    """Raises NotFound, also when hidden from the actor."""
    return SCHEMES.one(Scheme.objects.prefetch_related(INDICATORS), scheme_id, to=actor)


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
        and info.kind not in {Kind.UTILITY, Kind.GRASSROOTS}
        and info.office not in NOT_ASSESSED
    ]


def assessment_of(region_code: str, year: int) -> Assessment | None:
    return Assessment.objects.filter(region_code=region_code, year=year).first()


def circulars(actor: Actor) -> QuerySet[Circular]:
    """Those the actor may see, latest first."""
    return CIRCULARS.rows(Circular.objects.order_by("-id"), to=actor)


def circular_for(actor: Actor, circular_id: int) -> Circular:
    """Raises NotFound, also when hidden from the actor."""
    return CIRCULARS.one(Circular.objects.all(), circular_id, to=actor)


def ranking(circular: Circular) -> list[tuple[int, Sheet]]:
    """(rank, sheet) of the year's confirmed sheets, best first; equals share a rank, unscored are left out."""
    rows = circular.assessment.sheets.select_related("organisation").prefetch_related(FIGURES)
    scored = [(sheet.score, sheet) for sheet in rows.order_by("organisation__name", "id")]
    held = sorted(((score, sheet) for score, sheet in scored if score is not None), key=lambda one: -one[0])
    return [(1 + sum(other > score for other, _ in held), sheet) for score, sheet in held]


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
