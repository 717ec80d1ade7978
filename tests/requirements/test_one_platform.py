"""What holds across rooms: one catalog and one exchange for all departments, their libraries, masks, the county."""

import pytest

from tests.requirements.test_sharing import ask, conditional, decider, file_of, grant, text, whole
from tests.support.refusals import refused
from yiyuan.catalog import services as catalog
from yiyuan.exchange.models import Delivery
from yiyuan.exchange.tests.conftest import fill
from yiyuan.sharing import services

BASE, THEME, DEPARTMENT = "1", "2", "3"


@pytest.mark.requirement("wuhu-2020-data/8.1")
def test_every_entry_belongs_to_a_base_a_theme_or_a_department_library(cast):
    draft = cast.draft("civil_affairs", category="", class_code="")
    with refused("catalog.elements") as broken:
        catalog.submit_version(draft.id, actor=cast.person("civil_affairs"))
    assert broken.value.facts["missing"] == ["category"]
    made = [
        cast.resource("civil_affairs", name="低保对象信息"),
        cast.resource("police", name="常住人口信息", category=BASE, class_code="01"),
        cast.resource("education", name="助学对象信息", category=THEME, class_code="04"),
    ]
    assert [one.code[0] for one in made] == [DEPARTMENT, BASE, THEME]


@pytest.mark.requirement("wuhu-2020-data/8.5")
def test_a_department_has_one_library_of_all_it_has_published(cast, as_):
    own = {conditional(cast).id, cast.resource("civil_affairs", name="低保对象信息").id}
    other = cast.resource("police", name="居住证信息").id
    cast.draft("civil_affairs", name="还没有发布的信息")
    provider = cast.organisation("civil_affairs")
    page = text(as_("housing_fund").get(f"/catalog/?department={provider}"))
    assert {one for one in own | {other} if f"/catalog/resources/{one}/" in page} == own
    assert "还没有发布的信息" not in page


@pytest.mark.requirement("liyang-2020-sharing/4.8", "liyang-2020-sharing/12.1")
def test_one_catalog_and_one_exchange_serve_all_departments_by_one_code_of_each_resource(cast, as_):
    civil = conditional(cast, "liyang")
    police = cast.resource("police", place="liyang", basis_level="law", name="居住证信息")
    page = text(as_("housing_fund", place="liyang").get("/catalog/"))
    for resource in (civil, police):
        assert f"/catalog/resources/{resource.id}/" in page
        assert resource.code in text(as_("housing_fund", place="liyang").get(f"/catalog/resources/{resource.id}/"))
    assert civil.code != police.code
    fill(civil, rows=3)
    officer = cast.person("housing_fund", place="liyang")
    made = grant(cast, civil, "liyang")
    assert "J000001" in file_of(made, officer)
    assert list(Delivery.objects.values_list("resource_id", "provider_id")) == [(civil.id, civil.provider_id)]


@pytest.mark.requirement("jiaozuo-2020-data/5.5")
def test_a_county_bureau_works_in_its_county_and_the_city_sees_it(cast, as_):
    county = conditional(cast, "macun")
    city = conditional(cast, "jiaozuo")
    seen_by = {}
    for place in ("macun", "jiaozuo"):
        bodies = text(as_("bureau", "bureau", place=place).get("/organisations/"))
        seen_by[place] = {one.provider_id for one in (county, city) if f"/organisations/{one.provider_id}/" in bodies}
    assert seen_by == {"macun": {county.provider_id}, "jiaozuo": {county.provider_id, city.provider_id}}
    assert as_("bureau", "bureau", place="macun").get(f"/organisations/{city.provider_id}/").status_code == 404


@pytest.mark.requirement("jiaozuo-2020-data/19.8")
def test_data_of_a_theme_database_are_shared_like_others(cast):
    theme = conditional(cast, "jiaozuo", category=THEME, class_code="04")
    assert (theme.code[0], theme.sharing) == (THEME, "conditional")
    made = grant(cast, theme, "jiaozuo")
    assert made.resource_id == theme.id


@pytest.mark.requirement("anhui-2020-data/39.4")
def test_a_masked_item_never_leaves_in_clear_without_permission(cast):
    resource = conditional(cast, "anhui")
    fill(resource, rows=3)
    officer = cast.person("housing_fund", place="anhui")
    masked = file_of(grant(cast, resource, "anhui"), officer)
    assert "J000001" in masked
    assert "欧阳一" not in masked
    assert "欧阳**" in masked
    named = next(item.id for item in resource.items if item.name == "男方姓名")
    application = ask(cast, resource, "anhui")
    clear = services.grant_application(
        application.id, actor=decider(cast, "anhui"), scope=whole(resource), reason="须核对全名", unmasked=[named]
    )
    assert "欧阳一" in file_of(clear, officer)
    assert "李二" not in file_of(clear, officer)
