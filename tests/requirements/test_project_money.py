"""Funds, payments, purchases, changes, the rolling library. Read from the `accept` sentences."""

import io
import random
import zipfile
from dataclasses import replace
from datetime import date

import pytest

from tests.requirements.test_project_gates import GOOD, SAYS, law
from tests.requirements.test_project_plans import PLACE, declared
from tests.requirements.test_project_reviews import body, file, opine, reviewed
from tests.requirements.test_sharing import text
from tests.support.refusals import refused
from yiyuan.audit.models import Entry
from yiyuan.kernel.errors import MoveRefused, NotAllowed, RuleBroken
from yiyuan.projects import services
from yiyuan.projects.models import LedgerEntry, LibraryYear, Project, ProjectContract
from yiyuan.projects.rules import money
from yiyuan.projects.rules.gates import check_gate
from yiyuan.projects.types import (
    Account,
    Changeable,
    Duty,
    Fund,
    Funding,
    Gate,
    MaterialKind,
    Posting,
    Section,
    Source,
)

MILLION = 100_000_000  # fen


@pytest.fixture(autouse=True)
def today(clock):
    clock.set(date(2026, 9, 24))


def approved(cast, **changes):
    """Reviewed, established, by development and reform or the bureau; the finance bureau is named."""
    made = reviewed(cast, **changes)
    approval = {"number": "焦发改审批〔2026〕7号", "content": "申请受理\n资格核验\n资金发放", "amount": MILLION}
    bureau = cast.officer_of_bureau(place=PLACE)
    body(cast, Duty.FINANCE, "tax")
    approver = bureau
    if made.funding == Funding.INVEST:
        approver = body(cast, Duty.DEVELOPMENT, "education")
        services.open_evaluation(made.id, actor=approver)
        opine(made, bureau, "industry")
    services.approve_project(made.id, actor=approver, **approval)
    made.refresh_from_db()
    return made


def unit(cast):
    return cast.person("civil_affairs", place=PLACE)


def finance(cast):
    return cast.person("tax", place=PLACE)


def allot(cast, project, amount, *, year=2027, fund=Fund.CONSTRUCTION):
    return services.allot_funds(
        project.id,
        actor=finance(cast),
        year=year,
        fund=fund,
        source=Source.FIXED_ASSETS,
        amount=amount,
        words="2027 年预算",
    )


def pay(cast, project, amount, **more):
    return services.pay(
        project.id, actor=finance(cast), year=2027, fund=Fund.CONSTRUCTION, amount=amount, words="首付款", **more
    )


def buy(cast, project, **changes):
    said = {
        "section": Section.PROCUREMENT,
        "party": "某软件公司",
        "content": "申请受理\n资格核验",
        "amount": MILLION // 2,
        "signed_on": date(2026, 9, 24),
        "refers_to": project.approval_number,
        **changes,
    }
    return services.add_contract(project.id, actor=unit(cast), **said)


def cleared(cast, project):
    """Both plans are there and the bureau cleared it for procurement."""
    for kind in (MaterialKind.CONNECTION, MaterialKind.CO_BUILDING):
        services.add_material(project.id, actor=unit(cast), kind=kind, file=file(kind))
    opine(project, cast.officer_of_bureau(place=PLACE), "pre_procurement")


# ---- pure ----


def test_a_ledger_balances_whatever_is_booked_and_never_goes_below_nothing():
    chance = random.Random(7)
    held, standing = [], []  # all, and those that can be reversed
    for _turn in range(400):
        amount = chance.randrange(1, 1000)
        act = chance.choice(["allot", "pay", "reverse"])
        posting = Posting(*money.BOOKED.get(act, money.BOOKED["pay"]), amount)
        try:
            if act == "allot":
                money.check_allotted(held, amount=amount, approved=20_000)
            elif act == "pay":
                money.check_paid(held, amount=amount)
            else:
                wrong = chance.choice(standing or [posting])
                money.check_reversible(held, of=wrong)
                standing.remove(wrong)
                posting = Posting(wrong.credit, wrong.debit, wrong.amount)
        except RuleBroken:
            continue
        held.append(posting)
        standing += [posting] if act != "reverse" else []
        stands = money.balances(held)
        assert sum(stands.values()) == 0
        assert stands[Account.BUDGET] >= 0
        assert stands[Account.PAID] >= 0
        assert -stands[Account.TREASURY] <= 20_000
    assert len(held) > 100


