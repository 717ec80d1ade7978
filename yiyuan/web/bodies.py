"""The body of an operation, made from the form of the page, so that both doors ask for the same."""

import base64
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, get_origin

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from ninja import Schema
from ninja.errors import ValidationError
from pydantic import ConfigDict, Field, create_model

from yiyuan.kernel.dates import EARLIEST, LATEST
from yiyuan.kernel.texts import BIG, SMALL, WHOLE
from yiyuan.web.forms import LONGEST, NamedField, YesNo, fields_of, limits_of

# what machines may send: every text has a length, every number a range (tests/architecture/test_bounds.py)
Id = Annotated[int, Field(ge=0, le=BIG)]  # of a row
Count = Annotated[int, Field(ge=0, le=WHOLE)]
Small = Annotated[int, Field(ge=0, le=SMALL)]  # in a smallint column
Day = Annotated[date, Field(ge=EARLIEST, le=LATEST)]
Word = Annotated[str, Field(max_length=100)]  # a name, a code
Line = Annotated[str, Field(max_length=200)]
Text = Annotated[str, Field(max_length=LONGEST)]
FILE_AS_TEXT = 30_000_000  # characters of a file of 20 MB in base64


class Body(Schema):
    """What a machine sends. A field nobody knows is refused, not passed over: a slip in a name is no other wish."""

    model_config = ConfigDict(extra="forbid")


# form field -> type of the JSON value; the first that fits
_TYPES: list[tuple[type[forms.Field], Any]] = [  # types and unions of types
    (forms.BooleanField, bool),
    (YesNo, bool),
    (NamedField, Id),
    (forms.DateField, Day),
    (forms.TypedMultipleChoiceField, list[Id]),
    (forms.MultipleChoiceField, list[Line]),
    (forms.DecimalField, Decimal),
    (forms.FloatField, float),
    (forms.IntegerField, int),
]
_EMPTY: dict[Any, Any] = {bool: False, list[Id]: [], list[Line]: [], str: ""}  # by type; None for the others


def _type_of(field: forms.Field) -> Any:  # a type
    if isinstance(field, forms.TypedChoiceField) and field.coerce is int:
        choices: Any = field.choices  # pairs
        numbers = tuple(int(value) for value, _ in choices if value not in ("", None))
        return Literal[numbers] if numbers else Id
    return next((python for kind, python in _TYPES if isinstance(field, kind)), str)


def example(**said: Any) -> ConfigDict:  # JSON values
    """What may be sent, shown with the operation; the `model_config` of a schema."""
    return ConfigDict(json_schema_extra={"examples": [said]})


def body_of(form: type[forms.BaseForm], *, name: str = "") -> type[Schema]:
    """A schema with the fields of a form: required ones first, help texts as descriptions.

    Choices are listed where the form knows them at start. A file is sent as base64 beside its name (`files_of`). What
    the form checks, it checks for machines too.
    """
    fields: dict[str, Any] = {}  # pydantic's field definitions
    for label, field in fields_of(form).items():
        words = "。".join(str(part) for part in (field.label or "", field.help_text) if part)
        if isinstance(field, forms.FileField):
            fields[label] = (str, Field("", description=f"{words}。base64", max_length=FILE_AS_TEXT))
            fields[f"{label}_name"] = (Line, Field("", description=f"{field.label}：文件名"))
            continue
        kind = _type_of(field)
        limits = {"max_length": LONGEST} if kind is str else {}
        limits |= {} if kind in (Id, Day) or get_origin(kind) is Literal else limits_of(field)
        choices = [str(value) for value, _ in getattr(field, "choices", []) if value not in ("", None)]
        more: dict[str, Any] = {"description": words, **limits}  # of pydantic's Field
        if choices and kind in (str, list[Line]):
            more["json_schema_extra"] = {"enum": choices} if kind is str else {"items": {"enum": choices}}
        if field.required and not isinstance(field, forms.BooleanField):
            fields[label] = (kind, Field(**more))
        else:
            empty = _EMPTY.get(kind)
            fields[label] = (kind if empty is not None else kind | None, Field(empty, **more))
    return create_model(name or f"{form.__name__.removesuffix('Form')}In", __base__=Body, **fields)


def files_of(form: type[forms.BaseForm], said: Mapping[str, Any]) -> dict[str, SimpleUploadedFile]:  # a body
    """The files of a body as the form takes them. Raises ValidationError by field for what is no base64."""
    found = {}
    for label, field in fields_of(form).items():
        if isinstance(field, forms.FileField) and said.get(label):
            try:
                content = base64.b64decode(said[label], validate=True)
            except ValueError as error:
                raise ValidationError([{"type": "form", "loc": ["body", label], "msg": "不是 base64"}]) from error
            found[label] = SimpleUploadedFile(said.get(f"{label}_name") or label, content)
    return found
