"""The mark 校核中 on what is delivered: the value stays readable, and whoever reads it knows that it is in doubt."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from yiyuan.audit.api import subject_hash
from yiyuan.exchange.types import Mark
from yiyuan.kernel.errors import RuleBroken
from yiyuan.kernel.questions import Question
from yiyuan.regulations.api import explain
from yiyuan.sharing.types import Field, GrantInfo

# id of a resource -> its open rechecks; the gateway reads the same from `published.open_rechecks`
MARKS: Question[int, Mark] = Question("exchange.marks")
OPEN = """
select number, items, received_on, record_hash, subjects, region_code, law_on from published.open_rechecks
 where resource_id = $1 order by id
"""
GOES_ON = "disputes.service_goes_on"


def mark_of(row: Mapping[str, Any]) -> Mark:
    """From a row of OPEN."""
    digests = frozenset({*row["subjects"], row["record_hash"]} - {""})
    return Mark(row["number"], tuple(row["items"]), row["received_on"], digests, row["region_code"], row["law_on"])


def digests_of(asked: Mapping[Field, str]) -> frozenset[str]:
    """Keyed digests of the values asked for, and of the whole key as a recheck names a record."""
    whole = "；".join(value for field, value in asked.items() if field.key)
    return frozenset(subject_hash(value) for value in {*asked.values(), whole} if value)


def on(marks: Iterable[Mark], *, fields: Iterable[Field], digests: Collection[str] | None = None) -> list[Mark]:
    """Those that concern what is delivered.

    fields: the items granted. digests: of the subjects and the values asked for; None: of a list or a file, in which
    any record may be.
    """
    names = {field.name for field in fields}
    return [
        mark
        for mark in marks
        if (not mark.items or names & set(mark.items))
        and (digests is None or not mark.digests or mark.digests & set(digests))
    ]


def told(mark: Mark) -> dict[str, object]:
    """As machines read it. whole: no single record is in doubt, but the items of all."""
    sentence, articles = _goes_on(mark.region_code, mark.law_on.isoformat())
    return {
        "number": mark.number,
        "items": list(mark.items),
        "since": mark.received_on.isoformat(),
        "whole": not mark.digests,
        "message": sentence,
        "articles": list(articles),
    }


@lru_cache(maxsize=1024)
def _goes_on(region_code: str, law_on: str) -> tuple[str, tuple[str, ...]]:
    said = explain(RuleBroken(GOES_ON), region=region_code, on=date.fromisoformat(law_on))
    return said.sentence, tuple(chip.text for chip in said.chips)


def lines(info: GrantInfo) -> list[tuple[str, str]]:
    """For the page of words in a file, one a recheck."""
    return [("校核中", _line(mark)) for mark in on(MARKS.ask(info.resource_id), fields=info.fields)]


def _line(mark: Mark) -> str:
    sentence, _ = _goes_on(mark.region_code, mark.law_on.isoformat())
    what = "、".join(mark.items) or "没有指明信息项"
    which = "个别记录" if mark.digests else "全部记录"
    return f"{mark.number}，{what}，{mark.received_on} 提出，{which}。{sentence}"
