"""Two departments' data that differ, at both doors: what differs, what each says, what the bureau convened came to."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.urls import reverse
from ninja import Schema

from yiyuan.catalog.api import published_meant
from yiyuan.disputes import inconsistencies, policies, selectors
from yiyuan.disputes.display import INCONSISTENCY_LIGHTS
from yiyuan.disputes.models import Inconsistency
from yiyuan.disputes.types import INCONSISTENCY_WORDS, Differing, InconsistencyState, Side
from yiyuan.disputes.workflow import INCONSISTENCY
from yiyuan.kernel.actor import PARTIES, Actor
from yiyuan.regulations.api import cited
from yiyuan.web.components import Chip, Fact, Link
from yiyuan.web.forms import Form, Radios
from yiyuan.web.lists import Column, name_column, state_column, state_filter, text_filter
from yiyuan.workflow.api import Ask, MatterOut, Matters, New, open_terms, term_view

LINES = forms.Textarea(attrs={"rows": 3})
NEITHER = "没有写"


class ResourceField(forms.CharField):
    """A published resource by its whole name, or its number as in the catalog's addresses; gives its id."""

    def clean(self, value: Any) -> Any:  # what was sent; the id, or nothing where nothing need be sent
        found, near = published_meant(super().clean(value))
        if found is None:
            said = "、".join(f"《{name}》" for name in near)
            raise forms.ValidationError(f"目录里没有这个名称或者编号的资源。{f'是不是{said}？' if near else ''}")
        return found


