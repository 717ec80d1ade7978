"""The console, and the backups: what stands, what failed and why, whether one is late."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from yiyuan.exchange.api import CALL_REFUSAL_WORDS, WATCHED_STATES, refused_calls, watched
from yiyuan.operations import finding, selectors, services
from yiyuan.operations.console import failed_jobs, job_words
from yiyuan.operations.console import lines as lines_of
from yiyuan.operations.models import Backup
from yiyuan.operations.rules import age_words
from yiyuan.operations.types import BACKUP_WORDS, PART_WORDS, STANDING_WORDS, TASK_WORDS, Standing
from yiyuan.organisations.api import actor_from_request
from yiyuan.web.components import Code, Empty, Fact, Light, LightKind, Link, Noted
from yiyuan.web.htmx import render, see_other
from yiyuan.web.lists import Column, Filter, Listing, choice_filter, state_column, text_filter

LINE_COLUMNS = [
    Column("state", "状态", lambda line: Light(line.state.value, line.words), width=160),
    Column("name", "部分", lambda line: Noted(line.name, PART_WORDS[line.part]), head=True, width=160),
    Column("found", "现状", "found", css="brk"),
    Column("seen", "最近有应答", "seen_at", width=180),
    Column("do", "怎么办", "do", css="brk"),
]
LINE_FILTERS = [
    Filter("part", "部分", lambda rows, value: [r for r in rows if r.part == value], list(PART_WORDS.items())),
    Filter("state", "状态", lambda rows, value: [r for r in rows if r.state == value], list(STANDING_WORDS.items())),
]
JOB_COLUMNS = [
    Column("task", "任务", lambda job: Noted(job_words(job.task_name), f"编号 {job.id}"), head=True),
    Column("failed", "没有做成", "failed_at", sort="failed_at", width=180),
    Column("attempts", "做过几次", "attempts", sort="attempts", numeric=True),
    Column("log", "原因", lambda job: f"见 {settings.HOME}/run/worker.log，搜任务编号 {job.id}", css="s brk"),
    Column("act", "", "id", template="operations/retry_cell.html", export=False, css="act"),
]
JOB_FILTERS = [choice_filter("task", "任务", TASK_WORDS, field="task_name")]
CALL_COLUMNS = [
    Column("network", "网段", lambda one: one.network or "其余网段", sort="network", head=True),
    Column("reason", "原因", "words"),
    Column("calls", "七天次数", "calls", sort="calls", numeric=True),
    Column("hours", "有调用的小时", "hours", sort="hours", numeric=True),
    Column("peak", "一小时最多", "peak", sort="peak", numeric=True),
    Column("first", "最早", "first_at", css="nw"),
    Column("last", "最近", "last_at", sort="last_at", css="nw"),
]
CALL_FILTERS = [
    Filter("reason", "原因", lambda rows, value: [r for r in rows if r.reason == value], [*CALL_REFUSAL_WORDS.items()]),
    Filter("network", "网段", lambda rows, value: [r for r in rows if value in r.network]),
]
WATCHED_LIGHTS: dict[str, LightKind] = {"": "soon", "draft": "soon", "up": "ok", "down": "late", "paused": "end"}
WATCHED_COLUMNS = [
    Column("state", "状态", lambda one: Light(WATCHED_LIGHTS[one.state], one.words), width=160),
    Column("name", "资源", lambda one: Link(one.resource_name, one.href), sort="resource_name", head=True),
    Column("provider", "提供部门", "provider", sort="provider"),
    Column("week", "七天", "week_words", width=140),
    Column("calls", "七天调用", "calls", sort="calls", numeric=True),
    Column("failures", "没有取到", "failures", sort="failures", numeric=True),
    Column("last", "上次成功", "last_ok_at", css="nw"),
    Column("checked", "上次检查", "checked_at", css="nw"),
]
WATCHED_FILTERS = [
    Filter("state", "状态", lambda rows, value: [r for r in rows if (r.state or "none") == value], WATCHED_STATES),
    Filter("name", "资源或部门", lambda rows, value: [r for r in rows if value in r.resource_name + r.provider]),
]


@require_safe
def console(request: HttpRequest) -> HttpResponseBase:
    """How the installation does: its parts, jobs that were given up, interfaces of all providers."""
    actor = actor_from_request(request)
    lines = lines_of(actor)
    listings = [
        Listing(request, lines, LINE_COLUMNS, LINE_FILTERS, filename="运行状况", caption="各部分", unit="项"),
        Listing(
            request,
            failed_jobs(actor),
            JOB_COLUMNS,
            JOB_FILTERS,
            default_sort="-failed",
            filename="没有做成的任务",
            caption="没有做成的任务",
            unit="件",
            prefix="job_",
            empty=Empty("没有。"),
        ),
        Listing(
            request,
            sorted(watched(), key=lambda one: not one.is_down),
            WATCHED_COLUMNS,
            WATCHED_FILTERS,
            page_size=20,
            filename="提供方接口",
            caption="留在提供部门的资源和它们的接口",
            unit="项",
            prefix="if_",
            empty=Empty("没有留在提供部门的资源。"),
        ),
        Listing(
            request,
            refused_calls(),
            CALL_COLUMNS,
            CALL_FILTERS,
            page_size=20,
            filename="没有有效密钥的调用",
            caption="没有有效密钥的网关调用，最近七天",
            unit="个网段",
            prefix="call_",
            empty=Empty("没有。"),
        ),
    ]
    for listing in listings:
        if listing.is_export:
            return listing.export()
    open_ = sum(line.state is not Standing.OK for line in lines)
    context = {"open": open_, "listings": [listing.view() for listing in listings]}
    return render(request, "operations/console.html", context)


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """What became of a request or a delivery, by the number its reader has."""
    number = request.GET.get("number", "").strip()
    found = finding.find(actor_from_request(request), number)
    facts = [] if found is None else _facts_of(found)
    context = {"number": number, "found": found, "facts": facts, "days": settings.FAULT_DAYS}
    status = 404 if number and found is None else 200
    return render(request, "operations/find.html", context, status=status)


def _facts_of(found: finding.Found) -> list[Fact]:
    facts = [
        Fact("编号", Code(found.number), wide=True),
        Fact("时间", found.at),
        Fact("单位", found.body),
        Fact("原因", found.why, wide=True),
        Fact("条文", found.chips, wide=True) if found.chips else None,
        Fact("授权", found.grant) if found.grant else None,
        Fact("位置", found.where, wide=True) if found.where else None,
        Fact("怎么办", found.do, wide=True),
    ]
    return [fact for fact in facts if fact]


@require_POST
def retry(request: HttpRequest, job_id: int) -> HttpResponse:
    services.retry_job(job_id, actor=actor_from_request(request))
    messages.success(request, "已重新排队，一会儿再看。")
    return see_other(reverse("operations:console"))


LIGHTS: dict[str, LightKind] = {"complete": "ok", "failed": "late", "dropped": "end"}


def _size(row: Backup) -> str:
    return filesizeformat(row.size_bytes) if row.size_bytes else ""


COLUMNS = [
    state_column(LIGHTS),
    Column("started", "开始", "started_at", sort="started_at", head=True, width=180),
    Column("took", "用时", lambda row: age_words(row.ended_at - row.started_at) if row.ended_at else "", css="nw"),
    Column("size", "大小", _size, sort="size_bytes", export=lambda row: row.size_bytes, css="nw num"),
    Column("rows", "数据行", "rows", sort="rows", numeric=True),
    Column("files", "文件", "files", sort="files", numeric=True),
    Column("keys", "密钥", lambda row: "已封入" if row.has_keys else "不在其中", css="nw"),
    Column("verified", "重读核对", "verified_at", sort="verified_at", width=180),
    Column("folder", "位置和没有做成的原因", lambda row: Noted(row.folder, row.fault), css="s brk", width=240),
]
FILTERS = [choice_filter("state", "状态", BACKUP_WORDS), text_filter("folder", "位置")]


@require_safe
def backups(request: HttpRequest) -> HttpResponseBase:
    found = selectors.backups(actor_from_request(request))
    listing = Listing(
        request,
        found,
        COLUMNS,
        FILTERS,
        default_sort="-started",
        filename="备份",
        caption="备份",
        unit="次",
        empty=Empty("还没有备份过。运行 yiyuan backup，或设置 YIYUAN_BACKUP_TO 让后台每天备份。"),
    )
    if listing.is_export:
        return listing.export()
    rule = {"to": settings.BACKUP_TO, "hour": settings.BACKUP_AT, "keep": settings.BACKUP_KEEP}
    context = {"concerns": services.concerns(), **rule, **listing.context()}
    return render(request, "operations/backups.html", context)
