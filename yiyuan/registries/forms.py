from collections.abc import Sequence
from typing import Any

from django import forms

from yiyuan.catalog.types import CLASS_WORDS, ITEM_CLASS_WORDS, Category, ItemClass
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor, Function
from yiyuan.organisations.api import choices
from yiyuan.registries import duplicates, policies, presets
from yiyuan.registries.looking import masked_subjects
from yiyuan.registries.models import Registry, Source, Suspect
from yiyuan.registries.services import ItemWanted, SourceWanted
from yiyuan.registries.types import DECIDES_WORDS, KEEPS_WORDS, KIND_WORDS, MODE_WORDS, Decides, Keeps
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
    map_number = forms.CharField(
        label="审图号", max_length=60, required=False, help_text="有地图的库才填；没有审图号的图只供内部核对"
    )

    def __init__(self, *args: Any, matter: Registry | None = None, **kwargs: Any) -> None:  # Django's form arguments
        if matter is not None:
            kwargs.setdefault("initial", {"about": matter.about, "mode": matter.mode, "map_number": matter.map_number})
        super().__init__(*args, **kwargs)


class RemoveForm(Form):
    source_id = forms.TypedChoiceField(label="来源", coerce=int)

    def __init__(self, *args: Any, matter: Registry | None = None, **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        sources = [(str(one.id), one.name) for one in matter.sources.all()] if matter else []
        self.fields["source_id"].choices = choose(sources)  # type: ignore[attr-defined]  # a choice field


class LookForm(Form):
    """Whom, and for which case."""

    subject = forms.CharField(label="对象", max_length=60)
    case = forms.CharField(label="办件编号", max_length=60, help_text="查询会记录在案")

    def __init__(self, *args: Any, matter: Registry, **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        key = matter.items.first()
        self.fields["subject"].label = key.name if key else "对象"


class RegroupForm(Form):
    """Who is who, and how one knows."""

    kind = forms.ChoiceField(
        label="归并", widget=Radios, choices=[(k.value, words) for k, words in KIND_WORDS.items()], initial="merge"
    )
    subject = forms.CharField(label="这个对象", max_length=60, help_text="合并后并入另一个")
    into = forms.CharField(label="其实是", max_length=60, help_text="合并后保留的，或者拆分后归到的")
    source_id = forms.TypedChoiceField(
        label="哪个来源", coerce=int, empty_value=None, required=False, help_text="拆分才填：只有这个来源里的改归"
    )
    reason = forms.CharField(label="为什么", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    evidence = forms.CharField(label="依据", max_length=500, help_text="文件、文号，或者向谁核实过")

    def __init__(self, *args: Any, under: Registry, **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        sources = [(str(one.id), one.name) for one in under.sources.all()]
        self.fields["source_id"].choices = choose(sources)  # type: ignore[attr-defined]  # a choice field


class SameForm(Form):
    """Which of two numbers the one record keeps, and how one knows."""

    into = forms.ChoiceField(label="保留哪一个号码", widget=Radios)
    reason = forms.CharField(label="理由", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    evidence = forms.CharField(label="依据", max_length=500, help_text="文件、文号，或者向谁核实过")

    def __init__(self, *args: Any, matter: Suspect, actor: Actor, **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        sees = policies.may_look(actor, matter.registry)
        shown = masked_subjects(matter.registry, duplicates.pair_of(matter)) if sees else ["左边", "右边"]
        sides = zip(("left", "right"), ("左边", "右边"), shown, strict=True)
        self.fields["into"].choices = [  # type: ignore[attr-defined]  # a choice field
            (side, f"{words}：{number}") for side, words, number in sides
        ]


class ReasonForm(Form):
    reason = forms.CharField(label="原因", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


NEW_ITEMS = 3  # empty lines below those that stand


class ItemsForm(Form):
    """The items in their order; an empty name takes an item away."""

    laid_out = "registries/items_form.html"

    def __init__(self, *args: Any, matter: Registry, **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        standing = list(matter.items.all())
        self.lines = len(standing) + NEW_ITEMS
        ways = [(one.value, words) for one, words in DECIDES_WORDS.items()]
        classes = [(one.value, words) for one, words in ITEM_CLASS_WORDS.items()]
        for place in range(self.lines):
            item = standing[place] if place < len(standing) else None
            self.fields[f"name_{place}"] = forms.CharField(
                label="信息项" if place else "主键", max_length=100, required=False, initial=item.name if item else ""
            )
            self.fields[f"decides_{place}"] = forms.ChoiceField(
                label="说法不一时", choices=ways, initial=item.decides if item else Decides.PRIORITY.value
            )
            self.fields[f"class_{place}"] = forms.ChoiceField(
                label="类别", choices=classes, initial=item.item_class if item else ItemClass.GENERAL.value
            )

    @property
    def rows(self) -> list[tuple[Any, Any, Any]]:  # bound fields
        return [
            (self[f"name_{place}"], self[f"decides_{place}"], self[f"class_{place}"]) for place in range(self.lines)
        ]

    def wanted(self) -> list[ItemWanted]:
        said = self.cleaned_data
        return [
            ItemWanted(
                said[f"name_{place}"].strip(), Decides(said[f"decides_{place}"]), ItemClass(said[f"class_{place}"])
            )
            for place in range(self.lines)
            if said[f"name_{place}"].strip()
        ]


class SourceForm(Form):
    """Which item of the source brings which, and what of it is read."""

    laid_out = "registries/source_form.html"
    priority = forms.IntegerField(
        label="次序", min_value=1, max_value=99, initial=1, help_text="1 最先；次序相同的不一致就挂起"
    )
    recency = forms.ChoiceField(label="时间项", required=False, help_text="同一对象有几行时，时间最近的一行算数")
    filter_item = forms.ChoiceField(label="筛选项", required=False)
    filter_keeps = forms.ChoiceField(
        label="筛选", required=False, choices=choose([(k.value, words) for k, words in KEEPS_WORDS.items()])
    )
    filter_words = forms.CharField(label="这些值", max_length=500, required=False, help_text="几个用逗号隔开")

    def __init__(
        self,
        *args: Any,  # Django's form arguments
        registry: Registry,
        columns: Sequence[tuple[str, str, bool]],
        source: Source | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        names = [(name, name) for name, _column, _time in columns]
        times = [(name, name) for name, _column, time in columns if time]
        for field, offered in {"recency": times, "filter_item": names}.items():
            self.fields[field].choices = choose(offered)  # type: ignore[attr-defined]  # a choice field
        if source is not None:
            written = ("priority", "recency", "filter_item", "filter_keeps")
            self.initial.update({name: getattr(source, name) for name in written})
            self.initial["filter_words"] = "，".join(source.filter_words)
        known = {name for name, _label in names}
        self.items = list(registry.items.all())
        for item in self.items:
            key = str(item.id)
            guess = item.name if item.name in known else ""
            chosen = source.columns.get(key, "") if source else guess
            self.fields[f"column_{item.id}"] = forms.ChoiceField(
                label=item.name, required=item.key, choices=choose(names), initial=chosen
            )
            self.fields[f"rank_{item.id}"] = forms.IntegerField(
                label="单列次序",
                min_value=1,
                max_value=99,
                required=False,
                initial=source.ranks.get(key) if source else None,
            )
            codes = source.codes.get(key, {}) if source else {}
            self.fields[f"codes_{item.id}"] = forms.CharField(
                label="换代码",
                max_length=1000,
                required=False,
                initial="，".join(f"{old}={new}" for old, new in codes.items()),
            )

    @property
    def mapped(self) -> list[tuple[Any, Any, Any]]:  # bound fields
        return [(self[f"column_{one.id}"], self[f"rank_{one.id}"], self[f"codes_{one.id}"]) for one in self.items]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        for item in self.items:
            if any("=" not in pair for pair in _listed(said.get(f"codes_{item.id}", ""))):
                self.add_error(f"codes_{item.id}", "请写成“1=男，2=女”")
        if said.get("filter_item") and not said.get("filter_keeps"):
            self.add_error("filter_keeps", "请选只要还是不要")
        return said

    def wanted(self) -> SourceWanted:
        said = self.cleaned_data
        codes = {one.name: dict(pair.split("=", 1) for pair in _listed(said[f"codes_{one.id}"])) for one in self.items}
        return SourceWanted(
            columns={one.name: said[f"column_{one.id}"] for one in self.items if said[f"column_{one.id}"]},
            priority=said["priority"],
            recency=said["recency"],
            filter_item=said["filter_item"],
            filter_keeps=Keeps(said["filter_keeps"]) if said["filter_keeps"] else None,
            filter_words=_listed(said["filter_words"]),
            ranks={one.name: said[f"rank_{one.id}"] for one in self.items if said[f"rank_{one.id}"]},
            codes={name: {old.strip(): new.strip() for old, new in pairs.items()} for name, pairs in codes.items()},
        )


def _listed(text: str) -> list[str]:
    return [
        one.strip() for one in text.replace("，", ",").replace("、", ",").replace("＝", "=").split(",") if one.strip()
    ]
