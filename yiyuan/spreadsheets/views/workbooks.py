"""Workbooks: the template, the catalog as a file, a file handed in and what became of it."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods

from yiyuan.catalog import policies
from yiyuan.dataplane import scanner
from yiyuan.kernel import clock
from yiyuan.kernel.errors import NotAllowed, NotFound
from yiyuan.organisations.api import actor_from_request
from yiyuan.spreadsheets import selectors, workbook
from yiyuan.spreadsheets.forms import WorkbookForm
from yiyuan.spreadsheets.models import WorkbookImport
from yiyuan.spreadsheets.services import workbooks
from yiyuan.spreadsheets.types import OUTCOME_WORDS, Outcome
from yiyuan.web.components import BarPart, Light, LightKind
from yiyuan.web.edge import beside
from yiyuan.web.htmx import refused, render, see_other

OUTCOME_LIGHTS: dict[Outcome, LightKind] = {
    Outcome.TAKEN: "ok",
    Outcome.UNCHANGED: "end",
    Outcome.REFUSED: "late",
}


def xlsx_response(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=workbook.MEDIA_TYPE)
    header = content_disposition_header(as_attachment=True, filename=name)
    response.headers["Content-Disposition"] = header or "attachment"
    return response


@require_GET
def template(request: HttpRequest) -> HttpResponse:
    return xlsx_response(workbooks.template(actor_from_request(request)), "目录模板.xlsx")


@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """All entries of my organisation; imported again it changes nothing."""
    actor = actor_from_request(request)
    name = f"{actor.organisation_name}_{('目录')}_{clock.today().isoformat()}.xlsx"
    return xlsx_response(workbooks.export(actor), name)


@require_http_methods(["GET", "POST"])
def take(request: HttpRequest) -> HttpResponse:
    """Hand in a filled workbook."""
    actor = actor_from_request(request)
    if not policies.may_describe(actor):
        raise NotAllowed("catalog.import")
    form = WorkbookForm(request.POST or None, request.FILES or None) if request.method == "POST" else WorkbookForm()
    context = {"form": form, "earlier": list(selectors.imports(actor)[:10])}
    if request.method == "GET":
        return render(request, "spreadsheets/import.html", context)
    if form.is_valid():
        with beside(request, form, "file"):
            name, content = scanner.received(form.cleaned_data["file"], most_bytes=workbook.MAX_BYTES)
            done = workbooks.take(content, actor=actor, file_name=name)
            return see_other(reverse("spreadsheets:imported", args=[done.id]))
    return refused(request, "spreadsheets/import.html", context)


@require_GET
def imported(request: HttpRequest, import_id: int) -> HttpResponse:
    """What became of each resource of a workbook."""
    done = selectors.import_for(actor_from_request(request), import_id)
    order = {Outcome.REFUSED: 0, Outcome.TAKEN: 1, Outcome.UNCHANGED: 2}
    rows = [
        {
            **outcome,
            "light": Light(OUTCOME_LIGHTS[Outcome(outcome["outcome"])], OUTCOME_WORDS[Outcome(outcome["outcome"])]),
            "href": reverse("catalog:version", args=[outcome["version"]]) if outcome["version"] else "",
        }
        for outcome in sorted(done.outcomes, key=lambda o: order[Outcome(o["outcome"])])
    ]
    parts = [
        BarPart(OUTCOME_WORDS[Outcome.TAKEN], done.taken, "a"),
        BarPart(OUTCOME_WORDS[Outcome.UNCHANGED], done.unchanged, "c"),
        BarPart(OUTCOME_WORDS[Outcome.REFUSED], done.refused, "r"),
    ]
    warnings = sum(bool(outcome["warnings"]) for outcome in done.outcomes)
    context = {"done": done, "rows": rows, "parts": parts, "warnings": warnings, "returned": _has_return(done)}
    return render(request, "spreadsheets/imported.html", context)


def _has_return(done: WorkbookImport) -> bool:
    return WorkbookImport.objects.filter(id=done.id, returned__isnull=False).exists()


@require_GET
def returned(request: HttpRequest, import_id: int) -> HttpResponse:
    """The same workbook with red cells, comments and reasons."""
    done = selectors.import_for(actor_from_request(request), import_id)
    if done.returned is None:
        raise NotFound("catalog.workbook", id=import_id)
    stem = done.file_name.removesuffix(".xlsx")
    return xlsx_response(bytes(done.returned), f"{stem}_{('退回')}.xlsx")
