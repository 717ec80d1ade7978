"""One-row calls to the gateway, with key, grant and committed record, against pgbench for the same query.

    python -m benches.bench_gateway [rows] [seconds]

Prints one JSON object a line: name, value, unit, and for the goal also limit, ratio, goal, met. A server, a database, a
grant and a gateway process are made for the run; rounds of pgbench and of calls are interleaved, so that a busy
neighbour hits both. Load comes from `wrk` where it is installed, else from a small client of our own, which is slower.
"""

import asyncio
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

GOAL = 0.05
CONNECTIONS = 32
ROUNDS = 5
KEYS = 20_000  # different records asked for
GATEWAY_START_S = 30
LUA = """
math.randomseed(os.time())
wrk.method = "POST"
wrk.headers["Authorization"] = "Bearer {key}"
wrk.headers["Content-Type"] = "application/json"
request = function()
  return wrk.format(nil, "/v1/query", nil, string.format('{{"登记证字号":"J%07d"}}', math.random(0, {last})))
end
done = function(summary, latency, requests)
  io.write(string.format('{{"requests":%d,"us":%d,"p50":%d,"p99":%d,"bad":%d}}\\n', summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99),
    summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout))
end
"""


def _say(name: str, value: float, unit: str, *, limit: float | None = None, goal: float | None = None) -> None:
    line: dict[str, object] = {"name": name, "value": round(value, 3), "unit": unit}
    if limit is not None and goal is not None:
        line |= {"limit": round(limit, 3), "ratio": round(value / limit, 3), "goal": goal, "met": value / limit >= goal}
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def _home() -> Path:
    """A home of its own, named before Django is set up."""
    folder = Path(tempfile.mkdtemp(prefix="yiyuan-bench-"))
    folder.chmod(0o755)
    os.environ["YIYUAN_HOME"] = str(folder)
    os.environ["YIYUAN_DATABASE_ROLE"] = "owner"
    os.environ["DJANGO_SETTINGS_MODULE"] = "yiyuan.config.settings"
    os.environ.pop("YIYUAN_DATABASE_URL", None)
    return folder


def _grant(rows: int) -> tuple[Any, str]:
    """A register with `rows` rows and a grant on all of it; the grant and its key."""
    from datetime import timedelta

    from django.db import connection

    from tests.support.cast import Cast
    from yiyuan.kernel import clock
    from yiyuan.pools import api as pools
    from yiyuan.sharing import services
    from yiyuan.sharing.tests.test_services import STATED, SUITED
    from yiyuan.sharing.types import Scope

    cast = Cast()
    resource = cast.resource("civil_affairs", **{**SUITED, "methods": ["system_link"]})
    pools.prepare(resource.id)
    names = ", ".join([*(item.column for item in resource.items), "_batch_id", "_loaded_at", "_digest"])
    with connection.cursor() as cur:
        table = f"pool_{resource.provider_id}.r{resource.id}"
        cur.execute(
            f"insert into {table} ({names})"
            " select 'J' || lpad(n::text, 7, '0'), '欧阳一', '11010119900101' || lpad((n % 10000)::text, 4, '0'),"
            " '李二', '11010119900102' || lpad((n % 10000)::text, 4, '0'), '结婚', date '2026-01-02', 1, now(), n"
            f" from generate_series(0, {rows - 1}) n"
        )
        cur.execute(f"analyze {table}")
    officer = cast.person("housing_fund")
    scope = Scope(
        frozenset(item.id for item in resource.items),
        frozenset(),
        frozenset({"system_link"}),
        clock.today() + timedelta(days=90),
    )
    application = services.draft_application(resource.id, actor=officer, scope=scope, values=STATED)
    services.send_application(application.id, actor=officer)
    head = cast.person("civil_affairs", "head")
    grant = services.grant_application(application.id, actor=head, scope=scope)
    return grant, services.issue_key(grant.id, actor=officer)


def _same_query(grant: Any, folder: Path) -> Path:
    """What the gateway asks for one record, as a pgbench script: columns, masks and conditions, by key."""
    from django.db import connection

    from yiyuan.exchange import selectors
    from yiyuan.exchange.gateway import statements
    from yiyuan.sharing.selectors import grant_info

    connection.ensure_connection()
    plan = selectors.plan_of(grant_info(grant), link=connection.connection)
    column = next(field.column for field in plan.grant.fields if field.key)
    body = statements.by_items(plan, [column], first=1).as_string(None)
    key = "$1::text"
    assert key in body
    script = folder / "same_query.sql"
    body = body.replace(key, "('J' || lpad((:n)::text, 7, '0'))")
    script.write_text(f"\\set n random(0, {KEYS - 1})\n{body};\n")
    return script


def pgbench(url: str, script: Path, *, binary: Path, seconds: int) -> float:
    """Transactions a second of the same query by the protocol of prepared statements."""
    done = subprocess.run(
        [binary, "-n", "-M", "prepared", "-c", "16", "-j", "2", "-T", str(seconds), "-f", script, url],
        capture_output=True,
        text=True,
        check=True,
    )
    line = next(line for line in done.stdout.splitlines() if line.startswith("tps"))
    return float(line.split("=")[1].split()[0])


