"""Licences made in bulk: from rows of a pool, from papers; kept in step with the issuer's own system."""

import io
from datetime import date

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.requirements.test_licence_files import asked as verified
from tests.requirements.test_licences import CODE, day, entry, filed, issue, issued, made, said
from tests.requirements.test_sharing import text
from tests.support.refusals import refused
from yiyuan.kernel.actor import Function
from yiyuan.kernel.errors import MoveRefused, NotAllowed, NotFound
from yiyuan.licences import selectors as library
from yiyuan.licences import services as licences
from yiyuan.licences.files import content_of
from yiyuan.licences.models import Licence
from yiyuan.licences.types import Origin, State
from yiyuan.making import rules, services
from yiyuan.making.models import Count, Paper, Run, Step
from yiyuan.making.services import runs
from yiyuan.making.types import RunState, StepKind, StepState
from yiyuan.organisations.services import issue_token
from yiyuan.registries.tests.conftest import put
from yiyuan.workflow.models import Signal
from yiyuan.workflow.services import watch_terms

assert day  # the day of the story, for every test
ITEMS = [
    {"name": name, "data_type": "C", "length": 100, "key": name == "编号"}
    for name in ("编号", "名称", "代码", "发证", "自", "至", "证书号")
]
COLUMNS = {
    "holder_name": "名称",
    "holder_code": "代码",
    "licence_no": "编号",
    "granted_on": "发证",
    "valid_from": "自",
    "valid_until": "至",
    "证书编号": "证书号",
}
GOOD = ("晨光志愿服务队", CODE, "2026-09-01", "2026-09-01", "长期", "1")


def source(cast, rows, provider="civil_affairs"):
    found = cast.resource(provider, name="社会组织登记信息", basis_level="law", items=ITEMS)
    put(found, rows, batch=5)
    return found


def numbered(count, **changes):
    return [(f"证{at:04d}", *GOOD) for at in range(1, count + 1)]


def started(cast, kind, found, columns=COLUMNS, who=("bureau", "operator")):
    actor = cast.person(*who)
    return services.start_run(kind.resource_id, actor=actor, source_id=found.id, columns=columns, code_kind="001")


def worked(run):
    services.work(run.id)
    run.refresh_from_db()
    return run


def outcome(run):
    return [(row.row, row.licence_id is not None, row.reasons) for row in run.rows.order_by("position")]


# ---- rows of a pool ----


@pytest.mark.requirement("wuhu-2020-license/9.1", "wuhu-2016-license/11.1")
def test_a_batch_makes_drafts_from_shared_rows_and_reports_made_refused_and_reasons(cast, as_):
    filed(cast)
    kind = entry(cast)
    rows = [
        ("证0001", *GOOD),
        ("证0002", "晨光", "123", *GOOD[2:]),
        ("证0003", "晨光", CODE, "不知道", *GOOD[3:]),
        ("证0004", "\U0002a700队", *GOOD[1:]),
        ("证0005", "", *GOOD[1:]),
        ("证0006", *GOOD),
    ]
    run = worked(started(cast, kind, source(cast, rows)))
    assert (run.state, run.total_rows, run.made_rows, run.refused_rows) == (RunState.CHECK, 6, 2, 4)
    found = outcome(run)
    assert [(row, well) for row, well, _ in found] == [(r[0], r[0] in {"证0001", "证0006"}) for r in rows]
    words = ["；".join(reasons) for _, _, reasons in found]
    assert "统一社会信用代码" in words[1] and "“颁发日期”不是日期" in words[2]
    assert "U+2A700" in words[3] and "持证主体" in words[3]
    assert "没有持证主体名称" in words[4]
    drafts = Licence.objects.filter(origin=Origin.BATCH)
    assert {(one.state, one.licence_no) for one in drafts} == {(State.MADE, "证0001"), (State.MADE, "证0006")}
    page = text(as_("civil_affairs").get(f"/making/{run.id}/"))
    assert "未制" in page and "U+2A700" in page
    again = worked(started(cast, kind, Run.objects.get().source))
    assert (again.made_rows, again.refused_rows) == (0, 6)  # each number has its licence already
    assert "证照编号已有证照" in outcome(again)[0][2]


