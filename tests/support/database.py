"""The database of the tests: started once, made from a template that holds all migrations, dropped at the end."""

import hashlib
import os
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection, connections
from psycopg import sql
from psycopg.conninfo import make_conninfo

from yiyuan.config import database
from yiyuan.kernel import clock
from yiyuan.postgres import roles, server, structure

ROOT = Path(__file__).parents[2]


def admin_url() -> str:
    """The user's server where one is named, else our own, started if it rests."""
    if given := database.admin_url():
        return make_conninfo(given, dbname="postgres")
    return server.ensure(database.embedded_root(settings.HOME)).superuser_url()


def _migrations_digest() -> str:
    digest = hashlib.sha256(version("procrastinate").encode())
    for path in [*sorted(ROOT.glob("yiyuan/*/migrations/*.[ps]*")), ROOT / "yiyuan" / "postgres" / "roles.py"]:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _use(admin: str, name: str) -> None:
    """Point Django at a database of the test server, as the owner."""
    urls = roles.bootstrap(admin, name, settings.INSTALLATION_SECRET)
    parts = psycopg.conninfo.conninfo_to_dict(urls.owner)
    connection.close()
    for target in (connections.databases["default"], connection.settings_dict):
        target.update(
            HOST=parts["host"],
            PORT=parts.get("port", 5432),
            NAME=name,
            USER=parts["user"],
            PASSWORD=parts["password"],
        )


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:  # type: ignore[misc]  # plugin's type
    """A fresh database per test process, copied from a template made once per set of migrations."""
    admin = admin_url()
    template = f"yiyuan_template_{_migrations_digest()}"
    name = f"yiyuan_test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"
    with django_db_blocker.unblock(), psycopg.connect(admin, autocommit=True) as server_link:  # type: ignore[attr-defined]
        with server_link.transaction():
            server_link.execute("SELECT pg_advisory_xact_lock(4711)")  # one process makes the template
            ready = server_link.execute("SELECT 1 FROM pg_database WHERE datname = %s", [template]).fetchone()
            if not ready:
                _make_template(admin, template)
        _drop(server_link, name)
        server_link.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {}").format(
                sql.Identifier(name), sql.Identifier(template), sql.Identifier(roles.OWNER)
            )
        )
        _use(admin, name)
        yield
        connections.close_all()
        _drop(server_link, name)


def _make_template(admin: str, template: str) -> None:
    making = f"{template}_making"
    with psycopg.connect(admin, autocommit=True) as link:
        _drop(link, making)
        _use(admin, making)
        structure.migrate()
        connections.close_all()
        link.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(making), sql.Identifier(template)))


def _drop(link: psycopg.Connection, name: str) -> None:
    link.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


class Clock:
    """Legal time of a test; stands still at the date last set."""

    def __init__(self) -> None:
        self._held: list[object] = []

    def set(self, day: object) -> None:
        self.release()
        held = clock.frozen(day)  # type: ignore[arg-type]  # a date or an instant
        held.__enter__()
        self._held.append(held)

    def release(self) -> None:
        while self._held:
            self._held.pop().__exit__(None, None, None)  # type: ignore[attr-defined]  # a context manager

    def today(self) -> object:
        return clock.today()


@pytest.fixture(name="clock")
def clock_fixture() -> Iterator[Clock]:
    held = Clock()
    yield held
    held.release()
