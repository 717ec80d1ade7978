"""The leaders' board: city-wide figures counted by a job, each number with its list."""

from datetime import date

import pytest

from tests.support.pages import Browser
from yiyuan.organisations.models import Account
from yiyuan.registries import maps
from yiyuan.registries.maps import DistrictMap, Feature
from yiyuan.sharing.tests.test_endpoints import HIDDEN, Program
from yiyuan.supervision import board, selectors, services
from yiyuan.supervision.models import BoardDay

BOARD = "/assessments/situation/board/"


def page_of(actor):
    made = Browser()
    made.force_login(Account.objects.get(id=actor.account_id))
    return made


@pytest.fixture
def city(cast, clock):
    """A place in September with one published resource."""

    def begin(place):
        clock.set(date(2026, 9, 3))
        cast.place = place
        cast.officer_of_bureau()
        cast.marriage = cast.resource("civil_affairs")
        return cast.person("leading_group", "leading")

    return begin


def tiles_of(place):
    return {tile.title: tile for tile in board.content_of(selectors.latest_board(place).content)["tiles"]}


@pytest.mark.requirement("liyang-2020-sharing/20.1")
def test_the_leading_group_sees_city_wide_figures_as_the_job_counted_them_and_every_number_opens_its_list(cast, city):
    leader = city("liyang")
    region = cast.region()
    page = page_of(leader)
    assert "每小时统计一次" in page.get(BOARD).content.decode()  # nothing was counted yet
    assert Program(leader)("GET", "/api/v1/supervision/board")[0] == HIDDEN
    services.refresh_boards()
    tiles = tiles_of(region)
    assert (tiles["目录资源"].value, tiles["已归集"].value) == ("1", "0.0%")
    assert tiles["已归集"].note == "0 / 1 个资源"
    shown = page.get(BOARD).content.decode()
    assert len(tiles) == 10
    for tile in tiles.values():
        assert f'href="{tile.href}"'.replace("&", "&amp;") in shown, tile.title
        assert page.get(tile.href).status_code == 200, tile.title
    assert "民政局" in shown
    cast.resource("civil_affairs", name="收养登记信息")
    assert tiles_of(region)["目录资源"].value == "1"  # not counted by a request
    page.get(BOARD)
    assert tiles_of(region)["目录资源"].value == "1"
    services.refresh_boards()
    assert tiles_of(region)["目录资源"].value == "2"
    assert BoardDay.objects.filter(region_code=region).count() == 1  # the last of a day stands
    assert Program(leader).done("GET", "/api/v1/supervision/board")["tiles"][0]["value"] == "2"
    assert page_of(cast.person("education")).get(BOARD).status_code == 403


def test_regions_below_stand_with_their_own_figures_and_outlines_of_the_regions_own_geography(cast, city, monkeypatch):
    leader = city("jiaozuo")
    cast.organisation("government", place="macun")
    cast.place = "macun"
    cast.resource("civil_affairs", name="下级登记信息")
    cast.place = "jiaozuo"
    services.refresh_boards()
    (district,) = board.content_of(selectors.latest_board(cast.region()).content)["districts"]
    assert (district.name, district.resources, district.outline) == ("马村区", 1, "")
    page = page_of(leader)
    assert "<svg" not in page.get(BOARD).content.decode()  # no outline of one's own, no map
    own = DistrictMap(
        "0 0 10 10", "豫S（2026）001号", [Feature(["410804", "马村"], "M0 0L9 9Z"), Feature(["别处"], "M1 1Z")]
    )
    monkeypatch.setattr(board, "district_outlines", lambda _region: own)
    services.refresh_boards()
    shown = page.get(BOARD).content.decode()
    assert "M0 0L9 9Z" in shown
    assert "M1 1Z" not in shown  # only regions below
    assert "审图号：豫S（2026）001号" in shown
    assert "马村区" in shown
    assert "http" not in shown.split("<svg")[1].split("</svg>")[0]  # no tile from outside


def test_a_region_without_a_geography_of_its_own_has_no_outlines(cast, city):
    city("jiaozuo")
    assert maps.district_outlines(cast.region()) is None


def test_a_place_where_nothing_is_on_record_has_a_board_without_rates(cast, clock):
    clock.set(date(2026, 1, 4))
    cast.place = "liyang"
    bureau = cast.officer_of_bureau()
    services.refresh_boards()
    assert tiles_of(cast.region())["已归集"].value == "没有资源"
    shown = page_of(bureau).get(BOARD).content.decode()
    assert "没有资源" in shown
    assert "没有下级地区使用平台" in shown
