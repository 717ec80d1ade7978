"""For endpoints: what is read of a request, and that what a page's form takes is what the API takes."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.datastructures import MultiValueDict
from ninja.errors import ValidationError
from ninja.operation import Operation
from ninja.params.models import QueryModel
from ninja.parser import Parser

from yiyuan.kernel.texts import Unreadable, read_json, unfit

Run = Callable[..., HttpResponse]


class Reader(Parser):
    """Reads body, form and query: a text or number that nothing could keep is refused by its place (422)."""

    def parse_body(self, request: HttpRequest) -> Any:  # a JSON value
        try:
            said = read_json(request.body)
        except Unreadable as error:
            raise _invalid("body", *error.at, words=error.words) from None
        if not isinstance(said, dict):
            raise _invalid("body", words="须是 JSON 对象")
        return said

    def parse_querydict(
        self, data: MultiValueDict[str, Any], list_fields: list[str], request: HttpRequest
    ) -> dict[str, Any]:  # texts and files
        check_said(data)
        return super().parse_querydict(data, list_fields, request)


def check_said(data: MultiValueDict[str, Any]) -> None:
    """Raises ValidationError by name for a text of a form or query that nothing could keep."""
    for name, values in data.lists():
        for words in filter(None, (unfit(text) for text in (name, *values) if isinstance(text, str))):
            raise _invalid("query", name, words=words)


def only_known(run: Run) -> Run:
    """A decorator of operations: a parameter of the query that it does not know is refused, not passed over."""
    operation: Operation = run.__self__  # type: ignore[attr-defined]  # ninja decorates the method `run`
    queries = [model for model in operation.models if issubclass(model, QueryModel)]
    known = {name for model in queries for name in model.__ninja_flatten_map__}

    @wraps(run)
    def checked_run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # as ninja's
        if unknown := request.GET.keys() - known:
            words = f"没有这个参数。这里的参数：{'、'.join(sorted(known)) or '没有'}"
            error = ValidationError([_cause("query", name, words=words) for name in sorted(unknown)])
            return operation.api.on_exception(request, error)
        return run(request, *args, **kwargs)

    return checked_run


def _cause(*at: str | int, words: str) -> dict[str, Any]:  # of ninja's ValidationError
    return {"type": "said", "loc": list(at), "msg": words}


def _invalid(*at: str | int, words: str) -> ValidationError:
    return ValidationError([_cause(*at, words=words)])


def checked(form: forms.BaseForm) -> dict[str, Any]:  # values of the form
    """The cleaned values; raises ValidationError (422 with the cause by field) for what the page would not take."""
    if form.is_valid():
        return dict(form.cleaned_data)
    refused = form.errors.get_json_data()
    raise ValidationError(
        [
            {"type": "form", "loc": ["body", name], "msg": str(cause["message"])}
            for name, causes in refused.items()
            for cause in causes
        ]
    )
