"""JSON interfaces of departments, page by page: whatever an answer holds is read as records of text, nothing of it is
believed.

An interface has no snapshot: all its pages are read before a row is counted, and what it says of its total is held
against what came.
"""

import email.utils
import json
import re
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from hashlib import sha256
from typing import IO, Any, Final
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

from yiyuan.dataplane import outgoing
from yiyuan.dataplane.sources.base import (
    Account,
    Column,
    Counted,
    Place,
    Selection,
    Source,
    SourceDrifted,
    SourceFailed,
    TableInfo,
)
from yiyuan.kernel import clock
from yiyuan.kernel.errors import Unavailable

ANSWER_S: Final = 60
ANSWER_BYTES: Final = 64 * 1024 * 1024  # of one page
MOST_PAGES: Final = 100_000
MOST_SIZE: Final = 10_000  # rows asked for at once
TRIES: Final = 6
MOST_WAIT_S: Final = 120.0  # before one try
BUSY: Final = {429, 502, 503, 504}
_DENIED: Final = {401, 403}
_GONE: Final = {404, 410}
_OK: Final = range(200, 300)
_LINK: Final = re.compile(r'<([^>]*)>\s*;[^,]*\brel\s*=\s*"?next"?', re.IGNORECASE)
_WORDS: Final = {
    "outgoing.address": "接口的地址不对，请核对。",
    "outgoing.name": "找不到主机，请核对接口的地址。",
    "outgoing.inward": "接口的主机在内网，还没有列入允许连接的范围；请运维人员在 YIYUAN_PROVIDER_HOSTS 中加上。",
    "outgoing.large": f"一页超过 {ANSWER_BYTES // 2**20} MB；请减少每页的行数。",
}
_NOT_REACHED: Final = "连不上接口，或接口在限定时间内没有答完；请核对地址，过一会儿再试。"

wait: Callable[[float], None] = time.sleep  # seconds


class Paging(StrEnum):
    """How an interface goes on."""

    NONE = "none"
    PAGE = "page"
    OFFSET = "offset"
    CURSOR = "cursor"
    LINK = "link"


PAGING_WORDS: Final = {
    Paging.NONE: "不分页，一次给全部",
    Paging.PAGE: "按页码",
    Paging.OFFSET: "按起始行",
    Paging.CURSOR: "按答复里的游标",
    Paging.LINK: "按答复里的下一页地址",
}


@dataclass(frozen=True, slots=True)
class Options:
    """What an interface asks for. Paths in an answer are names joined by dots.

    address: of all its lists; paths: one list a line, behind the address. rows_at: where the rows stand, "" where the
    answer is the list itself. page_name, size_name: parameters of the page (or row, or cursor) and of the rows of one.
    next_at: where the next cursor or address stands; for LINK "" means the head `Link`. total_at: where the number of
    all rows stands. since_name: parameter by which it gives what has changed since; "": it does not.
    """

    address: str = ""
    paths: str = ""
    rows_at: str = ""
    paging: str = Paging.NONE
    page_name: str = ""
    size_name: str = ""
    page_size: int = 100
    first_page: int = 1
    next_at: str = ""
    total_at: str = ""
    since_name: str = ""

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> "Options":  # JSON
        known = {one.name for one in fields(cls)}
        return cls(**{name: value for name, value in said.items() if name in known})

    @property
    def lists(self) -> list[str]:
        return [path.strip() for path in self.paths.splitlines() if path.strip()]


class _Number(str):
    """A number as it was written, to its last digit."""

    __slots__ = ()


Record = dict[str, str | None]


