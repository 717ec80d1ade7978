"""Search of the public site over what is in memory."""

import pytest

from yiyuan.opening.site.snapshot import Snapshot, found_by, index_of


def one(number, title, *, theme="民生", items=("名称",), provider="民政局"):
    more = {"opening_words": "无条件开放", "cycle_words": "每月", "modified": "2026-01-01", "summary": ""}
    return {
        "id": number,
        "title": title,
        "theme": theme,
        "provider": provider,
        "items": [{"name": i} for i in items],
        **more,
    }


def snapshot(*datasets, **synonyms):
    return Snapshot(datasets, index_of([found_by(each) for each in datasets]), {}, synonyms)


SCHOOLS = one(1, "中小学学位", theme="教育", items=("学校名称", "Area Code"), provider="教育局")
HOMES = one(2, "养老机构名单", items=("机构名称", "床位"))
BEDS = one(3, "医院床位", theme="卫生", provider="卫健委")
ALL = snapshot(SCHOOLS, HOMES, BEDS, 老人院=["养老机构"])


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", [SCHOOLS, HOMES, BEDS]),
        ("床位", [BEDS, HOMES]),  # in the title before in an item
        ("床位 名单", [HOMES]),
        ("床位 学位", []),
        ("老人院", [HOMES]),
        ("yanglao", [HOMES]),
        ("YLJG", [HOMES]),
        ("area", [SCHOOLS]),
        ("民政", [HOMES]),
        ("没有", []),
        ("%_.*", [SCHOOLS, HOMES, BEDS]),  # no word at all
    ],
)
def test_all_words_fit_by_name_item_department_pinyin_or_synonym_and_those_named_so_come_first(asked, found):
    assert ALL.search(asked) == found


def test_a_facet_narrows_and_is_counted_over_what_was_found():
    assert ALL.search("床位", theme="卫生") == [BEDS]
    assert ALL.facets(ALL.search("床位"))["provider"] == [("卫健委", 1), ("民政局", 1)]


def test_nothing_published_is_no_error():
    assert snapshot().search("床位") == []
