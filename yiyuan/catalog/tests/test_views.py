"""Pages of the catalog as departments, their reviewers and the bureau see them."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.safestring import mark_safe
from openpyxl import load_workbook

from tests.support.pages import Browser
from tests.support.refusals import refused
from yiyuan.audit.models import Entry
from yiyuan.catalog import api, rules, services
from yiyuan.catalog.models import Resource, Version
from yiyuan.catalog.types import EntryKind, State
from yiyuan.spreadsheets.services import workbooks


@pytest.fixture
def login(cast):
    def enter(name, post="officer", *, place=""):
        client = Browser()
        client.force_login(cast.account(name, post, place=place))
        return client

    return enter


def _html(response, status=200):
    html = b"".join(response.streaming_content) if response.streaming else response.content
    assert response.status_code == status, html.decode()[:3000]
    return html.decode()


def _posted(html):  # noqa: C901 - one line per kind of control
    """What a browser would send for the form of an entry as it stands."""
    from html.parser import HTMLParser

    class Fields(HTMLParser):
        def __init__(self):
            super().__init__()
            self.found, self.select, self.text = [], "", ""

        def handle_starttag(self, tag, attrs):
            at = dict(attrs)
            if tag == "input" and at.get("name") and at.get("type") not in {"checkbox", "radio", "submit"}:
                self.found.append((at["name"], at.get("value") or ""))
            elif tag == "input" and at.get("name") and "checked" in at:
                self.found.append((at["name"], at.get("value", "on")))
            elif tag == "select":
                self.select = at["name"]
            elif tag == "option" and "selected" in at:
                self.found.append((self.select, at["value"]))
            elif tag == "textarea":
                self.text = at["name"]

        def handle_data(self, data):
            if self.text:
                self.found.append((self.text, data.removeprefix("\n")))

        def handle_endtag(self, tag):
            if tag == "textarea":
                self.text = ""

    start = html.index('id="entry"')
    fields = Fields()
    fields.feed(html[start : html.index("</form>", start)])
    data = {}
    for name, value in fields.found:
        data.setdefault(name, []).append(value)
    return data


# ---- what is published ----
@pytest.mark.requirement("wuhu-2020-data/6.7")
def test_a_published_entry_is_in_the_city_catalog_with_its_version_number(cast, login):
    published = cast.resource("civil_affairs")
    html = _html(login("police").get("/catalog/"))
    assert f'href="/catalog/resources/{published.id}/">婚姻登记信息</a>' in html
    page = _html(login("police").get(f"/catalog/resources/{published.id}/"))
    assert f"第 {published.version_number} 版" in page
    assert published.code in page
    officer = cast.person("civil_affairs")
    draft = services.revise_resource(published.id, actor=officer)
    services.save_draft(draft.id, actor=officer, values={"summary": "含收养登记。"}, items=None)
    cast.published(draft, "civil_affairs")
    page = _html(login("police").get(f"/catalog/resources/{published.id}/"))
    assert "第 2 版" in page
    assert "含收养登记。" in page


@pytest.mark.requirement("liyang-2020-sharing/8.4")
def test_the_city_catalog_lists_approved_entries_with_counts_per_department(cast, login):
    cast.place = "liyang"
    for provider, names in {"civil_affairs": ["甲信息", "乙信息"], "police": ["丙信息"]}.items():
        for name in names:
            cast.resource(provider, name=name, methods=["batch_download"])
    cast.draft("tax", name="丁信息")
    html = _html(login("education").get("/catalog/"))
    assert "溧阳市民政局（2）" in html
    assert "溧阳市公安局（1）" in html
    assert "丁信息" not in html
    assert "税务局" not in html


def test_facets_narrow_and_count_under_each_other(cast, login):
    first = cast.resource("civil_affairs", name="甲信息", cycle="daily")
    cast.resource("civil_affairs", name="乙信息", cycle="monthly")
    cast.resource("police", name="丙信息", cycle="monthly")
    client = login("police")
    html = _html(client.get("/catalog/?cycle=monthly"))
    assert "甲信息" not in html and "乙信息" in html and "丙信息" in html
    assert "芜湖市民政局（1）" in html
    html = _html(client.get(f"/catalog/?cycle=monthly&department={first.provider_id}"))
    assert "乙信息" in html and "丙信息" not in html
    assert "每日（1）" in html
    html = _html(client.get("/catalog/?cycle=never-heard&department=x&page=99"))
    assert "这项筛选没有生效" in html


def test_search_finds_by_initials_and_says_how_many(cast, login):
    cast.resource("civil_affairs")
    cast.resource(
        "police",
        name="户籍信息",
        summary="户口簿",
        items=[{"name": "户号", "data_type": "C", "length": 20, "key": True}],
    )
    html = _html(login("tax").get("/catalog/?q=hydj"))
    assert "“hydj”找到 1 个资源" in html
    assert "户籍信息" not in html
    html = _html(login("tax").get("/catalog/?q=不动产"))
    assert "找到 0 个资源" in html and "没有符合筛选条件的内容" in html


def test_an_empty_catalog_says_how_it_fills(login):
    assert "还没有发布的资源" in _html(login("police").get("/catalog/"))


def _queries(client, path):
    """Queries of the catalog for a page; those of the page shell are counted elsewhere."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return sum("catalog_" in query["sql"] for query in captured)


