"""Sealed files of licences at rest."""

from typing import Final

from yiyuan.dataplane.shelf import Shelf
from yiyuan.licences.models import LicenceFile

FILES: Final = Shelf("licences", "licences.file")


def content_of(file: LicenceFile) -> bytes:
    """As it was sealed. Raises Damaged."""
    return FILES.read(file.sha256, sha256=file.sha256)
