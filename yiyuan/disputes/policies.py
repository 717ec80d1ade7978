"""Who files a recheck, who reads what was said; who sees one stands in the selectors."""

from yiyuan.disputes.models import Recheck
from yiyuan.kernel.actor import PARTIES, Actor


def may_file(actor: Actor) -> bool:
    """Officers and heads of departments, for their department."""
    return actor.has(*PARTIES)


def may_read_said(actor: Actor, recheck: Recheck) -> bool:
    """What names a person's record is for who filed it, for the provider, and for the bureau of the region."""
    own = recheck.provider_id in actor.organisation_ids or recheck.filer_id in actor.organisation_ids
    return (own and actor.has(*PARTIES)) or actor.governs(recheck.region_code)
