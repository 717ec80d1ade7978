"""What an entry says of itself: form, origin, owner, funding, consent, conditions, types per item; licence entries."""

import re
from datetime import date

import pytest
from django.test import Client

from tests.support.cast import MARRIAGE_ITEMS
from tests.support.pages import Browser
from tests.support.refusals import refused
from yiyuan.catalog import api, selectors
from yiyuan.catalog import services as catalog
from yiyuan.catalog.models import Resource, Version
from yiyuan.catalog.selectors.entries import conditions_of
from yiyuan.catalog.types import EntryKind, Sharing, State
from yiyuan.kernel.errors import MoveRefused, NotAllowed, NotFound, RuleBroken
from yiyuan.organisations.services import issue_token
from yiyuan.regulations.api import resolve

FORMS = {"file": {"file_type": "OFD"}, "material": {"carrier": "纸质"}, "chart": {"chart_type": "统计图"}}


@pytest.fixture(autouse=True)
def today(clock):
    clock.set(date(2026, 4, 1))


def page(cast, name, path, post="officer", *, place=""):
    client = Browser()
    client.force_login(cast.account(name, post, place=place))
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


@pytest.mark.requirement("anhui-2020-data/2.2")
@pytest.mark.parametrize("electronic", [True, False])
def test_an_entry_is_electronic_or_not_in_each_of_six_formats_and_paper_needs_no_source(cast, electronic):
    officer = cast.person("civil_affairs", place="anhui")
    for content in ("text", "number", "chart", "image", "audio", "video"):
        source = {} if electronic else {"source_kind": "", "source_system": ""}
        draft = cast.draft(
            "civil_affairs", place="anhui", electronic=electronic, contents=[content], basis_level="law", **source
        )
        assert catalog.submit_version(draft.id, actor=officer).state == State.SECRECY
        kept = Version.objects.get(id=draft.id)
        assert (kept.electronic, kept.contents) == (electronic, [content])
    with refused("catalog.fits"):
        cast.draft("civil_affairs", place="anhui", contents=["smell"])
    form = page(cast, "civil_affairs", "/catalog/new/", place="anhui")
    for word in ("文字", "数字", "图表", "图像", "音频", "视频"):
        assert word in form


@pytest.mark.requirement("wuhu-2020-data/3.1", "liyang-2020-sharing/2.1")
@pytest.mark.parametrize("place", ["wuhu", "liyang"])
def test_a_file_a_material_a_chart_and_data_are_described_each_with_fields_of_its_own(cast, place):
    for form, facts in {**FORMS, "data": {"storage": "库表", "encoding": "UTF-8"}}.items():
        draft = cast.draft("civil_affairs", place=place, form=form, form_facts=facts, name=f"{form}资源")
        kept = Version.objects.get(id=draft.id)
        assert (kept.form, kept.form_facts) == (form, facts)
        shown = page(cast, "civil_affairs", f"/catalog/versions/{draft.id}/", place=place)
        assert kept.get_form_display() in shown
        assert all(value in shown for value in facts.values())
        for other, foreign in FORMS.items():
            if other != form:
                with refused("catalog.fits"):
                    cast.draft("civil_affairs", place=place, form=form, form_facts=foreign)
    with refused("catalog.fits"):
        cast.draft("civil_affairs", place=place, form="rumour")


@pytest.mark.requirement("wuhu-2020-data/3.2")
def test_every_entry_records_its_origin_and_one_formed_in_a_system_names_it(cast):
    officer = cast.person("civil_affairs")
    cases = [
        ({"source_kind": ""}, ["kind"]),
        ({"source_kind": "system", "source_system": ""}, ["system"]),
        ({"source_kind": "collected", "source_system": ""}, None),
        ({"source_kind": "authorised", "source_system": ""}, None),
        ({"source_kind": "system", "source_system": "婚姻登记系统"}, None),
    ]
    for changes, missing in cases:
        draft = cast.draft("civil_affairs", basis_level="law", **changes)
        if missing is None:
            catalog.submit_version(draft.id, actor=officer)
        else:
            with pytest.raises(RuleBroken) as broken:
                catalog.submit_version(draft.id, actor=officer)
            assert (broken.value.rule, broken.value.facts["missing"]) == ("catalog.origin", missing)


