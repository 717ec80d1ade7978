"""Papers of credit: documents behind records, evidence; sealed under their digest."""

import hashlib
from pathlib import PurePath
from typing import Final

from yiyuan.credit.types import File
from yiyuan.dataplane import scans
from yiyuan.dataplane.shelf import Shelf
from yiyuan.kernel.errors import RuleBroken

MOST_BYTES: Final = 20 * 1024 * 1024
PAPERS: Final = Shelf("credit", "credit")


def keep(file: File) -> tuple[str, str]:
    """Its plain name and digest. Raises RuleBroken("credit.file")."""
    if not scans.kind_of(file.content) or len(file.content) > MOST_BYTES:
        raise RuleBroken("credit.file")
    digest = hashlib.sha256(file.content).hexdigest()
    PAPERS.keep(file.content, name=digest)
    return PurePath(file.name.replace("\\", "/")).name[-200:] or "文件", digest


def reseal() -> int:
    """After the installation's secret was changed; how many were not sealed by the newest. Raises Damaged."""
    return PAPERS.reseal()
