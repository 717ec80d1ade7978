"""A completed project is accepted, put into operation, evaluated, audited. Read from the `accept` sentences."""

from dataclasses import replace
from datetime import date

import pytest

from tests.requirements.test_project_gates import GOOD, SAYS, case, law, said, silent
from tests.requirements.test_project_money import MILLION, allot, approved, buy, finance, pay, unit
from tests.requirements.test_project_plans import PLACE, declared
from tests.requirements.test_project_reviews import body, hand_in, opine
from tests.requirements.test_sharing import text
from tests.support.refusals import refused
from yiyuan.catalog.api import mark_fresh
from yiyuan.kernel.errors import MoveRefused, NotAllowed, RuleBroken
from yiyuan.projects import services
from yiyuan.projects.rules.gates import answers, check_gate
from yiyuan.projects.services.acceptance import report_delay
from yiyuan.projects.types import (
    REPORT_WORDS,
    Duty,
    Evaluator,
    Fund,
    Funding,
    Gate,
    MaterialKind,
    Section,
    Source,
)
from yiyuan.workflow.models import Term

G, M = Gate, MaterialKind
SECTIONS = {str(name): "已完成" for name in REPORT_WORDS}
DONE = replace(
    GOOD, approved=True, leader="王建国", supervised=True, accepted=True, assigned=True, filed=True, systems=1
)
J, A, L, W = "jiaozuo-2020-project/", "anhui-2020-data/", "liyang-2020-sharing/", "wuhu-2020-data/"


@pytest.fixture(autouse=True)
def today(clock):
    clock.set(date(2026, 9, 24))


def fails(**opinions):
    return replace(said(**opinions), accepted=True, assigned=True, filed=True, systems=1, approved=True)


def less(*kinds):
    return replace(DONE, materials=DONE.materials - set(kinds))


# fmt: off
CASES = [
    case("jiaozuo", G.ACCEPT, replace(DONE, assigned=False), "projects.acceptance_experts", "指派的专家", J + "20.2"),
    case("jiaozuo", G.ACCEPT, replace(silent(SAYS.ACCEPTANCE), assigned=True), "projects.acceptance_opinion", "验收核准意见", J + "20.3"),
    case("anhui", G.ACCEPT, replace(DONE, unlisted=("婚姻登记信息",)), "projects.catalog_published", "婚姻登记信息", A + "11.4"),
    case("wuhu", G.ACCEPT, replace(DONE, unlisted=("婚姻登记信息",)), "projects.catalog_published", "婚姻登记信息", W + "25.6"),
    case("wuhu", G.ACCEPT, replace(DONE, unloaded=("婚姻登记信息",)), "projects.data_loaded", "婚姻登记信息", W + "25.7"),
    case("wuhu", G.ACCEPT, replace(DONE, connected=False), "projects.connected", "没有接通平台", W + "12.7"),
    case("anhui", G.OPERATE, replace(DONE, filed=False), "projects.filing", "备案号", A + "11.2"),
    case("jiaozuo", G.OPERATE, less(M.EMERGENCY_PLAN), "projects.running_papers", "缺：应急保障措施", J + "22.1"),
    case("jiaozuo", G.OPERATE, less(M.QUALITY_PLAN), "projects.running_papers", "缺：质量保障方案", J + "22.1"),
    case("jiaozuo", G.SETTLE, replace(DONE, accepted=False), "projects.final_payment", "没有验收通过", J + "20.5"),
    case("jiaozuo", G.SETTLE, less(M.SUMMARY), "projects.final_payment", "缺：项目总结", J + "20.5"),
    case("jiaozuo", G.FUND, replace(DONE, overdue=True), "projects.overdue", "逾期没有验收", J + "21.3"),
    case("jiaozuo", G.MAINTAIN, replace(DONE, overdue=True), "projects.overdue", "逾期没有验收", J + "21.3"),
    case("jiaozuo", G.FUND, replace(DONE, unmended=True), "projects.rectified", "评价没有达标", J + "23.3"),
    case("jiaozuo", G.MAINTAIN, replace(DONE, unmended=True), "projects.rectified", "评价没有达标", J + "23.3"),
    case("jiaozuo", G.MAINTAIN, replace(DONE, audit_failed=True), "projects.audited", "审计没有达标", J + "32.2"),
    case("jiaozuo", G.MAINTAIN, replace(DONE, systems=0), "projects.system_catalog", "系统目录", J + "19.2"),
    case("jiaozuo", G.MAINTAIN, fails(sharing=False), "projects.sharing_funds", "共建共享", J + "5.4"),
    case("jiaozuo", G.MAINTAIN, fails(access=False), "projects.access", "接入审查", J + "28.2"),
    case("anhui", G.MAINTAIN, fails(sharing=False), "projects.sharing_upkeep", "互联互通", A + "9.3"),
    case("wuhu", G.MAINTAIN, fails(sharing=False), "projects.sharing_upkeep", "共建共享", W + "25.4"),
    case("liyang", G.MAINTAIN, fails(sharing=False), "projects.sharing_upkeep", "共建共享", L + "23.4"),
]
# fmt: on


