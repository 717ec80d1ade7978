"""One catalog, three lists; guides and tasks; challenges, feedback and systems: read from the accept sentences."""

from datetime import date, timedelta

import pytest
from django.test import Client

from tests.support.cast import MARRIAGE, MARRIAGE_ITEMS
from tests.support.pages import Browser
from tests.support.refusals import refused
from yiyuan.audit.models import Entry
from yiyuan.catalog import selectors
from yiyuan.catalog import services as catalog
from yiyuan.catalog.models import Version
from yiyuan.catalog.types import ChallengeState, FeedbackState, State
from yiyuan.kernel.errors import MoveRefused, NotAllowed, NotFound, RuleBroken
from yiyuan.lists import services as lists
from yiyuan.lists.models import Demand, Duty, HandedList
from yiyuan.lists.selectors import duties_in, guides_binding, handed_for, likely_matches, line_of, list_stands, parts_of
from yiyuan.lists.types import DemandState, ListKind
from yiyuan.organisations.services import issue_token
from yiyuan.regulations.api import resolve
from yiyuan.workflow.models import Signal
from yiyuan.workflow.services import conclude, state_reasons, watch_terms

ON = date(2026, 4, 1)


@pytest.fixture(autouse=True)
def today(clock):
    clock.set(ON)


def page(cast, name, path, post="officer", *, place=""):
    client = Browser()
    client.force_login(cast.account(name, post, place=place))
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


def demand(cast, place, **changes):
    provider = cast.organisation("civil_affairs", place=place)
    values = {"wanted": "婚姻登记信息", "provider_id": provider, "duty": "《住房公积金管理条例》第二十四条", **changes}
    return lists.draft_demand(actor=cast.person("housing_fund", place=place), values=values)


# ---- demands ----
@pytest.mark.requirement("jiaozuo-2020-data/8.2")
def test_a_demand_list_is_compiled_of_wanted_resource_provider_and_duty_basis(cast):
    officer = cast.person("housing_fund", place="jiaozuo")
    for lacking, word in (({"duty": ""}, "履职依据"), ({"provider_id": None}, "提供部门"), ({"wanted": ""}, "资源")):
        draft = demand(cast, "jiaozuo", **lacking)
        with pytest.raises(RuleBroken) as broken:
            lists.submit_demand(draft.id, actor=officer)
        assert (broken.value.rule, broken.value.facts["lacks"]) == ("catalog.demand", word)
    whole = lists.submit_demand(demand(cast, "jiaozuo").id, actor=officer)
    assert whole.state == DemandState.SUBMITTED
    shown = page(cast, "housing_fund", "/catalog/demands/", place="jiaozuo")
    for words in ("婚姻登记信息", "焦作市民政局", "《住房公积金管理条例》第二十四条"):
        assert words in shown


@pytest.mark.requirement("jiaozuo-2020-data/8.5")
def test_an_entry_stands_in_the_master_catalog_after_a_bureau_approval_only_and_demands_are_matched(cast):
    place = "jiaozuo"
    draft = cast.draft("civil_affairs", place=place)
    catalog.submit_version(draft.id, actor=cast.person("civil_affairs", place=place))
    catalog.clear_secrecy(draft.id, actor=cast.person("civil_affairs", "secrecy", place=place))
    bureau = cast.officer_of_bureau(place=place)
    with pytest.raises((NotAllowed, MoveRefused)):
        catalog.publish_version(draft.id, actor=cast.person("civil_affairs", "head", place=place))
    with pytest.raises(MoveRefused):
        catalog.publish_version(draft.id, actor=bureau)
    assert not selectors.published(bureau).exists()
    with pytest.raises(NotAllowed):
        catalog.approve_version(draft.id, actor=cast.person("civil_affairs", "reviewer", place=place))
    catalog.approve_version(draft.id, actor=bureau, fixing_basis="《示例办法》第一条")
    catalog.publish_version(draft.id, actor=bureau)
    assert [one.id for one in selectors.published(bureau)] == [draft.resource_id]
    wanted = demand(cast, place)
    lists.submit_demand(wanted.id, actor=cast.person("housing_fund", place=place))
    assert [one.id for one in likely_matches(wanted)] == [draft.resource_id]
    with pytest.raises(NotAllowed):
        lists.match_demand(wanted.id, actor=cast.person("housing_fund", place=place), resource_id=draft.resource_id)
    matched = lists.match_demand(wanted.id, actor=bureau, resource_id=draft.resource_id)
    assert (matched.state, matched.resource_id) == (DemandState.MATCHED, draft.resource_id)


