"""What a rectification refuses, by rule; no database."""

from datetime import date

import pytest

from tests.support.refusals import refused
from yiyuan.rectification import rules

TODAY, LATER, BEFORE = date(2026, 9, 24), date(2026, 10, 16), date(2026, 9, 1)
LAW = {
    "rectification.handover": ("sanction", "judicial"),
    "rectification.consequences": ("waste",),
    "projects.measures": ("circular", "payment"),
}.__getitem__
ISSUE = {"number": "1号", "due_on": LATER, "issuer_id": 3, "today": TODAY}
LATE = {"due_on": BEFORE, "number": "2号", "words": "没有整改", "today": TODAY}
GRAVE = {"what": "虚报", "persons": "某某", "kind": "sanction", "consequence": "", "law": LAW}


@pytest.mark.parametrize(
    ("check", "facts", "rule"),
    [
        (rules.check_said, {"problem": " ", "demand": "补齐"}, "rectification.said"),
        (rules.check_said, {"problem": "缺", "demand": ""}, "rectification.said"),
        (rules.check_due, {"due_on": None, "today": TODAY}, "rectification.due"),
        (rules.check_due, {"due_on": TODAY, "today": TODAY}, "rectification.due"),
        (rules.check_issue, {**ISSUE, "issuer_id": None}, "rectification.no_issuer"),
        (rules.check_issue, {**ISSUE, "due_on": BEFORE}, "rectification.due"),
        (rules.check_issue, {**ISSUE, "number": " "}, "rectification.number"),
        (rules.check_answer, {"measures": " "}, "rectification.answer"),
        (rules.check_rechecked, {"finding": ""}, "rectification.rechecked"),
        (rules.check_sent_back, {"finding": "", "new_due_on": None, "today": TODAY}, "rectification.rechecked"),
        (rules.check_sent_back, {"finding": "缺", "new_due_on": TODAY, "today": TODAY}, "rectification.due"),
        (rules.check_lapsed, {**LATE, "due_on": TODAY}, "rectification.lapsed"),
        (rules.check_lapsed, {**LATE, "number": ""}, "rectification.number"),
        (rules.check_lapsed, {**LATE, "words": " "}, "rectification.rechecked"),
        (rules.check_ordered, {"number": "政1", "new_due_on": None, "today": TODAY}, "rectification.due"),
        (rules.check_ordered, {"number": "", "new_due_on": LATER, "today": TODAY}, "rectification.number"),
        (rules.check_why, {"why": " "}, "rectification.why"),
        (rules.check_recorded, {**GRAVE, "kind": "discipline"}, "rectification.handover"),
        (rules.check_recorded, {**GRAVE, "consequence": "overrun"}, "rectification.consequences"),
        (rules.check_recorded, {**GRAVE, "what": ""}, "rectification.person"),
        (rules.check_recorded, {**GRAVE, "persons": " "}, "rectification.person"),
        (rules.check_handed, {"organ": "", "handed_on": TODAY, "today": TODAY}, "rectification.organ"),
        (rules.check_handed, {"organ": "监委", "handed_on": None, "today": TODAY}, "rectification.organ"),
        (rules.check_handed, {"organ": "监委", "handed_on": LATER, "today": TODAY}, "rectification.organ"),
        (rules.check_decided, {"decision": " "}, "rectification.decided"),
        (rules.check_task, {"demand": "", "due_on": LATER, "today": TODAY}, "rectification.task"),
        (rules.check_task, {"demand": "补齐", "due_on": TODAY, "today": TODAY}, "rectification.task"),
        (rules.check_measure, {"measure": "building", "taken": [], "law": LAW}, "projects.measures"),
        (rules.check_measure, {"measure": "payment", "taken": ["payment"], "law": LAW}, "projects.measures"),
    ],
)
def test_what_is_not_so_is_refused_by_its_rule(check, facts, rule):
    with refused(rule):
        check(**facts)


def test_what_is_so_passes():
    rules.check_issue(**ISSUE)
    rules.check_lapsed(**LATE)
    rules.check_recorded(**{**GRAVE, "consequence": "waste"})
    rules.check_sent_back(finding="缺一项", new_due_on=None, today=TODAY)
    rules.check_measure(measure="payment", taken=["circular"], law=LAW)
    assert rules.check_due(due_on=LATER, today=TODAY) == LATER


def test_the_last_day_counts():
    assert [rules.is_lapsed(due_on=day, today=TODAY) for day in (None, TODAY, BEFORE)] == [False, False, True]