@pytest.mark.requirement(
    "anhui-2020-data/11.2",
    "anhui-2020-data/11.4",
    "anhui-2020-data/9.3",
    "jiaozuo-2020-project/19.2",
    "jiaozuo-2020-project/20.2",
    "jiaozuo-2020-project/20.3",
    "jiaozuo-2020-project/20.5",
    "jiaozuo-2020-project/21.3",
    "jiaozuo-2020-project/22.1",
    "jiaozuo-2020-project/23.3",
    "jiaozuo-2020-project/28.2",
    "jiaozuo-2020-project/32.2",
    "jiaozuo-2020-project/5.4",
    "liyang-2020-sharing/23.4",
    "wuhu-2020-data/12.7",
    "wuhu-2020-data/25.4",
    "wuhu-2020-data/25.6",
    "wuhu-2020-data/25.7",
)
@pytest.mark.parametrize(("place", "gate", "standing", "rule", "words"), CASES)
def test_a_gate_is_closed_by_one_fact_and_open_without_it(place, gate, standing, rule, words):
    check_gate(gate, DONE, law=law(place))
    with pytest.raises(RuleBroken) as broken:
        check_gate(gate, standing, law=law(place))
    assert broken.value.rule == rule
    assert words in broken.value.facts["problem"]
    assert [one.key for one in answers(gate, standing, law=law(place)) if not one.holds] == [rule]


def completed(cast, clock, *, on=date(2026, 9, 24)):
    made = approved(cast)
    buy(cast, made, section=Section.SUPERVISION, content="全过程监理", qualification="监理甲级")
    services.start_project(made.id, actor=unit(cast), leader="王建国")
    clock.set(on)
    services.complete_project(made.id, actor=unit(cast), completed_on=on)
    made.refresh_from_db()
    return made


def accept(cast, project, *, actor=None, **changes):
    report = {"held_on": date(2026, 10, 8), "words": "同意通过", "sections": SECTIONS, **changes}
    services.pass_project(project.id, actor=actor or unit(cast), **report)


def attended(cast, project):
    """An expert of the bureau's and its positive opinion."""
    bureau = cast.officer_of_bureau(place=PLACE)
    seat = project.seats.select_related("expert").first()
    services.assign_expert(project.id, actor=bureau, expert_id=seat.expert_id)
    opine(project, bureau, "acceptance")


@pytest.mark.requirement("jiaozuo-2020-project/20.1", "jiaozuo-2020-project/21.2", "jiaozuo-2020-project/21.3")
def test_six_months_after_completion_a_project_is_overdue_unless_a_delay_was_accepted(cast, clock, as_):
    made, bureau = completed(cast, clock), cast.officer_of_bureau(place=PLACE)
    term = Term.objects.get(workflow="projects.project", matter_id=made.id, closed_on=None)
    assert (term.due_on, term.key) == (date(2027, 3, 24), "projects.acceptance")
    for reason, day in ((" ", date(2027, 6, 1)), ("接口没有联调", None), ("接口没有联调", date(2026, 9, 24))):
        with refused("projects.delay"):
            report_delay(made.id, actor=unit(cast), reason=reason, new_on=day)
    services.report_delay(made.id, actor=unit(cast), reason="接口没有联调", new_on=date(2027, 6, 1))
    clock.set(date(2027, 3, 25))
    page = as_("civil_affairs", place=PLACE)
    assert "逾期" in text(page.get(f"/projects/{made.id}/"))
    for fund in (Fund.CONSTRUCTION, Fund.MAINTENANCE):
        with pytest.raises(RuleBroken) as broken:
            allot(cast, made, 100, fund=fund)
        assert "逾期没有验收" in broken.value.facts["problem"]
    services.accept_delay(made.id, actor=bureau)
    assert Term.objects.get(matter_id=made.id, workflow="projects.project", closed_on=None).due_on == date(2027, 6, 1)
    allot(cast, made, 100)
    clock.set(date(2027, 6, 2))
    with refused("projects.overdue"):
        allot(cast, made, 100)


