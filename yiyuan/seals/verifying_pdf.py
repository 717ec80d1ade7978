"""The same checks of a PDF: one signature over the whole of it, after PAdES or as other products sign."""

import binascii
import hashlib
import hmac
import io
import zlib
from collections.abc import Callable
from datetime import datetime
from typing import Any, BinaryIO

from asn1crypto import parser
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.status import SignatureCoverageLevel

from yiyuan.seals import certificates, curve, oids
from yiyuan.seals.certificates import Trust
from yiyuan.seals.checks import Report, trusted
from yiyuan.seals.errors import Malformed
from yiyuan.seals.reading import MOST_BYTES
from yiyuan.seals.signing import fits

# a reader of anybody's file stumbles in many ways, all of which mean the same
STUMBLES = (
    PdfError, SignatureValidationError, ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError,
    RecursionError, AssertionError, NotImplementedError, MemoryError, OSError, zlib.error, StopIteration,
)  # fmt: skip

MOST_HEX = 64 * 1024  # digits read at once


def _read_hex(stream: BinaryIO) -> Any:
    """pyHanko's, which reads byte by byte, but for a clean one: the room of a signature is some 16,000 digits."""
    at = stream.tell()
    digits, end, _ = stream.read(MOST_HEX)[1:].partition(b">")
    try:
        content = binascii.unhexlify(digits) if end else None
    except binascii.Error:
        content = None
    if content is None:
        stream.seek(at)
        return _plain_hex(stream)
    stream.seek(at + 1 + len(digits) + 1)
    return generic.pdf_string(content)


_plain_hex: Callable[[Any], Any] = generic.read_hex_string_from_stream
generic.read_hex_string_from_stream = _read_hex


def verify_pdf(report: Report, content: bytes, trust: Trust, now: datetime) -> None:
    """Raises Malformed."""
    if len(content) > MOST_BYTES:
        raise Malformed(f"文件超过 {MOST_BYTES // 1024 // 1024} MB")
    try:
        reader = PdfFileReader(io.BytesIO(content))
        found = reader.embedded_signatures
        report.about = _about(reader)
    except STUMBLES as error:
        raise Malformed("PDF 文件读不了，可能已损坏") from error
    report.say("readable", well=True, yes="PDF 文件", no="")
    report.say("signed", well=bool(found), yes=f"有 {len(found)} 个签名", no="文件没有电子签名")
    if not found:
        return
    try:
        _last(report, found[-1], trust, now)
    except STUMBLES as error:
        raise Malformed("PDF 里的签名读不了，不是 CMS 格式或者已损坏") from error


def _about(reader: PdfFileReader) -> dict[str, str]:
    """What `pdf.write` put among the key words."""
    if "/Info" not in reader.trailer:
        return {}
    info = reader.trailer["/Info"]
    words = str(info["/Keywords"]) if "/Keywords" in info else ""
    pairs = (part.partition("=") for part in words.split("; "))
    return {name: value for name, sign, value in pairs if sign}


def _last(report: Report, one: Any, trust: Trust, now: datetime) -> None:  # an embedded signature of pyHanko
    info, certificate = one.signer_info, certificates.read(one.signer_cert.dump())
    digest = one.compute_digest()
    covers = one.evaluate_signature_coverage() == SignatureCoverageLevel.ENTIRE_FILE
    room = bytes(one.pkcs7_content)
    covers = covers and not any(room[parser.peek(room) :])  # what is kept free for the signature is empty
    said = _attribute(info, "message_digest")
    bound = _attribute(info, "signing_certificate_v2")
    well = said is not None and hmac.compare_digest(said.native, digest)
    report.signer, report.sealed_at = certificates.words_of(certificate), one.self_reported_timestamp
    report.say("digests", well=well, yes="文件内容的摘要与签名一致", no="文件内容在签名之后改动过")
    report.say("unreferenced", well=covers, yes="签名覆盖整个文件", no="签名之后文件又增加了内容")
    algorithm = info["signature_algorithm"]["algorithm"].native
    signed = info["signed_attrs"].untag().dump()
    well = fits(certificate, signed, info["signature"].native, _ours(algorithm, info))
    report.say(
        "signature", well=well, yes=f"由“{report.signer}”签名，验证通过", no="签名验证不过，或者不是这里认的算法"
    )
    at = report.sealed_at or now
    named = bound is None or _names(bound, certificate.dump())
    report.say("listed", well=named, yes="签名写明了这张证书", no="签名写明的是另一张证书")
    trusted(report, certificate, at=at, trust=trust, now=now)


def _ours(algorithm: str, info: Any) -> str:
    """The name `ecdsa` says no digest; it stands beside."""
    if algorithm == "ecdsa" and info["digest_algorithm"]["algorithm"].native == "sha256":
        return oids.P256
    return algorithm


def _attribute(info: Any, name: str) -> Any:
    values = [one["values"][0] for one in info["signed_attrs"] if one["type"].native == name]
    return values[0] if len(values) == 1 else None


def _names(bound: Any, der: bytes) -> bool:
    known = bound["certs"][0]
    kind = known["hash_algorithm"]["algorithm"].native
    digest = curve.sm3(der) if kind == "sm3" else hashlib.new(kind, der).digest()
    return bool(known["cert_hash"].native == digest)
