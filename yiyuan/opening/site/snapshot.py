"""All that is published, in memory; searched without a query."""

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import connection

from yiyuan.catalog.api import tokens
from yiyuan.web.public import Publication

HAN: Final = re.compile(r"[\u3400-\u9fff]+")
WORDS: Final = re.compile(r"[0-9a-z]+|[\u3400-\u9fff]+")
FACETS: Final = {"theme": "主题", "provider": "提供部门", "opening_words": "开放类型", "cycle_words": "更新周期"}


@dataclass(frozen=True)
class Snapshot:
    """datasets: newest first. kinds: kind -> bodies, newest first. index: id of a data set -> what it is found by."""

    datasets: Sequence[Mapping[str, Any]]
    by_name: Mapping[str, Mapping[str, Any]]
    by_id: Mapping[int, Mapping[str, Any]]
    kinds: Mapping[str, Sequence[Mapping[str, Any]]]
    index: Mapping[int, tuple[str, str]] = field(repr=False)
    synonyms: Mapping[str, Sequence[str]] = field(repr=False)

    def of(self, kind: str) -> Sequence[Mapping[str, Any]]:
        return self.kinds.get(kind, ())

    @property
    def events(self) -> list[Mapping[str, Any]]:
        """Emergencies that go on."""
        return [one for one in self.of("emergency") if not one["ended_on"]]

    def search(self, text: str = "", **facets: str) -> list[Mapping[str, Any]]:
        """Data sets all of whose words fit, by name, pinyin, initials and synonyms; those named so first."""
        rows = [one for one in self.datasets if all(one[name] == value for name, value in facets.items() if value)]
        wanted = WORDS.findall(text.lower())
        if not wanted:
            return rows
        scored = [(self._score(one, wanted), one) for one in rows]
        return [one for score, one in sorted(scored, key=lambda pair: -pair[0]) if score]

    def _score(self, one: Mapping[str, Any], wanted: Sequence[str]) -> int:
        text, found = self.index[one["id"]]
        total = 0
        for word in wanted:
            said = [word, *self.synonyms.get(word, ())]
            if any(part in one["title"].lower() for part in said):
                total += 5
            elif any(part in text for part in said):
                total += 2
            elif HAN.fullmatch(word) or (f" p{word}" not in found and f" i{word}" not in found):
                return 0
            else:
                total += 3
        return total

    def facets(self, rows: Sequence[Mapping[str, Any]]) -> dict[str, list[tuple[str, int]]]:
        """Facet -> values with counts, most first."""
        return {name: Counter(one[name] for one in rows if one[name]).most_common(12) for name in FACETS}


def _number() -> int:
    with connection.cursor() as cur:
        cur.execute("select number from open_data.publication")
        return int(cur.fetchone()[0])


def _read() -> Snapshot:
    kinds: dict[str, list[dict[str, Any]]] = {}
    with connection.cursor() as cur:
        cur.execute("select kind, body from open_data.page order by id desc")
        for kind, body in cur.fetchall():
            kinds.setdefault(kind, []).append(json.loads(body) if isinstance(body, str) else body)
    datasets = sorted(kinds.get("dataset", []), key=lambda one: (str(one["modified"]), one["id"]), reverse=True)
    words = kinds.get("thesaurus", [{"pairs": []}])[0]["pairs"]
    synonyms: dict[str, list[str]] = {}
    for word, means in words:
        synonyms.setdefault(word.lower(), []).append(means.lower())
    index = {}
    for one in datasets:
        parts = [one["title"], one["summary"], one["provider"], one["theme"], *(i["name"] for i in one["items"])]
        text = " ".join(parts).lower()
        index[one["id"]] = (text, " " + " ".join({*tokens(one["title"]), *tokens(one["provider"])}))
    return Snapshot(
        datasets,
        {one["name"]: one for one in datasets},
        {one["id"]: one for one in datasets},
        kinds,
        index,
        synonyms,
    )


PUBLICATION: Final[Publication[Snapshot]] = Publication(_number, _read)
