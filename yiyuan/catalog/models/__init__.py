"""Models of the catalog, by noun."""

from yiyuan.catalog.models.changes import (
    ChangeEvent,
)
from yiyuan.catalog.models.entries import (
    CodeSequence,
    Item,
    Library,
    Resource,
    SharingCondition,
    Version,
)
from yiyuan.catalog.models.systems import (
    DeclaredEntry,
    InformationSystem,
)
from yiyuan.catalog.models.talks import (
    Challenge,
    Feedback,
)
from yiyuan.catalog.models.words import (
    SearchedWord,
    Synonym,
)

__all__ = [
    "Challenge",
    "ChangeEvent",
    "CodeSequence",
    "DeclaredEntry",
    "Feedback",
    "InformationSystem",
    "Item",
    "Library",
    "Resource",
    "SearchedWord",
    "SharingCondition",
    "Synonym",
    "Version",
]
