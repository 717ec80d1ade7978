from typing import Any

from django import forms

from yiyuan.catalog.types import CLASS_WORDS, Category
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor, Function
from yiyuan.organisations.api import choices
from yiyuan.registries import presets
from yiyuan.registries.models import Registry
from yiyuan.registries.types import MODE_WORDS
from yiyuan.regulations.api import key
from yiyuan.web.forms import Form, Radios, choose
from yiyuan.workflow.api import Law

MODES = [(mode.value, words) for mode, words in MODE_WORDS.items()]


class FoundForm(Form):
    """A theme, or a base registry that is missing."""

    kind = forms.ChoiceField(label="种类", help_text="没有合适的主题就选“其他主题”，名称自己写")
    name = forms.CharField(label="名称", max_length=100, help_text="像“社会救助主题库”")
    about = forms.CharField(
        label="说明",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="给谁用、办什么事",
    )
    mode = forms.ChoiceField(label="建设方式", widget=Radios, choices=MODES, initial="central")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        law = Law(actor.region_code, clock.today())
        words = key("registries.themes").values
        kinds = [
            (f"{Category.THEME}{presets.THEME_CLASSES[code]}", f"主题：{words[code]}")
            for code in law.resolved("registries.themes").items
        ]
        if actor.has(Function.BUREAU, Function.OPERATOR):
            kinds += [(f"{Category.BASE}{code}", f"基础库：{word}") for code, word in CLASS_WORDS["1"].items()]
            self.fields["lead_id"] = forms.TypedChoiceField(
                label="牵头部门",
                coerce=int,
                empty_value=None,
                required=False,
                choices=choose([(str(one), name) for one, name in choices(region_code=actor.region_code)]),
                help_text="空着就是本单位",
            )
        self.fields["kind"].choices = choose(kinds)  # type: ignore[attr-defined]  # a choice field


class AboutForm(Form):
    about = forms.CharField(label="说明", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    mode = forms.ChoiceField(label="建设方式", widget=Radios, choices=MODES)

    def __init__(self, *args: Any, matter: Registry | None = None, **kwargs: Any) -> None:  # Django's form arguments
        if matter is not None:
            kwargs.setdefault("initial", {"about": matter.about, "mode": matter.mode})
        super().__init__(*args, **kwargs)


class RemoveForm(Form):
    source_id = forms.TypedChoiceField(label="来源", coerce=int)

    def __init__(self, *args: Any, matter: Registry | None = None, **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        sources = [(str(one.id), one.name) for one in matter.sources.all()] if matter else []
        self.fields["source_id"].choices = choose(sources)  # type: ignore[attr-defined]  # a choice field
