"""A small certificate authority and seal maker for demonstration and tests: roots, a maker, holders, what is revoked.

Everything it issues says 演示，无法律效力. Its keys lie in one folder, readable by the owner alone.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from asn1crypto import crl, pem, x509

from yiyuan.seals import certificates, oids
from yiyuan.seals.signing import FileKey, P256Key, Sm2Key, load, store

DEMO = "演示，无法律效力"
ROOT_FOR, HOLDER_FOR, LIST_FOR = timedelta(days=20 * 365), timedelta(days=3 * 365), timedelta(days=30)
EARLY = timedelta(minutes=5)  # clocks differ
BEFORE = timedelta(days=365)  # a root holds for what is entered later than it happened
KINDS: dict[str, type[Sm2Key] | type[P256Key]] = {oids.SM2: Sm2Key, oids.P256: P256Key}


@dataclass(frozen=True, slots=True)
class Holder:
    """A key with its certificate."""

    key: FileKey
    certificate: x509.Certificate


class Authority:
    """One folder: `root.<kind>.key` and `.crt` for SM2 and P-256, the seal maker, what was revoked."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def root(self, algorithm: str, *, at: datetime) -> Holder:
        """Made when it is first asked for."""
        words = f"一源本地根证书（{DEMO}）"
        return self._kept(f"root.{algorithm}", words=words, organisation="", algorithm=algorithm, at=at)

    def maker(self, *, at: datetime) -> Holder:
        """Who makes seals 制章人."""
        words = f"一源本地制章人（{DEMO}）"
        return self._kept("maker", words=words, organisation="", algorithm=oids.SM2, at=at)

    def holder(self, name: str, *, words: str, organisation: str, algorithm: str, at: datetime) -> Holder:
        """The holder kept under this name, made when it is first asked for; the words are its common name."""
        return self._kept(
            f"holders/{name}.{algorithm}",
            words=f"{words}（{DEMO}）",
            organisation=organisation,
            algorithm=algorithm,
            at=at,
        )

    def trust(self, *, at: datetime) -> certificates.Trust:
        roots = [self.root(kind, at=at) for kind in KINDS]
        return certificates.Trust(
            tuple(root.certificate for root in roots), lists=tuple(self.list_of(kind, at=at) for kind in KINDS)
        )

    def revoke(self, certificate: x509.Certificate, *, at: datetime) -> None:
        """From this moment on; the first one stands."""
        with self._locked():
            said = self._revoked()
            said.setdefault(str(certificate.serial_number), at.isoformat())
            _write(self.folder / "revoked.json", json.dumps(said).encode())

    def list_of(self, algorithm: str, *, at: datetime) -> crl.CertificateList:
        """The list of revoked certificates of this root, signed at this moment."""
        root = self.root(algorithm, at=at)
        return certificates.revocations(
            self.revoked().items(),
            number=int(at.timestamp()),
            signer=root.key,
            issuer=root.certificate,
            at=at,
            until=at + LIST_FOR,
        )

    def revoked(self) -> dict[int, datetime]:
        """Serial numbers, and since when."""
        return {int(serial): datetime.fromisoformat(when) for serial, when in self._revoked().items()}

    def _revoked(self) -> dict[str, str]:
        file = self.folder / "revoked.json"
        return dict(json.loads(file.read_bytes())) if file.exists() else {}

    def _kept(self, name: str, *, words: str, organisation: str, algorithm: str, at: datetime) -> Holder:
        file = self.folder / f"{name}.crt"
        if not file.exists():
            root = None if name.startswith("root.") else self.root(algorithm, at=at)
            with self._locked():
                if not file.exists():
                    self._make(file, root=root, words=words, organisation=organisation, algorithm=algorithm, at=at)
        return Holder(load(file.with_suffix(".key")), certificates.read(pem.unarmor(file.read_bytes())[2]))

    def _make(
        self, file: Path, *, root: Holder | None, words: str, organisation: str, algorithm: str, at: datetime
    ) -> None:
        key = KINDS[algorithm].generate()
        made = certificates.issue(
            subject=certificates.name_of(words, organisation=organisation),
            holder=key,
            signer=root.key if root else key,
            issuer=root.certificate if root else None,
            valid_from=at - (EARLY if root else BEFORE),
            valid_until=at + (HOLDER_FOR if root else ROOT_FOR),
        )
        file.with_suffix(".key").unlink(missing_ok=True)  # of a making that was cut short
        store(key, file.with_suffix(".key"))
        _write(file, pem.armor("CERTIFICATE", made.dump()))

    @contextmanager
    def _locked(self) -> Iterator[None]:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self.folder / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _write(file: Path, content: bytes) -> None:
    part = file.with_name(f"{file.name}.{os.getpid()}")
    part.write_bytes(content)
    part.replace(file)
