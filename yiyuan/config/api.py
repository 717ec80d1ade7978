"""The control-plane API: everything a person does in pages, by personal access token. Described at /api/v1/docs."""

from importlib import import_module
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from yiyuan.config.openapi import CODES, described
from yiyuan.config.rooms import all_rooms
from yiyuan.kernel.errors import YiyuanError
from yiyuan.regulations.api import breakable_keys
from yiyuan.web.edge import answer, problem
from yiyuan.web.machines import Reader, only_known


class Api(NinjaAPI):
    """Its description is made once: it does not change while the process runs."""

    _described: OpenAPISchema | None = None

    def get_openapi_schema(self, **asked: Any) -> OpenAPISchema:  # as ninja declares it; no path of ours has parameters
        if self._described is None:
            self._described = described(super().get_openapi_schema(**asked))
        return self._described


api = Api(title="一源 API", version="1", parser=Reader())
api.add_decorator(only_known, mode="view")


class ProblemKind(Schema):
    """A code of refusal: its HTTP status, what it means, what to do."""

    code: str
    status: int
    meaning: str


class RuleKind(Schema):
    """A rule that may refuse: its key, what it is about, the sentences it speaks in (facts in braces)."""

    rule: str
    title: str
    sentences: list[str]


class Catalogue(Schema):
    codes: list[ProblemKind]
    rules: list[RuleKind]


@api.get("problems", response=Catalogue, summary="会得到的拒绝：代码、含义和规则", tags=["错误"])
def problems(request: HttpRequest) -> Catalogue:  # noqa: ARG001 - ninja hands it to every operation
    """Every code of refusal, and every rule that may break."""
    return Catalogue(
        codes=[ProblemKind(code=code, status=status, meaning=words) for code, (status, words) in CODES.items()],
        rules=[RuleKind(rule=one.name, title=one.title, sentences=list(one.broken)) for one in breakable_keys()],
    )


for room in all_rooms():
    for at, module in room.api.items():
        api.add_router(f"/{at}", import_module(module).router, tags=[room.title])


@api.exception_handler(YiyuanError)
def refuse(request: HttpRequest, error: YiyuanError) -> HttpResponse:
    """A refusal in the shape of all answers to machines."""
    return answer(request, error)


@api.exception_handler(HttpError)
def unread(request: HttpRequest, error: HttpError) -> HttpResponse:
    """A body that could not be read: ninja wraps what our reader says of it."""
    if isinstance(error.__cause__, ValidationError):
        return misread(request, error.__cause__)
    raise error


MOST_NAME = 80  # characters of a name that was sent
# pydantic's kinds of error in words; the others stay as they are
WORDS = {
    "missing": "缺少",
    "string_type": "须是文字",
    "string_too_long": "最多 {max_length} 个字",
    "string_too_short": "至少 {min_length} 个字",
    "int_type": "须是整数",
    "int_parsing": "须是整数",
    "int_parsing_size": "数字太大",
    "int_from_float": "须是整数",
    "greater_than_equal": "不能小于 {ge}",
    "less_than_equal": "不能大于 {le}",
    "extra_forbidden": "没有这个字段",
}


@api.exception_handler(ValidationError)
def misread(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """What was sent does not fit the description: which field, and why."""
    fields: dict[str, list[str]] = {}
    for cause in error.errors:
        where = ".".join(str(part)[:MOST_NAME] for part in cause["loc"][1:] if part not in {"body", "said"})
        words = WORDS[cause["type"]].format_map(cause.get("ctx", {})) if cause["type"] in WORDS else str(cause["msg"])
        fields.setdefault(where or str(cause["loc"][0]), []).append(words)
    return problem(request, status=422, code="invalid", title="内容不符合接口说明，没有保存。", fields=fields)
