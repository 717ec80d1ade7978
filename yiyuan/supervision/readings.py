"""Reads the figures of departments for a year from the rooms' own records. Writes nothing."""

from collections.abc import Callable, Sequence
from datetime import date

from django.urls import reverse

from yiyuan.catalog.api import declared_by, entries_of_provider
from yiyuan.catalog.types import Freshness, Opening, ProviderEntry
from yiyuan.credit import api as credit
from yiyuan.lists.api import duties_owed
from yiyuan.lists.types import DutyKind, OwedDuty
from yiyuan.organisations.api import asked_of
from yiyuan.quality.api import last_checks
from yiyuan.rectification.api import findings
from yiyuan.rectification.types import STATE_WORDS, Found, State
from yiyuan.sharing.api import grants_given, grants_held
from yiyuan.sharing.types import GrantLine
from yiyuan.standing.api import looked_up
from yiyuan.supervision.types import Measure, Reading, Record
from yiyuan.workflow.api import terms_due
from yiyuan.workflow.types import DueTerm, SignalState

WORKFLOWS = {
    Measure.CATALOG_IN_TIME: ("catalog.change", "catalog.compilation", "catalog.challenge", "catalog.feedback"),
    Measure.ANSWERED_IN_TIME: ("sharing.application",),
    Measure.SUPPLIED_IN_TIME: ("sharing.grant",),
    Measure.RECHECKED_IN_TIME: ("disputes.recheck",),
    Measure.CORRECTED_IN_TIME: ("quality.order",),
}
FRESH_WORDS = {Freshness.KEPT: "按周期更新", Freshness.BEHIND: "超过周期没有更新", Freshness.NEVER: "还没有归集"}


def read(measure: Measure, *, organisation_ids: Sequence[int], first: date, last: date) -> Reading:
    """One figure of these departments together between two legal days, inclusive; stocks are as of now."""
    return Reading(
        tuple(
            line
            for number in organisation_ids
            for line in _lines(measure, organisation_id=number, first=first, last=last)
        )
    )


def _lines(measure: Measure, *, organisation_id: int, first: date, last: date) -> list[Record]:
    if measure in WORKFLOWS:
        due = terms_due(organisation_id, workflows=WORKFLOWS[measure], first=first, last=last)
        return [_of_term(term) for term in due if term.in_time or term.signal is not SignalState.DROPPED]
    if measure in OF_ENTRIES:
        return [record for entry in entries_of_provider(organisation_id) if (record := OF_ENTRIES[measure](entry))]
    return OTHERS[measure](organisation_id, first, last)


def _duties(organisation_id: int, _first: date, _last: date) -> list[Record]:
    entries = {entry.id: entry for entry in entries_of_provider(organisation_id)}
    return [_of_duty(duty, entries.get(duty.resource_id or 0)) for duty in duties_owed(organisation_id)]


def _checks(organisation_id: int, _first: date, last: date) -> list[Record]:
    return [
        Record(one.name, one.href, f"{one.on} 检查，{'低于要求' if one.below else '达到要求'}", good=int(one.below))
        for one in last_checks(organisation_id, until=last)
    ]


def _named(organisation_id: int, _first: date, _last: date) -> list[Record]:
    href = reverse("organisations:body", args=[organisation_id])
    return [
        Record(words, href, "已备案" if held else "没有备案", good=int(held))
        for words, held in asked_of(organisation_id)
    ]


def _declared(organisation_id: int, _first: date, _last: date) -> list[Record]:
    return [
        Record(
            f"{one.name}（{one.system}）",
            reverse("catalog:system", args=[one.system_id]),
            "已共享" if one.shared else "已编入目录，不予共享" if one.linked else "还没有编入目录",
            good=int(one.shared),
        )
        for one in declared_by(organisation_id)
    ]


def _given(organisation_id: int, first: date, last: date) -> list[Record]:
    return [_of_grant(grant, good=1) for grant in grants_given(organisation_id, first=first, last=last)]


def _used(organisation_id: int, first: date, last: date) -> list[Record]:
    held = grants_held(organisation_id, first=first, last=last)
    return [_of_grant(grant, good=int(grant.used)) for grant in held]


def _findings(organisation_id: int, first: date, last: date) -> list[Record]:
    """Confirmed ones alone: what was dropped or waits leaves no trace."""
    return [Record(one.title, one.href, _standing(one)) for one in findings(organisation_id, first=first, last=last)]


