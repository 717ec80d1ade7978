"""Forms of the catalog. Only the name is demanded here: a draft may be unfinished, the law is asked at submission."""

from collections.abc import Collection, Mapping, Sequence
from copy import copy
from datetime import datetime
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from yiyuan.catalog import rules, selectors
from yiyuan.catalog.models import Item, Version
from yiyuan.catalog.services import DESCRIPTION, ITEM_FIELDS
from yiyuan.catalog.types import (
    AUTHORISER_WORDS,
    CATEGORY_WORDS,
    CLASS_WORDS,
    CONDITION_WORDS,
    CONTENT_WORDS,
    CYCLE_WORDS,
    DATA_TYPE_WORDS,
    FORM_FIELDS,
    FORM_WORDS,
    FORMAT_WORDS,
    FUNDING_WORDS,
    HOLDER_WORDS,
    ITEM_CLASS_WORDS,
    LICENCE_WORDS,
    OPENING_WORDS,
    PURPOSES,
    SECURITY_LEVEL_WORDS,
    SHARING_WORDS,
    STANDARD_LEVELS,
    ConditionKind,
    ItemClass,
)
from yiyuan.catalog.types import Form as Form_
from yiyuan.catalog.vocabulary import LEVEL_KEYS, WORD_KEYS, vocabulary, words_of
from yiyuan.kernel.identifiers import number_in
from yiyuan.organisations.api import choices
from yiyuan.organisations.types import KIND_WORDS
from yiyuan.regulations.api import key
from yiyuan.web.forms import Choices, DateField, Form, Radios, choose

MAX_ITEMS = rules.MOST_ITEMS
SPARE_ITEMS = 5


class ListField(forms.CharField):
    """Several entries in one text, by lines or semicolons."""

    def to_python(self, value: Any) -> Any:  # a list; the field's base says text
        return rules.listed(value) if isinstance(value, str) else value or []

    def prepare_value(self, value: Any) -> Any:  # a list, or what was typed
        if not isinstance(value, list):
            return value
        return "\n".join(value) if isinstance(self.widget, forms.Textarea) else rules.joined(value)


def _line(label: str, **more: Any) -> forms.CharField:  # arguments of the field
    return forms.CharField(label=label, required=False, **more)


def _text(label: str, *, rows: int = 2, **more: Any) -> forms.CharField:  # arguments of the field
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=False, widget=widget, **more)


def _pick(label: Any, options: Mapping[Any, str], **more: Any) -> forms.ChoiceField:  # enumerations as keys
    pairs = {str(value): word for value, word in options.items()}
    return forms.ChoiceField(label=label, required=False, choices=choose(pairs), **more)


def class_choices() -> list[Any]:  # pairs and groups, as Django wants them
    groups = [
        (word, [(f"{category}{code}", f"{category}{code} {name}") for code, name in CLASS_WORDS[category].items()])
        for category, word in CATEGORY_WORDS.items()
    ]
    return [*choose([]), *groups]


class AskingForm(Form):
    """A form whose asked fields are not optional to the reader, yet may be left empty: the law is asked later."""

    use_required_attribute = False
    asked: Collection[str] = ()

    _reading = False

    def full_clean(self) -> None:
        self._reading = True
        super().full_clean()
        self._reading = False

    def __getitem__(self, name: str) -> BoundField:
        found = super().__getitem__(name)
        found.field = self.fields[name]
        if name in self.asked and not self._reading:
            found.field = copy(found.field)  # only its label is shown so; what is read may be empty
            found.field.required = True
        return found


class SampleForm(Form):
    """The first step of a new entry: its name, and a file that shows its items."""

    name = forms.CharField(label="资源名称", max_length=120)
    sample = forms.FileField(label="样例文件", widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}))


