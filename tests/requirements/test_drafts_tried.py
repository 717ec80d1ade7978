"""The Wuhu drafts of 2016, which never bound anybody, in a city that applies them by a document of its own."""

from datetime import date, timedelta
from importlib import resources

import pytest

from tests.requirements.test_catalog_entries import licence as licence_draft
from tests.requirements.test_catalog_entries import published
from tests.requirements.test_detectors import filled, granted, offers_an_order, run_out
from tests.requirements.test_licences import CODE, entry, filed, issue, made
from tests.requirements.test_sharing import text
from tests.support.refusals import refused
from yiyuan.audit.models import Entry
from yiyuan.catalog.api import published_resource
from yiyuan.disputes import services as disputes
from yiyuan.disputes.types import Channel, Doubt, Said
from yiyuan.holders import services as holders
from yiyuan.holders.types import Ground, Wanted
from yiyuan.intake.overdue import watch_loads
from yiyuan.kernel.errors import NotAllowed, NotFound
from yiyuan.kernel.identifiers import uscc_check
from yiyuan.licences import services as licences
from yiyuan.licences.models import Licence
from yiyuan.licences.types import Doubt as LicenceDoubt
from yiyuan.lists import services as lists
from yiyuan.lists.types import ListKind
from yiyuan.organisations.services import issue_token
from yiyuan.rectification import services as rectification
from yiyuan.rectification.models import Order
from yiyuan.regulations import engine
from yiyuan.regulations.api import resolve
from yiyuan.services import selectors as services_read
from yiyuan.services import services as cases
from yiyuan.services.forms import ProofForm as ServiceProofForm
from yiyuan.services.models import ServiceItem
from yiyuan.services.types import File, Got, Person
from yiyuan.sharing import services as sharing
from yiyuan.sharing.tests.test_services import STATED, ask
from yiyuan.sharing.types import Scope
from yiyuan.workflow import services as signals
from yiyuan.workflow.models import Signal, Term

TODAY = date(2018, 9, 20)
HEAD = """profile:
  name: wuhu-trial
  title: 芜湖市（试行）
  regions: ["340200"]
  valid_from: 2017-01-01
  status: trial
  adopts: 芜信办〔2017〕1号
  texts: [wuhu-2016-sharing, wuhu-2016-license, wuhu-2016-credit]
"""


@pytest.fixture(autouse=True)
def tried(tmp_path, monkeypatch, clock, cast):
    """The draft as it ships, tried by the city in the years whose texts set no rule."""
    clock.set(TODAY)
    shipped = resources.files("yiyuan.regulations") / "data" / "profiles" / "wuhu-2016-draft.yaml"
    rows = shipped.read_text("utf-8").partition("\n\n")[2]
    folder = tmp_path / "profiles"
    folder.mkdir()
    (folder / "trial.yaml").write_text(HEAD + rows, "utf-8")
    monkeypatch.setenv("YIYUAN_PROFILES", str(folder))
    engine.forget()
    cast.place = "wuhu"
    cast.officer_of_bureau()
    yield
    monkeypatch.undo()
    engine.forget()


def test_a_draft_lists_nothing_where_no_city_applies_it():
    for key in ("credit.violation_false", "licences.violation_abuse", "rectification.violation_defied"):
        assert not resolve(key, region="340100", on=TODAY).cite
        found = resolve(key, region="340200", on=TODAY)
        assert found.trial
        assert found.cite


def raised(cast, violation, body="civil_affairs", **more):
    return signals.raise_signal(
        actor=cast.officer_of_bureau(),
        organisation_id=cast.organisation(body),
        violation=violation,
        title="检查发现",
        evidence="检查记录第 3 页",
        **more,
    )


@pytest.mark.requirement("wuhu-2016-sharing/21.1")
def test_an_overdue_catalog_task_offers_an_order_of_kind_1(cast, clock):
    cast.organisation("civil_affairs")
    lists.open_compilation(actor=cast.officer_of_bureau(), title="年度编制", due_on=TODAY + timedelta(days=30))
    term = Term.objects.get(waits_for=cast.organisation("civil_affairs"), closed_on=None)
    clock.set(term.due_on)
    signals.watch_terms()
    assert not Signal.objects.exists()
    clock.set(term.due_on + timedelta(days=1))
    signals.watch_terms()
    Signal.objects.exclude(organisation_id=cast.organisation("civil_affairs")).delete()  # of the other departments
    offers_an_order(cast, "wuhu-2016-sharing/21.1")


