from yiyuan.opening.models.datasets import Clearance, OpenDataset, SourceConsent
from yiyuan.opening.models.lists import OpenList, OpenListLine, OpenStandard
from yiyuan.opening.models.public import Activity, Breach, Emergency, OpenAccess, PublicRequest, Reuse, UseReport
from yiyuan.opening.models.releases import OpenRelease
from yiyuan.opening.models.review import OpeningAssessment, OpeningFigure

__all__ = [
    "Activity",
    "Breach",
    "Clearance",
    "Emergency",
    "OpenAccess",
    "OpenDataset",
    "OpenList",
    "OpenListLine",
    "OpenRelease",
    "OpenStandard",
    "OpeningAssessment",
    "OpeningFigure",
    "PublicRequest",
    "Reuse",
    "SourceConsent",
    "UseReport",
]
