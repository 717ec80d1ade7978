"""A confirmed violation followed to its end: notice, term, re-check, circular, the government's order, hand-over."""

import io
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.html import strip_tags
from docx import Document

from tests.support.pages import Browser
from tests.support.refusals import refused
from yiyuan.kernel.errors import MoveRefused, NotAllowed, NotFound
from yiyuan.notices.models import Notice
from yiyuan.projects import services as projects
from yiyuan.projects.models import Project
from yiyuan.projects.rules.gates import answers
from yiyuan.projects.selectors import standing_of
from yiyuan.projects.types import Gate
from yiyuan.projects.workflow import PROJECT
from yiyuan.rectification import api, selectors, services
from yiyuan.rectification.models import Order, ProjectMeasure, Referral, Task
from yiyuan.rectification.workflow import ORDER
from yiyuan.regulations.api import resolve
from yiyuan.workflow import services as signals
from yiyuan.workflow.api import term_of
from yiyuan.workflow.models import Signal

TODAY = date(2026, 9, 24)
DUE = date(2026, 10, 16)
PDF = b"%PDF-1.7\n%scan\n"


@pytest.fixture(autouse=True)
def today(clock):
    clock.set(TODAY)


def confirmed(cast, violation, *, place="wuhu", body="police", matter="", confirm=True):
    """The signal of a violation after statement and conclusion."""
    cast.place = place
    officer = cast.officer_of_bureau(place=place)
    found = signals.raise_signal(
        actor=officer,
        organisation_id=cast.organisation(body, place=place),
        violation=violation,
        title="九月检查发现的问题",
        evidence="9 月 20 日检查记录第 3 页",
        matter=matter,
        **({"basis": "《办法》第九条"} if violation.endswith("_other") else {}),
    )
    signals.state_reasons(found, actor=cast.person(body, "head", place=place), statement="人手不足")
    signals.conclude(found, actor=officer, confirmed=confirm, conclusion="理由不成立，应当整改")
    return found


def drafted(cast, violation, *, place="wuhu", body="police", **more):
    found = confirmed(cast, violation, place=place, body=body, **more)
    said = {"problem": "目录三项没有编制", "demand": "补齐三项目录", "due_on": DUE}
    return services.draft_order(found, actor=cast.officer_of_bureau(place=place), **said)


def issued(cast, violation, *, place="wuhu", body="police", **more):
    made = drafted(cast, violation, place=place, body=body, **more)
    services.issue_order(made.id, actor=cast.officer_of_bureau(place=place), number="责改〔2026〕7号")
    return Order.objects.get(id=made.id)


def told(account):
    """The last notice of a person."""
    return Notice.objects.filter(account_id=account).order_by("-id").values_list("sentence", flat=True)[0]


def text_of(content):
    return "\n".join(p.text for p in Document(io.BytesIO(content)).paragraphs)


