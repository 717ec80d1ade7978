"""Public credit information: the draft of 2016, tried by the city in the years whose texts set no rule."""

from dataclasses import replace
from datetime import date, timedelta
from importlib import resources

import pytest
from django.db import DatabaseError, transaction

from tests.requirements.test_detectors import offers_an_order, run_out
from tests.support.refusals import refused
from yiyuan.credit import rules, selectors, services
from yiyuan.credit.api import Reader
from yiyuan.credit.models import CreditReading, CreditRecord, CreditSubject, DeletionProof, RecordVersion
from yiyuan.credit.services import upkeep
from yiyuan.credit.tests import steps
from yiyuan.credit.tests.steps import COMPANY, OTHER, PERSON, SECOND, add, item, paper
from yiyuan.credit.types import File, Level, Origin, RecordState, SubjectKind
from yiyuan.kernel.actor import Function
from yiyuan.kernel.errors import MoveRefused, NotAllowed, NotFound
from yiyuan.kernel.terms import Term as Length
from yiyuan.regulations import engine
from yiyuan.regulations.api import resolve
from yiyuan.workdays.api import due, workdays_left
from yiyuan.workflow.models import Step, Term

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


@pytest.fixture(scope="module")
def profiles(tmp_path_factory):
    """The draft as it ships, adopted by the city."""
    shipped = resources.files("yiyuan.regulations") / "data" / "profiles" / "wuhu-2016-draft.yaml"
    folder = tmp_path_factory.mktemp("profiles")
    (folder / "trial.yaml").write_text(HEAD + shipped.read_text("utf-8").partition("\n\n")[2], "utf-8")
    return str(folder)


@pytest.fixture(autouse=True)
def tried(profiles, monkeypatch, clock, cast):
    clock.set(TODAY)
    monkeypatch.setenv("YIYUAN_PROFILES", profiles)
    engine.forget()
    cast.place = "wuhu"
    yield
    monkeypatch.undo()
    engine.forget()


def seen(reader):
    return {one.document_no for one in selectors.rows(reader)}


def test_the_room_says_under_which_draft_it_works(as_):
    assert resolve("credit.kept", region="340200", on=TODAY).trial
    assert not resolve("credit.kept", region="340100", on=TODAY).cite
    for at in ("records", "items", "catalogs", "subjects"):
        assert "送审稿没有正式施行" in as_("civil_affairs").get(f"/credit/{at}/").content.decode()


# ---- catalog and intake ----


@pytest.mark.requirement("wuhu-2016-credit/3.5")
def test_an_item_has_one_provider_and_a_second_is_refused(cast):
    item(cast, name="行政处罚决定")
    with refused("credit.one_provider"):
        item(cast, "CF-02", name="行政处罚决定", provider="education")
    with pytest.raises(NotAllowed):
        add(cast, by="education")


@pytest.mark.requirement("wuhu-2016-credit/6.7")
def test_a_record_that_lacks_fields_is_refused_and_the_fields_are_named(cast):
    item(cast)
    blank = {"subject_code": "", "matter": "", "description": "", "level": "", "long_term": False}
    with refused("credit.fields") as found:
        add(cast, **blank)
    assert found.value.facts["missing"] == "信息主体及信用代码、信息事项、事项描述、有效期限、公开范围"
    add(cast)


@pytest.mark.requirement(
    "wuhu-2016-credit/2.2", "wuhu-2016-credit/7.2", "wuhu-2016-credit/7.3", "wuhu-2016-credit/28.1"
)
def test_intake_takes_structured_records_of_a_named_origin_and_says_what_does_not_fit(cast):
    item(cast)
    with refused("credit.standard_form") as found:
        add(cast, subject_code="91340200MA2T000011", made_on=TODAY + timedelta(days=1))
    assert "统一社会信用代码" in found.value.facts["flaws"]
    assert "制作或者获取日期" in found.value.facts["flaws"]
    with refused("credit.social"):
        add(cast, origin="hearsay")
    with refused("credit.secrecy"):
        add(cast, secret=True)
    with refused("credit.catalog"):
        add(cast, "CF-99")
    social = add(cast, origin=Origin.SOCIAL)
    assert "社会信用信息" in selectors.marks_of(social)
    assert {Origin.ORGAN, Origin.MARKET, Origin.PERSON, Origin.ASSOCIATION} == {
        Origin(one) for one in resolve("credit.origins", region="340200", on=TODAY).items
    }
    assert RecordVersion.objects.get(record=social).sha256  # the scan is an attachment of the fields