@pytest.mark.requirement("jiaozuo-2020-project/21.1", "jiaozuo-2020-project/20.4", "jiaozuo-2020-project/20.5")
def test_a_failed_acceptance_is_mended_first_and_the_last_payment_waits_for_four_papers(cast, clock, as_):
    made = completed(cast, clock)
    allot(cast, made, MILLION)
    with refused("projects.rectify_by"):
        services.fail_project(made.id, actor=unit(cast), words="性能不达标", rectify_by=date(2026, 9, 24))
    services.fail_project(made.id, actor=unit(cast), words="性能不达标", rectify_by=date(2026, 11, 1))
    assert Term.objects.get(workflow="projects.project", matter_id=made.id, closed_on=None).due_on == date(2026, 11, 1)
    clock.set(date(2026, 10, 8))
    with pytest.raises(MoveRefused):
        accept(cast, made)
    services.rectify_project(made.id, actor=unit(cast), words="已扩容")
    with refused("projects.acceptance_experts"):
        accept(cast, made)
    attended(cast, made)
    with refused("projects.final_payment"):
        pay(cast, made, 100, final=True)
    accept(cast, made)
    shown = text(as_("civil_affairs", place=PLACE).get(f"/projects/{made.id}/"))
    assert "验收报告、项目总结、政务信息资源目录、数据资源共享情况" in shown
    hand_in(made, unit(cast), ("report", "summary", "catalog_list"))
    shown = text(as_("civil_affairs", place=PLACE).get(f"/projects/{made.id}/"))
    assert "还没有报送</span> 数据资源共享情况" in shown
    with refused("projects.final_payment"):
        pay(cast, made, 100, final=True)
    hand_in(made, unit(cast), ("sharing_state",))
    pay(cast, made, 100, final=True)
    made.refresh_from_db()
    assert (made.state, made.accepted_on) == ("accepted", date(2026, 10, 8))


@pytest.mark.requirement(
    "jiaozuo-2020-project/22.1", "jiaozuo-2020-project/23.1", "jiaozuo-2020-project/23.2", "jiaozuo-2020-project/23.3"
)
def test_after_a_full_year_of_operation_three_scores_and_a_failed_one_bars_funds(cast, clock):
    made, bureau = completed(cast, clock), cast.officer_of_bureau(place=PLACE)
    clock.set(date(2026, 10, 8))
    attended(cast, made)
    accept(cast, made)
    with refused("projects.running_papers"):
        services.operate_project(made.id, actor=unit(cast))
    hand_in(made, unit(cast), ("quality_plan", "maintenance_plan", "safety_plan", "emergency_plan"))
    services.operate_project(made.id, actor=unit(cast))
    result = {
        "evaluator": Evaluator.THIRD_PARTY,
        "name": "某评价机构",
        "scores": (80, 40, 70),
        "passed": False,
        "words": "共享不足",
    }
    clock.set(date(2027, 10, 8))
    assert services.open_evaluations() == 0
    with refused("projects.evaluation"):
        services.evaluate_project(made.id, actor=bureau, **result)
    clock.set(date(2027, 10, 9))
    assert (services.open_evaluations(), services.open_evaluations()) == (1, 0)
    term = Term.objects.get(workflow="projects.project", matter_id=made.id, closed_on=None)
    assert (term.ask, term.due_on) == ("会同财政部门组织评价", None)
    with pytest.raises(NotAllowed):
        services.evaluate_project(made.id, actor=unit(cast), **result)
    services.evaluate_project(made.id, actor=finance(cast), **result)
    found = made.evaluations.get()
    assert (found.evaluator, found.operation, found.sharing, found.performance) == ("third_party", 80, 40, 70)
    with refused("projects.rectified"):
        allot(cast, made, 100)
    services.close_rectification(made.id, actor=bureau, words="已补齐共享")
    allot(cast, made, 100)


