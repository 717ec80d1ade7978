"""Events of issuers' own systems and the lists held against the library, at both doors."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Schema

from yiyuan.kernel.actor import Actor
from yiyuan.licences import api as licences
from yiyuan.making import selectors, services
from yiyuan.making.forms import CountForm, ReasonForm, StepForm, StepsForm
from yiyuan.making.models import Count, Step
from yiyuan.making.services.steps import issuing_entry
from yiyuan.making.types import STEP_STATE_WORDS, STEP_WORDS, StepState
from yiyuan.making.workflow import STEP
from yiyuan.regulations.api import cited
from yiyuan.web.components import BarPart, Fact, Light, Noted, number
from yiyuan.web.lists import Column, Listing, choice_filter, name_column, state_column, state_filter, text_filter
from yiyuan.workflow.api import Ask, MatterOut, Matters, New, Under

LIGHTS: Any = {"open": "late", "in_step": "ok", "explained": "end"}  # literals
MISSING = "业务系统已废止，库里没有这件证照"


class StepOut(MatterOut, Schema):
    """warned: a revocation of a licence the library does not have."""

    entry_id: int
    type_name: str
    kind: str
    licence_no: str
    happened_on: date
    received_on: date
    settled_on: date | None
    warned: bool
    reason: str


def _facts(step: Step, _actor: Actor) -> Sequence[Fact]:
    facts = [
        Fact("证照", step.type_name),
        Fact("证照编号", step.licence_no),
        Fact("颁证单位", step.issuer.name),
        Fact("业务系统的事件", Noted(step.get_kind_display(), step.happened_on.isoformat())),
        Fact("平台收到", step.received_on),
    ]
    if step.settled_on:
        facts.append(Fact("同步", step.settled_on))
    if step.warned:
        facts.append(Fact("提醒", MISSING, wide=True))
    if step.reason:
        facts.append(Fact("说明", step.reason, wide=True))
    return facts


def _open(rows: QuerySet[Step]) -> str:
    left = rows.filter(state=StepState.OPEN).count()
    return f"{number(left)} 件不同步" if left else ""


def _told(actor: Actor) -> Mapping[str, Any]:  # template variables
    return {"entries": [one for one in licences.entries_to_make(actor) if one.provider_id in actor.organisation_ids]}


STEPS = Matters(
    STEP,
    app="making",
    noun="step",
    parameter="making_step_id",
    title="证照同步",
    about="业务系统签发、更新、废止实体证照的事件，与电子证照库对照。收到废止，电子证照立即注销。",
    empty="还没有收到业务系统的事件。",
    find=selectors.step_for,
    rows=selectors.steps,
    facts=_facts,
    shown=StepOut,
    lights=LIGHTS,
    columns=[
        state_column(LIGHTS),
        name_column("证照", "type_name", note=lambda one: one.licence_no),
        Column("kind", "事件", lambda one: one.get_kind_display(), sort="kind", width=100),
        Column("issuer", "颁证单位", "issuer.name", sort="issuer__name", width=180),
        Column("happened", "发生", "happened_on", sort="happened_on", css="nw", width=120),
        Column("received", "收到", "received_on", sort="received_on", css="nw", width=120),
    ],
    filters=[
        state_filter(STEP_STATE_WORDS),
        choice_filter("kind", "事件", STEP_WORDS),
        text_filter("type", "证照", "type_name"),
        text_filter("issuer", "颁证单位", "issuer__name"),
    ],
    headline=_open,
    chips=lambda actor: cited(actor, "making.in_step"),
    board="making/steps.html",
    told=_told,
    asks={"explain": Ask(services.explain_step, ReasonForm, beside="note")},
    new=New(
        services.take_step,
        StepForm,
        lambda _actor: True,  # who may is said of each entry
        "报送事件",
        beside="happened_on",
        name="new_step",
        key="making.in_step",
        under=Under("resource_id", issuing_entry, "steps/of/<int:resource_id>/new/", "entries/{int:resource_id}/steps"),
    ),
)
SHEETS = Matters(
    STEP,
    app="making",
    noun="step",
    parameter="making_step_id",
    title="证照同步",
    find=selectors.step_for,
    rows=selectors.steps,
    facts=_facts,
    shown=StepOut,
    columns=STEPS.columns,
    asks={},
    new=New(
        services.take_steps,
        StepsForm,
        lambda _actor: True,  # as above
        "用表报送事件",
        "全部收下或者全部不收；报过的不重复。",
        beside="file",
        name="new_steps",
        key="making.in_step",
        under=Under(
            "resource_id", issuing_entry, "steps/of/<int:resource_id>/sheet/", "entries/{int:resource_id}/step-sheets"
        ),
    ),
)


class CountOut(Schema):
    """known = same + missing + different, collected = same + different + extra. found: at most 1000 differences."""

    id: int
    entry_id: int
    type_name: str
    counted_on: date
    known: int
    collected: int
    same: int
    missing: int
    different: int
    extra: int
    gap: int
    stock: int | None
    converted: int
    left: int | None
    found: list[dict[str, str]]


def gap_light(one: Count) -> Light:
    return Light("late", f"差 {number(one.gap)} 件") if one.gap else Light("ok", "已归集完整")


def share(part: int, whole: int) -> str:
    return f"{part * 100 / whole:.1f}%" if whole else "—"


def _count_facts(one: Count, _actor: Actor) -> Sequence[Fact]:
    facts = [
        Fact("颁证单位", one.issuer.name),
        Fact("对账", Noted(one.counted_on, one.person_name)),
        Fact("归集", gap_light(one).words),
        Fact("业务系统有效", number(one.known)),
        Fact("库里有效", number(one.collected)),
        Fact("对得上", number(one.same)),
        Fact("完整性", Noted(share(one.known - one.missing, one.known), "业务系统有的，库里也有")),
        Fact("准确性", Noted(share(one.same, one.same + one.different), "都有的，内容一致")),
        Fact("真实性", Noted(share(one.collected - one.extra, one.collected), "库里有的，业务系统认")),
        Fact("时效性", Noted(*selectors.timeliness(one))),
    ]
    if one.stock is not None:
        facts.append(
            Fact(
                "存量纸质证照",
                Noted(number(one.stock), f"已电子化 {number(one.converted)}，还有 {number(one.left or 0)}"),
            )
        )
    return facts


def _parts(_actor: Actor, one: Count) -> Mapping[str, Any]:  # template variables
    return {
        "parts": [
            BarPart("对得上", one.same, "a"),
            BarPart("库里没有", one.missing, "r"),
            BarPart("内容不同", one.different, "c"),
        ]
    }


def _found(request: HttpRequest, one: Count) -> Listing:
    columns = [
        Column("number", "证照编号", lambda of: of["number"], head=True),
        Column("what", "差异", lambda of: of["what"], width=160),
    ]
    return Listing(request, one.found, columns, filename="差异", caption="差异", unit="件")


def _uncounted(actor: Actor) -> Mapping[str, Any]:  # template variables
    own = [one for one in licences.entries_to_make(actor) if one.provider_id in actor.organisation_ids]
    return {"entries": own, "uncounted": selectors.uncounted(actor)}


COUNTS = Matters(
    None,
    app="making",
    noun="count",
    parameter="making_count_id",
    title="归集对账",
    about="业务系统里有效的证照与电子证照库逐件对账，差多少、差哪些。",
    unit="次",
    empty="还没有对过账。",
    find=selectors.count_for,
    rows=selectors.counts,
    facts=_count_facts,
    shown=CountOut,
    columns=[
        Column("light", "归集", gap_light, width=160),
        name_column("证照", "type_name", note=lambda one: one.counted_on.isoformat()),
        Column("issuer", "颁证单位", "issuer.name", sort="issuer__name", width=180),
        Column("known", "业务系统有效", "known", numeric=True, sort="known"),
        Column("collected", "库里有效", "collected", numeric=True, sort="collected"),
        Column("gap", "差", "gap", numeric=True),
        Column("left", "纸质待电子化", lambda one: "—" if one.left is None else one.left, numeric=True),
    ],
    filters=[text_filter("type", "证照", "type_name"), text_filter("issuer", "颁证单位", "issuer__name")],
    chips=lambda actor: cited(actor, "making.collected"),
    board="making/counts.html",
    told=_uncounted,
    page="making/count.html",
    context=_parts,
    inner=_found,
    asks={},
    new=New(
        services.count,
        CountForm,
        lambda _actor: True,  # who may is said of each entry
        "对账",
        beside="file",
        name="new_count",
        key="making.collected",
        under=Under(
            "resource_id", issuing_entry, "counts/of/<int:resource_id>/new/", "entries/{int:resource_id}/counts"
        ),
    ),
)
