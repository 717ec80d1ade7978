"""Who sees the quality of a resource, who draws up rules, who reads which rows are wrong."""

from yiyuan.kernel.actor import OVERSEERS, PARTIES, Actor, Function
from yiyuan.kernel.errors import NotAllowed
from yiyuan.kernel.regions import trunk

DRAWERS = PARTIES | {Function.BUREAU}


def sees(actor: Actor, *, provider_id: int, region_code: str) -> bool:
    overseen = actor.has(*OVERSEERS) and region_code.startswith(trunk(actor.region_code))
    return provider_id in actor.organisation_ids or overseen


def may_draw(actor: Actor) -> bool:
    return actor.has(*DRAWERS)


def require_drawer(actor: Actor) -> None:
    """Raises NotAllowed."""
    if not may_draw(actor):
        raise NotAllowed("quality.rule.draw")


def may_check(actor: Actor, *, provider_id: int) -> bool:
    """The provider's people, and the bureau that oversees it."""
    return actor.has(Function.BUREAU) or (actor.has(*PARTIES) and provider_id in actor.organisation_ids)


def reads_rows(actor: Actor, *, provider_id: int) -> bool:
    """Which rows are wrong is the provider's to know."""
    return actor.has(*PARTIES) and provider_id in actor.organisation_ids
