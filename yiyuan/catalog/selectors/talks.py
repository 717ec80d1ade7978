"""Reads of challenges and feedback: of who filed them, who must answer, and the region."""

from django.db.models import QuerySet

from yiyuan.catalog import policies
from yiyuan.catalog.models import Challenge, Feedback
from yiyuan.kernel.actor import Actor
from yiyuan.organisations.api import Seen


def _seen(what: str, *related: str) -> Seen:
    return Seen(
        parties=("consumer", "resource__provider"),
        workers=policies.CONCERNED,
        overseers=policies.WATCHERS,
        related=("consumer", "resource__provider", *related),
        what=what,
    )


CHALLENGES = _seen("catalog.challenge", "resource__current", "version")
FEEDBACK = _seen("catalog.feedback")


def challenges(actor: Actor) -> QuerySet[Challenge]:
    return CHALLENGES.rows(Challenge.objects.order_by("-id"), to=actor)


def challenge_for(actor: Actor, challenge_id: int, *, lock: bool = False) -> Challenge:
    """Raises NotFound, also when hidden."""
    return CHALLENGES.one(Challenge.objects.all(), challenge_id, to=actor, lock=lock)


def feedback(actor: Actor) -> QuerySet[Feedback]:
    return FEEDBACK.rows(Feedback.objects.order_by("-id"), to=actor)


def feedback_for(actor: Actor, feedback_id: int, *, lock: bool = False) -> Feedback:
    """Raises NotFound, also when hidden."""
    return FEEDBACK.one(Feedback.objects.all(), feedback_id, to=actor, lock=lock)
