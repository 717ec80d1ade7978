"""A worker killed without warning while it loads: nothing is lost, doubled or half-written.

Real processes under the roles of an installation, on a database of their own.
"""

import json
import os
import random
import secrets
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from benches.people import write_people
from tests.support.database import admin_url
from yiyuan.intake.loading import LOCK_SPACE
from yiyuan.postgres import roles

pytestmark = pytest.mark.scenario
ROOT = Path(__file__).parents[3]
ROWS = 100_000
KILLS = 3

MIGRATE = """
from yiyuan.config import start
start.django_ready()
start.migrate()
"""
HAND_IN = """
import json, sys
from pathlib import Path
from yiyuan.config import start
start.django_ready()
from benches.people import HEADERS
from tests.support.cast import Cast
from yiyuan.intake.api import PathUpload, receive_file
cast = Cast()
items = [{"name": name, "data_type": "C", "key": name == "身份证件号码"} for name in HEADERS]
resource = cast.resource("civil_affairs", items=items)
made = []
for path in sys.argv[1:]:
    received = receive_file(
        resource.id, actor=cast.person("civil_affairs"), upload=PathUpload(Path(path)), confirmed=True
    )
    made.append(received.batch.id)
print(json.dumps({"resource": resource.id, "batches": made}))
"""
REPLACE = """
import json, sys
from pathlib import Path
from yiyuan.config import start
start.django_ready()
from yiyuan.intake.api import PathUpload, receive_file
from yiyuan.intake.loading import load_batch
from yiyuan.intake.models import Batch
from yiyuan.intake.services import confirm_batch
from yiyuan.intake.types import Way
from yiyuan.organisations.api import actor_of_account
before = Batch.objects.latest("id")
actor = actor_of_account(before.account_id, organisation_id=before.sender_id)
sent = PathUpload(Path(sys.argv[1]))
made = receive_file(before.resource_id, actor=actor, upload=sent, confirmed=False, way=Way.REPLACE)
load_batch(made.batch.id)
made.batch.refresh_from_db()
confirm_batch(made.batch.id, actor=actor, preview=1)
print(json.dumps({"preview": made.batch.preview, "kept": made.batch.kept_rows}))
"""
LOOK = """
import json, sys
from yiyuan.config import start
start.django_ready()
from yiyuan.intake.models import Batch
from yiyuan.pools.api import check, rows_of
from yiyuan.audit.api import seal, verify
seal()
batches = list(Batch.objects.order_by("id").values())
print(json.dumps({
    "batches": batches, "check": check(), "rows": rows_of(int(sys.argv[1])), "sound": verify().sound,
}, default=str))
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

    def states(self) -> list[tuple[str, str]]:
        with psycopg.connect(self.admin, dbname=self.name) as link:
            return link.execute("select state, stage from control.intake_batch order by id").fetchall()

    def at_work(self) -> bool:
        """Whether a living process holds the lock of a batch."""
        with psycopg.connect(self.admin, dbname=self.name) as link:
            held = (
                "select from pg_locks l join pg_database d on d.oid = l.database"
                " where d.datname = current_database() and locktype = 'advisory' and classid = %s and granted"
            )
            return link.execute(held, [LOCK_SPACE]).fetchone() is not None

    def over(self) -> bool:
        return all(state in {"loaded", "failed"} for state, _stage in self.states())

    def drop(self) -> None:
        with psycopg.connect(self.admin, autocommit=True) as link:
            link.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(self.name)))


@pytest.fixture
def installation(tmp_path):
    made = Installation(tmp_path / "home")
    try:
        yield made
    finally:
        made.drop()


def _until(wanted, *, within_s):
    end = time.monotonic() + within_s
    while time.monotonic() < end:
        if wanted():
            return True
        time.sleep(0.05)
    return False


def _killed_at_work(installation, *, times):
    """Workers are killed while they load, then one is left to end it."""
    chance = random.Random()
    for _kill in range(times):
        worker = installation.worker()
        try:
            _until(installation.at_work, within_s=60)
            time.sleep(chance.uniform(0, 3))
        finally:
            worker.send_signal(signal.SIGKILL)
            worker.wait()
    worker = installation.worker()
    try:
        assert _until(installation.over, within_s=240), installation.states()
    finally:
        worker.terminate()
        worker.wait(30)


def test_killed_workers_lose_double_and_halve_nothing(installation, tmp_path):
    files = [tmp_path / "first.csv", tmp_path / "second.csv"]
    write_people(files[0], rows=ROWS, dirty=0.02)
    write_people(files[1], rows=ROWS, dirty=0.02, changed_from=ROWS // 2)
    installation.run(MIGRATE, role="owner")
    made = json.loads(installation.run(HAND_IN, *map(str, files)))
    _killed_at_work(installation, times=KILLS)
    found = json.loads(installation.run(LOOK, str(made["resource"])))
    assert [batch["state"] for batch in found["batches"]] == ["loaded", "loaded"]
    for batch in found["batches"]:
        assert batch["read_rows"] == ROWS == batch["kept_rows"] + batch["refused_rows"]
        merged = batch["inserted_rows"] + batch["updated_rows"] + batch["unchanged_rows"]
        assert merged == batch["kept_rows"]
    assert found["rows"] == sum(batch["inserted_rows"] for batch in found["batches"])
    assert found["check"] == []
    assert found["sound"]


def test_killed_replacements_leave_the_pool_as_before_or_as_after(installation, tmp_path):
    """A whole state with a twentieth of the rows less: workers die on the way, and the last one ends it."""
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    write_people(first, rows=ROWS, dirty=0)
    lines = first.read_bytes().splitlines(keepends=True)
    second.write_bytes(b"".join(lines[: len(lines) - ROWS // 20]))
    installation.run(MIGRATE, role="owner")
    made = json.loads(installation.run(HAND_IN, str(first)))
    _killed_at_work(installation, times=0)
    told = json.loads(installation.run(REPLACE, str(second)))
    assert told["preview"]["gone"] == ROWS // 20
    _killed_at_work(installation, times=KILLS)
    found = json.loads(installation.run(LOOK, str(made["resource"])))
    batch = found["batches"][-1]
    assert (batch["state"], batch["removed_rows"], batch["unchanged_rows"]) == ("loaded", ROWS // 20, told["kept"])
    assert (found["rows"], found["check"], found["sound"]) == (told["kept"], [], True)
