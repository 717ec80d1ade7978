"""Projects at both doors: the list with the last measured year, a new one, one with its systems and years."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from yiyuan.kernel import clock
from yiyuan.kernel.actor import OVERSEERS, Actor
from yiyuan.projects import display, policies, selectors, services
from yiyuan.projects.acts import AFTER, BEFORE, BUILDING, FIELDS
from yiyuan.projects.answers import ProjectOut
from yiyuan.projects.facts import facts_of
from yiyuan.projects.forms import (
    DeclareForm,
)
from yiyuan.projects.models import Project
from yiyuan.projects.types import (
    FUNDING_WORDS,
    KIND_WORDS,
    STATE_WORDS,
)
from yiyuan.projects.workflow import PROJECT
from yiyuan.regulations.api import chips, cited, key, resolve, words
from yiyuan.web.components import Chip, Empty, Fact, Link, Noted, number
from yiyuan.web.lists import (
    Column,
    Filter,
    Lights,
    Listing,
    choice_filter,
    name_column,
    state_column,
    state_filter,
    text_filter,
)
from yiyuan.workflow.api import Matters, New

CITED = ("projects.shared_list", "projects.candidates", "projects.modes", "projects.categories", "projects.unit")
LAW = ("projects.approval", "projects.establishment", "projects.plan", "projects.evaluation", "projects.unfunded")


def _chips(region: str) -> Sequence[Chip]:
    return chips(resolve("projects.yearly_measure", region=region, on=clock.today()))


def _law(actor: Actor) -> Mapping[str, Any]:
    """What the region says of its projects: title, words, articles. Nothing where its texts are silent."""
    found = [resolve(name, region=actor.region_code, on=clock.today()) for name in LAW]
    return {"law": [Fact(key(one.key).title, Noted(words(one), chips(one))) for one in found if not one.is_default]}


def _accepted(rows: QuerySet[Project]) -> str:
    accepted = rows.filter(accepted_on__isnull=False).count()
    return f"{number(accepted)} 个已验收，每年统计共享情况" if accepted else ""


def _plan_year(project: Project) -> Noted | str:
    year = str(project.plan_year or "—")
    return Noted(year, "迟报") if project.late else year


def _budget(project: Project) -> str:
    return display.amount(project.budget) if project.plan_year else "—"


def _figure(name: str, label: str) -> Column:
    return Column(name, label, lambda p: getattr(display.last_year(p), name, "—"), numeric=True, shown=False)


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


def _sections(_actor: Actor, project: Project) -> Mapping[str, Any]:  # template variables
    """What stands under the facts: materials, entries, opinions, experts, what is like it, exceptions."""
    names = selectors.entry_names(project)
    listed = selectors.listed_entries(project)
    entries = [
        (Link(names[one.resource_id], reverse("catalog:resource", args=[one.resource_id])), one.resource_id in listed)
        for one in project.entries.all()
    ]
    return {
        "chips": _chips(project.region_code),
        "materials": project.materials.all(),
        "entries": entries,
        "opinions": project.opinions.select_related("body"),
        "seats": project.seats.select_related("expert").prefetch_related("views"),
        "exceptions": [(key(f"projects.{one.rule}").title, one) for one in project.exceptions.all()],
        "similar_chips": chips(PROJECT.law(project).resolved("projects.similar")),
        "money": display.money_lines(project),
        "contracts": [(one, display.yuan(one.amount)) for one in project.contracts.all()],
        "sections": display.empty_sections(project),
        "sections_chips": chips(PROJECT.law(project).resolved("projects.sections")),
        "changes": [(one, display.changed(one)) for one in project.changes.all()],
        "library": project.library_years.all(),
        "acceptances": [(one, display.report_lines(one)) for one in project.acceptances.select_related("organiser")],
        "delays": project.delays.all(),
        "evaluations": project.evaluations.all(),
        "audits": project.audits.all(),
        "unfiled": display.unfiled(project),
        "unfiled_chips": chips(PROJECT.law(project).resolved("projects.final_payment")),
        "package_href": reverse("projects:package", args=[project.id]),
        "gates_href": reverse("projects:gates", args=[project.id]),
    }


LIGHTS: Lights = {
    "registered": "none",
    "declared": "soon",
    "submitted": "run",
    "approved": "ok",
    "building": "run",
    "completed": "soon",
    "rectifying": "late",
    "running": "ok",
    "evaluating": "soon",
    "refused": "late",
    "removed": "end",
    "accepted": "ok",
    "terminated": "end",
}
PROJECTS = Matters(
    PROJECT,
    app="projects",
    noun="project",
    title="信息化项目",
    unit="个",
    about="项目库：随时申报，按年度滚动。验收后每个年度统计一次共享，统计后不再改动。",
    empty="还没有信息化项目。",
    find=selectors.project_for,
    rows=selectors.projects,
    facts=facts_of,
    shown=ProjectOut,
    lights=LIGHTS,
    columns=[
        state_column(LIGHTS),
        name_column("项目", "name", note=lambda p: p.approval_number),
        Column("organisation", "项目单位", "organisation.name", sort="organisation__name", width=140),
        Column("year", "计划年度", _plan_year, sort="plan_year"),
        Column("kind", "种类", lambda p: p.get_kind_display() or "—", sort="kind"),
        Column("funding", "资金方式", lambda p: p.get_funding_display() or "—", sort="funding"),
        Column(
            "budget",
            "申报预算（元）",
            lambda p: display.amount(p.budget) if p.plan_year else "—",
            sort="budget",
            css="num",
        ),
        Column("accepted", "验收", lambda p: p.accepted_on or "还没有验收", sort="accepted_on", width=120),
        Column("sharing", "最近一年共享", display.light_of, width=180),
        _figure("catalogued", "编入目录"),
        _figure("granted", "授权共享"),
        _figure("consumers", "使用部门"),
        _figure("deliveries", "取用次数"),
        Column("trend", "与上一年比", lambda p: display.trend_words(list(p.years.all())), shown=False),
    ],
    filters=[
        state_filter(STATE_WORDS),
        text_filter("name", "项目"),
        text_filter("body", "项目单位", "organisation__name"),
        choice_filter("kind", "种类", KIND_WORDS),
        choice_filter("funding", "资金方式", FUNDING_WORDS),
        Filter("year", "计划年度", lambda rows, value: rows.filter(plan_year=int(value))),
        Filter(
            "accepted",
            "验收",
            lambda rows, value: rows.filter(accepted_on__isnull=value == "no"),
            [("yes", "已验收"), ("no", "还没有验收")],
        ),
    ],
    headline=_accepted,
    chips=lambda actor: [*_chips(actor.region_code), *cited(actor, *CITED)],
    links=lambda actor: [
        Link("年度计划", reverse("projects:plans")),
        Link("项目管理机构", reverse("projects:bodies")),
        *([Link("专家", reverse("projects:experts"))] if actor.has(*OVERSEERS) else []),
        Link("项目资金账", reverse("projects:ledger")),
        Link("监督检查", reverse("projects:inspections")),
        Link("政务信息系统目录", reverse("projects:systems")),
        Link("预算参考", reverse("projects:budget")),
        Link("项目库滚动预演", reverse("projects:library")),
        Link("单位整合共享审查", reverse("projects:unit_checks")),
        *([Link("补登已批复的项目", reverse("projects:register"))] if policies.may_declare(actor) else []),
    ],
    board="projects/projects.html",
    told=_law,
    page="projects/project.html",
    context=_sections,
    inner=_years,
    asks={**BEFORE, **BUILDING, **AFTER},
    new=New(
        services.declare_project,
        DeclareForm,
        policies.may_declare,
        "申报项目",
        beside=FIELDS,
        by="projects.project.declare",
        key="projects.library",
    ),
)
