"""The door of opening."""

from yiyuan.opening.papers import reseal
from yiyuan.opening.selectors import is_cleared

__all__ = ["is_cleared", "reseal"]
