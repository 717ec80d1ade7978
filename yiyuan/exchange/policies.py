"""Who takes data, who looks after an interface, who sees where it stands."""

from yiyuan.kernel.actor import PARTIES, Actor, Function


def may_take(actor: Actor) -> bool:
    """Files and look-ups at the window are for people of the holder who work with the data."""
    return actor.has(*PARTIES)


def may_offer(actor: Actor, provider_id: int) -> bool:
    """An interface is looked after by its provider's data officer."""
    return actor.has(Function.DATA_OFFICER) and provider_id in actor.organisation_ids


def sees_address(actor: Actor, provider_id: int) -> bool:
    """Where a provider's system stands is for its own people, and for the operator who minds the lines."""
    mine = actor.has(Function.DATA_OFFICER, Function.HEAD) and provider_id in actor.organisation_ids
    return mine or actor.has(Function.OPERATOR)
