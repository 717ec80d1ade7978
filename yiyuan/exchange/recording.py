"""The record of an answer: one row of deliveries and one of the audit, always together.

The gateway writes many at once by one statement (`WRITE_MANY`), which is a transaction of its own; pages use `write`.
"""

import json
import secrets
from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from functools import lru_cache
from typing import Any, Final

from django.db import transaction

from yiyuan.audit.api import COLUMNS, gateway_row, make_entry
from yiyuan.exchange.models import Delivery
from yiyuan.exchange.types import FORBIDDEN, ExchangeTag, Made
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.regulations.api import resolve

FIELDS: Final = tuple(field.name for field in fields(Made))
_DELIVERY_TYPES: Final = {
    "grant_id": "bigint",
    "resource_id": "bigint",
    "consumer_id": "bigint",
    "provider_id": "bigint",
    "at": "timestamptz",
    "legal_on": "date",
    "status": "smallint",
    "rows": "bigint",
    "bytes": "bigint",
    "ms": "int",
    "subjects": "text[]",
    "purpose_ok": "boolean",
    "batch_id": "bigint",
}
_ENTRY_TYPES: Final = {
    "at": "timestamptz",
    "legal_on": "date",
    "actor_account_id": "bigint",
    "actor_organisation_id": "bigint",
    "requirement_ids": "text[]",
    "facts": "jsonb",
    "subjects": "text[]",
}


def _recordset(columns: Sequence[str], types: dict[str, str]) -> str:
    return ", ".join(f'"{name}" {types.get(name, "text")}' for name in columns)


def _names(columns: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)


# $1, $2: JSON arrays of the rows. Names and types are ours, no value stands in the text.
WRITE_MANY: Final = f"""
with made as (
  insert into published.exchange_delivery ({_names(FIELDS)})
  select {_names(FIELDS)} from json_to_recordset($1::json) as d({_recordset(FIELDS, _DELIVERY_TYPES)})
)
insert into audit.audit_entry ({_names(COLUMNS)})
select {_names(COLUMNS).replace('"stamp"', "decode(stamp, 'hex')")}
  from json_to_recordset($2::json) as e({_recordset(COLUMNS, _ENTRY_TYPES)})
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
    if made.sha256:
        facts |= {"sha256": made.sha256, "format": made.format}
    return facts


def _tag(made: Made) -> ExchangeTag:
    return ExchangeTag.REFUSED if made.status == FORBIDDEN else ExchangeTag.DELIVERED


def _what(made: Made) -> dict[str, Any]:  # the keyword arguments of make_entry
    return {
        "object_type": "exchange.delivery",
        "object_id": made.code,
        "requirement_ids": articles(made.region_code, made.legal_on.isoformat()),
        "facts": _facts(made),
        "subjects": made.subjects,
        "at": made.at,
    }


def rows_of(made: Made, *, actor: Actor) -> tuple[str, str]:
    """The two rows as JSON, for WRITE_MANY. Costs no query."""
    entry = make_entry(actor, _tag(made), **_what(made))
    values = {name: getattr(made, name) for name in FIELDS}
    audited = dict(zip(COLUMNS, gateway_row(entry), strict=True))
    audited["stamp"] = entry.stamp.hex()
    return _json(values), _json(audited)


_json: Final = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"), default=str).encode


@transaction.atomic
def write(made: Made, *, actor: Actor) -> Delivery:
    """The same from a page, in the caller's transaction."""
    make_entry(actor, _tag(made), **_what(made)).save(force_insert=True)
    return Delivery.objects.create(**{name: getattr(made, name) for name in FIELDS} | {"subjects": list(made.subjects)})
