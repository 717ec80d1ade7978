"""Asking the provider's own system for a resource that stays there: what is sent, what must come back.

Nothing of an answer is trusted: it is read as rows of the fields the provider named, everything else is dropped, and
the statement of the grant masks and filters what is left (`statements.handed`).
"""

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode, urlsplit, urlunsplit

from django.conf import settings

from yiyuan.dataplane import outgoing
from yiyuan.dataplane.vault import unseal_bytes
from yiyuan.exchange.types import Failure, InterfaceField, InterfaceInfo, Method
from yiyuan.kernel.errors import Damaged, Unavailable

MOST_BYTES: Final = 2_000_000  # of a provider's answer
MOST_ROWS: Final = 1000
MOST_TEXT: Final = 20_000  # characters of one value
OK_FROM, OK_TO = 200, 299
NOT_FOUND = 404
BAD_VALUE = (400, 422)
_OUTGOING: Final = {
    "outgoing.timeout": Failure.TIMEOUT,
    "outgoing.large": Failure.LARGE,
    "outgoing.inward": Failure.INWARD,
    "outgoing.address": Failure.INWARD,
}


class ProviderFailed(Exception):
    """No data came from the provider's system. `words`: what is wrong with its answer, never what stood in it."""

    def __init__(self, failure: Failure, words: str = "", *, ms: int = 0) -> None:
        super().__init__(failure.value)
        self.failure = failure
        self.words = words
        self.ms = ms


@dataclass(frozen=True, slots=True)
class Handed:
    """What a provider handed over: rows by column, as JSON; how long it took."""

    rows: Sequence[Mapping[str, Any]]  # column -> JSON value
    ms: int

    def text(self) -> str:
        return json.dumps(list(self.rows), ensure_ascii=False)


def context_of(resource_id: int) -> str:
    """What the seal of a credential is bound to."""
    return f"exchange.interface:{resource_id}"


def ask(interface: InterfaceInfo, asked: Mapping[str, str], *, needed: Sequence[str]) -> Handed:
    """The rows the provider's system gives for these values by column. Raises ProviderFailed.

    needed: columns that must stand in every row.
    """
    begun = time.perf_counter()
    try:
        url, body, headers = request_of(interface, asked)
        answer = outgoing.call(
            "GET" if interface.method is Method.GET else "POST",
            url,
            body=body,
            headers=headers,
            timeout_s=interface.timeout_s,
            most_bytes=MOST_BYTES,
            allowed=settings.PROVIDER_HOSTS,
        )
        rows = rows_of(interface, answer, needed=needed)
    except Unavailable as error:
        failure = _OUTGOING.get(error.subject, Failure.UNREACHABLE)
        raise ProviderFailed(failure, ms=_ms(begun)) from error
    except ProviderFailed as failed:
        failed.ms = _ms(begun)
        raise
    return Handed(rows, _ms(begun))


def check_health(interface: InterfaceInfo) -> Failure | None:
    """Whether the system answers: its health address with 2xx, or somebody listens where it is called."""
    try:
        if not interface.health:
            outgoing.reach(interface.address, timeout_s=interface.timeout_s, allowed=settings.PROVIDER_HOSTS)
            return None
        answer = outgoing.call(
            "GET",
            interface.health,
            headers=_headers(interface),
            timeout_s=interface.timeout_s,
            cut=True,
            allowed=settings.PROVIDER_HOSTS,
        )
    except Unavailable as error:
        return _OUTGOING.get(error.subject, Failure.UNREACHABLE)
    except ProviderFailed as failed:
        return failed.failure
    return None if OK_FROM <= answer.status <= OK_TO else Failure.HEALTH


def _ms(begun: float) -> int:
    return round((time.perf_counter() - begun) * 1000)


# ---- what is sent ----


def request_of(interface: InterfaceInfo, asked: Mapping[str, str]) -> tuple[str, bytes | None, dict[str, str]]:
    """Address, body and headers of the call for these values by column."""
    sent = {field.parameter: asked[field.column] for field in interface.fields if field.column in asked}
    headers = {"Accept": "application/json", **_headers(interface)}
    match interface.method:
        case Method.GET:
            parts = urlsplit(interface.address)
            query = "&".join(filter(None, (parts.query, urlencode(sent))))
            return urlunsplit(parts._replace(query=query)), None, headers
        case Method.POST_FORM:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            return interface.address, urlencode(sent).encode(), headers
        case Method.POST_JSON:
            return interface.address, json.dumps(sent, ensure_ascii=False).encode(), headers


def _headers(interface: InterfaceInfo) -> dict[str, str]:
    if not interface.header:
        return {}
    try:
        context = context_of(interface.resource_id)
        plain = unseal_bytes(interface.credential, secrets=settings.INSTALLATION_SECRETS, context=context)
    except Damaged:
        raise ProviderFailed(Failure.CREDENTIAL) from None
    return {interface.header: plain.decode()}


# ---- what comes back ----


def rows_of(interface: InterfaceInfo, answer: outgoing.Answered, *, needed: Sequence[str]) -> list[dict[str, Any]]:
    """Rows by column of what was answered. Raises ProviderFailed."""
    if answer.status == NOT_FOUND and interface.none_is_404:
        return []
    if answer.status in BAD_VALUE:
        raise ProviderFailed(Failure.VALUE, f"答 {answer.status}")
    if not OK_FROM <= answer.status <= OK_TO:
        raise ProviderFailed(Failure.STATUS, f"答 {answer.status}")
    try:
        found = json.loads(answer.body, parse_float=str, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise ProviderFailed(Failure.SHAPE, "不是 JSON") from None
    rows = _list_at(found, interface.rows_at)
    if len(rows) > MOST_ROWS:
        raise ProviderFailed(Failure.LARGE, f"一次 {len(rows)} 条")
    return [_row(interface.fields, row, needed=needed) for row in rows]


def _no_number(_name: str) -> None:
    """NaN and its like are no JSON."""
    raise ValueError


def _list_at(found: Any, path: str) -> list[Any]:  # parsed JSON
    """The rows at a path like "data.rows"; one object is one row, null is none."""
    for name in filter(None, path.split(".")):
        if not isinstance(found, dict) or name not in found:
            raise ProviderFailed(Failure.SHAPE, f"找不到“{path}”")
        found = found[name]
    if found is None:
        return []
    if isinstance(found, dict):
        return [found]
    if not isinstance(found, list):
        raise ProviderFailed(Failure.SHAPE, f"“{path or '根'}”不是记录的列表")
    return found


def _row(fields: Sequence[InterfaceField], row: Any, *, needed: Sequence[str]) -> dict[str, Any]:  # parsed JSON
    if not isinstance(row, dict):
        raise ProviderFailed(Failure.SHAPE, "记录不是对象")
    made = {}
    for field in fields:
        if field.column not in needed:
            continue
        if field.field not in row:
            raise ProviderFailed(Failure.SHAPE, f"缺少返回字段“{field.field}”")
        made[field.column] = _value(row[field.field], field)
    return made


def _value(value: Any, field: InterfaceField) -> Any:  # JSON
    """A blank where no text is meant is no value; figures with a point come as text, with all their digits."""
    if isinstance(value, str):
        if len(value) > MOST_TEXT or "\x00" in value:
            raise ProviderFailed(Failure.SHAPE, f"“{field.field}”过长或含控制字符")
        return value if value.strip() or field.pg_type == "text" else None
    return value
