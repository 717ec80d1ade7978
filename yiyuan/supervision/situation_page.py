"""The situation of a region for those who lead it: the page, one sheet of paper a week, the same for machines."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe
from ninja import Schema

from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.dates import EARLIEST, day_in
from yiyuan.kernel.errors import NotAllowed
from yiyuan.supervision import policies
from yiyuan.supervision.rules import week_of
from yiyuan.supervision.situation import WEEK, Body, Period, Share, Situation, read
from yiyuan.web.bodies import Day
from yiyuan.web.components import Chart, Empty, Fact, Link, Noted, Series, number
from yiyuan.web.edge import actor_of
from yiyuan.web.htmx import render
from yiyuan.web.lists import Column, Listing

SHOWN = 10  # bars of a chart, rows of a list before it pages
ON_PAPER = 8  # rows of a list on the sheet
NO_DATA, NONE_DUE = "没有数据", "没有到期的"


class ShareOut(Schema):
    """rate: per cent, one decimal; none where total is 0."""

    total: int
    good: int
    rate: float | None


class UsesOut(Schema):
    """times: calls and files together."""

    calls: int
    files: int
    times: int
    rows: int
    last_on: date | None


class PeriodOut(Schema):
    """known: whether anything was on record by its end; where not, the figures say nothing."""

    first: date
    last: date
    known: bool
    terms: ShareOut
    answers: ShareOut
    fresh: ShareOut
    batches: int
    loaded_rows: int
    used: UsesOut


class WeekOut(PeriodOut):
    """late: matters late at its end."""

    late: int


class BodyOut(Schema):
    id: int
    name: str
    open: int
    late: int
    terms: ShareOut
    answers: ShareOut
    fresh: ShareOut


class UsedResourceOut(Schema):
    id: int
    name: str
    provider: str
    since: date
    used: UsesOut
    grants: int


class UnusedOut(Schema):
    number: str
    href: str
    resource: str
    provider: str
    consumer: str
    from_on: date
    days: int


class SituationOut(Schema):
    """How a region stands on a legal day; `yiyuan/supervision/situation.py` says what each figure counts."""

    on: date
    late: int
    late_bodies: int
    months: list[PeriodOut]
    week: WeekOut
    week_before: WeekOut
    bodies: list[BodyOut]
    resources: list[UsedResourceOut]
    unused: list[UnusedOut]


def looking(request: HttpRequest) -> Actor:
    """Raises NotAllowed."""
    actor = actor_of(request)
    if not policies.may_look(actor):
        raise NotAllowed("supervision.situation")
    return actor


def _rate(share: Share) -> str:
    return NONE_DUE if share.rate is None else f"{share.rate}%（{number(share.good)}/{number(share.total)}）"


def _known(period: Period, words: object) -> object:
    return words if period.known else NO_DATA


def _month(key: str, label: str, of: Any, **more: Any) -> Column:  # of: a function of a period
    return Column(key, label, lambda p: _known(p, of(p)), **{"css": "num", **more})


LABEL = Column("month", "月份", "label", sort="label", head=True, css="nw")
# what each list of months says beside its name
MONTHS: dict[str, tuple[str, list[Column]]] = {
    "load": (
        "数据归集和更新",
        [
            _month("batches", "批次", lambda p: p.batches),
            _month("rows", "入池行数", lambda p: p.loaded_rows),
            _month("fresh", "月末按周期更新", lambda p: _rate(p.fresh) if p.fresh.total else "没有资源"),
        ],
    ),
    "term": (
        "按期办理",
        [
            _month("answers", "共享申请按期答复", lambda p: _rate(p.answers)),
            _month("terms", "全部法定期限按期", lambda p: _rate(p.terms)),
        ],
    ),
    "use": (
        "数据使用",
        [
            _month("calls", "查询和接口", lambda p: p.used.calls),
            _month("files", "文件", lambda p: p.used.files),
            _month("rows", "取得行数", lambda p: p.used.rows),
        ],
    ),
}
RESOURCE = [
    Column("name", "资源", lambda r: Link(r.name, reverse("catalog:resource", args=[r.id])), sort="name", head=True),
    Column("provider", "提供部门", "provider", sort="provider"),
    Column("times", "使用次数", "used.times", sort="used.times", numeric=True),
    Column("rows", "取得行数", "used.rows", sort="used.rows", numeric=True),
    Column("grants", "有效授权", "grants", sort="grants", numeric=True),
    Column("last", "最近", lambda r: r.used.last_on or "没有用过", sort="used.last_on", css="nw"),
]


def _share_column(key: str, label: str) -> Column:
    return Column(key, label, lambda b: _rate(getattr(b, key)), sort=f"{key}.rate", css="num")


def _late(body: Body) -> object:
    if not body.late:
        return 0
    address = reverse("workflow:desk", args=["overseen"])
    return Link(number(body.late), f"{address}?department={body.id}&lateness=late")


BODY = [
    Column("name", "部门", "name", sort="name", head=True),
    Column("late", "逾期", _late, sort="late", css="num", export=lambda b: b.late),
    Column("open", "在办", "open", sort="open", numeric=True),
    _share_column("terms", "一年来按期办理"),
    _share_column("answers", "共享申请按期答复"),
    Column(
        "fresh", "按周期更新", lambda b: _rate(b.fresh) if b.fresh.total else "没有资源", sort="fresh.rate", css="num"
    ),
]
UNUSED = [
    Column("number", "授权", lambda u: Link(u.number, u.href), sort="number", head=True, css="nw"),
    Column("resource", "资源", "resource", sort="resource"),
    Column("provider", "提供部门", "provider", sort="provider"),
    Column("consumer", "使用部门", "consumer", sort="consumer"),
    Column("from", "授权起", "from_on", sort="from_on", css="nw"),
    Column("days", "已过天数", "days", sort="days", numeric=True),
]


def _listings(request: HttpRequest, found: Situation) -> dict[str, Listing]:
    """Each list of the page by the beginning of its parameters."""

    def made(
        prefix: str, rows: Sequence[Any], columns: Sequence[Column], title: str, sort: str, **more: Any
    ) -> Listing:
        return Listing(
            request,
            rows,
            columns,
            default_sort=sort,
            page_size=more.pop("page_size", SHOWN),
            filename=f"态势{title}",
            caption=title,
            prefix=f"{prefix}-",
            **more,
        )

    months = {
        key: made(
            key, found.months, [LABEL, *columns], title, "-month", unit="个月", css="flat", page_size=len(found.months)
        )
        for key, (title, columns) in MONTHS.items()
    }
    return months | {
        "body": made(
            "body", found.bodies, BODY, "各部门", "", unit="个部门", empty=Empty("没有部门有在办事项或者资源。")
        ),
        "most": made(
            "most",
            [one for one in found.resources if one.used.times],
            RESOURCE,
            "使用最多的资源",
            "-times",
            unit="个资源",
            empty=Empty("一年来还没有资源被使用。"),
        ),
        "least": made("least", found.resources, RESOURCE, "使用最少的资源", "times", unit="个资源"),
        "unused": made(
            "unused", found.unused, UNUSED, "从未使用的授权", "-days", unit="项", empty=Empty("有效的授权都用过。")
        ),
    }


def _charts(found: Situation) -> dict[str, Chart]:
    """By the list each draws."""
    months, labels = found.months, [month.label for month in found.months]
    late = [body for body in found.bodies if body.late][:SHOWN]
    used = [one for one in found.resources if one.used.times][:SHOWN]

    def series(name: str, of: Any, **more: Any) -> Series:  # of: a function of a period
        return Series(name, [of(month) if month.known else None for month in months], **more)

    charts = {
        "load": Chart(
            "每月归集批次和月末更新比例",
            labels,
            [
                series("批次", lambda m: m.batches),
                series("按周期更新", lambda m: m.fresh.rate, kind="line", percent=True),
            ],
        ),
        "term": Chart(
            "每月到期事项按期比例",
            labels,
            [
                series("共享申请", lambda m: m.answers.rate, kind="line", percent=True),
                series("全部法定期限", lambda m: m.terms.rate, kind="line", percent=True),
            ],
        ),
        "use": Chart(
            "每月使用次数",
            labels,
            [series("查询和接口", lambda m: m.used.calls), series("文件", lambda m: m.used.files)],
        ),
    }
    if not any(one.used.times for one in found.resources):
        del charts["use"]  # an empty frame tells nothing
    if late:
        charts["body"] = Chart(
            "逾期最多的部门，件", [b.name for b in late], [Series("逾期", [b.late for b in late])], True
        )
    if used:
        charts["most"] = Chart(
            "使用最多的资源，次", [one.name for one in used], [Series("使用", [one.used.times for one in used])], True
        )
    return charts


def _against(now: int, before: int) -> Noted:
    change = now - before
    words = f"比上周{'多' if change > 0 else '少'} {number(abs(change))}" if change else "与上周相同"
    return Noted(number(now), words)


def _week_facts(found: Situation) -> list[Fact]:
    """The week beside the one before."""
    week, before = found.week, found.week_before
    return [
        Fact("逾期未办", _against(week.late, before.late)),
        Fact("按期办理", Noted(_rate(week.terms), f"上周 {_rate(before.terms)}")),
        Fact("共享申请按期答复", Noted(_rate(week.answers), f"上周 {_rate(before.answers)}")),
        Fact("归集批次", _against(week.batches, before.batches)),
        Fact("使用次数", _against(week.used.times, before.used.times)),
        Fact("从未使用的授权", number(len(found.unused))),
    ]


@require_safe
def page(request: HttpRequest) -> HttpResponseBase:
    """As of today."""
    actor = looking(request)
    found = read(actor.region_code, on=clock.today())
    listings = _listings(request, found)
    for listing in listings.values():
        if listing.is_export:
            return listing.export()
    charts = _charts(found)
    parts = [(listing.caption, charts.get(key), listing.view()) for key, listing in listings.items()]
    order = ["body", "load", "term", "use", "most", "least", "unused"]
    shown = dict(zip(listings, parts, strict=True))
    context = {"found": found, "facts": _week_facts(found), "parts": [shown[key] for key in order]}
    return render(request, "supervision/situation.html", context)


@require_safe
def sheet(request: HttpRequest) -> HttpResponseBase:
    """One page of A4: a week, that of ?week=<any day of it>, as things stood at its end."""
    actor = looking(request)
    on = _end_of_week(request)
    found = read(actor.region_code, on=on)
    used = [one for one in found.resources if one.used.times][: ON_PAPER // 2]
    charts = _charts(found)
    never = [one for one in found.resources if not one.used.times]
    context = {
        "found": found,
        "actor": actor,
        "facts": _week_facts(found),
        "late": [body for body in found.bodies if body.late][:ON_PAPER],
        "used": used,
        "never": never,
        "never_shown": sorted(never, key=lambda one: (-one.grants, one.since))[: ON_PAPER // 2],
        "before": found.week.first - WEEK,
        "after": found.week.first + WEEK if found.week.first + WEEK <= clock.today() else None,
        "charts": [charts[key] for key in ("load", "use" if "use" in charts else "term")],
    }
    return render(request, "supervision/situation_sheet.html", context)


def _end_of_week(request: HttpRequest) -> date:
    """The last day of the week asked for that has come; today where none can be read."""
    today = clock.today()
    asked = request.GET.get("week", "").strip()
    day = day_in(asked) if asked else today
    if day is None or day < EARLIEST:
        messages.warning(request, "“周”的值读不懂，显示的是本周。")
        return today
    return today if day > today else min(today, week_of(day)[1])


def situation(request: HttpRequest, on: Day | None = None) -> Any:  # a Situation
    """on: a legal day that has come; today where none is named."""
    actor = looking(request)
    return read(actor.region_code, on=min(on or clock.today(), clock.today()))
