"""Raise, assign, take, close."""

from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.issues import selectors
from yiyuan.issues.models import Issue
from yiyuan.issues.types import IssueTag
from yiyuan.issues.workflow import ISSUE
from yiyuan.kernel import clock
from yiyuan.kernel.actor import WORKERS, Actor
from yiyuan.kernel.errors import NotAllowed
from yiyuan.organisations.api import organisation


@transaction.atomic
def raise_issue(
    *, actor: Actor, title: str, detail: str, assigned_to: int, person: str = "", about: str = "", href: str = ""
) -> int:
    """Raise an issue and assign it to an organisation, one's own too. Raises NotAllowed, NotFound."""
    if not actor.has(*WORKERS):
        raise NotAllowed("issues.raise")
    made = Issue.objects.create(
        title=title,
        detail=detail,
        about=about,
        href=href,
        region_code=actor.region_code,
        raised_by_id=actor.organisation_id,
        raised_on=clock.today(),
        assigned_to_id=organisation(assigned_to).id,
        person=person,
    )
    record(actor, IssueTag.RAISED, object_type="issue", object_id=made.id, facts={"assigned_to": assigned_to})
    ISSUE.begin(made)
    return made.id


@transaction.atomic
def assign_issue(issue_id: int, *, actor: Actor, assigned_to: int, person: str = "") -> None:
    """Assign it to another organisation or person. Raises NotFound, NotAllowed, MoveRefused."""
    found = selectors.issue_for(actor, issue_id)
    wanted = {"assigned_to_id": organisation(assigned_to).id, "person": person}
    ISSUE.move(found, "assign", actor=actor, also_set=wanted)


@transaction.atomic
def take_issue(issue_id: int, *, actor: Actor) -> None:
    ISSUE.move(selectors.issue_for(actor, issue_id), "take", actor=actor)


@transaction.atomic
def close_issue(issue_id: int, *, actor: Actor, result: str) -> None:
    """Raises NotFound, NotAllowed, MoveRefused, RuleBroken("issues.result")."""
    found = selectors.issue_for(actor, issue_id)
    done = {"result": result, "closed_on": clock.today()}
    ISSUE.move(found, "close", actor=actor, result=result, also_set=done)
