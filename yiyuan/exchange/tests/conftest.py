"""A database of its own where data is committed, so that the gateway, under its own role, sees what pages wrote."""

import asyncio
import os
import threading
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
import psycopg
import pytest
from django.conf import settings
from django.db import connection, connections
from psycopg import sql

from tests.support.cast import Cast
from tests.support.database import _drop, _make_template, _migrations_digest, _use, admin_url
from yiyuan.catalog.types import ResourceInfo
from yiyuan.exchange.gateway.application import Application
from yiyuan.kernel import clock
from yiyuan.kernel.identifiers import citizen_check
from yiyuan.pools import api as pools
from yiyuan.postgres import roles
from yiyuan.sharing import services as sharing
from yiyuan.sharing.models import Grant
from yiyuan.sharing.tests.test_services import STATED, SUITED
from yiyuan.sharing.types import Scope

ROWS = 250
METHODS = frozenset({"online_query", "batch_download", "system_link"})


def citizen(number: int) -> str:
    """A synthetic citizen id of no living person."""
    body = f"110101199001{number // 1000 % 28 + 1:02d}{number % 1000:03d}"
    return body + citizen_check(body)


@pytest.fixture(scope="module")
def committed(django_db_setup, django_db_blocker):
    admin = admin_url()
    before = settings.DATABASES["default"]["NAME"]
    name = f"yiyuan_exchange_{os.getpid()}"
    with django_db_blocker.unblock(), psycopg.connect(admin, autocommit=True) as link:
        _drop(link, name)
        template = f"yiyuan_template_{_migrations_digest()}"
        if not link.execute("select 1 from pg_database where datname = %s", [template]).fetchone():
            _make_template(admin, template)  # a file it depends on was changed while the tests ran
        link.execute(
            sql.SQL("create database {} template {} owner {}").format(
                sql.Identifier(name),
                sql.Identifier(template),
                sql.Identifier(roles.OWNER),
            )
        )
        connections.close_all()
        _use(admin, name)
        try:
            yield
        finally:
            connections.close_all()
            _use(admin, before)
            _drop(link, name)


@dataclass
class City:
    """A marriage register with ROWS committed rows: half marriages, half divorces."""

    cast: Cast
    resource: ResourceInfo

    def item(self, name: str) -> int:
        return next(item.id for item in self.resource.items if item.name == name)

    def column(self, name: str) -> str:
        return next(item.column for item in self.resource.items if item.name == name)

    def grant(
        self, *, items: Any = None, rows: Any = (), methods: Any = METHODS, until_on: Any = None, unmasked: Any = ()
    ) -> tuple[Grant, str]:
        """A grant to the housing fund, and its key."""
        officer = self.cast.person("housing_fund")
        asked = Scope(
            frozenset(item.id for item in self.resource.items),
            frozenset(),
            METHODS,
            until_on or clock.today() + timedelta(days=90),
        )
        application = sharing.draft_application(self.resource.id, actor=officer, scope=asked, values=STATED)
        sharing.send_application(application.id, actor=officer)
        fields = frozenset(map(self.item, items)) if items else asked.fields
        given = Scope(fields, frozenset(rows), frozenset(methods), asked.until_on)
        grant = sharing.grant_application(
            application.id,
            actor=self.cast.person("civil_affairs", "head"),
            scope=given,
            reason="按需",
            unmasked=[self.item(name) for name in unmasked],
        )
        return grant, sharing.issue_key(grant.id, actor=officer)


def fill(resource: ResourceInfo, *, rows: int = ROWS) -> None:
    """Rows straight into the pool of the register."""
    pools.prepare(resource.id)
    columns = [item.column for item in resource.items]
    marks = ", ".join(["%s"] * (len(columns) + 3))
    names = ", ".join([*columns, "_batch_id", "_loaded_at", "_digest"])
    with connection.cursor() as cur:
        for n in range(rows):
            kind = "结婚" if n % 2 == 0 else "离婚"
            values = [f"J{n:06d}", "欧阳一", citizen(n), "李二", citizen(n + 500), kind, "2026-01-02"]
            # plain inserts: the test sees to its own rows
            cur.execute(
                f"insert into pool_{resource.provider_id}.r{resource.id} ({names}) values ({marks})",
                [*values, 7, clock.real_now(), n],
            )


@pytest.fixture(scope="module")
def city(committed) -> City:
    cast = Cast()
    resource = cast.resource("civil_affairs", **{**SUITED, "methods": sorted(METHODS)})
    fill(resource)
    return City(cast, resource)


class Client:
    """A gateway in an event loop of its own; calls see the legal date of the caller."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        self.app = Application()
        transport = httpx.ASGITransport(self.app)
        self.http = httpx.AsyncClient(transport=transport, base_url="http://gateway.test")

    def request(self, method: str, path: str, **more: Any) -> httpx.Response:
        return asyncio.run_coroutine_threadsafe(self.http.request(method, path, **more), self.loop).result(60)

    def close(self) -> None:
        asyncio.run_coroutine_threadsafe(self.app.gateway.close(), self.loop).result(10)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)
        self.loop.close()


@dataclass
class Caller:
    client: Client
    headers: dict[str, str]

    def get(self, path: str, **query: Any) -> httpx.Response:
        return self.client.request("GET", path, params=query, headers=self.headers)

    def ask(self, **items: Any) -> httpx.Response:
        return self.client.request("POST", "/v1/query", json=items, headers=self.headers)


@pytest.fixture
def gateway():
    """gateway(key).get("/v1/data"); gateway.client for calls without a key."""
    client = Client()

    def with_key(key: str, **headers: Any) -> Caller:
        return Caller(client, {"Authorization": f"Bearer {key}", **headers})

    with_key.client = client
    yield with_key
    client.close()
