"""What stands in the catalog already that looks like what somebody is about to describe.

By name (the same but for punctuation, or most of its bigrams), by pinyin (the same sound), and by the set of items.
Only published entries of other departments of the same region are looked at: another level keeps its own territory.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import connection

from yiyuan.catalog import rules
from yiyuan.catalog.tokens import sound, syllables_of
from yiyuan.postgres.statements import statement

SAME_NAME = 1.0
CLOSE_NAME = 0.6  # share of bigrams that two names have in common
ALL_ITEMS = 1.0
SIMILAR_ENTRIES = statement(__file__, "similar_entries")
NEARLY_SAME = 0.8  # from here on names with all the same items speak of one thing
CLOSE_ITEMS = 0.6  # share of items that two entries have in common
ENOUGH_ITEMS = 3  # fewer items say nothing
MOST = 5  # shown
LOOKED_AT = 300
EMPTY_WORDS = ("信息", "数据", "情况", "资源", "明细", "名单", "清单", "表")  # say nothing of what is described


@dataclass(frozen=True, slots=True)
class Similar:
    """An entry that resembles; items: names in common. `same`: it is the same thing by all that counts."""

    resource_id: int
    name: str
    provider: str
    by: str
    items: tuple[str, ...]
    same: bool


def core(name: str) -> str:
    """A name without the words that say nothing of what is described."""
    plain = rules.plain_name(name)
    for word in EMPTY_WORDS:
        plain = plain.removesuffix(word) or plain
    return plain


def _grams(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)} or {text}


def _share(left: Collection[str], right: Collection[str]) -> float:
    both, either = set(left) & set(right), set(left) | set(right)
    return len(both) / len(either) if either else 0.0


def similar(*, name: str, items: Sequence[str], region_code: str, provider_id: int, besides: int = 0) -> list[Similar]:
    """The entries most like this description, the same ones first. besides: the resource that is being described."""
    wanted = {rules.plain_name(item) for item in items} - {""}
    rows = _candidates(name, items, region_code, provider_id=provider_id, besides=besides)
    found = []
    for resource_id, other, provider, other_items in rows:
        common = tuple(item for item in other_items if rules.plain_name(item) in wanted)
        of_items = _share(wanted, {rules.plain_name(item) for item in other_items})
        enough = len(wanted) >= ENOUGH_ITEMS and len(common) >= ENOUGH_ITEMS
        by, score = _by_name(name, other)
        same = by == "name" or (score >= NEARLY_SAME and enough and of_items >= ALL_ITEMS)
        if enough and of_items >= CLOSE_ITEMS and of_items > score:
            by, score = "items", of_items
        if by:
            found.append((score, Similar(resource_id, other, provider, by, common, same)))
    found.sort(key=lambda pair: (not pair[1].same, -pair[0], pair[1].resource_id))
    return [one for _score, one in found[:MOST]]


def _by_name(name: str, other: str) -> tuple[str, float]:
    """How two names resemble, and how much; ("", 0) where they do not."""
    mine, theirs = core(name), core(other)
    if not mine:
        return "", 0.0
    if mine == theirs:
        return "name", SAME_NAME
    if sound(mine) == sound(theirs):
        return "pinyin", SAME_NAME
    share = _share(_grams(mine), _grams(theirs))
    return ("close_name", share) if share >= CLOSE_NAME else ("", 0.0)


def _candidates(
    name: str, items: Sequence[str], region_code: str, *, provider_id: int, besides: int
) -> list[tuple[int, str, str, list[str]]]:
    """Entries that share a bigram or the sound of the name, or several items: (id, name, provider, items)."""
    plain = core(name)
    tokens = sorted(_grams(plain) | {f"p{''.join(syllables_of(plain)[:4])}"}) if plain else []
    query = " | ".join(f"'{token}'" for token in tokens if "'" not in token and "\\" not in token)
    with connection.cursor() as cursor:
        cursor.execute(
            SIMILAR_ENTRIES,
            {
                "query": query,
                "items": list(items) if len(items) >= ENOUGH_ITEMS else [],
                "enough": max(ENOUGH_ITEMS, round(len(items) * CLOSE_ITEMS)),
                "most": LOOKED_AT,
                "provider": provider_id,
                "besides": besides,
                "region": region_code,
            },
        )
        return [(key, other, provider, held) for key, other, provider, held in cursor.fetchall()]
