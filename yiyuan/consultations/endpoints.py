"""Consultations for machines."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from yiyuan.consultations import selectors, services
from yiyuan.consultations.forms import InviteForm, VerdictForm
from yiyuan.consultations.models import Consultation, Opinion
from yiyuan.consultations.types import Stance, State, Verdict
from yiyuan.kernel.actor import Actor, Function
from yiyuan.web.edge import actor_of, require
from yiyuan.web.machines import checked

router = Router()
MOST = 200


class ArticleIn(Schema):
    text: str
    basis: str = ""


class DraftIn(Schema):
    """`due_on` and `silence_consents` as the notice says."""

    title: str
    notice: str
    due_on: date
    silence_consents: bool = False
    articles: list[ArticleIn]


class InviteIn(Schema):
    organisation_ids: list[int]


class OpinionIn(Schema):
    article: int
    stance: Stance
    text: str = ""
    reason: str = ""


class AnswerIn(Schema):
    """No opinions: the department has none."""

    opinions: list[OpinionIn] = []
    signed_by: str = ""


class VerdictIn(Schema):
    verdict: Verdict
    answer: str


class SummaryIn(Schema):
    summary: str = ""


def _line(found: Consultation) -> dict[str, Any]:
    return {
        "id": found.id,
        "state": found.state,
        "title": found.title,
        "notice": found.notice,
        "made_by": found.made_by.name,
        "due_on": found.due_on,
        "silence_consents": found.silence_consents,
        "opened_on": found.opened_on,
        "closed_on": found.closed_on,
        "summary": found.summary,
    }


def _whole(actor: Actor, consultation_id: int) -> dict[str, Any]:
    """Opinions of others only to who drafted it, or after it was summed up: as on the page."""
    found = selectors.consultation_for(actor, consultation_id)
    all_seen = selectors.manages(actor, found) or found.state == State.CLOSED
    opinions = Opinion.objects.filter(invitation__consultation=found)
    if not all_seen:
        opinions = opinions.filter(invitation=selectors.own_invitation(actor, found))
    opinions = opinions.select_related("article", "invitation__organisation").order_by("id")
    replies = found.invitations.select_related("organisation").order_by("id") if all_seen else ()
    return {
        **_line(found),
        "articles": [{"number": a.number, "text": a.text, "basis": a.basis} for a in found.articles.order_by("number")],
        "replies": [
            {
                "organisation": r.organisation.name,
                "state": r.state,
                "answered_on": r.answered_on,
                "signed_by": r.signed_by,
            }
            for r in replies
        ],
        "opinions": [
            {
                "id": o.id,
                "organisation": o.invitation.organisation.name,
                "article": o.article.number,
                "stance": o.stance,
                "text": o.text,
                "reason": o.reason,
                "verdict": o.verdict,
                "answer": o.answer,
            }
            for o in opinions
        ],
    }


@router.get("", summary="征求意见")
def list_consultations(request: HttpRequest) -> list[dict[str, Any]]:
    """The latest 200 one may see."""
    return [_line(one) for one in selectors.consultations(actor_of(request))[:MOST]]


@router.post("", summary="起草征求意见稿")
def draft(request: HttpRequest, body: DraftIn) -> dict[str, Any]:
    """Articles are numbered as they come."""
    actor = actor_of(request)
    require(actor, Function.BUREAU)
    pairs = [(article.text, article.basis) for article in body.articles]
    made = services.draft_consultation(actor=actor, **{**body.dict(), "articles": pairs})
    return _whole(actor, made)


@router.get("{consultation_id}", summary="一件征求意见")
def get_consultation(request: HttpRequest, consultation_id: int) -> dict[str, Any]:
    return _whole(actor_of(request), consultation_id)


@router.post("{consultation_id}/open", summary="发给各部门")
def send_out(request: HttpRequest, consultation_id: int, body: InviteIn) -> dict[str, Any]:
    actor = actor_of(request)
    region = selectors.consultation_for(actor, consultation_id).region_code
    invited = checked(InviteForm({"invited": body.organisation_ids}, region=region))["invited"]
    services.open_consultation(consultation_id, actor=actor, invited=invited)
    return _whole(actor, consultation_id)


@router.post("{consultation_id}/answer", summary="反馈意见")
def answer(request: HttpRequest, consultation_id: int, body: AnswerIn) -> dict[str, Any]:
    """Signed by the principal head; each opinion with its reason."""
    actor = actor_of(request)
    opinions = [{**one.dict(), "article": str(one.article)} for one in body.opinions]
    services.answer_consultation(consultation_id, actor=actor, opinions=opinions, signed_by=body.signed_by)
    return _whole(actor, consultation_id)


@router.post("opinions/{opinion_id}/verdict", summary="采纳、部分采纳或者不采纳一条意见")
def decide(request: HttpRequest, opinion_id: int, body: VerdictIn) -> dict[str, Any]:
    actor = actor_of(request)
    selectors.consultation_for(actor, services.consultation_of(opinion_id))
    said = checked(VerdictForm(body.dict()))
    return _whole(
        actor, services.decide_opinion(opinion_id, actor=actor, verdict=body.verdict, answer=str(said["answer"]))
    )


@router.post("{consultation_id}/close", summary="归纳")
def close(request: HttpRequest, consultation_id: int, body: SummaryIn) -> dict[str, Any]:
    """After all answered or the day passed, and every opinion has its verdict."""
    actor = actor_of(request)
    services.close_consultation(consultation_id, actor=actor, summary=body.summary)
    return _whole(actor, consultation_id)
