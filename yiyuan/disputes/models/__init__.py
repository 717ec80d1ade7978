"""Models of disputes, by noun."""

from yiyuan.disputes.models.comparisons import Comparison, Difference
from yiyuan.disputes.models.inconsistencies import Expert, Inconsistency, View
from yiyuan.disputes.models.rechecks import Correction, Evidence, Extension, Organising, Recheck

__all__ = [
    "Comparison",
    "Correction",
    "Difference",
    "Evidence",
    "Expert",
    "Extension",
    "Inconsistency",
    "Organising",
    "Recheck",
    "View",
]