def _standing(found: Found) -> str:
    """That it was confirmed, and what became of the order to put it right once it is issued."""
    if found.state in {None, State.DRAFT}:
        return "已认定"
    return f"已认定，责令改正：{STATE_WORDS[State(found.state)]}{'，逾期' if found.lapsed else ''}"


def _credit_supplied(organisation_id: int, first: date, last: date) -> list[Record]:
    return [
        Record(f"{one.title}（{one.item}）", one.href, "按期" if one.in_time else "迟交", good=int(one.in_time))
        for one in credit.supplied(organisation_id, first=first, last=last)
    ]


def _credit_given(organisation_id: int, first: date, last: date) -> list[Record]:
    found = credit.given_to_others(organisation_id, first=first, last=last)
    return [Record(f"{one.title}（{one.item}）", one.href, "其他单位查询过") for one in found]


def _credit_used(organisation_id: int, first: date, last: date) -> list[Record]:
    return [Record(one.title, one.href, one.ground) for one in looked_up(organisation_id, first=first, last=last)]


OTHERS: dict[Measure, Callable[[int, date, date], list[Record]]] = {
    Measure.DUTIES: _duties,
    Measure.BELOW: _checks,
    Measure.SECURED: _named,
    Measure.DECLARED: _declared,
    Measure.GIVEN: _given,
    Measure.USED: _used,
    Measure.FINDINGS: _findings,
    Measure.CREDIT_IN_TIME: _credit_supplied,
    Measure.CREDIT_GIVEN: _credit_given,
    Measure.CREDIT_USED: _credit_used,
}


def _of_term(term: DueTerm) -> Record:
    """In time, or late by a confirmed finding; a lateness nobody has decided on stands apart."""
    if term.in_time:
        return Record(term.title, term.href, "按期")
    if term.signal is SignalState.CONFIRMED:
        return Record(term.title, term.href, "逾期，已认定", good=0)
    return Record(term.title, term.href, "逾期，没有认定，不计", total=0, good=0, apart=1)


def _href(entry: ProviderEntry) -> str:
    return reverse("catalog:resource", args=[entry.id])


def _published(entry: ProviderEntry) -> Record:
    return Record(entry.name, _href(entry), "已发布")


def _handed(entry: ProviderEntry) -> Record | None:
    """What stays with its provider is not handed in."""
    if entry.held:
        return None
    words = f"{entry.fresh_on} 归集" if entry.fresh_on else "还没有归集"
    return Record(entry.name, _href(entry), words, good=int(entry.fresh_on is not None))


def _fresh(entry: ProviderEntry) -> Record | None:
    if entry.held:
        return None
    return Record(entry.name, _href(entry), FRESH_WORDS[entry.freshness], good=int(entry.freshness is Freshness.KEPT))


def _opening_said(entry: ProviderEntry) -> Record:
    said = bool(entry.opening) and (entry.opening != Opening.NOT_OPEN or bool(entry.opening_basis))
    return Record(entry.name, _href(entry), "已写明" if said else "没有写明", good=int(said))


def _openable(entry: ProviderEntry) -> Record | None:
    if entry.opening not in {Opening.UNCONDITIONAL, Opening.CONDITIONAL}:
        return None
    return Record(entry.name, _href(entry), "可以开放")


OF_ENTRIES: dict[Measure, Callable[[ProviderEntry], Record | None]] = {
    Measure.PUBLISHED: _published,
    Measure.HANDED: _handed,
    Measure.FRESH: _fresh,
    Measure.OPENING_SAID: _opening_said,
    Measure.OPENABLE: _openable,
}


def _of_duty(duty: OwedDuty, entry: ProviderEntry | None) -> Record:
    """To collect: the data are within their period, or stay with the provider; to share: there is something to give."""
    if entry is None:
        return Record(duty.title, reverse("lists:duties"), f"{duty.words}：还没有编入目录", good=0)
    done = entry.held or entry.freshness is Freshness.KEPT
    if duty.kind is DutyKind.SHARE:
        done = entry.held or entry.fresh_on is not None
    return Record(duty.title, _href(entry), f"{duty.words}：{'已落实' if done else '没有落实'}", good=int(done))


def _of_grant(grant: GrantLine, *, good: int) -> Record:
    words = "已取用" if grant.used else "没有取用"
    return Record(f"{grant.number} {grant.resource_name}", grant.href, words, good=good)