@pytest.mark.requirement("wuhu-2020-data/4.1", "jiaozuo-2020-data/4.1")
@pytest.mark.parametrize(("place", "owner"), [("wuhu", "芜湖市人民政府"), ("jiaozuo", "焦作市人民政府")])
def test_the_government_owns_every_entry_beside_a_responsible_department_and_nobody_can_write_it(cast, place, owner):
    resource = cast.resource("civil_affairs", place=place, basis_level="law")
    shown = page(cast, "police", f"/catalog/resources/{resource.id}/", place=place)
    assert "数据所有者" in shown and owner in shown
    assert "管理责任部门" in shown and f"{owner[:3]}民政局" in shown
    secret = issue_token(actor=cast.person("civil_affairs", place=place), name="脚本", functions=(), days=1)
    client = Client(headers={"Authorization": f"Bearer {secret}"})
    draft = client.post(f"/api/v1/catalog/resources/{resource.id}/revise").json()
    assert draft["owner"] == owner
    path = f"/api/v1/catalog/versions/{draft['id']}"
    refused = client.patch(path, {"owner": "民政局", "name": "婚姻登记"}, content_type="application/json")
    assert (refused.status_code, list(refused.json()["fields"])) == (422, ["draft.owner"])
    assert client.patch(path, {"name": "婚姻登记"}, content_type="application/json").json()["owner"] == owner
    form = page(cast, "civil_affairs", f"/catalog/versions/{draft['id']}/edit/", place=place)
    assert 'name="owner"' not in form and owner in form


@pytest.mark.requirement("wuhu-2020-data/5.2")
def test_data_of_a_system_paid_by_the_city_or_below_is_not_shared_only_on_an_accepted_basis(cast):
    officer = cast.person("civil_affairs")
    closed = {"sharing": "not_shared", "methods": []}
    for basis in ({"basis": ""}, {"basis_level": "ministry_rule"}, {"basis_level": ""}):
        with refused("catalog.funded_shared"):
            cast.draft("civil_affairs", source_funding="city_or_below", **{"basis_level": "law", **closed, **basis})
    assert not Version.objects.exists()
    cast.draft("civil_affairs", source_funding="city_or_below", basis_level="law", **closed)
    cast.draft("civil_affairs", source_funding="above", basis_level="", basis="", **closed)
    system = catalog.register_system(actor=officer, name="低保系统", funding="city_or_below")
    with refused("catalog.funded_shared"):
        cast.draft("civil_affairs", system_id=system.id, basis="", **closed)
    draft = cast.draft("civil_affairs", system_id=system.id, source_system="", basis_level="law", **closed)
    assert (draft.source_funding, draft.source_system) == ("city_or_below", "低保系统")


@pytest.mark.requirement("liyang-2020-sharing/4.1", "jiaozuo-2020-data/17.1")
@pytest.mark.parametrize("place", ["liyang", "jiaozuo"])
def test_sharing_is_the_default_and_not_sharing_needs_its_grounds(cast, place):
    officer = cast.person("civil_affairs", place=place)
    assert resolve("catalog.principle", region=cast.region(place), on=date(2026, 4, 1)).cite
    form = page(cast, "civil_affairs", "/catalog/new/", place=place)
    assert "以共享为原则、不共享为例外" in form
    assert not re.findall(r'<input[^>]*name="(?:sharing|opening)"[^>]*checked', form)
    items = [{"name": "机构名称", "data_type": "C", "length": 60}]
    bare = {"basis": "", "basis_level": "", "reason": ""}
    shared = cast.draft(
        "civil_affairs", place=place, items=items, sharing="unconditional", opening="unconditional", **bare
    )
    assert catalog.submit_version(shared.id, actor=officer).state == State.SECRECY
    for grounds in (bare, {**bare, "reason": "不便"}, {**bare, "basis": "《某法》第一条", "basis_level": "law"}):
        closed = cast.draft("civil_affairs", place=place, items=items, sharing="not_shared", methods=[], **grounds)
        with pytest.raises(RuleBroken) as broken:
            catalog.submit_version(closed.id, actor=officer)
        assert broken.value.rule in {"catalog.reason_for_types", "catalog.basis_levels.not_shared"}
    whole = {"basis": "《某法》第一条", "basis_level": "law", "reason": "该法禁止提供"}
    closed = cast.draft("civil_affairs", place=place, items=items, sharing="not_shared", methods=[], **whole)
    assert catalog.submit_version(closed.id, actor=officer).state == State.SECRECY


