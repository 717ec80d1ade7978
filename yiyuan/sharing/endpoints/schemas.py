"""What comes in and goes out, and how names of items become a scope."""

from datetime import date
from typing import Any

from ninja import Schema
from pydantic import ConfigDict
from pydantic import Field as SchemaField

from yiyuan.sharing.models import Application, Grant
from yiyuan.sharing.types import Condition, Operator, Scope
from yiyuan.workflow.api import term_of


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


class ApplicationIn(AskedIn, StatementsIn):
    resource_id: int
    materials: list[str] = []
    renews_id: int | None = None
    send: bool = True


class GrantIn(AskedIn, LimitsIn):
    reason: str = ""
    unmasked: list[str] = []


class RefusalIn(Schema):
    reason: str = ""
    basis: str = ""
    basis_level: str = ""


class MaterialsIn(Schema):
    materials: list[str] = SchemaField(default_factory=list)


class ReasonIn(Schema):
    reason: str = ""


class MinutesIn(Schema):
    met_on: date | None = None
    participants: str = ""
    minutes_number: str = ""
    conclusion: str = ""


class ForwardIn(Schema):
    upper_body: str = ""
    proof: str = ""


class NarrowIn(LimitsIn):
    """Items by name that stay, methods, last day of use; what is left out stays as it is."""

    items: list[str] = []
    methods: list[str] = []
    until_on: date | None = None
    reason: str = ""


class DisposalIn(Schema):
    disposal: str = ""
    statement: str = ""


class ProvisionIn(Schema):
    resource_id: int
    consumer_id: int
    provided_on: date
    way: str = ""
    purpose: str = ""
    reason: str = ""
    times: int = 1
    rows: int = 0


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


class ApplicationOut(Schema):
    """due_on: last day of the answer."""

    id: int
    number: str
    state: str
    resource_id: int
    resource: str
    provider: str
    consumer: str
    purpose: str
    sent_on: date | None
    due_on: date | None
    answered_on: date | None
    answer_reason: str
    answer_basis: str
    grant_id: int | None


class GrantOut(Schema):
    """masked: information item -> how its values are masked."""

    id: int
    number: str
    state: str
    resource_id: int
    resource: str
    provider: str
    consumer: str
    items: list[str]
    masked: dict[str, str]
    methods: list[str]
    from_on: date
    until_on: date
    narrowed: bool
    daily_calls: int | None
    daily_rows: int | None
    first_delivered_on: date | None


def application_out(found: Application) -> dict[str, Any]:
    term = term_of("sharing.application", found.id)
    grant = Grant.objects.filter(application=found).values_list("id", flat=True).first()
    return {
        "id": found.id,
        "number": found.number,
        "state": found.state,
        "resource_id": found.resource_id,
        "resource": found.resource_name,
        "provider": found.provider.name,
        "consumer": found.consumer.name,
        "purpose": found.purpose,
        "sent_on": found.sent_on,
        "due_on": term.due_on if term and term.key == "sharing.reply" else None,
        "answered_on": found.answered_on,
        "answer_reason": found.answer_reason,
        "answer_basis": found.answer_basis,
        "grant_id": grant,
    }


def grant_out(found: Grant) -> dict[str, Any]:
    return {
        "id": found.id,
        "number": found.number,
        "state": found.state,
        "resource_id": found.resource_id,
        "resource": found.resource_name,
        "provider": found.provider.name,
        "consumer": found.consumer.name,
        "items": [field["name"] for field in found.plan["fields"]],
        "masked": {field["name"]: field["mask"] for field in found.plan["fields"] if field["mask"]},
        "methods": found.methods,
        "from_on": found.from_on,
        "until_on": found.until_on,
        "narrowed": found.narrowed,
        "daily_calls": found.daily_calls,
        "daily_rows": found.daily_rows,
        "first_delivered_on": found.first_delivered_on,
    }
