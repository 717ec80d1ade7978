"""What each rule of sharing refuses. No database."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from yiyuan.kernel.errors import RuleBroken
from yiyuan.sharing import rules
from yiyuan.sharing.types import Condition, Operator, Route, Scope

DAY = date(2026, 9, 24)
NEXT = DAY + timedelta(days=1)
MARRIED = Condition(1, Operator.IS, "结婚")
ASKED = Scope(frozenset({1, 2}), frozenset({MARRIED}), frozenset({"online_query", "system_link"}), DAY)
LIMITED = replace(ASKED, daily_calls=10, daily_rows=10)
LAW = {
    "sharing.purpose": ("need", "purpose"),
    "sharing.refusal": ("reason", "basis"),
    "sharing.refusal_basis_levels": ("law",),
    "sharing.not_shared_route": "none",
}.__getitem__
NOTHING, ONE = frozenset(), frozenset({1})
RETURNED = {"missing": ["甲"], "listed": ["甲"], "today": DAY, "last_day": DAY, "returned_before": False}
REFUSED = {"reason": "法律禁止", "basis": "《某法》第三条", "basis_level": "law", "law": LAW}
VOLUME = {"calls": 0, "rows": 0, "daily_calls": 5, "daily_rows": 5}


def fits(**changes):
    return rules.check_scope_fits, {"asked": ASKED, "granted": replace(ASKED, **changes), "names": {}}


def asked(**changes):
    scope = replace(ASKED, until_on=DAY, **changes)
    return rules.check_asked, {
        "scope": scope,
        "items": [1, 2],
        "methods": ["online_query", "system_link"],
        "today": DAY,
    }


def narrower(**changes):
    facts = {"before": LIMITED, "after": replace(LIMITED, fields=ONE), "reason": "按需", "names": {}}
    return rules.check_narrower, {**facts, **changes}


# a rule with facts that it lets pass, and the facts that change one of them and are refused, with the rule named
TABLE = [
    (asked(), asked(fields=NOTHING), "sharing.scope"),
    (asked(), asked(fields=frozenset({1, 3})), "sharing.scope"),
    (asked(), asked(methods=NOTHING), "sharing.methods"),
    (asked(), asked(methods=frozenset({"fax"})), "sharing.methods"),
    (asked(), (asked()[0], {**asked()[1], "today": NEXT}), "sharing.grant_term"),
    (fits(fields=ONE), fits(fields=frozenset({1, 3})), "sharing.scope"),
    (fits(), fits(fields=NOTHING), "sharing.grant_states"),
    (fits(rows=frozenset({MARRIED, Condition(2, Operator.IS, "a")})), fits(rows=NOTHING), "sharing.scope"),
    (fits(methods=frozenset({"online_query"})), fits(methods=frozenset({"fax"})), "sharing.scope"),
    (fits(), fits(methods=NOTHING), "sharing.grant_states"),
    (fits(until_on=DAY - timedelta(days=1)), fits(until_on=NEXT), "sharing.scope"),
    (fits(), fits(until_on=None), "sharing.scope"),
    (narrower(), narrower(after=LIMITED), "sharing.narrowing"),
    (narrower(), narrower(reason=" "), "sharing.revocation"),
    (
        narrower(after=replace(LIMITED, daily_calls=9)),
        narrower(after=replace(LIMITED, daily_calls=11)),
        "sharing.scope",
    ),
    (
        narrower(after=replace(LIMITED, daily_rows=9)),
        narrower(after=replace(LIMITED, daily_rows=None)),
        "sharing.scope",
    ),
    *(
        ((rules.check_refusal_stated, REFUSED), (rules.check_refusal_stated, {**REFUSED, **gap}), rule)
        for gap, rule in [
            ({"reason": " "}, "sharing.refusal"),
            ({"basis": ""}, "sharing.refusal"),
            ({"basis_level": ""}, "sharing.refusal_basis_levels"),
            ({"basis_level": "ministry_rule"}, "sharing.refusal_basis_levels"),
        ]
    ),
    *(
        ((rules.check_return, RETURNED), (rules.check_return, {**RETURNED, **gap}), rule)
        for gap, rule in [
            ({"missing": ["乙"]}, "sharing.materials_listed"),
            ({"missing": []}, "sharing.materials_listed"),
            ({"today": NEXT}, "sharing.return_materials"),
            ({"returned_before": True}, "sharing.return_materials"),
        ]
    ),
    *(
        (
            (rules.check_volume, {**VOLUME, "calls": 4, "rows": 4}),
            (rules.check_volume, {**VOLUME, **gap}),
            "sharing.volume",
        )
        for gap in ({"calls": 5}, {"rows": 5})
    ),
    (
        (rules.check_grant_term, {"granted": ASKED, "longest_on": DAY}),
        (rules.check_grant_term, {"granted": ASKED, "longest_on": DAY - timedelta(days=1)}),
        "sharing.grant_term",
    ),
    (
        (rules.check_stated, {"stated": {"need": "a", "purpose": "b"}, "law": LAW}),
        (rules.check_stated, {"stated": {"need": "a", "purpose": " "}, "law": LAW}),
        "sharing.purpose",
    ),
    (
        (rules.check_route, {"wanted": Route.APPLY, "sharing": "conditional", "law": LAW}),
        (rules.check_route, {"wanted": Route.APPLY, "sharing": "unconditional", "law": LAW}),
        "sharing.unconditional_grant",
    ),
    (
        (rules.check_route, {"wanted": Route.SUBSCRIBE, "sharing": "unconditional", "law": LAW}),
        (rules.check_route, {"wanted": Route.SUBSCRIBE, "sharing": "conditional", "law": LAW}),
        "sharing.unconditional_grant",
    ),
    (
        (rules.check_route, {"wanted": Route.SUBSCRIBE, "sharing": "unconditional", "law": LAW}),
        (rules.check_route, {"wanted": Route.APPLY, "sharing": "not_shared", "law": LAW}),
        "sharing.not_shared_route",
    ),
    (
        (rules.check_resumed, {"because": "provider", "reason": "复核无误"}),
        (rules.check_resumed, {"because": "misuse", "reason": "复核无误"}),
        "sharing.resumption",
    ),
    (
        (rules.check_disposal, {"disposal": "destroyed", "statement": "已销毁"}),
        (rules.check_disposal, {"disposal": "destroyed", "statement": ""}),
        "sharing.disposal",
    ),
]


@pytest.mark.parametrize(("kept", "broken", "rule"), TABLE)
def test_a_rule_lets_the_one_pass_and_refuses_the_other_by_name(kept, broken, rule):
    check, facts = kept
    check(**facts)
    check, facts = broken
    with pytest.raises(RuleBroken) as refused:
        check(**facts)
    assert refused.value.rule == rule


def test_the_way_to_a_resource_follows_its_type():
    routes = {kind: rules.route_to(sharing=kind, law=LAW) for kind in ("unconditional", "conditional", "not_shared")}
    assert routes == {"unconditional": Route.SUBSCRIBE, "conditional": Route.APPLY, "not_shared": Route.NONE}


@pytest.mark.parametrize(
    ("smaller", "parts"),
    [
        ({}, []),
        ({"fields": ONE}, ["fields"]),
        ({"rows": frozenset({MARRIED, Condition(2, Operator.IS, "男")})}, ["rows"]),
        ({"methods": frozenset({"online_query"})}, ["methods"]),
        ({"until_on": DAY - timedelta(days=1)}, ["until_on"]),
        ({"daily_calls": 100}, ["limits"]),
        ({"fields": ONE, "daily_rows": 0}, ["fields", "limits"]),
    ],
)
def test_each_part_of_a_grant_that_is_less_than_asked_for_is_named(smaller, parts):
    assert rules.narrowed(asked=ASKED, granted=replace(ASKED, **smaller)) == parts