@pytest.mark.requirement("jiaozuo-2020-project/19.4")
def test_what_was_funded_and_not_begun_gets_nothing_in_the_next_year_without_a_reason():
    check_gate(Gate.FUND, GOOD, law=law("jiaozuo"))
    with refused("projects.unstarted"):
        check_gate(Gate.FUND, replace(GOOD, unstarted=True), law=law("jiaozuo"))
    assert "unstarted" in law("jiaozuo")("projects.exceptions")
    check_gate(Gate.FUND, replace(GOOD, unstarted=True, exceptions=frozenset({"unstarted"})), law=law("jiaozuo"))


@pytest.mark.requirement("jiaozuo-2020-project/15.1", "jiaozuo-2020-project/17.1")
def test_construction_does_not_start_without_leader_and_qualified_supervision():
    ready = replace(GOOD, leader="王建国", supervised=True)
    check_gate(Gate.START, ready, law=law("jiaozuo"))
    with refused("projects.leader"):
        check_gate(Gate.START, replace(ready, leader=" "), law=law("jiaozuo"))
    with refused("projects.supervision"):
        check_gate(Gate.START, replace(ready, supervised=False), law=law("jiaozuo"))
    bought = replace(ready, supervised=False, funding=Funding.SERVICE)  # nothing is built
    check_gate(Gate.START, bought, law=law("jiaozuo"))


@pytest.mark.requirement("jiaozuo-2020-project/12.1")
@pytest.mark.parametrize(
    ("facts", "missing"),
    [
        (replace(GOOD, opinions={one: True for one in SAYS if one != SAYS.PRELIMINARY}), "主管部门的审核意见"),
        (replace(GOOD, approved=False), "批复文件"),
    ],
)
def test_nothing_is_paid_without_opinion_and_approval(facts, missing):
    paid = replace(GOOD, approved=True)
    check_gate(Gate.PAY, paid, law=law("jiaozuo"))
    facts = replace(facts, approved="主管" in missing)
    with pytest.raises(RuleBroken) as broken:
        check_gate(Gate.PAY, facts, law=law("jiaozuo"))
    assert (broken.value.rule, missing in broken.value.facts["problem"]) == ("projects.payment", True)


# ---- stories ----


@pytest.mark.requirement("jiaozuo-2020-project/12.1", "jiaozuo-2020-project/7.1", "jiaozuo-2020-project/5.3")
def test_finance_alone_allots_and_pays_within_the_budget_and_reverses_instead_of_changing(cast, as_):
    made = approved(cast)
    for nobody in (unit(cast), cast.officer_of_bureau(place=PLACE), cast.person("education", place=PLACE)):
        with pytest.raises(NotAllowed):
            services.allot_funds(
                made.id,
                actor=nobody,
                year=2027,
                fund=Fund.CONSTRUCTION,
                source=Source.FIXED_ASSETS,
                amount=1,
                words="预算",
            )
    with refused("projects.payment"):
        pay(cast, made, 1)
    with refused("projects.within_approved"):
        allot(cast, made, MILLION + 1)
    allot(cast, made, MILLION)
    with refused("projects.within_approved"):
        allot(cast, made, 1)
    page = as_("tax", place=PLACE)
    page.get(f"/projects/{made.id}/")
    sent = {"year": "2027", "fund": "construction", "amount": "600000.00", "words": "首付款", "final": "no"}
    assert page.post(f"/projects/{made.id}/payments/", sent).status_code == 303
    told = text(page.post(f"/projects/{made.id}/payments/", {**sent, "amount": "400000.01"}), 422)
    assert "支付超过预算：还可以支付 400,000.00 元" in told
    assert "第12条" in told
    wrong = LedgerEntry.objects.get(debit="paid")
    services.reverse_entry(made.id, actor=finance(cast), entry_id=wrong.id, words="收款方写错")
    with refused("projects.reversal"):
        services.reverse_entry(made.id, actor=finance(cast), entry_id=wrong.id, words="再冲一次")
    pay(cast, made, MILLION)
    with refused("projects.reversal"):  # it is paid already
        services.reverse_entry(made.id, actor=finance(cast), entry_id=LedgerEntry.objects.first().id, words="收回")
    assert LedgerEntry.objects.count() == 4
    shown = text(page.get(f"/projects/{made.id}/"))
    assert "安排资金" in shown  # the act of finance
    assert (
        "安排资金" not in text(as_("bureau", "bureau", place=PLACE).get(f"/projects/{made.id}/")).split("现在可以")[1]
    )
    for kind in ("finance", "procurement_check", "performance", "assets"):
        opine(made, finance(cast), kind)
        with pytest.raises(NotAllowed):
            opine(made, cast.officer_of_bureau(place=PLACE), kind)