@pytest.mark.requirement("jiaozuo-2020-project/32.1", "jiaozuo-2020-project/32.2")
def test_a_planned_audit_has_a_result_and_a_failed_one_stops_maintenance(cast, clock):
    made = approved(cast)
    audit = body(cast, Duty.AUDIT, "inspection")
    with pytest.raises(NotAllowed):
        services.plan_audit(made.id, actor=finance(cast), year=2027)
    services.plan_audit(made.id, actor=audit, year=2027)
    with refused("projects.audit_once"):
        services.plan_audit(made.id, actor=audit, year=2027)
    services.record_audit(made.id, actor=audit, passed=False, words="合同没有备案")
    with pytest.raises(RuleBroken) as broken:
        allot(cast, made, 100, fund=Fund.MAINTENANCE)
    assert "审计没有达标" in broken.value.facts["problem"]
    services.close_rectification(made.id, actor=audit, words="已备案")
    with pytest.raises(RuleBroken) as broken:
        allot(cast, made, 100, fund=Fund.MAINTENANCE)
    assert "审计没有达标" not in broken.value.facts["problem"]


def in_anhui(cast, *, place="anhui"):
    """A service purchase, as far as its completion: by the province's steps."""
    officer, bureau = cast.person("civil_affairs", place=place), cast.officer_of_bureau(place=place)
    made = declared(cast, place=place, funding=Funding.SERVICE)
    entry = cast.draft("civil_affairs", place=place)
    services.add_entry(made.id, actor=officer, resource_id=entry.resource_id)
    hand_in(made, officer, ("portal",))
    services.submit_project(made.id, actor=officer)
    opine(made, bureau, "preliminary")
    services.approve_project(made.id, actor=bureau, number="皖数审〔2026〕1号", content="核验", amount=MILLION)
    services.start_project(made.id, actor=officer, leader="王建国")
    services.complete_project(made.id, actor=officer, completed_on=date(2026, 9, 24))
    made.refresh_from_db()
    return made, entry


@pytest.mark.requirement(
    "anhui-2020-data/11.1",
    "anhui-2020-data/11.2",
    "anhui-2020-data/11.3",
    "anhui-2020-data/11.4",
    "anhui-2020-data/12.1",
)
def test_in_anhui_the_organiser_accepts_with_five_sections_a_published_catalog_and_a_filing_number(cast, clock, as_):
    place = "anhui"
    made, entry = in_anhui(cast)
    officer, bureau = cast.person("civil_affairs", place=place), cast.officer_of_bureau(place=place)
    other = cast.organisation("education", place=place)
    services.designate_organiser(made.id, actor=bureau, organisation_id=other)
    organiser = cast.person("education", place=place)
    report = {"held_on": date(2026, 9, 24), "words": "同意通过"}
    with pytest.raises(NotAllowed):
        services.pass_project(made.id, actor=officer, sections=SECTIONS, **report)
    with pytest.raises(RuleBroken) as broken:
        gaps = {**SECTIONS, "security": " ", "standards": ""}
        services.pass_project(made.id, actor=organiser, sections=gaps, **report)
    assert broken.value.facts["problem"] == "验收报告没有写明：安全等级保护、标准化建设。"
    with refused("projects.catalog_published"):
        services.pass_project(made.id, actor=organiser, sections=SECTIONS, **report)
    cast.published(entry, "civil_affairs", place=place)
    services.pass_project(made.id, actor=organiser, sections=SECTIONS, **report)
    assert made.acceptances.get().organiser_id == other
    assert "教育局组织" in text(as_("education", place=place).get(f"/projects/{made.id}/"))
    with refused("projects.filing"):
        services.operate_project(made.id, actor=officer)
    with refused("projects.filing_number"):
        opine(made, bureau, "filing")
    services.give_opinion(
        made.id, actor=bureau, kind=SAYS.FILING, agrees=True, words="已备案", number="皖数备〔2026〕1号"
    )
    services.operate_project(made.id, actor=officer)
    assert not made.materials.filter(kind__in=("design", "feasibility")).exists()


