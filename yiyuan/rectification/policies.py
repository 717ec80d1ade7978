"""Who issues notices, records hand-overs and opens tasks; who sees them stands in the selectors."""

from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor, Function
from yiyuan.kernel.regions import covers
from yiyuan.workflow.api import Law


def may_issue(actor: Actor, region_code: str) -> bool:
    """Officers of the body that the law of the region lets give notice; where it is the leading group, its office."""
    office = Law(region_code, clock.today())("rectification.issuer") == "leading_group"
    return actor.governs(region_code) or (
        office and actor.has(Function.LEADING) and covers(actor.region_code, region_code)
    )


def may_record(actor: Actor) -> bool:
    """A hand-over: officers of the bureau."""
    return actor.has(Function.BUREAU)


def may_task(actor: Actor) -> bool:
    """A task of supervision: the leading group, its office, the bureau."""
    return actor.has(Function.BUREAU, Function.LEADING)
