"""Writes of interfaces: register, try, open, stop; look after those that are open."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import psycopg
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count, Max
from psycopg import sql

from yiyuan.audit.api import record
from yiyuan.catalog import api as catalog
from yiyuan.catalog.api import published_resource
from yiyuan.catalog.types import ItemInfo, ResourceInfo
from yiyuan.dataplane import outgoing
from yiyuan.dataplane.vault import seal_bytes
from yiyuan.exchange import policies, provider, rules, selectors
from yiyuan.exchange.models import Delivery, Interface
from yiyuan.exchange.provider import ProviderFailed
from yiyuan.exchange.types import (
    ANSWERED,
    FAILED,
    FAILURE_WORDS,
    OPEN_INTERFACES,
    ExchangeTag,
    Failure,
    InterfaceInfo,
    InterfaceState,
    Method,
    Trial,
)
from yiyuan.exchange.workflow import INTERFACE
from yiyuan.intake.api import specs_of
from yiyuan.kernel import clock
from yiyuan.kernel.actor import SYSTEM, Actor
from yiyuan.kernel.errors import NotAllowed, NotFound, RuleBroken, Unavailable

TIMEOUT_MOST: Final = 20  # seconds a caller of the gateway is let wait
WATCHERS: Final = 16
HEADER_CHARS: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a provider's person writes of an interface. fields, parameters: by item id; credential None: as it was."""

    method: Method
    address: str
    fields: Mapping[int, str]
    parameters: Mapping[int, str]
    rows_at: str = ""
    none_is_404: bool = False
    timeout_s: int = 5
    header: str = ""
    credential: str | None = None
    health: str = ""
    errors: str = ""


def resource_offered(resource_id: int, *, actor: Actor) -> ResourceInfo:
    """A published resource whose interface the actor looks after.

    Raises NotFound (also of another department), NotAllowed (not its data officer),
    RuleBroken("exchange.interface_held").
    """
    resource = published_resource(resource_id)
    if resource.provider_id not in actor.organisation_ids:
        raise NotFound("catalog.resource", id=resource_id)
    if not policies.may_offer(actor, resource.provider_id):
        raise NotAllowed("exchange.interface")
    if not resource.held_by_provider:
        raise RuleBroken("exchange.interface_held", name=resource.name, region=resource.region_code)
    return resource


@transaction.atomic
def save_interface(resource_id: int, *, actor: Actor, wanted: Wanted) -> Interface:
    """Register the interface of a resource, or write it anew; it is tried and opened again afterwards.

    Raises NotFound, NotAllowed, RuleBroken("exchange.interface_held" | "exchange.interface").
    A kept credential stays with the host it was written for.
    """
    resource = resource_offered(resource_id, actor=actor)
    fields = _fields(resource, wanted)
    _check_addresses(wanted)
    found = Interface.objects.select_for_update().filter(resource_id=resource_id).first()
    credential = bytes(found.credential) if found else b""
    if wanted.credential is not None:
        credential = _sealed(resource_id, wanted.credential)
    elif found and credential and _place(wanted.address) != _place(found.address):
        problem = "地址换了主机，原来的凭据不会发到那里；请重新填写凭据。"
        raise RuleBroken("exchange.interface", problem=problem, field="credential")
    if wanted.header and not credential:
        raise RuleBroken("exchange.interface", problem="写了凭据请求头，还须写凭据。", field="credential")
    values: dict[str, Any] = {
        "resource_name": resource.name,
        "method": wanted.method.value,
        "address": wanted.address,
        "fields": fields,
        "rows_at": wanted.rows_at,
        "none_is_404": wanted.none_is_404,
        "timeout_s": wanted.timeout_s,
        "header": wanted.header,
        "credential": credential if wanted.header else b"",
        "health": wanted.health,
        "errors": wanted.errors,
        "saved_by": actor.person_name,
        "saved_at": clock.real_now(),
        "tried_at": None,
        "tried_ok": False,
        "tried_words": "",
        "failures": 0,
        "failing_since": None,
        "failure": "",
    }
    if found is None:
        found = Interface.objects.create(
            resource_id=resource_id, provider_id=resource.provider_id, region_code=resource.region_code, **values
        )
        INTERFACE.begin(found)
    else:
        INTERFACE.move(found, "change", actor=actor, also_set=values)
    facts = {"method": wanted.method.value, "fields": len(fields), "credential": bool(values["credential"])}
    record(actor, ExchangeTag.INTERFACE_SAVED, object_type="exchange.interface", object_id=found.id, facts=facts)
    return found


