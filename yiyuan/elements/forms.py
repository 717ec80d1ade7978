"""Forms of the register."""

from collections.abc import Sequence
from typing import Any

from django import forms

from yiyuan.catalog.api import listed
from yiyuan.elements.selectors import Holder
from yiyuan.elements.types import SOURCE_WORDS
from yiyuan.web.forms import Form, Radios, choose


class ElementForm(Form):
    """An element; the name stands for good, the rest is kept by the bureau."""

    name = forms.CharField(label="数据元名称", max_length=100, help_text="说一项数据，例如“婚姻登记日期”")
    synonyms = forms.CharField(label="同义名称", required=False, help_text="用分号隔开，例如“领证日期；登记时间”")
    definition = forms.CharField(label="定义", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    standard = forms.CharField(label="依据的标准", max_length=200, required=False)
    identifies = forms.BooleanField(
        label="用作标识", required=False, help_text="例如公民身份号码：各资源都要引用，引用不算重复采集"
    )

    def clean_synonyms(self) -> list[str]:
        return listed(self.cleaned_data["synonyms"])


class ChangeForm(ElementForm):
    """What the bureau may change."""

    name = None  # type: ignore[assignment]  # Django's way to leave a field out


class SourceForm(Form):
    """A source: which resource, which of its items. choices: what `selectors.holders` found."""

    source = forms.ChoiceField(label="哪个资源的哪一项")
    kind = forms.ChoiceField(label="来源种类", choices=list(SOURCE_WORDS.items()), widget=Radios)
    basis = forms.CharField(label="依据", required=False, help_text="三定规定、法律法规等，写明为什么由它提供")

    def __init__(self, *args: Any, holders: Sequence[Holder], **kwargs: Any) -> None:  # form arguments
        super().__init__(*args, **kwargs)
        pairs = [(f"{one.resource_id}|{one.item}", f"{one.provider}：{one.resource} / {one.item}") for one in holders]
        field = self.fields["source"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choose(pairs)

    def chosen(self) -> dict[str, Any]:
        """resource_id and item_name."""
        resource, _bar, item = self.cleaned_data["source"].partition("|")
        return {"resource_id": int(resource), "item_name": item}


class TransferForm(SourceForm):
    """Another authoritative source."""

    kind = None  # type: ignore[assignment]  # always the authoritative one
    reason = forms.CharField(label="原因")


class EndForm(Form):
    """Why a source ends."""

    reason = forms.CharField(label="终止原因")