class RaiseForm(Form):
    resource = ResourceField(label="本部门的资源", max_length=200, help_text="目录里的全称")
    other = ResourceField(label="对方的资源", max_length=200, help_text="目录里的全称")
    item = forms.CharField(label="信息项", max_length=200)
    record = forms.CharField(
        label="哪条记录", max_length=200, required=False, help_text="主键或者证件号码；加密保存，只给双方和主管部门看"
    )
    first_value = forms.CharField(label="本部门的值", max_length=500, required=False)
    second_value = forms.CharField(label="对方的值", max_length=500, required=False)
    detail = forms.CharField(
        label="情况", widget=LINES, max_length=2000, required=False, help_text="怎样发现的；不写姓名和证件号码"
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # Django's form arguments
        if not actor.has(*PARTIES):  # the bureau names both
            self.fields["resource"].label, self.fields["first_value"].label = "甲方的资源", "甲方的值"
            self.fields["other"].label, self.fields["second_value"].label = "乙方的资源", "乙方的值"

    def values(self) -> dict[str, Any]:
        """What the service asks for."""
        held = self.cleaned_data
        differing = Differing(*(held[name].strip() for name in ("record", "first_value", "second_value")))
        said = {"item": held["item"], "detail": held["detail"], "differing": differing}
        return {"resource_id": held["resource"], "other_resource_id": held["other"], **said}


class ViewForm(Form):
    holds = forms.ChoiceField(label="以谁为准", widget=Radios)
    words = forms.CharField(label="理由", widget=LINES, max_length=500, help_text="双方都看得到；不写姓名和证件号码")

    def __init__(self, *args: Any, matter: Inconsistency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # Django's form arguments
        self.fields["holds"].choices = sides(matter)  # type: ignore[attr-defined]  # a choice field


class BecauseForm(Form):
    because = forms.CharField(label="分歧在哪里", widget=LINES, max_length=500)


class WhyForm(Form):
    why = forms.CharField(label="为什么不属于不一致", widget=LINES, max_length=500)


class ExpertForm(Form):
    name = forms.CharField(label="专家姓名", max_length=60)
    unit = forms.CharField(label="单位", max_length=100)
    opinion = forms.CharField(label="意见", widget=LINES, max_length=1000)


class ConcludeForm(ViewForm):
    words = None  # type: ignore[assignment]  # the conclusion says it
    participants = forms.CharField(label="参加单位和人员", widget=LINES, max_length=1000)
    conclusion = forms.CharField(label="结论", widget=LINES, max_length=1000)
    minutes = forms.CharField(label="会议纪要文号", max_length=60, required=False)


def sides(found: Inconsistency) -> list[tuple[str, str]]:
    """Each side as people read it: department and resource."""
    return [
        (Side.FIRST.value, f"{found.first.short_name}《{found.first_resource_name}》"),
        (Side.SECOND.value, f"{found.second.short_name}《{found.second_resource_name}》"),
    ]


def _side(found: Inconsistency, side: str) -> str:
    return dict(sides(found)).get(side, "")


class ViewOut(Schema):
    side: Side
    holds: Side
    words: str
    stated_on: date


class ExpertOut(Schema):
    name: str
    unit: str
    opinion: str
    heard_on: date


class DifferingOut(Schema):
    record: str
    first_value: str
    second_value: str


class InconsistencyOut(MatterOut, Schema):
    """first and second: the two departments; differing: none for whom the page does not show it to."""

    number: str
    item: str
    first_resource_id: int
    second_resource_id: int
    first: str
    second: str
    detail: str
    raised_on: date
    holds: str
    participants: str
    conclusion: str
    minutes: str
    settled_on: date | None
    recheck_id: int | None
    views: list[ViewOut]
    experts: list[ExpertOut]
    differing: DifferingOut | None

    @staticmethod
    def resolve_first(found: Any) -> str:  # an inconsistency with its actor
        return str(found.model.first.name)

    @staticmethod
    def resolve_second(found: Any) -> str:  # an inconsistency with its actor
        return str(found.model.second.name)

    @staticmethod
    def resolve_views(found: Any) -> Any:  # an inconsistency with its actor
        return list(found.model.views.order_by("id"))

    @staticmethod
    def resolve_experts(found: Any) -> Any:  # an inconsistency with its actor
        return list(found.model.experts.order_by("id"))

    @staticmethod
    def resolve_differing(found: Any) -> Any:  # an inconsistency with its actor
        return selectors.differing_of(found.model) if policies.may_read_differing(found.actor, found.model) else None


def _facts(found: Inconsistency, actor: Actor) -> Sequence[Fact]:
    links = [
        Link(name, reverse("catalog:resource", args=[found.resource_id(side)]))
        for side, name in zip(Side, dict(sides(found)).values(), strict=True)
    ]
    facts = [Fact("信息项", found.item), Fact("编号", found.number), Fact("甲方", links[0]), Fact("乙方", links[1])]
    if policies.may_read_differing(actor, found):
        differing = selectors.differing_of(found)
        if differing == Differing():
            facts.append(Fact("哪条记录", "不止一条" if found.held else "没有指明", wide=True))
        else:
            facts.append(Fact("哪条记录", differing.record or "没有指明"))
            facts.append(Fact("甲方的值", differing.first_value or NEITHER))
            facts.append(Fact("乙方的值", differing.second_value or NEITHER))
    else:
        facts.append(Fact("内容", "涉及具体记录，只有双方和主管部门可以看。", wide=True))
    raised = found.raised_by.short_name if found.raised_by else "平台比对发现"
    facts += [Fact("提出", f"{raised}，{found.raised_on.isoformat()}")]
    facts += [Fact("情况", found.detail, wide=True)] if found.detail else []
    if found.settled_on:
        facts += [Fact("以谁为准", _side(found, found.holds))] if found.holds else []
        facts += [Fact("参加", found.participants, wide=True)] if found.participants else []
        facts.append(Fact("结论", found.conclusion, wide=True))
        facts += [Fact("会议纪要", found.minutes)] if found.minutes else []
    return facts


def _context(actor: Actor, found: Inconsistency) -> Mapping[str, Any]:  # template variables
    recheck = found.recheck
    return {
        "views": [(_side(found, one.side), one, _side(found, one.holds)) for one in found.views.order_by("id")],
        "experts": list(found.experts.order_by("id")),
        "recheck": recheck,
        "sees_recheck": recheck is not None and selectors.sees_recheck(actor, recheck),
    }


def _columns(actor: Actor) -> Sequence[Column]:
    running = [InconsistencyState.NEGOTIATING, InconsistencyState.COORDINATING]
    waiting = selectors.inconsistencies(actor).filter(state__in=running)
    terms = open_terms("disputes.inconsistency", list(waiting.values_list("id", flat=True)))
    return [
        state_column(INCONSISTENCY_LIGHTS),
        name_column("信息项", "item", note=lambda one: one.number),
        Column("first", "甲方", "first.short_name", sort="first__name"),
        Column("second", "乙方", "second.short_name", sort="second__name"),
        Column("resources", "资源", lambda one: f"《{one.first_resource_name}》《{one.second_resource_name}》"),
        Column("raised", "提出", "raised_on", sort="raised_on", css="nw"),
        Column(
            "clock",
            "期限",
            lambda one: term_view(terms.get(one.id)) if one.id in terms else None,
            export=lambda one: terms[one.id].due_on if one.id in terms else None,
        ),
        Column("settled", "结论", "settled_on", sort="settled_on", css="nw"),
    ]


def _chips(actor: Actor) -> Sequence[Chip]:
    return cited(actor, "disputes.inconsistency")


def _escalates(found: Inconsistency, actor: Actor) -> Any:  # a row of the table
    return INCONSISTENCY.open_row(found, ("escalate", "escalate_second"), actor)


INCONSISTENCIES = Matters(
    INCONSISTENCY,
    app="disputes",
    noun="inconsistency",
    title="数据不一致",
    about="两个部门的同类数据对不上：先弄清以谁为准，再由主管这项数据的部门在源头更正。平台和主管部门都不改数据。",
    empty="没有不一致。发现本部门的数据与其他部门的对不上，在这里提出。",
    find=selectors.inconsistency_for,
    rows=selectors.inconsistencies,
    facts=_facts,
    shown=InconsistencyOut,
    lights=INCONSISTENCY_LIGHTS,
    columns=_columns,
    chips=_chips,
    filters=[
        state_filter(INCONSISTENCY_WORDS),
        text_filter("item", "信息项", "item"),
        text_filter("department", "部门", "first__name", "second__name"),
    ],
    sort="-raised",
    names={"list": "inconsistencies"},
    page="disputes/inconsistency.html",
    context=_context,
    new=New(
        inconsistencies.raise_inconsistency,
        RaiseForm,
        policies.may_raise,
        "提出不一致",
        "写清哪一项、哪条记录、双方各是什么。对方会收到。",
        beside={"disputes.sides": "other", "disputes.differ": "detail"},
        by="disputes.inconsistency.raise",
        key="disputes.inconsistency",
        name="new_inconsistency",
    ),
    asks={
        "view": Ask(
            inconsistencies.state_view,
            ViewForm,
            "双方说的一样就有了结论；可以再说一次，以最后一次为准。",
            beside={"disputes.view": "words"},
            may=inconsistencies.require_viewing,
            label="说明意见",
            done="已记下，对方看得到。",
            name="view_inconsistency",
        ),
        "escalate": Ask(
            inconsistencies.escalate,
            BecauseForm,
            "协商不成的，请主管部门会同有关部门协调。",
            beside="because",
            may=_escalates,
            name="escalate_inconsistency",
        ),
        "expert": Ask(
            inconsistencies.hear_expert,
            ExpertForm,
            "必要时邀请有行业专门知识的人参与甄别，意见随案保存。",
            beside={"disputes.expert": "opinion"},
            may=inconsistencies.require_hearing,
            label="记下专家意见",
            done="已记下。",
            name="hear_expert",
        ),
        "conclude": Ask(
            inconsistencies.conclude,
            ConcludeForm,
            "召集双方讨论、甄别后记下结论；另一方在源头更正。",
            beside={"disputes.concluded": "participants"},
            name="conclude_inconsistency",
        ),
        "drop": Ask(inconsistencies.drop, WhyForm, beside={"disputes.dropped": "why"}, name="drop_inconsistency"),
    },
)
