import random
import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from yiyuan.dataplane import readers
from yiyuan.dataplane.checks import (
    ColumnSpec,
    Identity,
    Kind,
    OnFail,
    Reason,
    compile_checks,
    is_citizen_id,
    is_uscc,
    reason_text,
)
from yiyuan.dataplane.errors import FileRefused
from yiyuan.dataplane.readers import DAMAGED, FLAW, FORMULA_ERROR, ROW
from yiyuan.kernel import identifiers


def _frame(*values: str | None, flaw: str | None = None) -> pl.DataFrame:
    return pl.DataFrame(
        {ROW: range(2, len(values) + 2), FLAW: [flaw] * len(values), "列": values},
        schema={ROW: pl.Int64, FLAW: pl.String, "列": pl.String},
    )


def _spec(**facts: object) -> ColumnSpec:
    return ColumnSpec("列", "c_1", **facts)  # type: ignore[arg-type]  # facts of the case table


def _one(value: str | None, **facts: object) -> tuple[str | None, str | None]:
    """What a single cell becomes, and why it is refused."""
    flaw = "cell" if value and value[0] in DAMAGED + FORMULA_ERROR + "\ufffd" else None
    checked = compile_checks([_spec(**facts)]).apply(_frame(value, flaw=flaw))
    assert checked.kept.height + checked.originals.height == 1
    if checked.kept.height:
        return checked.kept.item(0, "c_1"), None
    return None, checked.refused.item(0, "reason")