@pytest.mark.requirement("anhui-2020-data/14.2")
def test_a_citys_own_entry_needs_the_provinces_consent_and_is_none_if_the_province_has_it(cast):
    cast.resource("civil_affairs", place="anhui", basis_level="law", name="残疾人信息")
    officer = cast.person("civil_affairs")

    def ready(**changes):
        draft = cast.draft("civil_affairs", basis_level="law", city_specific=True, **changes)
        catalog.submit_version(draft.id, actor=officer)
        catalog.clear_secrecy(draft.id, actor=cast.person("civil_affairs", "secrecy"))
        catalog.approve_version(draft.id, actor=cast.reviewer("civil_affairs"))
        return draft.id

    own = ready(name="古树名木信息")
    with pytest.raises(RuleBroken) as broken:
        catalog.publish_version(own, actor=officer)
    assert (broken.value.rule, broken.value.facts) == ("catalog.city_consent", {})
    consent = {"consent": "皖数资函〔2026〕12号", "consent_on": date(2026, 3, 20)}
    agreed = ready(name="非遗传承人信息", **consent)
    catalog.publish_version(agreed, actor=officer)
    assert Version.objects.get(id=agreed).state == State.PUBLISHED
    same = ready(name="残疾人 信息", **consent)  # the same but for a blank
    with pytest.raises(RuleBroken) as broken:
        catalog.publish_version(same, actor=officer)
    assert broken.value.facts["name"] == "残疾人 信息"


def test_each_condition_a_machine_tests_has_a_basis_and_is_shown_before_applying(cast):
    fund = cast.organisation("housing_fund")
    conditions = [
        {"kind": "departments", "values": [str(fund)], "basis": "《住房公积金管理条例》第二十四条"},
        {"kind": "purposes", "values": ["checking"], "basis": "《示例办法》第三条"},
        {"kind": "materials", "values": ["履职依据"], "basis": "《示例办法》第四条"},
    ]
    draft = cast.draft("civil_affairs", basis_level="law")
    officer = cast.person("civil_affairs")
    with refused("catalog.condition_basis"):
        catalog.save_draft(draft.id, actor=officer, values={}, conditions=[{**conditions[0], "basis": ""}])
    catalog.save_draft(draft.id, actor=officer, values={}, conditions=conditions)
    shown = page(cast, "civil_affairs", f"/catalog/versions/{draft.id}/")
    for words in ("芜湖市住房公积金管理中心", "用于数据校核", "《住房公积金管理条例》第二十四条"):
        assert words in shown
    asked = {"consumer_id": fund, "purposes": ["checking"], "materials": ["履职依据"]}
    conditions = conditions_of(Version.objects.get(id=draft.id))
    assert api.unmet_conditions(conditions, **asked) == []
    other = cast.organisation("education")
    unmet = api.unmet_conditions(conditions, **{**asked, "consumer_id": other, "materials": []})
    assert [one.kind for one in unmet] == ["departments", "materials"]
    again = catalog.revise_resource(draft.resource_id, actor=officer)
    assert [one.kind for one in again.conditions.all()] == ["departments", "purposes", "materials"]


def test_an_item_has_a_sharing_and_opening_class_of_its_own(cast):
    items = [
        {**item, "sharing": "not_shared", "opening": "not_open"} if item["name"] == "男方证件号码" else item
        for item in MARRIAGE_ITEMS
    ]
    resource = cast.resource("civil_affairs", basis_level="law", items=items)
    closed = {item.id for item in resource.items if item.name == "男方证件号码"}
    own = {item.id: item.sharing for item in resource.items if item.sharing}
    assert own == dict.fromkeys(closed, Sharing.NOT_SHARED)
    assert "不予共享；不予开放" in page(cast, "education", f"/catalog/resources/{resource.id}/")


@pytest.mark.requirement("jiaozuo-2020-data/22.4")
def test_the_purposes_a_provider_permits_come_from_a_list_of_four_and_other(cast):
    words = {"作为行政依据", "工作参考", "用于数据校核", "业务协同", "其他"}
    resource = cast.resource("civil_affairs", place="jiaozuo", purposes=["reference", "checking"])
    assert api.purposes_of(resource.version_id) == {"reference": "工作参考", "checking": "用于数据校核"}
    free = cast.resource("police", place="jiaozuo", name="户籍信息")
    assert set(api.purposes_of(free.version_id).values()) == words
    with refused("sharing.use_kinds"):
        cast.draft("civil_affairs", place="jiaozuo", purposes=["profit"])


