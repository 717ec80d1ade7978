"""Writing and sealing the record."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from yiyuan.audit import heads, rules
from yiyuan.audit.models import Checkpoint, Entry, SealLeaf
from yiyuan.audit.signing import keyed, keyed_for_ever, signer
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import Unavailable
from yiyuan.kernel.identifiers import plain_code

SEAL_LOCK = 0x5EA1  # advisory lock: one sealer at a time


def content_of(entry: Entry) -> bytes:
    """Canonical bytes of an entry as it stands in the table."""
    return rules.canonical(
        at=entry.at,
        legal_on=entry.legal_on,
        actor=(
            entry.actor_account_id,
            entry.actor_name,
            entry.actor_organisation_id,
            entry.actor_organisation,
            entry.region_code,
            entry.channel,
        ),
        tag=entry.tag,
        target=(entry.object_type, entry.object_id),
        requirement_ids=entry.requirement_ids,
        facts=entry.facts,
        subjects=entry.subjects,
    )


def stamp_of(content: bytes) -> bytes:
    """Shows that this installation wrote the row: nobody else can compute it."""
    return keyed("audit.stamp", content)


def subject_hash(document_number: str) -> str:
    """A data subject without their number: 32 hex digits, the same for the same person in this installation only."""
    return keyed_for_ever("audit.subject", plain_code(document_number).encode()).hex()[:32]


def _plain(facts: Mapping[str, Any]) -> dict[str, Any]:  # JSON values
    """Facts as they will be read back; a copy through JSON only where one is more than a word or a number."""
    if all(type(value) in (str, int, bool) for value in facts.values()):
        return dict(facts)
    plain: dict[str, Any] = json.loads(json.dumps(dict(facts), default=str))
    return plain


def make_entry(
    actor: Actor,
    tag: str,
    *,
    object_type: str,
    object_id: int | str,
    requirement_ids: Sequence[str] = (),
    facts: Mapping[str, Any] | None = None,  # JSON values
    subjects: Sequence[str] = (),
    at: datetime | None = None,
) -> Entry:
    """An entry with its stamp, not yet written."""
    entry = Entry(
        at=at or clock.real_now(),
        legal_on=clock.today(),
        actor_account_id=actor.account_id,
        actor_name=actor.person_name,
        actor_organisation_id=actor.organisation_id,
        actor_organisation=actor.organisation_name,
        region_code=actor.region_code,
        channel=actor.channel.value,
        tag=str(tag),
        object_type=object_type,
        object_id=str(object_id),
        requirement_ids=list(requirement_ids),
        facts=_plain(facts or {}),
        subjects=list(subjects),
    )
    entry.stamp = stamp_of(content_of(entry))
    return entry


def record(actor: Actor, tag: str, **what: Any) -> int:  # the keyword arguments of make_entry
    """Write one act in the caller's transaction; returns the entry's id.

    Never pass personal content: subjects by `subject_hash`, facts as ids, counts and dates.
    """
    entry = make_entry(actor, tag, **what)
    entry.save(force_insert=True)
    return entry.id


@transaction.atomic
def seal() -> Checkpoint | None:
    """Take every committed unsealed entry into the tree and sign its root; None if there is nothing new.

    A row whose stamp is wrong is not sealed: `verify` names it. A checkpoint this installation did not sign is passed
    over. Safe to repeat. Raises Unavailable("audit.seal") where a foreign leaf stands in the way.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEAL_LOCK])
    points = Checkpoint.objects.order_by("-tree_size")
    last = points.first()
    while last and not _is_ours(last):
        last = points.filter(tree_size__lt=last.tree_size).first()
    tree = rules.Tree(last.tree_size, map(bytes.fromhex, last.frontier)) if last else rules.Tree()
    if SealLeaf.objects.filter(leaf_index__gte=tree.size).exists():
        raise Unavailable("audit.seal", leaf=tree.size)
    if last:
        heads.write(last)  # ended between the commit and the file
    unsealed = Entry.objects.filter(~Exists(SealLeaf.objects.filter(entry_id=OuterRef("pk")))).order_by("id")
    leaves = []
    for entry in unsealed.iterator(chunk_size=5000):
        content = content_of(entry)
        stamp = bytes(entry.stamp)
        if stamp != stamp_of(content):
            continue
        leaf = rules.leaf_hash(content, stamp)
        leaves.append(SealLeaf(leaf_index=tree.size, entry_id=entry.id, leaf=leaf))
        tree.append(leaf)
    if not leaves:
        return None
    SealLeaf.objects.bulk_create(leaves, batch_size=5000)
    root = tree.root()
    checkpoint = Checkpoint.objects.create(
        tree_size=tree.size,
        root=root,
        frontier=[node.hex() for node in tree.frontier],
        key_id=signer().key_id,
        signature=signer().sign(message(tree.size, root)),
        sealed_at=clock.real_now(),
    )
    transaction.on_commit(lambda: heads.write(checkpoint))
    return checkpoint


def _is_ours(point: Checkpoint) -> bool:
    """Signed here, and its frontier is that of its root."""
    root = bytes(point.root)
    whole = len(point.frontier) == point.tree_size.bit_count()
    signed = signer().verify_root(point.tree_size, message(point.tree_size, root), bytes(point.signature))
    return signed and whole and rules.Tree(point.tree_size, map(bytes.fromhex, point.frontier)).root() == root


def message(tree_size: int, root: bytes) -> bytes:
    """What is signed."""
    return b"yiyuan.audit.v1\n" + str(tree_size).encode() + b"\n" + root
