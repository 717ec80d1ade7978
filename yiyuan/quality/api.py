"""The door of quality."""

from yiyuan.quality.panels import resource_panels
from yiyuan.quality.resealing import reseal
from yiyuan.quality.running import follow_load, note_load
from yiyuan.quality.services import rules_on

__all__ = ["follow_load", "note_load", "reseal", "resource_panels", "rules_on"]
