"""Masking, export, vault and the refused-rows workbook."""

import csv
import hashlib
import io
import os
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import polars as pl
import psycopg
import pytest
from openpyxl import load_workbook
from psycopg import sql

from yiyuan.dataplane import export, vault, workbook
from yiyuan.dataplane.checks import ColumnSpec, Identity, Kind, OnFail, compile_checks
from yiyuan.dataplane.masking import Mask, mask_sql
from yiyuan.dataplane.readers import DAMAGED, FLAW, ROW, read
from yiyuan.kernel.errors import Damaged


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        (Mask.NAME, "张三", "张**"),
        (Mask.NAME, "张三丰", "张**"),
        (Mask.NAME, "欧阳修", "欧阳**"),
        (Mask.NAME, "欧阳", "欧**"),
        (Mask.CITIZEN_ID, "340200194001010006", "340200********0006"),
        (Mask.CITIZEN_ID, "340200400101000", "340200******000"),
        (Mask.CITIZEN_ID, "E12345678", "E********"),
        (Mask.MOBILE, "13812345678", "138****5678"),
        (Mask.MOBILE, "+8613812345678", "138****5678"),
        (Mask.MOBILE, "5551234", "****"),
        (Mask.ADDRESS, "安徽省芜湖市镜湖区中山路1号", "安徽省芜湖市镜湖区****"),
        (Mask.ADDRESS, "镜湖区中山路1号", "镜湖区****"),
        (Mask.ADDRESS, "中山路1号", "中山****"),
        (Mask.BANK_CARD, "6222020200112233445", "**** **** **** 3445"),
        (Mask.BANK_CARD, "12345", "****"),
        (Mask.EMAIL, "zhang.san@wuhu.gov.cn", "z***@wuhu.gov.cn"),
        (Mask.EMAIL, "none", "***"),
        (Mask.GENERIC, "秘密内容", "秘***"),
        (Mask.GENERIC, "甲", "***"),
        (Mask.HIDDEN, "甲", "***"),
    ],
)
def test_a_mask_shows_what_its_class_allows(connection: psycopg.Connection, kind: Mask, value: str, shown: str) -> None:
    query = sql.SQL("select {}, {}").format(mask_sql(kind, sql.Literal(value)), mask_sql(kind, sql.SQL("null::text")))
    assert connection.execute(query).fetchone() == (shown, None)


def test_names_of_any_length_look_alike_and_columns_of_any_type_mask(connection: psycopg.Connection) -> None:
    connection.execute("create temp table t (n text, i bigint)")
    connection.execute("insert into t values ('张三', 13812345678), ('张三丰丰丰', 13812345679)")
    masked = mask_sql(Mask.NAME, sql.Identifier("n"))
    assert connection.execute(sql.SQL("select distinct {} from t").format(masked)).fetchall() == [("张**",)]
    number = mask_sql(Mask.MOBILE, sql.Identifier("t", "i"))
    assert connection.execute(sql.SQL("select {} from t order by i limit 1").format(number)).fetchone() == (
        "138****5678",
    )


def _exotic(connection: psycopg.Connection) -> sql.SQL:
    connection.execute("create temp table out (t text, n numeric, d date, b boolean, long bigint)")
    connection.execute(
        "insert into out values ('=cmd|x', -1.5, '2026-01-02', true, 110101199003074514), ('@a,\"b\"\nc', null, null, null, 7),"
        " ('-12.5', 2, null, false, null), (E'\\t1+1', 0, null, null, 0), ('安徽', 123456789012345678, null, null, -5)"
    )
    return sql.SQL("select * from out")


def test_a_csv_carries_the_values_of_the_pool_and_its_digest_and_rows_are_known(connection: psycopg.Connection) -> None:
    made = export.export_csv(connection, _exotic(connection), headers=["文本", "数,值", "=日", "否", "长"])
    data = b"".join(made)
    assert made.sha256 == hashlib.sha256(data).hexdigest()
    assert (made.rows, made.size_bytes) == (5, len(data))
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert rows[0] == ["文本", "数,值", "=日", "否", "长"]
    assert rows[1] == ["=cmd|x", "-1.5", "2026-01-02", "t", "110101199003074514"]
    assert rows[2][0] == '@a,"b"\nc'
    assert [r[0] for r in rows[3:]] == ["-12.5", "\t1+1", "安徽"]


