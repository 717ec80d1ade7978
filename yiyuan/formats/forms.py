import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.urls import reverse

from yiyuan.dataplane import scanner
from yiyuan.formats import samples
from yiyuan.formats.models import Template
from yiyuan.formats.services.templates import MOST_BYTES
from yiyuan.formats.types import CONFIRMED_WORDS, SHEET_WORDS, Confirmed, Sheet
from yiyuan.kernel.errors import RuleBroken
from yiyuan.seals import layouts
from yiyuan.seals.layout import BLACK, GREY, RED
from yiyuan.web.forms import Choices, Form, Radios, choose
from yiyuan.workflow.forms import line_field, text_field

BOX_WORDS = {
    "Text": "文字",
    "Table": "表格",
    "Photo": "照片",
    "Code": "二维码",
    "Frame": "线框",
    "SealPlace": "印章位置",
}
ALIGN_WORDS = {"left": "左", "centre": "中", "right": "右"}
COLOURS = {"black": ("黑", BLACK), "red": ("红", RED), "grey": ("灰", GREY)}
SPARE = 3  # empty boxes below those that stand
HEAD_WIDTH, LINE_WIDTH = 40.0, 0.3
MOST = 500


class StartForm(Form):
    name = line_field("模板名称", required=False, max_length=200)
    sheet = forms.ChoiceField(label="幅面", choices=[(s.value, w) for s, w in SHEET_WORDS.items()], widget=Radios)
    file = forms.FileField(label="模板文件", required=False, help_text="用别处导出的模板文件；不选就按信息项自动排好")

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        self.fields["sheet"].initial = Sheet.A4_WIDE.value

    def values(self) -> dict[str, Any]:  # arguments of services.start_template
        """Raises as `scanner.received`."""
        said, upload = self.cleaned_data, self.cleaned_data["file"]
        file = scanner.received(upload, most_bytes=MOST_BYTES)[1] if upload else None
        return {"name": said["name"], "sheet": Sheet(said["sheet"]), "file": file}


@dataclass(frozen=True, slots=True)
class BoxLine:
    """The fields of one box, and what it is in a word."""

    title: str
    fields: Sequence[BoundField]
    spare: bool


class DesignForm(Form):
    """A page with its boxes; a box whose kind is empty is taken away. Machines send the whole as JSON, `content`."""

    laid_out = "formats/design.html"
    name = line_field("模板名称", max_length=200)
    sheet = forms.ChoiceField(label="幅面", choices=[(s.value, w) for s, w in SHEET_WORDS.items()])
    which = forms.ChoiceField(
        label="样张", choices=list(samples.SAMPLE_WORDS.items()), required=False, help_text="用哪一种内容看版面"
    )
    content = forms.CharField(required=False, widget=forms.HiddenInput, max_length=MOST_BYTES)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,  # what was sent
        *args: Any,
        matter: Template,
        **kwargs: Any,
    ) -> None:  # Django's form arguments
        super().__init__(data, *args, **kwargs)
        self.matter = matter
        page, *boxes = matter.content
        self.initial.update({"name": matter.name, "sheet": layouts.sheet_of(page), "which": samples.PLAIN})
        self.whole = bool(data and data.get("content"))
        self.fields["sheet"].required = not self.whole
        sent = [key for key in data or {} if key.startswith("kind_")]
        self.lines = max(len(boxes) + SPARE, min(len(sent), layouts.MOST_BOXES))
        for place in range(0 if self.whole else self.lines):
            self._box(place, boxes[place] if place < len(boxes) else None)

    def _box(self, place: int, box: Mapping[str, Any] | None) -> None:
        kinds = forms.ChoiceField(label="是什么", choices=choose(list(BOX_WORDS.items())), required=False)
        fields: dict[str, forms.Field] = {"kind": kinds}
        for name, label in {"x": "左", "y": "上", "width": "宽", "height": "高"}.items():
            fields[name] = forms.FloatField(label=f"{label}（毫米）", required=False, min_value=0, max_value=MOST)
        fields["words"] = forms.CharField(
            label="内容",
            required=False,
            max_length=layouts.MOST_WORDS * layouts.MOST_ROWS,
            widget=forms.Textarea(attrs={"rows": 3 if box and box["kind"] == "Table" else 1}),
        )
        fields["size"] = forms.FloatField(
            label="字号（磅）", required=False, min_value=1, max_value=layouts.MOST_POINTS
        )
        fields["align"] = forms.ChoiceField(label="对齐", required=False, choices=list(ALIGN_WORDS.items()))
        colours = [(name, words) for name, (words, _) in COLOURS.items()]
        fields["colour"] = forms.ChoiceField(label="颜色", required=False, choices=colours)
        fields["more"] = forms.FloatField(label="标题栏宽或线宽（毫米）", required=False, min_value=0, max_value=MOST)
        for name, field in fields.items():
            self.fields[f"{name}_{place}"] = field
        if box is not None:
            self.initial.update({f"{name}_{place}": value for name, value in _shown(box).items()})

    @property
    def boxes(self) -> list[BoxLine]:
        names = ("kind", "words", "x", "y", "width", "height", "size", "align", "colour", "more")
        found = []
        for place in range(0 if self.whole else self.lines):
            kind = str(self[f"kind_{place}"].value() or "")
            words = str(self[f"words_{place}"].value() or "").splitlines()
            title = " ".join(filter(None, [BOX_WORDS.get(kind, "加一样"), *words[:1]]))
            found.append(BoxLine(title, [self[f"{name}_{place}"] for name in names], spare=not kind))
        return found

    @property
    def picture_href(self) -> str:
        return reverse("formats:picture", args=[self.matter.id])

    def values(self) -> dict[str, Any]:  # arguments of services.design_template
        """Raises RuleBroken("formats.layout")."""
        return {"name": self.cleaned_data["name"], "content": self.content_said()}

    def content_said(self) -> list[dict[str, Any]]:  # a page and its boxes
        """Raises RuleBroken("formats.layout")."""
        said = self.cleaned_data
        if self.whole:
            try:
                found: list[dict[str, Any]] = json.loads(said["content"])
            except (ValueError, RecursionError) as error:
                raise RuleBroken("formats.layout", problem="版面不是 JSON") from error
            return found
        wide, high = layouts.SHEETS[said["sheet"]]
        page = {"kind": "page", "name": self.matter.type_name, "width": wide, "height": high}
        return [page, *(self._said(place) for place in range(self.lines) if said[f"kind_{place}"])]

    def _said(self, place: int) -> dict[str, Any]:  # a box
        said = {name: self.cleaned_data[f"{name}_{place}"] for name in ("kind", "words", "size", "align", "more")}
        colour = list(COLOURS[self.cleaned_data[f"colour_{place}"] or "black"][1])
        box = {name: self.cleaned_data[f"{name}_{place}"] or 0 for name in ("x", "y", "width", "height")}
        made: dict[str, Any] = {"kind": said["kind"], "box": box}
        size = said["size"] or 12
        match said["kind"]:
            case "Text":
                made |= {"words": said["words"], "size": size, "align": said["align"] or "left", "colour": colour}
            case "Table":
                rows = [line.replace("：", ":", 1).split(":", 1) for line in said["words"].splitlines() if line.strip()]
                rows = [[row[0].strip(), row[1].strip() if len(row) > 1 else ""] for row in rows]
                made |= {"rows": rows, "head_width": said["more"] or HEAD_WIDTH, "size": size}
            case "Photo":
                made |= {"name": said["words"].strip()}
            case "Code":
                made |= {"words": said["words"].strip()}
            case "Frame":
                made |= {"width": said["more"] or LINE_WIDTH, "colour": colour}
        return made


