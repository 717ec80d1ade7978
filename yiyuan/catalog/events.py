"""Facts the catalog announces."""

from dataclasses import dataclass
from datetime import date

from yiyuan.kernel.actor import Actor
from yiyuan.kernel.events import Event


@dataclass(frozen=True, slots=True)
class ResourcePublished(Event):
    """A version became the current one; `number` 1 is the first publication. actor: who published it."""

    resource_id: int
    version_id: int
    number: int
    published_on: date
    actor: Actor


@dataclass(frozen=True, slots=True)
class ResourceWithdrawn(Event):
    resource_id: int
    withdrawn_on: date
    actor: Actor


@dataclass(frozen=True, slots=True)
class LeadNamed(Event):
    """The bureau named who leads a base registry or a theme: 类 and 项 of the catalog. actor: who named it."""

    region_code: str
    category: str
    class_code: str
    lead_id: int
    actor: Actor
