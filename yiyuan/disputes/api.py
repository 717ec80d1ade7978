"""The door of disputes."""

from yiyuan.disputes.selectors import open_on

__all__ = ["open_on"]