ID = "340200194001010006"
# fmt: off
CELLS = [
    #  rule                                               cell                       kept                     or why not
    ({},                                                  "　甲 乙 ",                "甲 乙",                  None),
    ({},                                                  "  ",                      None,                    None),
    ({"required": True},                                  " ",                       None,                    Reason.MISSING),
    ({"required": True},                                  None,                      None,                    Reason.MISSING),
    ({"key": True},                                       None,                      None,                    Reason.MISSING),
    ({"max_length": 2},                                   "中文",                    "中文",                   None),
    ({"max_length": 2},                                   "中文字",                  None,                    Reason.TOO_LONG),
    ({},                                                  DAMAGED + "110101199003074512", None,               Reason.DAMAGED),
    ({},                                                  FORMULA_ERROR + "#N/A",    None,                    Reason.FORMULA_ERROR),
    ({},                                                  "\ufffd三",                None,                    Reason.GARBLED),
    ({"codes": frozenset({"男", "女"})},                  " 男",                     "男",                     None),
    ({"codes": frozenset({"1", "2"})},                    "１",                      "1",                     None),
    ({"codes": frozenset({"（甲）", "1"})},               "（甲）",                  "（甲）",                 None),
    ({"codes": frozenset({"男"})},                        "未知",                    None,                    Reason.NOT_IN_CODES),
    ({"codes": frozenset({"男"})},                        None,                      None,                    None),
    ({"pattern": r"1[3-9]\d{9}"},                         "１３８１２３４５６７８ ", "13812345678",           None),
    ({"pattern": r"1[3-9]\d{9}"},                         "138123456789",            None,                    Reason.NOT_MATCHING),
    ({"pattern": r"[A-Z\d]\d{9}"},                         "A１23456789",             "A123456789",            None),
    ({"pattern": r"1[3-9]\d{9}"},                         "1.38123E+10",             None,                    Reason.DAMAGED),
    ({"kind": Kind.INTEGER},                              "12",                      "12",                    None),
    ({"kind": Kind.INTEGER},                              " 1,234.00 ",              "1234",                  None),
    ({"kind": Kind.INTEGER},                              "1.5",                     None,                    Reason.NOT_INTEGER),
    ({"kind": Kind.INTEGER},                              "9223372036854775808",     None,                    Reason.NOT_INTEGER),
    ({"kind": Kind.INTEGER, "max_length": 3},             "-0123",                   "-0123",                 None),
    ({"kind": Kind.INTEGER, "max_length": 3},             "1234",                    None,                    Reason.TOO_LONG),
    ({"kind": Kind.INTEGER, "minimum": 0},                "-1",                      None,                    Reason.BELOW_MINIMUM),
    ({"kind": Kind.INTEGER, "maximum": 9},                "10",                      None,                    Reason.ABOVE_MAXIMUM),
    ({"kind": Kind.NUMBER},                               "１２．５０",              "12.50",                 None),
    ({"kind": Kind.NUMBER},                               "１２",                    "12",                    None),
    ({"kind": Kind.NUMBER},                               "٣",                       None,                    Reason.NOT_NUMBER),
    ({"kind": Kind.NUMBER},                               "一百",                    None,                    Reason.NOT_NUMBER),
    ({"kind": Kind.NUMBER},                               "1e5",                     None,                    Reason.NOT_NUMBER),
    ({"kind": Kind.NUMBER},                               "nan",                     None,                    Reason.NOT_NUMBER),
    ({"kind": Kind.NUMBER},                               "1,23",                    None,                    Reason.NOT_NUMBER),
    ({"kind": Kind.NUMBER, "scale": 2},                   "1.2300",                  "1.2300",                None),
    ({"kind": Kind.NUMBER, "scale": 2},                   "1.234",                   None,                    Reason.TOO_PRECISE),
    ({"kind": Kind.NUMBER, "scale": 2, "max_length": 4},  "99.99",                   "99.99",                 None),
    ({"kind": Kind.NUMBER, "scale": 2, "max_length": 4},  "100.5",                   None,                    Reason.TOO_LONG),
    ({"kind": Kind.NUMBER, "minimum": Decimal("0.5")},    "0.5",                     "0.5",                   None),
    ({"kind": Kind.DATE},                                 "2026-01-02",              "2026-01-02",            None),
    ({"kind": Kind.DATE},                                 "2026/1/2",                "2026-01-02",            None),
    ({"kind": Kind.DATE},                                 "2026.01.02",              "2026-01-02",            None),
    ({"kind": Kind.DATE},                                 "20260102",                "2026-01-02",            None),
    ({"kind": Kind.DATE},                                 "２０２６年１月２日",      "2026-01-02",            None),
    ({"kind": Kind.DATE},                                 "2026-01-02 00:00:00",     "2026-01-02",            None),
    ({"kind": Kind.DATE},                                 "2026-01-02 03:00:00",     None,                    Reason.NOT_DATE),
    ({"kind": Kind.DATE},                                 "2026-02-30",              None,                    Reason.NOT_DATE),
    ({"kind": Kind.DATE},                                 "2026- 1- 2",              None,                    Reason.NOT_DATE),
    ({"kind": Kind.DATE},                                 "2026-01- 2",              None,                    Reason.NOT_DATE),
    ({"kind": Kind.DATE},                                 "0026-02-03",              None,                    Reason.NOT_DATE),
    ({"kind": Kind.DATE},                                 "45000",                   None,                    Reason.NOT_DATE),
    ({"kind": Kind.DATE, "minimum": date(1900, 1, 1)},    "1899-12-31",              None,                    Reason.BELOW_MINIMUM),
    ({"kind": Kind.DATE, "maximum": date(2026, 1, 1)},    "2026/1/2",                None,                    Reason.ABOVE_MAXIMUM),
    ({"kind": Kind.DATETIME},                             "2026-01-02 03:04:05",     "2026-01-02 03:04:05",   None),
    ({"kind": Kind.DATETIME},                             "2026-01-02T03:04:05.000", "2026-01-02 03:04:05",   None),
    ({"kind": Kind.DATETIME},                             "2026/1/2 3:04",           "2026-01-02 03:04:00",   None),
    ({"kind": Kind.DATETIME},                             "2026年1月2日",            "2026-01-02 00:00:00",   None),
    ({"kind": Kind.DATETIME},                             "2026-01-02 25:00:00",     None,                    Reason.NOT_DATETIME),
    ({"kind": Kind.DATETIME},                             "2026-01-02 08:30:60",     None,                    Reason.NOT_DATETIME),
    ({"kind": Kind.DATETIME},                             "2026-01-02 08: 3:00",     None,                    Reason.NOT_DATETIME),
    ({"kind": Kind.DATETIME, "maximum": datetime.fromisoformat("2026-01-01")}, "2026-01-01 00:00:01", None,                   Reason.ABOVE_MAXIMUM),
    ({"kind": Kind.BOOLEAN},                              "是",                      "true",                  None),
    ({"kind": Kind.BOOLEAN},                              "N",                       "false",                 None),
    ({"kind": Kind.BOOLEAN},                              "也许",                    None,                    Reason.NOT_BOOLEAN),
    ({"identity": Identity.CITIZEN_ID},                   ID,                        ID,                      None),
    ({"identity": Identity.CITIZEN_ID},                   "３４０２００１９４００１０１０００６ ", ID,           None),
    ({"identity": Identity.CITIZEN_ID},                   "11010119900307889x",      "11010119900307889X",    None),
    ({"identity": Identity.CITIZEN_ID},                   "E12345678",               "E12345678",             None),
    ({"identity": Identity.CITIZEN_ID},                   "3.402E+17",               None,                    Reason.DAMAGED),
    ({"identity": Identity.CITIZEN_ID},                   "340200194001010000",      None,                    Reason.DAMAGED),
    ({"identity": Identity.CITIZEN_ID, "identity_on_fail": OnFail.REFUSE}, "340200194001010007", None,        Reason.BAD_CITIZEN_ID),
    ({"identity": Identity.CITIZEN_ID, "identity_on_fail": OnFail.REFUSE}, "340200194013010006", None,        Reason.BAD_CITIZEN_ID),
    ({"identity": Identity.USCC, "identity_on_fail": OnFail.REFUSE}, "913402007q17xgeayn", "913402007Q17XGEAYN", None),
    ({"identity": Identity.USCC, "identity_on_fail": OnFail.REFUSE}, "913402007Q17XGEAY1", None,              Reason.BAD_USCC),
]
# fmt: on


