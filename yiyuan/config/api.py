"""The control-plane API: everything a person does in pages, by personal access token. Described at /api/v1/docs."""

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from yiyuan.catalog import endpoints as catalog
from yiyuan.config.edge import explain
from yiyuan.exchange import endpoints as exchange
from yiyuan.intake import endpoints as intake
from yiyuan.kernel.errors import YiyuanError
from yiyuan.notices import endpoints as notices
from yiyuan.pools import endpoints as pools
from yiyuan.sharing import endpoints as sharing

api = NinjaAPI(title="一源 API", version="1")
api.add_router("/catalog/", catalog.router, tags=["catalog"])
api.add_router("/intake/", intake.router, tags=["intake"])
api.add_router("/notices/", notices.router, tags=["notices"])
api.add_router("/pools/", pools.router, tags=["pools"])
api.add_router("/sharing/", sharing.router, tags=["sharing"])
api.add_router("/exchange/", exchange.router, tags=["exchange"])


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
