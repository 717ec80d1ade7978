"""An officer moves: what was in hand is listed, signed for, and goes on under another name."""

from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor, Function
from yiyuan.kernel.errors import NotAllowed, NotFound, RuleBroken
from yiyuan.organisations.api import actor_of_account
from yiyuan.sharing.models import Application, Handover
from yiyuan.sharing.services.numbers import next_number
from yiyuan.sharing.types import SharingTag, State
from yiyuan.workflow.api import waiting_for


@transaction.atomic
def hand_over(*, actor: Actor, from_account_id: int, to_account_id: int) -> Handover:
    """List what one officer of the actor's department had in hand and pass it to another; drafts change hands.

    By the head, or by the officer who moves. Matters that wait for the department stay on its desk; the list proves
    what was known that day. Raises NotFound, NotAllowed, RuleBroken("sharing.handover").
    """
    if not actor.has(Function.HEAD) and actor.account_id != from_account_id:
        raise NotAllowed("sharing.handover")
    before = actor_of_account(from_account_id, organisation_id=actor.organisation_id)
    after = actor_of_account(to_account_id, organisation_id=actor.organisation_id)
    if before is None or after is None:
        raise NotFound("account", id=to_account_id)
    if from_account_id == to_account_id:
        raise RuleBroken("sharing.handover")
    matters = [
        [waiting.title, waiting.ask, waiting.due_on.isoformat() if waiting.due_on else ""]
        for waiting in waiting_for(actor.organisation_id, functions=before.functions)
    ]
    drafts = Application.objects.filter(
        consumer_id=actor.organisation_id, state=State.DRAFT, drafter_account_id=from_account_id
    )
    matters += [[f"申请草稿：{draft.resource_name}", "提交或者放弃", ""] for draft in drafts.order_by("id")]
    moved = drafts.update(drafter_account_id=to_account_id, drafter_name=after.person_name)
    made = Handover.objects.create(
        number=next_number("YJ"),
        organisation_id=actor.organisation_id,
        from_account_id=from_account_id,
        from_name=before.person_name,
        to_account_id=to_account_id,
        to_name=after.person_name,
        made_on=clock.today(),
        made_by=actor.person_name,
        matters=matters,
        drafts=moved,
    )
    record(
        actor,
        SharingTag.HANDED_OVER,
        object_type="sharing.handover",
        object_id=made.id,
        facts={"from": from_account_id, "to": to_account_id, "matters": len(matters)},
    )
    return made
