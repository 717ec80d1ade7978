"""Papers of opening: agreements, consents, records; sealed under their digest."""

import hashlib
from pathlib import PurePath
from typing import Final

from yiyuan.dataplane import scans
from yiyuan.dataplane.shelf import Shelf
from yiyuan.kernel.errors import RuleBroken
from yiyuan.opening.types import File

MOST_BYTES: Final = 20 * 1024 * 1024
PAPERS: Final = Shelf("opening", "opening")


def keep(file: File) -> tuple[str, str]:
    """Its plain name and digest. Raises RuleBroken("opening.file")."""
    if not scans.kind_of(file.content) or len(file.content) > MOST_BYTES:
        raise RuleBroken("opening.file")
    digest = hashlib.sha256(file.content).hexdigest()
    PAPERS.keep(file.content, name=digest)
    return PurePath(file.name.replace("\\", "/")).name[-200:] or "文件", digest


def reseal() -> int:
    """After the installation's secret was changed; how many were not sealed by the newest. Raises Damaged."""
    return PAPERS.reseal()
