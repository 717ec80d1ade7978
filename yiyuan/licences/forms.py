from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html

from yiyuan.catalog.api import licence_entry
from yiyuan.catalog.types import DataType, LicenceEntry
from yiyuan.dataplane import scanner
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.identifiers import plain_code
from yiyuan.licences import policies
from yiyuan.licences.models import Licence
from yiyuan.licences.sheets import MAX_BYTES, read
from yiyuan.licences.types import (
    ACTION_WORDS,
    APPLICANT_WORDS,
    BODY_CODES,
    CODE_KIND_WORDS,
    DOUBT_WORDS,
    OUTCOME_WORDS,
    Action,
    Applicant,
    Doubt,
    Stated,
)
from yiyuan.notices.api import telling_words
from yiyuan.organisations.api import choices
from yiyuan.seals.reading import MOST_BYTES
from yiyuan.web.forms import DateField, Form, Radios, YesNo, choose
from yiyuan.workflow.forms import line_field


class LicenceForm(Form):
    """What one licence says; the holder's kind is that of the catalog entry, a field for each information item."""

    holder_name = forms.CharField(label="持证主体", max_length=200)
    code_kind = forms.ChoiceField(label="代码类型")
    holder_code = forms.CharField(label="持证主体代码", max_length=40)
    licence_no = forms.CharField(label="证照编号", max_length=100, help_text="印在证照上的编号")
    granted_on = DateField(label="颁发日期")
    valid_from = DateField(label="有效期起")
    valid_until = DateField(label="有效期止", required=False, help_text="不填表示长期有效；当天仍有效")

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,  # what was sent; machines name items in `values`
        *args: Any,
        under: LicenceEntry | None = None,
        matter: Licence | None = None,
        **kwargs: Any,
    ) -> None:  # Django's form arguments
        self.entry = entry = under or licence_entry(matter.resource_id if matter else 0)
        if matter is not None:
            kwargs["initial"] = initial_of(matter, entry)
        if data is not None and "values" in data:
            data = {**data, **posted(entry, data["values"])}
        super().__init__(data, *args, **kwargs)
        kinds = [(c, w) for c, w in CODE_KIND_WORDS.items() if (c in BODY_CODES) is (entry.holder != "person")]
        field = self.fields["code_kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choose(kinds)
        for item in entry.items:
            self.fields[f"item_{item.id}"] = _field(item.name, item.data_type, item.codes, item.required)

    def values(self) -> dict[str, Stated]:
        said = self.cleaned_data
        stated = Stated(
            holder_kind=self.entry.holder,
            holder_name=said["holder_name"],
            code_kind=said["code_kind"],
            holder_code=plain_code(said["holder_code"]),
            licence_no=said["licence_no"],
            granted_on=said["granted_on"],
            valid_from=said["valid_from"],
            valid_until=said["valid_until"],
            values={item.name: _text(said[f"item_{item.id}"]) for item in self.entry.items},
        )
        return {"stated": stated}


def _field(name: str, data_type: str, codes: tuple[str, ...], required: bool) -> forms.Field:  # noqa: FBT001 - an item's own fact
    if codes:
        return forms.ChoiceField(label=name, choices=choose([(code, code) for code in codes]), required=required)
    if data_type == DataType.DATE:
        return DateField(label=name, required=required)
    return forms.CharField(label=name, required=required)


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "")


def posted(entry: LicenceEntry, values: Mapping[str, str]) -> dict[str, str]:
    """Values by information item as the form's fields."""
    return {f"item_{item.id}": values.get(item.name, "") for item in entry.items}


def initial_of(licence: Licence, entry: LicenceEntry) -> dict[str, Any]:
    """What a licence says now, to be changed."""
    named = ("holder_name", "code_kind", "holder_code", "licence_no", "granted_on", "valid_from", "valid_until")
    return {name: getattr(licence, name) for name in named} | posted(entry, licence.values)


