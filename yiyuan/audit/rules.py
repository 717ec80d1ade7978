"""Canonical form, leaf hash and Merkle tree of the record (RFC 6962). Pure."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any

_compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


def canonical(
    *,
    at: datetime,
    legal_on: date,
    actor: Sequence[Any],  # account id, name, organisation id, organisation, region, channel
    tag: str,
    target: Sequence[str],  # object type, object id
    requirement_ids: Sequence[str],
    facts: dict[str, Any],  # JSON
    subjects: Sequence[str],
) -> bytes:
    """The bytes that are stamped and hashed: compact JSON with sorted keys, times in UTC with microseconds."""
    form = [
        at.astimezone(UTC).isoformat(timespec="microseconds"),
        legal_on.isoformat(),
        list(actor),
        tag,
        list(target),
        list(requirement_ids),
        facts,
        list(subjects),
    ]
    return _compact(form).encode()


def leaf_hash(content: bytes, stamp: bytes) -> bytes:
    """Leaf of one entry; the stamp is part of it, so neither can be exchanged alone."""
    return hashlib.sha256(b"\x00" + stamp + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tree:
    """An append-only Merkle tree that keeps only its right edge, so sealing costs no reread of older leaves."""

    def __init__(self, size: int = 0, frontier: Iterable[bytes] = ()) -> None:
        self.size = size
        self.frontier = list(frontier)
        assert len(self.frontier) == size.bit_count(), "frontier does not fit the size"

    def append(self, leaf: bytes) -> None:
        node, size = leaf, self.size
        while size & 1:
            node = node_hash(self.frontier.pop(), node)
            size >>= 1
        self.frontier.append(node)
        self.size += 1

    def root(self) -> bytes:
        """Root over all leaves; of an empty tree the hash of nothing."""
        if not self.frontier:
            return hashlib.sha256(b"").digest()
        node = self.frontier[-1]
        for left in reversed(self.frontier[:-1]):
            node = node_hash(left, node)
        return node