def test_a_demand_is_assigned_as_a_new_duty_and_met_by_the_entry_or_refused_with_a_reason(cast):
    bureau, officer = cast.officer_of_bureau(), cast.person("housing_fund")
    wanted = lists.submit_demand(demand(cast, "wuhu", wanted="房屋租赁备案").id, actor=officer)
    police = cast.organisation("police")
    lists.assign_demand(wanted.id, actor=bureau, provider_id=police, note="《示例条例》第九条")
    owed = Duty.objects.get(demand=wanted)
    assert (owed.provider_id, owed.title, owed.basis, owed.ended_on) == (
        police,
        "房屋租赁备案",
        "《示例条例》第九条",
        None,
    )
    made = cast.resource("police", name="房屋租赁备案信息", basis_level="law")
    done = lists.fulfil_demand(wanted.id, actor=cast.person("police"), resource_id=made.id)
    assert (done.state, done.resource_id) == (DemandState.MATCHED, made.id)
    assert Duty.objects.get(id=owed.id).ended_on == ON
    other = lists.submit_demand(demand(cast, "wuhu").id, actor=officer)
    with refused("catalog.said"):
        lists.refuse_demand(other.id, actor=bureau, note=" ")
    turned_down = lists.refuse_demand(other.id, actor=bureau, note="与职责无关")
    assert (turned_down.state, turned_down.answer) == (DemandState.REFUSED, "与职责无关")


# ---- lists handed in ----
@pytest.mark.requirement("jiaozuo-2020-data/8.4", "jiaozuo-2020-data/22.1")
def test_both_lists_are_handed_in_and_a_department_with_one_or_none_is_flagged(cast):
    place = "jiaozuo"
    bureau = cast.officer_of_bureau(place=place)
    cast.resource("civil_affairs", place=place)
    officer = cast.person("civil_affairs", place=place)
    police = cast.organisation("police", place=place)

    def missing():
        return {stand.organisation_id: stand.missing for stand in list_stands(bureau)}

    assert missing()[police] == (ListKind.CATALOG, ListKind.DEMAND)
    made = lists.hand_in_list(ListKind.CATALOG, actor=officer)
    assert [line["name"] for line in made.lines] == ["婚姻登记信息"]
    assert missing()[officer.organisation_id] == (ListKind.DEMAND,)
    shown = page(cast, "bureau", "/catalog/lists/", "bureau", place=place)
    assert "缺需求清单" in shown
    assert "缺目录清单、需求清单" in shown
    with refused("catalog.list_empty"):
        lists.hand_in_list(ListKind.DEMAND, actor=officer)
    lists.hand_in_list(ListKind.DEMAND, actor=officer, note="现有共享已经够用")
    assert missing()[officer.organisation_id] == ()
    assert missing()[police] == (ListKind.CATALOG, ListKind.DEMAND)
    assert made.taken_on is None
    assert lists.take_list(made.id, actor=bureau).taken_on == ON


def test_handing_in_the_demand_list_submits_its_drafts(cast):
    draft = demand(cast, "wuhu")
    lists.hand_in_list(ListKind.DEMAND, actor=cast.person("housing_fund"))
    assert Demand.objects.get(id=draft.id).state == DemandState.SUBMITTED


@pytest.mark.requirement("jiaozuo-2020-data/8.3", "jiaozuo-2020-data/2.1")
def test_a_county_sums_up_its_catalog_for_the_city_and_both_levels_are_kept_with_a_mark(cast):
    bureau = cast.officer_of_bureau(place="jiaozuo")
    county = cast.officer_of_bureau(place="macun")
    cast.resource("civil_affairs", place="jiaozuo")
    cast.resource("civil_affairs", place="macun", name="马村区婚姻登记信息")
    made = lists.hand_up_summary(actor=county)
    assert [(line["name"], line["department"]) for line in made.lines] == [("马村区婚姻登记信息", "马村区民政局")]
    assert handed_for(bureau, made.id).kind == ListKind.SUMMARY
    with pytest.raises(MoveRefused):
        lists.hand_up_summary(actor=bureau)  # nobody above it here
    secret = issue_token(actor=bureau, name="脚本", functions=(), days=1)
    answer = Client(headers={"Authorization": f"Bearer {secret}"}).get("/api/v1/catalog/resources").json()
    assert {one["name"]: one["level"] for one in answer["resources"]} == {
        "婚姻登记信息": "市级",
        "马村区婚姻登记信息": "县级",
    }
    shown = page(cast, "bureau", "/catalog/", "bureau", place="jiaozuo")
    assert "市级" in shown and "县级" in shown


