"""The command `yiyuan`. Exit codes: 0 well, 1 something is wrong (said on the screen), 2 called wrongly."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from yiyuan.config import env, start

Command = Callable[[argparse.Namespace], int]


def _print(data: Any, *, as_json: bool, lines: Sequence[str]) -> None:  # anything JSON can hold
    print(json.dumps(data, ensure_ascii=False, indent=1, default=str) if as_json else "\n".join(lines))


def serve(options: argparse.Namespace) -> int:
    from yiyuan.config import run

    return run.serve(home=env.home(), demo=False, as_json=options.json)


def demo(options: argparse.Namespace) -> int:
    from yiyuan.config import run

    if options.action == "accounts":
        accounts = run.demo_accounts(env.home())
        if accounts is None:
            print("还没有演示环境，请先运行 make demo。", file=sys.stderr)
            return 1
        if options.token:
            token = next((a["token"] for a in accounts if a["login"] == options.token), None)
            print(
                token or f"演示环境没有账号 {options.token}，账号见 yiyuan demo accounts。",
                file=None if token else sys.stderr,
            )
            return 0 if token else 1
        lines = [
            f"{a['login']:<22} {a['password']:<14} {a['organisation']}　{'、'.join(a['roles'])}　{a['person']}"
            for a in accounts
        ]
        _print(accounts, as_json=options.json, lines=lines)
        return 0
    if options.action == "clock":
        return run.move_demo_clock(
            env.home(), date.fromisoformat(options.date) if options.date else None, as_json=options.json
        )
    return run.serve(home=env.home(), demo=True, as_json=options.json)


def doctor(options: argparse.Namespace) -> int:
    from yiyuan.config import doctor as examination

    if options.sql:
        print(examination.role_sql(env.home()))
        return 0
    checks = examination.examine(env.home())
    lines = [f"{'●' if c.well else '▲'} {c.name}：{c.found}" + ("" if c.well else f"\n    {c.advice}") for c in checks]
    _print([asdict(c) for c in checks], as_json=options.json, lines=lines)
    return 0 if all(c.well for c in checks) else 1


def audit(options: argparse.Namespace) -> int:
    start.use_role("app")
    start.django_ready()
    from yiyuan.audit.types import FAULT_WORDS
    from yiyuan.audit.verify import verify

    verdict = verify()
    lines = [f"▲ 第 {f.entry_id} 行{FAULT_WORDS[f.fault]}：{f.detail}" for f in verdict.findings]
    outcome = "与封存一致" if verdict.sound else "有不符"
    summary = f"{verdict.entries} 行、{verdict.checkpoints} 个检查点，{outcome}。根 {verdict.root[:16]}"
    _print(asdict(verdict) | {"sound": verdict.sound}, as_json=options.json, lines=[*lines, summary])
    return 0 if verdict.sound else 1


def regulations(options: argparse.Namespace) -> int:
    start.use_role("app")
    start.django_ready()
    if options.action == "check":
        from yiyuan.regulations.check import check

        problems = check()
        _print({"problems": problems}, as_json=options.json, lines=problems or ["法规数据一致。"])
        return 1 if problems else 0
    from yiyuan.regulations.trace import trace_totals

    totals = trace_totals()
    _print(totals, as_json=options.json, lines=[json.dumps(totals, ensure_ascii=False, indent=1)])
    return 0


def migrate(_options: argparse.Namespace) -> int:
    from yiyuan.config import run

    return run.migrate(env.home())


def backup(options: argparse.Namespace) -> int:
    start.use_role("app")
    start.django_ready()
    from django.conf import settings

    from yiyuan.kernel.errors import Conflict, Unavailable
    from yiyuan.operations.api import back_up

    to = options.folder or settings.BACKUP_TO
    if not to:
        print("备份到哪里？写 yiyuan backup 目录，或设置 YIYUAN_BACKUP_TO。", file=sys.stderr)
        return 2
    try:
        made = back_up(Path(to).resolve())
    except Conflict:
        print("已有一个备份在进行，等它结束再来。", file=sys.stderr)
        return 1
    except Unavailable as error:
        print(f"备份没有做成：{error.facts['reason']}", file=sys.stderr)
        return 1
    said = {name: getattr(made, name) for name in ("folder", "size_bytes", "files", "rows", "has_keys")}
    lines = [f"备份在 {made.folder}：{made.rows} 行、{made.files} 个文件、{made.size_bytes} 字节，已重读核对。"]
    if not made.has_keys:
        lines.append(
            f"备份里没有密钥。没有密钥就不能恢复：设置 YIYUAN_BACKUP_PASSPHRASE_FILE，"
            f"或把 {settings.HOME} 里的 secret.key、audit-key.pem 另外保存到安全的地方。"
        )
    _print(said, as_json=options.json, lines=lines)
    return 0


def restore(options: argparse.Namespace) -> int:
    from yiyuan.config import restore as restoring
    from yiyuan.operations.manifest import BackupBroken

    home = env.home()
    keys = Path(options.keys) if options.keys else None
    try:
        done = restoring.restore(home, Path(options.folder).resolve(), keys=keys, quiet=options.json)
    except BackupBroken as error:
        print(f"没有恢复：{error}", file=sys.stderr)
        return 1
    _print({"home": str(home), "done": done}, as_json=options.json, lines=[f"已恢复到 {home}：{done}"])
    return 0


def upgrade(options: argparse.Namespace) -> int:
    from yiyuan.config import upgrade as upgrading

    to = Path(options.folder).resolve() if options.folder else None
    return upgrading.upgrade(env.home(), to, quiet=options.json)


def licence(options: argparse.Namespace) -> int:
    start.use_role("app")
    start.django_ready()
    from yiyuan.kernel.errors import RuleBroken
    from yiyuan.licences.api import verify
    from yiyuan.seals.checks import RESULT_WORDS, Result

    try:
        found = verify(Path(options.file).read_bytes())
    except (OSError, RuleBroken):
        print(f"{options.file} 读不到，是空的，或者超过 20 MB。", file=sys.stderr)
        return 2
    marks = {Result.WELL: "●", Result.BAD: "▲", Result.UNKNOWN: "◆"}
    lines = [f"{marks[c.result]} {c.words}：{RESULT_WORDS[c.result]}。{c.detail}" for c in found.checks]
    said = {"result": found.result, "sentence": found.sentence, "checks": [asdict(c) for c in found.checks]}
    _print(said, as_json=options.json, lines=[*lines, found.sentence])
    return 0 if found.result is Result.WELL else 1


def keys(options: argparse.Namespace) -> int:
    from yiyuan.config import keys as ring

    return ring.rotate(env.home(), quiet=options.json)


def django(options: argparse.Namespace) -> int:
    """Django's own commands, for developers."""
    start.use_role(os.environ.get("YIYUAN_DATABASE_ROLE", "owner"))
    start.django_ready()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["yiyuan", *options.arguments])
    return 0


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="yiyuan", description="一源：政务数据资源平台")
    commands = top.add_subparsers(dest="command", required=True)

    def add(name: str, run: Command, words: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=words, description=words)
        made.set_defaults(run=run)
        made.add_argument("--json", action="store_true", help="机器可读的输出")
        return made

    add("serve", serve, "启动数据库、页面、网关和后台任务")
    demo_parser = add("demo", demo, "启动演示城市；accounts 列出账号；clock set 日期 移动业务日期")
    demo_parser.add_argument("action", nargs="?", choices=["accounts", "clock"])
    demo_parser.add_argument("set", nargs="?", choices=["set", "reset"])
    demo_parser.add_argument("date", nargs="?", help="2026-10-12；不写则恢复为今天")
    demo_parser.add_argument("--token", metavar="登录名", help="accounts：只打印这个账号的访问令牌")
    add("doctor", doctor, "检查数据库、角色、时钟、日历、密钥、端口、磁盘").add_argument(
        "--sql", action="store_true", help="打印给数据库管理员执行的角色语句"
    )
    add("audit", audit, "审计记录：verify 核验").add_argument("action", choices=["verify"])
    add("regulations", regulations, "法规数据：check 一致性，trace 条款由哪些测试证明").add_argument(
        "action", choices=["check", "trace"]
    )
    add("migrate", migrate, "建立或升级数据库")
    add("backup", backup, "备份数据库、文件、检查点和密钥，运行中也可以").add_argument(
        "folder", nargs="?", help="放在哪个目录下；不写则用 YIYUAN_BACKUP_TO"
    )
    restore_parser = add("restore", restore, "把一份备份恢复到空的 YIYUAN_HOME")
    restore_parser.add_argument("folder", help="yiyuan backup 写成的那个目录")
    restore_parser.add_argument("--keys", help="密钥文件所在的目录；备份里没有密钥时用")
    add("upgrade", upgrade, "先备份，再把数据库升级到本版本").add_argument(
        "folder", nargs="?", help="备份放在哪个目录下；不写则用 YIYUAN_BACKUP_TO，再没有则放在 YIYUAN_HOME/backups"
    )
    add("keys", keys, "密钥：rotate 换新，旧的留着读旧数据").add_argument("action", choices=["rotate"])
    licence_parser = add("licence", licence, "证照文件：verify 逐项核验 OFD 或 PDF")
    licence_parser.add_argument("action", choices=["verify"])
    licence_parser.add_argument("file", help="要核验的文件")
    add("django", django, "Django 自带命令").add_argument("arguments", nargs=argparse.REMAINDER)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    options = parser().parse_args(arguments)
    return int(options.run(options))


if __name__ == "__main__":
    sys.exit(main())
