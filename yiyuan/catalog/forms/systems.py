"""What systems, what was declared for them, and leads of libraries ask for."""

from typing import Any

from django import forms

from yiyuan.catalog import selectors
from yiyuan.catalog.models import InformationSystem
from yiyuan.catalog.types import (
    CATEGORY_WORDS,
    CLASS_WORDS,
    FUNDING_WORDS,
)
from yiyuan.organisations.api import choices
from yiyuan.web.forms import DateField, choose
from yiyuan.workflow.forms import AsActor, line_field


class SystemForm(AsActor):
    name = line_field("系统名称", max_length=200)
    funding = forms.ChoiceField(label="建设资金", choices=choose([(k.value, w) for k, w in FUNDING_WORDS.items()]))
    in_use_on = DateField(label="启用日期", required=False)


class DeclareForm(AsActor):
    name = line_field("申报的资源", max_length=200)
    resource_id = forms.TypedChoiceField(
        label="已发布的资源", coerce=int, empty_value=None, required=False, help_text="已经发布的，可以同时关联"
    )

    def offer(self) -> None:
        self.choices_of("resource_id", choose(selectors.entry_choices(self.actor.organisation_id)))


class LinkForm(AsActor):
    declared_id = forms.TypedChoiceField(label="申报的资源", coerce=int)
    resource_id = forms.TypedChoiceField(label="已发布的资源", coerce=int)

    def __init__(self, *args: Any, matter: InformationSystem, **kwargs: Any) -> None:  # Django's form arguments
        self.matter = matter
        super().__init__(*args, **kwargs)

    def offer(self) -> None:
        self.choices_of("declared_id", choose([(str(one.id), one.name) for one in self.matter.waiting]))
        self.choices_of("resource_id", choose(selectors.entry_choices(self.actor.organisation_id)))


class LeadForm(AsActor):
    library = forms.ChoiceField(label="基础库或主题库")
    lead_id = forms.ChoiceField(label="牵头部门")

    def offer(self) -> None:
        pairs = [
            (f"{category}{code}", f"{word}：{name}")
            for category, word in CATEGORY_WORDS.items()
            for code, name in CLASS_WORDS[category].items()
        ]
        self.choices_of("library", choose(pairs))
        self.choices_of("lead_id", choose([(str(k), name) for k, name in choices(region_code=self.actor.region_code)]))
