"""How public credit is used, by the draft of 2016 that a city tries. Read from the `accept` sentences."""

from datetime import date, timedelta

import pytest

from tests.requirements.test_services import accept, item
from tests.requirements.test_sharing import text
from tests.support.credit import trial
from tests.support.refusals import refused
from yiyuan.audit.models import Entry
from yiyuan.credit.tests.steps import item as credit_item
from yiyuan.kernel import clock as legal
from yiyuan.kernel.errors import MoveRefused, NotAllowed
from yiyuan.kernel.identifiers import uscc_check
from yiyuan.notices.models import Notice
from yiyuan.organisations.models import Organisation
from yiyuan.regulations import engine
from yiyuan.services import services as cases
from yiyuan.services.types import Applicant, Person
from yiyuan.services.types import Ground as No
from yiyuan.standing import services
from yiyuan.standing.models import Commitment, ListEntry, Lookup
from yiyuan.standing.services import watches
from yiyuan.standing.types import Consent, File, Ground, ListKind

TODAY = date(2026, 11, 20)
PDF = File("文书.pdf", b"%PDF-1.7 paper")
CODE = "91340200MA2AAAA01" + uscc_check("91340200MA2AAAA01")
NAME = "芜湖示例建设有限公司"


@pytest.fixture
def day():
    return TODAY


@pytest.fixture
def city(cast, clock, tmp_path, monkeypatch, day):
    """A city that applies the draft."""
    clock.set(day)
    monkeypatch.setenv("YIYUAN_PROFILES", str(trial(tmp_path / "profiles")))
    engine.forget()
    cast.place = "wuhu"
    cast.officer_of_bureau()
    yield cast
    monkeypatch.undo()
    engine.forget()


def look(city, *, unit="civil_affairs", **more):
    said = {"ground": Ground.DUTY, "name": NAME, "code": CODE, "purpose": "招标资格审查", **more}
    return services.look_up(actor=city.person(unit), **said)


# ---- commitments ----


@pytest.mark.requirement("wuhu-2016-credit/14.2")
def test_each_field_has_a_versioned_commitment_form(city, as_):
    officer = city.person("civil_affairs")
    said = {"actor": officer, "field": "社会组织登记", "title": "信用承诺书", "item_code": "CN-01"}
    first = services.publish_form(**said, text="承诺依法登记")
    second = services.publish_form(**said, text="承诺依法登记，接受惩戒")
    other = services.publish_form(
        actor=officer, field="养老服务", title="养老服务承诺书", text="承诺", item_code="CN-01"
    )
    assert (first.version, second.version, other.version) == (1, 2, 1)
    page = text(as_("housing_fund").get("/standing/forms/"))
    assert "养老服务承诺书" in page
    assert "试行：" in page
    asked = text(as_("civil_affairs").get("/standing/commitments/new/"))
    assert "信用承诺书（第 2 版）" in asked
    assert "第 1 版" not in asked.replace("养老服务承诺书（第 1 版）", "")


@pytest.mark.requirement("wuhu-2016-credit/14.3")
def test_a_commitment_is_public_and_a_breach_is_linked_to_it(city, as_):
    made = committed(city)
    page = as_("housing_fund")
    assert NAME in text(page.get(made.get_absolute_url()))
    services.note_breach(
        made.id, actor=city.person("civil_affairs"), document_no="芜市监罚〔2026〕8号", found_on=TODAY, words="虚假宣传"
    )
    assert "芜市监罚〔2026〕8号" in text(page.get(made.get_absolute_url()))
    assert Entry.objects.filter(tag="standing.commitment.breached", object_id=str(made.id)).exists()


def committed(city, item_code=""):
    if not item_code:
        item_code = credit_item(city, "CN-01", name="信用承诺", category="信用承诺", section="other").code
    officer = city.person("civil_affairs")
    said = {"field": "社会组织登记", "title": "信用承诺书", "text": "承诺依法登记", "item_code": item_code}
    form = services.publish_form(actor=officer, **said)
    said = {"form_id": form.id, "name": NAME, "code": CODE, "matter": "设立登记", "filed_on": TODAY}
    with refused("standing.entity"):
        services.commit(actor=officer, **{**said, "code": "不是代码"}, file=PDF)
    return services.commit(actor=officer, **said, file=PDF)


# ---- lists ----


def listed(city, kind):
    officer = city.person("civil_affairs")
    said = {"name": NAME, "code": CODE, "basis": "某条例第九条", "facts": "事实", "told_on": TODAY - timedelta(days=20)}
    made = services.tell(actor=officer, kind=kind, **said)
    decided = {"decision_no": "芜民决〔2026〕3号", "decided_on": TODAY, "until": TODAY + timedelta(days=365)}
    with pytest.raises(MoveRefused):  # not on the list before it is heard
        services.give_measure(
            made.id,
            actor=officer,
            organisation_id=city.organisation("housing_fund"),
            words="措施",
            basis="依据",
            due_on=TODAY + timedelta(days=10),
            until=None,
        )
    with refused("standing.entered"):
        services.enter(made.id, actor=officer, statement=" ", **decided, file=PDF)
    services.enter(made.id, actor=officer, statement="主体没有异议", **decided, file=PDF)
    made.refresh_from_db()
    return made