@pytest.mark.requirement("wuhu-2016-credit/7.4")
def test_a_record_received_after_three_working_days_is_late(cast):
    item(cast)
    assert not add(cast, made_on=date(2018, 9, 17)).is_late
    late = add(cast, number="二号", made_on=date(2018, 9, 14))
    assert late.is_late
    assert late.due_on == date(2018, 9, 19)


@pytest.mark.requirement("wuhu-2016-credit/24.3", "wuhu-2016-credit/8.2")
def test_nothing_is_added_changed_or_removed_without_a_document_and_its_number(cast):
    item(cast)
    for lack in ({"document_no": " "}, {"file": None}):
        with refused("credit.paper"):
            add(cast, **lack)
    made = add(cast)
    assert made.document_no == "一号"
    officer = cast.person("civil_affairs")
    for lack in ({"document_no": "", "file": paper()}, {"document_no": "二号", "file": None}):
        with refused("credit.paper"):
            services.correct_record(made.id, actor=officer, matter="更正", description="更正", **lack)
        with refused("credit.paper"):
            services.end_record(made.id, actor=officer, ended_on=TODAY, **lack)
        with refused("credit.paper"):
            services.withdraw_record(made.id, actor=officer, **lack)
    assert made.versions.count() == 1


@pytest.mark.requirement("wuhu-2016-credit/8.1", "wuhu-2016-credit/24.4")
def test_a_provider_corrects_ends_and_withdraws_and_every_version_stays_unalterable(cast):
    item(cast)
    officer, made = cast.person("civil_affairs"), add(cast)
    said = {"actor": officer, "document_no": "二号", "file": paper()}
    services.correct_record(made.id, matter="更正", description="罚款两万元", **said)
    services.end_record(made.id, ended_on=TODAY, **said)
    other = add(cast, number="三号")
    services.withdraw_record(other.id, **said)
    versions = list(made.versions.all())
    assert [(one.kind, one.content["description"]) for one in versions] == [
        ("added", "罚款一万元"),
        ("corrected", "罚款两万元"),
        ("ended", "罚款两万元"),
    ]
    assert upkeep.check_originals() == []
    with pytest.raises(DatabaseError), transaction.atomic():
        RecordVersion.objects.filter(id=versions[0].id).update(document_no="改")
    CreditRecord.objects.filter(id=made.id).update(description="没有罚款")  # past the services
    assert upkeep.check_originals() == [made.id]


# ---- who reads what ----


def levels(cast, **more):
    item(cast)
    for level in Level:
        add(cast, number=level.value, level=level, **more)


