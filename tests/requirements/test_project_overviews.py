"""What supervisors of projects see and ask: lists over all projects, inspections with answers. By the `accept`s."""

import io
import zipfile
from datetime import date

import pytest

from tests.requirements.test_project_acceptance import accept, attended, completed
from tests.requirements.test_project_money import MILLION, approved, finance, unit
from tests.requirements.test_project_plans import PLACE, declared
from tests.requirements.test_project_reviews import body, hand_in, opine, reviewed
from tests.requirements.test_sharing import text
from tests.support.refusals import refused
from yiyuan.audit.models import Entry
from yiyuan.catalog import services as catalog
from yiyuan.kernel.errors import MoveRefused, NotAllowed, NotFound
from yiyuan.notices.models import Notice
from yiyuan.organisations.services import issue_token
from yiyuan.projects import overviews, selectors, services
from yiyuan.projects.models import Inspection, YearPlan
from yiyuan.projects.services import inspections
from yiyuan.projects.types import Duty, Evaluator, Fund, InspectionKind, Section, Source
from yiyuan.workflow.api import steps
from yiyuan.workflow.models import Term


@pytest.fixture(autouse=True)
def today(clock):
    clock.set(date(2026, 9, 24))


def asked(cast, project, **changes):
    said = {"kind": InspectionKind.INSPECTION, "words": "说明资金使用情况", "due_on": date(2026, 10, 15), **changes}
    return services.ask_inspection(project.id, actor=cast.officer_of_bureau(place=PLACE), **said)


@pytest.mark.requirement("jiaozuo-2020-project/30.2")
@pytest.mark.parametrize("kind", list(InspectionKind))
def test_an_inspection_evaluation_or_audit_is_a_to_do_of_the_unit_with_a_day_and_its_answer_is_kept(cast, as_, kind):
    made = declared(cast)
    asked(cast, made, kind=kind)
    found = Inspection.objects.get()
    term = Term.objects.get(workflow="projects.inspection", matter_id=found.id, closed_on=None)
    assert (term.due_on, term.waits_for_id) == (date(2026, 10, 15), made.organisation_id)
    page = as_("civil_affairs", place=PLACE)
    assert "2026-10-15" in text(page.get(found.get_absolute_url()))
    assert page.post(f"{found.get_absolute_url()}answer/", {"words": " "}).status_code == 422
    assert page.post(f"{found.get_absolute_url()}answer/", {"words": "资金已按合同支付"}).status_code == 303
    found.refresh_from_db()
    assert (found.state, found.answer) == ("answered", "资金已按合同支付")
    bureau = as_("bureau", "bureau", place=PLACE)
    assert "资金已按合同支付" in text(bureau.get(found.get_absolute_url()))
    bureau.post(f"{found.get_absolute_url()}close/", {"words": "属实"})
    found.refresh_from_db()
    assert (found.state, found.found) == ("closed", "属实")


@pytest.mark.requirement("jiaozuo-2020-project/30.4")
def test_a_late_answer_is_flagged_and_a_refusal_with_its_reason_stays_on_record(cast, clock, as_):
    made = declared(cast)
    late, refusal, timely = (asked(cast, made) for _ in range(3))
    officer = unit(cast)
    services.answer_inspection(timely.id, actor=officer, words="已说明")
    with refused("projects.inspection"):
        services.decline_inspection(refusal.id, actor=officer, words=" ")
    services.decline_inspection(refusal.id, actor=officer, words="资料已移交审计")
    clock.set(date(2026, 10, 16))
    services.answer_inspection(late.id, actor=officer, words="补充说明")
    bureau = as_("bureau", "bureau", place=PLACE)
    shown = text(bureau.get("/projects/inspections/"))
    assert "22 天，逾期答复" in shown
    assert "0 天，按期答复" in shown
    assert shown.count("项目单位拒绝") >= 1
    assert "资料已移交审计" in text(bureau.get(refusal.get_absolute_url()))
    listed = text(bureau.get("/projects/inspections/?late=yes"))
    assert "逾期答复" in listed
    assert "0 天" not in listed
    entry = Entry.objects.filter(tag="projects.inspection.decline").get()
    assert entry.requirement_ids == ["jiaozuo-2020-project/30.2", "jiaozuo-2020-project/30.4"]
    assert Notice.objects.filter(account__person__name__contains="bureau", sentence__contains="不能配合").exists()
    services.return_inspection(
        refusal.id, actor=cast.officer_of_bureau(place=PLACE), words="仍须提供", due_on=date(2026, 11, 2)
    )
    refusal.refresh_from_db()
    assert (refusal.state, refusal.due_on) == ("asked", date(2026, 11, 2))
    assert [step.move for step in steps("projects.inspection", refusal.id)] == ["decline", "return"]


