"""What is done with IT projects, by noun."""

from yiyuan.projects.services.materials import add_entry, add_material, read_material, require_adding
from yiyuan.projects.services.plans import consent_plan, hand_plan, name_body, open_plan, report_plan, review_plan
from yiyuan.projects.services.projects import (
    accept_project,
    add_system,
    change_project,
    declare_project,
    register_project,
)
from yiyuan.projects.services.reviews import (
    approve_project,
    assign_expert,
    check_unit,
    give_opinion,
    hear_expert,
    name_expert,
    open_evaluation,
    record_exception,
    refuse_project,
    require_evaluating,
    require_opining,
    send_back_project,
    submit_project,
)
from yiyuan.projects.services.years import measure_years

__all__ = [
    "accept_project",
    "add_entry",
    "add_material",
    "add_system",
    "approve_project",
    "assign_expert",
    "change_project",
    "check_unit",
    "consent_plan",
    "declare_project",
    "give_opinion",
    "hand_plan",
    "hear_expert",
    "measure_years",
    "name_body",
    "name_expert",
    "open_evaluation",
    "open_plan",
    "read_material",
    "record_exception",
    "refuse_project",
    "register_project",
    "report_plan",
    "require_adding",
    "require_evaluating",
    "require_opining",
    "review_plan",
    "send_back_project",
    "submit_project",
]
