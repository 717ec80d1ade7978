"""What tells one key from another and tells nothing of it: 32 hex digits. Needs no Django."""

import hashlib

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec


def of_secret(content: bytes) -> str:
    """Of the file of the installation's secret."""
    return hashlib.sha256(b"yiyuan.fingerprint:" + content.strip()).hexdigest()[:32]


def of_public_key(key: ec.EllipticCurvePublicKey) -> str:
    public = key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(public).hexdigest()[:32]


def of_signing_key(pem: bytes) -> str:
    """Of the file of the key that signs roots; "" when it is no such key."""
    try:
        key = serialization.load_pem_private_key(pem, None)
    except ValueError:
        return ""
    return of_public_key(key.public_key()) if isinstance(key, ec.EllipticCurvePrivateKey) else ""
