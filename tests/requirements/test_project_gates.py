"""May it be submitted, reviewed, approved, funded, procured? Read from the `accept` sentences.

Each gate is asked with the law of the place and the facts of a project; that every move goes through its gate, and that
page and API say the same, is proved by a project walked through.
"""

from dataclasses import replace
from datetime import date

import pytest

from tests.support.cast import PLACES
from tests.support.refusals import refused
from yiyuan.kernel.errors import RuleBroken
from yiyuan.projects.rules.gates import answers, check_approve, check_establish, check_gate
from yiyuan.projects.types import Feature, Funding, Gate, Kind, MaterialKind, Matter, OpinionKind, Standing
from yiyuan.workflow.api import Law

ON = date(2026, 9, 24)
SAYS, M, G = OpinionKind, MaterialKind, Gate
# nothing stands in the way of this one, wherever it is
GOOD = Standing(
    kind=Kind.NEW,
    funding=Funding.INVEST,
    cross_department=True,
    planning_item="数字政府规划第三章",
    consented=True,
    materials=frozenset(M),
    entries=1,
    opinions=dict.fromkeys(SAYS, True),
    heard=frozenset(Matter),
    in_stage=True,
)


def law(place, on=ON):
    return Law(PLACES[place][0], on)


def without(*kinds):
    return replace(GOOD, materials=GOOD.materials - set(kinds))


def said(**opinions):
    return replace(GOOD, opinions={**GOOD.opinions, **{SAYS(kind): agrees for kind, agrees in opinions.items()}})


def silent(*kinds):
    return replace(GOOD, opinions={kind: True for kind in SAYS if kind not in kinds})


def asked(name):
    return pytest.mark.requirement(*name.split())


def case(*told):
    """Place, gate, facts, rule, words, requirements."""
    *given, ids = told
    return pytest.param(*given, marks=asked(ids), id=f"{given[1]}-{ids.split()[0]}")


def building(*features):
    return replace(GOOD, features=frozenset(features))


