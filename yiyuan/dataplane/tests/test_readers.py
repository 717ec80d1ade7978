import csv
import io
import random
import zipfile
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from tests.support.sheets import ZEROS, Raw, book, sheet
from yiyuan.dataplane import readers
from yiyuan.dataplane.errors import FileRefused
from yiyuan.dataplane.readers import DAMAGED, FLAW, FORMULA_ERROR, MERGED, NO_RESULT, REPLACEMENT, ROW, books


def _rows(path: Path, **kwargs: int) -> list[tuple[object, ...]]:
    frames = list(readers.read_csv(path, **kwargs))
    return pl.concat(frames).rows() if frames else []


def _write(tmp_path: Path, data: bytes, name: str = "a.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


# fmt: off
DIRTY = [
    #  what it is                file                                         rows read: number, flaw, cells
    ("plain",                    b"a,b\n1,2\n3,4\n",                          [(2, None, "1", "2"), (3, None, "3", "4")]),
    ("no last line end",         b"a,b\n1,2",                                 [(2, None, "1", "2")]),
    ("carriage returns",         b"a,b\r\n1,2\r\n",                           [(2, None, "1", "2")]),
    ("old line ends",            b"a,b\r1,2\r3,4\r",                          [(2, None, "1", "2"), (3, None, "3", "4")]),
    ("UTF-8 mark",               "\ufeffa,名\n1,二\n".encode(),               [(2, None, "1", "二")]),
    ("UTF-16",                   "a,名\n1,二\n".encode("utf-16"),             [(2, None, "1", "二")]),
    ("GB18030",                  "a,姓名\n1,张三\n".encode("gb18030"),        [(2, None, "1", "张三")]),
    ("rare characters",          "a,b\n1,㑇𠮷\n".encode("gb18030"),           [(2, None, "1", "㑇𠮷")]),
    ("tabs",                     b"a\tb\n1\t2,5\n",                           [(2, None, "1", "2,5")]),
    ("semicolons",               b"a;b\n1;2,5\n",                             [(2, None, "1", "2,5")]),
    ("blank lines",              b"a,b\n\n1,2\n\r\n\n3,4\n\n\n",              [(3, None, "1", "2"), (6, None, "3", "4")]),
    ("empty rows",               b"a,b\n,\n1,2\n,\n",                         [(3, None, "1", "2")]),
    ("rows of blanks",           "a,b\n , \n　,\t\n1,2\n ,3\n".encode(),       [(4, None, "1", "2"), (5, None, " ", "3")]),
    ("empty cells",              b'a,b\n,2\n1,\n"",""\n"",x\n',               [(2, None, None, "2"), (3, None, "1", None), (5, None, None, "x")]),
    ("a row too long",           b"a,b\n1,2,3\n4,5\n",                        [(2, "long", "1", "2"), (3, None, "4", "5")]),
    ("a row too short",          b"a,b,c\n1,2\n4,5,6\n",                      [(2, "short", "1", "2", None), (3, None, "4", "5", "6")]),
    ("long and short",           b"a,b,c\n1,2\n4,5,6,7\n1,2,3\n",             [(2, "short", "1", "2", None), (3, "long", "4", "5", "6"), (4, None, "1", "2", "3")]),
    ("quotes",                   b'a,b\n"1,5","say ""yes"""\n3,4\n',          [(2, None, "1,5", 'say "yes"'), (3, None, "3", "4")]),
    ("a line end in a cell",     b'a,b\n"x\ny",2\n3,4\n',                     [(2, None, "x\ny", "2"), (3, None, "3", "4")]),
    ("a stray quote",            b'a,b\n5" pipe,2\n"q",4\n',                  [(2, None, '5" pipe', "2"), (3, None, "q", "4")]),
    ("quoted short row",         b'a,b,c\n"1","2"\n"4","5","6"\n',            [(2, "short", "1", "2", None), (3, None, "4", "5", "6")]),
    ("quoted long row",          b'a,b\n"1","2","3"\n"4","5"\n',              [(2, "long", "1", "2"), (3, None, "4", "5")]),
    ("nameless last column",     b"a,b,,\n1,2,,\n3,4,x,\n",                   [(2, None, "1", "2"), (3, "long", "3", "4")]),
    ("a broken character",       "a,b\n张三李四王五赵六钱七孙八,2\n".encode() + b"\xe5\xbc,3\n", [(2, None, "张三李四王五赵六钱七孙八", "2"), (3, "cell", "\ufffd", "3")]),
    ("a NUL",                    b"a,b\n1\x00,2\n",                           [(2, "cell", "1\ufffd", "2")]),
    ("spaces in headers",        "a , b　c\n1,2\n".encode(),                  [(2, None, "1", "2")]),
    ("only a header",            b"a,b\n",                                    []),
    ("spaces are kept",          b"a,b\n 1,2 \n",                             [(2, None, " 1", "2 ")]),
]
# fmt: on


@pytest.mark.parametrize(("data", "expected"), [d[1:] for d in DIRTY], ids=[d[0] for d in DIRTY])
def test_a_dirty_file_is_read_row_by_row(tmp_path: Path, data: bytes, expected: list[tuple[object, ...]]) -> None:
    assert _rows(_write(tmp_path, data)) == expected


# fmt: off
REFUSED = [
    ("empty",              b"",                         "empty"),
    ("only blank lines",   b"\n \n",                      "empty"),
    ("header twice",       b"a,b,a\n1,2,3\n",           "duplicate_header"),
    ("header missing",     b"a,,c\n1,2,3\n",            "missing_header"),
    ("our own name",       b"a,_row\n1,2\n",            "reserved_header"),
    ("unclosed quote",     b'a,b\n1,"2\n3,4\n5,6\n',    "broken_quote"),
    ("a workbook",         b"PK\x03\x04rest",           "binary"),
]
# fmt: on


@pytest.mark.parametrize(("data", "reason"), [d[1:] for d in REFUSED], ids=[d[0] for d in REFUSED])
def test_a_hopeless_file_is_refused_in_words(tmp_path: Path, data: bytes, reason: str) -> None:
    with pytest.raises(FileRefused) as refused:
        _rows(_write(tmp_path, data))
    assert refused.value.reason == reason
    assert "%" not in refused.value.sentence


def test_a_file_over_the_limit_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as refused:
        readers.read(_write(tmp_path, b"a\n" * 10), max_bytes=10)
    assert refused.value.reason == "too_large"
    with pytest.raises(FileRefused):
        readers.read(_write(tmp_path, b"x", "a.pdf"))


@pytest.mark.parametrize("seed", range(120))
def test_any_csv_is_read_as_the_slow_reader_reads_it(tmp_path: Path, seed: int) -> None:
    """Random files, well-formed and not, in blocks of a few bytes, against Python's csv."""
    luck = random.Random(seed)
    width = luck.randint(1, 4)
    pieces = ["1", "ab", "中文", "", " x", '"a,b"', '"say ""x"""', '"x\ny"', "长" * 5]
    if seed % 3 == 0:
        pieces += ['5" x', 'a"b"', '"a"b']
    lines = []
    for _ in range(luck.randint(0, 60)):
        cells = [luck.choice(pieces) for _ in range(width if seed % 2 else luck.choice((width, width, width, 1, 5)))]
        lines.append(",".join(cells))
        if luck.random() < 0.1:
            lines.append("")
    header = [f"h{i}" for i in range(width)]
    text = "\n".join([",".join(header), *lines]) + luck.choice(("", "\n"))
    encoding = luck.choice(("utf-8", "gb18030"))
    got = _rows(_write(tmp_path, text.encode(encoding)), block_bytes=luck.choice((64, 257, 4096)))
    expected = []
    for number, cells in enumerate(csv.reader(io.StringIO(text, newline="")), 1):
        if number == 1:
            continue
        flaw = "long" if len(cells) > width else "short" if 0 < len(cells) < width else None
        padded = [c or None for c in (cells + [""] * width)[:width]]
        if any(padded) or flaw == "long":
            expected.append((number, flaw, *padded))
    assert got == expected


def test_row_numbers_run_on_across_blocks(tmp_path: Path) -> None:
    text = "k,v\n" + "".join(f"{n},值{n}\n" for n in range(1000))
    rows = _rows(_write(tmp_path, text.encode()), block_bytes=100)
    assert [(r[0], r[2]) for r in rows] == [(n + 2, str(n)) for n in range(1000)]


def _workbook(path: Path, cells: dict[tuple[int, int], object], **sheets: bool) -> Path:
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("数据")
    formats = {
        date: book.add_format({"num_format": "yyyy-mm-dd"}),
        datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
    }
    for (row, column), value in cells.items():
        if isinstance(value, date):
            sheet.write_datetime(row, column, value, formats[type(value)])
        elif isinstance(value, str) and value.startswith("="):
            sheet.write_formula(row, column, value, None, "#DIV/0!")
        elif isinstance(value, str):
            sheet.write_string(row, column, value)
        elif isinstance(value, bool):
            sheet.write_boolean(row, column, value)
        else:
            sheet.write_number(row, column, value)
    for name in sheets:
        book.add_worksheet(name)
    book.close()
    return path


def test_a_workbook_is_read_as_people_see_it(tmp_path: Path) -> None:
    path = _workbook(
        tmp_path / "a.xlsx",
        {
            (0, 0): "号码", (0, 1): " 日期 ", (0, 2): "数",
            (1, 0): 110101199003074514, (1, 1): date(2026, 1, 2), (1, 2): 0.1 + 0.2,
            (3, 0): "110101199003074514", (3, 1): datetime.fromisoformat("2026-01-02 03:04:05"), (3, 2): 3,
            (4, 0): "x", (4, 1): "=1/0", (4, 2): True,
            (5, 0): 123456789012345, (5, 2): 0.0000001,
        },
        填写说明=True,
    )  # fmt: skip
    table = readers.read(path)
    assert table.headers == ("号码", "日期", "数")
    assert table.other_sheets == ()
    assert pl.concat(list(table)).rows() == [
        (2, "cell", DAMAGED + "110101199003074500", "2026-01-02", "0.3"),
        (4, None, "110101199003074514", "2026-01-02 03:04:05", "3"),
        (5, "cell", "x", FORMULA_ERROR + "#DIV/0!", "true"),
        (6, None, "123456789012345", None, "0.0000001"),
    ]


def test_a_workbook_may_begin_below_the_first_row(tmp_path: Path) -> None:
    path = _workbook(
        tmp_path / "a.xlsx", {(2, 1): "名", (2, 2): "值", (3, 1): "甲", (3, 2): 1, (4, 1): "乙", (4, 2): "=1/0"}
    )
    frame = pl.concat(list(readers.read(path)))
    assert frame.columns == [ROW, FLAW, "名", "值"]
    assert frame.rows() == [(4, None, "甲", "1"), (5, "cell", "乙", FORMULA_ERROR + "#DIV/0!")]


def test_dangerous_or_foreign_workbooks_are_refused(tmp_path: Path) -> None:
    def reason(path: Path, **kwargs: int) -> str:
        with pytest.raises(FileRefused) as refused:
            list(readers.read_xlsx(path, **kwargs))
        assert "%" not in refused.value.sentence
        return refused.value.reason

    good = _workbook(tmp_path / "a.xlsx", {(0, 0): "a", (1, 0): "b"})
    with zipfile.ZipFile(good, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    assert reason(good) == "macros"
    assert reason(_write(tmp_path, b"\xd0\xcf\x11\xe0" + b"x" * 20, "old.xls")) == "old_or_locked"
    assert reason(_write(tmp_path, b"not a zip", "b.xlsx")) == "not_xlsx"
    bomb = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"\0" * (80 << 20))
    assert reason(bomb) == "bomb"
    assert reason(_workbook(tmp_path / "c.xlsx", {(0, 0): "a"}), max_unpacked_bytes=100) == "bomb"
    assert reason(_workbook(tmp_path / "d.xlsx", {})) == "empty"


def test_what_cannot_be_seen_in_a_header_is_not_read(tmp_path: Path) -> None:
    table = readers.read(_write(tmp_path, "\u200b姓名,证\ufeff号\u200d\n甲,1\n".encode()))
    assert table.headers == ("姓名", "证号")


def test_a_nul_in_a_workbook_is_a_sign_that_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["名", "注"])
        sheet.write_row(1, 0, ["甲", "前\x00后"])
    (frame,) = readers.read(path).frames
    assert frame.rows() == [(2, "cell", "甲", "前\ufffd后")]


