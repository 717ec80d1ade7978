"""Consultations: the list, a new draft, the draft with its basis column, opinions and what became of them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yiyuan.consultations import selectors, services
from yiyuan.consultations.forms import AnswerForm, DraftForm, InviteForm, SummaryForm, VerdictForm
from yiyuan.consultations.models import Consultation, Invitation, Opinion
from yiyuan.consultations.types import (
    REPLY_WORDS,
    STANCE_WORDS,
    STATE_WORDS,
    VERDICT_WORDS,
    Reply,
    Stance,
    State,
    Verdict,
)
from yiyuan.consultations.workflow import REPLY
from yiyuan.kernel.actor import Function
from yiyuan.organisations.api import actor_from_request, require
from yiyuan.web.components import Empty, Light, LightKind, Link
from yiyuan.web.edge import beside
from yiyuan.web.htmx import render, see_other
from yiyuan.web.lists import Column, Listing
from yiyuan.workflow.api import waiting_words

LIGHTS: dict[State, LightKind] = {State.DRAFT: "none", State.OPEN: "run", State.CLOSED: "end"}


def _light(one: Consultation) -> Light:
    return Light(LIGHTS[State(one.state)], STATE_WORDS[State(one.state)])


def _reply_light(one: Invitation) -> Light:
    """Silence is no objection only where the notice says so."""
    reply = Reply(one.state)
    if reply is Reply.ANSWERED:
        return Light("ok", REPLY_WORDS[reply])
    if reply is Reply.SILENT:
        return Light("end", "视为无意见" if one.consultation.silence_consents else REPLY_WORDS[reply])
    return Light("soon", REPLY_WORDS[reply])


@require_GET
def consultations(request: HttpRequest) -> HttpResponseBase:
    """What is, or was, asked."""
    actor = actor_from_request(request)
    columns = [
        Column("state", "状态", _light, sort="state", export=lambda c: STATE_WORDS[State(c.state)]),
        Column("title", "标题", lambda c: Link(c.title, c.get_absolute_url()), head=True, export=lambda c: c.title),
        Column("made_by", "起草单位", lambda c: c.made_by.name),
        Column("notice", "通知", lambda c: c.notice),
        Column("due", "反馈截止", lambda c: c.due_on, sort="due_on"),
    ]
    listing = Listing(
        request,
        selectors.consultations(actor),
        columns,
        default_sort="-due",
        filename="征求意见",
        caption="征求意见",
        unit="件",
        empty=Empty("没有正在征求意见的送审稿。"),
    )
    if listing.is_export:
        return listing.export()
    context = {"may_draft": actor.has(Function.BUREAU), **listing.context()}
    return render(request, "consultations/consultations.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    actor = actor_from_request(request)
    require(actor, Function.BUREAU)
    form = DraftForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = services.draft_consultation(actor=actor, **form.cleaned_data)
        return see_other(reverse("consultations:consultation", args=[made]))
    return render(request, "consultations/new.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
def consultation(request: HttpRequest, consultation_id: int) -> HttpResponse:
    return _page(request, consultation_id, {})


def _page(request: HttpRequest, consultation_id: int, forms: dict[str, Any]) -> HttpResponse:
    actor = actor_from_request(request)
    found = selectors.consultation_for(actor, consultation_id)
    manages = selectors.manages(actor, found)
    own = selectors.own_invitation(actor, found)
    may_answer = own is not None and bool(REPLY.open_moves(own, actor))
    opinions = Opinion.objects.filter(invitation__consultation=found).select_related("invitation__organisation")
    if not (manages or found.state == State.CLOSED):
        opinions = opinions.filter(invitation=own)
    by_article: dict[int, list[tuple[Opinion, str, str]]] = {}
    for one in opinions.order_by("id"):
        verdict = VERDICT_WORDS[Verdict(one.verdict)] if one.verdict else ""
        by_article.setdefault(one.article_id, []).append((one, STANCE_WORDS[Stance(one.stance)], verdict))
    articles = list(found.articles.order_by("number"))
    context = {
        "consultation": found,
        "light": _light(found),
        "articles": [(article, by_article.get(article.id, [])) for article in articles],
        "replies": [
            (one, _reply_light(one))
            for one in found.invitations.select_related("organisation", "consultation").order_by("id")
        ]
        if manages or found.state == State.CLOSED
        else [],
        "manages": manages and found.state == State.OPEN,
        "invite_form": InviteForm(region=found.region_code) if manages and found.state == State.DRAFT else None,
        "waiting": waiting_words("consultations.reply", own.id, actor=actor) if own else "",
        "answer_form": AnswerForm(numbers=[a.number for a in articles]) if may_answer else None,
        "verdict_form": VerdictForm(),
        "summary_form": SummaryForm(),
        **forms,
    }
    return render(request, "consultations/consultation.html", context, status=422 if forms else 200)


@require_POST
def send_out(request: HttpRequest, consultation_id: int) -> HttpResponse:
    actor = actor_from_request(request)
    form = InviteForm(request.POST, region=selectors.consultation_for(actor, consultation_id).region_code)
    if form.is_valid():
        with beside(request, form, "invited"):
            services.open_consultation(consultation_id, actor=actor, invited=form.cleaned_data["invited"])
            messages.success(request, "已发出，各部门工作台上可以看到。")
            return see_other(reverse("consultations:consultation", args=[consultation_id]))
    return _page(request, consultation_id, {"invite_form": form})


@require_POST
def answer(request: HttpRequest, consultation_id: int) -> HttpResponse:
    actor = actor_from_request(request)
    found = selectors.consultation_for(actor, consultation_id)
    form = AnswerForm(request.POST, numbers=list(found.articles.order_by("number").values_list("number", flat=True)))
    if form.is_valid():
        signed_by = form.cleaned_data["signed_by"]
        with beside(request, form, "signed_by"):
            services.answer_consultation(consultation_id, actor=actor, opinions=form.opinions(), signed_by=signed_by)
            messages.success(request, "意见已反馈。")
            return see_other(reverse("consultations:consultation", args=[consultation_id]))
    return _page(request, consultation_id, {"answer_form": form})


@require_POST
def decide(request: HttpRequest, opinion_id: int) -> HttpResponse:
    actor = actor_from_request(request)
    form = VerdictForm(request.POST)
    if not form.is_valid():
        consultation_id = services.consultation_of(opinion_id)
        return _page(request, consultation_id, {"verdict_form": form})
    verdict = Verdict(form.cleaned_data["verdict"])
    found = services.decide_opinion(opinion_id, actor=actor, verdict=verdict, answer=form.cleaned_data["answer"])
    return see_other(reverse("consultations:consultation", args=[found]))


@require_POST
def close(request: HttpRequest, consultation_id: int) -> HttpResponse:
    form = SummaryForm(request.POST)
    form.is_valid()
    actor = actor_from_request(request)
    with beside(request, form, "summary"):
        services.close_consultation(consultation_id, actor=actor, summary=form.cleaned_data["summary"])
        messages.success(request, "已归纳，各部门可以看到采纳情况。")
        return see_other(reverse("consultations:consultation", args=[consultation_id]))
    return _page(request, consultation_id, {"summary_form": form})
