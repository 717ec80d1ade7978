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


@dataclass(frozen=True, slots=True)
class TermOpened(Event):
    """We wait for an organisation."""

    term_id: int


@dataclass(frozen=True, slots=True)
class TermReminded(Event):
    """Half of the term is over, it ends tomorrow, or it is late: `kind` as in `workflow.rules`."""

    term_id: int
    kind: str


@dataclass(frozen=True, slots=True)
class TermMoved(Event):
    """A provisional due date was computed anew after a holiday notice."""

    term_id: int
    old_on: date | None
    new_on: date
