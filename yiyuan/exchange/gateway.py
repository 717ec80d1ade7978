"""The gateway: one grant's data as JSON for the machines of its holder, in a process and under a role of its own.

    granian --interface asgi yiyuan.exchange.gateway:application

Reads what is published and nothing else. Each answer's statement joins the open grant, so a revocation holds from the
next statement on; the answer leaves after its record is committed. Identity numbers stand in bodies, not in addresses.
"""

import asyncio
import hashlib
import json
import logging
import os
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import parse_qsl

import asyncpg
import django
from django.apps import apps
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yiyuan.config.settings")
if not apps.ready:
    django.setup()

from django.conf import settings
from django.template.loader import render_to_string

from yiyuan.audit.api import subject_hash
from yiyuan.exchange import cursors, openapi, recording, rules, statements
from yiyuan.exchange.statements import Plan
from yiyuan.exchange.types import FORBIDDEN, NO_RECORD, OK, Action, Channel, Made
from yiyuan.exchange.writer import NO_SERVER, NotRecorded, Writer
from yiyuan.kernel import actor as actors
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import RuleBroken
from yiyuan.postgres.roles import GATEWAY, password_of
from yiyuan.regulations.api import explain
from yiyuan.sharing.types import (
    GATEWAY_METHODS,
    Condition,
    Field,
    GrantId,
    GrantInfo,
    GrantState,
    Operator,
)

log = logging.getLogger(__name__)
CONNECTIONS = 8
STATEMENT_SECONDS = 30
PLANS = 2000  # grants kept ready
BODY_BYTES = 64 * 1024
PRIVATE = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
GRANT = "select * from published.grants where key_digest = $1"
SEEN = """
select p.grant_id, e.state, e.number, e.resource_id, e.resource_name, e.region_code, e.law_on, e.provider_id,
       e.consumer_id, e.consumer_name, e.consumer_region, e.closed_on, e.closed_reason
  from published.exchange_presentedkey p left join published.ended_grants e on e.id = p.grant_id
 where p.digest = $1
"""
NOTE_KEY = """
insert into published.exchange_presentedkey (digest, grant_id, first_at) values ($1, $2, now()) on conflict do nothing
"""
FAILURES = (NotRecorded, TimeoutError, asyncpg.PostgresError, *NO_SERVER)
ENDED_WORDS = {GrantState.REVOKED: "已撤销", GrantState.EXPIRED: "已到期", GrantState.GIVEN_BACK: "已退回"}


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
    """A grant the gateway may serve: its plan, its purpose, its statements by what they look for."""

    plan: Plan
    holder: Holder
    purpose: str
    texts: dict[tuple[str, ...], str]

    def text(self, name: tuple[str, ...], make: Callable[[], Any]) -> str:  # a composed statement
        if name not in self.texts:
            self.texts[name] = statements.guarded(make())
        return self.texts[name]


@dataclass(eq=False)
class Refusal(Exception):
    """An answer that is none. With a holder it is known who asked, and a 403 is recorded."""

    status: int
    code: str
    message: str
    articles: tuple[str, ...] = ()
    holder: Holder | None = None
    purpose_ok: bool | None = None


@dataclass(slots=True)
class Answer:
    """What a statement found, as text ready to leave."""

    rows: Sequence[str]
    batch_id: int | None = None
    loaded_at: datetime | None = None
    more: Mapping[str, object] | None = None
    subjects: tuple[str, ...] = ()
    status: int = OK


