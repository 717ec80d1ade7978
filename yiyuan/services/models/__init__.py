"""Models of services, by noun."""

from yiyuan.services.models.cases import Case, CaseTask, Proof
from yiyuan.services.models.items import ItemImport, Material, Scene, ServiceItem

__all__ = ["Case", "CaseTask", "ItemImport", "Material", "Proof", "Scene", "ServiceItem"]
