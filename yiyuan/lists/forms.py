"""Forms of demands, lists and guides: what a move or a new matter asks for."""

import re
from typing import Any

from django import forms

from yiyuan.catalog import rules
from yiyuan.catalog.selectors import entry_choices
from yiyuan.catalog.types import (
    DATA_TYPE_WORDS,
)
from yiyuan.lists import selectors
from yiyuan.lists.models import Demand
from yiyuan.lists.types import LIST_WORDS, ListKind
from yiyuan.organisations.api import choices
from yiyuan.regulations.api import key
from yiyuan.web.forms import Choices, DateField, Radios, choose
from yiyuan.workflow.forms import AsActor, line_field, text_field

ELEMENT = re.compile(r"(?P<name>\S+)\s+(?P<type>[A-Z])(?P<length>[0-9]*)(?:\s+(?P<codes>.+))?")


class DemandForm(AsActor):
    """A line of the demand list. Unfinished is fine until it is submitted."""

    wanted = line_field("需要的资源", max_length=200)
    items = text_field("需要的信息项", required=False)
    provider_id = forms.TypedChoiceField(label="提供部门", coerce=int, empty_value=None, required=False)
    duty = line_field("履职依据", required=False, help_text="法规名称和条款，或者职责文件")
    use = text_field("用途", required=False)

    def offer(self) -> None:
        pairs = [(str(one), name) for one, name in choices(region_code=self.actor.region_code[:2] + "0000")]
        self.choices_of("provider_id", choose([pair for pair in pairs if pair[0] != str(self.actor.organisation_id)]))

    @staticmethod
    def initial_of(demand: Demand) -> dict[str, Any]:  # values of the fields
        return {name: getattr(demand, name) for name in ("wanted", "items", "provider_id", "duty", "use")}


class MatchForm(AsActor):
    """The published entry that serves a demand, from the likely ones."""

    resource_id = forms.TypedChoiceField(label="对应的资源", coerce=int, widget=Radios)
    note = text_field("说明", required=False)

    def __init__(self, *args: Any, matter: Demand, **kwargs: Any) -> None:  # Django's form arguments
        self.matter = matter
        super().__init__(*args, **kwargs)

    def offer(self) -> None:
        likely = selectors.likely_matches(self.matter)
        pairs = [(str(one.id), f"{one.current.name}（{one.provider.name}）") for one in likely if one.current]
        more = [
            pair for pair in entry_choices(self.matter.provider_id) if pair[0] not in {value for value, _w in pairs}
        ]
        self.choices_of("resource_id", pairs + more[:40])


class AssignForm(AsActor):
    provider_id = forms.TypedChoiceField(label="列为哪个部门的责任", coerce=int)
    note = text_field("依据和说明", required=False)

    def offer(self) -> None:
        self.choices_of(
            "provider_id", choose([(str(k), name) for k, name in choices(region_code=self.actor.region_code)])
        )


class FulfilForm(AsActor):
    resource_id = forms.TypedChoiceField(label="已发布的资源", coerce=int)

    def offer(self) -> None:
        self.choices_of("resource_id", choose(entry_choices(self.actor.organisation_id)))


class HandInForm(AsActor):
    kind = forms.ChoiceField(
        label="提交哪份清单", choices=[(k.value, LIST_WORDS[k]) for k in (ListKind.CATALOG, ListKind.DEMAND)]
    )
    note = forms.CharField(label="清单为空时的说明", required=False, max_length=300)


class ReleaseForm(AsActor):
    title = line_field("名称", max_length=200)


class GuideForm(AsActor):
    """A version of the guide: words for people, elements and data elements for the platform."""

    title = line_field("名称", max_length=200)
    text = forms.CharField(label="编制要求", max_length=20000, widget=forms.Textarea(attrs={"rows": 8}))
    notes = text_field(
        "逐项说明", required=False, max_length=20000, help_text="一行一项，例如：资源名称：写数据是什么，不写系统名"
    )
    required = forms.MultipleChoiceField(label="在规定之外还要填写的要素", required=False, widget=Choices)
    standard = line_field("数据元标准名称和编号", required=False, max_length=200)
    elements = text_field(
        "数据元",
        required=False,
        max_length=20000,
        rows=4,
        help_text="一行一个：名称 类型长度 代码，例如：性别 C1 男;女",
    )

    def offer(self) -> None:
        self.choices_of("required", list(key("catalog.elements").values.items()))

    def clean_notes(self) -> dict[str, str]:
        if isinstance(self.data.get("notes"), dict):  # as machines send them
            return dict(self.data["notes"])
        pairs = (
            re.split(r"[:：]", line, maxsplit=1) for line in self.cleaned_data["notes"].splitlines() if line.strip()
        )
        return {pair[0].strip(): pair[1].strip() for pair in pairs if len(pair) == 2}  # noqa: PLR2004 - name and note

    def clean_elements(self) -> list[dict[str, Any]]:  # name, data_type, length, codes
        if isinstance(self.data.get("elements"), list):  # as machines send them
            return list(self.data["elements"])
        found = []
        for line in filter(None, map(str.strip, self.cleaned_data["elements"].splitlines())):
            match = ELEMENT.fullmatch(line)
            if match is None or match["type"] not in {str(one) for one in DATA_TYPE_WORDS}:
                raise forms.ValidationError(f"这一行读不懂：{line[:60]}")
            found.append(
                {
                    "name": match["name"],
                    "data_type": match["type"],
                    "length": int(match["length"]) if match["length"] else None,
                    "codes": rules.listed(match["codes"] or ""),
                }
            )
        return found


class CompilationForm(AsActor):
    title = line_field("任务", max_length=200)
    due_on = DateField(label="完成日期")
    guide_id = forms.TypedChoiceField(label="按哪份指南", coerce=int, empty_value=None, required=False)
    licences = forms.BooleanField(
        label="只编制电子证照目录", required=False, help_text="部门提交目录清单就算完成；逾期按证照目录的情形处理"
    )

    def offer(self) -> None:
        self.choices_of("guide_id", choose([(str(one.id), str(one)) for one in selectors.guides(self.actor)]))
