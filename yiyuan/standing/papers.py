"""Papers of this room: commitments, decisions, authorisations, bought reports; sealed under their digest."""

import hashlib
from pathlib import PurePath
from typing import Final

from yiyuan.dataplane import scans
from yiyuan.dataplane.shelf import Shelf
from yiyuan.kernel.errors import RuleBroken
from yiyuan.standing.types import File

MOST_BYTES: Final = 20 * 1024 * 1024
PAPERS: Final = Shelf("standing", "standing")


def keep(file: File) -> dict[str, str]:
    """Its plain name and digest, as fields. Raises RuleBroken("standing.file")."""
    if not scans.kind_of(file.content) or len(file.content) > MOST_BYTES:
        raise RuleBroken("standing.file")
    digest = hashlib.sha256(file.content).hexdigest()
    PAPERS.keep(file.content, name=digest)
    return {"file_name": PurePath(file.name.replace("\\", "/")).name[-200:] or "文件", "sha256": digest}
