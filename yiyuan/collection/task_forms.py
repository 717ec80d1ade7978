"""Forms of unified collection."""

from typing import Annotated, Any

from django import forms
from pydantic import Field

from yiyuan.collection import papers, selectors
from yiyuan.collection.forms import names_in
from yiyuan.collection.models import Return, Task
from yiyuan.collection.returns import MAX_BYTES, items_of
from yiyuan.collection.types import FREQUENCY_WORDS, File
from yiyuan.dataplane import scanner
from yiyuan.organisations.api import choices, units_in
from yiyuan.web.bodies import Body, Line
from yiyuan.web.forms import Choices, DateField, Form, Radios, choose
from yiyuan.workflow.forms import AsActor, line_field, text_field

ITEM = "item_"
CELL = 2000  # characters


class TaskForm(AsActor):
    title = line_field("任务", max_length=200)
    resource_id = forms.TypedChoiceField(
        label="入哪个资源", coerce=int, help_text="本部门已发布的资源，汇总的数据入它的池"
    )
    items = forms.CharField(
        label="信息项",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="一行一个，与目录里的名称一致；主键和必填的自动加上",
    )
    unit_item = line_field(
        "单位名称在哪一项", max_length=100, required=False, help_text="写了，就把资源里本单位已有的数据预先填好"
    )
    need = text_field("为什么需要基层填报")
    frequency = forms.ChoiceField(label="频次", widget=Radios, choices=list(FREQUENCY_WORDS.items()))
    units = forms.TypedMultipleChoiceField(label="由哪些基层单位填报", coerce=int, widget=Choices)
    searched = line_field("检索词", max_length=100, required=False, help_text="保存时平台用它检索目录，结果留存")
    unfit = text_field("查到的为什么不能用", rows=2, required=False)
    application_number = line_field(
        "被拒绝的共享申请的编号", max_length=30, required=False, help_text="有这个就不必检索"
    )
    exception = line_field("另行采集的法律法规", required=False, help_text="法律法规规定须另行采集的，写明名称和条款")

    def __init__(self, *args: Any, matter: Task | None = None, **kwargs: Any) -> None:  # Django's form arguments
        if matter is not None:
            plain = ("title", "resource_id", "unit_item", "need", "frequency", "searched", "unfit")
            filled = {name: getattr(matter, name) for name in (*plain, "application_number", "exception")}
            kwargs.setdefault("initial", {**filled, "items": "\n".join(matter.items), "units": matter.unit_ids})
        super().__init__(*args, **kwargs)

    def offer(self) -> None:
        entries = [(str(one.id), one.name) for one in selectors.entries(self.actor)]
        self.choices_of("resource_id", choose(entries))
        self.choices_of("units", [(str(one), name) for one, name in units_in(self.actor.region_code)])

    def clean_items(self) -> list[str]:
        return names_in(self.cleaned_data["items"])


class StartForm(Form):
    due_on = DateField(label="填报截止")


class RowForm(AsActor):
    """A field an item of the task; `row` is what was filled in."""

    def __init__(self, *args: Any, matter: Return, **kwargs: Any) -> None:  # Django's form arguments
        self.matter = matter
        super().__init__(*args, **kwargs)

    def offer(self) -> None:
        for item in items_of(self.matter.task):
            field: forms.Field = line_field(
                item.name, max_length=item.length or CELL, required=item.required or item.key
            )
            if item.codes:
                field = forms.ChoiceField(
                    label=item.name,
                    choices=choose([(one, one) for one in item.codes]),
                    required=item.required or item.key,
                )
            self.fields[f"{ITEM}{item.name}"] = field

    def clean(self) -> dict[str, Any] | None:
        unknown = [name for name in self.data if name.startswith(ITEM) and name not in self.fields]
        if unknown:
            raise forms.ValidationError(f"任务里没有“{unknown[0].removeprefix(ITEM)}”")
        return super().clean()

    def values(self) -> dict[str, Any]:  # arguments of the service
        return {"row": {name.removeprefix(ITEM): value for name, value in self.cleaned_data.items()}}


class RowIn(Body):
    """row: item -> value."""

    row: dict[Line, Annotated[str, Field(max_length=CELL)]]

    def filled(self) -> dict[str, Any]:  # what the form gets
        return {f"{ITEM}{name}": value for name, value in self.row.items()}


class RemoveForm(Form):
    number = forms.IntegerField(label="去掉第几行", min_value=1)


class WorkbookForm(Form):
    file = forms.FileField(label="填好的表", help_text="用下载的表填；表里的行整体代替现在的行")

    def values(self) -> dict[str, Any]:  # arguments of the service
        """Raises as `scanner.received`."""
        name, content = scanner.received(self.cleaned_data["file"], most_bytes=MAX_BYTES)
        return {"file": File(name, content)}


class SendForm(Form):
    no_rows = forms.BooleanField(label="没有可报的", required=False)


class ReportForm(AsActor):
    """A form that was asked for and never approved."""

    about = forms.TypedChoiceField(label="哪个部门要的", coerce=int)
    asked_for = text_field("要求填报什么")
    happened_on = DateField(label="收到日期")
    file = forms.FileField(
        label="照片或者扫描件", help_text="文件、表格的照片，PNG、JPEG 或 PDF，不超过 20 MB；加密保存"
    )

    def offer(self) -> None:
        bodies = choices(region_code=self.actor.region_code[:4] + "00")
        self.choices_of("about", choose([(str(one), name) for one, name in bodies]))

    def values(self) -> dict[str, Any]:  # arguments of the service
        """Raises as `scanner.received`."""
        name, content = scanner.received(self.cleaned_data["file"], most_bytes=papers.MOST_BYTES)
        return {**self.cleaned_data, "file": File(name, content)}


class ResultForm(Form):
    by_law = frozenset({"result"})
    result = text_field("处理结果", required=False)