def test_only_bureau_finance_and_audit_ask_and_only_the_unit_answers(cast):
    made = approved(cast)
    said = {"kind": InspectionKind.AUDIT, "words": "说明", "due_on": date(2026, 10, 15)}
    with pytest.raises(NotAllowed):
        services.ask_inspection(made.id, actor=unit(cast), **said)
    with pytest.raises(NotFound):
        services.ask_inspection(made.id, actor=cast.person("police", place=PLACE), **said)
    with refused("projects.inspection_asked"):
        services.ask_inspection(made.id, actor=finance(cast), **{**said, "due_on": date(2026, 9, 24)})
    found = services.ask_inspection(made.id, actor=finance(cast), **said)
    with pytest.raises(NotAllowed):
        services.answer_inspection(found.id, actor=finance(cast), words="说明")
    with pytest.raises(MoveRefused):
        services.close_inspection(found.id, actor=finance(cast), words="可以")
    with pytest.raises(NotFound):
        inspections.answer_inspection(found.id, actor=cast.person("police", place=PLACE), words="说明")


@pytest.mark.requirement("jiaozuo-2020-project/19.1")
def test_the_catalog_of_systems_lists_what_runs_with_owner_project_cloud_and_sharing(cast, clock, as_):
    made = completed(cast, clock)
    officer = unit(cast)
    built = catalog.register_system(actor=officer, name="养老系统", funding="city_or_below", cloud="焦作政务云")
    services.add_system(made.id, actor=officer, system_id=built.id)
    old = catalog.register_system(
        actor=officer, name="老系统", funding="other", in_use_on=date(2020, 1, 1), network="private"
    )
    catalog.register_system(actor=officer, name="以后的系统", funding="other", in_use_on=date(2030, 1, 1))
    page = as_("bureau", "bureau", place=PLACE)
    shown = text(page.get("/projects/systems/"))
    assert old.name in shown
    assert built.name not in shown, "its project is not accepted"
    assert "以后的系统" not in shown
    clock.set(date(2026, 10, 8))
    attended(cast, made)
    accept(cast, made)
    shown = text(page.get("/projects/systems/"))
    for told in (built.name, made.name, "焦作政务云", "部门专网", "没有接入", "没有编入目录", "焦作市民政局"):
        assert told in shown, told
    assert {one.system.name for one in overviews.running_systems(finance(cast))} == {"养老系统", "老系统"}
    assert overviews.running_systems(cast.person("police", place=PLACE)) == []


@pytest.mark.requirement("jiaozuo-2020-project/24.1")
def test_for_the_next_budget_finance_sees_evaluation_and_sharing_of_the_units_projects(cast, clock, as_):
    made, bureau = completed(cast, clock), cast.officer_of_bureau(place=PLACE)
    clock.set(date(2026, 10, 8))
    attended(cast, made)
    accept(cast, made)
    hand_in(made, unit(cast), ("quality_plan", "maintenance_plan", "safety_plan", "emergency_plan"))
    services.operate_project(made.id, actor=unit(cast))
    clock.set(date(2027, 10, 9))
    services.evaluate_project(
        made.id,
        actor=bureau,
        evaluator=Evaluator.THIRD_PARTY,
        name="某评价机构",
        scores=(80, 41, 70),
        passed=False,
        words="共享不足",
    )
    services.measure_years()
    declared(cast, name="养老二期", plan_year=2028, budget=50_000_000)
    shown = text(as_("tax", place=PLACE).get("/projects/budget/?year=2028"))
    for told in ("2028 年预算参考", "运行 80，共享 41，绩效 70", "没有达标", "2026 年", "授权 0 项", "500,000.00"):
        assert told in shown, told
    (one,) = overviews.budget_basis(finance(cast), 2028)
    assert (one.evaluation.sharing, one.shared.year, one.asked) == (41, 2026, 50_000_000)
    assert overviews.budget_basis(cast.person("police", place=PLACE), 2028) == []