def wrk(port: int, script: Path, *, seconds: int) -> dict[str, float]:
    done = subprocess.run(
        ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", script, f"http://127.0.0.1:{port}"],
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


async def _own_client(port: int, key: str, *, seconds: int) -> dict[str, float]:
    """Where wrk is missing: CONNECTIONS connections that ask as soon as they are answered."""
    import random

    latencies: list[float] = []
    bad = 0
    until = time.perf_counter() + seconds

    async def one() -> None:
        nonlocal bad
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while time.perf_counter() < until:
            body = json.dumps({"登记证字号": f"J{random.randrange(KEYS):07d}"}).encode()
            head = (
                f"POST /v1/query HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key}\r\n"
                f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
            )
            begun = time.perf_counter()
            writer.write(head.encode() + body)
            answer = await reader.readuntil(b"\r\n\r\n")
            length = next(
                int(h.split(b":")[1]) for h in answer.split(b"\r\n") if h.lower().startswith(b"content-length")
            )
            await reader.readexactly(length)
            latencies.append(time.perf_counter() - begun)
            bad += b" 200 " not in answer.split(b"\r\n")[0]
        writer.close()

    begun = time.perf_counter()
    await asyncio.gather(*(one() for _ in range(CONNECTIONS)))
    latencies.sort()
    return {
        "requests": len(latencies),
        "us": (time.perf_counter() - begun) * 1e6,
        "p50": latencies[len(latencies) // 2] * 1e6,
        "p99": latencies[len(latencies) * 99 // 100] * 1e6,
        "bad": bad,
    }


def _start_gateway(port: int, log: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "granian", "--host", "127.0.0.1", "--no-ws", "--log-level", "warning"]
    command += [
        "--port",
        str(port),
        "--interface",
        "asgi",
        "--workers",
        "2",
        "yiyuan.exchange.gateway.application:application",
    ]
    env = {**os.environ, "YIYUAN_DATABASE_ROLE": "gateway"}
    with log.open("wb") as file:
        process = subprocess.Popen(command, env=env, stdout=file, stderr=file)
    until = time.monotonic() + GATEWAY_START_S
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
                return process
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    process.kill()
    raise SystemExit(f"the gateway did not start: {log.read_text()[-2000:]}")


def _free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _prepare(folder: Path, rows: int) -> tuple[Any, Any, str]:
    """Server, grant and key, in a fresh installation."""
    from yiyuan.postgres import roles, server, structure

    instance = server.ensure(folder / "postgres")
    from yiyuan.config import env

    roles.bootstrap(instance.superuser_url(), "yiyuan", env.secret(folder))
    import django

    django.setup()

    structure.migrate()
    grant, key = _grant(rows)
    return instance, grant, key


def main(rows: int, seconds: int) -> None:
    """Interleaved rounds; the goal is the median of the ratios of neighbouring rounds."""
    folder = _home()
    gateway = instance = None
    try:
        instance, grant, key = _prepare(folder, rows)
        script = _same_query(grant, folder)
        lua = folder / "load.lua"
        lua.write_text(LUA.format(key=key, last=KEYS - 1))
        port = _free_port()
        gateway = _start_gateway(port, folder / "gateway.log")
        url = instance.superuser_url("yiyuan")
        by_wrk = shutil.which("wrk") is not None

        def call() -> dict[str, float]:
            if by_wrk:
                return wrk(port, lua, seconds=seconds)
            return asyncio.run(_own_client(port, key, seconds=seconds))

        call_once = call()  # warms plans and caches
        _say("rows", rows, "rows")
        _say("load_generator_is_wrk", float(by_wrk), "flag")
        limits, rates, p99, p50, bad, asked = [], [], [], [], 0.0, call_once["requests"]
        for _ in range(ROUNDS):
            limits.append(pgbench(url, script, binary=instance.binary("pgbench"), seconds=seconds))
            found = call()
            rates.append(found["requests"] / found["us"] * 1e6)
            p50.append(found["p50"] / 1000)
            p99.append(found["p99"] / 1000)
            bad += found["bad"]
            asked += found["requests"]
        limit, rate = min(
            zip(limits, rates, strict=True), key=lambda pair: abs(pair[1] / pair[0] - _middle(limits, rates))
        )
        _say("pgbench", statistics.median(limits), "queries/s")
        _say("pgbench.spread", max(limits) / min(limits), "ratio")
        _say("gateway.p50", statistics.median(p50), "ms")
        _say("gateway.p99", statistics.median(p99), "ms")
        _say("gateway.bad_answers", bad, "answers")
        _say("gateway.recorded_per_answer", _recorded() / asked, "ratio")
        _say("gateway_one_row", rate, "answers/s", limit=limit, goal=GOAL)
    finally:
        if gateway:
            gateway.terminate()
            gateway.wait(10)
        from django.db import connections

        connections.close_all()
        if instance:
            instance.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _middle(limits: list[float], rates: list[float]) -> float:
    """The median of the ratios of neighbouring rounds."""
    return statistics.median(rate / limit for limit, rate in zip(limits, rates, strict=True))


def _recorded() -> int:
    """Deliveries on record; a few more than answers counted, since wrk leaves answers on the way at its end."""
    from yiyuan.exchange.models import Delivery

    return Delivery.objects.count()


if __name__ == "__main__":
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else 200_000,
        int(sys.argv[2]) if len(sys.argv) > 2 else 8,
    )