def _fields(resource: ResourceInfo, wanted: Wanted) -> list[dict[str, str]]:
    """Every item with the name its provider's system gives it. Raises RuleBroken("exchange.interface")."""
    missing = [item.name for item in resource.items if not wanted.fields.get(item.id)]
    if missing:
        problem = f"信息项“{'、'.join(missing)}”没有写返回字段。"
        raise RuleBroken("exchange.interface", problem=problem, field=f"field_{_first(resource, missing).id}")
    allowed = {item.id for item in lookup_items(resource)}
    parameters = {id_: name for id_, name in wanted.parameters.items() if name}
    if not parameters or not set(parameters) <= allowed:
        names = "、".join(item.name for item in lookup_items(resource)) or "（资源没有主键或证件号码）"
        problem = f"至少给一个查询参数，只能是主键或证件号码：{names}。"
        raise RuleBroken("exchange.interface", problem=problem, field="parameters")
    kinds = {spec.column: spec.pg_type for spec in specs_of(resource.items)}
    return [
        {
            "column": item.column,
            "name": item.name,
            "pg_type": kinds[item.column],
            "field": wanted.fields[item.id],
            "parameter": parameters.get(item.id, ""),
        }
        for item in resource.items
    ]


def _first(resource: ResourceInfo, names: Sequence[str]) -> ItemInfo:
    return next(item for item in resource.items if item.name == names[0])


def lookup_items(resource: ResourceInfo) -> list[ItemInfo]:
    """The items by which a record may be looked for."""
    return [item for item in resource.items if item.key or item.item_class.value in rules.IDENTITIES]


def _check_addresses(wanted: Wanted) -> None:
    """Raises RuleBroken("exchange.interface")."""
    for name, address in (("address", wanted.address), ("health", wanted.health)):
        try:
            if address or name == "address":
                outgoing.parts_of(address)
        except Unavailable:
            problem = "地址须是 http:// 或 https:// 开头的完整网址，不含用户名、空格和中文。"
            raise RuleBroken("exchange.interface", problem=problem, field=name) from None
    if not 1 <= wanted.timeout_s <= TIMEOUT_MOST:
        problem = f"超时须是 1 到 {TIMEOUT_MOST} 秒。"
        raise RuleBroken("exchange.interface", problem=problem, field="timeout_s")
    if not set(wanted.header) <= HEADER_CHARS:
        raise RuleBroken("exchange.interface", problem="请求头只能用英文字母、数字和短横线。", field="header")
    if wanted.credential is not None and not (wanted.credential.isascii() and wanted.credential.isprintable()):
        raise RuleBroken("exchange.interface", problem="凭据只能用可见的英文字符。", field="credential")


def _place(address: str) -> tuple[str, int, bool]:
    """Whom a credential is sent to: host, port, whether it is encrypted."""
    host, port, _path, secure = outgoing.parts_of(address)
    return host, port, secure


def _sealed(resource_id: int, credential: str) -> bytes:
    if not credential:
        return b""
    context = provider.context_of(resource_id)
    return seal_bytes(credential.encode(), secret=settings.INSTALLATION_SECRET, context=context)


# ---- trying ----


