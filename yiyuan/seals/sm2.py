"""SM2 signatures, DER in and out, under the identity 1234567812345678: by the system's libcrypto 3, else in Python.

OpenSSL 3 signs under an empty identity when none is given, which no other product accepts; so it is always given.
"""

import ctypes
import secrets
from functools import cache, lru_cache
from typing import Any, Self

from asn1crypto import algos, keys

from yiyuan.seals import curve, oids


@cache
def _library() -> Any:  # a ctypes library, None where there is none
    try:
        library = ctypes.CDLL("libcrypto.so.3")
        library.EVP_sm3  # noqa: B018 - builds without SM3 lack the name
    except (OSError, AttributeError):
        return None
    pointer, size, text = ctypes.c_void_p, ctypes.c_size_t, ctypes.c_char_p
    kinds = {
        "EVP_sm3": (pointer, []),
        "d2i_AutoPrivateKey": (pointer, [pointer, ctypes.POINTER(text), ctypes.c_long]),
        "d2i_PUBKEY": (pointer, [pointer, ctypes.POINTER(text), ctypes.c_long]),
        "EVP_PKEY_CTX_new": (pointer, [pointer, pointer]),
        "EVP_PKEY_CTX_set1_id": (ctypes.c_int, [pointer, text, ctypes.c_int]),
        "EVP_MD_CTX_new": (pointer, []),
        "EVP_MD_CTX_set_pkey_ctx": (None, [pointer, pointer]),
        "EVP_DigestSignInit": (ctypes.c_int, [pointer] * 5),
        "EVP_DigestSign": (ctypes.c_int, [pointer, text, ctypes.POINTER(size), text, size]),
        "EVP_DigestVerifyInit": (ctypes.c_int, [pointer] * 5),
        "EVP_DigestVerify": (ctypes.c_int, [pointer, text, size, text, size]),
        "EVP_MD_CTX_free": (None, [pointer]),
        "EVP_PKEY_CTX_free": (None, [pointer]),
        "EVP_PKEY_free": (None, [pointer]),
        "ERR_clear_error": (None, []),
    }
    for name, (answer, arguments) in kinds.items():
        function = getattr(library, name)
        function.restype, function.argtypes = answer, arguments
    return library


def backend() -> str:
    """What signs and verifies here: "libcrypto" or "python"."""
    return "libcrypto" if _library() else "python"


class _Handle:
    """A key inside libcrypto."""

    def __init__(self, reader: str, der: bytes) -> None:
        self._free = _library().EVP_PKEY_free
        self.pointer = getattr(_library(), reader)(None, ctypes.byref(ctypes.c_char_p(der)), len(der))
        if not self.pointer:
            _library().ERR_clear_error()
            raise ValueError("libcrypto does not take this key")

    def __del__(self) -> None:
        if self.pointer:
            self._free(self.pointer)


class _Use:
    """One signing or verifying: the identity is set before the digest begins."""

    def __init__(self, key: _Handle, begin: str) -> None:
        library = _library()
        self.key = key
        self.digest = library.EVP_MD_CTX_new()
        self.context = library.EVP_PKEY_CTX_new(key.pointer, None)
        well = library.EVP_PKEY_CTX_set1_id(self.context, curve.ID, len(curve.ID)) == 1
        library.EVP_MD_CTX_set_pkey_ctx(self.digest, self.context)
        self.ready = well and getattr(library, begin)(self.digest, None, library.EVP_sm3(), None, key.pointer) == 1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        library = _library()
        library.EVP_MD_CTX_free(self.digest)
        library.EVP_PKEY_CTX_free(self.context)
        library.ERR_clear_error()


def generate() -> int:
    """A new private number."""
    return secrets.randbelow(curve.N - 2) + 1


def spki_of(public: bytes) -> keys.PublicKeyInfo:
    return keys.PublicKeyInfo(
        {
            "algorithm": {"algorithm": "ec", "parameters": keys.ECDomainParameters("named", oids.SM2_NAME)},
            "public_key": public,
        }
    )


def private_der(secret: int) -> bytes:
    """PKCS#8, as openssl reads it."""
    inner = keys.ECPrivateKey(
        {
            "version": 1,
            "private_key": secret,
            "public_key": curve.public_of(secret),
        }
    )
    outer = keys.PrivateKeyInfo(
        {
            "version": 0,
            "private_key_algorithm": {
                "algorithm": "ec",
                "parameters": keys.ECDomainParameters("named", oids.SM2_NAME),
            },
            "private_key": inner,
        }
    )
    return bytes(outer.dump())


def private_of(der: bytes) -> int:
    """The number in a PKCS#8 key of SM2. Raises ValueError."""
    info = keys.PrivateKeyInfo.load(der)
    if info["private_key_algorithm"]["parameters"].native != oids.SM2_NAME:
        raise ValueError("not a key of SM2")
    return int.from_bytes(info["private_key"].parsed["private_key"].contents, "big")


@lru_cache(maxsize=64)
def _private(secret: int) -> _Handle:
    return _Handle("d2i_AutoPrivateKey", private_der(secret))


@lru_cache(maxsize=512)
def _public(public: bytes) -> _Handle:
    curve.decoded(public)
    return _Handle("d2i_PUBKEY", bytes(spki_of(public).dump()))


def sign(secret: int, message: bytes) -> bytes:
    if not _library():
        r, s = curve.sign(secret, message)
        return bytes(algos.DSASignature({"r": r, "s": s}).dump())
    with _Use(_private(secret), "EVP_DigestSignInit") as use:
        room = ctypes.create_string_buffer(80)
        length = ctypes.c_size_t(len(room))
        well = use.ready and _library().EVP_DigestSign(use.digest, room, ctypes.byref(length), message, len(message))
        if well != 1:
            raise RuntimeError("libcrypto did not sign")
        return room.raw[: length.value]


def verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether this is the signature of this message by the key of this point (65 bytes); never raises."""
    try:
        if not _library():
            pair = algos.DSASignature.load(signature, strict=True)
            numbers = (int(pair["r"].native), int(pair["s"].native))
            canonical = algos.DSASignature({"r": numbers[0], "s": numbers[1]}).dump() == signature
            return canonical and curve.verify(public, message, numbers)
        with _Use(_public(public), "EVP_DigestVerifyInit") as use:
            asked = (signature, len(signature), message, len(message))
            return bool(use.ready) and _library().EVP_DigestVerify(use.digest, *asked) == 1
    except (ValueError, TypeError):  # no point of the curve, no DER
        return False
