"""Facts of the calendar."""

from dataclasses import dataclass

from yiyuan.kernel.actor import Actor
from yiyuan.kernel.events import Event


@dataclass(frozen=True, slots=True)
class NoticeEntered(Event):
    """The official rest days of a year are known, or known otherwise: open due dates are to be computed again.

    This room does not know the audit room; whoever wires the event records who entered how many days.
    """

    year: int
    days: int
    actor: Actor