@pytest.mark.requirement("wuhu-2020-license/6.3", "wuhu-2016-license/5.3")
def test_the_department_is_given_the_batch_to_confirm_and_its_answer_is_kept(cast, as_):
    filed(cast)
    kind = entry(cast)
    found = source(cast, numbered(12))
    run = worked(started(cast, kind, found))
    assert len(run.sample) == 5 and set(run.sample) <= set(Licence.objects.values_list("id", flat=True))
    head = as_("civil_affairs", "head")
    assert "抽查批量制成的证照，确认或者退回" in text(head.get("/"))
    page = text(head.get(f"/making/{run.id}/"))
    assert page.count("/licences/") >= 5
    assert head.post(f"/making/{run.id}/confirm/", {"wrong": "1"}).status_code == 422
    with pytest.raises(NotAllowed):
        services.move_run(run.id, "confirm", actor=cast.person("bureau", "operator"))
    assert head.post(f"/making/{run.id}/confirm/", {"wrong": "0", "note": "与底册一致"}).status_code == 303
    run.refresh_from_db()
    assert (run.state, run.answer) == (RunState.CONFIRMED, "抽查 5 件无误。与底册一致")
    second = worked(started(cast, kind, found))
    with refused("making.reason"):
        services.move_run(second.id, "return", actor=cast.person("civil_affairs", "reviewer"))
    services.move_run(second.id, "return", actor=cast.person("civil_affairs", "reviewer"), note="名称有误")
    second.refresh_from_db()
    assert (second.state, second.answer) == (RunState.RETURNED, "名称有误")


@pytest.mark.parametrize("cut", [0, 1, 2])
def test_a_batch_cut_off_anywhere_goes_on_with_none_lost_or_doubled(cast, monkeypatch, cut):
    filed(cast)
    kind = entry(cast)
    monkeypatch.setattr(runs, "CHUNK", 4)
    run = started(cast, kind, source(cast, numbered(10)))
    seen = []
    make = runs.licences.make

    def dies(*args, **kwargs):
        seen.append(1)
        if len(seen) == cut * 4 + 3:
            raise KeyboardInterrupt  # as sudden as a kill: nothing of ours answers it
        return make(*args, **kwargs)

    monkeypatch.setattr(runs.licences, "make", dies)
    if cut * 4 + 3 <= 10:
        with pytest.raises(KeyboardInterrupt):
            services.work(run.id)
        run.refresh_from_db()
        assert (run.state, run.done_rows, run.rows.count()) == (RunState.RUNNING, cut * 4, cut * 4)
    monkeypatch.setattr(runs.licences, "make", make)
    worked(run)
    assert (run.made_rows, run.refused_rows, run.rows.count()) == (10, 0, 10)
    assert sorted(Licence.objects.values_list("licence_no", flat=True)) == [r[0] for r in numbered(10)]
    services.work(run.id)  # done twice changes nothing
    assert Licence.objects.count() == 10


def test_a_batch_is_cancelled_between_its_rows_and_the_made_stay(cast, as_, monkeypatch):
    filed(cast)
    kind = entry(cast)
    monkeypatch.setattr(runs, "CHUNK", 4)
    run = started(cast, kind, source(cast, numbered(10)))
    with refused("making.one_run"):
        started(cast, kind, run.source)
    assert runs._some(run.id)
    assert as_("bureau", "operator").post(f"/making/{run.id}/cancel/", {}).status_code == 303
    worked(run)
    assert (run.state, run.made_rows, Licence.objects.count()) == (RunState.CANCELLED, 4, 4)
    assert as_("bureau", "operator").post(f"/making/{run.id}/again/", {}).status_code == 409


def test_a_mapping_is_kept_and_offered_again(cast, as_):
    filed(cast)
    kind = entry(cast)
    found = source(cast, numbered(1))
    worked(started(cast, kind, found))
    form = as_("civil_affairs").get(f"/making/of/{kind.resource_id}/new/").context["form"]
    shown = {key: form[f"part_{at}"].value() for at, key in enumerate(form.parts)}
    assert shown == COLUMNS


