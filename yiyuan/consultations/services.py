"""Draft, send out, answer, lapse, decide, sum up."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.consultations import selectors
from yiyuan.consultations.models import Consultation, DraftArticle, Invitation, Opinion
from yiyuan.consultations.types import ConsultationTag, Reply, Stance, State, Verdict
from yiyuan.consultations.workflow import CONSULTATION, REPLY
from yiyuan.kernel import clock
from yiyuan.kernel.actor import SYSTEM, Actor, Function
from yiyuan.kernel.errors import MoveRefused, NotAllowed, NotFound
from yiyuan.organisations.api import infos


@transaction.atomic
def draft_consultation(
    *, actor: Actor, title: str, notice: str, due_on: date, silence_consents: bool, articles: Sequence[tuple[str, str]]
) -> int:
    """A draft with its basis column; returns its id.

    due_on: last day to answer, inclusive, as the notice says. silence_consents: only where the notice says so.
    articles: (text, basis), numbered as they come.
    """
    if not actor.has(Function.BUREAU):
        raise NotAllowed("consultations.draft")
    made = Consultation.objects.create(
        title=title,
        notice=notice,
        region_code=actor.region_code,
        made_by_id=actor.organisation_id,
        due_on=due_on,
        silence_consents=silence_consents,
    )
    DraftArticle.objects.bulk_create(
        DraftArticle(consultation=made, number=number, text=text, basis=basis)
        for number, (text, basis) in enumerate(articles, start=1)
    )
    record(actor, ConsultationTag.DRAFTED, object_type="consultation", object_id=made.id)
    return made.id


@transaction.atomic
def open_consultation(consultation_id: int, *, actor: Actor, invited: Iterable[int]) -> None:
    """Send the draft to departments; it stands on the desk of each until it answers or the day passes.

    Raises NotFound, NotAllowed, MoveRefused, RuleBroken("consultations.openable").
    """
    found = selectors.consultation_for(actor, consultation_id, lock=True)
    asked = sorted(infos(invited))
    today = clock.today()
    CONSULTATION.move(
        found,
        "open",
        actor=actor,
        note=f"征求 {len(asked)} 个部门的意见",
        articles=found.articles.count(),
        invited=len(asked),
        due_on=found.due_on,
        today=today,
        also_set={"opened_on": today},
    )
    for organisation_id in asked:
        REPLY.begin(Invitation.objects.create(consultation=found, organisation_id=organisation_id))


@transaction.atomic
def answer_consultation(
    consultation_id: int, *, actor: Actor, opinions: Sequence[Mapping[str, str]], signed_by: str
) -> None:
    """A department's answer: opinions per article with reasons, or none; signed by its principal head.

    opinions: article (its number), stance, text, reason.
    Raises NotFound, NotAllowed, MoveRefused, RuleBroken("consultations.reason" | "consultations.signed").
    """
    found = selectors.consultation_for(actor, consultation_id)
    invitation = selectors.own_invitation(actor, found)
    REPLY.move(
        invitation,
        "answer",
        actor=actor,
        opinions=opinions,
        signed_by=signed_by,
        also_set={"answered_on": clock.today(), "signed_by": signed_by},
    )
    articles = {str(article.number): article for article in found.articles.all()}
    for one in opinions:
        if one["article"] not in articles:
            raise NotFound("article", number=one["article"])
        Opinion.objects.create(
            invitation=invitation,
            article=articles[one["article"]],
            stance=Stance(one["stance"]),
            text=one["text"],
            reason=one["reason"],
        )


def lapse_unanswered() -> int:
    """After the last day: who did not answer is noted as silent; returns how many. Safe to repeat.

    What silence means is the notice's word: no objection where it says so, nothing at all where it does not.
    """
    late = list(
        Invitation.objects.filter(state=Reply.AWAITED, consultation__due_on__lt=clock.today()).select_related(
            "consultation"
        )
    )
    for invitation in late:
        REPLY.move(invitation, "lapse", actor=SYSTEM)
    return len(late)


@transaction.atomic
def decide_opinion(opinion_id: int, *, actor: Actor, verdict: Verdict, answer: str) -> None:
    """Adopted, partly or not, with a word why. Raises NotFound, NotAllowed, MoveRefused."""
    found = selectors.consultation_of(actor, opinion_id)
    if not selectors.manages(actor, found):
        raise NotAllowed("consultations.manage")
    if found.state != State.OPEN:
        raise MoveRefused("consultations.manage", state=found.state)
    Opinion.objects.filter(id=opinion_id).update(verdict=verdict, answer=answer)
    facts = {"verdict": verdict.value}
    record(actor, ConsultationTag.DECIDED, object_type="opinion", object_id=opinion_id, facts=facts)


@transaction.atomic
def close_consultation(consultation_id: int, *, actor: Actor, summary: str) -> None:
    """Sum up.

    Raises NotFound, NotAllowed, MoveRefused, RuleBroken("consultations.awaited" | ".undecided" | ".summary").
    """
    found = selectors.consultation_for(actor, consultation_id, lock=True)
    CONSULTATION.move(
        found,
        "close",
        actor=actor,
        undecided=Opinion.objects.filter(invitation__consultation=found, verdict="").count(),
        awaited=found.invitations.filter(state=Reply.AWAITED).count(),
        summary=summary,
        also_set={"closed_on": clock.today(), "summary": summary},
    )