@pytest.mark.requirement("jiaozuo-2020-project/10.2")
def test_the_construction_plan_and_the_plan_of_funds_have_totals_and_are_handed_to_two_roles(cast, as_):
    made = reviewed(cast)
    declared(cast, unit="education", name="学籍系统", budget=50_000_000)
    development, money = body(cast, Duty.DEVELOPMENT, "education"), body(cast, Duty.FINANCE, "tax")
    plan = YearPlan.objects.get()
    page = as_("tax", place=PLACE)
    built = text(page.get(plan.get_absolute_url()))
    assert made.name in built
    assert "1,700,000.00 元" in built
    funds = text(page.get(f"/projects/plans/{plan.id}/funds/"))
    for told in ("2027 年度资金需求计划", "1,200,000.00", "500,000.00", "合计", "1,700,000.00", "还没有交"):
        assert told in funds, told
    services.hand_plan(plan.id, actor=cast.officer_of_bureau(place=PLACE))
    for account in (development.account_id, money.account_id):
        assert Notice.objects.filter(
            account_id=account, sentence__contains="交发改、财政部门：2027 年度项目计划"
        ).exists()
    assert "2026-09-24 交发改、财政部门" in text(page.get(f"/projects/plans/{plan.id}/funds/"))
    total = selectors.plan_for(money, plan.id).total
    assert overviews.funds_asked(money, plan.id)[-1].amount == total == 170_000_000


@pytest.mark.requirement("jiaozuo-2020-project/5.1")
def test_each_of_the_bureaus_six_functions_is_a_step_or_paper_with_actor_day_and_opinion(cast, clock):
    made, bureau = reviewed(cast), cast.officer_of_bureau(place=PLACE)
    on, who = date(2026, 9, 24), bureau.person_name
    assert made.planning_item == "数字政府规划第三章"  # what of the planning it serves: read by every reviewer
    plan = YearPlan.objects.get()
    assert (plan.opened_by, plan.opened_on) == (who, on)
    assert [(step.move, step.actor_name, step.legal_on) for step in steps("projects.plan", plan.id)] == [
        (move, who, on) for move in ("review", "report", "consent")
    ]
    given = ("planning", "preliminary", "budget_advice", "acceptance", "supervision")
    for kind in given:
        opine(made, bureau, kind)
    found = {one.kind: (one.given_by, one.given_on, one.words) for one in made.opinions.all()}
    assert {kind: found[kind] for kind in given} == dict.fromkeys(given, (who, on, "情况属实。"))
    asked(cast, made)
    check = made.inspections.get()
    assert (check.asked_by, check.asked_on, check.words) == (who, on, "说明资金使用情况")


@pytest.mark.requirement("liyang-2020-sharing/24.2")
def test_in_liyang_an_auditor_takes_funds_contracts_and_payments_home(cast, as_):
    place = "liyang"
    officer, bureau = cast.person("civil_affairs", place=place), cast.officer_of_bureau(place=place)
    money = body(cast, Duty.FINANCE, "tax", place=place)
    development = body(cast, Duty.DEVELOPMENT, "education", place=place)
    body(cast, Duty.AUDIT, "inspection", place=place)
    made = declared(cast, place=place)
    services.submit_project(made.id, actor=officer)
    opine(made, bureau, "preliminary")
    opine(made, money, "finance")
    services.approve_project(made.id, actor=development, number="溧发改〔2026〕7号", content="核验", amount=MILLION)
    fund = {"year": 2027, "fund": Fund.CONSTRUCTION}
    services.allot_funds(
        made.id, actor=money, source=Source.FIXED_ASSETS, amount=MILLION // 2, words="2027 年预算", **fund
    )
    services.pay(made.id, actor=money, amount=MILLION // 4, words="首付款", **fund)
    contract = {"section": Section.CONTRACT, "party": "某软件公司", "content": "核验", "amount": MILLION // 2}
    services.add_contract(
        made.id, actor=officer, signed_on=date(2026, 9, 24), refers_to="溧发改〔2026〕7号", **contract
    )
    packed = as_("inspection", place=place).get(f"/projects/{made.id}/package/")
    tables = zipfile.ZipFile(io.BytesIO(packed.content))
    ledger = tables.read("资金和支付.csv").decode("utf-8-sig")
    assert all(told in ledger for told in ("500,000.00", "250,000.00", "已支付", "首付款"))
    assert "某软件公司" in tables.read("合同.csv").decode("utf-8-sig")
    assert Entry.objects.filter(tag="projects.package.taken").count() == 1


def test_a_program_answers_an_inspection_and_reads_how_long_it_took(cast, clock, client):
    made = declared(cast)
    found = asked(cast, made)
    secret = issue_token(actor=unit(cast), name="程序", functions=(), days=30)
    clock.set(date(2026, 9, 28))
    answer = client.post(
        f"/api/v1/projects/inspections/{found.id}/answer",
        {"words": "已说明"},
        content_type="application/json",
        headers={"Authorization": f"Bearer {secret}"},
    )
    told = answer.json()
    assert (answer.status_code, told["state"], told["days"], told["late"]) == (200, "answered", 4, False)
