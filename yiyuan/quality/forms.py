from typing import Any

from django import forms

from yiyuan.catalog.api import listed, published_in, published_resource
from yiyuan.dataplane.checks import Kind
from yiyuan.dataplane.rules import FORMATS
from yiyuan.quality.models import ResourceRule
from yiyuan.quality.types import DIMENSION_WORDS, IS_WORDS, KIND_WORDS, OPERATOR_WORDS, SEVERITY_WORDS
from yiyuan.web.forms import Choices, Form, Radios, choose

MOST_DAYS = 36_500
TYPES = {
    Kind.INTEGER: "整数",
    Kind.NUMBER: "数字",
    Kind.DATE: "日期",
    Kind.DATETIME: "日期时间",
    Kind.BOOLEAN: "真假",
}


class RuleForm(Form):
    """A rule of a resource; what its kind does not ask for is left empty."""

    laid_out = "quality/rule_form.html"
    kind = forms.ChoiceField(label="查什么", choices=[(k.value, w) for k, w in KIND_WORDS.items()])
    items = forms.MultipleChoiceField(label="信息项", widget=Choices, help_text="两项比较的，按目录里的先后")
    severity = forms.ChoiceField(
        label="不符合的行", widget=Radios, initial="mark", choices=[(s.value, w) for s, w in SEVERITY_WORDS.items()]
    )
    dimension = forms.ChoiceField(label="衡量", choices=[(d.value, w) for d, w in DIMENSION_WORDS.items()])
    words = forms.CharField(label="规则的说法", max_length=200, required=False, help_text="留空就用平台的说法")
    values = forms.CharField(
        label="允许的取值",
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="每行一个",
    )
    pattern = forms.CharField(
        label="格式", max_length=500, required=False, help_text="正则表达式，像 [0-9]{6}；整个值都要符合"
    )
    format = forms.ChoiceField(
        label="内置格式", required=False, choices=choose([(name, one.words) for name, one in FORMATS.items()])
    )
    type = forms.ChoiceField(label="类型", required=False, choices=choose([(k.value, w) for k, w in TYPES.items()]))
    minimum = forms.CharField(
        label="下限", max_length=40, required=False, help_text="数值或 2026-01-02 样的日期，含本数"
    )
    maximum = forms.CharField(label="上限", max_length=40, required=False)
    operator = forms.ChoiceField(
        label="前一项须", required=False, choices=choose([(o.value, w) for o, w in OPERATOR_WORDS.items()])
    )
    least = forms.IntegerField(label="至少填几项", min_value=1, max_value=100, required=False)
    days = forms.IntegerField(label="几天内", min_value=1, max_value=MOST_DAYS, required=False)
    reference_resource = forms.TypedChoiceField(label="对照哪个资源", coerce=int, empty_value=None, required=False)
    reference_items = forms.CharField(label="对照的信息项", max_length=500, required=False, help_text="用顿号分开")
    when = forms.ChoiceField(label="只看哪些行：信息项", required=False)
    holds = forms.ChoiceField(
        label="只看哪些行：条件", required=False, choices=choose([(i.value, w) for i, w in IS_WORDS.items()])
    )
    when_values = forms.CharField(label="只看哪些行：取值", max_length=1000, required=False, help_text="用顿号分开")

    def __init__(
        self, *args: Any, under: Any = None, matter: ResourceRule | None = None, **kwargs: Any
    ) -> None:  # Django's form arguments
        resource = under if matter is None else published_resource(matter.resource_id)
        if matter is not None:
            said = {name: value for name, value in matter.said.items() if value not in (None, "")}
            for name, mark in (("values", "\n"), ("reference_items", "、"), ("when_values", "、")):
                said[name] = mark.join(said.get(name, []))
            kwargs.setdefault("initial", said)
        super().__init__(*args, **kwargs)
        names = [(item.name, item.name) for item in resource.items]
        others = [(str(line.id), line.name) for line in published_in(resource.region_code) if not line.held]
        self.fields["items"].choices = names  # type: ignore[attr-defined]  # a choice field
        self.fields["when"].choices = choose(names)  # type: ignore[attr-defined]  # a choice field
        self.fields["reference_resource"].choices = choose(others)  # type: ignore[attr-defined]  # a choice field

    def clean_values(self) -> list[str]:
        return list(dict.fromkeys(filter(None, map(str.strip, self.cleaned_data["values"].splitlines()))))

    def clean_reference_items(self) -> list[str]:
        return listed(self.cleaned_data["reference_items"])

    def clean_when_values(self) -> list[str]:
        return listed(self.cleaned_data["when_values"])


class AnswerForm(Form):
    """What the provider did about its wrong rows."""

    result = forms.CharField(label="怎样更正的", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
