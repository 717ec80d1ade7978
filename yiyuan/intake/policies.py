"""Who sees a batch: provider and sender; bureau, operator and auditor of the region see counts, never rows."""

from django.db.models import Q, QuerySet

from yiyuan.catalog.types import ResourceInfo
from yiyuan.intake import rules
from yiyuan.intake.models import Batch
from yiyuan.intake.types import State
from yiyuan.intake.workflow import CONFIRM, PROPOSE, SECOND
from yiyuan.kernel.actor import Actor, Function
from yiyuan.kernel.regions import trunk
from yiyuan.organisations.api import organisation
from yiyuan.workflow.api import Law

WORKERS = (Function.DATA_OFFICER, Function.HEAD, Function.REVIEWER, Function.SECRECY, Function.BUREAU)
OVERSEERS = (Function.BUREAU, Function.OPERATOR, Function.AUDITOR)


def visible(batches: QuerySet[Batch], *, to: Actor) -> QuerySet[Batch]:
    """Batches the actor may read."""
    seen = Q(pk=None)
    if to.has(*WORKERS):
        seen |= Q(provider_id__in=to.organisation_ids) | Q(sender_id__in=to.organisation_ids)
    if to.has(*OVERSEERS):
        seen |= Q(region_code__startswith=trunk(to.region_code))
    return batches.filter(seen)


def may_hand_in(actor: Actor, resource: ResourceInfo) -> bool:
    """A data officer of the provider, or of a unit under it."""
    if not actor.has(Function.DATA_OFFICER):
        return False
    if resource.provider_id in actor.organisation_ids:
        return True
    return organisation(actor.organisation_id).parent_id == resource.provider_id


def may_read_rows(actor: Actor, batch: Batch) -> bool:
    """Refused rows, and those it changes, are the provider's personal data: nobody else's, the bureau's neither."""
    officers = (Function.DATA_OFFICER, Function.HEAD)
    return actor.has(*officers) and not actor.organisation_ids.isdisjoint({batch.provider_id, batch.sender_id})


def needs_two(batch: Batch) -> bool:
    """Whether two persons confirm it."""
    share = Law(batch.region_code, batch.received_on)(rules.SECOND_PERSON)
    return rules.needs_two(batch.foreseen, share=share)


def confirming(batch: Batch, actor: Actor) -> tuple[str, str]:
    """The rows of the table by which this actor would confirm: alone, as the first of two, as the second.

    Who handed a file in is one of the two; another person who looks first is already the second.
    """
    if batch.state != State.SECOND and not needs_two(batch):
        return CONFIRM
    return SECOND if batch.state == State.SECOND or actor.account_id != batch.account_id else PROPOSE


def may_judge(actor: Actor, batch: Batch) -> bool:
    """What is suspected to be classified is judged by the provider's secrecy reviewer."""
    return actor.has(Function.SECRECY) and batch.provider_id in actor.organisation_ids
