"""Models of holders, by noun."""

from yiyuan.holders.models.grants import Copy, UseGrant
from yiyuan.holders.models.people import Consent, Holder, HolderSession, Mandate, RefusedReport, Shown

__all__ = ["Consent", "Copy", "Holder", "HolderSession", "Mandate", "RefusedReport", "Shown", "UseGrant"]