def _shown(box: Mapping[str, Any]) -> dict[str, Any]:
    """A kept box as the form shows it."""
    words = box.get("words") or (box["name"] if box["kind"] == "Photo" else "")
    if box["kind"] == "Table":
        words = "\n".join(f"{head}：{cell}" for head, cell in box["rows"])
    colour = tuple(box.get("colour", BLACK))
    name = next((name for name, (_, one) in COLOURS.items() if one == colour), "black")
    more = box.get("head_width") or box.get("width")
    shown = {"kind": box["kind"], "words": words, "size": box.get("size"), "align": box.get("align", "left")}
    place = {name: round(box["box"][name], 2) for name in ("x", "y", "width", "height")}
    return {**shown, **place, "colour": name, "more": more}


class ConfirmForm(Form):
    confirmed = forms.MultipleChoiceField(
        label="已核对无误的",
        widget=Choices,
        choices=[(one.value, words) for one, words in CONFIRMED_WORDS.items()],
        help_text="三项都确认了才能启用",
    )

    def values(self) -> dict[str, Any]:  # arguments of services.confirm_template
        return {"confirmed": [Confirmed(one) for one in self.cleaned_data["confirmed"]]}


class ReasonForm(Form):
    by_law = frozenset({"note"})
    note = line_field("原因", required=False)


NAMES = (
    layouts.NAME,
    layouts.HOLDER,
    layouts.CODE,
    layouts.NUMBER,
    layouts.GRANTED,
    layouts.VALID,
    layouts.ISSUER,
    layouts.IDENTIFIER,
    layouts.ADDRESS,
    layouts.NOTE,
)


class StandardForm(Form):
    title = line_field("标准名称", max_length=200)
    needs = forms.MultipleChoiceField(label="照面须有", widget=Choices, choices=[(name, name) for name in NAMES])
    sheets = forms.MultipleChoiceField(
        label="允许的幅面", widget=Choices, choices=[(s.value, w) for s, w in SHEET_WORDS.items()]
    )
    least_points = forms.DecimalField(max_digits=4, decimal_places=1, label="最小字号（磅）", min_value=3, max_value=30)
    seal_least_mm = forms.DecimalField(
        max_digits=4, decimal_places=1, label="印章位置最小（毫米）", min_value=5, max_value=60
    )
    seal_most_mm = forms.DecimalField(
        max_digits=4, decimal_places=1, label="印章位置最大（毫米）", min_value=5, max_value=60
    )
    note = text_field("说明", required=False)
