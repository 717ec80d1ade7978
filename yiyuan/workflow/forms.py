from datetime import date
from typing import Any

from django import forms

from yiyuan.kernel.actor import Actor
from yiyuan.kernel.identifiers import number_in
from yiyuan.organisations.api import choices
from yiyuan.regulations.api import jurisdictions, key, resolve
from yiyuan.web.forms import DateField, Form, choose
from yiyuan.workflow.rules import CONDUCT

REGION_DIGITS = 6


class SignalForm(Form):
    """An officer or inspector offers a signal; only conduct that the law of the region lists can be chosen."""

    organisation_id = forms.TypedChoiceField(label="单位", coerce=int)
    violation = forms.ChoiceField(label="疑似哪种情形")
    title = forms.CharField(label="事项", max_length=300, help_text="例如：批量查询与授权用途不符")
    evidence = forms.CharField(
        label="证据",
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        help_text="写明看到了什么、在哪里、什么时候；不写公民个人信息。",
    )
    basis = forms.CharField(
        label="违反的规定",
        max_length=300,
        required=False,
        help_text="情形是“其他”时须写明：哪一项规定、第几条",
    )
    matter = forms.CharField(label="相关办件", max_length=100, required=False, help_text="例如授权编号；没有可不填")

    def __init__(self, *args: Any, region: str, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # Django's form arguments
        listed = {name: key(name).title for name in CONDUCT if resolve(name, region=region, on=on).cite}
        bodies = [(str(number), name) for number, name in choices(region_code=region)]
        self.fields["organisation_id"].choices = choose(bodies)  # type: ignore[attr-defined]  # choices
        self.fields["violation"].choices = choose(listed)  # type: ignore[attr-defined]  # choices


class WhatIfForm(Form):
    """A region, a day, a sharing type. Any region of the country may be asked about by its code."""

    region = forms.ChoiceField(label="地区")
    on = DateField(label="起算日期")
    sharing_type = forms.ChoiceField(label="共享类型", choices=choose(key("catalog.sharing_types").values))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # Django's form arguments
        offered = jurisdictions()
        asked = str((self.data if self.is_bound else self.initial).get("region", ""))
        if asked not in dict(offered) and len(asked) == REGION_DIGITS and number_in(asked) is not None:
            offered.append((asked, asked))
        self.fields["region"].choices = choose(offered)  # type: ignore[attr-defined]  # choices


class StatementForm(Form):
    """What a department says to a signal."""

    by_law = frozenset({"statement"})
    statement = forms.CharField(
        label="情况和理由", widget=forms.Textarea(attrs={"rows": 4}), max_length=2000, required=False
    )


class ConclusionForm(Form):
    """Why a signal is confirmed or dropped."""

    by_law = frozenset({"conclusion"})
    conclusion = forms.CharField(
        label="理由", widget=forms.Textarea(attrs={"rows": 4}), max_length=2000, required=False
    )


def line_field(label: Any, **more: Any) -> forms.CharField:  # a lazy text; arguments of the field
    return forms.CharField(label=label, **{"max_length": 300, **more})


def text_field(label: Any, *, rows: int = 3, **more: Any) -> forms.CharField:  # a lazy text; arguments of the field
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **{"max_length": 2000, **more})


class AsActor(Form):
    """A form whose choices depend on who fills it in."""

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.offer()

    def offer(self) -> None:
        """Fill the choices."""


class NoteForm(AsActor):
    """Words that go with a move."""

    note = text_field("理由")


class OptionalNoteForm(AsActor):
    note = text_field("说明", required=False)
