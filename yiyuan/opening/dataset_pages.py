"""Data sets, what should be open and is not, the consent of sources."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from ninja import Schema
from pydantic import Field

from yiyuan.catalog.types import OPENING_WORDS, Opening
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.opening import forms, policies, selectors, services
from yiyuan.opening.models import OpenDataset, SourceConsent
from yiyuan.opening.types import CONSENT_WORDS, RULE_WORDS, Rule
from yiyuan.opening.workflow import CONSENT
from yiyuan.regulations.api import cited, key
from yiyuan.web.components import Fact, Light, Link, Noted
from yiyuan.web.edge import actor_of
from yiyuan.web.lists import Column, Filter, Lights, list_page, name_column, state_column, state_filter, text_filter
from yiyuan.workflow.api import Ask, MatterOut, Matters, New

CONSENT_LIGHTS: Lights = {"asked": "soon", "given": "ok", "refused": "late"}


class DatasetOut(Schema):
    """opening: the type in the catalog; opened_on: None while nothing of it is open."""

    id: int
    name: str
    resource_id: int
    provider: str = Field(alias="provider.name")
    opening: str
    rule: Rule
    rule_basis: str
    condition_kind: str
    priorities: list[str]
    planned_on: date | None
    opened_on: date | None
    security_on: date | None

    @staticmethod
    def resolve_opening(found: Any) -> str:  # a data set with its actor
        current = found.model.resource.current
        return current.opening if current else ""


class ConsentOut(MatterOut, Schema):
    dataset_id: int
    resource_id: int
    resource_name: str
    provider: str = Field(alias="provider.name")
    asked_on: date
    words: str
    answered_on: date | None


def _priorities(one: OpenDataset) -> str:
    words = key("opening.priorities").values
    return "、".join(words[name] for name in one.priorities) or "—"


def _state(one: OpenDataset) -> Light:
    if one.opened_on:
        return Light("ok", "已开放")
    if one.is_late(clock.today()):
        return Light("late", "过了计划日期没有开放")
    return Light("run", "计划开放") if one.planned_on else Light("none", "没有计划日期")


def _facts(one: OpenDataset, _actor: Actor) -> Sequence[Fact]:
    entry = selectors.entry_of(one)
    grounds = "、".join(key("opening.grounds").values[name] for name in entry.grounds)
    facts = [
        Fact("资源", Link(one.name, reverse("catalog:resource", args=[one.resource_id]))),
        Fact("提供部门", one.provider.name),
        Fact("目录里的开放类型", Noted(OPENING_WORDS[Opening(entry.opening)] if entry.opening else "没有定", grounds)),
        Fact("有没有规定", Noted(RULE_WORDS[Rule(one.rule)], one.rule_basis)),
        Fact("优先开放", _priorities(one)),
        Fact("计划开放", one.planned_on or "没有定"),
        Fact("开放", Noted(one.opened_on or "还没有", _state(one).words)),
        Fact("登记", Noted(one.registered_on, one.registered_by)),
    ]
    if entry.condition:
        facts.append(Fact("开放条件", Noted(entry.condition, one.get_condition_kind_display()), wide=True))
    if one.security_on:
        facts.append(Fact("安全审查", Noted(one.security_result, f"{one.security_by} {one.security_on}"), wide=True))
    return facts


def _context(actor: Actor, one: OpenDataset) -> Mapping[str, Any]:  # template variables
    return {
        "releases": list(one.releases.order_by("-number")),
        "consents": list(one.consents.select_related("provider")),
        "clearances": list(one.clearances.all()),
        "prepares": policies.owns(one, actor) or policies.disposes(actor),
    }


def _by_state(rows: Any, value: str) -> Any:  # a QuerySet
    today = clock.today()
    match value:
        case "open":
            return rows.exclude(opened_on=None)
        case "late":
            return rows.filter(opened_on=None, planned_on__lt=today)
        case _:
            return rows.filter(opened_on=None)


def _year(rows: Any, value: str) -> Any:  # a QuerySet
    return rows.filter(planned_on__year=int(value)) if value.isdecimal() and len(value) == 4 else rows.none()  # noqa: PLR2004


def _progress(rows: Any) -> str:  # a QuerySet
    planned = rows.filter(planned_on__year=clock.today().year)
    return f"今年计划 {planned.count()} 个，已开放 {planned.exclude(opened_on=None).count()} 个"


DATASETS = Matters(
    None,
    app="opening",
    noun="dataset",
    title="开放数据集",
    about="一个资源一个数据集；开放类型在目录里定，这里定依据、计划和审查。",
    empty="还没有登记开放数据集。",
    unit="个",
    find=selectors.dataset_for,
    rows=selectors.datasets,
    facts=_facts,
    shown=DatasetOut,
    columns=[
        Column("state", "状态", _state),
        name_column("数据集", "name"),
        Column("provider", "提供部门", "provider.short_name", sort="provider__name"),
        Column("opening", "开放类型", lambda one: OPENING_WORDS.get(one.opening, "没有定"), sort="opening"),
        Column("priorities", "优先开放", _priorities),
        Column("planned", "计划开放", "planned_on", sort="planned_on", css="nw"),
        Column("opened", "已开放", "opened_on", sort="opened_on", css="nw"),
    ],
    filters=[
        text_filter("name", "数据集"),
        text_filter("body", "提供部门", "provider__name"),
        Filter(
            "state",
            "状态",
            _by_state,
            choices=[("open", "已开放"), ("waiting", "没有开放"), ("late", "过了计划日期")],
        ),
        Filter(
            "priority",
            "优先开放",
            lambda rows, value: rows.filter(priorities__contains=[value]),
            choices=list(key("opening.priorities").values.items()),
        ),
        Filter("year", "计划年度", _year),
    ],
    headline=_progress,
    chips=lambda actor: cited(actor, "opening.should_open", "opening.priorities", "opening.everybody"),
    links=lambda _actor: [
        Link("应当开放而没有开放的", reverse("opening:owed")),
        Link("发布", reverse("opening:releases")),
        Link("开放清单", reverse("opening:lists")),
        Link("开放标准", reverse("opening:standards")),
    ],
    page="opening/dataset.html",
    context=_context,
    asks={
        "change": Ask(
            services.change_dataset,
            forms.PlanForm,
            may=policies.require_preparing,
            label="修改依据和计划",
            done="已修改。",
            beside={"opening.basis": "rule_basis"},
            name="change_dataset",
        ),
        "clearance": Ask(
            services.add_clearance,
            forms.ClearanceForm,
            may=policies.require_owner,
            label="登记脱敏记录或者权利人同意",
            words="不予开放的资源登记以后，才能在目录里改为开放。",
            done="已登记。",
            beside={"opening.file": "file", "opening.said": "words"},
            path="clearances",
            name="add_clearance",
        ),
        "source": Ask(
            services.add_source,
            forms.SourceForm,
            may=policies.require_owner,
            label="用到别的部门的资源，征求同意",
            done="已征求。",
            beside="resource_id",
            path="sources",
            name="add_source",
        ),
        "security": Ask(
            services.review_security,
            forms.SecurityForm,
            may=policies.require_bureau,
            label="登记安全审查",
            done="已登记安全审查。",
            beside="result",
            name="review_security",
        ),
    },
    new=New(
        services.register_dataset,
        forms.DatasetForm,
        policies.may_register,
        "登记开放数据集",
        beside={
            "opening.basis": "rule_basis",
            "opening.resource": "resource_id",
            "opening.dataset_once": "resource_id",
        },
        by="opening.dataset.register",
        name="new_dataset",
        key="opening.should_open",
    ),
)


def _owed_light(one: dict[str, Any]) -> Light:
    if one["planned"] is None:
        return Light("late", "应当开放，没有计划")
    return Light("late", "过了计划日期") if one["late"] else Light("run", "计划开放")


def owed(request: HttpRequest) -> HttpResponseBase:
    """What should be open and is not, those with grounds of priority first."""
    actor = actor_of(request)
    words = key("opening.priorities").values
    return list_page(
        request,
        selectors.owed(actor),
        [
            Column("state", "状态", _owed_light),
            Column(
                "name",
                "资源",
                lambda one: Link(
                    one["entry"].name,
                    one["dataset"].get_absolute_url()
                    if one["dataset"]
                    else reverse("catalog:resource", args=[one["entry"].resource_id]),
                ),
                head=True,
            ),
            Column("provider", "提供部门", lambda one: one["entry"].provider),
            Column("priorities", "优先开放", lambda one: "、".join(words[name] for name in one["priorities"]) or "—"),
            Column("since", "目录发布", lambda one: one["since"], css="nw"),
            Column("planned", "计划开放", lambda one: one["planned"] or "没有定", css="nw"),
        ],
        title="应当开放而没有开放的",
        fact="规定可以开放、或者目录里列为无条件开放，还没有在开放平台上的",
        unit="个",
        empty="没有应当开放而没有开放的。",
        chips=cited(actor, "opening.should_open", "opening.priorities"),
    )


class OwedOut(Schema):
    resource_id: int
    name: str
    provider: str
    dataset_id: int | None
    since: date
    planned_on: date | None
    late: bool
    priorities: list[str]


def owed_out(actor: Actor) -> list[OwedOut]:
    return [
        OwedOut(
            resource_id=one["entry"].resource_id,
            name=one["entry"].name,
            provider=one["entry"].provider,
            dataset_id=one["dataset"].id if one["dataset"] else None,
            since=one["since"],
            planned_on=one["planned"],
            late=one["late"],
            priorities=one["priorities"],
        )
        for one in selectors.owed(actor)
    ]


def _consent_facts(one: SourceConsent, _actor: Actor) -> Sequence[Fact]:
    return [
        Fact("要开放的数据集", one.dataset.name),
        Fact("用到的资源", Link(one.resource_name, reverse("catalog:resource", args=[one.resource_id]))),
        Fact("征求", Noted(one.asked_on, one.asked_by.name)),
        Fact("答复", Noted(one.words or "还没有", one.answered_on or "")),
    ]


def _answer(move: str) -> Any:  # a service
    def answer(consent_id: int, *, actor: Actor, words: str = "") -> None:
        services.answer_consent(consent_id, actor=actor, move=move, words=words)

    return answer


CONSENTS = Matters(
    CONSENT,
    app="opening",
    noun="consent",
    title="征求提供部门同意",
    parameter="open_consent_id",
    about="由别的部门的数据加工的数据集，提供部门同意才能开放。",
    empty="没有要答复的。",
    find=selectors.consent_for,
    rows=selectors.consents,
    facts=_consent_facts,
    shown=ConsentOut,
    lights=CONSENT_LIGHTS,
    columns=[
        state_column(CONSENT_LIGHTS),
        name_column("数据集", "dataset.name"),
        Column("resource", "用到的资源", "resource_name", sort="resource_name"),
        Column("provider", "提供部门", "provider.short_name", sort="provider__name"),
        Column("asked", "征求日期", "asked_on", sort="asked_on", css="nw"),
    ],
    filters=[state_filter(CONSENT_WORDS), text_filter("name", "数据集", "dataset__name")],
    chips=lambda actor: cited(actor, "opening.sources_consent"),
    asks={
        "give": Ask(_answer("give"), name="give_consent"),
        "refuse": Ask(_answer("refuse"), forms.WordsForm, beside="words", name="refuse_consent"),
    },
)
