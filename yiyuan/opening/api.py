"""The door of opening."""

from yiyuan.opening.papers import reseal
from yiyuan.opening.selectors import is_cleared
from yiyuan.opening.site import public_site, public_urls

__all__ = ["is_cleared", "public_site", "public_urls", "reseal"]
