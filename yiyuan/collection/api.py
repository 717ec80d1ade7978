"""The door of collection."""

from yiyuan.collection.asking import APPLY_AT
from yiyuan.collection.papers import PAPERS

__all__ = ["APPLY_AT", "reseal"]


def reseal() -> int:
    """Files under the newest secret; how many were not. Safe to repeat."""
    return PAPERS.reseal()