@pytest.mark.parametrize("category", ["1", "2"])
@pytest.mark.requirement("liyang-2020-sharing/11.5", "liyang-2020-sharing/11.7")
def test_a_base_database_and_a_theme_are_described_by_their_lead_department_only(cast, category):
    bureau = cast.officer_of_bureau(place="liyang")
    police, others = cast.organisation("police", place="liyang"), cast.person("civil_affairs", place="liyang")
    before = cast.draft("civil_affairs", place="liyang", category=category, class_code="01")
    catalog.name_lead(actor=bureau, category=category, class_code="01", lead_id=police)
    for act in (
        lambda: cast.draft("civil_affairs", place="liyang", category=category, class_code="01"),
        lambda: catalog.save_draft(before.id, actor=others, values={"summary": "另写"}),
    ):
        with refused("catalog.lead"):
            act()
    made = cast.draft("police", place="liyang", category=category, class_code="01")
    catalog.save_draft(made.id, actor=cast.person("police", place="liyang"), values={"summary": "牵头部门编写"})
    assert Version.objects.get(id=made.id).summary == "牵头部门编写"
    with pytest.raises(NotFound):
        catalog.save_draft(made.id, actor=others, values={"summary": "另写"})
    assert cast.draft("civil_affairs", place="liyang", category=category, class_code="02").id


@pytest.mark.requirement("anhui-2020-data/6.2")
def test_an_entry_with_state_secrets_is_refused_before_it_is_stored_and_so_neither_published_shared_nor_opened(cast):
    place, officer = "anhui", cast.person("civil_affairs", place="anhui")
    with refused("catalog.no_secrets"):
        cast.draft("civil_affairs", place=place, basis_level="law", secret=True)
    assert not Version.objects.exists()
    resource = cast.resource("civil_affairs", place=place, basis_level="law")
    later = catalog.revise_resource(resource.id, actor=officer)
    with refused("catalog.no_secrets"):
        catalog.save_draft(later.id, actor=officer, values={"secret": True})
    Version.objects.filter(id=later.id).update(secret=True)  # behind the back of the platform
    with refused("catalog.no_secrets"):
        catalog.submit_version(later.id, actor=officer)
    assert Version.objects.get(resource_id=resource.id, state=State.PUBLISHED).id == resource.version_id


# ---- what stays with its provider ----
@pytest.mark.parametrize("place", ["wuhu", "liyang"])
def test_a_resource_that_stays_with_its_provider_is_published_found_and_shown_like_any_other(cast, place):
    why = {"held_basis": "《某法》第九条", "held_basis_level": "law"}
    resource = cast.resource("civil_affairs", place=place, basis_level="law", held_by_provider=True, **why)
    assert resource.held_by_provider
    assert [one.id for one in selectors.published(cast.person("police", place=place))] == [resource.id]
    assert "留在提供部门" in page(cast, "police", f"/catalog/resources/{resource.id}/", place=place)


# ---- licences ----
LICENCE = {"licence_type": "document", "licence_holder": "legal_person", "licence_template": "社会组织登记证书 2026 版"}


def licence(cast, name="社会组织登记证书", provider="civil_affairs", **changes):
    from tests.support.cast import MARRIAGE

    values = {**MARRIAGE, "name": name, "basis_level": "law", **LICENCE, **changes}
    items = [{"name": "证书编号", "data_type": "C", "length": 30, "key": True, "required": True}]
    return catalog.draft_resource(actor=cast.person(provider), values=values, items=items, kind=EntryKind.LICENCE)


def published(cast, draft, provider="civil_affairs"):
    catalog.submit_version(draft.id, actor=cast.person(provider))
    catalog.clear_secrecy(draft.id, actor=cast.person(provider, "secrecy"))
    catalog.approve_version(draft.id, actor=cast.reviewer(provider))
    return catalog.publish_version(draft.id, actor=cast.person(provider))


