from typing import Any

from django import forms

from yiyuan.collection import papers, selectors
from yiyuan.collection.asking import apply_at
from yiyuan.collection.models import Plan
from yiyuan.collection.types import ACTIVITY_WORDS, MODE_WORDS, PLACE_WORDS, File
from yiyuan.dataplane import scanner
from yiyuan.elements.api import elsewhere
from yiyuan.elements.types import Elsewhere
from yiyuan.web.forms import Choices, DateField, Form, Radios, YesNo
from yiyuan.workflow.forms import AsActor, line_field, text_field

MOST_ITEMS = 200
ITEM_LETTERS = 100


def names_in(text: str) -> list[str]:
    """Names of items, one a line or between commas. Raises ValidationError for too many, or one that is too long."""
    lines = text.replace("，", "\n").replace("、", "\n").splitlines()
    found = list(dict.fromkeys(line.strip() for line in lines if line.strip()))
    if len(found) > MOST_ITEMS or any(len(one) > ITEM_LETTERS for one in found):
        raise forms.ValidationError(f"最多 {MOST_ITEMS} 项，每项最多 {ITEM_LETTERS} 个字")
    return found


def offered(source: Elsewhere) -> tuple[Elsewhere, str]:
    """An existing source with the address at which it is applied for."""
    return source, apply_at(source.resource_id) if source.shareable else ""


class PlanForm(AsActor):
    """What a plan says. `existing`: where its items stand already, after it was filled in."""

    laid_out = "collection/plan_form.html"
    by_law = frozenset({"duty", "article", "necessity", "items"})
    place = forms.ChoiceField(label="在哪里采集", widget=Radios, choices=list(PLACE_WORDS.items()))
    resource_id = forms.TypedChoiceField(
        label="目录", coerce=int, empty_value=None, required=False, help_text="本部门已发布的资源"
    )
    items = forms.CharField(
        label="信息项",
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        help_text="一行一个，与目录里的名称一致",
    )
    personal = YesNo("有", "没有", label="其中有没有个人信息", help_text="目录里标为个人信息的，平台一律按有处理")
    mode = forms.ChoiceField(label="取得方式", widget=Radios, choices=list(MODE_WORDS.items()))
    mandate_id = forms.TypedChoiceField(
        label="登记的职责", coerce=int, empty_value=None, required=False, help_text="选了就不必再写职责和依据"
    )
    duty = line_field("法定职责", max_length=200, required=False)
    article = line_field("法律依据", required=False, help_text="法律法规的名称和条款")
    necessity = text_field("必要性", required=False)
    exception = line_field(
        "另行采集的法律法规", required=False, help_text="别处已有来源而法律法规规定须另行采集的，写明名称和条款"
    )
    different = text_field(
        "同名而不是同一项的区别", rows=2, required=False, help_text="只有名称相同、含义不同的才填；主管部门看得到"
    )

    def __init__(self, *args: Any, matter: Plan | None = None, **kwargs: Any) -> None:  # Django's form arguments
        if matter is not None:
            kwargs.setdefault("initial", _filled(matter))
        self.existing: list[tuple[Elsewhere, str]] = []
        super().__init__(*args, **kwargs)

    def offer(self) -> None:
        entries = [(str(one.id), one.name) for one in selectors.entries(self.actor)]
        self.choices_of("resource_id", [("", "不在目录里"), *entries])
        duties = selectors.open_mandates(self.actor.organisation_id)
        self.choices_of("mandate_id", [("", "没有登记"), *((str(one.id), one.duty) for one in duties)])

    def clean_items(self) -> list[str]:
        found = names_in(self.cleaned_data["items"])
        sources = elsewhere(self.actor.region_code, self.actor.organisation_ids, found)
        self.existing = [offered(one) for one in sources]
        return found


def _filled(plan: Plan) -> dict[str, Any]:
    plain = ("place", "resource_id", "mode", "mandate_id", "duty", "article", "necessity", "exception", "different")
    filled = {name: getattr(plan, name) for name in plain}
    return {**filled, "items": "\n".join(plan.items), "personal": "yes" if plan.personal else "no"}


class EndForm(Form):
    by_law = frozenset({"reason"})
    reason = text_field("停止的原因", required=False)


class MandateForm(Form):
    duty = line_field("职责", max_length=200)
    article = line_field("依据", help_text="法律法规或三定规定的名称和条款")


class NormForm(Form):
    title = line_field("名称", max_length=200, help_text="同一名称再登记一次，就是新的一版")
    activities = forms.MultipleChoiceField(label="规范哪些活动", widget=Choices, choices=list(ACTIVITY_WORDS.items()))
    number = line_field("文号", max_length=60, required=False)
    dated_on = DateField(label="印发日期")
    file = forms.FileField(label="文件", help_text="PDF、OFD、DOCX 或扫描图片，不超过 20 MB；加密保存")

    def values(self) -> dict[str, Any]:  # arguments of the service
        """Raises as `scanner.received`."""
        name, content = scanner.received(self.cleaned_data["file"], most_bytes=papers.MOST_BYTES)
        return {**self.cleaned_data, "file": File(name, content)}
