"""The structure of a sample file: what is proposed of its columns, whatever stands in it."""

import pytest

from tests.support.refusals import refused
from tests.support.sheets import ZEROS, Raw, book, sheet
from yiyuan.catalog import structure


def test_items_are_proposed_from_what_is_seen_in_a_workbook():
    rows = [
        ["某局样例"],
        ["邮编", "数", "名"],
        [Raw(ZEROS, "<v>41000</v>"), 1, "甲"],
        [Raw(ZEROS, "<v>241000</v>"), Raw("", "<f>B3</f>"), Raw('t="e"', "<v>#REF!</v>")],
        ["合计", 1000000, "乙"],
    ]
    items = structure.propose(book(sheet(*rows)), file_name="样例.xlsx")
    assert [(item["name"], item["data_type"], item["length"]) for item in items] == [
        ("邮编", "C", 18),
        ("数", "I", 4),
        ("名", "C", 18),
    ]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.xlsx", book(sheet(["名"], ["甲"], far={"XFD1048576": " "})), "XFD1048576"),
        ("a.csv", "名,名\n".encode(), "出现了不止一次"),
        ("a.csv", '名\n"甲\n'.encode(), "第 2 行附近的双引号没有成对"),
        ("a.csv", b"", "空的"),
        ("a.xls", b"", "只收 CSV 和 XLSX"),
    ],
)
def test_a_sample_nobody_can_read_safely_is_refused_in_words(name, content, words):
    with refused("catalog.attachment") as broken:
        structure.propose(content, file_name=name)
    assert words in broken.value.facts["problem"]
