"""What comes in and goes out, and how names of items become a scope."""

from typing import Any

from ninja import Schema
from pydantic import ConfigDict

from yiyuan.sharing.forms import Statements
from yiyuan.sharing.types import Condition, Operator, Scope
from yiyuan.web.bodies import Body, Count, Day, Id, Line, Text, Word, body_of


class ConditionIn(Body):
    item: Text
    operator: Operator = Operator.IS
    value: Text


class WholeIn(Schema):
    """A field nobody knows is refused: what is dropped in silence would be granted or kept in full."""

    model_config = ConfigDict(extra="forbid")


class AskedIn(WholeIn):
    """Items by name (empty: all), conditions on rows, methods, last day of use."""

    items: list[Text] = []
    rows: list[ConditionIn] = []
    methods: list[Text] = []
    until_on: Day | None = None


class LimitsIn(WholeIn):
    """At most so many calls, so many rows a day."""

    daily_calls: Count | None = None
    daily_rows: Count | None = None


StatementsIn = body_of(Statements, name="StatementsIn")  # what an applicant states, once for all it asks for


class SubscriptionIn(AskedIn):
    resource_id: Id
    need: Text = ""
    purpose: Text = ""
    duty: Text = ""
    scenario: Text = ""
    service_item: Line = ""


class PartIn(AskedIn):
    """What is asked of one resource; as long as a grant may run when `until_on` is not given."""

    resource_id: Id
    materials: list[Word] = []


class NeedIn(StatementsIn):  # type: ignore[valid-type,misc]  # made from the form
    title: Line
    parts: list[PartIn]


class ApplicationIn(AskedIn, StatementsIn):  # type: ignore[valid-type,misc]  # made from the form
    resource_id: Id
    materials: list[Word] = []
    renews_id: Id | None = None
    send: bool = True


class DraftIn(AskedIn, StatementsIn):  # type: ignore[valid-type,misc]  # made from the form
    """What is written on a draft; what is left out stays as it is."""

    materials: list[Word] = []


class GrantIn(AskedIn, LimitsIn):
    reason: Text = ""
    unmasked: list[Text] = []


class NarrowIn(LimitsIn):
    """Items by name that stay, methods, last day of use; what is left out stays as it is."""

    items: list[Text] = []
    methods: list[Text] = []
    until_on: Day | None = None
    reason: Text = ""


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
