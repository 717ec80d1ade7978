"""The hands an answer goes through inside a department; the head decides when all have signed."""

from collections.abc import Sequence

from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor, Function
from yiyuan.kernel.errors import NotAllowed, NotFound
from yiyuan.organisations.api import actor_of_account
from yiyuan.sharing import rules, selectors
from yiyuan.sharing.models import Application, Chain, ChainStep, Seen
from yiyuan.sharing.types import SharingTag


@transaction.atomic
def set_chain(*, actor: Actor, steps: Sequence[tuple[str, int]], in_person: bool) -> Chain:
    """Set the order of the actor's department: (title, account id) each; none: the head answers alone.

    in_person: only the head in their own right decides, not somebody who stands in. Raises NotAllowed, NotFound.
    """
    if not actor.in_person(Function.HEAD):
        raise NotAllowed("sharing.chain")
    chain, _ = Chain.objects.get_or_create(organisation_id=actor.organisation_id)
    chain.in_person = in_person
    chain.save(update_fields=["in_person"])
    chain.steps.all().delete()
    for position, (title, account_id) in enumerate(steps, 1):
        signer = actor_of_account(account_id, organisation_id=actor.organisation_id)
        if signer is None:
            raise NotFound("account", id=account_id)
        name = signer.person_name
        ChainStep.objects.create(chain=chain, position=position, title=title, account_id=account_id, person_name=name)
    record(
        actor,
        SharingTag.CHAIN_SET,
        object_type="organisation",
        object_id=actor.organisation_id,
        facts={"steps": len(steps), "in_person": in_person},
    )
    return chain


def check_turn(application: Application, actor: Actor) -> None:
    """Raises NotAllowed unless it is this person's turn in the department's own order."""
    waits = application.waits_for_answer and application.consumer_id not in actor.organisation_ids
    turn = selectors.next_signer(application, organisation_id=actor.organisation_id) if waits else None
    if turn is None or turn.account_id != actor.account_id:
        raise NotAllowed("sharing.chain")


@transaction.atomic
def sign(application_id: int, *, actor: Actor, opinion: str) -> Seen:
    """The next hand says what it thinks. Raises NotFound, NotAllowed (not this person's turn), RuleBroken."""
    application = selectors.application_for(actor, application_id, lock=True)
    check_turn(application, actor)
    turn = selectors.next_signer(application, organisation_id=actor.organisation_id)
    assert turn is not None, "somebody's turn it is"
    rules.check_result(result=opinion)
    seen = Seen.objects.create(
        application=application,
        step_title=turn.title,
        account_id=actor.account_id,
        person_name=actor.person_name,
        opinion=opinion.strip(),
        seen_on=clock.today(),
    )
    record(
        actor,
        SharingTag.SEEN,
        object_type="sharing.application",
        object_id=application.id,
        facts={"step": turn.title},
    )
    return seen


def check_signed(application: Application, *, actor: Actor) -> None:
    """Raises RuleBroken("sharing.chain" | "sharing.in_person") while the department's own order is not kept."""
    chain = selectors.chain_of(actor.organisation_id)
    if chain is None:
        return
    turn = selectors.next_signer(application, organisation_id=actor.organisation_id)
    in_person = actor.in_person(Function.HEAD, Function.BUREAU)
    rules.check_chain(waits_for=turn.title if turn else "", in_person=in_person or not chain.in_person)
