"""Pages of projects that are no matter's own."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods

from yiyuan.audit.api import record
from yiyuan.kernel.errors import NotAllowed
from yiyuan.projects import display, exports, policies, selectors, services
from yiyuan.projects.forms import ProjectForm
from yiyuan.projects.models import Project
from yiyuan.projects.types import ProjectTag
from yiyuan.regulations.api import cited
from yiyuan.web.edge import actor_of
from yiyuan.web.htmx import render
from yiyuan.web.lists import Column, Listing
from yiyuan.workflow.api import form_page


@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponseBase:
    """A project that was approved before the platform knew of it."""
    actor = actor_of(request)
    if not policies.may_declare(actor):
        raise NotAllowed("projects.project.register")

    def make(**said: Any) -> Project:  # what the form holds
        return selectors.project_for(actor, services.register_project(actor=actor, **said))

    return form_page(
        request,
        ProjectForm(request.POST if request.method == "POST" else None, actor=actor),
        make,
        fields="approval_number",
        title="补登已批复的项目",
        words="平台启用以前批复的项目。没有在平台上审查，资金各项以后面的审查为准。",
        crumb=("信息化项目", reverse("projects:projects")),
        button="登记",
    )


@require_GET
def gates(request: HttpRequest, project_id: int) -> HttpResponse:
    """May this be approved, funded, procured …? Each rule with its article and the fact."""
    found = selectors.project_for(actor_of(request), project_id)
    context = {"project": found, "questions": display.questions(found)}
    return render(request, "projects/gates.html", context)


@require_GET
def material(request: HttpRequest, material_id: int) -> HttpResponse:
    """One version of a file, always a download."""
    found, content = services.read_material(material_id, actor=actor_of(request))
    answer = HttpResponse(content, content_type=found.media)
    answer.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=found.name)
    return answer


@require_GET
def funds_report(request: HttpRequest) -> HttpResponseBase:
    """What was allotted and paid by year and source, of the projects the reader sees; also as Excel."""
    actor = actor_of(request)
    columns = [
        Column("year", "年度", lambda one: str(one.year), head=True),
        Column("source", "来源", "source"),
        Column("fund", "资金", "fund"),
        Column("projects", "项目", "projects", numeric=True),
        Column("allotted", "安排（元）", lambda one: display.amount(one.allotted), css="num"),
        Column("paid", "支付（元）", lambda one: display.amount(one.paid), css="num"),
    ]
    rows = selectors.funds_by_year(actor)
    listing = Listing(request, rows, columns, filename="项目资金年度报表", caption="项目资金年度报表", unit="行")
    if listing.is_export:
        return listing.export()
    context = {**listing.context(), "chips": cited(actor, "projects.funds")}
    return render(request, "projects/funds_report.html", context, part="listing")


@require_GET
def package(request: HttpRequest, project_id: int) -> HttpResponse:
    """Funds, contracts, changes, opinions and the list of materials of a project, for whoever audits it."""
    actor = actor_of(request)
    found = selectors.project_for(actor, project_id)
    content = exports.package_of(found)
    record(actor, ProjectTag.EXPORTED, object_type="projects.project", object_id=found.id)
    answer = HttpResponse(content, content_type="application/zip")
    answer.headers["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=f"{found.name}审计资料.zip"
    )
    return answer
