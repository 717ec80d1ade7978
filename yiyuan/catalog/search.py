"""Search that a person likes: words, bigrams, pinyin and initials, in PostgreSQL alone.

A text becomes tokens on our side (`tokens`), stored as a tsvector without any dictionary; a query becomes tokens the
same way and all of them must be there. Pinyin and initials are stored from each letter on, so that a prefix finds
them; the first characters of each such piece in all their readings, as names of places keep odd ones. Entries whose
name has all that was typed come first, the newest of them before others.
"""

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from itertools import chain

from django.contrib.postgres.search import SearchQuery
from django.db import connection, transaction
from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet
from pypinyin import Style, lazy_pinyin, pinyin

from yiyuan.catalog.models import Resource, Version
from yiyuan.catalog.types import State

WORD = re.compile(r"[0-9a-z]+|[\u3400-\u9fff\U00020000-\U0003ffff]+")
HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
MAX_QUERY = 60  # characters
MAX_SYLLABLES = 4  # stored from each letter on; more are typed by nobody in one piece
MAX_INITIALS = 8
ODD_WITHIN = 2  # characters of a stored piece that are read in every way, one at a time
MANY_NAMED = 2_000
NOTHING = f"'{'x' * MAX_QUERY}'"  # a query of a token too long to be stored


def _runs(text: str) -> list[str]:
    return WORD.findall(unicodedata.normalize("NFKC", text).lower())


@lru_cache(maxsize=50_000)
def _tokens_of(run: str) -> frozenset[str]:
    """Everything by which a run of Han characters is found."""
    syllables = lazy_pinyin(run, errors=list)  # type: ignore[arg-type]  # a list of texts is taken too
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
    for run in _runs(text):
        if HAN.match(run):
            found |= _tokens_of(run)
        else:
            found.add(run)
    return {token for token in found if len(token) < MAX_QUERY}


def query_of(text: str) -> str:
    """A tsquery of what was typed: Han text by bigrams, Latin text as a word, as pinyin or as initials."""
    parts = []
    for run in _runs(text[:MAX_QUERY]):
        if HAN.match(run):
            grams = [run[i : i + 2] for i in range(len(run) - 1)] or [run]
            parts.append(" & ".join(f"'{gram}'" for gram in grams))
        else:
            parts.append(f"('{run}':* | 'p{run}':* | 'i{run[:MAX_INITIALS]}':*)")
    return " & ".join(parts)


def index_resource(resource_id: int) -> None:
    """Write what lists and search read of a resource, from its published version; clear it when there is none."""
    current = Version.objects.select_related("resource__provider").filter(
        resource__current=F("id"), state=State.PUBLISHED
    )
    version = current.filter(resource_id=resource_id).first()
    if version is None:
        Resource.objects.filter(id=resource_id).update(listed_on=None, search=None, name_search=None)
        return
    items = list(version.items.values_list("name", flat=True))
    provider = version.resource.provider
    Resource.objects.filter(id=resource_id).update(
        listed_on=version.published_on,
        name=version.name,
        sharing=version.sharing,
        format=version.format,
        cycle=version.cycle,
        held_by_provider=version.held_by_provider,
        item_count=len(items),
    )
    name = tokens(f"{version.name} {version.resource.code or ''}")
    more = tokens(f"{' '.join(items)} {provider.name} {provider.short_name} {version.summary}")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE catalog_resource SET search = array_to_tsvector(%s), name_search = array_to_tsvector(%s)"
            " WHERE id = %s",
            [sorted(name | more), sorted(name), resource_id],
        )


def find(resources: QuerySet[Resource], text: str, *, near: str = "") -> QuerySet[Resource]:
    """Resources that have all that was typed: those of that very name first, then named so, of the region `near` before
    others, newest first. Unchanged for an empty text; nothing for a text without a letter, digit or character.

    A word that names more than MANY_NAMED says nothing about rank; then the newest come first. Asks the database once.
    """
    if not text.strip():
        return resources
    query = query_of(text) or NOTHING
    raw = SearchQuery(query, search_type="raw", config="simple")
    found = resources.filter(search=raw)
    named = resources.order_by().filter(name_search=raw).values("id")[: MANY_NAMED + 1]
    if named.count() > MANY_NAMED:
        return found.order_by("-listed_on", "-id")
    first = ExpressionWrapper(Q(name_search=raw), output_field=BooleanField())
    exact = ExpressionWrapper(Q(name=text.strip()), output_field=BooleanField())
    here = ExpressionWrapper(Q(region_code=near), output_field=BooleanField())
    ranked = found.annotate(exact=exact, named=first, here=here)
    return ranked.order_by("-exact", "-named", "-here", "-listed_on", "-id")


@contextmanager
def by_index() -> Iterator[None]:
    """Let queries of `find` read the index, not every vector: the planner does not count what fetching those costs."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        yield
        cursor.execute("SET LOCAL enable_seqscan = on")
