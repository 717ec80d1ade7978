"""Projects are declared into the library and planned by year. Read from the `accept` sentences."""

from dataclasses import replace
from datetime import date

import pytest

from tests.requirements.test_sharing import text
from tests.support.refusals import refused
from yiyuan.kernel.errors import NotAllowed
from yiyuan.projects import services
from yiyuan.projects.models import Project, YearPlan
from yiyuan.projects.types import Category, Closed, Duty, Feature, Funding, Kind, Said

PLACE = "jiaozuo"
SAID = Said(
    name="养老一件事系统",
    kind=Kind.NEW,
    category=Category.BUSINESS,
    funding=Funding.INVEST,
    plan_year=2027,
    budget=120_000_000,
    goals="养老服务一次办结",
    content="申请、核验、发放三项功能",
    planning_item="数字政府规划第三章",
)
FORM = {
    "name": "养老一件事系统",
    "plan_year": "2027",
    "kind": "new",
    "category": "business",
    "funding": "invest",
    "budget": "1200000.5",
    "goals": "养老服务一次办结",
    "content": "申请、核验、发放三项功能",
    "planning_item": "数字政府规划第三章",
    "major": "no",
    "cross_department": "yes",
    "closed": "no",
}


@pytest.fixture(autouse=True)
def today(clock):
    clock.set(date(2026, 9, 24))


def declared(cast, *, place=PLACE, unit="civil_affairs", **changes):
    return services.declare_project(actor=cast.person(unit, place=place), said=replace(SAID, **changes))


@pytest.mark.requirement("jiaozuo-2020-project/2.1", "jiaozuo-2020-project/2.2", "jiaozuo-2020-project/2.4")
def test_a_department_declares_with_one_of_four_modes_and_a_category_and_becomes_the_unit(cast, as_):
    page = as_("civil_affairs", place=PLACE)
    shown = text(page.get("/projects/new/"))
    for mode in ("政府资金投资建设", "政府和社会企业联合建设", "政府购买服务", "政府资金运行维护"):
        assert mode in shown
    assert len(Funding) == 4
    for category in ("统一的电子政务网络", "政务业务信息系统", "政务数据资源库", "政务数据管理平台"):
        assert category in shown
    assert "政务信息安全基础设施" in shown
    assert "电子政务基础设施" in shown
    for field, words in {"funding": "请选择“资金方式”", "category": "请选择“类别”"}.items():
        lacking = {name: value for name, value in FORM.items() if name != field}
        page.get("/projects/new/")  # what was filled in before is not kept
        assert words in text(page.post("/projects/new/", lacking), 422)
    assert Project.objects.count() == 0
    assert page.post("/projects/new/", FORM).status_code == 303
    made = Project.objects.get()
    assert (made.organisation_id, made.budget) == (cast.organisation("civil_affairs", place=PLACE), 120_000_050)
    cast.officer_of_bureau(place=PLACE)
    assert as_("bureau", "bureau", place=PLACE).get("/projects/new/").status_code == 403
    with pytest.raises(NotAllowed):
        services.declare_project(actor=cast.officer_of_bureau(place=PLACE), said=SAID)


@pytest.mark.requirement("jiaozuo-2020-project/9.2")
@pytest.mark.parametrize(
    ("on", "late"),
    [(date(2025, 11, 30), False), (date(2025, 12, 1), True)],  # the thirtieth is a Sunday and stays the last day
)
def test_a_plan_item_after_the_thirtieth_of_november_is_late(cast, clock, as_, on, late):
    clock.set(on)
    made = declared(cast, plan_year=2026)
    assert made.late is late
    cast.officer_of_bureau(place=PLACE)
    page = text(as_("bureau", "bureau", place=PLACE).get(f"/projects/{made.id}/"))
    assert ("迟报" in page) is late
    elsewhere = declared(cast, place="wuhu", plan_year=2026)  # whose text sets no day
    assert not elsewhere.late