J, A, L, W = "jiaozuo-2020-project/", "anhui-2020-data/", "liyang-2020-sharing/", "wuhu-2020-data/"
# fmt: off
CASES = [
    case("jiaozuo", G.SUBMIT, replace(GOOD, planning_item=" "), "projects.planning", "规划事项", J + "3.1"),
    case("jiaozuo", G.SUBMIT, replace(GOOD, consented=False), "projects.consent", "政府同意", J + "9.3"),
    case("jiaozuo", G.MATERIALS, replace(GOOD, consented=False), "projects.consent", "政府同意", J + "9.3"),
    case("jiaozuo", G.SUBMIT, without(M.PROPOSAL), "projects.materials", "缺：项目建议书。", J + "9.4"),
    case("jiaozuo", G.SUBMIT, without(M.FEASIBILITY), "projects.materials", "缺：可行性研究报告。", J + "9.5"),
    case("jiaozuo", G.SUBMIT, without(M.DESIGN), "projects.materials", "缺：初步设计方案。", J + "9.6"),
    case("jiaozuo", G.SUBMIT, without(M.BUDGET), "projects.materials", "缺：项目预算。", J + "9.7"),
    case("jiaozuo", G.SUBMIT, without(M.TARGETS), "projects.materials", "缺：绩效目标。", J + "9.8"),
    case("jiaozuo", G.SUBMIT, without(M.SHARING_LIST), "projects.materials", "缺：数据共享清单。", J + "26.2"),
    case("jiaozuo", G.SUBMIT, without(M.EXCHANGE), "projects.materials", "缺：数据共享交换机制和模式。", J + "26.3"),
    case("jiaozuo", G.SUBMIT, replace(GOOD, entries=0), "projects.precompiled", "预编的项目数据资源目录", J + "26.1"),
    case("jiaozuo", G.SUBMIT, replace(without(M.ASSESSMENT), kind=Kind.REBUILD), "projects.assessment", "改建须委托专业机构测评", J + "9.9"),
    case("jiaozuo", G.SUBMIT, replace(without(M.ASSESSMENT), kind=Kind.EXTEND), "projects.assessment", "扩建须委托专业机构测评", J + "9.9"),
    case("jiaozuo", G.SUBMIT, replace(without(M.ASSESSMENT), kind=Kind.SCRAP), "projects.assessment", "报废须委托专业机构测评", J + "9.9"),
    case("anhui", G.SUBMIT, replace(GOOD, entries=0, no_entries="没有"), "projects.precompiled", "至少一项", A + "10.3"),
    case("jiaozuo", G.REVIEW, without(M.CLOUD), "projects.cloud", "缺：政务云和电子政务网络部署方案", J + "4.1"),
    case("jiaozuo", G.REVIEW, building(Feature.MACHINE_ROOM), "projects.machine_room", "新建业务机房", J + "4.2"),
    case("jiaozuo", G.REVIEW, building(Feature.PRIVATE_NETWORK), "projects.private_network", "新建业务专网", J + "4.3 jiaozuo-2020-data/16.2"),
    case("jiaozuo", G.REVIEW, replace(GOOD, heard=frozenset(Matter) - {Matter.SHARING}), "projects.experts_heard", "资源共享方案", J + "10.1"),
    case("jiaozuo", G.APPROVE, said(sharing=False), "projects.sharing_check", "共建共享审查没有通过", J + "5.4"),
    case("jiaozuo", G.FUND, said(sharing=False), "projects.sharing_funds", "共建共享审查没有通过", J + "5.4"),
    case("jiaozuo", G.APPROVE, replace(GOOD, integrated=False), "projects.integration", "没有通过整合共享审查", J + "19.3"),
    case("jiaozuo", G.FUND, replace(GOOD, integrated=False, kind=Kind.EXTEND), "projects.integration", "没有通过整合共享审查", J + "19.3"),
    case("jiaozuo", G.REVIEW, said(access=False), "projects.access", "接入审查没有通过", J + "28.2"),
    case("jiaozuo", G.ESTABLISH, said(access=False), "projects.access", "接入审查没有通过", J + "28.2"),
    case("jiaozuo", G.FUND, said(access=False), "projects.access", "接入审查没有通过", J + "28.2"),
    case("jiaozuo", G.ESTABLISH, silent(SAYS.PRELIMINARY), "projects.approval", "主管部门的初审意见", J + "13.1"),
    case("jiaozuo", G.ESTABLISH, silent(SAYS.INDUSTRY), "projects.industry", "行业审查意见", J + "11.1"),
    case("jiaozuo", G.ESTABLISH, replace(GOOD, in_stage=False), "projects.industry", "评估论证阶段", J + "11.1"),
    case("jiaozuo", G.FUND, silent(SAYS.PRELIMINARY), "projects.reviewed_funds", "缺主管部门的审核意见", J + "13.2"),
    case("jiaozuo", G.PRE_PROCURE, without(M.CONNECTION), "projects.connection_plan", "缺：共享交换平台对接方案", J + "14.1"),
    case("jiaozuo", G.PRE_PROCURE, without(M.CO_BUILDING), "projects.co_building", "缺：与政务云、电子政务外网等共建共享方案", J + "14.2"),
    case("jiaozuo", G.PROCURE, silent(SAYS.PRE_PROCUREMENT), "projects.pre_procurement", "采购前核准", J + "14.3"),
    case("jiaozuo", G.PROCURE, replace(silent(SAYS.FINANCE), funding=Funding.SERVICE), "projects.finance_review", "资金合理性", J + "10.4"),
    case("anhui", G.APPROVE, silent(SAYS.PRELIMINARY), "projects.approval", "主管部门的初审意见", A + "10.1"),
    case("anhui", G.APPROVE, said(sharing=False), "projects.sharing_check", "互联互通", A + "9.2"),
    case("anhui", G.APPROVE, without(M.PORTAL), "projects.service_platform", "皖事通办", A + "29.3"),
    case("anhui", G.REVIEW, building(Feature.MOBILE_APP), "projects.own_app", "新建政务服务移动端", A + "30.2"),
    case("liyang", G.REVIEW, without(M.CONNECTION), "projects.cross_plan", "缺：共享交换平台对接方案", L + "14.3"),
    case("liyang", G.REVIEW, building(Feature.INFRASTRUCTURE), "projects.infrastructure", "电子政务基础设施", L + "15.1"),
    case("liyang", G.APPROVE, said(sharing=False), "projects.sharing_check", "没有通过", L + "23.3"),
    case("wuhu", G.REVIEW, building(Feature.SHARING_PLATFORM), "projects.sharing_platform", "单独建设共享交换平台", W + "12.3"),
    case("wuhu", G.APPROVE, silent(SAYS.FINANCE), "projects.approval", "财政部门的意见", W + "25.1"),
    case("wuhu", G.APPROVE, said(sharing=False), "projects.sharing_check", "没有通过", W + "25.3"),
]
# fmt: on


