"""Who assesses, who looks at the situation of a region; who sees what else stands in the selectors."""

from yiyuan.kernel.actor import OVERSEERS, Actor, Function
from yiyuan.organisations.api import organisation
from yiyuan.organisations.types import Office


def may_assess(actor: Actor) -> bool:
    return actor.has(Function.BUREAU)


def may_look(actor: Actor) -> bool:
    """Who reads all of a region anyway, the leading group among them, and the head of its bureau."""
    return actor.has(*OVERSEERS) or (
        actor.has(Function.HEAD) and organisation(actor.organisation_id).office is Office.BUREAU
    )
