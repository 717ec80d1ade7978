"""Defining a registry and looking a subject up: the hard pages of this room."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods

from yiyuan.kernel.errors import NotFound
from yiyuan.organisations.api import actor_from_request
from yiyuan.registries import choosing, looking, maps, reading, selectors, services
from yiyuan.registries.forms import ItemsForm, LookForm, SourceForm
from yiyuan.registries.looking import Trial
from yiyuan.registries.models import Registry
from yiyuan.web.components import Empty, Link
from yiyuan.web.edge import beside
from yiyuan.web.htmx import refused, render, see_other
from yiyuan.web.lists import Column, Filter, Listing

SAVED = "已保存。下次汇集按新的定义全部重来。"


@require_http_methods(["GET", "POST"])
def items(request: HttpRequest, registry_id: int) -> HttpResponse:
    """The items of a record and what decides where sources differ."""
    actor = actor_from_request(request)
    found = selectors.registry_for(actor, registry_id)
    services.check_edited_by(found, actor)
    form = ItemsForm(request.POST or None, matter=found)
    if request.method == "POST" and form.is_valid():
        with beside(request, form):
            services.define_items(found.id, actor=actor, items=form.wanted())
            messages.success(request, SAVED)
            return see_other(found.get_absolute_url())
    answer = refused if form.errors else render
    return answer(request, "registries/items.html", {"registry": found, "form": form})


@require_GET
def sources(request: HttpRequest, registry_id: int) -> HttpResponseBase:
    """What can be a source: to choose one."""
    actor = actor_from_request(request)
    found = selectors.registry_for(actor, registry_id)
    services.check_edited_by(found, actor)
    rows = choosing.offered(found)
    listing = Listing(
        request,
        rows,
        [
            Column("name", "资源", lambda one: Link(one.name, _at(found, one)), head=True, export=lambda one: one.name),
            Column("provider", "提供部门", "provider", sort="provider"),
            Column("sharing", "共享类型", "sharing", css="nw"),
            Column("chosen", "已是来源", lambda one: "是" if one.chosen else "", css="nw"),
        ],
        [
            Filter("name", "资源", lambda found, text: [one for one in found if text in one.name]),
            Filter("provider", "提供部门", lambda found, text: [one for one in found if text in one.provider]),
        ],
        filename=f"{found.name}可选来源",
        caption="可以作来源的",
        unit="个",
        empty=Empty("没有可以作来源的资源：要已发布、有数据池。"),
    )
    if listing.is_export:
        return listing.export()
    return render(request, "registries/sources.html", {"registry": found, **listing.context()})


def _at(found: Registry, one: choosing.Offered) -> str:
    name, number = ("base", one.base_id) if one.base_id else ("source", one.resource_id)
    return reverse(f"registries:{name}", args=[found.id, number])


@require_http_methods(["GET", "POST"])
def source(request: HttpRequest, registry_id: int, resource_id: int) -> HttpResponse:
    """A resource as a source: what brings what, tried on the first hundred subjects before it is saved."""
    return _mapped(request, registry_id, resource_id=resource_id)


@require_http_methods(["GET", "POST"])
def base(request: HttpRequest, registry_id: int, base_id: int) -> HttpResponse:
    """Another registry as a source, for a theme."""
    return _mapped(request, registry_id, base_id=base_id)


def _mapped(request: HttpRequest, registry_id: int, **of: int) -> HttpResponse:
    actor = actor_from_request(request)
    found = selectors.registry_for(actor, registry_id)
    services.check_edited_by(found, actor)
    chosen = next((one for one in choosing.offered(found) if one.fits(**of)), None)
    if chosen is None:
        raise NotFound("registries.source", **of)
    columns: list[tuple[str, str, bool]] = []
    with beside(request) as said:
        columns = reading.columns_of(found, **of)
    form = SourceForm(request.POST or None, registry=found, columns=columns, source=found.sources.filter(**of).first())
    trial: Trial | None = None
    if request.method == "POST" and not said.refusal and form.is_valid():
        with beside(request, form):
            if "look" in request.POST:
                trial = looking.preview(found.id, actor=actor, wanted=form.wanted(), **of)
            else:
                services.define_source(found.id, actor=actor, wanted=form.wanted(), **of)
                messages.success(request, SAVED)
                return see_other(found.get_absolute_url())
    context: dict[str, Any] = {
        "registry": found,
        "chosen": chosen,
        "form": form,
        "trial": trial,
        "refusal": said.refusal,
    }
    response = (refused if form.errors or said.refusal else render)(request, "registries/source.html", context)
    response["Cache-Control"] = "no-store"
    return response


@require_GET
def outlines(request: HttpRequest, registry_id: int) -> HttpResponse:
    """Features with a shape, drawn here without any map service, and a table beside; or all of them as GeoJSON."""
    actor = actor_from_request(request)
    found = selectors.registry_for(actor, registry_id)
    looking.check_looked_up_by(found, actor)
    if "geojson" in request.GET:
        response = HttpResponse(maps.exported(found, actor=actor), content_type="application/geo+json")
        name = f"{found.name}.geojson"
        response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
        return response
    return render(request, "registries/map.html", {"registry": found, "drawn": maps.drawn(found)})


@require_http_methods(["GET", "POST"])
def look_up(request: HttpRequest, registry_id: int) -> HttpResponse:
    """One subject, for one case; what was found is shown once and not kept."""
    actor = actor_from_request(request)
    found = selectors.registry_for(actor, registry_id)
    looking.check_looked_up_by(found, actor)
    form = LookForm(request.POST or None, matter=found)
    asked, seen = False, None
    if request.method == "POST" and form.is_valid():
        with beside(request, form, {"registries.case": "case", "registries.subject": "subject"}):
            _registry, seen = looking.look_up(
                found.id, actor=actor, subject=form.cleaned_data["subject"], case=form.cleaned_data["case"]
            )
            asked = True
    context = {"registry": found, "form": form, "asked": asked, "seen": seen}
    response = (refused if form.errors else render)(request, "registries/look_up.html", context)
    response["Cache-Control"] = "no-store"
    return response
