"""Group commit: answers wait together for one statement that records them all, then leave."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence

from yiyuan.exchange.gateway.links import NO_SERVER
from yiyuan.exchange.gateway.recording import WRITE_MANY

log = logging.getLogger(__name__)
Execute = Callable[[str, str], Awaitable[object]]  # statement and its parameter
MOST = 500  # records in one transaction


class NotRecorded(Exception):
    """The record is not committed, so the answer may not leave."""


class Writer:
    """Collects what arrives while the last commit is on its way, and commits it as the next one."""

    def __init__(self, execute: Execute) -> None:
        self._execute = execute
        self._waiting: list[tuple[str, asyncio.Future[None]]] = []
        self._working: asyncio.Task[None] | None = None

    async def write(self, record: str) -> None:
        """Returns once the record, a JSON object of `recording`, is committed. Raises NotRecorded."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((record, done))
        if self._working is None or self._working.done():
            self._working = asyncio.create_task(self._work())
        try:
            await done
        except asyncio.CancelledError:
            raise
        except Exception as error:
            raise NotRecorded from error

    async def _work(self) -> None:
        while self._waiting:
            group, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
            await self._write_group(group)

    async def _write_group(self, group: Sequence[tuple[str, asyncio.Future[None]]]) -> None:
        try:
            await self._execute(WRITE_MANY, "[" + ",".join(record for record, _ in group) + "]")
        except Exception as error:
            if len(group) > 1 and not isinstance(error, NO_SERVER):
                for one in group:  # one bad record does not keep the others
                    await self._write_group([one])
                return
            log.exception("exchange.delivery.not_recorded", extra={"records": len(group)})
            for _, done in group:
                if not done.done():
                    done.set_exception(error)
        else:
            for _, done in group:
                if not done.done():
                    done.set_result(None)
