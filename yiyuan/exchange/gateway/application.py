"""The gateway: one grant's data as JSON for the machines of its holder, in a process and under a role of its own.

    granian --interface asgi yiyuan.exchange.gateway.application:application

Reads what is published and nothing else. Each answer's statement joins the open grant, so a revocation holds from the
next statement on; the answer leaves after its record is committed. Identity numbers stand in bodies, not in addresses.
"""

import asyncio
import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import django
from django.apps import apps
from starlette import requests
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yiyuan.config.settings")
if not apps.ready:
    django.setup()

from django.template.loader import render_to_string

from yiyuan.exchange.gateway import calls, openapi
from yiyuan.exchange.gateway.calls import FAILURES, WAYS, Request
from yiyuan.exchange.gateway.serving import Gateway, Refusal

PRIVATE = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
NO_SCRIPT = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}
HEALTH_SECONDS = 3


class Application:
    """Calls go the straight way; descriptions and health go through Starlette."""

    def __init__(self) -> None:
        self.gateway = Gateway()
        self._rest = Starlette(
            routes=[
                Route("/v1/openapi.json", self.describe),
                Route("/v1/docs", self.docs),
                Route("/healthz", self.healthz),
            ],
            lifespan=self._lifespan,
            exception_handlers={HTTPException: _unknown, Exception: _broken},
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        way = WAYS.get((scope["method"], scope["path"])) if scope["type"] == "http" else None
        if way is None:
            await self._rest(scope, receive, send)
        else:
            await calls.answer(self.gateway, way, Request(scope, receive), send)

    @asynccontextmanager
    async def _lifespan(self, _app: Starlette) -> AsyncIterator[None]:
        yield
        await self.gateway.close()

    async def describe(self, request: requests.Request) -> Response:
        """OpenAPI 3.1 of the grant behind the key."""
        try:
            ready = await self.gateway.ready_for(_digest(request))
        except Refusal as refusal:
            if refusal.status == calls.UNKNOWN_KEY:
                self.gateway.tally.refused(refusal.code, Request(request.scope, request.receive).address)
            return _problem(refusal)
        except FAILURES:
            return _problem(calls.unavailable())
        document = openapi.document(ready.plan.grant, address=_address(request), held=ready.held)
        text = json.dumps(document, ensure_ascii=False, indent=1)
        return Response(text, headers=PRIVATE, media_type="application/json")

    async def docs(self, request: requests.Request) -> Response:
        """The same as a page; without a key, how to call."""
        try:
            ready = await self.gateway.ready_for(_digest(request))
        except (Refusal, *FAILURES):
            context = openapi.reference(None, address=_address(request))
        else:
            context = openapi.reference(ready.plan.grant, address=_address(request), held=ready.held)
        page = await asyncio.to_thread(render_to_string, "exchange/gateway_docs.html", context)
        return Response(page, headers={**PRIVATE, **NO_SCRIPT}, media_type="text/html; charset=utf-8")

    async def healthz(self, _request: requests.Request) -> Response:
        """Whether gateway and database answer."""
        try:
            await asyncio.wait_for(self.gateway.fetch("select 1"), timeout=HEALTH_SECONDS)
        except FAILURES:
            return _problem(calls.unavailable())
        return Response("ok", media_type="text/plain")


async def _unknown(request: requests.Request, error: Exception) -> Response:
    """An address or a method that is not there."""
    ways = [method for method, path in WAYS if path == request.url.path]
    if ways:
        refusal = Refusal(405, "no_such_method", f"这个地址用 {ways[0]} 调用。")
    else:
        refusal = Refusal(getattr(error, "status_code", 404), "no_such_address", "没有这个地址。地址见 /v1/docs。")
    answer = _problem(refusal)
    if ways:
        answer.headers["Allow"] = ", ".join(ways)
    return answer


async def _broken(_request: requests.Request, _error: Exception) -> Response:
    return _problem(calls.failed())


def _digest(request: requests.Request) -> str:
    return Request(request.scope, request.receive).digest()


def _address(request: requests.Request) -> str:
    return str(request.base_url).rstrip("/")


def _problem(refusal: Refusal) -> Response:
    body = calls.problem(refusal)
    return Response(body, status_code=refusal.status, headers=PRIVATE, media_type="application/json")


application = Application()