@pytest.mark.parametrize(("facts", "cell", "kept", "reason"), CELLS)
def test_a_cell_is_kept_in_one_form_or_refused_for_its_first_reason(
    facts: dict[str, object], cell: str | None, kept: str | None, reason: Reason | None
) -> None:
    assert _one(cell, **facts) == (kept, reason)


def test_every_reason_has_words_for_a_clerk() -> None:
    spec = _spec(max_length=18, scale=2, minimum=1, maximum=2, codes=frozenset({"男", "女"}))
    for reason in Reason:
        of_rows = {Reason.LONG, Reason.SHORT, Reason.TOTAL}
        for given in (None,) if reason in of_rows else (spec, None) if reason is Reason.DUPLICATE_KEY else (spec,):
            text = reason_text(reason, given, "110101199003074512", position=3)
            assert "%" not in text
            assert "None" not in text
    named = ColumnSpec("身份证件号码", "c_1")
    assert reason_text(Reason.DAMAGED, named, "110101199003074512", position=3) == (
        "第 3 列“身份证件号码”：18 位号码存成了数字，末位已被 Excel 改动；请把该列设为文本后重新填写"
    )


def test_a_failing_check_digit_is_marked_unless_the_rule_says_refuse() -> None:
    checked = compile_checks([_spec(identity=Identity.CITIZEN_ID)]).apply(
        _frame(ID, "340200194001010007", "G1234567", None)
    )
    assert checked.kept.height == 4
    assert checked.refused.is_empty()
    assert checked.marked.select("row", "reason", "value").rows() == [
        (3, "bad_citizen_id", "340200194001010007"),
        (4, "bad_citizen_id", "G1234567"),
    ]


