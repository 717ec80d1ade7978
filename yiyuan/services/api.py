"""The door of services."""

from yiyuan.services.resealing import reseal

__all__ = ["reseal"]
