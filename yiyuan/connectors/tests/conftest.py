import pytest

from tests.support.foreign import EACH
from yiyuan.connectors import feeds, running, services
from yiyuan.connectors.feeds import Wanted
from yiyuan.connectors.models import Run
from yiyuan.connectors.types import Mode
from yiyuan.dataplane.sources import rest
from yiyuan.intake import loading

ITEMS = [
    {"name": "编号", "data_type": "C", "length": 10, "key": True, "required": True},
    {"name": "姓名", "data_type": "C", "length": 20, "item_class": "name", "personal": True},
    {"name": "金额", "data_type": "N", "length": 12, "scale": 2},
    {"name": "更新时间", "data_type": "T"},
]
TABLE = """
create table {name} (id varchar(10) primary key, xingming varchar(20), amount decimal(12, 2), updated timestamp)
"""
COLUMNS = ("id", "xingming", "amount", "updated")


@pytest.fixture(scope="module", params=EACH)
def foreign(request):
    with request.param() as made:
        yield made


@pytest.fixture
def table(foreign):
    """A table of its own with a row in it; its name."""
    name = f"t_{foreign.__dict__.setdefault('_tables', 0)}"
    foreign.__dict__["_tables"] += 1
    foreign.run(TABLE.format(name=name))
    foreign.run(f"insert into {name} values ('A1', ' 张三 ', 1.50, '2026-01-02 03:04:05')")
    return name


@pytest.fixture
def alter(foreign, table):
    """Run a statement of the owner's over the table, named {} in it."""
    return lambda text: foreign.run(text.format(table))


@pytest.fixture
def officer(cast):
    return cast.person("civil_affairs")


@pytest.fixture(autouse=True)
def inside(settings, tmp_path, monkeypatch):
    settings.PROVIDER_HOSTS = frozenset({"127.0.0.1"})
    settings.ORIGINALS = tmp_path / "originals"
    monkeypatch.setattr(rest, "wait", lambda _seconds: None)


@pytest.fixture
def connector(cast, foreign):
    """Registered, tried, confirmed."""
    account = foreign.account
    made = services.add_connector(
        actor=cast.person("civil_affairs"),
        name="业务库",
        kind=foreign.kind,
        password=account.password,
        host=account.host,
        port=account.port,
        database=account.database,
        username=account.user,
        options=account.options,
    )
    assert services.try_connector(made.id, actor=cast.person("civil_affairs")).ok
    services.confirm_connector(
        made.id, actor=cast.person("civil_affairs", "head"), protection="只读账号", contact="周敏", phone="0553-1"
    )
    return made


@pytest.fixture
def resource(cast):
    return cast.resource("civil_affairs", items=ITEMS)


@pytest.fixture
def wanted(foreign, table, resource):
    def make(mode=Mode.FULL, **more):
        columns = dict(zip([item.id for item in resource.items], COLUMNS, strict=True))
        return Wanted(foreign.schema, table, columns, mode, **more)

    return make


@pytest.fixture
def feed(cast, connector, resource, wanted):
    """Saved and switched on; its first reading waits."""

    def make(mode=Mode.FULL, **more):
        actor = cast.person("civil_affairs")
        made = feeds.add_feed(connector.id, resource.id, actor=actor, wanted=wanted(mode, **more))
        feeds.start_feed(made.id, actor=actor)
        return made

    return make


@pytest.fixture
def carry_out():
    """Do what the jobs of the last reading would do, to its end; gives the run."""

    def run() -> Run:
        last = Run.objects.latest("id")
        running.read_table(last.id)
        for _try in range(3):
            last.refresh_from_db()
            if last.state != "handed":
                break
            loading.load_batch(last.batch_id)
            running.follow()
        return last

    return run
