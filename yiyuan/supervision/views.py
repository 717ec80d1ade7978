"""The yearly assessment: sheets of all departments for the bureau, its own for a department; schemes."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yiyuan.kernel import clock
from yiyuan.kernel.errors import NotAllowed
from yiyuan.organisations.api import actor_from_request
from yiyuan.regulations.api import chips, resolve
from yiyuan.regulations.types import Resolved
from yiyuan.supervision import policies, selectors, services
from yiyuan.supervision.display import NO_HEAD, aspect_words, head_words, light_of, line_of, score_words, weight_words
from yiyuan.supervision.forms import OpenForm, ReplyForm, SchemeForm, StatementForm
from yiyuan.supervision.models import Sheet
from yiyuan.supervision.types import STATE_WORDS, State
from yiyuan.supervision.workflow import SHEET
from yiyuan.web.components import Empty, Link
from yiyuan.web.edge import beside
from yiyuan.web.forms import Form
from yiyuan.web.htmx import render, see_other
from yiyuan.web.lists import Column, Filter, Listing
from yiyuan.workflow.api import term_of, term_view


def _score(sheet: Sheet) -> str:
    """Without effect before the confirmation, and says so."""
    if sheet.score is None:
        return "没有可计分的"
    return f"{sheet.score:f}" if sheet.state == State.CONFIRMED else f"{sheet.score:f}（待确认）"


@require_safe
def sheets(request: HttpRequest) -> HttpResponseBase:
    """One line a department and year."""
    actor = actor_from_request(request)
    columns = [
        Column("state", "状态", light_of, sort="state", export=lambda s: STATE_WORDS[State(s.state)]),
        Column("year", "年度", lambda s: str(s.assessment.year), sort="assessment__year", css="nw"),
        Column(
            "body",
            "部门",
            lambda s: Link(s.organisation.name, s.get_absolute_url()),
            sort="organisation__name",
            head=True,
            export=lambda s: s.organisation.name,
        ),
        Column("score", "得分", _score, numeric=True, export=lambda s: s.score),
        Column("taken", "取数时间", "taken_at", css="nw"),
        Column("stated", "说明日期", "stated_on", sort="stated_on", css="nw"),
        Column("confirmed", "确认日期", "confirmed_on", sort="confirmed_on", css="nw"),
    ]
    filters = [
        Filter("year", "年度", lambda r, v: r.filter(assessment__year=int(v))),
        Filter("body", "部门", lambda r, v: r.filter(organisation__name__icontains=v)),
        Filter("state", "状态", lambda r, v: r.filter(state=v), [(s.value, w) for s, w in STATE_WORDS.items()]),
    ]
    listing = Listing(
        request,
        selectors.sheets(actor),
        columns,
        filters,
        default_sort="-year",
        filename="年度考核",
        caption="年度考核",
        unit="份",
        empty=Empty("还没有考核。主管部门开始一个年度的考核后，各部门的数据列在这里。"),
    )
    if listing.is_export:
        return listing.export()
    resolved = resolve("supervision.assessment", region=actor.region_code, on=clock.today())
    report = resolve("supervision.report", region=actor.region_code, on=clock.today())
    unchecked = selectors.sheets(actor).filter(state=State.TAKEN).count()
    waiting = selectors.sheets(actor).filter(state=State.STATED).count()
    context = {
        "may_assess": policies.may_assess(actor),
        "unchecked": unchecked,
        "waiting": waiting,
        "chips": chips(resolved),
        "report": _next_report(report),
        "report_chips": chips(report),
        **listing.context(),
    }
    return render(request, "supervision/sheets.html", context)


def _next_report(resolved: Resolved) -> date | None:
    """The next day by which the year before is reported; a fixed date that no holiday moves."""
    day = resolved.yearly
    if day is None:
        return None
    today = clock.today()
    this_year = day.in_year(today.year)
    return this_year if today <= this_year else day.in_year(today.year + 1)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Open the assessment of a year."""
    actor = actor_from_request(request)
    if not policies.may_assess(actor):
        raise NotAllowed("supervision.assessment")
    offered = [(one.id, str(one)) for one in selectors.own_schemes(actor)]
    form = OpenForm(request.POST if request.method == "POST" else None, schemes=offered)
    if request.method == "POST" and form.is_valid():
        held = form.cleaned_data
        with beside(request, form, "year"):
            services.open_assessment(actor=actor, year=held["year"], scheme_id=held["scheme"])
            messages.success(request, "已取数，各部门可以核对和说明。")
            return see_other(reverse("supervision:sheets"))
    context = {"form": form, "offered": offered}
    return render(request, "supervision/new.html", context, status=422 if form.errors else 200)


