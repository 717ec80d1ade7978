from decimal import Decimal
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html

from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.supervision import selectors
from yiyuan.supervision.indicators import INDICATORS
from yiyuan.web.forms import Form, choose

TEXT = forms.Textarea(attrs={"rows": 4})


class SchemeForm(Form):
    """A version of the scheme. Weights are entered by the bureau; left empty they are equal."""

    title = forms.CharField(label="名称", max_length=200)
    co_issuers = forms.CharField(label="联合制定单位", max_length=300, required=False)
    paper = forms.CharField(label="评价办法（名称、文号）", max_length=200, required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # Django's form arguments
        self.scored = selectors.scored_measures(actor.region_code, on=clock.today())
        for measure in self.scored:
            definition = INDICATORS[measure]
            self.fields[f"weight_{measure.value}"] = forms.DecimalField(
                label=f"权重：{definition.words}",
                help_text=definition.formula,
                required=False,
                min_value=Decimal(0),
                max_digits=6,
                decimal_places=2,
            )

    def clean(self) -> dict[str, Any]:
        strange = [name for name in self.data if name.startswith("weight_") and name not in self.fields]
        if strange:
            raise forms.ValidationError("本地区的方案没有这些指标：%(names)s。", params={"names": "、".join(strange)})
        return self.cleaned_data

    def values(self) -> dict[str, Any]:
        held = self.cleaned_data
        weights = {m: held[f"weight_{m.value}"] for m in self.scored}
        return {name: held[name] for name in ("title", "co_issuers", "paper")} | {"weights": weights}


class OpenForm(Form):
    year = forms.IntegerField(label="年度", min_value=2000, max_value=2999)
    scheme = forms.TypedChoiceField(label="考核方案", coerce=int)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # Django's form arguments
        offered = [(str(one.id), str(one)) for one in selectors.own_schemes(actor)]
        self.fields["scheme"].choices = choose(offered)  # type: ignore[attr-defined]  # a choice field
        if not offered:
            self.nothing = format_html('先<a href="{}">制定考核方案</a>。', reverse("supervision:new_scheme"))


class StatementForm(Form):
    statement = forms.CharField(label="说明", widget=TEXT, max_length=2000)


class RetakeForm(Form):
    by_law = frozenset({"reason"})
    reason = forms.CharField(label="采纳了哪一点意见", widget=TEXT, max_length=2000, required=False)


class ReplyForm(Form):
    reply = forms.CharField(label="意见", widget=TEXT, max_length=2000, required=False)


class CircularForm(Form):
    assessment = forms.TypedChoiceField(label="年度", coerce=int)
    number = forms.CharField(label="文号", max_length=60)
    report = forms.CharField(label="评估情况", widget=TEXT, max_length=5000)
    advice = forms.CharField(label="改进意见", widget=TEXT, max_length=5000, required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # Django's form arguments
        offered = [(str(one.id), f"{one.year} 年") for one in selectors.unissued(actor)]
        self.fields["assessment"].choices = choose(offered)  # type: ignore[attr-defined]  # a choice field
        self.nothing = "" if offered else "没有可以通报的年度。"

    def values(self) -> dict[str, Any]:
        held = dict(self.cleaned_data)
        return {"assessment_id": held.pop("assessment"), **held}
