"""All the plumbing on one screen: who hears which event, who answers which question, who fills which panel."""

from collections.abc import Callable
from typing import Any

from yiyuan.kernel.events import Event, listen
from yiyuan.kernel.questions import Question

# event -> listener; a listener defers a job in the publisher's transaction
HEARS: list[tuple[type[Event], Callable[[Any], None]]] = []
# question of a lower room -> answer of an upper room
ANSWERS: list[tuple[Question[Any, Any], Callable[[Any], Any]]] = []


def connect() -> None:
    """Called once at start. Repeating it changes nothing."""
    for event_type, listener in HEARS:
        listen(event_type, listener)
    for question, answer in ANSWERS:
        question.answer_with(answer)
