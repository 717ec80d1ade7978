"""Taking backups, checking them, dropping old ones."""

import contextlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import IntegrityError, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import ConnectorException
from psycopg.conninfo import make_conninfo

from yiyuan.audit.api import lines_up_to, record, seal
from yiyuan.dataplane.vault import read_pieces
from yiyuan.kernel import clock
from yiyuan.kernel.actor import SYSTEM, Actor
from yiyuan.kernel.alive import answers
from yiyuan.kernel.errors import Conflict, NotFound, Unavailable
from yiyuan.operations import manifest as papers
from yiyuan.operations import programs, rules, selectors
from yiyuan.operations.counts import count_rows
from yiyuan.operations.manifest import BackupBroken, Kept, Manifest
from yiyuan.operations.models import Backup, Sighting
from yiyuan.operations.types import BackupState, OperationsTag

BACKUP_LOCK = 0xBAC0  # advisory lock: one backup at a time
MOST_FAULT = 500


@dataclass(frozen=True, slots=True)
class _Snapshot:
    name: str
    product: str
    server_version: int
    migrations: tuple[str, ...]
    tables: dict[str, int]
    audit_size: int
    audit_root: str


def back_up(to: Path) -> Backup:
    """Back the running installation up into a new folder below `to`, read it again, drop old ones.

    The row tells what became of it: a failed one is on record too. Raises Conflict("operations.backup") while another
    one runs, Unavailable("operations.backup") with the reason when it failed.
    """
    with _alone():
        Backup.objects.filter(state=BackupState.RUNNING).update(
            state=BackupState.FAILED, fault="中断，没有做完", ended_at=clock.real_now()
        )
        started = clock.real_now()
        folder = folder_for(to, started)
        row = Backup.objects.create(folder=str(folder), started_at=started)
        try:
            seal()  # so that the last root covers what stands there now
            made = write_backup(folder)
        except (OSError, Unavailable, BackupBroken, psycopg.Error) as error:
            row.state, row.fault = BackupState.FAILED, _reason(error)[:MOST_FAULT]
            row.ended_at = clock.real_now()
            row.save()
            record(SYSTEM, OperationsTag.BACKUP_FAILED, object_type="operations.backup", object_id=row.id)
            raise Unavailable("operations.backup", reason=row.fault) from error
        row.state, row.has_keys = BackupState.COMPLETE, papers.KEYS in made.files
        row.size_bytes, row.files, row.rows = made.size_bytes, len(made.files), sum(made.tables.values())
        row.ended_at = row.verified_at = clock.real_now()
        row.save()
        facts = {"files": row.files, "bytes": row.size_bytes, "rows": row.rows}
        record(SYSTEM, OperationsTag.BACKED_UP, object_type="operations.backup", object_id=row.id, facts=facts)
        _drop_old(to)
    return row


def folder_for(to: Path, begun: datetime) -> Path:
    """The folder of a backup begun at this instant."""
    return to / f"yiyuan-{begun.astimezone(clock.BEIJING):%Y%m%d-%H%M%S}"


def back_up_if_due() -> None:
    """What the worker asks every hour; nothing where no place is set."""
    to, now = settings.BACKUP_TO, clock.real_now()
    if to and rules.is_due(newest_begun(), now=now, hour=settings.BACKUP_AT):
        back_up(Path(to))


def newest_begun() -> datetime | None:
    """When the newest complete backup was begun; None without one."""
    found = Backup.objects.filter(state=BackupState.COMPLETE).order_by("-started_at").first()
    return found.started_at if found else None


def note_restored(folder: Path, made: Manifest) -> None:
    """In the restored database: the backup it came from was running when its snapshot was taken."""
    Backup.objects.filter(state=BackupState.RUNNING).update(
        state=BackupState.COMPLETE,
        ended_at=clock.real_now(),
        verified_at=clock.real_now(),
        size_bytes=made.size_bytes,
        files=len(made.files),
        rows=sum(made.tables.values()),
        has_keys=papers.KEYS in made.files,
    )
    record(SYSTEM, OperationsTag.RESTORED, object_type="operations.backup", object_id=folder.name)


