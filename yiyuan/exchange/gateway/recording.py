"""The record of an answer: one row of deliveries and one of the audit, always together.

The gateway writes many at once by one statement (`WRITE_MANY`), which is a transaction of its own; pages use `write`.
"""

import json
import secrets
from dataclasses import fields
from datetime import date
from functools import lru_cache
from typing import Any, Final

from django.db import transaction

from yiyuan.audit.api import COLUMNS, gateway_row, make_entry
from yiyuan.exchange.models import Delivery
from yiyuan.exchange.types import ANSWERED, REFUSED, ExchangeTag, Made
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.regulations.api import resolve

FIELDS: Final = tuple(field.name for field in fields(Made))
SHARED: Final = ("at", "legal_on", "subjects")  # the same in both rows
_TYPES: Final = {
    "actor_account_id": "bigint",
    "actor_organisation_id": "bigint",
    "at": "timestamptz",
    "batch_id": "bigint",
    "bytes": "bigint",
    "consumer_id": "bigint",
    "facts": "jsonb",
    "grant_id": "bigint",
    "legal_on": "date",
    "ms": "int",
    "provider_id": "bigint",
    "provider_ms": "int",
    "provider_rows": "int",
    "purpose_ok": "boolean",
    "refusal_articles": "text[]",
    "requirement_ids": "text[]",
    "resource_id": "bigint",
    "rows": "bigint",
    "status": "smallint",
    "subjects": "text[]",
}
_OF_ENTRY: Final = tuple(name for name in COLUMNS if name not in SHARED)


def _from_entry(column: str) -> str:
    """Where a column of the audit comes from among the columns of a record."""
    if column in SHARED:
        return f'"{column}"'
    return "decode(e_stamp, 'hex')" if column == "stamp" else f'"e_{column}"'


# $1: a JSON array, an object per record: the columns of the delivery, and those of its audit entry with e_ before them.
# Names and types are ours, no value stands in the text.
WRITE_MANY: Final = f"""
with given as materialized (
  select * from json_to_recordset($1::json) as g(
    {", ".join(f'"{name}" {_TYPES.get(name, "text")}' for name in FIELDS)},
    {", ".join(f'"e_{name}" {_TYPES.get(name, "text")}' for name in _OF_ENTRY)})
), made as (
  insert into published.exchange_delivery ({", ".join(f'"{name}"' for name in FIELDS)})
  select {", ".join(f'"{name}"' for name in FIELDS)} from given
)
insert into audit.audit_entry ({", ".join(f'"{name}"' for name in COLUMNS)})
select {", ".join(map(_from_entry, COLUMNS))} from given
"""  # noqa: S608


def new_code() -> str:
    """Of a delivery: JF, the real day, twelve characters nobody guesses."""
    return f"JF{clock.date_of(clock.real_now()):%y%m%d}-{secrets.token_hex(6).upper()}"


@lru_cache(maxsize=1024)
def articles(region_code: str, on: str) -> tuple[str, ...]:
    """The requirements a delivery rests on in the provider's region. on: a date, ISO."""
    return resolve("sharing.use_limit", region=region_code, on=date.fromisoformat(on)).cite


def _facts(made: Made) -> dict[str, object]:
    facts: dict[str, object] = {
        "grant": made.grant_id,
        "number": made.grant_number,
        "resource": made.resource_id,
        "action": made.action.value,
        "status": made.status,
        "rows": made.rows,
    }
    if made.purpose_ok is not None:
        facts["purpose_ok"] = made.purpose_ok
    if made.refusal:
        facts["refusal"] = made.refusal
    if made.provider_ms is not None:
        facts |= {"provider_ms": made.provider_ms, "provider_rows": made.provider_rows}
    if made.sha256:
        facts |= {"sha256": made.sha256, "format": made.format}
    return facts


def _tag(made: Made) -> ExchangeTag:
    if made.status in REFUSED and not made.failure:
        return ExchangeTag.REFUSED
    return ExchangeTag.DELIVERED if made.status in ANSWERED else ExchangeTag.FAILED


def _what(made: Made) -> dict[str, Any]:  # the keyword arguments of make_entry
    return {
        "object_type": "exchange.delivery",
        "object_id": made.code,
        "requirement_ids": articles(made.region_code, made.legal_on.isoformat()),
        "facts": _facts(made),
        "subjects": made.subjects,
        "at": made.at,
    }


def record_of(made: Made, *, actor: Actor) -> str:
    """Both rows as one JSON object for WRITE_MANY. Costs no query."""
    entry = make_entry(actor, _tag(made), **_what(made))
    values: dict[str, object] = {name: getattr(made, name) for name in FIELDS}
    for name, value in zip(COLUMNS, gateway_row(entry), strict=True):
        if name not in SHARED:
            values[f"e_{name}"] = value
    values["e_stamp"] = entry.stamp.hex()
    return _json(values)


_json: Final = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"), default=str).encode


@transaction.atomic
def write(made: Made, *, actor: Actor) -> Delivery:
    """The same from a page, in the caller's transaction."""
    make_entry(actor, _tag(made), **_what(made)).save(force_insert=True)
    values = {name: getattr(made, name) for name in FIELDS}
    return Delivery.objects.create(**{n: list(v) if isinstance(v, tuple) else v for n, v in values.items()})
