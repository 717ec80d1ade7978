"""Forms that speak plainly: which field, what is missing, beside the field. Rendered by `{% field %}`."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator

from yiyuan.kernel.dates import EARLIEST, LATEST, day_in
from yiyuan.kernel.texts import WHOLE, unfit
from yiyuan.web.components import Refused

# in place of Django's own, which speak of variables
_PLAIN: dict[tuple[type[forms.Field], str], str] = {
    (forms.CharField, "max_length"): "最多 %(limit_value)d 个字，现在有 %(show_value)d 个",
    (forms.CharField, "min_length"): "至少 %(limit_value)d 个字，现在有 %(show_value)d 个",
    (forms.IntegerField, "max_value"): "不能大于 %(limit_value)s",
    (forms.IntegerField, "min_value"): "不能小于 %(limit_value)s",
    (forms.IntegerField, "invalid"): "请填写整数",
    (forms.DecimalField, "invalid"): "请填写数字",
    (forms.FloatField, "invalid"): "请填写数字",
    (forms.DateField, "max_value"): "日期不能晚于 %(limit_value)s",
    (forms.DateField, "min_value"): "日期不能早于 %(limit_value)s",
    (forms.ChoiceField, "invalid_choice"): "请从列出的选项中选择",
}
LONGEST = 20_000  # characters of a text whose field says nothing else
_CHOOSE = (forms.ChoiceField, forms.ModelChoiceField, forms.DateField, forms.FileField)


class DateInput(forms.DateInput):
    """The browser's own date picker; the value travels as 2026-10-12."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:  # widget attributes
        super().__init__(attrs, format="%Y-%m-%d")


class DateField(forms.DateField):
    """A date. Also reads 2026/10/12, 20261012 and 2026年10月12日, as clerks paste them."""

    widget = DateInput
    default_error_messages = {"invalid": "这不是有效的日期，请写成 2026-10-12 的样子"}

    def to_python(self, value: Any) -> date | None:  # whatever was posted
        return (day_in(value) if isinstance(value, str) else None) or super().to_python(value)


class NamedField(forms.CharField):
    """An object: people write its name or code, machines its id; the form's `clean_…` finds it."""


class Choices(forms.CheckboxSelectMultiple):
    """Several of a few, as check boxes."""


class Radios(forms.RadioSelect):
    """One of a few. Nothing is chosen beforehand unless `initial` says so."""


class YesNo(forms.TypedChoiceField):
    """Yes or no, nothing preselected; machines send true or false."""

    def __init__(self, yes: str, no: str, **kwargs: Any) -> None:  # Django's field arguments
        more = {"choices": [("yes", yes), ("no", no)], "coerce": "yes".__eq__, "widget": Radios, **kwargs}
        super().__init__(**more)

    def to_python(self, value: Any) -> str:  # whatever was sent
        if isinstance(value, bool):
            value = "yes" if value else "no"
        return str(super().to_python(value))


class Form(forms.Form):
    """Base of all forms: Chinese messages that name the field, refusals with their article beside it.

    by_law: fields not required here, since the service asks for them with the article; not marked as optional.
    nothing: what is said in place of the form, where there is nothing to choose from.
    laid_out: a template that lays the fields of `form` out, where they are more than a column.
    """

    required_css_class = ""
    by_law: frozenset[str] = frozenset()
    nothing: str = ""
    laid_out: str = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Django's form arguments
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.refusals: dict[str, Refused] = {}
        name_messages(self)

    def choices_of(self, name: str, pairs: Any) -> None:  # pairs of value and word
        """Offer these in a field of choices."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = pairs


class ModelForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """The same for forms made from a model; saving goes through a service, never through `save()`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Django's form arguments
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.refusals: dict[str, Refused] = {}
        name_messages(self)


def limits_of(field: forms.Field) -> dict[str, Any]:  # numbers, days
    """What a field takes at most, in pydantic's words: max_length in characters; ge, le of numbers and days. A field
    that says nothing takes what fits the usual column.
    """
    if isinstance(field, forms.CharField):
        return {"max_length": field.max_length or LONGEST}
    if isinstance(field, forms.DateField):
        return {"ge": EARLIEST, "le": LATEST}
    if type(field) is forms.IntegerField:
        least, most = field.min_value, field.max_value
        return {"ge": 0 if least is None else least, "le": WHOLE if most is None else most}
    if isinstance(field, forms.DecimalField) and field.max_value is not None:
        return {"ge": field.min_value or 0, "le": field.max_value}
    return {}


def check_text(value: Any) -> None:  # a text, or what a field makes of it: a list of texts
    """Raises ValidationError for what no column, file or page could hold."""
    for text in (value,) if isinstance(value, str) else value if isinstance(value, list) else ():
        if words := unfit(text):
            raise ValidationError(f"{words}，请删去后再提交", code="unfit")


def _bound(field: forms.Field) -> None:
    limits = limits_of(field)
    kinds = {"max_length": MaxLengthValidator, "ge": MinValueValidator, "le": MaxValueValidator}
    have = {type(one) for one in field.validators}
    field.validators += [kinds[name](limit) for name, limit in limits.items() if kinds[name] not in have]
    if "max_length" in limits:
        field.validators.append(check_text)


def name_messages(form: forms.BaseForm) -> None:
    """Give required fields a message that names them, all fields their limits, and date fields a picker."""
    for name, field in form.fields.items():
        _bound(field)
        label = field.label or name
        default = forms.Field.default_error_messages["required"]
        if field.error_messages.get("required") in (default, str(default)) or "required" not in field.error_messages:
            verb = "请选择" if isinstance(field, _CHOOSE) else "请填写"
            if isinstance(field, forms.BooleanField):
                verb = "请勾选"
            field.error_messages["required"] = f"{verb}“{label}”"
        for (kind, code), words in _PLAIN.items():
            if isinstance(field, kind) and field.error_messages.get(code) in (
                None,
                kind.default_error_messages.get(code),
            ):
                field.error_messages[code] = words
        if isinstance(field, forms.DateField) and type(field.widget) is forms.DateInput:
            field.widget = DateInput()


def refuse(form: forms.BaseForm, field: str | None, refusal: Refused) -> None:
    """Put a refusal of a service beside its field (None or unknown: over the form), with its articles."""
    name = field if field in form.fields else None
    form.add_error(name, ValidationError(refusal.sentence, code="refused"))
    refusals: dict[str, Refused] | None = getattr(form, "refusals", None)
    if refusals is not None:
        refusals[name or ""] = refusal


def fields_of(form: type[forms.BaseForm]) -> dict[str, forms.Field]:
    """The declared fields of a form by name."""
    declared: dict[str, forms.Field] = form.base_fields  # type: ignore[attr-defined]  # set by Django's metaclass
    return declared


def values_of(form: forms.BaseForm) -> dict[str, Any]:  # by field
    """What a valid form says: its `values()` where it has its own, else what it cleaned."""
    own: Callable[[], dict[str, Any]] | None = getattr(form, "values", None)
    return own() if own is not None else dict(form.cleaned_data)


def choose(options: Sequence[tuple[str, str]] | Mapping[str, str]) -> list[tuple[str, str]]:
    """Options of a select that starts with 请选择, so nothing is preselected."""
    pairs = options.items() if isinstance(options, Mapping) else options
    return [("", "请选择"), *pairs]