def test_the_list_takes_four_queries_however_long_it_is(cast, login):
    client = login("police")
    cast.resource("civil_affairs", name="甲信息")
    for provider in ("civil_affairs", "tax"):
        for name in "乙丙丁":
            cast.resource(provider, name=name)
    assert _queries(client, "/catalog/") == 4  # facets, total, page, its versions
    cast.resource("tax", name="戊信息")
    assert _queries(client, "/catalog/") == 4
    assert _queries(client, "/catalog/?q=信息&sharing=conditional") == 6  # and what it means, how many are named so


def test_the_list_goes_out_as_excel(cast, login):
    cast.resource("civil_affairs")
    response = login("police").get("/catalog/?export=xlsx")
    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    assert heads[:2] == ["资源", "提供部门"] and "资源代码" in heads
    assert sheet["A2"].value == "婚姻登记信息"


def test_a_resource_shows_terms_items_articles_and_versions(cast, login):
    published = cast.resource("civil_affairs")
    page = _html(login("police").get(f"/catalog/resources/{published.id}/"))
    for said in (
        "有条件共享",
        "《婚姻登记条例》第十八条",
        "安徽299号令 第22条",
        "男方证件号码",
        "公民身份号码",
        "取值：结婚、离婚",
        "首次编制",
        "C30",
    ):
        assert said in page, said
    assert "编制新版本" not in page
    assert "civil_affairssecrecy" not in page, "who reviewed it is the department's own affair"
    assert "编制新版本" in _html(login("civil_affairs").get(f"/catalog/resources/{published.id}/"))


def test_upper_rooms_put_panels_on_the_page_of_a_resource(cast, login, monkeypatch):
    published = cast.resource("civil_affairs")
    asked = []

    def panels(about):
        asked.append(about)
        yield {"title": "交数据", "template": "catalog/items.html", "context": {"items": []}, "place": "main"}
        yield mark_safe("<b>片段</b>")

    monkeypatch.setattr(services.PANELS, "_answerers", [panels])
    page = _html(login("police").get(f"/catalog/resources/{published.id}/"))
    assert "交数据" in page and "<b>片段</b>" in page
    assert [(actor.organisation_id, resource) for actor, resource in asked] == [
        (cast.organisation("police"), published.id)
    ]
    assert api.PANELS is services.PANELS


# ---- hidden is missing ----
def test_what_is_hidden_looks_missing(cast, login):
    draft = cast.draft("civil_affairs")
    stranger = login("police")
    for path in (
        f"resources/{draft.resource_id}",
        f"versions/{draft.id}",
        f"versions/{draft.id}/edit",
        "versions/999999",
        "workbooks/999999",
    ):
        assert stranger.get(f"/catalog/{path}/").status_code == 404, path
    assert stranger.post(f"/catalog/versions/{draft.id}/move/", {"move": "submit"}).status_code == 404
    assert login("civil_affairs", "reviewer").get("/catalog/new/").status_code == 403
    assert login("civil_affairs", "reviewer").post(f"/catalog/resources/{draft.resource_id}/revise/").status_code == 403


