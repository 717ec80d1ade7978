"""How things stand in a region on a legal day: read from the rooms' own records in a fixed number of queries.

What stands published is that of today; everything else is as of the day asked for.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from yiyuan.catalog.api import freshness, published_in
from yiyuan.catalog.types import Freshness, PublishedLine
from yiyuan.exchange.api import uses_in, uses_of_resources
from yiyuan.exchange.types import Uses
from yiyuan.intake.api import loads_by_day
from yiyuan.intake.types import LoadedDay
from yiyuan.organisations.api import infos
from yiyuan.sharing.api import grants_between, grants_unused
from yiyuan.supervision.readings import WORKFLOWS
from yiyuan.supervision.rules import months_until, week_of
from yiyuan.supervision.types import Measure
from yiyuan.workflow.api import KeptTerms, behind_on, terms_kept

ANSWERS = frozenset(WORKFLOWS[Measure.ANSWERED_IN_TIME])
MONTHS = 12
WEEK = timedelta(days=7)


@dataclass(slots=True)
class Share:
    """So many of so many; of nothing there is no rate."""

    total: int = 0
    good: int = 0

    @property
    def rate(self) -> float | None:
        """In per cent, one decimal."""
        return round(100 * self.good / self.total, 1) if self.total else None

    def add(self, total: int, good: int) -> None:
        self.total += total
        self.good += good


@dataclass(slots=True)
class Period:
    """A month or a week. known: anything was on record by its end.

    terms: statutory terms that ran out and those kept; answers: of sharing applications among them; fresh: resources
    with data in the pool's charge at its end, and those within their cycle; late: matters late at its end (weeks only).
    """

    first: date
    last: date
    known: bool = True
    terms: Share = field(default_factory=Share)
    answers: Share = field(default_factory=Share)
    fresh: Share = field(default_factory=Share)
    batches: int = 0
    loaded_rows: int = 0
    used: Uses = field(default_factory=Uses)
    late: int = 0

    @property
    def label(self) -> str:
        """Of a month."""
        return f"{self.first:%Y-%m}"


@dataclass(slots=True)
class Body:
    """A department: matters that wait for it and those late; over the months what it kept, answered; freshness now."""

    id: int
    name: str
    open: int = 0
    late: int = 0
    terms: Share = field(default_factory=Share)
    answers: Share = field(default_factory=Share)
    fresh: Share = field(default_factory=Share)


@dataclass(frozen=True, slots=True)
class UsedResource:
    """A published resource with its use over the months; grants: that stand on the day."""

    id: int
    name: str
    provider: str
    since: date
    used: Uses
    grants: int


@dataclass(frozen=True, slots=True)
class Unused:
    """A grant of which nothing was ever taken; days since it began."""

    number: str
    href: str
    resource: str
    provider: str
    consumer: str
    from_on: date
    days: int


@dataclass(frozen=True, slots=True)
class Situation:
    """Of a region on a legal day. bodies: those with most late first; resources: the most used first."""

    on: date
    months: Sequence[Period]
    week: Period
    week_before: Period
    bodies: Sequence[Body]
    resources: Sequence[UsedResource]
    unused: Sequence[Unused]

    @property
    def late(self) -> int:
        return sum(body.late for body in self.bodies)

    @property
    def late_bodies(self) -> int:
        return sum(body.late > 0 for body in self.bodies)


def read(region_code: str, *, on: date) -> Situation:
    """Everything of the page and the sheet."""
    months = [Period(*span) for span in months_until(on, MONTHS)]
    week, before = (Period(*span) for span in (week_of(on), week_of(on - WEEK)))
    week.last = min(week.last, on)
    periods = [*months, before, week]
    start = min(period.first for period in periods)
    terms = terms_kept(region_code, first=start, last=on)
    lines = published_in(region_code)
    loads = loads_by_day(region_code, until=on)
    for period, used in zip(periods, uses_in(region_code, [(p.first, p.last) for p in periods]), strict=True):
        period.used = used
    days = _days_of(loads)
    began = min([*(line.since for line in lines), *(load.received_on for load in loads)], default=None)
    for period in periods:
        _count(period, terms, loads)
        for fresh in _kept(lines, days, period.last).values():
            period.fresh.add(fresh.total, fresh.good)
        period.known = bool(period.terms.total or period.used.times or (began and began <= period.last))
    waiting = behind_on(region_code, on=on)
    week.late = sum(one.late for one in waiting)
    before.late = sum(one.late for one in behind_on(region_code, on=before.last))
    bodies: dict[int, Body] = {
        one.organisation_id: Body(one.organisation_id, "", one.open, one.late) for one in waiting
    }
    for term in terms:
        if term.due_on >= months[0].first:
            body = bodies.setdefault(term.organisation_id, Body(term.organisation_id, ""))
            body.terms.add(term.total, term.good)
            if term.workflow in ANSWERS:
                body.answers.add(term.total, term.good)
    for provider, fresh in _kept(lines, days, on).items():
        bodies.setdefault(provider, Body(provider, "")).fresh = fresh
    unused = grants_unused(region_code, on=on)
    concerned = {*bodies, *(one.provider_id for one in lines)}
    concerned |= {one.provider_id for one in unused} | {one.consumer_id for one in unused}
    names = {key: info.short_name for key, info in infos(concerned).items()}
    for body in bodies.values():
        body.name = names[body.id]
    return Situation(
        on=on,
        months=months,
        week=week,
        week_before=before,
        bodies=sorted(bodies.values(), key=_worst_first),
        resources=_resources(lines, region_code, names, first=months[0].first, on=on),
        unused=[
            Unused(
                one.number,
                one.href,
                one.resource_name,
                names[one.provider_id],
                names[one.consumer_id],
                one.from_on,
                (on - one.from_on).days,
            )
            for one in unused
        ],
    )


def _worst_first(body: Body) -> tuple[int, float, str]:
    return -body.late, 101 if body.terms.rate is None else body.terms.rate, body.name


def _count(period: Period, terms: Iterable[KeptTerms], loads: Iterable[LoadedDay]) -> None:
    for term in terms:
        if period.first <= term.due_on <= period.last:
            period.terms.add(term.total, term.good)
            if term.workflow in ANSWERS:
                period.answers.add(term.total, term.good)
    for load in loads:
        if period.first <= load.received_on <= period.last:
            period.batches += load.batches
            period.loaded_rows += load.rows


def _days_of(loads: Iterable[LoadedDay]) -> dict[int, list[date]]:
    found: defaultdict[int, list[date]] = defaultdict(list)
    for load in loads:
        found[load.resource_id].append(load.received_on)
    return {resource: sorted(days) for resource, days in found.items()}


def _kept(lines: Iterable[PublishedLine], days: Mapping[int, Sequence[date]], on: date) -> dict[int, Share]:
    """On a day: provider -> resources published by then whose data are handed in, and those within their cycle."""
    found: defaultdict[int, Share] = defaultdict(Share)
    for line in lines:
        if line.since <= on and not line.held:
            loaded = days.get(line.id, ())
            at = bisect_right(loaded, on)
            stands = freshness(cycle=line.cycle, fresh_on=loaded[at - 1] if at else None, held=False, today=on)
            found[line.provider_id].add(1, stands is Freshness.KEPT)
    return found


def _resources(
    lines: Sequence[PublishedLine], region_code: str, names: Mapping[int, str], *, first: date, on: date
) -> list[UsedResource]:
    used = uses_of_resources(region_code, first=first, last=on)
    grants: defaultdict[int, int] = defaultdict(int)
    for resource in grants_between([line.id for line in lines], first=on, last=on).values():
        grants[resource] += 1
    rows = [
        UsedResource(
            line.id, line.name, names[line.provider_id], line.since, used.get(line.id, Uses()), grants[line.id]
        )
        for line in lines
    ]
    return sorted(rows, key=lambda one: (-one.used.times, one.name))
