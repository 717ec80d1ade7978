"""The workbook: it goes out and comes back unchanged; what is wrong in it comes back red with a reason."""

import io
from datetime import date

import pytest
from openpyxl import Workbook, load_workbook

from tests.support.cast import MARRIAGE_ITEMS
from tests.support.refusals import refused
from tests.support.sheets import Raw, book, sheet
from yiyuan.catalog import rules, services
from yiyuan.catalog.models import Version
from yiyuan.catalog.selectors import own_versions, version_in_work
from yiyuan.catalog.types import State
from yiyuan.kernel.errors import NotAllowed, NotFound
from yiyuan.spreadsheets import selectors, workbook
from yiyuan.spreadsheets.models import WorkbookImport
from yiyuan.spreadsheets.services import workbooks
from yiyuan.spreadsheets.workbook.columns import MisreadError, _day

HEAD = ["资源名称", "资源代码", "摘要", "分类", "资源格式", "更新周期", "责任专人", "共享类型", "共享方式"]
ITEM_HEAD = ["资源名称", "信息项名称", "数据类型", "长度", "主键", "代码范围", "个人信息"]


def _file(rows, items=(), *, head=HEAD, item_head=ITEM_HEAD):
    book = Workbook()
    sheet = book.active
    sheet.title = "资源"
    for row in [head, *rows]:
        sheet.append(row)
    second = book.create_sheet("信息项")
    for row in [item_head, *items]:
        second.append(row)
    return _bytes(book)


def _bytes(book):
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _row(name, code=None, **changes):
    values = dict(
        zip(
            HEAD,
            [name, code, "摘要", "307 省、市、县部门", "数据库", "每日", "周敏", "有条件共享", "批量下载"],
            strict=True,
        )
    )
    return [(values | changes)[label] for label in HEAD]


def _returned(done):
    done.refresh_from_db()
    return load_workbook(io.BytesIO(bytes(done.returned)))


def test_the_template_offers_the_words_of_the_region_and_names_the_articles(cast):
    book = load_workbook(io.BytesIO(workbooks.template(cast.person("civil_affairs"))))
    assert book.sheetnames == ["资源", "信息项", "填表说明"]
    lists = {str(rule.formula1) for rule in book["资源"].data_validations.dataValidation}
    assert '"无条件共享,有条件共享,不予共享"' in lists
    assert any("法律,行政法规" in text for text in lists)
    guide = {row[1].value: row for row in book["填表说明"].iter_rows(min_row=4)}
    assert "安徽299号令 第22条" in guide["共享类型"][4].value
    assert "系统对接" in guide["共享方式"][3].value


def test_a_workbook_with_one_secret_entry_is_refused_whole_and_nothing_of_it_is_kept(cast):
    head = [*HEAD, "涉密"]
    content = _file([[*_row("婚姻登记信息"), "否"], [*_row("某涉密目录"), "是"]], head=head)
    with refused("catalog.no_secrets"):
        workbooks.take(content, actor=cast.person("civil_affairs"), file_name="目录.xlsx")
    assert not WorkbookImport.objects.exists()
    assert not Version.objects.exists()


def test_a_workbook_says_why_data_stays_with_its_provider(cast):
    head = [*HEAD, "数据留在提供部门", "不归集的理由", "不归集的依据级别", "不归集的依据名称和条款"]
    held = ["是", "实时办理", "行政法规", "《婚姻登记条例》第十八条"]
    done = workbooks.take(
        _file([[*_row("婚姻登记信息"), *held]], head=head), actor=cast.person("civil_affairs"), file_name="目录.xlsx"
    )
    assert done.taken == 1
    version = Version.objects.get()
    assert (version.held_by_provider, version.held_reason) == (True, "实时办理")
    assert (version.held_basis_level, version.held_basis) == ("admin_regulation", "《婚姻登记条例》第十八条")


def test_what_goes_out_comes_back_without_a_new_version(cast):
    officer = cast.person("civil_affairs")
    published = cast.resource(
        "civil_affairs", summary="第一行\r\n第二行，=1+1", materials=["省、市证明"], changed_on=date(2026, 9, 1)
    )
    cast.draft("civil_affairs", name="=SUM(A1)登记信息", methods=["batch_download"], security_level=3)
    before = Version.objects.count()
    done = workbooks.take(workbooks.export(officer), actor=officer, file_name="目录.xlsx")
    assert (done.read, done.taken, done.unchanged, done.refused) == (2, 0, 2, 0)
    assert done.returned is None
    assert Version.objects.count() == before
    assert version_in_work(published.id) is None