class Gateway:
    """The pool of connections, the plans, the writer of one process."""

    def __init__(self) -> None:
        self._pool: asyncpg.Pool | None = None
        self._making = asyncio.Lock()
        self._plans: OrderedDict[str, Ready] = OrderedDict()
        self.writer = Writer(self._execute)

    # ---- database ----

    async def pool(self) -> asyncpg.Pool:
        """Made at first use, so that the gateway may start before the database."""
        if self._pool is None:
            async with self._making:
                if self._pool is None:
                    self._pool = await _connect()
        return self._pool

    async def fetch(self, statement: str, *values: object) -> list[asyncpg.Record]:
        rows: list[asyncpg.Record] = await (await self.pool()).fetch(statement, *values, timeout=STATEMENT_SECONDS)
        return rows

    async def _execute(self, statement: str, *values: object) -> object:
        return await (await self.pool()).execute(statement, *values, timeout=STATEMENT_SECONDS)

    async def close(self) -> None:
        if self._pool is not None:
            await self._pool.close()

    # ---- who asks ----

    async def ready_for(self, digest: str) -> Ready:
        """The grant of a key. Raises Refusal: unknown key, or a grant that has ended."""
        if (ready := self._plans.get(digest)) is not None:
            self._plans.move_to_end(digest)
            return ready
        found = await self.fetch(GRANT, digest)
        if not found:
            raise await self.why_not(digest)
        ready = await self._prepare(found[0])
        await self._execute(NOTE_KEY, digest, ready.plan.grant.id)
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
        if relation is None:
            raise _broken(RuleBroken("exchange.held", name=grant.resource_name), holder, status=NO_RECORD)
        return Ready(Plan(grant, relation), holder, row["purpose"], {})

    def forget(self, digest: str) -> None:
        self._plans.pop(digest, None)

    async def why_not(self, digest: str) -> Refusal:
        """Why a key opens nothing: the grant has ended or not begun, the key was replaced, or nobody knows it."""
        today = clock.today()
        if found := await self.fetch(GRANT, digest):
            row = found[0]
            holder = holder_of(row, grant_id=row["id"])
            if row["until_on"] < today:
                words = f"授权 {holder.number} 使用期限至 {row['until_on']}，已届满。"
                return _said(words, "grant_expired", holder)
            return _said(f"授权 {holder.number} 自 {row['from_on']} 起有效。", "grant_not_begun", holder)
        seen = await self.fetch(SEEN, digest)
        if not seen or seen[0]["state"] is None:
            words = "密钥无效。请核对请求头 Authorization: Bearer gk_…，或在授权页面重新生成。"
            if seen:
                words = "这把密钥已被新的密钥取代。"
            return Refusal(401, "unknown_key", words)
        row = seen[0]
        holder = holder_of(row, grant_id=row["grant_id"])
        state = GrantState(row["state"])
        because = f"原因：{row['closed_reason']}" if row["closed_reason"] else ""
        words = f"授权 {holder.number} 于 {row['closed_on']} {ENDED_WORDS[state]}，不再提供数据。{because}"
        return _said(words, "grant_expired" if state is GrantState.EXPIRED else "grant_closed", holder)


async def _connect() -> asyncpg.Pool:
    place = settings.DATABASES["default"]

    async def keep(_connection: object) -> None:
        """Nothing to reset: a statement of ours leaves no state behind."""

    return await asyncpg.create_pool(
        host=place["HOST"],
        port=int(place["PORT"] or 5432),
        database=place["NAME"],
        user=GATEWAY,
        password=password_of(GATEWAY, secret=settings.INSTALLATION_SECRET),
        min_size=1,
        max_size=CONNECTIONS,
        timeout=10,
        statement_cache_size=500,
        max_cached_statement_lifetime=0,
        reset=keep,
        server_settings={"jit": "off", "search_path": "published", "application_name": "yiyuan-gateway"},
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
    )


def holder_of(row: Mapping[str, Any], *, grant_id: int) -> Holder:  # a row of published.grants or ended_grants
    machine = Actor(
        account_id=0,
        person_name="接口",
        organisation_id=row["consumer_id"],
        organisation_name=row["consumer_name"] or "",
        region_code=row["consumer_region"] or row["region_code"],
        channel=actors.Channel.API,
    )
    return Holder(
        grant_id,
        row["number"],
        row["resource_id"],
        row["resource_name"],
        row["region_code"],
        row["law_on"] or clock.today(),
        row["provider_id"],
        row["consumer_id"],
        machine,
    )


# ---- refusals ----


def _articles(holder: Holder, rule: str = "sharing.use_limit") -> tuple[str, ...]:
    return tuple(chip.text for chip in explain(RuleBroken(rule), region=holder.region_code, on=holder.law_on).chips)


def _said(words: str, code: str, holder: Holder) -> Refusal:
    rule = "sharing.grant_term" if code == "grant_expired" else "sharing.use_limit"
    return Refusal(FORBIDDEN, code, words, _articles(holder, rule), holder)


