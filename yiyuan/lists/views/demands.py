"""Demands at both doors: what departments need of others, and what became of it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from ninja import Schema

from yiyuan.catalog import policies
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotAllowed
from yiyuan.lists import selectors, services
from yiyuan.lists.forms import AssignForm, DemandForm, FulfilForm, MatchForm
from yiyuan.lists.models import Demand
from yiyuan.lists.types import DEMAND_WORDS, DemandState
from yiyuan.lists.workflow import DEMAND
from yiyuan.organisations.api import actor_from_request
from yiyuan.regulations.api import cited
from yiyuan.web.components import Fact, Link, number
from yiyuan.web.lists import Column, name_column, state_column, state_filter, text_filter
from yiyuan.workflow.api import Ask, MatterOut, Matters, New, form_page
from yiyuan.workflow.forms import NoteForm


class DemandOut(MatterOut, Schema):
    consumer_id: int
    wanted: str
    items: str
    provider_id: int | None
    duty: str
    use: str
    submitted_on: date | None
    resource_id: int | None
    answer: str


def _facts(demand: Demand, _actor: Actor) -> Sequence[Fact]:
    facts = [
        Fact("需求部门", f"{demand.consumer.name}，{demand.drafter_name}"),
        Fact("提供部门", demand.provider.name if demand.provider else "没有写明"),
        Fact("履职依据", demand.duty or "没有写明"),
    ]
    more = [("需要的信息项", demand.items), ("用途", demand.use), ("审核意见", demand.answer)]
    facts += [Fact(label, value, wide=True) for label, value in more if value]
    if demand.resource and demand.resource.current:
        link = Link(demand.resource.current.name, reverse("catalog:resource", args=[demand.resource_id]))
        facts.append(Fact("对应的资源", link))
    return facts


def _waiting(rows: QuerySet[Demand]) -> str:
    waiting = rows.filter(state=DemandState.SUBMITTED).count()
    return f"{number(waiting)} 项待审核" if waiting else ""


def _draft(*, actor: Actor, **values: Any) -> Demand:  # fields of services.demands.FIELDS
    return services.draft_demand(actor=actor, values=values)


LIGHTS: Any = {"draft": "none", "matched": "ok", "refused": "end", "withdrawn": "end"}  # literals
DEMANDS = Matters(
    DEMAND,
    app="lists",
    noun="demand",
    parameter="wanted_id",
    at_home=True,
    operation="moves/{move}",
    title="需求清单",
    unit="项",
    about="写明需要的资源、提供部门和履职依据；主管部门审核后对应到资源，或者列为提供部门的新责任。",
    empty="还没有需求。需要别的部门的数据而目录里没有，就在这里提出。",
    find=selectors.demand_for,
    rows=selectors.demands,
    facts=_facts,
    shown=DemandOut,
    lights=LIGHTS,
    columns=[
        name_column("需要的资源", "wanted", key="wanted"),
        Column("consumer", "需求部门", "consumer.name", sort="consumer__name", width=160),
        Column("provider", "提供部门", lambda d: d.provider.name if d.provider else "", width=160),
        Column("duty", "履职依据", "duty", width=200),
        state_column(LIGHTS, width=180),
        Column("submitted", "提交日期", "submitted_on", sort="submitted_on", width=120, css="nw"),
    ],
    filters=[state_filter(DEMAND_WORDS), text_filter("q", "资源", "wanted")],
    headline=_waiting,
    chips=lambda actor: cited(actor, "catalog.demand"),
    links=lambda _actor: [Link("清单报送", reverse("lists:lists"))],
    page="lists/demand.html",
    context=lambda _actor, demand: {"edit_href": reverse("lists:edit_demand", args=[demand.id])},
    asks={
        "submit": Ask(services.submit_demand),
        "match": Ask(services.match_demand, MatchForm, "目录里已有能满足的资源，需求部门按资源申请共享。"),
        "assign": Ask(services.assign_demand, AssignForm, "目录里还没有，列入提供部门的责任清单。"),
        "refuse": Ask(services.refuse_demand, NoteForm, "须写明理由，需求部门会看到。", beside="note"),
        "fulfil": Ask(services.fulfil_demand, FulfilForm, "资源发布以后，把需求对应到它。"),
        "withdraw": Ask(services.withdraw_demand),
    },
    new=New(
        _draft,
        DemandForm,
        policies.may_describe,
        "提出需求",
        "先存为草稿；单独提交，或者随需求清单一起提交。",
        by="catalog.demand.draft",
        name="new_demand",
        at="new",
    ),
)


@require_http_methods(["GET", "POST"])
def edit_demand(request: HttpRequest, wanted_id: int) -> HttpResponseBase:
    """Write on a draft."""
    actor = actor_from_request(request)
    found = selectors.demand_for(actor, wanted_id)
    if found.consumer_id not in actor.organisation_ids or not policies.may_describe(actor):
        raise NotAllowed("catalog.demand.save")
    return form_page(
        request,
        DemandForm(request.POST or None, initial=DemandForm.initial_of(found), actor=actor),
        lambda **values: services.save_demand(wanted_id, actor=actor, values=values),
        title="修改需求",
        words="提交以前可以改。",
        crumb=(found.wanted, found.get_absolute_url()),
        button="保存",
    )
