"""Change events: all that are open with their clocks, how every department keeps its catalog, one event."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yiyuan.catalog import display, policies, selectors, services
from yiyuan.catalog.forms.changes import ChangeForm, ReportForm, ReviseForm
from yiyuan.catalog.models import ChangeEvent
from yiyuan.catalog.types import CHANGE_WORDS, ChangeState
from yiyuan.catalog.workflow import CHANGE
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotAllowed
from yiyuan.organisations.api import actor_from_request
from yiyuan.regulations.api import change_clocks, chips, key
from yiyuan.web.components import Action, Content, Empty, Fact, Link, TermView
from yiyuan.web.htmx import render, see_other
from yiyuan.web.lists import Column, Filter, Listing
from yiyuan.workflow import matters
from yiyuan.workflow.api import open_terms, term_view
from yiyuan.workflow.forms import NoteForm, OptionalNoteForm
from yiyuan.workflow.matters import Ask, Page

ENDED = [ChangeState.DONE, ChangeState.DROPPED]


def _report(event_id: int, actor: Actor, said: Mapping[str, Any]) -> object:
    file = said.get("attachment")
    content = file.read(services.MAX_ATTACHMENT + 1) if file else b""
    name = (file.name or "") if file else ""
    return services.report_change(event_id, actor=actor, basis=said["basis"], attachment=content, attachment_name=name)


ASKS = {
    "except": Ask(
        lambda i, actor, said: services.except_change(i, actor=actor, reason=said["note"]),
        NoteForm,
        gettext_lazy("说明理由以后不受期限约束；目录仍须更新。"),
        {"catalog.said": "note", "catalog.change.exception": "note"},
    ),
    "apply": Ask(
        lambda i, actor, said: services.apply_for_update(i, actor=actor, request=said["note"]),
        OptionalNoteForm,
        gettext_lazy("先为涉及的资源编制新版本，再申请。平台收到的时间就是申请的时间。"),
        {"catalog.change.apply": "note"},
    ),
    "report": Ask(
        _report,
        ReportForm,
        gettext_lazy("报送更新后的目录和变更依据。"),
        {"catalog.change.basis": "attachment", "catalog.attachment": "attachment"},
    ),
    "drop": Ask(
        lambda i, actor, said: services.drop_change(i, actor=actor, reason=said["note"]),
        NoteForm,
        gettext_lazy("只用于重复登记或者登记错误。"),
        {"catalog.said": "note"},
    ),
}


def _terms(events: list[ChangeEvent]) -> dict[int, TermView | None]:
    found = open_terms(CHANGE.name, [event.id for event in events])
    return {
        event.id: term_view(found.get(event.id), region=event.region_code, law_on=event.changed_on) for event in events
    }


@require_GET
def changes(request: HttpRequest) -> HttpResponseBase:
    """Change events with their clocks; open ones first."""
    actor = actor_from_request(request)
    rows = selectors.changes(actor)
    terms = _terms(list(rows.exclude(state__in=ENDED)))
    articles = {key: list(view.chips) for key, view in terms.items() if view}
    columns = [
        Column(
            "document",
            _("变更事项"),
            lambda e: Link(e.document, e.get_absolute_url(), e.get_cause_display()),
            sort="document",
            head=True,
            export=lambda e: e.document,
        ),
        Column("provider", _("部门"), "provider.name", sort="provider__name", width=160),
        Column("changed", _("修改或变化之日"), "changed_on", sort="changed_on", width=120, css="nw"),
        Column("state", _("状态"), lambda e: matters.light_of(e.state, e.get_state_display()), sort="state", width=180),
        Column("term", _("期限"), lambda e: terms.get(e.id) or "", width=160),
        Column("law", _("依据"), lambda e: articles.get(e.id, ""), width=200),
    ]
    listing = Listing(
        request,
        rows,
        columns,
        [
            Filter(
                "open",
                _("办理"),
                _by_open,
                [("open", _("未办结")), ("done", _("已办结"))],
            ),
            Filter("department", _("部门"), lambda rows, text: rows.filter(provider__name__icontains=text)),
        ],
        default_sort="-changed",
        filename=_("变更事项"),
        caption=_("变更事项"),
        unit=_("件"),
        empty=Empty(_("没有变更事项。法律法规修改或者职能变化后，在这里登记，期限自变化之日起算。")),
    )
    if listing.is_export:
        return listing.export()
    late = sum(view is not None and view.light == "late" for view in terms.values())
    fact = _("%(n)s 件目录变更在办") % {"n": len(terms)} if terms else _("没有在办的目录变更")
    if late:
        fact = _("%(late)s 件目录变更逾期，%(n)s 件在办") % {"late": late, "n": len(terms)}
    clocks = change_clocks(actor.region_code, clock.today())
    acts = [Action(_("登记变更事项"), reverse("catalog:new_change"), primary=True)] if _may_register(actor) else []
    links = [Link(_("各部门更新情况"), reverse("catalog:upkeep"))] if policies.overseeing(actor) is not None else []
    words = "；".join(f"{_title(one.key)}：{one.resolved.term}" for one in clocks)
    context = {
        "listing": listing.view(),
        "title": _("变更事项"),
        "fact": fact,
        "words": words,
        "chips": [chip for one in clocks for chip in chips(one.resolved)],
        "acts": acts,
        "links": links,
    }
    return render(request, "web/list.html", context, part="listing")


def _title(key_name: str) -> str:
    return key(key_name).title.removeprefix("目录变更：")


def _by_open(rows: Any, value: str) -> Any:  # a QuerySet of ChangeEvent
    return rows.exclude(state__in=ENDED) if value == "open" else rows.filter(state__in=ENDED)


def _may_register(actor: Actor) -> bool:
    return policies.may_register_change(actor, provider_id=actor.organisation_id, region_code=actor.region_code)


@require_GET
def upkeep(request: HttpRequest) -> HttpResponseBase:
    """Every department: last update, open events, late ones; for the bureau and the data centre."""
    actor = actor_from_request(request)
    if policies.overseeing(actor) is None:
        raise NotAllowed("catalog.upkeep")
    rows = selectors.upkeep(actor)
    columns = [
        Column("name", _("部门"), "name", sort="name", head=True),
        Column("updated", _("最近更新"), "updated_on", sort="updated_on", width=120, css="nw"),
        Column("pending", _("在办变更"), "pending", numeric=True, sort="pending", width=100),
        Column("late", _("逾期"), "late", numeric=True, sort="late", width=80),
        Column("term", _("最急的期限"), lambda r: _term_of(r, actor), width=180),
        Column("states", _("到了哪一步"), "words", width=240),
    ]
    listing = Listing(
        request,
        rows,
        columns,
        default_sort="-late",
        filename=_("各部门更新情况"),
        caption=_("各部门更新情况"),
        unit=_("个"),
    )
    if listing.is_export:
        return listing.export()
    late = sum(row.late > 0 for row in rows)
    context = {
        "listing": listing.view(),
        "title": _("各部门更新情况"),
        "fact": _("%(n)s 个部门有逾期的目录变更") % {"n": late} if late else _("没有部门逾期"),
        "words": _("每个部门最近一次发布目录的日期、在办和逾期的变更。"),
        "crumb": (_("变更事项"), reverse("catalog:change_events")),
    }
    return render(request, "web/list.html", context, part="listing")


def _term_of(row: selectors.Upkeep, actor: Actor) -> Content:
    return term_view(row.term, region=actor.region_code, law_on=row.law_on) or ""


@require_http_methods(["GET", "POST"])
def new_change(request: HttpRequest) -> HttpResponse:
    """Register a cause. The clock runs from the day of the cause, not from the registration."""
    actor = actor_from_request(request)
    if not _may_register(actor):
        raise NotAllowed("catalog.change.register")
    clocks = change_clocks(actor.region_code, clock.today())
    return matters.fresh(
        request,
        ChangeForm(request.POST or None, actor=actor),
        lambda values: services.register_change(actor=actor, **values),
        title=_("登记变更事项"),
        words=_("期限自修改或变化之日起算，当日不计；按变化当日的规定办。"),
        crumb=(_("变更事项"), reverse("catalog:change_events")),
        button=_("登记"),
        region=actor.region_code,
        chips_=[chip for one in clocks for chip in chips(one.resolved)],
    )


def _page(event: ChangeEvent, actor: Actor) -> Page:
    facts = [
        Fact(_("部门"), event.provider.name),
        Fact(_("事由"), event.get_cause_display()),
        Fact(_("文件"), event.document),
        Fact(_("修改或变化之日"), event.changed_on),
        Fact(_("登记"), f"{event.registered_on.isoformat()} {event.registered_by}"),
    ]
    more = [
        (_("影响哪些内容"), event.note),
        (_("例外理由"), event.exception),
        (_("申请说明"), event.request),
        (_("更新完成日"), event.updated_on),
        (_("变更依据"), event.basis),
    ]
    facts += [Fact(label, value) for label, value in more if value]
    if event.attachment_name:
        facts.append(Fact(_("依据附件"), Link(event.attachment_name, reverse("catalog:attachment", args=[event.id]))))
    mine = event.provider_id in actor.organisation_ids and policies.may_describe(actor) and event.closed_on is None
    concerned = event.resources.select_related("current").order_by("id")
    versions = {version.resource_id: version for version in event.versions.order_by("number")}
    shown = [(one.current, versions.get(one.id)) for one in concerned]
    shown += [(None, version) for key, version in versions.items() if key not in {one.id for one in concerned}]
    return Page(
        CHANGE,
        event,
        _change_fact(event),
        facts,
        (_("变更事项"), reverse("catalog:change_events")),
        ASKS,
        "catalog/change.html",
        {
            "event": event,
            "entries": [(old, new, display.state(new) if new else None) for old, new in shown],
            "may_revise": mine,
            "revise_form": ReviseForm(actor=actor, matter=event) if mine else None,
        },
    )


def _change_fact(event: ChangeEvent) -> str:
    words = CHANGE_WORDS[ChangeState(event.state)]
    return f"{event.document}：{words}"


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, change_id: int) -> HttpResponse:
    """One event: cause, clock, entries with their new versions, what may be done."""
    actor = actor_from_request(request)
    event = selectors.change_for(actor, change_id)
    page = _page(event, actor)
    return matters.act(request, page) if request.method == "POST" else matters.show(request, page)


@require_POST
def revise_for(request: HttpRequest, change_id: int) -> HttpResponse:
    """The draft of the next version of an entry, linked to the event."""
    actor = actor_from_request(request)
    event = selectors.change_for(actor, change_id)
    form = ReviseForm(request.POST, actor=actor, matter=event)
    if not form.is_valid():
        if event.provider_id not in actor.organisation_ids or not policies.may_describe(actor):
            raise NotAllowed("catalog.revise")
        messages.warning(request, _("请选择要编制的资源。"))
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
    answer.headers["Content-Disposition"] = _download(event.attachment_name)
    return answer


def _download(name: str) -> str:
    from django.utils.http import content_disposition_header

    return content_disposition_header(as_attachment=True, filename=name) or "attachment"
