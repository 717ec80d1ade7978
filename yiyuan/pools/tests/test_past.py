"""A batch withdrawn, a pool on a day, a cell back to its file, row and batch."""

from datetime import timedelta

import pytest
from django.db import connection

from tests.support.refusals import refused
from yiyuan.intake.models import Batch
from yiyuan.intake.tests.conftest import HEADER, csv, hand_in, load, originals_folder, row  # noqa: F401 - fixtures
from yiyuan.kernel import clock as legal
from yiyuan.kernel.errors import NotAllowed
from yiyuan.pools import past, selectors, withdrawing
from yiyuan.pools.models import PoolTable, Withdrawal

FIRST, SECOND = "男方姓名", "女方姓名"


@pytest.fixture
def resource(cast):
    return cast.resource("civil_affairs")


@pytest.fixture
def officer(cast):
    return cast.person("civil_affairs")


@pytest.fixture
def head(cast):
    return cast.person("civil_affairs", "head")


@pytest.fixture
def withdraw(officer, head):
    def run(batch) -> Withdrawal:
        made = withdrawing.ask_withdrawal(batch.id, actor=officer, reason="整批取错了库")
        withdrawing.confirm_withdrawal(made.id, actor=head)
        withdrawing.withdraw(made.id)
        made.refresh_from_db()
        return made

    return run


def names_in(resource):
    """Key -> the first name, as it stands."""
    columns = {item.name: item.column for item in resource.items}
    with connection.cursor() as cur:
        cur.execute(f"select {columns['登记证字号']}, {columns[FIRST]} from published.r{resource.id}_v1 order by 1")
        return dict(cur.fetchall())


def state_of_pool():
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT state FROM published.loads")
        [(state,)] = cursor.fetchall()
    return state


def test_a_withdrawn_batch_leaves_the_former_values_and_what_later_ones_changed(resource, load, withdraw):  # noqa: F811
    load(resource, csv([row(1), row(2)]))
    wrong = load(resource, csv([row(1, 男方姓名="错一"), row(2, 男方姓名="错二"), row(3)]))
    load(resource, csv([row(2, 男方姓名="对二")]))
    done = withdraw(wrong)
    assert (done.state, done.standing, done.changed_since) == ("done", 2, 1)
    assert (done.taken, done.former, done.back) == (2, 1, 0)
    assert names_in(resource) == {"J000001": "张一", "J000002": "对二"}
    wrong.refresh_from_db()
    assert wrong.state == "withdrawn"
    assert selectors.check() == []
    assert PoolTable.objects.get(resource_id=resource.id).rows == 2


def test_readers_of_pages_see_that_a_batch_before_the_last_was_taken_back(resource, load, withdraw):  # noqa: F811
    wrong = load(resource, csv([row(1), row(2)]))
    load(resource, csv([row(3)]))
    before = state_of_pool()
    withdraw(wrong)
    assert state_of_pool() != before


def test_the_file_of_a_withdrawn_batch_may_come_again(resource, load, withdraw):  # noqa: F811
    load(resource, csv([row(1)]))
    batch = load(resource, csv([row(1, 男方姓名="改一")]))
    withdraw(batch)
    again = load(resource, csv([row(1, 男方姓名="改一")]))
    assert again.id != batch.id
    assert names_in(resource) == {"J000001": "改一"}


def test_what_waits_to_enter_the_pool_is_previewed_anew(resource, load, hand_in, withdraw):  # noqa: F811
    first = load(resource, csv([row(1)]))
    load(resource, csv([row(2)]))
    waiting = hand_in(resource, csv([row(1), row(3)]), confirmed=False).batch
    from yiyuan.intake import loading

    loading.load_batch(waiting.id)
    withdraw(first)
    waiting.refresh_from_db()
    assert waiting.state == "received"
    loading.load_batch(waiting.id)
    waiting.refresh_from_db()
    assert (waiting.foreseen.number, waiting.foreseen.added) == (2, 2)


def test_one_person_asks_and_another_confirms(resource, load, officer, cast):  # noqa: F811
    batch = load(resource, csv([row(1)]))
    with pytest.raises(NotAllowed):
        withdrawing.ask_withdrawal(batch.id, actor=cast.officer_of_bureau(), reason="错")
    made = withdrawing.ask_withdrawal(batch.id, actor=officer, reason="错")
    with refused("pools.withdraw"):
        withdrawing.ask_withdrawal(batch.id, actor=officer, reason="错")
    with refused("pools.other_person"):
        withdrawing.confirm_withdrawal(made.id, actor=officer)
    withdrawing.drop_withdrawal(made.id, actor=officer)
    assert names_in(resource) == {"J000001": "张一"}


def test_what_was_loaded_before_values_were_kept_is_not_withdrawn(resource, load, officer):  # noqa: F811
    load(resource, csv([row(1)]))
    batch = load(resource, csv([row(1, 男方姓名="改一")]))
    PoolTable.objects.update(kept_since=legal.real_now() + timedelta(hours=1))
    with refused("pools.withdraw") as broken:
        withdrawing.ask_withdrawal(batch.id, actor=officer, reason="错")
    assert "旧值没有保留" in broken.value.facts["problem"]


