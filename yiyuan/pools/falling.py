"""A load after which far fewer rows stand in the pool: a sign that less is supplied than should be, never a finding."""

from django.urls import reverse

from yiyuan.catalog.api import conduct_on, names_of
from yiyuan.kernel import clock
from yiyuan.kernel.actor import SYSTEM
from yiyuan.kernel.terms import Share
from yiyuan.pools.models import Load
from yiyuan.regulations.api import resolve
from yiyuan.workflow.api import raise_signal

INCOMPLETE = "incomplete"


def note_fall(load: Load) -> None:
    """Offer a signal where the rows fell by more than the region's share and its law lists an incomplete supply."""
    region, today = load.region_code, clock.today()
    before = load.rows - load.inserted_rows + load.removed_rows
    share = resolve("sharing.supply_drop", region=region, on=today).value
    assert isinstance(share, Share), "declared as a share"
    if not share.is_exceeded(before - load.rows, of=before):
        return
    violation = conduct_on(
        load.table.resource_id,
        "sharing.violation_supply",
        of_licences="licences.violation_supply",
        region=region,
        on=today,
    )
    if INCOMPLETE not in resolve(violation, region=region, on=today).items:
        return
    name = names_of([load.table.resource_id])[load.table.resource_id]
    raise_signal(
        actor=SYSTEM,
        organisation_id=load.table.provider_id,
        violation=violation,
        title=f"提供的数据减少：{name}"[:300],
        evidence=f"{today} 入池以前有 {before} 行，入池以后有 {load.rows} 行，减少超过 {share}。",
        matter=f"pools.load:{load.id}",
        href=reverse("pools:pool", args=[load.table.resource_id]),
        region=region,
    )
