"""The door of making."""

from yiyuan.making.services.papers import SHELF

__all__ = ["reseal"]


def reseal() -> int:
    """Papers under the newest secret; how many were not. Safe to repeat."""
    return SHELF.reseal()
