"""Calls that go out: to a small server on this machine, which must be allowed by name or network."""

import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from yiyuan.dataplane import outgoing
from yiyuan.kernel.errors import Unavailable

HERE = frozenset({"127.0.0.1"})


class Answers(BaseHTTPRequestHandler):
    def do_GET(self):
        body = b"x" * 500
        self.send_response(302 if self.path == "/away" else 200)
        self.send_header("Location", "http://127.0.0.1:1/")
        self.send_header("Content-Length", str(len(body) + (100 if self.path == "/short" else 0)))
        self.end_headers()
        if self.path == "/drip":
            for _ in range(40):
                try:
                    self.wfile.write(b"x")
                    self.wfile.flush()
                except OSError:
                    return
                self.server.hurry.wait(0.05)
        else:
            self.wfile.write(body)

    def log_message(self, *_args):
        pass


@pytest.fixture
def here():
    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        server.hurry = threading.Event()
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.hurry.set()
        server.shutdown()


def code_of(broken) -> str:
    return broken.value.subject


def test_an_answer_comes_with_its_status_and_no_redirect_is_followed(here):
    assert outgoing.call("GET", f"{here}/", headers={}, allowed=HERE) == outgoing.Answered(200, b"x" * 500)
    assert outgoing.call("GET", f"{here}/away", headers={}, allowed=HERE).status == 302


def test_a_network_allows_its_addresses_and_no_others(here):
    assert outgoing.call("GET", here, headers={}, allowed={"127.0.0.0/30"}).status == 200
    outgoing.reach(here, allowed={"127.0.0.0/30"})
    for allowed in (set(), {"127.0.0.2/32"}, {"10.0.0.0/8"}, {"localhost"}):
        with pytest.raises(Unavailable) as broken:
            outgoing.call("GET", here, headers={}, allowed=allowed)
        assert code_of(broken) == "outgoing.inward"
    with pytest.raises(Unavailable) as broken:
        outgoing.call("GET", here.replace("127.0.0.1", "[::ffff:127.0.0.1]"), headers={})
    assert code_of(broken) == "outgoing.inward"


def test_one_who_sends_a_byte_now_and_then_is_cut_off_in_time(here):
    begun = time.monotonic()
    with pytest.raises(Unavailable) as broken:
        outgoing.call("GET", f"{here}/drip", headers={}, timeout_s=0.3, allowed=HERE)
    assert code_of(broken) == "outgoing.timeout"
    assert time.monotonic() - begun < 1.5


def test_a_body_too_long_or_broken_off_is_no_answer(here):
    with pytest.raises(Unavailable) as broken:
        outgoing.call("GET", here, headers={}, most_bytes=100, allowed=HERE)
    assert code_of(broken) == "outgoing.large"
    with pytest.raises(Unavailable) as broken:
        outgoing.call("GET", f"{here}/short", headers={}, allowed=HERE)
    assert code_of(broken) == "outgoing.call"


def test_nobody_there_is_told(here):
    with pytest.raises(Unavailable) as broken:
        outgoing.reach("http://127.0.0.1:1/", allowed=HERE)
    assert code_of(broken) == "outgoing.call"


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2001:4860:4860::8888", True),
        ("64:ff9b::808:808", True),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::a00:1", False),
        ("64:ff9b:1::1", False),
        ("2002:7f00:1::", False),
        ("2002:a00:1::1", False),
        ("fec0::1", False),
        ("fe80::1%eth0", False),
        ("ff0e::1", False),
        ("239.1.1.1", False),
        ("224.0.0.1", False),
        ("100.64.0.1", False),
    ],
)
def test_only_a_machine_in_the_open_network_is_public(address, public, monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: [(0, 0, 0, "", (address, 80))])
    if public:
        assert outgoing.address_of("name.example", 80, allowed=()) == address
    else:
        with pytest.raises(Unavailable, match=r"outgoing\.inward"):
            outgoing.address_of("name.example", 80, allowed=())
