"""The control-plane API: everything a person does in pages, by personal access token. Described at /api/v1/docs."""

from importlib import import_module
from importlib.util import find_spec

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from yiyuan.config.edge import explain
from yiyuan.kernel.errors import YiyuanError

api = NinjaAPI(title="一源 API", version="1")
for _room in ("catalog", "intake", "pools", "sharing", "exchange", "organisations", "workflow", "audit"):
    if find_spec(f"yiyuan.{_room}") and find_spec(f"yiyuan.{_room}.endpoints"):
        api.add_router(f"/{_room}/", import_module(f"yiyuan.{_room}.endpoints").router, tags=[_room])


@api.exception_handler(YiyuanError)
def refuse(request: HttpRequest, error: YiyuanError) -> HttpResponse:
    """A refusal as JSON: code, sentence, facts and the articles behind it."""
    refusal = explain(request, error)
    body = {
        "code": error.code,
        "rule": error.subject,
        "message": refusal.sentence,
        "articles": [chip.text for chip in refusal.chips],
        "facts": error.facts,
    }
    return api.create_response(request, body, status=error.status)
