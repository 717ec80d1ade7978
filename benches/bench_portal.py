"""A page of the public site from what is kept, against a bare WSGI answer of the same size, both served by granian.

    python -m benches.bench_portal

Prints one JSON object a line. "ratio" is answers a second of the kept page over those of the bare one, in the same run;
the goal is 0.5.
"""

import http.client
import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from typing import Any, Final

from yiyuan.web.public import KEEP, Kept

PAGE: Final = ("<!doctype html><title>开放的数据</title>" + "<p>一条数据集的介绍。</p>" * 600).encode()
HEADERS: Final = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(PAGE)))]
CLIENTS, SECONDS, ROUNDS, GOAL = 8, 3.0, 3, 0.5


def bare(_environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:  # as WSGI has it
    start_response("200 OK", HEADERS)
    return [PAGE]


def _page(_environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:  # as WSGI has it
    start_response("200 OK", [*HEADERS, (KEEP, "yes")])
    return [PAGE]


kept = Kept(_page, number=lambda: 1)


def _free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _asked(port: int, until: float, counts: list[int]) -> None:
    link, done = http.client.HTTPConnection("127.0.0.1", port, timeout=10), 0
    while time.monotonic() < until:
        link.request("GET", "/dataset/d-1", headers={"Accept": "text/html", "Cookie": "large=1"})
        if len(link.getresponse().read()) != len(PAGE):
            raise SystemExit("an answer was cut off")
        done += 1
    counts.append(done)


def _rate(port: int) -> float:
    counts: list[int] = []
    until = time.monotonic() + SECONDS
    clients = [threading.Thread(target=_asked, args=(port, until, counts)) for _ in range(CLIENTS)]
    for one in clients:
        one.start()
    for one in clients:
        one.join()
    return sum(counts) / SECONDS


def main() -> int:
    ports, processes = {name: _free() for name in ("bare", "kept")}, []
    try:
        for name, port in ports.items():
            command = [
                sys.executable,
                "-m",
                "granian",
                "--interface",
                "wsgi",
                "--workers",
                "1",
                "--blocking-threads",
                "4",
            ]
            command += ["--log-level", "critical", "--port", str(port), f"benches.bench_portal:{name}"]
            processes.append(subprocess.Popen(command))
        for port in ports.values():
            until = time.monotonic() + 20
            while time.monotonic() < until:
                try:
                    socket.create_connection(("127.0.0.1", port), timeout=1).close()
                    break
                except OSError:
                    time.sleep(0.1)
        rates = {name: max(_rate(port) for _ in range(ROUNDS)) for name, port in ports.items()}
    finally:
        for process in processes:
            process.terminate()
    for name, rate in rates.items():
        print(json.dumps({"name": f"portal.{name}", "value": round(rate), "unit": "1/s"}), flush=True)
    ratio = rates["kept"] / rates["bare"]
    line = {"name": "portal.page_from_cache", "ratio": round(ratio, 2), "goal": GOAL, "met": ratio >= GOAL}
    print(json.dumps(line), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
