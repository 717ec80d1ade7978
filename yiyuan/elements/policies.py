"""Everybody of the instance reads the register; departments speak for their resources, the bureau for its region."""

from yiyuan.elements.models import DataElement
from yiyuan.kernel.actor import Actor, Function


def may_register(actor: Actor) -> bool:
    """Whether the actor may add an element for its region."""
    return actor.has(Function.DATA_OFFICER, Function.BUREAU)


def may_speak_for(actor: Actor, *, provider_id: int, region_code: str) -> bool:
    """Whether the actor may say that this resource is a source: its own department, or the bureau over it."""
    return (actor.has(Function.DATA_OFFICER) and actor.organisation_id == provider_id) or actor.governs(region_code)


def may_keep(actor: Actor, element: DataElement) -> bool:
    """Whether the actor keeps the element itself: moves its source, changes its synonyms."""
    return actor.governs(element.region_code)
