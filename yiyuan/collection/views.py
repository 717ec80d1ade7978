"""Files of this room, as they were handed in."""

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from yiyuan.audit.api import record
from yiyuan.collection import papers, returns, selectors
from yiyuan.collection.models import Task
from yiyuan.collection.task_pages import burdens
from yiyuan.collection.types import CollectionTag
from yiyuan.kernel import clock
from yiyuan.kernel.errors import NotAllowed
from yiyuan.regulations.api import chips
from yiyuan.web.components import Chart, Series
from yiyuan.web.edge import actor_of
from yiyuan.web.htmx import render
from yiyuan.workflow.api import Law

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_BARS = 30


def download(content: bytes, *, name: str, media: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=media)
    answer.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return answer


@require_GET
def norm_file(request: HttpRequest, norm_id: int) -> HttpResponse:
    """The rules of a department, always a download."""
    actor = actor_of(request)
    found = selectors.norm_for(actor, norm_id)
    record(actor, CollectionTag.NORM_READ, object_type="collection.norm", object_id=found.id)
    return download(papers.content_of(found.sha256), name=found.file_name, media=found.media)


@require_GET
def return_workbook(request: HttpRequest, return_id: int) -> HttpResponse:
    """The form of a unit as a workbook, with the rows there are."""
    actor = actor_of(request)
    found = selectors.return_for(actor, return_id)
    if not selectors.reads_rows(actor, found):
        raise NotAllowed("collection.return.download")
    record(actor, CollectionTag.WORKBOOK_READ, object_type="collection.return", object_id=found.id)
    return download(returns.workbook(found), name=f"{found}.xlsx", media=XLSX)


@require_GET
def report_file(request: HttpRequest, report_id: int) -> HttpResponse:
    """The photograph, always a download."""
    actor = actor_of(request)
    found = selectors.report_for(actor, report_id)
    record(actor, CollectionTag.PHOTO_READ, object_type="collection.report", object_id=found.id)
    return download(papers.content_of(found.sha256), name=found.file_name, media=found.media)


@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """Approved tasks by month, and what each grass-roots unit has to fill in in a year."""
    actor = actor_of(request)
    lines = burdens(actor)
    months: dict[str, list[Task]] = {}
    for task in selectors.tasks(actor).filter(selectors.STANDING).order_by("due_on", "id"):
        months.setdefault(f"{task.due_on:%Y 年 %m 月}" if task.due_on else "还没有开始", []).append(task)
    shown = lines[:MOST_BARS]
    chart = Chart(
        "一年填报的格数", [line[0] for line in shown], [Series("格数", [line[2] for line in shown])], across=True
    )
    law = Law(actor.region_code, clock.today())
    context = {"lines": lines, "months": list(months.items()), "chart": chart}
    context["chips"] = chips(law.resolved("collection.task_calendar"))
    return render(request, "collection/calendar.html", context)