def test_while_a_registry_reads_it_a_batch_is_not_withdrawn(resource, load, officer, monkeypatch):  # noqa: F811
    batch = load(resource, csv([row(1)]))
    monkeypatch.setattr(withdrawing.IN_USE, "ask", lambda _id: ["“人口库”正在汇集它的数据，请等汇集结束。"])
    with refused("pools.withdraw") as broken:
        withdrawing.ask_withdrawal(batch.id, actor=officer, reason="错")
    assert "正在汇集" in broken.value.facts["problem"]


def test_a_pool_is_read_as_it_stood_on_a_day(resource, load, withdraw, cast, clock):  # noqa: F811
    officer = cast.person("civil_affairs")
    today = legal.today()
    clock.set(today)
    load(resource, csv([row(1)]))
    clock.set(today + timedelta(days=1))
    wrong = load(resource, csv([row(1, 男方姓名="错一"), row(2)]))
    clock.set(today + timedelta(days=2))
    withdraw(wrong)

    def on(days, actor=officer):
        return past.as_of(resource.id, actor=actor, on=today + timedelta(days=days))

    assert [on(days).rows for days in (-1, 0, 1, 2)] == [0, 1, 2, 1]
    assert on(1).shown[0][1] == "错**"
    assert on(2).shown[0][1] == "张**"
    assert on(1, cast.officer_of_bureau()).shown is None


def test_a_cell_is_traced_to_batch_file_and_row(resource, load, withdraw, officer, cast):  # noqa: F811
    first = load(resource, csv([row(7), row(1)]))
    second = load(resource, csv([row(1, 男方姓名="王一")]))
    (found,) = past.trace(resource.id, actor=officer, values={"登记证字号": "J000001"})
    origin = {cell.item: (cell.value, cell.batch_id, cell.row) for cell in found.cells}
    assert origin[FIRST] == ("王**", second.id, 2)
    assert origin[SECOND] == ("李**", first.id, 3)
    withdraw(second)
    (found,) = past.trace(resource.id, actor=officer, values={"登记证字号": "J000001"})
    assert {cell.item: cell.batch_id for cell in found.cells}[FIRST] == first.id
    assert [(one.batch_id, one.is_withdrawn) for one in found.stood] == [
        (first.id, False),
        (second.id, True),
        (first.id, False),
    ]
    assert past.trace(resource.id, actor=officer, values={"登记证字号": "J999999"}) == []
    with refused("pools.row"):
        past.trace(resource.id, actor=officer, values={})
    with pytest.raises(NotAllowed):
        past.trace(resource.id, actor=cast.officer_of_bureau(), values={"登记证字号": "J000001"})


def test_the_pages_show_a_day_and_a_row(resource, load, cast):  # noqa: F811
    from django.test import Client

    batch = load(resource, csv([row(1)]))
    client = Client()
    client.force_login(cast.account("civil_affairs"))
    page = client.get(f"/pools/{resource.id}/as-of/?on={legal.today()}").content.decode()
    assert "1 行" in page
    assert "张**" in page
    key = next(item for item in resource.items if item.key)
    page = client.post(f"/pools/{resource.id}/row/", {f"item_{key.id}": "J000001"}).content.decode()
    for words in (batch.number, batch.file_name, "第 2 行", "男方姓名"):
        assert words in page


def test_who_took_the_wrong_rows_is_told(resource, load, withdraw, monkeypatch):  # noqa: F811
    from yiyuan.config import feeds
    from yiyuan.exchange.types import Receiver

    batch = load(resource, csv([row(1)]))
    told = []
    now = legal.real_now()
    late = Receiver(
        consumer_id=77, grant_id=1, named=0, in_bulk=1, first_at=now, last_at=now + timedelta(hours=1), sure=True
    )
    early = Receiver(
        consumer_id=78, grant_id=1, named=0, in_bulk=1, first_at=now, last_at=now - timedelta(days=9), sure=True
    )
    monkeypatch.setattr(feeds, "receivers_of", lambda *_args, **_more: [late, early])
    monkeypatch.setattr(feeds.organisations, "staff", lambda number, *_functions: [number])
    monkeypatch.setattr(feeds.notices, "tell", lambda people, **said: told.append((people, said["sentence"])))
    withdraw(batch)
    assert [people for people, sentence in told if "撤回了《" in sentence] == [[77]]


def test_what_is_too_old_is_forgotten(resource, load, officer, settings):  # noqa: F811
    load(resource, csv([row(1)]))
    batch = load(resource, csv([row(1, 男方姓名="改一")]))
    PoolTable.objects.update(kept_since=legal.real_now() - timedelta(days=9))
    settings.POOL_PAST_DAYS = 0
    assert past.forget_past() == 1
    assert Batch.objects.filter(id=batch.id, state="loaded").exists()
    with refused("pools.withdraw"):
        withdrawing.ask_withdrawal(batch.id, actor=officer, reason="错")
