"""The two published forms: which columns, which amounts, how grave. No database."""

import pytest

from tests.support.refusals import refused
from yiyuan.credit import sheets
from yiyuan.credit.models import CreditItem
from yiyuan.credit.tests.steps import COMPANY, PERSON
from yiyuan.credit.types import Level, Severity

PERMIT, PENALTY = sheets.facts().forms["permit"], sheets.facts().forms["penalty"]
OLD = ["CF_WSH", "CF_AJMC", "CF_XDR", "CF_XDR_SHXYM", "CF_JG", "CF_JDRQ", "DFBM", "SJC"]


def item(kind="legal"):
    return CreditItem(name="行政处罚决定", subject_kind=kind, level=Level.PUBLIC, category="行政处罚")


def row(**cells):
    base = {"CF_XDR_MC": "示例公司", "CF_XDR_SHXYM": COMPANY, "CF_WSH": "一号", "CF_NR": "罚款"}
    return sheets.SheetRow(2, base | {"CF_JDRQ": "2018/09/17"} | cells, {})


def told(**cells):
    return sheets.record_of(row(**cells), form=PENALTY, item=item())


@pytest.mark.parametrize(
    ("written", "fen"),
    [("1", 1_000_000), ("0.000001", 1), ("1,234.567800", 1_234_567_800), ("0.5万元", 500_000), ("0.10000000", 100_000)],
)
def test_an_amount_in_ten_thousand_yuan_is_kept_in_fen_exactly(written, fen):
    assert sheets.fen_of(written) == fen
    assert sheets.fen_of(sheets.wan_of(str(fen))) == fen


@pytest.mark.parametrize("wrong", ["0.0000001", "-1", "一万", "1e3", ""])
def test_what_is_no_amount_or_finer_than_a_fen_is_none(wrong):
    assert sheets.fen_of(wrong) is None
    assert "CF_NR_FK" in told(CF_NR_FK=wrong or "无")[1]


def test_the_form_is_known_by_its_columns_old_new_and_by_name():
    assert sheets.form_in(OLD) is PENALTY
    assert sheets.form_in(list(PENALTY.new)) is PENALTY
    assert sheets.form_in([*PERMIT.new.values(), "原因"]) is PERMIT


@pytest.mark.parametrize(
    ("columns", "named"),
    [
        ([one for one in OLD if one != "CF_JG"], "处罚内容（CF_NR）"),
        ([*OLD, "随便一列"], "不认识“随便一列”"),
        ([*OLD, "CF_NR"], "几列是同一项，“处罚内容”"),
    ],
)
def test_columns_that_are_missing_unknown_or_twice_are_named(columns, named):
    with refused("credit.form") as found:
        sheets.form_in(columns)
    assert named in found.value.facts["problem"]


def test_a_row_says_a_record_and_keeps_the_other_columns():
    said, wrong = told(CF_NR_FK="1.5", CF_YXQ="2099/12/31", CF_CFLB="罚款；警告", CF_SY="未公示")
    assert not wrong
    assert said["values"] == {"CF_NR_FK": "1500000", "CF_CFLB": "罚款；警告", "CF_SY": "未公示"}
    assert said["long_term"]
    assert said["valid_from"] == said["document_on"] == said["made_on"]
    assert said["matter"] == "行政处罚决定"  # the item's, where the file names none
    assert sheets.said("CF_NR_FK", "1500000") == ("罚款金额", "15,000.00 元")


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"CF_JDRQ": "九月"}, "CF_JDRQ"),
        ({"CF_NR": ""}, "CF_NR"),
        ({"CF_XDR_SHXYM": ""}, "CF_XDR_SHXYM"),
        ({"CF_XDR_LB": "自然人"}, "CF_XDR_LB"),
        ({"CF_WSH": "长" * 129}, "CF_WSH"),
        ({"CF_SY": "长" * 4001}, "CF_SY"),
    ],
)
def test_what_is_wrong_is_named_by_its_cell(cells, column):
    assert list(told(**cells)[1]) == [column]


def test_a_person_is_known_by_the_identity_number():
    said, wrong = sheets.record_of(row(CF_XDR_ZJHM=PERSON, CF_XDR_SHXYM=""), form=PENALTY, item=item("natural"))
    assert not wrong
    assert said["subject_code"] == PERSON
    assert not said["values"]


@pytest.mark.parametrize(
    ("classes", "severity"),
    [
        ("警告、通报批评", Severity.MINOR),
        ("警告;罚款", Severity.GENERAL),
        ("警告 吊销许可证件", Severity.SERIOUS),
        ("", Severity.GENERAL),
    ],
)
def test_the_gravest_class_of_a_penalty_says_how_grave_it_is(classes, severity):
    assert sheets.severity_of(classes, form=PENALTY) is severity
    assert sheets.severity_of(classes, form=PERMIT) is Severity.NONE


def test_an_installation_may_bring_columns_of_its_own(settings, tmp_path):
    own = tmp_path / "forms.yaml"
    own.write_text(sheets.SHIPPED.read_text("utf-8").replace("CF_AJMC: CF_WFXW", "CF_QT: CF_WFXW"), "utf-8")
    settings.CREDIT_FORMS = str(own)
    assert "CF_QT" in sheets.facts().forms["penalty"].old