class Rest(Source):
    """Rows of JSON.

    account: user is the name of the head that carries the credential, password what it says; both may be empty.
    """

    described = False

    def __init__(self, account: Account) -> None:
        self._account = account
        self._options = Options.of(account.options)
        self._read: tuple[Selection, IO[bytes]] | None = None
        self._samples: dict[Place, list[Record]] = {}
        lists = self._options.lists
        if not lists:
            raise SourceFailed("还没有写明接口的清单。")
        try:
            self._sample(Place("", lists[0]))  # whether it answers, and lets us in
        except SourceDrifted as gone:
            raise SourceFailed(f"{lists[0]}：{gone.sentence}，请核对。") from gone

    def version(self) -> str:
        return f"JSON 接口 {urlsplit(self._options.address).netloc}"

    def tables(self) -> list[TableInfo]:
        return [TableInfo(Place("", path), "", None) for path in self._options.lists]

    def columns(self, place: Place) -> list[Column]:
        """Names as the first page shows them; what is in no row of it is not told."""
        if place.name not in self._options.lists:
            return []
        rows = self._sample(place)
        names = dict.fromkeys(name for row in rows for name in row)
        return [self._column(name, [row.get(name) for row in rows]) for name in names]

    def _column(self, name: str, values: list[str | None]) -> Column:
        told = [value for value in values if value is not None]
        kind = "文字"
        if told and all(isinstance(value, _Number) for value in told):
            kind = "数字"
        elif told and all(map(_time, told)):
            kind = "时间"
        orders = {"数字": "number", "时间": "time"}.get(kind, "") if self._options.since_name else ""
        return Column(name, "JSON", orders=orders)

    def _sample(self, place: Place) -> list[Record]:
        if place not in self._samples:
            self._samples[place] = next(self._pages(Selection(place, ())), [])
        return self._samples[place]

    def count(self, selection: Selection) -> Counted:
        spool = self._spooled(selection)
        rows, last = 0, ""
        cursor = selection.cursor
        names = (*selection.columns, cursor.column) if cursor else selection.columns
        for record in self._records(selection):
            spool.write(_csv([record.get(name) for name in names[: len(selection.columns)]]))
            rows += 1
            if cursor:
                last = _greater(last, record.get(cursor.column) or "")
        return Counted(rows, last)

    def records(self, selection: Selection) -> Iterator[bytes]:
        """What was counted, as it was counted; else the interface is read now."""
        if self._read is None or self._read[0] != selection:
            for record in self._records(selection):
                yield _csv([record.get(name) for name in selection.columns])
            return
        spool = self._read[1]
        spool.seek(0)
        line = b""
        for piece in spool:  # a record may go over several lines
            line += piece
            if line.count(b'"') % 2 == 0:
                yield line
                line = b""

    def close(self) -> None:
        if self._read is not None:
            self._read[1].close()

    def _spooled(self, selection: Selection) -> IO[bytes]:
        self.close()
        spool = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `close`
        self._read = (selection, spool)
        return spool

    def _records(self, selection: Selection) -> Iterator[Record]:
        """Raises SourceFailed where a column is in no row at all."""
        given, met = 0, set[str]()
        for page in self._pages(selection):
            for record in page:
                met |= record.keys()
                yield record
                given += 1
                if given == selection.limit:
                    return
        whole = not (selection.cursor and selection.cursor.since)  # of a few rows all may lack an item
        if given and whole and (gone := [name for name in selection.columns if name not in met]):
            raise SourceDrifted(f"少了列 {'、'.join(gone)}")

    # ---- pages ----

    def _pages(self, selection: Selection) -> Iterator[list[Record]]:
        """Page by page until one is empty or says that it is the last; a total that is told is held against the rows.

        A short page is not the last: an interface may give less than it is asked for.
        """
        options, paging = self._options, Paging(self._options.paging)
        if selection.place.name not in options.lists:
            raise SourceDrifted("清单不在了，对接里没有写明这一项")
        address: str | None = self._first(selection)
        read, seen, total = 0, b"", None
        for number in range(MOST_PAGES):
            assert address is not None, "there is a next page"
            body, head = self._answer(address)
            rows = [_record(row) for row in _rows_at(body, options.rows_at)]
            digest = sha256(repr(rows).encode()).digest()
            if rows and digest == seen:
                raise SourceFailed("翻页以后内容没有变，接口没有认出翻页的参数；请核对。")
            seen, total = digest, _total_of(body, options.total_at)
            read += len(rows)
            yield rows
            address = (
                None if paging is Paging.NONE or not rows else self._next(address, body, head, number=number, read=read)
            )
            if address is None:
                break
        else:
            raise SourceFailed(f"接口超过 {MOST_PAGES} 页，没有取完。")
        if total is not None and total != read:
            raise SourceFailed(f"接口说有 {total} 行，取到 {read} 行，数目不合；请再取一次。")

    def _first(self, selection: Selection) -> str:
        options, said = self._options, {}
        if options.size_name:
            said[options.size_name] = str(options.page_size)
        match Paging(options.paging):
            case Paging.PAGE:
                said[options.page_name] = str(options.first_page)
            case Paging.OFFSET:
                said[options.page_name] = "0"
        if selection.cursor and selection.cursor.since and options.since_name:
            said[options.since_name] = selection.cursor.since
        path = quote(selection.place.name.lstrip("/"), safe="/?&=%")
        return _with(f"{options.address.rstrip('/')}/{path}", said)

    def _next(self, address: str, body: Any, head: Mapping[str, str], *, number: int, read: int) -> str | None:  # JSON
        options = self._options
        match Paging(options.paging):
            case Paging.PAGE:
                return _with(address, {options.page_name: str(options.first_page + number + 1)})
            case Paging.OFFSET:
                return _with(address, {options.page_name: str(read)})
            case Paging.CURSOR:
                told = _at(body, options.next_at)
                return _with(address, {options.page_name: str(told)}) if told not in (None, "", False) else None
        found = _at(body, options.next_at) if options.next_at else _linked(head)
        if not found:
            return None
        there = urljoin(address, str(found))
        if urlsplit(there)[:2] != urlsplit(address)[:2]:
            raise SourceFailed("下一页的地址指向别的主机，没有跟去；请核对接口。")
        return there

    def _answer(self, address: str) -> tuple[Any, Mapping[str, str]]:  # JSON, the head
        """One page; an interface that is busy is asked again when it says, or later and later."""
        account, why = self._account, ""
        heads = {"Accept": "application/json", **({account.user: account.password} if account.user else {})}
        for attempt in range(TRIES):
            try:
                answer = outgoing.call(
                    "GET",
                    address,
                    headers=heads,
                    timeout_s=ANSWER_S,
                    most_bytes=ANSWER_BYTES,
                    allowed=account.allowed,
                )
            except Unavailable as error:
                if error.subject in _WORDS:
                    raise SourceFailed(_WORDS[error.subject]) from error
                why, pause = _NOT_REACHED, 2.0**attempt
            except ValueError as error:
                raise SourceFailed("凭据的请求头名称或内容含有不能用的字符，请核对。") from error
            else:
                if answer.status not in BUSY:
                    return _body_of(answer), answer.head
                why = f"接口忙（答 {answer.status}），试了 {TRIES} 次；请过一会儿再取。"
                pause = _asked_to_wait(answer.head.get("retry-after", ""), otherwise=2.0**attempt)
                if pause > MOST_WAIT_S:
                    raise SourceFailed(f"接口忙，要求 {round(pause)} 秒以后再来；到时再取。")
            if attempt < TRIES - 1:
                wait(pause)
        raise SourceFailed(why)


