"""What the yearly scores are made of: heads of each text, records behind each figure, regions below, the file."""

import json
import subprocess
import sys
import zipfile
from datetime import date, timedelta
from io import BytesIO

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.support.pages import Browser
from tests.support.refusals import refused
from yiyuan.catalog import services as catalog
from yiyuan.catalog.models import Resource
from yiyuan.disputes import services as disputes
from yiyuan.disputes.types import Doubt, Said
from yiyuan.disputes.types import State as RecheckState
from yiyuan.kernel import clock as legal
from yiyuan.kernel.errors import NotAllowed, NotFound
from yiyuan.lists.models import Duty
from yiyuan.organisations.models import Account
from yiyuan.quality.models import CheckRun
from yiyuan.sharing.services import grant_application
from yiyuan.sharing.tests.test_endpoints import Program
from yiyuan.sharing.tests.test_services import ask
from yiyuan.supervision import exports, previews, selectors, services
from yiyuan.supervision.models import Sheet
from yiyuan.supervision.types import Measure, State
from yiyuan.workflow import services as workflow
from yiyuan.workflow.models import Signal, Term

YEAR = 2026


def page_of(actor):
    made = Browser()
    made.force_login(Account.objects.get(id=actor.account_id))
    return made


def figure(sheet, measure):
    return next(f for f in sheet.figures.all() if f.indicator.measure == measure)


def sheet_of(cast, name, **place):
    return selectors.sheets_of(selectors.assessment_of(cast.region(), legal.today().year)).get(
        organisation_id=cast.organisation(name, **place)
    )


@pytest.fixture
def city(cast, clock):
    """A place in December whose civil affairs answered an application and whose resource was checked."""

    def begin(place):
        clock.set(date(YEAR, 9, 3))
        cast.place = place
        bureau = cast.officer_of_bureau()
        application, resource, scope = ask(cast)
        clock.set(date(YEAR, 9, 8))
        decider = bureau if place == "jiaozuo" else cast.person("civil_affairs", "head")
        grant_application(application.id, actor=decider, scope=scope)
        clock.set(date(YEAR, 12, 1))
        Resource.objects.filter(id=resource.id).update(fresh_on=date(YEAR, 12, 1))
        run = {"resource_id": resource.id, "resource_name": resource.name, "provider_id": resource.provider_id}
        CheckRun.objects.create(
            **run,
            region_code=cast.region(),
            state="done",
            asked_at=legal.real_now(),
            asked_on=date(YEAR, 11, 30),
            report_on=date(YEAR, 11, 30),
            lowest=["completeness"],
        )
        return bureau, resource

    return begin


def assess(bureau):
    scheme = services.make_scheme(actor=bureau, title="年度考核方案")
    return services.open_assessment(actor=bureau, year=YEAR, scheme_id=scheme.id)


@pytest.mark.requirement("wuhu-2020-data/26.2", "wuhu-2016-sharing/20.1")
def test_the_six_heads_are_scored_from_what_the_platform_recorded_and_lead_to_the_records(cast, city):
    bureau, resource = city("wuhu")
    assess(bureau)
    sheet = sheet_of(cast, "civil_affairs")
    heads = dict(sheet.head_scores)
    consumer = dict(sheet_of(cast, "housing_fund").head_scores)
    assert list(heads) == ["quantity", "quality", "update", "use", "share", "open"]
    assert heads["quantity"] is not None
    assert heads["quality"] == 0  # the one resource lies below
    assert heads["update"] == 100
    assert heads["share"] == 100
    assert heads["open"] == 100
    assert consumer["use"] == 0  # a grant nobody used
    page = page_of(bureau)
    for measure in (Measure.HANDED, Measure.BELOW, Measure.FRESH, Measure.ANSWERED_IN_TIME, Measure.OPENING_SAID):
        found = figure(sheet, measure)
        assert sum(one["total"] for one in found.records) == found.total == 1, measure
        shown = page.get(found.get_absolute_url()).content.decode()
        assert found.records[0]["href"] in shown, measure
        assert page.get(found.records[0]["href"]).status_code == 200, measure
    assert page_of(cast.person("education")).get(found.get_absolute_url()).status_code == 404
    shown = page.get(sheet.get_absolute_url()).content.decode()
    for words in ("数据数量", "数据质量", "更新", "使用", "共享", "开放", resource.name):
        assert words in shown


