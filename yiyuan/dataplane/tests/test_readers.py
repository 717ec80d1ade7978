import csv
import io
import random
import zipfile
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from yiyuan.dataplane import readers
from yiyuan.dataplane.errors import FileRefused
from yiyuan.dataplane.readers import DAMAGED, FLAW, FORMULA_ERROR, ROW


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
    ("blank header",       b"\n1,2\n",                  "empty"),
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
    assert table.other_sheets == ("填写说明",)
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
