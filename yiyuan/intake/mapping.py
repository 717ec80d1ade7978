"""A file whose headings are not the items' names: how it was read before, what is proposed, what a person says.

What was said is kept per resource and body, and the next file with the same headings is read the same.
"""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from django.db import connection
from psycopg import sql

from yiyuan.catalog import api as catalog
from yiyuan.catalog.types import ItemInfo, ResourceInfo
from yiyuan.dataplane.masking import Mask, mask_sql
from yiyuan.dataplane.readers import Look, headings, shown
from yiyuan.elements.api import same_names
from yiyuan.intake import columns, originals, rules
from yiyuan.intake.columns import Proposal
from yiyuan.intake.models import Batch, SavedColumns
from yiyuan.intake.types import Reading
from yiyuan.kernel.errors import RuleBroken

Said = Mapping[str, str | None] | Sequence[str | None]  # by heading; in the order of the columns: no heading
SAMPLES: Final = 3
_LETTERS: Final = 40  # of a sample
_PLAIN: Final = re.compile(r"[0-9]{4}[-/.年][0-9]{1,2}([-/.月][0-9]{1,2}日?)?|[0-9]{1,6}(\.[0-9]{1,2})?")
_LOOKS: Final = [  # how a value of nobody knows what is shown; the first that fits, else its first character
    (re.compile(r"[0-9]{17}[0-9Xx]|[0-9]{15}"), Mask.CITIZEN_ID),
    (re.compile(r"1[0-9]{10}"), Mask.MOBILE),
    (re.compile(r"[0-9 ]{12,23}"), Mask.BANK_CARD),
]


@dataclass(frozen=True, slots=True)
class Told:
    """What a sender says of a file's columns.

    said: heading -> item or None, or the items in order of a file without a heading; None: as headings say, or as such
    a file was read before (anew: not). asks: where nothing tells, the batch waits for somebody to map the columns.
    """

    said: Said | None = None
    asks: bool = False
    anew: bool = False

    @property
    def names(self) -> set[str]:
        """Headings that are named."""
        return set(self.said) if isinstance(self.said, Mapping) else set()

    @property
    def headless(self) -> bool:
        return self.said is not None and not isinstance(self.said, Mapping)


BY_HEADINGS: Final = Told()


def names_in_files(resource: ResourceInfo, organisation_id: int) -> set[str]:
    """Every name a heading of this body's files may have: the items', and those of earlier files."""
    earlier = SavedColumns.objects.filter(resource_id=resource.id, organisation_id=organisation_id)
    return {item.name for item in resource.items} | {heading for one in earlier for heading, _item in one.columns}


def saved_for(resource_id: int, organisation_id: int, headers: Sequence[str]) -> dict[str, str]:
    """How an earlier file with these headings was read; empty without one."""
    found = SavedColumns.objects.filter(
        resource_id=resource_id, organisation_id=organisation_id, headings=columns.fingerprint(headers)
    ).first()
    known = {headings.plain(heading): item for heading, item in found.columns} if found else {}
    return {header: known[headings.plain(header)] for header in headers if headings.plain(header) in known}


def reading_of(table: Look, resource: ResourceInfo, *, sender_id: int, told: Told) -> Reading | None:
    """How an opened file is read: by its headings, as somebody says now, or as the file before; None: to be asked.

    Raises RuleBroken("intake.header") where none of these tells, ("intake.columns") where what is said does not do.
    """
    if told.said is not None:
        by_heading = told.said if isinstance(told.said, Mapping) else in_order(table.headers, told.said)
        return Reading(table.heading, tuple(columns.completed(table.headers, by_heading, resource.items)))
    try:
        rules.match_headers(table.headers, [item.name for item in resource.items])
    except RuleBroken:
        earlier = {} if told.anew else saved_for(resource.id, sender_id, table.headers)
        with suppress(RuleBroken):  # the entry has changed since
            if earlier:
                return Reading(
                    table.heading, tuple(columns.completed(table.headers, earlier, resource.items)), again=True
                )
        if told.asks:
            return None
        raise
    return Reading(table.heading)


def in_order(headers: Sequence[str], said: Sequence[str | None]) -> dict[str, str | None]:
    """Items of a file without a heading, by what its columns are called. Raises RuleBroken("intake.columns")."""
    if len(said) != len(headers):
        problem = f"文件有 {len(headers)} 列，说明了 {len(said)} 列"
        raise RuleBroken("intake.columns", problem=problem)
    return dict(zip(headers, said, strict=True))


