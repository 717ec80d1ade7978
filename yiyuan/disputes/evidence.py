"""Files a filer hands in: kept sealed under their digest."""

import hashlib
from pathlib import Path, PurePath

from django.conf import settings

from yiyuan.dataplane import vault
from yiyuan.disputes.models import Evidence, Recheck
from yiyuan.disputes.types import File
from yiyuan.kernel import clock
from yiyuan.kernel.errors import RuleBroken

MOST_BYTES = 20 * 1024 * 1024
MAGIC = {b"%PDF": "application/pdf", b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg"}


def keep(recheck: Recheck, file: File) -> Evidence:
    """Raises RuleBroken("disputes.evidence") for what is no PDF, PNG or JPEG, empty or too large."""
    media = next((kind for magic, kind in MAGIC.items() if file.content.startswith(magic)), "")
    if not media or len(file.content) > MOST_BYTES:
        raise RuleBroken("disputes.evidence")
    digest = hashlib.sha256(file.content).hexdigest()
    place = _place(digest)
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not place.exists():
        part = place.with_suffix(".part")
        part.write_bytes(
            vault.seal_bytes(file.content, secret=settings.INSTALLATION_SECRET, context=context_of(digest))
        )
        part.chmod(0o600)
        part.replace(place)
    return Evidence.objects.create(
        recheck=recheck,
        name=PurePath(file.name.replace("\\", "/")).name[-200:] or "佐证材料",
        media=media,
        size_bytes=len(file.content),
        sha256=digest,
        handed_in_on=clock.today(),
    )


def content_of(evidence: Evidence) -> bytes:
    """As it was handed in. Raises Damaged."""
    digest = evidence.sha256
    pieces = vault.unseal_file(_place(digest), secrets=settings.INSTALLATION_SECRETS, context=context_of(digest))
    return b"".join(pieces)


def context_of(digest: str) -> str:
    return f"disputes.evidence {digest}"


def root() -> Path:
    return Path(settings.HOME) / "evidence"


def _place(digest: str) -> Path:
    return root() / digest[:2] / f"{digest}.sealed"
