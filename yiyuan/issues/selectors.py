"""Reads of issues."""

from django.db.models import Q, QuerySet

from yiyuan.issues.models import Issue
from yiyuan.kernel.actor import Actor, Function
from yiyuan.kernel.errors import NotFound
from yiyuan.kernel.regions import trunk


def issues(actor: Actor) -> QuerySet[Issue]:
    """Issues the actor's organisation raised or was assigned; all of the region for those who oversee it."""
    seen = Q(raised_by__in=actor.organisation_ids) | Q(assigned_to__in=actor.organisation_ids)
    if actor.has(Function.BUREAU, Function.LEADING, Function.AUDITOR):
        seen |= Q(region_code__startswith=trunk(actor.region_code))
    return Issue.objects.filter(seen).select_related("raised_by", "assigned_to").order_by("-id")


def issue_for(actor: Actor, issue_id: int) -> Issue:
    """Raises NotFound, also when hidden."""
    found = issues(actor).filter(id=issue_id).first()
    if found is None:
        raise NotFound("issue", id=issue_id)
    return found