@pytest.mark.requirement(
    "wuhu-2016-credit/13.2", "wuhu-2016-credit/13.6", "wuhu-2016-credit/13.7", "wuhu-2016-credit/9.3"
)
def test_the_matrix_of_levels_and_readers_leaks_by_no_door(cast, as_):
    levels(cast)
    organ, own, centre = cast.person("education"), cast.person("civil_affairs"), cast.person("bureau", "operator")
    readers = {
        "public": (Reader.public(), {"public"}),
        "subject": (Reader.subject(COMPANY), {"public", "authorised"}),
        "another": (Reader.subject(OTHER), set()),
        "consented": (Reader.consented(COMPANY, "授权书"), {"public", "authorised"}),
        "lawful": (Reader.lawful(organ, "某法第一条"), {"public", "authorised"}),
        "organ": (Reader.organ(organ, "行政审批"), {"public", "authorised", "internal"}),
        "centre": (Reader.centre(centre), {"public", "authorised", "internal"}),
        "provider": (Reader.provider(own), {"public", "authorised", "internal"}),
        "other provider": (Reader.provider(organ), set()),
    }
    subject = CreditSubject.objects.get(code=COMPANY)
    internal = CreditRecord.objects.get(document_no="internal")
    for name, (reader, wanted) in readers.items():
        assert seen(reader) == wanted, name
        assert selectors.rows(reader).count() == len(wanted), name
        assert {one.document_no for one in services.records(reader, subject)} == wanted, name
        assert bool(selectors.subjects("示例", reader=reader)) == bool(wanted), name
        if "internal" not in wanted:
            with pytest.raises(NotFound):
                services.record_for(reader, internal.id)
    with refused("credit.duty"):
        Reader.organ(organ, " ")
    with refused("credit.lawful"):
        Reader.lawful(organ, "")
    with refused("credit.authorised"):
        Reader.consented(COMPANY, "")
    with pytest.raises(NotAllowed):
        Reader.organ(replace(organ, functions=frozenset({Function.AUDITOR})), "职责")
    shown = as_("education").get("/credit/records/").content.decode()
    assert "未按规定公示年度报告" not in shown
    assert as_("education").get(f"/credit/records/{internal.id}/").status_code == 404
    assert as_("civil_affairs").get(f"/credit/records/{internal.id}/").status_code == 200
    assert {one.reader for one in CreditReading.objects.all()} == {
        "subject",
        "consented",
        "lawful",
        "organ",
        "centre",
    }


@pytest.mark.requirement("wuhu-2016-credit/11.1", "wuhu-2016-credit/11.2")
def test_only_the_provider_sets_the_scope_and_nobody_widens_it(cast):
    found = item(cast, level=Level.INTERNAL)
    with refused("credit.public"):
        add(cast, level=Level.PUBLIC)
    made = add(cast, level=Level.INTERNAL)
    for actor in (cast.officer_of_bureau(), cast.person("bureau", "operator"), cast.person("education")):
        with pytest.raises(NotAllowed):
            services.set_level(found.id, actor=actor, level=Level.PUBLIC)
    officer = cast.person("civil_affairs")
    services.set_level(found.id, actor=officer, level=Level.PUBLIC)
    assert seen(Reader.public()) == set()
    services.correct_record(
        made.id, actor=officer, matter="更正", description="公开", level=Level.PUBLIC, document_no="二号", file=paper()
    )
    assert seen(Reader.public()) == {"一号"}


@pytest.mark.requirement("wuhu-2016-credit/9.1", "wuhu-2016-credit/9.2", "wuhu-2016-credit/7.1", "wuhu-2016-credit/3.4")
def test_records_of_several_providers_are_one_view_and_each_lists_its_own(cast, as_):
    item(cast)
    item(cast, "XK-01", name="行政许可决定", provider="education", category="行政许可", section="qualification")
    add(cast)
    add(cast, "XK-01", "许可一号", by="education", nature="positive", subject_name="示例新材有限公司")
    subject = CreditSubject.objects.get()
    organ = Reader.organ(cast.person("housing_fund"), "准入")
    assert {one.provider_id for one in services.records(organ, subject)} == {
        cast.organisation("civil_affairs"),
        cast.organisation("education"),
    }
    assert selectors.subjects("示例建材有限公司", reader=organ).get() == subject  # the former name
    page = as_("education").get(f"/credit/subjects/{subject.id}/").content.decode()
    assert "许可一号" in page
    assert ">未按规定公示年度报告<" in page
    assert "一号" in as_("civil_affairs").get("/credit/records/?subject=示例").content.decode()
    for list_of in ("records", "readings", "objections"):
        assert as_("civil_affairs").get(f"/credit/{list_of}/").status_code == 200


