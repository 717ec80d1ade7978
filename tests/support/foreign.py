"""Databases of departments for tests: one of PostgreSQL on the test server, one of MariaDB in a folder of its own."""

import getpass
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, urlsplit

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
TEXTS = ("timestamp", "date", "bytea")  # types it writes as texts


@dataclass(frozen=True)
class Foreign:
    """A department's database. run: a statement of its owner; account: of a reader."""

    kind: str
    account: Account
    run: Callable[[str], object]
    interface: Any = None  # the class of its answers

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
        return {"postgresql": "public", "rest": ""}.get(self.kind, self.account.database)


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


class _Interface(BaseHTTPRequestHandler):
    """A department's JSON interface over its database: /TABLE?page=, size=, since=; with a key, never with a total."""

    protocol_version = "HTTP/1.1"
    database: Foreign
    trouble: list[tuple[int, str]]  # what it answers next instead: status, Retry-After
    asked: list[str]

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        said = dict(parse_qsl(parts.query))
        self.asked.append(self.path)
        if self.trouble:
            status, after = self.trouble.pop(0)
            self._answer(status, "{}", {"Retry-After": after} if after else {})
        elif self.headers.get("X-Key") != PASSWORD:
            self._answer(401, "{}")
        else:
            try:
                rows = self._rows(parts.path.strip("/"), said)
                self._answer(200, f'{{"data": {{"rows": {rows}}}}}')
            except psycopg.errors.UndefinedTable:
                self._answer(404, "{}")

    def _rows(self, table: str, said: dict[str, str]) -> str:
        account = self.database.account
        with psycopg.connect(
            host=account.host,
            port=account.port,
            dbname=account.database,
            user=account.user,
            password=account.password,
            options="-c timezone=Asia/Shanghai",
        ) as link:
            name, size, page = sql.Identifier(table), int(said.get("size", 1)), int(said.get("page", 1))
            heads = link.execute(sql.SQL("select * from {} limit 0").format(name)).description or ()
            cells = sql.SQL(", ").join(
                sql.SQL("{0}::text as {0}" if head.type_display.startswith(TEXTS) else "{0}").format(
                    sql.Identifier(head.name)
                )
                for head in heads
            )
            where = sql.SQL("")
            if "since" in said:
                named = ["id"] if said["since"].isdigit() else ["updated", "at"]
                column = next(head.name for head in heads if head.name in named)
                where = sql.SQL("where {} >= {}").format(sql.Identifier(column), sql.Literal(said["since"]))
            found = sql.SQL(
                "select coalesce(json_agg(t), '[]')::text from (select {} from {} {} order by 1 offset {} limit {}) t"
            )
            [(rows,)] = link.execute(
                found.format(cells, name, where, sql.Literal((page - 1) * size), sql.Literal(size))
            ).fetchall()
            return str(rows)

    def _answer(self, status: int, body: str, head: Mapping[str, str] = {}) -> None:
        content = body.encode()
        self.send_response(status)
        for name, value in {**head, "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_given: object) -> None:
        """Nothing."""


@contextmanager
def interface() -> Iterator[Foreign]:
    """A real HTTP server over a database of PostgreSQL."""
    with postgresql() as database:
        handler = type("Handler", (_Interface,), {"database": database, "trouble": [], "asked": []})
        server = ThreadingHTTPServer((LOOPBACK, 0), handler)
        Thread(target=server.serve_forever, daemon=True).start()
        database.run("create table known (id int)")
        lists = "known\nexact\nmoving\n" + "\n".join(f"t_{number}" for number in range(100))
        options = {
            "address": f"http://{LOOPBACK}:{server.server_port}/",
            "paths": lists,
            "rows_at": "data.rows",
            "paging": "page",
            "page_name": "page",
            "size_name": "size",
            "page_size": 2,
            "since_name": "since",
        }
        account = Account(LOOPBACK, server.server_port, "", "X-Key", PASSWORD, {LOOPBACK}, options)
        try:
            yield Foreign("rest", account, database.run, handler)
        finally:
            server.shutdown()
            server.server_close()


def _reached(path: str) -> "pymysql.Connection[pymysql.cursors.Cursor]":
    end = time.monotonic() + START_S
    while True:
        try:
            return pymysql.connect(unix_socket=path, user="root", charset="utf8mb4", autocommit=True)
        except pymysql.OperationalError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


EACH = [
    pytest.param(postgresql, id="postgresql"),
    pytest.param(interface, id="rest", marks=pytest.mark.complete),
    pytest.param(mariadb, id="mariadb", marks=pytest.mark.complete),
]
BOTH = [pytest.param(postgresql, id="postgresql"), pytest.param(mariadb, id="mariadb", marks=pytest.mark.complete)]
