"""The door of quality."""

from datetime import date

from yiyuan.quality import selectors
from yiyuan.quality.panels import resource_panels
from yiyuan.quality.resealing import reseal
from yiyuan.quality.running import follow_load, note_load
from yiyuan.quality.services import rules_on
from yiyuan.quality.types import LastCheck, LastScores

__all__ = ["follow_load", "last_checks", "last_scores", "note_load", "reseal", "resource_panels", "rules_on"]


def last_checks(provider_id: int, *, until: date) -> list[LastCheck]:
    """The last finished check of each resource of a provider whose report is of that day or before, by name."""
    return [
        LastCheck(run.resource_name, run.get_absolute_url(), run.report_on, below=bool(run.lowest))
        for run in selectors.latest_reports(provider_ids=[provider_id], until=until).order_by("resource_name", "id")
    ]


def last_scores(resource_id: int) -> LastScores | None:
    """None where it was never checked."""
    run = selectors.reports(resource_id).first()
    return LastScores(run.scores, run.report_on) if run else None