class DescriptionForm(AskingForm):
    """The description of an entry. What may be chosen comes from the profile of the region."""

    name = forms.CharField(label="资源名称", max_length=200)
    summary = _text("摘要", rows=3)
    class_ = forms.ChoiceField(label="分类", required=False, choices=class_choices)
    subclass_code = _line("目", max_length=3, help_text="三位数字，不填按 001")
    source_kind = forms.ChoiceField(label="数据来源", required=False)
    source_system = _line("来源信息系统", max_length=200)
    system = forms.ChoiceField(label="登记的系统", required=False)
    source_funding = _pick("系统建设资金", FUNDING_WORDS)
    form = _pick("资源形态", FORM_WORDS)
    contents = forms.MultipleChoiceField(
        label="内容形式", required=False, widget=Choices, choices=list(CONTENT_WORDS.items())
    )
    format = _pick("资源格式", FORMAT_WORDS)
    cycle = _pick("更新周期", CYCLE_WORDS)
    officer = _line("责任专人", max_length=60)
    officer_phone = _line("联系电话", max_length=40)
    electronic = forms.BooleanField(label="电子形式（纸质数据不勾选）", required=False)

    sharing = forms.ChoiceField(label="共享类型", required=False, widget=Radios)
    condition = _text("共享条件")
    scope = _text("共享范围")
    purpose = _line("使用用途", widget=forms.TextInput(attrs={"list": "purposes"}))
    materials = ListField(
        label="申请材料名录", required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text="一行一项"
    )
    basis_level = forms.ChoiceField(label="依据级别", required=False)
    basis = _line("依据名称和条款")
    reason = _text("理由")
    methods = forms.MultipleChoiceField(label="共享方式", required=False, widget=Choices)
    use_terms = _text("使用要求")
    purposes = forms.MultipleChoiceField(label="允许的用途", required=False, widget=Choices)
    held_by_provider = forms.BooleanField(label="数据留在提供部门，不归集到平台", required=False)

    held_reason = _text("不归集的理由")
    held_basis_level = forms.ChoiceField(label="不归集的依据级别", required=False)
    held_basis = _line("不归集的依据名称和条款")

    opening = forms.ChoiceField(label="开放类型", required=False, widget=Radios)
    opening_method = _line("开放方式", max_length=100)
    opening_basis = _text("不予开放的理由和依据")
    opening_grounds = forms.MultipleChoiceField(label="不得开放的情形", required=False, widget=Choices)
    opening_condition = _text("开放条件")
    security_level = _pick("安全级别", SECURITY_LEVEL_WORDS)
    secret = forms.BooleanField(label="含国家秘密", required=False)
    work_secret = forms.BooleanField(label="含工作秘密", required=False)

    city_specific = forms.BooleanField(label="本地个性化目录，上级目录中没有", required=False)
    consent = _line("上级主管部门同意的文号", max_length=200)
    consent_on = DateField(label="同意日期", required=False)
    licence_issuer = _line("颁证单位", max_length=200)
    licence_type = _pick("证照类型", LICENCE_WORDS)
    licence_holder = _pick("持证者类型", HOLDER_WORDS)
    licence_template = _line("证照模板", max_length=200)

    repeat_basis = _text("重复采集的依据")
    change_cause = _text("变更原因")
    changed_on = DateField(label="变更发生日期", required=False)
    seen_at = forms.CharField(required=False, widget=forms.HiddenInput)

    hints = PURPOSES
    of_changes = ("change_cause", "changed_on")  # not asked of a first version: what is not asked is not emptied
    asked = (
        "summary class_ format cycle officer sharing condition scope purpose materials basis_level basis reason methods"
        " use_terms opening opening_method"
    ).split()

    def __init__(
        self, *args: Any, region: str, provider_id: int | None = None, **kwargs: Any
    ) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        offered = vocabulary(region)
        initial = kwargs.get("initial") or {}
        self._add_facts()
        self._add_conditions(region)
        self._choices_of("system", choose([(str(one.id), one.name) for one in selectors.systems_of(provider_id or 0)]))
        self._choices_of("opening_grounds", list(key("opening.grounds").values.items()))
        self._choices_of("purposes", list(words_of("sharing.use_kinds", region=region).items()))
        self._offer("source_kind", offered.sources, initial, first=True)
        self._offer("sharing", offered.sharing, initial)
        self._offer("opening", offered.opening, initial)
        self._offer("basis_level", offered.levels, initial, first=True)
        self._offer("held_basis_level", offered.held_levels, initial, first=True)
        self._offer("methods", offered.methods, initial)

    def _choices_of(self, name: str, pairs: Sequence[Any]) -> None:  # pairs of value and word
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(pairs)

    def _add_facts(self) -> None:
        """The fields of each form of record, and a standard per level."""
        for form, fields in FORM_FIELDS.items():
            for name, label in fields.items():
                self.fields[f"fact_{name}"] = _line(f"{FORM_WORDS[Form_(form)]}：{label}", max_length=100)
        for level, label in STANDARD_LEVELS.items():
            self.fields[f"standard_{level}"] = _line(label, max_length=200)

    def _add_conditions(self, region: str) -> None:
        """Per kind of condition a machine tests: its values and its own basis."""
        offered: dict[ConditionKind, list[Any]] = {
            ConditionKind.DEPARTMENTS: [(str(key), name) for key, name in choices(region_code=region)],
            ConditionKind.KINDS: [(str(kind), word) for kind, word in KIND_WORDS.items()],
            ConditionKind.PURPOSES: list(words_of("sharing.use_kinds", region=region).items()),
            ConditionKind.AUTHORISATION: list(AUTHORISER_WORDS.items()),
        }
        for kind, word in CONDITION_WORDS.items():
            if kind in offered:
                pairs = offered[kind]
                self.fields[f"condition_{kind}"] = forms.MultipleChoiceField(
                    label=word, required=False, widget=Choices, choices=pairs
                )
            else:
                self.fields[f"condition_{kind}"] = ListField(label=word, required=False)
            self.fields[f"condition_{kind}_basis"] = _line("这一条件的依据", max_length=300)

    @property
    def fact_fields(self) -> list[tuple[str, list[BoundField]]]:
        return [(FORM_WORDS[Form_(form)], [self[f"fact_{n}"] for n in names]) for form, names in FORM_FIELDS.items()]

    @property
    def standard_fields(self) -> list[BoundField]:
        return [self[f"standard_{level}"] for level in STANDARD_LEVELS]

    @property
    def condition_fields(self) -> list[tuple[BoundField, BoundField]]:
        return [(self[f"condition_{kind}"], self[f"condition_{kind}_basis"]) for kind in CONDITION_WORDS]

    def conditions(self) -> list[dict[str, Any]]:  # fields of services.CONDITION_FIELDS
        found = []
        for kind in CONDITION_WORDS:
            values, basis = self.cleaned_data[f"condition_{kind}"], self.cleaned_data[f"condition_{kind}_basis"]
            if values:
                found.append({"kind": str(kind), "values": list(values), "basis": basis})
        return found

    def _offer(self, name: str, words: Mapping[str, str], initial: Mapping[str, Any], *, first: bool = False) -> None:
        """The words the region knows, and what the entry already holds, so that nothing is lost by opening it."""
        held = initial.get(name) or []
        names = WORD_KEYS.get(name, LEVEL_KEYS[0])
        declared = key(names).values
        more = {one: declared[one] for one in ([held] if isinstance(held, str) else held) if one in declared}
        pairs = {**words, **more}
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choose(pairs) if first else list(pairs.items())

    @staticmethod
    def initial_of(version: Version) -> dict[str, Any]:  # values of the fields
        values = {name: getattr(version, name) for name in DESCRIPTION}
        values["class_"] = f"{version.category}{version.class_code}"
        values["system"] = str(version.system_id or "")
        values |= {f"fact_{name}": value for name, value in version.form_facts.items()}
        values |= {f"standard_{level}": value for level, value in version.standards.items()}
        for one in version.conditions.all():
            values |= {f"condition_{one.kind}": one.values, f"condition_{one.kind}_basis": one.basis}
        values["seen_at"] = version.saved_at.isoformat() if version.saved_at else ""
        return values

    def clean_subclass_code(self) -> str:
        code: str = self.cleaned_data["subclass_code"].strip()
        if code and number_in(code) is None:
            raise forms.ValidationError("目应为三位数字")
        return code.zfill(3) if code else "001"

    def values(self) -> dict[str, Any]:  # fields of services.DESCRIPTION
        found = {name: self.cleaned_data[name] for name in DESCRIPTION if name in self.cleaned_data}
        chosen = self.cleaned_data["class_"]
        found["category"], found["class_code"] = chosen[:1], chosen[1:]
        system = self.cleaned_data["system"]
        found["system_id"] = int(system) if system else None
        stated = self.cleaned_data
        mine = FORM_FIELDS.get(stated["form"], {})
        found["form_facts"] = {name: stated[f"fact_{name}"] for name in mine if stated[f"fact_{name}"]}
        found["standards"] = {
            level: stated[f"standard_{level}"] for level in STANDARD_LEVELS if stated[f"standard_{level}"]
        }
        level = self.cleaned_data["security_level"]
        found["security_level"] = int(level) if level else None
        return {name: value for name, value in found.items() if name not in self.of_changes or name in self.data}

    def seen(self) -> datetime | None:
        """When what the author had before their eyes was saved."""
        text = self.cleaned_data.get("seen_at", "")
        try:
            return datetime.fromisoformat(text) if text else None
        except ValueError:
            return None


