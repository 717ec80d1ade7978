"""The door of the register."""

from yiyuan.catalog.events import ResourceWithdrawn
from yiyuan.elements import services
from yiyuan.elements.selectors import aliases_of, claims_on, elsewhere, pairs, same_names

__all__ = ["aliases_of", "claims_on", "elsewhere", "forget_withdrawn", "pairs", "same_names"]


def forget_withdrawn(event: ResourceWithdrawn) -> None:
    """Heard when a resource leaves the catalog; runs in the same transaction."""
    services.end_sources_of(event.resource_id, withdrawn_on=event.withdrawn_on)