def test_a_changed_row_makes_a_draft_of_the_next_version(cast):
    officer = cast.person("civil_affairs")
    published = cast.resource("civil_affairs")
    book = load_workbook(io.BytesIO(workbooks.export(officer)))
    book["资源"]["C2"] = "新的摘要"
    done = workbooks.take(_bytes(book), actor=officer, file_name="目录.xlsx")
    assert (done.taken, done.unchanged, done.refused) == (1, 0, 0)
    draft = version_in_work(published.id)
    assert (draft.number, draft.state, draft.summary) == (2, State.DRAFT, "新的摘要")
    assert draft.items.count() == len(published.items)
    assert [i.column_id for i in draft.items.all()] == [i.id for i in published.items]


def test_an_item_with_a_type_of_its_own_keeps_it_on_the_way_out_and_in(cast):
    officer = cast.person("civil_affairs")
    items = [{**item, "sharing": "not_shared"} if item.get("personal") else item for item in MARRIAGE_ITEMS]
    own = cast.draft("civil_affairs", items=items)
    book = load_workbook(io.BytesIO(workbooks.export(officer)))
    book["资源"]["C2"] = "新的摘要"
    assert workbooks.take(_bytes(book), actor=officer, file_name="目录.xlsx").taken == 1
    kept = {item.name: item.sharing for item in Version.objects.get(id=own.id).items.all()}
    assert kept == {item["name"]: item.get("sharing", "") for item in items}
    assert "not_shared" in kept.values()


@pytest.mark.requirement("anhui-2020-data/14.1")
def test_a_department_imports_edits_and_submits_its_catalog_as_a_batch(cast):
    officer = cast.person("civil_affairs")
    cast.draft("civil_affairs", name="甲信息")
    content = workbooks.export(officer)
    book = load_workbook(io.BytesIO(content))
    for column in range(1, book["资源"].max_column + 1):
        book["资源"].cell(3, column).value = book["资源"].cell(2, column).value
    book["资源"]["A3"] = "乙信息"
    book["资源"]["C3"] = ""
    book["信息项"].append(["乙信息", "编号", "字符型 C", 10, None, "是"])
    done = workbooks.take(_bytes(book), actor=officer, file_name="目录.xlsx")
    assert (done.taken, done.unchanged) == (1, 1)
    drafts = {version.name: version for version in own_versions(officer)}
    gone, held = services.submit_versions([v.id for v in drafts.values()], actor=officer)
    assert gone == [drafts["甲信息"].id]
    assert held[drafts["乙信息"].id].facts["missing"] == ["attributes"]
    services.save_draft(drafts["乙信息"].id, actor=officer, values={"summary": "摘要"})
    services.submit_version(drafts["乙信息"].id, actor=officer)
    assert {v.name: v.state for v in own_versions(officer)} == {
        "甲信息": State.SECRECY,
        "乙信息": State.SECRECY,
    }


def test_dirty_cells_are_understood_where_the_meaning_is_plain(cast):
    officer = cast.person("civil_affairs")
    row = _row(
        "低保对象信息　", 分类="３０７", 资源格式=" 数据库　", 共享方式="联机查询，批量下载", 责任专人="周敏\u200b "
    )
    items = [
        ["低保对象信息", "对象编号 ", "C", "３０", "是", None, "否"],
        [" 低保对象信息", "类别", "字符型C", 10, "", "城市低保；农村低保", ""],
    ]
    done = workbooks.take(_file([row], items), actor=officer, file_name="低保.xlsx")
    assert (done.taken, done.refused, done.returned) == (1, 0, None)
    version = Version.objects.get(id=done.outcomes[0]["version"])
    assert (version.name, version.officer, version.category, version.class_code) == ("低保对象信息", "周敏", "3", "07")
    assert version.methods == ["online_query", "batch_download"]
    first, second = version.items.all()
    assert (first.name, first.length, first.key) == ("对象编号", 30, True)
    assert second.codes == ["城市低保", "农村低保"]


