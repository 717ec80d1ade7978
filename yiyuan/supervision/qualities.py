"""The qualities a text makes the provider answer for, measured for one resource, on its page for every user."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from yiyuan.catalog.api import load_due, published_resource
from yiyuan.catalog.types import Panel, ResourceInfo
from yiyuan.disputes.api import rechecks_counted
from yiyuan.disputes.types import RecheckCount
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotFound
from yiyuan.organisations.api import organisation
from yiyuan.quality.api import last_scores
from yiyuan.quality.types import LastScores
from yiyuan.regulations.api import chips, key, resolve
from yiyuan.supervision.types import Quality

YEAR = timedelta(days=365)
UNCHECKED = "还没有检查过"


@dataclass(frozen=True, slots=True)
class Sources:
    """What is on record of a resource. scores: of its last check, in hundredths of a percent; None: never checked."""

    resource: ResourceInfo
    scores: LastScores | None
    rechecks: RecheckCount

    def share(self, dimension: str) -> str:
        """Of the rows in the last check that have this quality."""
        if self.scores is None:
            return UNCHECKED
        value = self.scores.scores.get(dimension)
        return UNCHECKED if value is None else f"{value / 100:.2f}%"


def _timely(of: Sources) -> str:
    if of.resource.held_by_provider:
        return "数据留在提供部门，随时取用"
    due = load_due(of.resource.id)
    if due is None:
        return of.share("timeliness")
    if due.last_on is None:
        return "还没有归集"
    late = (clock.today() - due.due_on).days
    return f"{due.last_on} 更新，" + (f"超过周期 {late} 天" if late > 0 else "在周期内")


def _true(of: Sources) -> str:
    """Doubts raised against it, and those it had to correct."""
    if not of.rechecks.ended and not of.rechecks.running:
        return "一年内没有人提出疑义"
    running = f"，{of.rechecks.running} 件在核" if of.rechecks.running else ""
    return f"一年内校核 {of.rechecks.ended} 件，更正 {of.rechecks.corrected} 件{running}"


MEASURED: dict[Quality, Callable[[Sources], str]] = {
    Quality.TIMELINESS: _timely,
    Quality.TRUTH: _true,
    Quality.RELIABILITY: lambda of: of.share("consistency"),
    Quality.COMPLETENESS: lambda of: of.share("completeness"),
    Quality.ACCURACY: lambda of: of.share("correctness"),
    Quality.AVAILABILITY: lambda of: of.share("availability"),
}


def measured(resource: ResourceInfo) -> list[tuple[str, str]]:
    """(quality, measured value in words) of each quality the text of the provider's region names."""
    today = clock.today()
    named = resolve("supervision.qualities", region=resource.region_code, on=today).items
    words = key("supervision.qualities").values
    of = Sources(resource, last_scores(resource.id), rechecks_counted(resource.id, since=today - YEAR))
    return [(words[quality], MEASURED[quality](of)) for quality in Quality if quality in named]


def resource_panel(about: tuple[Actor, int]) -> list[Panel]:
    """For everybody who sees the resource: no row, no person, shares and days alone."""
    _actor, resource_id = about
    try:
        resource = published_resource(resource_id)
    except NotFound:
        return []
    law = resolve("supervision.qualities", region=resource.region_code, on=clock.today())
    context = {
        "measured": measured(resource),
        "provider": organisation(resource.provider_id).name,
        "chips": chips(law),
    }
    return [Panel(title="数据质量责任", template="supervision/qualities.html", context=context, place="side")]
