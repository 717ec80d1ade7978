"""Files handed in for a case: sealed under their digest and place."""

import hashlib
from pathlib import PurePath
from typing import Any, Final

from yiyuan.dataplane import scans
from yiyuan.dataplane.shelf import Shelf
from yiyuan.kernel.errors import RuleBroken
from yiyuan.services.types import File

MOST_BYTES: Final = 20 * 1024 * 1024
PAPERS: Final = Shelf("services", "services")


def keep(file: File) -> dict[str, Any]:  # fields of `Proof`
    """Raises RuleBroken("services.file")."""
    kind = scans.kind_of(file.content)
    if not kind or len(file.content) > MOST_BYTES:
        raise RuleBroken("services.file")
    digest = hashlib.sha256(file.content).hexdigest()
    PAPERS.keep(file.content, name=digest)
    name = PurePath(file.name.replace("\\", "/")).name[-200:] or "文件"
    return {"file_name": name, "media": scans.KINDS[kind], "sha256": digest}


def content_of(sha256: str) -> bytes:
    """As it was handed in. Raises Damaged."""
    return PAPERS.read(sha256, sha256=sha256)
