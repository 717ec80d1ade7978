"""What society may send."""

from typing import Any

from django import forms

from yiyuan.kernel.identifiers import is_uscc
from yiyuan.opening.types import STARS
from yiyuan.regulations.api import key

LINES = forms.Textarea(attrs={"rows": 4})


class AskForm(forms.Form):
    """homepage: a field no person sees; a program that fills it is told it succeeded and nothing is kept."""

    homepage = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput)


class RequestForm(AskForm):
    kind = forms.ChoiceField(
        label="您要提的是", choices=[("correction", "数据有误，请更正"), ("demand", "希望开放的数据")]
    )
    text = forms.CharField(
        label="内容", widget=LINES, max_length=2000, help_text="不要写姓名、电话、身份号码。答复会公开，凭查询码查看。"
    )


class RatingForm(AskForm):
    stars = forms.ChoiceField(label="几颗星", choices=[(str(n), f"{n} 星") for n in range(STARS, 0, -1)])


class AccessForm(AskForm):
    applicant = forms.CharField(label="申请单位", max_length=200)
    code = forms.CharField(label="统一社会信用代码", max_length=18)
    purpose = forms.CharField(label="用途", widget=LINES, max_length=2000)
    plan = forms.CharField(label="利用方案", widget=LINES, max_length=2000)
    security = forms.CharField(label="安全保障措施", widget=LINES, max_length=2000)

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"].strip().upper()
        if not is_uscc(code):
            raise forms.ValidationError("统一社会信用代码不对，请核对 18 位。")
        return code


class ReuseForm(AskForm):
    kind = forms.ChoiceField(label="利用方式", choices=list(key("opening.reuses").values.items()))
    title = forms.CharField(label="名称", max_length=200)
    maker = forms.CharField(label="单位或者团队", max_length=200)
    words = forms.CharField(label="做了什么", widget=LINES, max_length=2000)
    href = forms.URLField(label="网址", max_length=300, required=False, assume_scheme="https")
    datasets = forms.MultipleChoiceField(label="用到的数据集", widget=forms.CheckboxSelectMultiple)
    returned = forms.CharField(
        label="返还的数据",
        widget=LINES,
        max_length=2000,
        required=False,
        help_text="加工后愿意返还共享的，一行写一个信息项",
    )

    def __init__(self, *args: Any, offered: list[tuple[str, str]], **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        self.fields["datasets"].choices = offered  # type: ignore[attr-defined]  # a choice field
