"""The duty list: decomposed from the catalog, in the transaction of each publication and withdrawal."""

from yiyuan.audit.api import record
from yiyuan.catalog.models import Demand, Duty, Version
from yiyuan.catalog.types import CYCLE_WORDS, SHARING_WORDS, CatalogTag, Cycle, DutyKind, Sharing, State
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor


def decompose(version: Version, *, actor: Actor) -> None:
    """Bring the duties that follow from an entry in line with its published version, or end them."""
    today = clock.today()
    owed = _owed(version) if version.state == State.PUBLISHED else {}
    running = {duty.kind: duty for duty in Duty.objects.filter(resource_id=version.resource_id, ended_on=None)}
    ended = [duty.id for kind, duty in running.items() if kind not in owed]
    Duty.objects.filter(id__in=ended).update(ended_on=today)
    for kind, detail in owed.items():
        values = {"version": version, "title": version.name, "detail": detail, "basis": version.basis}
        if kind in running:
            Duty.objects.filter(id=running[kind].id).update(**values)
        else:
            Duty.objects.create(
                provider_id=version.resource.provider_id,
                region_code=version.resource.region_code,
                kind=kind,
                resource_id=version.resource_id,
                from_on=today,
                **values,
            )
    record(
        actor,
        CatalogTag.DUTIES_CHANGED,
        object_type="catalog.resource",
        object_id=version.resource_id,
        facts={"owed": sorted(owed), "ended": ended},
    )


def _owed(version: Version) -> dict[str, str]:
    """Every entry is to be collected; what may be shared is to be provided."""
    cycle = CYCLE_WORDS[Cycle(version.cycle)] if version.cycle else ""
    found = {str(DutyKind.COLLECT): "，".join(word for word in (version.source_system, cycle) if word)}
    if version.sharing != Sharing.NOT_SHARED:
        found[DutyKind.SHARE] = f"{SHARING_WORDS[Sharing(version.sharing)]}，{cycle}".rstrip("，")
    return found


def owe_demanded(demand: Demand, *, basis: str) -> Duty:
    """A duty that no entry carries yet: the demand of another department was assigned."""
    assert demand.provider_id is not None
    return Duty.objects.create(
        provider_id=demand.provider_id,
        region_code=demand.region_code,
        kind=DutyKind.SHARE,
        demand=demand,
        title=demand.wanted,
        detail="按需求新增，尚未编入目录",
        basis=basis or demand.duty,
        from_on=clock.today(),
    )


def end_demanded(demand: Demand) -> None:
    """The entry is there: its own duties stand in place of the one that was assigned."""
    Duty.objects.filter(demand=demand, ended_on=None).update(ended_on=clock.today())
