"""The yearly assessment at both doors: sheets of all departments for the bureau, its own for a department."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods
from ninja import Schema
from pydantic import Field

from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotAllowed
from yiyuan.regulations.api import chips, resolve
from yiyuan.regulations.types import Resolved
from yiyuan.supervision import board_page, policies, record_pages, report_pages, selectors, services, situation_page
from yiyuan.supervision.display import LIGHTS, aspect_words, line_of, score_words
from yiyuan.supervision.forms.assessments import OpenForm, ReplyForm, RetakeForm, StatementForm
from yiyuan.supervision.inspection_pages import FINDINGS, INSPECTIONS
from yiyuan.supervision.joint_pages import JOINTS, SCORINGS
from yiyuan.supervision.models import Sheet
from yiyuan.supervision.schemes import CIRCULARS, SCHEMES
from yiyuan.supervision.types import STATE_WORDS, Aspect, Better, Measure, State
from yiyuan.supervision.workflow import SHEET
from yiyuan.web.bodies import Body, Id
from yiyuan.web.components import Fact, Link, Noted, moment, number
from yiyuan.web.edge import actor_of
from yiyuan.web.lists import Column, Filter, Listing, name_column, state_column, state_filter, text_filter
from yiyuan.workflow.api import Ask, MatterOut, Matters, form_page


class RecordOut(Schema):
    """One matter behind a figure: what, where, how it is counted, what it adds to the figure."""

    title: str
    href: str
    counted: str
    total: int
    good: int
    apart: int


class FigureOut(Schema):
    """apart: late and not confirmed, counted neither way."""

    measure: Measure = Field(alias="indicator.measure")
    aspect: str = Field(alias="indicator.aspect")
    weight: Decimal | None = Field(alias="indicator.weight")
    better: Better = Field(alias="indicator.better")
    total: int
    good: int
    apart: int
    records: list[RecordOut]


class SheetLine(MatterOut, Schema):
    """score: of a hundred, without effect before the confirmation; none where nothing weighted was due. county: name of
    the region below whose departments are counted together; empty: of a department.
    """

    year: int = Field(alias="assessment.year")
    organisation: str = Field(alias="organisation.name")
    county: str
    score: Decimal | None
    taken_at: datetime
    statement: str
    stated_on: date | None
    reply: str
    confirmed_on: date | None


class HeadOut(Schema):
    """Score of the indicators under one head of the text."""

    aspect: Aspect
    score: Decimal | None


class EarlierFigureOut(Schema):
    measure: Measure
    total: int
    good: int
    apart: int


class EarlierOut(Schema):
    """What was taken before it was taken anew, and why."""

    taken_at: datetime
    score: str | None
    statement: str
    reason: str
    figures: list[EarlierFigureOut]


class SheetOut(SheetLine):
    earlier: list[EarlierOut]
    heads: list[HeadOut]
    figures: list[FigureOut]

    @staticmethod
    def resolve_heads(found: Any) -> Any:  # a sheet with its actor
        return [{"aspect": head, "score": score} for head, score in found.model.head_scores]

    @staticmethod
    def resolve_figures(found: Any) -> Any:  # a sheet with its actor
        return found.figures.all()


class OpenIn(Body):
    year: Annotated[int, Field(ge=1, le=9999)]
    scheme_id: Id


class AssessmentOut(Schema):
    """sheets: how many departments are assessed."""

    id: int
    year: int
    sheets: int

    @staticmethod
    def resolve_sheets(found: Any) -> int:  # an assessment
        return found.sheets.count()  # type: ignore[no-any-return]  # of a model


def _score(sheet: Sheet) -> str:
    """Without effect before the confirmation, and says so."""
    if sheet.score is None:
        return "没有可计分的"
    return f"{sheet.score:f}" if sheet.state == State.CONFIRMED else f"{sheet.score:f}（待确认）"


def _facts(sheet: Sheet, _actor: Actor) -> Sequence[Fact]:
    scheme = sheet.assessment.scheme
    link = Link(str(scheme), scheme.get_absolute_url())
    score = score_words(sheet)
    heads = "，".join(
        f"{aspect_words(head)} {'没有应计事项' if found is None else found}" for head, found in sheet.head_scores
    )
    joint = [
        Fact("联合考核", Noted(Link(str(check), check.get_absolute_url()), f"{whole} 分，另列"))
        for check, whole in selectors.joint_results_of(sheet.organisation_id, sheet.region_code, sheet.assessment.year)
        if not sheet.county
    ]
    return [
        Fact("得分", score if sheet.state == State.CONFIRMED else Noted(score, "确认后生效")),
        Fact("各方面得分", heads or "没有", wide=True),
        Fact("取数", Noted(moment(sheet.taken_at), "取数后不再变动")),
        Fact("方案", Noted(link, "权重相等，平台默认") if scheme.equal_weights else link, wide=True),
        *joint,
    ]


def _figures(request: HttpRequest, sheet: Sheet) -> Listing:
    before = selectors.figures_before(sheet)
    return Listing(
        request,
        [line_of(figure, before.get(figure.indicator.measure)) for figure in sheet.figures.all()],
        [
            Column("head", "方面", "head", css="nw"),
            Column("name", "指标", "name", head=True),
            Column("words", "数据", "words", template="supervision/figure_cell.html", export=lambda f: f.words),
            Column("share", "比例", "share", numeric=True),
            Column("apart", "逾期未认定，不计", lambda f: f.apart or "", numeric=True, export=lambda f: f.apart),
            Column("weight", "权重", "weight", numeric=True),
            Column("before", "上年", "before", css="num"),
        ],
        filename=f"{sheet.name}{sheet.assessment.year}年度考核",
        caption="考核数据",
        unit="项",
    )


def _context(_actor: Actor, sheet: Sheet) -> Mapping[str, Any]:
    on = sheet.law_on or clock.today()
    return {"chips": chips(resolve("supervision.aspects", region=sheet.region_code, on=on))}


def _left(rows: QuerySet[Sheet]) -> str:
    left = [(State.STATED, "份待确认"), (State.TAKEN, "份待部门核对")]
    counts = [(rows.filter(state=state).count(), words) for state, words in left]
    return "，".join(f"{number(count)} {words}" for count, words in counts if count)


def _told(actor: Actor) -> Mapping[str, Any]:
    report = resolve("supervision.report", region=actor.region_code, on=clock.today())
    return {
        "may_assess": policies.may_assess(actor),
        "assessments": selectors.assessments(actor),
        "report": _next_report(report),
        "report_chips": chips(report),
    }


def _next_report(resolved: Resolved) -> date | None:
    """The next day by which the year before is reported; a fixed date that no holiday moves."""
    day = resolved.yearly
    if day is None:
        return None
    today = clock.today()
    this_year = day.in_year(today.year)
    return this_year if today <= this_year else day.in_year(today.year + 1)


MORE = [
    (JOINTS, "joints/"),
    (SCORINGS, "scorings/"),
    (report_pages.REPORTS, "reports/"),
    (INSPECTIONS, "inspections/"),
    (FINDINGS, "findings/"),
]
SHEETS = Matters(
    SHEET,
    app="supervision",
    noun="sheet",
    title="年度考核",
    unit="份",
    about="数据取自平台记录，部门核对说明后由主管部门确认。没有认定的线索不计。",
    empty="还没有考核。主管部门开始一个年度的考核后，各部门的数据列在这里。",
    find=selectors.sheet_for,
    rows=selectors.sheets,
    facts=_facts,
    shown=SheetOut,
    listed=SheetLine,
    lights=LIGHTS,
    columns=[
        state_column(LIGHTS),
        Column("year", "年度", lambda s: str(s.assessment.year), sort="assessment__year", css="nw"),
        name_column("部门", "name", key="body"),
        Column("score", "得分", _score, numeric=True, export=lambda s: s.score),
        Column("taken", "取数时间", "taken_at", css="nw"),
        Column("stated", "说明日期", "stated_on", sort="stated_on", css="nw"),
        Column("confirmed", "确认日期", "confirmed_on", sort="confirmed_on", css="nw"),
    ],
    filters=[
        Filter("year", "年度", lambda rows, year: rows.filter(assessment__year=int(year))),
        text_filter("body", "部门", "organisation__name"),
        state_filter(STATE_WORDS),
    ],
    sort="-year",
    headline=_left,
    chips=lambda actor: chips(resolve("supervision.assessment", region=actor.region_code, on=clock.today())),
    board="supervision/sheets.html",
    told=_told,
    page="supervision/sheet.html",
    context=_context,
    inner=_figures,
    asks={
        "state": Ask(services.state_view, StatementForm, beside="statement", operation="statement"),
        "retake": Ask(
            services.retake_sheet, RetakeForm, "数据有误、源头已更正的，重新取数；原来的数留存。", beside="reason"
        ),
        "confirm": Ask(
            services.confirm_sheet, ReplyForm, "部门说明以后，或者说明的期限过后，才能确认。", beside="reply"
        ),
    },
)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponseBase:
    """Open the assessment of a year."""
    actor = actor_of(request)
    if not policies.may_assess(actor):
        raise NotAllowed("supervision.assessment")
    return form_page(
        request,
        OpenForm(request.POST if request.method == "POST" else None, actor=actor),
        lambda *, year, scheme: services.open_assessment(actor=actor, year=year, scheme_id=scheme),
        fields={"supervision.year": "year"},
        title="开始年度考核",
        words="开始时为本级每个部门取数并定数，之后不再变动。年度没有结束的，取到今天。",
        crumb=("年度考核", reverse("supervision:sheets")),
        button="取数",
    )


router = SHEETS.router("sheets/", router=CIRCULARS.router("circulars/", router=SCHEMES.router("schemes/")))
for matters, at in MORE:
    matters.router(at, router=router)


@router.post("assessments", response={201: AssessmentOut}, summary="开始一个年度的考核，取数")
def open_assessment(request: HttpRequest, body: OpenIn) -> Any:  # a status and an assessment
    return 201, services.open_assessment(actor=actor_of(request), year=body.year, scheme_id=body.scheme_id)


router.get("board", response=board_page.BoardOut, summary="本地区的驾驶舱，最近一次统计")(board_page.board)
router.get("situation", response=situation_page.SituationOut, summary="本地区的态势")(situation_page.situation)

router.get(
    "assessments/{int:assessment_id}/record",
    response=record_pages.AssessmentRecordOut,
    summary="一个年度的考核记录，可以独立重算",
)(record_pages.record)

app_name = "supervision"
urlpatterns = [
    path("situation/", situation_page.page, name="situation"),
    path("situation/board/", board_page.page, name="board"),
    path("situation/sheet/", situation_page.sheet, name="situation_sheet"),
    path("new/", new, name="new"),
    path("preview/", record_pages.preview, name="preview"),
    path("<int:assessment_id>/record/", record_pages.packed, name="record"),
    path("sheets/<int:sheet_id>/figures/<int:figure_id>/", record_pages.figure, name="figure"),
    *SHEETS.urls("sheets/", list_at=""),
    *SCHEMES.urls("schemes/"),
    *CIRCULARS.urls("circulars/"),
    path("calendar/", report_pages.calendar, name="calendar"),
    *(one for matters, at in MORE for one in matters.urls(at)),
]
