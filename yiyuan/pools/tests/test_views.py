"""Pages of the pools."""

from datetime import timedelta

import pytest
from django.test import Client

from yiyuan.intake.tests.conftest import csv, hand_in, load, originals_folder, row  # noqa: F401 - fixtures
from yiyuan.kernel import clock as legal


@pytest.fixture
def login(cast):
    def enter(name, post="officer", *, place=""):
        client = Client()
        client.force_login(cast.account(name, post, place=place))
        return client

    return enter


def test_a_pool_shows_rows_views_loads_and_a_masked_sample(cast, login, load):  # noqa: F811
    resource = cast.resource("civil_affairs")
    client = login("civil_affairs")
    assert "尚未归集" in client.get("/pools/").content.decode()
    assert "还没有入池的批次" in client.get(f"/pools/{resource.id}/").content.decode()
    batch = load(resource, csv([row(1), row(2)]))
    page = client.get(f"/pools/{resource.id}/").content.decode()
    for words in ("2 行", batch.number, f"published.r{resource.id}_v1", "张**", resource.items[0].column):
        assert words in page
    assert row(1)["男方证件号码"] not in page
    assert resource.name in client.get("/pools/?name=婚姻&fresh=kept").content.decode()
    assert client.get("/pools/?export=xlsx").status_code == 200


def test_overseers_see_the_pool_without_rows_and_others_nothing(cast, login, load):  # noqa: F811
    resource = cast.resource("civil_affairs")
    load(resource, csv([row(1)]))
    page = login("bureau", "bureau").get(f"/pools/{resource.id}/").content.decode()
    assert "入池记录" in page
    assert "张" not in page
    assert login("police").get(f"/pools/{resource.id}/").status_code == 404


@pytest.mark.requirement("anhui-2020-data/17.2")
def test_a_pool_older_than_its_cycle_is_flagged(cast, login, load, clock):  # noqa: F811
    resource = cast.resource("civil_affairs")
    clock.set(legal.today())
    load(resource, csv([row(1)]))
    clock.set(legal.today() + timedelta(days=2))
    page = login("civil_affairs").get("/pools/?fresh=behind").content.decode()
    assert "超过更新周期" in page
    assert resource.name in page
