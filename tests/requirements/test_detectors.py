"""Conduct that the lists name, found in the records: one case that must raise a signal and one that must not."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.requirements.test_catalog_entries import licence as licence_draft
from tests.requirements.test_catalog_entries import published
from tests.support.pages import Browser
from yiyuan.catalog import services as catalog
from yiyuan.catalog.api import published_resource
from yiyuan.disputes import services as disputes
from yiyuan.disputes.types import Channel, Doubt, Said
from yiyuan.intake import loading
from yiyuan.intake import services as intake
from yiyuan.intake.overdue import watch_loads
from yiyuan.intake.tests.conftest import csv, row
from yiyuan.intake.types import Way
from yiyuan.kernel import clock as legal
from yiyuan.rectification import services as rectification
from yiyuan.rectification.forms import OrderForm
from yiyuan.rectification.selectors import GRAVE, finding_for
from yiyuan.sharing import services as sharing
from yiyuan.sharing.models import Demand, Grant
from yiyuan.sharing.tests.test_services import STATED, ask
from yiyuan.sharing.types import Scope
from yiyuan.workflow import services as signals
from yiyuan.workflow.models import Signal, Term
from yiyuan.workflow.rules import CONDUCT

TODAY = date(2026, 9, 24)


@pytest.fixture(autouse=True)
def today(clock):
    clock.set(TODAY)


def offers_an_order(cast, conduct, *, body="civil_affairs"):
    """After statement and confirmation, an order of this kind, with the evidence at hand."""
    signal = Signal.objects.get()
    assert conduct in signal.requirement_ids
    officer = cast.officer_of_bureau()
    signals.state_reasons(signal.id, actor=cast.person(body, "head"), statement="人手不足")
    signals.conclude(signal.id, actor=officer, confirmed=True, conclusion="理由不成立")
    found = finding_for(signal.id, actor=officer)
    said = OrderForm(actor=officer, under=found).initial["problem"]
    assert found.words
    assert found.words in said
    made = rectification.draft_order(
        signal.id, actor=officer, problem=said, demand="改正", due_on=legal.today() + timedelta(days=20)
    )
    assert conduct in made.cite
    return made


def run_out(clock, workflow):
    """Nothing on the last day; the day after, what the clock finds."""
    term = Term.objects.get(workflow=workflow, closed_on=None)
    clock.set(term.due_on)
    signals.watch_terms()
    assert not Signal.objects.exists()
    clock.set(term.due_on + timedelta(days=1))
    signals.watch_terms()


def change(cast, resource_id):
    catalog.register_change(
        actor=cast.person("civil_affairs"),
        cause="law_revised",
        document="《社会团体登记管理条例》修订",
        changed_on=TODAY,
        resource_ids=[resource_id],
    )


@pytest.mark.requirement("wuhu-2020-data/28.1")
def test_a_late_change_of_the_catalog_offers_an_order_of_kind_1(cast, clock):
    change(cast, cast.resource("civil_affairs").id)
    run_out(clock, "catalog.change")
    offers_an_order(cast, "wuhu-2020-data/28.1")


@pytest.mark.requirement("wuhu-2020-license/23.1")
def test_a_late_change_of_a_licence_entry_offers_an_order_of_kind_1_of_the_licence_measure(cast, clock):
    draft = licence_draft(cast)
    published(cast, draft)
    change(cast, draft.resource_id)
    run_out(clock, "catalog.change")
    made = offers_an_order(cast, "wuhu-2020-license/23.1")
    assert "wuhu-2020-data/28.1" not in made.cite


@pytest.mark.requirement("wuhu-2020-data/28.2")
def test_an_unanswered_application_offers_an_order_of_kind_2(cast, clock):
    cast.organisation("bureau")
    ask(cast)
    run_out(clock, "sharing.application")
    offers_an_order(cast, "wuhu-2020-data/28.2")


def filled(cast, rows):
    """A resource of so many rows, then the whole state of fewer, confirmed by another person."""
    resource = cast.resource("civil_affairs")
    clerk = cast.person("civil_affairs")
    for number, way in ((20, Way.MERGE), (rows, Way.REPLACE)):
        content = csv([row(one) for one in range(1, number + 1)])
        upload = SimpleUploadedFile(f"{number}.csv", content)
        batch = intake.receive_file(resource.id, actor=clerk, upload=upload, confirmed=way is Way.MERGE, way=way).batch
        loading.load_batch(batch.id)
        batch.refresh_from_db()
    for person in (clerk, cast.person("civil_affairs", "head")):
        if batch.state != "loaded":
            intake.confirm_batch(batch.id, actor=person, preview=batch.foreseen.number)
            loading.load_batch(batch.id)
            batch.refresh_from_db()
    assert batch.state == "loaded"


@pytest.mark.parametrize(("rows", "raised"), [(14, False), (13, True)], ids=["the share", "more than the share"])
@pytest.mark.requirement("wuhu-2020-data/28.2")
def test_a_drop_in_supplied_rows_offers_an_order_of_kind_2_with_the_figures(cast, rows, raised):
    filled(cast, rows)
    assert Signal.objects.exists() is raised
    if raised:
        made = offers_an_order(cast, "wuhu-2020-data/28.2")
        assert "20 行" in made.problem
        assert "13 行" in made.problem


def test_a_drop_in_rows_is_no_signal_where_the_law_lists_no_incomplete_supply(cast):
    cast.place = "anhui"
    filled(cast, 5)
    assert not Signal.objects.exists()


@pytest.mark.requirement("wuhu-2020-license/23.2")
def test_a_licence_entry_without_data_by_its_cycle_offers_an_order_of_kind_2(cast, clock):
    draft = licence_draft(cast, cycle="monthly")
    published(cast, draft)
    clock.set(TODAY + timedelta(days=31))
    watch_loads()
    assert not Signal.objects.exists()
    clock.set(TODAY + timedelta(days=32))
    watch_loads()
    made = offers_an_order(cast, "wuhu-2020-license/23.2")
    assert "wuhu-2020-data/28.2" not in made.cite


def granted(cast, application, scope):
    sharing.grant_application(application.id, actor=cast.person("civil_affairs", "head"), scope=scope)
    return Grant.objects.get()


@pytest.mark.requirement("wuhu-2020-data/28.3")
def test_use_out_of_scope_offers_an_order_of_kind_3(cast):
    application, _, scope = ask(cast)
    grant = granted(cast, application, scope)
    assert not Signal.objects.exists()
    sharing.record_misuse(grant.id, actor=cast.officer_of_bureau(), evidence="夜间查询 400 次，没有办件")
    offers_an_order(cast, "wuhu-2020-data/28.3", body="housing_fund")


@pytest.mark.requirement("wuhu-2020-license/23.3")
def test_use_of_licence_data_out_of_scope_offers_an_order_of_kind_3_of_the_licence_measure(cast):
    draft = licence_draft(cast)
    published(cast, draft)
    fields = frozenset(item.id for item in published_resource(draft.resource_id).items)
    scope = Scope(fields=fields, methods=frozenset({"online_query"}), until_on=TODAY + timedelta(days=200))
    officer = cast.person("housing_fund")
    asked = sharing.draft_application(draft.resource_id, actor=officer, scope=scope, values=STATED)
    grant = granted(cast, sharing.send_application(asked.id, actor=officer), scope)
    sharing.record_misuse(grant.id, actor=cast.officer_of_bureau(), evidence="对外提供")
    offers_an_order(cast, "wuhu-2020-license/23.3", body="housing_fund")


@pytest.mark.requirement("wuhu-2020-data/28.5")
def test_a_recheck_past_its_term_offers_an_order_of_kind_5(cast, clock):
    resource = cast.resource("civil_affairs")
    disputes.file_recheck(
        resource.id,
        actor=cast.person("housing_fund"),
        doubt=Doubt.WRONG,
        said=Said(detail="登记日期不对"),
        channel=Channel.PROVIDER,
    )
    run_out(clock, "disputes.recheck")
    offers_an_order(cast, "wuhu-2020-data/28.5")


@pytest.mark.requirement("wuhu-2020-license/23.4")
def test_a_citizen_reports_a_refused_licence_and_the_report_becomes_an_order_of_kind_4(cast, as_):
    cast.officer_of_bureau()
    said = {
        "about": str(cast.organisation("civil_affairs")),
        "asked_for": "营业执照原件",
        "happened_on": TODAY.isoformat(),
        "refused_licence": "on",
    }
    assert Browser().post("/ask-once/", said).status_code == 303
    assert not Signal.objects.exists()  # a report is no signal by itself
    demand = Demand.objects.get()
    bureau, concerned = as_("bureau", "bureau"), as_("civil_affairs", "head")
    bureau.post(f"/sharing/demands/{demand.id}/take/")
    at = f"/sharing/demands/{demand.id}/signal/"
    assert concerned.post(at, {"text": "自己提出"}).status_code == 403
    assert bureau.post(at, {"text": ""}).status_code == 422
    assert bureau.post(at, {"text": "经核实，窗口不认电子营业执照"}).status_code == 303
    assert bureau.post(at, {"text": "再提一次"}).status_code == 409
    offers_an_order(cast, "wuhu-2020-license/23.4")


@pytest.mark.parametrize(
    ("place", "conduct"), [("anhui", "anhui-2020-data/43.9"), ("jiaozuo", "jiaozuo-2020-data/35.3")]
)
@pytest.mark.requirement("anhui-2020-data/43.9", "jiaozuo-2020-data/35.3")
def test_a_repeated_demand_becomes_an_order_of_its_kind(cast, place, conduct):
    cast.place = place
    officer = cast.officer_of_bureau()
    made = sharing.report_demand(
        actor=cast.person("housing_fund"),
        about_id=cast.organisation("civil_affairs"),
        asked_for="结婚证复印件",
        happened_on=TODAY,
    )
    assert not Signal.objects.exists()
    sharing.signal_demand(made.id, actor=officer, text="经核实，可以共享取得")
    offers_an_order(cast, conduct)


@pytest.mark.parametrize(
    ("place", "violation", "conduct"),
    [
        ("anhui", "projects.violation", "anhui-2020-data/43.4"),
        ("anhui", "supervision.violation_opening", "anhui-2020-data/43.10"),
        ("anhui", "supervision.violation_security", "anhui-2020-data/43.11"),
        ("jiaozuo", "supervision.violation_tampering", "jiaozuo-2020-data/35.5"),
        ("jiaozuo", "projects.violation", "jiaozuo-2020-project/31.1"),
        ("wuhu", "supervision.violation_virus", "wuhu-2020-data/28.4"),
        ("wuhu", "licences.violation_other", "wuhu-2020-license/23.8"),
    ],
)
@pytest.mark.requirement(
    "anhui-2020-data/43.4",
    "anhui-2020-data/43.10",
    "anhui-2020-data/43.11",
    "jiaozuo-2020-data/35.5",
    "jiaozuo-2020-project/31.1",
    "wuhu-2020-data/28.4",
    "wuhu-2020-license/23.8",
)
def test_what_no_record_shows_an_officer_finds_with_evidence(cast, as_, place, violation, conduct):
    cast.place = place
    body = cast.organisation("civil_affairs")
    bureau = as_("bureau", "bureau", place)
    said = {"organisation_id": str(body), "violation": violation, "title": "检查发现", "basis": "《办法》第九条"}
    assert bureau.post("/signals/new/", {**said, "evidence": ""}).status_code == 422
    if violation.endswith("_other"):
        assert bureau.post("/signals/new/", {**said, "evidence": "照片", "basis": ""}).status_code == 422
    assert not Signal.objects.exists()
    assert bureau.post("/signals/new/", {**said, "evidence": "9 月 20 日检查记录"}).status_code == 303
    offers_an_order(cast, conduct)
    elsewhere = "liyang"
    officer = as_("bureau", "bureau", elsewhere)
    assert violation not in officer.get("/signals/new/").content.decode()


LISTED = {
    "anhui": [f"anhui-2020-data/43.{n}" for n in range(4, 12)],
    "wuhu": [f"wuhu-2020-data/28.{n}" for n in range(1, 8)] + [f"wuhu-2020-license/23.{n}" for n in range(1, 9)],
    "liyang": [f"liyang-2020-sharing/26.{n}" for n in range(3, 10)],
    "jiaozuo": [f"jiaozuo-2020-data/35.{n}" for n in range(1, 8)],
}


@pytest.mark.parametrize(("place", "articles"), LISTED.items())
def test_every_listed_conduct_can_be_offered_as_a_signal_or_recorded_for_the_overseers(cast, place, articles):
    law = cast.law(place)
    offered = {cite for key in (*CONDUCT, *GRAVE) for cite in law.resolved(key).cite}
    assert [one for one in articles if one not in offered] == []
