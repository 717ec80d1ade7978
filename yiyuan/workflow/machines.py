"""A matter as machines see it: one line, its open term, the moves open to the caller."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Schema

from yiyuan.web.edge import actor_of
from yiyuan.workflow.api import Workflow, term_of

MOST = 1000  # rows of one answer


class MatterOut(Schema):
    """A matter in one line. due_on: last day of the open term; moves: names of the moves open to the caller now."""

    id: int
    title: str
    state: str
    due_on: date | None
    moves: list[str]
    facts: dict[str, Any]


def matter_out(request: HttpRequest, workflow: Workflow, matter: Any, facts: dict[str, Any]) -> MatterOut:  # a Matter
    term = term_of(workflow.name, matter.id)
    moves = [move.name for move in workflow.open_moves(matter, actor_of(request)) if move.label]
    due_on = term.due_on if term and not term.closed_on else None
    return MatterOut(
        id=matter.id, title=matter.matter_title(), state=str(matter.state), due_on=due_on, moves=moves, facts=facts
    )