# ---- workbooks as they really are ----
def _read(tmp_path: Path, content: bytes, **more: object) -> tuple[list[tuple[object, ...]], readers.Table]:
    table = readers.read(_write(tmp_path, content, "a.xlsx"), **more)  # type: ignore[arg-type]  # as the test says
    frames = list(table)
    return (pl.concat(frames).rows() if frames else []), table


def test_a_cell_far_away_is_refused_before_the_sheet_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(books.Sheet, "_frames", None)  # nothing is read
    rows = (["名", "值"], ["甲", 1])
    for far in ("XFD600", "A1048576", "XFD1048576"):
        place = {far: " "}
        if far == "A1048576":
            place["XFD2"] = "x"
        with pytest.raises(FileRefused) as broken:
            _read(tmp_path, book(sheet(*rows, far=place)))
        assert broken.value.reason == "far_cell"
        assert f"XFD{far.lstrip('AXFD')}" in broken.value.sentence
    with pytest.raises(FileRefused) as broken:
        _read(tmp_path, book(sheet(*([1] * 11 for _ in range(10)))), max_cells=100)
    assert broken.value.reason == "too_many_cells"


@pytest.mark.parametrize("lying", ["XFD1048576", "ZZ100000", "Z999999", "A9999999", "AAA100000"])
def test_a_cell_far_away_is_found_out_of_order_and_in_a_row_that_says_another_number(
    tmp_path: Path, lying: str
) -> None:
    row = f'<row r="100000"><c r="{lying}"><v>1</v></c><c r="A100000"><v>1</v></c></row>'
    with pytest.raises(FileRefused) as broken:
        _read(tmp_path, book(sheet().replace("<sheetData>", "<sheetData>" + row)))
    assert broken.value.facts["where"] == lying


