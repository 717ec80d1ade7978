"""The door of disputes."""

from yiyuan.disputes import selectors
from yiyuan.disputes.resealing import reseal
from yiyuan.disputes.rules import id_in
from yiyuan.disputes.selectors import open_on
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.finding import Hit

__all__ = ["found", "open_on", "reseal"]


def found(asked: tuple[Actor, str]) -> list[Hit]:
    """The recheck of this number, if the actor sees it: who searches, and what for."""
    actor, text = asked
    if (numbered := id_in(text)) is None:
        return []
    year, recheck_id = numbered
    rows = selectors.rechecks(actor).filter(id=recheck_id, received_on__year=year)
    return [Hit("校核", str(one), one.get_absolute_url(), one.get_state_display()) for one in rows]
