"""The form of a mapping: each column of the file, what it gives; each value of a word column, what it means."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField

from yiyuan.dataplane.readers import shown
from yiyuan.spreadsheets.mapping import grid as grids
from yiyuan.spreadsheets.mapping import mapping as mappings
from yiyuan.spreadsheets.mapping.grid import Grid
from yiyuan.spreadsheets.mapping.mapping import EMPTY, LAYOUT_WORDS, Layout
from yiyuan.spreadsheets.workbook import Column, Vocabulary
from yiyuan.web.forms import Form, Radios, choose

SAMPLES = 3
SAMPLE_LETTERS = 40


class HeadingForm(Form):
    """Where the heading stands and what one row is."""

    first = forms.IntegerField(label="表头（没有表头的，数据）从第几行起", min_value=1, max_value=grids.LOOKED_AT * 2)
    count = forms.TypedChoiceField(
        label="表头占几行", choices=[("1", "一行"), ("2", "两行"), ("0", "没有表头")], coerce=int, widget=Radios
    )
    layout = forms.TypedChoiceField(
        label="一行是什么", choices=[(k.value, w) for k, w in LAYOUT_WORDS.items()], coerce=Layout, widget=Radios
    )


class MappingForm(Form):
    """Fields column-N and word-FIELD-N, made from the file under its present mapping."""

    def __init__(self, grid: Grid, mapping: mappings.Mapping, known: Vocabulary, data: Any = None) -> None:  # QueryDict
        super().__init__(data)
        self.grid, self.mapping = grid, mapping
        self.targets = {
            name: column
            for name, column in mappings.targets(known).items()
            if (mapping.layout is Layout.ITEM and name != "items") or not name.startswith("item.")
        }
        self.names = grids.headings(grid, first=mapping.first, count=mapping.count)
        self.values = mappings.values_of(grid, mapping, known)
        by_place = {place: name for name, place in mapping.columns.items()}
        labels = {name: _labelled(name, column) for name, column in self.targets.items()}
        for place, heading in enumerate(self.names):
            self.fields[f"column-{place}"] = forms.ChoiceField(
                label=heading or f"第 {place + 1} 列",
                required=False,
                choices=[("", "不导入"), *labels.items()],
                initial=by_place.get(place, ""),
            )
        for name, values in self.values.items():
            options = choose({**self.targets[name].words, EMPTY: "留空，以后再填"})
            for number, value in enumerate(values):
                self.fields[f"word-{name}-{number}"] = forms.ChoiceField(
                    label=value,
                    required=False,
                    choices=options,
                    initial=mapping.words.get(name, {}).get(value, ""),
                )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        chosen: dict[str, int] = {}
        for place in range(len(self.names)):
            name = cleaned.get(f"column-{place}", "")
            if name and name in chosen:
                told = "“%(label)s”已由第 %(column)s 列给出，只能对应一列"
                label = self.targets[name].label
                self.add_error(f"column-{place}", ValidationError(told % {"label": label, "column": chosen[name] + 1}))
            elif name:
                chosen[name] = place
        return cleaned

    def mapped(self, heading: Mapping[str, Any]) -> mappings.Mapping:
        """The mapping as filled in, under this heading (cleaned data of HeadingForm)."""
        cleaned = self.cleaned_data
        columns = {cleaned[f"column-{place}"]: place for place in range(len(self.names))}
        words = {
            name: {v: code for n, v in enumerate(values) if (code := cleaned[f"word-{name}-{n}"])}
            for name, values in self.values.items()
        }
        columns.pop("", None)
        return mappings.Mapping(heading["first"], heading["count"], heading["layout"], columns, words)

    def columns(self) -> Iterator[tuple[BoundField, Sequence[str]]]:
        """Each column's field with a few of its values."""
        rows = self.grid.below(self.mapping.heading_end)[:200]
        for place in range(len(self.names)):
            seen = dict.fromkeys(shown(row[place]) for _at, row in rows if row[place])
            yield self[f"column-{place}"], [value[:SAMPLE_LETTERS] for value in list(seen)[:SAMPLES]]

    def word_tables(self) -> Iterator[tuple[str, list[BoundField]]]:
        """Label of a word field, and a field for each of its values; those without a meaning first."""
        for name, values in self.values.items():
            known = self.mapping.words.get(name, {})
            order = sorted(range(len(values)), key=lambda number: values[number] in known)
            yield self.targets[name].label, [self[f"word-{name}-{number}"] for number in order]

    @property
    def unclear(self) -> int:
        """How many values nobody has given a meaning yet; their rows are refused."""
        return sum(
            not self.mapping.words.get(name, {}).get(value) for name, values in self.values.items() for value in values
        )


def _labelled(name: str, column: Column) -> str:
    return f"{column.label}（信息项）" if name.startswith("item.") and "信息项" not in column.label else column.label


class SheetForm(Form):
    """Somebody else's spreadsheet."""

    file = forms.FileField(label="表格文件", help_text="收 .xlsx、.csv，最大 20 MB、2 万行；不用改成模板的样子")


class WorkbookForm(Form):
    """A filled workbook."""

    file = forms.FileField(label="工作簿", help_text="只收 .xlsx，最大 5 MB，一次最多 500 个资源")
