"""The yearly assessment: schemes in versions, frozen figures, the department's view, the bureau's confirmation."""

from datetime import date, timedelta
from io import BytesIO

import openpyxl
import pytest

from tests.support.pages import Browser
from tests.support.refusals import refused
from yiyuan.catalog import services as catalog
from yiyuan.disputes import services as disputes
from yiyuan.disputes.types import Doubt, Said
from yiyuan.disputes.types import State as RecheckState
from yiyuan.kernel import clock as legal
from yiyuan.kernel.errors import NotAllowed, NotFound
from yiyuan.organisations.models import Account
from yiyuan.sharing.services import grant_application
from yiyuan.sharing.tests.test_services import ask
from yiyuan.supervision import selectors, services
from yiyuan.supervision.models import Circular, Scheme, Sheet
from yiyuan.supervision.types import Measure
from yiyuan.workflow import selectors as desk
from yiyuan.workflow import services as workflow
from yiyuan.workflow.models import Signal, Term

YEAR = 2026


def weights(bureau, value="10"):
    """The fields of a scheme's form that ask for weights, filled in."""
    return {f"weight_{one.value}": value for one in selectors.scored_measures(bureau.region_code, on=legal.today())}


def page_of(actor):
    made = Browser()
    made.force_login(Account.objects.get(id=actor.account_id))
    return made


def figure(sheet, measure):
    return next(f for f in sheet.figures.all() if f.indicator.measure == measure)


def sheet_of(cast, name):
    return selectors.sheets(cast.officer_of_bureau()).get(organisation_id=cast.organisation(name))


@pytest.fixture
def begun(cast, clock):
    """A place in September, a bureau and a department."""

    def begin(place="wuhu"):
        clock.set(date(YEAR, 9, 3))
        cast.place = place
        cast.organisation("civil_affairs")
        return cast.officer_of_bureau()

    return begin


def assess(bureau, **scheme):
    made = services.make_scheme(actor=bureau, title="年度考核方案", **scheme)
    return services.open_assessment(actor=bureau, year=YEAR, scheme_id=made.id)


# ---- who sees whose work ----


@pytest.mark.requirement("wuhu-2020-data/4.2")
def test_the_bureau_sees_the_work_of_all_departments_of_four_kinds_and_a_department_does_not(cast, clock, begun):
    bureau = begun()
    application, resource, _ = ask(cast)
    draft = cast.draft("civil_affairs", name="收养登记信息")
    catalog.submit_version(draft.id, actor=cast.person("civil_affairs"))
    other = cast.draft("police", name="户籍登记信息")
    catalog.submit_version(other.id, actor=cast.person("police"))
    recheck = disputes.file_recheck(
        resource.id, actor=cast.person("housing_fund"), doubt=Doubt.WRONG, said=Said(detail="不一致")
    )
    cast.organisation("education")
    assess(bureau)
    sheet = sheet_of(cast, "civil_affairs")
    work = {
        f"/catalog/versions/{draft.id}/": "收养登记信息",
        f"/catalog/versions/{other.id}/": "户籍登记信息",
        f"/sharing/applications/{application.id}/": resource.name,
        f"/disputes/{recheck.id}/": recheck.number,
        f"/assessments/sheets/{sheet.id}/": "民政局",
    }
    lists = {
        "/desk/overseen/": "收养登记信息",
        "/sharing/received/": application.number,
        "/disputes/": recheck.number,
        "/assessments/": "民政局",
    }
    officer, department = page_of(bureau), page_of(cast.person("education"))
    for address, words in (work | lists).items():
        shown = officer.get(address)
        assert (address, shown.status_code) == (address, 200)
        assert words in shown.content.decode(), address
    for address in work:
        assert (address, department.get(address).status_code) == (address, 404)
    for address, words in lists.items():
        assert words not in department.get(address).content.decode(), address


# ---- the scheme ----


