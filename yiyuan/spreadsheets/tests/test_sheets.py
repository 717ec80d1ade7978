"""Spreadsheets nobody here has seen: every row is taken or returned with its reason."""

import csv
import gzip
import io
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from tests.support.jobs import job_of
from tests.support.refusals import refused
from tests.support.sheets import Raw, book, sheet
from yiyuan.audit.models import Entry
from yiyuan.catalog.models import Version
from yiyuan.catalog.vocabulary import vocabulary
from yiyuan.kernel.errors import MoveRefused, NotAllowed, NotFound, RuleBroken
from yiyuan.spreadsheets import jobs, selectors
from yiyuan.spreadsheets.mapping import grid, headings, mapping, reading
from yiyuan.spreadsheets.mapping.mapping import EMPTY, Layout, Mapping
from yiyuan.spreadsheets.mapping.providers import Bodies
from yiyuan.spreadsheets.models import ColumnMapping, SheetImport
from yiyuan.spreadsheets.services import parts, sheets
from yiyuan.spreadsheets.types import Outcome, SheetState
from yiyuan.workflow.selectors import todo

DATA = Path(__file__).parent / "data"


def _csv(*rows, encoding="utf-8"):
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode(encoding)


def _xlsx(*rows, merged=()):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for cells in merged:
        book.active.merge_cells(cells)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _received(content, cast, **changes):
    """The spreadsheet in hand, its mapping as proposed but for these changes."""
    actor = cast.person("civil_affairs")
    found = sheets.receive_sheet(content, actor=actor, file_name="旧目录.csv")
    wanted = Mapping(**{**mapping.from_plain(found.mapping).plain(), **changes})
    sheets.map_sheet(found.id, actor=actor, mapping=wanted)
    return found


def test_a_spreadsheet_whose_column_says_secret_is_not_kept(cast):
    content = _csv(["资源名称", "摘要", "是否涉密"], ["婚姻登记信息", "摘要", "否"], ["某目录", "不该留下的内容", "是"])
    with refused("catalog.no_secrets"):
        sheets.receive_sheet(content, actor=cast.person("civil_affairs"), file_name="旧目录.csv")
    assert not SheetImport.objects.exists()


def test_a_spreadsheet_found_secret_when_its_columns_are_named_is_deleted(cast):
    actor = cast.person("civil_affairs")
    content = _csv(["资源名称", "摘要", "保密情况"], ["某目录", "不该留下的内容", "是"])
    found = sheets.receive_sheet(content, actor=actor, file_name="旧目录.csv")
    plain = mapping.from_plain(found.mapping).plain()
    wanted = Mapping(**{**plain, "columns": {**plain["columns"], "secret": 2}})
    with refused("catalog.no_secrets"):
        sheets.map_sheet(found.id, actor=actor, mapping=wanted)
    assert not SheetImport.objects.exists()
    assert Entry.objects.filter(object_type="catalog.sheet", object_id=str(found.id)).latest("id").facts == {
        "secret": True
    }


def test_a_mapped_spreadsheet_says_why_data_stays_with_its_provider(cast):
    names = ["资源名称", "摘要", "数据留在提供部门", "不归集的理由", "不归集的依据级别", "不归集的依据名称和条款"]
    rows = ["婚姻登记信息", "摘要", "是", "实时办理", "行政法规", "《婚姻登记条例》第十八条"]
    _run(_received(_csv(names, rows), cast), cast)
    version = Version.objects.get()
    assert (version.held_by_provider, version.held_reason, version.held_basis_level, version.held_basis) == (
        True,
        "实时办理",
        "admin_regulation",
        "《婚姻登记条例》第十八条",
    )


def _run(found, cast):
    sheets.start_import(found.id, actor=cast.person("civil_affairs"))
    sheets.take_rows(found.id)
    found.refresh_from_db()
    return found


