"""Is the record as it was sealed? Names each row that is not."""

import json
from collections.abc import Iterator

from django.db import transaction
from django.db.models import Exists, OuterRef, Subquery

from yiyuan.audit import rules
from yiyuan.audit.models import Checkpoint, Entry, SealLeaf
from yiyuan.audit.services import content_of, message, outside_file, seal, stamp_of
from yiyuan.audit.signing import signer
from yiyuan.audit.types import Fault, Finding, Verdict
from yiyuan.kernel import clock


def verify() -> Verdict:
    """Seal first, then recompute every leaf and root and compare with the signed and the outside checkpoints.

    What cannot be proved: the removal of a row before its first seal.
    """
    seal()
    with transaction.atomic():
        checkpoints = list(Checkpoint.objects.order_by("tree_size"))
        findings = [*_rows(), *_tree(checkpoints), *_outside(checkpoints)]
    return Verdict(
        entries=Entry.objects.count(),
        checkpoints=len(checkpoints),
        root=bytes(checkpoints[-1].root).hex() if checkpoints else "",
        checked_at=clock.real_now(),
        findings=tuple(findings),
    )


def _rows() -> Iterator[Finding]:
    """Rows against their leaves, in one pass over both."""
    leaf = SealLeaf.objects.filter(entry_id=OuterRef("pk")).values("leaf")
    for entry in Entry.objects.annotate(sealed_leaf=Subquery(leaf)).order_by("id").iterator(chunk_size=5000):
        content, stamp = content_of(entry), bytes(entry.stamp)
        stamped = stamp == stamp_of(content)
        if entry.sealed_leaf is None:
            if not stamped:
                yield Finding(Fault.INSERTED, entry.id, f"{entry.tag} {entry.object_type}:{entry.object_id}")
        elif bytes(entry.sealed_leaf) != rules.leaf_hash(content, stamp):
            fault = Fault.RESEALED if stamped else Fault.CHANGED
            yield Finding(fault, entry.id, f"{entry.tag} {entry.object_type}:{entry.object_id}")
    gone = SealLeaf.objects.filter(~Exists(Entry.objects.filter(id=OuterRef("entry_id")))).order_by("leaf_index")
    for lost in gone:
        yield Finding(Fault.REMOVED, lost.entry_id, f"第 {lost.leaf_index + 1} 片叶")


def _tree(checkpoints: list[Checkpoint]) -> Iterator[Finding]:
    """The leaves against every signed root."""
    tree = rules.Tree()
    leaves = SealLeaf.objects.order_by("leaf_index").values_list("leaf_index", "leaf").iterator(chunk_size=10_000)
    for checkpoint in checkpoints:
        while tree.size < checkpoint.tree_size:
            index, leaf = next(leaves, (None, b""))
            if index != tree.size:
                yield Finding(Fault.RESEALED, 0, f"检查点 {checkpoint.tree_size} 缺第 {tree.size + 1} 片叶")
                return
            tree.append(bytes(leaf))
        root = bytes(checkpoint.root)
        if tree.root() != root or not signer().verify(message(checkpoint.tree_size, root), bytes(checkpoint.signature)):
            yield Finding(Fault.RESEALED, 0, f"检查点 {checkpoint.tree_size} 的根或签名不符")
            return
    if next(leaves, None) is not None:
        yield Finding(Fault.RESEALED, 0, "有叶不属于任何检查点")


def _outside(checkpoints: list[Checkpoint]) -> Iterator[Finding]:
    """The checkpoints kept outside against those in the database."""
    path = outside_file()
    inside = {checkpoint.tree_size: bytes(checkpoint.root).hex() for checkpoint in checkpoints}
    if not path.exists():
        if inside:
            yield Finding(Fault.RESEALED, 0, "库外检查点文件不存在")
        return
    for line in path.read_text().splitlines():
        kept = json.loads(line)
        if inside.get(kept["tree_size"]) != kept["root"]:
            yield Finding(Fault.RESEALED, 0, f"库外检查点 {kept['tree_size']} 与库内不符")
