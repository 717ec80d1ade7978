from typing import Any

from django import forms

from yiyuan.organisations.api import choices
from yiyuan.web.forms import Form, choose


class AssignForm(Form):
    assigned_to = forms.TypedChoiceField(label="指派给", coerce=int)
    person = forms.CharField(label="经办人", max_length=60, required=False)

    def __init__(self, *args: Any, region: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # Django's form arguments
        bodies = [(str(number), name) for number, name in choices(region_code=region)]
        self.fields["assigned_to"].choices = choose(bodies)  # type: ignore[attr-defined]  # a choice field


class IssueForm(AssignForm):
    title = forms.CharField(label="问题", max_length=200)
    detail = forms.CharField(label="情况", widget=forms.Textarea(attrs={"rows": 4}))
    about = forms.CharField(label="关于", max_length=200, required=False, help_text="资源或办件的编号、名称")
    field_order = ("title", "detail", "about", "assigned_to", "person")


class ResultForm(Form):
    result = forms.CharField(label="结果", widget=forms.Textarea(attrs={"rows": 3}), required=False)
