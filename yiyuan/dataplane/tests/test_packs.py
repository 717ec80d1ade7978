"""Archives and workbooks of other programs: taken whole, or refused with a sentence that names the member."""

import io
import zipfile
from datetime import date

import polars as pl
import pytest
import xlwt

from yiyuan.dataplane import archives
from yiyuan.dataplane.errors import FileRefused
from yiyuan.dataplane.readers import apart, look, read
from yiyuan.dataplane.readers.marks import DAMAGED, FORMULA_ERROR, NO_RESULT

FIRST, SECOND = "编号,姓名\n1,甲\n\n2,乙\n", "姓名,编号\n丙,3\n丁,4\n"


@pytest.fixture
def pack(tmp_path):
    """An archive of these members; a name may be given as bytes, as a program of Windows writes it."""

    def make(*members, method=zipfile.ZIP_DEFLATED):
        path = tmp_path / "a.zip"
        with zipfile.ZipFile(path, "w", method) as archive:
            for name, content in members:
                archive.writestr(_info(name), content, compress_type=method)
        return path

    return make


def _info(name):
    if isinstance(name, zipfile.ZipInfo):
        return name
    if isinstance(name, str):
        return zipfile.ZipInfo(name)
    info = _OfWindows(name.decode("cp437"))
    info.raw = name
    return info


class _OfWindows(zipfile.ZipInfo):
    """Says nothing of the encoding of its name."""

    __slots__ = ("raw",)

    def _encodeFilenameFlags(self):  # noqa: N802 - of the library
        return self.raw, 0


def _rows(path):
    table = read(path)
    return pl.concat(table.frames).to_dicts(), table


def test_files_with_the_same_headings_are_one_whose_rows_are_numbered_on(pack):
    rows, table = _rows(pack(("b.csv", SECOND), ("a.csv", FIRST.encode("gb18030")), ("__MACOSX/._a.csv", b"x")))
    assert [(row["_row"], row["编号"], row["姓名"]) for row in rows] == [
        (2, "1", "甲"), (4, "2", "乙"), (6, "3", "丙"), (7, "4", "丁"),
    ]  # fmt: skip
    assert table.headers == ("编号", "姓名")
    assert table.late == ["压缩包里的文件接着编行号：“a.csv”从 1 起，2 行；“b.csv”从 5 起，2 行。"]


def test_what_is_large_is_read_in_a_process_of_its_own_and_says_the_same(pack, monkeypatch):
    path = pack(("a.csv", FIRST), ("b.csv", SECOND))
    here, table = _rows(path)
    monkeypatch.setattr(apart, "SMALL_BYTES", 1)
    there, told = _rows(path)
    assert (there, told.late) == (here, table.late)
    assert look(path).headers == ("编号", "姓名")


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_a_name_that_says_nothing_of_its_encoding_is_read_as_it_was_meant(pack, encoding):
    path = pack(("婚姻登记.csv".encode(encoding), FIRST), ("b.csv", "甲,乙\n1,2\n"))
    with pytest.raises(FileRefused) as refused:
        read(path)
    assert "“婚姻登记.csv”的表头和“b.csv”不同" in refused.value.sentence


def _link():
    info = zipfile.ZipInfo("a.csv")
    info.create_system, info.external_attr = 3, 0o120777 << 16
    return info


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ([("../a.csv", FIRST)], "“../a.csv”的路径指向压缩包以外"),
        ([("/etc/a.csv", FIRST)], "“/etc/a.csv”的路径指向压缩包以外"),
        ([(r"C:\a.csv", FIRST)], "“C:/a.csv”的路径指向压缩包以外"),
        ([(r"..\a.csv", FIRST)], "“../a.csv”的路径指向压缩包以外"),
        ([(b"\xff\xff.csv", FIRST)], "的名称读不出"),
        ([(_link(), b"/etc/passwd")], "“a.csv”是一个链接"),
        ([("b.zip", FIRST)], "“b.zip”又是一个压缩包"),
        ([("a.csv", FIRST), ("b.pdf", b"%PDF")], "“b.pdf”不是能归集的表格文件"),
        ([("a.csv", FIRST), ("b.csv", "甲\n1\n")], "“b.csv”的表头和“a.csv”不同"),
        ([("a.csv", FIRST), ("b.jsonl", '{"编号": "1", "姓名": "x"}')], "“b.jsonl”和其余文件的格式不是一类"),
        ([("a.csv", FIRST), ("b.csv", b"")], "“b.csv”：文件是空的"),
        ([("读我/", b"")], "压缩包里没有文件"),
    ],
)  # fmt: skip
def test_a_member_that_cannot_be_taken_is_named(pack, members, words):
    with pytest.raises(FileRefused) as refused:
        read(pack(*members))
    assert words in refused.value.sentence


def test_what_is_no_archive_is_said(tmp_path):
    path = tmp_path / "a.zip"
    path.write_bytes(b"PK\x03\x04 broken")
    with pytest.raises(FileRefused, match="not_zip"):
        read(path)


def test_an_archive_is_bounded_in_members_size_and_ratio(pack, monkeypatch):
    zeros = b"a,b\n" + b"0,0\n" * 200_000
    path = pack(("a.csv", zeros), ("b.csv", zeros))
    monkeypatch.setattr(archives, "_RATIO_COUNTS_FROM", 1)
    with pytest.raises(FileRefused, match="zip_large"):
        read(path)
    monkeypatch.setattr(archives, "MAX_RATIO", 100_000)
    with pytest.raises(FileRefused, match="member") as refused:
        read(path, max_bytes=10_000)
    assert "超过上限" in refused.value.sentence
    monkeypatch.setattr(archives, "MAX_UNPACKED_BYTES", 1000)
    with pytest.raises(FileRefused, match="zip_large"):
        read(path)
    monkeypatch.setattr(archives, "MAX_MEMBERS", 1)
    with pytest.raises(FileRefused, match="zip_many"):
        read(path)