def test_a_row_may_have_several_reasons_and_its_original_is_kept_whole() -> None:
    checks = compile_checks(
        [
            ColumnSpec("甲", "c_1", required=True),
            ColumnSpec("乙", "c_2", kind=Kind.INTEGER),
            ColumnSpec("丙", "c_3", identity=Identity.USCC),
        ]
    )
    frame = pl.DataFrame(
        {
            ROW: [2, 3, 4],
            FLAW: [None, None, "short"],
            "丙": ["x", "x", None],
            "甲": [None, "a", "b"],
            "乙": ["x", "1", "z"],
        },
        schema_overrides={ROW: pl.Int64, FLAW: pl.String},
    )
    checked = checks.apply(frame)
    assert checked.kept.rows() == [(3, "a", "1", "X")]
    assert checked.refused.select("row", "position", "column", "reason").rows() == [
        (2, 2, "甲", "missing"),
        (2, 3, "乙", "not_integer"),
        (4, 0, "", "short"),
    ]
    assert checked.originals.rows() == [(2, "x", None, "x"), (4, None, "b", "z")]
    assert checked.marked.get_column("row").to_list() == [3]  # marks of refused rows say nothing


def test_missing_columns_refuse_the_file_and_further_ones_are_named() -> None:
    checks = compile_checks([ColumnSpec("甲", "c_1"), ColumnSpec("乙", "c_2")])
    with pytest.raises(FileRefused) as refused:
        checks.require(["甲", "丁"])
    assert "乙" in refused.value.sentence
    assert checks.require(["乙", "丁", "甲"]) == ("丁",)


def test_a_broken_pattern_is_found_when_compiling() -> None:
    with pytest.raises(pl.exceptions.ComputeError):
        compile_checks([_spec(pattern="(")])


def _mangle(luck: random.Random, text: str) -> str:
    place = luck.randrange(len(text))
    return text[:place] + luck.choice("0123456789Xx AI中-+") + text[place + luck.randint(0, 1) :]


@pytest.mark.parametrize(
    ("vectorised", "oracle", "make"),
    [
        (
            is_citizen_id,
            identifiers.is_citizen_id,
            lambda body: (
                (b := f"{body % 10**6:06d}{1900 + body % 130}{body % 14:02d}{body % 33:02d}{body % 1000:03d}")
                + identifiers.citizen_check(b)
            ),
        ),
        (
            is_uscc,
            identifiers.is_uscc,
            lambda body: (b := f"91{body % 10**6:06d}{body % 10**9:09d}") + identifiers.uscc_check(b),
        ),
    ],
)
def test_check_digits_agree_with_the_slow_ones(
    vectorised: Callable[[pl.Series], pl.Series], oracle: Callable[[str], bool], make: Callable[[int], str]
) -> None:
    luck = random.Random(7)
    codes = [make(luck.randrange(10**12)) for _ in range(3000)]
    codes += [_mangle(luck, code) for code in codes] + ["", "1", "中" * 6, "中" * 18, "19000229"]
    codes += ["34020019000229000" + c for c in "0123456789X"] + ["34020020000229000" + c for c in "0123456789X"]
    assert vectorised(pl.Series(codes)).to_list() == [oracle(code) for code in codes]
    assert vectorised(pl.Series([None, codes[0]], dtype=pl.String)).to_list() == [None, oracle(codes[0])]


def _slow_day(value: str) -> str | None:
    text = re.sub(r"[ T]0?0:00(:00(\.0+)?)?$", "", value)
    for form in (
        r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})",
        r"(\d{4})(\d{2})(\d{2})",
        r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日",
    ):
        if found := re.fullmatch(form, text):
            try:
                made = date(*map(int, found.groups()))
            except ValueError:
                return None
            return made.isoformat() if made.year >= 1000 else None
    return None