@pytest.mark.parametrize(
    ("place", "called", "conduct"),
    [
        ("anhui", "通知限期整改", "anhui-2020-data/43.5"),
        ("jiaozuo", "责令限期改正", "jiaozuo-2020-data/35.1"),
        ("liyang", "通知整改", "liyang-2020-sharing/26.3"),
        ("wuhu", "责令限期改正", "wuhu-2020-data/28.1"),
    ],
)
@pytest.mark.requirement(
    "anhui-2020-data/43.1", "jiaozuo-2020-data/36.1", "liyang-2020-sharing/26.1", "wuhu-2020-data/28.8"
)
def test_a_confirmed_violation_is_answered_by_a_notice_with_a_due_date_in_the_words_of_the_region(
    cast, as_, place, called, conduct
):
    found = confirmed(cast, "catalog.violation", place=place)
    bureau, concerned = as_("bureau", "bureau", place), as_("police", "head", place)
    page = bureau.get(f"/signals/{found}/").content.decode()
    assert f"/rectification/findings/{found}/order/" in page
    assert f"/rectification/findings/{found}/order/" not in concerned.get(f"/signals/{found}/").content.decode()
    form = bureau.get(f"/rectification/findings/{found}/order/").content.decode()
    assert "9 月 20 日检查记录第 3 页" in form  # the evidence comes with it
    said = {"problem": "三项目录没有编制", "demand": "补齐", "due_on": ""}
    assert bureau.post(f"/rectification/findings/{found}/order/", said).status_code == 422
    assert not Order.objects.exists()
    other = cast.organisation("education", place=place)
    made = bureau.post(
        f"/rectification/findings/{found}/order/", {**said, "due_on": DUE.isoformat(), "co_issuers": [other]}
    )
    assert made.status_code == 303
    order = Order.objects.get()
    at = f"/rectification/{order.id}/"
    assert concerned.get(at).status_code == 404  # a draft is nothing to the department
    assert bureau.post(f"{at}issue/", {"number": ""}).status_code == 422
    assert bureau.post(f"{at}issue/", {"number": "责改〔2026〕7号"}).status_code == 303
    order.refresh_from_db()
    assert (order.state, conduct in order.cite) == ("issued", True)
    shown = concerned.get(at).content.decode()
    assert called in shown
    assert "2026-10-16" in shown
    assert "九月检查" in concerned.get("/rectification/").content.decode()
    term = term_of("rectification.order", order.id)
    assert (term.due_on, term.waits_for) == (DUE, cast.organisation("police", place=place))
    assert resolve(term.key, region=order.region_code, on=TODAY).cite
    document = concerned.get(f"{at}documents/notice/")
    text = text_of(document.content)
    assert called.removeprefix("通知") in text
    assert cast.name_of(other) in text
    assert as_("education", "head", place).get(at).status_code == 200  # issued together with it
    assert as_("tax", "head", place).get(at).status_code == 404
    assert as_("education", "head", place).post(f"{at}answer/", {"measures": "代答"}).status_code == 403


@pytest.mark.requirement("wuhu-2020-data/28.8")
def test_nothing_is_noticed_before_confirmation_nor_twice_nor_by_anybody_else(cast):
    said = {"problem": "三项目录没有编制", "demand": "补齐", "due_on": DUE}
    dropped = confirmed(cast, "catalog.violation", confirm=False)
    bureau = cast.officer_of_bureau()
    with refused("rectification.confirmed"):
        services.draft_order(dropped, actor=bureau, **said)
    found = confirmed(cast, "sharing.violation_use")
    with pytest.raises(NotAllowed):
        services.draft_order(found, actor=cast.person("police", "head"), **said)
    with refused("rectification.due"):
        services.draft_order(found, actor=bureau, **{**said, "due_on": None})
    with refused("rectification.due"):
        services.draft_order(found, actor=bureau, **{**said, "due_on": TODAY})
    services.draft_order(found, actor=bureau, **said)
    with refused("rectification.once"):
        services.draft_order(found, actor=bureau, **said)


def test_a_dropped_signal_leaves_no_trace_and_a_confirmed_one_comes_with_its_order(cast):
    police = cast.organisation("police")
    year = {"first": date(2026, 1, 1), "last": date(2026, 12, 31)}
    confirmed(cast, "catalog.violation", confirm=False)
    assert api.findings(police, **year) == []
    order = issued(cast, "sharing.violation_use")
    [found] = api.findings(police, **year)
    assert (found.order_id, found.state, found.lapsed) == (order.id, "issued", False)
    assert api.findings(police, first=date(2025, 1, 1), last=date(2025, 12, 31)) == []


