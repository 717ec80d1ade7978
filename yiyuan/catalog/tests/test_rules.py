"""What the law asks of an entry; no database."""

from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest

from tests.support.refusals import refused
from yiyuan.catalog import rules
from yiyuan.catalog.types import CYCLE_DAYS, Cycle, Freshness
from yiyuan.kernel.errors import RuleBroken
from yiyuan.regulations.api import resolve

PLACES = {"anhui": "340000", "wuhu": "340200", "liyang": "320481", "jiaozuo": "410800"}


@dataclass
class Draft:
    """An entry with all a region may want; tests take things away."""

    name: str = "婚姻登记信息"
    category: str = "3"
    class_code: str = "07"
    format: str = "database"
    cycle: str = "daily"
    officer: str = "周敏"
    source_kind: str = "system"
    sharing: str = "conditional"
    condition: str = "按人查询"
    scope: str = "有关部门"
    purpose: str = "行政依据"
    materials: list[str] = field(default_factory=lambda: ["履职依据"])
    basis_level: str = "law"
    basis: str = "《某法》第一条"
    reason: str = "含个人信息"
    methods: list[str] = field(default_factory=lambda: ["online_query"])
    use_terms: str = "只用于申请的用途"
    opening: str = "not_open"
    opening_method: str = "不开放"
    opening_grounds: list[str] = field(default_factory=list)
    opening_condition: str = "按条件"
    held_by_provider: bool = False
    held_reason: str = ""
    held_basis_level: str = ""
    held_basis: str = ""
    secret: bool = False
    summary: str = "摘要"
    electronic: bool = True
    source_system: str = "婚姻登记系统"
    source_funding: str = ""
    form: str = "data"
    form_facts: dict[str, str] = field(default_factory=dict)
    contents: list[str] = field(default_factory=lambda: ["text"])
    standards: dict[str, str] = field(default_factory=dict)
    purposes: list[str] = field(default_factory=list)
    city_specific: bool = False
    consent: str = ""
    consent_on: date | None = None
    licence_issuer: str = ""
    licence_type: str = ""
    licence_holder: str = ""
    licence_template: str = ""


def _law(place):
    return lambda key: resolve(key, region=PLACES[place], on=date(2026, 9, 1)).value


def _check(place, *, items=("编号",), personal=(), **changes):
    rules.check_submittable(
        entry=Draft(**changes), item_names=list(items), personal_items=list(personal), law=_law(place)
    )


def _broken(place, **changes):
    with pytest.raises(RuleBroken) as broken:
        _check(place, **changes)
    return broken.value


@pytest.mark.parametrize("place", PLACES)
def test_a_complete_entry_may_be_submitted(place):
    _check(place)


EMPTY = {
    "category": {"category": ""},
    "owner": {"officer": ""},
    "format": {"format": ""},
    "attributes": {"summary": ""},
    "update_period": {"cycle": ""},
    "sharing_type": {"sharing": ""},
    "sharing_method": {"methods": []},
    "use_terms": {"use_terms": ""},
}
OPENING = {"opening_type": {"opening": ""}, "opening_method": {"opening_method": "", "opening": "conditional"}}


@pytest.mark.requirement("anhui-2020-data/13.2", "liyang-2020-sharing/8.2")
@pytest.mark.parametrize("place", ["anhui", "liyang"])
@pytest.mark.parametrize("element", EMPTY)
def test_each_of_the_eight_elements_is_demanded_by_name(place, element):
    broken = _broken(place, **EMPTY[element])
    assert (broken.rule, broken.facts["missing"]) == ("catalog.elements", [element])


@pytest.mark.requirement("wuhu-2020-data/6.1")
@pytest.mark.parametrize("element", EMPTY | OPENING)
def test_wuhu_demands_ten_elements_by_name(element):
    broken = _broken("wuhu", **(EMPTY | OPENING)[element])
    assert (broken.rule, broken.facts["missing"]) == ("catalog.elements", [element])


def test_all_missing_elements_are_named_at_once():
    everything = {name: value for change in (EMPTY | OPENING).values() for name, value in change.items()} | {
        "opening": ""
    }
    assert set(_broken("wuhu", **everything).facts["missing"]) == {*EMPTY, *OPENING}


