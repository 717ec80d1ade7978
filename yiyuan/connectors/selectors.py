"""Reads of connectors: the provider's people see all of theirs; overseers of the region see that they are there."""

from django.db.models import QuerySet

from yiyuan.connectors import policies
from yiyuan.connectors.models import Arrival, Connector, Feed, Run
from yiyuan.kernel.actor import OVERSEERS, Actor, Function
from yiyuan.kernel.errors import NotAllowed
from yiyuan.organisations.api import Seen

KEEPERS = OVERSEERS | {Function.OPERATOR}
CONNECTORS = Seen(parties=("provider",), overseers=KEEPERS, related=("provider",), what="connectors.connector")
FEEDS = Seen(parties=("provider",), overseers=KEEPERS, related=("provider", "connector"), what="connectors.feed")
RUNS = Seen(parties=("provider",), overseers=KEEPERS, related=("provider", "feed__connector"), what="connectors.run")


def connectors(actor: Actor) -> QuerySet[Connector]:
    return CONNECTORS.rows(Connector.objects.order_by("-id"), to=actor)


def connector_for(actor: Actor, connector_id: int, *, lock: bool = False) -> Connector:
    """Raises NotFound, also when hidden."""
    return CONNECTORS.one(Connector.objects.all(), connector_id, to=actor, lock=lock)


def feeds(actor: Actor) -> QuerySet[Feed]:
    return FEEDS.rows(Feed.objects.order_by("-id"), to=actor)


def feed_for(actor: Actor, feed_id: int, *, lock: bool = False) -> Feed:
    """Raises NotFound, also when hidden."""
    return FEEDS.one(Feed.objects.all(), feed_id, to=actor, lock=lock)


def runs(actor: Actor) -> QuerySet[Run]:
    return RUNS.rows(Run.objects.order_by("-id"), to=actor)


def run_for(actor: Actor, run_id: int, *, lock: bool = False) -> Run:
    """Raises NotFound, also when hidden."""
    return RUNS.one(Run.objects.all(), run_id, to=actor, lock=lock)


def arrivals(actor: Actor, feed_id: int) -> list[Arrival]:
    """Files of a feed, newest first, for those who see where it is. Raises NotFound, NotAllowed."""
    feed = feed_for(actor, feed_id)
    if not policies.sees_place(actor, feed.provider_id):
        raise NotAllowed("connectors.files")
    return list(feed.arrivals.order_by("-seen_at", "-id")[:100])
