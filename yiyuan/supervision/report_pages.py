"""Yearly reports of departments at both doors, and the calendar of recurring duties."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe
from ninja import Schema
from pydantic import Field

from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.regulations.api import cited, yearly_duties
from yiyuan.supervision import selectors, services
from yiyuan.supervision.forms.checks import ReportForm
from yiyuan.supervision.models import YearReport
from yiyuan.supervision.types import REPORT_WORDS, ReportState
from yiyuan.supervision.workflow import REPORT
from yiyuan.web.components import Fact, Light, Link, number
from yiyuan.web.edge import actor_of
from yiyuan.web.lists import Column, Filter, list_page, name_column, state_column, state_filter, text_filter
from yiyuan.workflow.api import Ask, MatterOut, Matters


class ReportOut(MatterOut, Schema):
    """year: the one reported on. until_on: the fixed day. overdue: it passed without a report.

    figures: head, name, words, share.
    """

    year: int
    organisation: str = Field(alias="organisation.name")
    until_on: date
    overdue: bool
    work: str
    problems: str
    figures: list[list[str]]
    submitted_by: str
    submitted_on: date | None

    @staticmethod
    def resolve_until_on(found: Any) -> Any:  # a matter with its actor
        return found.model.due_on

    @staticmethod
    def resolve_overdue(found: Any) -> bool:  # a report with its actor
        return is_overdue(found.model)


def is_overdue(report: YearReport) -> bool:
    """From the day after the fixed one on; no holiday moves it."""
    return report.state == ReportState.AWAITED and clock.today() > report.due_on


def _light(report: YearReport) -> Light:
    if report.submitted_on:
        late = (report.submitted_on - report.due_on).days
        return Light("ok", f"已报告，迟 {late} 天" if late > 0 else "已报告")
    if is_overdue(report):
        return Light("late", f"逾期未报 {(clock.today() - report.due_on).days} 天")
    return Light("soon", "待报告")


def _facts(report: YearReport, _actor: Actor) -> Sequence[Fact]:
    said = f"{report.submitted_by}，{report.submitted_on.isoformat()}" if report.submitted_on else "还没有报告"
    return [
        Fact("部门", report.organisation.name),
        Fact("截止", f"{report.due_on.isoformat()}，遇节假日不顺延"),
        Fact("报告", said),
    ]


def _overdue(rows: QuerySet[YearReport]) -> str:
    late = rows.filter(state=ReportState.AWAITED, due_on__lt=clock.today()).count()
    return f"{number(late)} 个部门逾期未报" if late else ""


def _context(actor: Actor, _report: YearReport) -> Mapping[str, Any]:
    return {"chips": cited(actor, "supervision.report")}


def _standing(rows: QuerySet[YearReport], chosen: object) -> QuerySet[YearReport]:
    late = rows.filter(state=ReportState.AWAITED, due_on__lt=clock.today())
    return late if chosen == "late" else rows.exclude(pk__in=late.values("pk"))


REPORTS = Matters(
    REPORT,
    app="supervision",
    noun="report",
    parameter="year_report_id",
    title="年度共享情况报告",
    unit="份",
    about="各部门报告上一年度共享情况；到固定的一天没有报告的，第二天起标为逾期，遇节假日不顺延。",
    empty="没有要报告的年度。本地区的条文规定年度报告的，每年一月平台为各部门建立。",
    find=selectors.report_for,
    rows=selectors.reports,
    facts=_facts,
    shown=ReportOut,
    lights=_light,
    columns=[
        state_column(_light, width=180),
        Column("year", "年度", lambda r: str(r.year), sort="year", css="nw"),
        name_column("部门", "organisation.name", key="body"),
        Column("due", "截止", "due_on", sort="due_on", css="nw"),
        Column("submitted", "报告日期", "submitted_on", sort="submitted_on", css="nw"),
        Column("by", "报告人", "submitted_by"),
    ],
    filters=[
        Filter("year", "年度", lambda rows, year: rows.filter(year=int(year))),
        text_filter("body", "部门", "organisation__name"),
        state_filter(REPORT_WORDS),
        Filter("late", "逾期", _standing, choices=[("late", "逾期未报"), ("kept", "其他")]),
    ],
    sort="-year",
    headline=_overdue,
    chips=lambda actor: cited(actor, "supervision.report"),
    page="supervision/report.html",
    context=_context,
    asks={"submit": Ask(services.submit_report, ReportForm, "平台上的数据随报告一起留存。", beside="work")},
)


@require_safe
def calendar(request: HttpRequest) -> HttpResponseBase:
    """Every duty that comes back each year, by the texts that hold for the region, with its article."""
    actor = actor_of(request)
    duties = yearly_duties(actor.region_code, on=clock.today())
    return list_page(
        request,
        duties,
        [
            Column("next", "下一次截止", "next_on", sort="next_on", css="nw"),
            Column("text", "职责", "text", head=True, sort="text"),
            Column("actor", "谁", "actor", sort="actor"),
            Column("how", "怎样计", lambda d: "固定日期，不顺延" if d.fixed else "每年一次", sort="fixed", css="nw"),
            Column(
                "article",
                "条文",
                lambda d: Link(d.citation.short, d.citation.href),
                export=lambda d: d.citation.short,
                css="nw",
            ),
        ],
        [Filter("actor", "谁", lambda rows, text: [one for one in rows if str(text) in one.actor])],
        title="年度职责",
        fact=f"每年要做的 {len(duties)} 件事",
        unit="件",
        sort="next",
        words="取自本地区和上级地区适用的条文。写明日期的，那一天不因节假日顺延；只说每年的，到 12 月 31 日。",
        empty="本地区适用的条文没有每年一次的职责。",
        crumb=("年度考核", reverse("supervision:sheets")),
    )
