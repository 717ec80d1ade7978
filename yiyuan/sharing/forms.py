from collections.abc import Collection
from typing import Any

from django import forms

from yiyuan.catalog.types import ResourceInfo
from yiyuan.kernel.errors import RuleBroken
from yiyuan.regulations.api import key
from yiyuan.sharing.models import Application
from yiyuan.sharing.types import OPERATOR_WORDS, Condition, Operator, Scope
from yiyuan.web.forms import Choices, DateField, Form, choose

ROW_CONDITIONS = 3  # lines of the form


def method_words() -> dict[str, str]:
    return dict(key("sharing.methods").values)


class ScopeForm(Form):
    """Items, methods, end and conditions on rows; the part an application and an answer have in common."""

    items = forms.TypedMultipleChoiceField(label="信息项", coerce=int, widget=Choices)
    methods = forms.MultipleChoiceField(label="共享方式", widget=Choices)
    until_on = DateField(label="使用至")

    def __init__(self, *args: Any, resource: ResourceInfo, offered: Scope | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # Django's form arguments
        self.resource = resource
        items = [item for item in resource.items if offered is None or item.id in offered.fields]
        methods = sorted(resource.methods if offered is None else offered.methods)
        words = method_words()
        self.fields["items"].choices = [(item.id, item.name) for item in items]  # type: ignore[attr-defined]  # choices
        self.fields["methods"].choices = [(m, words.get(m, m)) for m in methods]  # type: ignore[attr-defined]  # choices
        names = choose([(str(item.id), item.name) for item in resource.items])
        for number in range(ROW_CONDITIONS):
            self.fields[f"row_item_{number}"] = forms.ChoiceField(label="信息项", choices=names, required=False)
            self.fields[f"row_operator_{number}"] = forms.ChoiceField(
                label="条件", choices=[(o.value, w) for o, w in OPERATOR_WORDS.items()], required=False
            )
            self.fields[f"row_value_{number}"] = forms.CharField(label="值", required=False, max_length=100)

    def condition_lines(self) -> list[tuple[Any, Any, Any]]:  # bound fields, for the template
        return [
            (self[f"row_item_{n}"], self[f"row_operator_{n}"], self[f"row_value_{n}"]) for n in range(ROW_CONDITIONS)
        ]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        for number in range(ROW_CONDITIONS):
            if values.get(f"row_item_{number}") and not values.get(f"row_value_{number}"):
                self.add_error(f"row_value_{number}", "写明这个条件的值，或不选信息项。")
        return values

    def scope(self) -> Scope:
        """What was chosen; call on a valid form."""
        values = self.cleaned_data
        rows = {
            Condition(
                int(values[f"row_item_{n}"]),
                Operator(values[f"row_operator_{n}"] or Operator.IS),
                values[f"row_value_{n}"].strip(),
            )
            for n in range(ROW_CONDITIONS)
            if values.get(f"row_item_{n}")
        }
        return Scope(frozenset(values["items"]), frozenset(rows), frozenset(values["methods"]), values["until_on"])


class ApplyForm(ScopeForm):
    """An application. required: the statements the region demands; the service checks them again."""

    need = forms.CharField(label="共享需求", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    purpose = forms.CharField(label="使用用途", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    duty = forms.CharField(label="履职依据", required=False, max_length=300)
    legal_basis = forms.CharField(label="法律政策依据", required=False, max_length=300)
    scenario = forms.CharField(label="应用场景", required=False, max_length=300)
    business_need = forms.CharField(label="政务业务需求", required=False, max_length=300)
    service_item = forms.CharField(label="服务事项", required=False, max_length=200)
    receiving_system = forms.CharField(label="接收系统", required=False, max_length=200)
    protection_level = forms.TypedChoiceField(
        label="等级保护级别",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "请选择"), ("2", "二级"), ("3", "三级"), ("4", "四级")],
    )
    contact = forms.CharField(label="联系人和电话", required=False, max_length=100)

    def __init__(self, *args: Any, materials: list[str], required: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # Django's form arguments
        for name in required:
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = f"当地规定要求写明{self.fields[name].label}。"
        self.fields["materials"] = forms.MultipleChoiceField(
            label="已附材料", required=False, widget=Choices, choices=[(m, m) for m in materials]
        )

    def statements(self) -> dict[str, Any]:
        """Field values of an application."""
        names = [field.name for field in Application._meta.get_fields()]  # noqa: SLF001 - Django's documented API
        return {k: v for k, v in self.cleaned_data.items() if k in names and k not in {"methods", "until_on", "fields"}}


class RefuseForm(Form):
    """A refusal. What the region demands is checked by the service, so the empty form still meets the article."""

    use_required_attribute = False
    reason = forms.CharField(label="理由（对方会看到）", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    basis_level = forms.ChoiceField(label="依据的级别", required=False)
    basis = forms.CharField(label="名称和条款", required=False, max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # Django's form arguments
        levels = key("sharing.refusal_basis_levels").values
        self.fields["basis_level"].choices = choose(list(levels.items()))  # type: ignore[attr-defined]  # choices

    def show_as_asked(self, names: Collection[str]) -> None:
        """No "optional" beside what the region demands. Call after validation."""
        for name in names:
            for field in {"reason": ("reason",), "basis": ("basis_level", "basis")}.get(name, ()):
                self.fields[field].required = True


# which field a refusal of the law stands beside
FIELD_OF = {
    "sharing.refusal": "reason",
    "sharing.refusal_basis_levels": "basis_level",
    "sharing.scope": "items",
    "sharing.grant_term": "until_on",
    "sharing.methods": "methods",
}
FIELD_OF_MISSING = {"reason": "reason", "basis": "basis"}


def field_of(error: RuleBroken) -> str | None:
    """The field of a form that an error is about; None: the form as a whole."""
    for name in error.facts.get("missing", []):
        if error.rule == "sharing.refusal":
            return FIELD_OF_MISSING.get(name)
        if error.rule == "sharing.purpose":
            return str(name)
    return FIELD_OF.get(error.rule)
