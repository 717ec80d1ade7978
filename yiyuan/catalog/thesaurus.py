"""What people say and what the catalog calls it: a text that was typed, cut into the words the thesaurus knows.

`parts_of` cuts: the longest known word at each place and the rest between them, without words that ask for nothing
(NOISE). `meant` and `alike` make a query of the parts, for the index that `tokens` fills.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q

from yiyuan.catalog.models import Synonym
from yiyuan.catalog.tokens import HAN, MAX_QUERY, MIN_LONG, all_of, any_of, plain, query_alike, query_of, runs, sound

LONGEST = 12  # characters of a word that is looked up
MOST_MEANT = 12  # meanings of one word that are looked for
NOISE = frozenset(
    {
        *("我想查一下", "我想查", "我要查", "帮我查", "查一下", "想知道", "查询", "查找", "查看", "搜索", "请问"),
        *("怎么办理", "怎么办", "怎么查", "怎么", "如何", "在哪里", "在哪", "哪里", "哪儿", "有没有", "有哪些", "哪些"),
        *(
            "什么",
            "多少",
            "是不是",
            "是否",
            "相关",
            "有关",
            "关于",
            "信息",
            "数据",
            "情况",
            "资料",
            "记录",
            "名单",
            "清单",
        ),
        *(
            "名册",
            "台账",
            "列表",
            "明细",
            "表格",
            "一览表",
            "全市",
            "本市",
            "我市",
            "我们",
            "所有",
            "全部",
            "个人",
            "办理",
        ),
        *("登记", "的", "了", "吗", "呢", "我"),
    }
)


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of what was typed, and the texts that mean it."""

    text: str
    means: tuple[str, ...] = ()

    @property
    def said(self) -> tuple[str, ...]:
        return (self.text, *self.means)


def parts_of(text: str, *, alike: bool = False) -> list[Part]:
    """What was typed, in pieces, each once. alike: words that sound the same or have one other character count.

    All of it where it is nothing but noise. Asks the database once.
    """
    typed = plain(text)[:MAX_QUERY]
    known = _known(typed, alike=alike)
    found = [Part(piece, known.get(piece, ())) for piece in dict.fromkeys(_pieces(typed, known))]
    return found or [Part(run) for run in runs(typed)]


def meant(parts: Iterable[Part]) -> str:
    """A tsquery of all parts, each as it was typed or as the catalog says it."""
    return all_of(meant_by(part) for part in parts)


def meant_by(part: Part) -> str:
    return any_of(query_of(text) for text in part.said)


def alike(text: str, parts: Iterable[Part]) -> str:
    """The same, where the ear or a slip of the hand may have misled in all of the text, or in its parts."""
    return any_of(
        [
            query_alike(text),
            all_of(any_of([query_alike(part.text), *(query_of(means) for means in part.means)]) for part in parts),
        ]
    )


def meanings(words: Collection[str]) -> dict[str, set[str]]:
    """Word -> what it means, for words as a whole; all of them plain."""
    by_plain = {plain(word): word for word in words}
    rows = Synonym.objects.filter(removed_on=None)
    found: dict[str, set[str]] = {}
    for word, means in rows.filter(plain__in=by_plain).values_list("plain", "means"):
        found.setdefault(by_plain[word], set()).add(means)
    return found


def _pieces(typed: str, known: Collection[str]) -> Iterator[str]:
    rest, at = "", 0
    while at < len(typed):
        word = _longest(typed, at, known)
        if not word:
            rest, at = rest + typed[at], at + 1
            continue
        yield from runs(rest)
        rest, at = "", at + len(word)
        if word not in NOISE:
            yield word
    yield from runs(rest)


def _longest(typed: str, at: int, known: Collection[str]) -> str:
    """The longest word that begins here, known or noise. A known one of one character stands alone."""
    for length in range(min(LONGEST, len(typed) - at), 0, -1):
        word = typed[at : at + length]
        if (word in known and (length > 1 or word == typed)) or word in NOISE:
            return word
    return ""


def _known(typed: str, *, alike: bool) -> dict[str, tuple[str, ...]]:
    """Piece of the text -> what it means."""
    places = range(len(typed))
    pieces = {typed[i : i + length] for i in places for length in range(1, LONGEST + 1)}
    heard = pieces if alike else {run for run in runs(typed) if not HAN.match(run)}
    sounds: dict[str, list[str]] = {}
    for piece in heard:
        if len(piece) > 1:
            sounds.setdefault(sound(piece), []).append(piece)
    rows = Synonym.objects.filter(removed_on=None)
    if not alike:
        rows = rows.filter(Q(plain__in=pieces) | Q(both=True, means__in=pieces) | Q(sound__in=list(sounds)))
    found: dict[str, list[str]] = {}
    misled: dict[str, list[str]] = {}
    for word, sounding, means, both in rows.order_by("id").values_list("plain", "sound", "means", "both"):
        if word in pieces:
            found.setdefault(word, []).append(means)
        for piece in {*sounds.get(sounding, ()), *(_slips(word, pieces) if alike else ())} - {word}:
            misled.setdefault(piece, []).extend((word, means))
        if both and means in pieces:
            found.setdefault(means, []).append(word)
    found = misled | found  # what is a word itself is meant so
    return {piece: tuple(dict.fromkeys(texts))[:MOST_MEANT] for piece, texts in found.items()}


def _slips(word: str, pieces: Collection[str]) -> Iterator[str]:
    """Pieces that differ from a word of MIN_LONG characters and more in one of them."""
    if len(word) >= MIN_LONG:
        for piece in pieces:
            if len(piece) == len(word) and sum(a != b for a, b in zip(piece, word, strict=True)) == 1:
                yield piece
