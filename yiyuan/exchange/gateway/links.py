"""Connections of the gateway to the database: few, kept, one statement at a time each.

Leaner than a general pool: statements here leave no state behind, so nothing is reset between two of them.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

import asyncpg

HANGS_SECONDS = 40  # longer than the server lets a statement run: the way to it is broken
Connect = Callable[[], Awaitable[asyncpg.Connection]]
NO_SERVER = (OSError, asyncpg.InterfaceError, asyncpg.PostgresConnectionError, asyncpg.OperatorInterventionError)


class Links:
    """Made as they are needed, `most` at a time; a broken one is replaced at its next use."""

    def __init__(self, connect: Connect, *, most: int) -> None:
        self._connect = connect
        self._most = most
        self._idle: list[asyncpg.Connection] = []
        self._open = 0
        self._waiting: deque[asyncio.Future[asyncpg.Connection | None]] = deque()

    async def fetch(self, statement: str, *values: object) -> list[asyncpg.Record]:
        """The rows of one statement, a transaction of its own. Raises what asyncpg raises."""
        link = await self._take()
        guard = asyncio.get_running_loop().call_later(HANGS_SECONDS, link.terminate)
        try:
            rows: list[asyncpg.Record] = await link.fetch(statement, *values)
        except asyncio.CancelledError:
            link.terminate()  # an answer may still be on its way
            raise
        else:
            return rows
        finally:
            guard.cancel()
            self._give(link)

    async def close(self) -> None:
        for link in self._idle:
            await link.close()
        self._idle.clear()

    async def _take(self) -> asyncpg.Connection:
        while True:
            while self._idle:
                link = self._idle.pop()
                if not link.is_closed():
                    return link
                self._open -= 1
            if self._open < self._most:
                return await self._make()
            if (given := await self._wait()) is not None:
                return given

    async def _make(self) -> asyncpg.Connection:
        self._open += 1
        try:
            return await self._connect()
        except BaseException:
            self._open -= 1
            self._hand(None)
            raise

    async def _wait(self) -> asyncpg.Connection | None:
        """A connection another call gave back, or None: one may be made."""
        turn: asyncio.Future[asyncpg.Connection | None] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            return await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                link: Any = turn.result()  # a connection or None
                if link is None:
                    self._hand(None)
                else:
                    self._give(link)
            raise

    def _give(self, link: asyncpg.Connection) -> None:
        if link.is_closed():
            self._open -= 1
            self._hand(None)
        elif not self._hand(link):
            self._idle.append(link)

    def _hand(self, link: asyncpg.Connection | None) -> bool:
        """To who waits longest; whether anybody did."""
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(link)
                return True
        return False
