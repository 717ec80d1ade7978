"""Who files a recheck, who reads what was said; who sees one stands in the selectors."""

from collections.abc import Collection

from yiyuan.disputes.models import Comparison, Correction, Inconsistency, Recheck
from yiyuan.disputes.types import Received, Side
from yiyuan.kernel.actor import PARTIES, Actor, Function


def may_file(actor: Actor) -> bool:
    """Officers and heads of departments, for their department."""
    return actor.has(*PARTIES)


def may_raise(actor: Actor) -> bool:
    """That two departments' data differ: either of them, or the bureau."""
    return actor.has(*PARTIES, Function.BUREAU)


def may_compare(actor: Actor, *, provider_ids: Collection[int], region_code: str) -> bool:
    """An element's sources: either department, or the bureau of the region."""
    return (bool(set(provider_ids) & actor.organisation_ids) and actor.has(*PARTIES)) or actor.governs(region_code)


def reads_side(actor: Actor, found: Comparison, side: Side) -> bool:
    """A department reads its own values in the list of differences, the bureau both."""
    own = found.first_id if side is Side.FIRST else found.second_id
    return (own in actor.organisation_ids and actor.has(*PARTIES)) or actor.governs(found.region_code)


def may_read_differing(actor: Actor, found: Inconsistency) -> bool:
    """What names a record is for the two departments and the bureau of the region."""
    own = {found.first_id, found.second_id} & actor.organisation_ids
    return (bool(own) and actor.has(*PARTIES)) or actor.governs(found.region_code)


def may_read_said(actor: Actor, recheck: Recheck) -> bool:
    """What names a person's record is for who filed it, for the provider, and for the bureau of the region."""
    own = recheck.provider_id in actor.organisation_ids or recheck.filer_id in actor.organisation_ids
    return (own and actor.has(*PARTIES)) or actor.governs(recheck.region_code)


def may_read_record(actor: Actor, correction: Correction) -> bool:
    """Which record was wrong: whoever was surely given it, its provider, and the bureau of the region."""
    own = correction.receiver_id in actor.organisation_ids and actor.has(*PARTIES)
    return (own and correction.received != Received.PERHAPS) or may_see_receivers(actor, correction.recheck)


def may_see_receivers(actor: Actor, recheck: Recheck) -> bool:
    """Who was given the wrong value is for the provider and the bureau, never for who filed."""
    own = recheck.provider_id in actor.organisation_ids and actor.has(*PARTIES)
    return own or actor.governs(recheck.region_code)
