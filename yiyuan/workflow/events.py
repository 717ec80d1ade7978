"""What workflow announces."""

from dataclasses import dataclass
from datetime import date

from yiyuan.kernel.events import Event


@dataclass(frozen=True, slots=True)
class SignalRaised(Event):
    """A signal was offered: evidence, not a finding. The organisation may state its reasons."""

    signal_id: int
    organisation_id: int
    on: date