def retry_job(job_id: int, *, actor: Actor) -> None:
    """A job that was given up is done again, at once. Every job is safe to repeat.

    Raises NotAllowed, NotFound, Conflict("operations.job") where it is not given up (any more), or waits already.
    """
    selectors.check_keeps(actor)
    found = ProcrastinateJob.objects.filter(id=job_id).first()
    if found is None:
        raise NotFound("operations.job", id=job_id)
    if found.status != "failed":
        raise Conflict("operations.job")
    try:
        with transaction.atomic():
            app.job_manager.retry_job_by_id(job_id, retry_at=clock.real_now())
            facts = {"task": found.task_name, "attempts": found.attempts}
            record(actor, OperationsTag.JOB_RETRIED, object_type="operations.job", object_id=job_id, facts=facts)
    except (IntegrityError, ConnectorException) as error:
        raise Conflict("operations.job") from error  # the same job waits already


def watch_processes() -> None:
    """Note which processes answer now, so that it is known when one last did."""
    ports = (("pages", settings.PAGE_PORT), ("gateway", settings.GATEWAY_PORT), ("public", settings.PUBLIC_PORT))
    for name, port in ports:
        if answers(port):
            Sighting.objects.update_or_create(name=name, defaults={"seen_at": clock.real_now()})


def _address() -> str:
    found = settings.DATABASES["default"]
    return make_conninfo(
        host=found["HOST"],
        port=found["PORT"],
        dbname=found["NAME"],
        user=found["USER"],
        password=found["PASSWORD"],
    )


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    with psycopg.connect(_address(), autocommit=True) as link:
        row = link.execute("SELECT pg_try_advisory_lock(%s)", [BACKUP_LOCK]).fetchone()
        if not row or not row[0]:
            raise Conflict("operations.backup")
        yield


def write_backup(folder: Path) -> Manifest:
    """The whole backup under another name, then renamed: half of one never looks like one.

    Asks the database nothing that an older product did not have: it is taken before an upgrade too.
    """
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    for left in folder.parent.glob(f"yiyuan-*{papers.PARTIAL}"):
        shutil.rmtree(left)  # of one that was killed: we are alone here
    part = folder.with_name(folder.name + papers.PARTIAL)
    part.mkdir(mode=0o700)
    try:
        made = _fill(part).sealed(settings.INSTALLATION_SECRET)
        papers.write(part, made)
        papers.check_files(part, papers.read(part))
        part.rename(folder)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return made


def _fill(part: Path) -> Manifest:
    with psycopg.connect(_address()) as link:
        snapshot = _snapshot(link)
        major = snapshot.server_version // 10000
        dump = part / papers.DUMP
        papers.write_private(dump, [])
        arguments = ["--format=custom", f"--snapshot={snapshot.name}", f"--file={dump}"]
        programs.run("pg_dump", arguments, url=_address(), major=major)
    files = {papers.DUMP: papers.describe(dump)}
    programs.run("pg_restore", ["--list", "--file=/dev/null", str(dump)], url=_address(), major=major)
    files |= _copy_home(part, audit_size=snapshot.audit_size)
    if settings.BACKUP_PASSPHRASE:
        keys = papers.seal_keys(settings.HOME, settings.BACKUP_PASSPHRASE)
        files[papers.KEYS] = papers.write_private(part / papers.KEYS, [keys])
    return Manifest(
        product=snapshot.product,
        postgresql=snapshot.server_version,
        made_at=clock.real_now().isoformat(),
        database=settings.DATABASES["default"]["NAME"],
        migrations=snapshot.migrations,
        tables=snapshot.tables,
        audit_size=snapshot.audit_size,
        audit_root=snapshot.audit_root,
        files=files,
    )