def test_what_was_done_is_looked_at_again_and_sent_back_or_passed(cast, as_):
    heads = cast.account("police", "head").id
    officers = cast.account("bureau", "bureau").id
    order = issued(cast, "catalog.violation")
    head, bureau = as_("police", "head"), as_("bureau", "bureau")
    assert "整改，报告结果" in told(heads)  # with its day, and the articles
    assert "10月16日" in told(heads)
    assert "第28条" in told(heads)
    at = f"/rectification/{order.id}/"
    assert head.post(f"{at}answer/", {"measures": " "}).status_code == 422
    file = SimpleUploadedFile("补齐的目录.pdf", PDF)
    assert head.post(f"{at}answer/", {"measures": "补齐两项", "file": file}).status_code == 303
    assert "复查整改结果" in told(officers)
    paper = order.papers.get()
    assert bureau.get(f"/rectification/papers/{paper.id}/").content == PDF
    assert as_("tax", "head").get(f"/rectification/papers/{paper.id}/").status_code == 404
    new = DUE + timedelta(days=7)
    assert bureau.post(f"{at}send_back/", {"finding": "还缺一项", "new_due_on": new.isoformat()}).status_code == 303
    order.refresh_from_db()
    assert (order.state, order.due_on) == ("issued", new)
    assert term_of("rectification.order", order.id).due_on == new
    services.answer_order(order.id, actor=cast.person("police", "officer"), measures="补齐")
    with pytest.raises(NotAllowed):
        services.pass_order(order.id, actor=cast.person("police", "head"), finding="自己复查")
    services.pass_order(order.id, actor=cast.officer_of_bureau(), finding="三项都在")
    order.refresh_from_db()
    assert order.state == "rectified"


@pytest.mark.requirement("anhui-2020-data/43.2")
def test_anhui_past_its_day_the_notice_goes_to_the_government_whose_order_sets_a_new_one(cast, clock, as_):
    order = issued(cast, "catalog.violation", place="anhui")
    bureau = cast.officer_of_bureau(place="anhui")
    said = {"number": "报〔2026〕9号", "words": "两次催促，没有整改"}
    with refused("rectification.lapsed"):
        services.report_order(order.id, actor=bureau, **said)
    page = as_("bureau", "bureau", "anhui")
    assert "上报政府" not in offered(page, order)
    clock.set(DUE + timedelta(days=1))
    signals.watch_terms()
    order.refresh_from_db()
    assert order.state == "issued"  # nothing moves by itself
    assert "上报政府" in offered(page, order)
    assert "通报" not in offered(page, order)
    with refused("rectification.circular"):
        services.circulate_order(order.id, actor=bureau, **said)
    services.report_order(order.id, actor=bureau, **said)
    order.refresh_from_db()
    assert order.state == "reported"
    assert "登记政府责令" in offered(page, order)
    assert "两次催促" in text_of(page.get(f"/rectification/{order.id}/documents/report/").content)
    new = DUE + timedelta(days=30)
    with refused("rectification.due"):
        services.order_by_government(order.id, actor=bureau, number="皖政〔2026〕3号", new_due_on=None)
    services.order_by_government(order.id, actor=bureau, number="皖政〔2026〕3号", new_due_on=new)
    order.refresh_from_db()
    assert (order.state, order.due_on) == ("issued", new)
    assert term_of("rectification.order", order.id).due_on == new


def offered(client, order):
    """The acts of the page, in words."""
    page = client.get(f"/rectification/{order.id}/").content.decode()
    _, _, acts = page.partition('id="acts"')
    return strip_tags(acts.partition("办理过程")[0])


@pytest.mark.requirement("liyang-2020-sharing/26.2")
def test_liyang_past_its_day_the_office_reports_to_the_city_with_a_report_and_no_order_is_offered(cast, clock, as_):
    order = issued(cast, "catalog.violation", place="liyang")
    office = as_("bureau", "bureau", "liyang")
    assert "领导小组办公室" in order.signed_by
    clock.set(DUE + timedelta(days=1))
    assert "上报政府" in offered(office, order)
    assert office.get(f"/rectification/{order.id}/documents/report/").status_code == 200
    said = {"number": "溧数报〔2026〕2号", "words": "没有整改"}
    assert office.post(f"/rectification/{order.id}/report/", said).status_code == 303
    order.refresh_from_db()
    assert order.state == "reported"
    assert "登记政府责令" not in offered(office, order)
    with refused("rectification.order"):
        services.order_by_government(
            order.id, actor=cast.officer_of_bureau(place="liyang"), number="1", new_due_on=date(2027, 1, 4)
        )
    services.answer_order(order.id, actor=cast.person("police", "head", place="liyang"), measures="补齐了")