@pytest.mark.requirement("jiaozuo-2020-project/25.1")
@pytest.mark.parametrize("place", ["jiaozuo", "wuhu"])
def test_what_projects_were_declared_to_bring_counts_as_shared_once_it_is_in_the_catalog(cast, city, place):
    bureau, resource = city(place)
    officer = cast.person("civil_affairs")
    system = catalog.register_system(actor=officer, name="婚姻登记系统", funding="city_or_below")
    catalog.declare_entry(system.id, actor=officer, name="婚姻登记信息", resource_id=resource.id)
    catalog.declare_entry(system.id, actor=officer, name="收养登记信息")
    assess(bureau)
    declared = figure(sheet_of(cast, "civil_affairs"), Measure.DECLARED)
    assert (declared.total, declared.good, declared.indicator.aspect) == (2, 1, "share")
    assert [one["counted"] for one in declared.records] == ["已共享", "还没有编入目录"]
    none = figure(sheet_of(cast, "housing_fund"), Measure.DECLARED)
    assert none.total == 0


@pytest.mark.requirement("jiaozuo-2020-data/33.2", "jiaozuo-2020-data/9.2")
def test_jiaozuo_scores_four_groups_and_the_list_of_duties_as_fulfilled_over_total(cast, city):
    bureau, resource = city("jiaozuo")
    other = cast.resource("civil_affairs", name="收养登记信息")  # nothing handed in: its two duties are not fulfilled
    assess(bureau)
    sheet = sheet_of(cast, "civil_affairs")
    assert [head for head, _ in sheet.head_scores] == ["gather", "apply", "share", "security"]
    duties = figure(sheet, Measure.DUTIES)
    owed = Duty.objects.filter(provider_id=resource.provider_id, ended_on=None)
    assert (duties.total, duties.good) == (owed.count(), owed.exclude(resource_id=other.id).count()) == (4, 2)
    assert duties.indicator.aspect == "gather"
    secured = figure(sheet, Measure.SECURED)
    assert secured.total > 0
    assert dict(sheet.head_scores)["gather"] is not None
    assert dict(sheet.head_scores)["security"] is not None


@pytest.mark.requirement("anhui-2020-data/42.1", "jiaozuo-2020-data/33.3")
@pytest.mark.parametrize(("upper", "lower"), [("anhui", "wuhu"), ("jiaozuo", "macun")])
def test_departments_of_the_level_and_each_region_below_have_a_score_with_its_records(cast, city, upper, lower):
    bureau, resource = city(upper)
    cast.organisation("government", place=lower)
    below = cast.organisation("civil_affairs", place=lower)
    cast.place = lower
    own = cast.resource("civil_affairs", name="下级登记信息")
    cast.place = upper
    assess(bureau)
    county = sheet_of(cast, "government", place=lower)
    assert county.county == cast_region_name(lower)
    assert not Sheet.objects.filter(organisation_id=below).exists()
    assert [one["title"] for one in figure(county, Measure.PUBLISHED).records] == [own.name]
    assert county.score is not None
    assert [one["title"] for one in figure(sheet_of(cast, "civil_affairs"), Measure.PUBLISHED).records] == [
        resource.name
    ]
    shown = page_of(bureau).get("/assessments/").content.decode()
    assert county.county in shown


def cast_region_name(place):
    return {"wuhu": "芜湖市", "macun": "马村区"}[place]


def test_where_no_text_has_regions_below_assessed_they_are_not(cast, city):
    bureau, _ = city("liyang")
    assess(bureau)
    assert not Sheet.objects.exclude(county="").exists()


