"""Search that a person likes: words, bigrams, pinyin and initials, in PostgreSQL alone.

A text becomes tokens on our side (`tokens`), stored as a tsvector without any dictionary; a query becomes tokens the
same way and all of them must be there. Names weigh more than item names, those more than the summary.
"""

import re
import unicodedata
from functools import lru_cache

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import connection
from django.db.models import F, QuerySet
from pypinyin import Style, lazy_pinyin

from yiyuan.catalog.models import Resource, Version

WORD = re.compile(r"[0-9a-z]+|[\u3400-\u9fff]+")
HAN = re.compile(r"[\u3400-\u9fff]")
MAX_QUERY = 60  # characters
MAX_INITIALS = 8  # letters; more are typed by nobody


def _runs(text: str) -> list[str]:
    return WORD.findall(unicodedata.normalize("NFKC", text).lower())


@lru_cache(maxsize=20_000)
def _spelled(run: str) -> tuple[tuple[str, ...], str]:
    """Syllables and initials of a run of Han characters."""
    return tuple(lazy_pinyin(run)), "".join(lazy_pinyin(run, style=Style.FIRST_LETTER))


def tokens(text: str) -> set[str]:
    """Everything by which a text is found."""
    found: set[str] = set()
    for run in _runs(text):
        if not HAN.match(run):
            found.add(run)
            continue
        found.update(run)
        found.update(run[i : i + 2] for i in range(len(run) - 1))
        syllables, initials = _spelled(run)
        found.update(f"p{s}" for s in syllables)
        found.update(f"p{''.join(syllables[i : i + 2])}" for i in range(len(syllables) - 1))
        found.add(f"p{''.join(syllables)}")
        for start in range(len(initials)):
            longest = initials[start : start + MAX_INITIALS]
            found.update(f"i{longest[:length]}" for length in range(2, len(longest) + 1))
    return found


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


def _lexemes(words: set[str]) -> list[str]:
    return sorted(word for word in words if len(word) < MAX_QUERY)


def index_resource(resource_id: int) -> None:
    """Write the search vector of a resource from its published version."""
    current = Version.objects.select_related("resource__provider").filter(resource__current=F("id"))
    version = current.get(resource_id=resource_id)
    items = " ".join(version.items.values_list("name", flat=True))
    provider = f"{version.resource.provider.name} {version.resource.provider.short_name}"
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE catalog_resource SET search ="
            " setweight(array_to_tsvector(%s), 'A') || setweight(array_to_tsvector(%s), 'B')"
            " || setweight(array_to_tsvector(%s), 'C') WHERE id = %s",
            [
                _lexemes(tokens(f"{version.name} {version.resource.code or ''}")),
                _lexemes(tokens(f"{items} {provider}")),
                _lexemes(tokens(version.summary)),
                resource_id,
            ],
        )


def find(resources: QuerySet[Resource], text: str) -> QuerySet[Resource]:
    """Resources that have all that was typed, best first; unchanged for an empty text."""
    query = query_of(text)
    if not query:
        return resources
    raw = SearchQuery(query, search_type="raw", config="simple")
    return resources.filter(search=raw).annotate(rank=SearchRank(F("search"), raw)).order_by("-rank", "-id")