def test_a_workbook_holds_text_never_formulas(connection: psycopg.Connection, tmp_path: Path) -> None:
    made = export.export_xlsx(connection, _exotic(connection), headers=["a", "b", "c", "d", "e"])
    path = tmp_path / "out.xlsx"
    path.write_bytes(b"".join(made))
    assert made.rows == 5
    assert made.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    sheet = load_workbook(path).active
    assert sheet is not None
    cells = [[c.value for c in row] for row in sheet.iter_rows()]
    assert cells[1] == ["=cmd|x", -1.5, "2026-01-02", "是", "110101199003074514"]
    assert sheet["A2"].data_type == "s"
    assert cells[5][1] == "123456789012345678"
    assert cells[4][1] == 0


NASTY = ["-", "-5℃", "@甲", "=1+1", "'041", "+86", " 甲 ", "a\nb", "a,b", "𠮷", "_x000D_x", "0041", "长" * 40_000]


def test_a_file_equals_the_pool_or_says_where_not(connection: psycopg.Connection, tmp_path: Path) -> None:
    connection.execute("create temp table nasty (n int, t text)")
    with connection.cursor() as cur:
        cur.executemany("insert into nasty values (%s, %s)", list(enumerate(NASTY)))
    query = sql.SQL("select t from nasty order by n")
    data = b"".join(export.export_csv(connection, query, headers=["值"])).decode("utf-8-sig")
    assert [row[0] for row in csv.reader(io.StringIO(data, newline=""))] == ["值", *NASTY]
    path = tmp_path / "out.xlsx"
    path.write_bytes(b"".join(export.export_xlsx(connection, query, headers=["值"])))
    book = load_workbook(path)
    *whole, cut = [row[0].value for row in book.worksheets[0].iter_rows(min_row=2)]
    assert [value.replace("_x005F_", "_") for value in whole] == NASTY[:-1]  # as openpyxl hands on an escaped _
    assert len(cut) == export.CELL_TEXT
    (line,) = [[cell.value for cell in row] for row in book["说明"].iter_rows()]
    assert line[0] == "没有写全"
    assert "1 格的文字超过 32,767 字" in line[1]
    assert f"第 {len(NASTY) + 1} 行“值”（40000 字）" in line[1]


def test_an_empty_result_is_a_file_with_headers(connection: psycopg.Connection, tmp_path: Path) -> None:
    query = sql.SQL("select 1 as a where false")
    assert b"".join(export.export_csv(connection, query, headers=["甲"])).decode("utf-8-sig") == "甲\n"
    path = tmp_path / "out.xlsx"
    path.write_bytes(b"".join(export.export_xlsx(connection, query, headers=["甲"])))
    assert read(path).headers == ("甲",)


def test_numbers_of_more_than_fifteen_digits_stay_text() -> None:
    assert export._fits_excel(Decimal(-123456789012345))
    assert export._fits_excel(Decimal("0.10"))
    assert not export._fits_excel(1234567890123456)
    assert not export._fits_excel(float("nan"))


@pytest.mark.parametrize("size", [0, 1, 1024 * 1024 - 1, 1024 * 1024, 1024 * 1024 + 1, 3 * 1024 * 1024])
def test_what_is_sealed_opens_again(size: int) -> None:
    plain = os.urandom(size)
    pieces = [plain[i : i + 700_001] for i in range(0, size, 700_001)]
    sealed = b"".join(vault.seal(pieces, secret="s", context="batch:1"))
    assert plain not in sealed or size < 2
    again = (sealed[i : i + 65_537] for i in range(0, len(sealed), 65_537))
    assert b"".join(vault.unseal(again, secrets=["s"], context="batch:1")) == plain


