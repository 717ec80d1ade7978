"""Keys of grants for machines."""

import hashlib
import secrets

from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotAllowed, RuleBroken
from yiyuan.sharing import policies, selectors
from yiyuan.sharing.models import Grant
from yiyuan.sharing.types import LIVE, GrantState, SharingTag


@transaction.atomic
def issue_key(grant_id: int, *, actor: Actor) -> str:
    """A new key for machines of the consumer; shown once, kept as a digest; the old one ends now."""
    grant = selectors.grant_for(actor, grant_id, lock=True)
    if grant.consumer_id not in actor.organisation_ids or not policies.may_apply(actor):
        raise NotAllowed("sharing.key")
    if GrantState(grant.state) not in LIVE:
        raise RuleBroken("sharing.use_limit", what="已终止的授权")
    secret = f"gk_{secrets.token_urlsafe(30)}"
    Grant.objects.filter(id=grant.id).update(
        key_digest=digest_of(secret), key_prefix=secret[:9], key_issued_at=clock.real_now()
    )
    record(actor, SharingTag.KEY_ISSUED, object_type="sharing.grant", object_id=grant.id)
    return secret


def digest_of(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
