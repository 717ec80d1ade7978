"""`yiyuan restore`: a backup into an empty home, here or on another machine; called done when it is proved.

Rows of every table, digests of every file and the sealed record are compared with the backup. A restore that was cut
short leaves a note in the home, and `yiyuan serve` refuses such a home.
"""

from pathlib import Path

import psycopg

from yiyuan.config import database, env, start
from yiyuan.config.serve import claim
from yiyuan.dataplane.vault import read_pieces
from yiyuan.kernel.errors import Unavailable
from yiyuan.operations import manifest as papers
from yiyuan.operations import programs
from yiyuan.operations.counts import count_rows
from yiyuan.operations.manifest import BackupBroken, Manifest
from yiyuan.postgres import server

OURS = {"run.lock", "run"}  # in a home that is empty otherwise


def unfinished(home: Path) -> Path:
    """The note that a restore into this home was begun and not ended."""
    return home / "restoring"


def restore(home: Path, folder: Path, *, keys: Path | None, quiet: bool) -> str:
    """Restore into `home`, which must be empty; returns what was restored, in words.

    keys: folder with the plain key files, where the backup holds none. Raises BackupBroken with what to do.
    """
    lock = claim(home)
    if lock is None:
        raise BackupBroken(f"{home} 里的一源正在运行。请换一个空目录（YIYUAN_HOME）。")
    with lock:
        if unfinished(home).exists():
            raise BackupBroken(f"{home} 里有一次没有做完的恢复。请清空这个目录再恢复。")
        if [path.name for path in home.iterdir() if path.name not in OURS]:
            raise BackupBroken(f"{home} 不是空的。恢复只写进空目录：用 YIYUAN_HOME 换一个，或先移走里面的内容。")
        with start.stage("核对备份", quiet=quiet):
            made = papers.read(folder)
            check_version(made)
            papers.check_files(folder, made)
            held = _keys(folder, keys)
            if not made.is_of(held["secret.key"].strip()):
                raise BackupBroken("清单的封印与密钥不符：密钥不是这份备份的，或清单被改过。")
        unfinished(home).touch(mode=0o600)
        for name, content in held.items():
            papers.write_private(home / name, [content.encode()])
        for name in made.files:
            if name.startswith("home/"):
                papers.write_private(home / name.removeprefix("home/"), read_pieces(folder / name))
        _fill(home, folder, made, quiet=quiet)
        unfinished(home).unlink()
    rows = sum(made.tables.values())
    what = f"{len(made.tables)} 张表 {rows} 行、{len(made.files)} 个文件"
    return f"{what}与备份一致，审计记录核验无误。备份做于 {made.made_at}。"


def check_version(made: Manifest) -> None:
    """Refuse a backup of another state of the product. Raises BackupBroken."""
    here, there = start.migrations(), set(made.migrations) - start.replaced()
    if there - here:
        raise BackupBroken(f"备份是较新的一源 {made.product} 做的。请先安装那个版本再恢复。")
    if here - there:
        raise BackupBroken(f"备份是较旧的一源 {made.product} 做的。请用那个版本恢复，再装新版本并运行 yiyuan upgrade。")


def _keys(folder: Path, keys: Path | None) -> dict[str, str]:
    """The keys by their names in the home: from the folder given, else from the backup under the passphrase."""
    if keys:
        held = {str(path.relative_to(keys)): path.read_text() for path in papers.key_files(keys)}
    elif (folder / papers.KEYS).exists():
        passphrase = env.content("YIYUAN_BACKUP_PASSPHRASE_FILE")
        if not passphrase:
            raise BackupBroken("备份里的密钥用口令封着。请把口令写进一个文件，用 YIYUAN_BACKUP_PASSPHRASE_FILE 指明。")
        held = papers.open_keys((folder / papers.KEYS).read_bytes(), passphrase)
    else:
        held = {}
    if missing := [name for name in papers.KEY_FILES if name not in held]:
        raise BackupBroken(f"备份里没有密钥 {'、'.join(missing)}。请用 --keys 指明存放密钥文件的目录。")
    return held


def _fill(home: Path, folder: Path, made: Manifest, *, quiet: bool) -> None:
    """Database, roles, grants; then the proofs."""
    with start.stage("启动数据库", quiet=quiet):
        own = None if database.admin_url() else server.ensure(database.embedded_root(home))
    try:
        admin = start.admin_url(home)
        with psycopg.connect(start.with_database(admin, "postgres")) as link:
            running = link.info.server_version
        if running // 10000 < made.postgresql // 10000:
            there, here = made.postgresql // 10000, running // 10000
            raise BackupBroken(f"备份来自 PostgreSQL {there}，这里是 {here}。请用同样或更新的 PostgreSQL。")
        start.bootstrap(home)
        inside = start.with_database(admin, database.place(home).name)
        with psycopg.connect(inside) as link:
            if count_rows(link):
                raise BackupBroken(f"数据库 {database.place(home).name} 不是空的。请换一个空的数据库。")
        with start.stage("恢复数据库", quiet=quiet):
            arguments = ["--clean", "--if-exists", "--exit-on-error", f"--dbname={database.place(home).name}"]
            programs.run("pg_restore", [*arguments, str(folder / papers.DUMP)], url=inside, major=running // 10000)
            start.bootstrap(home)  # rights on the database itself are in no dump
        with start.stage("核对行数", quiet=quiet), psycopg.connect(inside) as link:
            found = count_rows(link)
            if found != made.tables:
                wrong = sorted(t for t in {*found, *made.tables} if found.get(t) != made.tables.get(t))
                raise BackupBroken(f"恢复后的行数与备份不符：{'、'.join(wrong[:5])}。请换一份备份。")
        start.step(home, "migrate", role="owner")
        with start.stage("核验审计记录", quiet=quiet):
            _verify(folder, made)
    except Unavailable as error:
        raise BackupBroken(f"数据库没有恢复成：{error.facts.get('log', error)}") from error
    finally:
        if own:
            own.stop()


def _verify(folder: Path, made: Manifest) -> None:
    start.use_role("app")
    start.django_ready()
    from django.db import connection

    from yiyuan.audit.api import root_at, verify
    from yiyuan.operations.api import note_restored

    if root_at(made.audit_size) != made.audit_root:
        raise BackupBroken("恢复后的审计记录与备份时封存的根不符。请换一份备份。")
    verdict = verify()
    if not verdict.sound:
        raise BackupBroken(f"审计记录核验有 {len(verdict.findings)} 处不符，首处：{verdict.findings[0].detail}。")
    note_restored(folder, made)
    connection.close()
