"""Errors in sight: what a refused page says before all else, gathered from the forms it shows again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, is_dataclass
from typing import Any

from django import forms

from yiyuan.web.components import Refused

DEPTH = 4  # forms stand in lists of moves, those in the page's context


@dataclass(frozen=True, slots=True)
class Spot:
    """One thing to mend. href: where on the page, empty where the whole form is meant."""

    words: str
    label: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Sight:
    """What is wrong with a page that was refused: refusals of the whole, with their articles, and spots to mend."""

    refusals: tuple[Refused, ...]
    spots: tuple[Spot, ...]

    @property
    def count(self) -> int:
        return len(self.refusals) + len(self.spots)


def in_sight(context: Mapping[str, Any]) -> Sight:  # template context
    """All that was refused on a page: of its bound forms and form sets, and its `refusal` if it has one."""
    refusals, spots = [], []
    if (refusal := context.get("refusal")) is not None:
        refusals.append(refusal)
    for form in dict.fromkeys(_forms(context, DEPTH)):
        if isinstance(form, forms.BaseFormSet):
            spots += [Spot(str(words)) for words in form.non_form_errors()]
            continue
        whole: Refused | None = getattr(form, "refusals", {}).get("")
        refusals += [whole] if whole is not None else []
        spots += [Spot(str(e)) for e in form.non_field_errors() if whole is None or e != whole.sentence]
        spots += [_spot(form[name]) for name in form.errors if name in form.fields]
    return Sight(tuple(refusals), tuple(spots))


def _forms(value: Any, depth: int) -> Iterator[Any]:  # forms and form sets
    if isinstance(value, forms.BaseForm):
        if value.is_bound and value.errors:
            yield value
    elif isinstance(value, forms.BaseFormSet):
        if value.is_bound and not value.is_valid():
            yield value
            yield from (form for form in value.forms if form.errors)
    elif depth and isinstance(value, Mapping):
        for one in value.values():
            yield from _forms(one, depth - 1)
    elif depth and isinstance(value, list | tuple):
        for one in value:
            yield from _forms(one, depth - 1)
    elif depth and is_dataclass(value):
        yield from _forms(getattr(value, "form", None), depth - 1)


def _spot(bound: forms.BoundField) -> Spot:
    group = isinstance(bound.field.widget, (forms.RadioSelect, forms.CheckboxSelectMultiple))
    place = f"{bound.auto_id}_box" if group else bound.id_for_label or bound.auto_id
    return Spot(str(bound.errors[0]), str(bound.label), "" if bound.is_hidden else f"#{place}")
