"""Reads of issues."""

from django.db.models import QuerySet

from yiyuan.issues.models import Issue
from yiyuan.kernel.actor import Actor
from yiyuan.organisations.api import Seen

ISSUES = Seen(parties=("raised_by", "assigned_to"), related=("raised_by", "assigned_to"), what="issue")


def issues(actor: Actor) -> QuerySet[Issue]:
    """Issues the actor's organisation raised or was assigned; all of the region for those who oversee it."""
    return ISSUES.rows(Issue.objects.order_by("-id"), to=actor)


def issue_for(actor: Actor, issue_id: int) -> Issue:
    """Raises NotFound, also when hidden."""
    return ISSUES.one(Issue.objects.all(), issue_id, to=actor)
