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


class LinkForm(AsActor):
    declared_id = forms.ChoiceField(label="申报的资源")
    resource_id = forms.ChoiceField(label="已发布的资源")

    def __init__(self, *args: Any, system: InformationSystem, **kwargs: Any) -> None:  # Django's form arguments
        self.system = system
        super().__init__(*args, **kwargs)

    def offer(self) -> None:
        waiting = [(str(one.id), one.name) for one in self.system.declared.filter(resource=None)]
        self.choices_of("declared_id", choose(waiting))
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
