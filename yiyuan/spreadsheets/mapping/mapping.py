"""From the columns of a spreadsheet to the fields of an entry: proposed from the headings, confirmed by a person."""

from collections import Counter
from collections.abc import Mapping as Map
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import Any

from yiyuan.dataplane.readers import wrong_cell
from yiyuan.spreadsheets import workbook
from yiyuan.spreadsheets.mapping import headings
from yiyuan.spreadsheets.mapping.grid import LOOKED_AT, Grid, heading_rows
from yiyuan.spreadsheets.mapping.grid import headings as names_of
from yiyuan.spreadsheets.workbook import Column, Vocabulary

EMPTY = "-"  # a person's choice to leave a field empty for this value
NOT_OFFERED = {"code", "subclass_code", "change_cause", "changed_on"}  # ours to give, or of another act
MAX_VALUES = 200  # different values of one column that are set against our words


class Layout(StrEnum):
    """What one row of the spreadsheet is."""

    RESOURCE = "resource"
    ITEM = "item"


LAYOUT_WORDS = {Layout.RESOURCE: "一行一个资源", Layout.ITEM: "一行一个信息项，同一资源的行连在一起"}


@dataclass(frozen=True, slots=True)
class Mapping:
    """Which column (from 0) gives which field, and what the values of word fields mean.

    first, count: where the heading stands; count 0: there is none, the data begins at `first`.
    words: field -> value in the file -> our code, or EMPTY.
    """

    first: int = 1
    count: int = 1
    layout: Layout = Layout.RESOURCE
    columns: Map[str, int] = field(default_factory=dict)
    words: Map[str, Map[str, str]] = field(default_factory=dict)

    @property
    def heading_end(self) -> int:
        """The last row of the heading, or the one before the data."""
        return self.first - 1 + self.count

    def plain(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def from_plain(stored: Map[str, Any]) -> Mapping:
    """What `plain` gave."""
    return Mapping(**{**stored, "layout": Layout(stored["layout"])})


def targets(known: Vocabulary) -> dict[str, Column]:
    """The fields a column may give: those of an entry, a list of items, single item fields, the provider."""
    of_entry = {c.name: c for c in workbook.resource_columns(known) if c.name not in NOT_OFFERED}
    of_items = {f"item.{c.name}": c for c in workbook.item_columns(known) if c.name != "resource"}
    return {
        **of_entry,
        "provider": Column("provider", "提供部门"),
        "items": Column("items", "信息项（全部写在一格）", "text"),
        **of_items,
    }


def fingerprint(names: Sequence[str]) -> str:
    """The same for every file with these headings."""
    return sha256("\n".join(headings.plain(name) for name in names).encode()).hexdigest()


def fingerprints(grid: Grid) -> dict[str, tuple[int, int]]:
    """Of every heading the file might have: where it stands."""
    places = [(first, count) for count in (1, 2) for first in range(1, min(LOOKED_AT, len(grid.rows) - count) + 1)]
    return {fingerprint(names_of(grid, first=first, count=count)): (first, count) for first, count in reversed(places)}


def propose(grid: Grid, known: Vocabulary) -> Mapping:
    """What the headings and values suggest."""
    first, count = heading_rows(grid)
    by_item = any(headings.field_of(name) == "item.name" for name in names_of(grid, first=first, count=count))
    return under(grid, known, first=first, count=count, layout=Layout.ITEM if by_item else Layout.RESOURCE)


def with_words(grid: Grid, mapping: Mapping, known: Vocabulary) -> Mapping:
    """The same with a code proposed for each value of a word field that has none yet; unknown ones stay out."""
    words: dict[str, dict[str, str]] = {}
    for name, values in values_of(grid, mapping, known).items():
        column = targets(known)[name]
        earlier = mapping.words.get(name, {})
        proposed = {value: earlier.get(value) or headings.code_of(name, value, column.words) for value in values}
        words[name] = {value: code for value, code in proposed.items() if code}
    return Mapping(mapping.first, mapping.count, mapping.layout, mapping.columns, words)


def values_of(grid: Grid, mapping: Mapping, known: Vocabulary) -> dict[str, list[str]]:
    """The different values of each mapped word column, most frequent first; types of items read by themselves."""
    fields, rows = targets(known), grid.below(mapping.heading_end)
    found = {}
    for name, place in mapping.columns.items():
        column = fields.get(name)
        if column is None or column.kind != "word" or column.many or name == "item.data_type":
            continue
        counted = Counter(row[place] for _at, row in rows if row[place] and not wrong_cell(row[place]))
        found[name] = [value for value, _times in counted.most_common(MAX_VALUES)]
    return found


def under(grid: Grid, known: Vocabulary, *, first: int, count: int, layout: Layout) -> Mapping:
    """A proposal where a person says where the heading stands and what one row is."""
    columns: dict[str, int] = {}
    if first - 1 + count < len(grid.rows):
        for place, name in enumerate(names_of(grid, first=first, count=count)):
            columns.setdefault(headings.field_of(name), place)
    columns.pop("", None)
    kept = {n: p for n, p in columns.items() if (layout is Layout.ITEM) or not n.startswith("item.")}
    if layout is Layout.ITEM:
        kept.pop("items", None)
    return with_words(grid, Mapping(first, count, layout, kept), known)
