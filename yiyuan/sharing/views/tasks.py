"""What coordinating bodies decided, followed up."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yiyuan.kernel import clock
from yiyuan.kernel.errors import NotAllowed, NotFound
from yiyuan.organisations.api import actor_from_request
from yiyuan.sharing import policies, selectors, services
from yiyuan.sharing.display import timeline
from yiyuan.sharing.forms import TaskForm
from yiyuan.sharing.models import Task
from yiyuan.sharing.types import TASK_WORDS, TaskState
from yiyuan.sharing.workflow import TASK
from yiyuan.web.components import Empty, Light, LightKind, Link
from yiyuan.web.edge import beside
from yiyuan.web.htmx import render, see_other
from yiyuan.web.lists import Column, Filter, Listing

LIGHTS: dict[TaskState, LightKind] = {TaskState.OPEN: "run", TaskState.REPORTED: "half", TaskState.DONE: "ok"}


def light_of(task: Task) -> Light:
    """Late by its own date, which the meeting set."""
    state = TaskState(task.state)
    if state is TaskState.OPEN and task.wanted_on and task.wanted_on < clock.today():
        return Light("late", "超过要求完成日期")
    return Light(LIGHTS[state], TASK_WORDS[state])


@require_http_methods(["GET", "POST"])
def tasks(request: HttpRequest) -> HttpResponseBase:
    """All tasks one may see; a coordinating body sets new ones here."""
    actor = actor_from_request(request)
    may_set = policies.may_set_tasks(actor)
    form = TaskForm(request.POST if request.method == "POST" else None, region=actor.region_code) if may_set else None
    if request.method == "POST":
        if form is None:
            raise NotAllowed("sharing.task.set")
        if form.is_valid():
            data = form.cleaned_data
            wanted = services.Wanted(int(data["owner"]), data["title"], data["wanted_on"])
            services.set_task(wanted, actor=actor, minutes_number=data["minutes_number"])
            messages.success(request, "任务已列入，承办单位的工作台上有这一项。")
            return see_other(reverse("sharing:tasks"))
    columns = [
        Column("state", "状态", light_of, sort="state", export=lambda t: t.get_state_display()),
        Column("title", "任务", lambda t: Link(t.title, t.get_absolute_url(), note=t.number), sort="title", head=True),
        Column("owner", "承办单位", "owner.short_name", sort="owner__name"),
        Column("body", "议定机构", "body.short_name", sort="body__name"),
        Column("minutes", "会议纪要", "minutes_number"),
        Column("wanted", "要求完成", "wanted_on", sort="wanted_on"),
    ]
    states = Filter(
        "state", "状态", lambda rows, v: rows.filter(state=v), [(s.value, w) for s, w in TASK_WORDS.items()]
    )
    listing = Listing(
        request,
        selectors.tasks(actor),
        columns,
        [states],
        default_sort="-wanted",
        filename="议定任务",
        caption="议定任务",
        empty=Empty("还没有议定任务。领导小组或者协调机构会议定下的事，列在这里逐件跟踪。"),
    )
    if listing.is_export:
        return listing.export()
    context = {"form": form, **listing.context()}
    return render(request, "sharing/tasks.html", context, status=422 if form and form.errors else 200)


@require_safe
def task(request: HttpRequest, task_id: int) -> HttpResponse:
    actor = actor_from_request(request)
    return render(request, "sharing/task.html", _context(selectors.task_for(actor, task_id), request))


def _context(found: Task, request: HttpRequest) -> dict[str, object]:
    actor = actor_from_request(request)
    return {
        "task": found,
        "light": light_of(found),
        "moves": TASK.open_moves(found, actor),
        "timeline": timeline("sharing.task", found.id),
    }


@require_POST
def move_task(request: HttpRequest, task_id: int, move: str) -> HttpResponse:
    """Report, accept or send back."""
    actor = actor_from_request(request)
    found = selectors.task_for(actor, task_id)
    if move not in {"report", "accept", "redo"}:
        raise NotFound("move", move=move)
    with beside(request) as said:
        services.move_task(task_id, actor=actor, move=move, result=request.POST.get("text", ""))
        messages.success(request, "已办理。")
        return see_other(found.get_absolute_url())
    return render(request, "sharing/task.html", {**_context(found, request), "refusal": said.refusal}, status=422)
