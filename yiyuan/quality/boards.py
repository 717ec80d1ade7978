"""What the pages for a resource and for those who lead show: gathered once for people and for machines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from yiyuan.catalog.api import load_due, published_in, upkeep
from yiyuan.catalog.types import CYCLE_WORDS, Freshness, ResourceInfo
from yiyuan.dataplane.rules import Dimension
from yiyuan.kernel import clock
from yiyuan.kernel.actor import OVERSEERS, Actor
from yiyuan.organisations.api import infos, officer_of
from yiyuan.organisations.types import Duty, OfficerInfo
from yiyuan.pools.api import pool_info
from yiyuan.quality import rules, selectors
from yiyuan.quality.models import CheckRun, ResourceRule, WorkOrder
from yiyuan.quality.types import OrderState, RuleState
from yiyuan.workflow.api import Law

SHOWN = 24  # reports on the chart
FRESH_WORDS = {
    Freshness.KEPT: "按周期更新",
    Freshness.BEHIND: "超过周期没有更新",
    Freshness.NEVER: "还没有入过池",
    Freshness.HELD: "数据留在提供部门",
}


@dataclass(frozen=True, slots=True)
class UpdateState:
    """How a resource stands to its declared period."""

    cycle: str
    state: Freshness
    words: str
    last_on: date | None
    due_on: date | None


@dataclass(frozen=True, slots=True)
class OfResource:
    """The quality of one resource."""

    resource: ResourceInfo
    provider: str
    officer: OfficerInfo | None
    update: UpdateState
    last: CheckRun | None
    named: tuple[str, ...]
    reports: tuple[CheckRun, ...]
    rules_on: int
    orders: tuple[WorkOrder, ...]


@dataclass(frozen=True, slots=True)
class OfDepartment:
    """The indicators of one department. scores: of all rows of its last reports together."""

    provider_id: int
    name: str
    resources: int
    checked: int
    rows: int
    behind: int
    scores: Mapping[str, int]
    below: int
    open_orders: int


def update_state(resource: ResourceInfo) -> UpdateState:
    """The last load against the declared period."""
    pool, due = pool_info(resource.id), load_due(resource.id)
    last_on = pool.loaded_on if pool else None
    state = Freshness.KEPT
    if resource.held_by_provider:
        state = Freshness.HELD
    elif last_on is None:
        state = Freshness.NEVER
    elif due is not None and due.due_on < clock.today():
        state = Freshness.BEHIND
    words = FRESH_WORDS[state]
    return UpdateState(CYCLE_WORDS[resource.cycle], state, words, last_on, due.due_on if due else None)


def of_resource(actor: Actor, resource_id: int) -> OfResource:
    """Raises NotFound, also when hidden."""
    resource = selectors.resource_for(actor, resource_id)
    reports = tuple(selectors.reports(resource_id)[:SHOWN])
    law = Law(resource.region_code, clock.today())
    return OfResource(
        resource=resource,
        provider=infos([resource.provider_id])[resource.provider_id].name,
        officer=officer_of(resource.provider_id, Duty.SHARING) or officer_of(resource.provider_id, Duty.FIRST),
        update=update_state(resource),
        last=reports[0] if reports else None,
        named=tuple(d.value for d in Dimension if d in law("quality.dimensions")),
        reports=reports,
        rules_on=ResourceRule.objects.filter(resource_id=resource_id, state=RuleState.ON).count(),
        orders=tuple(WorkOrder.objects.filter(resource_id=resource_id).exclude(state=OrderState.CLOSED)),
    )


def of_departments(actor: Actor) -> list[OfDepartment]:
    """Of every department of the region, for those who oversee it; else of the actor's own."""
    lines = published_in(actor.region_code)
    if not actor.has(*OVERSEERS):
        lines = [line for line in lines if line.provider_id in actor.organisation_ids]
    by_provider: dict[int, list[int]] = {}
    for line in lines:
        by_provider.setdefault(line.provider_id, []).append(line.id)
    reports = {run.resource_id: run for run in selectors.latest_reports(provider_ids=by_provider)}
    names = infos(by_provider)
    orders = WorkOrder.objects.filter(provider_id__in=by_provider).exclude(state=OrderState.CLOSED)
    open_orders: dict[int, int] = {}
    for provider_id in orders.values_list("provider_id", flat=True):
        open_orders[provider_id] = open_orders.get(provider_id, 0) + 1
    fresh = freshness(by_provider)
    made = []
    for provider_id, resource_ids in by_provider.items():
        runs = [reports[number] for number in resource_ids if number in reports]
        made.append(
            OfDepartment(
                provider_id=provider_id,
                name=names[provider_id].name,
                resources=len(resource_ids),
                checked=len(runs),
                rows=sum(run.rows for run in runs),
                behind=fresh.get(provider_id, 0),
                scores=together(runs),
                below=sum(bool(run.lowest) for run in runs),
                open_orders=open_orders.get(provider_id, 0),
            )
        )
    return sorted(made, key=lambda one: one.name)


def freshness(provider_ids: Mapping[int, Sequence[int]]) -> dict[int, int]:
    """Provider -> resources that were not loaded within their period."""
    found = upkeep(provider_ids=list(provider_ids))
    return {number: counts[Freshness.BEHIND] + counts[Freshness.NEVER] for number, counts in found.items()}


def together(runs: Sequence[CheckRun]) -> dict[str, int]:
    """Scores of several reports as one, each by its rows; a report of no rows counts as one row."""
    weight = sum(max(run.rows, 1) for run in runs)
    return {
        dimension.value: sum(run.scores.get(dimension, rules.WHOLE) * max(run.rows, 1) for run in runs) // weight
        for dimension in Dimension
        if runs
    }
