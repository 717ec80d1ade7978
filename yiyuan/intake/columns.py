"""Which item each column of a file gives, where headings are not the items' names: proposed, checked. Pure."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final

from yiyuan.catalog.types import ItemInfo
from yiyuan.dataplane.readers.headings import plain
from yiyuan.intake.rules import REASON_COLUMN
from yiyuan.kernel.errors import RuleBroken

SET_ASIDE: Final = ""
_CLOSE: Final = 0.8  # likeness of two names from which one is proposed for the other; 男方姓名 and 女方姓名 stay below
_SHORTEST: Final = 2  # characters of a name that is looked for inside another

Pairs = Sequence[tuple[str, str]]  # heading, item or SET_ASIDE


class Why(StrEnum):
    """What a proposal rests on."""

    SAVED = "saved"
    NAME = "name"
    ALIAS = "alias"
    LIKE = "like"


WHY_WORDS: Final = {
    Why.SAVED: "上次的对应关系",
    Why.NAME: "名称相同",
    Why.ALIAS: "同义名称",
    Why.LIKE: "名称相近，请核对",
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """An item proposed for a column, or SET_ASIDE, and why."""

    item: str
    why: Why


def fingerprint(headings: Iterable[str]) -> str:
    """SHA-256 of the headings as they are compared, whatever their order."""
    return hashlib.sha256(json.dumps(sorted(map(plain, headings)), ensure_ascii=False).encode()).hexdigest()


def proposals(
    headings: Sequence[str], items: Sequence[str], *, means: Mapping[str, set[str]], saved: Mapping[str, str]
) -> dict[str, Proposal]:
    """Heading -> what is proposed, each item once, the surest reason first.

    means: heading or item -> other names of it, plain. saved: as an earlier file with these headings was read.
    """
    found: dict[str, Proposal] = {}
    free = dict.fromkeys(items)
    for why, test in (
        (Why.SAVED, lambda heading, item: saved.get(heading) == item),
        (Why.NAME, lambda heading, item: plain(heading) == plain(item)),
        (Why.ALIAS, lambda heading, item: not _names(heading, means).isdisjoint(_names(item, means))),
        (Why.LIKE, _is_like),
    ):
        for heading in headings:
            if heading not in found and saved.get(heading) != SET_ASIDE:
                matching = [item for item in free if test(heading, item)]
                if len(matching) == 1 or (matching and why is not Why.LIKE):
                    found[heading] = Proposal(matching[0], why)
                    del free[matching[0]]
    aside = {heading: Proposal(SET_ASIDE, Why.SAVED) for heading in headings if saved.get(heading) == SET_ASIDE}
    return found | aside


def _names(text: str, means: Mapping[str, set[str]]) -> set[str]:
    return {plain(text), *means.get(text, set())}


def _is_like(heading: str, item: str) -> bool:
    ours, theirs = plain(item), plain(heading)
    shorter, longer = sorted((ours, theirs), key=len)
    return (len(shorter) >= _SHORTEST and shorter in longer) or SequenceMatcher(None, ours, theirs).ratio() >= _CLOSE


def completed(headings: Sequence[str], said: Mapping[str, str | None], items: Sequence[ItemInfo]) -> Pairs:
    """Each column with its item, as it was said or, where nothing was said, as it is called.

    Raises RuleBroken("intake.columns") naming what is missing, unknown or given twice: no column is passed over.
    """
    names = {plain(item.name): item.name for item in items}
    by_plain = {plain(heading): item for heading, item in said.items()}
    pairs = [
        (heading, by_plain[plain(heading)] or SET_ASIDE)
        if plain(heading) in by_plain
        else (heading, names.get(plain(heading), SET_ASIDE))
        for heading in headings
    ]
    given = [item for _heading, item in pairs if item]
    known = {plain(heading) for heading in headings}
    wrong = {
        "文件里没有列": [heading for heading in said if plain(heading) not in known],
        "没有说明对应哪一项的列": [
            heading
            for heading, item in pairs
            if not item and plain(heading) not in by_plain and heading != REASON_COLUMN
        ],
        "目录里没有信息项": [item for item in dict.fromkeys(given) if item not in names.values()],
        "几列对应同一项": [item for item in dict.fromkeys(given) if given.count(item) > 1],
        "必填的项没有对应的列": [item.name for item in items if (item.required or item.key) and item.name not in given],
    }
    if problems := [f"{what}“{'”“'.join(which)}”" for what, which in wrong.items() if which]:
        raise RuleBroken("intake.columns", problem="；".join(problems))
    return pairs


def left_empty(pairs: Pairs, items: Sequence[ItemInfo]) -> list[str]:
    """Items no column gives: their values become empty."""
    given = {item for _heading, item in pairs}
    return [item.name for item in items if item.name not in given] if pairs else []
