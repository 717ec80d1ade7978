"""Reports that somebody was asked again for what sharing provides; at both doors."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from django.db.models import QuerySet
from django.urls import reverse
from ninja import Schema
from pydantic import Field

from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.regulations.api import chips, cited, resolve
from yiyuan.sharing import policies, selectors, services
from yiyuan.sharing.forms import DemandForm, TextForm
from yiyuan.sharing.models import Demand
from yiyuan.sharing.types import DEMAND_WORDS, DemandState
from yiyuan.sharing.workflow import DEMAND
from yiyuan.web.components import Fact, LightKind, Link, Noted, number
from yiyuan.web.lists import Column, name_column, state_column, state_filter
from yiyuan.workflow.api import Ask, MatterOut, Matters, New

LIGHTS: dict[str, LightKind] = {
    DemandState.RECEIVED: "soon",
    DemandState.OPEN: "run",
    DemandState.ANSWERED: "half",
    DemandState.CLOSED: "ok",
}


class RepeatedDemandOut(MatterOut, Schema):
    number: str
    about: str = Field(alias="about.name")
    asked_for: str
    refused_licence: bool
    matter: str
    resource_id: int | None
    resource: str = Field(alias="resource_name")
    happened_on: date
    reporter: str = Field(alias="reporter_name")
    reported_on: date
    reply: str
    conclusion: str


def _facts(demand: Demand, actor: Actor) -> Sequence[Fact]:
    resource: object = "没有指明"
    if demand.resource_id:
        resource = Link(demand.resource_name, reverse("catalog:resource", args=[demand.resource_id]))
    facts = [
        Fact("被反映单位", demand.about.name),
        Fact("电子证照", "出示了，对方不认" if demand.refused_licence else "没有说出示过"),
        Fact("办理事项", demand.matter or "没有写"),
        Fact("发生日期", demand.happened_on.isoformat()),
        Fact("可共享的资源", resource),
        Fact("反映人", Noted(demand.reporter_name, demand.reported_on.isoformat())),
    ]
    if demand.contact and actor.governs(demand.region_code):
        facts.append(Fact("联系方式", demand.contact))
    law = resolve("sharing.no_recollect", region=demand.region_code, on=demand.law_on or clock.today())
    if demand.signal_id and actor.governs(demand.region_code):
        facts.append(Fact("线索", Link("看线索", reverse("workflow:signal", args=[demand.signal_id]))))
    return [
        *facts,
        Fact("依据", chips(law)),
        Fact("答复", demand.reply or "还没有答复", wide=True),
        Fact("核实结论", demand.conclusion or "还没有", wide=True),
    ]


def _unanswered(rows: QuerySet[Demand]) -> str:
    left = rows.filter(state=DemandState.OPEN).count()
    return f"{number(left)} 件待答复" if left else ""


def _ask(move: str, form: type[TextForm] | None = TextForm) -> Ask:
    return Ask(partial(services.move_demand, move=move), form, beside="text")


DEMANDS = Matters(
    DEMAND,
    app="sharing",
    noun="demand",
    moved_at="<slug:move>/",
    operation="moves/{move}",
    title="重复索要",
    about="能通过共享取得的，不再要群众提供。",
    empty="没有人反映。能通过共享取得的材料，不得再要群众提供。",
    find=selectors.demand_for,
    rows=selectors.demands,
    facts=_facts,
    shown=RepeatedDemandOut,
    lights=LIGHTS,
    columns=[
        state_column(LIGHTS),
        name_column("索要的材料", "asked_for", key="what", note=lambda demand: demand.matter),
        Column("about", "被反映单位", "about.short_name", sort="about__name"),
        Column("resource", "可共享的资源", "resource_name"),
        Column("from", "反映人", "reporter_name"),
        Column("on", "反映日期", "reported_on", sort="reported_on"),
    ],
    filters=[state_filter(DEMAND_WORDS)],
    sort="-on",
    headline=_unanswered,
    chips=lambda actor: cited(actor, "sharing.no_recollect"),
    asks={
        "take": _ask("take", None),
        **{move: _ask(move) for move in ("decline", "answer", "reopen", "close")},
        "signal": Ask(
            services.signal_demand,
            TextForm,
            words="属于列举的情形的，作为线索提出；单位说明、你认定之后才作数。",
            beside="text",
            may=services.check_signal,
            label="作为线索提出",
            done="已作为线索提出，等单位说明情况。",
        ),
    },
    new=New(services.report_demand, DemandForm, policies.may_report_demand, "反映一件", by="sharing.demand", at=""),
)