def test_natural_persons_are_masked_in_public_and_never_found_by_it(cast):
    item(cast, subject_kind=SubjectKind.NATURAL)
    made = add(cast, **steps.person(PERSON, description=f"张三丰（{PERSON}）", values={"CF_XDR_ZJHM": PERSON}))
    told = services.record_for(Reader.public(), made.id)
    assert (told.subject_name, told.subject_code) == ("张**", rules.mask_code(PERSON))
    assert PERSON not in str(told)
    assert "张三丰" not in str(told)
    for text in ("张三丰", "张", PERSON):
        assert not selectors.subjects(text, reader=Reader.public())
    organ = Reader.organ(cast.person("education"), "审批")
    assert not selectors.subjects("张三丰", reader=organ)
    assert selectors.subjects(PERSON, reader=organ).count() == 1


# ---- terms, archive, deletion ----


@pytest.mark.requirement("wuhu-2016-credit/18.1", "wuhu-2016-credit/18.2", "wuhu-2016-credit/18.3")
def test_after_its_term_a_record_is_gone_from_the_public_by_itself_and_lies_in_the_archive(cast, clock):
    found = item(cast, months=0)
    made = add(cast, document_on=date(2018, 1, 31))
    assert made.published_until is None
    assert seen(Reader.public()) == set()  # no term is set
    with refused("credit.terms"):
        services.set_term(found.id, actor=cast.officer_of_bureau(), months=13, basis=" ")
    with pytest.raises(NotAllowed):
        services.set_term(found.id, actor=cast.person("civil_affairs"), months=13, basis="规定")
    services.set_term(found.id, actor=cast.officer_of_bureau(), months=13, basis="规定")
    made.refresh_from_db()
    assert made.published_until == date(2019, 2, 28) == selectors.rows(Reader.public()).get().published_until
    organ, centre = cast.person("education"), cast.person("bureau", "operator")
    clock.set(date(2019, 2, 28))
    assert seen(Reader.public()) == {"一号"}
    clock.set(date(2019, 3, 1))  # no job has run
    for reader in (Reader.public(), Reader.subject(COMPANY), Reader.organ(organ, "审批"), Reader.centre(centre)):
        assert seen(reader) == set()
    assert seen(Reader.centre(centre, "复核旧案")) == {"一号"}
    with pytest.raises(NotAllowed):
        Reader.centre(cast.officer_of_bureau(), "看看")
    assert (upkeep.archive_due(), upkeep.archive_due()) == (1, 0)
    assert seen(Reader.centre(centre, "复核旧案")) == {"一号"}
    assert CreditRecord.objects.get().archived_on == date(2019, 3, 1)


@pytest.mark.requirement("wuhu-2016-credit/19.1", "wuhu-2016-credit/19.2")
def test_a_persons_negative_record_is_deleted_everywhere_after_five_years(
    cast, clock, tmp_path, django_capture_on_commit_callbacks
):
    item(cast, subject_kind=SubjectKind.NATURAL, months=1200)
    with refused("credit.kept"):
        add(cast, **steps.person(PERSON, act_open=False))
    ended = date(2016, 2, 29)
    made = add(cast, **steps.person(PERSON, ended_on=ended))
    lasting = add(cast, number="二号", **steps.person(SECOND), file=File("b.pdf", b"%PDF-1.7 other"))
    assert made.keep_until == date(2021, 2, 28)
    assert lasting.keep_until is None
    services.records(Reader.organ(cast.person("education"), "审批"), made.subject)
    clock.set(date(2021, 2, 28))
    assert upkeep.delete_due() == 0
    clock.set(date(2021, 3, 1))
    assert "一号" not in seen(Reader.centre(cast.person("bureau", "operator"), "核对"))
    with django_capture_on_commit_callbacks(execute=True):
        assert upkeep.delete_due() == 1
    assert not CreditRecord.objects.filter(id=made.id).exists()
    assert not RecordVersion.objects.filter(record=made.id).exists()
    assert not CreditSubject.objects.filter(code=PERSON).exists()
    assert not CreditReading.objects.filter(subject_id=made.subject_id).exists()
    proof = DeletionProof.objects.get()
    assert (proof.record_id, proof.deleted_on) == (made.id, date(2021, 3, 1))
    held = " ".join(str(value) for value in vars(proof).values())
    assert not any(word in held for word in (PERSON, "张三丰", "一号", "罚款"))
    assert CreditRecord.objects.filter(id=lasting.id).exists()
    assert len(list((tmp_path / "credit").rglob("*.sealed"))) == 1