@pytest.mark.requirement("jiaozuo-2020-data/35.1")
def test_no_list_and_a_system_without_an_entry_are_offered_as_signals_and_found_only_after_a_statement(cast):
    place = "jiaozuo"
    bureau = cast.officer_of_bureau(place=place)
    officer = cast.person("civil_affairs", place=place)
    catalog.register_system(actor=officer, name="低保核对系统", funding="city_or_below")
    lists.hand_in_list(ListKind.DEMAND, actor=officer, note="没有需求")
    with pytest.raises(NotAllowed):
        lists.offer_gaps(officer.organisation_id, actor=officer)
    made = lists.offer_gaps(officer.organisation_id, actor=bureau)
    assert lists.offer_gaps(officer.organisation_id, actor=bureau) == made  # offered once
    found = list(Signal.objects.filter(id__in=made).order_by("id"))
    assert [one.title for one in found] == ["没有提交目录清单", "系统没有编入目录：低保核对系统"]
    assert all(one.requirement_ids[0] == "jiaozuo-2020-data/35.1" and one.evidence["words"] for one in found)
    with pytest.raises(MoveRefused):
        conclude(made[0], actor=bureau, confirmed=True, conclusion="拒报")
    state_reasons(made[0], actor=cast.person("civil_affairs", "head", place=place), statement="正在编制")
    conclude(made[0], actor=bureau, confirmed=True, conclusion="未按期提交")
    assert [Signal.objects.get(id=one).state for one in made] == ["confirmed", "open"]
    shown = page(cast, "bureau", f"/catalog/lists/departments/{officer.organisation_id}/", "bureau", place=place)
    assert "低保核对系统" in shown


# ---- releases, guides ----
@pytest.mark.requirement("wuhu-2020-data/4.4")
def test_the_bureau_publishes_a_version_of_the_lists_and_every_entry_is_traced_to_its_line(cast):
    bureau = cast.officer_of_bureau()
    first = cast.resource("civil_affairs", basis_level="law")
    second = cast.resource("police", name="户籍信息", basis_level="law", sharing="not_shared", methods=[])
    lists.submit_demand(demand(cast, "wuhu").id, actor=cast.person("housing_fund"))
    with pytest.raises(NotAllowed):
        lists.publish_release(actor=cast.person("civil_affairs", "head"), title="一目录三清单")
    made = lists.publish_release(actor=bureau, title="芜湖市政务数据一目录三清单")
    assert {line.kind for line in made.lines.all()} == {"catalog", "demand", "duty", "negative"}
    negative = made.lines.filter(kind="negative", version_id=second.version_id).get()
    assert "不予共享" in negative.text and "婚姻登记条例" in negative.basis
    for resource in (first, second):
        line = line_of(resource.id)
        assert (line.release_id, line.version_id) == (made.id, resource.version_id)
        shown = page(cast, "education", f"/catalog/resources/{resource.id}/")
        assert f"目录清单第 {line.position} 行" in shown
    assert lists.publish_release(actor=bureau, title="芜湖市政务数据一目录三清单").number == 2


@pytest.mark.requirement("anhui-2020-data/13.3")
@pytest.mark.parametrize("place", ["anhui"])
def test_a_template_with_guidance_is_published_and_a_task_shows_the_progress_of_each_organisation(cast, clock, place):
    bureau = cast.officer_of_bureau(place=place)
    officer = cast.person("civil_affairs", place=place)
    police = cast.organisation("police", place=place)
    first = lists.publish_guide(actor=bureau, title="安徽省编制指南", text="八项要素")
    second = lists.publish_guide(actor=bureau, title="安徽省编制指南", text="八项要素和编码", required=["code"])
    assert (first.number, second.number) == (1, 2)
    assert [one.id for one in guides_binding(cast.region(place))] == [second.id]
    task = lists.open_compilation(actor=bureau, title="2026 年目录编制", due_on=date(2026, 5, 8), guide_id=second.id)
    cast.resource("civil_affairs", place=place)
    lists.hand_in_list(ListKind.CATALOG, actor=officer)
    lists.hand_in_list(ListKind.DEMAND, actor=officer, note="没有需求")
    progress = {part.organisation_id: part.state for part in parts_of(bureau, task)}
    assert (progress[officer.organisation_id], progress[police]) == ("done", "open")
    shown = page(cast, "bureau", f"/catalog/compilations/{task.id}/", "bureau", place=place)
    assert "1 个部门完成，共 2 个" in shown