def test_a_blank_at_the_end_of_a_column_is_no_row(tmp_path: Path) -> None:
    rows, _table = _read(tmp_path, book(sheet(["名", "值"], ["甲", 1], far={"A60000": " "})))
    assert rows == [(2, None, "甲", "1")]


ODD = [
    #  cell, in which shape                                    what is handed on
    (Raw('t="e"', "<v>#N/A</v>"), FORMULA_ERROR + "#N/A"),
    (Raw("t='e'", "<v>#REF!</v>"), FORMULA_ERROR + "#REF!"),
    (Raw('t="e"', f"<f>{'A1+' * 1500}A1</f><v>#VALUE!</v>"), FORMULA_ERROR + "#VALUE!"),
    (Raw('t="e"', "<f>x</f>"), FORMULA_ERROR),
    (Raw('t="e"'), FORMULA_ERROR),
    (Raw('t="str"', "<f>A9</f><v>#REF!</v>"), FORMULA_ERROR + "#REF!"),
    (Raw("", "<v>#N/A</v>"), FORMULA_ERROR + "#N/A"),
    ("#DIV/0!", FORMULA_ERROR + "#DIV/0!"),
    (Raw("", "<f>H2*10</f>"), NO_RESULT),
    (Raw("", "<f>H2*10</f><v></v>"), NO_RESULT),
    (Raw("", '<f t="shared" si="0"/>'), NO_RESULT),
]


