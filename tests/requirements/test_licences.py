"""What Wuhu's licence measure of 2020 asks, seen in running software. Read from the `accept` sentences."""

import base64
import io
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.requirements.test_catalog_entries import licence as entry_of
from tests.requirements.test_catalog_entries import published
from tests.requirements.test_sharing import text
from tests.support import sheets as as_made
from tests.support.grants import allow
from tests.support.refusals import refused
from yiyuan.audit.models import Entry
from yiyuan.catalog.api import licence_entry
from yiyuan.catalog.types import HOLDER_WORDS
from yiyuan.exchange.tests.conftest import citizen
from yiyuan.kernel.errors import Conflict, MoveRefused, NotAllowed, NotFound, RuleBroken
from yiyuan.kernel.identifiers import licence_check, uscc_check
from yiyuan.licences import selectors, services, sheets
from yiyuan.licences.models import Licence, LicenceObjection, LicenceUse, Seal
from yiyuan.licences.types import Action, Applicant, Doubt, SealHolder, SealState, State, Stated
from yiyuan.notices import services as notices
from yiyuan.notices.models import Notice, Sending
from yiyuan.organisations import services as organisations
from yiyuan.organisations.services import issue_token
from yiyuan.organisations.types import Duty
from yiyuan.workflow.models import Signal
from yiyuan.workflow.selectors import todo
from yiyuan.workflow.services import conclude, state_reasons, watch_terms

TODAY = date(2026, 9, 24)
HOLDER = "51340200999900001".ljust(17, "0")
CODE = HOLDER + uscc_check(HOLDER)


@pytest.fixture(autouse=True)
def day(clock):
    clock.set(TODAY)


def filed(cast, name="civil_affairs", *, answer=True):
    """A licence officer named and filed by the department; answered by the centre unless told otherwise."""
    return cast.scene("filed", name, str(answer), make=lambda: _file(cast, name, answer))


def _file(cast, name, answer):
    body, head = cast.organisation(name), cast.person(name, "head")
    officer = organisations.name_officer(body, actor=head, duty=Duty.LICENCE, name="证照专人")
    organisations.file_officer(officer, actor=head)
    if answer is not None:
        services.answer_officer(officer, actor=cast.person("bureau", "operator"), accepted=answer, note="缺电话")
    if answer and not Seal.objects.filter(organisation=body, state=SealState.IN_USE).exists():
        services.make_seal(actor=cast.person("bureau", "operator"), organisation_id=body)
    return officer


def entry(cast, name="社会组织登记证书", provider="civil_affairs"):
    def publish():
        draft = entry_of(cast, name, provider)
        published(cast, draft, provider)
        return draft.resource_id

    return licence_entry(cast.scene("licence entry", name, provider, make=publish))


def said(entry, **changes):
    stated = Stated(
        holder_kind=entry.holder,
        holder_name="晨光志愿服务队",
        code_kind="001",
        holder_code=CODE,
        licence_no="芜社字0001",
        granted_on=date(2026, 9, 1),
        valid_from=date(2026, 9, 1),
        valid_until=date(2030, 8, 31),
        values={item.name: "3402" for item in entry.items},
    )
    return replace(stated, **changes)


def made(cast, entry, **changes):
    return services.make_licence(entry.resource_id, actor=cast.person("civil_affairs"), stated=said(entry, **changes))


def issued(cast, entry, **changes):
    number = made(cast, entry, **changes)
    allow(cast, entry.resource_id)
    return issue(cast, number)


def issue(cast, number):
    services.move_licence(number, "audit", actor=cast.person("civil_affairs", "reviewer"))
    services.move_licence(number, "issue", actor=cast.person("civil_affairs", "head"))
    return Licence.objects.get(id=number)


def use(cast, action=Action.VERIFY, **changes):
    asked = {"number": "芜社字0001", "holder_code": CODE, "case": "A-1", "purpose": "年检", **changes}
    return services.use_licence(actor=cast.person("housing_fund"), action=action, **asked)


def sheet(entry, rows, *, history=False):
    book = openpyxl.load_workbook(io.BytesIO(sheets.template(entry, history=history)))
    for row in rows:
        book.worksheets[0].append([row.get(h, "") for h in sheets.headings(entry, history=history)])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def line(entry, **changes):
    row = {
        "持证主体种类": "法人",
        "持证主体": "晨光志愿服务队",
        "代码类型": "统一社会信用代码",
        "持证主体代码": CODE,
        "证照编号": "芜社字0001",
        "颁发日期": "2018-05-02",
        "有效期起": "2018-05-02",
        "有效期止": "",
        "制证日期": "2018-05-03",
        "加盖单位": "认证中心",
        "加盖日期": "2018-05-04",
    }
    return {**row, **{item.name: "3402" for item in entry.items}, **changes}


def taken(entry, content, *, actor, history=False):
    read = sheets.read(content, file_name="证照.xlsx", entry=entry, history=history)
    return services.make_from_sheet(
        entry.resource_id, actor=actor, rows=read.rows, notes=read.notes, file_name="证照.xlsx", history=history
    )


# ---- sheets as they really come ----


