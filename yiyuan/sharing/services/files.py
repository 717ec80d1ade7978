"""Papers of applications at rest."""

from yiyuan.dataplane.shelf import Shelf

_PAPERS = Shelf("papers", "paper")
keep, read, destroy = _PAPERS.keep, _PAPERS.read, _PAPERS.destroy


def reseal() -> int:
    """All under the newest secret; how many were not. Safe to repeat. Raises Damaged."""
    return _PAPERS.reseal()
