"""Who assesses; who sees what stands in the selectors."""

from yiyuan.kernel.actor import Actor, Function


def may_assess(actor: Actor) -> bool:
    return actor.has(Function.BUREAU)