def really(kind, *rows, **more):
    """A sheet of these rows, each cell in any shape."""
    names = sheets.headings(kind, history=False)
    lines = [[row.get(name) for name in names] for row in rows]
    return as_made.book(as_made.sheet(*more.pop("above", []), names, *lines, **more))


def test_cells_that_are_not_what_they_seem_refuse_their_row_and_the_rest_is_made(cast, as_):
    kind, actor = entry(cast), cast.person("civil_affairs")
    filed(cast)
    error, uncomputed = as_made.Raw("t='e'", "<v>#N/A</v>"), as_made.Raw("", "<f>TODAY()+365</f>")
    content = really(
        kind,
        line(kind, 颁发日期="2026-09-01"),
        line(kind, 颁发日期=None, 证照编号="2"),
        line(kind, 证照编号="3", 有效期止=error),
        line(kind, 证照编号="4", 有效期止=uncomputed),
        line(kind, 证照编号="试证_x0000_5"),
        {"持证主体": " "},
        {"持证主体种类": "合计", "持证主体": "5"},
        above=[["电子证照清单"]],
        merged=["F3:F4"],
    )
    done = taken(kind, content, actor=actor)
    assert (done.read_rows, done.made_rows, done.refused_rows) == (6, 2, 4)
    assert {one["row"]: one["reasons"] for one in done.refusals} == {
        5: ["“有效期止”：单元格显示公式错误 #N/A，请改正公式或填写数值"],
        6: ["“有效期止”：单元格是公式，没有结果，请在 Excel 或 WPS 中打开并保存，或粘贴为数值"],
        7: ["“证照编号”：含有乱码，请检查文件编码后重新填写"],
        9: ["像是合计行，请删去"],
    }
    assert [str(one.granted_on) for one in Licence.objects.order_by("id")] == ["2026-09-01"] * 2
    page = text(as_("civil_affairs").get(done.get_absolute_url()))
    assert "表头在第 2 行" in page
    assert "有 1 处合并的单元格" in page


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", '{head}\n"未关引号\n甲\n', "第 2 行附近的双引号没有成对"),
        ("a.csv", "{head},持证主体\n", "“持证主体”出现了不止一次"),
        ("a.csv", "{head},备注\n", "多出没有要求的“备注”"),
        ("a.csv", "持证主体\n甲\n", "缺少“持证主体种类”"),
        ("a.csv", "{head}\n,,\n", "没有一行数据"),
    ],
)
def test_a_sheet_nobody_can_read_safely_is_refused_in_words(cast, name, content, words):
    kind = entry(cast)
    head = ",".join(sheets.headings(kind, history=False))
    with refused("licences.file") as broken:
        sheets.read(content.format(head=head).encode(), file_name=name, entry=kind, history=False)
    assert words in broken.value.facts["problem"]


def test_a_cell_far_away_and_a_second_sheet_refuse_a_sheet_of_licences(cast):
    kind = entry(cast)
    one = as_made.sheet(sheets.headings(kind, history=False), ["法人"])
    far = really(kind, line(kind), far={"XFD1048576": " "})
    contents = [(far, "XFD1048576"), (as_made.book(one, one, names=["证照", "证照二"]), "还有别的工作表（证照二）")]
    for content, words in contents:
        with refused("licences.file") as broken:
            sheets.read(content, file_name="a.xlsx", entry=kind, history=False)
        assert words in broken.value.facts["problem"]


# ---- officers ----


@pytest.mark.requirement("wuhu-2020-license/21.3")
def test_a_department_without_a_filed_licence_officer_neither_makes_nor_issues(cast, as_):
    kind = entry(cast)
    client = as_("civil_affairs")
    form = {
        "holder_name": "晨光志愿服务队",
        "code_kind": "001",
        "holder_code": CODE,
        "licence_no": "芜社字0001",
        "granted_on": "2026-09-01",
        "valid_from": "2026-09-01",
        **{f"item_{item.id}": "3402" for item in kind.items},
    }
    address = f"/licences/make/{kind.resource_id}/"
    answered = text(client.post(address, form), 422)
    assert "没有报备的电子证照专人" in answered
    assert "芜政办〔2020〕10号（证照）" in answered
    with refused("licences.officer"):  # the centre cannot make it for the department either
        taken(kind, sheet(kind, [line(kind)]), actor=cast.person("bureau", "operator"))
    officer = filed(cast, answer=False)
    assert client.post(address, form).status_code == 422  # filed, and not taken by the centre
    organisations.file_officer(officer, actor=cast.person("civil_affairs", "head"))
    assert client.post(address, form).status_code == 422  # not answered yet
    services.answer_officer(officer, actor=cast.person("bureau", "operator"), accepted=True)
    assert client.post(address, form).status_code == 303
    number = Licence.objects.get().id
    services.move_licence(number, "audit", actor=cast.person("civil_affairs", "reviewer"))
    organisations.name_officer(  # another one is named, and not filed
        cast.organisation("civil_affairs"),
        actor=cast.person("civil_affairs", "head"),
        duty=Duty.LICENCE,
        name="新专人",
        from_on=TODAY,
    )
    with refused("licences.officer"):
        services.move_licence(number, "issue", actor=cast.person("civil_affairs", "head"))