# ---- the way of an entry ----
@pytest.mark.requirement("wuhu-2020-data/6.6")
def test_a_department_drafts_submits_publishes_revises_and_withdraws_on_line(cast, login):
    officer, secrecy = (login("civil_affairs", post) for post in ("officer", "secrecy"))
    reviewer = login("bureau", "bureau")
    data = _posted(_html(officer.get("/catalog/new/"))) | _filled()
    response = officer.post("/catalog/new/", data)
    assert response.status_code == 303, response.content.decode()[:3000]
    version = Version.objects.get()
    assert [(i.name, i.data_type, i.length, i.key) for i in version.items.all()] == [
        ("编号", "C", 30, True),
        ("日期", "D", None, False),
    ]
    page = _html(officer.get(f"/catalog/versions/{version.id}/"))
    assert "提交审核" in page and "处要补" not in page
    _move(officer, version, "submit")
    assert "保密审查通过" in _html(secrecy.get(f"/catalog/versions/{version.id}/"))
    _move(secrecy, version, "clear")
    _move(reviewer, version, "approve", note="可以")
    _move(officer, version, "publish")
    resource = Resource.objects.get()
    assert resource.current_id == version.id and resource.code == "307001/000001"

    response = officer.post(f"/catalog/resources/{resource.id}/revise/")
    second = Version.objects.get(number=2)
    assert response.headers["Location"] == f"/catalog/versions/{second.id}/edit/"
    data = _posted(_html(officer.get(response.headers["Location"]))) | {"summary": "新摘要", "change_cause": "职能调整"}
    assert officer.post(response.headers["Location"], data).status_code == 303
    for client, move in ((officer, "submit"), (secrecy, "clear"), (reviewer, "approve"), (officer, "publish")):
        _move(client, second, move)
    changes = _html(login("police").get(f"/catalog/versions/{second.id}/changes/"))
    assert "第 2 版改了 1 处" in changes and "新摘要" in changes
    page = _html(login("police").get(f"/catalog/resources/{resource.id}/"))
    assert "第 2 版" in page and "第 1 版" in page and "职能调整" in page
    assert [i.column_id for i in second.items.all()] == [i.column_id for i in version.items.all()]

    response = officer.post(f"/catalog/versions/{second.id}/move/", {"move": "withdraw", "withdraw-note": ""})
    assert 'class="y-error"' in _html(response, 422)
    _move(officer, second, "withdraw", note="职能划转")
    assert "已撤销" in _html(login("police").get(f"/catalog/resources/{resource.id}/"))
    assert "还没有发布的资源" in _html(officer.get("/catalog/"))


def _move(client, version, name, **said):
    data = {"move": name, **{f"{name}-{key}": value for key, value in said.items()}}
    response = client.post(f"/catalog/versions/{version.id}/move/", data)
    assert response.status_code == 303, response.content.decode()[:3000]


def _filled():
    return {
        "name": "婚姻登记信息", "summary": "摘要", "class_": "307", "format": "database", "cycle": "daily",
        "source_kind": "system", "source_system": "登记系统", "officer": "周敏", "sharing": "conditional", "condition": "按人查询", "scope": "有关部门",
        "purpose": "行政依据", "materials": "履职依据\r\n承诺书", "basis_level": "law", "basis": "《某法》第一条", "reason": "含隐私",
        "methods": ["online_query", "batch_download"], "use_terms": "不转给第三方", "opening": "not_open", "opening_method": "不开放",
        "items-0-position": "2", "items-0-name": "日期", "items-0-data_type": "D",
        "items-1-position": "1", "items-1-name": "编号", "items-1-data_type": "C", "items-1-length": "30", "items-1-key": "on",
        "items-2-name": "不要了", "items-2-data_type": "C", "items-2-gone": "on",
    }  # fmt: skip


@pytest.mark.requirement("wuhu-2020-data/5.1")
def test_a_new_entry_has_no_type_preselected_and_not_shared_needs_a_reason(cast, login):
    officer = login("civil_affairs")
    data = _posted(_html(officer.get("/catalog/new/")))
    assert "sharing" not in data and "opening" not in data
    draft = cast.draft("civil_affairs", sharing="not_shared", reason="", methods=[])
    page = _html(officer.post(f"/catalog/versions/{draft.id}/move/", {"move": "submit"}), 422)
    assert "列为不予共享，须说明理由" in page and "芜政办〔2020〕10号 第5条" in page


def test_a_draft_shows_all_its_gaps_with_articles(cast, login):
    draft = cast.draft("civil_affairs", cycle="", basis="", scope="")
    page = _html(login("civil_affairs").get(f"/catalog/versions/{draft.id}/"))
    assert "提交前还有 3 处要补" in page
    for said in (
        "目录缺少更新时限",
        "列为有条件共享，须写明依据",
        "有条件共享的资源缺少共享范围",
        "安徽299号令 第13条",
    ):
        assert said in page, said


