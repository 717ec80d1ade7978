"""The register: elements with their sources, what is not registered yet, one element."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yiyuan.elements import policies, rules, selectors, services
from yiyuan.elements.forms import ChangeForm, ElementForm, EndForm, SourceForm, TransferForm
from yiyuan.elements.models import DataElement, ElementSource
from yiyuan.elements.types import COMPARED, SOURCE_WORDS, STANDING_WORDS, SourceKind, Standing
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotAllowed
from yiyuan.organisations.api import actor_from_request
from yiyuan.regulations.api import chips, resolve
from yiyuan.web.components import Empty, Light, Link
from yiyuan.web.edge import beside
from yiyuan.web.forms import Form
from yiyuan.web.htmx import render, see_other
from yiyuan.web.lists import Column, Filter, Listing

STANDINGS = {
    Standing.SINGLE: Light("ok", STANDING_WORDS[Standing.SINGLE]),
    Standing.NONE: Light("soon", STANDING_WORDS[Standing.NONE]),
}


def _standing(element: Any) -> Light:  # an element with its annotation `single`
    return STANDINGS[Standing.SINGLE if element.single else Standing.NONE]


def _by_name(rows: QuerySet[DataElement], text: str) -> QuerySet[DataElement]:
    return rows.filter(Q(name__icontains=text) | Q(synonyms__icontains=text))


@require_GET
def elements(request: HttpRequest) -> HttpResponseBase:
    """All elements, each with its source."""
    actor = actor_from_request(request)
    rows = selectors.elements(actor)

    def source(element: Any) -> object:  # an element with its open sources
        first = next((s for s in element.open_sources if s.kind == SourceKind.AUTHORITATIVE), None)
        if first is None:
            return "—"
        return Link(
            first.resource.provider.name,
            reverse("catalog:resource", args=[first.resource_id]),
            f"{first.resource.name} / {first.item_name}",
        )

    listing = Listing(
        request,
        rows,
        [
            Column(
                "name",
                "数据元",
                lambda e: Link(e.name, e.get_absolute_url(), "、".join(e.synonyms)),
                sort="name",
                head=True,
                export=lambda e: e.name,
            ),
            Column("standing", "状态", _standing, sort="single", css="nw"),
            Column("source", "权威来源", source),
            Column("verifying", "校核来源", "verifying", sort="verifying", numeric=True, width=100),
            Column("identifies", "用作标识", lambda e: "是" if e.identifies else "", width=100),
            Column("registered", "登记", "registered_on", sort="registered_on", css="nw", width=120),
        ],
        [
            Filter("name", "名称", _by_name),
            Filter(
                "standing",
                "状态",
                lambda rows, value: rows.filter(single=value == Standing.SINGLE),
                [(s.value, w) for s, w in STANDING_WORDS.items()],
            ),
        ],
        filename="数据元登记",
        caption="数据元",
        unit="项",
        empty=Empty("还没有登记数据元。可以从几个部门都在发布的信息项登记起。", "看待登记的", "candidates/"),
    )
    if listing.is_export:
        return listing.export()
    single, total = selectors.share(actor)
    share = rules.single_share(single=single, total=total)
    context = {
        **listing.context(),
        "single": single,
        "total": total,
        "share": None if share is None else f"{share:.1%}",
        "chips": chips(resolve("catalog.one_source", region=actor.region_code, on=clock.today())),
        "may_register": policies.may_register(actor),
    }
    return render(request, "elements/elements.html", context, part="listing")


@require_GET
def candidates(request: HttpRequest) -> HttpResponseBase:
    """Items that several departments publish and nobody has registered."""
    actor = actor_from_request(request)
    may = policies.may_register(actor)

    def name(candidate: selectors.Candidate) -> object:
        return (
            Link(candidate.name, f"{reverse('elements:new')}?{urlencode({'name': candidate.name})}")
            if may
            else candidate.name
        )

    listing = Listing(
        request,
        selectors.candidates(actor),
        [
            Column("name", "信息项", name, sort="name", head=True, export=lambda c: c.name),
            Column("departments", "发布的部门", "departments", sort="departments", numeric=True, width=140),
            Column("resources", "所在资源", "resources", sort="resources", numeric=True, width=140),
        ],
        filename="待登记的信息项",
        caption="几个部门都在发布、还没有登记的信息项",
        unit="项",
        empty=Empty("没有几个部门都在发布而未登记的信息项。"),
    )
    if listing.is_export:
        return listing.export()
    return render(request, "elements/candidates.html", listing.context(), part="listing")


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    actor = actor_from_request(request)
    if not policies.may_register(actor):
        raise NotAllowed("elements.register")
    form = ElementForm(request.POST) if request.method == "POST" else ElementForm(initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        with beside(request, form, "name"):
            made = services.register_element(actor=actor, **form.cleaned_data)
            return see_other(made.get_absolute_url())
    return render(request, "elements/new.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
def element(request: HttpRequest, element_id: int) -> HttpResponse:
    return _page(request, element_id, {})


def _page(request: HttpRequest, element_id: int, forms: dict[str, Form]) -> HttpResponse:
    actor = actor_from_request(request)
    found = selectors.element_for(actor, element_id)
    sources = selectors.open_sources([found.id]).get(found.id, [])
    keeps = policies.may_keep(actor, found)
    known = {(source.resource_id, source.item_name) for source in sources}
    holders = _holders(actor, found)
    free = [one for one in holders if (one.resource_id, one.item) not in known]
    context = {
        "element": found,
        "light": _standing(found),
        "sources": [(source, SOURCE_WORDS[SourceKind(source.kind)], _speaks(actor, source)) for source in sources],
        "history": list(selectors.history(found)),
        "chips": chips(resolve("catalog.one_source", region=found.region_code, on=clock.today())),
        "source_form": SourceForm(holders=free) if free and policies.may_register(actor) else None,
        "transfer_form": TransferForm(holders=holders) if keeps and sources and holders else None,
        "change_form": ChangeForm(initial=_initial(found)) if keeps else None,
        "end_form": EndForm(),
        "compared": COMPARED.ask((actor, found.id)),
        **forms,
    }
    return render(request, "elements/element.html", context, status=422 if forms else 200)


def _initial(found: DataElement) -> dict[str, Any]:
    return {
        "synonyms": "；".join(found.synonyms),
        "definition": found.definition,
        "standard": found.standard,
        "identifies": found.identifies,
    }


def _holders(actor: Actor, found: DataElement) -> list[selectors.Holder]:
    """Resources with such an item that this actor may speak for; the bureau for all of its region."""
    rows = selectors.holders(actor, [found.name, *found.synonyms])
    if policies.may_keep(actor, found):
        return rows
    return [row for row in rows if row.provider_id in actor.organisation_ids]


def _speaks(actor: Actor, source: ElementSource) -> bool:
    resource = source.resource
    return policies.may_speak_for(actor, provider_id=resource.provider_id, region_code=resource.region_code)


@require_POST
def change(request: HttpRequest, element_id: int) -> HttpResponse:
    actor = actor_from_request(request)
    form = ChangeForm(request.POST)
    if form.is_valid():
        with beside(request, form, "synonyms"):
            services.change_element(element_id, actor=actor, **form.cleaned_data)
            return see_other(reverse("elements:element", args=[element_id]))
    return _page(request, element_id, {"change_form": form})


@require_POST
def add_source(request: HttpRequest, element_id: int) -> HttpResponse:
    actor = actor_from_request(request)
    found = selectors.element_for(actor, element_id)
    if not policies.may_register(actor):
        raise NotAllowed("elements.source")
    form = SourceForm(request.POST, holders=_holders(actor, found))
    if form.is_valid():
        with beside(request, form, "kind"):
            services.add_source(
                element_id,
                actor=actor,
                kind=SourceKind(form.cleaned_data["kind"]),
                basis=form.cleaned_data["basis"],
                **form.chosen(),
            )
            return see_other(found.get_absolute_url())
    return _page(request, element_id, {"source_form": form})


@require_POST
def transfer(request: HttpRequest, element_id: int) -> HttpResponse:
    actor = actor_from_request(request)
    found = selectors.element_for(actor, element_id)
    if not policies.may_keep(actor, found):
        raise NotAllowed("elements.transfer")
    form = TransferForm(request.POST, holders=_holders(actor, found))
    if form.is_valid():
        said = {"reason": form.cleaned_data["reason"], "basis": form.cleaned_data["basis"]}
        with beside(request, form, "reason"):
            services.transfer_source(element_id, actor=actor, **said, **form.chosen())
            return see_other(found.get_absolute_url())
    return _page(request, element_id, {"transfer_form": form})


@require_POST
def end_source(request: HttpRequest, source_id: int) -> HttpResponse:
    actor = actor_from_request(request)
    source = selectors.source_for(actor, source_id)
    form = EndForm(request.POST)
    if form.is_valid():
        with beside(request, form, "reason"):
            services.end_source(source_id, actor=actor, reason=form.cleaned_data["reason"])
            return see_other(source.element.get_absolute_url())
    return _page(request, source.element_id, {"end_form": form})