@pytest.mark.parametrize(("place", "called"), [("jiaozuo", "通报批评"), ("wuhu", "书面通报")])
@pytest.mark.requirement("jiaozuo-2020-data/36.2", "wuhu-2020-data/28.9")
def test_past_its_day_an_officer_may_issue_an_internal_circular_and_the_notice_is_kept(cast, clock, as_, place, called):
    order = issued(cast, "catalog.violation", place=place)
    bureau = as_("bureau", "bureau", place)
    assert bureau.post(f"/rectification/{order.id}/circulate/", {"number": "1", "words": "2"}).status_code == 422
    clock.set(DUE + timedelta(days=1))
    signals.watch_terms()
    order.refresh_from_db()
    assert order.state == "issued"
    assert "通报" in offered(bureau, order)
    said = {"number": "通〔2026〕1号", "words": "经催促没有整改"}
    assert bureau.post(f"/rectification/{order.id}/circulate/", said).status_code == 303
    order.refresh_from_db()
    assert term_of("rectification.order", order.id).due_on == DUE  # it is still owed
    assert (order.state, order.number, order.circular_number) == ("circulated", "责改〔2026〕7号", "通〔2026〕1号")
    concerned = as_("police", "head", place)
    assert called in text_of(concerned.get(f"/rectification/{order.id}/documents/circular/").content)
    assert as_("tax", "head", place).get(f"/rectification/{order.id}/documents/circular/").status_code == 404
    assert Browser().get(f"/rectification/{order.id}/").status_code in {302, 401, 404}


@pytest.mark.requirement("wuhu-2020-license/23.9")
def test_a_lapsed_order_on_licences_is_told_in_a_circular_too(cast, clock):
    order = issued(cast, "licences.violation_catalog")
    clock.set(DUE + timedelta(days=1))
    cite = ORDER.law(order).resolved("rectification.circular").cite
    assert "wuhu-2020-license/23.9" in cite
    services.circulate_order(order.id, actor=cast.officer_of_bureau(), number="通 1", words="没有整改")
    order.refresh_from_db()
    assert (order.state, order.number) == ("circulated", "责改〔2026〕7号")


@pytest.mark.parametrize(
    ("violation", "expected", "conduct"),
    [
        ("catalog.violation", "rectification.violation_defied", "wuhu-2020-data/28.6"),
        ("licences.violation_catalog", "licences.violation_defied", "wuhu-2020-license/23.7"),
    ],
)
@pytest.mark.requirement("wuhu-2020-data/28.6", "wuhu-2020-license/23.7")
def test_a_lapsed_earlier_order_offers_an_order_of_its_own_kind_that_links_to_it(
    cast, clock, violation, expected, conduct
):
    earlier = issued(cast, violation)
    clock.set(DUE)
    signals.watch_terms()
    assert Signal.objects.filter(violation=expected).count() == 0  # the last day counts
    clock.set(DUE + timedelta(days=1))
    signals.watch_terms()
    signals.watch_terms()
    signal = Signal.objects.get(violation=expected)
    assert signal.requirement_ids == [conduct]
    assert "责改〔2026〕7号" in signal.evidence["words"]
    signals.state_reasons(signal.id, actor=cast.person("police", "head"), statement="没有人")
    officer = cast.officer_of_bureau()
    signals.conclude(signal.id, actor=officer, confirmed=True, conclusion="拒不整改")
    said = {"problem": "拒不整改", "demand": "立即整改", "due_on": DUE + timedelta(days=20)}
    made = services.draft_order(signal.id, actor=officer, **said)
    assert made.earlier_id == earlier.id


def test_a_lapsed_order_is_no_signal_where_the_law_lists_no_such_conduct(cast, clock):
    issued(cast, "catalog.violation", place="liyang")
    before = Signal.objects.count()
    clock.set(DUE + timedelta(days=1))
    signals.watch_terms()
    assert Signal.objects.count() == before


