"""The door of disputes."""

from collections import Counter
from datetime import date

from yiyuan.disputes import selectors
from yiyuan.disputes.comparisons import follow_load, links_of
from yiyuan.disputes.inconsistencies import follow_agreement, follow_conflicts
from yiyuan.disputes.models import Recheck
from yiyuan.disputes.resealing import reseal
from yiyuan.disputes.rules import id_in
from yiyuan.disputes.selectors import open_on
from yiyuan.disputes.types import RecheckCount, State
from yiyuan.exchange.types import Mark
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.finding import Hit
from yiyuan.workflow.api import count_states

__all__ = [
    "follow_agreement",
    "follow_conflicts",
    "follow_load",
    "found",
    "links_of",
    "marks_on",
    "open_on",
    "rechecks_counted",
    "reseal",
    "states_in",
]


def marks_on(resource_id: int) -> list[Mark]:
    """The open rechecks of a resource, for what is delivered of it."""
    return [
        Mark(r.number, tuple(r.items), r.received_on, r.digests, r.region_code, r.law_on or r.received_on)
        for r in selectors.rechecks_open(resource_id)
    ]


def rechecks_counted(resource_id: int, *, since: date) -> RecheckCount:
    """Of a resource, received since a legal day; what was withdrawn counts nowhere."""
    states = Recheck.objects.filter(resource_id=resource_id, received_on__gte=since).values_list("state", flat=True)
    found = Counter(states)
    running = found[State.RECHECKING] + found[State.EXTENDED]
    ended = found[State.CORRECTED] + found[State.CONFIRMED] + found[State.UNDETERMINED]
    return RecheckCount(ended=ended, corrected=found[State.CORRECTED], running=running)


def found(asked: tuple[Actor, str]) -> list[Hit]:
    """The recheck of this number, if the actor sees it: who searches, and what for."""
    actor, text = asked
    if (numbered := id_in(text)) is None:
        return []
    year, recheck_id = numbered
    rows = selectors.rechecks(actor).filter(id=recheck_id, received_on__year=year)
    return [Hit("校核", str(one), one.get_absolute_url(), one.get_state_display()) for one in rows]


def states_in(region_code: str) -> dict[str, int]:
    """State -> how many rechecks of a region and those below it."""
    return count_states(Recheck.objects.all(), region_code)
