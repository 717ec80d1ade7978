"""Lists over many projects: running systems, what a budget rests on, the funds a yearly plan asks for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Sum
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_GET

from yiyuan.catalog.api import registered_systems
from yiyuan.catalog.types import SystemInfo
from yiyuan.kernel import clock
from yiyuan.kernel.actor import OVERSEERS, Actor
from yiyuan.projects import display, policies, selectors
from yiyuan.projects.models import Project, ProjectEvaluation, ProjectSystem, SharingYear
from yiyuan.projects.services.library import Rolled, ahead
from yiyuan.projects.types import FUNDING_WORDS, STATE_WORDS, Duty, Funding, State
from yiyuan.regulations.api import cited
from yiyuan.web.components import Empty, Light, Link, Noted
from yiyuan.web.edge import actor_of
from yiyuan.web.htmx import render
from yiyuan.web.lists import Column, Filter, Listing

YEAR = re.compile(r"20[0-9]{2}")
RUNNING = (State.ACCEPTED, State.RUNNING, State.EVALUATING)  # built, and in operation or about to be


# ---- systems ----


@dataclass(frozen=True, slots=True)
class SystemLine:
    """A running system with the project that built it; `project` is None where none is known."""

    system: SystemInfo
    project: Project | None


def running_systems(actor: Actor) -> list[SystemLine]:
    """In use today, or built by an accepted project: a department's own, the region's for bureau and finance."""
    whole = actor.has(*OVERSEERS) or policies.holds(actor, Duty.FINANCE, region=actor.region_code)
    found = registered_systems([actor.region_code] if whole else [], organisation_ids=actor.organisation_ids)
    links = ProjectSystem.objects.filter(system_id__in=[one.id for one in found]).select_related("project")
    by_system = {link.system_id: link.project for link in links.order_by("id")}
    today = clock.today()
    return [
        SystemLine(one, project)
        for one in found
        if ((project := by_system.get(one.id)) and project.state in RUNNING)
        or (one.in_use_on is not None and one.in_use_on <= today)
    ]


def _sharing(line: SystemLine) -> Light:
    system = line.system
    if not system.in_catalog:
        return Light("late", "没有编入目录")
    if system.declared:
        return Light(
            "ok" if system.kept == system.declared else "soon", f"共享 {system.kept} 项，申报 {system.declared} 项"
        )
    return Light("ok", "已编入目录")


@require_GET
def systems(request: HttpRequest) -> HttpResponseBase:
    """Every running system with owner, project, cloud, network and sharing; also as Excel."""
    actor = actor_of(request)
    columns = [
        Column(
            "name",
            "系统",
            lambda one: Link(one.system.name, reverse("catalog:system", args=[one.system.id])),
            sort="system.name",
            head=True,
            export=lambda one: one.system.name,
        ),
        Column("owner", "单位", "system.organisation", sort="system.organisation"),
        Column("project", "项目", _project, export=lambda one: one.project.name if one.project else ""),
        Column("cloud", "政务云", lambda one: one.system.cloud or "没有写明"),
        Column("network", "网络", lambda one: one.system.network or "没有写明"),
        Column("exchange", "接入共享平台", lambda one: one.system.exchange or "没有接入"),
        Column("sharing", "共享", _sharing),
        Column("in_use", "启用", lambda one: one.system.in_use_on or "—", css="nw"),
    ]
    filters = [
        Filter("owner", "单位", lambda rows, value: [one for one in rows if value in one.system.organisation]),
        Filter("name", "系统", lambda rows, value: [one for one in rows if value in one.system.name]),
    ]
    listing = Listing(
        request,
        running_systems(actor),
        columns,
        filters,
        filename="政务信息系统目录",
        caption="政务信息系统目录",
        unit="个",
        empty=Empty("还没有运行的系统。系统登记了启用日期，或者建设它的项目通过验收，就列在这里。"),
    )
    return _page(request, listing, "政务信息系统目录", "已建成运行的系统。", cited(actor, "projects.systems_listed"))


def _project(line: SystemLine) -> Link | str:
    return Link(line.project.name, line.project.get_absolute_url()) if line.project else "没有关联项目"


# ---- what the next budget rests on ----


@dataclass(frozen=True, slots=True)
class Basis:
    """A project that runs, its last evaluation, and what its unit asks for in the budget year (fen)."""

    project: Project
    evaluation: ProjectEvaluation | None
    asked: int

    @property
    def shared(self) -> SharingYear | None:
        """The last measured year."""
        return display.last_year(self.project)


def budget_basis(actor: Actor, year: int) -> list[Basis]:
    """Running projects the actor sees, for the budget of a year; by unit and name."""
    rows = selectors.projects(actor)
    asked = dict(rows.filter(plan_year=year).order_by().values_list("organisation_id").annotate(Sum("budget")))
    running = list(rows.filter(state__in=RUNNING).order_by("organisation__name", "name"))
    last = {
        one.project_id: one for one in ProjectEvaluation.objects.filter(project__in=running).order_by("id")
    }  # the latest of each
    return [Basis(one, last.get(one.id), asked.get(one.organisation_id) or 0) for one in running]


def _scores(one: Basis) -> Noted | str:
    found = one.evaluation
    if found is None:
        return "还没有评价"
    return Noted(
        f"运行 {found.operation}，共享 {found.sharing}，绩效 {found.performance}",
        f"{found.evaluated_on}，{'达标' if found.passed else '没有达标'}",
    )


def _average(one: Basis) -> float | None:
    found = one.evaluation
    return round((found.operation + found.sharing + found.performance) / 3, 1) if found else None


def _degree(one: Basis) -> str:
    found = one.shared
    if found is None:
        return "还没有统计"
    catalogued = f"{found.year} 年授权 {found.granted} 项（编入目录 {found.catalogued} 项）"
    return f"{catalogued}，{found.consumers} 个部门取用 {found.deliveries} 次"


@require_GET
def budget(request: HttpRequest) -> HttpResponseBase:
    """For the budget of a year (`year`, the next unless given): evaluation and sharing of each unit's projects."""
    actor = actor_of(request)
    told = request.GET.get("year", "")
    year = int(told) if YEAR.fullmatch(told) else clock.today().year + 1
    columns: Sequence[Column] = [
        Column("unit", "单位", "project.organisation.name", sort="project.organisation.name", head=True),
        Column(
            "project",
            "运行的项目",
            lambda one: Link(one.project.name, one.project.get_absolute_url()),
            export=lambda one: one.project.name,
        ),
        Column("state", "状态", lambda one: STATE_WORDS[State(one.project.state)]),
        Column("evaluation", "评价", _scores),
        Column("score", "平均分", _average, numeric=True, shown=False),
        Column("sharing", "上一年共享", lambda one: display.light_of(one.project)),
        Column("degree", "共享范围和程度", _degree),
        Column("asked", f"{year} 年申报（元）", lambda one: display.amount(one.asked), css="num"),
    ]
    filters = [
        Filter("unit", "单位", lambda rows, value: [one for one in rows if value in one.project.organisation.name]),
        Filter("year", "预算年度", lambda rows, _value: rows),
    ]
    listing = Listing(
        request,
        budget_basis(actor, year),
        columns,
        filters,
        filename=f"{year}年预算参考",
        caption=f"{year} 年预算参考",
        unit="个项目",
        empty=Empty("还没有建成运行的项目。"),
    )
    words = f"编制 {year} 年预算时看：各单位运行中的项目评价怎样、共享到什么范围和程度，这一年又申报了多少。"
    return _page(request, listing, f"{year} 年预算参考", words, cited(actor, "projects.budget_basis"))