def test_a_wrong_cell_comes_back_red_with_a_comment_and_a_reason(cast):
    officer = cast.person("civil_affairs")
    rows = [_row("甲信息", 共享类型="随便共享"), _row("乙信息")]
    items = [
        ["甲信息", "编号", "字符型 C", "十", "", "", ""],
        ["乙信息", "编号", "字符型 C", 10, "", "", ""],
        ["丙信息", "编号", "C", 1, "", "", ""],
    ]
    done = workbooks.take(_file(rows, items), actor=officer, file_name="目录.xlsx")
    assert (done.read, done.taken, done.unchanged, done.refused) == (3, 1, 0, 2)
    book = _returned(done)
    sheet = book["资源"]
    assert sheet["H2"].fill.fgColor.rgb == "FFF8C9C4"
    assert "可填：无条件共享、有条件共享、不予共享" in sheet["H2"].comment.text
    assert sheet["J1"].value == "原因"
    assert "随便共享" in sheet["J2"].value
    assert sheet["J3"].value is None
    assert "不是整数" in book["信息项"]["H2"].value
    assert "没有这个资源" in book["信息项"]["H4"].value
    assert Version.objects.filter(name="甲信息").count() == 0


def test_a_mended_workbook_is_taken_and_loses_its_red_cells(cast):
    officer = cast.person("civil_affairs")
    first = workbooks.take(
        _file([_row("甲信息", 更新周期="天天"), _row("乙信息", 更新周期="天天")]), actor=officer, file_name="a.xlsx"
    )
    book = _returned(first)
    book["资源"]["F2"] = "每日"
    second = workbooks.take(_bytes(book), actor=officer, file_name="a.xlsx")
    assert (second.taken, second.refused) == (1, 1)
    again = _returned(second)["资源"]
    assert again["F2"].fill.fgColor.rgb != "FFF8C9C4" and again["F2"].comment is None and again["J2"].value is None
    assert again["F3"].fill.fgColor.rgb == "FFF8C9C4"


def test_names_that_differ_in_nothing_that_counts_are_refused(cast):
    officer = cast.person("civil_affairs")
    cast.draft("civil_affairs", name="婚姻登记信息")
    rows = [_row("婚姻登记（信息）"), _row("低保 信息"), _row("低保信息")]
    done = workbooks.take(_file(rows), actor=officer, file_name="a.xlsx")
    assert (done.read, done.refused) == (3, 3)
    said = [outcome["reasons"][0] for outcome in done.outcomes]
    assert "已有的“婚姻登记信息”" in said[0]
    assert "第 4 行" in said[1] and "第 3 行" in said[2]


def test_an_unknown_code_and_the_same_resource_twice_are_refused(cast):
    officer = cast.person("civil_affairs")
    published = cast.resource("civil_affairs")
    rows = [_row("新名称", published.code), _row("婚姻登记信息"), _row("别的", "307001/999999")]
    done = workbooks.take(_file(rows), actor=officer, file_name="a.xlsx")
    assert (done.taken, done.refused) == (1, 2)
    assert "本部门没有这个代码" in done.outcomes[2]["reasons"][0]
    assert "同一个资源" in "".join(done.outcomes[1]["reasons"])


def test_an_entry_under_review_is_not_overwritten(cast):
    officer = cast.person("civil_affairs")
    draft = cast.draft("civil_affairs")
    services.submit_version(draft.id, actor=officer)
    done = workbooks.take(_file([_row("婚姻登记信息")]), actor=officer, file_name="a.xlsx")
    assert done.refused == 1
    assert "先撤回修改" in done.outcomes[0]["reasons"][0]


def test_drag_filled_names_and_system_names_are_taken_with_a_warning(cast):
    officer = cast.person("civil_affairs")
    items = [["婚姻登记系统", f"信息{n}", "C", 10, "", "", ""] for n in (1, 2, 3)] + [
        ["婚姻登记系统", "电话1", "C", 10, "", "", ""]
    ]
    done = workbooks.take(_file([_row("婚姻登记系统")], items), actor=officer, file_name="a.xlsx")
    assert (done.taken, done.refused) == (1, 0)
    assert len(done.outcomes[0]["warnings"]) == 4
    sheet = _returned(done)["信息项"]
    assert sheet["B2"].fill.fgColor.rgb == "FFFBE6B8"
    assert sheet["B5"].comment is None
    assert sheet["H2"].value.startswith("提醒：")