def test_a_locked_or_damaged_member_is_named(pack):
    path = pack(("a.csv", FIRST), method=zipfile.ZIP_STORED)
    sound = path.read_bytes()
    path.write_bytes(sound.replace("甲".encode(), b"xxx", 1))
    with pytest.raises(FileRefused) as refused:
        read(path)
    assert "“a.csv”已损坏" in refused.value.sentence
    at = sound.index(b"PK\x01\x02")
    path.write_bytes(sound[: at + 8] + b"\x01" + sound[at + 9 :])
    with pytest.raises(FileRefused) as refused:
        read(path)
    assert "“a.csv”设了密码" in refused.value.sentence


def test_an_old_workbook_is_read_as_people_see_it(tmp_path):
    book = xlwt.Workbook()
    sheet = book.add_sheet("数据")
    code, day = xlwt.easyxf(num_format_str="000000"), xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for column, heading in enumerate(["编号", "日期", "街道", "比例", "长号", "出错"]):
        sheet.write(0, column, heading)
    for row in (1, 2):
        sheet.write(row, 0, 41000 + row, code)
        sheet.write(row, 1, date(2026, 2, row), day)
        sheet.write(row, 3, 0.1)
    sheet.write_merge(1, 2, 2, 2, "赭山")
    sheet.write(1, 4, 340202199001011234)
    sheet.write(2, 5, xlwt.Formula("1/0"))
    book.save(str(tmp_path / "a.xls"))
    rows, table = _rows(tmp_path / "a.xls")
    assert [(row["编号"], row["日期"], row["街道"], row["比例"]) for row in rows] == [
        ("041001", "2026-02-01", "赭山", "0.1"),
        ("041002", "2026-02-02", "赭山", "0.1"),
    ]
    assert rows[0]["长号"].startswith(DAMAGED)
    assert rows[0]["_flaw"] == "cell"
    assert any("1 处合并" in note for note in table.notes)


ODS = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0">
<office:automatic-styles><style:style style:name="hid" style:family="table"><style:table-properties table:display="false"/></style:style></office:automatic-styles>
<office:body><office:spreadsheet>{sheets}</office:spreadsheet></office:body></office:document-content>"""
SHEET = """<table:table table:name="数据">
<table:table-row><table:table-cell office:value-type="string"><text:p>编号</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>日期</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>街道</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>说明</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell office:value-type="float" office:value="41001"><text:p>041001</text:p></table:table-cell><table:table-cell office:value-type="date" office:date-value="2026-02-01"><text:p>2/1/26</text:p></table:table-cell><table:table-cell table:number-rows-spanned="2" office:value-type="string"><text:p>赭<text:s text:c="2"/>山</text:p></table:table-cell><table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value=""><text:p>#DIV/0!</text:p></table:table-cell></table:table-row>
<table:table-row table:visibility="collapse"><table:table-cell office:value-type="float" office:value="0.1"><text:p>10%</text:p></table:table-cell><table:table-cell/><table:covered-table-cell/><table:table-cell table:formula="of:=A1"/></table:table-row>
<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
</table:table>"""


def _ods(folder, *sheets, **members):
    path = folder / "a.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("content.xml", ODS.format(sheets="".join(sheets)))
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return path


def test_a_workbook_of_open_document_is_read_as_people_see_it(tmp_path):
    rows, table = _rows(_ods(tmp_path, SHEET))
    assert [(row["_row"], row["编号"], row["日期"], row["街道"]) for row in rows] == [
        (2, "041001", "2026-02-01", "赭  山"),
        (3, "0.1", None, "赭  山"),
    ]
    assert [row["说明"] for row in rows] == [f"{FORMULA_ERROR}#DIV/0!", NO_RESULT]
    assert any("1 行是隐藏的" in note for note in table.notes)


def test_other_sheets_hidden_ones_and_macros_of_open_document_are_told(tmp_path):
    other = SHEET.replace("数据", "另一张")
    assert look(_ods(tmp_path, SHEET, other)).other_sheets == ("另一张",)
    hidden = other.replace("<table:table ", '<table:table table:style-name="hid" ')
    assert any("隐藏的工作表（另一张）没有读" in note for note in read(_ods(tmp_path, SHEET, hidden)).notes)
    with pytest.raises(FileRefused, match="macros"):
        read(_ods(tmp_path, SHEET, Basic__Standard__Module1="x"))


@pytest.mark.parametrize(("name", "code"), [("a.xls", "not_xls"), ("a.ods", "not_ods")])
def test_what_is_no_workbook_is_said(tmp_path, name, code):
    (tmp_path / name).write_bytes(b"\xd0\xcf\x11\xe0 broken")
    with pytest.raises(FileRefused, match=code):
        read(tmp_path / name)


def test_an_old_workbook_with_macros_is_refused(tmp_path):
    made = io.BytesIO()
    book = xlwt.Workbook()
    book.add_sheet("a").write(0, 0, "_VBA_PROJECT_CUR")
    book.save(made)
    (tmp_path / "a.xls").write_bytes(made.getvalue() + "_VBA_PROJECT_CUR".encode("utf-16-le"))
    with pytest.raises(FileRefused, match="macros"):
        read(tmp_path / "a.xls")