def test_a_machine_publishes_a_guide_with_its_data_elements_and_sets_a_task_under_it(cast, client):
    token = issue_token(actor=cast.officer_of_bureau(place="jiaozuo"), name="脚本", functions=(), days=1)
    headers = {"Authorization": f"Bearer {token}"}
    cast.organisation("civil_affairs", place="jiaozuo")

    def post(address, **body):
        return client.post(f"/api/v1/catalog/{address}", body, content_type="application/json", headers=headers)

    element = {"name": "性别", "data_type": "C", "length": 1, "codes": ["男", "女"]}
    said = {"title": "指南", "text": "要求", "notes": {"资源名称": "写数据是什么"}, "required": ["code"]}
    made = post("guides", **said, standard="GB/T 1", elements=[element])
    assert made.status_code == 201
    one = client.get(f"/api/v1/catalog/guides/{made.json()['id']}", headers=headers).json()
    assert {name: one[name] for name in said} == said
    assert one["elements"] == [element]
    assert list(post("guides", **{**said, "required": ["colour"]}).json()["fields"]) == ["required"]
    task = post("compilations", title="编制", due_on="2026-05-08", guide_id=one["id"])
    assert (task.status_code, [part["state"] for part in task.json()["parts"]]) == (201, ["open"])
    assert list(post("compilations", title="编制", due_on="2026-03-01").json()["fields"]) == ["due_on"]


@pytest.mark.requirement("anhui-2020-data/43.5", "liyang-2020-sharing/26.3")
@pytest.mark.parametrize(
    ("place", "cited"), [("anhui", "anhui-2020-data/43.5"), ("liyang", "liyang-2020-sharing/26.3")]
)
def test_an_overdue_compilation_is_offered_as_a_signal_with_evidence(cast, clock, place, cited):
    bureau = cast.officer_of_bureau(place=place)
    police = cast.organisation("police", place=place)
    lists.open_compilation(actor=bureau, title="年度编制", due_on=date(2026, 5, 8))
    clock.set(date(2026, 5, 8))
    watch_terms()
    assert not Signal.objects.exists()
    clock.set(date(2026, 5, 9))
    watch_terms()
    signal = Signal.objects.get(organisation_id=police)
    assert (signal.requirement_ids[0], signal.evidence["due_on"], signal.state) == (cited, "2026-05-08", "open")


@pytest.mark.requirement("liyang-2020-sharing/8.1")
def test_departments_see_the_bureaus_guide_in_the_form_in_its_newest_version(cast):
    bureau = cast.officer_of_bureau(place="liyang")
    lists.publish_guide(actor=bureau, title="溧阳市编制指南", text="旧的要求")
    lists.publish_guide(actor=bureau, title="溧阳市编制指南", text="名称写数据是什么", notes={"摘要": "写明起始年份"})
    shown = page(cast, "civil_affairs", "/catalog/new/", place="liyang")
    for words in ("溧阳市编制指南 第 2 版", "名称写数据是什么", "写明起始年份"):
        assert words in shown
    assert "旧的要求" not in shown
    with pytest.raises(NotAllowed):
        lists.publish_guide(actor=cast.person("civil_affairs", "head", place="liyang"), title="指南", text="要求")


@pytest.mark.requirement("liyang-2020-sharing/8.3")
def test_an_entry_is_held_to_the_citys_template_on_top_of_those_above(cast):
    place = "liyang"
    bureau, officer = cast.officer_of_bureau(place=place), cast.person("civil_affairs", place=place)
    from yiyuan.lists.models import Guide

    upper = {"text": "要求", "published_by": "省局", "published_on": ON, "number": 1}
    Guide.objects.create(region_code="320000", title="江苏省编制指南", required=["opening_type"], **upper)
    lists.publish_guide(actor=bureau, title="溧阳市编制指南", text="要求", required=["opening_method"])
    draft = cast.draft("civil_affairs", place=place, opening="", opening_method="")
    for change, guide in (
        ({}, "江苏省编制指南"),
        ({"opening": "conditional", "opening_condition": "注明用途"}, "溧阳市编制指南"),
    ):
        catalog.save_draft(draft.id, actor=officer, values=change)
        with pytest.raises(RuleBroken) as broken:
            catalog.submit_version(draft.id, actor=officer)
        assert (broken.value.rule, broken.value.facts["guide"]) == ("catalog.template", guide)
    catalog.save_draft(draft.id, actor=officer, values={"opening_method": "下载"})
    assert catalog.submit_version(draft.id, actor=officer).state == State.SECRECY