def check_tried_by(interface: Interface, actor: Actor) -> None:
    """Raises NotAllowed, NotFound (the resource was withdrawn), RuleBroken("exchange.interface_held")."""
    if not policies.may_offer(actor, interface.provider_id):
        raise NotAllowed("exchange.interface")
    resource_offered(interface.resource_id, actor=actor)


def try_interface(resource_id: int, *, actor: Actor, values: Mapping[int, str]) -> Trial:
    """Ask the provider's system once, as the gateway would; its data are looked at and thrown away.

    values: by item id. Raises NotFound, NotAllowed, RuleBroken("exchange.interface" | "exchange.interface_held").
    """
    resource_offered(resource_id, actor=actor)
    found = selectors.interface_for(actor, resource_id)
    info = found.info()
    columns: dict[int, str] = {item.id: item.column for item in published_resource(resource_id).items}
    known = {field.column for field in info.parameters}
    asked = {columns[id_]: value.strip() for id_, value in values.items() if id_ in columns and value.strip()}
    asked = {column: value for column, value in asked.items() if column in known}
    if not asked:
        raise RuleBroken("exchange.interface", problem="请填一个要查的值。", field="value")
    trial = _trial(info, asked)
    with transaction.atomic():
        now = clock.real_now()
        said: dict[str, Any] = {"tried_at": now, "tried_ok": trial.ok, "tried_words": trial.words[:200]}
        if trial.ok:
            said |= {"failures": 0, "failing_since": None, "failure": "", "last_ok_at": now}
        Interface.objects.filter(id=found.id, saved_at=found.saved_at).update(**said)
        facts = {"ok": trial.ok, "ms": trial.ms, "rows": trial.rows}
        record(actor, ExchangeTag.INTERFACE_TRIED, object_type="exchange.interface", object_id=found.id, facts=facts)
    return trial


def _trial(info: InterfaceInfo, asked: Mapping[str, str]) -> Trial:
    try:
        handed = provider.ask(info, asked, needed=[field.column for field in info.fields])
        _check_types(info, handed.text(), ms=handed.ms)
    except ProviderFailed as failed:
        more = f"（{failed.words}）" if failed.words else ""
        return Trial(ok=False, words=f"{FAILURE_WORDS[failed.failure]}{more}", ms=failed.ms)
    if not handed.rows:
        return Trial(ok=False, words="能连上，但没有查到记录。换一个有记录的值再试。", ms=handed.ms)
    given = {column for row in handed.rows for column, value in row.items() if value is not None}
    names = tuple(field.name for field in info.fields if field.column in given)
    return Trial(ok=True, words=f"查到 {len(handed.rows)} 条", ms=handed.ms, rows=len(handed.rows), items=names)


def _check_types(info: InterfaceInfo, rows: str, *, ms: int) -> None:
    """Whether every value fits the type of its item. Raises ProviderFailed."""
    kinds = [sql.SQL("{} {}").format(sql.Identifier(f.column), sql.SQL(f.pg_type)) for f in info.fields]
    statement = sql.SQL("select count(*) from json_to_recordset({}::json) as t({})").format(
        sql.Literal(rows), sql.SQL(", ").join(kinds)
    )
    connection.ensure_connection()
    link: psycopg.Connection[Any] = connection.connection
    try:
        with transaction.atomic(), link.cursor() as cur:
            cur.execute(statement)
    except psycopg.DataError:
        raise ProviderFailed(Failure.SHAPE, "有的值不合信息项的类型", ms=ms) from None


# ---- opening and stopping ----