@require_safe
def schemes(request: HttpRequest) -> HttpResponseBase:
    actor = actor_from_request(request)
    columns = [
        Column("title", "方案", lambda s: Link(s.title, s.get_absolute_url()), head=True, export=lambda s: s.title),
        Column("number", "版本", "number", sort="number", numeric=True),
        Column("co_issuers", "联合制定单位", "co_issuers"),
        Column("paper", "评价办法", "paper"),
        Column("weights", "权重", lambda s: "相等（平台默认）" if s.equal_weights else "已设定"),
        Column("made", "制定日期", "made_on", sort="made_on", css="nw"),
        Column("by", "制定人", "made_by"),
    ]
    listing = Listing(
        request,
        selectors.schemes(actor),
        columns,
        default_sort="-number",
        filename="考核方案",
        caption="考核方案",
        unit="版",
        empty=Empty("还没有考核方案。"),
    )
    if listing.is_export:
        return listing.export()
    context = {"may_assess": policies.may_assess(actor), **listing.context()}
    return render(request, "supervision/schemes.html", context)


@require_http_methods(["GET", "POST"])
def new_scheme(request: HttpRequest) -> HttpResponse:
    actor = actor_from_request(request)
    if not policies.may_assess(actor):
        raise NotAllowed("supervision.scheme")
    form = SchemeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        held = form.cleaned_data
        said = {name: held[name] for name in ("title", "co_issuers", "paper")}
        with beside(request, form):
            made = services.make_scheme(actor=actor, weights=form.weights(), **said)
            messages.success(request, "方案已保存为新版本。")
            return see_other(made.get_absolute_url())
    return render(request, "supervision/new_scheme.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def scheme(request: HttpRequest, scheme_id: int) -> HttpResponse:
    found = selectors.scheme_for(actor_from_request(request), scheme_id)
    indicators = list(found.indicators.order_by("position"))
    heads = resolve("supervision.aspects", region=found.region_code, on=found.made_on)
    covered = {one.aspect for one in indicators}
    context = {
        "scheme": found,
        "bare": [aspect_words(code) for code in heads.items if code not in covered],
        "lines": [(head_words(one) or NO_HEAD, str(one), weight_words(one)) for one in indicators],
        "chips": chips(heads),
    }
    return render(request, "supervision/scheme.html", context)


@require_safe
def sheet(request: HttpRequest, sheet_id: int) -> HttpResponseBase:
    return _page(request, sheet_id, {})


def _page(request: HttpRequest, sheet_id: int, forms: dict[str, Form]) -> HttpResponseBase:
    actor = actor_from_request(request)
    found = selectors.sheet_for(actor, sheet_id)
    lines = [line_of(figure) for figure in found.figures.all()]
    moves = {move.name for move in SHEET.open_moves(found, actor)}
    figures = Listing(
        request,
        lines,
        [
            Column("head", "方面", "head"),
            Column("name", "指标", "name", head=True),
            Column("words", "数据", "words", template="supervision/figure_cell.html", export=lambda f: f.words),
            Column("share", "比例", "share", numeric=True),
            Column("apart", "逾期未认定，不计", lambda f: f.apart or "", numeric=True, export=lambda f: f.apart),
            Column("weight", "权重", "weight", numeric=True),
        ],
        filename=f"{found.organisation.name}{found.assessment.year}年度考核",
        caption="考核数据",
        unit="项",
    )
    if figures.is_export:
        return figures.export()
    on = found.law_on or clock.today()
    context = {
        "sheet": found,
        "light": light_of(found),
        "score": score_words(found),
        "confirmed": found.state == State.CONFIRMED,
        "awaited": found.state == State.TAKEN,
        "term": term_view(term_of("supervision.sheet", found.id), region=found.region_code, law_on=on),
        "aspects": chips(resolve("supervision.aspects", region=found.region_code, on=on)),
        "statement_form": StatementForm() if "state" in moves else None,
        "reply_form": ReplyForm() if "confirm" in moves else None,
        **figures.context(),
        **forms,
    }
    return render(request, "supervision/sheet.html", context, status=422 if forms else 200)


@require_POST
def state(request: HttpRequest, sheet_id: int) -> HttpResponseBase:
    actor = actor_from_request(request)
    found = selectors.sheet_for(actor, sheet_id)
    form = StatementForm(request.POST)
    if form.is_valid():
        with beside(request, form, "statement"):
            services.state_view(sheet_id, actor=actor, **form.cleaned_data)
            messages.success(request, "已说明，主管部门会看到。")
            return see_other(found.get_absolute_url())
    return _page(request, sheet_id, {"statement_form": form})


@require_POST
def confirm(request: HttpRequest, sheet_id: int) -> HttpResponseBase:
    actor = actor_from_request(request)
    found = selectors.sheet_for(actor, sheet_id)
    form = ReplyForm(request.POST)
    if form.is_valid():
        with beside(request, form, "reply"):
            services.confirm_sheet(sheet_id, actor=actor, **form.cleaned_data)
            messages.success(request, "已确认。")
            return see_other(found.get_absolute_url())
    return _page(request, sheet_id, {"reply_form": form})
