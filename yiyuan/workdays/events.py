"""Facts of the calendar."""

from dataclasses import dataclass

from yiyuan.kernel.events import Event


@dataclass(frozen=True, slots=True)
class NoticeEntered(Event):
    """The official rest days of a year are known, or known otherwise: open due dates are to be computed again."""

    year: int
