"""What this room asks the rooms above it."""

from yiyuan.kernel.actor import Actor
from yiyuan.kernel.questions import Question

# resource id -> address of the page on which it is applied for
APPLY_AT: Question[int, str] = Question("collection.apply_at")
# who asks, number of a sharing application -> itself, where it is that department's and was refused
REFUSALS: Question[tuple[Actor, str], str] = Question("collection.refusals")


def apply_at(resource_id: int) -> str:
    """Empty where nobody answers."""
    return next(iter(APPLY_AT.ask(resource_id)), "")
