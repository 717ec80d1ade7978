"""The door of connectors."""

from yiyuan.connectors.panels import resource_panels
from yiyuan.connectors.resealing import reseal

__all__ = ["reseal", "resource_panels"]