def test_the_centre_takes_or_refuses_an_officer_with_a_reason_and_the_department_is_told(cast, as_):
    officer = filed(cast, answer=None)
    assert (
        as_("civil_affairs", "head").post(f"/licences/officers/{officer}/answer/", {"accepted": "yes"}).status_code
        == 403
    )
    assert (
        as_("education", "head").post(f"/licences/officers/{officer}/answer/", {"accepted": "yes"}).status_code == 404
    )
    centre = as_("bureau", "operator")
    assert "请写明原因" in text(centre.post(f"/licences/officers/{officer}/answer/", {"accepted": "no"}), 422)
    centre.post(f"/licences/officers/{officer}/answer/", {"accepted": "no", "note": "缺联系电话"})
    assert "缺联系电话" in text(as_("civil_affairs").get("/licences/officers/"))
    assert Notice.objects.filter(
        account=cast.account("civil_affairs", "head"), sentence__contains="缺联系电话"
    ).exists()


# ---- making, audit, issue ----


@pytest.mark.requirement("wuhu-2020-license/9.2")
def test_only_the_issuer_audits_issues_updates_cancels_and_suspends_not_the_centre(cast):
    filed(cast)
    kind = entry(cast)
    centre = cast.person("bureau", "operator")
    taken(kind, sheet(kind, [line(kind)]), actor=centre)
    found = Licence.objects.get()
    assert selectors.licence_for(centre, found.id)
    with pytest.raises(NotAllowed):
        services.move_licence(found.id, "audit", actor=centre)
    services.move_licence(found.id, "audit", actor=cast.person("civil_affairs", "reviewer"))
    with pytest.raises(NotAllowed):
        services.move_licence(found.id, "issue", actor=centre)
    services.move_licence(found.id, "issue", actor=cast.person("civil_affairs", "head"))
    for move in ("suspend", "cancel"):
        with pytest.raises(NotAllowed):
            services.move_licence(found.id, move, actor=centre, note="停")
    with pytest.raises(NotAllowed):
        services.update_licence(found.id, actor=centre, stated=said(kind))
    with pytest.raises(NotFound):
        services.move_licence(found.id, "suspend", actor=cast.person("education", "head"), note="停")
    officer = cast.person("civil_affairs")
    services.move_licence(found.id, "suspend", actor=officer, note="核查登记事项")
    with pytest.raises(NotAllowed):
        services.move_licence(found.id, "resume", actor=centre, note="核查完毕")
    services.move_licence(found.id, "resume", actor=officer, note="核查完毕")
    newer = services.update_licence(found.id, actor=officer, stated=said(kind, holder_name="晨光志愿者协会"))
    issue(cast, newer)
    services.move_licence(newer, "cancel", actor=officer, note="注销登记")
    assert Licence.objects.get(id=newer).state == State.CANCELLED


@pytest.mark.requirement("wuhu-2020-license/3.5")
def test_a_licence_has_a_holder_of_one_of_three_kinds_with_its_identifier(cast):
    filed(cast)
    kinds = {"person": ("111", citizen(1)), "legal_person": ("001", CODE), "other": ("001", CODE)}
    assert set(HOLDER_WORDS) == set(kinds)
    for number, (kind, (code_kind, code)) in enumerate(kinds.items()):
        draft = entry_of(cast, f"证书{number}", licence_holder=kind)
        published(cast, draft)
        named = licence_entry(draft.resource_id)
        holder = {"holder_kind": kind, "code_kind": code_kind, "holder_code": code, "licence_no": f"芜社字{number}"}
        others = [one for one in kinds if one != kind]
        for wrong in ({"holder_code": ""}, {"holder_kind": others[0]}, {"holder_kind": others[1]}, {"holder_kind": ""}):
            with refused("licences.fields"):
                made(cast, named, **{**holder, **wrong})
        found = Licence.objects.get(id=made(cast, named, **holder))
        assert (found.holder_kind, found.holder_code) == (kind, code)


def test_nobody_audits_what_they_made_and_a_return_names_a_reason(cast):
    filed(cast)
    kind = entry(cast)
    number = made(cast, kind)
    with refused("licences.other_person"):
        services.move_licence(number, "audit", actor=cast.person("civil_affairs"))
    reviewer = cast.person("civil_affairs", "reviewer")
    with refused("licences.reason"):
        services.move_licence(number, "return", actor=reviewer)
    services.move_licence(number, "return", actor=reviewer, note="名称有误")
    services.remake_licence(number, actor=cast.person("civil_affairs"), stated=said(kind, holder_name="晨光协会"))
    assert issue(cast, number).holder_name == "晨光协会"


@pytest.mark.requirement("wuhu-2020-license/9.3")
def test_a_made_but_unissued_licence_is_invisible_to_users(cast, as_):
    filed(cast)
    kind = entry(cast)
    number = made(cast, kind)
    consumer = as_("housing_fund")
    asked = {"number": "芜社字0001", "holder_code": CODE, "action": "read", "case": "A-1", "purpose": "年检"}
    assert "没有对上" in text(consumer.post("/licences/use/", asked), 422)
    assert consumer.get(f"/licences/{number}/").status_code == 404
    assert "芜社字0001" not in text(consumer.get("/licences/"))
    issue(cast, number)
    allow(cast, kind.resource_id)
    seen = text(consumer.get(consumer.post("/licences/use/", asked)["Location"]))
    assert "晨光志愿服务队" in seen
    assert "本地演示印章，无法律效力" in seen


