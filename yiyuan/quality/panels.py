"""What this room shows on the page of a resource: its scores, for those who may see them."""

from django.urls import reverse

from yiyuan.catalog.types import Panel
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotFound
from yiyuan.quality import selectors
from yiyuan.quality.display import score_words


def resource_panels(about: tuple[Actor, int]) -> list[Panel]:
    """For the provider and those who oversee it."""
    actor, resource_id = about
    try:
        selectors.resource_for(actor, resource_id)
    except NotFound:
        return []
    last = selectors.reports(resource_id).first()
    context = {
        "last": last,
        "scores": score_words(last.scores) if last else [],
        "href": reverse("quality:resource", args=[resource_id]),
    }
    return [Panel(title="数据质量", template="quality/panel.html", context=context, place="side")]
