"""The door of notices."""

from yiyuan.notices.selectors import unread_count
from yiyuan.notices.services import tell

__all__ = ["tell", "unread_count"]
