"""A project walked from its plan to its approval. Read from the `accept` sentences."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.requirements.test_project_plans import PLACE, SAID, declared
from tests.requirements.test_sharing import text
from tests.support.refusals import refused
from yiyuan.audit.models import Entry
from yiyuan.catalog import services as catalog
from yiyuan.kernel.errors import MoveRefused, NotAllowed, RuleBroken
from yiyuan.projects import services
from yiyuan.projects.models import Material
from yiyuan.projects.types import Closed, Duty, File, Funding, Kind, MaterialKind, Matter, OpinionKind
from yiyuan.sharing.tests.test_endpoints import Program

PDF = b"%PDF-1.4 "
WANTED = ("proposal", "feasibility", "design", "budget", "targets", "sharing_list", "exchange", "cloud")


@pytest.fixture(autouse=True)
def today(clock):
    clock.set(date(2026, 9, 24))


def body(cast, duty, name, place=PLACE):
    """A department that has this duty, and its officer."""
    number = cast.organisation(name, place=place)
    services.name_body(actor=cast.officer_of_bureau(place=place), duty=duty, organisation_id=number)
    return cast.person(name, place=place)


def consented(cast, year=2027, place=PLACE):
    bureau = cast.officer_of_bureau(place=place)
    plan = services.open_plan(actor=bureau, year=year)
    services.review_plan(plan.id, actor=bureau)
    services.report_plan(plan.id, actor=bureau)
    services.consent_plan(plan.id, actor=bureau, number="焦政文〔2026〕8号", consented_on=date(2026, 9, 24))


def file(kind):
    return File(f"{kind}.pdf", PDF + str(kind).encode())


def hand_in(project, officer, kinds=WANTED):
    for kind in kinds:
        services.add_material(project.id, actor=officer, kind=MaterialKind(kind), file=file(kind))


def submitted(cast, *, place=PLACE, **changes):
    """With all materials and a draft entry; the plan consented to."""
    officer = cast.person("civil_affairs", place=place)
    made = declared(cast, place=place, **changes)
    consented(cast, place=place)
    hand_in(made, officer)
    entry = cast.draft("civil_affairs", place=place)
    services.add_entry(made.id, actor=officer, resource_id=entry.resource_id)
    services.submit_project(made.id, actor=officer)
    made.refresh_from_db()
    return made


def reviewed(cast, **changes):
    """And six opinions of an expert and the bureau's positive one."""
    made, bureau = submitted(cast, **changes), cast.officer_of_bureau(place=PLACE)
    expert = services.name_expert(actor=bureau, name="李工", employer="焦作大学", field="软件工程")
    services.assign_expert(made.id, actor=bureau, expert_id=expert.id)
    seat = made.seats.get()
    for matter in Matter:
        services.hear_expert(made.id, actor=bureau, seat_id=seat.id, matter=matter, agrees=True, words="可行。")
    opine(made, bureau, "preliminary")
    return made


def opine(project, actor, kind, *, agrees=True):
    services.give_opinion(project.id, actor=actor, kind=OpinionKind(kind), agrees=agrees, words="情况属实。")


def test_materials_stay_closed_until_the_government_consents_and_every_missing_one_is_named(cast, as_):
    made = declared(cast)
    page = as_("civil_affairs", place=PLACE)
    at = f"/projects/{made.id}/"
    page.get(at)
    sent = {"kind": "proposal", "file": SimpleUploadedFile("建议书.pdf", PDF)}
    told = text(page.post(f"{at}materials/", sent), 422)
    assert "所在年度计划还没有登记政府同意的文号" in told
    assert "焦政办〔2020〕52号（项目） 第9条" in told
    assert Material.objects.count() == 0
    consented(cast)
    page.get(at)
    sent = {"kind": "proposal", "file": SimpleUploadedFile("建议书.pdf", PDF)}
    assert page.post(f"{at}materials/", sent).status_code == 303
    told = text(page.post(f"{at}submit/"), 422)
    for name in ("可行性研究报告", "初步设计方案", "项目预算", "绩效目标", "数据共享清单", "预编的项目数据资源目录"):
        assert name in told
    assert "缺：项目建议书" not in told
    made.refresh_from_db()
    assert made.state == "declared"


@pytest.mark.requirement("jiaozuo-2020-project/30.3")
def test_materials_are_kept_by_version_with_their_digest_and_nobody_removes_one(cast, as_):
    made = submitted(cast)
    officer = cast.person("civil_affairs", place=PLACE)
    again = services.add_material(made.id, actor=officer, kind=MaterialKind.BUDGET, file=file("budget"))
    assert again.version == 1, "the same file is no new version"
    newer = services.add_material(made.id, actor=officer, kind=MaterialKind.BUDGET, file=File("预算2.pdf", PDF + b"2"))
    assert (newer.version, made.materials.filter(kind="budget").count()) == (2, 2)
    page = as_("civil_affairs", place=PLACE)
    shown = text(page.get(f"/projects/{made.id}/"))
    assert "budget.pdf" in shown
    assert "预算2.pdf" in shown
    first = made.materials.get(kind="budget", version=1)
    answer = page.get(f"/projects/materials/{first.id}/")
    assert answer.content == PDF + b"budget"
    assert page.post(f"/projects/materials/{first.id}/").status_code == 405
    assert page.delete(f"/projects/materials/{first.id}/").status_code == 405
    assert as_("education", place=PLACE).get(f"/projects/materials/{first.id}/").status_code == 404
    with refused("projects.file"):
        services.add_material(made.id, actor=officer, kind=MaterialKind.BUDGET, file=File("x.exe", b"MZ"))
    assert Entry.objects.filter(tag="projects.material.added").last().requirement_ids == ["jiaozuo-2020-project/30.3"]


