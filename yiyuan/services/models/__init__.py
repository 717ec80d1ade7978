"""Models of services, by noun."""

from yiyuan.services.models.cases import Case, CaseTask, Proof
from yiyuan.services.models.items import ItemImport, Material, Scene, ServiceItem
from yiyuan.services.models.oversight import Endpoint, Oversight, SiteCheck

__all__ = [
    "Case",
    "CaseTask",
    "Endpoint",
    "ItemImport",
    "Material",
    "Oversight",
    "Proof",
    "Scene",
    "ServiceItem",
    "SiteCheck",
]
