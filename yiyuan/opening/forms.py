"""What opening asks for."""

from typing import Any

from django import forms

from yiyuan.catalog.api import published_meant, published_resource, resource_version
from yiyuan.dataplane.scanner import received
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.opening import papers, showing
from yiyuan.opening.models import OpenDataset, OpenRelease
from yiyuan.opening.types import (
    ACTIVITY_WORDS,
    BREACH_KIND_WORDS,
    CLEARANCE_WORDS,
    CONDITION_WORDS,
    HOW_WORDS,
    RULE_WORDS,
    File,
)
from yiyuan.regulations.api import key, resolve
from yiyuan.web.forms import Choices, DateField, Form, Radios, choose

LINES = forms.Textarea(attrs={"rows": 3})


class WordsForm(Form):
    words = forms.CharField(label="说明", widget=LINES, max_length=1000)


class BreachForm(Form):
    kind = forms.ChoiceField(label="情形", choices=choose([(k.value, w) for k, w in BREACH_KIND_WORDS.items()]))
    evidence = forms.CharField(label="依据和证据", widget=LINES, max_length=1000)
    rests = forms.BooleanField(label="核查期间暂停使用", required=False, help_text="协议有约定的，密钥暂停")


class UpholdForm(Form):
    statement = forms.CharField(label="利用人的说明", widget=LINES, max_length=1000, help_text="没有说明的写明怎样通知")
    words = forms.CharField(label="按规定和协议怎样处理", widget=LINES, max_length=1000)
    ends = forms.BooleanField(label="终止协议", required=False, help_text="不选的暂停使用")


class ReplyForm(Form):
    reply = forms.CharField(label="答复", widget=LINES, max_length=1000, required=False)


class StandardForm(Form):
    kind = forms.ChoiceField(label="哪一项标准", choices=choose(key("opening.standards").values))
    title = forms.CharField(label="名称", max_length=200)
    text = forms.CharField(label="正文", widget=forms.Textarea(attrs={"rows": 8}), max_length=20000)
    k = forms.IntegerField(
        label="同一组至少几行（k）", required=False, max_value=1000, help_text="脱敏标准填写；不填按 5"
    )
    l = forms.IntegerField(label="同一组敏感属性至少几种（l）", required=False, max_value=1000, help_text="不填按 2")  # noqa: E741
    unique = forms.IntegerField(
        label="最多几行可以被单独认出", required=False, max_value=1_000_000, help_text="不填按 0"
    )


class ListForm(Form):
    title = forms.CharField(label="名称", max_length=200)
    words = forms.CharField(label="大数据中心的意见", widget=LINES, max_length=1000, required=False)


class ResourceField(forms.CharField):
    """A published resource by its name or number."""

    def clean(self, value: Any) -> Any:  # a text; an id
        text = super().clean(value)
        if not text:
            return None
        found, near = published_meant(text)
        if found is None:
            said = "、".join(f"《{name}》" for name in near)
            raise forms.ValidationError(f"目录里没有这个名称或者编号的资源。{f'是不是{said}？' if near else ''}")
        return found


class PlanForm(Form):
    rule = forms.ChoiceField(
        label="法律、法规、规章有没有规定可以开放", choices=[(k.value, w) for k, w in RULE_WORDS.items()], widget=Radios
    )
    rule_basis = forms.CharField(label="依据", max_length=300, required=False, help_text="文件名称和第几条")
    condition_kind = forms.ChoiceField(
        label="条件怎样满足",
        choices=[("", "不是有条件开放"), *((k.value, w) for k, w in CONDITION_WORDS.items())],
        required=False,
    )
    priorities = forms.MultipleChoiceField(
        label="优先开放", choices=list(key("opening.priorities").values.items()), widget=Choices, required=False
    )
    planned_on = DateField(label="计划开放日期", required=False)

    def __init__(self, *args: Any, region: str, matter: OpenDataset | None = None, **kwargs: Any) -> None:
        if matter is not None:  # Django's form arguments
            names = ("rule", "rule_basis", "condition_kind", "priorities", "planned_on")
            kwargs["initial"] = {name: getattr(matter, name) for name in names}
        super().__init__(*args, **kwargs)
        words = key("opening.priorities").values
        listed = resolve("opening.priorities", region=region, on=clock.today()).items or tuple(words)
        self.fields["priorities"].choices = [(one, words[one]) for one in listed]  # type: ignore[attr-defined]


class DatasetForm(PlanForm):
    resource_id = ResourceField(label="目录里的资源", help_text="全称或者编号；开放类型在目录里定")

    field_order = ("resource_id", "rule", "rule_basis", "condition_kind", "priorities", "planned_on")


