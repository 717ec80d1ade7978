"""How much was used, per department and per resource; what was given outside the platform stands beside it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Min, Q, Sum
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from yiyuan.exchange import selectors
from yiyuan.exchange.types import ANSWERED, FAILED, Channel
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.identifiers import number_in
from yiyuan.organisations.api import actor_from_request, infos
from yiyuan.sharing.api import provisions_seen_by
from yiyuan.web.components import Empty, Tab
from yiyuan.web.htmx import render
from yiyuan.web.lists import Column, Listing

TABS = {"department": "按使用部门", "resource": "按资源"}


@dataclass(slots=True)
class Use:
    """One department or one resource: calls and files, rows, provisions outside the platform, the last day.

    ms: what the calls took together, failed ones too; failed: calls that the provider's system spoiled.
    """

    name: str
    other: str
    calls: int = 0
    files: int = 0
    rows: int = 0
    off_times: int = 0
    off_rows: int = 0
    last_on: date | None = None
    ms: int = 0
    failed: int = 0

    @property
    def mean_ms(self) -> int | None:
        """Of a call, whether it was answered or failed."""
        asked = self.calls + self.failed
        return round(self.ms / asked) if asked else None

    @property
    def failure_rate(self) -> float | None:
        asked = self.calls + self.failed
        return self.failed / asked if asked else None

    def add(
        self,
        *,
        calls: int = 0,
        files: int = 0,
        rows: int = 0,
        last_on: date | None = None,
        ms: int = 0,
        failed: int = 0,
    ) -> None:
        self.calls += calls
        self.files += files
        self.rows += rows
        self.ms += ms
        self.failed += failed
        self.last_on = max(filter(None, (self.last_on, last_on)), default=None)


def uses(actor: Actor, *, by: str, since: date, until: date = date.max) -> list[Use]:
    """Uses the actor may see between two legal dates, both included, by "department" (who used) or by "resource"."""
    counted = [*ANSWERED, *FAILED]
    made = selectors.deliveries(actor).filter(legal_on__range=(since, until), status__in=counted)
    given, call = Q(status__in=ANSWERED), ~Q(channel=Channel.FILE)
    rows = (
        made.order_by()
        .values("consumer_id", "provider_id", "resource_id", "resource_name")
        .annotate(
            calls=Count("id", filter=given & call),
            files=Count("id", filter=given & ~call),
            rows=Sum("rows", filter=given),
            last_on=Max("legal_on", filter=given),
            ms=Sum("ms", filter=call),
            failed=Count("id", filter=~given & call),
        )
    )
    off = [p for p in provisions_seen_by(actor) if since <= p.provided_on <= until]
    named = infos(
        {r["consumer_id"] for r in rows}
        | {r["provider_id"] for r in rows}
        | {p.consumer_id for p in off}
        | {p.provider_id for p in off}
    )
    found: defaultdict[int, Use] = defaultdict(lambda: Use("", ""))
    for row in rows:
        use = found[row["consumer_id" if by == "department" else "resource_id"]]
        use.name = named[row["consumer_id"]].name if by == "department" else row["resource_name"]
        use.other = "" if by == "department" else named[row["provider_id"]].short_name
        figures = {name: row[name] or 0 for name in ("calls", "files", "rows", "ms", "failed")}
        use.add(**figures, last_on=row["last_on"])
    for provision in off:
        use = found[provision.consumer_id if by == "department" else provision.resource_id]
        use.name = named[provision.consumer_id].name if by == "department" else provision.resource_name
        use.other = "" if by == "department" else named[provision.provider_id].short_name
        use.off_times += provision.times
        use.off_rows += provision.rows
        use.add(last_on=provision.provided_on)
    return sorted(found.values(), key=lambda use: (-(use.calls + use.files), use.name))


def percent(share: float | None) -> str:
    return "—" if share is None else f"{share:.1%}"


@require_safe
def page(request: HttpRequest) -> HttpResponseBase:
    """Counts of a legal year, this one unless another is asked for."""
    actor = actor_from_request(request)
    by = request.GET.get("by", "department")
    by = by if by in TABS else "department"
    years = _years(actor)
    asked = number_in(request.GET.get("year", ""))
    year = asked if asked in years else years[0]
    rows = uses(actor, by=by, since=date(year, 1, 1), until=date(year, 12, 31))
    columns = [
        Column("name", "使用部门" if by == "department" else "资源", "name", sort="name", head=True),
        *([] if by == "department" else [Column("other", "提供部门", "other", sort="other")]),
        Column("calls", "查询和接口", "calls", numeric=True, sort="calls"),
        Column("files", "文件", "files", numeric=True, sort="files"),
        Column("rows", "取得行数", "rows", numeric=True, sort="rows"),
        Column("ms", "平均响应，毫秒", lambda u: "—" if u.mean_ms is None else u.mean_ms, numeric=True),
        Column("failed", "失败率", lambda u: percent(u.failure_rate), numeric=True, sort="failed"),
        Column("off", "平台外次数", "off_times", numeric=True, sort="off_times"),
        Column("off_rows", "平台外行数", "off_rows", numeric=True, sort="off_rows"),
        Column("last", "最近", lambda u: u.last_on or "", sort="last_on"),
    ]
    listing = Listing(
        request,
        rows,
        columns,
        default_sort="-calls",
        filename=f"使用统计{TABS[by]}",
        caption=f"使用统计，{TABS[by]}",
        empty=Empty(f"{year} 年没有取用。"),
    )
    if listing.is_export:
        return listing.export()
    address, all_calls = reverse("exchange:uses"), Use("", "")
    for use in rows:
        all_calls.add(calls=use.calls, ms=use.ms, failed=use.failed)
    context = {
        "tabs": [Tab(words, f"{address}?by={name}&year={year}", None, name == by) for name, words in TABS.items()],
        "year": year,
        "years": [(one, f"{address}?by={by}&year={one}") for one in years if one != year],
        "figures": [
            ("查询和接口，次", sum(use.calls for use in rows)),
            ("文件，份", sum(use.files for use in rows)),
            ("取得行数", sum(use.rows for use in rows)),
            ("平均响应，毫秒", all_calls.mean_ms or 0),
            ("失败，次", all_calls.failed),
            ("平台外提供，次", sum(use.off_times for use in rows)),
            ("平台外行数", sum(use.off_rows for use in rows)),
        ],
        **listing.context(),
    }
    return render(request, "exchange/uses.html", context)


def _years(actor: Actor) -> list[int]:
    """The legal year it is, and those back to the first use, newest first."""
    this = clock.today().year
    first = selectors.deliveries(actor).aggregate(first=Min("legal_on"))["first"]
    days = [*filter(None, [first]), *(provision.provided_on for provision in provisions_seen_by(actor))]
    return list(range(this, min([this, *(day.year for day in days)]) - 1, -1))