@pytest.mark.requirement("jiaozuo-2020-project/10.5", "jiaozuo-2020-project/16.1", "jiaozuo-2020-project/14.3")
def test_what_is_bought_stays_within_what_was_approved_and_names_the_approval(cast):
    made = approved(cast)
    with refused("projects.pre_procurement"):
        buy(cast, made)
    cleared(cast, made)
    for section in (Section.TENDER, Section.PROCUREMENT):
        with refused("projects.refers"):
            buy(cast, made, section=section, refers_to="别的文件")
        with pytest.raises(RuleBroken) as broken:
            buy(cast, made, section=section, content="申请受理\n大屏")
        assert broken.value.facts["problem"] == "不在批复内容里：大屏。"
        with refused("projects.within_approved"):
            buy(cast, made, section=section, amount=MILLION + 1)
        buy(cast, made, section=section)
        with refused("projects.within_approved"):
            buy(cast, made, section=section, amount=MILLION // 2 + 1)
    assert ProjectContract.objects.count() == 2


@pytest.mark.requirement("jiaozuo-2020-project/10.4")
def test_a_service_is_not_bought_without_the_finance_review(cast):
    made = approved(cast, funding=Funding.SERVICE)
    cleared(cast, made)
    with refused("projects.finance_review"):
        buy(cast, made)
    opine(made, finance(cast), "finance")
    buy(cast, made)


@pytest.mark.requirement("jiaozuo-2020-project/15.2", "jiaozuo-2020-project/15.1", "jiaozuo-2020-project/17.1")
def test_empty_sections_are_flagged_and_the_start_asks_for_leader_and_supervision(cast, as_):
    made = approved(cast)
    page = as_("civil_affairs", place=PLACE)
    assert "招标投标、政府采购、工程监理、合同" in text(page.get(f"/projects/{made.id}/"))
    assert "没有确定项目负责人；没有委托有资质的监理单位" in text(page.post(f"/projects/{made.id}/start/"), 422)
    with refused("projects.supervision"):
        buy(cast, made, section=Section.SUPERVISION, content="全过程监理", qualification="")
    buy(cast, made, section=Section.SUPERVISION, content="全过程监理", qualification="信息工程监理甲级 0001")
    assert "招标投标、政府采购、合同 " in text(page.get(f"/projects/{made.id}/"))
    services.start_project(made.id, actor=unit(cast), leader="王建国")
    made.refresh_from_db()
    assert (made.state, made.leader) == ("building", "王建国")


@pytest.mark.requirement("jiaozuo-2020-project/17.2", "jiaozuo-2020-project/17.3")
def test_what_was_approved_changes_only_by_a_request_the_bureau_agreed_to(cast, as_):
    made, bureau = approved(cast), cast.officer_of_bureau(place=PLACE)
    assert as_("civil_affairs", place=PLACE).get(f"/projects/{made.id}/edit/").status_code == 409
    services.request_change(made.id, actor=unit(cast), field=Changeable.AMOUNT, new=str(2 * MILLION), reason="增加网点")
    made.refresh_from_db()
    assert made.approved_amount == MILLION, "without effect until it is agreed to"
    with pytest.raises(MoveRefused):
        services.request_change(made.id, actor=unit(cast), field=Changeable.GOALS, new="别的", reason="再改")
    with pytest.raises(NotAllowed):
        services.decide_change(made.id, actor=unit(cast), agrees=True, words="自己同意")
    services.decide_change(made.id, actor=bureau, agrees=False, words="依据不足")
    made.refresh_from_db()
    assert made.approved_amount == MILLION
    page = as_("civil_affairs", place=PLACE)
    page.get(f"/projects/{made.id}/")
    sent = {"field": "approved_amount", "new": "1500000", "reason": "增加网点"}
    assert page.post(f"/projects/{made.id}/changes/", sent).status_code == 303
    services.decide_change(made.id, actor=bureau, agrees=True, words="同意")
    made.refresh_from_db()
    assert made.approved_amount == 150_000_000
    shown = text(page.get(f"/projects/{made.id}/"))
    assert "1,000,000.00 元" in shown
    assert "1,500,000.00 元" in shown
    allot(cast, made, 150_000_000)


@pytest.mark.requirement(
    "jiaozuo-2020-project/18.3", "jiaozuo-2020-project/18.4", "jiaozuo-2020-project/18.5", "jiaozuo-2020-project/18.6"
)
def test_the_library_rolls_once_a_year_and_lets_go_after_three_years_without_funds(cast, clock, as_):
    made = approved(cast)  # for 2027
    clock.set(date(2027, 1, 1))
    other = declared(cast, name="后来申报的", plan_year=2027)
    before = made.opinions.count()
    clock.set(date(2028, 1, 1))
    rehearsed = text(as_("bureau", "bureau", place=PLACE).get("/projects/library/"))
    assert rehearsed.count("列为备选，连续 1 年没有安排资金") == 2
    assert LibraryYear.objects.count() == 0, "nothing is changed"
    assert services.roll_library() == 2
    assert "现在没有要滚动的" in text(as_("bureau", "bureau", place=PLACE).get("/projects/library/"))
    assert services.roll_library() == 0, "twice equals once"
    made.refresh_from_db()
    assert (made.state, made.opinions.count()) == ("approved", before)
    shown = text(as_("civil_affairs", place=PLACE).get(f"/projects/{made.id}/"))
    assert "2028 年度备选，审查结果不变，不再重复审核" in shown
    allot(cast, made, MILLION // 2, year=2028)
    clock.set(date(2029, 1, 2))
    services.roll_library()
    assert [(one.year, one.funded, one.unfunded) for one in made.library_years.all()] == [
        (2027, False, 1),
        (2028, True, 0),
    ]
    clock.set(date(2030, 1, 2))
    services.roll_library()
    other.refresh_from_db()
    assert other.state == "removed"
    assert [one.unfunded for one in other.library_years.all()] == [1, 2, 3]
    clock.set(date(2032, 1, 2))
    services.roll_library()
    made.refresh_from_db()
    assert made.state == "removed"
    assert [one.unfunded for one in made.library_years.all()] == [1, 0, 1, 2, 3]
    assert "连续 3 个预算年度没有安排资金" in text(as_("civil_affairs", place=PLACE).get(f"/projects/{made.id}/"))
    assert Entry.objects.filter(tag="projects.library.rolled").count() == LibraryYear.objects.count() == 8


@pytest.mark.requirement("jiaozuo-2020-project/19.4")
def test_a_funded_year_without_a_start_bars_the_next_until_a_reason_is_on_record(cast, clock):
    made = approved(cast)
    clock.set(date(2027, 3, 1))
    allot(cast, made, MILLION // 4, year=2027)
    clock.set(date(2028, 1, 5))
    with refused("projects.unstarted"):
        allot(cast, made, MILLION // 4, year=2028)
    services.record_exception(
        made.id, actor=cast.officer_of_bureau(place=PLACE), rule="unstarted", document="焦数函〔2028〕1号，会同财政认可"
    )
    allot(cast, made, MILLION // 4, year=2028)


@pytest.mark.requirement("jiaozuo-2020-data/34.1", "jiaozuo-2020-data/34.2", "jiaozuo-2020-project/8.1")
def test_funds_stand_by_year_and_an_auditor_takes_all_of_it_home(cast, as_):
    made = approved(cast)
    allot(cast, made, MILLION // 2)
    pay(cast, made, MILLION // 4)
    audit = body(cast, Duty.AUDIT, "inspection")
    page = as_("inspection", place=PLACE)
    assert audit.organisation_id
    report = text(page.get("/projects/funds-report/"))
    for told in ("2027", "政府固定资产投资", "500,000.00", "250,000.00"):
        assert told in report
    answer = page.get(f"/projects/{made.id}/package/")
    tables = zipfile.ZipFile(io.BytesIO(answer.content))
    held = tables.read("资金和支付.csv").decode("utf-8-sig")
    assert all(told in held for told in ("500,000.00", "250,000.00", "项目预算", "已支付"))
    assert "proposal.pdf" in tables.read("材料.csv").decode("utf-8-sig")
    material = made.materials.first()
    assert page.get(f"/projects/materials/{material.id}/").status_code == 200
    assert as_("police", place=PLACE).get(f"/projects/{made.id}/package/").status_code == 404


def test_an_approval_number_stands_once(cast):
    made = approved(cast)
    with refused("projects.approval_number"):
        services.register_project(actor=unit(cast), name="又一个", approval_number=made.approval_number, system_ids=[])
    assert Project.objects.filter(approval_number=made.approval_number).count() == 1
