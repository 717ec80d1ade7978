"""Which keys belong to this database: their fingerprints stand in it, so that none is replaced in silence."""

from django.conf import settings

from yiyuan.audit.fingerprints import of_secret
from yiyuan.audit.models import KeyMark
from yiyuan.audit.signing import signer
from yiyuan.kernel import clock


def note() -> None:
    """Put the fingerprints on record where none stands; the application may add here, never change."""
    found = {"secret.key": of_secret(settings.INSTALLATION_SECRET.encode()), "audit-key.pem": signer().key_id}
    rows = [KeyMark(name=name, fingerprint=mark, noted_at=clock.real_now()) for name, mark in found.items()]
    KeyMark.objects.bulk_create(rows, ignore_conflicts=True)


def noted() -> dict[str, str]:
    """Fingerprints on record, by the name of the key's file."""
    return dict(KeyMark.objects.values_list("name", "fingerprint"))
