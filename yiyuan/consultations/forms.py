from typing import Any

from django import forms

from yiyuan.consultations.types import STANCE_WORDS, VERDICT_WORDS
from yiyuan.organisations.api import choices
from yiyuan.web.forms import Choices, DateField, Form, choose


class DraftForm(Form):
    """A draft, its notice and the day; the articles one per paragraph, text and basis apart by a bar."""

    title = forms.CharField(label="标题", max_length=200)
    notice = forms.CharField(label="通知名称和文号", max_length=200)
    due_on = DateField(label="反馈截止", help_text="最后一天，含当天；以通知为准")
    silence_consents = forms.BooleanField(
        label="通知写明：逾期不反馈视为无意见", required=False, help_text="通知没有写明的不勾选"
    )
    articles = forms.CharField(
        label="条文",
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="一条一段，空行分开；正文和“依据及参照”用竖线 | 分开",
    )

    def clean_articles(self) -> list[tuple[str, str]]:
        paragraphs = str(self.cleaned_data["articles"]).replace("\r\n", "\n").split("\n\n")
        pairs = [paragraph.strip().partition("|") for paragraph in paragraphs if paragraph.strip()]
        return [(text.strip(), basis.strip()) for text, _, basis in pairs]


class InviteForm(Form):
    invited = forms.TypedMultipleChoiceField(label="征求哪些部门的意见", coerce=int, widget=Choices)

    def __init__(self, *args: Any, region: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # Django's form arguments
        self.fields["invited"].choices = choices(region_code=region)  # type: ignore[attr-defined]  # a choice field


class AnswerForm(Form):
    """An opinion per article, each with its reason; articles left empty have none."""

    signed_by = forms.CharField(label="签字的主要负责人", max_length=60, required=False)

    def __init__(self, *args: Any, numbers: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # Django's form arguments
        for number in numbers:
            self.fields[f"stance_{number}"] = forms.ChoiceField(
                label=f"第{number}条意见",
                choices=[("", "没有意见"), *((s.value, w) for s, w in STANCE_WORDS.items())],
                required=False,
            )
            self.fields[f"text_{number}"] = forms.CharField(label=f"第{number}条修改为", required=False)
            self.fields[f"reason_{number}"] = forms.CharField(label=f"第{number}条理由", required=False)
        self.order_fields([*(name for name in self.fields if name != "signed_by"), "signed_by"])
        self.numbers = numbers

    def opinions(self) -> list[dict[str, str]]:
        held = self.cleaned_data
        return [
            {
                "article": str(number),
                "stance": held[f"stance_{number}"],
                "text": held[f"text_{number}"],
                "reason": held[f"reason_{number}"],
            }
            for number in self.numbers
            if held[f"stance_{number}"]
        ]


class VerdictForm(Form):
    verdict = forms.ChoiceField(label="采纳情况", choices=choose({v.value: w for v, w in VERDICT_WORDS.items()}))
    answer = forms.CharField(label="说明", max_length=500)


class SummaryForm(Form):
    summary = forms.CharField(label="归纳", widget=forms.Textarea(attrs={"rows": 4}), required=False)
