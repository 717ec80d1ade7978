"""Reads of collection."""

from collections.abc import Sequence

from django.db.models import QuerySet

from yiyuan.catalog.api import resources_of
from yiyuan.catalog.types import ResourceInfo
from yiyuan.collection.models import Mandate, Norm, Plan
from yiyuan.kernel.actor import Actor
from yiyuan.organisations.api import Seen

PLANS = Seen(parties=("organisation",), related=("organisation", "mandate"), what="collection.plan")
MANDATES = Seen(parties=("organisation",), related=("organisation",), what="collection.mandate")
NORMS = Seen(parties=("organisation",), related=("organisation",), what="collection.norm")


def plans(actor: Actor) -> QuerySet[Plan]:
    """Plans of the actor's department; all of the region for those who oversee it."""
    return PLANS.rows(Plan.objects.order_by("-id"), to=actor)


def plan_for(actor: Actor, plan_id: int, *, lock: bool = False) -> Plan:
    """Raises NotFound, also when hidden."""
    return PLANS.one(Plan.objects.all(), plan_id, to=actor, lock=lock)


def mandates(actor: Actor) -> QuerySet[Mandate]:
    return MANDATES.rows(Mandate.objects.order_by("-id"), to=actor)


def mandate_for(actor: Actor, mandate_id: int, *, lock: bool = False) -> Mandate:
    """Raises NotFound, also when hidden."""
    return MANDATES.one(Mandate.objects.all(), mandate_id, to=actor, lock=lock)


def open_mandates(organisation_id: int) -> QuerySet[Mandate]:
    return Mandate.objects.filter(organisation_id=organisation_id, ended_on=None).order_by("duty")


def norms(actor: Actor) -> QuerySet[Norm]:
    return NORMS.rows(Norm.objects.order_by("-id"), to=actor)


def norm_for(actor: Actor, norm_id: int) -> Norm:
    """Raises NotFound, also when hidden."""
    return NORMS.one(Norm.objects.all(), norm_id, to=actor)


def entries(actor: Actor) -> Sequence[ResourceInfo]:
    """Published entries of the actor's department, and of those it took over."""
    return [one for body in sorted(actor.organisation_ids) for one in resources_of(body)]