@pytest.mark.requirement("wuhu-2016-sharing/21.2")
def test_a_late_answer_offers_an_order_of_kind_2(cast, clock):
    ask(cast)
    run_out(clock, "sharing.application")
    offers_an_order(cast, "wuhu-2016-sharing/21.2")


@pytest.mark.requirement("wuhu-2016-sharing/21.2")
def test_a_shrunken_supply_offers_an_order_of_kind_2(cast):
    filled(cast, 13)
    offers_an_order(cast, "wuhu-2016-sharing/21.2")


@pytest.mark.requirement("wuhu-2016-license/22.2")
def test_licence_data_missing_offers_an_order_of_kind_2(cast, clock):
    published(cast, licence_draft(cast, cycle="monthly"))
    clock.set(TODAY + timedelta(days=32))
    watch_loads()
    offers_an_order(cast, "wuhu-2016-license/22.2")


@pytest.mark.requirement("wuhu-2016-sharing/21.3")
def test_use_out_of_scope_offers_an_order_of_kind_3(cast):
    application, _, scope = ask(cast)
    grant = granted(cast, application, scope)
    assert not Signal.objects.exists()
    sharing.record_misuse(grant.id, actor=cast.officer_of_bureau(), evidence="夜间查询 400 次")
    offers_an_order(cast, "wuhu-2016-sharing/21.3", body="housing_fund")


@pytest.mark.requirement("wuhu-2016-license/22.3")
def test_use_of_licence_data_out_of_scope_offers_an_order_of_kind_3(cast):
    draft = licence_draft(cast)
    published(cast, draft)
    fields = frozenset(item.id for item in published_resource(draft.resource_id).items)
    scope = Scope(fields=fields, methods=frozenset({"online_query"}), until_on=TODAY + timedelta(days=200))
    officer = cast.person("housing_fund")
    asked = sharing.draft_application(draft.resource_id, actor=officer, scope=scope, values=STATED)
    grant = granted(cast, sharing.send_application(asked.id, actor=officer), scope)
    sharing.record_misuse(grant.id, actor=cast.officer_of_bureau(), evidence="对外提供")
    offers_an_order(cast, "wuhu-2016-license/22.3", body="housing_fund")


@pytest.mark.requirement("wuhu-2016-sharing/21.4")
def test_an_overdue_data_problem_offers_an_order_of_kind_4(cast, clock):
    disputes.file_recheck(
        cast.resource("civil_affairs").id,
        actor=cast.person("housing_fund"),
        doubt=Doubt.WRONG,
        said=Said(detail="登记日期不对"),
        channel=Channel.PLATFORM,
    )
    run_out(clock, "disputes.recheck")
    offers_an_order(cast, "wuhu-2016-sharing/21.4")


@pytest.mark.parametrize(
    ("violation", "defied", "conduct"),
    [
        ("catalog.violation", "rectification.violation_defied", "wuhu-2016-sharing/21.5"),
        ("licences.violation_catalog", "licences.violation_defied", "wuhu-2016-license/22.6"),
        ("credit.violation_false", "credit.violation_defied", "wuhu-2016-credit/26.6"),
    ],
)
@pytest.mark.requirement(
    "wuhu-2016-sharing/21.5",
    "wuhu-2016-sharing/21.7",
    "wuhu-2016-license/22.6",
    "wuhu-2016-license/22.8",
    "wuhu-2016-credit/26.6",
    "wuhu-2016-credit/26.8",
)
def test_a_lapsed_order_is_told_in_a_circular_and_offers_one_of_its_own_kind_that_links_to_it(
    cast, clock, violation, defied, conduct
):
    officer, head = cast.officer_of_bureau(), cast.person("civil_affairs", "head")
    first = raised(cast, violation)
    signals.state_reasons(first, actor=head, statement="人手不足")
    signals.conclude(first, actor=officer, confirmed=True, conclusion="理由不成立")
    due = TODAY + timedelta(days=10)
    order = rectification.draft_order(first, actor=officer, problem="缺", demand="补", due_on=due)
    rectification.issue_order(order.id, actor=officer, number="责改1号")
    clock.set(due + timedelta(days=1))
    signals.watch_terms()
    again = Signal.objects.get(violation=defied)
    assert again.requirement_ids == [conduct]
    rectification.circulate_order(order.id, actor=officer, number="通报1号", words="没有整改")
    order = Order.objects.get(id=order.id)
    assert (order.state, order.number) == ("circulated", "责改1号")
    signals.state_reasons(again.id, actor=head, statement="没有")
    signals.conclude(again.id, actor=officer, confirmed=True, conclusion="拒不整改")
    later = rectification.draft_order(
        again.id, actor=officer, problem="拒不整改", demand="补", due_on=due + timedelta(days=20)
    )
    assert later.earlier_id == order.id


