"""What the search box finds beside resources: each room answers what the actor may see of its own."""

from dataclasses import dataclass

from yiyuan.kernel.actor import Actor
from yiyuan.kernel.questions import Question

MOST_HITS = 5  # of one room


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found. kind: what it is, in a word; note: a line below it.

    sure: it is named by what was typed; else it only speaks of it.
    """

    kind: str
    title: str
    href: str
    note: str = ""
    sure: bool = True


# what does this text name, of what the actor may see? numbers, persons, articles
FINDS: Question[tuple[Actor, str], Hit] = Question("kernel.finds")
# where does the actor go when nothing was found?
SEEKS: Question[tuple[Actor, str], Hit] = Question("kernel.seeks")
