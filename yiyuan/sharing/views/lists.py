"""The four lists: received, sent, given, got."""

from typing import Any

from django.db.models import Case, F, QuerySet, Value, When
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor, Function
from yiyuan.organisations.api import actor_from_request
from yiyuan.regulations.api import resolve
from yiyuan.sharing import selectors
from yiyuan.sharing.display import (
    grant_light,
    methods_in_words,
    state_light,
)
from yiyuan.sharing.models import Application, Grant
from yiyuan.sharing.types import GRANT_WORDS, STATE_WORDS, GrantState, State
from yiyuan.web.components import Empty, Link
from yiyuan.web.htmx import render
from yiyuan.web.lists import Column, Filter, Listing
from yiyuan.workflow.api import open_terms, term_view


def _by_state(rows: QuerySet[Any], value: str) -> QuerySet[Any]:  # applications or grants
    return rows.filter(state=value)


def _by_name(rows: QuerySet[Any], value: str) -> QuerySet[Any]:  # applications or grants
    return rows.filter(resource_name__icontains=value)


STATES = Filter("state", "状态", _by_state, [(s.value, w) for s, w in STATE_WORDS.items()])
GRANT_STATES = Filter("state", "状态", _by_state, [(s.value, w) for s, w in GRANT_WORDS.items()])
NAME = Filter("name", "资源", _by_name)
URGENT = 200  # so many are put in the order of their terms; the others follow by the day they came


def _applications(
    request: HttpRequest,
    rows: QuerySet[Application],
    *,
    title: str,
    about: str,
    empty: Empty,
    other: str,
    batch: list[tuple[str, str]],
    box: str,
    third: tuple[str, str] | None = None,
) -> HttpResponseBase:
    """The one that runs out first stands first. third: another party with its title, for those who oversee both."""
    terms = open_terms("sharing.application", list(rows.values_list("id", flat=True)[:2000]))

    def term(application: Application) -> object:
        found = terms.get(application.id)
        if found is None:
            return ""
        on = application.law_on or clock.today()
        return term_view(found, region=application.region_code, law_on=on)

    columns = [
        *([Column("pick", "选", _pick, export=False)] if batch else []),
        Column(
            "due",
            "期限",
            term,
            sort=("turn", "ago"),
            export=lambda a: terms[a.id].due_on if a.id in terms else None,
        ),
        Column(
            "resource",
            "申请",
            lambda a: Link(a.resource_name, a.get_absolute_url(), note=f"{a.number}，{a.purpose or '未写用途'}"),
            sort="resource_name",
            head=True,
        ),
        Column("other", "对方单位", lambda a: getattr(a, other).short_name, sort=f"{other}__name"),
        *([Column("third", third[1], f"{third[0]}.short_name", sort=f"{third[0]}__name")] if third else []),
        Column("state", "状态", state_light, sort="state", export=lambda a: STATE_WORDS[State(a.state)]),
        Column("sent", "收到", "sent_on", sort="sent_on"),
    ]
    urgent = sorted((t.due_on, number) for number, t in terms.items() if t.due_on)[:URGENT]
    turns = [When(id=number, then=place) for place, (_, number) in enumerate(urgent)]
    listing = Listing(
        request,
        rows.annotate(turn=Case(*turns, default=URGENT), ago=Value(clock.today()) - F("sent_on")),
        columns,
        [STATES, NAME],
        default_sort="due",
        filename=title,
        caption=title,
        empty=empty,
    )
    if listing.is_export:
        return listing.export()
    late = sum(1 for found in terms.values() if found.due_on and found.due_on < clock.today())
    fact = f"{title}：{len(terms)} 件在办" + (f"，{late} 件已逾期" if late else "") if terms else title
    context = {"title": title, "fact": fact, "about": about, "batch": batch, "box": box, **listing.context()}
    return render(request, "sharing/list.html", context)