@pytest.mark.parametrize("place", ["wuhu", "anhui", "jiaozuo"])
@pytest.mark.requirement(
    "anhui-2020-data/43.3", "jiaozuo-2020-data/36.3", "wuhu-2020-data/28.10", "wuhu-2020-license/23.10"
)
def test_a_grave_case_is_handed_over_with_persons_organ_date_and_decision_for_overseers_alone(cast, as_, place):
    order = issued(cast, "catalog.violation", place=place)
    bureau, concerned = as_("bureau", "bureau", place), as_("police", "head", place)
    kind = ORDER.law(order)("rectification.handover")[0]
    said = {"order_id": order.id, "kind": kind, "what": "虚报三年", "persons": ""}
    assert bureau.post("/rectification/referrals/new/", said).status_code == 422
    said |= {"persons": "某某，科长", "file": SimpleUploadedFile("材料.pdf", PDF)}
    assert bureau.post("/rectification/referrals/new/", said).status_code == 303
    found = Referral.objects.get()
    at = f"/rectification/referrals/{found.id}/"
    assert bureau.post(f"{at}hand/", {"organ": "", "handed_on": TODAY.isoformat()}).status_code == 422
    assert bureau.post(f"{at}hand/", {"organ": "市纪委监委", "handed_on": TODAY.isoformat()}).status_code == 303
    assert bureau.post(f"{at}decide/", {"decision": "给予记过处分"}).status_code == 303
    found.refresh_from_db()
    assert (found.state, found.organ, found.handed_on) == ("decided", "市纪委监委", TODAY)
    assert bureau.get(f"{at}file/").content == PDF
    assert "记过" in as_("inspection", "auditor", place).get(at).content.decode()
    for address in (at, f"{at}file/"):
        assert concerned.get(address).status_code == 404
    assert "移送" not in strip_tags(concerned.get(f"/rectification/{order.id}/").content.decode())
    assert f"移送处理 {found.id}" in bureau.get(f"/rectification/{order.id}/").content.decode()
    assert (
        f'value="{order.id}" selected'
        in bureau.get(f"/rectification/referrals/new/?order_id={order.id}").content.decode()
    )
    assert concerned.get("/rectification/referrals/").content.decode().count("虚报") == 0
    assert concerned.post("/rectification/referrals/new/", said).status_code == 403
    listed = concerned.get("/api/v1/rectification/referrals")
    assert "某某" not in listed.content.decode()


@pytest.mark.requirement("wuhu-2020-license/23.6")
def test_abuse_of_office_is_recorded_with_its_file_and_never_told_to_the_department(cast, as_):
    bureau = as_("bureau", "bureau")
    body = cast.organisation("police")
    cast.person("police", "head")
    assert "licences.violation_abuse" not in bureau.get("/signals/new/").content.decode()
    assert "licences.violation_abuse" in bureau.get("/rectification/referrals/new/").content.decode()
    said = {
        "organisation_id": body,
        "violation": "licences.violation_abuse",
        "kind": "discipline",
        "what": "窗口人员为亲属违规制证",
        "persons": "某某",
        "file": SimpleUploadedFile("材料.pdf", PDF),
    }
    assert bureau.post("/rectification/referrals/new/", said).status_code == 303
    found = Referral.objects.get()
    assert found.violation == "licences.violation_abuse"
    concerned = as_("police", "head")
    assert concerned.get(f"/rectification/referrals/{found.id}/").status_code == 404
    assert not Notice.objects.filter(account_id=cast.account("police", "head").id).exists()
    with pytest.raises(NotFound):
        services.record_referral(
            actor=cast.officer_of_bureau(place="liyang"),
            organisation_id=cast.organisation("police", place="liyang"),
            violation="licences.violation_abuse",
            kind="discipline",
            what="x",
            persons="y",
        )


@pytest.mark.requirement("wuhu-2020-license/22.3")
def test_a_forgery_is_handed_over_with_the_number_of_the_licence(cast):
    officer = cast.officer_of_bureau()
    made = services.record_referral(
        actor=officer,
        organisation_id=cast.organisation("police"),
        kind="judicial",
        what="发现伪造的电子证照",
        persons="持证人某某",
        about="1.2.156.3005.2.11100000013338",
    )
    services.hand_referral(made.id, actor=officer, organ="市公安局", handed_on=TODAY)
    made.refresh_from_db()
    assert (made.about, made.state) == ("1.2.156.3005.2.11100000013338", "handed")