def measured(city, entry, words):
    return services.give_measure(
        entry.id,
        actor=city.person("civil_affairs"),
        organisation_id=city.organisation("housing_fund"),
        words=words,
        basis="联合奖惩备忘录第三项",
        due_on=TODAY + timedelta(days=10),
        until=TODAY + timedelta(days=90),
    )


@pytest.mark.requirement("wuhu-2016-credit/17.2")
def test_a_red_list_entry_shows_its_incentives_and_each_departments_feedback(city, as_):
    entry = listed(city, ListKind.RED)
    measure = measured(city, entry, "优先办理、容缺受理")
    services.report_measure(measure.id, actor=city.person("housing_fund"), words="已开通绿色通道")
    page = text(as_("civil_affairs").get(entry.get_absolute_url()))
    assert "红名单" in page
    assert "优先办理、容缺受理" in page
    assert "已开通绿色通道" in page


@pytest.mark.requirement("wuhu-2016-credit/17.3")
def test_a_black_list_entry_sends_tasks_to_the_measure_departments_and_collects_feedback(city, as_):
    entry = listed(city, ListKind.BLACK)
    measure = measured(city, entry, "限制享受优惠政策")
    desk = text(as_("housing_fund").get("/"))
    assert "惩戒措施" in desk
    with pytest.raises(NotAllowed):
        services.report_measure(measure.id, actor=city.person("civil_affairs"), words="代填")
    services.report_measure(measure.id, actor=city.person("housing_fund"), words="已停止提取优惠")
    page = text(as_("civil_affairs").get(entry.get_absolute_url()))
    assert "黑名单" in page
    assert "已停止提取优惠" in page


def test_an_objection_is_shown_and_the_day_after_the_last_the_subject_leaves_the_list(city, as_, clock):
    entry = listed(city, ListKind.BLACK)
    services.object_to(entry.id, actor=city.person("civil_affairs"), words="处罚已撤销")
    assert "在名单，有异议" in text(as_("housing_fund").get(entry.get_absolute_url()))
    services.uphold(entry.id, actor=city.person("civil_affairs"), words="处罚仍有效")
    clock.set(entry.until)
    assert services.end_expired() == 0
    clock.set(entry.until + timedelta(days=1))
    assert services.end_expired() == 1
    entry.refresh_from_db()
    assert (entry.state, entry.reason) == ("left", "有效期满")


# ---- look-ups ----


@pytest.mark.requirement("wuhu-2016-credit/13.7")
def test_an_internal_look_up_needs_an_organs_account_and_a_stated_duty(city, as_):
    with refused("standing.duty"):
        look(city, purpose=" ")
    agency = city.organisation("housing_fund")
    Organisation.objects.filter(id=agency).update(kind="social")
    with refused("standing.duty"):
        look(city, unit="housing_fund")
    told = as_("civil_affairs").post("/standing/lookups/new/", {"ground": "duty", "name": NAME, "code": CODE})
    assert "第13条" in text(told, 422)
    made = look(city)
    assert Entry.objects.get(tag="standing.lookup.duty", object_id=str(made.id)).facts["purpose"] == "招标资格审查"


@pytest.mark.requirement("wuhu-2016-credit/13.5")
def test_a_look_up_without_consent_cites_the_law_and_is_logged_apart(city):
    with refused("standing.without_consent"):
        look(city, ground=Ground.LAW)
    made = look(city, ground=Ground.LAW, law="《反洗钱法》第十条")
    entry = Entry.objects.get(object_type="standing.lookup", object_id=str(made.id))
    assert entry.tag == "standing.lookup.law"
    assert entry.facts["law"] == "《反洗钱法》第十条"


@pytest.mark.requirement("wuhu-2016-credit/16.1")
def test_an_agency_asks_in_bulk_under_agreement_and_by_consent_once(city, as_):
    agency = city.organisation("housing_fund")
    Organisation.objects.filter(id=agency).update(kind="social")
    agreement = services.sign_agreement(
        actor=city.person("bureau", "operator"),
        agency_id=agency,
        number="信协〔2026〕1号",
        signed_on=TODAY,
        until=TODAY + timedelta(days=300),
        file=PDF,
    )
    officer = city.person("housing_fund")
    with refused("standing.bulk"):
        services.look_up_many(agreement.id, actor=officer, codes="123", purpose="信贷")
    found = services.look_up_many(agreement.id, actor=officer, codes=f"{CODE}\n{CODE}", purpose="信贷")
    assert [one.ground for one in found] == ["agreement"]
    with pytest.raises(NotAllowed):
        services.look_up_many(agreement.id, actor=city.person("bureau", "operator"), codes=CODE, purpose="信贷")
    said = {"unit": "housing_fund", "ground": Ground.CONSENT}
    with refused("standing.consent"):
        look(city, **said)
    look(city, **said, consent=Consent("授权一号", PDF))
    with refused("standing.consent_once"):
        look(city, **said, consent=Consent("授权二号", PDF))


