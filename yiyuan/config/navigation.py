"""What stands in the left column, for whom, with which count."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor, Function
from yiyuan.notices.api import unread_count
from yiyuan.organisations.api import hats_of, region_name
from yiyuan.organisations.types import FUNCTION_WORDS
from yiyuan.web.components import Hat, NavGroup, NavItem, Person
from yiyuan.workflow.api import open_by_workflow, open_count

OFFICER = frozenset({Function.DATA_OFFICER})
PARTIES = frozenset({Function.DATA_OFFICER, Function.HEAD})
DEPARTMENT = PARTIES | {Function.REVIEWER, Function.SECRECY}
ISSUING = PARTIES | {Function.REVIEWER}
OVERSEERS = frozenset({Function.BUREAU, Function.LEADING, Function.AUDITOR})
ADMINISTRATION = frozenset({Function.SYSTEM_ADMIN, Function.SECURITY_ADMIN})


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: label, url name, who uses it (empty: everybody), the count beside it, pages that belong to it."""

    label: str
    url: str
    functions: frozenset[Function] = frozenset()
    count: Callable[[Actor], int] | None = None
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """What one does under one heading, and the workflows whose open terms it counts while it is shut."""

    title: str
    entries: list[Entry]
    workflows: tuple[str, ...] = ()


# fmt: off
GROUPS: list[Group] = [
    Group("", [
        Entry("工作台", "workflow:todo", count=open_count),
        Entry("通知", "notices:notices", count=unread_count),
    ]),
    Group("目录", [
        Entry("资源目录", "catalog:resources"),
        Entry("本部门资源", "catalog:own", DEPARTMENT | {Function.BUREAU},
              also=("catalog:new", "spreadsheets:import", "spreadsheets:sheets")),
        Entry("变更事项", "catalog:change_events", PARTIES | OVERSEERS),
        Entry("类型异议", "catalog:challenges", PARTIES | {Function.BUREAU}),
        Entry("信息系统", "catalog:systems", PARTIES | {Function.BUREAU}),
        Entry("信息化项目", "projects:projects", PARTIES | OVERSEERS),
        Entry("数据元登记", "elements:elements"),
    ], ("catalog", "elements")),
    Group("清单", [
        Entry("需求清单", "lists:demands", PARTIES | {Function.BUREAU}),
        Entry("责任清单", "lists:duties"),
        Entry("负面清单", "lists:negative"),
        Entry("清单报送", "lists:lists", PARTIES | {Function.BUREAU}, also=("lists:releases",)),
        Entry("编制指南", "lists:guides"),
    ], ("catalog.list", "catalog.demand", "catalog.wanted", "catalog.compilation")),
    Group("归集", [
        Entry("归集批次", "intake:batches", PARTIES | {Function.BUREAU, Function.OPERATOR}),
        Entry("数据池", "pools:pools", PARTIES | {Function.BUREAU, Function.OPERATOR}),
    ], ("intake", "pools")),
    Group("共享", [
        Entry("收到的申请", "sharing:received", DEPARTMENT | {Function.BUREAU}),
        Entry("发出的申请", "sharing:sent", PARTIES | {Function.BUREAU}),
        Entry("我们授出", "sharing:given", PARTIES | {Function.BUREAU}),
        Entry("我们获得", "sharing:got", PARTIES),
        Entry("需求单", "sharing:needs", OFFICER),
        Entry("议定任务", "sharing:tasks", PARTIES | OVERSEERS),
        Entry("平台外提供", "sharing:provisions", PARTIES | OVERSEERS),
        Entry("交付记录", "exchange:deliveries", PARTIES | OVERSEERS),
        Entry("提供方接口", "exchange:interfaces", PARTIES | OVERSEERS | {Function.OPERATOR}),
        Entry("数据校核", "disputes:rechecks", PARTIES | OVERSEERS | {Function.OPERATOR}),
    ], ("sharing", "exchange", "disputes")),
    Group("证照", [
        Entry("证照目录", "catalog:licences"),
        Entry("电子证照", "licences:licences", ISSUING | OVERSEERS | {Function.OPERATOR}),
        Entry("制证", "licences:make", OFFICER | {Function.OPERATOR}),
        Entry("用证记录", "licences:uses", PARTIES | OVERSEERS | {Function.OPERATOR}, also=("licences:use",)),
        Entry("证照异议", "licences:objections", PARTIES | OVERSEERS | {Function.OPERATOR}),
        Entry("证照专人", "licences:officers", ISSUING | OVERSEERS | {Function.OPERATOR}),
        Entry("证照情况", "licences:figures", ISSUING | OVERSEERS | {Function.OPERATOR}),
    ], ("licences",)),
    Group("监督", [
        Entry("线索", "workflow:signals", PARTIES | OVERSEERS),
        Entry("年度考核", "supervision:sheets", PARTIES | OVERSEERS),
        Entry("共享问题", "issues:issues", PARTIES | OVERSEERS),
        Entry("重复索要", "sharing:demands", PARTIES | OVERSEERS),
        Entry("更新情况", "sharing:upkeep", PARTIES | OVERSEERS),
        Entry("使用统计", "exchange:uses", PARTIES | OVERSEERS),
        Entry("审计记录", "audit:entries", DEPARTMENT | OVERSEERS | {Function.AUDIT_ADMIN}),
    ], ("issues", "sharing.demand", "supervision")),
    Group("规则", [
        Entry("法规与期限", "regulations:index"),
        Entry("工作日历", "workdays:years"),
        Entry("假如", "workflow:what_if"),
        Entry("征求意见", "consultations:consultations", PARTIES | OVERSEERS),
    ], ("consultations",)),
    Group("管理", [
        Entry("本单位", "organisations:own", DEPARTMENT | {Function.BUREAU}),
        Entry("机构与人员", "organisations:bodies", OVERSEERS),
        Entry("委托", "organisations:delegations", DEPARTMENT | {Function.BUREAU}),
        Entry("移交清单", "sharing:handovers", PARTIES),
        Entry("审签顺序", "sharing:chain", frozenset({Function.HEAD})),
        Entry("系统管理", "organisations:organisations", ADMINISTRATION),
        Entry("重要操作", "organisations:acts", ADMINISTRATION | {Function.AUDIT_ADMIN}),
        Entry("发送记录", "notices:sendings", frozenset({Function.OPERATOR, Function.SYSTEM_ADMIN})),
        Entry("访问令牌", "organisations:tokens"),
    ], ("organisations",)),
]
# fmt: on