def _snapshot(link: psycopg.Connection) -> _Snapshot:
    """Begin a transaction that pg_dump can join, and count in it."""
    link.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
    name = link.execute("SELECT pg_export_snapshot()").fetchone()
    migrations = link.execute(
        "SELECT app || '.' || name FROM control.django_migrations WHERE app = ANY(%s) ORDER BY 1",
        [[room.rpartition(".")[2] for room in settings.ROOMS]],
    ).fetchall()
    last = link.execute(
        "SELECT tree_size, encode(root, 'hex') FROM audit.audit_checkpoint ORDER BY tree_size DESC LIMIT 1"
    ).fetchone()
    noted = link.execute("SELECT obj_description('control'::regnamespace)").fetchone()
    assert name
    assert noted
    return _Snapshot(
        name=name[0],
        product=(noted[0] or "").partition(" ")[2] or papers.product_version(),
        server_version=link.info.server_version,
        migrations=tuple(row[0] for row in migrations),
        tables=count_rows(link),
        audit_size=last[0] if last else 0,
        audit_root=last[1] if last else "",
    )


def _copy_home(part: Path, *, audit_size: int) -> dict[str, Kept]:
    """Files of the home after the snapshot: all that its rows name are there, and perhaps newer ones.

    A file deleted meanwhile was to be deleted. Checkpoints of after the snapshot are left out, or the restored record
    would differ from them.
    """
    home, files = Path(settings.HOME), {}
    found = [path for name in papers.FOLDERS for path in sorted((home / name).rglob("*")) if _stays(path)]
    for path in [*found, *(home / name for name in papers.SINGLE)]:
        name = str(path.relative_to(home))
        try:
            pieces = lines_up_to(path, audit_size) if name.startswith("checkpoints/") else read_pieces(path)
            files[f"home/{name}"] = papers.write_private(part / "home" / name, pieces)
        except FileNotFoundError:
            (part / "home" / name).unlink(missing_ok=True)
    return files


def _stays(path: Path) -> bool:
    """Whether it is a file to keep; what is plain or half-written for a moment is none."""
    passing = path.parent.name == "open" or path.name.startswith("open-") or path.suffix == ".part"
    return path.is_file() and not passing


def _drop_old(to: Path) -> None:
    complete = Backup.objects.filter(state=BackupState.COMPLETE, folder__startswith=f"{to}/")
    folders = list(complete.order_by("started_at").values_list("folder", flat=True))
    for folder in rules.to_drop(folders, keep=settings.BACKUP_KEEP):
        shutil.rmtree(folder, ignore_errors=True)
        if not Path(folder).exists():
            complete.filter(folder=folder).update(state=BackupState.DROPPED)


def _reason(error: Exception) -> str:
    return str(error.facts.get("log", error)) if isinstance(error, Unavailable) else str(error)


def concerns() -> list[str]:
    """What whoever keeps the installation must do about backups, in sentences; empty when all is well."""
    if not settings.BACKUP_TO:
        return ["没有设置按时备份。请设置 YIYUAN_BACKUP_TO 为另一台机器上的目录，再重启。"]
    found = []
    newest = Backup.objects.filter(state=BackupState.COMPLETE).order_by("-started_at").first()
    last = Backup.objects.exclude(state=BackupState.RUNNING).order_by("-started_at").first()
    if rules.is_late(newest.started_at if newest else None, now=clock.real_now(), hour=settings.BACKUP_AT):
        since = "还没有完整的备份"
        if newest:
            since = f"最近一份完整的备份做于 {newest.started_at.astimezone(clock.BEIJING):%Y-%m-%d %H:%M}"
        found.append(f"备份迟了：{since}。请看后台任务是否在运行，或现在运行 yiyuan backup。")
    if last and last.state == BackupState.FAILED:
        found.append(f"上一次备份没有做成：{last.fault}。处理后运行 yiyuan backup。")
    if newest and not Path(newest.folder).exists():
        found.append(f"最近一份备份不在原处：{newest.folder}。请看那个目录是否已挂载。")
    if newest and not newest.has_keys:
        found.append("备份里没有密钥，没有密钥不能恢复。请设置 YIYUAN_BACKUP_PASSPHRASE_FILE，或另外保存密钥文件。")
    if _same_disk(Path(settings.BACKUP_TO), Path(settings.HOME)):
        found.append("备份和数据在同一个磁盘上，磁盘坏了会一起丢失。请换成另一台机器上的目录。")
    return found


def _same_disk(one: Path, other: Path) -> bool:
    return one.exists() and one.stat().st_dev == other.stat().st_dev
