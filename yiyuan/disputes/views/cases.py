"""Rechecks: the list with its clocks, a new one, one with its moves."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yiyuan.catalog.api import published_named, published_resource, resources_of
from yiyuan.catalog.types import ResourceInfo
from yiyuan.disputes import policies, selectors, services
from yiyuan.disputes.display import (
    clock_of,
    extension_light,
    filer_words,
    items_words,
    light_of,
    organising_light,
    timeline,
)
from yiyuan.disputes.forms import AnswerForm, ExtensionForm, LocateForm, NoteForm, ReceivedForm, RecheckForm
from yiyuan.disputes.models import Recheck
from yiyuan.disputes.types import CHANNEL_WORDS, DOUBT_WORDS, OPEN, STATE_WORDS, Channel, Doubt, Filer, State
from yiyuan.disputes.workflow import EXTENSION, ORGANISING, RECHECK
from yiyuan.kernel import clock
from yiyuan.kernel.errors import NotAllowed
from yiyuan.organisations.api import actor_from_request
from yiyuan.regulations.api import chips, resolve, words
from yiyuan.web.components import Empty, Link
from yiyuan.web.edge import beside
from yiyuan.web.htmx import render, see_other
from yiyuan.web.lists import Column, Filter, Listing
from yiyuan.workflow.api import Law, waiting_words
from yiyuan.workflow.types import TermInfo

BESIDE = {"disputes.filers": "filer", "disputes.channels": "channel", "disputes.evidence": "file"}
OPEN_STATES, ENDED_STATES = "open", "ended"


def _by_state(rows: QuerySet[Recheck], value: str) -> QuerySet[Recheck]:
    if value == OPEN_STATES:
        return rows.filter(state__in=OPEN)
    return rows.exclude(state__in=OPEN) if value == ENDED_STATES else rows.filter(state=value)


@require_safe
def rechecks(request: HttpRequest) -> HttpResponseBase:
    """Those of my department, or of my region, each with its clock."""
    actor = actor_from_request(request)
    rows = selectors.rechecks(actor)
    terms = selectors.terms_of(rows.filter(state__in=OPEN))
    late = [number for number, term in terms.items() if _late(term)]
    columns = [
        Column("state", "状态", light_of, sort="state", export=lambda r: STATE_WORDS[State(r.state)]),
        Column(
            "about",
            "资源",
            lambda r: Link(r.about, r.get_absolute_url(), note="　".join([r.number, *r.items])),
            sort="resource_name",
            head=True,
            export=lambda r: r.about,
        ),
        Column("doubt", "疑义", lambda r: DOUBT_WORDS[Doubt(r.doubt)]),
        Column("provider", "提供部门", "provider.short_name", sort="provider__name"),
        Column("filer", "申请人", filer_words),
        Column("channel", "渠道", lambda r: CHANNEL_WORDS[Channel(r.channel)]),
        Column("received", "收到", "received_on", sort="received_on", css="nw"),
        Column(
            "clock",
            "期限",
            lambda r: clock_of(r, terms.get(r.id)) if r.open else None,
            export=lambda r: _due(terms.get(r.id)),
        ),
        Column("answered", "答复", "answered_on", sort="answered_on", css="nw"),
    ]
    filters = [
        Filter("name", "资源", lambda r, v: r.filter(resource_name__icontains=v)),
        Filter("provider", "提供部门", lambda r, v: r.filter(provider__name__icontains=v)),
        Filter(
            "state",
            "状态",
            _by_state,
            [
                (OPEN_STATES, "校核中（全部）"),
                (ENDED_STATES, "已办结（全部）"),
                *((s.value, w) for s, w in STATE_WORDS.items()),
            ],
        ),
        Filter("late", "期限", lambda r, _v: r.filter(id__in=late), [("late", "已逾期")]),
        Filter("since", "收到日期起", lambda r, v: r.filter(received_on__gte=v), kind="date"),
    ]
    listing = Listing(
        request,
        rows,
        columns,
        filters,
        default_sort="-received",
        filename="数据校核",
        caption="数据校核",
        unit="件",
        empty=Empty("没有校核。对共享数据有疑义的，在资源页面或者查询结果旁提出。"),
    )
    if listing.is_export:
        return listing.export()
    resolved = resolve("disputes.recheck", region=actor.region_code, on=clock.today())
    context = {
        "open": len(terms),
        "late": len(late),
        "may_file": policies.may_file(actor),
        "term_words": words(resolved),
        "chips": chips(resolved),
        **listing.context(),
    }
    return render(request, "disputes/rechecks.html", context)


def _late(term: TermInfo | None) -> bool:
    return term is not None and term.due_on is not None and term.due_on < clock.today()


def _due(term: TermInfo | None) -> object:
    return term.due_on if term else None


# ---- a new one ----


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """`resource` in the address says which; without it a resource is looked for first. `record` may come by POST."""
    actor = actor_from_request(request)
    if not policies.may_file(actor):
        raise NotAllowed("disputes.file")
    chosen = request.POST.get("resource", "") or request.GET.get("resource", "")
    if not chosen.isdecimal():
        text = request.GET.get("q", "")
        found = published_named(text) if text.strip() else []
        return render(request, "disputes/choose.html", {"text": text, "found": found})
    resource = published_resource(int(chosen))
    law = Law(resource.region_code, clock.today())
    posted = request.POST if request.method == "POST" else None
    mine = resource.provider_id in actor.organisation_ids
    kind = ReceivedForm if mine else RecheckForm
    channels = selectors.channels_of(law)
    form = kind(posted, request.FILES or None, resource=resource, channels=channels)
    if posted is not None and form.is_valid():
        with beside(request, form, BESIDE, otherwise="detail"):
            made = _file(form, resource, request=request)
            messages.success(request, "已提出，提供部门的工作台上可以看到。")
            return see_other(made.get_absolute_url())
    term = law.resolved("disputes.recheck")
    context = {
        "form": form,
        "resource": resource,
        "mine": mine,
        "term_words": words(term),
        "chips": chips(term),
        "filers": chips(law.resolved("disputes.filers")),
    }
    return render(request, "disputes/new.html", context, status=422 if form.errors else 200)


def _file(form: RecheckForm, resource: ResourceInfo, *, request: HttpRequest) -> Recheck:
    actor, held = actor_from_request(request), form.cleaned_data
    common: dict[str, Any] = {
        "actor": actor,
        "doubt": Doubt(held["doubt"]),
        "said": form.said(),
        "items": held["items"],
        "file": form.upload(),
    }
    if isinstance(form, ReceivedForm):
        filer, day = Filer(held["filer"]), held["received_on"]
        return services.record_received(resource.id, filer=filer, received_on=day, **common)
    return services.file_recheck(resource.id, channel=Channel(held["channel"]), **common)


# ---- one ----


@require_safe
def recheck(request: HttpRequest, recheck_id: int) -> HttpResponse:
    return _page(request, recheck_id, {})


def _page(request: HttpRequest, recheck_id: int, forms: dict[str, Any]) -> HttpResponse:
    actor = actor_from_request(request)
    found = selectors.recheck_for(actor, recheck_id)
    law = selectors.law_of(found)
    moves = {move.name for move in RECHECK.open_moves(found, actor)}
    asked = selectors.extension_asked(found)
    extensions = list(found.extensions.select_related("asked").order_by("id"))
    organising = selectors.organising_of(found)
    may_read = policies.may_read_said(actor, found)
    answers = "confirm" in moves
    longest = law.resolved("disputes.extension")
    context = {
        "recheck": found,
        "light": light_of(found),
        "doubt": DOUBT_WORDS[Doubt(found.doubt)],
        "items": items_words(found.items),
        "filer": filer_words(found),
        "channel": CHANNEL_WORDS[Channel(found.channel)],
        "term": clock_of(found, selectors.term_of_recheck(found)),
        "said": selectors.said_of(found) if may_read else None,
        "evidence": list(found.evidence.order_by("id")) if may_read else [],
        "extensions": [(one, extension_light(one)) for one in extensions],
        "organising": organising,
        "organising_light": organising_light(organising) if organising else None,
        "timeline": timeline(found, extensions, organising),
        "waiting": waiting_words("disputes.recheck", found.id, actor=actor),
        "may_withdraw": "withdraw" in moves,
        "may_locate": answers and found.resource_id is None,
        "may_extend": answers and found.state == State.RECHECKING and asked is None,
        "may_decide": EXTENSION.open_moves(asked, actor) if asked else [],
        "may_organise": bool(organising and ORGANISING.open_moves(organising, actor)),
        "answer_form": AnswerForm(batches=selectors.corrections_of(found)) if answers else None,
        "copied": selectors.is_copied(found),
        "extension_form": ExtensionForm(),
        "extension_words": words(longest),
        "extension_chips": chips(longest),
        "approvers": words(law.resolved("disputes.extension_approvers")),
        "asked_chips": chips(law.resolved(_asked_key(found))),
        "goes_on": chips(law.resolved("disputes.service_goes_on")),
        "organiser_chips": chips(law.resolved("disputes.organiser")),
        "note_form": NoteForm(),
        "locate_form": LocateForm(resources=resources_of(found.provider_id)) if found.resource_id is None else None,
        **forms,
    }
    return render(request, "disputes/recheck.html", context, status=422 if forms else 200)


def _asked_key(found: Recheck) -> str:
    return "disputes.asked_direct" if found.channel == Channel.PROVIDER else "disputes.asked_platform"


def _back(recheck_id: int) -> HttpResponse:
    return see_other(reverse("disputes:recheck", args=[recheck_id]))


@require_POST
def answer(request: HttpRequest, recheck_id: int) -> HttpResponse:
    actor = actor_from_request(request)
    found = selectors.recheck_for(actor, recheck_id)
    form = AnswerForm(request.POST, batches=selectors.corrections_of(found))
    if form.is_valid():
        held = form.cleaned_data
        with beside(request, form, {"disputes.correction": "batch_id"}, otherwise="answer"):
            services.answer_recheck(
                recheck_id,
                actor=actor,
                outcome=State(held["outcome"]),
                answer=held["answer"],
                batch_id=held["batch_id"],
            )
            messages.success(request, "已答复，申请人会收到结果。")
            return _back(recheck_id)
    return _page(request, recheck_id, {"answer_form": form})


@require_POST
def extend(request: HttpRequest, recheck_id: int) -> HttpResponse:
    """Ask for more time; who may agree alone has agreed with this."""
    actor = actor_from_request(request)
    selectors.recheck_for(actor, recheck_id)
    form = ExtensionForm(request.POST)
    if form.is_valid():
        with beside(request, form, {"disputes.extension_reason": "reason"}, otherwise="days"):
            services.ask_extension(recheck_id, actor=actor, **form.cleaned_data)
            messages.success(request, "已办理。同意之前，原来的期限不变。")
            return _back(recheck_id)
    return _page(request, recheck_id, {"extension_form": form})


@require_POST
def decide_extension(request: HttpRequest, recheck_id: int) -> HttpResponse:
    actor = actor_from_request(request)
    with beside(request) as said:
        services.decide_extension(recheck_id, actor=actor, agreed=request.POST.get("agreed") == "yes")
        messages.success(request, "已办理。")
        return _back(recheck_id)
    return _page(request, recheck_id, {"refusal": said.refusal})


@require_POST
def organise(request: HttpRequest, recheck_id: int) -> HttpResponse:
    form = NoteForm(request.POST)
    if form.is_valid():
        with beside(request, form, "note"):
            services.organise_recheck(recheck_id, actor=actor_from_request(request), note=form.cleaned_data["note"])
            messages.success(request, "已登记。")
            return _back(recheck_id)
    return _page(request, recheck_id, {"note_form": form})


@require_POST
def locate(request: HttpRequest, recheck_id: int) -> HttpResponse:
    actor = actor_from_request(request)
    found = selectors.recheck_for(actor, recheck_id)
    form = LocateForm(request.POST, resources=resources_of(found.provider_id))
    if not form.is_valid():
        return _page(request, recheck_id, {"locate_form": form})
    services.locate_resource(recheck_id, actor=actor, resource_id=form.cleaned_data["resource_id"])
    return _back(recheck_id)


@require_POST
def withdraw(request: HttpRequest, recheck_id: int) -> HttpResponse:
    services.withdraw_recheck(recheck_id, actor=actor_from_request(request))
    messages.success(request, "已撤回。")
    return _back(recheck_id)


@require_safe
def evidence(request: HttpRequest, evidence_id: int) -> HttpResponse:
    found, content = services.read_evidence(evidence_id, actor=actor_from_request(request))
    response = HttpResponse(content, content_type=found.media, headers={"Cache-Control": "no-store"})
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=found.name) or ""
    return response
