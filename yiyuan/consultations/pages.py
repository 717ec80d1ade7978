"""Consultations at both doors: the list, a draft with its basis column, opinions and what became of them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Self

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import path
from django.views.decorators.http import require_POST
from ninja import Schema
from pydantic import Field, model_validator

from yiyuan.consultations import selectors, services
from yiyuan.consultations.forms import PARTS, AnswerForm, DraftForm, InviteForm, SummaryForm, VerdictForm
from yiyuan.consultations.models import Consultation, Invitation, Opinion
from yiyuan.consultations.types import REPLY_WORDS, STANCE_WORDS, STATE_WORDS, VERDICT_WORDS, Reply, Stance, State
from yiyuan.consultations.types import Verdict as Said
from yiyuan.consultations.workflow import CONSULTATION, REPLY
from yiyuan.kernel.actor import Actor, Function
from yiyuan.web.bodies import Body, Day, Id, Text, body_of
from yiyuan.web.components import Fact, Light, Noted
from yiyuan.web.edge import actor_of, beside
from yiyuan.web.forms import values_of
from yiyuan.web.htmx import see_other
from yiyuan.web.lists import Column, name_column, state_column, state_filter, text_filter
from yiyuan.web.machines import checked
from yiyuan.workflow.api import Ask, MatterOut, Matters, Move, New


class ArticleIn(Body):
    text: Text
    basis: Text = ""


class DraftIn(Body):
    """`due_on` and `silence_consents` as the notice says; articles are numbered as they come."""

    title: Text
    notice: Text
    due_on: Day
    silence_consents: bool = False
    articles: list[ArticleIn]

    def filled(self) -> dict[str, Any]:
        return self.dict() | {"articles": [(article.text, article.basis) for article in self.articles]}


class OpinionIn(Body):
    article: Id
    stance: Stance
    text: Text = ""
    reason: Text = ""


class AnswerIn(Body):
    """No opinions: the department has none. One opinion an article."""

    opinions: list[OpinionIn] = []
    signed_by: Text = ""

    @model_validator(mode="after")
    def _once(self) -> Self:
        if len({one.article for one in self.opinions}) < len(self.opinions):
            raise ValueError("一条只能有一个意见")
        return self

    def filled(self) -> dict[str, Any]:
        said = {f"{part}_{one.article}": getattr(one, part) for one in self.opinions for part in PARTS}
        return said | {"signed_by": self.signed_by}


class InviteIn(Body):
    organisation_ids: list[Id]

    def filled(self) -> dict[str, Any]:
        return {"invited": self.organisation_ids}


class ArticleOut(Schema):
    number: int
    text: str
    basis: str


class ReplyOut(Schema):
    organisation: str = Field(alias="organisation.name")
    state: Reply
    answered_on: date | None
    signed_by: str


class OpinionOut(Schema):
    id: int
    organisation: str = Field(alias="invitation.organisation.name")
    article: int = Field(alias="article.number")
    stance: Stance
    text: str
    reason: str
    verdict: Said | None = Field(description="没有答复时为空")
    answer: str

    @staticmethod
    def resolve_verdict(opinion: Opinion) -> str | None:
        return opinion.verdict or None


class ConsultationLine(MatterOut, Schema):
    title: str
    notice: str
    made_by: str = Field(alias="made_by.name")
    due_on: date | None
    silence_consents: bool
    opened_on: date | None
    closed_on: date | None
    summary: str

    @staticmethod
    def resolve_due_on(found: Any) -> Any:  # a consultation with its actor
        return found.model.due_on


class ConsultationOut(ConsultationLine):
    """Replies and opinions of others only to who drafted it, or after it was summed up."""

    articles: list[ArticleOut]
    replies: list[ReplyOut]
    opinions: list[OpinionOut]

    @staticmethod
    def resolve_articles(found: Any) -> Any:  # a consultation with its actor
        return found.articles.order_by("number")

    @staticmethod
    def resolve_replies(found: Any) -> Any:  # a consultation with its actor
        return selectors.replies_seen(found.actor, found.model)

    @staticmethod
    def resolve_opinions(found: Any) -> Any:  # a consultation with its actor
        return selectors.opinions_seen(found.actor, found.model)


def _facts(found: Consultation, _actor: Actor) -> Sequence[Fact]:
    silence = "通知写明逾期不反馈视为无意见" if found.silence_consents else "逾期不反馈不视为同意"
    return [
        Fact("起草单位", found.made_by.name),
        Fact("通知", found.notice),
        Fact("反馈截止", Noted(found.due_on.isoformat(), silence), wide=True),
    ]


def _reply_light(one: Invitation) -> Light:
    """Silence is no objection only where the notice says so."""
    reply = Reply(one.state)
    if reply is Reply.SILENT and one.consultation.silence_consents:
        return Light("end", "视为无意见")
    return Light({Reply.ANSWERED: "ok", Reply.SILENT: "end"}.get(reply, "soon"), REPLY_WORDS[reply])  # type: ignore[arg-type]  # literals


def _context(actor: Actor, found: Consultation) -> Mapping[str, Any]:
    by_article: dict[int, list[tuple[Opinion, str, str]]] = {}
    for one in selectors.opinions_seen(actor, found):
        verdict = VERDICT_WORDS[Said(one.verdict)] if one.verdict else ""
        by_article.setdefault(one.article_id, []).append((one, STANCE_WORDS[Stance(one.stance)], verdict))
    return {
        "articles": [(article, by_article.get(article.id, [])) for article in found.articles.order_by("number")],
        "replies": [(one, _reply_light(one)) for one in selectors.replies_seen(actor, found)],
        "decides": selectors.manages(actor, found) and found.state == State.OPEN,
        "verdict_form": VerdictForm(),
    }


def _may_answer(found: Consultation, actor: Actor) -> Move:
    return REPLY.open_move(selectors.own_invitation(actor, found), "answer", actor)


LIGHTS: Any = {State.DRAFT: "none", State.OPEN: "run", State.CLOSED: "end"}  # literals
CONSULTATIONS = Matters(
    CONSULTATION,
    app="consultations",
    noun="consultation",
    title="征求意见",
    about="送审稿和依据一并发给部门，意见逐条写明理由，采纳与否有答复。",
    empty="没有正在征求意见的送审稿。",
    find=selectors.consultation_for,
    rows=selectors.consultations,
    facts=_facts,
    shown=ConsultationOut,
    listed=ConsultationLine,
    lights=LIGHTS,
    columns=[
        state_column(LIGHTS),
        name_column("标题", "title", key="title"),
        Column("made_by", "起草单位", "made_by.name"),
        Column("notice", "通知", "notice"),
        Column("due", "反馈截止", "due_on", sort="due_on"),
    ],
    filters=[state_filter(STATE_WORDS), text_filter("title", "标题")],
    sort="-due",
    page="consultations/consultation.html",
    context=_context,
    asks={
        "open": Ask(services.open_consultation, InviteForm, beside="invited", body=InviteIn),
        "answer": Ask(
            services.answer_consultation,
            AnswerForm,
            "没有意见的条留空。每条意见写明理由，由主要负责人签字。",
            beside="signed_by",
            may=_may_answer,
            label="反馈意见",
            body=AnswerIn,
        ),
        "close": Ask(services.close_consultation, SummaryForm, beside="summary"),
    },
    new=New(
        services.draft_consultation,
        DraftForm,
        frozenset({Function.BUREAU}),
        "起草征求意见",
        by="consultations.draft",
        body=DraftIn,
    ),
)
app_name = "consultations"
router = CONSULTATIONS.router()


@require_POST
def decide(request: HttpRequest, opinion_id: int) -> HttpResponseBase:
    actor = actor_of(request)
    form, found = VerdictForm(request.POST), selectors.consultation_of(actor, opinion_id)
    if form.is_valid():
        with beside(request, form, "answer"):
            services.decide_opinion(opinion_id, actor=actor, **values_of(form))
            return see_other(found.get_absolute_url())
    return CONSULTATIONS.show(request, found, status=422, verdict_form=form)


@router.post("opinions/{int:opinion_id}/verdict", response=ConsultationOut, summary="采纳、部分采纳或者不采纳一条意见")
def decide_opinion(request: HttpRequest, opinion_id: int, body: body_of(VerdictForm)) -> Any:  # type: ignore[valid-type]  # made at start
    actor = actor_of(request)
    found = selectors.consultation_of(actor, opinion_id)
    services.decide_opinion(opinion_id, actor=actor, **checked(VerdictForm(body.dict())))
    return CONSULTATIONS.seen(found, actor)


urlpatterns = [*CONSULTATIONS.urls(), path("opinions/<int:opinion_id>/", decide, name="decide")]
