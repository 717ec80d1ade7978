"""Files of this room: what is taken, kept sealed under its digest."""

import hashlib
from pathlib import PurePath
from typing import Any, Final

from yiyuan.dataplane import scans
from yiyuan.dataplane.shelf import Shelf
from yiyuan.kernel.errors import RuleBroken
from yiyuan.projects.types import File

MOST_BYTES: Final = 20 * 1024 * 1024
PAPERS: Final = Shelf("projects", "projects")


def keep(file: File) -> dict[str, Any]:  # fields of `Material`
    """Raises RuleBroken("projects.file")."""
    kind = scans.kind_of(file.content)
    if not kind or len(file.content) > MOST_BYTES:
        raise RuleBroken("projects.file", problem="文件须是 PDF、OFD、DOCX 或图片，不超过 20 MB，不带宏。")
    digest = hashlib.sha256(file.content).hexdigest()
    PAPERS.keep(file.content, name=digest)
    name = PurePath(file.name.replace("\\", "/")).name[-200:] or "文件"
    return {"name": name, "media": scans.KINDS[kind], "size_bytes": len(file.content), "sha256": digest}


def content_of(sha256: str) -> bytes:
    """As it was handed in. Raises Damaged."""
    return PAPERS.read(sha256, sha256=sha256)
