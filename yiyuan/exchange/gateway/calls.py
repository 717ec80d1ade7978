"""One call of a machine: who asks, what is found, its record, then the answer. Plain ASGI, as it is the hot way."""

import hashlib
import json
import logging
import time
import uuid
from collections.abc import Awaitable, Callable, Coroutine, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

import asyncpg

from yiyuan.audit.api import subject_hash
from yiyuan.exchange import marks, rules
from yiyuan.exchange.gateway import cursors, recording, statements
from yiyuan.exchange.gateway.links import NO_SERVER
from yiyuan.exchange.gateway.serving import CHANGED, Gateway, Holder, Ready, Refusal, broken_for
from yiyuan.exchange.gateway.statements import Plan
from yiyuan.exchange.gateway.writer import NotRecorded
from yiyuan.exchange.provider import ProviderFailed
from yiyuan.exchange.types import (
    BAD_VALUE,
    FAILURE_WORDS,
    FORBIDDEN,
    NO_RECORD,
    OK,
    PROVIDER_FAILED,
    PROVIDER_LATE,
    WHY_LENGTH,
    Action,
    Channel,
    Failure,
    Made,
    Mark,
)
from yiyuan.kernel import clock
from yiyuan.kernel.errors import RuleBroken
from yiyuan.kernel.texts import Unreadable, read_json, shortened
from yiyuan.sharing.types import GATEWAY_METHODS, LIST_METHODS, Field
from yiyuan.web.clients import nearest

log = logging.getLogger(__name__)
Message = MutableMapping[str, Any]  # of ASGI
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
BODY_BYTES = 64 * 1024
FAILURES = (NotRecorded, TimeoutError, asyncpg.PostgresError, *NO_SERVER)
HEADERS = (
    (b"content-type", b"application/json"),
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
)
UNKNOWN_KEY = 401
NOT_READY = 503
FAILED_AS = {
    Failure.TIMEOUT: (PROVIDER_LATE, "provider_timeout"),
    Failure.VALUE: (BAD_VALUE, "provider_value"),
    Failure.BUSY: (NOT_READY, "provider_busy"),
}


class Request:
    """What a call says of itself."""

    __slots__ = ("_body", "_receive", "_scope", "begun", "headers")

    def __init__(self, scope: Mapping[str, Any], receive: Receive) -> None:
        self._scope = scope
        self._receive = receive
        self.headers: dict[bytes, bytes] = dict(scope["headers"])
        self.begun = time.perf_counter()
        self._body: bytes | None = None

    def header(self, name: bytes) -> str:
        raw = self.headers.get(name)
        return rules.header_text(raw) if raw else ""

    def query(self, *known: str) -> dict[str, str]:
        """Raises RuleBroken("exchange.parameter") for a parameter that would otherwise be passed over in silence."""
        found = dict(parse_qsl(self._scope["query_string"].decode("ascii", "replace"), keep_blank_values=True))
        if unknown := sorted(found.keys() - set(known)):
            raise RuleBroken("exchange.parameter", names=unknown, known=known or ("没有",))
        return found

    def digest(self) -> str:
        """Of the key in the header. Raises Refusal without one."""
        scheme, _, key = self.header(b"authorization").partition(" ")
        if scheme.lower() != "bearer" or not key.strip():
            words = "缺少密钥。请在请求头加 Authorization: Bearer gk_…（授权页面生成）。"
            raise Refusal(UNKNOWN_KEY, "no_key", words)
        return hashlib.sha256(key.strip().encode()).hexdigest()

    @property
    def address(self) -> str:
        """Where it comes from, behind the proxies the city has named."""
        connected = self._scope.get("client") or ("",)
        return nearest(str(connected[0]), self.header(b"x-forwarded-for"))

    @property
    def way(self) -> str:
        return f"{self._scope['method']} {self._scope['path']}"

    async def body(self) -> bytes:
        """Raises RuleBroken("exchange.body") beyond BODY_BYTES."""
        if self._body is not None:
            return self._body
        body = bytearray()
        while True:
            message = await self._receive()
            body += message.get("body", b"")
            if len(body) > BODY_BYTES:
                raise RuleBroken("exchange.body")
            if not message.get("more_body"):
                self._body = bytes(body)
                return self._body

    async def asked(self) -> dict[str, object]:
        """Item name -> value, from JSON or a form. Raises RuleBroken("exchange.body")."""
        body = await self.body()
        try:
            if self.headers.get(b"content-type", b"").startswith(b"application/x-www-form-urlencoded"):
                asked: object = dict(parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=True))
            else:
                asked = read_json(body)
        except Unreadable as error:
            raise RuleBroken("exchange.body", problem=error.words) from None
        except ValueError:
            raise RuleBroken("exchange.body") from None
        if not isinstance(asked, dict) or not asked:
            raise RuleBroken("exchange.body")
        return asked