@pytest.mark.parametrize("consequence", ["overrun", "quality", "waste", "accident"])
@pytest.mark.requirement("jiaozuo-2020-project/33.1")
def test_a_case_of_responsibility_names_one_of_four_consequences_the_person_and_the_decision(cast, consequence):
    officer = cast.officer_of_bureau(place="jiaozuo")
    said = {
        "organisation_id": cast.organisation("police", place="jiaozuo"),
        "kind": "judicial",
        "what": "项目管理不善",
        "persons": "某某，项目负责人",
    }
    made = services.record_referral(actor=officer, consequence=consequence, **said)
    services.hand_referral(made.id, actor=officer, organ="市监委", handed_on=TODAY)
    services.decide_referral(made.id, actor=officer, decision="焦监〔2026〕1号")
    made.refresh_from_db()
    assert (made.consequence, made.state) == (consequence, "decided")
    with refused("rectification.consequences"):
        services.record_referral(actor=officer, consequence="late", **said)
    with refused("rectification.consequences"):
        services.record_referral(
            actor=cast.officer_of_bureau(place="wuhu"),
            consequence=consequence,
            **{**said, "organisation_id": cast.organisation("police", place="wuhu")},
        )


@pytest.mark.requirement("liyang-2020-sharing/20.1")
def test_the_leading_group_sees_the_city_and_gives_a_task_with_a_day(cast, as_):
    cast.place = "liyang"
    group = as_("leading_group", "leading", "liyang")
    assert group.get("/assessments/situation/").status_code == 200
    said = {
        "organisation_id": cast.organisation("police"),
        "title": "落实三季度共享",
        "demand": "十月底前补齐",
        "due_on": DUE.isoformat(),
    }
    assert group.post("/rectification/tasks/new/", {**said, "due_on": ""}).status_code == 422
    assert group.post("/rectification/tasks/new/", said).status_code == 303
    task = Task.objects.get()
    term = term_of("rectification.task", task.id)
    assert (term.due_on, term.waits_for) == (DUE, cast.organisation("police"))
    at = f"/rectification/tasks/{task.id}/"
    head = as_("police", "head", "liyang")
    assert as_("tax", "head", "liyang").get(at).status_code == 404
    assert head.post(f"{at}answer/", {"measures": "已补齐"}).status_code == 303
    assert group.post(f"{at}close/", {"finding": "属实"}).status_code == 303
    task.refresh_from_db()
    assert (task.state, task.measures) == ("closed", "已补齐")


def test_a_draft_may_be_changed_or_given_up_and_an_issued_notice_withdrawn_with_a_reason(cast):
    made = drafted(cast, "catalog.violation")
    officer = cast.officer_of_bureau()
    said = {"problem": "四项", "demand": "补齐四项", "due_on": DUE + timedelta(days=3)}
    services.change_order(made.id, actor=officer, co_issuers=[cast.organisation("education")], **said)
    found = selectors.order_for(officer, made.id)
    assert (found.demand, len(found.co_issuer_ids)) == ("补齐四项", 1)
    services.issue_order(made.id, actor=officer, number="1")
    with pytest.raises(MoveRefused):
        services.change_order(made.id, actor=officer, **said)
    with refused("rectification.why"):
        services.withdraw_order(made.id, actor=officer, why=" ")
    services.withdraw_order(made.id, actor=officer, why="查明不属实")
    assert Order.objects.get().state == "withdrawn"
    again = services.draft_order(made.signal_id, actor=officer, **said)
    services.discard_order(again.id, actor=officer, why="暂不发出")


def test_the_steps_of_each_region_are_those_of_its_ladder():
    flags = {"report": "rectification.report", "order": "rectification.order", "circular": "rectification.circular"}
    for region in ("340000", "340200", "410800", "320481"):
        ladder = resolve("supervision.ladder", region=region, on=TODAY).items
        for step, key in flags.items():
            assert (step in ladder) is resolve(key, region=region, on=TODAY).value, (region, step)


