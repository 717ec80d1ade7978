"""Issues: the list, a new one, one with its moves."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yiyuan.issues import selectors, services
from yiyuan.issues.forms import AssignForm, IssueForm, ResultForm
from yiyuan.issues.models import Issue
from yiyuan.issues.types import STATE_WORDS, State
from yiyuan.issues.workflow import ISSUE, WORKERS
from yiyuan.kernel import clock
from yiyuan.kernel.errors import RuleBroken
from yiyuan.organisations.api import actor_from_request, require
from yiyuan.regulations.api import explain
from yiyuan.web.components import Empty, Light, Link
from yiyuan.web.forms import refuse
from yiyuan.web.htmx import render, see_other
from yiyuan.web.lists import Column, Filter, Listing


def _light(issue: Issue) -> Light:
    state = State(issue.state)
    return Light({State.OPEN: "soon", State.TAKEN: "run", State.CLOSED: "end"}[state], STATE_WORDS[state])  # type: ignore[arg-type]  # a literal


@require_GET
def issues(request: HttpRequest) -> HttpResponseBase:
    """Issues of my organisation, or of my region."""
    actor = actor_from_request(request)
    columns = [
        Column("state", "状态", _light, sort="state", export=lambda i: STATE_WORDS[State(i.state)]),
        Column("title", "问题", lambda i: Link(i.title, i.get_absolute_url()), head=True, export=lambda i: i.title),
        Column("about", "关于", lambda i: i.about),
        Column("raised_by", "提出单位", lambda i: i.raised_by.name),
        Column("assigned_to", "指派给", lambda i: i.assigned_to.name),
        Column("person", "经办人", lambda i: i.person),
        Column("raised", "提出日期", lambda i: i.raised_on, sort="raised_on"),
        Column("result", "结果", lambda i: i.result),
    ]
    states = [(s.value, w) for s, w in STATE_WORDS.items()]
    filters = [Filter("state", "状态", lambda rows, value: rows.filter(state=value), states)]
    empty = Empty("没有问题。推进共享遇到困难时，可以提出来，指派人解决。")
    listing = Listing(
        request,
        selectors.issues(actor),
        columns,
        filters,
        default_sort="-raised",
        filename="共享问题",
        caption="共享问题",
        unit="个",
        empty=empty,
    )
    if listing.is_export:
        return listing.export()
    unsolved = selectors.issues(actor).exclude(state=State.CLOSED).count()
    context = {"may_raise": actor.has(*WORKERS), "unsolved": unsolved, **listing.context()}
    return render(request, "issues/issues.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Raise an issue; `about` and `href` may come from the page it was met on."""
    actor = actor_from_request(request)
    require(actor, *WORKERS)
    initial = {"about": request.GET.get("about", "")}
    form = IssueForm(request.POST if request.method == "POST" else None, region=actor.region_code, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = services.raise_issue(actor=actor, **form.cleaned_data)
        messages.success(request, "问题已提出。")
        return see_other(reverse("issues:issue", args=[made]))
    return render(request, "issues/new.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
def issue(request: HttpRequest, issue_id: int) -> HttpResponse:
    return _issue(request, issue_id, {})


def _issue(request: HttpRequest, issue_id: int, forms: dict[str, Any]) -> HttpResponse:
    actor = actor_from_request(request)
    found = selectors.issue_for(actor, issue_id)
    context = {
        "issue": found,
        "light": _light(found),
        "moves": {move.name for move in ISSUE.open_moves(found, actor)},
        "assign_form": AssignForm(region=found.region_code),
        "result_form": ResultForm(),
        **forms,
    }
    return render(request, "issues/issue.html", context, status=422 if forms else 200)


@require_POST
def assign(request: HttpRequest, issue_id: int) -> HttpResponse:
    actor = actor_from_request(request)
    form = AssignForm(request.POST, region=selectors.issue_for(actor, issue_id).region_code)
    if not form.is_valid():
        return _issue(request, issue_id, {"assign_form": form})
    services.assign_issue(issue_id, actor=actor, **form.cleaned_data)
    return see_other(reverse("issues:issue", args=[issue_id]))


@require_POST
def take(request: HttpRequest, issue_id: int) -> HttpResponse:
    services.take_issue(issue_id, actor=actor_from_request(request))
    return see_other(reverse("issues:issue", args=[issue_id]))


@require_POST
def close(request: HttpRequest, issue_id: int) -> HttpResponse:
    actor = actor_from_request(request)
    form = ResultForm(request.POST)
    form.is_valid()
    try:
        services.close_issue(issue_id, actor=actor, result=form.cleaned_data["result"])
    except RuleBroken as broken:
        refuse(form, "result", explain(broken, region=actor.region_code, on=clock.today()))
        return _issue(request, issue_id, {"result_form": form})
    messages.success(request, "问题已关闭。")
    return see_other(reverse("issues:issue", args=[issue_id]))
