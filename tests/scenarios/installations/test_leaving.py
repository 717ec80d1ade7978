"""A gateway under load that is told to end, and processes that stand still: no caller's call is cut off or waits."""

import http.client
import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from pathlib import Path

import pytest

from tests.scenarios.conftest import ROOT, City, free_ports

pytestmark = pytest.mark.scenario
CALLERS = 40


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    """An empty one."""
    made = City(tmp_path_factory.mktemp("leaving"), *free_ports())
    command = [sys.executable, "-m", "yiyuan.config.cli", "serve", "--json"]
    made.process = subprocess.Popen(
        command, cwd=ROOT, env=made.env, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    assert made.process.stdout.readline(), f"it did not start, see {made.home}/run"
    yield made
    made.stop()


class Caller(threading.Thread):
    """Calls again and again on one connection until it is told to close; `answers` counts what came."""

    def __init__(self, port: int) -> None:
        super().__init__()
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self.answers: Counter = Counter()

    def run(self) -> None:
        self.connection.connect()
        told = False
        while not told:
            try:
                self.connection.request("GET", "/healthz")
                answer = self.connection.getresponse()
                answer.read()
            except (OSError, http.client.HTTPException) as error:
                self.answers[type(error).__name__] += 1
                return
            self.answers[answer.status] += 1
            told = answer.will_close
        self.answers["told"] += 1


def answered(port, path="/healthz"):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def test_no_call_is_cut_off_when_the_gateway_is_told_to_end_and_another_one_comes(installation):
    callers = [Caller(installation.gateway_port) for _ in range(CALLERS)]
    for caller in callers:
        caller.start()
    before = installation.pid("gateway")
    installation.wait_for(lambda: min(sum(caller.answers.values()) for caller in callers) > 5)
    os.kill(before, signal.SIGTERM)
    for caller in callers:
        caller.join()
    answers = sum((caller.answers for caller in callers), Counter())
    assert answers["told"] == CALLERS
    assert set(answers) == {200, "told"}
    installation.wait_for(lambda: installation.pid("gateway") != before and answered(installation.gateway_port))


@pytest.mark.parametrize("part", ["pages", "gateway"])
def test_a_process_that_stands_still_is_replaced(installation, part):
    port = installation.port if part == "pages" else installation.gateway_port
    beaten = installation.home / "run" / "beats" / part
    group = installation.pid(part)
    first = installation.wait_for(
        lambda: sorted(beaten.glob("[0-9]*")) if len(list(beaten.glob("[0-9]*"))) > 1 else None
    )
    frozen = int(first[0].name)
    os.kill(frozen, signal.SIGSTOP)
    installation.wait_for(lambda: not Path(f"/proc/{frozen}").exists() or "Z" in _state(frozen))
    installation.wait_for(lambda: all(answered(port) for _ in range(20)))
    assert installation.pid(part) == group, "the others go on"


def _state(pid: int) -> str:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