def open_interface(resource_id: int, *, actor: Actor) -> None:
    """From now on the gateway asks it. Raises NotFound, NotAllowed, MoveRefused, RuleBroken("exchange.interface_…")."""
    resource_offered(resource_id, actor=actor)
    found = selectors.interface_for(actor, resource_id)
    written = {
        "address": bool(found.address),
        "parameters": bool(found.info().parameters),
        "fields": bool(found.fields),
        "errors": bool(found.errors.strip()),
    }
    last = Delivery.objects.filter(resource_id=resource_id).aggregate(last=Max("id"))["last"]
    also = {"failures": 0, "failing_since": None, "failure": "", "watched_id": last or 0, "last_ok_at": found.tried_at}
    parts = frozenset(part for part, there in written.items() if there)
    INTERFACE.move(found, "open", actor=actor, written=parts, tried_ok=found.tried_ok, also_set=also)


def pause_interface(resource_id: int, *, actor: Actor) -> None:
    """The gateway asks it no more. Raises NotFound, NotAllowed, MoveRefused."""
    INTERFACE.move(selectors.interface_for(actor, resource_id), "pause", actor=actor)


def retire_interface(resource_id: int) -> None:
    """The resource was withdrawn: nobody is asked any more. Safe to repeat."""
    found = Interface.objects.filter(resource_id=resource_id).exclude(state=InterfaceState.PAUSED).first()
    if found is not None:
        INTERFACE.move(found, "retire", actor=SYSTEM)


# ---- looking after ----


def watch_interfaces() -> int:
    """Look at each open interface: the calls since the last time, and a check just now. Returns how many are down.

    Safe to repeat. Checks go side by side, as some of them wait for nobody.
    """
    found = list(Interface.objects.filter(state__in=OPEN_INTERFACES))
    if not found:
        return 0
    with ThreadPoolExecutor(min(WATCHERS, len(found))) as watchers:
        checks = list(watchers.map(provider.check_health, [one.info() for one in found]))
    for one, failure in zip(found, checks, strict=True):
        _note(one.id, failure)
    return Interface.objects.filter(state=InterfaceState.DOWN).count()


@transaction.atomic
def _note(interface_id: int, check: Failure | None) -> None:
    found = Interface.objects.select_for_update().get(id=interface_id)
    if found.state not in OPEN_INTERFACES:
        return
    now = clock.real_now()
    made = Delivery.objects.filter(resource_id=found.resource_id, id__gt=found.watched_id, provider_ms__isnull=False)
    ok = made.filter(status__in=ANSWERED).aggregate(id=Max("id"), at=Max("at"))
    failed = made.filter(status__in=FAILED, id__gt=ok["id"] or 0)
    last_failed = failed.order_by("-id").first()
    if ok["id"]:
        _good(found, at=ok["at"])
    if ok["id"] or (check is None and found.health):
        catalog.mark_fresh(found.resource_id, fresh_on=clock.today())
    if last_failed:
        first = failed.order_by("id").values_list("at", flat=True)[0]
        _bad(found, since=first, failure=Failure(last_failed.failure), times=failed.aggregate(n=Count("id"))["n"])
    if check is not None:
        _bad(found, since=now, failure=check, times=1)
    elif not last_failed and rules.is_healed(found.failure, by_health=bool(found.health)):
        _good(found, at=found.last_ok_at)
    found.checked_at = now
    found.watched_id = max(
        filter(None, (ok["id"], last_failed.id if last_failed else None, found.watched_id)), default=0
    )
    found.save(update_fields=["failures", "failing_since", "failure", "last_ok_at", "checked_at", "watched_id"])
    down = rules.is_down(found.failures)
    if down and found.state == InterfaceState.UP:
        found.law_on = None  # each outage is judged by the law of its own day
        INTERFACE.move(found, "fail", actor=SYSTEM, note=found.failure_words)
    elif not found.failures and found.state == InterfaceState.DOWN:
        INTERFACE.move(found, "recover", actor=SYSTEM)


def _good(found: Interface, *, at: datetime | None) -> None:
    found.failures, found.failing_since, found.failure, found.last_ok_at = 0, None, "", at


def _bad(found: Interface, *, since: datetime, failure: Failure, times: int) -> None:
    found.failing_since = found.failing_since or since
    found.failures += times
    found.failure = failure
