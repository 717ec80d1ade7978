"""The door of registries."""

from yiyuan.registries.conflicts import conclude, conflicts
from yiyuan.registries.maps import DistrictMap, district_outlines
from yiyuan.registries.reading import GRANTED
from yiyuan.registries.running import in_use, refresh, refresh_upon
from yiyuan.registries.services import follow_lead, found_bases
from yiyuan.registries.tables import check

__all__ = [
    "GRANTED",
    "DistrictMap",
    "check",
    "conclude",
    "conflicts",
    "district_outlines",
    "follow_lead",
    "found_bases",
    "in_use",
    "refresh",
    "refresh_upon",
]
