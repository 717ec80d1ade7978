"""The facts on the page of a project, as far as it has come."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.projects import display, selectors
from yiyuan.projects.asking import MEASURES
from yiyuan.projects.models import Project
from yiyuan.projects.types import (
    CLOSED_WORDS,
    Closed,
)
from yiyuan.projects.workflow import PROJECT
from yiyuan.regulations.api import chips, key
from yiyuan.web.components import Fact, Link, Noted


def facts_of(project: Project, actor: Actor) -> Sequence[Fact]:
    if project.plan_year is None:  # entered after it was approved elsewhere
        return [*_known(project), *_after(project), *_supervised(project, actor)]
    return [*_declared(project), *_approved(project), *_after(project), *_supervised(project, actor)]


def _supervised(project: Project, actor: Actor) -> list[Fact]:
    """Measures that stand; for the bureau the way to say what it found."""
    named, taken, law = key("projects.measures").values, set(MEASURES.ask(project.id)), PROJECT.law(project)
    standing = [word for one, word in named.items() if one in taken]
    facts = [Fact("采取的措施", "、".join(standing))] if standing else []
    if actor.governs(project.region_code) and law.resolved("projects.violation").cite:
        said = {
            "organisation_id": project.organisation_id,
            "violation": "projects.violation",
            "matter": f"projects.project:{project.id}",
            "title": f"项目检查：{project.name}",
        }
        facts.append(
            Fact("监督检查", Link("发现问题，提出线索", f"{reverse('workflow:raise_signal')}?{urlencode(said)}"))
        )
    return facts


def _known(project: Project) -> list[Fact]:
    return [Fact("项目单位", project.organisation.name), Fact("批复文号", project.approval_number)]


def _declared(project: Project) -> list[Fact]:
    last = project.library_years.order_by("-year").first()
    late = "迟报：已过报送该年度计划的日期" if project.late else ""
    declared = f"{project.registered_by}　{project.registered_on}"
    consent = project.plan.get_state_display() if project.plan else ""
    facts = [
        Fact("项目单位", project.organisation.name),
        Fact("计划年度", Noted(f"{project.plan_year} 年", consent)),
        Fact("申报", Noted(declared, late)),
        *([Fact("备选", display.candidate_words(last))] if last and not last.funded else []),
        Fact("种类", project.get_kind_display()),
        Fact("类别", project.get_category_display()),
        Fact("资金方式", project.get_funding_display()),
        Fact("申报预算", display.yuan(project.budget)),
        Fact("重大项目", "是" if project.major else "不是"),
        Fact("跨部门共享", "需要" if project.cross_department else "不需要"),
    ]
    if project.closed != Closed.NO:
        return [*facts, Fact("只编索引", CLOSED_WORDS[Closed(project.closed)], wide=True)]
    return [
        *facts,
        Fact("建设目标", project.goals, wide=True),
        Fact("主体内容", project.content, wide=True),
        Fact("建设内容涉及", project.features_words or "没有", wide=True),
        Fact("服务的规划事项", project.planning_item or "没有写明", wide=True),
        Fact("遵循的管理办法", Noted(project.procedure or "没有写明", _procedure(project)), wide=True),
    ]


def _procedure(project: Project) -> str:
    law = PROJECT.law(project).resolved("projects.procedure")
    return "" if law.is_default or project.procedure else "本地规定：信息化项目须遵循专门的管理办法，请补写"


def _approved(project: Project) -> list[Fact]:
    facts = []
    if project.submitted_on:
        facts.append(Fact("报审", project.submitted_on))
    if project.evaluation_on:
        facts.append(Fact("评估论证开始", project.evaluation_on))
    if project.approved_on:
        facts += [
            Fact("批复", Noted(project.approval_number, str(project.approved_on))),
            Fact("批复金额", display.yuan(project.approved_amount or 0)),
            Fact("批复内容", project.approved_content, wide=True),
        ]
    if project.leader:
        facts += [Fact("项目负责人", project.leader), Fact("开工", project.started_on)]
    if project.completed_on:
        organiser = project.organiser.name if project.organiser else f"{project.organisation.name}（项目单位）"
        law = PROJECT.law(project).resolved("projects.organiser")
        facts += [Fact("竣工", project.completed_on), Fact("验收由谁组织", Noted(organiser, chips(law)))]
    if project.running_on:
        after = selectors.evaluable_after(project)
        facts.append(Fact("投入运行", Noted(project.running_on, f"{after} 之后可以评价" if after else "")))
    if project.leader:
        facts += [Fact("项目负责人", project.leader), Fact("开工", project.started_on)]
    if project.completed_on:
        facts.append(Fact("竣工", project.completed_on))
    return facts


def _after(project: Project) -> list[Fact]:
    systems = [Link(one.system.name, reverse("catalog:system", args=[one.system_id])) for one in project.systems.all()]
    accepted: Any = project.accepted_on or "还没有验收。验收后每年统计一次共享情况。"  # content
    facts = [
        Fact("验收", Noted(accepted, project.acceptance_paper) if project.acceptance_paper else accepted, wide=True),
        Fact("信息系统", systems or "还没有指明。系统申报的资源就是项目的资源。", wide=True),
    ]
    if now := display.now_line(selectors.this_year(project)):
        note = "本年还没有结束，年度结束后统计定数"
        facts.append(Fact(f"{clock.today().year} 年", Noted(now, note), wide=True))
    return facts
