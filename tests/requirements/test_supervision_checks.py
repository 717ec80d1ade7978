"""Joint checks by several bodies, the report of January, the yearly inspection, the calendar of duties."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.support.pages import Browser
from tests.support.refusals import refused
from yiyuan.kernel import clock as legal
from yiyuan.kernel.errors import NotAllowed, NotFound
from yiyuan.organisations.models import Account
from yiyuan.sharing.tests.test_endpoints import Program
from yiyuan.supervision import selectors, services
from yiyuan.supervision.models import InspectionFinding, JointScore, YearReport
from yiyuan.supervision.types import Given
from yiyuan.workflow import selectors as desk
from yiyuan.workflow.models import Term

YEAR = 2026


def page_of(actor):
    made = Browser()
    made.force_login(Account.objects.get(id=actor.account_id))
    return made


@pytest.fixture
def city(cast, clock):
    """A place in December with a bureau, two bodies that score and two departments more."""

    def begin(place):
        clock.set(date(YEAR, 12, 1))
        cast.place = place
        for name in ("civil_affairs", "education", "police", "tax"):
            cast.organisation(name)
        return cast.officer_of_bureau()

    return begin


# ---- joint checks ----


@pytest.mark.requirement("liyang-2020-sharing/23.5", "wuhu-2020-data/25.2")
@pytest.mark.parametrize("place", ["liyang", "wuhu"])
def test_several_bodies_score_the_departments_and_each_has_one_result(cast, clock, city, place):
    bureau = city(place)
    page = page_of(bureau)
    bodies = [cast.organisation("police"), cast.organisation("tax")]
    said = {"title": "联合考核", "year": str(YEAR), "bodies": [str(one) for one in bodies], "due_on": "2026-12-20"}
    assert page.post("/assessments/joints/new/", said | {"bodies": []}).status_code == 422
    address = page.post("/assessments/joints/new/", said).headers["Location"]
    joint = selectors.joints(bureau).get()
    assert joint.subjects == ["sharing", "security"]
    scored = cast.organisation("civil_affairs")
    for name, sharing, security in (("police", "90", "71"), ("tax", "80", "")):
        scorer = cast.person(name)
        assert "supervision.scoring" in {term.workflow for term in desk.todo(scorer)}
        own = selectors.scorings(scorer).get()
        points = {f"points_{scored}_sharing": sharing, f"points_{scored}_security": security, f"remark_{scored}": name}
        form = page_of(scorer).get(f"/assessments/scorings/{own.id}/scores/").content.decode()
        assert "民政局" in form
        assert f"points_{own.organisation_id}_sharing" not in form  # nobody scores itself
        posted = page_of(scorer).post(f"/assessments/scorings/{own.id}/scores/", points)
        assert posted.status_code == 303
        assert page_of(scorer).post(f"/assessments/scorings/{own.id}/scores/", points).status_code == 409
    with pytest.raises(NotAllowed):
        services.close_joint(joint.id, actor=cast.person("police"))
    department = cast.person("civil_affairs")
    assert page_of(department).get(address).status_code == 404  # not before it is closed
    assert page.post(f"{address}close/", {"summary": "总体良好"}).status_code == 303
    result = next(one for one in selectors.results(bureau, joint) if one.id == scored)
    assert (result.means, result.whole, result.bodies) == (
        {"sharing": Decimal("85.00"), "security": Decimal("71.00")},
        Decimal("78.00"),
        2,
    )
    shown = page_of(department).get(address).content.decode()
    assert "78.00" in shown
    assert "教育局" not in shown  # its own result alone
    assert "没有评分" in page.get(address).content.decode()  # education was scored by nobody
    scheme = services.make_scheme(actor=bureau, title="方案")
    services.open_assessment(actor=bureau, year=YEAR, scheme_id=scheme.id)
    sheet = selectors.sheets(bureau).get(organisation_id=scored)
    assert "78.00 分，另列" in page.get(sheet.get_absolute_url()).content.decode()  # beside the score, not in it
    out = Program(department).done("GET", f"/api/v1/supervision/joints/{joint.id}")
    assert [one["id"] for one in out["results"]] == [scored]


def test_a_joint_check_waits_for_those_who_score_until_its_day(cast, clock, city):
    bureau = city("wuhu")
    police = cast.organisation("police")
    joint = services.open_joint(actor=bureau, title="联合考核", year=YEAR, bodies=[police], due_on=date(YEAR, 12, 20))
    scoring = selectors.scorings(bureau).get()
    scorer = cast.person("police")
    with refused("supervision.joint_awaited"):
        services.close_joint(joint.id, actor=bureau)
    department = cast.organisation("education")
    wrong = [
        [],
        [Given(police, "sharing", Decimal(50))],
        [Given(department, "beauty", Decimal(50))],
        [Given(department, "sharing", Decimal(101))],
        [Given(department, "sharing", Decimal(50)), Given(department, "sharing", Decimal(60))],
    ]
    for given in wrong:
        with refused("supervision.joint_scores"):
            services.give_scores(scoring.id, actor=scorer, given=given)
    assert not JointScore.objects.exists()
    clock.set(date(YEAR, 12, 21))
    services.close_joint(joint.id, actor=bureau)
    assert all(one.whole is None for one in selectors.results(bureau, joint))
    with refused("supervision.bodies"):  # no grass-roots unit scores departments
        services.open_joint(
            actor=bureau, title="x", year=YEAR, bodies=[cast.organisation("street")], due_on=date(YEAR, 12, 30)
        )
    with pytest.raises(NotAllowed):
        services.open_joint(actor=scorer, title="自己的", year=YEAR, bodies=[police], due_on=date(YEAR, 12, 30))


def test_scores_are_given_by_program_as_on_the_page(cast, city):
    bureau = city("wuhu")
    department = cast.organisation("education")
    program = Program(bureau)
    made = program.done(
        "POST",
        "/api/v1/supervision/joints",
        {"title": "联合考核", "year": YEAR, "bodies": [cast.organisation("police")], "due_on": "2026-12-20"},
    )
    scorer = Program(cast.person("police"))
    one = scorer.done("GET", "/api/v1/supervision/scorings")["items"][0]
    said = {"scores": [{"organisation_id": department, "subject": "sharing", "points": "66.50", "remark": "迟"}]}
    assert scorer.done("POST", f"/api/v1/supervision/scorings/{one['id']}/scores", said)["state"] == "given"
    closed = program.done("POST", f"/api/v1/supervision/joints/{made['id']}/close", {})
    assert next(r for r in closed["results"] if r["id"] == department)["whole"] == "66.50"


# ---- the report of January ----


@pytest.mark.requirement("liyang-2020-sharing/20.6")
def test_a_department_that_has_not_reported_is_overdue_from_the_first_of_february_whatever_day_that_is(
    cast, clock, city
):
    city("liyang")
    clock.set(date(2027, 1, 4))
    leaders = cast.person("leading_group", "leading")
    assert services.open_reports() > 0
    assert services.open_reports() == 0  # safe to repeat
    own = YearReport.objects.get(organisation_id=cast.organisation("civil_affairs"))
    other = YearReport.objects.get(organisation_id=cast.organisation("education"))
    assert (own.year, own.due_on) == (2026, date(2027, 1, 31))
    assert own.due_on.weekday() == 6  # a Sunday, and it stays
    term = Term.objects.get(workflow="supervision.report", matter_id=own.id)
    assert term.due_on == own.due_on
    clock.set(date(2027, 1, 31))
    list_of_leaders = "/assessments/reports/"
    assert "逾期未报" not in page_of(leaders).get(list_of_leaders).content.decode().split("<table")[1]
    officer = cast.person("civil_affairs")
    address = own.get_absolute_url()
    assert page_of(officer).post(f"{address}submit/", {"work": " "}).status_code == 422
    said = {"work": "共享 12 项，答复 30 件。", "problems": "更新慢，已排期。"}
    assert page_of(officer).post(f"{address}submit/", said).status_code == 303
    clock.set(date(2027, 2, 1))
    shown = page_of(leaders).get(list_of_leaders).content.decode()
    assert "逾期未报 1 天" in shown
    late = Program(leaders).done("GET", "/api/v1/supervision/reports")["items"]
    overdue = {one["organisation"]: one["overdue"] for one in late}
    assert overdue[cast.name_of(own.organisation_id)] is False
    assert overdue[cast.name_of(other.organisation_id)] is True
    assert said["work"] in page_of(leaders).get(address).content.decode()
    assert page_of(officer).get(other.get_absolute_url()).status_code == 404


def test_where_no_text_asks_for_a_yearly_report_none_is_opened(cast, clock, city):
    city("wuhu")
    clock.set(date(2027, 1, 4))
    assert services.open_reports() == 0


# ---- the yearly inspection ----


@pytest.mark.requirement("wuhu-2016-sharing/20.2", "wuhu-2016-sharing/20.3", "jiaozuo-2020-data/33.3")
@pytest.mark.parametrize(("place", "lower"), [("wuhu", ""), ("jiaozuo", "macun")])
def test_a_yearly_inspection_records_units_and_findings_and_each_becomes_a_tracked_task(
    cast, clock, city, place, lower
):
    bureau = city(place)
    unit = cast.organisation("government", place=lower) if lower else cast.organisation("education")
    page = page_of(bureau)
    said = {"title": "专项检查", "year": str(YEAR), "items": "目录\n更新", "units": [str(unit)]}
    assert page.post("/assessments/inspections/new/", said | {"items": " "}).status_code == 422
    address = page.post("/assessments/inspections/new/", said).headers["Location"]
    found = selectors.inspections(bureau).get()
    at = found.units.get()
    assert at.county == ("马村区" if lower else "")
    assert page.post(f"{address}publish/", {"summary": "查过"}).status_code == 422  # nothing was seen yet
    seen = {"unit": str(at.id), "seen": "现场查看了目录", "seen_by": "甲、乙"}
    half = seen | {"item": "更新", "problem": "三个资源没有更新"}
    assert page.post(f"{address}see/", half).status_code == 422  # no day
    assert page.post(f"{address}see/", half | {"due_on": "2026-12-31"}).status_code == 303
    finding = InspectionFinding.objects.get()
    whose = cast.place
    cast.place = lower or place
    inspected = cast.person("government" if lower else "education", "officer")
    cast.place = whose
    assert page_of(inspected).get(finding.get_absolute_url()).status_code == 404  # not before it is published
    assert page.post(f"{address}publish/", {"summary": "总体较好"}).status_code == 303
    assert page.post(f"{address}see/", seen).status_code == 404
    reader = page_of(cast.person("civil_affairs"))
    shown = reader.get(address).content.decode()
    for words in ("总体较好", "现场查看了目录", "甲、乙"):
        assert words in shown
    assert "supervision.finding" in {term.workflow for term in desk.todo(inspected)}
    assert Term.objects.get(workflow="supervision.finding").due_on == date(YEAR, 12, 31)
    own = page_of(inspected)
    task = finding.get_absolute_url()
    assert own.post(f"{task}answer/", {"answer": ""}).status_code == 422
    assert own.post(f"{task}answer/", {"answer": "已更新"}).status_code == 303
    assert page.post(f"{task}back/", {"verdict": "还差一个"}).status_code == 303
    assert own.post(f"{task}answer/", {"answer": "都已更新"}).status_code == 303
    assert page.post(f"{task}close/", {"verdict": "属实"}).status_code == 303
    finding.refresh_from_db()
    assert (finding.state, finding.closed_on) == ("closed", legal.today())
    with pytest.raises(NotFound):
        selectors.finding_for(cast.person("civil_affairs"), finding.id)


def test_only_the_bureau_of_the_region_inspects_and_only_units_of_it(cast, city):
    bureau = city("wuhu")
    with pytest.raises(NotAllowed):
        services.open_inspection(
            actor=cast.person("education"), title="自查", year=YEAR, items=["目录"], units=[cast.organisation("police")]
        )
    with refused("supervision.bodies"):
        services.open_inspection(actor=bureau, title="检查", year=YEAR, items=["目录"], units=[10**6])


# ---- the calendar ----


def test_the_calendar_shows_every_duty_that_comes_back_each_year_with_its_article(cast, city):
    city("liyang")
    shown = page_of(cast.person("education")).get("/assessments/calendar/").content.decode()
    assert "2027-01-31" in shown
    assert "第二十条" in shown or "第20条" in shown
    assert "固定日期，不顺延" in shown
    assert legal.today() + timedelta(days=30) == date(YEAR, 12, 31)
    assert "2026-12-31" in shown  # what is asked for once a year
