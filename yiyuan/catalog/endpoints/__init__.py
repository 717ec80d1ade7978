"""The catalog for machines, by noun."""

from yiyuan.catalog.endpoints import matters, sheets
from yiyuan.catalog.endpoints.entries import router

__all__ = ["matters", "router", "sheets"]