@pytest.mark.requirement("liyang-2020-sharing/4.6")
def test_an_entry_names_the_standards_of_each_level_and_its_items_keep_to_the_data_elements(cast):
    place = "liyang"
    bureau, officer = cast.officer_of_bureau(place=place), cast.person("civil_affairs", place=place)
    element = {"name": "登记类别", "data_type": "C", "length": 4, "codes": ["结婚", "离婚"]}
    lists.publish_guide(
        actor=bureau, title="溧阳市编制指南", text="要求", standard="民政数据元（演示）", elements=[element]
    )
    standards = {"national": "GB/T 21063", "province": "DB32/T 0001", "city": "DB3204/T 0002"}
    draft = cast.draft("civil_affairs", place=place, standards=standards)
    with refused("catalog.data_element") as broken:
        catalog.submit_version(draft.id, actor=officer)  # its length is 10
    assert broken.value.facts["standard"] == "民政数据元（演示）"
    items = [{**item, "length": 4} if item["name"] == "登记类别" else item for item in MARRIAGE_ITEMS]
    catalog.save_draft(draft.id, actor=officer, values={}, items=items)
    assert catalog.submit_version(draft.id, actor=officer).state == State.SECRECY
    shown = page(cast, "civil_affairs", f"/catalog/versions/{draft.id}/", place=place)
    assert all(words in shown for words in standards.values())
    with refused("catalog.fits"):
        cast.draft("civil_affairs", place=place, standards={"village": "无"})


@pytest.mark.requirement("anhui-2020-data/13.1")
def test_one_catalog_holds_every_resource_of_all_levels_under_one_identifier(cast):
    codes = [
        cast.resource("civil_affairs", place=place, name=f"{place} 婚姻登记信息", basis_level="law").code
        for place in ("anhui", "wuhu")
    ] + [cast.resource("police", name="户籍信息", basis_level="law").code]
    assert len(set(codes)) == 3
    client = Browser()
    client.force_login(cast.account("bureau", "bureau", place="anhui"))
    shown = client.get("/catalog/").content.decode()
    assert all(name in shown for name in ("anhui 婚姻登记信息", "wuhu 婚姻登记信息", "户籍信息"))
    from django.db import IntegrityError, transaction

    from yiyuan.catalog.models import Resource

    first, second = Resource.objects.order_by("id")[:2]
    with pytest.raises(IntegrityError), transaction.atomic():
        Resource.objects.filter(id=second.id).update(code=first.code)


# ---- challenges, feedback, systems ----
@pytest.mark.parametrize("place", ["wuhu", "liyang"])
def test_a_challenged_type_is_kept_with_a_basis_or_changed_by_a_new_version(cast, place):
    fund, civil = cast.person("housing_fund", place=place), cast.person("civil_affairs", place=place)
    resource = cast.resource("civil_affairs", place=place, sharing="not_shared", basis_level="law", methods=[])
    challenge = catalog.challenge_type(
        resource.id, actor=fund, wanted="conditional", reason="条例只限制公开，不限制共享"
    )
    with refused("catalog.challenged_already"):
        catalog.challenge_type(resource.id, actor=fund, wanted="conditional", reason="再提一次")
    with pytest.raises(NotFound):
        selectors.challenge_for(cast.person("police", place=place), challenge.id)
    assert [one.id for one in selectors.challenges(cast.officer_of_bureau(place=place))] == [challenge.id]
    with refused("catalog.said"):
        catalog.keep_type(challenge.id, actor=civil, note="不宜共享", basis="")
    catalog.agree_to_challenge(challenge.id, actor=civil, note="同意")
    draft = catalog.revise_resource(resource.id, actor=civil)
    catalog.save_draft(draft.id, actor=civil, values={"sharing": "conditional", "methods": ["online_query"]})
    catalog.submit_version(draft.id, actor=civil)
    catalog.clear_secrecy(draft.id, actor=cast.person("civil_affairs", "secrecy", place=place))
    by_bureau = cast.law(place)("catalog.reviewer") == "bureau"
    reviewer = (
        cast.officer_of_bureau(place=place) if by_bureau else cast.person("civil_affairs", "reviewer", place=place)
    )
    catalog.approve_version(draft.id, actor=reviewer)
    catalog.publish_version(draft.id, actor=civil)
    challenge.refresh_from_db()
    assert challenge.state == ChallengeState.CHANGED
    again = catalog.challenge_type(resource.id, actor=fund, wanted="unconditional", reason="应当公开")
    catalog.keep_type(again.id, actor=civil, note="含个人信息", basis="《婚姻登记条例》第十八条")
    again.refresh_from_db()
    assert (again.state, again.basis) == (ChallengeState.KEPT, "《婚姻登记条例》第十八条")


