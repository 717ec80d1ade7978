"""What the doctor says of the processes: those that run, at the ports they run on."""

import os
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from yiyuan.config import doctor
from yiyuan.config.serve import claim, note_ports, port_is_free
from yiyuan.kernel.alive import PROMPT_S


class Healthy(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_arguments) -> None:
        pass


@pytest.fixture
def pages():
    """The port of something that answers as pages do."""
    server = HTTPServer(("127.0.0.1", 0), Healthy)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


@pytest.fixture
def home(tmp_path):
    (tmp_path / "run").mkdir()
    return tmp_path


def closed_port() -> int:
    return next(port for port in range(20_000, 30_000) if port_is_free("127.0.0.1", port))


def test_a_running_installation_is_asked_at_its_own_ports(home, pages, monkeypatch):
    monkeypatch.setenv("YIYUAN_PORT", "9")
    dead = closed_port()
    note_ports(home, pages=pages, gateway=dead, public=pages)
    (home / "run" / "worker.pid").write_text(str(2**22))
    with claim(home):
        page, gateway, public, worker = doctor._ports(home)
    assert (page.name, page.well) == (f"页面端口 {pages}", True)
    assert (gateway.name, gateway.well, gateway.found) == (f"网关端口 {dead}", False, "一源在运行，这个进程没有应答")
    assert "gateway.log" in gateway.advice
    assert (public.name, public.well) == (f"公开网站端口 {pages}", True)
    assert (worker.name, worker.well) == ("后台任务", False)


def test_a_worker_that_is_there_is_said_to_run(home, pages, monkeypatch):
    note_ports(home, pages=pages, gateway=pages, public=pages)
    (home / "run" / "worker.pid").write_text(str(os.getpid()))
    monkeypatch.setattr("yiyuan.config.serve.Path.read_bytes", lambda _path: b"python -c yiyuan")
    with claim(home):
        assert [check.well for check in doctor._ports(home)] == [True, True, True, True]


def test_a_process_that_answers_late_is_not_said_to_be_silent(home, monkeypatch):
    monkeypatch.setattr(doctor, "answers", lambda _port, *, within_s: within_s > PROMPT_S)
    note_ports(home, pages=1, gateway=2, public=3)
    with claim(home):
        assert [check.well for check in doctor._ports(home)[:3]] == [True, True, True]


def test_where_nothing_runs_the_ports_of_the_settings_are_looked_at(home, pages, monkeypatch):
    note_ports(home, pages=pages, gateway=pages, public=pages)
    dead = closed_port()
    monkeypatch.setenv("YIYUAN_PORT", str(dead))
    monkeypatch.setenv("YIYUAN_GATEWAY_PORT", str(dead))
    monkeypatch.setenv("YIYUAN_PUBLIC_PORT", str(dead))
    found = doctor._ports(home)
    assert [(check.name, check.found) for check in found] == [
        (f"页面端口 {dead}", "空闲"),
        (f"网关端口 {dead}", "空闲"),
        (f"公开网站端口 {dead}", "空闲"),
    ]
