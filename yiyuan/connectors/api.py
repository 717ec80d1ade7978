"""The door of connectors."""

from yiyuan.connectors.resealing import reseal

__all__ = ["reseal"]