@pytest.mark.requirement("jiaozuo-2020-project/27.4")
def test_a_user_department_files_feedback_and_the_provider_answers(cast):
    resource = cast.resource("civil_affairs", place="jiaozuo")
    fund = cast.person("housing_fund", place="jiaozuo")
    made = catalog.file_feedback(resource.id, actor=fund, text="离婚日期多为空")
    with pytest.raises(NotAllowed):
        catalog.answer_feedback(made.id, actor=fund, note="自己答")
    client = Browser()
    client.force_login(cast.account("civil_affairs", place="jiaozuo"))
    answer = client.post(f"/catalog/feedback/{made.id}/", {"move": "answer", "note": "已补齐"})
    assert answer.status_code == 303
    made.refresh_from_db()
    assert (made.state, made.answer, made.answered_on) == (FeedbackState.ANSWERED, "已补齐", ON)
    assert "已补齐" in page(cast, "housing_fund", f"/catalog/feedback/{made.id}/", place="jiaozuo")


@pytest.mark.requirement("jiaozuo-2020-project/27.1")
def test_each_declared_item_is_linked_to_a_published_entry_and_the_unlinked_are_listed(cast):
    officer = cast.person("civil_affairs", place="jiaozuo")
    system = catalog.register_system(actor=officer, name="婚姻登记系统", funding="city_or_below")
    first = catalog.declare_entry(system.id, actor=officer, name="婚姻登记信息")
    catalog.declare_entry(system.id, actor=officer, name="收养登记信息")
    draft = cast.draft("civil_affairs", place="jiaozuo", name="离婚登记信息")
    with pytest.raises(NotFound):
        catalog.link_declared(first.id, actor=officer, resource_id=draft.resource_id)  # not published
    assert not selectors.systems(officer).get(id=system.id).in_catalog
    resource = cast.resource("civil_affairs", place="jiaozuo")
    catalog.link_declared(first.id, actor=officer, resource_id=resource.id)
    assert selectors.systems(officer).get(id=system.id).in_catalog
    shown = page(cast, "civil_affairs", f"/catalog/systems/{system.id}/", place="jiaozuo")
    assert "1 项申报的资源没有关联" in shown
    assert shown.count("没有关联</span>") == 1


@pytest.mark.requirement("anhui-2020-data/9.1")
def test_a_system_outside_cloud_and_platform_is_registered_and_marked_with_what_it_lacks(cast, as_):
    officer, browser = cast.person("civil_affairs", place="anhui"), as_("civil_affairs", place="anhui")
    said = {"name": "救助系统", "funding": "city_or_below", "network": "private"}
    answer = browser.post("/catalog/systems/new/", said)
    assert answer.status_code == 303, "not refused"
    system = selectors.systems(officer).get()
    shown = page(cast, "civil_affairs", f"/catalog/systems/{system.id}/", place="anhui")
    assert "没有部署在政务云、没有接入共享平台" in shown
    entry = Entry.objects.filter(tag="catalog.system.registered").latest("id")
    assert (entry.facts["lacking"], entry.requirement_ids) == (["cloud", "exchange"], ["anhui-2020-data/9.1"])
    catalog.change_system(system.id, actor=officer, cloud="江淮政务云", exchange="interface")
    shown = page(cast, "civil_affairs", f"/catalog/systems/{system.id}/", place="anhui")
    assert "没有接入" not in shown
    assert "符合" in shown
    secret = catalog.register_system(actor=officer, name="涉密系统", funding="other", classified=True)
    assert "没有部署在政务云" not in page(cast, "civil_affairs", f"/catalog/systems/{secret.id}/", place="anhui")
    elsewhere = catalog.register_system(
        actor=cast.person("civil_affairs", place="liyang"), name="救助系统", funding="other"
    )
    assert "没有规定" in page(cast, "civil_affairs", f"/catalog/systems/{elsewhere.id}/", place="liyang")


