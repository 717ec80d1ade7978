"""JSON interfaces as departments have them: every way of paging, busy ones, broken ones; a real server answers."""

import json
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qsl, urlsplit

import polars as pl
import pytest

from yiyuan.dataplane.sources import Account, Cursor, Place, Selection, SourceFailed, connect, rest
from yiyuan.dataplane.sources.base import SourceDrifted

ROWS = [{"id": number, "name": f"名{number}", "at": f"2026-01-0{number}T00:00:00Z"} for number in range(1, 6)]
PLACE = Place("", "rows")


@contextmanager
def serving(answer):
    """A server whose answers are made by a function of path and parameters: status, body, head."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            parts = urlsplit(self.path)
            status, body, head = answer(parts.path, dict(parse_qsl(parts.query)), self)
            content = body if isinstance(body, bytes) else json.dumps(body).encode()
            self.send_response(status)
            for name, value in {**head, "Content-Length": str(len(content))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_given):
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(autouse=True)
def waits(monkeypatch):
    waited = []
    monkeypatch.setattr(rest, "wait", waited.append)
    return waited


@contextmanager
def read(answer, columns=("id", "name"), *, cursor=None, limit=None, user="", password="", **options):
    """What is counted of an interface, and its rows."""
    with serving(answer) as address:
        account = Account("", 0, "", user, password, {"127.0.0.1"}, {"address": address, "paths": "rows", **options})
        with connect("rest", account) as source:
            selection = Selection(PLACE, columns, cursor, limit)
            counted = source.count(selection)
            frames = list(source.frames(selection))
            yield counted, pl.concat(frames).to_dicts() if frames else []


def _part(said, begin, size=2):
    return ROWS[begin : begin + size]


def by_page(_path, said, _request):
    return 200, {"rows": _part(said, 2 * (int(said["page"]) - 1)), "total": 5}, {}


def by_offset(_path, said, _request):
    return 200, _part(said, int(said["offset"])), {}


def by_cursor(_path, said, _request):
    at = int(said.get("after", 0))
    return 200, {"data": {"rows": _part(said, at)}, "next": at + 2 if at + 2 < len(ROWS) else None}, {}


def by_link(_path, said, request):
    at = int(said.get("at", 0))
    more = {"Link": f'</rows?at={at + 2}>; rel="next", </rows>; rel="first"'} if at + 2 < len(ROWS) else {}
    return 200, _part(said, at), more


def by_address(_path, said, request):
    at = int(said.get("at", 0))
    return 200, {"rows": _part(said, at), "more": f"/rows?at={at + 2}" if at + 2 < len(ROWS) else ""}, {}


def whole(_path, _said, _request):
    return 200, ROWS, {}


@pytest.mark.parametrize(
    ("answer", "options"),
    [
        (by_page, {"paging": "page", "page_name": "page", "rows_at": "rows", "total_at": "total"}),
        (by_offset, {"paging": "offset", "page_name": "offset"}),
        (by_cursor, {"paging": "cursor", "page_name": "after", "rows_at": "data.rows", "next_at": "next"}),
        (by_link, {"paging": "link"}),
        (by_address, {"paging": "link", "rows_at": "rows", "next_at": "more"}),
        (whole, {}),
    ],
    ids=["page", "offset", "cursor", "link in the head", "link in the body", "whole"],
)
def test_every_row_comes_once_however_an_interface_goes_on(answer, options):
    with read(answer, **options) as (counted, rows):
        assert counted.rows == 5
        assert rows == [{"id": str(row["id"]), "name": row["name"]} for row in ROWS]


def test_a_short_page_is_not_the_last():
    pages = [ROWS[:1], ROWS[1:4], ROWS[4:], []]
    with read(lambda _p, said, _r: (200, pages[int(said["page"]) - 1], {}), paging="page", page_name="page") as (
        _c,
        rows,
    ):
        assert len(rows) == 5


def test_values_are_kept_as_they_are_written():
    body = b'[{"n": 1234567890123456789.10, "t": " a\\"b,\\n ", "e": "", "z": null, "y": true, "o": {"a": {"b": 1.0}}, "l": [1.50, "x"]}]'
    names = ("n", "t", "e", "z", "y", "o.a.b", "l", "gone")
    with read(lambda *_: (200, body, {}), names[:-1]) as (_counted, [row]):
        assert list(row.values()) == ["1234567890123456789.10", ' a"b,\n ', "", None, "true", "1.0", '[1.50, "x"]']


def test_the_credential_goes_with_every_request_and_only_to_its_host():
    met = []

    def answer(_path, said, request):
        met.append(request.headers["X-Key"])
        return by_link(_path, said, request)

    with read(answer, paging="link", user="X-Key", password="secret"):
        assert set(met) == {"secret"}
    away = {"Link": '<http://127.0.0.2:1/rows>; rel="next"'}
    with (
        pytest.raises(SourceFailed, match="指向别的主机"),
        read(lambda *_: (200, ROWS, away), paging="link", user="X-Key", password="secret"),
    ):
        pass


@pytest.mark.parametrize(
    ("after", "waited"),
    [("7", [7.0]), ("", [1.0]), ("soon", [1.0])],
    ids=["seconds", "nothing", "nonsense"],
)
def test_one_that_is_busy_is_asked_again_when_it_says(waits, after, waited):
    trouble = [429]

    def answer(*_given):
        return (trouble.pop(), {}, {"Retry-After": after} if after else {}) if trouble else (200, ROWS, {})

    with read(answer) as (counted, _rows):
        assert (counted.rows, waits) == (5, waited)


def test_a_moment_to_come_again_is_kept_and_one_far_away_ends_the_reading(waits):
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)  # of this machine's clock
    trouble = [soon]
    with read(lambda *_: (503, {}, {"Retry-After": trouble.pop()}) if trouble else (200, ROWS, {})):
        assert 30 < waits[0] <= 61
    with pytest.raises(SourceFailed, match="3600 秒以后再来"), read(lambda *_: (503, {}, {"Retry-After": "3600"})):
        pass


def test_one_that_stays_busy_is_left_after_later_and_later_tries(waits):
    with pytest.raises(SourceFailed, match="接口忙（答 503），试了 6 次"), read(lambda *_: (503, {}, {})):
        pass
    assert waits == [1.0, 2.0, 4.0, 8.0, 16.0]


@pytest.mark.parametrize(
    ("answer", "options", "words"),
    [
        ((200, b"<html>", {}), {}, "不是 JSON"),
        ((200, b'[{"a": NaN}]', {}), {}, "不是 JSON"),
        ((200, {"x": 1}, {}), {"rows_at": "data.rows"}, "找不到“data.rows”"),
        ((200, {"rows": 1}, {}), {"rows_at": "rows"}, "“rows”不是记录的列表"),
        ((200, [1], {}), {}, "不是记录的列表"),
        ((500, {}, {}), {}, "接口答 500"),
        ((302, {}, {"Location": "/x"}), {}, "接口答 302"),
        ((200, ROWS, {}), {"paging": "page", "page_name": "p"}, "没有认出翻页的参数"),
        ((200, {"rows": ROWS, "total": 9}, {}), {"rows_at": "rows", "total_at": "total"}, "说有 9 行，取到 5 行"),
    ],
)  # fmt: skip
def test_what_an_interface_does_wrong_is_said(answer, options, words):
    with pytest.raises(SourceFailed, match=words), read(lambda *_: answer, **options):
        pass


def test_an_item_that_no_row_has_any_more_is_a_change_of_structure():
    with pytest.raises(SourceDrifted, match="amount"), read(whole, ("id", "amount")):
        pass


def test_a_cursor_is_asked_for_by_its_parameter_and_goes_as_far_as_the_greatest():
    asked = []

    def answer(_path, said, _request):
        asked.append(said.get("since"))
        return 200, [row for row in ROWS if row["at"] >= said.get("since", "")], {}

    with read(answer, cursor=Cursor("at", "2026-01-04T00:00:00Z"), since_name="since") as (counted, rows):
        assert (counted.rows, counted.last, len(rows)) == (2, "2026-01-05T00:00:00Z", 2)
    assert asked == [None, "2026-01-04T00:00:00Z"]  # the first to see whether it answers


def test_only_an_interface_that_gives_changes_offers_a_cursor():
    for since, orders in (("", ["", "", ""]), ("since", ["number", "", "time"])):
        with serving(whole) as address:
            account = Account(
                "", 0, "", "", "", {"127.0.0.1"}, {"address": address, "paths": "rows", "since_name": since}
            )
            with connect("rest", account) as source:
                assert [column.orders for column in source.columns(PLACE)] == orders


def test_a_limit_stops_at_the_page_that_reaches_it():
    asked = []

    def answer(path, said, request):
        asked.append(said)
        return by_page(path, said, request)

    with read(answer, paging="page", page_name="page", rows_at="rows", limit=2) as (_counted, rows):
        assert len(rows) == 2
    assert len(asked) == 2  # one to see whether it answers


@pytest.mark.parametrize(
    ("one", "other", "greater"),
    [
        ("9", "10", "10"),
        ("2026-01-01 00:00:00", "2026-01-01T08:00:00+08:00", "2026-01-01 00:00:00"),
        ("a", "b", "b"),
        ("", "1", "1"),
    ],
)
def test_the_greater_of_two_values(one, other, greater):
    assert rest._greater(one, other) == greater
