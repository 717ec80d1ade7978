"""The catalog for machines, by noun."""

from yiyuan.catalog.endpoints import changes, systems, talks
from yiyuan.catalog.endpoints.entries import router

__all__ = ["changes", "router", "systems", "talks"]