class ItemForm(Form):
    """One line of the table of items. A line without a name and type is no item."""

    position = forms.IntegerField(label="序号", required=False, min_value=1, max_value=9999)
    name = _line("信息项名称", max_length=100)
    data_type = _pick("数据类型", DATA_TYPE_WORDS)
    length = forms.IntegerField(label="长度", required=False, min_value=1, validators=[MaxValueValidator(2_000_000)])
    scale = forms.IntegerField(label="小数位", required=False, min_value=0, max_value=30)
    item_class = forms.ChoiceField(
        label="信息类别",
        required=False,
        choices=[(str(kind), word) for kind, word in ITEM_CLASS_WORDS.items()],
        initial=str(ItemClass.GENERAL),
    )
    personal = forms.BooleanField(label="个人信息", required=False)
    key = forms.BooleanField(label="主键", required=False)
    required = forms.BooleanField(label="必填", required=False)
    codes = ListField(label="代码范围", required=False)
    pattern = _line("格式", max_length=200)
    minimum = _line("最小值", max_length=40)
    maximum = _line("最大值", max_length=40)
    sharing = _pick("共享类型", SHARING_WORDS)
    opening = _pick("开放类型", OPENING_WORDS)
    note = _line("说明", max_length=300)
    gone = forms.BooleanField(label="删除", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if not isinstance(field, forms.BooleanField):
                field.widget.attrs["class"] = "form-select" if isinstance(field, forms.ChoiceField) else "form-control"
            field.widget.attrs["aria-label"] = f"{field.label}"
            if isinstance(field, forms.IntegerField):
                field.widget = forms.TextInput(attrs={**field.widget.attrs, "inputmode": "numeric"})
            self.fields[name] = field

    @property
    def is_item(self) -> bool:
        found = self.cleaned_data
        return not found.get("gone") and bool(found.get("name") or found.get("data_type"))

    def clean(self) -> dict[str, Any]:
        found = self.cleaned_data
        if found.get("gone"):
            self.errors.clear()  # what goes away need not be right
        elif found.get("name") and not found.get("data_type") and "data_type" not in self.errors:
            self.add_error("data_type", "请选择数据类型")
        elif found.get("data_type") and not found.get("name") and "name" not in self.errors:
            self.add_error("name", "请填写信息项名称")
        found["item_class"] = found.get("item_class") or ItemClass.GENERAL
        return found

    @staticmethod
    def initial_of(item: Item) -> dict[str, Any]:  # values of the fields
        return {name: getattr(item, name) for name in ITEM_FIELDS} | {"position": item.position}


class BaseItems(forms.BaseFormSet):  # type: ignore[type-arg]  # not generic at run time
    """The lines of the table; numbers order them, lines without a number keep their place."""

    def items(self) -> list[dict[str, Any]]:  # fields of services.ITEM_FIELDS
        lines = [form for form in self.forms if form.is_item]
        before = 0
        placed = []
        for place, form in enumerate(lines):
            before = form.cleaned_data.get("position") or before
            placed.append((before, place, form))
        ordered = [form for _number, _place, form in sorted(placed, key=_at)]
        return [{name: form.cleaned_data[name] for name in ITEM_FIELDS} for form in ordered]


def _at(placed: tuple[int, int, ItemForm]) -> tuple[int, int]:
    return placed[0], placed[1]


def items_formset(
    data: Any = None,
    *,
    items: Sequence[Mapping[str, Any]] = (),
    extra: int = SPARE_ITEMS,  # posted data
) -> BaseItems:
    kind = forms.formset_factory(
        ItemForm, formset=BaseItems, extra=extra, max_num=MAX_ITEMS, absolute_max=MAX_ITEMS, validate_max=True
    )
    made = kind(data, initial=list(items), prefix="items")
    assert isinstance(made, BaseItems)
    return made


def posted(form: Form, data: QueryDict) -> dict[str, Any]:
    """What was typed, unread: to show a form again as it stood, without judging it."""
    return {
        name: field.widget.value_from_datadict(data, MultiValueDict(), form.add_prefix(name))
        for name, field in form.fields.items()
    }


def posted_items(data: QueryDict) -> list[dict[str, Any]]:
    """The same for the lines of items."""
    lines = min(number_in(data.get("items-TOTAL_FORMS", "")) or 0, MAX_ITEMS)
    return [posted(ItemForm(prefix=f"items-{place}"), data) for place in range(lines)]


class MoveForm(AskingForm):
    """What a person says with a move; which fields are shown depends on the move."""

    note = forms.CharField(label="意见", required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=2000)
    fixed_type = forms.ChoiceField(label="确定的共享类型", required=False, help_text="不选即确认部门申报的类型")
    fixing_basis = forms.CharField(label="确定类型的依据", required=False, max_length=500)
    told_on = DateField(label="告知使用部门的日期", required=False)

    def __init__(self, *args: Any, region: str, **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        field = self.fields["fixed_type"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choose(words_of("catalog.sharing_types", region=region))