def groups(actor: Actor, path: str) -> list[NavGroup]:
    """The lines this actor uses; the one with the longest address that begins the path is the current one."""
    shown = [
        (group, [(e, reverse(e.url)) for e in group.entries if not e.functions or actor.has(*e.functions)])
        for group in GROUPS
    ]
    here = {
        begins: href
        for _, lines in shown
        for entry, href in lines
        for begins in (href, *map(reverse, entry.also))
        if path == begins or (begins != "/" and path.startswith(begins))
    }
    current = here[max(here, key=len)] if here else ""
    opened = _opened(shown, current, path)
    waiting = _counts(actor)
    return [
        NavGroup(
            group.title,
            [_item(entry, href, actor=actor, current=href == current) for entry, href in lines],
            due=waiting.get(group.title, 0),
            open=group is opened,
        )
        for group, lines in shown
        if lines
    ]


def _opened(shown: list[tuple[Group, list[tuple[Entry, str]]]], current: str, path: str) -> Group | None:
    """The group of the current line; of a page without a line the first group of its room."""
    room = f"/{path.split('/')[1]}/"
    begins = current or room
    return next(
        (
            group
            for group, lines in shown
            for _, href in lines
            if href == current or (not current and href.startswith(begins))
        ),
        None,
    )


def _counts(actor: Actor) -> dict[str, int]:
    """Open terms by group; the longest name of a workflow decides."""
    homes = {name: group.title for group in GROUPS for name in group.workflows}
    counts: dict[str, int] = {}
    for workflow, number in open_by_workflow(actor).items():
        fits = [name for name in homes if workflow == name or workflow.startswith((f"{name}.", f"{name}_"))]
        if fits:
            title = homes[max(fits, key=len)]
            counts[title] = counts.get(title, 0) + number
    return counts


def _item(entry: Entry, href: str, *, actor: Actor, current: bool) -> NavItem:
    count = entry.count(actor) if entry.count else None
    return NavItem(entry.label, href, count=count, due=bool(count), current=current)


def context(request: HttpRequest) -> dict[str, Any]:  # template variables
    """Everything the page shell shows: who is in, navigation, search, demo strip."""
    shell: dict[str, Any] = {"demo_banner": _banner(), "tenant_name": "政务数据"}
    actor = getattr(request, "actor", None)
    if not isinstance(actor, Actor):
        return shell
    hats = [
        Hat(
            value=str(hat.organisation_id),
            label="、".join(FUNCTION_WORDS[f] for f in sorted(hat.functions)),
            organisation=hat.organisation_name,
            current=hat.organisation_id == actor.organisation_id,
        )
        for hat in hats_of(request)
    ]
    person = Person(
        name=actor.person_name,
        function="、".join(FUNCTION_WORDS[f] for f in sorted(actor.functions)),
        organisation=actor.organisation_name,
        hats=hats,
        switch_href=reverse("organisations:change_hat"),
        logout_href=reverse("organisations:logout"),
    )
    return shell | {
        "actor": actor,
        "person": person,
        "navigation": groups(actor, request.path),
        "tenant_name": f"{region_name(actor.region_code)}政务数据",
        "search_url": reverse("catalog:resources"),
        "search_query": request.GET.get("q", ""),
    }


def _banner() -> str:
    if not settings.DEMO:
        return ""
    today = clock.today()
    return f"演示环境：人员、办件与数据均为虚构。业务日期 {today.isoformat()}（周{'一二三四五六日'[today.weekday()]}）"
