"""What a department would score if the running year were taken today. Writes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from yiyuan.kernel.actor import OVERSEERS, Actor
from yiyuan.organisations.api import infos
from yiyuan.supervision import readings, selectors
from yiyuan.supervision.display import FigureLine, line_read
from yiyuan.supervision.models import Scheme
from yiyuan.supervision.rules import Part, score
from yiyuan.supervision.types import Measure


@dataclass(frozen=True, slots=True)
class Preview:
    """By the latest scheme. score: of a hundred, none where nothing weighted was due."""

    scheme: Scheme
    score: Decimal | None
    lines: Sequence[FigureLine]


def bodies_seen(actor: Actor) -> dict[int, str]:
    """Departments whose preview the actor may see, by name: all of the region it oversees, else its own."""
    bodies = selectors.assessed_bodies(actor.region_code)
    if not actor.has(*OVERSEERS):
        bodies = [number for number in bodies if number in actor.organisation_ids]
    return dict(sorted(((number, info.name) for number, info in infos(bodies).items()), key=lambda one: one[1]))


def read(region_code: str, organisation_id: int, *, on: date) -> Preview | None:
    """From the first of January to this day; None where the region has no scheme yet."""
    scheme = selectors.latest_scheme(region_code)
    if scheme is None:
        return None
    lines, parts = [], []
    for indicator in scheme.indicators.order_by("position"):
        found = readings.read(
            Measure(indicator.measure), organisation_ids=[organisation_id], first=date(on.year, 1, 1), last=on
        )
        lines.append(line_read(indicator, found))
        parts.append(Part(indicator.weight, found.good, found.total, indicator.better))
    return Preview(scheme, score(parts), lines)


def of_year(region_code: str, organisation_id: int, year: int) -> list[list[str]]:
    """Head, name, words and share of each figure of a whole year, as a report keeps them; none without a scheme."""
    found = read(region_code, organisation_id, on=date(year, 12, 31))
    return [[one.head, one.name, one.words, one.share] for one in found.lines] if found else []
