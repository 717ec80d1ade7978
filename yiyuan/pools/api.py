"""The door of the pools."""

from yiyuan.catalog.events import ResourcePublished
from yiyuan.pools import services
from yiyuan.pools.panels import resource_panels
from yiyuan.pools.selectors import check, pool_info, pool_of, rows_where, subjects_of, view_of
from yiyuan.pools.services import changes, compare, take_in
from yiyuan.pools.withdrawing import IN_USE

__all__ = [
    "IN_USE",
    "changes",
    "check",
    "compare",
    "has_pool",
    "pool_info",
    "prepare",
    "prepare_published",
    "resource_panels",
    "rows_of",
    "rows_where",
    "subjects_of",
    "take_in",
    "view_of",
]


def prepare(resource_id: int) -> bool:
    """Make table and view of the published version ready; False where the data stays with the provider."""
    return services.prepare_resource(resource_id) is not None


def prepare_published(event: ResourcePublished) -> None:
    """A version was published: its view stands from then on, in the same transaction."""
    prepare(event.resource_id)


def has_pool(resource_id: int) -> bool:
    return pool_of(resource_id) is not None


def rows_of(resource_id: int) -> int:
    """Rows in the standing copy now; 0 without one."""
    found = pool_info(resource_id)
    return found.rows if found else 0
