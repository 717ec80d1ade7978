"""Models of the catalog, by noun."""

from yiyuan.catalog.models.changes import ChangeEvent
from yiyuan.catalog.models.entries import CodeSequence, Item, Library, Resource, SharingCondition, Version
from yiyuan.catalog.models.guides import Compilation, CompilationPart, Guide
from yiyuan.catalog.models.imports import ColumnMapping, SheetImport, SheetRow, WorkbookImport
from yiyuan.catalog.models.lists import Demand, Duty, HandedList, Release, ReleaseLine
from yiyuan.catalog.models.systems import DeclaredEntry, InformationSystem
from yiyuan.catalog.models.talks import Challenge, Feedback

__all__ = [
    "Challenge",
    "ChangeEvent",
    "CodeSequence",
    "ColumnMapping",
    "Compilation",
    "CompilationPart",
    "DeclaredEntry",
    "Demand",
    "Duty",
    "Feedback",
    "Guide",
    "HandedList",
    "InformationSystem",
    "Item",
    "Library",
    "Release",
    "ReleaseLine",
    "Resource",
    "SharingCondition",
    "SheetImport",
    "SheetRow",
    "Version",
    "WorkbookImport",
]
