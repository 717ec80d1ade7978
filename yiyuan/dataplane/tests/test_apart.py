"""Large files are read in a process of their own: the same as here, within limits, and never at the cost of who asks."""

import gc
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from yiyuan.dataplane import readers
from yiyuan.dataplane.errors import FileRefused
from yiyuan.dataplane.readers import apart, books, here

CSV = '标题行\n姓名,证号\n张三,="041000"\n合计,2\n,\n李四,"x\ny"\n'


@pytest.fixture
def large(monkeypatch):
    """Every file counts as large."""
    monkeypatch.setattr(apart, "SMALL_BYTES", 0)
    monkeypatch.setattr(apart, "SMALL_TEXT_BYTES", 0)


@pytest.fixture
def merged(tmp_path):
    """A heading below a title, cells merged down and across, a formula, an error, a hidden row, other sheets."""
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("数据")
        sheet.write_row(0, 0, ["某年台账"])
        sheet.write_row(1, 0, ["姓名", "证号", "地址"])
        sheet.merge_range(2, 0, 3, 0, "张三")
        sheet.write_row(2, 1, ["1", "甲"])
        sheet.write_row(3, 1, ["2", "乙"])
        sheet.merge_range(4, 0, 4, 1, "李四")
        sheet.write_formula(5, 0, "=1+1", None, "2")
        sheet.write_formula(5, 1, "=1/0", None, "#DIV/0!")
        sheet.set_row(5, None, None, {"hidden": True})
        book.add_worksheet("别的").write(0, 0, "x")
        hidden = book.add_worksheet("藏")
        hidden.write(0, 0, "x")
        hidden.hide()
    return path


def told(table):
    facts = (table.headers, table.encoding, table.other_sheets, table.notes, table.exact)
    return *facts, pl.concat(list(table)).rows()


def test_a_table_read_apart_is_the_table_read_here(large, merged, tmp_path):
    text = tmp_path / "a.csv"
    text.write_text(CSV)
    names = ["姓名", "证号"]
    assert told(readers.read(merged, names=names)) == told(here.read(merged, names=names))
    assert told(readers.read(text, names=names)) == told(here.read(text, names=names))
    columns = tmp_path / "a.parquet"
    pl.DataFrame({"a": ["1", None]}).write_parquet(columns)
    assert told(readers.read(columns)) == told(here.read(columns))
    assert readers.look(columns) == readers.Look(("a",), first=[["a"], ["1"], [""]])


def test_rows_and_sheets_read_apart_are_those_read_here(large, merged):
    limits = {"max_bytes": 10**6, "max_cells": 10**6}
    ours, theirs = here.read_rows(merged, **limits), readers.read_rows(merged, **limits)
    assert (theirs.sheet, theirs.sheets, theirs.cells) == (ours.sheet, ours.sheets, ours.cells)
    assert theirs.below(2) == ours.below(2) != ours.cells[2:]
    assert theirs.notes(2) == ours.notes(2) != []
    asked = {"names": ["别的", "没有"], "max_unpacked_bytes": 10**7, **limits}
    found = readers.read_sheets(merged, **asked)
    assert (found.visible, found.filled, [*found.sheets]) == (("数据", "别的"), ("数据", "别的"), ["别的"])
    assert found.sheets["别的"].cells == [["x"]]


def test_a_first_look_is_the_same_apart_and_a_large_workbook_is_surveyed_once(large, merged, monkeypatch):
    found = readers.look(merged, names=["姓名", "证号"])
    assert (found.headers, found.other_sheets, found.empty) == (("姓名", "证号", "地址"), ("别的",), False)
    monkeypatch.setattr(books, "survey", None)
    assert here.look(merged, names=["姓名", "证号"]) == found


@pytest.mark.parametrize("rows", [0, 1])
def test_a_first_look_sees_whether_anything_stands_below_the_heading(tmp_path, rows, large):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "姓名")
        for row in range(rows):
            sheet.write(row + 1, 0, "张三")
    assert readers.look(path).empty is (rows == 0)


def test_a_cell_far_away_costs_the_process_that_looks_and_not_the_one_that_asks(large, tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "姓名")
        sheet.write(1_048_575, 16_383, "远")
    with pytest.raises(FileRefused) as refused:
        readers.look(path)
    assert refused.value.reason == "too_heavy"
    assert "3072 MB 内存" in refused.value.sentence


def test_a_refusal_comes_back_with_its_facts_also_from_deep_inside(large, tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"a,b\n" + b"1,2\n" * 10 + b'"x,2\n' * 3)
    with pytest.raises(FileRefused) as refused:
        list(readers.read(path))
    assert refused.value.reason == "broken_quote"
    assert refused.value.facts["row"]


def test_a_fault_of_the_reader_is_not_told_as_one_of_the_file(merged, capfd):
    with pytest.raises(RuntimeError, match="ended with 1"):
        apart.Reading("nothing", merged)
    assert "KeyError" in capfd.readouterr().err


def test_the_process_has_limits_and_no_secrets_and_ends_with_who_reads(large, merged, monkeypatch):
    monkeypatch.setenv("YIYUAN_DATABASE_URL", "postgresql://owner:secret@h/d")
    reading = apart.Reading("table", merged, names=[])
    process = reading._process
    assert "YIYUAN" not in Path(f"/proc/{process.pid}/environ").read_text()
    limits = Path(f"/proc/{process.pid}/limits").read_text()
    assert f"{apart.MEMORY_BYTES}" in next(line for line in limits.splitlines() if line.startswith("Max data size"))
    assert f"{apart.CPU_S}" in next(line for line in limits.splitlines() if line.startswith("Max cpu time"))
    del reading
    gc.collect()
    assert process.returncode is not None


def test_a_workbook_larger_than_it_says_is_refused(tmp_path, merged):
    content = bytearray(merged.read_bytes())
    with zipfile.ZipFile(merged) as archive:
        entry = max(archive.infolist(), key=lambda one: one.file_size)
    size = struct.pack("<I", entry.file_size)
    at = content.rfind(size)  # in the directory at the end
    content[at : at + 4] = struct.pack("<I", 10)
    lying = tmp_path / "b.xlsx"
    lying.write_bytes(bytes(content))
    with pytest.raises(FileRefused) as refused:
        readers.read(lying)
    assert refused.value.reason == "bomb"


def test_it_is_started_by_the_same_program():
    found = subprocess.run(
        [sys.executable, "-P", "-c", "import yiyuan.dataplane.readers.child as c; print(sorted(c.WORKS))"],
        env={"PYTHONPATH": str(apart._OURS)},
        cwd="/",
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.strip() == "['look', 'rows', 'sheets', 'table']"
