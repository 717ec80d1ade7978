"""Who signs: a key behind `Signer`. Keys lie in files outside the database; a signature server is another `Signer`."""

import os
from pathlib import Path
from typing import Protocol

from asn1crypto import keys, pem, x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from yiyuan.seals import curve, oids, sm2


class Signer(Protocol):
    """Signs with one key. What stands behind it must pass `seals.conformance.examine`.

    algorithm: `oids.SM2` or `oids.P256`.
    """

    @property
    def algorithm(self) -> str: ...

    @property
    def public(self) -> bytes:
        """The point, uncompressed, 65 bytes."""
        ...

    def sign(self, message: bytes) -> bytes:
        """Over the message, not over its digest; DER."""
        ...


class Sm2Key:
    algorithm = oids.SM2

    def __init__(self, secret: int) -> None:
        self._secret = secret
        self.public = curve.public_of(secret)

    @classmethod
    def generate(cls) -> "Sm2Key":
        return cls(sm2.generate())

    def sign(self, message: bytes) -> bytes:
        return sm2.sign(self._secret, message)

    def der(self) -> bytes:
        return sm2.private_der(self._secret)


class P256Key:
    """For readers that know no SM2."""

    algorithm = oids.P256

    def __init__(self, key: ec.EllipticCurvePrivateKey) -> None:
        self._key = key
        form = serialization.PublicFormat.UncompressedPoint
        self.public = key.public_key().public_bytes(serialization.Encoding.X962, form)

    @classmethod
    def generate(cls) -> "P256Key":
        return cls(ec.generate_private_key(ec.SECP256R1()))

    def sign(self, message: bytes) -> bytes:
        return self._key.sign(message, ec.ECDSA(hashes.SHA256()))

    def der(self) -> bytes:
        kind = serialization.PrivateFormat.PKCS8
        return self._key.private_bytes(serialization.Encoding.DER, kind, serialization.NoEncryption())


FileKey = Sm2Key | P256Key


def load(path: Path) -> FileKey:
    """Raises OSError, ValueError."""
    _, _, der = pem.unarmor(path.read_bytes())
    if keys.PrivateKeyInfo.load(der)["private_key_algorithm"]["parameters"].native == oids.SM2_NAME:
        return Sm2Key(sm2.private_of(der))
    key = serialization.load_der_private_key(der, None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return P256Key(key)


def store(key: FileKey, path: Path) -> None:
    """Write a new key, readable by the owner alone; never over one that is there (FileExistsError)."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(pem.armor("PRIVATE KEY", key.der()))


def fits(certificate: x509.Certificate, message: bytes, signature: bytes, algorithm: str) -> bool:
    """Whether the key of this certificate made this signature of this message."""
    return verify(certificate.public_key, message, signature, algorithm)


def verify(key: keys.PublicKeyInfo, message: bytes, signature: bytes, algorithm: str) -> bool:
    if key.algorithm != "ec":
        return False
    named, point = key["algorithm"]["parameters"].native, key["public_key"].native
    if algorithm == oids.SM2:
        return named == oids.SM2_NAME and sm2.verify(point, message, signature)
    if algorithm != oids.P256 or named != "secp256r1":
        return False
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point).verify(
            signature, message, ec.ECDSA(hashes.SHA256())
        )
    except (InvalidSignature, ValueError):
        return False
    return True
