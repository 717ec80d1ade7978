"""Making: which licences, one by one or by sheet, and what became of a sheet."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from yiyuan.catalog.types import HOLDER_WORDS
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Function
from yiyuan.kernel.errors import NotAllowed
from yiyuan.licences import policies, selectors, services, sheets
from yiyuan.licences.forms import LicenceForm, SheetForm
from yiyuan.organisations.api import actor_from_request, infos
from yiyuan.regulations.api import chips, resolve
from yiyuan.web.components import BarPart, Empty, Link
from yiyuan.web.edge import beside
from yiyuan.web.htmx import render, see_other
from yiyuan.web.lists import Column, Listing

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def make(request: HttpRequest) -> HttpResponseBase:
    """The licence entries one may make licences of, and the sheets that were taken in."""
    actor = actor_from_request(request)
    if not actor.has(*policies.ISSUER_SIDE, Function.OPERATOR):
        raise NotAllowed("licences.make")
    entries = selectors.entries(actor)
    bodies = infos({entry.provider_id for entry in entries})
    asked = resolve("licences.officer", region=actor.region_code, on=clock.today())
    lacking = {b for b, info in bodies.items() if not selectors.officer_filed(b, region_code=info.region_code)}
    listing = Listing(
        request,
        selectors.makings(actor),
        [
            Column(
                "name",
                "文件",
                lambda one: Link(one.file_name, one.get_absolute_url(), one.type_name),
                sort="file_name",
                head=True,
                export=lambda one: one.file_name,
            ),
            Column("issuer", "颁证单位", "issuer.name", width=160),
            Column("by", "制证", lambda one: f"{one.made_by.short_name} {one.person_name}", width=160),
            Column("history", "种类", lambda one: "历史补录" if one.history else "批量制证", width=100),
            Column("read", "读到", "read_rows", numeric=True),
            Column("made", "制成", "made_rows", numeric=True),
            Column("refused", "未制", "refused_rows", numeric=True),
            Column("on", "日期", "made_on", sort="made_on", css="nw", width=120),
        ],
        filename="制证批次",
        caption="制证批次",
        unit="批",
        empty=Empty("还没有批量制证。"),
    )
    if listing.is_export:
        return listing.export()
    context = {
        **listing.context(),
        "entries": [
            (e, bodies[e.provider_id].name, HOLDER_WORDS.get(e.holder, ""), asked.flag and e.provider_id in lacking)
            for e in entries
        ],
        "blocked": [bodies[b].name for b in sorted(lacking)] if asked.flag else [],
        "chips": chips(asked),
    }
    return render(request, "licences/make.html", context, part="listing")


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, resource_id: int) -> HttpResponse:
    """One licence."""
    actor = actor_from_request(request)
    entry = selectors.entry_to_make(actor, resource_id)
    form = LicenceForm(request.POST if request.method == "POST" else None, entry=entry)
    if request.method == "POST" and form.is_valid():
        with beside(request, form):
            made = services.make_licence(resource_id, actor=actor, stated=form.stated())
            messages.success(request, "已制证，待另一人审核。")
            return see_other(reverse("licences:licence", args=[made]))
    context = {
        "form": form,
        "title": f"制证：{entry.name}",
        "words": "持证主体种类：{kind}。制成后由颁证单位的另一人审核，再签发。".format(
            kind=HOLDER_WORDS.get(entry.holder, "")
        ),
        "button": "制证",
    }
    return render(request, "licences/new.html", context, status=422 if form.errors else 200)


@require_GET
def template(request: HttpRequest, resource_id: int) -> HttpResponse:
    """An empty sheet of this licence; ?history=1 for licences of the past."""
    entry = selectors.entry_to_make(actor_from_request(request), resource_id)
    history = request.GET.get("history") == "1"
    response = HttpResponse(sheets.template(entry, history=history), content_type=EXCEL)
    name = "history" if history else "licences"
    response["Content-Disposition"] = f'attachment; filename="{name}-{resource_id}.xlsx"'
    return response


@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, resource_id: int) -> HttpResponse:
    """Licences by sheet."""
    actor = actor_from_request(request)
    entry = selectors.entry_to_make(actor, resource_id)
    form = SheetForm(request.POST, request.FILES) if request.method == "POST" else SheetForm()
    if request.method == "POST" and form.is_valid():
        name, content = form.content()
        history = form.cleaned_data["history"]
        with beside(request, form, "file"):
            rows = sheets.rows_of(content, file_name=name, entry=entry, history=history)
            made = services.make_from_sheet(resource_id, actor=actor, rows=rows, file_name=name, history=history)
            return see_other(made.get_absolute_url())
    context: dict[str, Any] = {"form": form, "entry": entry, "most": sheets.MOST_ROWS}
    return render(request, "licences/sheet.html", context, status=422 if form.errors else 200)


@require_GET
def making(request: HttpRequest, making_id: int) -> HttpResponse:
    """What became of a sheet: the sum, and every refused row with its reasons."""
    found = selectors.making_for(actor_from_request(request), making_id)
    parts = [BarPart("制成", found.made_rows, "a"), BarPart("未制", found.refused_rows, "r")]
    return render(request, "licences/making.html", {"making": found, "parts": parts})