@pytest.mark.parametrize(("cell", "given"), ODD)
@pytest.mark.parametrize("first", [True, False])
def test_a_cell_with_content_is_never_read_as_empty(tmp_path: Path, cell: Raw, given: str, *, first: bool) -> None:
    row, as_read = ([cell, "乙"], (given, "乙")) if first else (["甲", cell], ("甲", given))
    rows, _table = _read(tmp_path, book(sheet(["名", "值"], ["甲", "x"], row, [cell, cell])))
    assert rows == [(2, None, "甲", "x"), (3, "cell", *as_read), (4, "cell", given, given)]
    assert readers.wrong_cell(given)


def test_a_formula_with_a_result_gives_the_result_and_is_told(tmp_path: Path) -> None:
    cells = [Raw("", "<f>1+1</f><v>2</v>"), Raw('t="str"', '<f>A9&amp;""</f><v></v>')]
    rows, table = _read(tmp_path, book(sheet(["名", "值"], cells)))
    assert rows == [(2, None, "2", None)]
    assert table.notes == ("有 2 个单元格是公式，取的是文件里存的结果。",)


def test_an_error_newer_than_the_library_refuses_the_workbook_in_words(tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as broken:
        _read(tmp_path, book(sheet(["名"], [Raw('t="e"', "<v>#SPILL!</v>")])))
    assert broken.value.reason == "error_cells"


def test_zeros_that_a_format_shows_are_read(tmp_path: Path) -> None:
    cells = [[Raw(ZEROS, f"<v>{number}</v>"), number] for number in (41000, 241000, 0)]
    rows, _table = _read(tmp_path, book(sheet(["邮编", "数"], *cells)))
    assert [row[2:] for row in rows] == [("041000", "41000"), ("241000", "241000"), ("000000", "0")]


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ('"皖"00000', "皖00012"),
        (r"\A-000", "A-012"),
        ('00000"号"', "00012号"),
        ('"皖"0', "皖12"),
        ('0"元"', "12"),
        ('"¥"0', "12"),
        ("#,##0", "12"),
    ],
)
def test_letters_of_a_code_that_a_format_shows_are_read_and_units_are_not(
    tmp_path: Path, form: str, shown: str
) -> None:
    rows, _table = _read(tmp_path, book(sheet(["号"], [Raw(ZEROS, "<v>12</v>")]), zeros=form))
    assert rows[0][2] == shown


