"""Whose open terms an actor sees. One definition for the list and for one."""

from django.db.models import Q, QuerySet

from yiyuan.kernel.actor import DEPARTMENT, WORKERS, Actor, Function
from yiyuan.kernel.regions import trunk
from yiyuan.workflow.models import Signal, Term


def waiting_for(terms: QuerySet[Term], *, actor: Actor) -> QuerySet[Term]:
    """Terms that wait for the actor's organisation; to-do lists are shared within an organisation."""
    return terms.filter(waits_for_id__in=actor.organisation_ids)


def filed_by(terms: QuerySet[Term], *, actor: Actor) -> QuerySet[Term]:
    """Matters the actor's organisation started, whoever must act."""
    return terms.filter(filed_by__in=actor.organisation_ids)


def elsewhere(terms: QuerySet[Term], *, actor: Actor) -> QuerySet[Term]:
    """Matters in which the actor's organisation has a part, and another must act."""
    mine = Q(filed_by__in=actor.organisation_ids) | Q(parties__overlap=sorted(actor.organisation_ids))
    return terms.filter(mine).exclude(waits_for__in=actor.organisation_ids)


def overseen(terms: QuerySet[Term], *, actor: Actor) -> QuerySet[Term]:
    """Terms of the region an officer of the bureau or leading group, or an auditor, oversees."""
    if not actor.has(Function.BUREAU, Function.LEADING, Function.AUDITOR):
        return terms.none()
    return terms.filter(region_code__startswith=trunk(actor.region_code))


def involved(terms: QuerySet[Term], *, actor: Actor) -> QuerySet[Term]:
    """Terms that wait for the actor's organisation, of matters it started, or that the actor oversees."""
    mine = Q(waits_for__in=actor.organisation_ids) | Q(filed_by__in=actor.organisation_ids)
    mine |= Q(parties__overlap=sorted(actor.organisation_ids))
    if actor.has(Function.BUREAU, Function.LEADING, Function.AUDITOR):
        mine |= Q(region_code__startswith=trunk(actor.region_code))
    return terms.filter(mine)


def urgeable(terms: QuerySet[Term], *, actor: Actor) -> QuerySet[Term]:
    """Terms whose end this actor may ask for: of matters in which the own organisation has a part, for the bureau all
    of its region; none that waits for the actor, or for the platform.
    """
    mine = Q(pk=None)
    if actor.has(*WORKERS, *DEPARTMENT):
        mine |= Q(parties__overlap=sorted(actor.organisation_ids))
    if actor.has(Function.BUREAU):
        mine |= Q(region_code__startswith=trunk(actor.region_code))
    own = Q(waits_for__in=actor.organisation_ids, functions__overlap=sorted(actor.functions))
    return terms.filter(mine, closed_on=None).exclude(waits_for=None).exclude(own)


def visible_signals(signals: QuerySet[Signal], *, to: Actor) -> QuerySet[Signal]:
    """The organisation concerned and the bureau (and auditors) of its region."""
    mine = Q(organisation_id__in=to.organisation_ids)
    if to.has(Function.BUREAU, Function.LEADING, Function.AUDITOR):
        mine |= Q(region_code__startswith=trunk(to.region_code))
    return signals.filter(mine)
