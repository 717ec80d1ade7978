"""Loads that did not come within the cycle of their resource."""

from django.db import transaction
from django.urls import reverse

from yiyuan.catalog import api as catalog
from yiyuan.catalog.types import CYCLE_WORDS, OverdueLoad
from yiyuan.kernel import clock
from yiyuan.kernel.actor import SYSTEM
from yiyuan.kernel.errors import NotFound
from yiyuan.organisations.api import organisation
from yiyuan.workflow.api import raise_signal


def watch_loads() -> int:
    """Offer a signal for each overdue load, where the law of the region lists a late supply; returns how many stand.

    Nothing is found yet: the department states its reasons first. Safe to repeat: one load is offered once.
    """
    return sum(_offer(late) for late in catalog.overdue_loads(today=clock.today()))


@transaction.atomic
def _offer(late: OverdueLoad) -> bool:
    if late.held:
        last = f"数据留在提供部门，上次从其接口取到 {late.last_on or '还没有'}"
    else:
        last = f"上次更新 {late.last_on}" if late.last_on else "发布后没有归集过"
    supplied = "sharing.violation_update" if late.last_on else "sharing.violation_supply"
    violation = catalog.conduct_on(
        late.resource_id,
        supplied,
        of_licences="licences.violation_supply",
        region=late.region_code,
        on=clock.today(),
    )
    try:
        raise_signal(
            actor=SYSTEM,
            organisation_id=_responsible(late.provider_id),
            violation=violation,
            title=f"逾期未更新：{late.name}"[:300],
            evidence=f"{late.name}的更新周期是{CYCLE_WORDS[late.cycle]}，{last}，应在 {late.due_on} 前更新，"
            f"至 {clock.today()} 没有更新。",
            matter=f"intake.load:{late.resource_id}:{late.due_on}",
            href=reverse("catalog:resource", args=[late.resource_id]),
            region=late.region_code,
        )
    except NotFound:  # the law of this region lists no such conduct
        return False
    return True


def _responsible(provider_id: int) -> int:
    """The provider, or who took it over."""
    found = organisation(provider_id)
    while not found.active and found.successor_id is not None:
        found = organisation(found.successor_id)
    return found.id