def test_a_sheet_makes_drafts_and_reports_made_and_rejected_with_reasons(cast, as_):
    filed(cast)
    kind = entry(cast)
    rows = [
        line(kind),
        line(kind, 证照编号="芜社字0001"),
        line(kind, 证照编号="芜社字0002", 持证主体代码=CODE[:-1] + ("1" if CODE[-1] != "1" else "2")),
        line(kind, 证照编号="芜社字0003", 颁发日期="昨天"),
        line(kind, 证照编号="芜社字0004"),
    ]
    client = as_("bureau", "operator")
    upload = io.BytesIO(sheet(kind, rows))
    upload.name = "证照.xlsx"
    page = text(client.get(client.post(f"/licences/make/{kind.resource_id}/sheet/", {"file": upload})["Location"]))
    assert "制成 2 件，未制 3 行" in page
    assert "统一社会信用代码校验不过" in page
    assert "“颁发日期”不是日期" in page
    assert "证照编号在这张表里重复" in page
    assert CODE not in page
    assert {one.state for one in Licence.objects.all()} == {State.MADE}


def test_the_identifier_has_type_issuer_number_version_and_a_check_character(cast):
    filed(cast)
    kind = entry(cast)
    first = issued(cast, kind)
    root, body, check = first.number[:14], first.number[15:-2], first.number[-1]
    assert root == "1.2.156.3005.2"
    assert body.split(".")[2:] == ["000000000001", "001"]
    assert check == licence_check(body.replace(".", ""))
    newer = services.update_licence(first.id, actor=cast.person("civil_affairs"), stated=said(kind))
    with refused("licences.update"):
        services.update_licence(first.id, actor=cast.person("civil_affairs"), stated=said(kind))
    second = issue(cast, newer)
    assert second.number.split(".")[-3:-1] == ["000000000001", "002"]
    first.refresh_from_db()
    assert first.state == State.REPLACED


def test_a_licence_holds_to_the_end_of_its_last_day_and_a_cancelled_one_is_final(cast, clock):
    filed(cast)
    kind = entry(cast)
    found = issued(cast, kind, valid_until=date(2026, 12, 31))
    other = issued(cast, kind, licence_no="芜社字0002", valid_until=None)
    assert services.expire_licences(today=date(2026, 12, 31)) == 0
    renewed = services.update_licence(found.id, actor=cast.person("civil_affairs"), stated=said(kind))
    clock.set(date(2027, 1, 1))
    assert services.expire_licences(today=date(2027, 1, 1)) == 1
    assert use(cast).state == State.EXPIRED
    assert issue(cast, renewed).state == State.ISSUED  # it was on its way when the old one ran out
    assert use(cast).state == State.ISSUED
    services.move_licence(other.id, "cancel", actor=cast.person("civil_affairs"), note="注销登记")
    with pytest.raises(MoveRefused):
        services.move_licence(other.id, "resume", actor=cast.person("civil_affairs"), note="恢复")
    assert Licence.objects.get(id=found.id).state == State.EXPIRED


# ---- the rules it was made under ----


@pytest.mark.requirement("wuhu-2020-license/26.2", "wuhu-2020-license/11.3")
def test_licences_of_the_measure_of_2016_keep_its_rules_and_the_seal_of_the_certification_centre(cast, as_):
    filed(cast)
    kind = entry(cast)
    rows = [line(kind), line(kind, 证照编号="芜社字0002")]
    batch = taken(kind, sheet(kind, rows, history=True), actor=cast.person("civil_affairs"), history=True)
    assert (batch.read_rows, batch.made_rows, batch.refusals) == (2, 2, [])
    assert Licence.objects.filter(making=batch).count() == 2
    new = issued(cast, kind, licence_no="芜社字0009")
    old = issue(cast, Licence.objects.filter(making=batch).earliest("id").id)
    assert (old.made_on, old.rules, old.seal_holder) == (
        date(2018, 5, 3),
        "wuhu-2016-measure/2016-08-01",
        SealHolder.CENTRE,
    )
    assert new.rules.startswith("wuhu/2020-07-22")
    assert new.seal_holder == SealHolder.ISSUER
    page = text(as_("civil_affairs").get(f"/licences/{old.id}/"))
    assert "历史补录" in page
    assert "芜政办〔2016〕38号、40号，已废止） 2016-08-01 版" in page
    assert "由认证中心加盖，2018-05-04 加盖" in page
    assert "平台没有收到印章" in page
    services.move_licence(old.id, "suspend", actor=cast.person("civil_affairs"), note="核查")
    old.refresh_from_db()
    assert (old.rules, old.seal_holder) == ("wuhu-2016-measure/2016-08-01", SealHolder.CENTRE)


# ---- use ----


