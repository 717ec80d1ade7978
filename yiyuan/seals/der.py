"""DER by hand, where a structure is put together from parts that are DER already: asn1crypto would write them anew."""

from asn1crypto import core


def wrapped(tag: int, *parts: bytes) -> bytes:
    content = b"".join(parts)
    size = len(content)
    if size < 0x80:  # noqa: PLR2004 - one byte of length
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + content


def sequence(*parts: bytes) -> bytes:
    return wrapped(0x30, *parts)


def members(*parts: bytes) -> bytes:
    """A SET OF, in the order DER asks for."""
    return wrapped(0x31, *sorted(parts))


def octets(content: bytes) -> bytes:
    return wrapped(0x04, content)


def bits(content: bytes) -> bytes:
    return wrapped(0x03, b"\0", content)


def oid(dotted: str) -> bytes:
    return bytes(core.ObjectIdentifier(dotted).dump())


def integer(number: int) -> bytes:
    return bytes(core.Integer(number).dump())
