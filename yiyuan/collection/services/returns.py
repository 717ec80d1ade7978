"""What a unit does with its form: a row, a workbook, sent, taken back."""

from typing import Any

from django.db import transaction

from yiyuan.collection import returns, selectors
from yiyuan.collection.models import Return
from yiyuan.collection.types import File
from yiyuan.collection.workflow import RETURN
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import RuleBroken


def check_filled_by(found: Return, actor: Actor) -> None:
    """Raises MoveRefused once it is sent, NotAllowed for anybody but the unit."""
    RETURN.open_move(found, "send", actor)


def _locked(return_id: int, actor: Actor) -> Return:
    found = selectors.return_for(actor, return_id, lock=True)
    check_filled_by(found, actor)
    return found


@transaction.atomic
def add_row(return_id: int, *, actor: Actor, row: dict[str, str]) -> None:
    """Raises NotFound, NotAllowed, MoveRefused, RuleBroken("collection.rows")."""
    found = _locked(return_id, actor)
    rows = returns.rows_of(found)
    if len(rows) >= returns.MOST_ROWS:
        raise RuleBroken("collection.rows", problem=f"最多 {returns.MOST_ROWS} 行")
    returns.keep_rows(found, rows + returns.checked(found.task, [row]))


@transaction.atomic
def remove_row(return_id: int, *, actor: Actor, number: int) -> None:
    """number: from 1. Raises NotFound, NotAllowed, MoveRefused, RuleBroken("collection.rows")."""
    found = _locked(return_id, actor)
    rows = returns.rows_of(found)
    if not 1 <= number <= len(rows):
        raise RuleBroken("collection.rows", problem=f"没有第 {number} 行", field="number")
    returns.keep_rows(found, rows[: number - 1] + rows[number:])


@transaction.atomic
def fill_from_workbook(return_id: int, *, actor: Actor, file: File) -> None:
    """The rows of the workbook take the place of those there were, all of them or none.

    Raises NotFound, NotAllowed, MoveRefused, RuleBroken("collection.file" | "collection.rows").
    """
    found = _locked(return_id, actor)
    returns.keep_rows(found, returns.read_workbook(found, file.content, file_name=file.name))


@transaction.atomic
def send_return(return_id: int, *, actor: Actor, no_rows: bool = False) -> None:
    """no_rows: the unit says it has no_rows to report. Raises NotFound, NotAllowed, MoveRefused, RuleBroken."""
    found = _locked(return_id, actor)
    rows = returns.rows_of(found)
    if rows:
        returns.checked(found.task, rows)  # what was filled in beforehand too
    also: dict[str, Any] = {"sent_on": clock.today(), "sent_by": actor.person_name}
    RETURN.move(found, "send", actor=actor, rows=len(rows), no_rows=no_rows, also_set=also)


@transaction.atomic
def recall_return(return_id: int, *, actor: Actor) -> None:
    """Raises NotFound, NotAllowed, MoveRefused."""
    RETURN.move(selectors.return_for(actor, return_id, lock=True), "recall", actor=actor)


@transaction.atomic
def return_return(return_id: int, *, actor: Actor, note: str) -> None:
    """Raises NotFound, NotAllowed, MoveRefused, RuleBroken("collection.note")."""
    RETURN.move(selectors.return_for(actor, return_id, lock=True), "return", actor=actor, note=note, reason=note)