WRONG = {
    "part": ({**COLUMNS, "licence_no": ""}, "making.mapping", "没有对应：证照编号"),
    "item": ({**COLUMNS, "licence_no": "号码"}, "making.mapping", "数据里没有：号码"),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_mapping_that_does_not_fit_is_refused(cast, what):
    columns, rule, words = WRONG[what]
    filed(cast)
    with refused(rule) as broken:
        started(cast, entry(cast), source(cast, numbered(1)), columns)
    assert words in broken.value.facts["problem"]


def test_only_the_issuer_s_own_data_are_made_licences_of(cast):
    filed(cast)
    kind = entry(cast)
    with refused("making.source"):
        started(cast, kind, source(cast, numbered(1), "education"))
    with pytest.raises(NotAllowed):
        started(cast, kind, source(cast, numbered(1)), who=("education", "officer"))
    run = started(cast, kind, (Run.objects.first() and Run.objects.first().source) or source(cast, numbered(1)))
    with pytest.raises(NotFound):
        services.move_run(run.id, "cancel", actor=cast.person("education"))


# ---- papers ----


def picture():
    content = io.BytesIO()
    Image.new("RGB", (40, 60), "white").save(content, "PNG")
    return content.getvalue()


def word():
    document, content = docx.Document(), io.BytesIO()
    document.add_paragraph("证照编号：芜社字0007")
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "证书编号", "77"
    document.save(content)
    return content.getvalue()


HTML = "<html><script>alert('证照编号：坏')</script><table><tr><th>证书编号</th><td>77</td></tr></table><p>证照编号：芜社字0007</p></html>"
SOURCES = {
    "scan.png": (picture, {}),
    "word.docx": (word, {"licence_no": "芜社字0007", "证书编号": "77"}),
    "page.html": (HTML.encode, {"licence_no": "芜社字0007", "证书编号": "77"}),
}


def paper(cast, kind, name="scan.png", content=None, **said_):
    content = SOURCES[name][0]() if content is None else content
    actor = cast.person("bureau", "operator")
    return services.keep_paper(kind.resource_id, actor=actor, content=content, file_name=name, **said_)


@pytest.mark.requirement("wuhu-2016-license/3.3")
@pytest.mark.parametrize("name", SOURCES)
def test_a_licence_is_made_from_a_picture_a_word_file_or_a_web_page(cast, as_, name):
    filed(cast)
    kind = entry(cast)
    found = paper(cast, kind, name)
    assert services.suggested(found, kind) == SOURCES[name][1]
    client = as_("bureau", "operator")
    form = client.get(f"/making/papers/{found.id}/enter/").context["form"]
    assert form["licence_no"].value() in (SOURCES[name][1].get("licence_no"), None)
    posted = {
        "holder_name": "晨光",
        "code_kind": "001",
        "holder_code": CODE,
        "licence_no": "芜社字0007",
        "granted_on": "2019-03-01",
        "valid_from": "2019-03-01",
        "valid_until": "",
        **{f"item_{item.id}": "77" for item in kind.items},
    }
    assert client.post(f"/making/papers/{found.id}/enter/", posted).status_code == 303
    found.refresh_from_db()
    licence = Licence.objects.get(id=found.licence_id)
    assert (licence.origin, licence.state, licence.licence_no) == (Origin.HISTORY, State.MADE, "芜社字0007")
    assert "历史补录" in text(client.get(f"/licences/{licence.id}/"))
    kept = client.get(f"/making/papers/{found.id}/file/")
    assert kept.content == services.content_of(found)
    assert "attachment" in kept.headers["Content-Disposition"]


@pytest.mark.requirement("wuhu-2016-license/11.2", "wuhu-2016-license/11.3")
def test_a_scan_kept_from_a_closed_case_becomes_a_draft_nobody_sees_before_its_issuer_approved(cast, as_):
    filed(cast)
    kind = entry(cast)
    found = paper(cast, kind, case="A-2025-17")
    assert "A-2025-17" in text(as_("civil_affairs").get(f"/making/papers/{found.id}/"))
    past = said(kind, granted_on=date(2019, 3, 1), valid_from=date(2019, 3, 1))
    number = services.enter_paper(found.id, actor=cast.person("bureau", "operator"), stated=past)
    seen = {"number": past.licence_no, "holder_code": CODE}
    assert library.presented(**seen) is None
    assert library.held(kind.resource_id, holder_code=CODE) is None
    assert as_("education").get(f"/licences/{number}/").status_code == 404
    with pytest.raises(NotAllowed):
        licences.move_licence(number, "audit", actor=cast.person("bureau", "operator"))
    issue(cast, number)
    assert library.presented(**seen).id == number
    with pytest.raises(MoveRefused):
        services.enter_paper(found.id, actor=cast.person("bureau", "operator"), stated=past)


@pytest.mark.requirement("wuhu-2016-license/11.4")
def test_only_the_issuing_unit_approves_suspends_and_cancels_what_others_made(cast):
    filed(cast)
    kind = entry(cast)
    number = services.enter_paper(
        paper(cast, kind).id, actor=cast.person("bureau", "operator"), stated=said(kind, granted_on=date(2019, 3, 1))
    )
    outside = [cast.person("bureau", "operator"), cast.officer_of_bureau(), cast.person("education", "head")]
    for move in ("audit", "return"):
        for actor in outside:
            with pytest.raises((NotAllowed, NotFound)):
                licences.move_licence(number, move, actor=actor, note="不")
    issue(cast, number)
    for move in ("suspend", "cancel"):
        for actor in outside:
            with pytest.raises((NotAllowed, NotFound)):
                licences.move_licence(number, move, actor=actor, note="不")
    licences.move_licence(number, "suspend", actor=cast.person("civil_affairs"), note="核查")
    licences.move_licence(number, "cancel", actor=cast.person("civil_affairs"), note="注销")


BAD = {
    "virus.exe": b"MZ\x90\x00",
    "empty.png": b"",
    "not.html": b"\x00\x00<html>",
    "text.html": b"hello",
    "liar.docx": b"PK\x03\x04nothing",
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_of_another_kind_is_refused(cast, as_, name):
    filed(cast)
    kind = entry(cast)
    asked = {"file": SimpleUploadedFile(name, BAD[name])}
    assert as_("bureau", "operator").post(f"/making/papers/of/{kind.resource_id}/new/", asked).status_code == 422
    assert not Paper.objects.exists()


def test_a_broken_document_says_nothing_and_is_entered_by_hand(cast):
    filed(cast)
    kind = entry(cast)
    content = word()
    at = content.index(b"word/document.xml")
    broken = paper(cast, kind, "word.docx", content[: at + 200] + b"\0" * 50 + content[at + 250 :])
    assert services.suggested(broken, kind) == {}


# ---- in step ----


def told(cast, kind, what, number="芜社字0001", *, on=date(2026, 9, 10), digest="", who="civil_affairs"):
    return services.take_step(
        kind.resource_id, actor=cast.person(who), kind=what, licence_no=number, happened_on=on, digest=digest
    )


def digest_of(licence):
    return rules.digest(licence_no=licence.licence_no, holder_code=licence.holder_code, valid_until=licence.valid_until)


@pytest.mark.requirement("wuhu-2020-license/10.1")
def test_a_paper_licence_issued_without_its_electronic_one_is_out_of_step_until_it_is_issued(cast, as_, clock):
    filed(cast)
    kind = entry(cast)
    step = told(cast, kind, StepKind.ISSUED)
    assert step.state == StepState.OPEN
    page = text(as_("civil_affairs").get("/making/steps/"))
    assert "1 件不同步" in page and "芜社字0001" in page
    assert "剩" in text(as_("civil_affairs").get(f"/making/steps/{step.id}/"))
    number = made(cast, kind)
    services.watch_steps()
    step.refresh_from_db()
    assert step.state == StepState.OPEN  # made is not issued
    issue(cast, number)
    assert services.watch_steps() == 1
    step.refresh_from_db()
    assert (step.state, step.settled_on) == (StepState.IN_STEP, date(2026, 9, 24))
    assert told(cast, kind, StepKind.ISSUED, on=date(2026, 9, 11)).state == StepState.IN_STEP


@pytest.mark.requirement("wuhu-2020-license/10.2")
def test_a_change_without_a_new_version_is_out_of_step_and_late_is_offered_as_a_signal(cast, clock):
    filed(cast)
    kind = entry(cast)
    old = issued(cast, kind)
    changed = said(kind, valid_until=date(2031, 8, 31))
    wanted = rules.digest(licence_no=old.licence_no, holder_code=CODE, valid_until=changed.valid_until)
    step = told(cast, kind, StepKind.CHANGED, on=date(2026, 9, 24), digest=wanted)
    assert step.state == StepState.OPEN
    assert told(cast, kind, StepKind.CHANGED, digest=digest_of(old)).state == StepState.IN_STEP
    clock.set(date(2026, 10, 30))
    watch_terms()
    assert Signal.objects.filter(title__contains="芜社字0001").exists()
    issue(cast, licences.update_licence(old.id, actor=cast.person("civil_affairs"), stated=changed))
    services.watch_steps()
    step.refresh_from_db()
    assert step.state == StepState.IN_STEP


@pytest.mark.requirement("wuhu-2020-license/10.3")
def test_a_revocation_received_holds_at_the_next_check_and_one_the_library_lacks_is_warned_of(cast, as_, client):
    filed(cast)
    kind = entry(cast)
    licence = issued(cast, kind)
    content = content_of(licence.files.get(kind="ofd"))
    assert "核验通过" in verified(client, content)
    step = told(cast, kind, StepKind.REVOKED)
    assert step.state == StepState.IN_STEP
    assert "已注销" in verified(client, content)
    licence.refresh_from_db()
    assert (licence.state, licence.reason) == (State.CANCELLED, "颁证单位的业务系统已废止（2026-09-10）")
    unknown = told(cast, kind, StepKind.REVOKED, "芜社字9999")
    assert (unknown.state, unknown.warned) == (StepState.OPEN, True)
    assert "库里没有这件证照" in text(as_("civil_affairs").get(f"/making/steps/{unknown.id}/"))
    with refused("making.reason"):
        services.explain_step(unknown.id, actor=cast.person("civil_affairs"))
    services.explain_step(unknown.id, actor=cast.person("civil_affairs"), note="从未电子化")


def test_events_come_by_program_and_by_sheet_once_each_and_from_the_issuer_alone(cast, as_, client):
    filed(cast)
    kind = entry(cast)
    issued(cast, kind)
    token = issue_token(actor=cast.person("civil_affairs"), name="业务系统", functions=(Function.DATA_OFFICER,), days=1)
    say = {"headers": {"Authorization": f"Bearer {token}"}, "content_type": "application/json"}
    body = {"kind": "issued", "licence_no": "芜社字0001", "happened_on": "2026-09-01"}
    address = f"/api/v1/making/entries/{kind.resource_id}/steps"
    first = client.post(address, body, **say)
    assert (first.status_code, first.json()["state"]) == (201, "in_step")
    assert client.post(address, body, **say).json()["id"] == first.json()["id"]
    assert client.post(address, {**body, "happened_on": "2027-01-01"}, **say).json()["rule"] == "making.future"
    with pytest.raises(NotAllowed):
        told(cast, kind, StepKind.REVOKED, who="education")
    sheet = "事件,证照编号,发生日期\n签发,芜社字0002,2026-09-02\n废止,芜社字0001,2026-09-03\n"
    asked = {"file": SimpleUploadedFile("events.csv", sheet.encode())}
    page = as_("civil_affairs").post(f"/making/steps/of/{kind.resource_id}/sheet/", asked)
    assert page.status_code == 303, page.content.decode()[-2000:]
    assert Step.objects.count() == 3
    assert Licence.objects.get().state == State.CANCELLED
    for wrong in (
        "事件,证照编号\n签发,1\n",
        "事件,证照编号,发生日期\n吊起,1,2026-09-01\n",
        "",
        "事件,证照编号,发生日期\n",
    ):
        asked = {"file": SimpleUploadedFile("events.csv", wrong.encode())}
        assert as_("civil_affairs").post(f"/making/steps/of/{kind.resource_id}/sheet/", asked).status_code == 422
    assert Step.objects.count() == 3


@pytest.mark.requirement("wuhu-2020-license/11.2", "wuhu-2016-license/5.1", "wuhu-2020-license/10.4")
def test_valid_licences_known_are_held_against_those_collected_and_the_gap_is_flagged(cast, as_):
    filed(cast)
    kind = entry(cast)
    assert "还没有对过账，不知道差多少：社会组织登记证书" in text(as_("civil_affairs").get("/making/counts/"))
    same = issued(cast, kind)
    other = issued(cast, kind, licence_no="芜社字0002")
    issued(cast, kind, licence_no="芜社字0003")
    sheet = f"证照编号,内容摘要\n芜社字0001,{digest_of(same)}\n芜社字0002,{digest_of(same)}\n芜社字0004,\n"
    asked = {"file": SimpleUploadedFile("list.csv", sheet.encode()), "stock": ""}
    assert as_("civil_affairs").post(f"/making/counts/of/{kind.resource_id}/new/", asked).status_code == 303
    found = Count.objects.get()
    assert (found.known, found.collected, found.same) == (3, 3, 1)
    assert (found.missing, found.different, found.extra, found.gap) == (1, 1, 1, 2)
    page = text(as_("civil_affairs").get(f"/making/counts/{found.id}/"))
    assert "芜社字0004" in page and "库里没有" in page
    overseen = text(as_("bureau", "bureau").get("/making/counts/"))
    assert "差 2 件" in overseen and "还没有对过账" not in overseen
    assert as_("education").get(f"/making/counts/{found.id}/").status_code == 404
    assert other.licence_no


@pytest.mark.requirement("wuhu-2016-license/5.4", "wuhu-2020-license/11.3")
def test_the_stock_of_paper_licences_converted_and_left_is_counted_by_type(cast, as_):
    filed(cast)
    kind = entry(cast)
    past = said(kind, granted_on=date(2019, 3, 1), valid_from=date(2019, 3, 1))
    issue(cast, services.enter_paper(paper(cast, kind).id, actor=cast.person("bureau", "operator"), stated=past))
    issued(cast, kind, licence_no="芜社字0002")
    found = services.count(kind.resource_id, actor=cast.person("civil_affairs"), valid={}, stock=40)
    assert (found.stock, found.converted, found.left) == (40, 1, 39)
    assert "已电子化 1，还有 39" in text(as_("civil_affairs").get(f"/making/counts/{found.id}/"))


@pytest.mark.requirement("wuhu-2016-license/9.2")
def test_the_four_qualities_are_measured_by_unit_and_type(cast, as_):
    filed(cast)
    kind = entry(cast)
    same = issued(cast, kind)
    issued(cast, kind, licence_no="芜社字0002")
    told(cast, kind, StepKind.ISSUED)
    told(cast, kind, StepKind.ISSUED, "芜社字0009")
    valid = {"芜社字0001": digest_of(same), "芜社字0003": "", "芜社字0004": "", "芜社字0005": ""}
    found = services.count(kind.resource_id, actor=cast.person("civil_affairs"), valid=valid)
    page = text(as_("civil_affairs").get(f"/making/counts/{found.id}/"))
    assert [page.count(word) > 0 for word in ("完整性", "准确性", "真实性", "时效性")] == [True] * 4
    assert "25.0%" in page and "100.0%" in page and "50.0%" in page
    assert "业务系统的事件 2 件，同步 1 件" in page


def test_a_list_that_cannot_be_read_is_refused(cast, as_):
    filed(cast)
    kind = entry(cast)
    for wrong in ("", "编号\n1\n", "证照编号,内容摘要\n1,\n1,\n"):
        asked = {"file": SimpleUploadedFile("list.csv", wrong.encode()), "stock": ""}
        assert as_("civil_affairs").post(f"/making/counts/of/{kind.resource_id}/new/", asked).status_code == 422
    assert not Count.objects.exists()
