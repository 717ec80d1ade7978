"""All that is published, in memory; searched without a query."""

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter
from typing import Any, Final

import polars as pl
from django.db import connection

from yiyuan.catalog.api import tokens
from yiyuan.web.public import Publication

HAN: Final = re.compile(r"[\u3400-\u9fff]+")
WORDS: Final = re.compile(r"[0-9a-z]+|[\u3400-\u9fff]+")
IN_TITLE, IN_PINYIN, IN_TEXT = 5, 3, 2  # what a word adds to the score of a data set
Body = Mapping[str, Any]
FACETS: Final = {"theme": "主题", "provider": "提供部门", "opening_words": "开放类型", "cycle_words": "更新周期"}


@dataclass(frozen=True, slots=True)
class Found:
    """What a data set is found by: title, all its words, pinyin and initials behind a blank each; in small letters."""

    title: str
    text: str
    tokens: str


@dataclass(frozen=True)
class Snapshot:
    """datasets: newest first. index: what each of them is found by, in their order, a column each of `Found`.

    kinds: kind -> bodies, newest first. polars looks through all of a column at once.
    """

    datasets: Sequence[Body]
    index: pl.DataFrame = field(repr=False)
    kinds: Mapping[str, Sequence[Body]]
    synonyms: Mapping[str, Sequence[str]] = field(repr=False)

    def _having(self, column: str, word: str) -> list[int]:
        """Places of the data sets in whose column it stands."""
        return self.index[column].str.contains(word, literal=True).arg_true().to_list()

    @cached_property
    def by_name(self) -> Mapping[str, Body]:
        return {one["name"]: one for one in self.datasets}

    @cached_property
    def by_id(self) -> Mapping[int, Body]:
        return {one["id"]: one for one in self.datasets}

    @cached_property
    def themes(self) -> Mapping[str, int]:
        """Theme -> its number, from 1."""
        return {theme: number for number, theme in enumerate(sorted({one["theme"] for one in self.datasets}), 1)}

    def of(self, kind: str) -> Sequence[Body]:
        return self.kinds.get(kind, ())

    @property
    def events(self) -> list[Body]:
        """Emergencies that go on."""
        return [one for one in self.of("emergency") if not one["ended_on"]]

    def search(self, text: str = "", **facets: str) -> list[Body]:
        """Data sets all of whose words fit, by name, pinyin, initials and synonyms; those named so first."""
        places: Sequence[int] = range(len(self.datasets))
        for name, value in facets.items():
            if value:
                places = [at for at in places if self.datasets[at][name] == value]
        scores = dict.fromkeys(places, 0)
        for word in dict.fromkeys(WORDS.findall(text.lower())):
            fits = self._fits(word)
            scores = {at: score + fits[at] for at, score in scores.items() if at in fits}
        return [self.datasets[at] for at in sorted(scores, key=scores.__getitem__, reverse=True)]

    def _fits(self, word: str) -> dict[int, int]:
        """Places of the data sets that the word fits, and how well."""
        found, said = dict[int, int](), (word, *self.synonyms.get(word, ()))
        if not HAN.fullmatch(word):
            for begins in "pi":
                found |= dict.fromkeys(self._having("tokens", f" {begins}{word}"), IN_PINYIN)
        for name, score in (("text", IN_TEXT), ("title", IN_TITLE)):
            for one in said:
                found |= dict.fromkeys(self._having(name, one), score)
        return found

    def facets(self, rows: Sequence[Body]) -> dict[str, list[tuple[str, int]]]:
        """Facet -> values with counts, most first."""
        counted = {name: Counter(map(itemgetter(name), rows)) for name in FACETS}
        return {name: [pair for pair in counts.most_common(13) if pair[0]][:12] for name, counts in counted.items()}


def _number() -> int:
    with connection.cursor() as cur:
        cur.execute("select number from open_data.publication")
        return int(cur.fetchone()[0])


def found_by(one: Body) -> Found:
    parts = [one["title"], one["summary"], one["provider"], one["theme"], *(item["name"] for item in one["items"])]
    said = " " + " ".join({one for one in (*tokens(one["title"]), *tokens(one["provider"])) if one[0] in "pi"})
    return Found(one["title"].lower(), " ".join(parts).lower(), said)


def index_of(found: Sequence[Found]) -> pl.DataFrame:
    return pl.DataFrame(found, schema=dict.fromkeys(Found.__slots__, pl.String), orient="row")


class _Reader:
    """Reads what is published in one statement; a body that is as it was is not sent, read or taken apart again."""

    QUERY: Final = (
        "select page.kind, page.id, page.xmin::text || page.ctid::text,"
        " case when known.mark is distinct from page.xmin::text || page.ctid::text then page.body::text end"
        " from open_data.page left join unnest(%s::text[], %s::bigint[], %s::text[]) as known (kind, id, mark)"
        " on known.kind = page.kind and known.id = page.id order by page.id desc"
    )

    def __init__(self) -> None:
        self._known: dict[tuple[str, int], tuple[str, Body, Found | None]] = {}

    def __call__(self) -> Snapshot:
        with connection.cursor() as cur:
            marks = [mark for mark, _body, _found in self._known.values()]
            cur.execute(
                self.QUERY, [[kind for kind, _id in self._known], [number for _kind, number in self._known], marks]
            )
            known, kinds = {}, dict[str, list[Body]]()
            for kind, number, mark, said in cur.fetchall():
                if said is None:
                    known[kind, number] = self._known[kind, number]
                else:
                    body = json.loads(said)
                    known[kind, number] = (mark, body, found_by(body) if kind == "dataset" else None)
                kinds.setdefault(kind, []).append(known[kind, number][1])
        self._known = known
        datasets = sorted(kinds.get("dataset", []), key=lambda one: (str(one["modified"]), one["id"]), reverse=True)
        synonyms: dict[str, list[str]] = {}
        for word, means in kinds.get("thesaurus", [{"pairs": []}])[0]["pairs"]:
            synonyms.setdefault(word.lower(), []).append(means.lower())
        index = [found for one in datasets if (found := known["dataset", one["id"]][2])]
        return Snapshot(datasets, index_of(index), kinds, synonyms)


PUBLICATION: Final[Publication[Snapshot]] = Publication(_number, _Reader())