@pytest.mark.requirement("wuhu-2020-license/14.3")
def test_every_use_ties_to_a_case_and_says_for_what(cast):
    filed(cast)
    issued(cast, entry(cast))
    for missing in ({"case": " "}, {"purpose": ""}):
        with refused("licences.use"):
            use(cast, **missing)
    for action in Action:
        made_use = use(cast, action)
        assert (made_use.case, made_use.purpose, made_use.action) == ("A-1", "年检", action)
    recorded = Entry.objects.filter(tag="licences.licence.used")
    assert recorded.count() == 3
    assert all(CODE not in str(one.facts) and one.subjects for one in recorded)
    assert LicenceUse.objects.count() == 3


@pytest.mark.requirement("wuhu-2020-license/14.2")
def test_a_machine_uses_reads_and_verifies_a_licence_and_each_call_is_on_record_with_case_and_purpose(cast, client):
    filed(cast)
    issued(cast, entry(cast))
    secret = issue_token(actor=cast.person("housing_fund"), name="脚本", functions=(), days=1)
    headers = {"Authorization": f"Bearer {secret}"}
    asked = {"number": "芜社字0001", "holder_code": CODE}

    def call(**more):
        return client.post("/api/v1/licences/uses", {**asked, **more}, "application/json", headers=headers)

    for gap in ({"case": "A-1"}, {"purpose": "年检"}):
        assert call(action="use", **gap).status_code == 422
    assert call(action="copy", case="A-1", purpose="年检").status_code == 422
    assert not LicenceUse.objects.exists()
    for number, action in enumerate(("use", "read", "verify"), 1):
        answer = call(action=action, case=f"A-{number}", purpose="年检")
        assert answer.status_code == 201
        assert (answer.json()["holder_name"] is not None) is (action != "verify")
    logged = LicenceUse.objects.order_by("id").values_list("action", "case", "purpose")
    assert list(logged) == [("use", "A-1", "年检"), ("read", "A-2", "年检"), ("verify", "A-3", "年检")]
    listed = client.get("/api/v1/licences/uses", headers=headers).json()["items"]
    assert {(one["case"], one["purpose"]) for one in listed} == {(f"A-{n}", "年检") for n in (1, 2, 3)}
    assert Entry.objects.filter(tag="licences.licence.used").count() == 3


def test_verifying_answers_the_state_only_and_holders_are_masked_to_those_who_oversee(cast, as_):
    filed(cast)
    found = issued(cast, entry(cast))
    consumer = as_("housing_fund")
    asked = {"number": found.number, "holder_code": CODE, "action": "verify", "case": "A-2", "purpose": "年检"}
    seen = text(consumer.get(consumer.post("/licences/use/", asked)["Location"]))
    assert "已签发" in seen
    assert "晨光志愿服务队" not in seen
    cast.officer_of_bureau()
    overseen = text(as_("bureau", "bureau").get(f"/licences/{found.id}/"))
    assert "晨光志愿服务队" not in overseen
    assert CODE not in overseen


# ---- objections ----


def objection(cast, found, **changes):
    use(cast)
    asked = {"applicant": Applicant.CONSUMER, "doubt": Doubt.ACCURACY, "text": "名称与登记不符", **changes}
    return services.object_to(found.id, actor=cast.person("housing_fund"), **asked)


@pytest.mark.requirement("wuhu-2020-license/19.2", "wuhu-2020-license/23.5")
def test_an_objection_has_a_due_date_and_is_flagged_when_overdue(cast, clock, as_):
    filed(cast)
    found = issued(cast, entry(cast))
    made_objection = objection(cast, found)
    page = text(as_("civil_affairs", "head").get(f"/licences/objections/{made_objection.id}/"))
    assert "平台默认" in page
    assert "个工作日" in page
    clock.set(date(2026, 10, 30))
    watch_terms()
    cast.officer_of_bureau()
    assert "逾期" in text(as_("bureau", "bureau").get("/licences/objections/"))
    signal = Signal.objects.get()
    assert signal.organisation_id == cast.organisation("civil_affairs")
    assert signal.requirement_ids == ["wuhu-2020-license/23.5"]


@pytest.mark.requirement("wuhu-2020-license/19.3")
@pytest.mark.parametrize("applicant", list(Applicant))
def test_an_objection_is_not_closed_before_its_result_was_sent(cast, as_, applicant):
    filed(cast)
    found = issued(cast, entry(cast))
    keeper = cast.person("civil_affairs")
    if applicant == Applicant.CONSUMER:
        one = objection(cast, found)
    else:
        said_by = {"applicant": applicant, "doubt": Doubt.TIMELINESS, "text": "已经换证"}
        with refused("licences.applicant"):
            services.object_to(found.id, actor=keeper, **said_by)
        one = services.object_to(found.id, actor=keeper, applicant_name="张女士", contact="0553-1", **said_by)
    page = as_("civil_affairs")
    with refused("licences.outcome"):
        services.decide_objection(one.id, actor=keeper, outcome="kept", result=" ")
    services.decide_objection(one.id, actor=keeper, outcome="kept", result="与登记簿一致")
    assert "/close/" not in text(page.get(f"/licences/objections/{one.id}/"))
    answered = text(page.post(f"/licences/objections/{one.id}/close/"), 422)
    assert "还没有告知异议申请人" in answered
    if applicant != Applicant.CONSUMER:
        with refused("licences.told_how"):
            services.tell_result(one.id, actor=keeper)
    services.tell_result(one.id, actor=keeper, how="" if applicant == Applicant.CONSUMER else "电话告知")
    if applicant == Applicant.CONSUMER:
        assert Notice.objects.filter(account=cast.account("housing_fund"), sentence__contains="维持").exists()
    told = text(page.get(f"/licences/objections/{one.id}/"))
    assert "已告知，待办结" in told
    assert "/close/" in told
    assert page.post(f"/licences/objections/{one.id}/close/").status_code == 303
    assert LicenceObjection.objects.get().state == "closed"


