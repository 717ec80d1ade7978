"""The door of connectors."""

from yiyuan.connectors.files import desk_lines
from yiyuan.connectors.panels import resource_panels
from yiyuan.connectors.resealing import reseal
from yiyuan.connectors.running import read_again

__all__ = ["desk_lines", "read_again", "reseal", "resource_panels"]
