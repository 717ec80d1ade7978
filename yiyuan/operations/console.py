"""How the installation does: a line for each part, its state in words, what was found, what to do. Only reads."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.models import Max, Min, Q, QuerySet
from django.template.defaultfilters import filesizeformat
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

from yiyuan.audit.api import heads_problem, standing_keys
from yiyuan.exchange.api import Watched, refused_calls, watched
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.alive import answers
from yiyuan.operations import damages, rules, selectors, services
from yiyuan.operations.models import Sighting
from yiyuan.operations.types import TASK_WORDS, Part, Standing

MOST_DAMAGES = 20  # named; the record has all
DAMAGED_DO = (
    "查清是磁盘坏了还是有人动过；从最近一份完好的备份的 home 目录把它们复制回原处，属主和权限照旧，"
    "再打开一次看是否正常。"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One part. seen_at: when it last gave a sign of life; none: it gives none. do: "" where nothing is to be done."""

    part: Part
    name: str
    state: Standing
    words: str
    found: str = ""
    seen_at: datetime | None = None
    do: str = ""


def lines(actor: Actor) -> list[Line]:
    """All parts, in the order they are read. Raises NotAllowed."""
    selectors.check_keeps(actor)
    found = [
        *_processes(),
        *_queue(),
        *_database(),
        *_disks(),
        *_keys(),
        _interfaces(watched()),
        _strangers(),
        _files(),
        *_backups(),
    ]
    return list(found)


def worst(of: list[Line]) -> Standing:
    """The state of the whole."""
    return max((line.state for line in of), key=list(Standing).index, default=Standing.OK)


def _processes() -> Iterator[Line]:
    now = clock.real_now()
    seen = dict(Sighting.objects.values_list("name", "seen_at"))
    yield Line(Part.PROCESSES, "页面", Standing.OK, "正在应答", f"端口 {settings.PAGE_PORT}", now)
    for part, words, port in (
        ("gateway", "网关", settings.GATEWAY_PORT),
        ("public", "公开网站", settings.PUBLIC_PORT),
    ):
        alive = answers(port)
        yield Line(
            Part.PROCESSES,
            words,
            Standing.OK if alive else Standing.LATE,
            "正在应答" if alive else "没有应答",
            f"端口 {port}",
            now if alive else seen.get(part),
            "" if alive else f"看 {settings.HOME}/run/{part}.log；进程还在但不应答的，停掉它，一源会自动重启。",
        )
    at = ProcrastinateWorker.objects.aggregate(at=Max("last_heartbeat"))["at"]
    silent = at is None or now - at > timedelta(seconds=rules.SILENT_S)
    yield Line(
        Part.PROCESSES,
        "后台任务",
        Standing.LATE if silent else Standing.OK,
        "没有心跳" if silent else "在运行",
        f"{ProcrastinateWorker.objects.count()} 个进程",
        at,
        f"看 {settings.HOME}/run/worker.log；进程还在但没有心跳的，停掉它，一源会自动重启。" if silent else "",
    )


def _queue() -> Iterator[Line]:
    now = clock.real_now()
    due = Q(status="todo") & (Q(scheduled_at__isnull=True) | Q(scheduled_at__lte=now))
    waiting = ProcrastinateJob.objects.filter(due).count()
    since = _since(ProcrastinateJob.objects.filter(due), "deferred")
    late = since is not None and now - since > rules.WAITING_LATE
    yield Line(
        Part.QUEUE,
        "等待的任务",
        Standing.LATE if late else Standing.OK,
        "等得太久" if late else "没有积压",
        f"{waiting} 件" + (f"，最久等了 {rules.age_words(now - since)}" if since else ""),
        do="看后台任务是否在运行；一直做不完的，看下面没有做成的任务。" if late else "",
    )
    doing = ProcrastinateJob.objects.filter(status="doing")
    begun = _since(doing, "started")
    slow = begun is not None and now - begun > rules.DOING_LATE
    yield Line(
        Part.QUEUE,
        "正在做的任务",
        Standing.SOON if slow else Standing.OK,
        "有一件做了很久" if slow else "正常",
        f"{doing.count()} 件" + (f"，最久做了 {rules.age_words(now - begun)}" if begun else ""),
        do=f"看 {settings.HOME}/run/worker.log；停住不动的，停掉后台任务进程，任务会重新做。" if slow else "",
    )
    failed = ProcrastinateJob.objects.filter(status="failed").count()
    yield Line(
        Part.QUEUE,
        "没有做成的任务",
        Standing.SOON if failed else Standing.OK,
        f"{failed} 件要处理" if failed else "没有",
        do="处理原因后在下面重试。" if failed else "",
    )


def _since(jobs: "QuerySet[ProcrastinateJob]", kind: str) -> datetime | None:
    """When the oldest of these jobs had its event of this kind."""
    of_kind = Q(procrastinateevent__type=kind)
    at: datetime | None = jobs.aggregate(at=Min("procrastinateevent__at", filter=of_kind))["at"]
    return at


