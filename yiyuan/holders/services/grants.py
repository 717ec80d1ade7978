"""Ask for the use of a type of licence, answer, end."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.holders import rules, selectors
from yiyuan.holders.models import Mandate, UseGrant
from yiyuan.holders.types import GrantState, HolderTag, MandateState, Wanted
from yiyuan.holders.workflow import GRANT, MANDATE
from yiyuan.kernel import clock
from yiyuan.kernel.actor import SYSTEM, Actor
from yiyuan.kernel.errors import RuleBroken
from yiyuan.organisations.api import organisation
from yiyuan.organisations.types import Kind


@transaction.atomic
def ask_grant(resource_id: int, *, actor: Actor, wanted: Wanted) -> UseGrant:
    """An application of the actor's organisation.

    Raises NotFound, NotAllowed, RuleBroken("holders.grant" | "holders.grant_period" | "holders.grant_once").
    """
    entry = selectors.entry_to_ask(resource_id, actor=actor)
    if entry.provider_id in actor.organisation_ids:
        raise RuleBroken("holders.grant", problem="本单位颁发的证照不需要申请")
    personal = [item.name for item in entry.items if item.personal]
    body = organisation(actor.organisation_id)
    if not (body.enrolled or body.kind is Kind.SOCIAL):
        raise RuleBroken("holders.grant", problem="本单位还没有启用，先完成单位登记")
    today = clock.today()
    rules.check_wanted(wanted, personal=personal, social_only=body.kind is Kind.SOCIAL, today=today)
    running = [GrantState.ASKED, GrantState.GRANTED]
    if UseGrant.objects.filter(
        consumer__in=actor.organisation_ids, resource=resource_id, ground=wanted.ground, state__in=running
    ).exists():
        raise RuleBroken("holders.grant_once")
    made = UseGrant.objects.create(
        law_on=today,
        region_code=entry.region_code,
        consumer_id=actor.organisation_id,
        provider_id=entry.provider_id,
        resource_id=entry.resource_id,
        type_name=entry.name,
        ground=wanted.ground.value,
        actions=sorted(wanted.actions),
        items=[name for name in personal if name in wanted.items],
        purpose=wanted.purpose.strip(),
        basis=wanted.basis.strip(),
        until=wanted.until,
        asked_by=actor.person_name,
        account_id=actor.account_id,
        asked_on=today,
    )
    facts = {"resource": entry.resource_id, "ground": wanted.ground.value}
    record(actor, HolderTag.ASKED, object_type="holders.grant", object_id=made.id, facts=facts)
    GRANT.begin(made)
    return made


@transaction.atomic
def decide_grant(grant_id: int, *, actor: Actor, items: Sequence[str] | None = None) -> UseGrant:
    """In force at once; may show fewer items whole than were asked for.

    Raises NotFound, NotAllowed, MoveRefused, RuleBroken("holders.wider").
    """
    found = selectors.grant_for(actor, grant_id, lock=True)
    given = found.items if items is None else [name for name in items if name]
    also = {"items": given, "decided_on": clock.today()}
    GRANT.move(found, "grant", actor=actor, asked=found.items, items=given, also_set=also)
    return found


@transaction.atomic
def refuse_grant(grant_id: int, *, actor: Actor, reason: str) -> None:
    """Raises NotFound, NotAllowed, MoveRefused, RuleBroken("holders.reason")."""
    found = selectors.grant_for(actor, grant_id, lock=True)
    also = {"reason": reason.strip(), "decided_on": clock.today()}
    GRANT.move(found, "refuse", actor=actor, reason=reason, note=reason.strip(), also_set=also)


@transaction.atomic
def stop_grant(grant_id: int, *, actor: Actor, reason: str) -> None:
    """Raises NotFound, NotAllowed, MoveRefused, RuleBroken("holders.reason")."""
    found = selectors.grant_for(actor, grant_id, lock=True)
    GRANT.move(found, "stop", actor=actor, reason=reason, note=reason.strip(), also_set={"reason": reason.strip()})


@transaction.atomic
def withdraw_grant(grant_id: int, *, actor: Actor) -> None:
    """Raises NotFound, NotAllowed, MoveRefused."""
    GRANT.move(selectors.grant_for(actor, grant_id, lock=True), "withdraw", actor=actor)


@transaction.atomic
def leave_grant(grant_id: int, *, actor: Actor) -> None:
    """Raises NotFound, NotAllowed, MoveRefused."""
    GRANT.move(selectors.grant_for(actor, grant_id, lock=True), "leave", actor=actor)


def expire(*, today: date) -> int:
    """End grants and mandates whose last day is past; how many. Safe to repeat."""
    ended = 0
    for pk in UseGrant.objects.filter(state=GrantState.GRANTED, until__lt=today).values_list("id", flat=True):
        with transaction.atomic():
            grant = UseGrant.objects.select_for_update().get(id=pk)
            if grant.state == GrantState.GRANTED:
                GRANT.move(grant, "expire", actor=SYSTEM)
                ended += 1
    for pk in Mandate.objects.filter(state=MandateState.STANDING, until__lt=today).values_list("id", flat=True):
        with transaction.atomic():
            mandate = Mandate.objects.select_for_update().get(id=pk)
            if mandate.state == MandateState.STANDING:
                MANDATE.move(mandate, "end", actor=SYSTEM, note="到期", also_set={"sealed": None})
                ended += 1
    return ended
