"""`yiyuan upgrade`: a backup, then the new structure; what fails leaves the backup named and the way back."""

import subprocess
import sys
from pathlib import Path

from yiyuan.config import database, start
from yiyuan.config.serve import claim
from yiyuan.kernel.errors import Unavailable
from yiyuan.postgres import server


def upgrade(home: Path, to: Path | None, *, quiet: bool) -> int:
    """Bring a database of an older product up to date. Exit code 1 when it is not, with what to do.

    to: where the backup goes; None: YIYUAN_BACKUP_TO, else `backups` in the home.
    """
    lock = claim(home)
    if lock is None:
        return _refuse(f"{home} 里的一源正在运行。先停掉它，再升级。")
    with lock:
        if problem := start.wrong_server(home):
            return _refuse(problem)
        own = None if database.admin_url() else server.ensure(database.embedded_root(home))
        try:
            return _upgrade(home, to, quiet=quiet)
        finally:
            if own:
                own.stop()


def _upgrade(home: Path, to: Path | None, *, quiet: bool) -> int:
    there = start.applied(home)
    if problems := [*start.lost_keys(home), *filter(None, [start.too_new(there), start.too_far_back(there)])]:
        return _refuse("\n".join(problems))
    if not there:
        return _refuse("这里还没有数据库，没有可升级的。运行 yiyuan serve 就会建立。")
    if not start.migrations() - there and start.is_current(home):
        print("数据库已是本版本的结构，不用升级。")
        return 0
    start.use_role("app")
    start.django_ready()
    from django.conf import settings

    from yiyuan.kernel import clock
    from yiyuan.operations.api import folder_for, write_backup

    folder = folder_for(to or Path(settings.BACKUP_TO or home / "backups"), clock.real_now())
    try:
        with start.stage("备份", quiet=quiet):
            made = write_backup(folder)
    except (OSError, Unavailable) as error:
        reason = error.facts.get("log", error) if isinstance(error, Unavailable) else error
        return _refuse(f"\n备份没有做成，没有升级：{reason}")
    back = (
        f"回到升级前：装回一源 {made.product}，把 YIYUAN_HOME 指向一个空目录，"
        f"运行 yiyuan restore {folder} --keys {home}"
    )
    try:
        with start.stage("升级数据库", quiet=quiet):
            start.bootstrap(home)
            start.step(home, "migrate", role="owner")
    except subprocess.CalledProcessError:
        return _refuse(f"\n升级没有成功，数据库可能只升级了一部分，不要再启动它。升级前的状态在 {folder}。{back}")
    print(f"已升级。升级前的状态在 {folder}。{back}")
    return 0


def _refuse(words: str) -> int:
    print(words, file=sys.stderr)
    return 1
