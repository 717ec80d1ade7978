"""What is done with items and cases, by noun."""

from yiyuan.services.services.cases import (
    add_proof,
    answer_task,
    approve_case,
    check_proof,
    defer_proof,
    gather,
    give_task,
    judge_proof,
    note_shown,
    open_case,
    reject_case,
    withdraw_case,
)
from yiyuan.services.services.evidence import statement_of
from yiyuan.services.services.importing import import_items
from yiyuan.services.services.items import (
    add_material,
    change_item,
    change_material,
    close_item,
    name_scene,
    open_item,
    register_item,
)
from yiyuan.services.services.scanning import Scanned, accept_case, scan_at_scene

__all__ = [
    "Scanned",
    "accept_case",
    "add_material",
    "add_proof",
    "answer_task",
    "approve_case",
    "change_item",
    "change_material",
    "check_proof",
    "close_item",
    "defer_proof",
    "gather",
    "give_task",
    "import_items",
    "judge_proof",
    "name_scene",
    "note_shown",
    "open_case",
    "open_item",
    "register_item",
    "reject_case",
    "scan_at_scene",
    "statement_of",
    "withdraw_case",
]
