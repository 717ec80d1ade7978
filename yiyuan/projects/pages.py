"""Projects at both doors: the list with the last measured year, a new one, one with its systems and years."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from ninja import Schema
from pydantic import Field

from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.projects import display, policies, selectors, services
from yiyuan.projects.forms import AcceptForm, ProjectForm, SystemForm
from yiyuan.projects.models import Project
from yiyuan.projects.types import SHARING_WORDS, Sharing
from yiyuan.regulations.api import chips, key, resolve, words
from yiyuan.web.components import Chip, Empty, Fact, Link, Noted, number
from yiyuan.web.lists import Column, Filter, Listing, name_column, text_filter
from yiyuan.workflow.api import Ask, Matters, New

LAW = ("projects.approval", "projects.plan", "projects.evaluation", "projects.unfunded")


class YearOut(Schema):
    """A calendar year as it was measured after its end; it never changes."""

    year: int
    first_on: date
    last_on: date
    measured_on: date
    promised: int
    kept: int
    catalogued: int
    granted: int
    consumers: int
    deliveries: int
    rows: int
    sharing: Sharing
    sharing_words: str

    @staticmethod
    def resolve_sharing_words(year: Any) -> str:  # a measured year
        return SHARING_WORDS[year.sharing]


class ProjectOut(Schema):
    id: int
    name: str
    approval_number: str
    organisation: str = Field(alias="organisation.name")
    accepted_on: date | None
    systems: list[str]
    years: list[YearOut]

    @staticmethod
    def resolve_systems(found: Any) -> list[str]:  # a project with its actor
        return [one.system.name for one in found.systems.all()]


def _chips(region: str) -> Sequence[Chip]:
    return chips(resolve("projects.yearly_measure", region=region, on=clock.today()))


def _law(actor: Actor) -> Mapping[str, Any]:
    """What the region says of its projects: title, words, articles. Nothing where its texts are silent."""
    found = [resolve(name, region=actor.region_code, on=clock.today()) for name in LAW]
    return {"law": [Fact(key(one.key).title, Noted(words(one), chips(one))) for one in found if not one.is_default]}


def _accepted(rows: QuerySet[Project]) -> str:
    accepted = rows.filter(accepted_on__isnull=False).count()
    return f"{number(accepted)} 个已验收，每年统计共享情况" if accepted else ""


def _figure(name: str, label: str) -> Column:
    return Column(name, label, lambda p: getattr(display.last_year(p), name, "—"), numeric=True)


def _facts(project: Project, _actor: Actor) -> Sequence[Fact]:
    systems = [Link(one.system.name, reverse("catalog:system", args=[one.system_id])) for one in project.systems.all()]
    accepted: Any = project.accepted_on or "还没有验收。验收后每年统计一次共享情况。"  # content
    facts = [
        Fact("项目单位", project.organisation.name),
        Fact("批复文号", project.approval_number),
        Fact("验收", Noted(accepted, project.acceptance_paper) if project.acceptance_paper else accepted, wide=True),
        Fact("信息系统", systems or "还没有指明。系统申报的资源就是项目的资源。", wide=True),
    ]
    if now := display.now_line(selectors.this_year(project)):
        note = "本年还没有结束，年度结束后统计定数"
        facts.append(Fact(f"{clock.today().year} 年", Noted(now, note), wide=True))
    return facts


def _years(request: HttpRequest, project: Project) -> Listing:
    return Listing(
        request,
        display.year_lines(list(project.years.all())),
        [
            Column("year", "年度", lambda line: str(line.year.year), head=True, width=80),
            Column("sharing", "共享情况", lambda line: Noted(line.light, line.measured)),
            Column("promised", "申报", "year.promised", numeric=True),
            Column("catalogued", "编入目录", "year.catalogued", numeric=True),
            Column("kept", "申报中已编入", "year.kept", numeric=True),
            Column("granted", "授权共享", "year.granted", numeric=True),
            Column("consumers", "使用部门", "year.consumers", numeric=True),
            Column("deliveries", "取用次数", "year.deliveries", numeric=True),
            Column("rows", "取得行数", "year.rows", numeric=True),
            Column("trend", "与上一年比", "trend", template="projects/trend_cell.html", width=160),
        ],
        filename=f"{project.name}历年共享情况",
        caption=f"{project.name}历年共享情况",
        unit="年",
        empty=Empty("还没有统计过的年度。验收后，每个公历年度结束时统计一次。"),
    )


PROJECTS = Matters(
    None,
    app="projects",
    noun="project",
    title="信息化项目",
    unit="个",
    about="年度结束后统计一次，统计后不再改动。",
    empty="还没有登记信息化项目。",
    find=selectors.project_for,
    rows=selectors.projects,
    facts=_facts,
    shown=ProjectOut,
    lights=display.light_of,
    columns=[
        name_column("项目", "name", note=lambda p: p.approval_number),
        Column("organisation", "项目单位", "organisation.name", sort="organisation__name", width=140),
        Column("accepted", "验收", lambda p: p.accepted_on or "还没有验收", sort="accepted_on", width=120),
        Column("sharing", "最近一年共享", display.light_of, width=180),
        _figure("catalogued", "编入目录"),
        _figure("granted", "授权共享"),
        _figure("consumers", "使用部门"),
        _figure("deliveries", "取用次数"),
        Column("trend", "与上一年比", lambda p: display.trend_words(list(p.years.all())), width=120),
    ],
    filters=[
        text_filter("name", "项目"),
        text_filter("body", "项目单位", "organisation__name"),
        Filter(
            "accepted",
            "验收",
            lambda rows, value: rows.filter(accepted_on__isnull=value == "no"),
            [("yes", "已验收"), ("no", "还没有验收")],
        ),
    ],
    headline=_accepted,
    chips=lambda actor: _chips(actor.region_code),
    board="projects/projects.html",
    told=_law,
    page="projects/project.html",
    context=lambda _actor, project: {"chips": _chips(project.region_code)},
    inner=_years,
    asks={
        "accept": Ask(
            services.accept_project,
            AcceptForm,
            beside="accepted_on",
            when=lambda project: project.accepted_on is None,
            may=policies.require_keeping,
            label="记下验收",
            done="已记下验收。从验收当年起，每年统计一次共享情况。",
        ),
        "add_system": Ask(
            services.add_system,
            SystemForm,
            path="systems",
            name="add_system",
            may=policies.require_keeping,
            label="增加信息系统",
        ),
    },
    new=New(
        services.register_project,
        ProjectForm,
        policies.may_register,
        "登记项目",
        beside="approval_number",
        by="projects.project.register",
    ),
)
app_name = "projects"
urlpatterns = PROJECTS.urls()
router = PROJECTS.router()