@pytest.mark.requirement(
    "wuhu-2020-data/26.1", "jiaozuo-2020-data/33.1", "jiaozuo-2020-data/17.8", "liyang-2020-sharing/4.9"
)
@pytest.mark.parametrize("place", ["wuhu", "jiaozuo", "liyang"])
def test_a_scheme_has_indicators_and_weights_is_kept_in_versions_and_run(cast, begun, place):
    bureau = begun(place)
    page = page_of(bureau)
    said = {"title": "考核方案"} | weights(bureau)
    half = said | {"weight_fresh": ""}
    assert page.post("/assessments/schemes/new/", half).status_code == 422
    first = page.post("/assessments/schemes/new/", said)
    assert first.status_code == 303
    second = page.post("/assessments/schemes/new/", said | {"weight_fresh": "30"})
    old, new = Scheme.objects.order_by("number")
    assert (old.number, new.number) == (1, 2)
    assert old.indicators.get(measure="fresh").weight == 10
    assert new.indicators.get(measure="fresh").weight == 30
    shown = page.get(second.headers["Location"]).content.decode()
    assert "按更新周期更新" in shown
    assert "30" in shown
    assert page.post("/assessments/new/", {"year": YEAR, "scheme": new.id}).status_code == 303
    assert sheet_of(cast, "civil_affairs").assessment.scheme == new
    assert page.post("/assessments/new/", {"year": YEAR, "scheme": old.id}).status_code == 422  # once a year
    assert page.post("/assessments/new/", {"year": YEAR + 1, "scheme": old.id}).status_code == 422  # not begun
    with pytest.raises(NotAllowed):
        services.make_scheme(actor=cast.person("civil_affairs"), title="自己的方案")


@pytest.mark.requirement("liyang-2020-sharing/20.2")
def test_a_scheme_records_who_issued_it_together_and_its_version(begun):
    bureau = begun("liyang")
    page = page_of(bureau)
    said = {"title": "评价办法", "co_issuers": "市委网信办、市发改委、市工信局、市财政局"}
    address = page.post("/assessments/schemes/new/", said).headers["Location"]
    shown = page.get(address).content.decode()
    assert said["co_issuers"] in shown
    assert "第 1 版" in shown
    assert "平台默认" in shown  # nobody entered weights


# ---- the figures ----


@pytest.mark.requirement("liyang-2020-sharing/20.3")
def test_a_year_is_computed_from_what_was_recorded_into_a_score_of_providing_and_of_using(cast, clock, begun):
    bureau = begun("liyang")
    application, resource, scope = ask(cast)
    clock.set(date(YEAR, 9, 8))
    grant_application(application.id, actor=cast.person("civil_affairs", "head"), scope=scope)
    clock.set(date(YEAR, 12, 1))
    assess(bureau)
    provider, consumer = sheet_of(cast, "civil_affairs"), sheet_of(cast, "housing_fund")
    answered = figure(provider, Measure.ANSWERED_IN_TIME)
    assert (answered.total, answered.good, answered.indicator.aspect) == (1, 1, "provide")
    assert answered.records[0]["href"] == f"/sharing/applications/{application.id}/"
    used = figure(consumer, Measure.USED)
    assert (used.total, used.good, used.indicator.aspect) == (1, 0, "use")
    assert provider.score is not None
    assert consumer.score == 0
    shown = page_of(bureau).get(f"/assessments/sheets/{provider.id}/").content.decode()
    assert "提供" in shown
    assert resource.name in shown


