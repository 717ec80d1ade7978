"""Reads of challenges and feedback."""

from django.db.models import QuerySet

from yiyuan.catalog import policies
from yiyuan.catalog.models import Challenge, Feedback
from yiyuan.catalog.selectors.entries import one_of
from yiyuan.kernel.actor import Actor


def challenges(actor: Actor) -> QuerySet[Challenge]:
    """Challenges the actor's organisation filed or must answer, and those of the region."""
    rows = Challenge.objects.select_related("resource__provider", "resource__current", "version", "consumer")
    return policies.concerning(rows, to=actor, fields=["consumer_id", "resource__provider_id"]).order_by("-id")


def challenge_for(actor: Actor, challenge_id: int, *, lock: bool = False) -> Challenge:
    """Raises NotFound, also when hidden."""
    return one_of(challenges(actor), challenge_id, what="catalog.challenge", lock=lock)


def feedback(actor: Actor) -> QuerySet[Feedback]:
    """Feedback the actor's organisation filed or must answer, and that of the region."""
    rows = Feedback.objects.select_related("resource__provider", "consumer")
    return policies.concerning(rows, to=actor, fields=["consumer_id", "resource__provider_id"]).order_by("-id")


def feedback_for(actor: Actor, feedback_id: int, *, lock: bool = False) -> Feedback:
    """Raises NotFound, also when hidden."""
    return one_of(feedback(actor), feedback_id, what="catalog.feedback", lock=lock)
