"""The duty list: decomposed from the catalog, in the transaction of each publication and withdrawal."""

from collections.abc import Iterable

from yiyuan.audit.api import record
from yiyuan.catalog.models import Version
from yiyuan.catalog.types import CYCLE_WORDS, SHARING_WORDS, CatalogTag, Cycle, Sharing
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.lists.models import Demand, Duty
from yiyuan.lists.types import DutyKind


def decompose(version_id: int, *, actor: Actor) -> None:
    """Put the duties of a published version in place of the former ones, which are kept with their end."""
    version = Version.objects.select_related("resource").get(id=version_id)
    owed = _owed(version)
    end(version.resource_id, actor=actor, owed=owed)
    for kind, detail in owed.items():
        Duty.objects.create(
            provider_id=version.resource.provider_id,
            region_code=version.resource.region_code,
            kind=kind,
            resource_id=version.resource_id,
            version=version,
            title=version.name,
            detail=detail,
            basis=version.basis,
            from_on=clock.today(),
        )


def end(resource_id: int, *, actor: Actor, owed: Iterable[str] = ()) -> None:
    """End the running duties of an entry. owed: the kinds that take their place; none where it left the catalog."""
    running = Duty.objects.filter(resource_id=resource_id, ended_on=None)
    ids = list(running.values_list("id", flat=True))
    running.update(ended_on=clock.today())
    record(
        actor,
        CatalogTag.DUTIES_CHANGED,
        object_type="catalog.resource",
        object_id=resource_id,
        facts={"owed": sorted(owed), "ended": ids},
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
