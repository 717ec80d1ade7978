"""Papers at rest: sealed under a name that is bound into the seal, and opened only to be read."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from yiyuan.dataplane import vault
from yiyuan.kernel.errors import Damaged


@dataclass(frozen=True, slots=True)
class Shelf:
    """A folder of the installation for one kind of paper. label: stands before the name in the seal."""

    folder: str
    label: str

    def keep(self, content: bytes, *, name: str) -> None:
        """Seal what is not there yet. name: at least two characters of a file name; the same again changes nothing."""
        place = self._place(name)
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not place.exists():
            part = place.with_suffix(".part")
            secret = settings.INSTALLATION_SECRET
            part.write_bytes(vault.seal_bytes(content, secret=secret, context=self._context(name)))
            part.chmod(0o600)
            part.replace(place)

    def read(self, name: str, *, sha256: str) -> bytes:
        """As it was handed in, with this digest. Raises Damaged."""
        place, context = self._place(name), self._context(name)
        content = b"".join(vault.unseal_file(place, secrets=settings.INSTALLATION_SECRETS, context=context))
        if hashlib.sha256(content).hexdigest() != sha256:
            raise Damaged(context, file=vault.place_of(place))
        return content

    def destroy(self, name: str) -> None:
        """Absent is fine."""
        self._place(name).unlink(missing_ok=True)

    def reseal(self) -> int:
        """All under the newest secret; how many were not. Safe to repeat. Raises Damaged."""
        found = sorted(self._root.glob("*/*.sealed"))
        secrets = settings.INSTALLATION_SECRETS
        return sum(vault.reseal_file(path, secrets=secrets, context=self._context(path.stem)) for path in found)

    def _context(self, name: str) -> str:
        return f"{self.label} {name}"

    @property
    def _root(self) -> Path:
        return Path(settings.HOME) / self.folder

    def _place(self, name: str) -> Path:
        return self._root / name[:2] / f"{name}.sealed"