@dataclass(slots=True)
class Call:
    """A request whose key opened a grant."""

    request: Request
    digest: str
    ready: Ready
    case: str = ""
    operator: str = ""
    purpose_ok: bool | None = None

    async def fetch(self, gateway: Gateway, statement: str, *values: object) -> list[asyncpg.Record]:
        """The rows of a guarded statement. Raises Refusal when the grant is open no more, or a value does not fit."""
        try:
            return await self.fetch_as_it_is(gateway, statement, *values)
        except asyncpg.DataError as error:
            extra = {"grant_id": self.ready.plan.grant.id, "sqlstate": error.sqlstate}
            log.info("exchange.call.bad_value", extra=extra)
            raise broken_for(
                self.ready.holder, RuleBroken("exchange.value", item="查询条件", problem="不合信息项的类型")
            ) from None

    async def fetch_as_it_is(self, gateway: Gateway, statement: str, *values: object) -> list[asyncpg.Record]:
        """The same, where a value that does not fit is asyncpg's to tell."""
        found = await gateway.fetch(statement, self.ready.plan.grant.id, self.digest, clock.today(), *values)
        if not found:
            gateway.forget(self.digest)
            raise await gateway.why_not(self.digest)
        return found


@dataclass(slots=True)
class Answer:
    """What a statement found, as text ready to leave."""

    rows: Sequence[str]
    batch_id: int | None = None
    loaded_at: datetime | None = None
    more: Mapping[str, object] | None = None
    subjects: tuple[str, ...] = ()
    status: int = OK
    asked: frozenset[str] | None = None  # keyed digests of the values asked for; None: of a list
    provider_ms: int | None = None
    provider_rows: int | None = None


async def admit(gateway: Gateway, request: Request, *, action: Action) -> Call:
    """Key, method, purpose, references. A grant for look-ups opens neither list nor count. Raises Refusal."""
    digest = request.digest()
    call = Call(request, digest, await gateway.ready_for(digest))
    holder = call.ready.holder
    try:
        methods = call.ready.plan.grant.methods
        rules.check_method(granted=methods, accepted=GATEWAY_METHODS, what="接口调用")
        if action is not Action.BY_KEY:
            lists = frozenset[str]() if call.ready.held else LIST_METHODS  # a system elsewhere is asked by key
            rules.check_method(granted=methods, accepted=lists, what="列表和计数")
        if purpose := request.header(b"x-purpose"):
            call.purpose_ok = False
            rules.check_purpose(stated=purpose, granted=call.ready.purpose)
            call.purpose_ok = True
    except RuleBroken as broken:
        raise broken_for(holder, broken, status=FORBIDDEN, purpose_ok=call.purpose_ok) from None
    try:
        call.case = rules.check_reference(request.header(b"x-case"), name="X-Case")
        call.operator = rules.check_reference(request.header(b"x-operator"), name="X-Operator")
    except RuleBroken as broken:
        raise broken_for(holder, broken) from None
    return call


# ---- what is asked for ----


async def by_items(gateway: Gateway, call: Call) -> Answer:
    """The few records with these values."""
    try:
        call.request.query()
        asked = rules.asked_items(call.ready.plan.grant.fields, await call.request.asked())
    except RuleBroken as broken:
        raise broken_for(call.ready.holder, broken) from None
    if call.ready.held:
        return await by_interface(gateway, call, asked)
    columns = tuple(field.column for field in asked)
    text = call.ready.text(("by", *columns), lambda: statements.by_items(call.ready.plan, columns, first=4))
    found = [row for row in await call.fetch(gateway, text, *asked.values()) if row["row_"] is not None]
    return _records(found, asked)