# ---- reading ----
@pytest.mark.parametrize(
    ("written", "type_"),
    [
        ("字符型C(50)", ("C", 50, None)),
        ("VARCHAR2(100)", ("C", 100, None)),
        ("数值型 N(10,2)", ("N", 10, 2)),
        ("日期", ("D", None, None)),
        ("bigint(20)", ("I", 20, None)),
        ("随便", None),
    ],
)
def test_types_are_read_as_people_write_them(written, type_):
    assert headings.type_of(written) == type_


def test_items_in_one_cell_are_split_outside_brackets():
    text = "分類(境外移入、本土)、通報日期(通報日期)；地址\n3. 年齡【歲】"
    assert reading.split(text) == [("分類", "境外移入、本土"), ("通報日期", "通報日期"), ("地址", ""), ("年齡", "歲")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "big5"])
def test_any_usual_encoding_is_read(encoding):
    lines = (
        [["資源名稱", "摘要"], ["婚姻登記", "每日"]]
        if encoding == "big5"
        else [["资源名称", "更新周期"], ["婚姻登记", "每日"]]
    )
    found = grid.open_grid(_csv(*lines, encoding=encoding))
    assert found.rows == tuple(map(tuple, lines))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "是空的"),
        (b" , \n", "没有内容"),
        (b"PK\x03\x04 broken", "已损坏"),
        (b"a\x00b,\x00", "不是文本文件"),
        (b"\xd0\xcf\x11\xe0" + b"0" * 600, "另存为 .xlsx"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(content, words):
    with pytest.raises(RuleBroken) as broken:
        grid.open_grid(content)
    assert words in broken.value.facts["problem"]


def test_a_heading_of_two_rows_below_a_title_is_found():
    found = grid.open_grid(
        _xlsx(
            ["某市政务信息资源目录", None, None, None],
            ["信息资源名称", "信息项", None, "共享属性"],
            [None, "信息项名称", "数据类型", "共享类型"],
            ["婚姻登记", "登记证字号", "字符型C(30)", "有条件共享"],
            [None, "登记日期", "日期型D", None],
            merged=["A2:A3", "B2:C2"],
        )
    )
    assert grid.heading_rows(found) == (2, 2)
    assert grid.headings(found, first=2, count=2) == ["信息资源名称", "信息项名称", "数据类型", "共享类型"]


@pytest.mark.django_db
def test_rows_of_items_make_one_resource(cast):
    known = vocabulary("340200")
    found = grid.open_grid(
        _xlsx(
            ["资源名称", "信息项名称", "数据类型", "共享类型"],
            ["婚姻登记", "登记证字号", "字符型C(30)", "有条件共享"],
            [None, "登记日期", "日期型D", None],
            ["收养登记", "姓名", "怪型", "无条件共享"],
        )
    )
    proposed = mapping.propose(found, known)
    assert proposed.layout is Layout.ITEM
    first, second = reading.entries(found, proposed, known)
    assert [item["name"] for item in first.items] == ["登记证字号", "登记日期"]
    assert first.items[0] | {"data_type": "C", "length": 30} == first.items[0]
    assert [flaw.text for flaw in second.flaws] == ["第 4 行的数据类型“怪型”认不出"]


# ---- taking ----
def test_a_value_nobody_gave_a_meaning_is_refused_with_its_reason_never_guessed(cast, db):
    content = _csv(["资源名称", "更新周期"], ["婚姻登记", "每日"], ["收养登记", "看情况"])
    found = _run(_received(content, cast), cast)
    assert (found.total, found.taken, found.refused) == (2, 1, 1)
    refused = found.rows.get(outcome=Outcome.REFUSED)
    assert refused.row == 3
    assert "“看情况”不在可选范围" in refused.reasons[0]
    book = load_workbook(io.BytesIO(sheets.refused_rows(found))).active
    assert [cell.value for cell in book[1]] == ["资源名称", "更新周期", "原因", "原文件行号"]
    assert [cell.value for cell in book[2]][:2] == ["收养登记", "看情况"]
    assert book["B2"].fill.fgColor.rgb == "FFF8C9C4"


def test_a_person_gives_a_value_its_meaning_or_leaves_it_empty(cast, db):
    content = _csv(["资源名称", "更新周期"], ["婚姻登记", "看情况"], ["收养登记", "没定"])
    found = _run(_received(content, cast, words={"cycle": {"看情况": "irregular", "没定": EMPTY}}), cast)
    cycles = dict(Version.objects.filter(resource__provider_id=found.organisation_id).values_list("name", "cycle"))
    assert cycles == {"婚姻登记": "irregular", "收养登记": ""}


def test_the_mapping_is_remembered_for_the_next_file_with_these_headings(cast, db):
    head = ["名目", "怎么更新"]
    first = _received(_csv(head, ["婚姻登记", "勤快"]), cast, count=1, columns={"name": 0, "cycle": 1})
    again = mapping.from_plain(SheetImport.objects.get(id=first.id).mapping)
    words = {"cycle": {"勤快": "daily"}}
    sheets.map_sheet(first.id, actor=cast.person("civil_affairs"), mapping=Mapping(**{**again.plain(), "words": words}))
    _run(first, cast)
    second = sheets.receive_sheet(
        _csv(head, ["收养登记", "勤快"]), actor=cast.person("civil_affairs"), file_name="又来.csv"
    )
    assert second.mapping["columns"] == {"name": 0, "cycle": 1}
    assert second.mapping["words"] == words
    assert ColumnMapping.objects.count() == 1


def test_a_row_of_another_department_is_not_described_by_us(cast, db):
    content = _csv(["资源名称", "提供部门"], ["婚姻登记", "芜湖市民政局"], ["户籍", "市公安局"])
    found = _run(_received(content, cast), cast)
    refused = found.rows.get(outcome=Outcome.REFUSED)
    assert refused.name == "户籍"
    assert "市公安局" in refused.reasons[0]


@pytest.mark.parametrize(
    ("kind", "words"),
    [("数值 3,5", "小数位（5）不能多于长度（3）"), ("字符型C(0)", "须是 1 到"), (f"字符型C({'9' * 5000})", "认不出")],
)
def test_an_item_that_no_file_could_be_checked_by_is_refused_with_its_reason(cast, db, kind, words):
    content = _csv(["资源名称", "信息项名称", "数据类型"], ["婚姻登记", "金额", kind], ["收养登记", "编号", "C(9)"])
    found = _run(_received(content, cast), cast)
    assert (found.taken, found.refused) == (1, 1)
    assert words in str(found.rows.get(outcome=Outcome.REFUSED).reasons)


def test_again_the_same_file_changes_nothing(cast, db):
    content = _csv(["资源名称", "摘要", "信息项"], ["婚姻登记", "结婚、离婚", "登记证字号、登记日期"])
    _run(_received(content, cast), cast)
    again = _run(_received(content, cast), cast)
    assert (again.taken, again.unchanged, again.refused) == (0, 1, 0)
    assert Version.objects.count() == 1


def test_without_a_column_for_the_name_nothing_starts(cast, db):
    found = _received(_csv(["甲", "乙"], ["1", "2"]), cast)
    with pytest.raises(RuleBroken) as broken:
        sheets.start_import(found.id, actor=cast.person("civil_affairs"))
    assert broken.value.facts == {"missing": ["资源名称"]}


def test_a_killed_import_goes_on_where_it_stood(cast, db, monkeypatch):
    content = _csv(["资源名称"], *[[f"登记{letter}信息"] for letter in "甲乙丙丁戊己庚辛"])
    monkeypatch.setattr(sheets, "PORTION", 3)
    found = _received(content, cast)
    sheets.start_import(found.id, actor=cast.person("civil_affairs"))
    whole, portions = sheets.take_entry, []

    def dies(entry, **facts):
        portions.append(entry)
        if len(portions) == 5:
            raise KeyboardInterrupt
        return whole(entry, **facts)

    monkeypatch.setattr(sheets, "take_entry", dies)
    with pytest.raises(KeyboardInterrupt):
        sheets.take_rows(found.id)
    found.refresh_from_db()
    assert (found.state, found.taken) == (SheetState.RUNNING, 3)  # the second portion left nothing
    sheets.take_rows(found.id)
    found.refresh_from_db()
    assert (found.state, found.total, found.taken) == (SheetState.DONE, 8, 8)
    assert Version.objects.count() == 8


def test_a_cancelled_import_keeps_what_was_taken_and_takes_no_more(cast, db, monkeypatch):
    found = _received(_csv(["资源名称"], ["婚姻登记"], ["收养登记"]), cast)
    sheets.start_import(found.id, actor=cast.person("civil_affairs"))
    sheets.cancel_import(found.id, actor=cast.person("civil_affairs"))
    sheets.take_rows(found.id)
    found.refresh_from_db()
    assert (found.state, found.taken) == (SheetState.CANCELLED, 0)
    with pytest.raises(MoveRefused):
        sheets.cancel_import(found.id, actor=cast.person("civil_affairs"))


def test_only_a_data_officer_hands_in_and_others_do_not_see_it(cast, db):
    found = _received(_csv(["资源名称"], ["婚姻登记"]), cast)
    with pytest.raises(NotAllowed):
        sheets.receive_sheet(b"a\n", actor=cast.person("civil_affairs", "head"), file_name="a.csv")
    with pytest.raises(NotFound):
        selectors.sheet_for(cast.person("police"), found.id)


@pytest.mark.parametrize(
    ("file", "rows", "refused"),
    [
        ("taoyuan.csv.gz", 60, 40),
        ("national_sources.csv.gz", 60, 40),
        pytest.param("taoyuan.csv.gz", 600, 40, marks=pytest.mark.complete),
        pytest.param("national_sources.csv.gz", 440, 40, marks=pytest.mark.complete),
    ],
)
def test_a_real_catalog_is_taken_row_by_row(cast, db, file, rows, refused):
    lines = list(csv.reader(io.StringIO(gzip.decompress((DATA / file).read_bytes()).decode("utf-8-sig"))))
    content = _csv(*lines[: rows + 1])
    proposed = mapping.from_plain(
        sheets.receive_sheet(content, actor=cast.person("civil_affairs"), file_name=file).mapping
    )
    own = {name: place for name, place in proposed.columns.items() if name != "provider"}
    found = _run(_received(content, cast, columns=own), cast)
    assert found.state == SheetState.DONE
    assert (found.total, found.done) == (rows, rows)
    assert found.rows.count() == rows
    assert found.refused < refused
    assert not found.rows.filter(outcome=Outcome.REFUSED, reasons=[]).exists()
    assert Version.objects.count() == found.taken


# ---- the pages ----
def test_the_journey_of_a_clerk_through_the_pages(cast, client, db):
    client.force_login(cast.account("civil_affairs", "officer"))
    content = _csv(["名目", "更新周期"], ["婚姻登记", "每日"], ["收养登记", "看情况"])
    sent = client.post("/catalog/sheets/", {"file": io.BytesIO(content)})
    assert sent.status_code == 303
    page = client.get(sent["Location"]).content.decode()
    assert "还有 1 个值没有对照" in page
    form = {"first": "1", "count": "1", "layout": "resource", "column-1": "cycle"}
    refused = client.post(sent["Location"], {**form, "start": "1"})
    assert refused.status_code == 422
    assert "还没有指明资源名称在哪一列" in refused.content.decode()
    twice = client.post(sent["Location"], {**form, "column-0": "cycle"})
    assert "“更新周期”已由第 1 列给出" in twice.content.decode()
    words = {"column-0": "name", "word-cycle-0": "daily", "word-cycle-1": "irregular"}
    assert client.post(sent["Location"], {**form, **words, "start": "1"}).status_code == 303
    found = SheetImport.objects.get()
    sheets.take_rows(found.id)
    done = client.get(sent["Location"]).content.decode()
    assert "收下 2 个资源" in done
    exported = client.get(f"{sent['Location']}?export=xlsx")
    assert b"".join(exported.streaming_content if exported.streaming else [exported.content])[:2] == b"PK"


def test_an_import_that_failed_says_so_and_goes_on_after_the_last_row(cast, client, db, monkeypatch):
    monkeypatch.setattr(sheets, "PORTION", 1)
    found = _received(_csv(["资源名称"], ["婚姻登记"], ["收养登记"]), cast)
    sheets.start_import(found.id, actor=cast.person("civil_affairs"))
    whole = sheets.take_entry

    def breaks(entry, **facts):
        if entry.name == "收养登记":
            raise ZeroDivisionError
        return whole(entry, **facts)

    monkeypatch.setattr(sheets, "take_entry", breaks)
    jobs.take_sheet(job_of(jobs.take_sheet), found.id)
    client.force_login(cast.account("civil_affairs", "officer"))
    page = client.get(found.get_absolute_url()).content.decode()
    assert "接着导入" in page
    assert "已处理的行不会丢" in page
    monkeypatch.setattr(sheets, "take_entry", whole)
    assert client.post(f"{found.get_absolute_url()}start/").status_code == 303
    jobs.take_sheet(job_of(jobs.take_sheet), found.id)
    found.refresh_from_db()
    assert (found.state, found.taken, found.failure) == (SheetState.DONE, 2, "")
    assert Version.objects.count() == 2


def test_a_column_the_sheet_does_not_have_is_refused(cast, db):
    with pytest.raises(RuleBroken) as broken:
        _received(_csv(["资源名称"], ["婚姻登记"]), cast, columns={"name": 7})
    assert "只有 1 列" in broken.value.facts["problem"]


# ---- the bureau's spreadsheet of the whole city ----
CITY = _csv(
    ["资源名称", "提供部门", "更新周期"],
    ["婚姻登记", "芜湖市民政局", "每日"],
    ["户籍人口", "市公安局", "每日"],
    ["收养登记", "市民政局", "没听说过"],
    ["水文监测", "市水利厅", "每日"],
    ["无主信息", "", "每日"],
)


def _distributed(cast):
    bureau = cast.officer_of_bureau()
    cast.organisation("civil_affairs")
    cast.organisation("police")
    found = sheets.receive_sheet(CITY, actor=bureau, file_name="全市.csv")
    return parts.distribute_sheet(found.id, actor=bureau), bureau


def test_each_department_is_offered_its_rows_and_those_of_nobody_come_back(cast, db):
    found, bureau = _distributed(cast)
    assert (found.state, found.total, found.taken, found.refused) == (SheetState.DISTRIBUTED, 5, 3, 2)
    reasons = dict(found.rows.filter(outcome=Outcome.REFUSED).values_list("name", "reasons"))
    assert "没有登记叫“市水利厅”的单位" in reasons["水文监测"][0]
    assert "没有写提供部门" in reasons["无主信息"][0]
    returned = load_workbook(io.BytesIO(sheets.refused_rows(found))).active
    assert [row[0].value for row in returned.iter_rows(min_row=2)] == ["水文监测", "无主信息"]
    offered = {part.organisation.name: part for part in parts.parts_of(found)}
    assert {name: (part.state, part.total) for name, part in offered.items()} == {
        "芜湖市公安局": (SheetState.OFFERED, 1),
        "芜湖市民政局": (SheetState.OFFERED, 2),
    }
    assert not Version.objects.exists()  # nobody writes another department's catalog
    with pytest.raises(NotFound):
        parts.take_part(offered["芜湖市民政局"].id, actor=cast.person("police"))
    with pytest.raises(NotFound):
        parts.take_part(offered["芜湖市民政局"].id, actor=bureau)
    with pytest.raises(NotAllowed):
        parts.take_part(offered["芜湖市民政局"].id, actor=cast.person("civil_affairs", "head"))


def test_a_department_takes_its_part_into_its_own_drafts_and_the_bureau_sees_how_far(cast, db):
    found, _ = _distributed(cast)
    officer = cast.person("civil_affairs")
    part = selectors.sheets(officer).get()
    assert [term.title for term in todo(officer)] == ["目录表格：全市.csv"]
    parts.take_part(part.id, actor=officer)
    assert not todo(officer).exists()
    sheets.take_rows(part.id)
    part.refresh_from_db()
    assert (part.state, part.taken, part.refused) == (SheetState.DONE, 1, 1)
    draft = Version.objects.get()
    assert (draft.name, draft.resource.provider_id, draft.state) == ("婚姻登记", officer.organisation_id, "draft")
    row = load_workbook(io.BytesIO(sheets.refused_rows(part))).active[2]
    assert (row[0].value, row[-1].value) == ("收养登记", 4)  # its own rows, with the numbers of the whole file
    with pytest.raises(MoveRefused):
        parts.take_part(part.id, actor=officer)
    states = {one.organisation.name: one.state for one in parts.parts_of(found)}
    assert states == {"芜湖市民政局": SheetState.DONE, "芜湖市公安局": SheetState.OFFERED}


def test_a_department_sends_its_part_back_with_a_reason_the_bureau_reads(cast, client, db):
    found, _ = _distributed(cast)
    officer = cast.person("police")
    part = selectors.sheets(officer).get()
    client.force_login(cast.account("police"))
    assert "户籍人口" in client.get(part.get_absolute_url()).content.decode()
    refused = client.post(f"{part.get_absolute_url()}decline/", {"reason": " "})
    assert refused.status_code == 422
    assert client.post(f"{part.get_absolute_url()}decline/", {"reason": "去年已经编过" + "。" * 400}).status_code == 303
    client.force_login(cast.account("bureau", "bureau"))
    page = client.get(found.get_absolute_url()).content.decode()
    assert "部门已退回" in page and "去年已经编过" in page


def test_the_whole_city_is_distributed_by_the_bureau_only_and_only_with_a_column_for_the_department(cast, db):
    officer = cast.person("civil_affairs")
    own = sheets.receive_sheet(CITY, actor=officer, file_name="全市.csv")
    with pytest.raises(NotAllowed):
        parts.distribute_sheet(own.id, actor=officer)
    bureau = cast.officer_of_bureau()
    nameless = sheets.receive_sheet(_csv(["资源名称"], ["婚姻登记"]), actor=bureau, file_name="无部门.csv")
    with pytest.raises(RuleBroken) as broken:
        parts.distribute_sheet(nameless.id, actor=bureau)
    assert broken.value.facts == {"missing": ["提供部门"]}
    with pytest.raises(NotAllowed):
        sheets.start_import(nameless.id, actor=bureau)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("芜湖市民政局", 1),
        ("市民政局", 1),
        ("民政局", 1),
        ("芜湖市民政局救助科", 1),
        ("卫健委", 3),
        ("局", None),
        ("", None),
    ],
)
def test_a_department_is_meant_by_any_of_its_names_but_never_guessed_of_several(said, meant):
    known = Bodies(
        [(1, ("芜湖市民政局", "市民政局")), (2, ("芜湖市公安局", "市公安局")), (3, ("芜湖市卫生健康委员会", "卫健委"))]
    )
    assert known.meant_by(said) == meant


