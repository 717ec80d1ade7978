"""Facts the catalog announces."""

from dataclasses import dataclass
from datetime import date

from yiyuan.kernel.events import Event


@dataclass(frozen=True, slots=True)
class ResourcePublished(Event):
    """A version became the current one; `number` 1 is the first publication."""

    resource_id: int
    version_id: int
    number: int
    published_on: date


@dataclass(frozen=True, slots=True)
class ResourceWithdrawn(Event):
    resource_id: int
    withdrawn_on: date