def test_who_did_not_use_a_licence_cannot_object_to_it(cast):
    filed(cast)
    found = issued(cast, entry(cast))
    with pytest.raises(NotFound):
        services.object_to(
            found.id,
            actor=cast.person("education"),
            applicant=Applicant.CONSUMER,
            doubt=Doubt.ACCURACY,
            text="不对",
        )


# ---- what the bureau sees ----


@pytest.mark.requirement("wuhu-2020-license/5.1")
def test_the_bureau_sees_issuing_use_objections_and_violations_of_all_departments_a_department_its_own(
    cast, clock, as_
):
    filed(cast)
    filed(cast, "education")
    kind = entry(cast)
    found = issued(cast, kind)
    school = entry(cast, "民办学校办学许可证", "education")
    theirs = services.make_licence(
        school.resource_id, actor=cast.person("education"), stated=said(school, licence_no="芜教字01")
    )
    services.move_licence(theirs, "audit", actor=cast.person("education", "reviewer"))
    services.move_licence(theirs, "issue", actor=cast.person("education", "head"))
    objection(cast, found)
    clock.set(date(2026, 10, 30))
    watch_terms()
    bureau = cast.officer_of_bureau()
    signal = Signal.objects.get()
    state_reasons(signal.id, actor=cast.person("civil_affairs", "head"), statement="人手不足")
    conclude(signal.id, actor=bureau, confirmed=True, conclusion="理由不成立")

    rows = {row.name: row for row in selectors.figures(bureau, since=date(2026, 1, 1))}
    civil = rows["芜湖市民政局"]
    assert (civil.issued, civil.used, civil.objections, civil.signals, civil.findings) == (1, 1, 1, 1, 1)
    assert rows["芜湖市教育局"].issued == 1
    assert rows["芜湖市住房公积金管理中心"].uses == 1
    page = text(as_("bureau", "bureau").get("/licences/figures/"))
    assert "芜湖市民政局" in page
    assert "芜湖市教育局" in page
    own = text(as_("education").get("/licences/figures/"))
    assert "芜湖市教育局" in own
    assert "芜湖市民政局" not in own.split("<main")[1]
    assert [row.name for row in selectors.figures(cast.person("education"), since=None)] == ["芜湖市教育局"]


def test_a_licence_is_found_by_the_datum_it_carries(cast, as_):
    kind = entry(cast)
    page = text(as_("housing_fund").get("/catalog/", {"q": kind.items[-1].name}))
    assert f"/catalog/resources/{kind.resource_id}/" in page


# ---- objections from outside ----


def found_outside(client, **changes):
    return client.post("/licence-objection/", {"number": "芜社字0001", "holder_code": CODE, **changes})


@pytest.mark.requirement("wuhu-2020-license/19.1")
@pytest.mark.parametrize("doubt", list(Doubt))
@pytest.mark.parametrize("applicant", list(Applicant))
def test_each_kind_of_applicant_objects_from_the_page_of_the_licence_to_one_of_three_things(
    cast, as_, client, applicant, doubt
):
    filed(cast)
    issued(cast, entry(cast))
    form = {"applicant": applicant, "doubt": doubt, "text": "与登记不符"}
    if applicant == Applicant.CONSUMER:
        client = as_("housing_fund")
        page = client.get(use(cast).get_absolute_url())
        address = f"/licences/{Licence.objects.get().id}/object/"
        assert address in text(page)
    else:
        address = found_outside(client)["Location"]
        shown = text(client.get(address))
        assert "社会组织登记证书" in shown
        assert "晨光志愿服务队" not in shown
        assert CODE not in shown
        form |= {"applicant_name": "张女士", "contact": "0553-1"}
    answer = client.post(address, form)
    assert answer.status_code == 303
    one = LicenceObjection.objects.get()
    assert (one.applicant, one.doubt) == (applicant, doubt)
    keeper = cast.person("civil_affairs")
    assert [term.matter_id for term in todo(keeper).filter(workflow="licences.objection")] == [one.id]
    services.decide_objection(one.id, actor=keeper, outcome="kept", result="与登记簿一致")
    if applicant != Applicant.CONSUMER:
        assert "与登记簿一致" not in text(client.get(answer["Location"]))
    services.tell_result(one.id, actor=keeper, how="电话告知")
    assert "与登记簿一致" in text(client.get(answer["Location"]))
    services.close_objection(one.id, actor=keeper)
    assert LicenceObjection.objects.get().contact == ""