def test_what_waits_for_a_deleted_record_is_over_and_says_nothing_of_it(cast, clock):
    item(cast, "CF-02", subject_kind=SubjectKind.NATURAL)
    made = add(cast, "CF-02", **steps.person(PERSON, ended_on=date(2016, 2, 29), matter="张三丰欠缴"))
    officer = cast.person("civil_affairs")
    case = services.register_objection(made.id, actor=officer, reason="不是张三丰", file=paper())
    services.send_check(case.id, actor=cast.person("bureau", "operator"))
    services.answer_check(case.id, actor=officer, words="张三丰属实")
    clock.set(date(2021, 3, 1))
    assert upkeep.delete_due() == 1
    mine = {"workflow": "credit.objection", "matter_id": case.id}
    assert not Term.objects.filter(**mine, closed_on=None).exists()
    left = [*Term.objects.filter(**mine).values("title"), *Step.objects.filter(**mine).values("note")]
    assert len(left) == 5
    assert "张三丰" not in str(left)


@pytest.mark.requirement("wuhu-2016-credit/9.3")
def test_a_subject_is_found_by_a_part_of_a_name_it_bears_or_bore_and_a_person_is_not(cast):
    item(cast)
    item(cast, "CF-02", subject_kind=SubjectKind.NATURAL)
    made, reader = add(cast), Reader.organ(cast.person("education"), "审批")
    add(cast, "CF-02", **steps.person(PERSON, ended_on=TODAY))
    services.rename_subject(made.subject_id, actor=cast.person("bureau", "operator"), name="新城控股有限公司")

    def found(text):
        return [one.id for one in selectors.subjects(text, reader=reader)]

    for text in ("新城控", "示例建", COMPANY, "控股有限公司"):
        assert found(text) == [made.subject_id], text
    for text in ("有限公司", "新控", "张三丰", "城", ""):
        assert found(text) == [], text
    assert len(found(PERSON)) == 1


@pytest.mark.requirement("wuhu-2016-credit/19.3")
def test_the_identity_stays_while_a_negative_record_lives_though_deregistered(cast):
    item(cast)
    made, centre = add(cast), cast.person("bureau", "operator")
    services.end_subject(made.subject_id, actor=centre, ended_on=TODAY)
    with refused("credit.identity"):
        services.remove_subject(made.subject_id, actor=centre)
    told = services.records(Reader.public(), CreditSubject.objects.get())
    assert told[0].subject_name == "示例建材有限公司"
    services.rename_subject(made.subject_id, actor=centre, name="示例控股有限公司", code=OTHER)
    assert selectors.subject_by(COMPANY).name == "示例控股有限公司"
    assert seen(Reader.subject(COMPANY)) == {"一号"}


@pytest.mark.requirement("wuhu-2016-credit/19.4", "wuhu-2016-credit/19.5")
def test_a_subjects_statement_stands_wherever_its_record_stands(cast, as_):
    item(cast)
    made = add(cast)
    with pytest.raises(NotFound):
        services.add_statement(reader=Reader.subject(OTHER), record_id=made.id, text="不是我")
    with refused("credit.statement"):
        services.add_statement(reader=Reader.public(), record_id=made.id, text="路人")
    services.add_statement(reader=Reader.subject(COMPANY), record_id=made.id, text="已经补报")
    organ = Reader.organ(cast.person("education"), "审批")
    for reader in (Reader.public(), Reader.subject(COMPANY), organ):
        assert services.record_for(reader, made.id).statements == ("已经补报",)
    assert "已经补报" in as_("civil_affairs").get(f"/credit/records/{made.id}/").content.decode()
    assert "已经补报" in as_("civil_affairs").get(f"/credit/subjects/{made.subject_id}/").content.decode()


