"""What crosses the border of elements."""

from dataclasses import dataclass
from enum import StrEnum

from yiyuan.kernel.actor import Actor
from yiyuan.kernel.questions import Question
from yiyuan.web.components import Link

# of an element: where its sources are compared
COMPARED: Question[tuple[Actor, int], Link] = Question("elements.compared")


class SourceKind(StrEnum):
    """What a resource is to a data element."""

    AUTHORITATIVE = "authoritative"
    VERIFYING = "verifying"


SOURCE_WORDS = {SourceKind.AUTHORITATIVE: "权威来源", SourceKind.VERIFYING: "校核来源"}


class Standing(StrEnum):
    """How far an element has its one source."""

    SINGLE = "single"
    NONE = "none"


STANDING_WORDS = {Standing.SINGLE: "有唯一来源", Standing.NONE: "还没有来源"}


@dataclass(frozen=True, slots=True)
class Pair:
    """An element's open authoritative source and an open one that verifies it, with their resources and items."""

    element_id: int
    element: str
    region_code: str
    authoritative_id: int
    authoritative_resource_id: int
    authoritative_item: str
    verifying_id: int
    verifying_resource_id: int
    verifying_item: str


class ElementTag(StrEnum):
    """Audit tags of this room."""

    REGISTERED = "elements.element.registered"
    CHANGED = "elements.element.changed"
    SOURCE_ADDED = "elements.source.added"
    SOURCE_TRANSFERRED = "elements.source.transferred"
    SOURCE_ENDED = "elements.source.ended"


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A published resource of another department that holds an item. registered: as the source of its element."""

    item: str
    resource_id: int
    resource: str
    provider: str
    shareable: bool
    registered: bool
