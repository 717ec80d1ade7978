"""What workflow announces."""

from dataclasses import dataclass
from datetime import date

from yiyuan.kernel.actor import Function
from yiyuan.kernel.events import Event
from yiyuan.workflow.types import SignalState


@dataclass(frozen=True, slots=True)
class Hearer:
    """People of an organisation who hear of a move; `may`: buttons that are theirs now, where no wait begins."""

    organisation_id: int
    functions: frozenset[Function]
    may: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Moved(Event):
    """A move was made; with its words, because only the engine holds the matter of any room.

    by: organisation and person, empty: the platform. term_id: the wait that begins with it. earlier: (organisation,
    account) of those who moved it before. accounts: persons the matter itself names.
    """

    workflow: str
    matter_id: int
    title: str
    href: str
    label: str
    by: str
    note: str
    key: str
    region_code: str
    law_on: date
    actor_account_id: int
    term_id: int | None
    ended: bool
    hearers: tuple[Hearer, ...]
    accounts: tuple[int, ...]
    earlier: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class SignalRaised(Event):
    """A signal was offered: evidence, not a finding. The organisation may state its reasons."""

    signal_id: int
    organisation_id: int
    on: date


@dataclass(frozen=True, slots=True)
class SignalDecided(Event):
    """The organisation stated its reasons, or the bureau confirmed or dropped the signal: `state` says which."""

    signal_id: int
    organisation_id: int
    region_code: str
    state: SignalState


@dataclass(frozen=True, slots=True)
class TermOpened(Event):
    """We wait for an organisation from the beginning of a matter; a wait that a move begins is told with the move."""

    term_id: int


@dataclass(frozen=True, slots=True)
class TermReminded(Event):
    """Half of the term is over, it ends tomorrow, or it is late: `kind` as in `workflow.rules`."""

    term_id: int
    kind: str


@dataclass(frozen=True, slots=True)
class TermUrged(Event):
    """Somebody who waits asked for it, for the `times`th time. by: organisation and person."""

    term_id: int
    by: str
    times: int


@dataclass(frozen=True, slots=True)
class TermMoved(Event):
    """A provisional due date was computed anew after a holiday notice."""

    term_id: int
    old_on: date | None
    new_on: date
