from typing import Any

from django import forms

from yiyuan.consultations.models import Consultation
from yiyuan.consultations.types import STANCE_WORDS, VERDICT_WORDS, Verdict
from yiyuan.organisations.api import choices
from yiyuan.web.forms import Choices, DateField, Form, choose

PARTS = ("stance", "text", "reason")


class ArticlesField(forms.CharField):
    """Pairs of text and basis: people write a paragraph an article, machines send the pairs."""

    def clean(self, value: Any) -> list[tuple[str, str]]:  # what was posted, or pairs
        if isinstance(value, list):
            pairs = value
        else:
            paragraphs = super().clean(value).replace("\r\n", "\n").split("\n\n")
            pairs = [(text, basis) for text, _, basis in (one.strip().partition("|") for one in paragraphs)]
        found = [(text.strip(), basis.strip()) for text, basis in pairs if text.strip() or basis.strip()]
        if not found:
            raise forms.ValidationError(self.error_messages["required"])
        return found


class DraftForm(Form):
    """A draft, its notice and the day; the articles one per paragraph, text and basis apart by a bar."""

    title = forms.CharField(label="标题", max_length=200)
    notice = forms.CharField(label="通知名称和文号", max_length=200)
    due_on = DateField(label="反馈截止", help_text="最后一天，含当天；以通知为准")
    silence_consents = forms.BooleanField(
        label="通知写明：逾期不反馈视为无意见", required=False, help_text="通知没有写明的不勾选"
    )
    articles = ArticlesField(
        label="条文",
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="一条一段，空行分开；正文和“依据及参照”用竖线 | 分开",
    )


class InviteForm(Form):
    invited = forms.TypedMultipleChoiceField(label="征求哪些部门的意见", coerce=int, widget=Choices)

    def __init__(self, *args: Any, region: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # Django's form arguments
        self.fields["invited"].choices = choices(region_code=region)  # type: ignore[attr-defined]  # a choice field


class AnswerForm(Form):
    """An opinion per article, each with its reason; articles left empty have none."""

    signed_by = forms.CharField(label="签字的主要负责人", max_length=60, required=False)

    def __init__(self, *args: Any, matter: Consultation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # Django's form arguments
        self.numbers = list(matter.articles.order_by("number").values_list("number", flat=True))
        for number in self.numbers:
            self.fields[f"stance_{number}"] = forms.ChoiceField(
                label=f"第{number}条意见",
                choices=[("", "没有意见"), *((s.value, w) for s, w in STANCE_WORDS.items())],
                required=False,
            )
            self.fields[f"text_{number}"] = forms.CharField(label=f"第{number}条修改为", required=False)
            self.fields[f"reason_{number}"] = forms.CharField(label=f"第{number}条理由", required=False)
        self.order_fields([*(name for name in self.fields if name != "signed_by"), "signed_by"])

    def clean(self) -> dict[str, Any]:
        """An article the draft does not have is no silence."""
        strange = [name for name in self.data if name.startswith("stance_") and name not in self.fields]
        if strange:
            raise forms.ValidationError(f"送审稿没有第{strange[0].removeprefix('stance_')}条")
        return self.cleaned_data

    def values(self) -> dict[str, Any]:
        held = self.cleaned_data
        said = [
            {part: held[f"{part}_{number}"] for part in PARTS} | {"article": str(number)} for number in self.numbers
        ]
        return {"signed_by": held["signed_by"], "opinions": [one for one in said if one["stance"]]}


class VerdictForm(Form):
    verdict = forms.TypedChoiceField(
        label="采纳情况", coerce=Verdict, choices=choose({v.value: w for v, w in VERDICT_WORDS.items()})
    )
    answer = forms.CharField(label="说明", max_length=500)


class SummaryForm(Form):
    summary = forms.CharField(label="归纳", widget=forms.Textarea(attrs={"rows": 4}), required=False)