@pytest.mark.parametrize(
    ("violation", "conduct"),
    [
        ("supervision.violation_other", "wuhu-2016-sharing/21.6"),
        ("licences.violation_other", "wuhu-2016-license/22.7"),
        ("credit.violation_other", "wuhu-2016-credit/26.7"),
        ("credit.violation_false", "wuhu-2016-credit/26.2"),
        ("credit.violation_leak", "wuhu-2016-credit/26.4"),
    ],
)
@pytest.mark.requirement(
    "wuhu-2016-sharing/21.6",
    "wuhu-2016-license/22.7",
    "wuhu-2016-credit/26.7",
    "wuhu-2016-credit/26.2",
    "wuhu-2016-credit/26.4",
)
def test_what_no_record_shows_is_found_by_an_officer_with_evidence_and_the_rule_broken(cast, as_, violation, conduct):
    bureau = as_("bureau", "bureau", "wuhu")
    said = {
        "organisation_id": str(cast.organisation("civil_affairs")),
        "violation": violation,
        "title": "检查发现",
        "evidence": "经查系故意，笔录第 2 页",
        "basis": "《办法》第九条",
    }
    assert bureau.post("/signals/new/", {**said, "evidence": ""}).status_code == 422
    if violation.endswith("_other"):
        assert bureau.post("/signals/new/", {**said, "basis": ""}).status_code == 422
    assert not Signal.objects.exists()
    assert bureau.post("/signals/new/", said).status_code == 303
    offers_an_order(cast, conduct)


@pytest.mark.requirement(
    "wuhu-2016-sharing/21.8",
    "wuhu-2016-license/22.5",
    "wuhu-2016-license/22.9",
    "wuhu-2016-license/21.2",
    "wuhu-2016-credit/26.9",
)
@pytest.mark.parametrize(("violation", "about"), [("licences.violation_abuse", ""), ("", "伪造的证照 1.2.156.3005.2")])
def test_a_grave_case_and_a_forgery_are_handed_over_with_date_and_for_overseers_alone(cast, as_, violation, about):
    officer = cast.officer_of_bureau()
    made = rectification.record_referral(
        actor=officer,
        organisation_id=cast.organisation("civil_affairs"),
        violation=violation,
        about=about,
        kind="judicial",
        what="事实",
        persons="某某",
    )
    rectification.hand_referral(made.id, actor=officer, organ="市公安局", handed_on=TODAY)
    made.refresh_from_db()
    assert (made.organ, made.handed_on, made.about) == ("市公安局", TODAY, about)
    at = f"/rectification/referrals/{made.id}/"
    assert as_("civil_affairs", "head", "wuhu").get(at).status_code == 404
    assert as_("inspection", "auditor", "wuhu").get(at).status_code == 200


def test_conduct_a_draft_lists_is_none_elsewhere(cast):
    cast.place = "liyang"
    with pytest.raises(NotFound):
        raised(cast, "credit.violation_false")


@pytest.mark.requirement("wuhu-2016-license/13.2", "wuhu-2016-license/15.1")
def test_a_business_system_gets_in_only_after_the_bureau_answered_its_application(cast, client):
    kind = licence_entry_of(cast)
    secret = issue_token(actor=cast.person("housing_fund"), name="业务系统", functions=(), days=1)
    heads = {"Authorization": f"Bearer {secret}"}
    body = {"number": "芜社字0001", "holder_code": CODE, "case_no": "A-1", "use_cause": "年检", "action": "verify"}

    def call():
        return client.post("/api/v1/licence-use/queryCertInfo", body, "application/json", headers=heads)

    refused_ = call().json()
    assert refused_["rule"] == "licences.granted"
    assert "第13条" in " ".join(refused_["articles"])
    assert Entry.objects.filter(tag="edge.rule_broken", facts__subject="licences.granted").exists()
    until = TODAY + timedelta(days=90)
    wanted = Wanted(kind.resource_id, Ground.DUTY, ("verify",), (), "开户", "三定规定", until)
    grant = holders.ask_grant(kind.resource_id, actor=cast.person("housing_fund"), wanted=wanted)
    with pytest.raises(NotAllowed):
        holders.decide_grant(grant.id, actor=cast.person("civil_affairs", "head"))
    holders.decide_grant(grant.id, actor=cast.person("bureau", "bureau"))
    assert call().status_code == 200