def test_a_return_without_a_reason_keeps_the_page_and_says_why_beside_the_field(cast, login):
    draft = cast.draft("civil_affairs")
    services.submit_version(draft.id, actor=cast.person("civil_affairs"))
    client = login("civil_affairs", "secrecy")
    page = _html(client.post(f"/catalog/versions/{draft.id}/move/", {"move": "hold", "hold-note": " "}), 422)
    assert "退回须写明原因" in page
    assert 'id="id_hold-note_error"' in page
    assert 'value="hold" required checked' in page
    assert Version.objects.get(id=draft.id).state == State.SECRECY
    _move(client, draft, "hold", note="第 3 项可能涉密")
    assert "第 3 项可能涉密" in _html(login("civil_affairs").get(f"/catalog/versions/{draft.id}/"))


def test_the_bureau_of_jiaozuo_fixes_the_type_on_the_page(cast, login):
    cast.place = "jiaozuo"
    draft = cast.draft("civil_affairs", methods=["batch_download"])
    services.submit_version(draft.id, actor=cast.person("civil_affairs"))
    services.clear_secrecy(draft.id, actor=cast.person("civil_affairs", "secrecy"))
    bureau = login("bureau", "bureau")
    page = _html(bureau.get(f"/catalog/versions/{draft.id}/"))
    assert "部门申报为“有条件共享”" in page and "焦政办〔2020〕52号 第18条" in page
    page = _html(
        bureau.post(f"/catalog/versions/{draft.id}/move/", {"move": "approve", "approve-fixed_type": "not_shared"}), 422
    )
    assert 'id="id_approve-fixing_basis_error"' in page
    _move(bureau, draft, "approve", fixed_type="not_shared", fixing_basis="《某法》第一条")
    assert Version.objects.get(id=draft.id).sharing == "not_shared"


def test_a_move_that_is_not_open_is_a_conflict_and_a_foreign_one_forbidden(cast, login):
    draft = cast.draft("civil_affairs")
    assert login("civil_affairs").post(f"/catalog/versions/{draft.id}/move/", {"move": "publish"}).status_code == 409
    assert login("civil_affairs").post(f"/catalog/versions/{draft.id}/move/", {"move": "fly"}).status_code == 409
    assert (
        login("civil_affairs", "reviewer").post(f"/catalog/versions/{draft.id}/move/", {"move": "submit"}).status_code
        == 403
    )


# ---- the form ----
@pytest.mark.requirement("wuhu-2020-license/3.1")
def test_a_licence_entry_is_of_one_of_the_five_kinds_of_the_text(cast, login):
    officer = login("civil_affairs")
    page = _html(officer.get("/catalog/new/?kind=licence"))
    select = page.partition('name="licence_type"')[2].partition("</select>")[0]
    offered = [word for word in ("证件", "证明", "批文", "鉴定报告", "办事结果") if f">{word}</option>" in select]
    assert (len(offered), select.count("<option")) == (5, 6)  # and one to choose nothing yet
    values = {"name": "某证", "licence_type": "document", "licence_holder": "person", "secret": True}
    with refused("catalog.no_secrets"):
        services.draft_resource(actor=cast.person("civil_affairs"), values=values, kind=EntryKind.LICENCE)
    for unknown in ("permit", "other"):
        with refused("catalog.fits"):
            services.draft_resource(
                actor=cast.person("civil_affairs"),
                values={**values, "secret": False, "licence_type": unknown},
                kind=EntryKind.LICENCE,
            )


def test_the_themes_of_the_texts_are_offered_and_any_other(cast, login):
    page = _html(login("civil_affairs").get("/catalog/new/"))
    select = page.partition('name="class_"')[2].partition("</select>")[0]
    thirteen = (
        "健康保障 社会保障 食品药品安全 安全生产 价格监管 能源安全 信用体系 城乡建设 社区治理 生态环保 应急维稳"
        " 精准扶贫 政务服务"
    ).split()
    assert len(thirteen) == 13
    assert all(theme in select for theme in [*thirteen, "其他主题"])