def test_a_formula_is_refused_and_text_that_looks_like_one_is_kept_as_text(cast):
    officer = cast.person("civil_affairs")
    done = workbooks.take(_file([_row("甲信息", 摘要="=1+1")]), actor=officer, file_name="a.xlsx")
    assert done.refused == 1 and "公式" in done.outcomes[0]["reasons"][0]
    cast.draft("civil_affairs", name="乙信息", summary="=HYPERLINK(1)")
    sheet = load_workbook(io.BytesIO(workbooks.export(officer)))["资源"]
    assert (sheet["C2"].value, sheet["C2"].data_type, sheet["C2"].quotePrefix) == ("=HYPERLINK(1)", "s", True)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"hello", "不是 .xlsx"),
        (b"", "是空的"),
        (_file([[*_row("甲信息"), "又一"]], head=[*HEAD, "摘要"]), "表头重复：“摘要”在第 3 列和第 10 列"),
        (_file([[*_row("甲信息"), "又一"]]), "第 2 行第 10 列有内容"),
        (book(sheet(HEAD, far={"XFD1048576": " "}), sheet(ITEM_HEAD), names=["资源", "信息项"]), "XFD1048576"),
        (
            book(sheet(HEAD), sheet(ITEM_HEAD), sheet(*[[Raw('s="1"')] * 3] * 140_000), names=["资源", "信息项", "三"]),
            "420016 个单元格",
        ),
        (b"\xd0\xcf\x11\xe0" + b"0" * 600, "旧版 .xls"),
        (b"0" * (workbook.MAX_BYTES + 1), "超过上限 5 MB"),
        (_bytes(Workbook()), "缺少工作表“资源”"),
        (_file([], head=["名字"]), "缺少这些列：资源名称"),
        (_file([], head=[*HEAD, "备注"]), "不认识的列：备注"),
        (_file([]), "没有内容"),
        (_file([_row(f"资源第{'甲' * n}") for n in range(1, workbook.MAX_RESOURCES + 2)]), "一次最多导入 500 个资源"),
    ],
)
def test_a_file_that_is_no_catalog_workbook_is_refused_in_plain_words(cast, content, said):
    with refused("catalog.workbook") as broken:
        workbooks.take(content, actor=cast.person("civil_affairs"), file_name="a.xlsx")
    assert said in broken.value.facts["problem"]
    assert WorkbookImport.objects.count() == 0


def test_values_too_long_for_their_field_are_refused_at_their_cell(cast):
    done = workbooks.take(
        _file([_row("甲信息", 责任专人="长" * 61)]), actor=cast.person("civil_affairs"), file_name="a.xlsx"
    )
    assert done.refused == 1
    assert _returned(done)["资源"]["G2"].fill.fgColor.rgb == "FFF8C9C4"


def test_items_that_no_file_could_be_checked_by_are_refused_at_their_cell(cast):
    items = [["甲信息", "编号", "C", 0, "", "", ""], ["甲信息", "名称", "C", 30, "", "", ""]]
    done = workbooks.take(_file([_row("甲信息")], items), actor=cast.person("civil_affairs"), file_name="a.xlsx")
    assert done.refused == 1
    assert _returned(done)["信息项"]["D2"].fill.fgColor.rgb == "FFF8C9C4"
    many = [["甲信息", f"项{n}号", "C", 9, "", "", ""] for n in range(1701)]
    done = workbooks.take(_file([_row("甲信息")], many), actor=cast.person("civil_affairs"), file_name="a.xlsx")
    assert done.refused == 1
    assert "现有 1701 个" in str(_returned(done)["资源"]["J2"].value)


def test_only_data_officers_import_and_only_their_department_sees_it(cast):
    with pytest.raises(NotAllowed):
        workbooks.take(b"", actor=cast.person("civil_affairs", "reviewer"), file_name="a.xlsx")
    done = workbooks.take(_file([_row("甲信息")]), actor=cast.person("civil_affairs"), file_name="a.xlsx")
    assert selectors.import_for(cast.person("civil_affairs", "head"), done.id) == done
    with pytest.raises(NotFound):
        selectors.import_for(cast.person("police"), done.id)


def test_lists_read_back_as_they_were_written():
    for entries in ([], ["甲"], ["甲、乙"], ["甲", "乙"], ["1 结婚", "2 离婚"]):
        assert rules.listed(rules.joined(entries)) == entries


def test_six_digits_are_no_day():
    with pytest.raises(MisreadError, match="请写成 2026-10-12 的样子"):
        _day("202611", "202611")


