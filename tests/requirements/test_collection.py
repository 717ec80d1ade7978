"""Collection plans and what is marked on them: read from the accept sentences."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.support.refusals import refused
from yiyuan.catalog import services as catalog
from yiyuan.collection.models import Digitisation, Mandate, Norm, Plan
from yiyuan.collection.selectors import entries
from yiyuan.collection.services import plans
from yiyuan.elements import services as elements
from yiyuan.elements.types import SourceKind
from yiyuan.workflow.models import Signal, Term

ON = date(2026, 4, 1)
ITEMS = [
    {"name": "婚姻状况", "data_type": "C", "length": 10, "key": True, "required": True},
    {"name": "户主姓名", "data_type": "C", "length": 50, "item_class": "name", "personal": True},
    {"name": "户籍地类别", "data_type": "C", "length": 20},
]
SAID = {"duty": "户籍管理", "article": "《户口登记条例》第三条", "necessity": "办理户口登记须核对，没有别的来源。"}


@pytest.fixture(autouse=True)
def today(clock):
    clock.set(ON)


def plan_of(cast, at, *, name="police", **changes):
    """A plan of this department, by the service."""
    values = {"place": "platform", "items": ["户籍地类别"], "mode": "direct", "personal": False, **SAID, **changes}
    return plans.save_plan(actor=cast.person(name, place=at), **values)


def entry(cast, place, name="police", **changes):
    items = changes.pop("items", ITEMS)
    return cast.resource(name, place=place, items=items, name=changes.pop("called", "户籍登记信息"), **changes)


def filled(**changes):
    """What the form sends where a person changes this."""
    return {"place": "platform", "items": "户籍地类别", "mode": "direct", "personal": "no", **SAID, **changes}


@pytest.mark.requirement("anhui-2020-data/16.1")
def test_a_plan_names_item_basis_and_necessity_before_it_is_saved(cast, as_):
    own = entry(cast, "anhui")
    browser = as_("police", place="anhui")
    for lacking, word in (("items", "信息项"), ("article", "法律依据"), ("necessity", "必要性")):
        sent = filled(resource_id=str(own.id)) | {lacking: ""}
        answer = browser.post("/collection/plans/new/", sent)
        assert answer.status_code == 422, lacking
        assert f"采集计划缺少{word}" in answer.content.decode()
    assert not Plan.objects.exists()
    browser.post("/collection/plans/new/", filled(resource_id=str(own.id)))
    plan = Plan.objects.get()
    assert (plan.resource_id, plan.items, plan.article) == (own.id, ["户籍地类别"], SAID["article"])
    with refused("collection.catalogued") as broken:
        plan_of(cast, "anhui", resource_id=own.id, items=["没有编目的项"])
    assert broken.value.facts["item"] == "没有编目的项"


@pytest.mark.requirement("anhui-2020-data/16.3")
def test_an_item_with_a_source_elsewhere_is_blocked_and_the_existing_resource_is_shown(cast, as_):
    theirs = entry(cast, "anhui", "civil_affairs", called="婚姻状况表", sharing="not_shared", items=ITEMS[:1])
    own = entry(cast, "anhui")
    browser = as_("police", place="anhui")
    sent = filled(resource_id=str(own.id), items="婚姻状况", exception="《婚姻法》第一条")
    answer = browser.post("/collection/plans/new/", sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "“婚姻状况”已有来源：安徽省民政局的“婚姻状况表”" in page
    assert f'href="/catalog/{theirs.id}/"' in page or f"/catalog/resources/{theirs.id}/" in page
    assert not Plan.objects.exists()


@pytest.mark.requirement("anhui-2020-data/16.4", "jiaozuo-2020-data/17.3")
@pytest.mark.parametrize("place", ["anhui", "jiaozuo"])
def test_a_plan_for_what_is_shared_is_refused_and_leads_to_the_application(cast, as_, place):
    theirs = entry(cast, place, "civil_affairs", called="婚姻状况表", items=ITEMS[:1])
    own = entry(cast, place)
    answer = as_("police", place=place).post(
        "/collection/plans/new/", filled(resource_id=str(own.id), items="婚姻状况")
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "“婚姻状况”可以通过共享取得，不再重复采集" in page
    assert f'href="/sharing/apply/{theirs.id}/"' in page
    assert not Plan.objects.exists()


@pytest.mark.requirement("jiaozuo-2020-data/23.2", "wuhu-2020-data/9.3")
@pytest.mark.parametrize("place", ["jiaozuo", "wuhu"])
def test_what_is_shared_is_collected_again_only_where_a_law_is_cited(cast, place):
    entry(cast, place, "civil_affairs", called="婚姻状况表", items=ITEMS[:1])
    own = entry(cast, place)
    with refused("sharing.no_recollect") as broken:
        plan_of(cast, place, resource_id=own.id, items=["婚姻状况"])
    assert broken.value.facts["item"] == "婚姻状况"
    assert broken.value.facts["resource"] == "婚姻状况表"
    saved = plan_of(cast, place, resource_id=own.id, items=["婚姻状况"], exception="《户口登记条例》第十条")
    assert "law_cited" in saved.flags
    assert saved.sources[0]["resource"] == "婚姻状况表"
    assert not Signal.objects.exists()


def test_a_synonym_of_a_registered_element_is_the_same_datum_whatever_is_said(cast):
    theirs = entry(cast, "wuhu", "civil_affairs", called="婚姻状况表", items=ITEMS[:1])
    own = entry(cast, "wuhu", items=[*ITEMS, {"name": "婚姻情况", "data_type": "C", "length": 10}])
    bureau = cast.officer_of_bureau(place="wuhu")
    made = elements.register_element(actor=bureau, name="婚姻状况", synonyms=["婚姻情况"])
    elements.add_source(
        made.id, actor=bureau, resource_id=theirs.id, item_name="婚姻状况", kind=SourceKind.AUTHORITATIVE
    )
    with refused("sharing.no_recollect") as broken:
        plan_of(cast, "wuhu", resource_id=own.id, items=["婚姻情况"], different="说法不同")
    assert broken.value.facts["item"] == "婚姻情况"


def test_another_meaning_of_the_same_name_is_said_and_shown_to_the_bureau(cast, as_):
    entry(cast, "wuhu", "civil_affairs", called="婚姻状况表", items=ITEMS[:1])
    own = entry(cast, "wuhu")
    saved = plan_of(cast, "wuhu", resource_id=own.id, items=["婚姻状况"], different="户口簿上登记时的状况")
    assert "same_name" in saved.flags
    shown = as_("bureau", "bureau", place="wuhu").get("/collection/plans/").content.decode()
    assert "与已有信息项同名，部门说明不是同一项" in shown


@pytest.mark.requirement("jiaozuo-2020-data/12.1")
def test_outside_the_responsibility_list_a_plan_is_refused_and_an_outside_collection_is_recorded(cast, as_):
    entry(cast, "jiaozuo")
    with refused("collection.duty_list") as broken:
        plan_of(cast, "jiaozuo", items=["宅基地面积"])
    assert broken.value.facts["item"] == "宅基地面积"
    browser = as_("police", place="jiaozuo")
    browser.post("/collection/plans/new/", filled(place="outside", items="宅基地面积"))
    plan = Plan.objects.get()
    assert "outside_list" in plan.flags
    assert "不在采集责任清单内" in browser.get(plan.get_absolute_url()).content.decode()


@pytest.mark.requirement("liyang-2020-sharing/17.7")
def test_a_plan_names_its_statutory_duty(cast, as_):
    own = entry(cast, "liyang")
    browser = as_("police", place="liyang")
    answer = browser.post("/collection/plans/new/", filled(resource_id=str(own.id), duty=""))
    assert answer.status_code == 422
    assert "采集计划缺少法定职责" in answer.content.decode()
    browser.post("/collection/plans/new/", filled(resource_id=str(own.id)))
    assert Plan.objects.get().duty == SAID["duty"]


@pytest.mark.requirement("wuhu-2020-data/9.5")
@pytest.mark.parametrize("mode", ["purchase", "receive", "exchange"])
def test_personal_data_bought_received_or_exchanged_cannot_be_saved(cast, as_, mode):
    own = entry(cast, "wuhu")
    browser = as_("police", place="wuhu")
    for items, personal in (("户籍地类别", "yes"), ("户主姓名", "no")):  # said by the department, or by the catalog
        sent = filled(resource_id=str(own.id), items=items, personal=personal, mode=mode)
        answer = browser.post("/collection/plans/new/", sent)
        assert answer.status_code == 422
        assert "个人信息不得通过" in answer.content.decode()
    assert not Plan.objects.exists()
    assert plan_of(cast, "wuhu", resource_id=own.id, mode=mode).pk


@pytest.mark.requirement("wuhu-2020-data/9.1")
def test_a_department_files_its_rules_and_an_item_without_a_duty_is_flagged(cast, as_):
    browser = as_("police", place="wuhu")
    paper = SimpleUploadedFile("规范.pdf", b"%PDF-1.7 rules")
    said = {"title": "户籍数据管理规范", "activities": ["collect", "maintain"], "dated_on": "2026-03-01"}
    browser.post("/collection/norms/new/", {**said, "file": paper})
    browser.post("/collection/norms/new/", {**said, "file": SimpleUploadedFile("规范.pdf", b"%PDF-1.7 anew")})
    first, second = Norm.objects.order_by("version")
    assert (first.latest, second.version, second.latest) == (False, 2, True)
    read = browser.get(f"/collection/norms/{first.id}/file/")
    assert read.content == b"%PDF-1.7 rules"
    saved = plan_of(cast, "wuhu", resource_id=entry(cast, "wuhu").id, duty="")
    assert "no_duty" in saved.flags
    assert "没有写明法定职责" in as_("bureau", "bureau", place="wuhu").get(saved.get_absolute_url()).content.decode()


@pytest.mark.requirement("jiaozuo-2020-data/20.1")
def test_a_department_keeps_a_procedure_document_of_collecting_publishing_and_keeping(cast, as_):
    browser = as_("police", place="jiaozuo")
    said = {"title": "数据管理程序", "activities": ["collect", "publish", "maintain"], "dated_on": "2026-03-01"}
    refusal = browser.post("/collection/norms/new/", {**said, "file": SimpleUploadedFile("程序.exe", b"MZ nothing")})
    assert refusal.status_code == 422
    browser.post("/collection/norms/new/", {**said, "file": SimpleUploadedFile("程序.pdf", b"%PDF-1.7 procedure")})
    page = as_("bureau", "bureau", place="jiaozuo").get("/collection/norms/").content.decode()
    assert "数据管理程序（第 1 版）" in page
    assert "采集、发布、维护" in page


@pytest.mark.requirement("wuhu-2020-data/9.4")
def test_items_outside_the_registered_duties_are_flagged(cast, as_):
    own = entry(cast, "wuhu")
    browser = as_("police", place="wuhu")
    browser.post("/collection/mandates/new/", {"duty": "户籍管理", "article": "《户口登记条例》第三条"})
    mandate = Mandate.objects.get()
    within = plan_of(cast, "wuhu", resource_id=own.id, mandate_id=mandate.id, duty="", article="")
    assert (within.duty, within.article, within.flags) == (mandate.duty, mandate.article, [])
    outside = plan_of(cast, "wuhu", resource_id=own.id, duty="人口普查")
    assert outside.flags == ["outside_duties"]
    assert "不在登记的职责内" in browser.get(outside.get_absolute_url()).content.decode()


@pytest.mark.requirement("anhui-2020-data/43.6", "liyang-2020-sharing/26.8")
@pytest.mark.parametrize(("place", "items", "article"), [
    ("anhui", "宅基地面积", "第43条"),
    ("anhui", "婚姻状况", "第43条"),
    ("liyang", "婚姻状况", "第26条"),
])  # fmt: skip
def test_a_plan_outside_the_catalog_or_with_a_second_source_is_a_signal_a_person_finds(
    cast, as_, place, items, article
):
    entry(cast, place, "civil_affairs", called="婚姻状况表", items=ITEMS[:1])
    entry(cast, place)
    browser = as_("police", place=place)
    sent = filled(place="outside", items=items)
    if items == "婚姻状况":
        sent["resource_id"] = str(selected(cast, place))
    browser.post("/collection/plans/new/", sent)
    signal = Signal.objects.get()
    assert (signal.violation, signal.state) == ("collection.violation", "open")
    assert items in signal.evidence["words"]
    shown = browser.get(f"/signals/{signal.id}/").content.decode()
    assert article in shown.replace(" ", "")
    plan = Plan.objects.get()
    plans.change_plan(plan.id, actor=cast.person("police", place=place), **again(plan))
    assert Signal.objects.count() == 1  # offered once
    head = as_("police", "head", place=place)
    bureau = as_("bureau", "bureau", place=place)
    assert bureau.post(f"/signals/{signal.id}/conclusion/", {"conclusion": "已认定"}).status_code >= 400
    head.post(f"/signals/{signal.id}/statement/", {"statement": "历史系统，正在停用。"})
    bureau.post(f"/signals/{signal.id}/conclusion/", {"conclusion": "确属重复。", "answer": "confirm"})
    signal.refresh_from_db()
    assert signal.state == "confirmed"


def selected(cast, place):
    return next(one.id for one in entries(cast.person("police", place=place)) if one.name == "户籍登记信息")


def again(plan):
    names = ("place", "resource_id", "items", "mode", "personal", "duty", "article", "necessity")
    return {name: getattr(plan, name) for name in names}


def test_in_jiaozuo_no_violation_is_listed_so_nothing_is_signalled(cast):
    entry(cast, "jiaozuo")
    saved = plan_of(cast, "jiaozuo", place="outside", items=["宅基地面积"])
    assert "outside_catalog" in saved.flags
    assert not Signal.objects.exists()


SYSTEM_OF = {"source_kind": "system", "source_system": "婚姻登记系统", "format": "database"}


def paper(cast, place="wuhu", **changes):
    said = {"electronic": False, "source_kind": "", "source_system": "", **changes}
    return entry(cast, place, called="婚姻登记纸质档案", **said)


@pytest.mark.requirement("wuhu-2020-data/11.1")
def test_a_resource_on_paper_is_listed_until_it_has_a_plan_of_digitisation(cast, as_):
    paper(cast)
    entry(cast, "wuhu", called="电子台账")
    browser = as_("police", place="wuhu")
    page = browser.get("/collection/digitisations/").content.decode()
    assert ("婚姻登记纸质档案" in page, "没有改造计划" in page, "电子台账" in page) == (True, True, False)
    assert "第11条" in page or "第十一条" in page
    assert "登记数字化改造计划" in browser.get("/").content.decode()
    assert (
        "婚姻登记纸质档案" in as_("bureau", "bureau", place="wuhu").get("/collection/digitisations/").content.decode()
    )
    paper(cast, "liyang")
    assert Digitisation.objects.count() == 1


@pytest.mark.requirement("wuhu-2020-data/11.2")
def test_each_digitisation_shows_its_standard_its_state_and_when_it_was_completed(cast, as_, clock):
    paper(cast)
    found = Digitisation.objects.get()
    browser, at = as_("police", place="wuhu"), found.get_absolute_url()
    lacking = browser.post(f"{at}plan/", {"standard": "", "planned_on": "2026-12-31"})
    assert (lacking.status_code, "按哪一项技术标准" in lacking.content.decode()) == (422, True)
    browser.post(f"{at}plan/", {"standard": "DA/T 31-2017", "extent": "2001 年以前", "planned_on": "2026-12-31"})
    browser.post(f"{at}begin/")
    clock.set(date(2027, 1, 4))
    assert "改造中，已过计划日期" in browser.get(at).content.decode()
    early = browser.post(f"{at}finish/", {"finished_on": "2027-01-05", "result": ""})
    assert early.status_code == 422
    browser.post(f"{at}finish/", {"finished_on": "2027-01-03", "result": "共 3 万卷"})
    page = browser.get(at).content.decode()
    for word in ("DA/T 31-2017", "已完成改造", "2027-01-03"):
        assert word in page, word


def test_it_is_done_when_the_entry_is_electronic_and_none_is_awaited_of_a_withdrawn_one(cast):
    kept = paper(cast)
    officer = cast.person("police", place="wuhu")
    draft = catalog.revise_resource(kept.id, actor=officer)
    catalog.save_draft(draft.id, actor=officer, values={"electronic": True, **SYSTEM_OF})
    cast.published(draft, "police", place="wuhu")
    found = Digitisation.objects.get()
    assert (found.state, found.finished_on) == ("done", ON)
    assert not Term.objects.filter(workflow="collection.digitisation", closed_on=None).exists()