def on_a_project(cast, *, state="building"):
    """An order in Jiaozuo on a project under way."""
    cast.place = "jiaozuo"
    unit = cast.organisation("police", place="jiaozuo")
    project = Project.objects.create(
        organisation_id=unit,
        region_code="410800",
        name="警务云平台",
        state=state,
        law_on=TODAY,
        kind="new",
        funding="invest",
        leader="某某",
        approval_number="焦数批〔2026〕1号",
        approved_on=TODAY,
        approved_amount=100_000_000,
        registered_by="某某",
        registered_on=TODAY,
    )
    order = issued(cast, "projects.violation", place="jiaozuo", matter=f"projects.project:{project.id}")
    assert order.project_id == project.id
    return project, order


@pytest.mark.requirement("jiaozuo-2020-project/31.1")
def test_what_an_inspection_of_a_project_finds_becomes_an_order_with_a_due_date(cast, as_):
    project, order = on_a_project(cast)
    page = as_("bureau", "bureau", "jiaozuo").get(f"/projects/{project.id}/").content.decode()
    assert f"matter=projects.project%3A{project.id}" in page
    assert "发现问题" not in as_("police", "head", "jiaozuo").get(f"/projects/{project.id}/").content.decode()
    assert (order.due_on, order.cite) == (DUE, ["jiaozuo-2020-project/31.1"])


@pytest.mark.requirement("jiaozuo-2020-project/31.2")
def test_four_graded_measures_stop_payment_progress_and_the_project_itself(cast, clock, as_):
    project, order = on_a_project(cast)
    bureau = cast.officer_of_bureau(place="jiaozuo")
    said = {"number": "焦数〔2026〕8号", "words": "逾期没有整改"}
    with pytest.raises(MoveRefused):
        services.take_measure(order.id, actor=bureau, measure="payment", **said)
    assert "对项目采取措施" not in offered(as_("bureau", "bureau", "jiaozuo"), order)
    clock.set(DUE + timedelta(days=1))
    assert "对项目采取措施" in offered(as_("bureau", "bureau", "jiaozuo"), order)
    with refused("rectification.number"):
        services.take_measure(order.id, actor=bureau, measure="payment", **{**said, "number": ""})
    with pytest.raises(NotAllowed):
        services.take_measure(order.id, actor=cast.person("police", "head", place="jiaozuo"), measure="payment", **said)
    law = PROJECT.law(project)
    pages = {"payment": Gate.PAY, "building": Gate.COMPLETE}
    for measure, gate in pages.items():
        assert not blocked(project, gate, law)
        services.take_measure(order.id, actor=bureau, measure=measure, **said)
        assert blocked(project, gate, law)
    with refused("projects.measures"):
        services.take_measure(order.id, actor=bureau, measure="payment", **said)
    unit = cast.person("police", "head", place="jiaozuo")
    with refused("projects.measures"):
        projects.complete_project(project.id, actor=unit, completed_on=DUE)
    lifted = ProjectMeasure.objects.get(measure="building")
    services.lift_measure(order.id, actor=bureau, measure_id=lifted.id)
    projects.complete_project(project.id, actor=unit, completed_on=DUE)
    services.take_measure(order.id, actor=bureau, measure="circular", **said)
    services.take_measure(order.id, actor=bureau, measure="termination", **said)
    project.refresh_from_db()
    assert project.state == "terminated"
    assert "终止项目" in as_("police", "head", "jiaozuo").get(f"/projects/{project.id}/").content.decode()
    with pytest.raises(NotFound):
        services.lift_measure(order.id, actor=bureau, measure_id=ProjectMeasure.objects.get(measure="termination").id)


def blocked(project, gate, law):
    """Whether a measure of supervision says no to this question."""
    said = answers(gate, standing_of(project), law=law)
    return any(one.key == "projects.measures" and not one.holds for one in said)


def test_no_measure_is_known_where_the_law_lists_none(cast, clock):
    order = issued(cast, "sharing.violation_use", matter="projects.project:7")
    clock.set(DUE + timedelta(days=1))
    with pytest.raises(MoveRefused):
        services.take_measure(order.id, actor=cast.officer_of_bureau(), measure="payment", number="1", words="没有整改")