def _database() -> Iterator[Line]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_database_size(current_database()), current_setting('server_version'),"
            " current_setting('max_connections')::int,"
            " (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend')"
        )
        size, version, most, used = cursor.fetchone()
    full = used > most * rules.FULL
    yield Line(
        Part.DATABASE,
        "数据库",
        Standing.LATE if full else Standing.OK,
        "连接快用完" if full else "正常",
        f"PostgreSQL {version}，{filesizeformat(size)}，连接 {used} / {most}",
        clock.real_now(),
        "看哪个程序占着连接；调大 max_connections 再重启数据库。" if full else "",
    )


def _disks() -> Iterator[Line]:
    places = [
        ("数据目录", Path(settings.HOME)),
        *([("备份位置", Path(settings.BACKUP_TO))] if settings.BACKUP_TO else []),
    ]
    for name, place in places:
        if not place.exists():
            yield Line(Part.DISK, name, Standing.LATE, "不在", str(place), do="看这个目录是否已挂载。")
            continue
        usage = shutil.disk_usage(place)
        state = rules.disk_standing(free=usage.free, total=usage.total)
        words = {Standing.OK: "够用", Standing.SOON: "不多了", Standing.LATE: "快满了"}[state]
        found = f"{place}，可用 {filesizeformat(usage.free)}，共 {filesizeformat(usage.total)}"
        do = "" if state is Standing.OK else "清理磁盘或扩容，至少留 2 GB 和一成。"
        yield Line(Part.DISK, name, state, words, found, do=do)


def _keys() -> Iterator[Line]:
    for key in standing_keys():
        age = rules.age_words(clock.real_now() - key.noted_at)
        yield Line(
            Part.KEYS,
            {"secret.key": "安装密钥", "audit-key.pem": "审计签名密钥"}.get(key.name, key.name),
            Standing.OK if key.matches else Standing.LATE,
            "与登记一致" if key.matches else "与登记不符",
            f"指纹 {key.fingerprint}，用了 {age}",
            do="" if key.matches else f"从备份恢复原来的 {key.name}，再启动。",
        )
    if settings.CHECKPOINTS_ALSO:
        amiss = heads_problem()
        state, words = (Standing.LATE, "要处理") if amiss else (Standing.OK, "与记录一致")
        yield Line(Part.KEYS, "审计检查点", state, words, f"第二存放处 {settings.CHECKPOINTS_ALSO}", do=amiss)


def _interfaces(found: list[Watched]) -> Line:
    down = sum(one.is_down for one in found)
    lacking = sum(not one.state for one in found)
    words = f"{down} 个中断" if down else f"{lacking} 项没有登记接口" if lacking else "都正常"
    state = Standing.LATE if down else Standing.SOON if lacking else Standing.OK
    do = "" if state is Standing.OK else "看下面的接口，与提供部门联系。"
    return Line(Part.INTERFACES, "提供方接口", state, words, f"留在提供部门的资源 {len(found)} 项", do=do)


def _strangers() -> Line:
    """Calls of the gateway that no key let in."""
    found = refused_calls()
    calls = sum(one.calls for one in found)
    many = max((one.peak for one in found), default=0) >= rules.PEAK
    return Line(
        Part.INTERFACES,
        "没有有效密钥的调用",
        Standing.SOON if many else Standing.OK,
        "一小时内太多" if many else "不多" if calls else "没有",
        f"七天 {calls} 次，{len(found)} 个网段",
        max((one.last_at for one in found), default=None),
        "看下面的网段：本市部门的，请它核对密钥；别处的，在防火墙上拦住。" if many else "",
    )


def _files() -> Line:
    """What was met altered, cut short or gone."""
    found = damages.standing()
    return Line(
        Part.FILES,
        "封存的文件",
        Standing.LATE if found else Standing.OK,
        f"{len(found)} 个损坏或被改动" if found else "没有发现损坏",
        "、".join(damage.place for damage in found[:MOST_DAMAGES]),
        max((damage.seen_at for damage in found), default=None),
        DAMAGED_DO if found else "",
    )


def _backups() -> Iterator[Line]:
    at = services.newest_begun()
    concerns = services.concerns()
    for concern in concerns:
        what, _, do = concern.partition("。")
        yield Line(Part.BACKUPS, "备份", Standing.LATE, "要处理", f"{what}。", at, do)
    if not concerns:
        yield Line(Part.BACKUPS, "备份", Standing.OK, "按时完成", f"位置 {settings.BACKUP_TO}", at)


def failed_jobs(actor: Actor) -> "QuerySet[ProcrastinateJob]":
    """Jobs that were given up, with `failed_at`, latest first. Raises NotAllowed."""
    selectors.check_keeps(actor)
    at = Max("procrastinateevent__at", filter=Q(procrastinateevent__type="failed"))
    found: QuerySet[ProcrastinateJob] = ProcrastinateJob.objects.filter(status="failed")
    return found.annotate(failed_at=at).order_by("-id")


def job_words(task: str) -> str:
    """A task as people call it."""
    return TASK_WORDS.get(task, task)