# ---- workbooks as they really come ----
def _made(rows, items, **more):
    return book(
        sheet(HEAD, *rows, **more.pop("resources", {})), sheet(ITEM_HEAD, *items, **more), names=["资源", "信息项"]
    )


def test_merged_cells_give_their_value_to_each_row_and_it_is_told(cast, client):
    rows = [_row("甲信息", 摘要="合并的摘要"), _row("乙信息", 摘要=None, 共享类型="随便")]
    items = [["甲信息", "姓名", "C", 10], [None, "证号", "C", None], ["乙信息", "名称", "C", 10]]
    content = _made(rows, items, resources={"merged": ["C2:C3"]}, merged=["A2:A3", "D2:D3"])
    done = workbooks.take(content, actor=cast.person("civil_affairs"), file_name="a.xlsx")
    assert (done.read, done.taken, done.refused) == (2, 1, 1)
    version = Version.objects.get(name="甲信息")
    assert list(version.items.order_by("id").values_list("name", "length")) == [("姓名", 10), ("证号", 10)]
    assert done.notes == [
        "“资源”表：有 1 处合并的单元格，已给其中每一行填上同样的值（例：第 2 行）。",
        "“信息项”表：有 2 处合并的单元格，已给其中每一行填上同样的值（例：第 2 行）。",
    ]
    returned = _returned(done)["资源"]
    assert returned["H3"].fill.fgColor.rgb == "FFF8C9C4"
    client.force_login(cast.account("civil_affairs"))
    assert done.notes[0] in client.get(f"/catalog/workbooks/{done.id}/").content.decode()


def test_a_flaw_in_a_merged_cell_is_marked_where_it_is_seen(cast):
    rows = [_row("甲信息", 资源格式="随便"), _row("乙信息", 资源格式=None)]
    done = workbooks.take(
        _made(rows, [], resources={"merged": ["E2:E3", "J2:J3"]}),
        actor=cast.person("civil_affairs"),
        file_name="a.xlsx",
    )
    assert done.refused == 2
    returned = _returned(done)["资源"]
    assert returned["E2"].fill.fgColor.rgb == "FFF8C9C4"
    assert all("不在可选范围" in returned[place].value for place in ("J2", "J3"))


def test_cells_that_are_not_what_they_seem_refuse_their_resource(cast):
    rows = [
        _row("甲信息", 摘要=Raw('t="e"', "<v>#N/A</v>")),
        _row("乙信息", 摘要=Raw('t="str"', "<f>A9</f><v>#REF!</v>")),
        _row("丙信息", 摘要=Raw("", "<f>A1</f>")),
        _row("丁信息", 摘要="前_x0000_后"),
        _row("戊信息", 摘要=Raw('t="str"', "<f>A1</f><v>算出的</v>")),
        _row("合计"),
    ]
    items = [["戊信息", Raw('t="e"', "<v>#N/A</v>"), "C", 10]]
    done = workbooks.take(_made(rows, items), actor=cast.person("civil_affairs"), file_name="a.xlsx")
    assert (done.read, done.refused) == (6, 6)
    reasons = {outcome["name"]: "；".join(outcome["reasons"]) for outcome in done.outcomes}
    assert "第 2 行：单元格显示公式错误 #N/A" in reasons["甲信息"]
    assert "单元格显示公式错误 #REF!" in reasons["乙信息"]
    assert "单元格是公式，没有结果" in reasons["丙信息"]
    assert "含有乱码" in reasons["丁信息"]
    assert "“信息项”表第 2 行：单元格显示公式错误" in reasons["戊信息"]
    assert "合计行" in reasons["合计"]


def test_a_title_above_the_heading_is_no_heading(cast):
    first = sheet(["民政局资源目录"], HEAD, _row("甲信息", 资源格式="随便"))
    content = book(first, sheet(ITEM_HEAD), sheet(["往年"]), names=["资源", "信息项", "往年"])
    done = workbooks.take(content, actor=cast.person("civil_affairs"), file_name="a.xlsx")
    assert done.notes[0] == "工作簿里还有别的工作表（往年），没有读。"
    assert (done.read, done.outcomes[0]["row"]) == (1, 3)
    returned = _returned(done)["资源"]
    assert (returned["J2"].value, returned["E3"].fill.fgColor.rgb) == ("原因", "FFF8C9C4")
