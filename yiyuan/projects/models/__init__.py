"""Models of IT projects, by noun."""

from yiyuan.projects.models.materials import Material, ProjectEntry
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
    "Material",
    "Opinion",
    "Project",
    "ProjectBody",
    "ProjectEntry",
    "ProjectException",
    "ProjectSeat",
    "ProjectSystem",
    "SharingYear",
    "UnitCheck",
    "YearPlan",
]