# ---- what the next rollover does ----


@dataclass(frozen=True, slots=True)
class Ahead:
    """A project in the library and what a year that is over comes to for it."""

    project: Project
    rolled: Rolled


def rollover(actor: Actor) -> list[Ahead]:
    """Without doing it: of the waiting projects the actor sees, by name and year."""
    waiting = selectors.projects(actor).filter(id__in=selectors.waiting_projects()).order_by("name", "id")
    return [Ahead(project, one) for project in waiting for one in ahead(project)]


def _becomes(one: Ahead) -> Light:
    if one.rolled.removed:
        return Light("late", f"连续 {one.rolled.unfunded} 年没有安排资金，剔除出库")
    if one.rolled.funded:
        return Light("ok", "已安排资金，重新计算")
    return Light("soon", f"列为备选，连续 {one.rolled.unfunded} 年没有安排资金")


@require_GET
def library(request: HttpRequest) -> HttpResponseBase:
    """A rehearsal: what the next rollover will make of each project; nothing is changed."""
    columns = [
        Column(
            "project",
            "项目",
            lambda one: Link(one.project.name, one.project.get_absolute_url()),
            export=lambda one: one.project.name,
            head=True,
        ),
        Column("unit", "项目单位", "project.organisation.name"),
        Column("state", "现在", lambda one: STATE_WORDS[State(one.project.state)]),
        Column("year", "预算年度", lambda one: str(one.rolled.year)),
        Column("becomes", "滚动以后", _becomes),
    ]
    listing = Listing(
        request,
        rollover(actor_of(request)),
        columns,
        filename="项目库滚动预演",
        caption="项目库滚动预演",
        unit="行",
        empty=Empty("现在没有要滚动的：过完的预算年度都已经计算。"),
    )
    words = "平台每年滚动一次。这里先看结果，不改动项目库。"
    chips = cited(actor_of(request), "projects.unfunded", "projects.candidates")
    return _page(request, listing, "项目库滚动预演", words, chips)