@pytest.mark.requirement("wuhu-2020-data/25.7")
def test_in_wuhu_a_published_entry_without_data_does_not_pass(cast):
    place = "wuhu"
    officer, bureau = cast.person("civil_affairs", place=place), cast.officer_of_bureau(place=place)
    money = body(cast, Duty.FINANCE, "tax", place)
    made = declared(cast, place=place, cross_department=False)
    entry = cast.draft("civil_affairs", place=place)
    services.add_entry(made.id, actor=officer, resource_id=entry.resource_id)
    hand_in(made, officer, ("portal",))
    services.submit_project(made.id, actor=officer)
    opine(made, bureau, "preliminary")
    opine(made, money, "finance")
    services.approve_project(made.id, actor=bureau, number="芜数审〔2026〕1号", content="核验", amount=MILLION)
    services.start_project(made.id, actor=officer, leader="王建国")
    services.complete_project(made.id, actor=officer, completed_on=date(2026, 9, 24))
    cast.published(entry, "civil_affairs", place=place)
    report = {"held_on": date(2026, 9, 24), "words": "同意通过", "sections": SECTIONS}
    with refused("projects.data_loaded"):
        services.pass_project(made.id, actor=officer, **report)
    mark_fresh(entry.resource_id, fresh_on=date(2026, 9, 24))
    services.pass_project(made.id, actor=officer, **report)


@pytest.mark.requirement("jiaozuo-2020-project/30.1")
def test_five_supervisors_read_the_security_records_of_a_project(cast, as_):
    made = approved(cast)
    hand_in(made, unit(cast), ("security",))
    record = made.materials.get(kind="security")
    readers = {Duty.POLICE: "police", Duty.CYBERSPACE: "housing_fund", Duty.SECRECY: "government"}
    at = f"/projects/materials/{record.id}/"
    for duty, name in readers.items():
        assert as_(name, place=PLACE).get(at).status_code == 404
        body(cast, duty, name)
        assert as_(name, place=PLACE).get(at).status_code == 200
    assert as_("bureau", "bureau", place=PLACE).get(at).status_code == 200
    assert as_("tax", place=PLACE).get(at).status_code == 200  # finance


@pytest.mark.requirement("liyang-2020-sharing/23.2")
def test_in_liyang_the_bureaus_four_acts_stand_with_actor_day_and_opinion(cast):
    place = "liyang"
    officer, bureau = cast.person("civil_affairs", place=place), cast.officer_of_bureau(place=place)
    made = declared(cast, place=place)
    services.submit_project(made.id, actor=officer)
    for kind in ("preliminary", "approval", "acceptance"):
        opine(made, bureau, kind)
    services.give_opinion(
        made.id, actor=bureau, kind=SAYS.FILING, agrees=True, words="已备案", number="溧数备〔2026〕1号"
    )
    found = [(one.kind, one.given_by, one.given_on, bool(one.words)) for one in made.opinions.all()]
    given = ("bureaubureau", date(2026, 9, 24), True)
    assert found == [(kind, *given) for kind in ("preliminary", "approval", "acceptance", "filing")]


@pytest.mark.requirement("anhui-2020-data/4.2")
def test_in_anhui_funds_stand_by_year_and_source(cast, as_):
    made, _entry = in_anhui(cast)
    money = body(cast, Duty.FINANCE, "tax", "anhui")
    for source, amount in ((Source.FIXED_ASSETS, 30_000), (Source.DEPARTMENT_BUDGET, 20_000)):
        services.allot_funds(
            made.id, actor=money, year=2027, fund=Fund.SERVICE, source=source, amount=amount, words="预算"
        )
    report = text(as_("tax", place="anhui").get("/projects/funds-report/"))
    rows = [row for row in report.split("<tr") if "2027" in row]
    told = {name: row for row in rows for name in ("政府固定资产投资", "部门预算") if name in row}
    assert "300.00" in told["政府固定资产投资"]
    assert "200.00" in told["部门预算"]