def _broken(error: RuleBroken, holder: Holder, *, status: int = 422, purpose_ok: bool | None = None) -> Refusal:
    refusal = explain(error, region=holder.region_code, on=holder.law_on)
    articles = tuple(chip.text for chip in refusal.chips)
    return Refusal(status, error.rule, refusal.sentence, articles, holder, purpose_ok)


def _unavailable() -> Response:
    words = "数据库暂时没有就绪，或者交付没有记录成功；数据没有送出。请稍后重试。"
    return _problem(Refusal(503, "unavailable", words))


# ---- one call ----


@dataclass(slots=True)
class Call:
    """One request on its way."""

    request: Request
    action: Action
    begun: float
    digest: str
    ready: Ready
    case: str = ""
    operator: str = ""
    purpose_ok: bool | None = None

    async def fetch(self, gateway: Gateway, statement: str, *values: object) -> list[asyncpg.Record]:
        """The rows of a guarded statement. Raises Refusal when the grant is open no more."""
        plan = self.ready.plan
        try:
            found = await gateway.fetch(statement, plan.grant.id, self.digest, clock.today(), *values)
        except asyncpg.DataError as error:
            log.info("exchange.call.bad_value", extra={"grant_id": plan.grant.id, "sqlstate": error.sqlstate})
            raise _broken(RuleBroken("exchange.value", item="查询条件"), self.ready.holder) from None
        if not found:
            gateway.forget(self.digest)
            raise await gateway.why_not(self.digest)
        return found


Work = Callable[[Gateway, Call], Coroutine[Any, Any, Answer]]


def _header(request: Request, name: bytes) -> str:
    raw = next((value for key, value in request.scope["headers"] if key == name), b"")
    return rules.header_text(raw) if raw else ""


def _digest(request: Request) -> str:
    """Of the key in the header. Raises Refusal without one."""
    scheme, _, key = _header(request, b"authorization").partition(" ")
    if scheme.lower() != "bearer" or not key.strip():
        raise Refusal(401, "no_key", "缺少密钥。请在请求头加 Authorization: Bearer gk_…（授权页面生成）。")
    return hashlib.sha256(key.strip().encode()).hexdigest()


async def _admit(gateway: Gateway, request: Request, action: Action) -> Call:
    """Key, method, purpose, references. Raises Refusal."""
    begun = time.perf_counter()
    digest = _digest(request)
    call = Call(request, action, begun, digest, await gateway.ready_for(digest))
    holder = call.ready.holder
    try:
        what = "接口调用"
        rules.check_method(granted=call.ready.plan.grant.methods, accepted=GATEWAY_METHODS, what=what)
        if purpose := _header(request, b"x-purpose"):
            call.purpose_ok = False
            rules.check_purpose(stated=purpose, granted=call.ready.purpose)
            call.purpose_ok = True
    except RuleBroken as broken:
        raise _broken(broken, holder, status=FORBIDDEN, purpose_ok=call.purpose_ok) from None
    try:
        call.case = rules.check_reference(_header(request, b"x-case"), name="X-Case")
        call.operator = rules.check_reference(_header(request, b"x-operator"), name="X-Operator")
    except RuleBroken as broken:
        raise _broken(broken, holder) from None
    return call


def _made(
    holder: Holder,
    action: Action,
    *,
    code: str,
    begun: float,
    status: int,
    **more: Any,  # further fields of Made
) -> Made:
    return Made(
        code=code,
        grant_id=holder.grant_id,
        grant_number=holder.number,
        resource_id=holder.resource_id,
        resource_name=holder.resource_name,
        region_code=holder.region_code,
        consumer_id=holder.consumer_id,
        provider_id=holder.provider_id,
        at=clock.real_now(),
        legal_on=clock.today(),
        channel=Channel.GATEWAY,
        action=action,
        status=status,
        ms=round((time.perf_counter() - begun) * 1000),
        **more,
    )


