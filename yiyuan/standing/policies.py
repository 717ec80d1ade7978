"""Who may do what in this room beyond what the tables say."""

from typing import Final

from yiyuan.kernel import clock
from yiyuan.kernel.actor import PARTIES, Actor, Function
from yiyuan.kernel.errors import MoveRefused, NotAllowed, RuleBroken
from yiyuan.organisations.api import infos
from yiyuan.organisations.types import Kind
from yiyuan.standing.models import Agreement, Commitment, ListEntry, Lookup, Watch
from yiyuan.standing.types import ON_LIST, EntryState
from yiyuan.workflow.api import Law

CENTRE: Final = frozenset({Function.OPERATOR})
AGENCIES: Final = frozenset({Kind.SOCIAL, Kind.UTILITY})


def runs(region_code: str) -> bool:
    """Whether a text about public credit applies here today."""
    return bool(Law(region_code, clock.today())("standing.runs"))


def require_running(region_code: str) -> None:
    """Raises RuleBroken("standing.off")."""
    if not runs(region_code):
        raise RuleBroken("standing.off")


def may_see(actor: Actor) -> bool:
    """Whether the left column leads here."""
    return runs(actor.region_code)


def is_organ(actor: Actor) -> bool:
    """An administrative organ, not an agency or a utility."""
    found = infos([actor.organisation_id]).get(actor.organisation_id)
    return found is not None and Kind(found.kind) not in AGENCIES


def require_speaker(actor: Actor, by: str) -> None:
    """Raises NotAllowed, RuleBroken("standing.off")."""
    if not actor.has(*PARTIES):
        raise NotAllowed(by)
    require_running(actor.region_code)


def require_centre(actor: Actor, by: str) -> None:
    """Raises NotAllowed, RuleBroken("standing.off")."""
    if not actor.has(*CENTRE):
        raise NotAllowed(by)
    require_running(actor.region_code)


def require_noting(commitment: Commitment, actor: Actor) -> None:
    """A breach is linked by a department of the region. Raises NotAllowed."""
    if not actor.has(*PARTIES) or commitment.region_code != actor.region_code:
        raise NotAllowed("standing.commitment.breach")


def require_giving(entry: ListEntry, actor: Actor) -> None:
    """Raises NotAllowed, MoveRefused."""
    if not (actor.has(*PARTIES) and entry.organisation_id in actor.organisation_ids):
        raise NotAllowed("standing.measure.give")
    if EntryState(entry.state) not in ON_LIST:
        raise MoveRefused("standing.measure.give", state=entry.state)


def require_watcher(watch: Watch, actor: Actor) -> None:
    """Raises NotAllowed, MoveRefused."""
    if not (actor.has(*PARTIES) and watch.organisation_id in actor.organisation_ids):
        raise NotAllowed("standing.watch.end")
    if watch.ended_on is not None:
        raise MoveRefused("standing.watch.end", state="ended")


def require_maker(lookup: Lookup, actor: Actor) -> None:
    """A report is made by those who looked up. Raises NotAllowed."""
    if not (actor.has(*PARTIES) and lookup.organisation_id in actor.organisation_ids):
        raise NotAllowed("standing.report.make")


def require_agency(agreement: Agreement, actor: Actor) -> None:
    """Raises NotAllowed, MoveRefused (run out)."""
    if not (actor.has(*PARTIES) and agreement.agency_id in actor.organisation_ids):
        raise NotAllowed("standing.agreement.query")
    if agreement.until < clock.today():
        raise MoveRefused("standing.agreement.query", state="ended")