@pytest.mark.parametrize("seed", range(25))
def test_random_files_give_the_rows_of_a_slow_oracle(tmp_path: Path, seed: int) -> None:
    """Through reader and checks: kept + refused = read, and both sets are those of plain Python."""
    luck = random.Random(seed)
    specs = (
        ColumnSpec("号码", "c_1", key=True, identity=Identity.CITIZEN_ID, identity_on_fail=OnFail.REFUSE),
        ColumnSpec("日期", "c_2", kind=Kind.DATE),
        ColumnSpec("数", "c_3", kind=Kind.NUMBER, scale=2, minimum=0),
        ColumnSpec("类", "c_4", codes=frozenset({"甲", "乙"}), required=True),
        ColumnSpec("名", "c_5", max_length=3),
    )
    ids = []
    for _ in range(50):
        body = f"340200{luck.randint(1950, 2010)}{luck.randint(1, 12):02d}{luck.randint(1, 28):02d}{luck.randint(0, 999):03d}"
        ids.append(body + identifiers.citizen_check(body))
    days = [
        "2026-01-02",
        "2026/1/2",
        "20260102",
        "2026年1月2日",
        "2026-02-30",
        "x",
        "",
        "2026-01-02 00:00:00",
        " 2026-3-4 ",
    ]
    numbers = ["1", "1.25", "1.255", "-1", "abc", "", "1,000.5", " 7", "0.10"]
    kinds = ["甲", "乙", " 甲", "丙", ""]
    names = ["张三", "欧阳修一", "", " 李四 ", '"a,b"']
    lines = ["号码,日期,数,类,名"]
    expected: dict[int, tuple[str | None, ...]] = {}
    bad: set[int] = set()
    for row in range(2, 302):
        identity = luck.choice(ids)
        if luck.random() < 0.1:
            identity = _mangle(luck, identity).replace(",", "")
        day, number, kind, name = (luck.choice(pool) for pool in (days, numbers, kinds, names))
        number_cell = f'"{number}"' if "," in number else number
        lines.append(f"{identity},{day},{number_cell},{kind},{name}")
        clean_id = re.sub(r"\s", "", identity).upper()
        clean_day = _slow_day(day.strip()) if day.strip() else None
        clean_number = number.strip().replace(",", "") or None
        clean_name = name.strip().strip('"') or None
        wrong = (
            not identifiers.is_citizen_id(clean_id)
            or (day.strip() and clean_day is None)
            or (clean_number is not None and not re.fullmatch(r"\d+(\.\d{1,2}0*)?", clean_number))
            or kind.strip() not in {"甲", "乙"}
            or len(clean_name or "") > 3
        )
        if wrong:
            bad.add(row)
        else:
            expected[row] = (clean_id, clean_day, clean_number, kind.strip(), clean_name)
    path = tmp_path / "random.csv"
    path.write_text("\n".join(lines), encoding=luck.choice(("utf-8", "utf-8-sig", "gb18030")))
    kept: dict[int, tuple[str | None, ...]] = {}
    refused: set[int] = set()
    read = 0
    for frame in readers.read_csv(path, block_bytes=luck.choice((512, 1 << 20))):
        checked = compile_checks(specs).apply(frame)
        assert checked.kept.height + checked.originals.height == frame.height
        assert set(checked.refused["row"]) == set(checked.originals[ROW])
        read += frame.height
        kept |= {row: tuple(cells) for row, *cells in checked.kept.iter_rows()}
        refused |= set(checked.originals[ROW])
    assert read == 300
    assert kept == expected
    assert refused == bad


def test_a_long_number_as_excel_writes_it_into_a_csv_is_damaged_in_free_text_too() -> None:
    frame = pl.DataFrame(
        {ROW: [2, 3, 4], FLAW: [None] * 3, "号": ["1.10101E+17", "5E+3", "ME+10"]}, schema_overrides={FLAW: pl.String}
    )
    checked = compile_checks([ColumnSpec("号", "c_1")]).apply(frame)
    assert checked.refused.select("row", "reason").rows() == [(2, "damaged")]
    assert checked.kept.height == 2


@pytest.mark.parametrize(
    "spec", [{"max_length": 3, "scale": 5}, {"max_length": 2000, "scale": 1500}, {"max_length": 0}]
)
def test_limits_of_entries_published_before_they_were_looked_at_refuse_rows_not_the_file(spec):
    checks = compile_checks([ColumnSpec(name="金额", column="c", kind=Kind.NUMBER, **spec)])
    assert checks.specs[0].pg_type in {"numeric", "numeric(5,5)"}