@pytest.mark.requirement("wuhu-2016-credit/14.4")
@pytest.mark.parametrize(
    "kind", ["trading", "tender", "approval", "admission", "qualify", "funding", "employment", "honours"]
)
def test_a_case_of_the_eight_kinds_is_not_decided_before_a_credit_query_for_its_subject(city, kind):
    made = item(city, applicant=Applicant.BODY, credit_matter=kind)
    case = accept(city, made, Person(NAME, CODE))
    officer = city.person("housing_fund")
    with refused("standing.matters"):
        cases.approve_case(case.id, actor=officer)
    with refused("standing.matters"):
        cases.reject_case(case.id, actor=officer, ground=No.CONDITIONS, words="不符合条件")
    other = "91340200MA2AAAA02" + uscc_check("91340200MA2AAAA02")
    look(city, unit="housing_fund", code=other, matter=kind, case=case.number)
    with refused("standing.matters"):
        cases.approve_case(case.id, actor=officer)
    look(city, unit="housing_fund", matter=kind, case=case.number)
    cases.approve_case(case.id, actor=officer)
    case.refresh_from_db()
    assert case.state == "done"


@pytest.mark.requirement("wuhu-2016-credit/15.1")
def test_a_bought_report_is_attached_to_a_case_with_agency_and_date(city, as_):
    made = item(city, applicant=Applicant.BODY)
    case = accept(city, made, Person(NAME, CODE))
    said = {"case": case.number, "agency": "示例征信有限公司", "product": "企业信用报告"}
    with refused("standing.dates"):
        services.attach_purchase(actor=city.person("housing_fund"), **said, made_on=TODAY + timedelta(days=1), file=PDF)
    services.attach_purchase(actor=city.person("housing_fund"), **said, made_on=date(2026, 11, 2), file=PDF)
    page = text(as_("housing_fund").get(case.get_absolute_url()))
    assert "示例征信有限公司" in page
    assert "2026-11-02" in page


@pytest.mark.requirement("wuhu-2016-credit/17.1")
def test_a_department_subscribes_to_changes_of_those_it_supervises(city):
    made = services.watch(actor=city.person("civil_affairs"), name=NAME, code=CODE, duty="社会组织年检")
    with refused("standing.watch_once"):
        services.watch(actor=city.person("civil_affairs"), name=NAME, code=CODE, duty="年检")
    assert watches.tell_watchers(CODE, what="新增行政处罚") == 1
    told = Notice.objects.get(matter="standing.watch", about=str(made.id))
    assert "新增行政处罚" in told.sentence
    services.unwatch(made.id, actor=city.person("civil_affairs"))
    assert watches.tell_watchers(CODE, what="新增行政处罚") == 0


# ---- forged licences ----


def forged(cast):
    return services.report_forgery(
        actor=cast.person("housing_fund"),
        name=NAME,
        code=CODE,
        licence="营业执照 91340200",
        facts="与电子证照库不一致，承认伪造",
        found_on=legal.today(),
        file=PDF,
    )


@pytest.mark.requirement("wuhu-2020-license/22.2")
def test_after_approval_a_forgery_goes_to_the_credit_body_as_a_report_with_evidence_and_makes_no_record(
    cast, clock, as_
):
    clock.set(TODAY)
    cast.place = "wuhu"
    bureau = cast.officer_of_bureau()
    found = forged(cast)
    assert not found.report_no
    with pytest.raises(NotAllowed):
        services.approve_forgery(found.id, actor=cast.person("housing_fund"), words="同意")
    services.approve_forgery(found.id, actor=bureau, words="属实，报送")
    found.refresh_from_db()
    assert (found.state, found.outcome, found.record_id) == ("sent", "report", None)
    page = text(as_("housing_fund").get(found.get_absolute_url()))
    assert found.report_no in page
    assert found.sha256[:16] in page
    assert "第22条" in text(as_("housing_fund").get("/standing/forgeries/"))


# ---- where nobody applies the draft ----


def test_where_no_city_applies_the_draft_nothing_of_it_is_asked_or_kept(cast, clock):
    clock.set(TODAY)
    cast.place = "liyang"
    with refused("standing.off"):
        services.look_up(actor=cast.person("civil_affairs"), ground=Ground.DUTY, name=NAME, code=CODE, purpose="审查")
    assert not Lookup.objects.exists()
    assert not ListEntry.objects.exists()
    assert not Commitment.objects.exists()
