"""What a gateway process keeps: its connections, the grants it is ready to serve, the writer of records."""

import asyncio
import json
import logging
import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

import asyncpg
from django.conf import settings

from yiyuan.exchange import marks, provider, rules
from yiyuan.exchange.gateway import statements
from yiyuan.exchange.gateway.links import Links
from yiyuan.exchange.gateway.statements import Plan
from yiyuan.exchange.gateway.tally import Tally
from yiyuan.exchange.gateway.writer import Writer
from yiyuan.exchange.provider import Handed, ProviderFailed
from yiyuan.exchange.types import FORBIDDEN, NO_RECORD, REFUSED, Failure, InterfaceInfo, Mark
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor, Channel
from yiyuan.kernel.errors import RuleBroken
from yiyuan.postgres.roles import GATEWAY, password_of
from yiyuan.regulations.api import explain
from yiyuan.sharing.api import check_volume
from yiyuan.sharing.types import Condition, Field, GrantId, GrantInfo, GrantState, Operator

log = logging.getLogger(__name__)
CONNECTIONS = 6
STATEMENT_MS = 30_000
CONNECT_SECONDS = 10
PLANS = 2000  # grants kept ready
MARKS_SECONDS = 2
ASKED_AT_ONCE = 8  # calls of one provider's system under way
ASKED_IN_ALL = 64
GRANT = "select * from published.grants where key_digest = $1"
ENDED = """
select id as grant_id, state, number, resource_id, resource_name, region_code, law_on, provider_id, consumer_id,
       consumer_name, consumer_region, closed_on, closed_reason
  from published.ended_grants where key_digest = $1
"""
INTERFACE = "select about::text as about, credential from published.interfaces where resource_id = $1"
USED = """
select coalesce(max(calls), 0) as calls, coalesce(max(rows), 0) as rows from published.daily_uses
 where grant_id = $1 and legal_on = $2
"""
SEEN = """
select p.grant_id, e.state, e.number, e.resource_id, e.resource_name, e.region_code, e.law_on, e.provider_id,
       e.consumer_id, e.consumer_name, e.consumer_region, e.closed_on, e.closed_reason
  from published.exchange_presentedkey p left join published.ended_grants e on e.id = p.grant_id
 where p.digest = $1
"""
NOTE_KEY = """
insert into published.exchange_presentedkey (digest, grant_id, first_at) values ($1, $2, now()) on conflict do nothing
"""
ENDED_WORDS = {
    GrantState.REVOKED: "已撤销",
    GrantState.EXPIRED: "已到期",
    GrantState.GIVEN_BACK: "已退回",
    GrantState.SUSPENDED: "已暂停",
    GrantState.LAPSED: "因未使用而失效",
    GrantState.RENEWED: "已续期，由新授权接替",
}
CHANGED = 409


@dataclass(frozen=True, slots=True)
class Holder:
    """Who presents a key, for the record."""

    grant_id: int
    number: str
    resource_id: int
    resource_name: str
    region_code: str
    law_on: date
    provider_id: int
    consumer_id: int
    actor: Actor


@dataclass(frozen=True, slots=True)
class Ready:
    """A grant the gateway may serve: its plan, its purpose, its statements by what they look for.

    held: the data stay with the provider, whose system is asked.
    """

    plan: Plan
    holder: Holder
    purpose: str
    texts: dict[tuple[str, ...], str]
    held: bool = False

    def text(self, name: tuple[str, ...], make: Callable[[], Any]) -> str:  # a composed statement
        """The guarded statement of this name, composed once."""
        if name not in self.texts:
            self.texts[name] = statements.guarded(make(), grant=self.plan.grant)
        return self.texts[name]


@dataclass(eq=False)
class Refusal(Exception):
    """An answer that is none. With a holder it is known who asked, and a 403 or 422 is recorded."""

    status: int
    code: str
    message: str
    articles: tuple[str, ...] = ()
    holder: Holder | None = None
    purpose_ok: bool | None = None
    failed: ProviderFailed | None = None
    subjects: tuple[str, ...] = ()
    following: str = ""  # token of the page that was not given
    kept: str = ""  # the sentence for the record, where the message repeats what the caller wrote

    @property
    def recorded(self) -> bool:
        """A refusal for a rule's sake, and one after the provider's system was asked, are recorded."""
        return self.holder is not None and (self.status in REFUSED or self.failed is not None)


