"""The door of notices."""

from yiyuan.notices.selectors import unread_count
from yiyuan.notices.services import settle, tell

__all__ = ["settle", "tell", "unread_count"]