def test_results_that_no_program_computed_are_not_believed(tmp_path: Path) -> None:
    cells = [[Raw("", "<f>1+1</f><v>0</v>"), 1]]
    rows, _table = _read(tmp_path, book(sheet(["名", "值"], *cells), computed=False))
    assert rows == [(2, "cell", NO_RESULT, "1")]


def test_a_hidden_sheet_with_content_is_said(tmp_path: Path) -> None:
    _rows, table = _read(tmp_path, book(sheet(["名"], ["甲"]), sheet(["密"], ["乙"]), sheet(), hidden=[2, 3]))
    assert table.notes == ("隐藏的工作表（二）没有读；要导入的，请取消隐藏后重新上传。",)


def test_a_cell_merged_with_the_heading_is_not_read_as_empty(tmp_path: Path) -> None:
    content = book(sheet(["名", "类"], ["甲", None], ["乙", "离婚"], merged=["B1:B2"]))
    rows, _table = _read(tmp_path, content)
    assert rows == [(2, "cell", "甲", MERGED + "类"), (3, None, "乙", "离婚")]


def test_merged_cells_give_their_value_to_each_row_and_it_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = book(
        sheet(
            ["名", "类", "数"], ["甲", "结婚", 1], ["乙", None, 2], [None, None, None], ["丙", "离婚", 3], ["丁", "左", None],
            merged=["B2:B4", "B6:C6"],
        )
    )  # fmt: skip
    expected = [
        (2, None, "甲", "结婚", "1"),
        (3, None, "乙", "结婚", "2"),
        (5, None, "丙", "离婚", "3"),
        (6, "cell", "丁", "左", MERGED + "左"),
    ]
    rows, table = _read(tmp_path, content)
    assert rows == expected
    assert table.notes == ("有 2 处合并的单元格，已给其中每一行填上同样的值（例：第 2 行）。",)
    monkeypatch.setattr(books, "_CHUNK_CELLS", 3)  # a merge goes on in the next chunk
    assert _read(tmp_path, content)[0] == expected