class Gateway:
    """One per process and event loop. Connects at first use, so that it may start before the database."""

    def __init__(self) -> None:
        self._links = Links(_connect, most=CONNECTIONS)
        self._plans: OrderedDict[str, Ready] = OrderedDict()
        self._marks: OrderedDict[int, tuple[float, list[Mark]]] = OrderedDict()
        self.writer = Writer(self.fetch)
        self.tally = Tally(self.fetch)
        self._callers = ThreadPoolExecutor(ASKED_IN_ALL, thread_name_prefix="provider")
        self._asking: Counter[int] = Counter()

    async def fetch(self, statement: str, *values: object) -> list[asyncpg.Record]:
        return await self._links.fetch(statement, *values)

    async def close(self) -> None:
        self._callers.shutdown(wait=False, cancel_futures=True)
        await self.tally.close()
        await self._links.close()

    async def marks_on(self, resource_id: int) -> list[Mark]:
        """The open rechecks of a resource, as of at most MARKS_SECONDS ago."""
        now = time.monotonic()
        known = self._marks.get(resource_id)
        if known is None or now - known[0] > MARKS_SECONDS:
            known = (now, [marks.mark_of(row) for row in await self.fetch(marks.OPEN, resource_id)])
            self._marks[resource_id] = known
            self._marks.move_to_end(resource_id)
            while len(self._marks) > PLANS:
                self._marks.popitem(last=False)
        return known[1]

    async def ask_provider(
        self, interface: InterfaceInfo, asked: Mapping[str, str], *, needed: Sequence[str]
    ) -> Handed:
        """`provider.ask` beside the loop, a few at a time, so that a slow system holds up its own callers alone."""
        resource_id = interface.resource_id
        if self._asking[resource_id] >= ASKED_AT_ONCE or self._asking.total() >= ASKED_IN_ALL:
            raise ProviderFailed(Failure.BUSY)
        self._asking[resource_id] += 1
        work = partial(provider.ask, interface, asked, needed=needed)
        task = asyncio.get_running_loop().run_in_executor(self._callers, work)
        task.add_done_callback(lambda _done: self._asking.subtract({resource_id: 1}))
        return await asyncio.shield(task)

    async def ready_for(self, digest: str) -> Ready:
        """The grant of a key. Raises Refusal: unknown key, or a grant that has ended."""
        if (ready := self._plans.get(digest)) is not None:
            self._plans.move_to_end(digest)
            return ready
        found = await self.fetch(GRANT, digest)
        if not found:
            raise await self.why_not(digest)
        ready = await self._prepare(found[0])
        await self.fetch(NOTE_KEY, digest, ready.plan.grant.id)
        self._plans[digest] = ready
        while len(self._plans) > PLANS:
            self._plans.popitem(last=False)
        return ready

    async def _prepare(self, row: asyncpg.Record) -> Ready:
        grant = grant_of(row)
        holder = holder_of(row, grant_id=grant.id)
        name = statements.view_name(grant.resource_id, grant.version_number)
        described = await self.fetch(statements.RELATION, name)
        relation = statements.relation_of(name, [(r[0], r[1], r[2]) for r in described])
        if relation is not None:
            return Ready(Plan(grant, relation), holder, row["purpose"], {})
        found = await self.fetch(INTERFACE, grant.resource_id)
        if not found:
            raise broken_for(holder, RuleBroken("exchange.held", name=grant.resource_name), status=NO_RECORD)
        interface = rules.interface_of(json.loads(found[0]["about"]), credential=found[0]["credential"])
        plan = Plan(grant, statements.relation_from(interface))
        return Ready(plan, holder, row["purpose"], {}, held=True)

    def forget(self, digest: str) -> None:
        """The next call with this key looks the grant up again."""
        self._plans.pop(digest, None)

    async def why_not(self, digest: str) -> Refusal:
        """Why a key opens nothing: the grant has ended or not begun, the key was replaced, or nobody knows it."""
        if found := await self.fetch(GRANT, digest):
            row = found[0]
            holder = holder_of(row, grant_id=row["id"])
            if row["until_on"] < clock.today():
                words = f"授权 {holder.number} 使用期限至 {row['until_on']}，已届满。"
                return _ended(words, "grant_expired", holder)
            if row["from_on"] > clock.today():
                return _ended(f"授权 {holder.number} 自 {row['from_on']} 起有效。", "grant_not_begun", holder)
            return await self._used_up_or_changed(row, holder)
        seen = await self.fetch(ENDED, digest) or await self.fetch(SEEN, digest)
        if not seen or seen[0]["state"] is None:
            words = "密钥无效。请核对请求头 Authorization: Bearer gk_…，或在授权页面重新生成。"
            if seen:
                words = "这把密钥已被新的密钥取代。"
            return Refusal(401, "unknown_key", words)
        row = seen[0]
        holder = holder_of(row, grant_id=row["grant_id"])
        state = GrantState(row["state"])
        because = f"原因：{row['closed_reason']}" if row["closed_reason"] else ""
        rests = state is GrantState.SUSPENDED
        then = "恢复之前不提供数据" if rests else "不再提供数据"
        words = f"授权 {holder.number} 于 {row['closed_on']} {ENDED_WORDS[state]}，{then}。{because}"
        codes = {GrantState.EXPIRED: "grant_expired", GrantState.SUSPENDED: "grant_suspended"}
        return _ended(words, codes.get(state, "grant_closed"), holder)

    async def _used_up_or_changed(self, row: asyncpg.Record, holder: Holder) -> Refusal:
        (used,) = await self.fetch(USED, row["id"], clock.today())
        try:
            check_volume(
                calls=used["calls"],
                rows=int(used["rows"]),
                daily_calls=row["daily_calls"],
                daily_rows=row["daily_rows"],
            )
        except RuleBroken as broken:
            return broken_for(holder, broken, status=FORBIDDEN)
        return Refusal(CHANGED, "grant_changed", f"授权 {holder.number} 刚刚变更，请再试一次。", (), holder)