@pytest.mark.parametrize(
    "spoil",
    [
        lambda b: b[:-1],
        lambda b: b + b"x",
        lambda b: b[:60] + bytes([b[60] ^ 1]) + b[61:],
        lambda b: b[: 40 + 4 + 1024 * 1024 + 16],  # the last chunk gone
        lambda b: b[:40] + b[40 + 4 + 1024 * 1024 + 16 :],  # the first chunk gone
        lambda b: b"",
        lambda b: b"PLAIN TEXT" * 10,
    ],
)
def test_a_changed_blob_does_not_open(spoil: Callable[[bytes], bytes]) -> None:
    sealed = vault.seal_bytes(b"x" * (1024 * 1024 + 5), secret="s", context="c")
    with pytest.raises(Damaged):
        vault.unseal_bytes(spoil(sealed), secrets=["s"], context="c")


def test_another_secret_or_place_does_not_open_it(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"rows")
    vault.seal_file(tmp_path / "a", tmp_path / "b", secret="s", context="batch:1")
    assert (tmp_path / "b").stat().st_mode & 0o777 == 0o600
    sealed = vault.read_pieces(tmp_path / "b")
    assert b"".join(vault.unseal(sealed, secrets=["s"], context="batch:1")) == b"rows"
    for secret, context in (("t", "batch:1"), ("s", "batch:2")):
        with pytest.raises(Damaged):
            b"".join(vault.unseal(vault.read_pieces(tmp_path / "b"), secrets=[secret], context=context))


def test_refused_rows_come_back_red_with_reasons_and_can_be_sent_again(tmp_path: Path) -> None:
    specs = (
        ColumnSpec("号码", "c_1", key=True, identity=Identity.CITIZEN_ID, identity_on_fail=OnFail.REFUSE),
        ColumnSpec("数", "c_2", kind=Kind.INTEGER),
    )
    frame = pl.DataFrame(
        {
            ROW: [2, 3, 9],
            FLAW: ["cell", None, None],
            "号码": [DAMAGED + "340200194001010016", "340200194001010006", "1"],
            "数": ["=x", "1", "2"],
        },
        schema_overrides={ROW: pl.Int64, FLAW: pl.String},
    )
    checks = compile_checks(specs)
    checked = checks.apply(frame)
    path = tmp_path / "refused.xlsx"
    written = workbook.write_refused(path, originals=checked.originals, refused=checked.refused, specs=specs)
    assert written == 2
    sheet = load_workbook(path).active
    assert sheet is not None
    assert [c.value for c in sheet[1]] == ["号码", "数", "原因"]
    assert sheet["A2"].value == "340200194001010016"
    assert sheet["A2"].fill.fgColor.rgb == "FFF8D7DA"
    assert "18 位号码存成了数字" in sheet["A2"].comment.text
    assert sheet["B2"].value == "=x"
    assert sheet["B2"].data_type == "s"
    assert sheet["B3"].comment is None
    assert sheet["C2"].value.startswith("原文件第 2 行。第 1 列“号码”：18 位号码存成了数字")
    assert "第 2 列“数”：“=x”不是整数" in sheet["C2"].value
    again = read(path)
    assert checks.require(again.headers) == ("原因",)


def test_what_an_older_secret_sealed_opens_and_is_sealed_anew_once(tmp_path: Path) -> None:
    big = os.urandom(1024 * 1024 + 5)
    (tmp_path / "plain").write_bytes(big)
    vault.seal_file(tmp_path / "plain", tmp_path / "sealed", secret="old", context="c")
    ring = ["new", "old"]
    assert b"".join(vault.unseal(vault.read_pieces(tmp_path / "sealed"), secrets=ring, context="c")) == big
    assert vault.reseal_file(tmp_path / "sealed", secrets=ring, context="c") is True
    assert vault.reseal_file(tmp_path / "sealed", secrets=ring, context="c") is False
    assert vault.unseal_bytes((tmp_path / "sealed").read_bytes(), secrets=["new"], context="c") == big
    small = vault.seal_bytes(b"x", secret="old", context="c")
    anew = vault.reseal_bytes(small, secrets=ring, context="c")
    assert anew is not None
    assert vault.reseal_bytes(anew, secrets=ring, context="c") is None
    with pytest.raises(Damaged):
        vault.reseal_bytes(small, secrets=["new", "other"], context="c")
