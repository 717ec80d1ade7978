"""What the texts ask of base registries and thematic databases, seen at their pages and operations."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import localtime

from tests.requirements.test_sharing import FREE, conditional, file_of, grant, text
from tests.support.refusals import refused
from yiyuan.catalog import services as catalog
from yiyuan.catalog.api import published_resource
from yiyuan.exchange.tests.conftest import fill
from yiyuan.kernel import clock
from yiyuan.kernel.events import publish
from yiyuan.organisations.services import issue_token
from yiyuan.pools.events import SnapshotReady
from yiyuan.registries import running, services
from yiyuan.registries.forms import FoundForm
from yiyuan.registries.models import Build, Registry
from yiyuan.registries.services import ItemWanted, SourceWanted
from yiyuan.registries.tests.conftest import ANNA, BERT, COLUMNS, PERSON, put
from yiyuan.registries.types import Mode

NAMES = {"population": "人口基础信息库", "legal": "法人单位基础信息库", "geography": "自然资源和空间地理信息库"}
NAMES |= {"licences": "电子证照库", "credit": "信用信息库"}
FOUR = ["population", "legal", "geography", "licences"]
BY_PLACE = {"anhui": FOUR, "wuhu": [*FOUR, "credit"], "liyang": [*FOUR, "credit"], "jiaozuo": FOUR}


def carry_out() -> Build:
    while waiting := Build.objects.filter(state__in=["waiting", "running"]).first():
        running.build_registry(waiting.id)
    return Build.objects.latest("id")


def base_of(cast, place, class_code="01"):
    cast.officer_of_bureau(place=place)
    return Registry.objects.get(region_code=cast.region(place), category="1", class_code=class_code)


def led(cast, place, class_code="01", lead="police"):
    """The base registry with its lead named, as the bureau names leads in the catalog."""
    found = base_of(cast, place, class_code)
    lead_id = cast.organisation(lead, place=place)
    catalog.name_lead(actor=cast.officer_of_bureau(place=place), category="1", class_code=class_code, lead_id=lead_id)
    found.refresh_from_db()
    return found


def machine(cast, place, who="police"):
    """The operations, for this department's officer."""
    secret = issue_token(actor=cast.person(who, place=place), name="脚本", functions=(), days=1)
    return Client(headers={"Authorization": f"Bearer {secret}"})


def page_of(as_, found, place, who="police", post="officer"):
    return text(as_(who, post, place=place).get(f"/registries/{found.id}/"))


def two(cast, place):
    """Household of the police and allowances of civil affairs, both with two people."""
    made = [
        cast.resource(who, place=place, basis_level="law", name=name, items=PERSON)
        for who, name in (("police", "户籍人口信息"), ("civil_affairs", "低保对象信息"))
    ]
    put(made[0], [(ANNA, "安安", "女", "镜湖区一号"), (BERT, "柏特", "男", None)], batch=5)
    put(made[1], [(ANNA, "安安", "女", "弋江区二号"), (BERT, "柏特", "男", "鸠江区三号")], batch=6)
    return made


def built(cast, place, registry, resources, columns=COLUMNS):
    officer = cast.person("police", place=place)
    for rank, resource in enumerate(resources, start=1):
        wanted = SourceWanted(columns, priority=rank)
        services.define_source(registry.id, actor=officer, wanted=wanted, resource_id=resource.id)
    services.start_registry(registry.id, actor=officer)
    build = carry_out()
    assert build.state == "done", build.words
    registry.refresh_from_db()
    return build


def asked(cast, registry, subject, place, who="police"):
    """The answer of the query, item by item."""
    body = {"subject": subject, "case": "芜民〔2026〕12号"}
    address = f"/api/v1/registries/{registry.id}/look-up"
    answer = machine(cast, place, who).post(address, body, content_type="application/json")
    assert answer.status_code == 200, answer.content
    found = answer.json()["record"]
    return found and {one["item"]: one for one in found["items"]}


# ---- base registries ----


