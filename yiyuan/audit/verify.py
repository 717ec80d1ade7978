"""Is the record as it was sealed? Names each row that is not."""

from collections.abc import Iterator
from pathlib import Path

from django.db import connection, transaction
from django.db.models import Count, Exists, Min, OuterRef, Subquery

from yiyuan.audit import heads, rules
from yiyuan.audit.models import Checkpoint, Entry, SealLeaf
from yiyuan.audit.services import content_of, message, seal, stamp_of
from yiyuan.audit.signing import signer
from yiyuan.audit.types import Fault, Finding, Verdict
from yiyuan.kernel import clock
from yiyuan.kernel.errors import Unavailable


def verify() -> Verdict:
    """Seal first, then recompute every leaf and root and compare with the signed and the outside checkpoints.

    What cannot be proved: the removal of a row before its first seal.
    """
    try:
        seal()
    except Unavailable:
        pass  # what keeps the record from being sealed is found below
    before = {path: _lines(path) for path in heads.files()}  # what is written there stands in the database already
    outermost = not connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        if outermost:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")  # sealing goes on meanwhile
        checkpoints = list(Checkpoint.objects.order_by("tree_size"))
        findings = [*_rows(), *_copies(), *_tree(checkpoints), *_outside(checkpoints, before)]
        entries = Entry.objects.count()
    return Verdict(
        entries=entries,
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


def _copies() -> Iterator[Finding]:
    """Genuine rows that stand there twice: the time of an act, to the microsecond, is part of its stamp."""
    twice = Entry.objects.values("stamp").annotate(first=Min("id"), times=Count("id")).filter(times__gt=1)
    for row in twice:
        for entry in Entry.objects.filter(stamp=row["stamp"], id__gt=row["first"]).order_by("id"):
            yield Finding(Fault.INSERTED, entry.id, f"与第 {row['first']} 行完全相同")


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
        signed, size = bytes(checkpoint.signature), checkpoint.tree_size
        if tree.root() != root or not signer().verify_root(size, message(size, root), signed):
            yield Finding(Fault.RESEALED, 0, f"检查点 {checkpoint.tree_size} 的根或签名不符")
            return
    if next(leaves, None) is not None:
        yield Finding(Fault.RESEALED, 0, "有叶不属于任何检查点")


def _outside(checkpoints: list[Checkpoint], before: dict[Path, list[str]]) -> Iterator[Finding]:
    """The checkpoints kept outside against those in the database, both ways, in each place."""
    inside = {checkpoint.tree_size: bytes(checkpoint.root).hex() for checkpoint in checkpoints}
    for path, lines in before.items():
        place = f"（{path.parent}）" if len(before) > 1 else ""
        if inside and not path.exists():
            yield Finding(Fault.RESEALED, 0, f"库外检查点文件不存在{place}")
            continue
        for number, line in enumerate(lines, start=1):
            kept = heads.head_of(line)
            if kept is None:
                yield Finding(Fault.RESEALED, 0, f"库外检查点文件第 {number} 行读不出{place}")
            elif inside.get(kept[0]) != kept[1]:
                yield Finding(Fault.RESEALED, 0, f"库外检查点 {kept[0]} 与库内不符{place}")
        now = {heads.size_of(line) for line in _lines(path)}
        for size in sorted(inside)[:-1]:  # the last one may be on its way: the next sealing sees to it
            if size not in now:
                yield Finding(Fault.RESEALED, 0, f"库外检查点文件里没有检查点 {size}{place}")


def _lines(path: Path) -> list[str]:
    return path.read_text(errors="replace").splitlines() if path.exists() else []
