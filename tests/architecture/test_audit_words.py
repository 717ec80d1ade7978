"""Every act in the record has a Chinese name."""

import importlib
import inspect
from enum import StrEnum

import pytest

from tests.architecture.layers import ROOT
from tests.architecture.test_workflows import TABLES
from yiyuan.audit.words import VALUE_WORDS, WORDS

ROOMS = {p.parent.name for p in (ROOT / "yiyuan").glob("*/types.py")}
ROOMS |= {p.parent.parent.name for p in (ROOT / "yiyuan").glob("*/types/__init__.py")}
TYPES = [f"yiyuan.{room}.types" for room in sorted(ROOMS)]


def tags():
    for name in TYPES:
        for _, found in inspect.getmembers(importlib.import_module(name), inspect.isclass):
            if issubclass(found, StrEnum) and found.__name__.endswith("Tag"):
                yield from (str(tag) for tag in found)
    for table in TABLES:
        yield from (f"{table.name}.{move.name}" for move in table.moves)


@pytest.mark.parametrize("tag", sorted(set(tags())))
def test_an_act_has_a_chinese_name(tag):
    assert any("\u4e00" <= c <= "\u9fff" for c in WORDS.get(tag, "")), tag


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.name)
def test_a_state_in_the_record_has_a_chinese_name(table):
    assert [state for state in sorted(table.states) if state not in table.words and state not in VALUE_WORDS] == []
