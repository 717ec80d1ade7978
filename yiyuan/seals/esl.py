"""The electronic seal and its signature after GB/T 38540-2020 (version 4); version 5 (GM/T 0031-2025) is read as well.

A seal is signed by its maker over DER(SES_SealInfo) alone; a signature over DER(TBS_Sign).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from asn1crypto import core, x509

from yiyuan.seals import certificates, curve, oids
from yiyuan.seals.der import bits, integer, octets, oid, sequence
from yiyuan.seals.errors import Malformed
from yiyuan.seals.signing import Signer, fits

VERSION, VERSIONS = 4, (4, 5)
MOST_BYTES = 512 * 1024
SEAL, SIGNATURE = "电子印章", "电子签章数据"
STUMBLES = (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError)  # of asn1crypto
KIND_OFFICIAL, BY_CERTIFICATE, BY_DIGEST = 1, 1, 2  # 公章; how the list names who may use it


class _Extensions(core.SequenceOf):  # type: ignore[misc]  # asn1crypto has no types
    _child_spec = core.Any


class _Header(core.Sequence):  # type: ignore[misc]
    _fields = [("id", core.IA5String), ("version", core.Integer), ("vendor", core.IA5String)]


class _Property(core.Sequence):  # type: ignore[misc]
    _fields = [
        ("kind", core.Integer),
        ("name", core.UTF8String),
        ("list_kind", core.Integer),
        ("list", core.Any),
        ("created", core.GeneralizedTime),
        ("valid_from", core.GeneralizedTime),
        ("valid_until", core.GeneralizedTime),
    ]


class _Picture(core.Sequence):  # type: ignore[misc]
    _fields = [
        ("kind", core.IA5String),
        ("content", core.OctetString),
        ("width", core.Integer),
        ("height", core.Integer),
    ]


class _SealInfo(core.Sequence):  # type: ignore[misc]
    _fields = [
        ("header", _Header),
        ("number", core.IA5String),
        ("property", _Property),
        ("picture", _Picture),
        ("extensions", core.Any, {"optional": True}),
    ]


class _Seal(core.Sequence):  # type: ignore[misc]
    _fields = [
        ("info", _SealInfo),
        ("certificate", core.OctetString),
        ("algorithm", core.ObjectIdentifier),
        ("signature", core.OctetBitString),
        ("time_stamp", core.OctetBitString, {"explicit": 0, "optional": True}),
    ]


class _ToSign(core.Sequence):  # type: ignore[misc]
    _fields = [
        ("version", core.Integer),
        ("seal", _Seal),
        ("time", core.GeneralizedTime),
        ("digest", core.OctetBitString),
        ("path", core.IA5String),
        ("extensions", _Extensions, {"explicit": 0, "optional": True}),
    ]


class _Signature(core.Sequence):  # type: ignore[misc]
    _fields = [
        ("stated", _ToSign),
        ("certificate", core.OctetString),
        ("algorithm", core.ObjectIdentifier),
        ("signature", core.OctetBitString),
        ("time_stamp", core.OctetBitString, {"explicit": 0, "optional": True}),
    ]


class _Octets(core.SequenceOf):  # type: ignore[misc]
    _child_spec = core.OctetString


class _Digest(core.Sequence):  # type: ignore[misc]
    _fields = [("kind", core.PrintableString), ("value", core.OctetString)]


class _Digests(core.SequenceOf):  # type: ignore[misc]
    _child_spec = _Digest


@dataclass(frozen=True, eq=False, slots=True)
class Seal:
    """A seal that was read. signed: what its maker signed. users: certificates, or SM3 of them, of who may use it."""

    der: bytes
    version: int
    number: str
    name: str
    valid_from: datetime
    valid_until: datetime
    created: datetime
    picture: bytes
    picture_kind: str
    width: int
    height: int
    users: tuple[bytes, ...]
    by_digest: bool
    maker: x509.Certificate
    algorithm: str
    signed: bytes
    signature: bytes

    def admits(self, certificate: x509.Certificate) -> bool:
        der = certificate.dump()
        return (curve.sm3(der) if self.by_digest else der) in self.users


@dataclass(frozen=True, slots=True)
class SealSignature:
    """A signature with a seal that was read. stamped: bytes of a time stamp token, empty without one."""

    seal: Seal
    certificate: x509.Certificate
    algorithm: str
    signed: bytes
    signature: bytes
    at: datetime
    digest: bytes
    path: str
    stamped: bytes


def make_seal(
    *,
    number: str,
    name: str,
    picture: bytes,
    millimetres: tuple[int, int],
    users: list[x509.Certificate],
    valid_from: datetime,
    valid_until: datetime,
    maker: Signer,
    maker_certificate: x509.Certificate,
    at: datetime,
) -> bytes:
    """DER of a seal of a body 公章 with a PNG picture, signed by its maker. number: ASCII."""
    width, height = millimetres
    info = _SealInfo(
        {
            "header": {"id": "ES", "version": VERSION, "vendor": "YIYUAN"},
            "number": number,
            "property": {
                "kind": KIND_OFFICIAL,
                "name": name,
                "list_kind": BY_CERTIFICATE,
                "list": _Octets([one.dump() for one in users]),
                "created": _second(at),
                "valid_from": _second(valid_from),
                "valid_until": _second(valid_until),
            },
            "picture": {"kind": "png", "content": picture, "width": width, "height": height},
        }
    )
    made = {
        "info": info,
        "certificate": maker_certificate.dump(),
        "algorithm": oids.SM2_SM3,
        "signature": maker.sign(info.dump()),
    }
    return bytes(_Seal(made).dump())


def to_sign(seal: bytes, *, digest: bytes, path: str, at: datetime) -> bytes:
    """DER(TBS_Sign): what the holder of the seal signs."""
    # the seal is put in as it stands: reading and writing it anew takes longer than signing
    parts = [
        integer(VERSION),
        seal,
        core.GeneralizedTime(_second(at)).dump(),
        bits(digest),
        core.IA5String(path).dump(),
    ]
    return sequence(*parts)


def signature_of(stated: bytes, *, signer: Signer, certificate: x509.Certificate) -> bytes:
    """DER(SES_Signature)."""
    parts = [
        stated,
        octets(certificate.dump()),
        oid(oids.SM2_SM3),
        bits(signer.sign(stated)),
    ]
    return sequence(*parts)


def _second(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(microsecond=0)


@lru_cache(maxsize=64)
def read_seal(der: bytes) -> Seal:
    """Raises Malformed. Remembered: the same few seals are on everything."""
    if len(der) > MOST_BYTES:
        raise Malformed(f"{SEAL}过大")
    return _seal(_loaded(_Seal, der, SEAL))


@lru_cache(maxsize=256)
def genuine(seal: Seal) -> bool:
    """Whether its maker's certificate signed it."""
    return seal.algorithm == oids.SM2_SM3 and fits(seal.maker, seal.signed, seal.signature, oids.SM2)