@pytest.mark.requirement("jiaozuo-2020-project/9.9")
def test_an_assessment_report_names_its_institution(cast):
    made = declared(cast, kind=Kind.REBUILD)
    officer = cast.person("civil_affairs", place=PLACE)
    consented(cast)
    with refused("projects.institution"):
        services.add_material(made.id, actor=officer, kind=MaterialKind.ASSESSMENT, file=file("a"))
    hand_in(made, officer)
    entry = cast.draft("civil_affairs", place=PLACE)
    services.add_entry(made.id, actor=officer, resource_id=entry.resource_id)
    with refused("projects.assessment"):
        services.submit_project(made.id, actor=officer)
    services.add_material(
        made.id, actor=officer, kind=MaterialKind.ASSESSMENT, file=file("a"), institution="河南省软件评测中心"
    )
    services.submit_project(made.id, actor=officer)


@pytest.mark.requirement("jiaozuo-2020-project/34.1")
def test_a_closed_project_is_only_indexed_and_takes_no_file(cast):
    consented(cast)
    with refused("projects.closed"):
        declared(cast, closed=Closed.CLASSIFIED)
    made = declared(cast, closed=Closed.CLASSIFIED, goals="", content="", planning_item="")
    officer = cast.person("civil_affairs", place=PLACE)
    with refused("projects.closed"):
        services.add_material(made.id, actor=officer, kind=MaterialKind.OTHER, file=file("a"))
    with refused("projects.closed"):
        services.submit_project(made.id, actor=officer)
    assert (made.goals, made.content, made.materials.count()) == ("", "", 0)


@pytest.mark.requirement("jiaozuo-2020-project/3.2")
def test_on_submission_systems_and_projects_like_it_are_listed_for_reviewers(cast, as_):
    other = cast.person("education", place=PLACE)
    system = catalog.register_system(actor=other, name="婚姻数据查询", funding="city_or_below")
    catalog.declare_entry(system.id, actor=other, name="婚姻登记信息")
    catalog.register_system(actor=other, name="学籍管理", funding="city_or_below")
    declared(cast, unit="education", name="养老一件事平台", content="别的")
    declared(cast, unit="education", name="银发服务", content="申请、核验、发放三项功能。")
    made = submitted(cast)
    assert {one["name"]: one["why"] for one in made.similar} == {
        "养老一件事平台": "名称相近",
        "银发服务": "功能相近",
        "婚姻数据查询": "同样的目录项：婚姻登记信息",
    }
    shown = text(as_("bureau", "bureau", place=PLACE).get(f"/projects/{made.id}/"))
    assert "相近的系统和项目" in shown
    assert "同样的目录项：婚姻登记信息" in shown


@pytest.mark.requirement("jiaozuo-2020-project/3.1")
def test_reviewers_see_the_planning_item(cast, as_):
    made = submitted(cast)
    assert SAID.planning_item in text(as_("bureau", "bureau", place=PLACE).get(f"/projects/{made.id}/"))


@pytest.mark.requirement("jiaozuo-2020-project/10.1")
def test_a_review_is_not_closed_before_experts_without_interest_spoke_on_all_six(cast):
    made, bureau = submitted(cast), cast.officer_of_bureau(place=PLACE)
    own = services.name_expert(actor=bureau, name="王工", employer="焦作市民政局信息中心", field="软件")
    firm = services.name_expert(actor=bureau, name="赵工", employer="某公司", field="软件", interests="焦作市民政局")
    for biased in (own, firm):
        with refused("projects.expert_conflict"):
            services.assign_expert(made.id, actor=bureau, expert_id=biased.id)
    expert = services.name_expert(actor=bureau, name="李工", employer="焦作大学", field="软件工程")
    services.assign_expert(made.id, actor=bureau, expert_id=expert.id)
    seat = made.seats.get()
    assert len(Matter) == 6
    for matter in Matter:
        with pytest.raises(RuleBroken) as broken:
            opine(made, bureau, "preliminary")
        assert broken.value.rule == "projects.experts_heard"
        services.hear_expert(made.id, actor=bureau, seat_id=seat.id, matter=matter, agrees=True, words="可行。")
    opine(made, bureau, "preliminary")
    assert made.opinions.get().given_by == "bureaubureau"