def _subjects(asked: Mapping[Field, str], found: Sequence[asyncpg.Record] = ()) -> tuple[str, ...]:
    """Keyed hashes of those asked for and those found."""
    named = {value for field, value in asked.items() if field.item_class in rules.IDENTITIES}
    for row in found:
        named.update(value for value in row["subjects_"] if value)
    return tuple(sorted(map(subject_hash, named)))


def _records(found: Sequence[asyncpg.Record], asked: Mapping[Field, str]) -> Answer:
    subjects = _subjects(asked, found)
    if not found:
        return Answer([], subjects=subjects, status=NO_RECORD)
    digests = marks.digests_of(asked)
    more = {"more": len(found) > statements.QUERY_ROWS}
    found = found[: statements.QUERY_ROWS]
    return Answer([row["row_"] for row in found], *_as_of(found), more, subjects, asked=digests)


async def by_interface(gateway: Gateway, call: Call, asked: Mapping[Field, str]) -> Answer:
    """The same from the provider's own system: the grant is looked at before it is asked, and again with its answer."""
    ready, plan = call.ready, call.ready.plan
    columns = tuple(field.column for field in asked)
    values = {field.column: value for field, value in asked.items()}
    text = ready.text(("interface", *columns), lambda: statements.interface(plan, columns, first=4))
    (row,) = await call.fetch(gateway, text, *asked.values())
    if row["about_"] is None:
        words = "提供部门的接口没有开通，或者已经停用。请与提供部门联系。"
        raise Refusal(NOT_READY, "interface_closed", words, (), ready.holder)
    interface = rules.interface_of(json.loads(row["about_"]), credential=row["sealed_"])
    try:
        rules.check_parameters(interface, asked=columns, needed=plan.needed)
    except RuleBroken as broken:
        raise broken_for(ready.holder, broken) from None
    try:
        handed = await gateway.ask_provider(interface, values, needed=plan.needed)
        plan = Plan(plan.grant, statements.relation_from(interface))
        text = statements.guarded(statements.handed(plan, columns, first=4), grant=plan.grant)
        try:
            rows = await call.fetch_as_it_is(gateway, text, handed.text(), *asked.values())
        except asyncpg.DataError:
            raise ProviderFailed(Failure.SHAPE, "有的值不合登记的类型", ms=handed.ms) from None
    except ProviderFailed as failed:
        extra = {"resource_id": interface.resource_id, "failure": failed.failure.value, "words": failed.words}
        log.info("exchange.provider.failed", extra=extra)
        raise _failed(failed, ready.holder, subjects=_subjects(asked)) from None
    answer = _records([row for row in rows if row["row_"] is not None], asked)
    answer.provider_ms, answer.provider_rows = handed.ms, len(handed.rows)
    return answer


def _failed(failed: ProviderFailed, holder: Holder, *, subjects: tuple[str, ...]) -> Refusal:
    status, code = FAILED_AS.get(failed.failure, (PROVIDER_FAILED, "provider_failed"))
    then = "请核对所查的值。" if failed.failure is Failure.VALUE else "数据没有取到，请稍后再试。"
    words = f"提供部门的接口{FAILURE_WORDS[failed.failure]}，{then}"
    recorded = None if failed.failure is Failure.BUSY else failed
    return Refusal(status, code, words, (), holder, failed=recorded, subjects=subjects)


