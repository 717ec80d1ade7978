"""A demo of its own for the journeys: real processes, real ports, its own home.

city/: what happens in one demo city, one after the other. installations/: what makes installations of its own; both run
side by side."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parents[2]


def free_ports() -> tuple[int, int]:
    """Ports of pages and gateway, with two free ones behind them for the provider's system of the demo and the public
    site; processes that look at the same time look in different places."""
    first = 18_000 + os.getpid() % 50 * 40
    for start in range(first, first + 1_000, 7):
        with ExitStack() as opened:
            try:
                for port in range(start, start + 4):
                    opened.enter_context(socket.socket()).bind(("127.0.0.1", port))
            except OSError:
                continue
            return start, start + 1
    raise AssertionError("no free ports")


@dataclass
class City:
    """A running demo: where it answers, who is in it, its processes."""

    home: Path
    port: int
    gateway_port: int
    process: subprocess.Popen | None = None
    accounts: dict = field(default_factory=dict)
    seconds: float = 0.0
    day: str = ""  # that its clock was last set to

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def gateway(self) -> str:
        return f"http://127.0.0.1:{self.gateway_port}"

    @property
    def env(self) -> dict:
        return {**os.environ, "YIYUAN_HOME": str(self.home), "YIYUAN_PORT": str(self.port)}

    def start(self) -> None:
        command = [sys.executable, "-m", "yiyuan.config.cli", "demo", "--json"]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=self.env, stdout=subprocess.PIPE, text=True, start_new_session=True
        )
        line = self.process.stdout.readline()
        assert line, f"the demo did not start, see {self.home}/run"
        said = json.loads(line)
        self.seconds = said["seconds"]
        self.accounts = {account["login"]: account for account in said["accounts"]}

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(180)

    def kill_everything(self) -> None:
        """kill -9 of the supervisor and of every process it started."""
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()
        for name in ("pages", "gateway", "public", "worker", "database"):
            self.kill(name)

    def pid(self, name: str) -> int:
        return int((self.home / "run" / f"{name}.pid").read_text())

    def kill(self, name: str) -> None:
        """kill -9 of one part with its children."""
        try:
            os.killpg(self.pid(name), signal.SIGKILL)
        except ProcessLookupError:
            pass

    def command(self, *arguments: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, "-m", "yiyuan.config.cli", *arguments],
            cwd=ROOT,
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
        )

    def set_clock(self, day: str) -> None:
        if self.day != day:
            done = self.command("demo", "clock", "set", day)
            assert done.returncode == 0, done.stderr
            self.day = day

    def api(self, login: str) -> httpx.Client:
        """The control-plane API as a person."""
        token = self.accounts[login]["token"]
        return httpx.Client(base_url=f"{self.base}/api/v1", headers={"Authorization": f"Bearer {token}"}, timeout=120)

    def sql(self, statement: str, *values: object) -> list[tuple]:
        """As the superuser, behind the application's back."""
        import psycopg

        from yiyuan.postgres import server

        url = server.prepare(self.home / "postgres").superuser_url("yiyuan")
        with psycopg.connect(url, autocommit=True) as link:
            cursor = link.execute(statement, values)
            return cursor.fetchall() if cursor.description else []

    def wait_for(self, condition, *, within_s: float = 600):
        """The first true answer of `condition`."""
        until = time.monotonic() + within_s
        while time.monotonic() < until:
            try:
                found = condition()
            except httpx.TransportError:
                found = None
            if found:
                return found
            time.sleep(0.2)
        raise AssertionError(f"not within {within_s} s")


@pytest.fixture(scope="session")
def city(tmp_path_factory) -> Iterator[City]:
    home = tmp_path_factory.mktemp("city")
    made = City(home, *free_ports())
    made.start()
    yield made
    made.stop()
