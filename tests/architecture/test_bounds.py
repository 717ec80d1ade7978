"""What a program may send is bounded by its description: every text has a length, every number a range."""

import re
from collections.abc import Iterator
from dataclasses import astuple
from typing import Any

import pytest
from annotated_types import Ge, Le, MaxLen, MinLen
from ninja import Schema
from pydantic import BaseModel, Field

from yiyuan.config.api import api
from yiyuan.kernel.texts import BIG, WHOLE
from yiyuan.web.bodies import FILE_AS_TEXT, Text

DOCUMENT = api.get_openapi_schema()
OPERATIONS = {
    f"{method.upper()} {path}": operation
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
}
SHORT = {"date", "date-time", "time", "binary"}  # formats that say what they take
BY_ID = {
    "body.columns",
    "body.fields",
    "body.parameters",
    "body.values",
}  # pydantic describes names that are texts alone
BY_TABLE = {"workflow", "move", "code", "case_code"}  # words of an address, looked up


def unbounded(schema: dict[str, Any], at: str, above: tuple[str, ...] = ()) -> Iterator[str]:  # noqa: C901, PLR0912 - a case a type
    """Where a text or a number in a schema of OpenAPI has no bounds."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        if name not in above:
            yield from unbounded(DOCUMENT["components"]["schemas"][name], at, (*above, name))
        return
    several = [one for kind in ("anyOf", "allOf", "oneOf") for one in schema.get(kind, ())]
    decimal = any(one.get("type") == "number" for one in several)  # may also be written as a text
    for one in several:
        if not (decimal and one.get("type") == "string"):
            yield from unbounded(one, at, above)
    said = schema.keys() & {"enum", "const", "pattern"} or schema.get("format") in SHORT
    match schema.get("type"):
        case "string" if not said and schema.get("maxLength", FILE_AS_TEXT + 1) > FILE_AS_TEXT:
            yield f"{at}: text"
        case "integer" if not said and (not schema.keys() >= {"minimum", "maximum"} or schema["maximum"] > BIG):
            yield f"{at}: whole number"
        case "number" if "maximum" not in schema:
            yield f"{at}: number"
        case "array":
            yield from unbounded(schema["items"], f"{at}[]", above)
        case "object" if "properties" in schema:
            if above and schema.get("additionalProperties") is not False:
                yield f"{at}: fields nobody knows"
            for name, of in schema["properties"].items():
                yield from unbounded(of, f"{at}.{name}", above)
        case "object":
            of = schema.get("additionalProperties")
            yield from unbounded(of, f"{at}{{}}", above) if isinstance(of, dict) else (f"{at}: any",)
            if "propertyNames" not in schema and at not in BY_ID:
                yield f"{at}: names"
        case None if not several and not said:
            yield f"{at}: anything"


def sent(operation: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Name and schema of what an operation takes; the numbers of an address are bounded at the edge."""
    for one in operation.get("parameters", ()):
        if one["in"] != "path" or (one["schema"]["type"] != "integer" and one["name"] not in BY_TABLE):
            yield f"?{one['name']}", one["schema"]
    for content in operation.get("requestBody", {}).get("content", {}).values():
        yield "body", content["schema"]


def test_there_are_operations():
    assert len(OPERATIONS) > 200


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_text_has_a_length_and_every_number_a_range(name):
    assert [flaw for at, schema in sent(OPERATIONS[name]) for flaw in unbounded(schema, at)] == []


@pytest.mark.parametrize(
    ("schema", "flaw"),
    [
        ({"type": "string"}, "a: text"),
        ({"type": "string", "maxLength": 20}, None),
        ({"type": "integer", "minimum": 0}, "a: whole number"),
        ({"type": "integer", "minimum": 0, "maximum": WHOLE}, None),
        ({"type": "integer", "enum": [2, 3]}, None),
        ({"type": "object", "properties": {"b": {"type": "array", "items": {"type": "string"}}}}, "a.b[]: text"),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, "a: text"),
        ({"type": "object", "additionalProperties": {"enum": [1]}}, "a: names"),
        ({}, "a: anything"),
    ],
)
def test_what_has_no_bounds_would_be_found(schema, flaw):
    assert list(unbounded(schema, "a")) == ([flaw] if flaw else [])


def test_the_number_of_a_row_in_an_address_is_read_as_one():
    """`{int:…_id}`: a word there is no address at all (404), and no number is beyond a row's (web.middleware)."""
    from tests.architecture.test_inputs import operations

    assert [name for name in operations(api._routers) if re.search(r"\{\w+_id\}", name)] == []


def bodies(of: type[Schema] = Schema) -> Iterator[type[Schema]]:
    for one in of.__subclasses__():
        yield one
        yield from bodies(one)


def undone(body: type[BaseModel]) -> list[str]:
    """Fields whose tightest bound is not the last of its kind: the last one is held, and may be that of a shared type."""
    found = []
    for name, field in body.model_fields.items():
        for bound, tightest in ((MaxLen, min), (Le, min), (MinLen, max), (Ge, max)):
            values = [astuple(one)[0] for one in field.metadata if isinstance(one, bound)]
            if values and values[-1] != tightest(values):
                found.append(f"{body.__name__}.{name}")
    return found


def test_no_bound_of_a_field_is_undone_by_the_bound_of_its_type():
    class Both(BaseModel):
        name: Text = Field(max_length=5)

    assert undone(Both) == ["Both.name"]
    assert [flaw for body in bodies() for flaw in undone(body)] == []
