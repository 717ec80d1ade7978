"""Parquet and JSON lines: what they say comes to the last digit, what cannot be read is refused in words."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import polars as pl
import pytest

from yiyuan.dataplane.checks import ColumnSpec, Kind, compile_checks
from yiyuan.dataplane.errors import FileRefused
from yiyuan.dataplane.readers import read
from yiyuan.dataplane.readers.columnar import read_parquet


def _parquet(folder, columns):
    path = folder / "a.parquet"
    pl.DataFrame(columns).write_parquet(path)
    return path


def _lines(folder, *lines):
    path = folder / "a.jsonl"
    path.write_bytes(b"\n".join(line if isinstance(line, bytes) else line.encode() for line in lines) + b"\n")
    return path


def _rows(path):
    return pl.concat(read(path).frames).to_dicts()


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        (["  甲 ", "", None, "'041", "#N/A", '="1"'], ["  甲 ", "", None, "'041", "#N/A", '="1"']),
        ([2**53 + 1, -1, None], ["9007199254740993", "-1", None]),
        ([1.0, 0.1, -2.5, 1e300, None], ["1", "0.1", "-2.5", "1e+300", None]),
        ([Decimal("12345678901234567890.10"), None], ["12345678901234567890.10", None]),
        ([True, False, None], ["true", "false", None]),
        ([date(2026, 2, 28), None], ["2026-02-28", None]),
        ([datetime(2026, 1, 2, 3, 4, 5)], ["2026-01-02 03:04:05"]),  # noqa: DTZ001 - of no zone
        ([datetime(2026, 1, 1, 20, 0, tzinfo=UTC)], ["2026-01-02 04:00:00"]),
    ],
)
def test_values_of_a_parquet_file_are_kept_as_they_stand(tmp_path, values, texts):
    assert [row["列"] for row in _rows(_parquet(tmp_path, {"列": values}))] == texts


def test_rows_are_numbered_as_under_a_heading_and_rows_of_null_are_rows(tmp_path):
    rows = _rows(_parquet(tmp_path, {"甲": ["1", None], "乙": ["合计", None]}))
    assert [(row["_row"], row["_flaw"]) for row in rows] == [(2, None), (3, None)]


def test_a_cell_of_garbage_is_marked(tmp_path):
    assert _rows(_parquet(tmp_path, {"甲": ["好", "坏\ufffd"]}))[1]["_flaw"] == "cell"


@pytest.mark.parametrize(("column", "named"), [([[1, 2]], "乙"), ([b"x"], "乙"), ([{"a": 1}], "乙")])
def test_a_column_that_is_no_single_value_is_named(tmp_path, column, named):
    with pytest.raises(FileRefused, match="not_single") as refused:
        read(_parquet(tmp_path, {"甲": ["1"], "乙": column}))
    assert named in refused.value.sentence


@pytest.mark.parametrize("content", [b"PAR1", b"PAR1" + b"x" * 100, b"name,age\n1,2\n"])
def test_what_is_no_parquet_file_is_refused(tmp_path, content):
    path = tmp_path / "a.parquet"
    path.write_bytes(content)
    with pytest.raises(FileRefused, match="not_parquet"):
        read(path)


def test_a_file_that_unpacks_to_too_much_is_refused_before_it_is_read(tmp_path):
    path = _parquet(tmp_path, {"甲": ["1"] * 6, "乙": ["2"] * 6})
    with pytest.raises(FileRefused, match="too_many_cells"):
        read_parquet(path, max_cells=11)


def test_json_lines_keep_numbers_as_written_and_take_every_name(tmp_path):
    path = _lines(
        tmp_path, '\ufeff{"甲": 12345678901234567890.10, "乙": " x "}', '{"乙": "", "丙": true}', '{"甲": null}'
    )
    assert read(path).headers == ("甲", "乙", "丙")
    assert [(row["甲"], row["乙"], row["丙"]) for row in _rows(path)] == [
        ("12345678901234567890.10", " x ", None),
        (None, "", "true"),
        (None, None, None),
    ]
    assert [row["_row"] for row in _rows(path)] == [1, 2, 3]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "json_line"),
        ("", "json_line"),
        ("[1]", "json_line"),
        ('"甲"', "json_line"),
        ('{"甲": NaN}', "json_line"),
        ('{"甲": 1, "甲": 2}', "json_line"),
        (b'{"a": "\xff"}', "json_line"),
        ("[" * 100_000, "json_line"),
        ('{"甲": [1]}', "json_nested"),
        ('{"甲": {"乙": 1}}', "json_nested"),
    ],
)
def test_a_line_that_is_no_flat_object_is_named(tmp_path, line, reason):
    with pytest.raises(FileRefused, match=reason) as refused:
        read(_lines(tmp_path, '{"甲": 1}', line))
    assert "2" in refused.value.sentence


def test_exact_rules_keep_blanks_and_empty_texts_but_not_where_a_text_is_demanded(tmp_path):
    path = _parquet(tmp_path, {"名称": [" 甲 ", ""], "必填": ["乙", ""]})
    specs = [ColumnSpec("名称", "c_1", Kind.TEXT), ColumnSpec("必填", "c_2", Kind.TEXT, required=True)]
    [frame] = read(path).frames
    checked = compile_checks(specs).exactly().apply(frame)
    assert checked.kept["c_1"].to_list() == [" 甲 "]
    assert checked.refused.select("row", "column", "reason").rows() == [(3, "必填", "missing")]
    [loose] = [compile_checks(specs[:1]).apply(frame).kept["c_1"].to_list()]
    assert loose == ["甲", None]


def test_lines_longer_than_a_chunk_come_in_pieces(tmp_path, monkeypatch):
    monkeypatch.setattr("yiyuan.dataplane.readers.columnar._CHUNK_ROWS", 2)
    path = _lines(tmp_path, *(json.dumps({"甲": place}) for place in range(5)))
    assert [(row["_row"], row["甲"]) for row in _rows(path)] == [(place + 1, str(place)) for place in range(5)]