def _asked_to_wait(told: str, *, otherwise: float) -> float:
    """Seconds, by a head Retry-After: a number of them, or a moment."""
    if told.isascii() and told.isdecimal():
        return float(told)
    try:
        at = email.utils.parsedate_to_datetime(told)
    except ValueError:
        return otherwise
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max(0.0, (at - clock.real_now()).total_seconds())


def _body_of(answer: outgoing.Answered) -> Any:  # JSON
    if answer.status in _DENIED:
        raise SourceFailed(f"用户名或密码不对，或没有权限（接口答 {answer.status}），请核对。")
    if answer.status in _GONE:
        raise SourceDrifted(f"清单不在了（接口答 {answer.status}）")
    if answer.status not in _OK:
        raise SourceFailed(f"接口答 {answer.status}，请核对地址和参数。")
    try:
        return json.loads(answer.body, parse_int=_Number, parse_float=_Number, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise SourceFailed("接口的答复不是 JSON，请核对地址。") from error


def _no_number(_name: str) -> None:
    raise ValueError("NaN and Infinity are no JSON")


def _with(address: str, said: Mapping[str, str]) -> str:
    """The address with these parameters, those of the same name gone."""
    parts = urlsplit(address)
    kept = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name not in said]
    return urlunsplit(parts._replace(query=urlencode([*kept, *said.items()])))


def _at(found: Any, path: str) -> Any:  # JSON
    for name in filter(None, path.split(".")):
        if not isinstance(found, dict):
            return None
        found = found.get(name)
    return found


def _rows_at(body: Any, path: str) -> list[Any]:  # JSON
    rows = _at(body, path)
    if rows is None and path:
        raise SourceFailed(f"接口的答复里找不到“{path}”，请核对。")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise SourceFailed(f"接口答复的“{path or '最外层'}”不是记录的列表，请核对。")
    return rows


def _total_of(body: Any, path: str) -> int | None:  # JSON
    told = _at(body, path) if path else None
    return int(told) if isinstance(told, str) and told.isascii() and told.isdecimal() else None


def _linked(head: Mapping[str, str]) -> str | None:
    found = _LINK.search(head.get("link", ""))
    return found[1] if found else None


def _record(row: Mapping[str, Any], under: str = "") -> Record:  # JSON
    """A record as texts; what is nested is named by its path, a list is JSON."""
    made: Record = {}
    for name, value in row.items():
        match value:
            case dict() if value:
                made |= _record(value, f"{under}{name}.")
            case None | str():
                made[f"{under}{name}"] = value
            case bool():
                made[f"{under}{name}"] = "true" if value else "false"
            case _:
                made[f"{under}{name}"] = _written(value)
    return made


def _written(value: Any) -> str:  # JSON
    """JSON again, numbers as they were written."""
    match value:
        case _Number():
            return str(value)
        case list():
            return f"[{', '.join(map(_written, value))}]"
        case dict():
            return f"{{{', '.join(f'{json.dumps(name)}: {_written(one)}' for name, one in value.items())}}}"
    return json.dumps(value, ensure_ascii=False)


def _csv(cells: list[str | None]) -> bytes:
    quoted = ("" if cell is None else '"' + cell.replace('"', '""') + '"' for cell in cells)
    return ("1," + ",".join(quoted) + "\n").encode("utf-8", "replace")


def _time(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _greater(one: str, other: str) -> str:
    """The greater of two values of a cursor: of numbers, times, else texts; an empty one is none."""
    if not one or not other:
        return one or other
    try:
        return one if Decimal(one) >= Decimal(other) else other
    except InvalidOperation:
        times = _time(one), _time(other)
        if times[0] and times[1]:
            return one if times[0] >= times[1] else other
        return max(one, other)
