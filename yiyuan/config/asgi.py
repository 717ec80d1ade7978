"""The gateway as an ASGI application, served by `gateway`: gives signs of life, and closes connections when it ends."""

import asyncio
import contextlib
import os
from typing import Any

from starlette.types import Message, Receive, Scope, Send

from yiyuan.config import beats
from yiyuan.config.gateway import LEAVING
from yiyuan.exchange.gateway.application import application as gateway


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        beating = asyncio.create_task(beats.go_on())
        try:
            await gateway(scope, receive, send)
        finally:
            beating.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await beating
        return

    async def last(message: Message) -> None:
        """The answer, after which its connection is closed."""
        if message["type"] == "http.response.start":
            headers: list[Any] = [*message.get("headers", ()), (b"connection", b"close")]
            message = {**message, "headers": headers}
        await send(message)

    await gateway(scope, receive, last if os.path.exists(LEAVING) else send)  # noqa: ASYNC240, PTH110 - a look at the kernel