def heading_of(batch: Batch, said: int | None) -> int:
    """The row of the heading that is meant; a file that says its columns by itself has no other than its own."""
    return said if said is not None and batch.file_kind not in {"parquet", "jsonl", "geojson"} else batch.heading or 0


def first_rows_of(batch: Batch) -> list[list[str]]:
    """The first rows of the file as they stand; ask the policy first."""
    return originals.open_json(bytes(batch.first_rows), context=context(batch.id)) if batch.first_rows else []


def context(batch_id: int) -> str:
    """What the sealed first rows of a batch are sealed for."""
    return f"intake.batch.first_rows:{batch_id}"


@dataclass(frozen=True, slots=True)
class Offered:
    """The columns of a batch to be mapped. heading: see Reading; samples: a few values of each, masked."""

    heading: int
    headers: tuple[str, ...]
    proposed: dict[str, Proposal]
    samples: dict[str, list[str]]


def offered(batch: Batch, resource: ResourceInfo, *, heading: int | None = None) -> Offered:
    """What is proposed for a batch under a heading; None: the one it was read with last. Raises FileRefused."""
    rows = first_rows_of(batch)
    at = heading_of(batch, heading)
    headers = headings.named(rows, at - 1, loose=True)
    saved = dict(batch.columns) if at == batch.heading else {}
    saved = saved or saved_for(batch.resource_id, batch.sender_id, headers)
    items = [item.name for item in resource.items]
    proposed = columns.proposals(headers, items, means=_means(resource.region_code, [*headers, *items]), saved=saved)
    kinds = {item.name: rules.mask_of(item) for item in resource.items}
    cells: list[tuple[str, Mask | None, str]] = []
    for place, header in enumerate(headers):
        seen = dict.fromkeys(row[place].strip() for row in rows[at:] if place < len(row) and row[place].strip())
        item = proposed[header].item if header in proposed else ""
        for value in list(seen)[:SAMPLES]:
            text = shown(value)[:_LETTERS]
            cells.append((header, kinds[item] if item else _look_of(text), text))
    samples: dict[str, list[str]] = {header: [] for header in headers}
    for (header, _kind, _text), masked in zip(cells, _masked(cells), strict=True):
        samples[header].append(masked)
    return Offered(at, headers, proposed, samples)


def proposed_for(resource: ResourceInfo, called: Sequence[str]) -> dict[str, str]:
    """Item by what a column is called, where name, registered names or likeness say so; each item once."""
    items = [item.name for item in resource.items]
    found = columns.proposals(called, items, means=_means(resource.region_code, [*called, *items]), saved={})
    return {heading: one.item for heading, one in found.items()}


def _look_of(text: str) -> Mask | None:
    if _PLAIN.fullmatch(text):
        return None
    return next((mask for look, mask in _LOOKS if look.fullmatch(text)), Mask.GENERIC)


def masked_rows(items: Sequence[ItemInfo], rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """Rows of texts, a cell for each item, as a person may see them."""
    kinds = [rules.mask_of(item) for item in items]
    hidden = [(at, place) for at, row in enumerate(rows) for place, kind in enumerate(kinds) if kind and row[place]]
    shown_rows = [list(row) for row in rows]
    made = _masked([(items[place].name, kinds[place], rows[at][place]) for at, place in hidden]) if hidden else []
    for (at, place), text in zip(hidden, made, strict=True):
        shown_rows[at][place] = text
    return shown_rows


def _masked(cells: Sequence[tuple[str, Mask | None, str]]) -> list[str]:
    made = [mask_sql(kind, sql.Literal(text)) if kind else sql.Literal(text) for _header, kind, text in cells]
    with connection.cursor() as cur:
        cur.execute(sql.SQL("select unnest(array[{}]::text[])").format(sql.SQL(", ").join(made)))
        return [row[0] for row in cur.fetchall()]


def _means(region_code: str, words: Sequence[str]) -> dict[str, set[str]]:
    """Other names of a heading or an item: registered for the region, or what people say."""
    registered, said = same_names(region_code), catalog.meanings(words)
    found: dict[str, set[str]] = {}
    for word in words:
        same = registered.get(catalog.plain_name(word))
        found[word] = {headings.plain(text) for text in (*said.get(word, ()), *([same] if same else ()))}
    return found