def licence_entry_of(cast):
    """With a licence of it in force."""
    kind = entry(cast)
    filed(cast)
    licences.make_seal(actor=cast.person("bureau", "operator"), organisation_id=cast.organisation("bureau"))
    day = TODAY - timedelta(days=1)
    issue(cast, made(cast, kind, granted_on=day, valid_from=day, valid_until=None))
    return kind


@pytest.mark.requirement("wuhu-2016-license/13.1", "wuhu-2016-license/14.1")
def test_a_case_fills_its_material_from_the_library_and_asks_for_no_upload(cast):
    kind, officer = licence_entry_of(cast), cast.person("civil_affairs")
    case = licence_case(kind, officer)
    assert cases.gather(case.id, actor=officer) == 1
    proof = case.proofs.get()
    assert (proof.got, bool(proof.use_id)) == (Got.FOUND, True)
    assert str(proof.id) not in dict(ServiceProofForm(matter=case).fields["proof_id"].choices)
    cases.approve_case(case.id, actor=officer)


@pytest.mark.requirement("wuhu-2016-license/14.2", "wuhu-2016-license/16.1")
def test_a_copy_is_checked_before_the_approval_and_the_share_of_cases_with_licences_is_shown_by_unit(cast, as_):
    kind, officer = licence_entry_of(cast), cast.person("civil_affairs")
    first, second = licence_case(kind, officer), licence_case(kind, officer, uscc_of_nobody())
    cases.gather(first.id, actor=officer)
    cases.approve_case(first.id, actor=officer)
    proof = second.proofs.get()
    cases.add_proof(second.id, actor=officer, proof_id=proof.id, file=File("证.pdf", b"%PDF-1.7 copy"))
    with refused("services.ready"):
        cases.approve_case(second.id, actor=officer)
    assert cases.check_proof(second.id, actor=officer, proof_id=proof.id) == "not_found"
    cases.approve_case(second.id, actor=officer)
    shown = text(as_("civil_affairs").get("/services/shares/?by=organisation"))
    assert "50.0%" in shown
    (row,) = services_read.shares(cast.person("bureau", "bureau"), by="organisation")
    assert (row.cases, row.licensed, row.paperless) == (2, 1, 1)
    assert [one.organisation for one in services_read.shares(officer, by="county")] == ["芜湖市"]


def licence_case(kind, officer, code=CODE):
    item = ServiceItem.objects.filter(code="NJ1").first()
    if item is None:
        said = {"name": "年检", "code": "NJ1", "applicant": "body", "on_platform": True}
        item = cases.register_item(actor=officer, **said)
        more = {"required": True, "from_applicant": False, "resource_id": kind.resource_id}
        cases.add_material(item.id, actor=officer, name=kind.name, **more)
        cases.open_item(item.id, actor=officer)
    return cases.open_case(item.id, actor=officer, person=Person("晨光志愿服务队", code))


def uscc_of_nobody():
    start = "51340200999900077".ljust(17, "0")
    return start + uscc_check(start)


@pytest.mark.requirement("wuhu-2016-license/22.1")
def test_an_overdue_task_of_the_licence_catalog_offers_an_order_of_kind_1_and_one_handed_in_does_not(cast, clock):
    late, done = cast.organisation("civil_affairs"), cast.organisation("housing_fund")
    until = TODAY + timedelta(days=30)
    task = lists.open_compilation(actor=cast.officer_of_bureau(), title="证照目录", due_on=until, licences=True)
    lists.hand_in_list(ListKind.CATALOG, actor=cast.person("housing_fund"), note="不颁发证照")
    clock.set(until)
    signals.watch_terms()
    assert not Signal.objects.exists()
    clock.set(until + timedelta(days=1))
    signals.watch_terms()
    assert task.parts.get(organisation=done).state == "done"
    assert not Signal.objects.filter(organisation_id=done).exists()
    Signal.objects.exclude(organisation_id=late).delete()  # of the other departments
    made_order = offers_an_order(cast, "wuhu-2016-license/22.1")
    assert "wuhu-2016-sharing/21.1" not in made_order.cite


@pytest.mark.requirement("wuhu-2016-license/22.4")
def test_an_objection_to_a_licence_left_past_its_day_offers_an_order_of_kind_4(cast, clock):
    licence_entry_of(cast)
    licences.object_as_holder(
        Licence.objects.get().id, doubt=LicenceDoubt.ACCURACY, text="名称不对", name="晨光志愿服务队", contact="1"
    )
    run_out(clock, "licences.objection")
    offers_an_order(cast, "wuhu-2016-license/22.4")
