"""The quality of a resource, and of every department on one page."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from yiyuan.dataplane.rules import Dimension
from yiyuan.kernel import clock
from yiyuan.organisations.api import actor_from_request
from yiyuan.quality import boards, display, policies, running, selectors
from yiyuan.quality.pages import links
from yiyuan.quality.types import DIMENSION_WORDS
from yiyuan.regulations.api import chips, resolve
from yiyuan.web.components import Chart, Empty, Fact, Light, LightKind, Link, Series
from yiyuan.web.edge import beside
from yiyuan.web.htmx import refused, render, see_other
from yiyuan.web.lists import Column, Listing, list_page, text_filter

FRESH_LIGHTS: dict[str, LightKind] = {"kept": "ok", "behind": "late", "never": "soon", "held": "none"}


def _context(request: HttpRequest, resource_id: int) -> dict[str, Any]:  # template variables
    actor = actor_from_request(request)
    found = boards.of_resource(actor, resource_id)
    resource, update = found.resource, found.update
    today = clock.today()
    officer = f"{found.officer.name}　{found.officer.phone}" if found.officer else "还没有登记"
    period = f"{update.cycle}，{'应于 ' + str(update.due_on) + ' 前更新' if update.due_on else '没有固定期限'}"
    facts = [
        Fact("资源", Link(resource.name, reverse("catalog:resource", args=[resource_id]))),
        Fact("责任部门", found.provider),
        Fact("联系人", officer),
        Fact("更新周期", period),
        Fact("更新状态", Light(FRESH_LIGHTS[update.state], update.words)),
        Fact("最近入池", str(update.last_on) if update.last_on else "没有入过池"),
        Fact("启用的规则", f"{found.rules_on} 条，另按目录的信息项检查"),
    ]
    last = found.last
    return {
        "found": found,
        "facts": facts,
        "last": last,
        "scores": display.score_words(last.scores, named=found.named, lowest=last.lowest) if last else [],
        "chart": _chart(found),
        "listing": _history(request, found).view(),
        "loads": _loads(request, resource_id).view(),
        "may_draw": policies.may_draw(actor),
        "may_check": policies.may_check(actor, provider_id=resource.provider_id),
        "dimension_chips": chips(resolve("quality.dimensions", region=resource.region_code, on=today)),
        "threshold_chips": chips(resolve("quality.most_wrong", region=resource.region_code, on=today)),
        "threshold": resolve("quality.most_wrong", region=resource.region_code, on=today).value,
    }


def _chart(found: boards.OfResource) -> Chart | None:
    """Scores over time, oldest first."""
    reports = list(reversed(found.reports))
    if not reports:
        return None
    named = [Dimension(name) for name in found.named] or list(Dimension)
    series = [
        Series(DIMENSION_WORDS[one], [run.scores.get(one, 0) / 100 for run in reports], kind="line", percent=True)
        for one in named
    ]
    return Chart("历次检查的得分", [f"{run.report_on:%m-%d}" for run in reports], series)


def _history(request: HttpRequest, found: boards.OfResource) -> Listing:
    columns = [
        Column("report", "报告", lambda run: Link(str(run.report_on), run.get_absolute_url()), head=True, css="nw"),
        Column("rows", "行数", "rows", numeric=True),
        *display.score_columns(map(Dimension, found.named)),
    ]
    return Listing(
        request,
        selectors.reports(found.resource.id),
        columns,
        filename=f"{found.resource.name}质量得分",
        caption="历次检查",
        unit="次",
        page_size=12,
        empty=Empty("还没有检查过。"),
    )


def _loads(request: HttpRequest, resource_id: int) -> Listing:
    columns = [
        Column(
            "batch",
            "批次",
            lambda one: Link(one.number, reverse("intake:batch", args=[one.batch_id])),
            head=True,
            css="nw",
        ),
        Column("on", "收到", "received_on", css="nw"),
        Column("rows", "读到", "rows", numeric=True),
        *display.score_columns(d for d in Dimension if d is not Dimension.CONSISTENCY),
        Column(
            "fails", "不符合", lambda one: "；".join(f"{f['sentence']} {f['rows']} 行" for f in one.fails[:3]) or "—"
        ),
    ]
    return Listing(
        request,
        selectors.loads(resource_id),
        columns,
        filename="批次质量",
        caption="批次质量",
        unit="批",
        prefix="loads-",
        page_size=12,
        empty=Empty("还没有归集过。"),
    )


@require_GET
def resource(request: HttpRequest, resource_id: int) -> HttpResponseBase:
    """Scores, their history, update state against the declared period; what can be done."""
    actor = actor_from_request(request)
    found = boards.of_resource(actor, resource_id)
    for listing in (_history(request, found), _loads(request, resource_id)):
        if listing.is_export:
            return listing.export()
    return render(request, "quality/resource.html", _context(request, resource_id))


@require_POST
def check(request: HttpRequest, resource_id: int) -> HttpResponse:
    """Check a resource now."""
    actor = actor_from_request(request)
    with beside(request) as said:
        run = running.ask_check(resource_id, actor=actor)
        messages.info(request, "已排队，查完看报告。")
        return see_other(run.get_absolute_url())
    return refused(request, "quality/resource.html", {**_context(request, resource_id), "refusal": said.refusal})


@require_GET
def board(request: HttpRequest) -> HttpResponseBase:
    """The indicators of every department of the region, on one page."""
    actor = actor_from_request(request)
    rows = boards.of_departments(actor)
    columns = [
        Column("name", "部门", "name", head=True, sort="name"),
        Column("resources", "资源", "resources", numeric=True, sort="resources"),
        Column("checked", "查过", "checked", numeric=True, sort="checked"),
        Column("behind", "超期未更新", "behind", numeric=True, sort="behind"),
        *display.score_columns(Dimension, sorts=True),
        Column("below", "低于标准", "below", numeric=True, sort="below"),
        Column("orders", "未结工单", "open_orders", numeric=True, sort="open_orders"),
    ]
    below = sum(one.below for one in rows)
    fact = f"{below} 个资源的质量低于标准" if below else "没有资源低于标准"
    return list_page(
        request,
        rows,
        columns,
        [text_filter("name", "部门")],
        title="数据质量",
        fact=fact if any(one.checked for one in rows) else "数据质量",
        unit="个部门",
        empty="没有已发布的资源。",
        words="每个资源按更新周期检查，得分是没有问题的行所占比例，部门的得分按行数合计。",
        links=links(but="board"),
    )