async def _deliver(gateway: Gateway, call: Call, answer: Answer) -> Response:
    """The answer, after its record is committed."""
    code = recording.new_code()
    body = _body(answer, code)
    made = _made(
        call.ready.holder,
        call.action,
        code=code,
        begun=call.begun,
        status=answer.status,
        rows=len(answer.rows),
        bytes=len(body),
        subjects=answer.subjects,
        case=call.case,
        operator=call.operator,
        purpose_ok=call.purpose_ok,
        batch_id=answer.batch_id,
    )
    await gateway.writer.write(recording.rows_of(made, actor=call.ready.holder.actor))
    return _json(body, status=answer.status, code=code)


def _body(answer: Answer, code: str) -> bytes:
    as_of = {"batch": answer.batch_id, "at": answer.loaded_at.isoformat() if answer.loaded_at else None}
    said: dict[str, object] = {"delivery": code, "as_of": as_of, **(answer.more or {})}
    if answer.status == NO_RECORD:
        said |= {"code": "no_record", "message": "没有这条记录。", "articles": []}
    head = json.dumps(said, ensure_ascii=False)
    if answer.more is not None and "count" in answer.more:
        return head.encode()
    return f'{head[:-1]}, "rows": [{",".join(answer.rows)}]}}'.encode()


def _json(body: bytes, *, status: int, code: str = "") -> Response:
    headers = {**PRIVATE, "X-Delivery": code} if code else PRIVATE
    return Response(body, status_code=status, headers=headers, media_type="application/json")


async def _refuse(gateway: Gateway, refusal: Refusal, *, action: Action, begun: float) -> Response:
    """A refusal; one under a known grant is recorded first."""
    if refusal.holder is None or refusal.status != FORBIDDEN:
        return _problem(refusal)
    code = recording.new_code()
    made = _made(refusal.holder, action, code=code, begun=begun, status=FORBIDDEN, purpose_ok=refusal.purpose_ok)
    await gateway.writer.write(recording.rows_of(made, actor=refusal.holder.actor))
    return _problem(refusal, code=code)


def _problem(refusal: Refusal, *, code: str = "") -> Response:
    said = {"code": refusal.code, "message": refusal.message, "articles": list(refusal.articles)}
    if code:
        said["delivery"] = code
    response = _json(json.dumps(said, ensure_ascii=False).encode(), status=refusal.status, code=code)
    if refusal.status == 401:  # noqa: PLR2004
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _endpoint(action: Action, work: Work) -> Callable[[Request], Coroutine[Any, Any, Response]]:
    async def answer(request: Request) -> Response:
        gateway: Gateway = request.app.state.gateway
        begun = time.perf_counter()
        try:
            try:
                call = await _admit(gateway, request, action)
                return await _deliver(gateway, call, await work(gateway, call))
            except Refusal as refusal:
                return await _refuse(gateway, refusal, action=action, begun=begun)
        except FAILURES:
            log.exception("exchange.call.failed")
            return _unavailable()

    return answer


# ---- what is asked for ----


async def by_items(gateway: Gateway, call: Call) -> Answer:
    """The few records with these values."""
    grant = call.ready.plan.grant
    try:
        asked = rules.asked_items(grant.fields, await _asked(call.request))
    except RuleBroken as broken:
        raise _broken(broken, call.ready.holder) from None
    columns = tuple(field.column for field in asked)
    text = call.ready.text(("by", *columns), lambda: statements.by_items(call.ready.plan, columns, first=4))
    found = [row for row in await call.fetch(gateway, text, *asked.values()) if row["row_"] is not None]
    named = {value for field, value in asked.items() if field.item_class in rules.IDENTITIES}
    for row in found:
        named.update(value for value in row["subjects_"] if value)
    subjects = tuple(sorted(map(subject_hash, named)))
    more = {"more": len(found) > statements.QUERY_ROWS}
    found = found[: statements.QUERY_ROWS]
    if not found:
        return Answer([], subjects=subjects, status=NO_RECORD)
    batch_id, loaded_at = _as_of(found)
    return Answer([row["row_"] for row in found], batch_id, loaded_at, more, subjects)


async def _asked(request: Request) -> Mapping[str, object]:
    """Item name -> value, from JSON or a form. Raises RuleBroken("exchange.body")."""
    if int(request.headers.get("content-length") or 0) > BODY_BYTES:
        raise RuleBroken("exchange.body")
    body = await request.body()
    try:
        if request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
            asked: object = dict(parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=True))
        else:
            asked = json.loads(body)
    except ValueError:
        raise RuleBroken("exchange.body") from None
    if len(body) > BODY_BYTES or not isinstance(asked, dict) or not asked:
        raise RuleBroken("exchange.body")
    return asked