# ---- files as they really come ----
def _names():
    return list(Version.objects.order_by("id").values_list("name", flat=True))


def test_without_a_heading_every_line_is_taken(cast, db):
    lines = [["甲类登记", "摘要甲"], ["乙类登记", "摘要乙"], ["丙类登记", "摘要丙"]]
    found = _received(_csv(*lines), cast, columns={"name": 0, "summary": 1})
    assert mapping.from_plain(found.mapping).count == 0
    done = _run(found, cast)
    assert (done.total, done.taken, _names()) == (3, 3, ["甲类登记", "乙类登记", "丙类登记"])
    assert not ColumnMapping.objects.exists()


def test_the_heading_is_found_anew_in_each_file(cast, db):
    head = ["资源名称", "摘要"]
    _run(_received(_csv(head, ["记忆甲", "摘要甲"], ["记忆乙", "摘要乙"]), cast), cast)
    done = _run(_received(_csv(["报送资源目录的表"], head, ["记忆丙", "摘要丙"]), cast), cast)
    assert (done.total, done.taken) == (1, 1)
    done = _run(_received(_csv(head, ["记忆丁", "摘要丁"]), cast), cast)
    assert (done.total, done.taken) == (1, 1)
    assert _names() == ["记忆甲", "记忆乙", "记忆丙", "记忆丁"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('资源名称,摘要\n"未关引号,摘要\n二,三\n'.encode(), ["第 2 行", "双引号没有成对"]),
        (_csv(["资源名称", "摘要", "摘要 "], ["甲", "乙", "丙"]), ["表头重复", "第 2 列和第 3 列"]),
        (book(sheet(["资源名称"], ["甲"], far={"XFD1048576": " "})), ["XFD1048576"]),
        (book(sheet(["资源名称"], ["甲"], far={"AXX1000": " "})), ["AXX1000"]),
    ],
    ids=["unclosed quote", "heading twice", "far away", "less far"],
)
def test_a_file_nobody_can_read_safely_is_refused_in_words(cast, db, content, words):
    with refused("catalog.sheet") as broken:
        sheets.receive_sheet(content, actor=cast.person("civil_affairs"), file_name="表")
    assert [word for word in words if word not in broken.value.facts["problem"]] == []
    assert not SheetImport.objects.exists()


