"""Who sees an entry. Published: every department of the instance. Drafts: the provider and its bureau."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from yiyuan.catalog.models import Resource, Synonym, Version
from yiyuan.catalog.types import State
from yiyuan.kernel.actor import DEPARTMENT, OVERSEERS, Actor, Function
from yiyuan.kernel.regions import covers, trunk

OUT = [State.PUBLISHED, State.SUPERSEDED, State.WITHDRAWN]
DRAFTERS = (Function.DATA_OFFICER,)
CONCERNED = DEPARTMENT | {Function.BUREAU}  # who sees what concerns the own organisation


def visible(versions: QuerySet[Version], *, to: Actor) -> QuerySet[Version]:
    """Versions the actor may read."""
    seen = Q(state__in=OUT)
    if to.has(*DEPARTMENT):
        seen |= Q(resource__provider_id__in=to.organisation_ids)
    if to.has(Function.BUREAU, Function.AUDITOR):
        seen |= Q(resource__region_code__startswith=trunk(to.region_code)) & ~Q(state=State.DRAFT)
    return versions.filter(seen)


def visible_resources(resources: QuerySet[Resource], *, to: Actor) -> QuerySet[Resource]:
    """Resources with at least one version the actor may read."""
    return resources.filter(Exists(visible(Version.objects.filter(resource=OuterRef("pk")), to=to)))


def may_edit(version: Version, *, actor: Actor) -> bool:
    """A draft is edited by a data officer of its provider."""
    mine = version.resource.provider_id in actor.organisation_ids
    return version.state == State.DRAFT and mine and actor.has(*DRAFTERS)


def is_inside(version: Version, *, actor: Actor) -> bool:
    """Whether the actor may know how an entry came about: its provider, the bureau over it, inspectors."""
    region = version.resource.region_code
    mine = version.resource.provider_id in actor.organisation_ids
    return mine or actor.governs(region) or actor.inspects(region)


def may_describe(actor: Actor) -> bool:
    """Whether the actor writes catalog entries for its organisation."""
    return actor.has(*DRAFTERS)


def may_distribute(actor: Actor) -> bool:
    """Whether the actor hands out a spreadsheet to the departments it names; each takes its part itself."""
    return actor.has(Function.BUREAU)


def may_bring_sheets(actor: Actor) -> bool:
    return may_describe(actor) or may_distribute(actor)


def may_hand_in(actor: Actor) -> bool:
    """Whether the actor hands in the lists of its organisation."""
    return actor.has(Function.DATA_OFFICER, Function.HEAD)


def may_ask(actor: Actor) -> bool:
    """Whether the actor speaks for a department that uses data."""
    return actor.has(Function.DATA_OFFICER, Function.HEAD)


def may_register_change(actor: Actor, *, provider_id: int, region_code: str) -> bool:
    """A department for itself, a bureau for those it governs."""
    return (provider_id in actor.organisation_ids and may_hand_in(actor)) or actor.governs(region_code)


WATCHERS = OVERSEERS | {Function.OPERATOR, Function.AUDIT_ADMIN}


def overseeing(actor: Actor) -> str | None:
    """Beginning of the codes of the regions whose departments the actor watches over; None: of no others.

    The bureau, the leading group, the data centre, and inspectors.
    """
    return trunk(actor.region_code) if actor.has(*WATCHERS) else None


def oversees(actor: Actor, *, region_code: str) -> bool:
    """The same for one region."""
    return overseeing(actor) is not None and covers(actor.region_code, region_code)


def may_keep_words(actor: Actor) -> bool:
    """Whether the actor keeps the thesaurus: a bureau adds, changes and removes words."""
    return actor.governs(actor.region_code)


def may_keep_word(synonym: Synonym, *, actor: Actor) -> bool:
    """Whether the actor changes this word: what the product brings every bureau, else the one over who wrote it."""
    return may_keep_words(actor) and (not synonym.region_code or actor.governs(synonym.region_code))
