"""Models of IT projects, by noun."""

from yiyuan.projects.models.acceptance import ProjectAcceptance, ProjectAudit, ProjectDelay, ProjectEvaluation
from yiyuan.projects.models.inspections import Inspection
from yiyuan.projects.models.materials import Material, ProjectEntry
from yiyuan.projects.models.money import LedgerEntry, LibraryYear, ProjectChange, ProjectContract
from yiyuan.projects.models.plans import ProjectBody, YearPlan
from yiyuan.projects.models.projects import Project, ProjectSystem, SharingYear
from yiyuan.projects.models.reviews import (
    Expert,
    ExpertView,
    Opinion,
    ProjectException,
    ProjectSeat,
    UnitCheck,
)

__all__ = [
    "Expert",
    "ExpertView",
    "Inspection",
    "LedgerEntry",
    "LibraryYear",
    "Material",
    "Opinion",
    "Project",
    "ProjectAcceptance",
    "ProjectAudit",
    "ProjectBody",
    "ProjectChange",
    "ProjectContract",
    "ProjectDelay",
    "ProjectEntry",
    "ProjectEvaluation",
    "ProjectException",
    "ProjectSeat",
    "ProjectSystem",
    "SharingYear",
    "UnitCheck",
    "YearPlan",
]
