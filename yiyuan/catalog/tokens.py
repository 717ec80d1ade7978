"""The tokens by which a text is found: words, bigrams, pinyin and initials, made on our side.

Pinyin and initials are kept from each letter on, so that a prefix finds them; the first characters of each such piece
in all their readings, as names of places keep odd ones. A query is made of the same tokens.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain

WORD = re.compile(r"[0-9a-z]+|[\u3400-\u9fff\U00020000-\U0003ffff]+")
HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
MAX_QUERY = 60  # characters
MAX_SYLLABLES = 4  # stored from each letter on; more are typed by nobody in one piece
MAX_INITIALS = 8
MIN_LONG, MAX_LONG = 3, 12  # characters of a run in which one may be wrong
ODD_WITHIN = 2  # characters of a stored piece that are read in every way, one at a time
NOTHING = f"'{'x' * MAX_QUERY}'"  # a query of a token too long to be stored


def plain(text: str) -> str:
    """What was typed or is looked up, in one form: full width, capitals and outer blanks say nothing."""
    return unicodedata.normalize("NFKC", text).lower().strip()


def runs(text: str) -> list[str]:
    """Runs of Han characters, and of Latin letters and digits."""
    return WORD.findall(plain(text))


def syllables_of(text: str) -> list[str]:
    """The usual pinyin of a text: di, bao. What is no Han character stands letter by letter."""
    from pypinyin import lazy_pinyin  # its dictionary takes half a second, which most processes never need

    return lazy_pinyin(text, errors=list)  # type: ignore[arg-type]  # a list of texts is taken too


def sound(text: str) -> str:
    """The usual pinyin of a text in one piece: dibao."""
    return "".join(syllables_of(text))


@lru_cache(maxsize=50_000)
def _tokens_of(run: str) -> frozenset[str]:
    """Everything by which a run of Han characters is found."""
    syllables = syllables_of(run)
    initials = [syllable[0] for syllable in syllables]
    odd = [_other_readings(character) - {usual} for character, usual in zip(run, syllables, strict=True)]
    odd_initials = [{reading[0] for reading in readings} for readings in odd]
    places = range(len(run))
    found = {*run, *(run[i : i + 2] for i in places[:-1])}
    for i in places:
        until = slice(i, i + ODD_WITHIN)
        found.update(f"p{piece}" for piece in _pieces(syllables[i : i + MAX_SYLLABLES], odd[until]))
        if i < len(run) - 1:
            found.update(f"i{piece}" for piece in _pieces(initials[i : i + MAX_INITIALS], odd_initials[until]))
    return frozenset(found)


@lru_cache(maxsize=10_000)
def _other_readings(character: str) -> frozenset[str]:
    """All readings of a character: 涡 wo, guo."""
    from pypinyin import Style, pinyin

    return frozenset(chain.from_iterable(pinyin(character, style=Style.NORMAL, heteronym=True)))


def _pieces(usual: list[str], odd: list[set[str]] | list[frozenset[str]]) -> Iterator[str]:
    """The usual reading of a piece, then with one character read otherwise."""
    yield "".join(usual)
    for place, readings in enumerate(odd):
        for reading in readings:
            yield "".join([*usual[:place], reading, *usual[place + 1 :]])


def tokens(text: str) -> set[str]:
    """Everything by which a text is found."""
    found: set[str] = set()
    for run in runs(text):
        if HAN.match(run):
            found |= _tokens_of(run)
        else:
            found.add(run)
    return {token for token in found if len(token) < MAX_QUERY}


def grams(run: str) -> list[str]:
    """The bigrams of a run of Han characters; the character itself where it is one."""
    return [run[i : i + 2] for i in range(len(run) - 1)] or [run]


def query_of(text: str) -> str:
    """A tsquery of all that was typed: Han text by bigrams, Latin text as a word, as pinyin or as initials."""
    return all_of(_asked(run) for run in runs(text[:MAX_QUERY]))


def _asked(run: str) -> str:
    if HAN.match(run):
        return all_of(f"'{gram}'" for gram in grams(run))
    return f"('{run}':* | 'p{run}':* | 'i{run[:MAX_INITIALS]}':*)"


def query_alike(text: str) -> str:
    """A tsquery of texts that sound the same, or differ in one character of a run of MIN_LONG and more."""
    return all_of(any_of(_alike(run)) for run in runs(text[:MAX_QUERY]))


def _alike(run: str) -> Iterator[str]:
    yield _asked(run)
    if not HAN.match(run) or len(run) == 1:
        return
    syllables = syllables_of(run)
    places = range(max(1, len(run) - MAX_SYLLABLES + 1))
    yield all_of(f"'p{''.join(syllables[i : i + MAX_SYLLABLES])}':*" for i in places)
    if MIN_LONG <= len(run) <= MAX_LONG:
        for i in range(len(run)):
            sides = [side for side in (run[:i], run[i + 1 :]) if side]
            yield all_of(f"'{gram}'" for side in sides for gram in grams(side))


def all_of(queries: Iterable[str]) -> str:
    return " & ".join(query for query in queries if query)


def any_of(queries: Iterable[str]) -> str:
    found = list(dict.fromkeys(query for query in queries if query))
    return f"({' | '.join(f'({query})' for query in found)})" if len(found) > 1 else "".join(found)
