"""What of the credit room is shown to whom: site, look-ups, own pages, reports. Read from the `accept` sentences."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.requirements.test_holders import phone
from tests.requirements.test_opening_site import PERSON as AGENT
from tests.requirements.test_opening_site import Visitor
from tests.requirements.test_sharing import text
from tests.requirements.test_standing import TODAY, city, committed, day, forged, listed
from tests.support.refusals import refused
from yiyuan.audit.models import Entry
from yiyuan.credit import services as credit
from yiyuan.credit.api import Reader
from yiyuan.credit.models import CreditObjection, CreditReading, CreditRecord
from yiyuan.credit.tests.steps import COMPANY, OTHER, PERSON, add, item, paper, person
from yiyuan.credit.types import File as CreditPaper
from yiyuan.credit.types import Level, SubjectKind
from yiyuan.holders.types import BODY, Identity
from yiyuan.holders.types import PERSON as NATURAL
from yiyuan.kernel.actor import Function
from yiyuan.licences import services as licences
from yiyuan.notices.models import Notice
from yiyuan.organisations.models import Organisation
from yiyuan.standing import reading, services
from yiyuan.standing.types import Consent, File, Ground, ListKind, ReportKind

__all__ = ["city", "day"]
PDF = File("文书.pdf", b"%PDF-1.7 paper")
NAME = "示例建材有限公司"


@pytest.fixture
def visitor():
    return Visitor(**AGENT)


@pytest.fixture
def held(city):
    """One record of each level of a company, by its document number."""
    item(city)
    made = {}
    for level, number in ((Level.PUBLIC, "公一号"), (Level.AUTHORISED, "授二号"), (Level.INTERNAL, "内三号")):
        code = "CF-01" if level is Level.PUBLIC else f"CF-{level}"
        if level is not Level.PUBLIC:
            item(city, code, level=level)
        made[level] = add(city, code, number, level=level)
    return made


def look(city, *, unit="civil_affairs", code=COMPANY, **more):
    said = {"ground": Ground.DUTY, "name": NAME, "code": code, "purpose": "招标资格审查", **more}
    return services.look_up(actor=city.person(unit), **said)


def numbers(found):
    return {one.document_no for one in found}


@pytest.mark.requirement("wuhu-2016-credit/13.3")
def test_public_records_are_shown_without_login_and_no_other_level_is(city, held, visitor, clock):
    for address in (f"/credit/subject/{COMPANY}", "/credit/lists/penalty", "/credit/feed.atom"):
        shown = text(visitor.get(address))
        assert "公一号" in shown, address
        assert "授二号" not in shown
        assert "内三号" not in shown
    assert "公开信息 1 条" in text(visitor.get("/credit/", {"q": COMPANY}))
    clock.set(held[Level.PUBLIC].published_until + timedelta(days=1))
    assert "公一号" not in text(visitor.get("/credit/lists/penalty"))  # nothing ran


@pytest.mark.requirement("wuhu-2016-credit/13.4")
def test_a_person_with_checked_identity_sees_only_his_own_authorised_records(city, held, settings):
    settings.HOLDER_LOGIN = "simulator"
    item(city, "GR-01", level=Level.AUTHORISED, subject_kind=SubjectKind.NATURAL)
    add(city, "GR-01", "个四号", level=Level.AUTHORISED, **person(PERSON))
    _holder, own = phone(Identity("张三丰", PERSON, NATURAL, "simulator"))
    shown = text(own.get("/my-licences/credit/"))
    assert "个四号" in shown
    assert "授二号" not in shown
    _holder, company = phone(Identity(NAME, COMPANY, BODY, "simulator"))
    shown = text(company.get("/my-licences/credit/"))
    assert "授二号" in shown
    assert "公一号" in shown
    assert "内三号" not in shown
    _holder, other = phone(Identity("另一家", OTHER, BODY, "simulator"))
    shown = text(other.get("/my-licences/credit/"))
    assert "授二号" not in shown
    assert other.get(f"/my-licences/credit/{held[Level.AUTHORISED].id}/statement/").status_code == 404
    said = company.post(f"/my-licences/credit/{held[Level.PUBLIC].id}/statement/", {"text": "已经缴清"})
    assert said.status_code == 303
    assert "已经缴清" in text(company.get("/my-licences/credit/"))


def test_what_a_look_up_shows_depends_on_its_ground_and_is_seen_on_its_day_alone(city, held, as_, clock):
    officer = city.person("civil_affairs")
    by_duty = look(city)
    assert numbers(reading.found(by_duty, actor=officer)) == {"公一号", "授二号", "内三号"}
    assert by_duty.found == 3
    by_law = look(city, ground=Ground.LAW, law="《反洗钱法》第十条")
    assert numbers(reading.found(by_law, actor=officer)) == {"公一号", "授二号"}
    by_consent = look(city, ground=Ground.CONSENT, consent=Consent("授权一号", PDF))
    assert numbers(reading.found(by_consent, actor=officer)) == {"公一号", "授二号"}
    assert "授二号" in text(as_("civil_affairs").get(by_duty.get_absolute_url()))
    assert "授二号" not in text(as_("bureau", "bureau").get(by_duty.get_absolute_url()))
    clock.set(TODAY + timedelta(days=1))
    assert "授二号" not in text(as_("civil_affairs").get(by_duty.get_absolute_url()))


@pytest.mark.requirement("wuhu-2016-credit/16.1")
def test_in_bulk_an_agency_reads_public_records_and_authorised_ones_only_by_consent(city, held):
    agency = city.organisation("housing_fund")
    Organisation.objects.filter(id=agency).update(kind="social")
    signed = {"number": "一号", "signed_on": TODAY, "until": TODAY + timedelta(days=9), "file": PDF}
    agreed = services.sign_agreement(actor=city.person("bureau", "operator"), agency_id=agency, **signed)
    officer = city.person("housing_fund")
    [bulk] = services.look_up_many(agreed.id, actor=officer, codes=COMPANY, purpose="信贷")
    assert numbers(reading.found(bulk, actor=officer)) == {"公一号"}
    alone = look(city, unit="housing_fund", ground=Ground.CONSENT, consent=Consent("授权一号", PDF))
    assert numbers(reading.found(alone, actor=officer)) == {"公一号", "授二号"}


@pytest.mark.requirement("wuhu-2016-credit/17.1")
def test_a_subscribed_department_hears_of_a_new_record(city):
    item(city)
    watch = services.watch(actor=city.person("education"), name=NAME, code=COMPANY, duty="校车企业监管")
    add(city)
    told = Notice.objects.get(matter="standing.watch", about=str(watch.id))
    assert "行政处罚" in told.sentence


@pytest.mark.requirement("wuhu-2016-credit/14.1")
def test_a_commitment_before_admission_is_stored_as_a_credit_record(city, visitor):
    item(city, "CN-01", name="信用承诺", category="信用承诺", section="other")
    made = committed(city, item_code="CN-01")
    kept = CreditRecord.objects.get(id=made.record_id)
    assert (kept.subject.code, kept.origin) == (made.code, "market")
    assert text(visitor.get(f"/credit/subject/{made.code}")).count("设立登记") == 1  # once, as a commitment


@pytest.mark.requirement("wuhu-2016-license/21.1")
@pytest.mark.parametrize("day", [date(2018, 9, 20)])  # before a text was issued
def test_under_the_draft_an_approved_forgery_becomes_a_credit_record(city):
    item(city, "WZ-01", name="伪造证照", category="违法违约", provider="bureau")
    found = forged(city)
    bureau = city.person("bureau", functions={Function.BUREAU, Function.DATA_OFFICER})
    with refused("credit.catalog"):
        services.approve_forgery(found.id, actor=bureau, words="属实")
    assert not CreditRecord.objects.exists()
    services.approve_forgery(found.id, actor=bureau, words="属实", item_code="WZ-01")
    found.refresh_from_db()
    kept = CreditRecord.objects.get(id=found.record_id)
    assert (kept.subject.code, kept.nature, kept.document_no) == (found.code, "negative", found.report_no)


def test_a_report_counts_each_part_at_its_readers_levels_is_sealed_and_verified_by_its_code(city, held, as_, visitor):
    operator = city.person("bureau", "operator")
    officer = city.person("civil_affairs")
    seen = look(city, ground=Ground.CONSENT, consent=Consent("授权一号", PDF))
    with refused("licences.sealed"):
        services.make_report(seen.id, actor=officer, kind=ReportKind.GENERAL)
    licences.make_seal(actor=operator, organisation_id=city.organisation("bureau"))
    with refused("standing.clean"):
        services.make_report(seen.id, actor=officer, kind=ReportKind.CLEAN)
    made = services.make_report(seen.id, actor=officer, kind=ReportKind.GENERAL)
    assert made.counts["行政管理信息"] == 2
    assert made.serial in text(visitor.get(f"/credit/verify/{made.code}"))
    assert visitor.get(f"/credit/verify/{made.id}-000000000000").status_code == 404
    page = as_("civil_affairs")
    assert page.get(f"{made.get_absolute_url()}files/pdf/").content.startswith(b"%PDF")
    assert page.get(f"{made.get_absolute_url()}files/ofd/").content.startswith(b"PK")
    assert as_("education").get(f"{made.get_absolute_url()}files/pdf/").status_code == 404
    clean = look(city, code=OTHER)
    proof = services.make_report(clean.id, actor=officer, kind=ReportKind.CLEAN)
    assert sum(proof.counts.values()) == 0


def test_a_black_list_entry_stands_in_the_way_of_a_clean_report(city):
    entry = listed(city, ListKind.BLACK)
    licences.make_seal(actor=city.person("bureau", "operator"), organisation_id=city.organisation("bureau"))
    seen = look(city, code=entry.code)
    with refused("standing.clean"):
        services.make_report(seen.id, actor=city.person("civil_affairs"), kind=ReportKind.CLEAN)


@pytest.mark.requirement("wuhu-2016-credit/20.1", "wuhu-2016-credit/20.2")
def test_a_subject_doubts_a_record_and_asks_for_repair_on_its_own_pages(city, held, settings, clock):
    settings.HOLDER_LOGIN = "simulator"
    at = f"/my-licences/credit/{held[Level.PUBLIC].id}"
    paper = {"file": SimpleUploadedFile("证据.pdf", b"%PDF-1.7 proof")}
    _holder, other = phone(Identity("另一家", OTHER, BODY, "simulator"))
    assert other.get(f"{at}/objection/").status_code == other.get(f"{at}/repair/").status_code == 404
    _holder, own = phone(Identity(NAME, COMPANY, BODY, "simulator"))
    said = {"reason": "金额不对", "door": "provider"}
    bare = own.post(f"{at}/objection/", said)
    assert bare.status_code == 422
    assert own.post(f"{at}/objection/", said | paper).status_code == 303
    shown = text(own.get("/my-licences/credit/"))
    assert "异议处理中" in shown
    assert "待发核查" in shown
    assert f"{at}/objection/" not in shown
    assert (found := CreditObjection.objects.get()).door == "provider"
    assert found.record_id == held[Level.PUBLIC].id
    proof = {"file": SimpleUploadedFile("证明.pdf", b"%PDF-1.7 paid"), "corrected": "on", "committed": "on"}
    assert own.post(f"{at}/repair/", proof).status_code == 303
    assert "待认定单位办理" in text(own.get("/my-licences/credit/"))


@pytest.mark.requirement("wuhu-2016-credit/18.3")
def test_the_centre_reads_the_archive_with_a_reason_on_its_page_and_nobody_else_does(city, held, as_, clock):
    clock.set(held[Level.PUBLIC].published_until + timedelta(days=1))
    centre = as_("bureau", "operator")
    assert "公一号" not in text(centre.get("/credit/records/"))
    asked = {"code": COMPANY, "reason": "复议机关调阅"}
    assert centre.post("/credit/archive/", asked | {"reason": " "}).status_code == 422
    assert "公一号" in text(centre.post("/credit/archive/", asked))
    assert CreditReading.objects.get(why="复议机关调阅").record_ids
    assert as_("civil_affairs").post("/credit/archive/", asked).status_code == 403


@pytest.mark.requirement("wuhu-2016-credit/2.1")
def test_each_of_the_nine_activities_is_done_here_and_leaves_its_own_kind_of_log(city):
    item(city)
    officer, centre = city.person("civil_affairs"), city.person("bureau", "operator")
    made = add(city)
    table = CreditPaper(
        "a.csv", f"CF_XDR_MC,CF_XDR_SHXYM,CF_WSH,CF_NR,CF_JDRQ\n{NAME},{COMPANY},二号,罚款,{TODAY}\n".encode()
    )
    credit.hand_in(actor=officer, item_code="CF-01", table=table, file=paper())
    credit.records(Reader.organ(city.person("education"), "审批"), made.subject)
    credit.set_level(made.item_id, actor=officer, level=Level.PUBLIC)
    look(city)
    case = credit.register_objection(made.id, actor=officer, reason="不对", file=paper())
    credit.send_check(case.id, actor=centre)
    credit.answer_check(case.id, actor=officer, words="无法核查")
    credit.leave_unverified(case.id, actor=centre, words="无法核查")
    listed(city, ListKind.BLACK)
    logged = set(Entry.objects.values_list("tag", flat=True))
    of_activities = {
        "记录": "credit.record.added",
        "归集": "credit.file.taken",
        "交换": "credit.receiver.told",
        "共享": "credit.record.read",
        "公开": "credit.item.levelled",
        "发布": "standing.record.shown",
        "查询": "standing.lookup.duty",
        "使用": "standing.entry.told",
        "异议处理": "credit.objection.filed",
    }
    assert {activity for activity, tag in of_activities.items() if tag not in logged} == set()


@pytest.mark.requirement("wuhu-2016-credit/3.2")
def test_the_centre_reaches_a_function_for_each_of_its_four_duties_and_a_department_does_not(city, as_):
    item(city)
    centre, other = as_("bureau", "operator"), as_("civil_affairs")
    duties = {
        "征集管理": ("/credit/rates/", "/credit/files/", "/credit/items/new/"),
        "信息系统建设维护": ("/operations/", "/operations/backups/"),
        "网站建设运行": ("/credit/items/", "/standing/entries/"),
        "提供信用应用服务": ("/standing/agreements/new/", "/standing/lookups/"),
    }
    reached = {at: centre.get(at).status_code for addresses in duties.values() for at in addresses}
    assert set(reached.values()) == {200}, reached
    for at in ("/credit/items/new/", "/operations/", "/standing/agreements/new/"):
        assert other.get(at).status_code == 403, at