@pytest.mark.requirement("wuhu-2020-license/3.3")
@pytest.mark.parametrize(
    ("lacking", "name"),
    [("licence_issuer", "issuer"), ("licence_type", "licence_type"), ("licence_holder", "holder_type")],
)
def test_a_licence_entry_without_issuer_type_or_holder_is_not_saved(cast, lacking, name):
    draft = licence(cast)
    assert draft.licence_issuer == "芜湖市民政局"
    with pytest.raises(RuleBroken) as broken:
        catalog.save_draft(draft.id, actor=cast.person("civil_affairs"), values={lacking: ""})
    assert (broken.value.rule, broken.value.facts["missing"]) == ("catalog.licence", [name])
    if lacking != "licence_issuer":  # an empty issuer of a new entry is the department itself
        with refused("catalog.licence"):
            licence(cast, **{lacking: ""})
    assert getattr(Version.objects.get(id=draft.id), lacking)
    client = Browser()
    client.force_login(cast.account("civil_affairs"))
    answer = client.post(
        "/catalog/new/", {"kind": "licence", "name": "证书", "items-TOTAL_FORMS": "0", "items-INITIAL_FORMS": "0"}
    )
    assert answer.status_code == 422
    assert "证照目录缺少证照类型、持证者类型" in answer.content.decode()


@pytest.mark.requirement("wuhu-2020-license/6.2")
def test_each_department_edits_its_own_licence_entries_only(cast):
    draft = licence(cast)
    for other in (cast.person("police"), cast.officer_of_bureau()):
        with pytest.raises((NotAllowed, NotFound)):
            catalog.save_draft(draft.id, actor=other, values={"name": "改名"})
    done = published(cast, draft)
    for other in (cast.person("police"), cast.officer_of_bureau()):
        with pytest.raises(NotAllowed):
            catalog.revise_resource(done.resource_id, actor=other)
    assert catalog.revise_resource(done.resource_id, actor=cast.person("civil_affairs")).number == 2


@pytest.mark.requirement("wuhu-2020-license/8.1")
def test_a_department_creates_revises_and_withdraws_licence_entries_with_versions_kept(cast):
    first = published(cast, licence(cast))
    second = catalog.revise_resource(first.resource_id, actor=cast.person("civil_affairs"))
    catalog.save_draft(second.id, actor=cast.person("civil_affairs"), values={"licence_template": "2027 版"})
    published(cast, second)
    catalog.withdraw_resource(first.resource_id, actor=cast.person("civil_affairs"), reason="证照取消")
    kept = Version.objects.filter(resource_id=first.resource_id).order_by("number")
    assert [(v.state, v.licence_template) for v in kept] == [
        (State.SUPERSEDED, "社会组织登记证书 2026 版"),
        (State.WITHDRAWN, "2027 版"),
    ]
    assert Resource.objects.get(id=first.resource_id).kind == EntryKind.LICENCE


@pytest.mark.requirement("wuhu-2020-license/8.2")
def test_a_licence_entry_without_a_template_is_not_published_nor_one_without_name_or_issuer(cast):
    draft = licence(cast, licence_template="")
    with pytest.raises(RuleBroken) as broken:
        published(cast, draft)
    assert (broken.value.rule, broken.value.facts["missing"]) == ("catalog.licence_published", ["template"])
    assert Version.objects.get(id=draft.id).state == State.READY
    for name in ("", "licence_issuer"):
        other = licence(cast, name=f"证书{name}")
        catalog.submit_version(other.id, actor=cast.person("civil_affairs"))
        catalog.clear_secrecy(other.id, actor=cast.person("civil_affairs", "secrecy"))
        catalog.approve_version(other.id, actor=cast.reviewer("civil_affairs"))
        Version.objects.filter(id=other.id).update(**{name or "name": ""})
        with pytest.raises(RuleBroken) as broken:
            catalog.publish_version(other.id, actor=cast.person("civil_affairs"))
        assert broken.value.facts["missing"] == ["issuer" if name else "name"]


@pytest.mark.requirement("wuhu-2020-license/8.3")
def test_a_published_licence_entry_stands_in_the_citys_licence_catalog_without_being_entered_again(cast):
    waiting = licence(cast, name="养老机构备案回执")
    done = published(cast, licence(cast))
    cast.resource("civil_affairs", basis_level="law")
    shown = page(cast, "education", "/catalog/licences/")
    assert "社会组织登记证书" in shown and "芜湖市民政局" in shown and "社会组织登记证书 2026 版" in shown
    assert waiting.name not in shown and "婚姻登记信息" not in shown
    secret = issue_token(actor=cast.person("education"), name="脚本", functions=(), days=1)
    client = Client(headers={"Authorization": f"Bearer {secret}"})
    listed = client.get("/api/v1/catalog/resources?kind=licence").json()["resources"]
    assert [one["id"] for one in listed] == [done.resource_id]


