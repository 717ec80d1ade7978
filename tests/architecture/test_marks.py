"""A mark names a text that binds the place where its test acts; what the plugin keeps while tests run is held to that."""

from types import SimpleNamespace

import pytest

from tests.support.trace_plugin import Places, strange_marks


@pytest.mark.parametrize(
    ("mark", "region", "strange"),
    [
        ("liyang-2020-sharing/4.1", "320481", False),
        ("liyang-2020-sharing/4.1", "340200", True),
        ("anhui-2020-data/25.3", "340281", False),  # a county of the province
        ("wuhu-2020-data/13.4", "340000", True),  # the province is not in the city
        ("jiaozuo-2020-project/9.2", "410804", False),
    ],
)
def test_a_text_binds_its_region_and_those_within(mark, region, strange):
    assert bool(strange_marks((mark,), {region})) is strange


def report(name, marks, regions, *, instances=1, passed=True):
    properties = [("requirement_marks", marks), ("requirement_instances", instances), ("law_regions", regions)]
    return SimpleNamespace(nodeid=name, when="call", passed=passed, user_properties=properties)


def test_a_mark_of_another_place_is_named_with_the_places_the_test_acted_in():
    places = Places()
    places.take(report("a.py::test_one", ["liyang-2020-sharing/4.1", "wuhu-2020-data/5.1"], ["340200"]))
    assert places.strangers() == ["a.py::test_one: liyang-2020-sharing/4.1 (340200)"]


def test_instances_count_together_and_only_when_all_of_them_ran():
    places = Places()
    marks = ["liyang-2020-sharing/4.1", "wuhu-2020-data/5.1", "jiaozuo-2020-data/4.1"]
    places.take(report("a.py::test_one[wuhu]", marks, ["340200"], instances=2))
    assert places.strangers() == []
    places.take(report("a.py::test_one[liyang]", marks, ["320481"], instances=2))
    assert places.strangers() == ["a.py::test_one: jiaozuo-2020-data/4.1 (320481, 340200)"]


def test_a_test_that_asks_no_law_is_not_judged():
    places = Places()
    places.take(report("a.py::test_one", ["liyang-2020-sharing/4.1"], []))
    assert places.strangers() == []


def test_the_law_a_test_asks_for_is_kept():
    from datetime import date

    from tests.support.trace_plugin import ASKED
    from yiyuan.regulations import api

    api.resolve("sharing.reply", region="320481", on=date(2026, 9, 24))
    assert "320481" in ASKED
