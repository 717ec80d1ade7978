"""What `yiyuan serve` and `yiyuan demo` do, step by step."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from yiyuan.config import env, restore, start
from yiyuan.config.serve import Part, Supervisor, claim, port_is_free
from yiyuan.demo import provider, system

READY_WITHIN_S = 240.0  # a machine busy with other work starts late, not never
INTERRUPTED = 130  # what a shell says of a program ended by Ctrl-C


def serve(*, home: Path, demo: bool, as_json: bool) -> int:
    """Run everything until Ctrl-C. Exit code 1 if it runs already, a port is taken or the parts do not come up."""
    begun = time.monotonic()
    lock = claim(home)
    if lock is None:
        print(f"{home} 里的一源已经在运行。先停掉它，或用 YIYUAN_HOME 换一个目录。", file=sys.stderr)
        return 1
    with lock:
        if restore.unfinished(home).exists():
            print(f"{home} 里有一次没有做完的恢复。请清空这个目录，再运行 yiyuan restore。", file=sys.stderr)
            return 1
        if problem := start.wrong_server(home):
            print(problem, file=sys.stderr)
            return 1
        start.tidy(home)
        return _serve(home=home, demo=demo, as_json=as_json, begun=begun)


def _serve(*, home: Path, demo: bool, as_json: bool, begun: float) -> int:
    page_port = env.port("YIYUAN_PORT", 8000)
    gateway_port = env.port("YIYUAN_GATEWAY_PORT", page_port + 1)
    host = env.text("YIYUAN_LISTEN", "127.0.0.1")
    supervisor = Supervisor(home, page_port=page_port, gateway_port=gateway_port, host=host)
    if demo:
        os.environ.setdefault("YIYUAN_PROVIDER_HOSTS", "127.0.0.1")
        command = [sys.executable, "-m", "yiyuan.demo.provider", str(page_port + provider.AFTER)]
        supervisor.parts.append(Part("provider", command))
    for part in supervisor.parts:
        part.clear_left(supervisor.folder)
    if taken := [port for port in supervisor.ports if not port_is_free(host, port)]:
        print(f"端口 {taken[0]} 被别的程序占用。用 YIYUAN_PORT=8100 换一个，或先停掉它。", file=sys.stderr)
        return 1
    supervisor.heed_signals()
    try:
        with start.stage("启动数据库", quiet=as_json):
            supervisor.start_database()
        there = start.applied(home)
        if problems := [*start.lost_keys(home), *filter(None, [start.too_new(there), start.too_old(home, there)])]:
            print("\n".join(problems), file=sys.stderr)
            return 1
        try:
            fresh = demo and not (home / "demo.json").exists()
            _prepare(home, demo=fresh, quiet=as_json, leave=lambda: supervisor.stopping)
        except subprocess.CalledProcessError:
            if not supervisor.stopping:
                raise
            print("\n已停止。没有做完的部分，下次启动时从头再做。", file=sys.stderr)
            return INTERRUPTED
        with start.stage("启动页面、网关和后台任务", quiet=as_json):
            supervisor.start_parts()
            if not supervisor.wait_until_ready(within_s=READY_WITHIN_S):
                if not supervisor.stopping:
                    print(f"页面或网关没有起来，请看 {supervisor.folder}/*.log", file=sys.stderr)
                return 1
        _announce(home, page_port, demo=demo, as_json=as_json, seconds=time.monotonic() - begun)
        supervisor.run()
    finally:
        supervisor.stop()
    return 0


def _prepare(home: Path, *, demo: bool, quiet: bool, leave: Callable[[], bool]) -> None:
    """What the parts need before they start. demo: the demo city is still to be built. leave: somebody ends it."""
    half_built = home / "demo-building"
    if demo and half_built.exists():
        start.drop_database(home)
    if not start.is_current(home):
        with start.stage("建立数据库结构", quiet=quiet):
            start.bootstrap(home)
            start.step(home, "migrate", role="owner", leave=leave)
    if demo:
        half_built.touch()
        system.prepare(start.with_database(start.admin_url(home), "postgres"))
        with start.stage("布置演示城市", quiet=quiet):
            start.step(home, "demo", role="app", leave=leave)
        half_built.unlink()
    if not start.static_is_current(home):
        start.step(home, "static", role="app", leave=leave)


def migrate(home: Path) -> int:
    """Database structure only, against a server that runs."""
    if problem := start.too_new(start.applied(home)):
        print(problem, file=sys.stderr)
        return 1
    start.bootstrap(home)
    start.step(home, "migrate", role="owner")
    return 0


def demo_accounts(home: Path) -> list[dict[str, Any]] | None:
    """Login, password, token, organisation and roles of the demo's persons; None without a demo."""
    noted = home / "demo.json"
    return list(json.loads(noted.read_text())["accounts"]) if noted.exists() else None


def move_demo_clock(home: Path, day: date | None, *, as_json: bool) -> int:
    """Move the demo's legal date; None: back to today."""
    if not (home / "demo.json").exists():
        print("业务日期只能在演示环境里移动，请先运行 make demo。", file=sys.stderr)
        return 1
    start.use_role("app")
    start.django_ready()
    from yiyuan.audit.api import record
    from yiyuan.kernel import clock
    from yiyuan.kernel.actor import SYSTEM
    from yiyuan.sharing.services import expire_grants
    from yiyuan.workflow.services import watch_terms

    clock.move_to(day or clock.date_of(clock.real_now()))
    record(SYSTEM, "demo.clock.set", object_type="clock", object_id="legal", facts={"today": str(clock.today())})
    watch_terms()
    expire_grants(today=clock.today())
    print(json.dumps({"today": str(clock.today())}) if as_json else f"业务日期现在是 {clock.today()}。")
    return 0


def _announce(home: Path, port: int, *, demo: bool, as_json: bool, seconds: float) -> None:
    address = f"http://127.0.0.1:{port}"
    accounts = demo_accounts(home) if demo else []
    if as_json:
        print(
            json.dumps({"address": address, "seconds": round(seconds, 1), "accounts": accounts}, ensure_ascii=False),
            flush=True,
        )
        return
    print(f"\n一源已就绪（{seconds:.0f} 秒）：{address}\n", flush=True)
    for account in accounts or []:
        if account.get("shown", True):
            roles = "、".join(account["roles"])
            print(f"  {account['login']:<24}{account['password']:<16}{account['organisation']}　{roles}", flush=True)
    print("\nCtrl-C 停止。" + ("账号再看一次：yiyuan demo accounts" if demo else ""), flush=True)


def main(step: str) -> None:
    start.django_ready()
    if step == "migrate":
        start.migrate()
    elif step == "static":
        start.gather_static()
    elif step == "seal":
        from yiyuan.audit.api import seal

        seal()
    elif step == "reseal":
        from yiyuan.config.keys import reseal

        reseal()
    else:
        from yiyuan.demo import build

        build.build()


if __name__ == "__main__":
    main(sys.argv[1])