# ---- writing ----
def test_an_entry_is_copied_and_several_drafts_are_edited_at_once(cast):
    officer = cast.person("civil_affairs")
    resource = cast.resource("civil_affairs", basis_level="law")
    copy = catalog.copy_resource(resource.id, actor=officer)
    assert (copy.name, copy.number, copy.items.count()) == ("婚姻登记信息（副本）", 1, len(MARRIAGE_ITEMS))
    with pytest.raises(NotAllowed):
        catalog.copy_resource(resource.id, actor=cast.person("police"))
    other = cast.draft("civil_affairs", name="收养登记信息")
    client = Browser()
    client.force_login(cast.account("civil_affairs"))
    chosen = {"version": [str(copy.id), str(other.id)]}
    form = client.post("/catalog/own/batch/", chosen)
    assert form.status_code == 303
    assert "修改 2 个草稿" in client.get(form["Location"]).content.decode()
    assert client.post("/catalog/own/batch/", {**chosen, "apply": "1", "officer": "吴芳"}).status_code == 303
    assert set(Version.objects.filter(id__in=[copy.id, other.id]).values_list("officer", flat=True)) == {"吴芳"}
    with pytest.raises(MoveRefused):
        catalog.edit_drafts([other.id, resource.version_id], actor=officer, values={"officer": "别人"})
    assert Version.objects.get(id=other.id).officer == "吴芳"


def test_a_draft_saves_itself_and_says_when_or_why_not(cast):
    draft = cast.draft("civil_affairs")
    client = Browser()
    client.force_login(cast.account("civil_affairs"))
    client.get(f"/catalog/versions/{draft.id}/edit/")
    form = {"name": "婚姻登记（改）", "electronic": "on"}
    said = client.post(f"/catalog/versions/{draft.id}/autosave/", form).content.decode()
    assert "已自动保存" in said and 'name="seen_at"' in said
    assert Version.objects.get(id=draft.id).name == "婚姻登记（改）"
    stale = {**form, "name": "别的", "seen_at": "2026-01-01T00:00:00+00:00"}
    assert "没有自动保存" in client.post(f"/catalog/versions/{draft.id}/autosave/", stale).content.decode()
    assert Version.objects.get(id=draft.id).name == "婚姻登记（改）"


def test_the_columns_of_a_sample_become_proposed_items_and_no_row_is_kept(cast):
    from django.core.files.uploadedfile import SimpleUploadedFile

    rows = "\n".join(
        f"J{n:05d},张三,11010119900101001{n % 10},2026-03-0{n % 9 + 1},{n}.50,{'男女'[n % 2]}" for n in range(40)
    )
    text = f"证书编号,姓名,身份证号,登记日期,金额,性别\n{rows}\n"
    draft = cast.draft("civil_affairs", items=[{"name": "姓名", "data_type": "C", "length": 20}])
    client = Browser()
    client.force_login(cast.account("civil_affairs"))
    client.get(f"/catalog/versions/{draft.id}/edit/")
    sample = SimpleUploadedFile("样例.csv", text.encode())
    assert client.post(f"/catalog/versions/{draft.id}/structure/", {"sample": sample}).status_code == 303
    found = {item.name: item for item in Version.objects.get(id=draft.id).items.all()}
    assert [(n, i.data_type) for n, i in found.items()] == [
        ("姓名", "C"),
        ("证书编号", "C"),
        ("身份证号", "C"),
        ("登记日期", "D"),
        ("金额", "N"),
        ("性别", "C"),
    ]
    assert (found["身份证号"].item_class, found["身份证号"].personal) == ("citizen_id", True)
    assert (found["金额"].scale, found["性别"].codes) == (2, ["女", "男"])
    bad = SimpleUploadedFile("样例.exe", b"MZ")
    assert client.post(f"/catalog/versions/{draft.id}/structure/", {"sample": bad}).status_code == 303
    assert Version.objects.get(id=draft.id).items.count() == 6