def test_figures_are_frozen_and_lateness_nobody_confirmed_counts_neither_way(cast, clock, begun):
    bureau = begun()
    resource = cast.resource("civil_affairs")
    filer, provider = cast.person("housing_fund"), cast.person("civil_affairs")
    kept, late, found = (
        disputes.file_recheck(resource.id, actor=filer, doubt=Doubt.WRONG, said=Said(detail="不一致")) for _ in range(3)
    )
    disputes.answer_recheck(kept.id, actor=provider, outcome=RecheckState.CONFIRMED, answer="一致")
    due = Term.objects.get(workflow="disputes.recheck", matter_id=late.id).due_on
    clock.set(due + timedelta(days=1))
    workflow.watch_terms()
    signal = Signal.objects.get(term__matter_id=found.id, term__workflow="disputes.recheck")
    workflow.state_reasons(signal.id, actor=cast.person("civil_affairs", "head"), statement="人手不足")
    workflow.conclude(signal.id, actor=bureau, confirmed=True, conclusion="理由不成立")
    assess(bureau)
    sheet = sheet_of(cast, "civil_affairs")
    rechecked, findings = figure(sheet, Measure.RECHECKED_IN_TIME), figure(sheet, Measure.FINDINGS)
    assert (rechecked.total, rechecked.good, rechecked.apart) == (2, 1, 1)
    assert findings.total == 1
    for one in (late, found):
        disputes.answer_recheck(one.id, actor=provider, outcome=RecheckState.CONFIRMED, answer="一致")
    again = sheet_of(cast, "civil_affairs")
    assert (figure(again, Measure.RECHECKED_IN_TIME).total, again.taken_at) == (2, sheet.taken_at)
    assert again.score == sheet.score


def test_a_department_states_its_view_on_its_own_sheet_alone_and_the_bureau_confirms_after_it(cast, clock, begun):
    bureau = begun()
    head, stranger = cast.person("civil_affairs", "head"), cast.person("education", "head")
    assess(bureau)
    sheet = sheet_of(cast, "civil_affairs")
    with refused("supervision.statement"):
        services.confirm_sheet(sheet.id, actor=bureau)
    with pytest.raises(NotFound):
        services.state_view(sheet.id, actor=stranger, statement="与我无关")
    own = page_of(head)
    assert "确认后生效" in own.get(f"/assessments/sheets/{sheet.id}/").content.decode()
    assert own.post(f"/assessments/sheets/{sheet.id}/state/", {"statement": ""}).status_code == 422
    said = {"statement": "两个资源已合并"}
    assert own.post(f"/assessments/sheets/{sheet.id}/state/", said).status_code == 303
    with pytest.raises(NotAllowed):
        services.confirm_sheet(sheet.id, actor=head)
    services.confirm_sheet(sheet.id, actor=bureau, reply="情况属实")
    shown = own.get(f"/assessments/sheets/{sheet.id}/").content.decode()
    for words in ("两个资源已合并", "情况属实", "已确认"):
        assert words in shown
    silent = sheet_of(cast, "education")
    clock.set(Term.objects.get(workflow="supervision.sheet", matter_id=silent.id).due_on + timedelta(days=1))
    services.confirm_sheet(silent.id, actor=bureau)
    assert not Sheet.objects.exclude(state="confirmed").filter(id__in=[sheet.id, silent.id]).exists()


@pytest.mark.requirement("liyang-2020-sharing/20.5")
def test_scores_leave_in_a_file(cast, begun):
    bureau = begun("liyang")
    cast.resource("civil_affairs")
    assess(bureau)
    answer = page_of(bureau).get("/assessments/?export=xlsx")
    rows = list(openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content))).active.values)
    heads = next(row for row in rows if "得分" in row)
    line = next(row for row in rows if any(str(cell).endswith("民政局") for cell in row))
    score = sheet_of(cast, "civil_affairs").score
    assert line[heads.index("得分")] == (None if score is None else float(score))


