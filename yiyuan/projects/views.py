"""Projects with their last measured year; a new one; one with its systems, years and this year so far."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yiyuan.kernel import clock
from yiyuan.kernel.errors import NotAllowed
from yiyuan.organisations.api import actor_from_request
from yiyuan.projects import display, policies, selectors, services
from yiyuan.projects.forms import AcceptForm, ProjectForm, SystemForm
from yiyuan.projects.models import Project
from yiyuan.regulations.api import chips, key, resolve, words
from yiyuan.web.components import Empty, Link
from yiyuan.web.edge import beside
from yiyuan.web.forms import Form
from yiyuan.web.htmx import render, see_other
from yiyuan.web.lists import Column, Filter, Listing

LAW = ("projects.approval", "projects.plan", "projects.evaluation", "projects.unfunded")


def _law(region: str) -> list[tuple[str, str, list[Any]]]:  # chips
    """What the region says of its projects: title, words, articles. Nothing where its texts are silent."""
    found = [resolve(name, region=region, on=clock.today()) for name in LAW]
    return [(key(one.key).title, words(one), chips(one)) for one in found if not one.is_default]


def _chips(region: str) -> list[Any]:  # chips
    return chips(resolve("projects.yearly_measure", region=region, on=clock.today()))


@require_GET
def projects(request: HttpRequest) -> HttpResponseBase:
    """Projects one may see, each with the last year that was measured."""
    actor = actor_from_request(request)
    rows = selectors.projects(actor)

    def figure(name: str) -> Any:  # a function of the row
        return lambda p: getattr(display.last_year(p), name, "—")

    listing = Listing(
        request,
        rows,
        [
            Column(
                "name",
                "项目",
                lambda p: Link(p.name, p.get_absolute_url(), p.approval_number),
                sort="name",
                head=True,
                width=240,
                export=lambda p: p.name,
            ),
            Column("organisation", "项目单位", "organisation.name", sort="organisation__name", width=140),
            Column("accepted", "验收", lambda p: p.accepted_on or "还没有验收", sort="accepted_on", width=120),
            Column("sharing", "最近一年共享", display.light_of, width=180),
            Column("catalogued", "编入目录", figure("catalogued"), numeric=True),
            Column("granted", "授权共享", figure("granted"), numeric=True),
            Column("consumers", "使用部门", figure("consumers"), numeric=True),
            Column("deliveries", "取用次数", figure("deliveries"), numeric=True),
            Column("trend", "与上一年比", lambda p: display.trend_words(list(p.years.all())), width=120),
        ],
        [
            Filter("name", "项目", lambda rows, text: rows.filter(name__icontains=text)),
            Filter("body", "项目单位", lambda rows, text: rows.filter(organisation__name__icontains=text)),
            Filter(
                "accepted",
                "验收",
                lambda rows, value: rows.filter(accepted_on__isnull=value == "no"),
                [("yes", "已验收"), ("no", "还没有验收")],
            ),
        ],
        filename="信息化项目",
        caption="信息化项目",
        unit="个",
        empty=Empty("还没有登记信息化项目。"),
    )
    if listing.is_export:
        return listing.export()
    context = {
        **listing.context(),
        "chips": _chips(actor.region_code),
        "law": _law(actor.region_code),
        "may_register": policies.may_register(actor),
        "accepted": rows.filter(accepted_on__isnull=False).count(),
    }
    return render(request, "projects/projects.html", context, part="listing")


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    actor = actor_from_request(request)
    if not policies.may_register(actor):
        raise NotAllowed("projects.project.register")
    form = ProjectForm(request.POST if request.method == "POST" else None, actor=actor)
    if request.method == "POST" and form.is_valid():
        with beside(request, form, "approval_number"):
            made = services.register_project(actor=actor, **form.cleaned_data)
            return see_other(reverse("projects:project", args=[made]))
    return render(request, "projects/new.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
def project(request: HttpRequest, project_id: int) -> HttpResponse:
    return _page(request, selectors.project_for(actor_from_request(request), project_id), {})


def _page(request: HttpRequest, found: Project, forms: dict[str, Form]) -> HttpResponse:
    actor = actor_from_request(request)
    keeps = policies.may_keep(found, actor=actor)
    system_form = SystemForm(actor=actor, project=found) if keeps else None
    context = {
        "project": found,
        "years": display.year_lines(list(found.years.all())),
        "light": display.light_of(found),
        "now": display.now_line(selectors.this_year(found)),
        "year": clock.today().year,
        "chips": _chips(found.region_code),
        "system_form": system_form if system_form and system_form.some else None,
        "accept_form": AcceptForm() if keeps and found.accepted_on is None else None,
        **forms,
    }
    return render(request, "projects/project.html", context, status=422 if forms else 200)


@require_POST
def add_system(request: HttpRequest, project_id: int) -> HttpResponse:
    actor = actor_from_request(request)
    found = selectors.project_for(actor, project_id)
    if not policies.may_keep(found, actor=actor):
        raise NotAllowed("projects.project.write")
    form = SystemForm(request.POST, actor=actor, project=found)
    if not form.is_valid():
        return _page(request, found, {"system_form": form})
    services.add_system(project_id, actor=actor, system_id=form.cleaned_data["system_id"])
    return see_other(found.get_absolute_url())


@require_POST
def accept(request: HttpRequest, project_id: int) -> HttpResponse:
    actor = actor_from_request(request)
    found = selectors.project_for(actor, project_id)
    if not policies.may_keep(found, actor=actor):
        raise NotAllowed("projects.project.write")
    form = AcceptForm(request.POST)
    if form.is_valid():
        with beside(request, form, "accepted_on"):
            services.accept_project(project_id, actor=actor, **form.cleaned_data)
            messages.success(request, "已记下验收。从验收当年起，每年统计一次共享情况。")
            return see_other(found.get_absolute_url())
    return _page(request, found, {"accept_form": form})
