"""Change events at both doors, with their clocks; how every department keeps its catalog."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST
from ninja import Schema

from yiyuan.catalog import display, policies, selectors, services
from yiyuan.catalog.forms.changes import ChangeForm, ReportForm, ReviseForm
from yiyuan.catalog.models import ChangeEvent
from yiyuan.catalog.types import ChangeState
from yiyuan.catalog.workflow import CHANGE
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotAllowed
from yiyuan.organisations.api import actor_from_request
from yiyuan.regulations.api import chain_href, change_clocks, chips, key
from yiyuan.web.components import Chip, Content, Fact, Link, Noted, TermView, number
from yiyuan.web.htmx import see_other
from yiyuan.web.lists import Column, Filter, list_page, name_column, state_column, text_filter
from yiyuan.workflow.api import Ask, MatterOut, Matters, New, open_terms, term_view
from yiyuan.workflow.forms import NoteForm, OptionalNoteForm

ENDED = [ChangeState.DONE, ChangeState.DROPPED]
LIGHTS: Any = {"done": "ok", "dropped": "end"}  # literals


class ChangeOut(MatterOut, Schema):
    provider_id: int
    cause: str
    document: str
    changed_on: date
    note: str
    exception: str
    request: str
    updated_on: date | None
    basis: str
    attachment_name: str
    closed_on: date | None


def _facts(event: ChangeEvent, _actor: Actor) -> Sequence[Fact]:
    facts = [
        Fact("部门", event.provider.name),
        Fact("事由", event.get_cause_display()),
        Fact("文件", event.document),
        Fact("修改或变化之日", event.changed_on),
        Fact("登记", Noted(event.registered_on.isoformat(), event.registered_by)),
    ]
    more = [
        ("影响哪些内容", event.note),
        ("例外理由", event.exception),
        ("申请说明", event.request),
        ("更新完成日", event.updated_on),
        ("变更依据", event.basis),
    ]
    facts += [Fact(label, value) for label, value in more if value]
    if event.attachment_name:
        facts.append(Fact("依据附件", Link(event.attachment_name, reverse("catalog:attachment", args=[event.id]))))
    return facts


def _columns(actor: Actor) -> Sequence[Column]:
    still = list(selectors.changes(actor).exclude(state__in=ENDED))
    found = open_terms(CHANGE.name, [event.id for event in still])
    terms: dict[int, TermView | None] = {event.id: term_view(found.get(event.id)) for event in still}

    def articles(event: ChangeEvent) -> Content:
        term = terms.get(event.id)
        return list(term.chips) if term else ""

    return [
        name_column("变更事项", "document", key="document", note=lambda event: event.get_cause_display()),
        Column("provider", "部门", "provider.name", sort="provider__name", width=160),
        Column("changed", "修改或变化之日", "changed_on", sort="changed_on", width=120, css="nw"),
        state_column(LIGHTS, width=180),
        Column("term", "期限", lambda event: terms.get(event.id) or "", width=160),
        Column("law", "依据", articles, width=200),
    ]


def _open(rows: QuerySet[ChangeEvent], value: str) -> QuerySet[ChangeEvent]:
    return rows.exclude(state__in=ENDED) if value == "open" else rows.filter(state__in=ENDED)


def _late(rows: QuerySet[ChangeEvent]) -> str:
    still = list(rows.exclude(state__in=ENDED).values_list("id", flat=True))
    due = [term.due_on for term in open_terms(CHANGE.name, still).values()]
    late = sum(day is not None and day < clock.today() for day in due)
    return f"{number(late)} 件逾期，{number(len(still))} 件在办" if late else f"{number(len(still))} 件在办"


def _clocks(actor: Actor) -> list[Chip]:
    return [chip for one in change_clocks(actor.region_code, clock.today()) for chip in chips(one.resolved)]


def _links(actor: Actor) -> list[Link]:
    clocks = change_clocks(actor.region_code, clock.today())
    links = [Link(f"{key(c.key).title}：{c.resolved.term}", chain_href(c.resolved)) for c in clocks]
    return [*links, *([Link("各部门更新情况", reverse("catalog:upkeep"))] if policies.overseeing(actor) else [])]


def _concerned(actor: Actor, event: ChangeEvent) -> Mapping[str, Any]:
    """The entries an event concerns with their new versions, and the next one to be drafted."""
    mine = event.provider_id in actor.organisation_ids and policies.may_describe(actor) and event.closed_on is None
    concerned = event.resources.select_related("current").order_by("id")
    versions = {version.resource_id: version for version in event.versions.order_by("number")}
    shown = [(one.current, versions.get(one.id)) for one in concerned]
    shown += [(None, version) for key, version in versions.items() if key not in {one.id for one in concerned}]
    return {
        "entries": [(old, new, display.state(new) if new else None) for old, new in shown],
        "revise_form": ReviseForm(actor=actor, matter=event) if mine else None,
    }


CHANGES = Matters(
    CHANGE,
    app="catalog",
    noun="change",
    names={"list": "change_events"},
    at_home=True,
    operation="moves/{move}",
    title="变更事项",
    about="法律法规修改或者职能变化后，目录要跟着更新，期限自变化之日起算。",
    empty="没有变更事项。法律法规修改或者职能变化后，在这里登记，期限自变化之日起算。",
    find=selectors.change_for,
    rows=selectors.changes,
    facts=_facts,
    shown=ChangeOut,
    lights=LIGHTS,
    columns=_columns,
    filters=[
        Filter("open", "办理", _open, [("open", "未办结"), ("done", "已办结")]),
        text_filter("department", "部门", "provider__name"),
    ],
    sort="-changed",
    headline=_late,
    chips=_clocks,
    links=_links,
    page="catalog/change.html",
    context=_concerned,
    asks={
        "except": Ask(services.except_change, NoteForm, "说明理由以后不受期限约束；目录仍须更新。", beside="note"),
        "apply": Ask(
            services.apply_for_update,
            OptionalNoteForm,
            "先为涉及的资源编制新版本，再申请。平台收到的时间就是申请的时间。",
            beside="note",
        ),
        "report": Ask(services.report_change, ReportForm, "报送更新后的目录和变更依据。", beside="attachment"),
        "drop": Ask(services.drop_change, NoteForm, "只用于重复登记或者登记错误。", beside="note"),
    },
    new=New(
        services.register_change,
        ChangeForm,
        lambda actor: policies.may_register_change(
            actor, provider_id=actor.organisation_id, region_code=actor.region_code
        ),
        "登记变更事项",
        "期限自修改或变化之日起算，当日不计；按变化当日的规定办。",
        beside="changed_on",
        by="catalog.change.register",
        name="new_change",
    ),
)


@require_GET
def upkeep(request: HttpRequest) -> HttpResponseBase:
    """Every department: last update, open events, late ones; for the bureau and the data centre."""
    actor = actor_from_request(request)
    if policies.overseeing(actor) is None:
        raise NotAllowed("catalog.upkeep")
    rows = selectors.upkeep(actor)
    late = sum(row.late > 0 for row in rows)

    def term(row: selectors.Upkeep) -> Content:
        return term_view(row.term) or ""

    return list_page(
        request,
        rows,
        [
            Column("name", "部门", "name", sort="name", head=True),
            Column("updated", "最近更新", "updated_on", sort="updated_on", width=120, css="nw"),
            Column("pending", "在办变更", "pending", numeric=True, sort="pending", width=100),
            Column("late", "逾期", "late", numeric=True, sort="late", width=80),
            Column("term", "最急的期限", term, width=180),
            Column("states", "到了哪一步", "words", width=240),
        ],
        title="各部门更新情况",
        fact=f"{late} 个部门有逾期的目录变更" if late else "没有部门逾期",
        words="每个部门最近一次发布目录的日期、在办和逾期的变更。",
        unit="个",
        sort="-late",
        crumb=("变更事项", reverse("catalog:change_events")),
    )


@require_POST
def revise_for(request: HttpRequest, change_id: int) -> HttpResponse:
    """The draft of the next version of an entry, linked to the event."""
    actor = actor_from_request(request)
    event = selectors.change_for(actor, change_id)
    form = ReviseForm(request.POST, actor=actor, matter=event)
    if not form.is_valid():
        if event.provider_id not in actor.organisation_ids or not policies.may_describe(actor):
            raise NotAllowed("catalog.revise")
        messages.warning(request, "请选择要编制的资源。")
        return see_other(event.get_absolute_url())
    draft = services.revise_resource(int(form.cleaned_data["resource_id"]), actor=actor, change_id=event.id)
    return see_other(reverse("catalog:edit", args=[draft.id]))


@require_GET
def attachment(request: HttpRequest, change_id: int) -> HttpResponse:
    """The document a change rests on, as it was handed in; always a download."""
    event = selectors.change_for(actor_from_request(request), change_id)
    if event.attachment is None:
        return HttpResponse(status=204)
    answer = HttpResponse(bytes(event.attachment), content_type="application/octet-stream")
    answer.headers["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=event.attachment_name
    )
    return answer