@pytest.mark.requirement("jiaozuo-2020-data/8.1")
def test_jiaozuo_validates_against_the_metadata_of_the_national_guide():
    nothing = {"category": "", "format": "", "cycle": "", "sharing": "", "methods": []}
    missing = set(_broken("jiaozuo", items=(), **nothing).facts["missing"])
    assert missing == {"category", "format", "items", "update_period", "sharing_type", "sharing_method"}
    assert rules.code_prefix(category="3", class_code="07", subclass_code="001") == "307001"
    for wrong in (("4", "07", "001"), ("3", "7", "001"), ("3", "07", "a01"), ("3", "07", "1"), ("3", "99", "001")):
        with refused("catalog.code"):
            rules.code_prefix(**dict(zip(("category", "class_code", "subclass_code"), wrong, strict=True)))


@pytest.mark.requirement(
    "anhui-2020-data/22.1", "wuhu-2020-data/7.1", "jiaozuo-2020-data/18.1", "liyang-2020-sharing/10.1"
)
@pytest.mark.parametrize("place", PLACES)
def test_an_entry_has_one_of_exactly_three_sharing_types(place):
    assert _law(place)("catalog.sharing_types") == ("unconditional", "conditional", "not_shared")
    for type_ in ("unconditional", "conditional", "not_shared"):
        _check(place, sharing=type_)
    assert _broken(place, sharing="").facts["missing"] == ["sharing_type"]
    assert _broken(place, sharing="somehow").rule == "catalog.sharing_types"


@pytest.mark.requirement("anhui-2020-data/36.1")
def test_an_entry_has_one_of_exactly_three_opening_types():
    assert _law("anhui")("catalog.opening_types") == ("unconditional", "conditional", "not_open")
    assert _broken("anhui", opening="").facts["missing"] == ["opening_type"]
    assert _broken("anhui", opening="somehow").rule == "catalog.opening_types"


@pytest.mark.requirement("anhui-2020-data/22.5")
@pytest.mark.parametrize("sharing", ["conditional", "not_shared"])
def test_conditional_and_not_shared_need_a_reason(sharing):
    assert _broken("anhui", sharing=sharing, reason=" ").rule == "catalog.reason_for_types"


@pytest.mark.requirement("anhui-2020-data/22.6")
@pytest.mark.parametrize("sharing", ["conditional", "not_shared"])
def test_anhui_accepts_three_kinds_of_basis_only(sharing):
    for level in ("law", "admin_regulation", "central_policy"):
        _check("anhui", sharing=sharing, basis_level=level)
    for level in ("local_regulation", "ministry_rule", "government_rule", "other_policy"):
        assert _broken("anhui", sharing=sharing, basis_level=level).facts["level"] == level
    assert _broken("anhui", sharing=sharing, basis="").rule == f"catalog.basis_levels.{sharing}"


@pytest.mark.requirement("liyang-2020-sharing/11.1")
def test_liyang_wants_a_basis_for_not_shared_only():
    assert _broken("liyang", sharing="not_shared", basis="").rule == "catalog.basis_levels.not_shared"
    assert _broken("liyang", sharing="not_shared", basis_level="ministry_rule").facts["level"] == "ministry_rule"
    _check("liyang", sharing="conditional", basis="", basis_level="")


@pytest.mark.requirement("wuhu-2020-data/7.3")
@pytest.mark.parametrize(("gap", "name"), [({"scope": ""}, "scope"), ({"condition": " "}, "condition")])
def test_a_conditional_entry_names_who_or_what_and_the_condition(gap, name):
    broken = _broken("wuhu", **gap)
    assert (broken.rule, broken.facts["missing"]) == ("catalog.conditional_states", [name])


@pytest.mark.requirement("jiaozuo-2020-data/22.3")
def test_jiaozuo_wants_type_condition_scope_and_purpose():
    assert _broken("jiaozuo", sharing="").facts["missing"] == ["sharing_type"]
    broken = _broken("jiaozuo", condition="", scope="", purpose="")
    assert broken.facts["missing"] == ["condition", "scope", "purpose"]


@pytest.mark.requirement("jiaozuo-2020-data/17.2", "liyang-2020-sharing/4.2")
@pytest.mark.parametrize("place", PLACES)
def test_an_entry_marked_secret_goes_nowhere(place):
    assert _broken(place, secret=True).rule == "catalog.no_secrets"


HELD = {"held_by_provider": True, "held_reason": "由本系统实时答复", "held_basis": "《某法》第九条"}