@pytest.mark.requirement("wuhu-2020-data/26.4")
def test_the_year_leaves_signed_and_an_independent_script_recomputes_it_to_the_last_digit(cast, city, tmp_path):
    bureau, _ = city("wuhu")
    for number in range(3):  # thirds and sevenths, so that rounding shows
        cast.resource("civil_affairs", name=f"登记信息{number}")
    scheme = services.make_scheme(
        actor=bureau,
        title="方案",
        weights={
            measure: number + 3
            for number, measure in enumerate(selectors.scored_measures(cast.region(), on=legal.today()))
        },
    )
    made = services.open_assessment(actor=bureau, year=YEAR, scheme_id=scheme.id)
    answer = page_of(bureau).get(f"/assessments/{made.id}/record/")
    assert answer["Content-Type"] == "application/zip"
    packed = zipfile.ZipFile(BytesIO(answer.content))
    packed.extractall(tmp_path)
    manifest = packed.read("manifest.json")
    key = serialization.load_pem_public_key(packed.read("public-key.pem"))
    key.verify(packed.read("manifest.sig"), manifest, ec.ECDSA(hashes.SHA256()))
    digests = json.loads(manifest)["files"]
    assert digests
    for name, digest in digests.items():
        hashed = hashes.Hash(hashes.SHA256())
        hashed.update(packed.read(name))
        assert hashed.finalize().hex() == digest
    record = json.loads(packed.read("record.json"))
    stated = next(one for one in record["sheets"] if one["name"].endswith("民政局"))
    assert stated["score"] == str(sheet_of(cast, "civil_affairs").score)
    assert "." in stated["score"]
    command = [sys.executable, "-I", "recompute.py", "record.json"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout.splitlines()[-1]) == (0, "equal"), run.stdout
    assert f"{stated['name']}\t{stated['score']}" in run.stdout
    stated["score"] = "99.99"
    (tmp_path / "record.json").write_text(json.dumps(record), "utf-8")
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert "99.99 stated" in run.stdout
    assert Program(bureau).done("GET", f"/api/v1/supervision/assessments/{made.id}/record")["year"] == YEAR
    assert page_of(cast.person("education")).get(f"/assessments/{made.id}/record/").status_code == 404


def test_a_signal_that_was_dropped_leaves_no_trace_in_a_score(cast, clock, city):
    bureau, resource = city("wuhu")
    filer, head = cast.person("housing_fund"), cast.person("civil_affairs", "head")
    late = disputes.file_recheck(resource.id, actor=filer, doubt=Doubt.WRONG, said=Said(detail="不一致"))
    clock.set(Term.objects.get(workflow="disputes.recheck", matter_id=late.id).due_on + timedelta(days=1))
    workflow.watch_terms()
    signal = Signal.objects.get(term__matter_id=late.id, term__workflow="disputes.recheck")
    workflow.state_reasons(signal.id, actor=head, statement="系统停机")
    workflow.conclude(signal.id, actor=bureau, confirmed=False, conclusion="理由成立")
    assess(bureau)
    sheet = sheet_of(cast, "civil_affairs")
    assert figure(sheet, Measure.FINDINGS).records == []
    rechecked = figure(sheet, Measure.RECHECKED_IN_TIME)
    assert (rechecked.total, rechecked.apart) == (0, 0)
    told = json.dumps(exports.record_of(sheet.assessment), ensure_ascii=False)
    assert late.matter_title() not in told


def test_the_running_year_is_previewed_by_each_department_for_itself_and_kept_nowhere(cast, city):
    bureau, resource = city("wuhu")
    assert previews.read(cast.region(), resource.provider_id, on=legal.today()) is None
    services.make_scheme(actor=bureau, title="方案")
    own = page_of(cast.person("civil_affairs")).get("/assessments/preview/").content.decode()
    assert "民政局" in own
    assert "没有效力" in own
    assert resource.name in own
    other = cast.organisation("civil_affairs")
    foreign = page_of(cast.person("education")).get(f"/assessments/preview/?body={other}").content.decode()
    assert resource.name not in foreign
    assert "民政局" in page_of(bureau).get(f"/assessments/preview/?body={other}").content.decode()
    assert not Sheet.objects.exists()


