"""A detached signature in CMS with what PAdES asks of it: digest, kind of content, which certificate signed."""

import hashlib
from collections.abc import Callable, Sequence

from asn1crypto import x509

from yiyuan.seals import oids
from yiyuan.seals.der import integer, members, octets, oid, sequence, wrapped
from yiyuan.seals.signing import Signer

DATA, SIGNED_DATA = "1.2.840.113549.1.7.1", "1.2.840.113549.1.7.2"
KIND, DIGEST, CERTIFICATE = "1.2.840.113549.1.9.3", "1.2.840.113549.1.9.4", "1.2.840.113549.1.9.16.2.47"
TIME_STAMP = "1.2.840.113549.1.9.16.2.14"
ALGORITHMS = {  # of the digest, of the signature
    oids.SM2: (oids.SM3, oids.SM2_SM3),
    oids.P256: ("2.16.840.1.101.3.4.2.1", "1.2.840.10045.4.3.2"),
}
Stamper = Callable[[bytes], bytes]  # a time stamp token over these bytes


def detached(
    digest: bytes,
    *,
    signer: Signer,
    certificate: x509.Certificate,
    links: Sequence[x509.Certificate],
    stamper: Stamper | None = None,
) -> bytes:
    """DER. digest: of the document, by the digest that goes with the signer's algorithm."""
    hashed, signed = (sequence(oid(name)) for name in ALGORITHMS[signer.algorithm])
    known = sequence(sequence(sequence(octets(hashlib.sha256(certificate.dump()).digest()))))  # ESSCertIDv2
    attributes = [
        sequence(oid(KIND), members(oid(DATA))),
        sequence(oid(DIGEST), members(octets(digest))),
        sequence(oid(CERTIFICATE), members(known)),
    ]
    listed = members(*attributes)
    signature = signer.sign(listed)
    stamped = b""
    if stamper is not None:
        token = sequence(oid(TIME_STAMP), members(stamper(signature)))
        stamped = wrapped(0xA1, token)
    of = sequence(certificate.issuer.dump(), integer(certificate.serial_number))
    info = sequence(
        integer(1), of, hashed, b"\xa0" + listed[1:], signed, octets(signature), stamped
    )  # signed as a SET, written as [0]
    enclosed = wrapped(0xA0, *sorted(one.dump() for one in (certificate, *links)))
    data = sequence(integer(1), members(hashed), sequence(oid(DATA)), enclosed, members(info))
    return sequence(oid(SIGNED_DATA), wrapped(0xA0, data))
