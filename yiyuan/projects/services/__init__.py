"""What is done with IT projects, by noun."""

from yiyuan.projects.services.plans import consent_plan, hand_plan, name_body, open_plan, report_plan, review_plan
from yiyuan.projects.services.projects import (
    accept_project,
    add_system,
    change_project,
    declare_project,
    register_project,
)
from yiyuan.projects.services.years import measure_years

__all__ = [
    "accept_project",
    "add_system",
    "change_project",
    "consent_plan",
    "declare_project",
    "hand_plan",
    "measure_years",
    "name_body",
    "open_plan",
    "register_project",
    "report_plan",
    "review_plan",
]
