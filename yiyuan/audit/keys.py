"""Which keys belong to this database: their fingerprints stand in it, so that none is replaced in silence."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from yiyuan.audit.fingerprints import of_secret
from yiyuan.audit.models import KeyMark
from yiyuan.audit.signing import signer
from yiyuan.kernel import clock


@dataclass(frozen=True, slots=True)
class StandingKey:
    """A key on record. matches: whether the one in use is that one."""

    name: str
    fingerprint: str
    noted_at: datetime
    matches: bool


def _in_use() -> dict[str, str]:
    return {"secret.key": of_secret(settings.INSTALLATION_SECRET.encode()), "audit-key.pem": signer().key_id}


def standing_keys() -> list[StandingKey]:
    """The keys on record against those in use, by name."""
    used = _in_use()
    rows = KeyMark.objects.order_by("name")
    return [StandingKey(r.name, r.fingerprint, r.noted_at, used.get(r.name) == r.fingerprint) for r in rows]


def note() -> None:
    """Put the fingerprints on record where none stands; the application may add here, never change."""
    rows = [KeyMark(name=name, fingerprint=mark, noted_at=clock.real_now()) for name, mark in _in_use().items()]
    KeyMark.objects.bulk_create(rows, ignore_conflicts=True)


def noted() -> dict[str, str]:
    """Fingerprints on record, by the name of the key's file."""
    return dict(KeyMark.objects.values_list("name", "fingerprint"))