def test_merges_over_each_other_refuse_the_workbook(tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as broken:
        _read(tmp_path, book(sheet(["名", "值"], *(["甲", 1] for _ in range(9)), merged=["A2:A10"] * 99)))
    assert broken.value.reason == "not_xlsx"


def test_a_sheet_that_defines_words_of_its_own_is_no_workbook(tmp_path: Path) -> None:
    head, body = sheet(["名"], ["甲"]).split("?>", 1)
    with pytest.raises(FileRefused) as broken:
        _read(tmp_path, book(f'{head}?><!DOCTYPE worksheet [<!ENTITY a "甲">]>{body}'))
    assert broken.value.reason == "not_xlsx"


def test_rows_and_cells_that_do_not_say_where_they_stand_are_all_read(tmp_path: Path) -> None:
    cells = '<c t="inlineStr"><is><t>{}</t></is></c><c><v>1</v></c>'
    rows = "".join(f"<row>{cells.format(name)}</row>" for name in ("名", "甲", "乙")).replace("<v>1", "<v>值", 1)
    rows = rows.replace("</row><row>", "</row><row/><row>", 1)
    rows += '<row><c t="e"><v>#N/A</v></c><c><f>A1</f></c></row>' + "<row><c><v>1</v></c></row>" * 2000
    read, _table = _read(tmp_path, book(sheet().replace("<sheetData>", "<sheetData>" + rows)))
    assert [row[2:] for row in read[:4]] == [("甲", "1"), ("乙", "1"), (FORMULA_ERROR + "#N/A", NO_RESULT), ("1", None)]
    assert len(read) == 2003


def test_rows_in_any_order_are_read_where_they_stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(books, "_CHUNK_CELLS", 2)
    lines = [
        ["名", "编"],
        *([f"{n}", Raw(ZEROS, f"<v>{n}</v>")] for n in range(1, 6)),
        ["错", Raw('t="e"', "<v>#N/A</v>")],
    ]
    head, first, *others = sheet(*lines).replace("</row>", "</row>|").split("|")
    content = book("".join([head, *reversed(others[:-1]), first, others[-1]]))
    rows, _table = _read(tmp_path, content)
    assert [row[3] for row in rows] == ["000001", "000002", "000003", "000004", "000005", FORMULA_ERROR + "#N/A"]


def test_what_is_hidden_is_read_and_told(tmp_path: Path) -> None:
    rows, table = _read(tmp_path, book(sheet(["名", "值"], ["甲", 1], ["乙", 2], hidden=[3], hidden_column=2)))
    assert [row[2] for row in rows] == ["甲", "乙"]
    assert table.notes == ("有 1 行是隐藏的，也读了（例：第 3 行）。", "有 1 列是隐藏的，也读了。")


def test_sheets_with_content_are_named_whatever_their_size(tmp_path: Path) -> None:
    one = sheet(["名"], ["甲"])
    _, table = _read(tmp_path, book(one, sheet(far={"XFD1048576": "x"}), sheet([None])))
    assert table.other_sheets == ("二",)


# ---- what both formats share ----
both = pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])


def _file(tmp_path: Path, name: str, rows: list[list[str]]) -> Path:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return _write(tmp_path, text.getvalue().encode() if name == "a.csv" else book(sheet(*rows)), name)


