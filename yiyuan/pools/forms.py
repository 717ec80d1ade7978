from typing import Any

from django import forms

from yiyuan.catalog.types import ItemInfo
from yiyuan.web.forms import Form


class WithdrawForm(Form):
    reason = forms.CharField(
        label="为什么撤回",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="像“整批取错了库”；会记录在案",
    )


class DayForm(Form):
    on = forms.DateField(label="看哪一天", widget=forms.DateInput(attrs={"type": "date"}))


class RowForm(Form):
    """The row by its key, or without one by any item; and the day."""

    def __init__(
        self, *args: Any, items: list[ItemInfo], keyed: bool, **kwargs: Any
    ) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        self.items = items
        for item in items:
            self.fields[f"item_{item.id}"] = forms.CharField(label=item.name, max_length=200, required=keyed)
        self.fields["on"] = forms.DateField(
            label="哪一天的值",
            required=False,
            widget=forms.DateInput(attrs={"type": "date"}),
            help_text="空着就是现在",
        )

    def values(self) -> dict[str, str]:
        return {item.name: self.cleaned_data[f"item_{item.id}"] for item in self.items}
