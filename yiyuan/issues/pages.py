"""Issues at both doors: the list, a new one, one with its moves; for people and for machines."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from ninja import Schema
from pydantic import Field

from yiyuan.issues import selectors, services
from yiyuan.issues.forms import AssignForm, IssueForm, ResultForm
from yiyuan.issues.models import Issue
from yiyuan.issues.types import STATE_WORDS, State
from yiyuan.issues.workflow import ISSUE
from yiyuan.kernel.actor import WORKERS, Actor
from yiyuan.web.components import Fact, Link, Noted, number
from yiyuan.web.lists import Column, name_column, state_column, state_filter, text_filter
from yiyuan.workflow.api import Ask, MatterOut, Matters, New


class IssueOut(MatterOut, Schema):
    title: str
    detail: str
    about: str
    raised_by: str = Field(alias="raised_by.name")
    raised_on: date
    assigned_to: str = Field(alias="assigned_to.name")
    person: str
    result: str
    closed_on: date | None


def _facts(issue: Issue, _actor: Actor) -> Sequence[Fact]:
    about: Any = Link(issue.about or issue.href, issue.href) if issue.href else issue.about or "没有写明"  # content
    facts = [
        Fact("提出", Noted(issue.raised_by.name, issue.raised_on.isoformat())),
        Fact("指派给", Noted(issue.assigned_to.name, issue.person) if issue.person else issue.assigned_to.name),
        Fact("关于", about, wide=True),
        Fact("情况", issue.detail, wide=True),
    ]
    if issue.closed_on:
        facts.append(Fact("结果", Noted(issue.result, f"{issue.closed_on.isoformat()} 关闭"), wide=True))
    return facts


def _unsolved(rows: QuerySet[Issue]) -> str:
    left = rows.exclude(state=State.CLOSED).count()
    return f"{number(left)} 个没有解决" if left else ""


LIGHTS: Any = {State.OPEN: "soon", State.TAKEN: "run", State.CLOSED: "end"}  # literals
ISSUES = Matters(
    ISSUE,
    app="issues",
    noun="issue",
    title="共享问题",
    unit="个",
    about="推进共享遇到的困难：提出、指派、写明结果后关闭。",
    empty="没有问题。推进共享遇到困难时，可以提出来，指派人解决。",
    find=selectors.issue_for,
    rows=selectors.issues,
    facts=_facts,
    shown=IssueOut,
    lights=LIGHTS,
    columns=[
        state_column(LIGHTS),
        name_column("问题", "title", key="title"),
        Column("about", "关于", "about"),
        Column("raised_by", "提出单位", "raised_by.name"),
        Column("assigned_to", "指派给", "assigned_to.name"),
        Column("person", "经办人", "person"),
        Column("raised", "提出日期", "raised_on", sort="raised_on"),
        Column("result", "结果", "result"),
    ],
    filters=[state_filter(STATE_WORDS), text_filter("title", "问题")],
    sort="-raised",
    headline=_unsolved,
    asks={
        "take": Ask(services.take_issue, words="接收后由本单位办理，写明结果才能关闭。"),
        "close": Ask(services.close_issue, ResultForm, beside="result"),
        "assign": Ask(services.assign_issue, AssignForm),
    },
    new=New(services.raise_issue, IssueForm, WORKERS, "提出问题"),
)
app_name = "issues"
urlpatterns = ISSUES.urls()
router = ISSUES.router()
