"""Demands: what departments need of others, and what became of it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from yiyuan.catalog import policies
from yiyuan.kernel.errors import NotAllowed
from yiyuan.lists import selectors, services
from yiyuan.lists.forms import AssignForm, DemandForm, FulfilForm, MatchForm
from yiyuan.lists.models import Demand
from yiyuan.lists.types import DEMAND_WORDS, DemandState
from yiyuan.lists.workflow import DEMAND
from yiyuan.organisations.api import actor_from_request
from yiyuan.web.components import Action, Empty, Fact, Link
from yiyuan.web.htmx import render
from yiyuan.web.lists import Column, Filter, Listing
from yiyuan.workflow import matters
from yiyuan.workflow.forms import NoteForm
from yiyuan.workflow.matters import Ask, Page, cited


# ---- demands ----
@require_GET
def demands(request: HttpRequest) -> HttpResponseBase:
    """What departments need of others: my own list, what is asked of us, all of the region for the bureau."""
    actor = actor_from_request(request)
    rows = selectors.demands(actor)
    columns = [
        Column(
            "wanted",
            _("需要的资源"),
            lambda d: Link(d.wanted, d.get_absolute_url()),
            sort="wanted",
            head=True,
            export=lambda d: d.wanted,
        ),
        Column("consumer", _("需求部门"), "consumer.name", sort="consumer__name", width=160),
        Column("provider", _("提供部门"), lambda d: d.provider.name if d.provider else "", width=160),
        Column("duty", _("履职依据"), "duty", width=200),
        Column("state", _("状态"), lambda d: matters.light_of(d.state, d.get_state_display()), sort="state", width=180),
        Column("submitted", _("提交日期"), "submitted_on", sort="submitted_on", width=120, css="nw"),
    ]
    listing = Listing(
        request,
        rows,
        columns,
        [
            Filter(
                "state",
                _("状态"),
                lambda rows, value: rows.filter(state=value),
                [(k.value, word) for k, word in DEMAND_WORDS.items()],
            ),
            Filter("q", _("资源"), lambda rows, text: rows.filter(wanted__icontains=text)),
        ],
        filename=_("需求清单"),
        caption=_("需求清单"),
        unit=_("项"),
        empty=Empty(_("还没有需求。需要别的部门的数据而目录里没有，就在这里提出。")),
    )
    if listing.is_export:
        return listing.export()
    waiting = rows.filter(state=DemandState.SUBMITTED).count()
    context = {
        "listing": listing.view(),
        "title": _("需求清单"),
        "fact": _("%(n)s 项需求待审核") % {"n": waiting} if waiting else _("没有待审核的需求"),
        "words": _("写明需要的资源、提供部门和履职依据；主管部门审核后对应到资源，或者列为提供部门的新责任。"),
        "chips": cited(actor, "catalog.demand"),
        "acts": [Action(_("提出需求"), reverse("lists:new_demand"), primary=True)]
        if policies.may_describe(actor)
        else [],
        "links": [Link(_("清单报送"), reverse("lists:lists"))],
    }
    return render(request, "web/list.html", context, part="listing")


@require_http_methods(["GET", "POST"])
def new_demand(request: HttpRequest) -> HttpResponse:
    actor = actor_from_request(request)
    if not policies.may_describe(actor):
        raise NotAllowed("catalog.demand.draft")
    return matters.fresh(
        request,
        DemandForm(request.POST or None, actor=actor),
        lambda values: services.draft_demand(actor=actor, values=values),
        title=_("提出需求"),
        words=_("先存为草稿；单独提交，或者随需求清单一起提交。"),
        crumb=(_("需求清单"), reverse("lists:demands")),
        button=_("存为草稿"),
        region=actor.region_code,
        chips_=cited(actor, "catalog.demand"),
    )


def _demand_page(demand: Demand) -> Page:
    def of_matter(form: Any) -> Any:  # a form class that wants the matter
        return lambda data, **kwargs: form(data, matter=demand, **kwargs)

    asks = {
        "submit": Ask(lambda i, actor, said: services.submit_demand(i, actor=actor)),
        "match": Ask(
            lambda i, actor, said: services.match_demand(
                i, actor=actor, resource_id=int(said["resource_id"]), note=said["note"]
            ),
            of_matter(MatchForm),
            gettext_lazy("目录里已有能满足的资源，需求部门按资源申请共享。"),
        ),
        "assign": Ask(
            lambda i, actor, said: services.assign_demand(
                i, actor=actor, provider_id=int(said["provider_id"]), note=said["note"]
            ),
            AssignForm,
            gettext_lazy("目录里还没有，列入提供部门的责任清单。"),
        ),
        "refuse": Ask(
            lambda i, actor, said: services.refuse_demand(i, actor=actor, note=said["note"]),
            NoteForm,
            gettext_lazy("须写明理由，需求部门会看到。"),
            {"catalog.said": "note"},
        ),
        "fulfil": Ask(
            lambda i, actor, said: services.fulfil_demand(i, actor=actor, resource_id=int(said["resource_id"])),
            FulfilForm,
            gettext_lazy("资源发布以后，把需求对应到它。"),
        ),
        "withdraw": Ask(lambda i, actor, said: services.withdraw_demand(i, actor=actor)),
    }
    facts = [
        Fact(_("需求部门"), f"{demand.consumer.name}，{demand.drafter_name}"),
        Fact(_("提供部门"), demand.provider.name if demand.provider else _("没有写明")),
        Fact(_("履职依据"), demand.duty or _("没有写明")),
    ]
    more = [(_("需要的信息项"), demand.items), (_("用途"), demand.use), (_("审核意见"), demand.answer)]
    facts += [Fact(label, value, wide=True) for label, value in more if value]
    if demand.resource and demand.resource.current:
        link = Link(demand.resource.current.name, reverse("catalog:resource", args=[demand.resource_id]))
        facts.append(Fact(_("对应的资源"), link))
    title = f"{demand.wanted}：{demand.get_state_display()}"
    extra = {"edit_href": reverse("lists:edit_demand", args=[demand.id])}
    return Page(
        DEMAND, demand, title, facts, (_("需求清单"), reverse("lists:demands")), asks, "lists/demand.html", extra
    )


@require_http_methods(["GET", "POST"])
def demand(request: HttpRequest, wanted_id: int) -> HttpResponse:
    actor = actor_from_request(request)
    found = selectors.demand_for(actor, wanted_id)
    page = _demand_page(found)
    return matters.act(request, page) if request.method == "POST" else matters.show(request, page)


@require_http_methods(["GET", "POST"])
def edit_demand(request: HttpRequest, wanted_id: int) -> HttpResponse:
    """Write on a draft."""
    actor = actor_from_request(request)
    found = selectors.demand_for(actor, wanted_id)
    if found.consumer_id not in actor.organisation_ids or not policies.may_describe(actor):
        raise NotAllowed("catalog.demand.save")
    return matters.fresh(
        request,
        DemandForm(request.POST or None, initial=DemandForm.initial_of(found), actor=actor),
        lambda values: services.save_demand(wanted_id, actor=actor, values=values),
        title=_("修改需求"),
        words=_("提交以前可以改。"),
        crumb=(found.wanted, found.get_absolute_url()),
        button=_("保存"),
        region=actor.region_code,
    )