class ClearanceForm(Form):
    kind = forms.ChoiceField(label="依据", choices=choose([(k.value, w) for k, w in CLEARANCE_WORDS.items()]))
    number = forms.CharField(label="文号或者记录编号", max_length=100)
    words = forms.CharField(label="说明", widget=LINES, max_length=1000)
    file = forms.FileField(label="扫描件", help_text="PDF、OFD、DOCX 或图片，不超过 20 MB")

    def values(self) -> dict[str, Any]:
        """What the service asks for."""
        told = {name: self.cleaned_data[name] for name in ("kind", "number", "words")}
        return told | {"file": File(*received(self.cleaned_data["file"], most_bytes=papers.MOST_BYTES))}


class SecurityForm(Form):
    result = forms.CharField(label="安全审查结论", widget=LINES, max_length=1000)


class SourceForm(Form):
    resource_id = ResourceField(label="用到别的部门的哪个资源", help_text="目录里的全称或者编号")


class ReleaseForm(Form):
    item_ids = forms.TypedMultipleChoiceField(label="开放哪些信息项", coerce=int, widget=Choices)
    row_item_id = forms.TypedChoiceField(label="按哪一项选行", coerce=int, empty_value=None, required=False)
    row_value = forms.CharField(label="只开放这个值的行", max_length=200, required=False)
    quasi_ids = forms.TypedMultipleChoiceField(
        label="准标识符", coerce=int, widget=Choices, required=False, help_text="合起来可能认出一个人的信息项"
    )
    sensitive_id = forms.TypedChoiceField(
        label="敏感属性", coerce=int, empty_value=None, required=False, help_text="同一组里要有几种不同的值"
    )
    sample_percent = forms.IntegerField(label="抽样（百分之几）", min_value=1, max_value=100, required=False)
    suppress = forms.BooleanField(label="去掉小组的行", required=False)
    licence = forms.CharField(label="授权许可", max_length=200, help_text="例如：政务数据开放许可（署名）")
    uses = forms.CharField(label="允许的用途", widget=LINES, max_length=1000)
    kept_fresh = forms.BooleanField(label="按更新周期自动更新", required=False)

    def __init__(self, *args: Any, under: OpenDataset, **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        items = published_resource(under.resource_id).items
        offered = [(str(item.id), f"{item.name}{'（个人信息）' if item.personal else ''}") for item in items]
        for name in ("item_ids", "quasi_ids"):
            self.fields[name].choices = offered  # type: ignore[attr-defined]  # a choice field
        for name in ("row_item_id", "sensitive_id"):
            self.fields[name].choices = [("", "不选"), *offered]  # type: ignore[attr-defined]  # a choice field


class TreatForm(Form):
    item_id = forms.TypedChoiceField(label="信息项", coerce=int)
    how = forms.ChoiceField(label="怎样处理", choices=choose([(k.value, w) for k, w in HOW_WORDS.items()]))
    number = forms.IntegerField(
        label="参数",
        required=False,
        min_value=1,
        max_value=1_000_000,
        help_text="留几个字、每段多宽、取整到几、最多平移几天",
    )

    def __init__(self, *args: Any, matter: OpenRelease, **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        chosen = resource_version(matter.version_id).chosen(matter.item_ids)
        self.fields["item_id"].choices = choose([(str(one.id), one.name) for one in chosen])  # type: ignore[attr-defined]


class AgreementForm(Form):
    number = forms.CharField(label="协议编号", max_length=100)
    signed_on = DateField(label="签订日期")
    months = forms.IntegerField(label="几个月报告一次利用情况", min_value=1, max_value=24)
    file = forms.FileField(label="协议扫描件", help_text="PDF、OFD、DOCX 或图片，不超过 20 MB")

    def values(self) -> dict[str, Any]:
        """What the service asks for."""
        told = {name: self.cleaned_data[name] for name in ("number", "signed_on", "months")}
        return told | {"file": File(*received(self.cleaned_data["file"], most_bytes=papers.MOST_BYTES))}


class _Datasets(Form):
    """Asks for data sets that stand on the site."""

    dataset_ids = forms.TypedMultipleChoiceField(label="已开放的数据集", coerce=int, widget=Choices)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        offered = [(str(one.id), one.name) for one in showing.opened_datasets(actor.region_code)]
        self.fields["dataset_ids"].choices = offered  # type: ignore[attr-defined]  # a choice field


class EmergencyForm(_Datasets):
    kind = forms.ChoiceField(label="事件种类", choices=choose(key("opening.emergency").values))
    title = forms.CharField(label="事件", max_length=200)
    basis = forms.CharField(label="依据", max_length=300, help_text="响应级别、文号")

    field_order = ("kind", "title", "basis", "dataset_ids")


class ActivityForm(_Datasets):
    kind = forms.ChoiceField(label="种类", choices=choose([(k.value, w) for k, w in ACTIVITY_WORDS.items()]))
    title = forms.CharField(label="名称", max_length=200)
    words = forms.CharField(label="内容", widget=LINES, max_length=4000)
    begins_on = DateField(label="开始")
    ends_on = DateField(label="结束")

    field_order = ("kind", "title", "words", "begins_on", "ends_on", "dataset_ids")


class PeriodForm(Form):
    begins_on = DateField(label="从")
    ends_on = DateField(label="到")
