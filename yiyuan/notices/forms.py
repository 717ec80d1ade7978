from typing import Any

from django import forms

from yiyuan.notices.types import PACE_WORDS, Pace
from yiyuan.web.forms import Form, Radios


class WishesForm(Form):
    """How and when a person wants to be written to."""

    pace = forms.ChoiceField(label="发送方式", choices=[(p.value, w) for p, w in PACE_WORDS.items()], widget=Radios)
    mail = forms.EmailField(label="电子邮箱", required=False)
    messenger = forms.CharField(label="即时通讯账号", max_length=60, required=False, help_text="本市政务即时通讯的账号")
    quiet_from = forms.TimeField(label="免打扰起", required=False, widget=forms.TimeInput(attrs={"type": "time"}))
    quiet_to = forms.TimeField(label="免打扰止", required=False, widget=forms.TimeInput(attrs={"type": "time"}))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("pace") in {Pace.AT_ONCE, Pace.DAILY} and not (values.get("mail") or values.get("messenger")):
            self.add_error("mail", "要发送到平台以外，须填电子邮箱或者即时通讯账号。")
        if bool(values.get("quiet_from")) != bool(values.get("quiet_to")):
            self.add_error("quiet_to", "免打扰的起止要一起填。")
        return values
