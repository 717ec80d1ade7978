"""Whatever a program writes into a field, a query or an address: it is answered, and in JSON."""

import json
from collections.abc import Iterator
from random import Random
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import transaction

from tests.matrix import world as scene
from tests.matrix.test_permissions import table
from yiyuan.config.api import api

SHARES = 8
MANY = 6  # a sample, the same in every run: schemas and the net under them are common to all operations
HIDDEN = (401, 403, 404)
NO_FIELD = "nobody_knows"  # a parameter of no operation
TEXTS = ("\x00", "a\x01b", "\ud800", "字" * 25_000, "9" * 5000, "²", "%", "' \"\\", "0001-01-01", "9999-12-31", "")
VALUES = (
    *TEXTS,
    -1,
    0,
    2**31,
    2**63 - 1,
    2**63,
    -(2**63) - 1,
    10**400,
    1.5,
    True,
    None,
    [],
    {},
    [["\x00"]],
    {"\x00": {}},
)
NAMED = (*TEXTS, "-1", "0", str(2**31), str(2**63 - 1), str(2**63), "1.5", "nan")


def operations() -> list[tuple[str, str, dict[str, Any]]]:  # JSON of OpenAPI
    """Method, path, description of every operation."""
    paths = api.get_openapi_schema()["paths"]
    return [(method.upper(), path, told) for path, methods in paths.items() for method, told in methods.items()]


def resolved(schema: dict[str, Any]) -> dict[str, Any]:  # JSON schema
    """A schema with its reference followed, of several the first that is no null."""
    for several in ("anyOf", "allOf", "oneOf"):
        schema = next((one for one in schema.get(several, []) if one.get("type") != "null"), schema)
    if "$ref" in schema:
        return resolved(api.get_openapi_schema()["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]])
    return schema


def spoilt(schema: dict[str, Any], good: Any) -> Iterator[Any]:  # JSON
    """What is good, with one value after the other made nasty, however deep it stands."""
    schema = resolved(schema)
    yield from VALUES
    yield from ("字" * schema[limit] for limit in ("maxLength",) if schema.get(limit, 10**6) < 10**6)
    yield from (schema[limit] for limit in ("minimum", "maximum") if limit in schema)
    if schema.get("type") == "object" and "properties" in schema:
        good = good if isinstance(good, dict) else {}
        for name, of in schema["properties"].items():
            yield from ({**good, name: bad} for bad in spoilt(of, good.get(name)))
    elif schema.get("type") == "object":
        of = schema.get("additionalProperties")
        of = of if isinstance(of, dict) else {}
        key, inner = next(iter(good.items())) if isinstance(good, dict) and good else ("1", None)
        yield from ({key: bad} for bad in spoilt(of, inner))
        yield from ({bad: inner} for bad in TEXTS)
    elif schema.get("type") == "array":
        inner = good[0] if isinstance(good, list) and good else None
        yield from ([bad] for bad in spoilt(schema.get("items", {}), inner))


def knocks(
    world: scene.World, row: str, path: str, told: dict[str, Any]
) -> Iterator[tuple[str, str | tuple[str, dict[str, str]], Any]]:
    """Address (with its query, which is long to write out) and body of every nasty call of an operation."""
    method = row.partition(" ")[0]
    values, good = world.values(row), world.bodies.get(row.partition("@")[0]) or {}
    address = path.format(**values)
    query = [one["name"] for one in told.get("parameters", []) if one["in"] == "query"]
    for name in [*query, NO_FIELD]:
        for text in NAMED:
            yield method, (address, {name: text}), good
    for one in told.get("parameters", []):
        if one["in"] == "path" and isinstance(values[one["name"]], int):
            for text in ("0", str(2**31), str(2**63), "9" * 30, "9" * 5000, "²"):
                yield method, path.format(**{**values, one["name"]: text}), good
    for kind, content in told.get("requestBody", {}).get("content", {}).items():
        if kind == "application/json":
            yield from ((method, address, bad) for bad in spoilt(content["schema"], good))
            for raw in (b"[" * 60_000, b'{"a":' * 10_000, b"\xff", b"", b"{", b"NaN", b"1e999", b'{"a":NaN}'):
                yield method, address, raw


def wrong(
    world: scene.World,
    role: str,
    method: str,
    address: str | tuple[str, dict[str, str]],
    body: Any,  # JSON or bytes
) -> str:
    """What is wrong with the answer; "" where nothing is."""
    if isinstance(address, tuple):
        address = f"{address[0]}?{urlencode(address[1], errors='surrogatepass')}"
    client = world.machines[role]
    client.raise_request_exception = False
    raw = body if isinstance(body, bytes) else json.dumps(body)
    with transaction.atomic():
        answer = client.generic(method, address, raw, content_type="application/json")
        if answer.streaming:
            b"".join(answer.streaming_content)
        transaction.set_rollback(True)
    kind = answer.get("Content-Type", "")
    held = answer.status_code == 422 and b"platform.held" in answer.content  # caught by the net, not by the schema
    if answer.status_code >= 500 or held or (answer.status_code >= 400 and kind != "application/problem+json"):
        error = f" {answer.exc_info[1]!r:.150}" if getattr(answer, "exc_info", None) else ""
        return f"{answer.status_code} {method} {address[:100]!r} {_short(body)}{error}"
    return ""


def _short(value: Any) -> str:  # JSON or bytes
    """What was sent, long texts cut."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_short(name)}: {_short(inner)}" for name, inner in value.items()) + "}"
    return f"{value!r:.20}"


def furthest(door: str) -> tuple[str, str]:
    """The row of a door and the role that get furthest there."""
    known = [
        (row, role, status)
        for row, told in table().items()
        if row.partition("@")[0] == door
        for role, status in told.items()
    ]
    row, role, _ = min(known, key=lambda one: (one[2] in HIDDEN, one[2]))
    return row, role


def found_wrong(world: scene.World, share: int, *, each: int) -> list[str]:
    """Of every operation of a share: at most so many of its nasty calls, the same in every run."""
    chance, found = Random(share), []
    mine = operations()[share::SHARES]
    assert mine
    for method, path, told in mine:
        row, role = furthest(f"{method} {path}")
        calls = list(knocks(world, row, path, told))
        calls = chance.sample(calls, min(each, len(calls)))
        found += filter(None, (wrong(world, role, *call) for call in calls))
    return found


@pytest.mark.parametrize("share", range(SHARES))
def test_some_nasty_calls_of_every_operation_are_answered_in_json(world, share):
    assert found_wrong(world, share, each=2) == []


@pytest.mark.complete
@pytest.mark.parametrize("share", range(SHARES))
def test_nasty_calls_of_every_operation_are_answered_in_json(world, share):
    assert found_wrong(world, share, each=MANY) == []