@pytest.mark.requirement("wuhu-2020-data/8.2")
def test_the_five_base_registries_exist_from_the_start_with_keeper_items_and_source_departments(cast, as_):
    bureau = cast.officer_of_bureau()
    page = text(as_("bureau", "bureau").get("/registries/"))
    found = list(Registry.objects.filter(region_code=cast.region(), category="1"))
    assert sorted(one.name for one in found) == sorted(NAMES.values())
    for registry in found:
        assert registry.name in page
        one = page_of(as_, registry, "", "bureau", "bureau")
        assert f"还没有确定，{cast.name_of(bureau.organisation_id)}代管" in one
        assert registry.expected
        assert registry.expected in one
        names = [item.name for item in registry.items.all()]
        assert len(names) > 3
        assert all(name in one for name in names)


@pytest.mark.parametrize("place", sorted(BY_PLACE))
@pytest.mark.requirement("anhui-2020-data/18.1", "jiaozuo-2020-data/13.2", "liyang-2020-sharing/11.2")
def test_each_base_registry_has_lead_departments_and_last_update_and_answers_by_key_and_follows_its_pools(
    cast, as_, place
):
    cast.officer_of_bureau(place=place)
    resources = two(cast, place)
    found = {one.name: one for one in Registry.objects.filter(region_code=cast.region(place), category="1")}
    assert sorted(found) == sorted(NAMES[one] for one in BY_PLACE[place])
    for registry in found.values():
        led(cast, place, registry.class_code)
        registry.refresh_from_db()
        key, second = [item.name for item in registry.items.all()][:2]
        built(cast, place, registry, resources, {key: "证件号码", second: "性别"})
        page = page_of(as_, registry, place)
        for provider in ("police", "civil_affairs"):
            assert cast.name_of(cast.organisation(provider, place=place)) in page
        assert f"{localtime(registry.built_at):%Y-%m-%d %H:%M}" in page[page.index("最近更新") :][:120]
        value = asked(cast, registry, ANNA, place)[second]
        assert {(one["source"], one["batch_id"]) for one in value["brought"]} == {
            ("户籍人口信息", 5),
            ("低保对象信息", 6),
        }
    put(resources[0], [(ANNA, "安安", "男", "镜湖区一号")], batch=9)
    publish(SnapshotReady(resources[0].id, resources[0].version_id, 9, 2))  # as the pools announce a load
    carry_out()
    for registry in found.values():
        last = registry.builds.latest("id")
        assert (last.state, last.reach, last.subjects) == ("done", "increment", 1)
        second = registry.items.all()[1].name
        assert 9 in {one["batch_id"] for one in asked(cast, registry, ANNA, place)[second]["brought"]}


@pytest.mark.requirement("liyang-2020-sharing/11.3")
def test_a_base_registry_is_central_or_connected_and_both_answer_the_same_query(cast, as_):
    place = "liyang"
    registry = led(cast, place)
    built(cast, place, registry, two(cast, place)[:1])
    officer = cast.person("police", place=place)
    central = asked(cast, registry, ANNA, place)
    services.stop_registry(registry.id, actor=officer)
    services.describe(registry.id, actor=officer, about="", mode=Mode.CONNECTED)
    services.start_registry(registry.id, actor=officer)
    assert not registry.builds.filter(state="waiting").exists()
    assert "接入" in page_of(as_, registry, place)
    assert asked(cast, registry, ANNA, place) == central
    resource = registry.sources.get().resource_id
    put(published_resource(resource), [(ANNA, "安安", "男", "镜湖区一号")], batch=9)
    assert asked(cast, registry, ANNA, place)["性别"]["value"] == "男"  # read where it stands, at once
    assert asked(cast, registry, "110101199001019999", place) is None


