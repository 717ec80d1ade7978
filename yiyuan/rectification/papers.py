"""Files of this room: what is taken, kept sealed under its digest."""

import hashlib
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from yiyuan.dataplane import scans
from yiyuan.dataplane.shelf import Shelf
from yiyuan.kernel.errors import RuleBroken
from yiyuan.rectification.types import File

MOST_BYTES: Final = 20 * 1024 * 1024
PAPERS: Final = Shelf("rectification", "rectification")


@dataclass(frozen=True, slots=True)
class Kept:
    """name: as it was called; media: by its content."""

    name: str
    media: str
    size_bytes: int
    sha256: str


def keep(file: File) -> Kept:
    """Raises RuleBroken("rectification.file")."""
    kind = scans.kind_of(file.content)
    if not kind or len(file.content) > MOST_BYTES:
        problem = "文件须是 PDF、OFD、DOCX 或者图片，不超过 20 MB，不带宏。"
        raise RuleBroken("rectification.file", problem=problem, field="file")
    digest = hashlib.sha256(file.content).hexdigest()
    PAPERS.keep(file.content, name=digest)
    name = PurePath(file.name.replace("\\", "/")).name[-200:] or "文件"
    return Kept(name, scans.KINDS[kind], len(file.content), digest)


def content_of(sha256: str) -> bytes:
    """As it was handed in. Raises Damaged."""
    return PAPERS.read(sha256, sha256=sha256)
