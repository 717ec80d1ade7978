"""Who signs the roots. A hardware module can stand behind `Signer`; P-256 in a file is the default."""

import hashlib
import hmac
import os
from functools import cache
from pathlib import Path
from typing import Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings

from yiyuan.audit.fingerprints import of_public_key
from yiyuan.audit.models import KeyMark
from yiyuan.dataplane.vault import OLD_KEYS
from yiyuan.kernel.errors import Unavailable


class Signer(Protocol):
    """Signs roots and checks signatures of its own key."""

    @property
    def key_id(self) -> str: ...

    @property
    def public_key(self) -> bytes: ...

    def sign(self, message: bytes) -> bytes: ...

    def verify(self, message: bytes, signature: bytes) -> bool: ...

    def verify_root(self, tree_size: int, message: bytes, signature: bytes) -> bool: ...


class FileSigner:
    """ECDSA P-256 with SHA-256; the key lies in the installation's folder, readable by the owner only."""

    def __init__(self, path: Path, before: Path | None = None) -> None:
        """before: folder with the public halves of keys used before, as `audit-<last size>-<key id>.pem`."""
        self._before = {
            int(old.name.split("-")[1]): serialization.load_pem_public_key(old.read_bytes())
            for old in sorted(before.glob("audit-*.pem") if before else [])
        }
        if not path.exists():
            key = ec.generate_private_key(ec.SECP256R1())
            pem = key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
            part = path.with_suffix(f".{os.getpid()}")
            part.touch(mode=0o600)
            part.write_bytes(pem)
            try:
                os.link(part, path)  # never replaces a key another process made meanwhile
            except FileExistsError:
                pass
            part.unlink()
        key_now = serialization.load_pem_private_key(path.read_bytes(), None)
        assert isinstance(key_now, ec.EllipticCurvePrivateKey)
        self._key = key_now

    @property
    def key_id(self) -> str:
        return of_public_key(self._key.public_key())

    @property
    def public_key(self) -> bytes:
        """PEM."""
        return self._key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )

    def sign(self, message: bytes) -> bytes:
        return self._key.sign(message, ec.ECDSA(hashes.SHA256()))

    def verify(self, message: bytes, signature: bytes) -> bool:
        return _fits(self._key.public_key(), message, signature)

    def verify_root(self, tree_size: int, message: bytes, signature: bytes) -> bool:
        """Of a root over so many leaves: an old key counts for what was sealed in its time, never for later."""
        old = [key for last, key in self._before.items() if tree_size <= last]
        return self.verify(message, signature) or any(_fits(key, message, signature) for key in old)


def _fits(key: object, message: bytes, signature: bytes) -> bool:
    assert isinstance(key, ec.EllipticCurvePublicKey)
    try:
        key.verify(signature, message, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True


@cache
def signer() -> Signer:
    """The signer of this installation. Its key is made once; one that was lost is not replaced.

    Raises Unavailable("audit.key") when the database was sealed with a key that is not there.
    """
    path = settings.HOME / "audit-key.pem"
    if not path.exists() and KeyMark.objects.filter(name=path.name).exists():
        raise Unavailable("audit.key", file=str(path))
    return FileSigner(path, settings.HOME / OLD_KEYS)


def keyed(purpose: str, content: bytes) -> bytes:
    """HMAC-SHA256 under a key of this installation and purpose."""
    return hmac.digest(_key(purpose, settings.INSTALLATION_SECRET), content, "sha256")


def keyed_for_ever(purpose: str, content: bytes) -> bytes:
    """The same under the first secret there was: stays the same when the secret is changed.

    For what is looked for again. A new key would not hide what was written under the old one.
    """
    return hmac.digest(_key(purpose, settings.INSTALLATION_SECRETS[-1]), content, "sha256")


@cache
def _key(purpose: str, secret: str) -> bytes:
    return hashlib.sha256(f"{purpose}:{secret}".encode()).digest()
