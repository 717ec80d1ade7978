"""An installation of its own for drills: a database with its roles, a home, real workers that can be killed."""

import os
import random
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from tests.support.database import admin_url
from yiyuan.postgres import roles

ROOT = Path(__file__).parents[2]
MIGRATE = """
from yiyuan.config import start
start.django_ready()
start.migrate()
"""


class Installation:
    """A database with its roles and a home; processes run in it as `owner` or `app`."""

    def __init__(self, home: Path) -> None:
        self.name = f"yiyuan_kill_{secrets.token_hex(4)}"
        self.admin = admin_url()
        home.mkdir(parents=True)
        (home / "secret.key").write_text(settings.INSTALLATION_SECRET)
        (home / "secret.key").chmod(0o600)
        roles.bootstrap(self.admin, self.name, settings.INSTALLATION_SECRET)
        parts = conninfo_to_dict(self.admin)
        login = f"{parts['user']}:{parts.get('password', '')}"
        address = f"postgresql://{login}@{parts.get('host', '127.0.0.1')}:{parts.get('port', 5432)}/{self.name}"
        self.variables = {**os.environ, "YIYUAN_HOME": str(home), "YIYUAN_DATABASE_URL": address}

    def run(self, script: str, *arguments: str, role: str = "app") -> str:
        done = subprocess.run(
            [sys.executable, "-c", script, *arguments],
            cwd=ROOT,
            env={**self.variables, "YIYUAN_DATABASE_ROLE": role},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def worker(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-c", "from yiyuan.config.worker import main; main()"],
            cwd=ROOT,
            env={**self.variables, "YIYUAN_DATABASE_ROLE": "app"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """What its database says."""
        with psycopg.connect(self.admin, dbname=self.name) as link:
            return link.execute(query, values).fetchall()

    def drop(self) -> None:
        with psycopg.connect(self.admin, autocommit=True) as link:
            link.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(self.name)))


def until(wanted: Callable[[], bool], *, within_s: float) -> bool:
    end = time.monotonic() + within_s
    while time.monotonic() < end:
        if wanted():
            return True
        time.sleep(0.05)
    return False


def killed_at_work(
    installation: Installation, *, times: int, busy: Callable[[], bool], over: Callable[[], bool], most_s: float = 3
) -> None:
    """Workers are killed while they are busy, then one is left to end it. most_s: into the work, by chance."""
    chance = random.Random()
    for _kill in range(times):
        worker = installation.worker()
        try:
            until(busy, within_s=180)
            time.sleep(chance.uniform(0, most_s))
        finally:
            worker.send_signal(signal.SIGKILL)
            worker.wait()
    worker = installation.worker()
    try:
        assert until(over, within_s=900)
    finally:
        worker.terminate()
        worker.wait(30)
