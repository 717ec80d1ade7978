"""Credit reports at both doors."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_safe
from ninja import Schema
from pydantic import Field

from yiyuan.kernel.actor import Actor
from yiyuan.regulations.api import cited
from yiyuan.standing import papers, selectors
from yiyuan.standing.models import CreditReport
from yiyuan.standing.types import REPORT_WORDS
from yiyuan.web.components import Fact, Link, Noted
from yiyuan.web.edge import actor_of
from yiyuan.web.lists import Column, choice_filter, name_column, text_filter
from yiyuan.workflow.api import Matters

MEDIA = {"pdf": "application/pdf", "ofd": "application/ofd"}


class ReportOut(Schema):
    """counts: entries by section. ofd, pdf: digests of the sealed files."""

    id: int
    kind: str
    serial: str
    code: str
    subject: str = Field(alias="lookup.shown")
    counts: dict[str, int]
    cut_off: datetime
    made_on: date
    ofd: str
    pdf: str


def _facts(one: CreditReport, _actor: Actor) -> Sequence[Fact]:
    return [
        Fact("主体", one.lookup.shown),
        Fact("报告编号", one.serial),
        Fact("数据截止", one.cut_off),
        Fact(
            "按哪一次查询",
            Link(f"{one.lookup.get_ground_display()}：{one.lookup.purpose}", one.lookup.get_absolute_url()),
        ),
        Fact("出具", Noted(one.made_on, f"{one.organisation.name} {one.made_by}")),
        Fact("验证码", Noted(one.code, f"{settings.OPEN_URL}/credit/verify/{one.code}")),
        *[Fact(name, f"{count} 条") for name, count in one.counts.items()],
    ]


def _context(_actor: Actor, one: CreditReport) -> Mapping[str, Any]:  # template variables
    return {"files": [(kind.upper(), reverse("standing:report_file", args=[one.id, kind])) for kind in MEDIA]}


@require_safe
def report_file(request: HttpRequest, credit_report_id: int, report_kind: str) -> HttpResponse:
    """The sealed file."""
    found = selectors.report_for(actor_of(request), credit_report_id)
    if report_kind not in MEDIA:
        raise Http404(report_kind)
    digest = str(getattr(found, report_kind))
    answer = HttpResponse(papers.PAPERS.read(digest, sha256=digest), content_type=MEDIA[report_kind])
    answer["Content-Disposition"] = f'attachment; filename="{found.serial}.{report_kind}"'
    return answer


REPORTS = Matters(
    None,
    app="standing",
    noun="report",
    title="信用报告",
    about="从当天的一次查询出具，只列查询人可以查的；已修复和到期的不列。",
    empty="还没有信用报告。在信用查询的页面出具。",
    unit="份",
    parameter="credit_report_id",
    find=selectors.report_for,
    rows=selectors.reports,
    facts=_facts,
    shown=ReportOut,
    columns=[
        name_column("主体", "lookup.shown", key="subject", note=lambda one: one.serial),
        Column("kind", "种类", lambda one: one.get_kind_display(), sort="kind"),
        Column("body", "出具单位", "organisation.short_name", sort="organisation__name"),
        Column("made", "出具日期", "made_on", sort="made_on", css="nw"),
    ],
    filters=[choice_filter("kind", "种类", REPORT_WORDS), text_filter("serial", "报告编号")],
    chips=lambda actor: cited(actor, "standing.runs"),
    page="standing/report.html",
    context=_context,
    asks={},
)
FILES = [path("reports/<int:credit_report_id>/files/<slug:report_kind>/", report_file, name="report_file")]
