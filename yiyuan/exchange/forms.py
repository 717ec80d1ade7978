from typing import Any

from django import forms

from yiyuan.exchange import rules
from yiyuan.exchange.types import FORMAT_WORDS
from yiyuan.kernel.errors import RuleBroken
from yiyuan.sharing.types import GrantInfo
from yiyuan.web.forms import Form, Radios

FIELDS = {"exchange.reason": "reason", "exchange.reference": "case"}


class DownloadForm(Form):
    """All rows in scope as one file."""

    format = forms.ChoiceField(
        label="格式", widget=Radios, choices=[(f.value, f"{w} 文件") for f, w in FORMAT_WORDS.items()]
    )
    case = forms.CharField(
        label="办件编号", required=False, max_length=rules.CASE_LENGTH, help_text="有就填，随交付记录保存"
    )


class LookupForm(Form):
    """One person or company, for one case, with a reason. Numbers travel in the body, never in the address."""

    case = forms.CharField(label="办件编号", max_length=rules.CASE_LENGTH)
    reason = forms.CharField(
        label="查询事由", max_length=rules.REASON_LENGTH, help_text="写办什么事，不写姓名、证件号码和电话"
    )

    def __init__(self, *args: Any, grant: GrantInfo, **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        self.items = {f"item_{field.item_id}": field.name for field in rules.key_fields(grant.fields)}
        for name, label in self.items.items():
            self.fields[name] = forms.CharField(
                label=label,
                required=False,
                max_length=200,
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )

    def asked(self) -> dict[str, object]:
        """Item name -> value, of what was filled in."""
        values = {label: self.cleaned_data.get(name, "") for name, label in self.items.items()}
        return {label: value for label, value in values.items() if value}


def field_of(broken: RuleBroken) -> str | None:
    """Beside which field a refusal stands."""
    return FIELDS.get(broken.rule)
