"""Annotated copies at rest."""

from typing import Final

from yiyuan.dataplane.shelf import Shelf

COPIES: Final = Shelf("licence_copies", "holders.copy")
