"""What a program sends is not dropped: every field of every body reaches what the operation does."""

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django import forms
from ninja import Schema
from pydantic import BaseModel

from tests.architecture.layers import ROOT
from yiyuan.config.api import api


def operations(routers: list[Any], prefix: str = "") -> dict[str, Callable[..., Any]]:  # ninja's pairs
    """Method and path -> the function that answers."""
    found = {}
    for under, router, *_ in routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                found |= {f"{method} {prefix}{under}{path}": operation.view_func for method in operation.methods}
        found |= operations(router._routers, prefix + under)
    return found


def bodies(function: Callable[..., Any]) -> dict[str, type[BaseModel]]:
    """Parameter -> schema of a function's body."""
    hints = inspect.get_annotations(function, eval_str=True)
    hints.pop("return", None)
    return {name: hint for name, hint in hints.items() if inspect.isclass(hint) and issubclass(hint, Schema)}


WITH_BODY = {
    name: function
    for name, function in sorted(operations(api._routers).items())
    if name[:3] != "GET" and bodies(function)
}


class Reading(ast.NodeVisitor):
    """Which fields of a parameter a function reads, itself or through the functions it hands the whole to."""

    def __init__(self, function: Callable[..., Any], parameter: str, schema: type[BaseModel]) -> None:
        self.space = inspect.unwrap(function).__globals__
        self.parameter, self.schema, self.read = parameter, schema, set[str]()
        self.fields = set(schema.model_fields)
        self.visit(ast.parse(textwrap.dedent(inspect.getsource(function))))

    def _is_whole(self, node: ast.AST) -> bool:
        return isinstance(node, ast.Name) and node.id == self.parameter

    def _as_dict(self, node: ast.AST) -> set[str] | None:
        """The fields in `body.dict(...)` or `dict(body)`; None for anything else."""
        if not isinstance(node, ast.Call):
            return None
        if isinstance(node.func, ast.Name) and node.func.id == "dict" and any(map(self._is_whole, node.args)):
            return self.fields
        named = isinstance(node.func, ast.Attribute) and node.func.attr in {"dict", "model_dump"}
        if not (named and self._is_whole(node.func.value)):
            return None
        left_out = set()
        for keyword in node.keywords:
            if keyword.arg == "exclude":
                left_out = set(_evaluated(keyword.value, self.space))
        return self.fields - left_out

    def visit_Attribute(self, node: ast.Attribute) -> None:
        if self._is_whole(node.value) and node.attr in self.fields:
            self.read.add(node.attr)
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        called = _called(node.func, self.space)
        if isinstance(node.func, ast.Attribute) and self._is_whole(node.func.value):
            method = getattr(self.schema, node.func.attr, None)
            if inspect.isfunction(method) and method.__module__.startswith("yiyuan."):
                self.read |= Reading(method, "self", self.schema).read
        as_dict = self._as_dict(node)
        if as_dict is not None:
            self.read |= as_dict
            return
        for place, argument in enumerate(node.args):
            given = self._as_dict(argument)
            if inspect.isclass(called) and issubclass(called, forms.BaseForm) and given is not None:
                self.read |= given & _fields_of(called)  # a form drops in silence what it does not know
                node = ast.Call(node.func, [a for a in node.args if a is not argument], node.keywords)
            elif self._is_whole(argument) and inspect.isfunction(called):
                self.read |= Reading(called, list(inspect.signature(called).parameters)[place], self.schema).read
        self.generic_visit(node)


def _called(node: ast.AST, space: dict[str, Any]) -> Any:  # whatever the name stands for
    try:
        return _evaluated(node, space)
    except Exception:  # noqa: BLE001 - a local name
        return None


def _evaluated(node: ast.AST, space: dict[str, Any]) -> Any:  # a value of the module
    return eval(compile(ast.Expression(node), "<read>", "eval"), space)  # type: ignore[arg-type]  # an expression


def _fields_of(form: type[forms.BaseForm]) -> set[str]:
    return set(form.base_fields)


def unread(function: Callable[..., Any]) -> Iterator[str]:
    for parameter, schema in bodies(function).items():
        yield from sorted(set(schema.model_fields) - Reading(function, parameter, schema).read)


def sent_to(function: Callable[..., Any]) -> list[type[BaseModel]]:
    """The bodies of an operation that the kit of matters makes: they stand in its signature alone."""
    annotations = [one.annotation for one in inspect.signature(function).parameters.values()]
    return [one for one in annotations if inspect.isclass(one) and issubclass(one, Schema)]


OF_THE_KIT = [
    schema
    for name, function in operations(api._routers).items()
    if name[:3] != "GET" and name not in WITH_BODY
    for schema in sent_to(function)
]
# those with words of their own; the others are the fields of the form they fill
OWN_WORDS = {schema.__name__: schema for schema in OF_THE_KIT if hasattr(schema, "filled")}


def test_there_are_operations_with_a_body():
    assert len(WITH_BODY) + len(OF_THE_KIT) > 100
    assert OWN_WORDS


@pytest.mark.parametrize("name", OWN_WORDS)
def test_every_field_of_a_body_fills_the_form(name):
    schema = OWN_WORDS[name]
    assert set(schema.model_fields) - Reading(schema.filled, "self", schema).read == set()


@pytest.mark.parametrize("name", WITH_BODY)
def test_every_field_that_may_be_sent_is_read(name):
    assert list(unread(WITH_BODY[name])) == []


def test_digits_are_named_as_what_they_are():
    r"""`\d` takes the digits of every script, in Python and in polars; PostgreSQL takes 0 to 9."""
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sorted((ROOT / "yiyuan").rglob("*.py"))
        if "tests" not in path.parts and "migrations" not in path.parts
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if r"\d" in line and path.name not in {"columns.py", "patterns.py"}  # where patterns people write are read so
    ]
    assert not found, found