def test_what_is_assessed_can_be_had_by_program(cast, begun):
    from yiyuan.sharing.tests.test_endpoints import HIDDEN, Program

    bureau = begun()
    officer, stranger = Program(cast.person("civil_affairs")), Program(cast.person("education"))
    program = Program(bureau)
    made = program.done("POST", "/api/v1/supervision/schemes", {"title": "方案"})
    opened = program.done("POST", "/api/v1/supervision/assessments", {"year": YEAR, "scheme_id": made["id"]})
    assert opened["sheets"] >= 2
    sheet = officer.done("GET", "/api/v1/supervision/sheets")["items"][0]
    one = f"/api/v1/supervision/sheets/{sheet['id']}"
    assert len(officer.done("GET", one)["figures"]) == len(
        selectors.asked_measures(bureau.region_code, on=legal.today())
    )
    assert stranger("GET", one)[0] == HIDDEN
    assert officer.done("POST", f"{one}/statement", {"statement": "无异议"})["state"] == "stated"
    assert program.done("POST", f"{one}/confirm", {})["state"] == "confirmed"


# ---- the circular ----


@pytest.mark.requirement("wuhu-2020-data/26.3", "liyang-2020-sharing/20.4")
@pytest.mark.parametrize("place", ["wuhu", "liyang"])
def test_a_circular_with_ranking_report_and_advice_goes_to_every_department_and_each_receipt_is_recorded(
    cast, clock, begun, place
):
    bureau = begun(place)
    application, _, scope = ask(cast)
    grant_application(application.id, actor=cast.person("civil_affairs", "head"), scope=scope)
    clock.set(date(YEAR, 12, 1))
    cast.organisation("education")
    made = assess(bureau)
    page = page_of(bureau)
    said = {"assessment": str(made.id), "number": "〔2026〕3号", "report": "总体良好", "advice": "及时更新"}
    refused = page.post("/assessments/circulars/new/", said)
    assert refused.status_code == 422  # nothing is told before it is confirmed
    assert not Circular.objects.exists()
    for sheet in Sheet.objects.all():
        clock.set(Term.objects.get(workflow="supervision.sheet", matter_id=sheet.id).due_on + timedelta(days=1))
        services.confirm_sheet(sheet.id, actor=bureau)
    address = page.post("/assessments/circulars/new/", said).headers["Location"]
    circular = Circular.objects.get()
    for name in ("civil_affairs", "housing_fund", "education"):
        actor = cast.person(name)
        assert "supervision.receipt" in {term.workflow for term in desk.todo(actor)}
        shown = page_of(actor).get(address).content.decode()
        for words in ("总体良好", "及时更新", "排名", cast.name_of(cast.organisation("civil_affairs"))):
            assert words in shown
    assert selectors.ranking(circular.assessment)[0][1].organisation_id == cast.organisation("civil_affairs")
    reader = cast.person("education")
    assert page_of(reader).post(f"{address}receive/").status_code == 303
    receipt = circular.receipts.get(organisation_id=cast.organisation("education"))
    assert (receipt.state, receipt.received_by, receipt.received_on) == (
        "received",
        reader.person_name,
        legal.today(),
    )
    assert reader.person_name in page.get(address).content.decode()
    assert circular.receipts.filter(state="awaited").count() == circular.receipts.count() - 1
    assert page_of(reader).post(f"{address}receive/").status_code == 409
    assert page.post("/assessments/circulars/new/", said).status_code == 422  # once


def test_what_is_too_long_or_of_an_impossible_year_is_refused_by_program_as_on_the_page(cast, begun):
    from yiyuan.sharing.tests.test_endpoints import Program

    bureau = begun()
    program = Program(bureau)
    assert program("POST", "/api/v1/supervision/schemes", {"title": "长" * 201})[0] == 422
    heavy = {name.removeprefix("weight_"): "1e30" for name in weights(bureau)}
    assert program("POST", "/api/v1/supervision/schemes", {"title": "方案", "weights": heavy})[0] == 422
    made = program.done("POST", "/api/v1/supervision/schemes", {"title": "方案"})
    for year in (0, -5, 10**6):
        body = {"year": year, "scheme_id": made["id"]}
        assert program("POST", "/api/v1/supervision/assessments", body)[0] == 422