# ---- objections, repair ----


def objected(cast, made, **more):
    said = {"reader": Reader.subject(COMPANY), "record_id": made.id, "reason": "金额不对", "files": [paper()]}
    return services.file_objection(**(said | more))


@pytest.mark.requirement("wuhu-2016-credit/20.1", "wuhu-2016-credit/20.2", "wuhu-2016-credit/22.5")
def test_an_objection_with_evidence_is_one_case_at_either_door_and_marked_everywhere(cast, as_):
    item(cast)
    made = add(cast)
    with refused("credit.evidence"):
        objected(cast, made, files=[])
    case = objected(cast, made)
    with refused("credit.objection_once"):
        services.register_objection(made.id, actor=cast.person("civil_affairs"), reason="不对", file=paper())
    for actor in (cast.person("civil_affairs"), cast.person("bureau", "operator")):
        assert selectors.objections(actor).get() == case
    with pytest.raises(NotFound):
        selectors.objection_for(cast.person("education"), case.id)
    for reader in (Reader.public(), Reader.subject(COMPANY), Reader.organ(cast.person("education"), "审批")):
        assert "异议处理中" in services.record_for(reader, made.id).marks
    for at in (f"/credit/records/{made.id}/", "/credit/records/", f"/credit/subjects/{made.subject_id}/"):
        assert "异议处理中" in as_("civil_affairs").get(at).content.decode(), at


def answered(cast, made):
    case = objected(cast, made)
    services.send_check(case.id, actor=cast.person("bureau", "operator"))
    services.answer_check(case.id, actor=cast.person("civil_affairs"), words="查过原件")
    return case.id


@pytest.mark.requirement("wuhu-2016-credit/21.1", "wuhu-2016-credit/21.2", "wuhu-2016-credit/22.1")
def test_five_twenty_and_five_working_days(cast, clock):
    item(cast)
    case = objected(cast, add(cast))
    centre, officer = cast.person("bureau", "operator"), cast.person("civil_affairs")
    days = [Term.objects.get(workflow="credit.objection", closed_on=None)]
    services.send_check(case.id, actor=centre)
    days.append(Term.objects.get(workflow="credit.objection", closed_on=None))
    services.answer_check(case.id, actor=officer, words="查过")
    days.append(Term.objects.get(workflow="credit.objection", closed_on=None))
    for term, amount in zip(days, (5, 20, 5), strict=True):
        assert term.due_on == due(Length(amount), TODAY).on
        assert workdays_left(term.due_on + timedelta(days=1), term.due_on) < 0
    assert [one.waits_for_id for one in days] == [
        centre.organisation_id,
        officer.organisation_id,
        centre.organisation_id,
    ]


@pytest.mark.requirement("wuhu-2016-credit/26.5")
def test_a_provider_overdue_in_checking_offers_an_order_of_kind_5(cast, clock):
    item(cast)
    case = objected(cast, add(cast))
    services.send_check(case.id, actor=cast.person("bureau", "operator"))
    run_out(clock, "credit.objection")
    offers_an_order(cast, "wuhu-2016-credit/26.5")


