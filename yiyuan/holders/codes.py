"""The code a holder shows: COSE_Sign1 (RFC 9052) with SM2 over a nonce and its end; nobody's data stand in it.

SM2 has no registered number in COSE; -65537 is of the range for private use, over SM3 with the distinguishing id
`1234567812345678`, the signature as r||s of 64 bytes.
"""

import base64
import binascii
from datetime import datetime
from typing import Any, Final

import cbor2
from asn1crypto import algos

from yiyuan.kernel import clock
from yiyuan.kernel.errors import RuleBroken
from yiyuan.licences.api import authority
from yiyuan.seals import oids, signing
from yiyuan.seals.authority import Holder

SM2_ALG: Final = -65537
ALG, KID = 1, 4  # of a COSE header
ISS, EXP, IAT, CTI = 1, 4, 6, 7  # claims of CWT
PLATFORM: Final = "yiyuan"
MARK: Final = "YY1."
LONGEST: Final = 1000  # characters of anything that claims to be one
COSE_SIGN1: Final = 18


def made(nonce: bytes, *, at: datetime, until: datetime) -> str:
    """The code as text."""
    holder = _holder()
    claims = {ISS: PLATFORM, EXP: int(until.timestamp()), IAT: int(at.timestamp()), CTI: nonce}
    protected, payload = cbor2.dumps({ALG: SM2_ALG}), cbor2.dumps(claims)
    der = holder.key.sign(_signed(protected, payload))
    raw = algos.DSASignature.load(der).to_p1363().rjust(64, b"\0")
    message = cbor2.CBORTag(COSE_SIGN1, [protected, {}, payload, raw])
    return MARK + base64.urlsafe_b64encode(cbor2.dumps(message)).rstrip(b"=").decode()


def nonce_of(code: str) -> str:
    """Its nonce in hex, once the signature holds. Accepts the address the code leads to as well.

    Raises RuleBroken("holders.code").
    """
    text = code.strip().rpartition("?c=")[2]
    if not text.startswith(MARK) or len(text) > LONGEST:
        raise RuleBroken("holders.code")
    try:
        body = text.removeprefix(MARK)
        found = cbor2.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
        return _nonce(found)
    except (ValueError, TypeError, KeyError, EOFError, binascii.Error, cbor2.CBORDecodeError) as error:
        raise RuleBroken("holders.code") from error


def _nonce(found: Any) -> str:  # whatever CBOR holds
    if not isinstance(found, cbor2.CBORTag) or found.tag != COSE_SIGN1:
        raise RuleBroken("holders.code")
    protected, _unprotected, payload, raw = found.value
    claims = cbor2.loads(payload)
    half = len(raw) // 2
    der = algos.DSASignature.from_p1363(bytes(raw)).dump() if half else b""
    key = _holder().certificate.public_key
    sound = cbor2.loads(protected) == {ALG: SM2_ALG} and claims[ISS] == PLATFORM
    if not sound or not signing.verify(key, _signed(protected, payload), der, oids.SM2):
        raise RuleBroken("holders.code")
    return bytes(claims[CTI]).hex()


def _signed(protected: bytes, payload: bytes) -> bytes:
    return cbor2.dumps(["Signature1", protected, b"", payload])


def _holder() -> Holder:
    """The key codes are signed with, of the local authority."""
    return authority().holder("showing", words="亮证码", organisation="一源", algorithm=oids.SM2, at=clock.now())
