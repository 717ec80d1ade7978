"""The duty list: decomposed from the catalog, in the transaction of each publication and withdrawal."""

from collections.abc import Iterable

from django.db.models import QuerySet

from yiyuan.audit.api import record
from yiyuan.catalog.models import Version
from yiyuan.catalog.types import CYCLE_WORDS, SHARING_WORDS, CatalogTag, Cycle, Sharing
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.lists.models import Demand, Duty
from yiyuan.lists.types import DutyKind


def decompose(version_id: int, *, actor: Actor) -> None:
    """Bring the duties that follow from an entry in line with its published version."""
    version = Version.objects.select_related("resource").get(id=version_id)
    owed = _owed(version)
    running = {duty.kind: duty for duty in _running(version.resource_id)}
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
                from_on=clock.today(),
                **values,
            )
    _end(version.resource_id, [duty for kind, duty in running.items() if kind not in owed], owed=owed, actor=actor)


def end(resource_id: int, *, actor: Actor) -> None:
    """End the duties of an entry that is no longer in the catalog."""
    _end(resource_id, _running(resource_id), owed=(), actor=actor)


def _running(resource_id: int) -> QuerySet[Duty]:
    return Duty.objects.filter(resource_id=resource_id, ended_on=None)


def _end(resource_id: int, ended: Iterable[Duty], *, owed: Iterable[str], actor: Actor) -> None:
    ids = [duty.id for duty in ended]
    Duty.objects.filter(id__in=ids).update(ended_on=clock.today())
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
