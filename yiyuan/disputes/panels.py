"""What this room adds to pages of lower rooms: the mark 校核中 for everybody, and the way to doubt data."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from yiyuan.audit.api import subject_hash
from yiyuan.catalog.api import published_resource
from yiyuan.catalog.types import ItemClass, Panel
from yiyuan.disputes import policies, rules, selectors
from yiyuan.disputes.display import items_words
from yiyuan.disputes.forms import RecheckForm
from yiyuan.disputes.types import DOUBT_WORDS, OpenRecheck
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotFound
from yiyuan.regulations.api import chips
from yiyuan.sharing.api import grant_seen_by
from yiyuan.sharing.types import GrantInfo
from yiyuan.workflow.api import Law

IDENTITIES = {ItemClass.CITIZEN_ID, ItemClass.USCC}


def _lines(found: list[OpenRecheck]) -> list[str]:
    return [f"{items_words(one.items)}：{DOUBT_WORDS[one.doubt]}，{one.received_on.isoformat()} 提出" for one in found]


def resource_panel(about: tuple[Actor, int]) -> Iterable[Panel]:
    """On the catalog page: what is under recheck, for everybody; the way to doubt it, for officers of departments."""
    actor, resource_id = about
    try:
        resource = published_resource(resource_id)
    except NotFound:
        return
    found = selectors.open_on(resource_id)
    law = Law(resource.region_code, clock.today())
    if found:
        context = {"lines": _lines(found), "chips": chips(law.resolved("disputes.service_goes_on"))}
        yield Panel(title="校核中", template="disputes/mark_panel.html", context=context, place="main")
    if policies.may_file(actor):
        href = f"{reverse('disputes:new')}?resource={resource_id}"
        mine = resource.provider_id in actor.organisation_ids
        context = {"href": href, "mine": mine, "chips": chips(law.resolved("disputes.filers"))}
        yield Panel(title="数据有疑义", template="disputes/way_panel.html", context=context, place="side")


def grant_panel(about: tuple[Any, ...]) -> list[SafeString]:
    """On the page of a grant: what is under recheck."""
    actor: Actor = about[0]
    info = grant_seen_by(actor, about[1])
    found = selectors.open_on(info.resource_id)
    if not found:
        return []
    law = Law(info.region_code, clock.today())
    context = {"lines": _lines(found), "chips": chips(law.resolved("disputes.service_goes_on")), "titled": True}
    return [SafeString(render_to_string("disputes/mark_panel.html", context))]


def lookup_panel(about: tuple[Actor, GrantInfo, Sequence[Mapping[str, Any]]]) -> list[Panel]:
    """Beside what a look-up found: the mark on each record, and a form to doubt it in one step."""
    actor, info, rows = about
    try:
        resource = published_resource(info.resource_id)
    except NotFound:
        return []
    found = selectors.open_on(info.resource_id)
    law = Law(info.region_code, clock.today())
    keys = [item.name for item in resource.items if item.key]
    known = [item.name for item in resource.items if item.key or item.item_class in IDENTITIES]
    records = []
    for number, row in enumerate(rows, start=1):
        values = {name: str(row[name]) for name in known if row.get(name) not in (None, "")}
        record = rules.record_of(values, keys) or rules.record_of(values, known)
        digests = {subject_hash(value) for value in (*values.values(), record) if value}
        marked = [one for one in found if one.digests & digests]
        form = RecheckForm(
            resource=resource,
            channels=selectors.channels_of(law),
            auto_id=f"recheck_{number}_%s",
            initial={"record": record},
        )
        records.append({"number": number, "record": record, "marked": _lines(marked), "form": form})
    context = {
        "resource": resource,
        "records": records,
        "whole": _lines([one for one in found if not one.digests]),
        "may_file": policies.may_file(actor),
        "action": reverse("disputes:new"),
        "chips": chips(law.resolved("disputes.service_goes_on")),
    }
    return [Panel(title="", template="disputes/lookup_panel.html", context=context)]
