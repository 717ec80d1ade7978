from datetime import date
from typing import Any

from django import forms

from yiyuan.kernel.actor import Actor
from yiyuan.projects import selectors
from yiyuan.projects.models import Project
from yiyuan.web.forms import Choices, DateField, Form, choose

FIRST_DAY = date(2000, 1, 1)  # no project of this kind was accepted before


class ProjectForm(Form):
    """A project and the systems it builds, of those the department registered."""

    name = forms.CharField(label="项目名称", max_length=200)
    approval_number = forms.CharField(label="批复文号", max_length=100, help_text="立项批复的文号")
    system_ids = forms.TypedMultipleChoiceField(
        label="建设的信息系统",
        coerce=int,
        required=False,
        widget=Choices,
        help_text="先在“信息系统”登记系统和申报的资源，再在这里选；以后还可以加",
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        field = self.fields["system_ids"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(str(number), name) for number, name in selectors.own_systems(actor)]


class SystemForm(Form):
    """One more system of a project."""

    system_id = forms.TypedChoiceField(label="信息系统", coerce=int)

    def __init__(self, *args: Any, actor: Actor, matter: Project, **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        known = () if self.is_bound else {one.system_id for one in matter.systems.all()}  # twice changes nothing
        field = self.fields["system_id"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choose([(str(pk), name) for pk, name in selectors.own_systems(actor) if pk not in known])


class AcceptForm(Form):
    accepted_on = DateField(label="验收日期")
    paper = forms.CharField(label="验收文件", max_length=200, required=False, help_text="名称和文号")

    def clean_accepted_on(self) -> date:
        """Every year since is measured: a slip of the pen must not make centuries of them."""
        day: date = self.cleaned_data["accepted_on"]
        if day < FIRST_DAY:
            raise forms.ValidationError("验收日期太早，请核对年份。")
        return day
