"""What the Jiaozuo text on IT projects asks, seen in running software. Read from the `accept` sentences."""

from datetime import date, timedelta

import pytest

from tests.requirements.test_sharing import ask, conditional, decider, grant, text, whole
from tests.requirements.test_sharing_life import look_up
from yiyuan.audit.models import Entry
from yiyuan.catalog import services as catalog
from yiyuan.exchange.tests.conftest import fill
from yiyuan.projects import services
from yiyuan.projects.models import Project, SharingYear
from yiyuan.sharing import services as sharing

PLACE = "jiaozuo"


def project_with(cast, *, declared):
    """A project of the civil affairs department whose one system was declared to bring these entries."""
    officer = cast.person("civil_affairs", place=PLACE)
    system = catalog.register_system(actor=officer, name="婚姻登记系统", funding="city_or_below")
    entries = [catalog.declare_entry(system.id, actor=officer, name=name) for name in declared]
    made = services.register_project(
        actor=officer, name="婚姻登记系统升级", approval_number="焦政数〔2026〕3号", system_ids=[system.id]
    )
    return made, entries


@pytest.mark.requirement("jiaozuo-2020-project/27.3")
def test_sharing_of_a_projects_resources_goes_on_being_measured_each_year_after_acceptance(cast, clock, as_):
    clock.set(date(2026, 3, 2))
    officer = cast.person("civil_affairs", place=PLACE)
    resource = conditional(cast, PLACE)
    fill(resource, rows=4)
    project, entries = project_with(cast, declared=["婚姻登记信息", "收养登记信息"])
    catalog.link_declared(entries[0].id, actor=officer, resource_id=resource.id)
    assert services.measure_years() == 0
    services.accept_project(project, actor=officer, accepted_on=date(2026, 3, 1), paper="焦数验〔2026〕1号")
    page = as_("civil_affairs", place=PLACE)
    assert "到今天还没有共享" in text(page.get(f"/projects/{project}/"))

    long = whole(resource, days=330)
    asked = ask(cast, resource, PLACE, scope=long)
    made = sharing.grant_application(asked.id, actor=decider(cast, PLACE), scope=long)  # used twice in the first year
    look_up(made, cast, PLACE, number=1)
    look_up(made, cast, PLACE, number=2)
    clock.set(date(2027, 1, 1))
    assert services.measure_years() == 1
    look_up(made, cast, PLACE, number=3)  # and once in the second
    sharing.revoke_grant(made.id, actor=decider(cast, PLACE), reason="用途已经结束")
    clock.set(date(2028, 1, 5))
    assert services.measure_years() == 1
    clock.set(date(2029, 1, 1))  # nobody holds a grant in the third
    assert services.measure_years() == 1
    assert services.measure_years() == 0, "a year is measured once"

    found = [(y.year, y.promised, y.kept, y.granted, y.consumers, y.deliveries) for y in SharingYear.objects.all()]
    assert found == [(2026, 2, 1, 1, 1, 2), (2027, 2, 1, 1, 1, 1), (2028, 2, 1, 0, 0, 0)]
    assert SharingYear.objects.get(year=2026).first_on == date(2026, 3, 1)
    shown = text(page.get(f"/projects/{project}/"))
    assert "全年没有共享：没有资源授权给其他部门" in shown
    assert "取用少 1 次" in shown
    assert "焦政办〔2020〕52号" in shown
    recorded = Entry.objects.filter(tag="projects.year.measured").order_by("id")
    assert [(e.facts["year"], e.requirement_ids) for e in recorded] == [
        (year, ["jiaozuo-2020-project/27.3"]) for year in (2026, 2027, 2028)
    ]


def test_years_nobody_measured_in_time_are_measured_later_as_they_were(cast, clock):
    clock.set(date(2026, 3, 2))
    officer = cast.person("civil_affairs", place=PLACE)
    resource = conditional(cast, PLACE)
    fill(resource, rows=2)
    project, entries = project_with(cast, declared=["婚姻登记信息"])
    services.accept_project(project, actor=officer, accepted_on=date(2026, 3, 2))
    look_up(grant(cast, resource, PLACE), cast, PLACE)  # the entry is not linked yet
    clock.set(date(2027, 5, 4))
    catalog.link_declared(entries[0].id, actor=officer, resource_id=resource.id)
    clock.set(date(2029, 2, 1))
    assert services.measure_years() == 3
    assert [(y.catalogued, y.deliveries) for y in SharingYear.objects.all()] == [(0, 0), (1, 0), (1, 0)]


def test_the_bureau_sees_all_projects_a_department_its_own(cast, clock, as_):
    clock.set(date(2026, 3, 2))
    project, _ = project_with(cast, declared=["婚姻登记信息"])
    cast.officer_of_bureau(place=PLACE)
    assert "婚姻登记系统升级" in text(as_("bureau", "bureau", place=PLACE).get("/projects/"))
    assert "婚姻登记系统升级" in text(as_("civil_affairs", place=PLACE).get("/projects/"))
    stranger = as_("education", place=PLACE)
    assert "婚姻登记系统升级" not in text(stranger.get("/projects/"))
    assert stranger.get(f"/projects/{project}/").status_code == 404
    bureau = as_("bureau", "bureau", place=PLACE)
    assert bureau.post(f"/projects/{project}/accept/", {"accepted_on": "2026-03-01"}).status_code == 403


def test_an_acceptance_to_come_and_a_number_used_before_are_refused_beside_the_field(cast, clock, as_):
    clock.set(date(2026, 3, 2))
    project, _ = project_with(cast, declared=[])
    page = as_("civil_affairs", place=PLACE)
    tomorrow = (date(2026, 3, 2) + timedelta(days=1)).isoformat()
    assert "验收日期还没有到" in text(page.post(f"/projects/{project}/accept/", {"accepted_on": tomorrow}), 422)
    slips = {"0026-03-01": "日期不能早于 1900-01-01", "1926-03-01": "验收日期太早"}  # each year since would be measured
    for slip, words in slips.items():
        assert words in text(page.post(f"/projects/{project}/accept/", {"accepted_on": slip}), 422)
    again = {"name": "又一个", "approval_number": "焦政数〔2026〕3号"}
    assert "已经登记过项目" in text(page.post("/projects/register/", again), 422)
    assert Project.objects.count() == 1


def test_the_days_and_counts_of_the_text_stand_on_the_page_with_their_articles(cast, as_):
    page = text(as_("bureau", "bureau", place=PLACE).get("/projects/"))
    for said in ("每年 11 月 30 日前", "满 1 年 之后", "连续 3 年", "焦政办〔2020〕52号（项目） 第9条"):
        assert said in page
    assert "主管部门会同财政部门等协商" in text(as_("bureau", "bureau").get("/projects/"))


def test_a_fixed_day_of_the_year_is_not_moved_by_a_day_of_rest(cast, clock, as_):
    clock.set(date(2026, 2, 1))
    page = text(as_("bureau", "bureau", place="liyang").get("/assessments/"))
    assert "2027-01-31 前报告上一年度共享情况，遇节假日不顺延" in page  # a Sunday
    clock.set(date(2026, 1, 31))
    assert "2026-01-31 前报告" in text(as_("bureau", "bureau", place="liyang").get("/assessments/"))