def test_a_base_registry_is_built_in_no_way_its_law_does_not_name(cast, monkeypatch):
    registry = led(cast, "liyang")
    officer = cast.person("police", place="liyang")
    asked_of = services.Law.__call__
    central = lambda law, name: ("central",) if name == "registries.modes" else asked_of(law, name)  # noqa: E731
    monkeypatch.setattr(services.Law, "__call__", central)
    with refused("registries.modes"):
        services.describe(registry.id, actor=officer, about="", mode=Mode.CONNECTED)
    services.describe(registry.id, actor=officer, about="说明", mode=Mode.CENTRAL)


@pytest.mark.requirement("jiaozuo-2020-data/13.3")
def test_a_registry_shows_who_contributes_and_who_is_late(cast, as_):
    place = "jiaozuo"
    registry = led(cast, place)
    resources = two(cast, place)
    built(cast, place, registry, resources)
    page = page_of(as_, registry, place)
    assert "有来源超期没有更新" not in page
    catalog.mark_fresh(resources[0].id, fresh_on=clock.today() + timedelta(days=29))
    with clock.frozen(clock.today() + timedelta(days=30)):  # both are handed in daily
        page = page_of(as_, registry, place)
        assert "有来源超期没有更新" in page
        assert page.count("应于") == 1
        row = page[page.index("低保对象信息") :]
        assert "已迟 29 天" in row[: row.index("</tr>")]
        assert "第13条" in row[: row.index("</tr>")]
    api = machine(cast, place).get(f"/api/v1/registries/{registry.id}").json()
    assert [one["name"] for one in api["sources"]] == ["户籍人口信息", "低保对象信息"]


# ---- thematic databases ----


def themes(cast, place, who="civil_affairs", functions=None):
    form = FoundForm(actor=cast.person(who, place=place, functions=functions))
    return [label.removeprefix("主题：") for value, label in form.fields["kind"].choices if value[:1] == "2"]


WUHU = "健康保障 社会保障 食品药品安全 安全生产 价格收费 能源安全 信用体系 城乡建设 社区治理 生态环保 应急维稳 精准扶贫 政务服务"
LIYANG = "医疗健康 社会保障 食品药品安全 安全生产 价格监管 能源安全 信用体系 城乡建设 社区治理 生态环保 应急维稳 精准扶贫 政务服务"


@pytest.mark.requirement("wuhu-2020-data/8.3")
def test_the_thirteen_themes_are_preset_another_can_be_added_and_each_shows_its_departments(cast, as_):
    assert themes(cast, "wuhu") == [*WUHU.split(), "其他主题"]
    as_("civil_affairs").post("/registries/new/", {"kind": "299", "name": "婚育服务主题库"})
    registry = Registry.objects.get(name="婚育服务主题库")
    officer = cast.person("civil_affairs")
    services.define_items(registry.id, actor=officer, items=[ItemWanted("机关代码")])
    for who in ("civil_affairs", "police"):
        free = cast.resource(who, **{**FREE, "name": f"{who}名录"})
        wanted = SourceWanted({"机关代码": "机关代码"})
        services.define_source(registry.id, actor=officer, wanted=wanted, resource_id=free.id)
    page = page_of(as_, registry, "", "civil_affairs")
    for who in ("civil_affairs", "police"):
        assert cast.name_of(cast.organisation(who)) in page


@pytest.mark.requirement("liyang-2020-sharing/11.6")
def test_the_list_of_themes_holds_thirteen_and_other_and_a_theme_resource_is_delivered(cast):
    assert themes(cast, "liyang") == [*LIYANG.split(), "其他主题"]
    theme = conditional(cast, "liyang", category="2", class_code="03")
    fill(theme, rows=3)
    made = grant(cast, theme, "liyang")
    assert "J000001" in file_of(made, cast.person("housing_fund", place="liyang"))


def theme_of(cast, place, who="civil_affairs"):
    officer = cast.person(who, place=place)
    registry = services.found_registry(actor=officer, name="社会救助主题库", kind="203")
    services.define_items(registry.id, actor=officer, items=[ItemWanted(name) for name in COLUMNS])
    return registry, officer


