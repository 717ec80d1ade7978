"""SM2 in plain Python: what `sm2` falls back to where no libcrypto 3 is, and what its tests compare with.

Not of constant time: for development and tests. GB/T 32918.
"""

import secrets
from functools import cache, lru_cache

from cryptography.hazmat.primitives import hashes

P = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
A = P - 3
B = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
N = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
G = (
    0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7,
    0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0,
)
ID = b"1234567812345678"  # the identity every Chinese product signs under
SIZE = 32

Point = tuple[int, int]
Jacobian = tuple[int, int, int]
_NOWHERE: Jacobian = (1, 1, 0)


def sm3(*parts: bytes) -> bytes:
    digest = hashes.Hash(hashes.SM3())
    for part in parts:
        digest.update(part)
    return digest.finalize()


def encoded(point: Point) -> bytes:
    """Uncompressed, 65 bytes."""
    return b"\x04" + point[0].to_bytes(SIZE, "big") + point[1].to_bytes(SIZE, "big")


def decoded(point: bytes) -> Point:
    """Raises ValueError where it is no point of the curve."""
    if len(point) != 1 + 2 * SIZE or point[0] != 4:  # noqa: PLR2004 - mark of an uncompressed point
        raise ValueError("not an uncompressed point")
    x, y = int.from_bytes(point[1:33], "big"), int.from_bytes(point[33:], "big")
    if x >= P or y >= P or (y * y - (x * x * x + A * x + B)) % P:
        raise ValueError("not on the curve")
    return x, y


def public_of(secret: int) -> bytes:
    return encoded(_affine(_times_base(secret)))


@lru_cache(maxsize=256)
def _identity(point: bytes) -> bytes:
    numbers = b"".join(n.to_bytes(SIZE, "big") for n in (A, B, *G))
    return sm3((len(ID) * 8).to_bytes(2, "big"), ID, numbers, point[1:])


def digest_of(message: bytes, *, public: bytes) -> int:
    """What is signed (e in the standard): over the identity of the signer and the message."""
    return int.from_bytes(sm3(_identity(public), message), "big")


def sign(secret: int, message: bytes) -> tuple[int, int]:
    e = digest_of(message, public=public_of(secret))
    while True:
        k = secrets.randbelow(N - 1) + 1
        r = (e + _affine(_times_base(k))[0]) % N
        s = pow(1 + secret, -1, N) * (k - r * secret) % N
        if r and r + k != N and s:
            return r, s


def verify(public: bytes, message: bytes, pair: tuple[int, int]) -> bool:
    r, s = pair
    t = (r + s) % N
    if not (0 < r < N and 0 < s < N and t):
        return False
    x, y = decoded(public)
    found = _add(_times_base(s), _times((x, y, 1), t))
    return found[2] != 0 and (digest_of(message, public=public) + _affine(found)[0]) % N == r


def _double(a: Jacobian) -> Jacobian:
    x, y, z = a
    if not z or not y:
        return _NOWHERE
    square = y * y % P
    s = 4 * x * square % P
    m = 3 * (x - z * z) * (x + z * z) % P  # a = -3
    x2 = (m * m - 2 * s) % P
    return x2, (m * (s - x2) - 8 * square * square) % P, 2 * y * z % P


def _add(a: Jacobian, b: Jacobian) -> Jacobian:
    if not a[2]:
        return b
    if not b[2]:
        return a
    z1, z2 = a[2] * a[2] % P, b[2] * b[2] % P
    u1, u2 = a[0] * z2 % P, b[0] * z1 % P
    s1, s2 = a[1] * z2 * b[2] % P, b[1] * z1 * a[2] % P
    if u1 == u2:
        return _double(a) if s1 == s2 else _NOWHERE
    h, r = u2 - u1, s2 - s1
    h2 = h * h % P
    h3, v = h * h2 % P, u1 * h2 % P
    x = (r * r - h3 - 2 * v) % P
    return x, (r * (v - x) - s1 * h3) % P, h * a[2] * b[2] % P


def _row(point: Jacobian) -> list[Jacobian]:
    """0 to 15 times a point."""
    row = [_NOWHERE, point]
    for _ in range(14):
        row.append(_add(row[-1], point))
    return row


@cache
def _base() -> list[list[Jacobian]]:
    """For each of 64 places of 4 bits, 0 to 15 times the base point."""
    rows, point = [], (*G, 1)
    for _ in range(64):
        rows.append(_row(point))
        for _ in range(4):
            point = _double(point)
    return rows


def _times_base(k: int) -> Jacobian:
    found = _NOWHERE
    for at, row in enumerate(_base()):
        found = _add(found, row[k >> (4 * at) & 15])
    return found


def _times(point: Jacobian, k: int) -> Jacobian:
    row, found = _row(point), _NOWHERE
    for at in reversed(range(64)):
        for _ in range(4):
            found = _double(found)
        found = _add(found, row[k >> (4 * at) & 15])
    return found


def _affine(point: Jacobian) -> Point:
    inverse = pow(point[2], -1, P)
    square = inverse * inverse % P
    return point[0] * square % P, point[1] * square * inverse % P
