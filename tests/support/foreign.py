"""Databases of departments for tests: one of PostgreSQL on the test server, one of MariaDB in a folder of its own."""

import getpass
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pymysql
import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from tests.support.database import admin_url
from yiyuan.dataplane.sources import Account, Source, connect

MARIADB = Path("/usr/sbin/mariadbd")
LOOPBACK = "127.0.0.1"
PASSWORD = "kaifa-2026"
START_S = 60


@dataclass(frozen=True)
class Foreign:
    """A department's database. run: a statement of its owner; account: of a reader."""

    kind: str
    account: Account
    run: Callable[[str], object]

    def opened(self) -> Source:
        return connect(self.kind, self.account)

    def asked(self, query: str) -> object:
        """One value, as the reader sees it."""
        with psycopg.connect(
            host=self.account.host,
            port=self.account.port,
            dbname=self.account.database,
            user=self.account.user,
            password=self.account.password,
        ) as link:
            row = link.execute(query).fetchone()
        return row[0] if row else None

    @property
    def schema(self) -> str:
        return "public" if self.kind == "postgresql" else self.account.database


@contextmanager
def postgresql() -> Iterator[Foreign]:
    admin, name = admin_url(), f"foreign_{secrets.token_hex(4)}"
    parts = conninfo_to_dict(admin)
    with psycopg.connect(admin, autocommit=True) as server:
        server.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
        server.execute(sql.SQL("create role {} login password {}").format(sql.Identifier(name), sql.Literal(PASSWORD)))
        with psycopg.connect(make_conninfo(admin, dbname=name), autocommit=True) as owner:
            grant = "alter default privileges grant select on tables to {}"
            owner.execute(sql.SQL(grant).format(sql.Identifier(name)))
            account = Account(LOOPBACK, int(parts.get("port") or 5432), name, name, PASSWORD, {LOOPBACK})
            try:
                yield Foreign("postgresql", account, owner.execute)
            finally:
                owner.close()
                server.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))
                server.execute(sql.SQL("drop role {}").format(sql.Identifier(name)))


@contextmanager
def mariadb() -> Iterator[Foreign]:
    """Needs Debian's mariadb-server; `make test` installs it."""
    if not MARIADB.exists():
        pytest.skip("MariaDB is not installed: sudo apt-get install mariadb-server")
    # As whoever runs the tests, with temporary files in its own folder: another user may not be able to write to /tmp.
    folder = Path(tempfile.mkdtemp(prefix="yiyuan-mariadb-"))
    places = ["--no-defaults", f"--datadir={folder}/data", f"--tmpdir={folder}", f"--user={getpass.getuser()}"]
    made = ["mariadb-install-db", *places, "--auth-root-authentication-method=normal", "--skip-test-db"]
    installed = subprocess.run(made, check=False, capture_output=True, text=True)
    if installed.returncode:
        shutil.rmtree(folder)
        pytest.skip(f"MariaDB makes no data folder here: {installed.stdout}{installed.stderr}")
    with socket.socket() as free:
        free.bind((LOOPBACK, 0))
        port = free.getsockname()[1]
    places += [f"--socket={folder}/s", f"--pid-file={folder}/pid", f"--port={port}", f"--bind-address={LOOPBACK}"]
    small = ["--innodb-buffer-pool-size=64M", "--skip-log-bin", "--character-set-server=utf8mb4"]
    server = subprocess.Popen([MARIADB, *places, *small], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        owner = _reached(f"{folder}/s")
        with owner:
            cursor = owner.cursor()
            for statement in (
                "create database kaifa character set utf8mb4",
                f"create user reader@'%' identified by '{PASSWORD}'",
                "grant select on kaifa.* to reader@'%'",
                "use kaifa",
            ):
                cursor.execute(statement)
            account = Account(LOOPBACK, port, "kaifa", "reader", PASSWORD, {LOOPBACK})
            yield Foreign("mysql", account, cursor.execute)
    finally:
        server.terminate()
        server.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


def _reached(path: str) -> "pymysql.Connection[pymysql.cursors.Cursor]":
    end = time.monotonic() + START_S
    while True:
        try:
            return pymysql.connect(unix_socket=path, user="root", charset="utf8mb4", autocommit=True)
        except pymysql.OperationalError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


BOTH = [pytest.param(postgresql, id="postgresql"), pytest.param(mariadb, id="mariadb", marks=pytest.mark.complete)]
