"""Reads of consultations."""

from django.db.models import Q, QuerySet

from yiyuan.consultations.models import Consultation, Invitation, Opinion
from yiyuan.consultations.types import State
from yiyuan.kernel.actor import Actor, Function
from yiyuan.kernel.errors import NotFound
from yiyuan.organisations.api import Seen

DRAFT = Q(state=State.DRAFT)


def _asked(actor: Actor) -> Q:
    invited = Invitation.objects.filter(organisation__in=actor.organisation_ids)
    return Q(pk__in=invited.values("consultation")) & ~DRAFT


CONSULTATIONS = Seen(parties=("made_by",), kept=DRAFT, more=_asked, related=("made_by",), what="consultation")


def consultations(actor: Actor) -> QuerySet[Consultation]:
    """Made by one's organisation, or asking it; all of the region but drafts for those who oversee it."""
    return CONSULTATIONS.rows(Consultation.objects.order_by("-id"), to=actor)


def consultation_for(actor: Actor, consultation_id: int, *, lock: bool = False) -> Consultation:
    """Raises NotFound, also when hidden."""
    return CONSULTATIONS.one(Consultation.objects.all(), consultation_id, to=actor, lock=lock)


def own_invitation(actor: Actor, consultation: Consultation) -> Invitation:
    """The actor's organisation among those asked. Raises NotFound."""
    rows = consultation.invitations.filter(organisation__in=actor.organisation_ids).select_related("consultation")
    found = rows.first()
    if found is None:
        raise NotFound("invitation", id=consultation.id)
    return found


def manages(actor: Actor, consultation: Consultation) -> bool:
    """Whoever drafted it: officers of that bureau."""
    return actor.has(Function.BUREAU) and consultation.made_by_id in actor.organisation_ids


def replies_seen(actor: Actor, consultation: Consultation) -> QuerySet[Invitation]:
    """How each department stands: for who drafted it, or for all after it was summed up."""
    rows = consultation.invitations.select_related("organisation", "consultation").order_by("id")
    return rows if manages(actor, consultation) or consultation.state == State.CLOSED else rows.none()


def opinions_seen(actor: Actor, consultation: Consultation) -> QuerySet[Opinion]:
    """Opinions of others only to who drafted it, or after it was summed up."""
    rows = Opinion.objects.filter(invitation__consultation=consultation)
    if not (manages(actor, consultation) or consultation.state == State.CLOSED):
        rows = rows.filter(invitation__organisation__in=actor.organisation_ids)
    return rows.select_related("article", "invitation__organisation").order_by("id")


def consultation_of(actor: Actor, opinion_id: int) -> Consultation:
    """The consultation an opinion was given in. Raises NotFound, also when hidden."""
    found = Opinion.objects.filter(id=opinion_id).values_list("invitation__consultation_id", flat=True).first()
    if found is None:
        raise NotFound("opinion", id=opinion_id)
    return consultation_for(actor, found)
