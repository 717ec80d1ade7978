"""Rechecks at both doors: the list with its clocks, a new one, one with its moves."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe
from ninja import Schema
from pydantic import Field

from yiyuan.catalog.api import published_named, published_resource
from yiyuan.catalog.types import ResourceInfo
from yiyuan.disputes import policies, selectors, services
from yiyuan.disputes.comparison_pages import COMPARISONS
from yiyuan.disputes.correction_pages import CORRECTIONS
from yiyuan.disputes.display import (
    LIGHTS,
    correction_light,
    extension_light,
    filer_words,
    items_words,
    organising_light,
    timeline,
)
from yiyuan.disputes.forms import (
    AgreedForm,
    AnswerForm,
    EvidenceForm,
    ExtensionForm,
    LocateForm,
    NoteForm,
    ReceivedForm,
    RecheckForm,
)
from yiyuan.disputes.inconsistency_pages import INCONSISTENCIES
from yiyuan.disputes.models import Correction, Recheck
from yiyuan.disputes.types import (
    CHANNEL_WORDS,
    DOUBT_WORDS,
    OPEN,
    STATE_WORDS,
    Channel,
    Doubt,
    ExtensionState,
    Filer,
    OrganisingState,
    Said,
)
from yiyuan.disputes.workflow import RECHECK
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotAllowed
from yiyuan.kernel.identifiers import number_in
from yiyuan.regulations.api import chips, resolve, words
from yiyuan.web.bodies import Body, Day, Id, Text
from yiyuan.web.components import Fact, Light, Link, number
from yiyuan.web.edge import actor_of, beside
from yiyuan.web.htmx import render, see_other
from yiyuan.web.lists import Column, Filter, name_column, state_column, text_filter
from yiyuan.workflow.api import Ask, Law, MatterOut, Matters, Move, term_view
from yiyuan.workflow.types import TermInfo

BESIDE = {
    "disputes.filers": "filer",
    "disputes.channels": "channel",
    "disputes.evidence": "file",
    "platform.scan": "file",
}
OPEN_STATES, ENDED_STATES = "open", "ended"


class RecheckLine(MatterOut, Schema):
    number: str
    resource_id: int | None
    resource: str = Field(alias="resource_name")
    items: list[str]
    doubt: Doubt
    provider: str = Field(alias="provider.name")
    filer_kind: Filer
    filer: str = Field(description="空：外部的个人或者企业")
    channel: Channel
    received_on: date
    extended_until_on: date | None
    answer: str
    batch_id: int | None
    answered_on: date | None

    @staticmethod
    def resolve_filer(found: Any) -> str:  # a recheck with its actor
        return found.filer.name if found.filer else ""


class ExtensionOut(Schema):
    state: ExtensionState
    days: int
    reason: str


class OrganisingOut(Schema):
    state: OrganisingState
    note: str


class EvidenceOut(Schema):
    id: int
    name: str
    sha256: str


class SaidOut(Schema):
    """What names a record."""

    record: str
    detail: str
    should_be: str
    contact: str
    evidence: list[EvidenceOut]


class RecheckOut(RecheckLine):
    """said: none for whom the page does not show it to."""

    extension: ExtensionOut | None
    organising: OrganisingOut | None
    said: SaidOut | None

    @staticmethod
    def resolve_extension(found: Any) -> Any:  # a recheck with its actor
        return selectors.extension_of(found.model)

    @staticmethod
    def resolve_organising(found: Any) -> Any:  # a recheck with its actor
        return selectors.organising_of(found.model)

    @staticmethod
    def resolve_said(found: Any) -> Any:  # a recheck with its actor
        if not policies.may_read_said(found.actor, found.model):
            return None
        said = selectors.said_of(found.model)
        parts = {name: getattr(said, name) for name in ("record", "detail", "should_be", "contact")}
        return {**parts, "evidence": list(found.evidence.order_by("id"))}


class RecheckIn(Body):
    """`filer` and `received_on` only where the provider records what it received directly."""

    resource_id: Id
    doubt: Doubt
    items: list[Text] = []
    record: Annotated[str, Field(max_length=200)] = ""
    detail: Annotated[str, Field(max_length=2000)] = ""
    should_be: Annotated[str, Field(max_length=500)] = ""
    channel: Channel = Channel.PLATFORM
    filer: Filer | None = None
    received_on: Day | None = None
    contact: Annotated[str, Field(max_length=100)] = ""


# ---- the list ----


def _by_state(rows: QuerySet[Recheck], value: str) -> QuerySet[Recheck]:
    if value == OPEN_STATES:
        return rows.filter(state__in=OPEN)
    return rows.exclude(state__in=OPEN) if value == ENDED_STATES else rows.filter(state=value)


def _late(rows: QuerySet[Recheck]) -> list[int]:
    terms = selectors.terms_of(rows.filter(state__in=OPEN))
    return [number for number, term in terms.items() if term.due_on is not None and term.due_on < clock.today()]


def _headline(rows: QuerySet[Recheck]) -> str:
    late = len(_late(rows))
    said = f"{number(rows.filter(state__in=OPEN).count())} 件校核中"
    return f"{said}，{number(late)} 件逾期" if late else said


def _columns(actor: Actor) -> Sequence[Column]:
    terms: dict[int, TermInfo] = selectors.terms_of(selectors.rechecks(actor).filter(state__in=OPEN))
    return [
        state_column(LIGHTS),
        name_column("资源", "about", key="about", note=lambda r: "　".join([r.number, *r.items])),
        Column("doubt", "疑义", lambda r: DOUBT_WORDS[Doubt(r.doubt)]),
        Column("provider", "提供部门", "provider.short_name", sort="provider__name"),
        Column("filer", "申请人", filer_words),
        Column("channel", "渠道", lambda r: CHANNEL_WORDS[Channel(r.channel)]),
        Column("received", "收到", "received_on", sort="received_on", css="nw"),
        Column(
            "clock",
            "期限",
            lambda r: term_view(terms.get(r.id)) if r.open else None,
            export=lambda r: terms[r.id].due_on if r.id in terms else None,
        ),
        Column("answered", "答复", "answered_on", sort="answered_on", css="nw"),
    ]


def _told(actor: Actor) -> Mapping[str, Any]:
    resolved = resolve("disputes.recheck", region=actor.region_code, on=clock.today())
    return {"may_file": policies.may_file(actor), "term_words": words(resolved), "chips": chips(resolved)}


# ---- one ----


def _facts(found: Recheck, actor: Actor) -> Sequence[Fact]:
    about: Any = "尚未指明"  # content
    if found.resource_id:
        about = Link(found.resource_name, reverse("catalog:resource", args=[found.resource_id]))
    facts = [
        Fact("疑义", DOUBT_WORDS[Doubt(found.doubt)]),
        Fact("提供部门", found.provider.name),
        Fact("资源", about),
        Fact("信息项", items_words(found.items)),
    ]
    if policies.may_read_said(actor, found):
        said = selectors.said_of(found)
        facts += [Fact("哪条记录", said.record or "没有指明"), Fact("应当是", said.should_be or "没有写")]
        facts += [Fact("情况", said.detail or "没有写", wide=True)]
        facts += [Fact("联系方式", said.contact)] if said.contact else []
    else:
        facts.append(Fact("内容", "涉及具体记录，只有申请人、提供部门和主管部门可以看。", wide=True))
    filed = f"{filer_words(found)}，{found.received_on.isoformat()} 收到"
    facts += [Fact("申请人", filed), Fact("渠道", CHANNEL_WORDS[Channel(found.channel)])]
    if found.answered_on:
        facts.append(Fact("校核结果", f"{found.answer}（{found.answered_on.isoformat()} 答复）", wide=True))
    if found.batch_id:
        facts.append(Fact("更正批次", Link("看批次", reverse("intake:batch", args=[found.batch_id]))))
    return facts


def _context(actor: Actor, found: Recheck) -> Mapping[str, Any]:
    law = selectors.law_of(found)
    extensions = list(found.extensions.select_related("asked").order_by("id"))
    organising = selectors.organising_of(found)
    longest = law.resolved("disputes.extension")
    direct = found.channel == Channel.PROVIDER
    return {
        "evidence": list(found.evidence.order_by("id")) if policies.may_read_said(actor, found) else [],
        "answers": found.provider_id in actor.organisation_ids and found.open,
        "copied": selectors.is_copied(found),
        "extensions": [(one, extension_light(one)) for one in extensions],
        "extension_words": words(longest),
        "extension_chips": chips(longest),
        "approvers": words(law.resolved("disputes.extension_approvers")),
        "asked_chips": chips(law.resolved("disputes.asked_direct" if direct else "disputes.asked_platform")),
        "goes_on": chips(law.resolved("disputes.service_goes_on")),
        "receivers": _receivers(found) if policies.may_see_receivers(actor, found) else [],
        "organising": organising,
        "organising_light": organising_light(organising) if organising else None,
        "organiser_chips": chips(law.resolved("disputes.organiser")),
        "steps": timeline(found, extensions, organising),
    }


def _receivers(found: Recheck) -> list[tuple[Correction, Light]]:
    """Who was given the wrong value, and whether they know."""
    told = found.corrections.select_related("receiver").order_by("state", "receiver__name")
    return [(one, correction_light(one)) for one in reversed(told)]


def _may_answer(found: Recheck, actor: Actor) -> Move:
    return RECHECK.open_move(found, "confirm", actor)


RECHECKS = Matters(
    RECHECK,
    app="disputes",
    noun="recheck",
    title="数据校核",
    empty="没有校核。对共享数据有疑义的，在资源页面或者查询结果旁提出。",
    find=selectors.recheck_for,
    rows=selectors.rechecks,
    facts=_facts,
    shown=RecheckOut,
    listed=RecheckLine,
    lights=LIGHTS,
    columns=_columns,
    filters=[
        text_filter("name", "资源", "resource_name"),
        text_filter("provider", "提供部门", "provider__name"),
        Filter(
            "state",
            "状态",
            _by_state,
            [(OPEN_STATES, "校核中（全部）"), (ENDED_STATES, "已办结（全部）"), *STATE_WORDS.items()],
        ),
        Filter("late", "期限", lambda rows, _late_: rows.filter(id__in=_late(rows)), [("late", "已逾期")]),
        Filter("since", "收到日期起", lambda rows, day: rows.filter(received_on__gte=day), kind="date"),
    ],
    sort="-received",
    headline=_headline,
    board="disputes/rechecks.html",
    told=_told,
    page="disputes/recheck.html",
    context=_context,
    asks={
        "answer": Ask(
            services.answer_recheck,
            AnswerForm,
            "更正在源头办理，平台不改数据。",
            beside={"disputes.correction": "batch_id", "disputes.answer": "answer"},
            may=_may_answer,
            label="答复",
            done="已答复，申请人会收到结果。",
        ),
        "extend": Ask(
            services.ask_extension,
            ExtensionForm,
            "只能一次，须在到期前经同意。",
            beside={"disputes.extension": "days", "disputes.extension_reason": "reason"},
            operation="extension",
            may=services.require_extendable,
            label="请求延长",
            done="已办理。同意之前，原来的期限不变。",
        ),
        "decide": Ask(
            services.decide_extension,
            AgreedForm,
            path="extension",
            name="decide_extension",
            operation="extension/decision",
            may=services.require_decidable,
            label="决定延期请求",
            beside="agreed",
        ),
        "organise": Ask(
            services.organise_recheck,
            NoteForm,
            "经平台提出的，由平台管理机构组织提供部门校核。",
            beside="note",
            may=services.require_organising,
            label="登记组织情况",
            done="已登记。",
        ),
        "locate": Ask(
            services.locate_resource,
            LocateForm,
            path="resource",
            name="locate",
            may=services.require_locatable,
            label="指明资源",
        ),
        "withdraw": Ask(services.withdraw_recheck, when=lambda found: selectors.inconsistency_of(found) is None),
        "evidence": Ask(
            services.add_evidence,
            EvidenceForm,
            beside="file",
            name="add_evidence",
            may=services.require_evidence,
            label="补交佐证材料",
        ),
    },
)
app_name = "disputes"
router = CORRECTIONS.router("corrections/", router=RECHECKS.router())
router = INCONSISTENCIES.router("inconsistencies/", router=router)
router = COMPARISONS.router("comparisons/", router=router)

# ---- a new one ----


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """`resource` in the address says which; without it a resource is looked for first. `record` may come by POST."""
    actor = actor_of(request)
    if not policies.may_file(actor):
        raise NotAllowed("disputes.file")
    chosen = number_in(request.POST.get("resource", "") or request.GET.get("resource", ""))
    if chosen is None:
        text = request.GET.get("q", "")
        found = published_named(text) if text.strip() else []
        return render(request, "disputes/choose.html", {"text": text, "found": found})
    resource = published_resource(chosen)
    law = Law(resource.region_code, clock.today())
    posted = request.POST if request.method == "POST" else None
    mine = resource.provider_id in actor.organisation_ids
    kind = ReceivedForm if mine else RecheckForm
    form = kind(posted, request.FILES or None, resource=resource, channels=selectors.channels_of(law))
    if posted is not None and form.is_valid():
        with beside(request, form, BESIDE, otherwise="detail"):
            made = _file(resource, actor, said=form.said(), file=form.upload(), **form.filing())
            messages.success(request, "已提出，提供部门的工作台上可以看到。")
            return see_other(made.get_absolute_url())
    term = law.resolved("disputes.recheck")
    context = {"form": form, "resource": resource, "mine": mine, "term_words": words(term), "chips": chips(term)}
    return render(request, "disputes/new.html", context, status=422 if form.errors else 200)


def _file(resource: ResourceInfo, actor: Actor, **said: Any) -> Recheck:  # what the services ask for
    """What one's own department received from outside, or a doubt about data of another."""
    filer, day, channel = said.pop("filer", None), said.pop("received_on", None), said.pop("channel", Channel.PLATFORM)
    if filer is not None and resource.provider_id in actor.organisation_ids:
        return services.record_received(resource.id, actor=actor, filer=filer, received_on=day or date.max, **said)
    return services.file_recheck(resource.id, actor=actor, channel=channel, **said)


