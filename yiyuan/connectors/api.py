"""The door of connectors."""

from collections.abc import Collection

from yiyuan.connectors.files import desk_lines
from yiyuan.connectors.models import Feed
from yiyuan.connectors.panels import resource_panels
from yiyuan.connectors.resealing import reseal
from yiyuan.connectors.running import read_again
from yiyuan.connectors.types import FeedState

__all__ = ["desk_lines", "fed_among", "read_again", "reseal", "resource_panels"]


def fed_among(resource_ids: Collection[int]) -> set[int]:
    """Of these resources those that a table of a department's database is being read for."""
    rows = Feed.objects.filter(resource_id__in=resource_ids, state=FeedState.ON)
    return set(rows.values_list("resource_id", flat=True))
