"""What every `Signer` must do, whoever stands behind it: run against a driver before it seals anything."""

import secrets
from dataclasses import dataclass

from asn1crypto import algos, keys

from yiyuan.seals import oids, sm2
from yiyuan.seals.signing import Signer, verify


@dataclass(frozen=True, slots=True)
class Trial:
    name: str
    well: bool


def examine(signer: Signer) -> list[Trial]:
    """Tried with random messages; nothing that could be a document is signed."""
    known = signer.algorithm in {oids.SM2, oids.P256}
    if not known:
        return [Trial("算法是 SM2（SM3）或者 P-256（SHA-256）", well=False)]
    key = spki_of(signer)
    messages = [b"", secrets.token_bytes(1), secrets.token_bytes(100_000)]
    signatures = [signer.sign(message) for message in messages]
    fit = all(verify(key, m, s, signer.algorithm) for m, s in zip(messages, signatures, strict=True))
    return [
        Trial("算法是 SM2（SM3）或者 P-256（SHA-256）", well=True),
        Trial("签名与公钥一致，对原文签名（SM2 的用户标识为 1234567812345678）", well=fit),
        Trial("签名是 DER 编码", well=all(_is_der(s) for s in signatures)),
        Trial("换一个原文，签名就对不上", well=not verify(key, b"other", signatures[0], signer.algorithm)),
    ]


def spki_of(signer: Signer) -> keys.PublicKeyInfo:
    if signer.algorithm == oids.SM2:
        return sm2.spki_of(signer.public)
    parameters = keys.ECDomainParameters("named", "secp256r1")
    kind = {"algorithm": "ec", "parameters": parameters}
    return keys.PublicKeyInfo({"algorithm": kind, "public_key": signer.public})


def _is_der(signature: bytes) -> bool:
    try:
        pair = algos.DSASignature.load(signature, strict=True)
        return bool(algos.DSASignature({"r": pair["r"].native, "s": pair["s"].native}).dump() == signature)
    except (ValueError, TypeError):
        return False