def test_who_left_a_number_is_told_when_the_result_may_be_read(cast, client, settings):
    settings.SMS_URL = "simulator"
    filed(cast)
    issued(cast, entry(cast))
    form = {"applicant": Applicant.HOLDER, "doubt": Doubt.ACCURACY, "text": "与登记不符", "applicant_name": "张女士"}
    form |= {"contact": "0553-1", "tell_at": "13900000000"}
    answer = client.post(found_outside(client)["Location"], form)
    one, keeper = LicenceObjection.objects.get(), cast.person("civil_affairs")
    services.decide_objection(one.id, actor=keeper, outcome="kept", result="与登记簿一致")
    assert not Sending.objects.exists()
    services.tell_result(one.id, actor=keeper, how="电话告知")
    sending = Sending.objects.get()
    notices.send(sending.id)
    sending.refresh_from_db()
    assert answer["Location"] in sending.simulated


def test_a_licence_is_not_found_from_outside_without_its_holders_code_nor_looked_for_without_end(cast, client):
    filed(cast)
    made(cast, entry(cast))
    assert "没有对上" in text(found_outside(client), 422)  # it was not issued
    issue(cast, Licence.objects.get().id)
    assert "没有对上" in text(found_outside(client, holder_code="1"), 422)
    assert client.get("/licence-objection/of/made-up/").status_code == 404
    for _ in range(services.KNOCKS_A_DAY):
        found_outside(client, holder_code="1")
    assert "已经到上限" in text(found_outside(client), 422)


# ---- numbers, long texts, two at once ----


def test_a_correction_or_new_version_does_not_take_the_number_of_another_licence_but_keeps_its_own(cast):
    filed(cast)
    kind = entry(cast)
    officer = cast.person("civil_affairs")
    first = issued(cast, kind)
    other = made(cast, kind, licence_no="芜社字0002")
    services.move_licence(other, "return", actor=cast.person("civil_affairs", "reviewer"), note="编号有误")
    with pytest.raises(RuleBroken, match="证照编号已有证照"):
        services.remake_licence(other, actor=officer, stated=said(kind))
    services.remake_licence(other, actor=officer, stated=said(kind, licence_no="芜社字0002", holder_name="晨光协会"))
    issue(cast, other)
    with pytest.raises(RuleBroken, match="证照编号已有证照"):
        services.update_licence(first.id, actor=officer, stated=said(kind, licence_no="芜社字0002"))
    newer = services.update_licence(first.id, actor=officer, stated=said(kind))
    services.move_licence(newer, "return", actor=cast.person("civil_affairs", "reviewer"), note="再核")
    services.remake_licence(newer, actor=officer, stated=said(kind))
    assert issue(cast, newer).licence_no == first.licence_no


def test_what_is_longer_than_a_licence_holds_is_a_refused_row_not_a_lost_sheet(cast):
    filed(cast)
    kind = entry(cast)
    rows = [line(kind, 持证主体="名" * 300), line(kind, 证照编号="号" * 150), line(kind, 证照编号="芜社字0002")]
    batch = taken(kind, sheet(kind, rows), actor=cast.person("civil_affairs"))
    assert (batch.made_rows, batch.refused_rows) == (1, 2)
    assert [one["reasons"] for one in batch.refusals] == [["持证主体名称超过 200 字"], ["证照编号超过 100 字"]]


def test_a_result_is_sent_once(cast):
    filed(cast)
    one = objection(cast, issued(cast, entry(cast)))
    keeper = cast.person("civil_affairs")
    services.decide_objection(one.id, actor=keeper, outcome="kept", result="与登记簿一致")
    services.tell_result(one.id, actor=keeper)
    with pytest.raises(Conflict):
        services.tell_result(one.id, actor=cast.person("civil_affairs", "head"))
    assert Notice.objects.filter(account=cast.account("housing_fund"), sentence__contains="维持").count() == 1


def test_nobody_files_objections_from_outside_without_end(cast, client):
    filed(cast)
    issued(cast, entry(cast))
    address = found_outside(client)["Location"]
    form = {"applicant": "holder", "doubt": "accuracy", "applicant_name": "张女士", "contact": "0553-1"}
    assert client.post(address, {**form, "text": "长" * 2001}).status_code == 422
    for _ in range(services.KNOCKS_A_DAY - 1):
        assert client.post(address, {**form, "text": "与登记不符"}).status_code == 303
    assert "已经到上限" in text(client.post(address, {**form, "text": "与登记不符"}), 422)
    assert LicenceObjection.objects.count() == services.KNOCKS_A_DAY - 1


def test_the_figures_of_many_departments_ask_the_database_no_more_often(cast):
    for name in ("civil_affairs", "education", "police"):
        filed(cast, name)
    overseer = cast.officer_of_bureau()
    with CaptureQueriesContext(connection) as few:
        assert all(row.officer for row in selectors.figures(overseer, since=None))
    filed(cast, "housing_fund")
    with CaptureQueriesContext(connection) as many:
        assert len(selectors.figures(overseer, since=None)) == 4
    assert len(many) == len(few)


