"""Search that a person likes, in PostgreSQL alone.

A text becomes tokens on our side (`tokens`), stored as a tsvector without any dictionary; a query becomes tokens the
same way, with what the thesaurus says it means (`thesaurus`). Entries that have all of it come as named so, named by
what it means, then by their other fields. Where nothing has all of it, sound and slips are forgiven; where that finds
nothing either, the nearest names are given, and the page says so.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db import connection, transaction
from django.db.models import BooleanField, Case, ExpressionWrapper, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Length

from yiyuan.catalog import thesaurus
from yiyuan.catalog.models import Resource, Version
from yiyuan.catalog.thesaurus import Part
from yiyuan.catalog.tokens import NOTHING, any_of, grams, query_of, runs, tokens
from yiyuan.catalog.types import State
from yiyuan.kernel.questions import Question

# by which other names do upper rooms know what this resource holds?
ALIASES_OF: Question[int, str] = Question("catalog.aliases_of")
MANY_NAMED = 2_000
MOST_PARTS = 4  # parts of what was typed whose presence in the name is counted
NEAREST = 20
CLOSE = 0.5  # share of a part that a near name has


class Match(StrEnum):
    """How what was found answers what was typed."""

    ALL = "all"
    ALIKE = "alike"
    NEAR = "near"


@dataclass(frozen=True, slots=True)
class Found:
    """Entries, best first; match: ALL also where nothing was typed or nothing was found."""

    rows: QuerySet[Resource]
    match: Match = Match.ALL


def index_resource(resource_id: int) -> None:
    """Write what lists and search read of a resource, from its published version; clear it when there is none."""
    current = Version.objects.select_related("resource__provider").filter(
        resource__current=F("id"), state=State.PUBLISHED
    )
    version = current.filter(resource_id=resource_id).first()
    if version is None:
        Resource.objects.filter(id=resource_id).update(listed_on=None, search=None, name_search=None)
        return
    items = list(version.items.values_list("name", "codes"))
    words = [word for name, codes in items for word in (name, *codes)]
    words += ALIASES_OF.ask(resource_id)
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
    more = tokens(f"{' '.join(words)} {provider.name} {provider.short_name} {version.summary}")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE catalog_resource SET search = array_to_tsvector(%s), name_search = array_to_tsvector(%s)"
            " WHERE id = %s",
            [sorted(name | more), sorted(name), resource_id],
        )


def find(resources: QuerySet[Resource], text: str, *, near: str = "") -> QuerySet[Resource]:
    """The rows of `seek`."""
    return seek(resources, text, near=near).rows


def seek(resources: QuerySet[Resource], text: str, *, near: str = "") -> Found:
    """Resources that have all that was typed or meant: those of that very name first, then named so, then named by what
    it means, of the region `near` before others, the shorter name first, then the newest.

    Unchanged for an empty text; nothing for a text without a letter, digit or character. A word that names more than
    MANY_NAMED says nothing about rank; then the newest come first. Asks the database three times; more, if nothing has
    all of it.
    """
    if not text.strip():
        return Found(resources)
    literal = query_of(text) or NOTHING
    parts = thesaurus.parts_of(text)
    meant = any_of([literal, thesaurus.meant(parts)])
    found = resources.filter(search=_raw(meant))
    names = resources.order_by()
    named = _count(names.filter(name_search=_raw(literal)))
    if named > MANY_NAMED:
        return Found(found.order_by("-listed_on", "-id"))
    if not named and not found.order_by().exists():
        return _forgiving(resources, text, near=near)
    if meant != literal and _count(names.filter(name_search=_raw(meant))) > MANY_NAMED:
        parts, meant = [], literal
    return Found(_ranked(found, text, literal=literal, meant=meant, parts=parts, near=near))


def _raw(query: str) -> SearchQuery:
    return SearchQuery(query, search_type="raw", config="simple")


def _count(rows: QuerySet[Resource]) -> int:
    return rows.values("id")[: MANY_NAMED + 1].count()


def _is(condition: Q) -> Any:  # an expression
    return ExpressionWrapper(condition, output_field=BooleanField())


def _ranked(
    rows: QuerySet[Resource], text: str, *, literal: str, meant: str, parts: Sequence[Part], near: str
) -> QuerySet[Resource]:
    order = ["-exact", "-named", "-meant"]
    rows = rows.annotate(
        exact=_is(Q(name=text.strip())),
        named=_is(Q(name_search=_raw(literal))),
        meant=_is(Q(name_search=_raw(meant))),
        here=_is(Q(region_code=near)),
        letters=Length("name"),
    )
    if 1 < len(parts) <= MOST_PARTS:
        held = [Case(When(name_search=_raw(query), then=1), default=0) for query in map(thesaurus.meant_by, parts)]
        rows, order = rows.annotate(held=sum(held, start=Value(0))), [*order, "-held"]
    return rows.order_by(*order, "-here", "letters", "-listed_on", "-id")


def _forgiving(resources: QuerySet[Resource], text: str, *, near: str) -> Found:
    """Names that sound so or differ by a slip; else the nearest names; else other fields that sound so."""
    parts = thesaurus.parts_of(text, alike=True)
    alike = thesaurus.alike(text, parts) or NOTHING
    found = resources.filter(search=_raw(alike))
    if found.order_by().filter(name_search=_raw(alike)).exists():
        return Found(_alike(found, text, alike, parts, near=near), Match.ALIKE)
    nearest = _nearest(resources, thesaurus.parts_of(text), near=near) or _nearest(resources, parts, near=near)
    if not nearest:
        return Found(_alike(found, text, alike, parts, near=near), Match.ALIKE)
    place = Case(*(When(pk=pk, then=n) for n, pk in enumerate(nearest)), output_field=IntegerField())
    return Found(resources.filter(pk__in=nearest).annotate(place=place).order_by("place", "-id"), Match.NEAR)


def _alike(rows: QuerySet[Resource], text: str, alike: str, parts: Sequence[Part], *, near: str) -> QuerySet[Resource]:
    return _ranked(rows, text, literal=alike, meant=thesaurus.meant(parts) or NOTHING, parts=(), near=near)


def _nearest(resources: QuerySet[Resource], parts: Sequence[Part], *, near: str) -> list[int]:
    """Ids of the entries whose names have most of what was typed, at most NEAREST; what is rare weighs more.

    By bigrams; by single characters where no name has one of them.
    """
    return next((found for cut in (grams, list) if (found := _near_by(resources, parts, cut, near=near))), [])


def _near_by(
    resources: QuerySet[Resource], parts: Sequence[Part], cut: Callable[[str], list[str]], *, near: str
) -> list[int]:
    said = [[pieces for text in part.said if (pieces := _pieces(text, cut))] for part in parts]
    wanted = {piece for texts in said for text in texts for piece in text}
    if not wanted:
        return []
    rows = resources.order_by().filter(name_search=_raw(any_of(f"'{piece}'" for piece in sorted(wanted))))
    some = rows.values_list("id", "name", "region_code")[:MANY_NAMED]
    names = [(pk, _pieces(name, cut), region, name) for pk, name, region in some]
    often = Counter(piece for _pk, pieces, _region, _name in names for piece in pieces & wanted)

    def share(text: set[str], name: set[str]) -> float:
        return sum(1 / often[g] for g in text & name) / sum(1 / max(1, often[g]) for g in text)

    scored: list[tuple[float, bool, int, int]] = []
    for pk, pieces, region, name in names:
        if any(len(text & pieces) >= CLOSE * len(text) for texts in said for text in texts):
            score = sum(max(share(text, pieces) for text in texts) for texts in said if texts)
            scored.append((-round(score, 3), region != near, len(name), pk))
    return [pk for *_rank, pk in sorted(scored)[:NEAREST]]


def _pieces(text: str, cut: Callable[[str], list[str]]) -> set[str]:
    """What two names may have in common: pieces of Han text, whole Latin words."""
    return {piece for run in runs(text) for piece in ([run] if run.isascii() else cut(run))}


@contextmanager
def by_index() -> Iterator[None]:
    """Let queries of `find` read the index, not every vector: the planner does not count what fetching those costs."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        yield
        cursor.execute("SET LOCAL enable_seqscan = on")