def test_a_year_stands_beside_the_year_before_and_the_first_has_none(cast, clock, city):
    bureau, _ = city("wuhu")
    assess(bureau)
    sheet = sheet_of(cast, "civil_affairs")
    assert selectors.figures_before(sheet) == {}
    page = page_of(bureau)
    assert page.get(sheet.get_absolute_url()).status_code == 200
    clock.set(date(YEAR + 1, 2, 1))
    services.open_assessment(actor=bureau, year=YEAR + 1, scheme_id=selectors.latest_scheme(cast.region()).id)
    again = sheet_of(cast, "civil_affairs")
    before = selectors.figures_before(again)
    assert before[Measure.PUBLISHED].sheet_id == sheet.id
    assert "上年" in page.get(again.get_absolute_url()).content.decode()


def test_what_is_not_of_a_region_is_not_weighted_there(cast, city):
    bureau, _ = city("wuhu")
    with refused("supervision.weights"):
        services.make_scheme(actor=bureau, title="方案", weights={Measure.DUTIES: 1})
    with pytest.raises(NotFound):
        selectors.assessment_for(bureau, 10**6)
    assert State.CONFIRMED not in {sheet.state for sheet in Sheet.objects.all()}


def test_a_department_that_was_right_has_its_figures_taken_anew_and_those_before_are_kept(cast, city):
    bureau, resource = city("wuhu")
    Resource.objects.filter(id=resource.id).update(fresh_on=None)
    assess(bureau)
    sheet = sheet_of(cast, "civil_affairs")
    head = cast.person("civil_affairs", "head")
    before = sheet.score
    page = page_of(bureau)
    assert figure(sheet, Measure.FRESH).good == 0
    assert page.post(f"/assessments/sheets/{sheet.id}/retake/", {"reason": "有理"}).status_code == 409  # nothing stated
    services.state_view(sheet.id, actor=head, statement="数据已在十一月归集")
    Resource.objects.filter(id=resource.id).update(fresh_on=date(YEAR, 12, 1))
    assert page.post(f"/assessments/sheets/{sheet.id}/retake/", {"reason": " "}).status_code == 422
    with pytest.raises(NotAllowed):
        services.retake_sheet(sheet.id, actor=head, reason="自己改")
    assert page.post(f"/assessments/sheets/{sheet.id}/retake/", {"reason": "源头已更正"}).status_code == 303
    again = sheet_of(cast, "civil_affairs")
    assert (again.state, figure(again, Measure.FRESH).good) == ("taken", 1)
    assert again.score > before
    (kept,) = again.earlier
    assert (kept["score"], kept["statement"], kept["reason"]) == (str(before), "数据已在十一月归集", "源头已更正")
    assert next(one["good"] for one in kept["figures"] if one["measure"] == "fresh") == 0
    assert "源头已更正" in page.get(sheet.get_absolute_url()).content.decode()
    other = figure(sheet_of(cast, "housing_fund"), Measure.FRESH)
    assert other.total == 0  # nobody else's figures move


# ---- the qualities a provider answers for ----


@pytest.mark.requirement("wuhu-2020-data/5.8", "wuhu-2020-data/14.2")
def test_each_resource_shows_its_measured_qualities_and_who_answers_for_them_to_every_user(cast, city):
    bureau, resource = city("wuhu")
    reader = page_of(cast.person("education"))  # neither provider nor consumer
    address = f"/catalog/resources/{resource.id}/"
    CheckRun.objects.filter(resource_id=resource.id).update(
        scores={"completeness": 9871, "correctness": 9630, "availability": 10000, "consistency": 9900}
    )
    recheck = disputes.file_recheck(
        resource.id, actor=cast.person("housing_fund"), doubt=Doubt.WRONG, said=Said(detail="不一致")
    )
    provider = cast.person("civil_affairs")
    disputes.answer_recheck(recheck.id, actor=provider, outcome=RecheckState.CONFIRMED, answer="一致")
    panel = reader.get(address).content.decode().split("数据质量责任")[1].split("</section>")[0]
    for words in (
        "民政局",
        "时效性",
        "2026-12-01 更新，在周期内",
        "真实性",
        "一年内校核 1 件，更正 0 件",
        "可靠性",
        "99.00%",
        "完整性",
        "98.71%",
        "准确性",
        "96.30%",
        "可用性",
        "100.00%",
    ):
        assert words in panel, words
    assert recheck.number not in panel
    CheckRun.objects.all().delete()
    assert "还没有检查过" in reader.get(address).content.decode()
    assert bureau.region_code == resource.region_code