def test_cells_that_are_not_what_they_seem_refuse_their_resource(cast, db):
    error, uncomputed = Raw('t="e"', "<v>#REF!</v>"), Raw("", "<f>B2&amp;1</f>")
    content = book(
        sheet(
            ["资源名称", "摘要", "责任专人"],
            ["甲类登记", "合并的摘要", "张三"],
            ["乙类登记", None, "张三"],
            ["丙类登记", error, "张三"],
            [uncomputed, "摘要", "张三"],
            ["丁类登记", "前_x0000_后", "张三"],
            ["一、户籍类", None, None],
            ["合计", "5", None],
            merged=["B2:B3", "A7:C7"],
        )
    )
    found = _received(content, cast)
    done = _run(found, cast)
    assert (done.total, done.taken, done.refused) == (7, 2, 5)
    assert list(Version.objects.order_by("id").values_list("name", "summary")) == [
        ("甲类登记", "合并的摘要"),
        ("乙类登记", "合并的摘要"),
    ]
    reasons = {row.row: "；".join(row.reasons) for row in done.rows.filter(outcome=Outcome.REFUSED)}
    assert "第 4 行“摘要”：单元格显示公式错误 #REF!" in reasons[4]
    assert "第 5 行“资源名称”：单元格是公式，没有结果" in reasons[5]
    assert "第 6 行“摘要”：含有乱码" in reasons[6]
    assert "合并在一起" in reasons[7]
    assert "像是合计行" in reasons[8]
    given_back = load_workbook(io.BytesIO(sheets.refused_rows(done))).active
    assert given_back["B2"].value == "#REF!"


def test_lines_in_another_encoding_refuse_their_resource(cast, db):
    lines = [["资源名称", "摘要"], *([f"登记信息{n}", "婚姻登记的摘要"] for n in range(5))]
    content = _csv(*lines, encoding="gb18030") + _csv(["收养登记", "摘要"])
    done = _run(_received(content, cast), cast)
    assert (done.taken, done.refused) == (5, 1)


def test_how_a_sheet_was_read_is_told_where_its_columns_are_named(cast, db, client):
    one = sheet(["资源名称", "摘要"], ["甲", "乙"], ["丙", None], merged=["B2:B3"], hidden=[3])
    content = book(one, sheet(["往年"]), names=["今年", "往年"])
    found = sheets.receive_sheet(content, actor=cast.person("civil_affairs"), file_name="表.xlsx")
    client.force_login(cast.account("civil_affairs"))
    page = client.get(found.get_absolute_url()).content.decode()
    assert "有 1 处合并的单元格" in page
    assert "有 1 行是隐藏的" in page
    assert "还有别的工作表（往年），没有读" in page
    assert "没有表头" in page
