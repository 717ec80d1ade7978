from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from yiyuan.dataplane.readers.headings import LOOKED_AT
from yiyuan.intake.columns import WHY_WORDS
from yiyuan.intake.mapping import Offered
from yiyuan.intake.types import Verdict, Way
from yiyuan.web.forms import Form, Radios

NOT_WANTED = "aside"
AT_ONCE, AFTER_CHECK = "at_once", "after_check"


class HandInForm(Form):
    """One file, what it is to the pool, and whether the department has already checked it."""

    file = forms.FileField(
        label="文件",
        help_text="CSV（UTF-8、GB18030 或 Big5），或者 .xlsx、.xls、.ods，一张工作表；数据上面是表头，"
        "再上面可以有标题。系统导出的也可以是 .parquet 或 .jsonl。表头相同的几个文件可以压缩成一个 .zip。",
    )
    way = forms.ChoiceField(
        label="这份文件是",
        widget=Radios,
        required=False,
        initial=Way.MERGE.value,
        choices=[
            (Way.MERGE.value, "变化的部分：按主键合并，有的更新，没有的新增，别的行不动"),
            (Way.REPLACE.value, "全部数据：整体替换，数据池里有、文件里没有的行去掉"),
        ],
    )
    confirm = forms.ChoiceField(
        label="校核、确认",
        widget=Radios,
        help_text="有行要从数据池去掉的，总要看过预览再确认。",
        choices=[
            (AT_ONCE, "本部门已校核，检查合格的行直接入池"),
            (AFTER_CHECK, "先检查，我看过结果再确认入池"),
        ],
    )
    declared_rows = forms.IntegerField(
        label="应有行数", required=False, min_value=0, help_text="填了就会核对：读到的行数不一致时提示不完整。"
    )

    anew = forms.BooleanField(
        label="重新对照列，不照上次的对应关系", required=False, help_text="表头和信息项不同名的文件，以前对照过。"
    )

    def __init__(
        self, *args: Any, keyed: bool = True, mapped: bool = False, **kwargs: Any
    ) -> None:  # Django's form arguments
        """keyed: rows can be told apart; without that each file replaces the one before. mapped: once before."""
        super().__init__(*args, **kwargs)
        if not keyed:
            del self.fields["way"]
        if not mapped:
            del self.fields["anew"]

    @property
    def chosen_way(self) -> Way | None:
        return Way(chosen) if (chosen := self.cleaned_data.get("way")) else None


class DocumentForm(Form):
    """A document or an image of a resource, or an archive of them."""

    file = forms.FileField(
        label="文件",
        help_text="PDF、OFD、Word、PPT、ODT，或者 PNG、JPG、TIFF、BMP、GIF、WebP 图像，每份不超过 100 MB，不带宏；"
        "几份可以压缩成一个 .zip。表格数据在“交数据”里交。",
    )


class ColumnsForm(Form):
    """Fields column-N: which item each column gives. Nobody is spared an answer."""

    heading = forms.IntegerField(min_value=0, max_value=LOOKED_AT, widget=forms.HiddenInput)

    def __init__(self, offered: Offered, items: Sequence[str], data: Any = None) -> None:  # QueryDict
        super().__init__(data, initial={"heading": offered.heading})
        self.offered = offered
        choices = [("", "请选择"), (NOT_WANTED, "不要这一列"), *((f"item {item}", item) for item in items)]
        for place, header in enumerate(offered.headers):
            proposed = offered.proposed.get(header)
            initial = "" if proposed is None else f"item {proposed.item}" if proposed.item else NOT_WANTED
            self.fields[f"column-{place}"] = forms.ChoiceField(
                label=header,
                widget=forms.Select(attrs={"class": "form-select"}),
                choices=choices,
                initial=initial,
                error_messages={"required": f"请说明“{header}”对应哪一项，或者不要这一列"},
            )

    @property
    def said(self) -> dict[str, str | None]:
        """What was chosen, by heading."""
        chosen = (self.cleaned_data[f"column-{place}"] for place in range(len(self.offered.headers)))
        return {
            header: None if choice == NOT_WANTED else choice.removeprefix("item ")
            for header, choice in zip(self.offered.headers, chosen, strict=True)
        }

    def lines(self) -> Iterator[tuple[BoundField, list[str], str]]:
        """Each column's field, a few of its values, and why this item is proposed."""
        for place, header in enumerate(self.offered.headers):
            proposed = self.offered.proposed.get(header)
            yield self[f"column-{place}"], self.offered.samples[header], WHY_WORDS[proposed.why] if proposed else ""


class VerdictForm(Form):
    """What the secrecy reviewer finds of an isolated file."""

    verdict = forms.ChoiceField(
        label="核查结果",
        widget=Radios,
        choices=[
            (Verdict.CLEAR.value, "不涉密，继续检查入池"),
            (Verdict.SECRET.value, "涉密，销毁平台上的原件，按保密规定另行报告"),
        ],
    )
