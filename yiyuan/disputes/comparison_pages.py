"""多元校核 at both doors: an element's sources compared, the list of what differs, a case made of it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from ninja import Schema

from yiyuan.disputes import comparisons, policies, selectors
from yiyuan.disputes.display import COMPARISON_LIGHTS
from yiyuan.disputes.models import Comparison, Difference
from yiyuan.disputes.types import COMPARING, COMPARISON_WORDS, Side
from yiyuan.disputes.workflow import COMPARISON
from yiyuan.kernel.actor import PARTIES, Actor, Function
from yiyuan.regulations.api import cited
from yiyuan.web.components import Empty, Fact, Link, number
from yiyuan.web.edge import actor_of
from yiyuan.web.forms import Form
from yiyuan.web.lists import Column, Listing, name_column, state_column, state_filter, text_filter
from yiyuan.workflow.api import Ask, MatterOut, Matters, New, Under

LINES = forms.Textarea(attrs={"rows": 2})


class CompareForm(Form):
    pass


class RaiseForm(Form):
    place = forms.IntegerField(
        label="差异清单里的序号", min_value=1, required=False, help_text="不填：全部差异作为一件"
    )
    detail = forms.CharField(
        label="补充说明", widget=LINES, max_length=1000, required=False, help_text="不写姓名和证件号码"
    )


class ComparisonOut(MatterOut, Schema):
    """Records: of each side, found on both, equal, differing, empty on one side alone."""

    element_id: int
    element_name: str
    first_resource_name: str
    second_resource_name: str
    asked_on: date
    ended_on: date | None
    matched: str
    first_rows: int
    second_rows: int
    both: int
    equal: int
    differing: int
    lacking: int
    words: str


class RaisedOut(Schema):
    id: int
    number: str


def _share(found: Comparison) -> str:
    return f"{found.equal / found.both:.2%}" if found.both else "—"


def _facts(found: Comparison, _actor: Actor) -> Sequence[Fact]:
    facts = [
        Fact("数据元", Link(found.element_name, reverse("elements:element", args=[found.element_id]))),
        Fact("权威来源", f"{found.first.short_name}《{found.first_resource_name}》"),
        Fact("校核来源", f"{found.second.short_name}《{found.second_resource_name}》"),
        Fact("提出", f"{found.asked_by or '归集后自动'}，{found.asked_on.isoformat()}"),
    ]
    if found.matched:
        facts += [
            Fact("按什么对应", found.matched),
            Fact("两边都有", f"{number(found.both)} 条"),
            Fact("一致", f"{number(found.equal)} 条（{_share(found)}）"),
            Fact("不一致", f"{number(found.differing)} 条"),
            Fact("只有一边有值", f"{number(found.lacking)} 条"),
            Fact("权威来源的记录", f"{number(found.first_rows)} 条"),
            Fact("校核来源的记录", f"{number(found.second_rows)} 条"),
        ]
    return [*facts, *([Fact("说明", found.words, wide=True)] if found.words else [])]


def _differences(request: HttpRequest, found: Comparison) -> Listing:
    """A department reads its own values; both stand in the case that is made of a difference."""
    actor = actor_of(request)
    sides = {side: policies.reads_side(actor, found, side) for side in Side}
    columns = [Column("place", "序号", "place", sort="place", numeric=True)]
    if any(sides.values()):
        columns.insert(0, Column("record", "记录", lambda one: selectors.difference_of(one).record, head=True))
    if sides[Side.FIRST]:
        columns.append(Column("first", "权威来源的值", lambda one: selectors.difference_of(one).first_value))
    if sides[Side.SECOND]:
        columns.append(Column("second", "校核来源的值", lambda one: selectors.difference_of(one).second_value))
    columns.append(
        Column("case", "数据不一致", lambda one: _case(one) or "还没有提出", export=lambda one: str(_case(one) or ""))
    )
    return Listing(
        request,
        found.differences.select_related("inconsistency").order_by("place"),
        columns,
        [],
        filename=f"{found.element_name}差异清单",
        caption="差异清单",
        unit="条",
        page_size=20,
        empty=Empty("没有差异。" if found.matched and not found.differing else "还没有，或者已由后来的比对代替。"),
    )


def _case(one: Difference) -> Link | None:
    case = one.inconsistency
    return Link(case.number, case.get_absolute_url()) if case else None


def _context(_actor: Actor, found: Comparison) -> dict[str, Any]:  # template variables
    most = comparisons.MOST_LISTED
    return {"running": found.state in COMPARING, "most": most if found.differing > most else 0}


def _left(rows: Any) -> str:  # a QuerySet
    left = Difference.objects.filter(comparison__in=rows, inconsistency=None).count()
    return f"{number(left)} 条差异没有提出" if left else ""


COMPARISONS = Matters(
    COMPARISON,
    app="disputes",
    noun="comparison",
    title="多元校核",
    unit="次",
    about="一项数据只有一个权威来源，其他来源用来校核：平台按主键把两边对应起来，列出值不一样的记录。平台不改数据。",
    empty="还没有比对过。数据元登记了校核来源，数据归集后自动比对。",
    find=selectors.comparison_for,
    rows=selectors.comparisons,
    facts=_facts,
    shown=ComparisonOut,
    lights=COMPARISON_LIGHTS,
    chips=lambda actor: cited(actor, "disputes.compare"),
    headline=_left,
    columns=[
        state_column(COMPARISON_LIGHTS),
        name_column("数据元", "element_name", key="element", note=lambda one: f"与《{one.second_resource_name}》"),
        Column("first", "权威来源", "first.short_name", sort="first__name"),
        Column("second", "校核来源", "second.short_name", sort="second__name"),
        Column("ended", "比对日期", "ended_on", sort="ended_on", css="nw"),
        Column("both", "两边都有", "both", sort="both", numeric=True),
        Column("differing", "不一致", "differing", sort="differing", numeric=True),
        Column("equal", "一致", _share, numeric=True),
    ],
    filters=[
        state_filter(COMPARISON_WORDS),
        text_filter("element", "数据元", "element_name"),
        text_filter("department", "部门", "first__name", "second__name"),
    ],
    page="disputes/comparison.html",
    context=_context,
    inner=_differences,
    new=New(
        comparisons.ask_comparison,
        CompareForm,
        PARTIES | {Function.BUREAU},
        "比对",
        "比对在后台进行，完了列出值不一样的记录。",
        by="disputes.comparison.ask",
        key="disputes.compare",
        name="new_comparison",
        under=Under(
            "source_id",
            selectors.pair_for,
            "sources/<int:source_id>/comparison/",
            "sources/{int:source_id}/comparisons",
        ),
    ),
    asks={
        "cancel": Ask(comparisons.cancel_comparison, name="cancel_comparison"),
        "raise": Ask(
            comparisons.raise_difference,
            RaiseForm,
            "两个部门会收到，协商或者由主管部门组织甄别；另一方在源头更正。",
            beside={"disputes.difference": "place", "disputes.sides": "place"},
            may=comparisons.require_raising,
            label="提出数据不一致",
            done="已提出，双方会收到。",
            gives=RaisedOut,
            makes=True,
            name="raise_difference",
        ),
    },
)
