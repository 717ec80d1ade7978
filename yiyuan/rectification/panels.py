"""What this room adds to the page of a signal: what follows when it is confirmed."""

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotFound
from yiyuan.rectification import policies, selectors
from yiyuan.workflow.api import signal_of
from yiyuan.workflow.types import SignalState


def signal_panel(about: tuple[Actor, int]) -> list[SafeString]:
    """The order that rests on it, or the way to one for whoever may give notice; nothing before it is confirmed."""
    actor, signal_id = about
    found = signal_of(actor, signal_id)
    if found.state is not SignalState.CONFIRMED:
        return []
    order = selectors.order_of(signal_id)
    if order is not None:
        try:
            order = selectors.order_for(actor, order.id)
        except NotFound:  # a draft is nothing to the department yet
            return []
    may = order is None and policies.may_issue(actor, found.region_code)
    if order is None and not may:
        return []
    context = {"order": order, "href": reverse("rectification:new_order", args=[signal_id]) if may else ""}
    return [SafeString(render_to_string("rectification/signal_panel.html", context))]