@pytest.mark.requirement("jiaozuo-2020-project/11.1", "jiaozuo-2020-project/6.1", "jiaozuo-2020-project/10.6")
def test_development_and_reform_establishes_after_the_industry_opinion_of_its_evaluation(cast, clock, as_):
    made, bureau = reviewed(cast), cast.officer_of_bureau(place=PLACE)
    development = body(cast, Duty.DEVELOPMENT, "education")
    approval = {"number": "焦发改审批〔2026〕7号", "content": "养老一件事", "amount": 100_000_000}
    opine(made, bureau, "industry")  # before the stage of evaluation
    clock.set(date(2026, 9, 25))
    with pytest.raises(NotAllowed):
        services.open_evaluation(made.id, actor=bureau)
    services.open_evaluation(made.id, actor=development)
    with refused("projects.industry"):
        services.approve_project(made.id, actor=development, **approval)
    opine(made, bureau, "industry")
    with refused("projects.establishment"):
        services.approve_project(made.id, actor=bureau, **approval)
    page = as_("education", place=PLACE)
    page.get(f"/projects/{made.id}/")
    sent = {"number": approval["number"], "content": approval["content"], "amount": "1000000"}
    assert page.post(f"/projects/{made.id}/establish/", sent).status_code == 303
    made.refresh_from_db()
    assert (made.state, made.approved_amount, made.approval_number) == ("approved", 100_000_000, approval["number"])


@pytest.mark.requirement("jiaozuo-2020-project/10.3")
def test_a_service_purchase_goes_by_bureau_opinion_and_finance_review_to_procurement(cast):
    made, bureau = reviewed(cast, funding=Funding.SERVICE), cast.officer_of_bureau(place=PLACE)
    finance = body(cast, Duty.FINANCE, "tax")
    approval = {"number": "焦数审〔2026〕7号", "content": "养老一件事", "amount": 100_000_000}
    services.approve_project(made.id, actor=bureau, **approval)  # nobody establishes it
    made.refresh_from_db()
    assert made.state == "approved"
    with pytest.raises(NotAllowed):
        opine(made, bureau, "finance")
    with pytest.raises(NotAllowed):
        opine(made, finance, "preliminary")
    opine(made, finance, "finance")
    assert [(one.kind, one.agrees) for one in made.opinions.all()] == [("preliminary", True), ("finance", True)]


@pytest.mark.requirement("wuhu-2020-data/25.1")
def test_a_review_in_wuhu_records_the_opinions_of_data_bureau_and_finance(cast, as_):
    place = "wuhu"
    officer, bureau = cast.person("civil_affairs", place=place), cast.officer_of_bureau(place=place)
    finance = body(cast, Duty.FINANCE, "tax", place)
    made = declared(cast, place=place)
    entry = cast.draft("civil_affairs", place=place)
    services.add_entry(made.id, actor=officer, resource_id=entry.resource_id)
    services.add_material(made.id, actor=officer, kind=MaterialKind.PORTAL, file=file("portal"))
    services.submit_project(made.id, actor=officer)
    approval = {"number": "芜数审〔2026〕7号", "content": "养老一件事", "amount": 100}
    opine(made, bureau, "preliminary")
    with refused("projects.approval"):
        services.approve_project(made.id, actor=bureau, **approval)
    opine(made, finance, "finance")
    shown = text(as_("bureau", "bureau", place=place).get(f"/projects/{made.id}/"))
    assert all(told in shown for told in ("初审意见", "财政审核（协商）意见", "数据资源管理局", "税务局"))
    services.approve_project(made.id, actor=bureau, **approval)


def test_page_and_program_give_the_same_answers_with_articles(cast, as_):
    made = declared(cast)
    page = text(as_("civil_affairs", place=PLACE).get(f"/projects/{made.id}/gates/"))
    told = Program(cast.person("civil_affairs", place=PLACE)).done("GET", f"/api/v1/projects/{made.id}/gates")
    submit = next(one for one in told if one["gate"] == "submit")
    assert submit["holds"] is False
    lines = {one["key"]: one for one in submit["lines"]}
    assert lines["projects.materials"]["requirements"][0] == "jiaozuo-2020-project/9.4"
    for line in submit["lines"]:
        assert line["fact"] in page
    assert lines["projects.planning"]["holds"] is True
    assert "第26条" in page
    assert as_("education", place=PLACE).get(f"/projects/{made.id}/gates/").status_code == 404


def test_what_is_refused_or_sent_back_says_why_and_takes_nothing_more(cast):
    made, bureau = submitted(cast), cast.officer_of_bureau(place=PLACE)
    with refused("projects.note"):
        services.send_back_project(made.id, actor=bureau, note=" ")
    services.send_back_project(made.id, actor=bureau, note="预算没有分项。")
    services.submit_project(made.id, actor=cast.person("civil_affairs", place=PLACE))
    services.refuse_project(made.id, actor=bureau, note="与市级平台重复。")
    with pytest.raises(MoveRefused):
        hand_in(made, cast.person("civil_affairs", place=PLACE))
    with pytest.raises(MoveRefused):
        opine(made, bureau, "preliminary")


def test_an_exception_is_recorded_only_where_the_region_knows_one(cast):
    made, bureau = submitted(cast), cast.officer_of_bureau(place=PLACE)
    with refused("projects.no_exception"):
        services.record_exception(made.id, actor=bureau, rule="own_app", document="国办发〔2026〕1号")
