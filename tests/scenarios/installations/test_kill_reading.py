"""A worker killed without warning while it reads a department's database: each row comes once, the pool equals the table."""

import json

import pytest

from tests.support.foreign import LOOPBACK, postgresql
from tests.support.installation import MIGRATE, killed_at_work

pytestmark = pytest.mark.scenario
ROWS = 300_000
KILLS = 3
CONNECT = """
import json, sys
from yiyuan.config import start
start.django_ready()
from tests.support.cast import Cast
from yiyuan.connectors import feeds, services
from yiyuan.connectors.feeds import Wanted
from yiyuan.connectors.types import Mode
account = json.loads(sys.argv[1])
cast = Cast()
items = [{"name": name, "data_type": "C", "key": name == "编号"} for name in ("编号", "甲", "乙")]
resource = cast.resource("civil_affairs", items=items)
officer = cast.person("civil_affairs")
made = services.add_connector(actor=officer, name="业务库", kind="postgresql", **account)
assert services.try_connector(made.id, actor=officer).ok
services.confirm_connector(
    made.id, actor=cast.person("civil_affairs", "head"), protection="只读账号", contact="周敏", phone="1"
)
columns = {item.id: name for item, name in zip(resource.items, ("id", "a", "b"))}
feed = feeds.add_feed(made.id, resource.id, actor=officer, wanted=Wanted("public", "people", columns, Mode.FULL))
feeds.start_feed(feed.id, actor=officer)
print(json.dumps({"resource": resource.id}))
"""
LOOK = """
import json, sys
from yiyuan.config import start
start.django_ready()
from django.db import connection
from yiyuan.audit.api import seal, verify
from yiyuan.catalog.api import published_resource
from yiyuan.pools.api import check, view_of
resource = published_resource(int(sys.argv[1]))
view = view_of(resource.id, resource.version_number)
cells = " || '|' || ".join(f"{item.column}" for item in resource.items)
with connection.cursor() as cur:
    cur.execute(f"select count(*), md5(string_agg(line, ',' order by line)) from (select {cells} as line from {view.name}) q")
    rows, digest = cur.fetchone()
seal()
print(json.dumps({"rows": rows, "digest": digest, "check": check(), "sound": verify().sound}))
"""
SOURCE = "select md5(string_agg(id || '|' || a || '|' || b, ',' order by id || '|' || a || '|' || b)) from people"
RUNS = "select state, source_rows, read_rows from control.connectors_run order by id"


def test_killed_readings_bring_each_row_once_and_the_pool_equals_the_table(installation):
    installation.variables["YIYUAN_PROVIDER_HOSTS"] = LOOPBACK
    with postgresql() as source:
        source.run("create table people (id text primary key, a text, b text)")
        source.run(f"insert into people select s::text, ' 甲' || s, '乙' from generate_series(1, {ROWS}) s")
        account = {"host": LOOPBACK, "port": source.account.port, "database": source.account.database}
        account |= {"username": source.account.user, "password": source.account.password}
        installation.run(MIGRATE, role="owner")
        made = json.loads(installation.run(CONNECT, json.dumps(account)))
        killed_at_work(
            installation,
            times=KILLS,
            busy=lambda: installation.rows(RUNS)[0][0] in {"reading", "handed"},
            over=lambda: installation.rows(RUNS)[0][0] in {"done", "failed", "nothing"},
        )
        found = json.loads(installation.run(LOOK, str(made["resource"])))
        assert installation.rows(RUNS) == [("done", ROWS, ROWS)]
        assert (found["rows"], found["check"], found["sound"]) == (ROWS, [], True)
        assert found["digest"] == source.asked(SOURCE)
