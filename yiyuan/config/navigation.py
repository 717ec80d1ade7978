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
from yiyuan.workflow.api import open_count

DEPARTMENT = frozenset({Function.DATA_OFFICER, Function.HEAD, Function.REVIEWER, Function.SECRECY, Function.BUREAU})
OVERSEERS = frozenset({Function.BUREAU, Function.LEADING, Function.AUDITOR})
ADMINISTRATION = frozenset({Function.SYSTEM_ADMIN, Function.SECURITY_ADMIN})


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: label, url name, who sees it (empty: everybody), the count beside it."""

    label: str
    url: str
    functions: frozenset[Function] = frozenset()
    count: Callable[[Actor], int] | None = None


# fmt: off
GROUPS: list[tuple[str, list[Entry]]] = [
    ("", [
        Entry("工作台", "workflow:todo", count=open_count),
        Entry("通知", "notices:notices", count=unread_count),
    ]),
    ("目录", [
        Entry("资源目录", "catalog:resources"),
        Entry("本部门资源", "catalog:own", DEPARTMENT),
    ]),
    ("数据", [
        Entry("归集批次", "intake:batches", DEPARTMENT | {Function.OPERATOR}),
        Entry("数据池", "pools:pools", DEPARTMENT | {Function.OPERATOR}),
    ]),
    ("共享", [
        Entry("收到的申请", "sharing:received", DEPARTMENT),
        Entry("发出的申请", "sharing:sent", DEPARTMENT),
        Entry("我们授出", "sharing:given", DEPARTMENT),
        Entry("我们获得", "sharing:got", DEPARTMENT),
        Entry("审签顺序", "sharing:chain", frozenset({Function.HEAD})),
        Entry("移交清单", "sharing:handovers", frozenset({Function.HEAD, Function.DATA_OFFICER})),
        Entry("需求单", "sharing:needs", frozenset({Function.DATA_OFFICER})),
        Entry("平台外提供", "sharing:provisions", DEPARTMENT | {Function.AUDITOR}),
        Entry("议定任务", "sharing:tasks", DEPARTMENT | {Function.AUDITOR}),
        Entry("重复索要", "sharing:demands", DEPARTMENT | {Function.AUDITOR}),
        Entry("更新情况", "sharing:upkeep", DEPARTMENT | {Function.AUDITOR}),
        Entry("使用统计", "exchange:uses", DEPARTMENT | {Function.AUDITOR}),
        Entry("交付记录", "exchange:deliveries", DEPARTMENT | {Function.AUDITOR}),
    ]),
    ("规则", [
        Entry("法规与期限", "regulations:index"),
        Entry("工作日历", "workdays:years"),
        Entry("假如", "workflow:what_if"),
        Entry("征求意见", "consultations:consultations", DEPARTMENT | {Function.LEADING, Function.AUDITOR}),
        Entry("共享问题", "issues:issues", DEPARTMENT | {Function.LEADING, Function.AUDITOR}),
        Entry("线索", "workflow:signals", DEPARTMENT | {Function.AUDITOR}),
        Entry("审计记录", "audit:entries", DEPARTMENT | {Function.AUDITOR, Function.AUDIT_ADMIN}),
        Entry("机构与人员", "organisations:bodies", OVERSEERS),
        Entry("本单位", "organisations:own", DEPARTMENT),
        Entry("委托", "organisations:delegations", DEPARTMENT),
        Entry("系统管理", "organisations:organisations", ADMINISTRATION),
        Entry("通知发送记录", "notices:sendings", frozenset({Function.OPERATOR, Function.SYSTEM_ADMIN})),
        Entry("重要操作", "organisations:acts", ADMINISTRATION | {Function.AUDIT_ADMIN}),
        Entry("个人访问令牌", "organisations:tokens"),
    ]),
]
# fmt: on


def groups(actor: Actor, path: str) -> list[NavGroup]:
    """The lines this actor sees; the one with the longest address that begins the path is the current one."""
    shown = [
        (
            title,
            [(entry, reverse(entry.url)) for entry in entries if not entry.functions or actor.has(*entry.functions)],
        )
        for title, entries in GROUPS
    ]
    here = [href for _, lines in shown for _, href in lines if path == href or (href != "/" and path.startswith(href))]
    current = max(here, key=len, default="")
    return [
        NavGroup(title, [_item(entry, href, actor=actor, current=href == current) for entry, href in lines])
        for title, lines in shown
        if lines
    ]


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