@pytest.mark.requirement(
    "anhui-2020-data/10.1",
    "anhui-2020-data/10.3",
    "anhui-2020-data/29.3",
    "anhui-2020-data/30.2",
    "anhui-2020-data/9.2",
    "jiaozuo-2020-data/16.2",
    "jiaozuo-2020-project/10.1",
    "jiaozuo-2020-project/10.4",
    "jiaozuo-2020-project/11.1",
    "jiaozuo-2020-project/13.1",
    "jiaozuo-2020-project/13.2",
    "jiaozuo-2020-project/14.1",
    "jiaozuo-2020-project/14.2",
    "jiaozuo-2020-project/14.3",
    "jiaozuo-2020-project/19.3",
    "jiaozuo-2020-project/26.1",
    "jiaozuo-2020-project/26.2",
    "jiaozuo-2020-project/26.3",
    "jiaozuo-2020-project/28.2",
    "jiaozuo-2020-project/3.1",
    "jiaozuo-2020-project/4.1",
    "jiaozuo-2020-project/4.2",
    "jiaozuo-2020-project/4.3",
    "jiaozuo-2020-project/5.4",
    "jiaozuo-2020-project/9.3",
    "jiaozuo-2020-project/9.4",
    "jiaozuo-2020-project/9.5",
    "jiaozuo-2020-project/9.6",
    "jiaozuo-2020-project/9.7",
    "jiaozuo-2020-project/9.8",
    "jiaozuo-2020-project/9.9",
    "liyang-2020-sharing/14.3",
    "liyang-2020-sharing/15.1",
    "liyang-2020-sharing/23.3",
    "wuhu-2020-data/12.3",
    "wuhu-2020-data/25.1",
    "wuhu-2020-data/25.3",
)
@pytest.mark.parametrize(("place", "gate", "standing", "rule", "words"), CASES)
def test_a_gate_is_closed_by_one_fact_and_open_without_it(place, gate, standing, rule, words):
    check_gate(gate, GOOD, law=law(place))
    with pytest.raises(RuleBroken) as broken:
        check_gate(gate, standing, law=law(place))
    assert broken.value.rule == rule
    assert words in broken.value.facts["problem"]
    assert [one.key for one in answers(gate, standing, law=law(place)) if not one.holds] == [rule]


@pytest.mark.requirement("wuhu-2020-data/25.5")
def test_before_the_province_wuhu_took_a_reason_for_no_entries():
    then = law("wuhu", date(2020, 9, 1))
    with refused("projects.precompiled"):
        check_gate(G.SUBMIT, replace(GOOD, entries=0), law=then)
    check_gate(G.SUBMIT, replace(GOOD, entries=0, no_entries="只改网络"), law=then)
    with refused("projects.precompiled"):  # the province asks for one since
        check_gate(G.SUBMIT, replace(GOOD, entries=0, no_entries="只改网络"), law=law("wuhu"))


@pytest.mark.parametrize(
    ("place", "gate", "standing", "excuse"),
    [
        ("anhui", G.REVIEW, building(Feature.MOBILE_APP), "own_app"),
        ("anhui", G.APPROVE, without(M.PORTAL), "service_platform"),
        ("anhui", G.APPROVE, said(sharing=False), "sharing_check"),
        ("liyang", G.REVIEW, building(Feature.INFRASTRUCTURE), "infrastructure"),
        ("wuhu", G.REVIEW, building(Feature.SHARING_PLATFORM), "sharing_platform"),
    ],
)
def test_an_exception_on_record_opens_the_gate_of_its_rule_alone(place, gate, standing, excuse):
    assert excuse in law(place)("projects.exceptions")
    check_gate(gate, replace(standing, exceptions=frozenset({excuse})), law=law(place))
    with refused(f"projects.{excuse}"):
        check_gate(gate, replace(standing, exceptions=frozenset({"another"})), law=law(place))


@pytest.mark.requirement("jiaozuo-2020-project/6.1")
@pytest.mark.parametrize(
    ("standing", "established"),
    [
        (GOOD, True),  # invested
        (replace(GOOD, funding=Funding.SERVICE, major=True), True),
        (replace(GOOD, funding=Funding.SERVICE), False),
        (replace(GOOD, funding=Funding.JOINT), False),
    ],
)
def test_only_major_and_invested_projects_are_established(standing, established):
    mine, other = (check_establish, check_approve) if established else (check_approve, check_establish)
    mine(standing=standing, law=law("jiaozuo"))
    with refused("projects.establishment"):
        other(standing=standing, law=law("jiaozuo"))


@pytest.mark.requirement("anhui-2020-data/10.2")
def test_a_citys_own_steps_take_the_place_of_the_provinces():
    check_gate(G.APPROVE, silent(SAYS.FINANCE), law=law("anhui"))
    with refused("projects.approval"):
        check_gate(G.APPROVE, silent(SAYS.FINANCE), law=law("wuhu"))
    found = law("wuhu").resolved("projects.approval")
    assert (found.value, found.cite) == ("consultation", ("wuhu-2020-data/25.1",))


def test_what_no_text_demands_stands_in_nobodys_way():
    bare = Standing(kind=Kind.NEW, funding=Funding.INVEST)
    for gate in (G.MATERIALS, G.SUBMIT, G.REVIEW, G.ESTABLISH, G.APPROVE, G.FUND, G.PRE_PROCURE, G.PROCURE):
        assert answers(gate, bare, law=law("sample")) == [
            one for one in answers(gate, bare, law=law("sample")) if one.key == "projects.closed" and one.holds
        ]
    with refused("projects.closed"):
        check_gate(G.SUBMIT, replace(GOOD, closed=True), law=law("sample"))


def test_all_that_is_wrong_is_named_at_once():
    with pytest.raises(RuleBroken) as broken:
        check_gate(G.SUBMIT, replace(without(M.BUDGET, M.TARGETS), entries=0), law=law("jiaozuo"))
    assert broken.value.facts["problem"] == "缺：项目预算、绩效目标；缺：预编的项目数据资源目录，至少一项。"