class SheetForm(Form):
    file = forms.FileField(label="填好的表")
    history = forms.BooleanField(
        label="历史补录：表里是过去已经制发的证照",
        required=False,
        help_text="须用历史补录模板；这些证照保留制证当时的规则版本和印章记载",
    )

    def __init__(self, *args: Any, under: LicenceEntry, **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        self.entry = under
        empty = reverse("licences:template", args=[under.resource_id])
        words = (
            '用模板填写，存为 .xlsx 或 .csv。<a href="{0}">下载模板</a>　<a href="{0}?history=1">下载历史补录模板</a>'
        )
        self.fields["file"].help_text = format_html(words, empty)

    def values(self) -> dict[str, Any]:  # arguments of services.make_from_sheet
        """Raises RuleBroken("licences.file"), as `scanner.received`."""
        upload, history = self.cleaned_data["file"], self.cleaned_data["history"]
        name, content = scanner.received(upload, most_bytes=MAX_BYTES)
        sheet = read(content, file_name=name, entry=self.entry, history=history)
        return {"rows": sheet.rows, "notes": sheet.notes, "file_name": name, "history": history}


class ReasonForm(Form):
    by_law = frozenset({"note"})
    note = line_field("原因", required=False)


class SealForm(Form):
    organisation_id = forms.TypedChoiceField(label="颁证单位", coerce=int)
    name = line_field("印章上的名称", required=False)

    def __init__(self, *args: Any, region: str, **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        bodies = [(str(number), name) for number, name in choices(region_code=region)]
        self.fields["organisation_id"].choices = choose(bodies)  # type: ignore[attr-defined]  # a choice field
        self.fields["name"].help_text = "不填就用单位的全称"


class VerifyForm(Form):
    file = forms.FileField(label="证照文件", help_text="OFD 或 PDF，不超过 20 MB")

    def values(self) -> dict[str, bytes]:  # arguments of services.verify_file
        """Raises as `scanner.received`."""
        return {"content": scanner.received(self.cleaned_data["file"], most_bytes=MOST_BYTES)[1]}


class UseForm(Form):
    """What the holder presents, and for which case."""

    number = forms.CharField(label="证照标识或证照编号", max_length=100)
    holder_code = forms.CharField(
        label="持证主体代码",
        max_length=40,
        help_text="持证人的证件号码或统一社会信用代码",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    action = forms.ChoiceField(
        label="用证方式",
        choices=list(ACTION_WORDS.items()),
        widget=Radios,
        help_text="核验只看是否有效；查阅、使用能看到照面内容",
    )
    case = forms.CharField(label="办件编号", max_length=64)
    purpose = forms.CharField(label="用途", max_length=200, help_text="不写证件号码和电话")

    def values(self) -> dict[str, Any]:  # arguments of services.use_licence
        return {**self.cleaned_data, "action": Action(self.cleaned_data["action"])}


class ObjectionForm(Form):
    """An objection; an issuer may also file it for a holder or another user who came to it."""

    applicant = forms.ChoiceField(
        label="异议申请人", choices=list(APPLICANT_WORDS.items()), widget=Radios, required=False
    )
    applicant_name = forms.CharField(label="姓名或名称", max_length=100, required=False, help_text="本单位提出的不用填")
    contact = forms.CharField(
        label="联系方式", max_length=100, required=False, help_text="告知结果用；本单位提出的不用填"
    )
    doubt = forms.ChoiceField(label="对什么有异议", choices=list(DOUBT_WORDS.items()), widget=Radios)
    text = forms.CharField(label="说明", widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)

    def __init__(self, *args: Any, issuer: bool, **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        field = self.fields["applicant"]
        assert isinstance(field, forms.ChoiceField)
        field.required = issuer
        if not issuer:  # a department objects for itself
            field.choices = [(Applicant.CONSUMER.value, APPLICANT_WORDS[Applicant.CONSUMER])]
            field.initial = Applicant.CONSUMER.value
            del self.fields["applicant_name"], self.fields["contact"]


class InsideForm(ObjectionForm):
    """By a department; without `applicant` for itself."""

    def __init__(self, *args: Any, under: Licence, actor: Actor, **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, issuer=policies.reads_holder(under, actor=actor), **kwargs)

    def values(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        applicant = Applicant(said.pop("applicant") or Applicant.CONSUMER)
        return {**said, "applicant": applicant, "doubt": Doubt(said["doubt"])}


class LookForm(Form):
    """What a holder or somebody who was shown a licence knows of it."""

    number = forms.CharField(label="证照标识或证照编号", max_length=100)
    holder_code = forms.CharField(
        label="持证主体代码",
        max_length=40,
        help_text="持证人的证件号码或统一社会信用代码，只用来找到证照，不保存",
    )


class OutsideForm(ObjectionForm):
    """An objection of a holder or another user."""

    tell_at = forms.CharField(label="结果告知到", required=False, max_length=100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, issuer=True, **kwargs)
        field = self.fields["applicant"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(a.value, APPLICANT_WORDS[a]) for a in (Applicant.HOLDER, Applicant.SOCIAL)]
        self.fields["applicant_name"].required = self.fields["contact"].required = True
        self.fields["applicant_name"].help_text = ""
        self.fields["contact"].help_text = "告知结果用，办结后删除"
        if words := telling_words():
            self.fields["tell_at"].help_text = words
        else:
            del self.fields["tell_at"]


class DecideForm(Form):
    by_law = frozenset({"result"})
    outcome = forms.ChoiceField(label="结果", choices=list(OUTCOME_WORDS.items()), widget=Radios)
    result = forms.CharField(
        label="核查情况", widget=forms.Textarea(attrs={"rows": 3}), max_length=2000, required=False
    )


class TellForm(Form):
    how = forms.CharField(
        label="告知方式",
        max_length=200,
        required=False,
        help_text="用证单位由平台通知，可以不填；其他申请人写明怎样告知的，例如电话、当面、邮寄",
    )


class AnswerForm(Form):
    accepted = YesNo("接收", "不接收", label="处理")
    note = forms.CharField(label="原因", max_length=300, required=False, help_text="不接收的，须写明原因")