def test_what_a_system_was_declared_to_bring_is_registered_and_linked_by_its_own_department_at_both_doors(
    cast, as_, client
):
    officer = cast.person("civil_affairs", place="jiaozuo")
    system = catalog.register_system(actor=officer, name="婚姻登记系统", funding="city_or_below")
    resource = cast.resource("civil_affairs", place="jiaozuo")
    own, address = as_("civil_affairs", place="jiaozuo"), f"/catalog/systems/{system.id}/"
    assert own.post(f"{address}declare/", {"name": ""}).status_code == 422
    assert own.post(f"{address}declare/", {"name": "收养登记信息"}).status_code == 303
    first = system.declared.get()
    assert own.post(f"{address}link/", {"declared_id": first.id, "resource_id": ""}).status_code == 422
    assert own.post(f"{address}link/", {"declared_id": first.id, "resource_id": resource.id}).status_code == 303
    assert resource.name in own.get(address).content.decode()
    assert f"{address}link/" not in own.get(address).content.decode()  # nothing waits for an entry
    cast.officer_of_bureau(place="jiaozuo")
    bureau = as_("bureau", "bureau", place="jiaozuo")
    assert f"{address}declare/" not in bureau.get(address).content.decode()
    assert bureau.post(f"{address}declare/", {"name": ""}).status_code == 403  # the right comes before the form
    token = issue_token(actor=officer, name="脚本", functions=(), days=1)
    headers = {"Authorization": f"Bearer {token}"}
    one = f"/api/v1/catalog/systems/{system.id}"
    more = {"name": "婚姻登记信息", "resource_id": resource.id}
    made = client.post(f"{one}/declared", more, content_type="application/json", headers=headers)
    assert (made.status_code, made.json()["resource_id"]) == (201, resource.id)
    assert [entry["name"] for entry in client.get(one, headers=headers).json()["declared"]] == [
        "收养登记信息",
        "婚姻登记信息",
    ]


# ---- duties ----
@pytest.mark.parametrize("place", ["wuhu", "jiaozuo"])
def test_duties_change_in_the_transaction_of_publication_and_withdrawal(cast, place):
    resource = cast.resource("civil_affairs", place=place, basis_level="law")
    running = Duty.objects.filter(resource_id=resource.id, ended_on=None)
    assert sorted(running.values_list("kind", flat=True)) == ["collect", "share"]
    head = cast.person("civil_affairs", "head", place=place)
    catalog.withdraw_resource(resource.id, actor=head, reason="职能划转")
    assert not running.exists()
    assert HandedList.objects.count() == 0
    assert MARRIAGE["name"] == resource.name
    assert Version.objects.get(id=resource.version_id).published_on + timedelta(0) == ON


@pytest.mark.requirement("jiaozuo-2020-data/10.3")
def test_a_new_version_of_an_entry_brings_a_new_version_of_its_duties_at_once_and_the_former_are_kept(cast, as_, clock):
    resource = cast.resource("civil_affairs", place="jiaozuo")
    former = {duty.kind: duty for duty in Duty.objects.filter(resource_id=resource.id)}
    clock.set(ON + timedelta(days=7))
    officer = cast.person("civil_affairs", place="jiaozuo")
    draft = catalog.revise_resource(resource.id, actor=officer)
    catalog.save_draft(draft.id, actor=officer, values={"cycle": "weekly"}, items=MARRIAGE_ITEMS)
    catalog.submit_version(draft.id, actor=officer)
    catalog.clear_secrecy(draft.id, actor=cast.person("civil_affairs", "secrecy", place="jiaozuo"))
    reviewer = cast.reviewer("civil_affairs", place="jiaozuo")
    catalog.approve_version(draft.id, actor=reviewer, fixing_basis="《示例办法》第一条")
    assert duties_in(cast.region("jiaozuo")).filter(version=resource.version_id).count() == len(former)
    catalog.publish_version(draft.id, actor=reviewer)
    running = duties_in(cast.region("jiaozuo")).filter(resource_id=resource.id)
    assert {(duty.version_id, duty.from_on) for duty in running} == {(draft.id, ON + timedelta(days=7))}
    for before in former.values():
        kept = Duty.objects.get(id=before.id)
        assert (kept.version_id, kept.detail, kept.from_on) == (resource.version_id, before.detail, ON)
        assert kept.ended_on == ON + timedelta(days=7)
    pages = as_("police", place="jiaozuo")
    now, all_of_it = (
        pages.get(f"/catalog/duties/?department=&version={which}").content.decode() for which in ("now", "all")
    )
    assert (former["share"].detail in now, former["share"].detail in all_of_it) == (False, True)


