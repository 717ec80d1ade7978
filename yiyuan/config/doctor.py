"""`yiyuan doctor`: what is well, what is not, and what to do about each."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import psycopg

from yiyuan.config import database, env, start
from yiyuan.config.serve import part_runs, port_is_free, running_ports
from yiyuan.kernel.alive import PATIENT_S, answers
from yiyuan.postgres import roles

FREE_BYTES_WANTED = 2 * 1024**3
CLOCK_SKEW_S = 5
PROCESSES = (("pages", "页面"), ("gateway", "网关"), ("public", "公开网站"))


@dataclass(frozen=True, slots=True)
class Check:
    """One finding; `advice` says what to do when `well` is false."""

    name: str
    well: bool
    found: str
    advice: str = ""


def examine(home: Path) -> list[Check]:
    """All checks, in the order an operator would look."""
    if problem := start.wrong_server(home):
        return [Check("数据库", well=False, found="数据目录是另一个大版本的 PostgreSQL", advice=problem)]
    start.use_role("app")
    start.django_ready()
    secret = env.secret(home)
    checks = [_disk(home), _secret(home), *_ports(home)]
    try:
        with psycopg.connect(database.url(home, secret, "app"), connect_timeout=5) as link:
            checks += [_server(link), _roles(link), _clock(link)]
        there = start.applied(home)
        if problem := start.too_new(there) or start.too_old(home, there):
            return [*checks, Check("版本", well=False, found="数据库与本程序的版本不同", advice=problem)]
    except psycopg.OperationalError as error:
        checks.append(
            Check(
                "数据库",
                well=False,
                found=str(error).strip().splitlines()[0],
                advice="先运行 yiyuan serve；用自己的 PostgreSQL 时，请管理员执行 yiyuan doctor --sql 打印的语句。",
            )
        )
        return checks
    return checks + _inside(home)


def role_sql(home: Path) -> str:
    """SQL for the keeper of a user's server."""
    return roles.role_sql(database.place(home).name, env.secret(home))


def _disk(home: Path) -> Check:
    free = shutil.disk_usage(home).free
    return Check(
        "磁盘",
        free > FREE_BYTES_WANTED,
        f"{home} 可用 {free / 1024**3:.1f} GB",
        "清理磁盘或换一个 YIYUAN_HOME，至少留 2 GB。",
    )


def _secret(home: Path) -> Check:
    mode = (home / "secret.key").stat().st_mode & 0o777
    return Check("安装密钥", mode == 0o600, f"权限 {mode:o}", f"chmod 600 {home / 'secret.key'}，并备份到安全的地方。")  # noqa: PLR2004


def _ports(home: Path) -> list[Check]:
    """Which processes answer, at the ports they run on; where none runs, whether the ports are free."""
    page = env.port("YIYUAN_PORT", 8000)
    running = running_ports(home)
    ports = running or (page, env.port("YIYUAN_GATEWAY_PORT", page + 1), env.port("YIYUAN_PUBLIC_PORT", page + 3))
    return [
        *(
            _port(home, name, words, port, runs=running is not None)
            for (name, words), port in zip(PROCESSES, ports, strict=True)
        ),
        *([_worker(home)] if running else []),
    ]


def _port(home: Path, name: str, words: str, port: int, *, runs: bool) -> Check:
    if answers(port, within_s=PATIENT_S):
        return Check(f"{words}端口 {port}", well=True, found="本平台正在应答")
    if runs:
        return Check(f"{words}端口 {port}", False, "一源在运行，这个进程没有应答", f"看 {home}/run/{name}.log。")
    free = port_is_free("127.0.0.1", port)
    advice = "停掉占用的程序，或用 YIYUAN_PORT 换一个端口。"
    return Check(f"{words}端口 {port}", free, "空闲" if free else "被别的程序占用", advice)


def _worker(home: Path) -> Check:
    alive = part_runs(home, "worker")
    return Check("后台任务", alive, "在运行" if alive else "进程不在", f"看 {home}/run/worker.log。")


def _server(link: psycopg.Connection) -> Check:
    number = link.info.server_version
    return Check("数据库", number >= 150000, f"PostgreSQL {number // 10000}", "请升级到 PostgreSQL 15 或更高。")  # noqa: PLR2004


def _roles(link: psycopg.Connection) -> Check:
    row = link.execute("SELECT count(*) FROM pg_roles WHERE rolname = ANY(%s)", [list(roles.ROLES)]).fetchone()
    privileges = link.execute(
        "SELECT coalesce(bool_or(has_table_privilege('yiyuan_app', c.oid, 'UPDATE,DELETE,TRUNCATE')), false)"
        " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'audit' AND c.relkind = 'r'"
    ).fetchone()
    well = bool(row and row[0] == len(roles.ROLES) and privileges and not privileges[0])
    return Check(
        "数据库角色",
        well,
        "三个角色齐全，审计表只能追加" if well else "角色不全或审计表可改",
        "执行 yiyuan doctor --sql 打印的语句。",
    )


def _clock(link: psycopg.Connection) -> Check:
    from yiyuan.kernel import clock

    server_time = link.execute("SELECT clock_timestamp()").fetchone()
    skew = abs((server_time[0] - clock.real_now()).total_seconds()) if server_time else 0.0
    well = server_time is not None and skew < CLOCK_SKEW_S
    return Check("时钟", well, f"与数据库相差 {skew:.1f} 秒", "请在两台机器上开启时间同步（NTP）。")


def _inside(home: Path) -> list[Check]:
    """What needs Django: calendar, keys, pools against reality."""
    from django.conf import settings

    from yiyuan.audit import heads, keys
    from yiyuan.kernel import clock
    from yiyuan.operations.api import concerns
    from yiyuan.pools.api import check as check_pools
    from yiyuan.registries.api import check as check_registries
    from yiyuan.regulations.check import check
    from yiyuan.workdays.api import is_provisional

    year = clock.today().year
    provisional = is_provisional(clock.today(), clock.today().replace(month=12, day=31))
    problems = check()
    noted = keys.noted()
    wrong_keys = start.key_problems(home, noted)
    found = [
        Check(
            "节假日历",
            not provisional,
            f"{year} 年{'未公布，按暂定计算' if provisional else '已录入'}",
            "到 /calendar/ 录入国务院办公厅当年通知。",
        ),
        Check("密钥", not wrong_keys, "、".join(noted) or "还没有登记", "".join(wrong_keys)),
        Check("审计检查点", not (amiss := heads.problem()), settings.CHECKPOINTS_ALSO or "只在一处", amiss),
        Check(
            "法规数据",
            not problems,
            f"{len(problems)} 处问题" if problems else "一致",
            "运行 yiyuan regulations check 查看。",
        ),
    ]
    wrong, late = check_pools(), [] if settings.DEMO else concerns()
    unlike = check_registries()
    return [
        *found,
        Check("备份", not late, f"{len(late)} 件事要处理" if late else "按时完成", "".join(late)),
        Check("数据池", not wrong, f"{len(wrong)} 处与登记不符" if wrong else "与登记一致", "；".join(wrong[:3])),
        Check("基础库", not unlike, f"{len(unlike)} 处不符" if unlike else "与登记一致", "；".join(unlike[:3])),
    ]
