"""What comes in and goes out, and how names of items become a scope."""

from datetime import date
from typing import Any

from ninja import Schema
from pydantic import ConfigDict

from yiyuan.sharing.types import Condition, Operator, Scope


class ConditionIn(Schema):
    item: str
    operator: Operator = Operator.IS
    value: str


class WholeIn(Schema):
    """A field nobody knows is refused: what is dropped in silence would be granted or kept in full."""

    model_config = ConfigDict(extra="forbid")


class AskedIn(WholeIn):
    """Items by name (empty: all), conditions on rows, methods, last day of use."""

    items: list[str] = []
    rows: list[ConditionIn] = []
    methods: list[str] = []
    until_on: date | None = None


class LimitsIn(WholeIn):
    """At most so many calls, so many rows a day."""

    daily_calls: int | None = None
    daily_rows: int | None = None


class StatementsIn(Schema):
    """What an applicant states, once for all it asks for."""

    need: str = ""
    purpose: str = ""
    duty: str = ""
    legal_basis: str = ""
    scenario: str = ""
    business_need: str = ""
    service_item: str = ""
    receiving_system: str = ""
    protection_level: int | None = None
    contact: str = ""
    use_kinds: list[str] = []
    consent: str = ""
    undertaking: bool = False


class SubscriptionIn(AskedIn):
    resource_id: int
    need: str = ""
    purpose: str = ""
    duty: str = ""
    scenario: str = ""
    service_item: str = ""


class PartIn(AskedIn):
    """What is asked of one resource; as long as a grant may run when `until_on` is not given."""

    resource_id: int
    materials: list[str] = []


class NeedIn(StatementsIn):
    title: str
    parts: list[PartIn]


class ApplicationIn(AskedIn, StatementsIn):
    resource_id: int
    materials: list[str] = []
    renews_id: int | None = None
    send: bool = True


class GrantIn(AskedIn, LimitsIn):
    reason: str = ""
    unmasked: list[str] = []


class NarrowIn(LimitsIn):
    """Items by name that stay, methods, last day of use; what is left out stays as it is."""

    items: list[str] = []
    methods: list[str] = []
    until_on: date | None = None
    reason: str = ""


def scope_from(asked: AskedIn, resource: Any, *, whole: Scope | None = None) -> Scope:  # ResourceInfo
    """Item names to ids. An unknown name becomes id 0, which the rules refuse by name."""
    ids = {item.name: item.id for item in resource.items}
    everything = frozenset(ids.values()) if whole is None else whole.fields
    rows = {Condition(ids.get(row.item, 0), row.operator, row.value) for row in asked.rows}
    return Scope(
        fields=frozenset(ids.get(name, 0) for name in asked.items) if asked.items else everything,
        rows=frozenset(rows) if asked.rows else (whole.rows if whole else frozenset()),
        methods=frozenset(asked.methods) or (whole.methods if whole else frozenset(resource.methods)),
        until_on=asked.until_on or (whole.until_on if whole else None),
    )
