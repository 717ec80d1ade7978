from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from django.db import connection

from yiyuan.kernel import clock
from yiyuan.pools import api as pools
from yiyuan.registries import running, services
from yiyuan.registries.models import Build, Registry
from yiyuan.registries.services import SourceWanted

PERSON = [
    {"name": "证件号码", "data_type": "C", "length": 18, "key": True, "required": True, "item_class": "citizen_id"},
    {"name": "姓名", "data_type": "C", "length": 50, "item_class": "name", "personal": True},
    {"name": "性别", "data_type": "C", "length": 4},
    {"name": "住址", "data_type": "C", "length": 200, "item_class": "address", "personal": True},
    {"name": "更新日期", "data_type": "D"},
]
ITEMS = ["公民身份号码", "姓名", "性别", "户籍地址"]
COLUMNS = {"公民身份号码": "证件号码", "姓名": "姓名", "性别": "性别", "户籍地址": "住址"}
ANNA, BERT, CARL = "110101199001010010", "110101199001010029", "110101199001010037"


def put(resource, rows, *, batch):
    """Rows straight into a pool as a batch would: by key, all values of a row."""
    pools.prepare(resource.id)
    columns = [item.column for item in resource.items]
    names = ", ".join([*columns, "_batch_id", "_loaded_at", "_digest"])
    table = f"pool_{resource.provider_id}.r{resource.id}"
    sets = ", ".join(f"{one} = excluded.{one}" for one in names.split(", "))
    marks = ", ".join(["%s"] * (len(columns) + 3))
    key = next(item.column for item in resource.items if item.key)
    with connection.cursor() as cur:
        for place, row in enumerate(rows):
            values = [*row, *[None] * (len(columns) - len(row))]
            cur.execute(
                f"insert into {table} ({names}) values ({marks}) on conflict ({key}) do update set {sets}",
                [*values, batch, datetime.fromtimestamp(1_700_000_000 + batch, tz=clock.BEIJING), place],
            )


def remove(resource, *keys):
    column = next(item.column for item in resource.items if item.key)
    with connection.cursor() as cur:
        cur.execute(f"delete from pool_{resource.provider_id}.r{resource.id} where {column} = any(%s)", [list(keys)])


@pytest.fixture
def carry_out():
    """Do what the jobs would do, to the end; gives the last build."""

    def run() -> Build:
        while waiting := Build.objects.filter(state__in=["waiting", "running"]).first():
            running.build_registry(waiting.id)
        return Build.objects.latest("id")

    return run


@pytest.fixture
def population(cast):
    """The base registry of the city, led by the police."""
    from yiyuan.catalog import services as catalog

    bureau = cast.officer_of_bureau()
    police = cast.organisation("police")
    catalog.name_lead(actor=bureau, category="1", class_code="01", lead_id=police)
    return Registry.objects.get(region_code=cast.region(), class_code="01", category="1")


@pytest.fixture
def police(cast):
    return cast.person("police")


@pytest.fixture
def household(cast):
    return cast.resource("police", name="户籍人口信息", items=PERSON)


@pytest.fixture
def allowance(cast):
    return cast.resource("civil_affairs", name="低保对象信息", items=PERSON)


@pytest.fixture
def attach(population, police):
    def make(resource, registry=None, **wanted):
        given = SourceWanted(**{"columns": COLUMNS, **wanted})
        return services.define_source((registry or population).id, actor=police, wanted=given, resource_id=resource.id)

    return make


@dataclass
class Pair:
    """Two resources about people, and who leads the registry of them."""

    police: Any
    household: Any
    allowance: Any


@pytest.fixture
def pair(police, household, allowance):
    return Pair(police, household, allowance)


@pytest.fixture
def started(population, pair, attach, carry_out):
    """Household first for everything, allowance beside it; built of three people."""
    police, household, allowance = pair.police, pair.household, pair.allowance
    attach(household, priority=1)
    attach(allowance, priority=2)
    put(household, [(ANNA, "安安", "女", "镜湖区一号"), (BERT, "柏特", "男", None)], batch=5)
    put(allowance, [(ANNA, "安娜", "女", "弋江区二号"), (BERT, "柏特", "男", "鸠江区三号"), (CARL, "卡尔")], batch=6)
    services.start_registry(population.id, actor=police)
    carry_out()
    population.refresh_from_db()
    return population
