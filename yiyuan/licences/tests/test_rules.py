"""What a licence must say before it is made, field by field."""

from dataclasses import replace
from datetime import date

import pytest

from yiyuan.catalog.types import DataType, ItemClass, ItemInfo
from yiyuan.kernel.identifiers import citizen_check
from yiyuan.licences import rules
from yiyuan.licences.types import CITIZEN_ID, USCC, Stated

TODAY = date(2026, 9, 8)
NUMBER = "34020019900101001"
GOOD = Stated(
    holder_kind="person",
    holder_name="张一",
    code_kind=CITIZEN_ID,
    holder_code=NUMBER + citizen_check(NUMBER),
    licence_no="皖B-1",
    granted_on=TODAY,
    valid_from=TODAY,
    valid_until=TODAY,
    values={"类别": "甲", "日期": "2026年1月2日", "面积": "-1.5"},
)


def item(name, data_type=DataType.TEXT, **more):
    given = {"length": 4, "scale": None, "codes": (), "pattern": "", "minimum": "", "maximum": "", "required": False}
    return ItemInfo(
        id=1,
        position=1,
        name=name,
        data_type=data_type,
        column="c1",
        key=False,
        item_class=ItemClass.GENERAL,
        personal=False,
        **{**given, **more},
    )


ITEMS = [
    item("类别", codes=("甲", "乙"), required=True),
    item("日期", DataType.DATE, length=None),
    item("面积", DataType.NUMBER, length=None),
    item("备注"),
]


def problems(holder_kind="person", **changed):
    return rules.problems_of(replace(GOOD, **changed), holder_kind=holder_kind, items=ITEMS, today=TODAY)


def test_a_licence_that_says_all_can_be_made():
    assert problems() == []
    assert problems(valid_until=None, made_on=date(2026, 9, 7)) == []


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"holder_name": ""}, "没有持证主体名称"),
        ({"holder_name": "张" * 201}, "持证主体名称超过 200 字"),
        ({"licence_no": ""}, "没有证照编号"),
        ({"code_kind": "000"}, "持证主体代码类型不在代码表里"),
        ({"holder_code": ""}, "没有持证主体代码"),
        ({"code_kind": "099"}, "代码类型与持证主体种类不符"),
        ({"holder_code": NUMBER + "?"}, "公民身份号码校验不过"),
        ({"holder_kind": "body", "code_kind": USCC, "holder_code": "91340200MA2N0000X0"}, "统一社会信用代码校验不过"),
        ({"holder_kind": "body"}, "持证主体种类与证照目录不一致"),
        ({"valid_until": date(2026, 9, 7)}, "有效期止早于有效期起"),
        ({"granted_on": date(2026, 9, 9)}, "颁发日期还没有到"),
        ({"made_on": TODAY}, "历史补录的制证日期须早于今天"),
        ({"values": {}}, "“类别”没有填"),
        ({"values": {"类别": "丙"}}, "“类别”不在代码范围里"),
        ({"values": {"类别": "甲", "备注": "一二三四五"}}, "“备注”超过长度"),
        ({"values": {"类别": "甲", "日期": "2026-02-30"}}, "“日期”不是日期"),
        ({"values": {"类别": "甲", "面积": "1,5"}}, "“面积”不是数字"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(changed, words):
    assert words in problems(**changed)
    assert len(problems(**changed)) == 1 or "holder_kind" in changed


@pytest.mark.parametrize(
    ("code", "seen"),
    [("340200199001010013", "****0013"), ("12345678", "****"), ("123456789", "****6789"), ("", "****")],
)
def test_of_a_code_the_last_four_are_shown_where_it_is_long(code, seen):
    assert rules.masked_code(code) == seen