@pytest.mark.requirement("jiaozuo-2020-project/9.1")
def test_the_yearly_plan_goes_through_its_states_and_lists_its_projects(cast, as_):
    first, second = declared(cast), declared(cast, unit="education", name="学籍系统", budget=50_000_000)
    bureau = cast.officer_of_bureau(place=PLACE)
    page = as_("bureau", "bureau", place=PLACE)
    page.post("/projects/plans/new/", {"year": "2027"})
    plan = YearPlan.objects.get()
    assert "已经建立" in text(page.post("/projects/plans/new/", {"year": "2027"}), 422)
    at = f"/projects/plans/{plan.id}/"
    shown = text(page.get(at))
    assert all(told in shown for told in (first.name, second.name, "1,700,000.00 元", "征集项目", "2026-11-30"))
    assert page.post(f"{at}report/", {}).status_code == 409
    for move, state in (("review", "reviewing"), ("report", "reported")):
        page.post(f"{at}{move}/", {})
        plan.refresh_from_db()
        assert plan.state == state
    with refused("projects.consent_paper"):
        services.consent_plan(plan.id, actor=bureau, number=" ", consented_on=date(2026, 9, 24))
    page.post(f"{at}consent/", {"number": "焦政文〔2026〕8号", "consented_on": "2026-09-23"})
    plan.refresh_from_db()
    assert (plan.state, plan.consent_number) == ("approved", "焦政文〔2026〕8号")
    assert {one.plan_id for one in Project.objects.all()} == {plan.id}
    afterwards = declared(cast, name="后来的")
    assert afterwards.plan_id is None


@pytest.mark.requirement("jiaozuo-2020-project/18.1", "jiaozuo-2020-project/18.2")
def test_the_library_lists_all_projects_with_state_and_year_declared_on_any_day(cast, clock, as_):
    for day in (date(2026, 1, 1), date(2026, 7, 15), date(2026, 12, 31)):
        clock.set(day)
        declared(cast, name=f"{day}的项目", plan_year=2028)
    declared(cast, unit="education", name="学籍系统", plan_year=2028)
    cast.officer_of_bureau(place=PLACE)
    shown = text(as_("bureau", "bureau", place=PLACE).get("/projects/"))
    for told in ("2026-01-01的项目", "2026-07-15的项目", "2026-12-31的项目", "学籍系统", "已申报入库", "2028"):
        assert told in shown


@pytest.mark.requirement("jiaozuo-2020-project/5.3")
def test_bureau_and_finance_see_the_same_list_and_each_its_own_acts(cast, as_):
    made = declared(cast)
    declared(cast, unit="education", name="学籍系统")
    bureau = cast.officer_of_bureau(place=PLACE)
    finance = as_("tax", place=PLACE)  # another department, until it is named
    assert finance.get(f"/projects/{made.id}/").status_code == 404
    services.name_body(actor=bureau, duty=Duty.FINANCE, organisation_id=cast.organisation("tax", place=PLACE))
    lists = [
        {one.id for one in Project.objects.all() if one.name in text(page.get("/projects/"))}
        for page in (as_("bureau", "bureau", place=PLACE), finance)
    ]
    assert lists[0] == lists[1] == {one.id for one in Project.objects.all()}
    assert "修改申报" not in text(finance.get(f"/projects/{made.id}/"))
    elsewhere = declared(cast, place="wuhu")
    assert finance.get(f"/projects/{elsewhere.id}/").status_code == 404


@pytest.mark.requirement("liyang-2020-sharing/23.1")
def test_a_project_names_the_procedure_it_follows(cast, as_):
    place = "liyang"
    bare = declared(cast, place=place)
    page = as_("civil_affairs", place=place)
    assert "须遵循专门的管理办法，请补写" in text(page.get(f"/projects/{bare.id}/"))
    named = declared(cast, place=place, procedure="《溧阳市财政性投资信息化工程项目管理办法》")
    assert "《溧阳市财政性投资信息化工程项目管理办法》" in text(page.get(f"/projects/{named.id}/"))


def test_what_is_closed_is_only_indexed(cast):
    with refused("projects.closed"):
        declared(cast, closed=Closed.CLASSIFIED)
    with refused("projects.closed"):
        declared(
            cast, closed=Closed.OTHER_RULES, goals="", content="", planning_item="", features=(Feature.MOBILE_APP,)
        )
    made = declared(cast, closed=Closed.CLASSIFIED, goals="", content="", planning_item="")
    assert made.closed == "classified"


def test_a_declaration_is_changed_until_it_is_submitted_and_says_what_it_is_for(cast, clock, as_):
    made = declared(cast)
    page = as_("civil_affairs", place=PLACE)
    assert page.post(f"/projects/{made.id}/edit/", {"budget": "5", "plan_year": "2028"}).status_code == 303
    made.refresh_from_db()
    assert (made.budget, made.plan_year, made.goals) == (500, 2028, SAID.goals)
    assert "请写明建设目标" in text(page.post("/projects/new/", {**FORM, "goals": ""}), 422)
    assert "计划年度从 2026 到 2031 年" in text(page.post("/projects/new/", {**FORM, "plan_year": "2025"}), 422)
