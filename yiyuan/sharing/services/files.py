"""Papers at rest: sealed under a name that is bound into the seal, and opened only to be read."""

import hashlib
from pathlib import Path

from django.conf import settings

from yiyuan.dataplane import vault
from yiyuan.kernel.errors import Damaged


def keep(content: bytes, *, name: str) -> None:
    """Seal what is not there yet. name: at least two characters of a file name; the same again changes nothing."""
    place = _place(name)
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not place.exists():
        part = place.with_suffix(".part")
        part.write_bytes(vault.seal_bytes(content, secret=settings.INSTALLATION_SECRET, context=_context(name)))
        part.chmod(0o600)
        part.replace(place)


def read(name: str, *, sha256: str) -> bytes:
    """As it was handed in, with this digest. Raises Damaged."""
    place, context = _place(name), _context(name)
    content = b"".join(vault.unseal_file(place, secrets=settings.INSTALLATION_SECRETS, context=context))
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Damaged(context, file=vault.place_of(place))
    return content


def destroy(name: str) -> None:
    """Absent is fine."""
    _place(name).unlink(missing_ok=True)


def reseal() -> int:
    """All under the newest secret; how many were not. Safe to repeat. Raises Damaged."""
    found = sorted(_root().glob("*/*.sealed"))
    secrets = settings.INSTALLATION_SECRETS
    return sum(vault.reseal_file(path, secrets=secrets, context=_context(path.stem)) for path in found)


def _context(name: str) -> str:
    return f"paper {name}"


def _root() -> Path:
    return Path(settings.HOME) / "papers"


def _place(name: str) -> Path:
    return _root() / name[:2] / f"{name}.sealed"
