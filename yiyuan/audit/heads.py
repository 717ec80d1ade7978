"""The signed heads of the record outside the database: one file beside it, one in a second place where one is set.

Whoever can roll back the database and the file beside it together cannot reach the second place when it is a folder of
another machine: `verify` compares both.
"""

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings

from yiyuan.audit.models import Checkpoint

LAST_LINES = 4000  # bytes at the end of a file that hold its last lines


def files() -> list[Path]:
    """Where heads are kept; the first is the installation's own."""
    name = f"{settings.DATABASES['default']['NAME']}.jsonl"
    return [Path(folder) / name for folder in (settings.CHECKPOINTS, settings.CHECKPOINTS_ALSO) if folder]


def write(point: Checkpoint) -> None:
    """Append a head where it is not the last, on disk before we return.

    A second place that is not there keeps nothing from being sealed: `problem` tells, and the next head brings with it
    what the place missed. The file beside the database is never filled up: what it lacks was taken from it.
    """
    own, *second = files()
    own.parent.mkdir(parents=True, exist_ok=True)
    _append(own, point, [])
    for path in second:
        try:
            _append(path, point, _missed(path, point))
        except OSError:
            continue


def problem() -> str:
    """What is wrong with the second place, in words with what to do; "" when there is none or it is up to date."""
    newest = Checkpoint.objects.order_by("-tree_size").first()
    if newest is None:
        return ""
    for path in files()[1:]:
        if not path.parent.is_dir():
            return f"审计检查点的第二存放处 {path.parent} 不在。看这个目录是否已挂载。"
        if bytes(newest.root).hex() not in _last(path):
            return f"审计检查点的第二存放处 {path.parent} 没有最新的检查点。看这个目录能否写入，一分钟后再查。"
    return ""


def _missed(path: Path, point: Checkpoint) -> Iterable[Checkpoint]:
    """The checkpoints between the last one the file holds and this one."""
    sizes = [size for line in _last(path).splitlines() if (size := size_of(line)) is not None]
    after = max((size for size in sizes if size < point.tree_size), default=0)
    return Checkpoint.objects.filter(tree_size__gt=after, tree_size__lt=point.tree_size).order_by("tree_size")


def _append(path: Path, point: Checkpoint, before: Iterable[Checkpoint]) -> None:
    last = _last(path)
    if bytes(point.root).hex() in last:
        return
    lines = [json.dumps(_line(one)) for one in [*before, point]]
    with path.open("a") as file:
        if last and not last.endswith("\n"):
            file.write("\n")  # a line torn by a full disk stays as evidence
        file.write("".join(f"{line}\n" for line in lines))
        file.flush()
        os.fsync(file.fileno())


def _line(point: Checkpoint) -> dict[str, object]:
    return {
        "tree_size": point.tree_size,
        "root": bytes(point.root).hex(),
        "key_id": point.key_id,
        "signature": bytes(point.signature).hex(),
        "sealed_at": point.sealed_at.isoformat(),
    }


def _last(path: Path) -> str:
    """The end of a file; "" where there is none."""
    if not path.exists():
        return ""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - LAST_LINES))
        return file.read().decode(errors="replace")


def head_of(line: str | bytes) -> tuple[int, str] | None:
    """Size and root of a line; None when it is none."""
    try:
        kept = json.loads(line)
        return int(kept["tree_size"]), str(kept["root"])
    except (ValueError, KeyError, TypeError):
        return None


def size_of(line: str | bytes) -> int | None:
    found = head_of(line)
    return found and found[0]


def lines_up_to(path: Path, tree_size: int) -> Iterator[bytes]:
    """The file's whole lines about checkpoints of at most this size: what belongs to a database of that state."""
    with path.open("rb") as file:
        for line in file:
            size = size_of(line)
            if size is None or size <= tree_size:  # a spoilt line is evidence
                yield line