def test_a_machine_objects_for_its_department_and_asks_for_objections_by_state(cast, client):
    filed(cast)
    found = issued(cast, entry(cast))
    keeper = cast.person("civil_affairs")
    headers = {"Authorization": f"Bearer {issue_token(actor=keeper, name='脚本', functions=(), days=30)}"}
    one = "/api/v1/licences/objections"

    def post(address, **body):
        return client.post(address, body, content_type="application/json", headers=headers)

    said = {"applicant": "consumer", "doubt": "accuracy", "text": "名称不符"}
    made = post(f"/api/v1/licences/{found.id}/objections", **said)
    assert (made.status_code, made.json()["state"], made.json()["moves"]) == (201, "open", ["decide"])
    decided = post(f"{one}/{made.json()['id']}/decide", outcome="kept", result="与登记簿一致")
    assert decided.json()["moves"] == ["told"]
    told = post(f"{one}/{made.json()['id']}/tell").json()
    assert (told["told_how"], told["moves"]) == ("平台通知", ["close"])
    assert client.get(f"{one}?state=open", headers=headers).json()["total"] == 0
    assert client.get(f"{one}?state=decided", headers=headers).json()["total"] == 1
    assert client.get(f"{one}?state=none", headers=headers).status_code == 422


# ---- both doors ----


def by_machine(cast, client, name="civil_affairs", function="data_officer"):
    secret = issue_token(actor=cast.person(name, function), name="脚本", functions=(), days=1)
    headers = {"Authorization": f"Bearer {secret}"}

    def post(address, **body):
        return client.post(f"/api/v1/licences/{address}", body, content_type="application/json", headers=headers)

    return post


def test_page_and_machine_are_told_the_same_moves_of_a_licence_and_refused_in_the_same_words(cast, as_, client):
    filed(cast)
    found = issued(cast, entry(cast))
    page, machine = as_("civil_affairs"), by_machine(cast, client)
    shown = text(page.get(f"/licences/{found.id}/"))
    assert all(label in shown for label in ("停用", "注销", "更新"))
    told = machine(f"{found.id}/moves/suspend", note=" ").json()
    assert (told["rule"], list(told["fields"])) == ("licences.reason", ["note"])
    assert told["title"] in text(page.post(f"/licences/{found.id}/moves/suspend/", {"note": " "}), 422)
    moved = machine(f"{found.id}/moves/suspend", note="核查").json()
    assert (moved["state"], moved["moves"]) == ("suspended", ["resume", "cancel"])
    assert "核查" in text(page.get(f"/licences/{found.id}/"))
    assert machine(f"{found.id}/update", **by_values(found)).status_code == 422  # it is not in force


def by_values(found):
    named = ("holder_name", "code_kind", "holder_code", "licence_no", "values")
    days = {"granted_on": "2026-09-01", "valid_from": "2026-09-01"}
    return {**{name: getattr(found, name) for name in named}, **days}


def test_a_next_version_and_what_was_returned_are_written_on_pages_of_their_own(cast, as_, client):
    filed(cast)
    found = issued(cast, entry(cast))
    page = as_("civil_affairs")
    written = page.get(f"/licences/{found.id}/update/")
    assert CODE in text(written)
    assert "有效期止早于有效期起" in text(
        page.post(f"/licences/{found.id}/update/", {"valid_until": "2026-08-01"}), 422
    )
    newer = page.post(f"/licences/{found.id}/update/", {"valid_until": "2032-08-31"})["Location"]
    assert newer != found.get_absolute_url()
    assert "第 1 版" in text(page.get(newer))
    assert "更新版本还没有签发" in text(page.get(found.get_absolute_url()))
    assert page.get(f"/licences/{found.id}/update/").status_code == 422  # one is on its way
    number = Licence.objects.get(previous=found).id
    services.move_licence(number, "return", actor=cast.person("civil_affairs", "reviewer"), note="日期有误")
    assert "日期有误" in text(page.get(newer))
    assert page.post(f"/licences/{number}/remake/", {"valid_until": "2031-08-31"})["Location"] == newer
    services.move_licence(number, "return", actor=cast.person("civil_affairs", "reviewer"), note="再改")
    remade = by_machine(cast, client)(f"{number}/remake", **by_values(found)).json()
    assert (remade["state"], remade["version"], remade["valid_until"]) == ("made", 2, None)


def test_a_machine_makes_a_next_version_and_gets_it(cast, client):
    filed(cast)
    found = issued(cast, entry(cast))
    made_one = by_machine(cast, client)(f"{found.id}/update", **by_values(found))
    assert (made_one.status_code, made_one.json()["version"]) == (201, 2)
    assert made_one.json()["id"] != found.id


def test_a_machine_hands_in_a_sheet_and_a_file_that_is_none_is_named(cast, client):
    filed(cast)
    kind = entry(cast)
    machine = by_machine(cast, client)
    content = base64.b64encode(sheet(kind, [line(kind), line(kind)])).decode()
    made_one = machine(f"entries/{kind.resource_id}/sheets", file=content, file_name="证照.xlsx", history=True)
    assert made_one.json()["fields"].keys() == {"file"}  # no column of the past
    made_one = machine(f"entries/{kind.resource_id}/sheets", file=content, file_name="证照.xlsx")
    assert made_one.status_code == 201
    assert (made_one.json()["made_rows"], made_one.json()["refused_rows"]) == (1, 1)
    empty = machine(f"entries/{kind.resource_id}/sheets", file="", file_name="")
    assert (empty.status_code, list(empty.json()["fields"])) == (422, ["file"])
