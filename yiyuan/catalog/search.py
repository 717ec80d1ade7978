"""Search that a person likes: words, bigrams, pinyin and initials, in PostgreSQL alone.

A text becomes tokens on our side (`tokens`), stored as a tsvector without any dictionary; a query becomes tokens the
same way and all of them must be there. Pinyin and initials are stored from each letter on, so that a prefix finds
them. Entries whose name has all that was typed come first, the newest of them before others.
"""

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from django.contrib.postgres.search import SearchQuery
from django.db import connection, transaction
from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet
from pypinyin import Style, lazy_pinyin

from yiyuan.catalog.models import Resource, Version
from yiyuan.catalog.types import State

WORD = re.compile(r"[0-9a-z]+|[\u3400-\u9fff]+")
HAN = re.compile(r"[\u3400-\u9fff]")
MAX_QUERY = 60  # characters
MAX_SYLLABLES = 4  # stored from each letter on; more are typed by nobody in one piece
MAX_INITIALS = 8
MANY_NAMED = 2_000


def _runs(text: str) -> list[str]:
    return WORD.findall(unicodedata.normalize("NFKC", text).lower())


@lru_cache(maxsize=50_000)
def _tokens_of(run: str) -> frozenset[str]:
    """Everything by which a run of Han characters is found."""
    syllables = lazy_pinyin(run)
    initials = "".join(lazy_pinyin(run, style=Style.FIRST_LETTER))
    places = range(len(run))
    found = {*run, *(run[i : i + 2] for i in places[:-1])}
    found.update(f"p{''.join(syllables[i : i + MAX_SYLLABLES])}" for i in range(len(syllables)))
    found.update(f"i{initials[i : i + MAX_INITIALS]}" for i in range(len(initials) - 1))
    return frozenset(found)


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
    others, newest first. Unchanged for an empty text.

    A word that names more than MANY_NAMED says nothing about rank; then the newest come first. Asks the database once.
    """
    query = query_of(text)
    if not query:
        return resources
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
