"""What leaves no delivery: calls no key let in, counted; failures of ours, by their number. Written now and then.

Neither holds anything of a key or of what was asked. Both are bounded, so that no stranger fills the database: an hour
counts so many networks, the others together; so many failures wait at once, further ones stand in the log alone.
"""

import asyncio
import json
import logging
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Final

import asyncpg

from yiyuan.exchange.gateway.links import NO_SERVER
from yiyuan.kernel import clock
from yiyuan.kernel.errors import kind_of, place_of
from yiyuan.web.clients import neighbourhood_of

log = logging.getLogger(__name__)
Execute = Callable[[str, str], Awaitable[object]]  # statement and its parameter
EVERY_S = 15
NETWORKS = 200  # of an hour that are counted apart
OTHERS = ""
MOST_FAILURES = 200  # that wait to be written
COUNT: Final = """
insert into published.exchange_refusedcall as r (hour, reason, network, calls, recorded)
select hour, reason, network, calls, 0
  from json_to_recordset($1::json) as g(hour timestamptz, reason text, network text, calls bigint)
on conflict (hour, reason, network) do update set calls = r.calls + excluded.calls
"""
KEEP: Final = """
insert into published.exchange_brokencall (number, at, status, way, exception, place)
select number, at, status, way, exception, place
  from json_to_recordset($1::json)
    as g(number text, at timestamptz, status smallint, way text, exception text, place text)
"""


class Tally:
    """One per gateway process; writes by itself as long as there is something to write."""

    def __init__(self, execute: Execute) -> None:
        self._execute = execute
        self._counts: Counter[tuple[datetime, str, str]] = Counter()
        self._failures: list[dict[str, object]] = []
        self._hour: datetime | None = None
        self._networks: set[str] = set()
        self._later: asyncio.TimerHandle | None = None
        self._writing: asyncio.Task[None] | None = None

    def refused(self, reason: str, address: str) -> None:
        """A call that no key let in."""
        hour = clock.real_now().replace(minute=0, second=0, microsecond=0)
        if hour != self._hour:
            self._hour, self._networks = hour, set()
        network = neighbourhood_of(address)
        if network not in self._networks and len(self._networks) >= NETWORKS:
            network = OTHERS
        self._networks.add(network)
        self._counts[hour, reason, network] += 1
        self._wake()

    def failed(self, number: str, *, status: int, way: str, error: BaseException) -> None:
        """way: method and path of one of our own ways."""
        if len(self._failures) < MOST_FAILURES:
            kept = {"number": number, "at": clock.real_now().isoformat(), "status": status, "way": way}
            self._failures.append(kept | {"exception": kind_of(error), "place": place_of(error)})
            self._wake()

    async def close(self) -> None:
        if self._later is not None:
            self._later.cancel()
        if self._writing is not None:
            await self._writing
        await self.write()

    async def write(self) -> None:
        """What waits; it goes on waiting where the database is away."""
        counts, self._counts = self._counts, Counter()
        failures, self._failures = self._failures, []
        try:
            if counts:
                names = ("hour", "reason", "network", "calls")
                rows = [dict(zip(names, (*key, calls), strict=True)) for key, calls in counts.items()]
                await self._execute(COUNT, json.dumps(rows, default=str))
                counts.clear()
            if failures:
                await self._execute(KEEP, json.dumps(failures))
        except (asyncpg.PostgresError, TimeoutError, *NO_SERVER):
            log.exception("exchange.tally.not_written")
            self._counts.update(counts)
            self._failures = [*failures, *self._failures][:MOST_FAILURES]
            self._wake()

    def _wake(self) -> None:
        if self._later is None:
            self._later = asyncio.get_running_loop().call_later(EVERY_S, self._begin)

    def _begin(self) -> None:
        self._later = None
        self._writing = asyncio.create_task(self.write())