async def by_page(gateway: Gateway, call: Call) -> Answer:
    """A page in a stable order, and the way to the next.

    All pages of a sequence are of one state of the data: who comes back after a batch changed the pool is told (409),
    with the token to go on in the new state if that will do.
    """
    plan = call.ready.plan
    try:
        query = call.request.query("limit", "after")
        wanted = cursors.rows_wanted(query.get("limit", ""))
        after = query.get("after", "")
        before, *place = cursors.place_of(after, grant_id=plan.grant.id) if after else [""]
    except RuleBroken as broken:
        raise broken_for(call.ready.holder, broken) from None
    onwards = bool(place)
    text = call.ready.text(("page", str(onwards)), lambda: statements.page(plan, onwards=onwards, first=4))
    values: list[object] = [wanted + 1, *place]
    if place and not plan.relation.key:
        values[-1] = int(place[-1])
    answered = await call.fetch(gateway, text, *values)
    load = str(answered[0]["load_"] or "")
    if place and load != before:
        raise _changed(call.ready.holder, cursors.token_of([load, *place], grant_id=plan.grant.id))
    found = [row for row in answered if row["row_"] is not None]
    following = None
    if len(found) > wanted:
        found = found[:wanted]
        end = cursors.next_place([row["key_"] for row in found], before=place, by_digest=not plan.relation.key)
        following = cursors.token_of([load, *end], grant_id=plan.grant.id)
    return Answer([row["row_"] for row in found], *_as_of(found), {"next": following})


def _changed(holder: Holder, following: str) -> Refusal:
    words = "翻页期间提供部门更新了数据，各页不再是同一份。请从第一页重新取；只需接着取的，用 next 继续。"
    return Refusal(CHANGED, "data_changed", words, (), holder, following=following)


async def by_count(gateway: Gateway, call: Call) -> Answer:
    """How many rows are in scope."""
    try:
        call.request.query()
    except RuleBroken as broken:
        raise broken_for(call.ready.holder, broken) from None
    text = call.ready.text(("count",), lambda: statements.count(call.ready.plan))
    (row,) = await call.fetch(gateway, text)
    return Answer([], row["batch_"], row["at_"], {"count": row["rows_"]})


def _as_of(found: Sequence[asyncpg.Record]) -> tuple[int | None, datetime | None]:
    """Newest batch among the rows, and when it was loaded."""
    if len(found) == 1:
        return found[0]["batch_"], found[0]["at_"]
    batches = (row["batch_"] for row in found if row["batch_"] is not None)
    return max(batches, default=None), max((row["at_"] for row in found), default=None)


# ---- the answer ----


def _made(holder: Holder, request: Request, **what: Any) -> Made:  # further fields of Made
    return Made(
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
        ms=round((time.perf_counter() - request.begun) * 1000),
        **what,
    )


def _body(answer: Answer, code: str, marked: Sequence[Mark]) -> bytes:
    as_of = {"batch": answer.batch_id, "at": answer.loaded_at.isoformat() if answer.loaded_at else None}
    said: dict[str, object] = {"delivery": code, "as_of": as_of, **(answer.more or {})}
    if marked:
        said["rechecks"] = [marks.told(mark) for mark in marked]
    if answer.status == NO_RECORD:
        said |= {"code": "no_record", "message": "没有这条记录。", "articles": []}
    head = json.dumps(said, ensure_ascii=False)
    if answer.more is not None and "count" in answer.more:
        return head.encode()
    return f'{head[:-1]}, "rows": [{",".join(answer.rows)}]}}'.encode()