# ---- the funds a plan asks for ----


@dataclass(frozen=True, slots=True)
class Asked:
    """What a unit asks for in one way of funding; amount in fen."""

    unit: str
    funding: str
    projects: int
    amount: int


def funds_asked(actor: Actor, plan_id: int) -> list[Asked]:
    """The plan's projects by unit and way of funding, the total last. Raises NotFound."""
    plan = selectors.plan_for(actor, plan_id)
    rows = selectors.projects(actor).filter(region_code=plan.region_code, plan_year=plan.year)
    held: dict[tuple[str, str], list[int]] = {}
    for name, funding, amount in rows.order_by("organisation__name", "funding").values_list(
        "organisation__name", "funding", "budget"
    ):
        held.setdefault((name, funding), []).append(amount)
    found = [
        Asked(unit, FUNDING_WORDS[Funding(way)] if way else "没有写明", len(amounts), sum(amounts))
        for (unit, way), amounts in held.items()
    ]
    return [*found, Asked("合计", "", sum(one.projects for one in found), sum(one.amount for one in found))]


@require_GET
def plan_funds(request: HttpRequest, year_plan_id: int) -> HttpResponseBase:
    """资金需求计划: what the plan of a year asks for, by unit and way of funding."""
    actor = actor_of(request)
    plan = selectors.plan_for(actor, year_plan_id)
    columns = [
        Column("unit", "单位", "unit", head=True),
        Column("funding", "资金方式", "funding"),
        Column("projects", "项目", "projects", numeric=True),
        Column("amount", "资金需求（元）", lambda one: display.amount(one.amount), css="num"),
    ]
    title = f"{plan.year} 年度资金需求计划"
    listing = Listing(request, funds_asked(actor, plan.id), columns, filename=title, caption=title, unit="行")
    handed = f"{plan.handed_on} 交发改、财政部门。" if plan.handed_on else "还没有交发改、财政部门。"
    return _page(request, listing, title, handed, cited(actor, "projects.joint_plans"), crumb=plan)


def _page(
    request: HttpRequest, listing: Listing, title: str, words: str, chips: Sequence[Any], *, crumb: Any = None
) -> HttpResponseBase:  # chips of components; crumb: a plan
    if listing.is_export:
        return listing.export()
    context = {**listing.context(), "title": title, "words": words, "chips": chips, "crumb": crumb}
    return render(request, "projects/overview.html", context, part="listing")


__all__ = ["budget", "library", "plan_funds", "systems"]
