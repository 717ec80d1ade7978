"""Reads the figures of a department for a year from the rooms' own records. Writes nothing."""

from collections.abc import Sequence
from datetime import date

from yiyuan.catalog.api import resources_of, upkeep
from yiyuan.catalog.types import Freshness
from yiyuan.sharing.api import grants_given, grants_held
from yiyuan.sharing.types import GrantLine
from yiyuan.supervision.types import Measure, Reading, Record
from yiyuan.workflow.api import findings_on, terms_due
from yiyuan.workflow.types import DueTerm, SignalState

WORKFLOWS = {
    Measure.CATALOG_IN_TIME: ("catalog.change", "catalog.compilation", "catalog.challenge", "catalog.feedback"),
    Measure.ANSWERED_IN_TIME: ("sharing.application",),
    Measure.SUPPLIED_IN_TIME: ("sharing.grant",),
    Measure.RECHECKED_IN_TIME: ("disputes.recheck",),
}


def read(measure: Measure, *, organisation_id: int, first: date, last: date) -> Reading:
    """One figure of a department between two legal days, inclusive; stocks are as of now."""
    if measure in WORKFLOWS:
        return _of_terms(terms_due(organisation_id, workflows=WORKFLOWS[measure], first=first, last=last))
    if measure is Measure.PUBLISHED:
        found = resources_of(organisation_id)
        lines = tuple(Record(one.name, f"/catalog/resources/{one.id}/", "已发布") for one in found)
        return Reading(len(found), len(found), records=lines)
    if measure is Measure.FRESH:
        return _of_upkeep(organisation_id)
    if measure is Measure.GIVEN:
        return _of_grants(grants_given(organisation_id, first=first, last=last), all_good=True)
    if measure is Measure.USED:
        return _of_grants(grants_held(organisation_id, first=first, last=last), all_good=False)
    found_ = findings_on(organisation_id, first=first, last=last)
    return Reading(len(found_), len(found_), records=tuple(Record(f.title, f.href, "已认定") for f in found_))


def _of_terms(found: Sequence[DueTerm]) -> Reading:
    """In time, or late by a confirmed finding; a lateness nobody confirmed stands apart."""
    lines = []
    good = late = apart = 0
    for term in found:
        if term.in_time:
            good, counted = good + 1, "按期"
        elif term.signal is SignalState.CONFIRMED:
            late, counted = late + 1, "逾期，已认定"
        else:
            apart, counted = apart + 1, "逾期，没有认定，不计"
        lines.append(Record(term.title, term.href, counted))
    return Reading(good + late, good, apart, tuple(lines))


def _of_upkeep(organisation_id: int) -> Reading:
    counts = upkeep(provider_ids=[organisation_id]).get(organisation_id, {})
    kept = counts.get(Freshness.KEPT, 0)
    behind = counts.get(Freshness.BEHIND, 0) + counts.get(Freshness.NEVER, 0)
    lines = [Record(f"{kept} 个资源", "/sharing/upkeep/", "按周期更新")] if kept else []
    lines += [Record(f"{behind} 个资源", "/sharing/upkeep/", "超过周期或者尚未归集")] if behind else []
    return Reading(kept + behind, kept, records=tuple(lines))


def _of_grants(found: Sequence[GrantLine], *, all_good: bool) -> Reading:
    lines = tuple(Record(f"{g.number} {g.resource_name}", g.href, "已取用" if g.used else "没有取用") for g in found)
    return Reading(len(found), len(found) if all_good else sum(g.used for g in found), records=lines)
