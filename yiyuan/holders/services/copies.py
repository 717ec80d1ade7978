"""Annotated copies: made for one use, fetched once over an address that expires."""

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.holders import rules
from yiyuan.holders.files import COPIES
from yiyuan.holders.models import Copy
from yiyuan.holders.types import HolderTag
from yiyuan.kernel import clock
from yiyuan.kernel.actor import SYSTEM, Actor
from yiyuan.kernel.errors import RuleBroken
from yiyuan.licences import api as licences
from yiyuan.licences.types import FileKind


@transaction.atomic
def copy_link(use_id: int, *, actor: Actor, kind: FileKind, days: int = rules.COPY_DAYS) -> tuple[Copy, str]:
    """The copy of what a use opened whole, and the key of its one-time address.

    days: the copy says it is good for so many, from today. Raises NotFound, RuleBroken("holders.copy_whole" |
    "licences.copy" | "licences.layout").
    """
    licence, whole, purpose = licences.use_of(actor, use_id)
    if not whole:
        raise RuleBroken("holders.copy_whole")
    key, number = secrets.token_urlsafe(24), secrets.token_hex(8).upper()
    until = clock.today() + timedelta(days=days)
    content = licences.annotated(
        licence.id, kind, actor=actor, number=number, purpose=purpose, receiver=actor.organisation_name, until=until
    )
    digest = hashlib.sha256(content).hexdigest()
    COPIES.keep(content, name=digest)
    now = clock.real_now()
    made = Copy.objects.create(
        licence_id=licence.id,
        use_id=use_id,
        consumer_id=actor.organisation_id,
        number=number,
        kind=kind.value,
        sha256=digest,
        purpose=purpose,
        receiver=actor.organisation_name,
        until=until,
        made_at=now,
        key=digest_of(key),
        expires_at=now + timedelta(seconds=rules.LINK_S),
    )
    facts = {"use": use_id, "copy": number, "until": until.isoformat()}
    record(actor, HolderTag.LINKED, object_type="licences.licence", object_id=licence.id, facts=facts)
    return made, key


@transaction.atomic
def fetch_copy(key: str) -> tuple[Copy, bytes]:
    """The copy, once; the address is the right. Raises RuleBroken("holders.copy"), Damaged."""
    found = Copy.objects.select_for_update().filter(key=digest_of(key)).first()
    now = clock.real_now()
    if found is None or found.fetched_at is not None or now > found.expires_at:
        raise RuleBroken("holders.copy")
    content = COPIES.read(found.sha256, sha256=found.sha256)
    found.fetched_at = now
    found.save(update_fields=["fetched_at"])
    facts = {"copy": found.number, "consumer": found.consumer_id}
    record(SYSTEM, HolderTag.FETCHED, object_type="licences.licence", object_id=found.licence_id, facts=facts)
    return found, content


def digest_of(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