@pytest.mark.requirement("wuhu-2016-credit/22.2")
def test_a_correction_needs_the_right_value_and_makes_a_version(cast):
    item(cast)
    made = add(cast)
    organ = Reader.organ(cast.person("education"), "审批")
    services.records(organ, made.subject)
    case, centre = answered(cast, made), cast.person("bureau", "operator")
    said = {"actor": centre, "document_no": "更正一号", "file": paper(), "matter": made.matter}
    with refused("credit.corrected"):
        services.correct_objection(case, description="罚款一万元", **said)
    services.correct_objection(case, description="罚款一千元", words="原件是一千元", **said)
    told = services.record_for(Reader.public(), made.id)
    assert (told.description, told.marks) == ("罚款一千元", ())
    assert made.versions.count() == 2
    assert services.objections_of(Reader.subject(COMPANY))[0].outcome == "原件是一千元"
    assert CreditReading.objects.filter(reader="organ").first().change == "一号：更正"  # who read it is told


@pytest.mark.requirement("wuhu-2016-credit/22.3", "wuhu-2016-credit/22.4", "wuhu-2016-credit/22.6")
def test_upheld_unconfirmed_and_unverifiable_each_leave_what_the_law_says(cast):
    item(cast)
    upheld, unconfirmed, gone = add(cast), add(cast, number="二号"), add(cast, number="三号")
    centre, public = cast.person("bureau", "operator"), Reader.public()
    case = answered(cast, upheld)
    with refused("credit.upheld"):
        services.uphold(case, actor=centre, words="")
    services.uphold(case, actor=centre, words="与原件一致")
    assert services.record_for(public, upheld.id).marks == ()
    assert services.objections_of(Reader.subject(COMPANY))[0].outcome == "与原件一致"
    services.leave_unconfirmed(answered(cast, unconfirmed), actor=centre, words="原件已毁损")
    mark = services.record_for(public, unconfirmed.id).marks[0]
    assert "金额不对" in mark
    assert "原件已毁损" in mark
    case = answered(cast, gone)
    services.leave_unverified(case, actor=centre, words="提供单位已撤销")
    with pytest.raises(MoveRefused):
        services.leave_unconfirmed(case, actor=centre, words="也不能确认")
    assert seen(public) == {"一号", "二号"} == seen(Reader.consented(COMPANY, "授权书"))
    assert "三号" in seen(Reader.organ(cast.person("education"), "审批"))


def test_repair_waits_for_its_conditions_and_then_ends_publication_and_sharing(cast, clock):
    item(cast)
    made, officer = add(cast), cast.person("civil_affairs")
    asked = {"record_id": made.id, "corrected": True, "committed": True, "file": paper()}
    found = services.ask_repair(reader=Reader.subject(COMPANY), **asked)
    with refused("credit.repairable"):
        services.repair(found.id, actor=officer)
    clock.set(date(2018, 12, 20))
    with refused("credit.repairable"):
        services.repair(found.id, actor=officer)
    clock.set(date(2018, 12, 21))
    services.repair(found.id, actor=officer)
    assert seen(Reader.public()) == set() == seen(Reader.organ(cast.person("education"), "审批"))
    assert selectors.rows(Reader.subject(COMPANY)).get().state == RecordState.REPAIRED
    assert upkeep.check_originals() == []


# ---- signals ----


@pytest.mark.requirement("wuhu-2016-credit/26.1")
def test_a_late_supply_offers_an_order_of_kind_1(cast):
    item(cast)
    add(cast, made_on=date(2018, 9, 3))
    assert upkeep.watch_supply() == 1
    offers_an_order(cast, "wuhu-2016-credit/26.1")


@pytest.mark.requirement("wuhu-2016-credit/26.3", "wuhu-2016-credit/11.3")
def test_a_public_record_not_published_in_time_is_flagged_and_offers_an_order_of_kind_3(cast, clock):
    item(cast, months=0)
    add(cast)
    last = due(Length(7), TODAY).on
    clock.set(last)
    assert upkeep.unpublished() == []
    assert upkeep.watch_supply() == 0
    clock.set(last + timedelta(days=1))
    assert len(upkeep.unpublished()) == 1
    assert upkeep.watch_supply() == 1
    offers_an_order(cast, "wuhu-2016-credit/26.3")
