"""Forms of the catalog, by noun."""

from yiyuan.catalog.forms.entries import (
    MAX_ITEMS,
    SPARE_ITEMS,
    AskingForm,
    BaseItems,
    DescriptionForm,
    ItemForm,
    ListField,
    MoveForm,
    SampleForm,
    class_choices,
    items_formset,
    posted,
    posted_items,
)

__all__ = [
    "MAX_ITEMS",
    "SPARE_ITEMS",
    "AskingForm",
    "BaseItems",
    "DescriptionForm",
    "ItemForm",
    "ListField",
    "MoveForm",
    "SampleForm",
    "class_choices",
    "items_formset",
    "posted",
    "posted_items",
]
