"""Blobs at rest: AES-256-GCM in chunks, under a key of their own derived from the installation's secret.

The context (what the blob is, whose) is bound in: a blob moved to another place does not open. A blob cut short,
reordered or changed does not open either. Layout: magic, 32 bytes of salt, then chunks of length, ciphertext and tag.
"""

import os
import struct
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from yiyuan.kernel.errors import Damaged

OLD_KEYS: Final = "old-keys"  # folder of the home: keys used before, see config/keys.py
_MAGIC: Final = b"YIYUAN1\n"
_SALT_BYTES: Final = 32
_CHUNK_BYTES: Final = 1024 * 1024
_TAG_BYTES: Final = 16
_LAST: Final = 1 << 31  # top bit of a chunk's length


def seal(chunks: Iterable[bytes], *, secret: str, context: str) -> Iterator[bytes]:
    """Encrypt a stream of bytes of any sizes. `context` must be given again to open."""
    salt = os.urandom(_SALT_BYTES)
    cipher = _cipher(secret, salt, context)
    yield _MAGIC + salt
    buffer = bytearray()
    number = 0
    for chunk in chunks:
        buffer += chunk
        while len(buffer) > _CHUNK_BYTES:  # keeps at least one byte for the last chunk
            yield _sealed(cipher, bytes(buffer[:_CHUNK_BYTES]), number, last=False)
            del buffer[:_CHUNK_BYTES]
            number += 1
    yield _sealed(cipher, bytes(buffer), number, last=True)


def unseal(chunks: Iterable[bytes], *, secrets: Sequence[str], context: str) -> Iterator[bytes]:
    """Decrypt what `seal` made. Every piece handed out is genuine; Damaged tells that the whole is not.

    secrets: the one in use and those before it; the first piece tells which of them it was.
    """
    source = _Reader(chunks, context)
    if source.take(len(_MAGIC)) != _MAGIC:
        raise Damaged(context)
    salt = source.take(_SALT_BYTES)
    ciphers = [_cipher(secret, salt, context) for secret in secrets]
    number = 0
    while True:
        (header,) = struct.unpack(">I", source.take(4))
        length, last = header & ~_LAST, bool(header & _LAST)
        if length > _CHUNK_BYTES + _TAG_BYTES:
            raise Damaged(context)
        cipher, plain = _opened(ciphers, source.take(length), number, last=last, context=context)
        yield plain
        if last:
            break
        ciphers = [cipher]
        number += 1
    if source.more():
        raise Damaged(context)


def unseal_file(path: Path, *, secrets: Sequence[str], context: str) -> Iterator[bytes]:
    """`unseal` for a file. Raises Damaged, naming it, where it is altered, gone, or the disk does not give it."""
    try:
        yield from unseal(read_pieces(path), secrets=secrets, context=context)
    except (Damaged, OSError) as error:
        raise Damaged(context, file=place_of(path)) from error


def check_file(path: Path, *, secrets: Sequence[str], context: str) -> None:
    """Read it through, so that no part of it leaves where the whole is not genuine. Raises as `unseal_file`."""
    for _piece in unseal_file(path, secrets=secrets, context=context):
        pass


def place_of(path: Path) -> str:
    """Where a file lies below the home, as people look for it."""
    home = Path(settings.HOME)
    return str(path.relative_to(home)) if path.is_relative_to(home) else path.name


def seal_bytes(plain: bytes, *, secret: str, context: str) -> bytes:
    """`seal` for what fits in memory."""
    return b"".join(seal([plain], secret=secret, context=context))


def unseal_bytes(sealed: bytes, *, secrets: Sequence[str], context: str) -> bytes:
    """`unseal` for what fits in memory: all or Damaged."""
    return b"".join(unseal([sealed], secrets=secrets, context=context))


def is_sealed_with(chunks: Iterable[bytes], *, secret: str, context: str) -> bool:
    """Whether this very secret opens it, by its first piece. What is no blob of ours at all raises Damaged."""
    source = _Reader(chunks, context)
    if source.take(len(_MAGIC)) != _MAGIC:
        raise Damaged(context)
    cipher = _cipher(secret, source.take(_SALT_BYTES), context)
    (header,) = struct.unpack(">I", source.take(4))
    try:
        _opened([cipher], source.take(header & ~_LAST), 0, last=bool(header & _LAST), context=context)
    except Damaged:
        return False
    return True


def reseal_bytes(sealed: bytes, *, secrets: Sequence[str], context: str) -> bytes | None:
    """The same under the first of the secrets; None when it is. Raises Damaged when none of them opens it."""
    if is_sealed_with([sealed], secret=secrets[0], context=context):
        return None
    return seal_bytes(unseal_bytes(sealed, secrets=secrets, context=context), secret=secrets[0], context=context)


def reseal_file(path: Path, *, secrets: Sequence[str], context: str) -> bool:
    """The same for a file, in its place, whole or not at all; whether it was sealed anew."""
    if is_sealed_with(read_pieces(path), secret=secrets[0], context=context):
        return False
    plain = unseal(read_pieces(path), secrets=secrets, context=context)
    _write(path, seal(plain, secret=secrets[0], context=context))
    return True


def seal_file(source: Path, target: Path, *, secret: str, context: str) -> None:
    """Write `source` sealed to `target`, whole or not at all, 0600."""
    _write(target, seal(read_pieces(source), secret=secret, context=context))


def _write(target: Path, pieces: Iterable[bytes]) -> None:
    part = target.with_name(target.name + ".part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        for piece in pieces:
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    part.replace(target)


def read_pieces(path: Path) -> Iterator[bytes]:
    """A file in chunks, to seal or unseal."""
    with path.open("rb") as file:
        while piece := file.read(_CHUNK_BYTES):
            yield piece


def _cipher(secret: str, salt: bytes, context: str) -> AESGCM:
    info = b"yiyuan vault 1\0" + context.encode()
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=salt, info=info).derive(secret.encode()))


def _opened(ciphers: Sequence[AESGCM], body: bytes, number: int, *, last: bool, context: str) -> tuple[AESGCM, bytes]:
    """The cipher that opens this piece, and what is in it."""
    for cipher in ciphers:
        try:
            return cipher, cipher.decrypt(_nonce(number), body, _label(number, last=last))
        except InvalidTag:
            continue
    raise Damaged(context)


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")  # the key is of this blob alone, so counting is safe


def _label(number: int, *, last: bool) -> bytes:
    return struct.pack(">Q?", number, last)


def _sealed(cipher: AESGCM, plain: bytes, number: int, *, last: bool) -> bytes:
    body = cipher.encrypt(_nonce(number), plain, _label(number, last=last))
    return struct.pack(">I", len(body) | (_LAST if last else 0)) + body


class _Reader:
    """Exact numbers of bytes from chunks of any sizes."""

    def __init__(self, chunks: Iterable[bytes], context: str) -> None:
        self._chunks = iter(chunks)
        self._context = context
        self._buffer = bytearray()

    def take(self, count: int) -> bytes:
        while len(self._buffer) < count:
            chunk = next(self._chunks, None)
            if chunk is None:
                raise Damaged(self._context)
            self._buffer += chunk
        taken = bytes(self._buffer[:count])
        del self._buffer[:count]
        return taken

    def more(self) -> bool:
        return bool(self._buffer) or any(self._chunks)