def read_signature(der: bytes) -> SealSignature:
    """Raises Malformed."""
    found = _loaded(_Signature, der, SIGNATURE)
    version = _found(lambda: found["stated"]["version"].native, SIGNATURE)
    if version not in VERSIONS:
        raise Malformed(f"{SIGNATURE}是第 {version} 版，这里只核验第 4、5 版（GB/T 38540）")
    seal = read_seal(_found(lambda: bytes(found["stated"]["seal"].dump()), SIGNATURE))
    try:
        stated, stamp = found["stated"], found["time_stamp"]
        return SealSignature(
            seal=seal,
            certificate=certificates.read(found["certificate"].native),
            algorithm=found["algorithm"].native,
            signed=stated.dump(),
            signature=_octets(found["signature"]),
            at=_aware(stated["time"].native),
            digest=_octets(stated["digest"]),
            path=stated["path"].native,
            stamped=_octets(stamp) if not isinstance(stamp, core.Void) else b"",
        )
    except STUMBLES as error:
        raise _wrong(SIGNATURE) from error


def _found(value: Callable[[], Any], words: str) -> Any:  # of asn1crypto, which reads late
    try:
        return value()
    except STUMBLES as error:
        raise _wrong(words) from error


def _wrong(words: str) -> Malformed:
    return Malformed(f"{words}不合 GB/T 38540 的格式")


def _loaded(kind: Any, der: bytes, words: str) -> Any:  # classes of asn1crypto
    try:
        return kind.load(der, strict=True)
    except STUMBLES as error:
        raise _wrong(words) from error


def _seal(found: Any) -> Seal:  # a _Seal of asn1crypto
    header = _found(lambda: found["info"]["header"].native, SEAL)
    if header["id"] != "ES" or header["version"] not in VERSIONS:
        raise Malformed(f"{SEAL}是第 {header['version']} 版，这里只核验第 4、5 版（GB/T 38540）")
    try:
        info = found["info"]
        said, picture = info["property"], info["picture"]
        by_digest = said["list_kind"].native == BY_DIGEST
        if by_digest:
            users = tuple(one["value"].native for one in said["list"].parse(_Digests))
        else:
            users = tuple(one.native for one in said["list"].parse(_Octets))
        return Seal(
            der=found.dump(),
            version=header["version"],
            number=info["number"].native,
            name=said["name"].native,
            valid_from=_aware(said["valid_from"].native),
            valid_until=_aware(said["valid_until"].native),
            created=_aware(said["created"].native),
            picture=picture["content"].native,
            picture_kind=picture["kind"].native.lower(),
            width=picture["width"].native,
            height=picture["height"].native,
            users=users,
            by_digest=by_digest,
            maker=certificates.read(found["certificate"].native),
            algorithm=found["algorithm"].native,
            signed=info.dump(),
            signature=_octets(found["signature"]),
        )
    except STUMBLES as error:
        raise _wrong(SEAL) from error


def _octets(bits: Any) -> bytes:  # a bit string of asn1crypto, which overlooks bits that are left out
    if not bits.contents or bits.contents[0]:
        raise ValueError("not whole bytes")
    return bytes(bits.native)


def _aware(at: datetime) -> datetime:
    return at if at.tzinfo else at.replace(tzinfo=UTC)
