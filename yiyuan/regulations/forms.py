"""The question a reader asks the law: where, and from when."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from yiyuan.kernel.identifiers import number_in
from yiyuan.regulations import profiles
from yiyuan.regulations.types import ProfileStatus
from yiyuan.web.forms import DateField, Form

REGION_DIGITS = 6


def jurisdictions() -> list[tuple[str, str]]:
    """(region code, title) of every jurisdiction with issued rules, uppermost first."""
    issued = [profile for profile in profiles.profiles() if profile.status is ProfileStatus.ISSUED]
    return sorted({region: profile.title for profile in issued for region in profile.regions}.items())


class WhereAndWhen(Form):
    """A region and a day. Any region of the country may be asked about by its code in the address."""

    region = forms.ChoiceField(label="辖区")
    on = DateField(label="事项起算日期")

    def __init__(self, data: QueryDict, *, region: str, on: date, **kwargs: Any) -> None:  # Django's form arguments
        asked = data.get("region") or region
        given = {"region": asked, "on": data.get("on") or on.isoformat()}
        super().__init__(given, **kwargs)
        choices = jurisdictions()
        if asked not in dict(choices) and len(asked) == REGION_DIGITS and number_in(asked) is not None:
            choices.append((asked, asked))
        field = self.fields["region"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
