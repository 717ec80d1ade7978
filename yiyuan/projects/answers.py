"""What a machine is told of a project."""

from datetime import date
from typing import Any, Literal

from ninja import Schema
from pydantic import Field

from yiyuan.projects.types import (
    SHARING_WORDS,
    Category,
    Closed,
    Feature,
    Funding,
    Kind,
    MaterialKind,
    OpinionKind,
    Sharing,
)
from yiyuan.workflow.api import MatterOut


class YearOut(Schema):
    """A calendar year as it was measured after its end; it never changes."""

    year: int
    first_on: date
    last_on: date
    measured_on: date
    promised: int
    kept: int
    catalogued: int
    granted: int
    consumers: int
    deliveries: int
    rows: int
    sharing: Sharing
    sharing_words: str

    @staticmethod
    def resolve_sharing_words(year: Any) -> str:  # a measured year
        return SHARING_WORDS[year.sharing]


class MaterialOut(Schema):
    """One version of a file; sha256: of the file as it was handed in."""

    id: int
    kind: MaterialKind
    version: int
    name: str
    sha256: str
    institution: str
    added_on: date


class OpinionOut(Schema):
    kind: OpinionKind
    agrees: bool
    number: str
    words: str
    body: str = Field(alias="body.name")
    given_by: str
    given_on: date


class ProjectOut(MatterOut, Schema):
    """budget: in fen. kind, category, funding, plan_year: empty of a project that was only registered."""

    name: str
    organisation: str = Field(alias="organisation.name")
    kind: Kind | Literal[""]
    category: Category | Literal[""]
    funding: Funding | Literal[""]
    plan_year: int | None
    late: bool
    budget: int
    goals: str
    content: str
    planning_item: str
    procedure: str
    no_entries: str
    features: list[Feature]
    major: bool
    cross_department: bool
    closed: Closed
    approval_number: str
    approved_on: date | None
    approved_amount: int | None
    approved_content: str
    materials: list[MaterialOut]
    entries: list[int]
    opinions: list[OpinionOut]
    similar: list[dict[str, str]]
    leader: str
    started_on: date | None
    completed_on: date | None
    accepted_on: date | None
    systems: list[str]
    years: list[YearOut]

    @staticmethod
    def resolve_entries(found: Any) -> list[int]:  # a project with its actor
        return [one.resource_id for one in found.entries.all()]

    @staticmethod
    def resolve_systems(found: Any) -> list[str]:  # a project with its actor
        return [one.system.name for one in found.systems.all()]
