"""The door of disputes."""

from yiyuan.disputes.resealing import reseal
from yiyuan.disputes.selectors import open_on

__all__ = ["open_on", "reseal"]