async def respond(send: Send, body: bytes, *, status: int, code: str = "") -> None:
    """Send the answer."""
    headers = [*HEADERS, (b"content-length", str(len(body)).encode())]
    if code:
        headers.append((b"x-delivery", code.encode()))
    if status == UNKNOWN_KEY:
        headers.append((b"www-authenticate", b"Bearer"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def problem(refusal: Refusal, *, code: str = "", number: str = "") -> bytes:
    """code: of the delivery record; number: of a failure of ours, by which the operator finds it."""
    said = {"code": refusal.code, "message": refusal.message, "articles": list(refusal.articles)}
    if number:
        said["request_id"] = number
    if refusal.following:
        said["next"] = refusal.following
    if code:
        said["delivery"] = code
    return json.dumps(said, ensure_ascii=False).encode()


def failed() -> Refusal:
    return Refusal(500, "failed", "程序出错，数据没有送出。请把 request_id 告诉平台运维。")


def unavailable() -> Refusal:
    return Refusal(503, "unavailable", "数据库暂时没有就绪，或者交付没有记录成功；数据没有送出。请稍后重试。")


async def _deliver(gateway: Gateway, call: Call, answer: Answer, *, action: Action) -> tuple[bytes, int, str]:
    """Body, status and code of an answer whose record is committed."""
    code = recording.new_code()
    digests = None if answer.asked is None else {*answer.asked, *answer.subjects}
    found = await gateway.marks_on(call.ready.holder.resource_id) if answer.status == OK else []
    body = _body(answer, code, marks.on(found, fields=call.ready.plan.grant.fields, digests=digests) if found else ())
    made = _made(
        call.ready.holder,
        call.request,
        code=code,
        action=action,
        status=answer.status,
        rows=len(answer.rows),
        bytes=len(body),
        subjects=answer.subjects,
        case=call.case,
        operator=call.operator,
        purpose_ok=call.purpose_ok,
        batch_id=answer.batch_id,
        provider_ms=answer.provider_ms,
        provider_rows=answer.provider_rows,
    )
    await gateway.writer.write(recording.record_of(made, actor=call.ready.holder.actor))
    return body, answer.status, code


async def _refuse(gateway: Gateway, refusal: Refusal, request: Request, *, action: Action) -> tuple[bytes, int, str]:
    """The same of a refusal; one under a known grant is recorded first."""
    if refusal.status == UNKNOWN_KEY:
        gateway.tally.refused(refusal.code, request.address)
    if refusal.holder is None or not refusal.recorded:
        return problem(refusal), refusal.status, ""
    code = recording.new_code()
    what = {
        "code": code,
        "action": action,
        "status": refusal.status,
        "purpose_ok": refusal.purpose_ok,
        "refusal": refusal.code,
        "refusal_words": shortened(refusal.kept or refusal.message, most=WHY_LENGTH),
        "refusal_articles": refusal.articles,
    }
    if refusal.failed is not None:
        what |= {
            "failure": refusal.failed.failure.value,
            "provider_ms": refusal.failed.ms,
            "subjects": refusal.subjects,
            "case": _reference(request, b"x-case"),
            "operator": _reference(request, b"x-operator"),
        }
    made = _made(refusal.holder, request, **what)
    await gateway.writer.write(recording.record_of(made, actor=refusal.holder.actor))
    return problem(refusal, code=code), refusal.status, code


def _reference(request: Request, name: bytes) -> str:
    """What was admitted already."""
    return rules.check_reference(request.header(name), name="")


def _broken(gateway: Gateway, refusal: Refusal, request: Request, error: Exception) -> tuple[bytes, int, str]:
    """The same of a failure: in the log and among what the operator finds by its number."""
    number = uuid.uuid4().hex
    log.error("exchange.call.failed %s %s", refusal.status, number, exc_info=error)
    gateway.tally.failed(number, status=refusal.status, way=request.way, error=error)
    return problem(refusal, number=number), refusal.status, ""


Work = Callable[[Gateway, Call], Coroutine[Any, Any, Answer]]
WAYS: dict[tuple[str, str], tuple[Action, Work]] = {
    ("POST", "/v1/query"): (Action.BY_KEY, by_items),
    ("GET", "/v1/data"): (Action.LIST, by_page),
    ("GET", "/v1/data/count"): (Action.COUNT, by_count),
}


async def _work(gateway: Gateway, work: Work, request: Request, *, action: Action) -> tuple[Call, Answer]:
    """What the call asks for; once more where the grant was narrowed between reading it and asking."""
    call = await admit(gateway, request, action=action)
    try:
        return call, await work(gateway, call)
    except Refusal as refusal:
        if refusal.status != CHANGED or refusal.following:
            raise
    call = await admit(gateway, request, action=action)
    return call, await work(gateway, call)


async def answer(gateway: Gateway, way: tuple[Action, Work], request: Request, send: Send) -> None:
    """Serve one call. Nothing leaves before its record is committed; what cannot be recorded is a 503."""
    action, work = way
    try:
        try:
            call, found = await _work(gateway, work, request, action=action)
            body, status, code = await _deliver(gateway, call, found, action=action)
        except Refusal as refusal:
            body, status, code = await _refuse(gateway, refusal, request, action=action)
    except FAILURES as error:
        body, status, code = _broken(gateway, unavailable(), request, error)
    except Exception as error:  # noqa: BLE001 - a mistake of ours: the caller reads it in the one shape, the log says where it is
        body, status, code = _broken(gateway, failed(), request, error)
    await respond(send, body, status=status, code=code)
