"""What the provider's officer has still to do for a grant that nobody has drawn on yet."""

from dataclasses import dataclass

from yiyuan.catalog.types import ResourceInfo
from yiyuan.kernel.actor import Actor, Function
from yiyuan.pools.api import rows_of
from yiyuan.sharing.models import Grant
from yiyuan.sharing.types import GATEWAY_METHODS, LIVE, GrantState
from yiyuan.workflow.api import open_signal
from yiyuan.workflow.types import TermInfo


@dataclass(frozen=True, slots=True)
class Providing:
    """How far the data are within the consumer's reach."""

    held: bool
    rows: int
    keyed: bool
    needs_key: bool
    signal_id: int | None


def providing(grant: Grant, resource: ResourceInfo, term: TermInfo | None, *, actor: Actor) -> Providing | None:
    """None where it is not the actor's turn to provide."""
    if term is None or term.closed_on or grant.first_delivered_on or GrantState(grant.state) not in LIVE:
        return None
    if grant.provider_id not in actor.organisation_ids or not actor.has(Function.DATA_OFFICER):
        return None
    return Providing(
        held=resource.held_by_provider,
        rows=rows_of(grant.resource_id),
        keyed=grant.key_issued_at is not None,
        needs_key=bool(set(grant.methods) & GATEWAY_METHODS),
        signal_id=open_signal("sharing.grant", grant.id),
    )