async def _connect() -> asyncpg.Connection:
    place = settings.DATABASES["default"]
    return await asyncpg.connect(
        host=place["HOST"],
        port=int(place["PORT"] or 5432),
        database=place["NAME"],
        user=GATEWAY,
        password=password_of(GATEWAY, secret=settings.INSTALLATION_SECRET),
        timeout=CONNECT_SECONDS,
        statement_cache_size=500,
        max_cached_statement_lifetime=0,
        server_settings={
            "jit": "off",
            "search_path": "published",
            "statement_timeout": str(STATEMENT_MS),
            "application_name": "yiyuan-gateway",
        },
    )


def grant_of(row: Mapping[str, Any]) -> GrantInfo:  # a row of published.grants
    """A grant as `sharing` describes it, from the view it publishes."""
    plan = json.loads(row["plan"])
    return GrantInfo(
        id=GrantId(row["id"]),
        number=row["number"],
        resource_id=row["resource_id"],
        version_number=row["version_number"],
        resource_name=row["resource_name"],
        consumer_id=row["consumer_id"],
        consumer_name=row["consumer_name"],
        provider_id=row["provider_id"],
        region_code=row["region_code"],
        fields=tuple(Field(**field) for field in plan["fields"]),
        rows=tuple(Condition(int(item), Operator(operator), value) for item, operator, value in plan["rows"]),
        row_columns={int(item): column for item, column in plan["row_columns"].items()},
        methods=frozenset(row["methods"]),
        from_on=row["from_on"],
        until_on=row["until_on"],
        live=True,
        has_key=True,
        daily_calls=row["daily_calls"],
        daily_rows=row["daily_rows"],
        revision=row["revision"],
    )


def holder_of(row: Mapping[str, Any], *, grant_id: int) -> Holder:  # a row of published.grants or ended_grants
    """The machine that acts for the consumer, and what it holds."""
    machine = Actor(
        account_id=0,
        person_name="接口",
        organisation_id=row["consumer_id"],
        organisation_name=row["consumer_name"] or "",
        region_code=row["consumer_region"] or row["region_code"],
        channel=Channel.API,
    )
    return Holder(
        grant_id=grant_id,
        number=row["number"],
        resource_id=row["resource_id"],
        resource_name=row["resource_name"],
        region_code=row["region_code"],
        law_on=row["law_on"] or clock.today(),
        provider_id=row["provider_id"],
        consumer_id=row["consumer_id"],
        actor=machine,
    )


def _ended(words: str, code: str, holder: Holder) -> Refusal:
    rule = "sharing.grant_term" if code == "grant_expired" else "sharing.use_limit"
    articles = explain(RuleBroken(rule), region=holder.region_code, on=holder.law_on).chips
    return Refusal(FORBIDDEN, code, words, tuple(chip.text for chip in articles), holder)


def broken_for(holder: Holder, error: RuleBroken, *, status: int = 422, purpose_ok: bool | None = None) -> Refusal:
    """A broken rule in words, with its articles."""
    refusal = explain(error, region=holder.region_code, on=holder.law_on)
    articles = tuple(chip.text for chip in refusal.chips)
    kept = explain(rules.without_values(error), region=holder.region_code, on=holder.law_on).sentence
    return Refusal(status, error.rule, refusal.sentence, articles, holder, purpose_ok, kept=kept)
