"""Behind the scores: the records of a figure, a preview of the running year, the year's record as a file."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe
from ninja import Schema

from yiyuan.kernel import clock
from yiyuan.kernel.actor import OVERSEERS, PARTIES
from yiyuan.kernel.errors import NotAllowed
from yiyuan.regulations.api import chips, resolve
from yiyuan.supervision import exports, previews, selectors
from yiyuan.supervision.display import FigureLine, record_lines
from yiyuan.supervision.types import Aspect, Better, Measure, State
from yiyuan.web.components import Link
from yiyuan.web.edge import actor_of
from yiyuan.web.lists import Column, Filter, list_page


class RecordedIndicator(Schema):
    """weight: as a decimal text; none where the figure is only listed."""

    measure: Measure
    name: str
    aspect: str
    weight: str | None
    better: Better
    formula: str
    source: str


class RecordedScheme(Schema):
    title: str
    number: int
    co_issuers: str
    paper: str
    equal_weights: bool
    indicators: list[RecordedIndicator]


class RecordedMatter(Schema):
    title: str
    href: str
    counted: str
    total: int
    good: int
    apart: int


class RecordedFigure(Schema):
    """The sums of its records."""

    measure: Measure
    total: int
    good: int
    apart: int
    records: list[RecordedMatter]


class RecordedHead(Schema):
    aspect: Aspect
    score: str | None


class RecordedBefore(Schema):
    """A figure as it was taken before."""

    measure: Measure
    total: int
    good: int
    apart: int


class RecordedEarlier(Schema):
    taken_at: datetime
    score: str | None
    statement: str
    reason: str
    figures: list[RecordedBefore]


class RecordedSheet(Schema):
    name: str
    county: str
    state: State
    taken_at: datetime
    score: str | None
    heads: list[RecordedHead]
    statement: str
    reply: str
    earlier: list[RecordedEarlier]
    figures: list[RecordedFigure]


class AssessmentRecordOut(Schema):
    """Everything the scores rest on, as in the signed file. final: all sheets are confirmed."""

    format: str
    region: str
    year: int
    opened_on: date
    final: bool
    scheme: RecordedScheme
    sheets: list[RecordedSheet]


RECORD = [
    Column("title", "事项", lambda r: Link(r.title, r.href), sort="title", head=True, export=lambda r: r.title),
    Column("counted", "怎样计", "counted", sort="counted"),
    Column("total", "计入总数", "total", sort="total", numeric=True),
    Column("good", "计入达到", "good", sort="good", numeric=True),
    Column("apart", "另列，不计", "apart", sort="apart", numeric=True),
]


@require_safe
def figure(request: HttpRequest, sheet_id: int, figure_id: int) -> HttpResponseBase:
    """The very records a figure was counted from, as they were when it was taken."""
    sheet, found = selectors.figure_for(actor_of(request), sheet_id, figure_id)
    return list_page(
        request,
        record_lines(found.records),
        RECORD,
        [Filter("counted", "怎样计", lambda rows, text: [one for one in rows if str(text) in one.counted])],
        title=str(found.indicator),
        fact=f"{sheet}：{found.indicator}",
        unit="条",
        empty="没有计入的事项。",
        crumb=(f"{sheet.name}", sheet.get_absolute_url()),
    )


@require_safe
def preview(request: HttpRequest) -> HttpResponseBase:
    """The running year up to today, by the latest scheme; without effect, kept nowhere."""
    actor = actor_of(request)
    if not actor.has(*PARTIES, *OVERSEERS):
        raise NotAllowed("supervision.preview")
    today = clock.today()
    bodies = previews.bodies_seen(actor)
    chosen = request.GET.get("body", "")
    body = int(chosen) if chosen.isdecimal() and int(chosen) in bodies else next(iter(bodies), None)
    found = previews.read(actor.region_code, body, on=today) if body else None
    lines: list[FigureLine] = list(found.lines) if found else []
    score = "没有可计分的事项" if found is None or found.score is None else f"{found.score} 分"
    return list_page(
        request,
        lines,
        [
            Column("head", "方面", "head", css="nw"),
            Column("name", "指标", "name", head=True),
            Column("words", "数据", "words", template="supervision/figure_cell.html", export=lambda f: f.words),
            Column("share", "比例", "share", css="num"),
            Column("apart", "逾期未认定，不计", lambda f: f.apart or "", numeric=True, export=lambda f: f.apart),
            Column("weight", "权重", "weight", css="num"),
        ],
        [Filter("body", "部门", lambda rows, _chosen: rows, choices=[(str(k), n) for k, n in bodies.items()])]
        if len(bodies) > 1
        else [],
        title="考核预览",
        fact=f"{bodies[body]} {today.year} 年到今天：{score}" if body and found else "考核预览",
        words="按最新的考核方案现算，随时变动，没有效力，也不保存。",
        chips=chips(resolve("supervision.assessment", region=actor.region_code, on=today)),
        unit="项",
        empty="还没有考核方案，主管部门制定后才能预览。" if bodies else "没有可以预览的部门。",
        crumb=("年度考核", reverse("supervision:sheets")),
    )


def _file(request: HttpRequest, assessment_id: int) -> HttpResponse:
    found = selectors.assessment_for(actor_of(request), assessment_id)
    answer = HttpResponse(exports.pack(found), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="assessment-{found.region_code}-{found.year}.zip"'
    return answer


@require_safe
def packed(request: HttpRequest, assessment_id: int) -> HttpResponse:
    """The year's record, signed."""
    return _file(request, assessment_id)


def record(request: HttpRequest, assessment_id: int) -> Any:  # plain values
    """As it stands in the signed file."""
    return exports.record_of(selectors.assessment_for(actor_of(request), assessment_id))