def _pick(application: Application) -> object:
    """A box to choose an application that waits for an answer; nothing is chosen beforehand."""
    if not application.waits_for_answer:
        return ""
    box = '<input type="checkbox" name="application" value="{}" form="batch" aria-label="选 {}">'
    return format_html(box, application.id, application.number)


@require_safe
def received(request: HttpRequest) -> HttpResponseBase:
    return _applications(
        request,
        selectors.received(actor_from_request(request)),
        title="收到的申请",
        about="其他部门申请使用本部门资源；主管部门看到本地区的全部申请。",
        empty=Empty("还没有收到申请。资源发布后，其他部门可以在目录里申请。"),
        other="consumer",
        batch=_batch(actor_from_request(request)),
        box="received",
        third=("provider", "提供部门") if actor_from_request(request).has(Function.BUREAU) else None,
    )


def _batch(actor: Actor) -> list[tuple[str, str]]:
    """What may be done with several at once: a head answers, the bureau answers where the law lets it, or reminds."""
    by_bureau = resolve("sharing.decider", region=actor.region_code, on=clock.today()).value == "bureau"
    answers = actor.has(Function.HEAD) or (by_bureau and actor.has(Function.BUREAU))
    granting = [("grant", "同意所选（按申请的范围，脱敏）")] if answers else []
    return granting + ([("remind", "催办所选")] if actor.has(Function.BUREAU) else [])


@require_safe
def sent(request: HttpRequest) -> HttpResponseBase:
    return _applications(
        request,
        selectors.sent(actor_from_request(request)),
        title="发出的申请",
        about="本部门申请使用其他部门的资源。",
        empty=Empty("还没有发出申请。在资源目录里找到资源，点“申请使用”。", "去资源目录", reverse("catalog:resources")),
        other="provider",
        batch=[("remind", "催办所选")] if actor_from_request(request).has(Function.DATA_OFFICER, Function.HEAD) else [],
        box="sent",
    )


def _grants(
    request: HttpRequest, rows: QuerySet[Grant], *, title: str, about: str, empty: Empty, other: str
) -> HttpResponseBase:
    columns = [
        Column("state", "状态", grant_light, sort="state", export=lambda g: g.get_state_display()),
        Column(
            "resource",
            "资源",
            lambda g: Link(g.resource_name, g.get_absolute_url(), note=g.number),
            sort="resource_name",
            head=True,
        ),
        Column("other", "对方单位", lambda g: getattr(g, other).short_name, sort=f"{other}__name"),
        Column("items", "信息项", lambda g: len(g.plan["fields"]), numeric=True),
        Column("methods", "方式", lambda g: methods_in_words(g.methods)),
        Column("until", "使用至", "until_on", sort="until_on"),
        Column("first", "首次取用", lambda g: g.first_delivered_on or "", sort="first_delivered_on"),
    ]
    listing = Listing(
        request, rows, columns, [GRANT_STATES, NAME], default_sort="-until", filename=title, caption=title, empty=empty
    )
    if listing.is_export:
        return listing.export()
    waiting = rows.filter(state=GrantState.OPEN).count()
    fact = f"{title} {rows.count()} 份" + (f"，{waiting} 份还没有取用" if waiting else "") if rows.exists() else title
    return render(request, "sharing/list.html", {"title": title, "fact": fact, "about": about, **listing.context()})


@require_safe
def given(request: HttpRequest) -> HttpResponseBase:
    return _grants(
        request,
        selectors.given(actor_from_request(request)),
        title="我们授出",
        about="谁在用本部门的数据；主管部门看到本地区的全部授权。",
        empty=Empty("还没有授权。答复申请时同意，就会列在这里。"),
        other="consumer",
    )


@require_safe
def got(request: HttpRequest) -> HttpResponseBase:
    return _grants(
        request,
        selectors.got(actor_from_request(request)),
        title="我们获得",
        about="本部门可以使用的数据。",
        empty=Empty("还没有获得授权。", "去资源目录", reverse("catalog:resources")),
        other="provider",
    )
