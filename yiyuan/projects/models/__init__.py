"""Models of IT projects, by noun."""

from yiyuan.projects.models.plans import ProjectBody, YearPlan
from yiyuan.projects.models.projects import Project, ProjectSystem, SharingYear

__all__ = ["Project", "ProjectBody", "ProjectSystem", "SharingYear", "YearPlan"]
