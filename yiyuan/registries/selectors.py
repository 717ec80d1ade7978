"""Reads of registries: the lead and the contributors see theirs; overseers of the region and the centre see all."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from yiyuan.catalog import api as catalog
from yiyuan.kernel import clock
from yiyuan.kernel.actor import OVERSEERS, Actor, Function
from yiyuan.organisations.api import Seen
from yiyuan.registries import rules
from yiyuan.registries.models import Build, Linking, Registry, Regrouping, Source, Suspect
from yiyuan.workflow.api import Law

KEEPERS = OVERSEERS | {Function.OPERATOR}


def _contributes(actor: Actor) -> Q:
    return Q(pk__in=Source.objects.filter(provider__in=actor.organisation_ids).values("registry"))


REGISTRIES = Seen(
    parties=("lead",), overseers=KEEPERS, more=_contributes, related=("lead",), what="registries.registry"
)
BUILDS = Seen(parties=("lead",), overseers=KEEPERS, related=("lead", "registry"), what="registries.build")


def registries(actor: Actor) -> QuerySet[Registry]:
    return REGISTRIES.rows(Registry.objects.order_by("category", "class_code", "id"), to=actor)


def registry_for(actor: Actor, registry_id: int, *, lock: bool = False) -> Registry:
    """Raises NotFound, also when hidden."""
    return REGISTRIES.one(Registry.objects.all(), registry_id, to=actor, lock=lock)


REGROUPINGS = Seen(parties=("lead",), overseers=KEEPERS, related=("lead", "registry"), what="registries.regrouping")


def regroupings(actor: Actor) -> QuerySet[Regrouping]:
    return REGROUPINGS.rows(Regrouping.objects.order_by("-id"), to=actor)


def regrouping_for(actor: Actor, regrouping_id: int, *, lock: bool = False) -> Regrouping:
    """Raises NotFound, also when hidden."""
    return REGROUPINGS.one(Regrouping.objects.all(), regrouping_id, to=actor, lock=lock)


LINKINGS = Seen(parties=("lead",), overseers=KEEPERS, related=("lead", "registry"), what="registries.linking")
SUSPECTS = Seen(parties=("lead",), overseers=KEEPERS, related=("lead", "registry"), what="registries.suspect")


def linkings(actor: Actor) -> QuerySet[Linking]:
    return LINKINGS.rows(Linking.objects.order_by("-id"), to=actor)


def linking_for(actor: Actor, linking_id: int, *, lock: bool = False) -> Linking:
    """Raises NotFound, also when hidden."""
    return LINKINGS.one(Linking.objects.all(), linking_id, to=actor, lock=lock)


def suspects(actor: Actor) -> QuerySet[Suspect]:
    """The likeliest first."""
    return SUSPECTS.rows(Suspect.objects.order_by("-probability", "id"), to=actor)


def suspect_for(actor: Actor, suspect_id: int, *, lock: bool = False) -> Suspect:
    """Raises NotFound, also when hidden."""
    return SUSPECTS.one(Suspect.objects.all(), suspect_id, to=actor, lock=lock)


def builds(actor: Actor) -> QuerySet[Build]:
    return BUILDS.rows(Build.objects.order_by("-id"), to=actor)


def build_for(actor: Actor, build_id: int, *, lock: bool = False) -> Build:
    """Raises NotFound, also when hidden."""
    return BUILDS.one(Build.objects.all(), build_id, to=actor, lock=lock)


@dataclass(frozen=True, slots=True)
class Contributor:
    """A source of a registry and how it keeps to its cycle. late: days behind it; 0: not."""

    source: Source
    provider: str
    cycle: str
    loaded_on: date | None
    due_on: date | None
    late: int


def contributors(registry: Registry) -> list[Contributor]:
    """Sources in the order of their priority."""
    from yiyuan.catalog.types import CYCLE_WORDS
    from yiyuan.pools.api import pool_info

    today = clock.today()
    sources = list(registry.sources.select_related("provider", "base"))
    cycles = catalog.cycles_of(one.resource_id for one in sources if one.resource_id)
    found = []
    for one in sources:
        due = catalog.load_due(one.resource_id) if one.resource_id else None
        pool = pool_info(one.resource_id) if one.resource_id else None
        loaded = pool.loaded_at if pool else one.base.built_at if one.base else None
        due_on = due.due_on if due else None
        found.append(
            Contributor(
                one,
                one.provider.name,
                CYCLE_WORDS[cycles[one.resource_id]] if one.resource_id in cycles else "随所依据的库",
                loaded.date() if loaded else None,
                due_on,
                rules.late_days(due_on=due_on, today=today),
            )
        )
    return found


def departments(registry: Registry, *, seen: frozenset[int] = frozenset()) -> set[int]:
    """Whose data it is made of; of a registry it stands upon, those of that one."""
    found: set[int] = set()
    for source in registry.sources.select_related("base"):
        if source.base is None:
            found.add(source.provider_id)
        elif source.base_id not in seen:
            found |= departments(source.base, seen=seen | {registry.pk})
    return found


def is_too_few(registry: Registry) -> bool:
    """Whether a theme is made of the data of fewer departments than the law means."""
    law = Law(registry.region_code, clock.today())
    return rules.is_too_few(is_base=registry.is_base, departments=departments(registry), law=law)


def names(registry_ids: Iterable[int]) -> dict[int, str]:
    return dict(Registry.objects.filter(id__in=set(registry_ids)).values_list("id", "name"))
