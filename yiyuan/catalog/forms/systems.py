"""What systems, what was declared for them, and leads of libraries ask for."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from django import forms

from yiyuan.catalog import selectors
from yiyuan.catalog.models import InformationSystem
from yiyuan.catalog.types import (
    CATEGORY_WORDS,
    CLASS_WORDS,
    FUNDING_WORDS,
    NETWORK_WORDS,
    SYSTEM_LINK_WORDS,
)
from yiyuan.organisations.api import choices
from yiyuan.web.forms import DateField, choose
from yiyuan.workflow.forms import AsActor, line_field


def _offered(words: Iterable[tuple[StrEnum, str]], *, none: str) -> list[tuple[str, str]]:
    return [("", none), *((code.value, word) for code, word in words)]


class DeployedForm(AsActor):
    """Where a system runs and how it is connected."""

    in_use_on = DateField(label="启用日期", required=False)
    cloud = line_field("部署的政务云", max_length=100, required=False, help_text="云的名称；没有部署在政务云的不填")
    network = forms.ChoiceField(
        label="使用的网络", choices=_offered(NETWORK_WORDS.items(), none="没有写明"), required=False
    )
    exchange = forms.ChoiceField(
        label="怎样接入共享平台", choices=_offered(SYSTEM_LINK_WORDS.items(), none="没有接入"), required=False
    )
    classified = forms.BooleanField(label="涉密系统", required=False)

    def __init__(self, *args: Any, matter: InformationSystem | None = None, **kwargs: Any) -> None:
        if matter is not None:  # Django's form arguments
            kwargs["initial"] = {name: getattr(matter, name) for name in DeployedForm.base_fields}
        super().__init__(*args, **kwargs)


class SystemForm(DeployedForm):
    name = line_field("系统名称", max_length=200)
    funding = forms.ChoiceField(label="建设资金", choices=choose([(k.value, w) for k, w in FUNDING_WORDS.items()]))

    field_order = ("name", "funding")


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
