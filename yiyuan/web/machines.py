"""For endpoints: what a page's form takes is what the API takes."""

from typing import Any

from django import forms
from ninja.errors import ValidationError


def checked(form: forms.BaseForm) -> dict[str, Any]:  # values of the form
    """The cleaned values; raises ValidationError (422 with the cause by field) for what the page would not take."""
    if form.is_valid():
        return dict(form.cleaned_data)
    refused = form.errors.get_json_data()
    raise ValidationError(
        [
            {"type": "form", "loc": ["body", name], "msg": str(cause["message"])}
            for name, causes in refused.items()
            for cause in causes
        ]
    )
