"""What users say of a resource: its type is challenged, its use is fed back; the provider answers."""

from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.catalog import policies, selectors
from yiyuan.catalog.models import Challenge, Feedback, Resource, Version
from yiyuan.catalog.types import CatalogTag, ChallengeState, FeedbackState
from yiyuan.catalog.workflow import CHALLENGE, FEEDBACK
from yiyuan.kernel import clock
from yiyuan.kernel.actor import SYSTEM, Actor
from yiyuan.kernel.errors import NotAllowed, NotFound, RuleBroken


def _others(actor: Actor, resource_id: int) -> tuple[Resource, Version]:
    """A published resource of another department. Raises NotAllowed, NotFound, RuleBroken."""
    if not policies.may_ask(actor):
        raise NotAllowed("catalog.talk")
    resource = selectors.resource_for(actor, resource_id)
    if resource.current is None:
        raise NotFound("catalog.resource", id=resource_id)
    if resource.provider_id in actor.organisation_ids:
        raise RuleBroken("catalog.own_entry")
    return resource, resource.current


@transaction.atomic
def challenge_type(resource_id: int, *, actor: Actor, wanted: str, reason: str) -> Challenge:
    """Hold that a resource should have another sharing type. One open challenge per department and resource."""
    resource, version = _others(actor, resource_id)
    if wanted == version.sharing or not reason.strip():
        raise RuleBroken("catalog.said", field="与现在不同的类型和理由")
    if Challenge.objects.filter(
        resource=resource,
        consumer_id=actor.organisation_id,
        state__in=[ChallengeState.OPEN, ChallengeState.AGREED],
    ).exists():
        raise RuleBroken("catalog.challenged_already")
    made = Challenge.objects.create(
        resource=resource,
        version=version,
        consumer_id=actor.organisation_id,
        region_code=resource.region_code,
        law_on=clock.today(),
        wanted=wanted,
        reason=reason,
        filed_by=actor.person_name,
        filed_on=clock.today(),
    )
    CHALLENGE.begin(made)
    record(actor, CatalogTag.CHALLENGED, object_type="catalog.challenge", object_id=made.id)
    return made


@transaction.atomic
def agree_to_challenge(challenge_id: int, *, actor: Actor, note: str = "") -> Challenge:
    """The provider will change the type; the challenge ends when a version of another type is published."""
    found = selectors.challenge_for(actor, challenge_id, lock=True)
    CHALLENGE.move(found, "agree", actor=actor, note=note, also_set={"answer": note, "answered_on": clock.today()})
    return found


@transaction.atomic
def keep_type(challenge_id: int, *, actor: Actor, note: str, basis: str) -> Challenge:
    """The provider keeps the type and names the basis it rests on."""
    found = selectors.challenge_for(actor, challenge_id, lock=True)
    kept = {"answer": note, "basis": basis, "answered_on": clock.today()}
    CHALLENGE.move(found, "keep", actor=actor, note=note, also_set=kept, said=note, basis=basis)
    return found


@transaction.atomic
def withdraw_challenge(challenge_id: int, *, actor: Actor) -> Challenge:
    found = selectors.challenge_for(actor, challenge_id, lock=True)
    CHALLENGE.move(found, "withdraw", actor=actor)
    return found


def follow_type(version: Version) -> None:
    """Part of a publication: challenges of a type that is now another one are answered by it."""
    open_states = [ChallengeState.OPEN, ChallengeState.AGREED]
    asked = Challenge.objects.select_for_update(of=("self",)).filter(
        resource_id=version.resource_id, state__in=open_states
    )
    for challenge in asked.select_related("version", "resource"):
        if challenge.version.sharing != version.sharing:
            changed = {"answered_on": challenge.answered_on or clock.today()}
            CHALLENGE.move(challenge, "change", actor=SYSTEM, also_set=changed)


@transaction.atomic
def file_feedback(resource_id: int, *, actor: Actor, text: str) -> Feedback:
    """Say how a resource served; the provider is asked to answer."""
    resource, version = _others(actor, resource_id)
    if not text.strip():
        raise RuleBroken("catalog.said", field="反馈内容")
    made = Feedback.objects.create(
        resource=resource,
        resource_name=version.name,
        consumer_id=actor.organisation_id,
        region_code=resource.region_code,
        text=text,
        filed_by=actor.person_name,
        filed_on=clock.today(),
        state=FeedbackState.OPEN,
    )
    FEEDBACK.begin(made)
    record(actor, CatalogTag.FEEDBACK_FILED, object_type="catalog.feedback", object_id=made.id)
    return made


@transaction.atomic
def answer_feedback(feedback_id: int, *, actor: Actor, note: str) -> Feedback:
    found = selectors.feedback_for(actor, feedback_id, lock=True)
    answered = {"answer": note, "answered_on": clock.today()}
    FEEDBACK.move(found, "answer", actor=actor, note=note, also_set=answered, said=note)
    return found
