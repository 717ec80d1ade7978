"""What stands in the left column, for whom, with which count."""

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from yiyuan.config import rooms
from yiyuan.config.doors import all_doors
from yiyuan.config.help import href_of
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.organisations.api import hats_of, region_name
from yiyuan.organisations.types import FUNCTION_WORDS
from yiyuan.web.components import Hat, Link, NavGroup, NavItem, Person, moment
from yiyuan.web.rooms import Nav
from yiyuan.workflow.api import open_by_workflow

# headings of the left column, in order; at most seven with a name
GROUPS = ("", "目录", "清单", "归集", "共享", "证照", "监督", "法规与管理")


@cache
def _lines() -> dict[str, list[Nav]]:
    """Group -> its lines in order, gathered from the rooms."""
    found: dict[str, list[Nav]] = {group: [] for group in GROUPS}
    for room in rooms.all_rooms():
        for line in room.nav:
            found[line.group].append(line)
    return {group: sorted(lines, key=lambda line: line.place) for group, lines in found.items()}


_address = cache(reverse)  # of a line; addresses stay while the process runs


def groups(actor: Actor, path: str) -> list[NavGroup]:
    """The lines this actor uses; the one with the longest address that begins the path is the current one."""
    shown = [
        (group, [(line, _address(line.url)) for line in lines if _is_used(line, actor)])
        for group, lines in _lines().items()
    ]
    here = {
        begins: href
        for _, lines in shown
        for entry, href in lines
        for begins in (href, *map(_address, entry.also))
        if path == begins or (begins != "/" and path.startswith(begins))
    }
    current = here[max(here, key=len)] if here else ""
    opened = _opened(shown, current, path)
    waiting = _counts(actor)
    return [
        NavGroup(
            group,
            [_item(entry, href, actor=actor, current=href == current) for entry, href in lines],
            due=waiting.get(group, 0),
            open=group == opened,
        )
        for group, lines in shown
        if lines
    ]


def _is_used(line: Nav, actor: Actor) -> bool:
    return (not line.functions or actor.has(*line.functions)) and (line.when is None or line.when(actor))


def _opened(shown: list[tuple[str, list[tuple[Nav, str]]]], current: str, path: str) -> str | None:
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
    homes = {name: group for room in rooms.all_rooms() for name, group in room.groups.items()}
    counts: dict[str, int] = {}
    for workflow, number in open_by_workflow(actor).items():
        fits = [name for name in homes if workflow == name or workflow.startswith((f"{name}.", f"{name}_"))]
        if fits:
            title = homes[max(fits, key=len)]
            counts[title] = counts.get(title, 0) + number
    return counts


def _item(entry: Nav, href: str, *, actor: Actor, current: bool) -> NavItem:
    count = entry.count(actor) if entry.count else None
    return NavItem(entry.label, href, count=count, due=bool(count), current=current)


def context(request: HttpRequest) -> dict[str, Any]:  # template variables
    """Everything the page shell shows: who is in, navigation, search, demo strip."""
    actor = getattr(request, "actor", None)
    page = request.resolver_match.view_name if request.resolver_match else ""
    shell: dict[str, Any] = {
        "public_doors": all_doors,
        "demo_banner": _banner(),
        "tenant_name": "政务数据",
        "help_href": href_of(page, actor if isinstance(actor, Actor) else None),
    }
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
        links=[Link("修改密码", reverse("organisations:password"))],
        logout_href=reverse("organisations:logout"),
    )
    return shell | {
        "shell": "web/base.html",
        "actor": actor,
        "printed": f"{actor.person_name}（{actor.organisation_name}），{moment(clock.real_now())}",
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
