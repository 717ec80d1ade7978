"""What challenges and feedback ask for."""

from typing import Any

from django import forms

from yiyuan.catalog.models import Resource
from yiyuan.catalog.types import SHARING_WORDS, Sharing
from yiyuan.web.forms import Radios
from yiyuan.workflow.forms import AsActor, line_field, text_field


class ChallengeForm(AsActor):
    wanted = forms.ChoiceField(
        label="认为应列为", widget=Radios, choices=[(kind.value, word) for kind, word in SHARING_WORDS.items()]
    )
    reason = text_field("理由")

    def __init__(self, *args: Any, under: Resource, **kwargs: Any) -> None:  # Django's form arguments
        self.now = under.current.sharing if under.current else ""
        super().__init__(*args, **kwargs)

    def offer(self) -> None:
        self.choices_of("wanted", [(kind.value, word) for kind, word in SHARING_WORDS.items() if kind != self.now])
        if self.now:
            self.fields["wanted"].help_text = f"现在列为{SHARING_WORDS[Sharing(self.now)]}"


class KeepForm(AsActor):
    basis = line_field("维持的依据", help_text="文件名称和条款")
    note = text_field("理由")


class FeedbackForm(AsActor):
    text = text_field("使用反馈", help_text="写资源好不好用、哪里不对；不写个人信息")
