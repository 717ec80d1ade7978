"""The door of collection."""

from yiyuan.collection import returns
from yiyuan.collection.asking import APPLY_AT, REFUSALS
from yiyuan.collection.papers import PAPERS
from yiyuan.collection.services.digitisations import follow_publication, follow_withdrawal

__all__ = ["APPLY_AT", "REFUSALS", "follow_publication", "follow_withdrawal", "reseal"]


def reseal() -> int:
    """Files and rows under the newest secret; how many were not. Safe to repeat."""
    return PAPERS.reseal() + returns.reseal()
