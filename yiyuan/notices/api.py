"""The door of notices."""

from yiyuan.notices.outside import leave_contact, reseal, telling_words
from yiyuan.notices.selectors import unread_count
from yiyuan.notices.services import settle, tell, tell_outside

__all__ = ["leave_contact", "reseal", "settle", "tell", "tell_outside", "telling_words", "unread_count"]