@both
def test_the_heading_is_found_below_a_title_and_blank_lines(tmp_path: Path, name: str) -> None:
    path = _file(tmp_path, name, [["某局报送表"], ["单位：万元"], [], ["名", "值"], ["甲", "1"]])
    table = readers.read(path, names=["名", "值"])
    assert table.headers == ("名", "值")
    assert pl.concat(list(table)).rows() == [(5, None, "甲", "1")]
    assert table.notes[0] == "表头在第 4 行，上面的 3 行当作标题，没有当作数据。"


@both
def test_a_title_over_several_columns_is_no_heading_even_where_nobody_knows_the_names(
    tmp_path: Path, name: str
) -> None:
    path = _file(tmp_path, name, [["某局报送表"], ["名", "值"], ["甲", "1"]])
    assert readers.read(path).headers == ("名", "值")


@both
def test_a_row_that_looks_like_a_sum_is_told(tmp_path: Path, name: str) -> None:
    path = _file(tmp_path, name, [["名", "值"], ["甲", "1"], ["合　计", "1"], ["", "小计："]])
    frame = pl.concat(list(readers.read(path)))
    assert frame[FLAW].to_list() == [None, "total", "total"]


@both
def test_signs_that_only_keep_a_text_a_text_are_no_part_of_it(tmp_path: Path, name: str) -> None:
    written = ['="041000"', "'041000", "'张三", "'s Heerenberg", "'quoted'", "#N/A", "#1"]
    given = ["041000", "041000", "张三", "'s Heerenberg", "'quoted'", FORMULA_ERROR + "#N/A", "#1"]
    path = _file(tmp_path, name, [["名", "值"], *(["x", text] for text in written)])
    frame = pl.concat(list(readers.read(path)))
    assert frame["值"].to_list() == given


@both
def test_characters_of_private_use_are_garbage(tmp_path: Path, name: str) -> None:
    path = _file(tmp_path, name, [["名", "值"], ["\ue81e", "1"], ["甲", "\U000f0000"], ["，！", "ﬁ"]])
    frame = pl.concat(list(readers.read(path)))
    assert frame[FLAW].to_list() == ["cell", "cell", None]
    path = _write(tmp_path, "名,值\n".encode("gb18030") + b"\xfeYa,1\n")
    assert _rows(path)[0][1] == "cell"  # which GB 18030 of 2000 had no place for


def test_a_line_in_another_encoding_is_garbage_however_well_it_reads(tmp_path: Path) -> None:
    lines = [f"{n},试验{n}，市民政局登记信息" for n in range(300)]
    content = ("号,名\n" + "\n".join(lines) + "\n").encode("gb18030")
    strange = "300,试验甲喆\n301,目\n".encode()
    rows = _rows(_write(tmp_path, content + strange + "302,目墨\n".encode("gb18030")), block_bytes=2000)
    assert rows[299] == (301, None, "299", "试验299，市民政局登记信息")
    assert [row[1] for row in rows[300:]] == ["cell", "cell", None]
    assert rows[300][3] == REPLACEMENT + "试验甲喆"


def test_big5_is_told_from_gb18030(tmp_path: Path) -> None:
    text = "資源名稱,摘要\n婚姻登記,登記證字號與日期\n"
    table = readers.read(_write(tmp_path, text.encode("big5")))
    assert (table.headers, table.encoding) == (("資源名稱", "摘要"), "big5")
    assert readers.read(_write(tmp_path, "资源名称,摘要\n".encode("gb18030"))).encoding == "gb18030"
    assert readers.read(_write(tmp_path, "資源名稱,摘要\n臺灣,無\n".encode("gb18030"))).encoding == "gb18030"


def test_a_heading_that_is_an_error_is_refused_by_its_column(tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as broken:
        _read(tmp_path, book(sheet(["名", Raw("", "<f>A9</f>")], ["甲", 1])))
    assert "第 2 列" in broken.value.sentence