@pytest.mark.requirement("wuhu-2020-data/2.3")
def test_a_form_marked_secret_is_not_saved_and_the_attempt_is_kept_without_its_content(cast, login):
    officer = login("civil_affairs")
    data = _posted(_html(officer.get("/catalog/new/"))) | _filled() | {"secret": "on", "summary": "不该留下的内容"}
    page = _html(officer.post("/catalog/new/", data), 422)
    assert "标明涉及国家秘密的内容不得进入本平台" in page and "芜政办〔2020〕10号 第2条" in page
    assert not Version.objects.exists()
    attempt = Entry.objects.order_by("-id").first()
    assert "catalog.no_secrets" in str(attempt.facts) and "不该留下" not in str(attempt.facts)


def test_the_form_asks_why_data_stays_with_its_provider_and_says_what_lacks(cast, login):
    officer = login("civil_affairs")
    data = _posted(_html(officer.get("/catalog/new/"))) | _filled() | {"held_by_provider": "on"}
    assert officer.post("/catalog/new/", data).status_code == 303
    version = Version.objects.get()
    page = _html(officer.get(f"/catalog/versions/{version.id}/"))
    assert "数据留在提供部门，缺少依据" in page and "安徽299号令 第17条" in page
    stated = {
        "held_basis": "《婚姻登记条例》第十八条",
        "held_basis_level": "admin_regulation",
        "held_reason": "实时办理",
    }
    assert officer.post(f"/catalog/versions/{version.id}/edit/", data | stated).status_code == 303
    assert "数据留在提供部门" not in _html(officer.get(f"/catalog/versions/{version.id}/")).partition("提交前还有")[2]
    _move(officer, version, "submit")


def test_an_item_that_no_file_could_be_checked_by_is_named_and_what_was_typed_stays(cast, login):
    officer = login("civil_affairs")
    data = _posted(_html(officer.get("/catalog/new/"))) | {
        "name": "甲信息",
        "items-0-name": "金额",
        "items-0-data_type": "N",
        "items-0-length": "3",
        "items-0-scale": "5",
    }
    page = _html(officer.post("/catalog/new/", data), 422)
    assert "“金额：小数位”填得不对：小数位（5）不能多于长度（3）" in page
    assert 'value="金额"' in page
    assert Version.objects.count() == 0


def test_five_more_lines_come_without_judging_or_losing_what_was_typed(cast, login):
    officer = login("civil_affairs")
    data = _posted(_html(officer.get("/catalog/new/"))) | {
        "summary": "写了一半",
        "items-0-name": "编号",
        "items-0-codes": "甲；乙",
        "methods": ["online_query"],
        "add": "1",
    }
    page = _html(officer.post("/catalog/new/", data))
    assert 'name="items-9-name"' in page and 'value="编号"' in page and "甲；乙" in page and "写了一半" in page
    assert "请填写" not in page
    assert Version.objects.count() == 0
    part = _html(officer.post("/catalog/new/", data, headers={"HX-Request": "true"}))
    assert part.startswith('<div id="items">') and "<html" not in part


def test_a_refused_form_keeps_its_words_and_says_what_is_wrong_where(cast, login):
    officer = login("civil_affairs")
    data = _posted(_html(officer.get("/catalog/new/"))) | {
        "summary": "写好了",
        "subclass_code": "x",
        "items-0-name": "编号",
        "items-1-name": "号",
        "items-1-data_type": "C",
        "items-1-length": "很长",
    }
    page = _html(officer.post("/catalog/new/", data), 422)
    assert "请填写“资源名称”" in page and "目应为三位数字" in page and "写好了" in page
    assert "第 1 行：请选择数据类型" in page and "第 2 行" in page
    data |= {
        "name": "甲",
        "subclass_code": "1",
        "items-0-data_type": "C",
        "items-1-name": "编 号",
        "items-1-length": "3",
    }
    page = _html(officer.post("/catalog/new/", data), 422)
    assert "写了两次" in page
    data["items-1-name"] = "号"
    assert officer.post("/catalog/new/", data).status_code == 303
    assert Version.objects.get().subclass_code == "001"


def test_two_people_do_not_overwrite_each_other(cast, login):
    draft = cast.draft("civil_affairs")
    officer = login("civil_affairs")
    data = _posted(_html(officer.get(f"/catalog/versions/{draft.id}/edit/")))
    services.save_draft(draft.id, actor=cast.person("civil_affairs"), values={"summary": "别人先改"})
    page = _html(officer.post(f"/catalog/versions/{draft.id}/edit/", data | {"summary": "我的"}), 409)
    assert "刚刚保存过这份草稿" in page and "我的" in page
    assert Version.objects.get(id=draft.id).summary == "别人先改"


