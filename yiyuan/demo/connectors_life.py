"""A database the civil affairs bureau lets the platform read: a first reading, a comparison that found something; one
more that still waits for its head.
"""

import csv
import io

import psycopg
from django.conf import settings
from django.db import connection
from psycopg.conninfo import make_conninfo
from pypinyin import Style, lazy_pinyin

from yiyuan.catalog.types import ResourceInfo
from yiyuan.connectors import feeds, running, services
from yiyuan.connectors.feeds import Wanted
from yiyuan.connectors.models import Run
from yiyuan.connectors.types import Mode
from yiyuan.demo import rows, system
from yiyuan.demo.people import Staff
from yiyuan.intake.api import specs_of
from yiyuan.intake.loading import load_batch

RESOURCE = "高龄津贴发放"
ROWS = 300


def play(staff: Staff, published: dict[str, ResourceInfo]) -> None:
    """Nothing, where the server let nobody make a second database."""
    place = connection.get_connection_params()
    host, port = str(place["host"]), int(place["port"])
    address = make_conninfo(host=host, port=port, dbname=system.DATABASE, user=system.READER, password=system.PASSWORD)
    resource = next(entry for entry in published.values() if entry.name == RESOURCE)
    columns = [
        system.Column(f"{initials(item.name)}_{place}", spec.pg_type, item.name, key=item.key)
        for place, (item, spec) in enumerate(zip(resource.items, specs_of(resource.items), strict=True), start=1)
    ]
    _head, *written = csv.reader(io.StringIO(rows.csv_of(resource, rows=ROWS).decode("utf-8-sig")))
    try:
        system.fill(address, columns, written)
    except psycopg.OperationalError:
        return
    settings.PROVIDER_HOSTS |= {host}  # of this process
    officer, head = staff.actor("wuhu.civil.officer"), staff.actor("wuhu.civil.head")
    account = {"host": host, "port": port, "database": system.DATABASE, "username": system.READER}
    made = services.add_connector(
        actor=officer, name="高龄津贴业务库（演示）", kind="postgresql", password=system.PASSWORD, **account
    )
    services.try_connector(made.id, actor=officer)
    services.confirm_connector(
        made.id, actor=head, protection="只读账号，只允许平台地址连接", contact="民政局信息中心", phone="0553-3800001"
    )
    waiting = services.add_connector(
        actor=officer, name="养老机构业务库（演示）", kind="postgresql", password=system.PASSWORD, **account
    )
    services.try_connector(waiting.id, actor=officer)
    wanted = Wanted(
        schema="public",
        table=system.TABLE,
        columns={item.id: column.name for item, column in zip(resource.items, columns, strict=True)},
        mode=Mode.FULL,
        compare_days=7,
    )
    feed = feeds.add_feed(made.id, resource.id, actor=officer, wanted=wanted)
    feeds.start_feed(feed.id, actor=officer)
    _carry_out()
    system.change(address)
    running.compare_feed(feed.id, actor=officer)
    _carry_out()


def initials(name: str) -> str:
    return "".join(lazy_pinyin(name, style=Style.FIRST_LETTER))


def _carry_out() -> None:
    """What the jobs would do."""
    run = Run.objects.latest("id")
    running.read_table(run.id)
    run.refresh_from_db()
    assert run.batch_id is not None, run.words
    load_batch(run.batch_id)
    running.follow()