@pytest.mark.parametrize(
    ("place", "entry", "broken"),
    [
        ("anhui", {}, "handin.refusal"),
        ("anhui", {"held_basis": "《某法》第九条"}, "handin.refusal_basis_levels"),
        ("anhui", {"held_basis": "《某法》第九条", "held_basis_level": "ministry_rule"}, "handin.refusal_basis_levels"),
        ("anhui", {"held_basis": "《某条例》第九条", "held_basis_level": "local_regulation"}, ""),
        ("wuhu", HELD, "handin.refusal_basis_levels"),
        ("wuhu", {**HELD, "held_basis_level": "law"}, ""),
        ("jiaozuo", {}, "handin.refusal"),
        ("jiaozuo", {"held_reason": "由本系统实时答复"}, "handin.refusal"),
        ("jiaozuo", HELD, ""),
        ("liyang", {}, ""),
        ("liyang", {"sharing": "not_shared"}, ""),
        ("liyang", {"sharing": "unconditional"}, "handin.scope"),
        ("liyang", {**HELD, "held_basis_level": "law", "sharing": "unconditional"}, "handin.scope"),
    ],
)
@pytest.mark.requirement("anhui-2020-data/17.3", "jiaozuo-2020-data/22.2", "liyang-2020-sharing/16.1")
def test_data_stays_with_its_provider_only_as_the_region_allows(place, entry, broken):
    draft = Draft(**{"held_by_provider": True, **entry})
    if not broken:
        rules.check_held(draft, law=_law(place))
        return
    with pytest.raises(RuleBroken) as found:
        rules.check_submittable(entry=draft, item_names=["编号"], personal_items=[], law=_law(place))
    assert found.value.rule == broken


@pytest.mark.parametrize("place", ["liyang", "jiaozuo"])
@pytest.mark.requirement("liyang-2020-sharing/11.4", "jiaozuo-2020-data/19.7")
def test_a_base_resource_is_unconditional_personal_items_or_not(place):
    free = {"category": "1", "sharing": "unconditional"}
    facts = {"item_names": ["姓名"], "personal_items": ["姓名"], "law": _law(place)}
    rules.check_submittable(entry=Draft(**free), **facts)
    for other in ("conditional", "not_shared"):
        with refused("catalog.base_items"):
            rules.check_submittable(entry=Draft(**{**free, "sharing": other}), **facts)
    for entry in (Draft(**{**free, "opening": "unconditional"}), Draft(sharing="unconditional")):
        with refused("catalog.personal_not_unconditional"):
            rules.check_personal(entry, personal_items=["姓名"], law=_law(place))


@pytest.mark.parametrize("place", ["anhui", "wuhu"])
def test_where_no_text_speaks_of_base_items_personal_ones_block_unconditional_sharing(place):
    with refused("catalog.personal_not_unconditional"):
        rules.check_personal(Draft(category="1", sharing="unconditional"), personal_items=["姓名"], law=_law(place))
    rules.check_base(Draft(category="1"), law=_law(place))


@pytest.mark.parametrize("gap", [{"sharing": "unconditional"}, {"opening": "unconditional"}])
def test_personal_items_block_what_is_unconditional(gap):
    assert _broken("wuhu", personal=["姓名"], **gap).facts["items"] == ["姓名"]


@pytest.mark.parametrize("place", ["wuhu", "liyang", "jiaozuo"])
def test_where_a_text_lists_methods_with_and_so_on_others_of_the_platform_are_taken_too(place):
    listed = _law(place)("sharing.methods")
    other = next(method for method in ("db_push", "system_link") if method not in listed)
    rules.check_methods(Draft(methods=[other]), law=_law(place))
    with refused("sharing.methods"):
        rules.check_methods(Draft(methods=["pigeon"]), law=_law(place))

    def closed(key):
        return "closed" if key == "sharing.methods_listed" else _law(place)(key)

    with refused("sharing.methods"):
        rules.check_methods(Draft(methods=[other]), law=closed)


def test_all_gaps_are_found_and_an_unchosen_type_is_said_once():
    draft = Draft(sharing="", cycle="", methods=["pigeon"], source_kind="heard")
    found = rules.gaps(entry=draft, item_names=["编号"], personal_items=[], law=_law("wuhu"))
    assert [gap.rule for gap in found] == ["catalog.elements", "sharing.methods", "catalog.source_kinds"]
    draft = Draft(secret=True, reason="", basis="", materials=[])
    found = rules.gaps(entry=draft, item_names=["编号"], personal_items=[], law=_law("anhui"))
    assert [gap.rule for gap in found] == [
        "catalog.no_secrets",
        "catalog.reason_for_types",
        "catalog.basis_levels.conditional",
        "catalog.conditional_states",
    ]