@pytest.mark.requirement("wuhu-2020-data/8.4", "anhui-2020-data/18.2")
@pytest.mark.parametrize("place", ["wuhu", "anhui"])
def test_a_theme_of_fewer_than_two_departments_is_flagged_with_the_article(cast, as_, place):
    registry, officer = theme_of(cast, place)
    _household, allowance = two(cast, place)
    services.define_source(registry.id, actor=officer, wanted=SourceWanted(COLUMNS), resource_id=allowance.id)
    page = page_of(as_, registry, place, "civil_affairs")
    assert "来源只有 1 个部门" in page
    if place == "wuhu":
        assert "第8条" in page[page.index("来源只有 1 个部门") :][:900]
    assert machine(cast, place, "civil_affairs").get(f"/api/v1/registries/{registry.id}").json()["few"]
    free = cast.resource("police", place=place, **{**FREE, "name": "派出所名录"})
    wanted = SourceWanted({"公民身份号码": "机关代码"})
    services.define_source(registry.id, actor=officer, wanted=wanted, resource_id=free.id)
    page = page_of(as_, registry, place, "civil_affairs")
    assert "个部门，还不是" not in page
    assert f"{cast.name_of(officer.organisation_id)}" in page
    assert not machine(cast, place, "civil_affairs").get(f"/api/v1/registries/{registry.id}").json()["few"]


@pytest.mark.requirement("jiaozuo-2020-data/13.4")
def test_a_department_builds_a_theme_upon_a_base_registry_and_pools_and_again_with_the_same_result(cast, as_):
    place = "jiaozuo"
    base = led(cast, place)
    _household, allowance = two(cast, place)
    built(cast, place, base, [_household])
    registry, officer = theme_of(cast, place)
    services.define_source(registry.id, actor=officer, wanted=SourceWanted(COLUMNS), resource_id=allowance.id)
    columns = {"公民身份号码": "公民身份号码", "户籍地址": "户籍地址"}
    services.define_source(registry.id, actor=officer, wanted=SourceWanted(columns, priority=2), base_id=base.id)
    services.start_registry(registry.id, actor=officer)
    first = carry_out()
    running.ask_build(registry.id, actor=officer)
    again = carry_out()
    assert (first.state, again.state, again.reach) == ("done", "done", "full")
    assert again.digest == first.digest
    address = asked(cast, registry, ANNA, place, "civil_affairs")["户籍地址"]
    assert {one["source"] for one in address["brought"]} == {"低保对象信息", "人口基础信息库"}
    put(_household, [(BERT, "柏特", "男", "新址")], batch=9)
    publish(SnapshotReady(_household.id, _household.version_id, 9, 2))
    carry_out()  # the base registry, and the theme that stands upon it
    assert registry.builds.latest("id").digest != again.digest


@pytest.mark.requirement("wuhu-2020-data/8.7")
def test_the_data_centre_makes_a_registry_of_a_kind_it_chooses_and_attaches_entries(cast, as_):
    cast.officer_of_bureau()
    centre = as_("bureau", "operator")
    centre.get("/registries/new/")
    assert {"101", "203", "299"} <= next(form for form in centre.shown if "kind" in form.names).options["kind"]
    centre.post("/registries/new/", {"kind": "203", "name": "社会保障主题库"})
    registry = Registry.objects.get(name="社会保障主题库")
    officer = cast.person("bureau", "operator")
    services.define_items(registry.id, actor=officer, items=[ItemWanted("机关代码")])
    free = cast.resource("civil_affairs", **FREE)
    assert free.name in text(centre.get(f"/registries/{registry.id}/sources/"))
    centre.post(f"/registries/{registry.id}/sources/{free.id}/")
    assert [one.resource_id for one in registry.sources.all()] == [free.id]
    Registry.objects.filter(region_code=cast.region(), class_code="05").delete()
    services.found_registry(actor=officer, name="电子证照库", kind="105")
    with refused("registries.one"):
        services.found_registry(actor=officer, name="另一个电子证照库", kind="105")
