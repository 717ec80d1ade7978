"""Facts disputes announces."""

from dataclasses import dataclass
from datetime import date

from yiyuan.kernel.events import Event


@dataclass(frozen=True, slots=True)
class RecheckAnswered(Event):
    """The provider has answered; `outcome` is the state it ended in."""

    recheck_id: int
    outcome: str
    answered_on: date
