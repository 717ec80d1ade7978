"""Forms of changes, demands, lists, guides, challenges and systems: what a move or a new matter asks for."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yiyuan.catalog import rules, selectors
from yiyuan.catalog.models import ChangeEvent, Demand, InformationSystem, Resource
from yiyuan.catalog.types import (
    CATEGORY_WORDS,
    CAUSE_WORDS,
    CLASS_WORDS,
    DATA_TYPE_WORDS,
    FUNDING_WORDS,
    LIST_WORDS,
    SHARING_WORDS,
    ListKind,
    State,
)
from yiyuan.kernel.actor import Actor
from yiyuan.organisations.api import choices
from yiyuan.regulations.api import key
from yiyuan.web.forms import Choices, DateField, Form, Radios, choose

ELEMENT = re.compile(r"(?P<name>\S+)\s+(?P<type>[A-Z])(?P<length>\d*)(?:\s+(?P<codes>.+))?")


def _line(label: Any, **more: Any) -> forms.CharField:  # a lazy text; arguments of the field
    return forms.CharField(label=label, **{"max_length": 300, **more})


def _text(label: Any, *, rows: int = 3, **more: Any) -> forms.CharField:  # a lazy text; arguments of the field
    return forms.CharField(label=label, max_length=2000, widget=forms.Textarea(attrs={"rows": rows}), **more)


def _entries(provider_id: int | None) -> list[tuple[str, str]]:
    """Published entries of a department, by name."""
    found = Resource.objects.filter(provider_id=provider_id, current__state=State.PUBLISHED).select_related("current")
    return [(str(one.id), one.current.name) for one in found.order_by("current__name") if one.current]


class AsActor(Form):
    """A form whose choices depend on who fills it in."""

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.offer()

    def offer(self) -> None:
        """Fill the choices."""

    def choices_of(self, name: str, pairs: Any) -> None:  # pairs of value and word
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = pairs


class NoteForm(AsActor):
    """Words that go with a move."""

    note = _text(_("理由"))


class OptionalNoteForm(AsActor):
    note = _text(_("说明"), required=False)


class ChangeForm(AsActor):
    """A cause with its date and document. A bureau says whose catalog it concerns."""

    provider_id = forms.ChoiceField(label=_("哪个部门的目录"), required=False)
    cause = forms.ChoiceField(label=_("变更事由"), widget=Radios, choices=list(CAUSE_WORDS.items()))
    document = _line(_("文件名称和文号"))
    changed_on = DateField(label=_("修改或变化之日"))
    resources = forms.MultipleChoiceField(label=_("涉及的资源"), required=False, widget=Choices)
    note = _text(_("影响哪些内容"), required=False)

    def offer(self) -> None:
        if self.actor.governs(self.actor.region_code):
            pairs = [(str(one), name) for one, name in choices(region_code=self.actor.region_code)]
            self.choices_of("provider_id", choose(pairs))
            self.fields["provider_id"].required = True
        else:
            del self.fields["provider_id"]
        self.choices_of("resources", _entries(self.actor.organisation_id))

    def values(self) -> dict[str, Any]:  # arguments of services.register_change
        found = dict(self.cleaned_data)
        provider = found.pop("provider_id", "")
        found["resource_ids"] = [int(one) for one in found.pop("resources")]
        return {**found, "provider_id": int(provider) if provider else None}


class ReportForm(AsActor):
    basis = _line(_("变更依据"), required=False, help_text=_("文件名称、文号和条款"))
    attachment = forms.FileField(
        label=_("依据附件"), required=False, help_text=_("PDF、OFD、DOCX、WPS、图片，10 MB 以内")
    )


class DemandForm(AsActor):
    """A line of the demand list. Unfinished is fine until it is submitted."""

    wanted = _line(_("需要的资源"), max_length=200)
    items = _text(_("需要的信息项"), required=False)
    provider_id = forms.ChoiceField(label=_("提供部门"), required=False)
    duty = _line(_("履职依据"), required=False, help_text=_("法规名称和条款，或者职责文件"))
    use = _text(_("用途"), required=False)

    def offer(self) -> None:
        pairs = [(str(one), name) for one, name in choices(region_code=self.actor.region_code[:2] + "0000")]
        self.choices_of("provider_id", choose([pair for pair in pairs if pair[0] != str(self.actor.organisation_id)]))

    def values(self) -> dict[str, Any]:  # fields of services.demands.FIELDS
        provider = self.cleaned_data["provider_id"]
        return {**self.cleaned_data, "provider_id": int(provider) if provider else None}

    @staticmethod
    def initial_of(demand: Demand) -> dict[str, Any]:  # values of the fields
        return {name: getattr(demand, name) for name in ("wanted", "items", "provider_id", "duty", "use")}


class MatchForm(AsActor):
    """The published entry that serves a demand, from the likely ones."""

    resource_id = forms.ChoiceField(label=_("对应的资源"), widget=Radios)
    note = _text(_("说明"), required=False)

    def __init__(self, *args: Any, matter: Demand, **kwargs: Any) -> None:  # Django's form arguments
        self.matter = matter
        super().__init__(*args, **kwargs)

    def offer(self) -> None:
        likely = selectors.likely_matches(self.matter)
        pairs = [(str(one.id), f"{one.current.name}（{one.provider.name}）") for one in likely if one.current]
        more = [pair for pair in _entries(self.matter.provider_id) if pair[0] not in {value for value, _w in pairs}]
        self.choices_of("resource_id", pairs + more[:40])


class AssignForm(AsActor):
    provider_id = forms.ChoiceField(label=_("列为哪个部门的责任"))
    note = _text(_("依据和说明"), required=False)

    def offer(self) -> None:
        self.choices_of(
            "provider_id", choose([(str(k), name) for k, name in choices(region_code=self.actor.region_code)])
        )


class FulfilForm(AsActor):
    resource_id = forms.ChoiceField(label=_("已发布的资源"))

    def offer(self) -> None:
        self.choices_of("resource_id", choose(_entries(self.actor.organisation_id)))


class ReviseForm(AsActor):
    """Which of the entries of a change is taken up now."""

    resource_id = forms.ChoiceField(label=_("编制哪个资源的新版本"))

    def __init__(self, *args: Any, matter: ChangeEvent, **kwargs: Any) -> None:  # Django's form arguments
        self.matter = matter
        super().__init__(*args, **kwargs)

    def offer(self) -> None:
        concerned = {str(one) for one in self.matter.resources.values_list("id", flat=True)}
        pairs = [pair for pair in _entries(self.matter.provider_id) if not concerned or pair[0] in concerned]
        self.choices_of("resource_id", pairs if len(pairs) == 1 else choose(pairs))


class ChallengeForm(AsActor):
    wanted = forms.ChoiceField(label=_("认为应列为"), widget=Radios)
    reason = _text(_("理由"))

    def __init__(self, *args: Any, now: str, **kwargs: Any) -> None:  # Django's form arguments
        self.now = now
        super().__init__(*args, **kwargs)

    def offer(self) -> None:
        self.choices_of("wanted", [(k.value, word) for k, word in SHARING_WORDS.items() if k.value != self.now])


class KeepForm(AsActor):
    basis = _line(_("维持的依据"), help_text=_("文件名称和条款"))
    note = _text(_("理由"))


class FeedbackForm(AsActor):
    text = _text(_("使用反馈"), help_text=_("写资源好不好用、哪里不对；不写个人信息"))


class HandInForm(AsActor):
    kind = forms.ChoiceField(
        label=_("提交哪份清单"), choices=[(k.value, LIST_WORDS[k]) for k in (ListKind.CATALOG, ListKind.DEMAND)]
    )
    note = forms.CharField(label=_("清单为空时的说明"), required=False, max_length=300)


class ReleaseForm(AsActor):
    title = _line(_("名称"), max_length=200)


class GuideForm(AsActor):
    """A version of the guide: words for people, elements and data elements for the platform."""

    title = _line(_("名称"), max_length=200)
    text = forms.CharField(label=_("编制要求"), max_length=20000, widget=forms.Textarea(attrs={"rows": 8}))
    notes = _text(_("逐项说明"), required=False, help_text=_("一行一项，例如：资源名称：写数据是什么，不写系统名"))
    required = forms.MultipleChoiceField(label=_("在规定之外还要填写的要素"), required=False, widget=Choices)
    standard = _line(_("数据元标准名称和编号"), required=False, max_length=200)
    elements = _text(
        _("数据元"), required=False, rows=4, help_text=_("一行一个：名称 类型长度 代码，例如：性别 C1 男;女")
    )

    def offer(self) -> None:
        self.choices_of("required", list(key("catalog.elements").values.items()))

    def clean_notes(self) -> dict[str, str]:
        pairs = (
            re.split(r"[:：]", line, maxsplit=1) for line in self.cleaned_data["notes"].splitlines() if line.strip()
        )
        return {pair[0].strip(): pair[1].strip() for pair in pairs if len(pair) == 2}  # noqa: PLR2004 - name and note

    def clean_elements(self) -> list[dict[str, Any]]:  # name, data_type, length, codes
        found = []
        for line in filter(None, map(str.strip, self.cleaned_data["elements"].splitlines())):
            match = ELEMENT.fullmatch(line)
            if match is None or match["type"] not in {str(one) for one in DATA_TYPE_WORDS}:
                raise forms.ValidationError(_("这一行读不懂：%(line)s") % {"line": line[:60]})
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
    title = _line(_("任务"), max_length=200)
    due_on = DateField(label=_("完成日期"))
    guide_id = forms.ChoiceField(label=_("按哪份指南"), required=False)

    def offer(self) -> None:
        self.choices_of("guide_id", choose([(str(one.id), str(one)) for one in selectors.guides(self.actor)]))

    def values(self) -> dict[str, Any]:  # arguments of services.open_compilation
        guide = self.cleaned_data["guide_id"]
        return {**self.cleaned_data, "guide_id": int(guide) if guide else None}


class SystemForm(AsActor):
    name = _line(_("系统名称"), max_length=200)
    funding = forms.ChoiceField(label=_("建设资金"), choices=choose([(k.value, w) for k, w in FUNDING_WORDS.items()]))
    in_use_on = DateField(label=_("启用日期"), required=False)


class DeclareForm(AsActor):
    name = _line(_("申报的资源"), max_length=200)


class LinkForm(AsActor):
    declared_id = forms.ChoiceField(label=_("申报的资源"))
    resource_id = forms.ChoiceField(label=_("已发布的资源"))

    def __init__(self, *args: Any, system: InformationSystem, **kwargs: Any) -> None:  # Django's form arguments
        self.system = system
        super().__init__(*args, **kwargs)

    def offer(self) -> None:
        waiting = [(str(one.id), one.name) for one in self.system.declared.filter(resource=None)]
        self.choices_of("declared_id", choose(waiting))
        self.choices_of("resource_id", choose(_entries(self.actor.organisation_id)))


class LeadForm(AsActor):
    library = forms.ChoiceField(label=_("基础库或主题库"))
    lead_id = forms.ChoiceField(label=_("牵头部门"))

    def offer(self) -> None:
        pairs = [
            (f"{category}{code}", f"{word}：{name}")
            for category, word in CATEGORY_WORDS.items()
            for code, name in CLASS_WORDS[category].items()
        ]
        self.choices_of("library", choose(pairs))
        self.choices_of("lead_id", choose([(str(k), name) for k, name in choices(region_code=self.actor.region_code)]))