@router.post("", response={201: RecheckOut}, summary="提出疑义，或者登记直接收到的校核申请")
def file_recheck(request: HttpRequest, body: RecheckIn) -> Any:  # a status and a recheck
    """On data of another department; on data of one's own, what a citizen or a company brought directly."""
    actor = actor_of(request)
    said = Said(body.record, body.detail, body.should_be, body.contact)
    filed = body.dict(include={"doubt", "items", "channel", "filer", "received_on"})
    made = _file(published_resource(body.resource_id), actor, said=said, **filed)
    return 201, RECHECKS.seen(selectors.recheck_for(actor, made.id), actor)


# ---- what was handed in ----


@router.get("evidence/{int:evidence_id}", response={200: None}, summary="一份佐证材料")
def get_evidence(request: HttpRequest, evidence_id: int) -> HttpResponse:
    found, content = services.read_evidence(evidence_id, actor=actor_of(request))
    response = HttpResponse(content, content_type=found.media, headers={"Cache-Control": "no-store"})
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=found.name) or ""
    return response


urlpatterns = [
    path("new/", new, name="new"),
    *CORRECTIONS.urls("corrections/"),
    *INCONSISTENCIES.urls("inconsistencies/"),
    *COMPARISONS.urls("comparisons/"),
    *RECHECKS.urls(),
    path("evidence/<int:evidence_id>/", require_safe(get_evidence), name="evidence"),
]
