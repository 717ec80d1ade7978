"""Holders come in with a real name and go; their sessions are their own."""

import hashlib
import json
import secrets
from dataclasses import asdict
from datetime import timedelta

from django.conf import settings
from django.db import transaction

from yiyuan.audit.api import record, subject_hash
from yiyuan.dataplane import vault
from yiyuan.holders import rules, selectors
from yiyuan.holders.models import Holder, HolderSession
from yiyuan.holders.types import PERSON, HolderTag, Identity
from yiyuan.kernel import clock
from yiyuan.kernel.actor import SYSTEM
from yiyuan.kernel.errors import RuleBroken
from yiyuan.kernel.identifiers import is_citizen_id, is_uscc, plain_code


@transaction.atomic
def enter(identity: Identity) -> tuple[Holder, str]:
    """Who was identified, and the key of a session. Raises RuleBroken("holders.identity")."""
    code, name = plain_code(identity.code), identity.name.strip()
    fits = is_citizen_id(code) if identity.kind == PERSON else is_uscc(code)
    if not name or not fits:
        raise RuleBroken("holders.identity")
    told = Identity(name, code, identity.kind, identity.how)
    subject, now = subject_hash(code), clock.real_now()
    sealed = vault.seal_bytes(
        json.dumps(asdict(told), ensure_ascii=False).encode(),
        secret=settings.INSTALLATION_SECRET,
        context=selectors.identity_context(subject),
    )
    said = {"kind": told.kind, "sealed": sealed, "how": told.how, "last_at": now}
    holder, _ = Holder.objects.update_or_create(
        subject=subject, defaults=said, create_defaults={**said, "first_at": now}
    )
    HolderSession.objects.filter(ends_at__lt=now).delete()
    key = secrets.token_urlsafe(32)
    HolderSession.objects.create(
        holder=holder,
        key=_digest(key),
        started_at=now,
        seen_at=now,
        ends_at=now + timedelta(seconds=rules.SESSION_S),
    )
    record(
        SYSTEM,
        HolderTag.LOGGED_IN,
        object_type="holders.holder",
        object_id=holder.id,
        subjects=[subject],
        facts={"how": told.how, "kind": told.kind},
    )
    return holder, key


def holder_of_key(key: str) -> Holder | None:
    """Whose session this is; None for none, an ended or a forgotten one. Notes that it is used."""
    if not key:
        return None
    now = clock.real_now()
    idle = now - timedelta(seconds=rules.IDLE_S)
    rows = HolderSession.objects.filter(key=_digest(key), ends_at__gt=now, seen_at__gt=idle)
    found = rows.select_related("holder").first()
    if found is None:
        return None
    rows.update(seen_at=now)
    return found.holder


def leave(key: str) -> None:
    """Safe to repeat."""
    HolderSession.objects.filter(key=_digest(key)).delete()


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
