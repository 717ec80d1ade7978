"""What this room adds to a catalog page, and the place where upper rooms add to a grant's page."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from yiyuan.catalog.types import Panel, Sharing
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotFound
from yiyuan.kernel.questions import Question
from yiyuan.organisations.api import infos
from yiyuan.regulations.api import chips, words
from yiyuan.sharing import policies, selectors
from yiyuan.sharing.types import Route
from yiyuan.workflow.api import Law

# (actor, grant id[, fresh key]) -> a component or safe HTML for the grant's page: how to call, calls so far, download
GRANT_PANELS: Question[tuple[Any, ...], Any] = Question("sharing.grant_panels")


def resource_panel(about: tuple[Actor, int]) -> Iterable[Panel]:
    """How to come to a resource, on its catalog page: who decides, by when, and the way there."""
    actor, resource_id = about
    try:
        resource = selectors.open_resource(resource_id)
    except NotFound:
        return
    if policies.may_list_eligible(actor, resource) and resource.sharing == Sharing.CONDITIONAL:
        listed = infos(selectors.eligible_for(resource_id)).values()
        yield Panel(
            title="可申请部门",
            template="sharing/eligible_panel.html",
            context={
                "listed": "、".join(sorted(info.short_name for info in listed)),
                "href": reverse("sharing:eligible", args=[resource_id]),
            },
        )
    if resource.provider_id in actor.organisation_ids or not policies.may_apply(actor):
        return
    today = clock.today()
    law = Law(resource.region_code, today)
    route = selectors.route_for(resource, today=today)
    reply = law.resolved("sharing.reply")
    asked = {"region": resource.region_code, "on": today, "sharing_type": resource.sharing.value}
    yield Panel(
        title="使用这项资源",
        template="sharing/resource_panel.html",
        context={
            "resource": resource,
            "route": route.value,
            "bound": any(kind == Sharing.CONDITIONAL for _, kind in selectors.items_with_types(resource)),
            "href": reverse("sharing:apply", args=[resource_id]),
            "what_if": f"{reverse('workflow:what_if')}?{urlencode(asked)}",
            "reply": words(reply) if reply.value else "",
            "decider": words(law.resolved("sharing.decider")),
            "chips": chips(reply if route is Route.APPLY else law.resolved("sharing.not_shared_route")),
            "grants": list(selectors.got(actor).filter(resource_id=resource_id)[:3]),
        },
    )
