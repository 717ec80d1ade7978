"""What exists is caught while it is written again: by name, by sound, by items."""

import pytest

from tests.support.refusals import refused
from yiyuan.catalog import services
from yiyuan.catalog.similar import similar

pytestmark = pytest.mark.django_db
ITEMS = ["登记证字号", "男方姓名", "男方证件号码", "女方姓名", "登记日期"]


def _found(cast, name, items=(), place="wuhu"):
    region = cast.region(place)
    return similar(
        name=name, items=list(items), region_code=region, provider_id=cast.organisation("police", place=place)
    )


@pytest.mark.parametrize(
    ("name", "by", "same"),
    [
        ("婚姻登记信息", "name", True),
        ("婚姻登记　（数据）", "name", True),
        ("昏因登记信息", "pinyin", False),
        ("婚姻登记办理情况", "close_name", False),
        ("婚姻的登记", "", False),
        ("婚姻登记处", "close_name", False),
        ("车辆登记", "", False),
    ],
)
def test_names_alike_are_found_and_the_same_one_is_called_the_same(cast, name, by, same):
    cast.resource("civil_affairs")
    found = _found(cast, name)
    assert [(one.by, one.same) for one in found] == ([(by, same)] if by else [])


def test_entries_with_the_same_items_are_found_whatever_they_are_called(cast):
    cast.resource("civil_affairs")
    [one] = _found(cast, "夫妻关系台账", ITEMS)
    assert (one.by, one.provider, one.same) == ("items", "芜湖市民政局", False)  # shown, not stopped
    assert set(one.items) == set(ITEMS)
    assert _found(cast, "夫妻关系台账", ["登记证字号", "车牌号", "颜色", "排量", "座位"]) == []


def test_a_name_that_sounds_the_same_with_all_items_is_the_same(cast):
    resource = cast.resource("civil_affairs")
    [one] = _found(cast, "昏因登记信息", [item.name for item in resource.items])
    assert one.same


def test_ones_own_entries_other_cities_and_withdrawn_ones_are_not_looked_at(cast):
    resource = cast.resource("police")
    assert _found(cast, "婚姻登记信息") == []
    cast.resource("civil_affairs")
    assert _found(cast, "婚姻登记信息", place="liyang") == []
    services.withdraw_resource(resource.id, actor=cast.person("police", "head"), reason="职能取消")
    assert len(_found(cast, "婚姻登记信息")) == 1


def test_a_repeated_entry_is_submitted_only_with_a_cited_exception(cast):
    cast.resource("civil_affairs")
    draft = cast.draft("police", repeat_basis="")
    with refused("catalog.one_source") as broken:
        services.submit_version(draft.id, actor=cast.person("police"))
    assert broken.value.facts == {"item": "婚姻登记信息", "provider": "芜湖市民政局"}
    services.save_draft(draft.id, actor=cast.person("police"), values={"repeat_basis": "《条例》第三条"})
    services.submit_version(draft.id, actor=cast.person("police"))


def test_the_form_says_so_while_it_is_typed_and_changes_nothing(cast, client):
    cast.resource("civil_affairs")
    client.force_login(cast.account("police", "officer"))
    typed = {"name": "婚姻登记", "items-TOTAL_FORMS": "1", "items-0-name": "登记日期"}
    page = client.post("/catalog/similar/", typed).content.decode()
    assert "先看能不能申请共享" in page
    assert "芜湖市民政局" in page
    assert "重复采集的依据</a>" in page
    assert client.post("/catalog/similar/", {"name": "车辆"}).content.decode().strip() == ""


def test_what_is_not_in_the_catalog_yet_or_no_longer_is_not_shown_to_others(cast):
    cast.draft("civil_affairs")
    assert _found(cast, "婚姻登记信息") == []
    assert _found(cast, "夫妻关系台账", ITEMS) == []
    resource = cast.resource("tax")
    assert [one.provider for one in _found(cast, "婚姻登记信息")] == ["芜湖市税务局"]
    services.withdraw_resource(resource.id, actor=cast.person("tax", "head"), reason="职能取消")
    assert _found(cast, "婚姻登记信息") == []
    assert _found(cast, "夫妻关系台账", ITEMS) == []