@pytest.mark.parametrize("cycle", CYCLE_DAYS)
def test_a_resource_keeps_its_cycle_to_the_day(cycle):
    today = date(2026, 9, 1)
    last = today - timedelta(days=CYCLE_DAYS[cycle])
    assert rules.freshness(cycle=cycle, fresh_on=last, held=False, today=today) is Freshness.KEPT
    assert rules.freshness(cycle=cycle, fresh_on=last - timedelta(days=1), held=False, today=today) is Freshness.BEHIND


def test_data_that_never_came_or_stays_away_is_not_behind():
    today = date(2026, 9, 1)
    assert rules.freshness(cycle=Cycle.DAILY, fresh_on=None, held=False, today=today) is Freshness.NEVER
    assert rules.freshness(cycle=Cycle.DAILY, fresh_on=None, held=True, today=today) is Freshness.HELD
    assert rules.freshness(cycle=Cycle.IRREGULAR, fresh_on=date(2020, 1, 1), held=False, today=today) is Freshness.KEPT


def test_names_are_compared_without_what_only_looks_different():
    assert rules.plain_name("婚姻登记（信息）２") == rules.plain_name("婚姻 登记信息2")
    assert rules.plain_name("婚姻登记信息") != rules.plain_name("离婚登记信息")


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (["信息1", "信息2", "信息3", "姓名"], ["信息1", "信息2", "信息3"]),
        (["信息1", "信息2"], []),
        (["2019", "2020", "2021"], ["2019", "2020", "2021"]),
        (["地址1", "电话1", "地址2"], []),
        (["甲１", "甲2", "甲3", "乙1"], ["甲１", "甲2", "甲3"]),
        ([], []),
    ],
)
def test_names_filled_by_dragging_are_suspected(names, found):
    assert rules.dragged(names) == found


def test_a_system_name_is_no_resource_name():
    assert rules.odd_name("婚姻登记管理系统")
    assert not rules.odd_name("婚姻登记信息")


FITS = {"data_type": "C", "length": 30, "scale": None, "pattern": "", "minimum": "", "maximum": ""}


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"data_type": "N", "length": 2000, "scale": 1500}, "length", "1 到 1000"),
        ({"data_type": "N", "length": 3, "scale": 5}, "scale", "不能多于长度（3）"),
        ({"data_type": "Y", "length": None, "scale": 1001}, "scale", "1000"),
        ({"length": 0}, "length", "1 到"),
        ({"length": 2_000_001}, "length", "2000000"),
        ({"pattern": "[0-9"}, "pattern", "“[0-9”"),
        ({"pattern": "(?=x)"}, "pattern", "正则表达式"),
        ({"pattern": "(a{1000}){1000}"}, "pattern", "正则表达式"),
        ({"data_type": "I", "minimum": "9", "maximum": "1"}, "minimum", "最小值（9）大于最大值（1）"),
        ({"data_type": "D", "minimum": "2026-10-02", "maximum": "2026-10-01"}, "minimum", "大于"),
        ({"data_type": "T", "minimum": "2026-10-02T00:00+08:00"}, "minimum", "取值范围"),
        ({"data_type": "D", "maximum": "去年"}, "maximum", "“去年”不能作为取值范围"),
        ({"data_type": "N", "maximum": "NaN"}, "maximum", "取值范围"),
    ],
)
def test_limits_by_which_no_file_could_be_checked_are_named(changes, field, words):
    (found,) = rules.flaws(FITS | changes).items()
    assert found[0] == field
    assert words in found[1]


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"data_type": "N", "length": 1000, "scale": 1000},
        {"data_type": "N", "length": None, "scale": 2, "minimum": "-1.5", "maximum": "1.5"},
        {"data_type": "D", "length": None, "minimum": "2026-10-01", "maximum": "2026-10-01"},
        {"data_type": "C", "minimum": "甲", "pattern": r"\d{18}|[0-9]{17}X", "scale": 40},
    ],
)
def test_other_limits_are_taken(changes):
    assert rules.flaws(FITS | changes) == {}