def _as_of(found: Sequence[asyncpg.Record]) -> tuple[int, datetime]:
    return max(row["batch_"] for row in found), max(row["at_"] for row in found)


async def by_page(gateway: Gateway, call: Call) -> Answer:
    """A page in a stable order, and the way to the next."""
    plan = call.ready.plan
    query = call.request.query_params
    try:
        wanted = cursors.rows_wanted(query.get("limit", ""))
        after = query.get("after", "")
        place = cursors.place_of(after, grant_id=plan.grant.id) if after else []
    except RuleBroken as broken:
        raise _broken(broken, call.ready.holder) from None
    onwards = bool(place)
    text = call.ready.text(("page", str(onwards)), lambda: statements.page(plan, onwards=onwards, first=4))
    values: list[object] = [wanted + 1, *place]
    if place and not plan.relation.key:
        values[-1] = int(place[-1])
    found = [row for row in await call.fetch(gateway, text, *values) if row["row_"] is not None]
    following = None
    if len(found) > wanted:
        found = found[:wanted]
        end = cursors.next_place([row["key_"] for row in found], before=place, by_digest=not plan.relation.key)
        following = cursors.token_of(end, grant_id=plan.grant.id)
    batch_id, loaded_at = _as_of(found) if found else (None, None)
    return Answer([row["row_"] for row in found], batch_id, loaded_at, {"next": following})


async def by_count(gateway: Gateway, call: Call) -> Answer:
    """How many rows are in scope."""
    text = call.ready.text(("count",), lambda: statements.count(call.ready.plan))
    (row,) = await call.fetch(gateway, text)
    return Answer([], row["batch_"], row["at_"], more={"count": row["rows_"]})


# ---- description ----


async def describe(request: Request) -> Response:
    """OpenAPI 3.1 of the grant behind the key."""
    gateway: Gateway = request.app.state.gateway
    try:
        ready = await gateway.ready_for(_digest(request))
    except Refusal as refusal:
        return await _refuse(gateway, refusal, action=Action.COUNT, begun=time.perf_counter())
    except FAILURES:
        return _unavailable()
    document = openapi.document(ready.plan.grant, address=str(request.base_url).rstrip("/"))
    return _json(json.dumps(document, ensure_ascii=False, indent=1).encode(), status=200)


async def docs(request: Request) -> Response:
    """The same as a page; without a key, how to call."""
    gateway: Gateway = request.app.state.gateway
    address = str(request.base_url).rstrip("/")
    grant = None
    if "authorization" in request.headers:
        try:
            grant = (await gateway.ready_for(_digest(request))).plan.grant
        except (Refusal, *FAILURES):
            log.info("exchange.docs.without_grant")
    context = openapi.reference(grant, address=address)
    page = await asyncio.to_thread(render_to_string, "exchange/gateway_docs.html", context)
    policy = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}
    return Response(page, headers={**PRIVATE, **policy}, media_type="text/html; charset=utf-8")


async def healthz(request: Request) -> Response:
    """Whether gateway and database answer."""
    try:
        await asyncio.wait_for(request.app.state.gateway.fetch("select 1"), timeout=3)
    except FAILURES:
        return Response("no database", status_code=503, media_type="text/plain")
    return Response("ok", media_type="text/plain")


def make_application() -> Starlette:
    """A gateway of its own; tests make one per event loop."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        yield
        await app.state.gateway.close()

    app = Starlette(
        routes=[
            Route("/v1/query", _endpoint(Action.BY_KEY, by_items), methods=["POST"]),
            Route("/v1/data", _endpoint(Action.LIST, by_page), methods=["GET"]),
            Route("/v1/data/count", _endpoint(Action.COUNT, by_count), methods=["GET"]),
            Route("/v1/openapi.json", describe, methods=["GET"]),
            Route("/v1/docs", docs, methods=["GET"]),
            Route("/healthz", healthz, methods=["GET"]),
        ],
        lifespan=lifespan,
    )
    app.state.gateway = Gateway()
    return app


application = make_application()
