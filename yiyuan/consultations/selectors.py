"""Reads of consultations."""

from django.db.models import Q, QuerySet

from yiyuan.consultations.models import Consultation, Invitation
from yiyuan.consultations.types import State
from yiyuan.kernel.actor import Actor, Function
from yiyuan.kernel.errors import NotFound
from yiyuan.kernel.regions import trunk


def consultations(actor: Actor) -> QuerySet[Consultation]:
    """Made by one's organisation, or asking it; all of the region but drafts for those who oversee it."""
    seen = Q(made_by__in=actor.organisation_ids)
    seen |= Q(invitations__organisation__in=actor.organisation_ids) & ~Q(state=State.DRAFT)
    if actor.has(Function.BUREAU, Function.LEADING, Function.AUDITOR):
        seen |= Q(region_code__startswith=trunk(actor.region_code)) & ~Q(state=State.DRAFT)
    return Consultation.objects.filter(seen).distinct().select_related("made_by").order_by("-id")


def consultation_for(actor: Actor, consultation_id: int) -> Consultation:
    """Raises NotFound, also when hidden."""
    found = consultations(actor).filter(id=consultation_id).first()
    if found is None:
        raise NotFound("consultation", id=consultation_id)
    return found


def own_invitation(actor: Actor, consultation: Consultation) -> Invitation | None:
    """The actor's organisation among those asked."""
    return (
        consultation.invitations.filter(organisation__in=actor.organisation_ids).select_related("consultation").first()
    )


def manages(actor: Actor, consultation: Consultation) -> bool:
    """Whoever drafted it: officers of that bureau."""
    return actor.has(Function.BUREAU) and consultation.made_by_id in actor.organisation_ids
