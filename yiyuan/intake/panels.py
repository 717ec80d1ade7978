"""What intake shows on the page of a resource: the way to hand data in, and the last batch."""

from django.utils.safestring import SafeString

from yiyuan.catalog.api import published_resource
from yiyuan.catalog.types import Panel
from yiyuan.intake import display, policies, selectors
from yiyuan.intake import documents as documents_
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotFound


def resource_panels(about: tuple[Actor, int]) -> list[Panel | SafeString]:
    """For those who may hand in or may see batches of the resource; nobody else gets anything."""
    actor, resource_id = about
    try:
        resource = published_resource(resource_id)
    except NotFound:  # a draft: nothing to hand in yet
        return []
    may_hand_in = policies.may_hand_in(actor, resource) and not resource.held_by_provider
    last = selectors.batches_of(actor, resource_id).first()
    documents = documents_.documents(actor).filter(resource_id=resource_id, withdrawn_on=None).count()
    if not may_hand_in and last is None and not documents:
        return []
    context = {
        "resource": resource,
        "may_hand_in": may_hand_in,
        "documents": documents,
        "last": last,
        "light": display.light(last) if last else None,
    }
    return [Panel(title="归集", template="intake/panel.html", context=context, place="side")]
