"""Papers at rest: sealed under a name that is bound into the seal, and opened only to be read."""

from pathlib import Path

from django.conf import settings

from yiyuan.dataplane import vault


def keep(content: bytes, *, name: str) -> None:
    """Seal what is not there yet. name: at least two characters of a file name; the same again changes nothing."""
    place = _place(name)
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not place.exists():
        part = place.with_suffix(".part")
        part.write_bytes(vault.seal_bytes(content, secret=settings.INSTALLATION_SECRET, context=_context(name)))
        part.chmod(0o600)
        part.replace(place)


def read(name: str) -> bytes:
    """As it was handed in. Raises vault.SealBroken if it was altered, FileNotFoundError if it is gone."""
    sealed = _place(name).read_bytes()
    return vault.unseal_bytes(sealed, secrets=settings.INSTALLATION_SECRETS, context=_context(name))


def destroy(name: str) -> None:
    """Absent is fine."""
    _place(name).unlink(missing_ok=True)


def reseal() -> int:
    """All under the newest secret; how many were not. Safe to repeat. Raises vault.SealBroken."""
    found = sorted(_root().glob("*/*.sealed"))
    secrets = settings.INSTALLATION_SECRETS
    return sum(vault.reseal_file(path, secrets=secrets, context=_context(path.stem)) for path in found)


def _context(name: str) -> str:
    return f"paper {name}"


def _root() -> Path:
    return Path(settings.HOME) / "papers"


def _place(name: str) -> Path:
    return _root() / name[:2] / f"{name}.sealed"
