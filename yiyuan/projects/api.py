"""The door of projects."""

from yiyuan.projects.papers import PAPERS


def reseal() -> int:
    """Files under the newest secret; how many were not. Safe to repeat."""
    return PAPERS.reseal()
