"""The door of rectification."""

from datetime import date

from yiyuan.rectification.models import Order
from yiyuan.rectification.papers import PAPERS
from yiyuan.rectification.services import follow_reminder, measures_on
from yiyuan.rectification.types import Found, State
from yiyuan.workflow.api import count_states, findings_on

__all__ = ["findings", "follow_reminder", "measures_on", "reseal", "states_in"]


def findings(organisation_id: int, *, first: date, last: date) -> list[Found]:
    """Violations of a department that an officer confirmed, of signals raised between both days, inclusive; each with
    its order. Nothing before the confirmation, nothing that was dropped. Two queries.
    """
    confirmed = findings_on(organisation_id, first=first, last=last)
    standing = Order.objects.filter(signal_id__in=[one.signal_id for one in confirmed]).exclude(state=State.WITHDRAWN)
    orders = {one.signal_id: one for one in standing}
    return [
        Found(
            signal_id=one.signal_id,
            title=one.title,
            href=one.href,
            violation=one.violation,
            raised_on=one.raised_on,
            order_id=order.id if (order := orders.get(one.signal_id)) else None,
            state=State(order.state) if order else None,
            lapsed=order.lapsed if order else False,
        )
        for one in confirmed
    ]


def reseal() -> int:
    """Files under the newest secret; how many were not. Safe to repeat."""
    return PAPERS.reseal()


def states_in(region_code: str) -> dict[str, int]:
    """State -> how many orders of a region and those below it."""
    return count_states(Order.objects.all(), region_code)