@pytest.mark.requirement("jiaozuo-2020-data/9.1")
def test_each_department_has_one_list_of_what_it_collects_with_every_entry_of_the_catalog_once(cast):
    made = [
        cast.resource(name, place="jiaozuo", name=title, repeat_basis="《某条例》第一条")
        for name, title in (
            ("civil_affairs", "婚姻登记信息"),
            ("civil_affairs", "收养登记信息"),
            ("police", "户籍信息"),
        )
    ]
    collected = duties_in(cast.region("jiaozuo")).filter(kind="collect")
    assert sorted(collected.values_list("resource_id", flat=True)) == sorted(one.id for one in made)
    for name, own in (("civil_affairs", made[:2]), ("police", made[2:])):
        shown = page(cast, name, "/catalog/duties/?kind=collect", place="jiaozuo")
        for one in made:
            assert shown.count(f"/catalog/resources/{one.id}/") == (one in own), (name, one.name)


@pytest.mark.requirement("jiaozuo-2020-project/5.2")
def test_the_bureau_sees_what_each_project_promised_to_share_and_what_it_kept(cast):
    officer = cast.person("civil_affairs", place="jiaozuo")
    system = catalog.register_system(actor=officer, name="婚姻登记系统", funding="city_or_below")
    first = catalog.declare_entry(system.id, actor=officer, name="婚姻登记信息")
    second = catalog.declare_entry(system.id, actor=officer, name="收养登记信息")
    catalog.declare_entry(system.id, actor=officer, name="离婚登记信息")
    closed = cast.resource(
        "civil_affairs", place="jiaozuo", name="收养登记信息", sharing="not_shared", basis_level="law"
    )
    catalog.link_declared(second.id, actor=officer, resource_id=closed.id)  # linked, yet not shared
    assert "0 项，申报 3 项" in page(cast, "bureau", "/catalog/systems/", "bureau", place="jiaozuo")
    resource = cast.resource("civil_affairs", place="jiaozuo")
    catalog.link_declared(first.id, actor=officer, resource_id=resource.id)
    assert "1 项，申报 3 项" in page(cast, "bureau", "/catalog/systems/", "bureau", place="jiaozuo")
    assert "婚姻登记系统" not in page(cast, "bureau", "/catalog/systems/", "bureau", place="liyang")


@pytest.mark.requirement("jiaozuo-2020-data/5.1")
def test_the_bureau_sets_standards_runs_the_platform_and_watches_over_every_department(cast, clock):
    bureau = cast.person("bureau", "bureau", place="jiaozuo")
    standard = {"name": "登记日期", "data_type": "D", "standard": "市数据元标准"}
    guide = lists.publish_guide(actor=bureau, title="焦作编制指南", text="照此编制", elements=[standard])
    assert "焦作编制指南" in page(cast, "civil_affairs", f"/catalog/guides/{guide.id}/", place="jiaozuo")
    operator = page(cast, "bureau", "/intake/", "operator", place="jiaozuo")
    assert "归集批次" in operator
    catalog.register_change(
        actor=cast.person("police", place="jiaozuo"),
        cause="law_revised",
        document="《示例条例》修订",
        changed_on=ON,
        note="",
        resource_ids=[],
    )
    clock.set(ON + timedelta(days=40))
    watch_terms()
    assert "公安局" in page(cast, "bureau", "/signals/", "bureau", place="jiaozuo")
    assert "公安局" not in page(cast, "civil_affairs", "/signals/", place="jiaozuo")


@pytest.mark.requirement("wuhu-2020-license/26.1")
def test_the_licence_rules_apply_from_the_day_of_issue(cast):
    before = resolve("catalog.licence_published", region="340200", on=date(2020, 7, 21))
    since = resolve("catalog.licence_published", region="340200", on=date(2020, 7, 22))
    assert not any(cited.startswith("wuhu-2020-license/") for cited in before.cite)
    assert since.cite == ("wuhu-2020-license/8.2",)