def test_opening_and_saving_a_draft_changes_nothing(cast, login):
    draft = cast.draft("civil_affairs", security_level=2, changed_on=date(2026, 9, 1), materials=["甲", "乙"])
    before = workbooks.entry_of(Version.objects.get(id=draft.id))
    officer = login("civil_affairs")
    data = _posted(_html(officer.get(f"/catalog/versions/{draft.id}/edit/")))
    assert officer.post(f"/catalog/versions/{draft.id}/edit/", data).status_code == 303
    after = workbooks.entry_of(Version.objects.get(id=draft.id))
    assert rules.differences(before.values, after.values) == {}
    assert after.items == before.items


# ---- my organisation's entries ----
def test_own_entries_show_state_and_whose_turn_it_is(cast, login):
    cast.resource("civil_affairs", name="甲信息")
    draft = cast.draft("civil_affairs", name="乙信息")
    services.submit_version(draft.id, actor=cast.person("civil_affairs"))
    cast.draft("civil_affairs", name="丙信息")
    page = _html(login("civil_affairs").get("/catalog/own/"))
    assert "本部门资源 3 个" in page
    assert "本部门 保密审查人" in page and "待保密审查" in page and "接着编制" in page
    page = _html(login("civil_affairs", "secrecy").get("/catalog/own/"))
    assert "新建资源" not in page and "保密审查通过、退回修改" in page
    assert "还没有编制资源" in _html(login("police").get("/catalog/own/"))
    rows = _html(login("civil_affairs").get("/catalog/own/?state=draft"))
    assert "丙信息" in rows and "乙信息" not in rows


def test_own_entries_take_four_queries_however_many(cast, login):
    client = login("civil_affairs")
    cast.draft("civil_affairs", name="甲信息")
    assert _queries(client, "/catalog/own/") == 4  # total, page, states, workbooks
    for name in "乙丙丁戊":
        cast.draft("civil_affairs", name=name)
    assert _queries(client, "/catalog/own/") == 4


def test_ticked_drafts_are_submitted_together_and_gaps_are_named(cast, login):
    good, bad = cast.draft("civil_affairs", name="甲信息"), cast.draft("civil_affairs", name="乙信息", cycle="")
    officer = login("civil_affairs")
    page = _html(officer.forged("/catalog/own/submit/", {"version": [good.id, bad.id, "x"]}), 422)
    assert "1 个草稿没有提交" in page and "目录缺少更新时限" in page and "已提交 1 个资源" in page
    states = dict(Version.objects.values_list("name", "state"))
    assert states == {"甲信息": State.SECRECY, "乙信息": State.DRAFT}
    assert officer.post("/catalog/own/submit/", {}).status_code == 303


# ---- workbooks ----


def test_a_chosen_facet_leads_back_and_the_search_keeps_it(cast, login):
    cast.resource("civil_affairs", name="甲信息", cycle="daily")
    cast.resource("police", name="乙信息", cycle="monthly")
    html = _html(login("police").get("/catalog/?cycle=monthly&sort=name"))
    assert 'href="?sort=name" aria-current="true" aria-label="不再按每月（1）筛选"' in html
    assert '<input type="hidden" name="cycle" value="monthly">' in html


def test_a_new_entry_may_begin_with_a_sample_file(cast, login):
    client = login("civil_affairs")
    assert "先交一份样例文件" in _html(client.get("/catalog/new/"))
    file = SimpleUploadedFile("样例.csv", "姓名,证件号码\n甲,1\n".encode())
    answer = client.post("/catalog/new/", {"begin": "1", "name": "寄养登记信息", "sample": file})
    draft = Version.objects.get(name="寄养登记信息")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/catalog/versions/{draft.id}/edit/")
    assert [item.name for item in draft.items.all()] == ["姓名", "证件号码"]


def test_a_sample_that_cannot_be_read_is_refused_beside_its_field_and_nothing_is_begun(cast, login):
    file = SimpleUploadedFile("样例.xls", b"x")
    answer = login("civil_affairs").post("/catalog/new/", {"begin": "1", "name": "寄养登记信息", "sample": file})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "样例只收 CSV 和 XLSX" in page
    assert 'value="寄养登记信息"' in page
    assert not Version.objects.filter(name="寄养登记信息").exists()


def test_a_licence_is_begun_on_the_form_that_asks_what_licence_it_is(cast, login):
    page = _html(login("civil_affairs").get("/catalog/new/?kind=licence"))
    assert "什么证照" in page
    assert "先交一份样例文件" not in page
