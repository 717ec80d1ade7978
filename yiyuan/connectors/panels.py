"""What this room shows on the page of a resource: the table that brings its rows."""

from django.utils.safestring import SafeString

from yiyuan.catalog.types import Panel
from yiyuan.connectors import selectors
from yiyuan.connectors.pages import FEED_LIGHTS
from yiyuan.kernel.actor import Actor
from yiyuan.web.lists import light_of


def resource_panels(about: tuple[Actor, int]) -> list[Panel | SafeString]:
    """For those who see the feed; nobody else gets anything."""
    actor, resource_id = about
    feed = selectors.feeds(actor).filter(resource_id=resource_id).first()
    if feed is None:
        return []
    context = {"feed": feed, "light": light_of(FEED_LIGHTS, feed), "last": feed.runs.order_by("-id").first()}
    return [Panel(title="从数据库取数", template="connectors/panel.html", context=context, place="side")]
