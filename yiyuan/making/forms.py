from collections.abc import Mapping
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html

from yiyuan.catalog.api import licence_entry, published_resource
from yiyuan.catalog.types import LicenceEntry
from yiyuan.dataplane import scanner
from yiyuan.kernel.dates import day_in
from yiyuan.kernel.errors import NotFound
from yiyuan.licences.api import LicenceForm
from yiyuan.licences.types import BODY_CODES, CODE_KIND_WORDS
from yiyuan.making import rules, selectors, services
from yiyuan.making.models import Paper
from yiyuan.making.services import counts, papers
from yiyuan.making.sheets import DIGEST_LETTERS, events_in
from yiyuan.making.types import STEP_WORDS, StepKind
from yiyuan.web.forms import DateField, Form, choose
from yiyuan.workflow.forms import line_field


class RunForm(Form):
    """Which data, and which item of it gives which part. Machines name the parts in `columns`."""

    source_id = forms.TypedChoiceField(label="数据来源", coerce=int, help_text="颁证单位自己的、在数据池里的数据")
    code_kind = forms.ChoiceField(label="持证主体代码类型")

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,  # what was sent
        *args: Any,
        under: LicenceEntry,
        **kwargs: Any,
    ) -> None:  # Django's form arguments
        self.parts = rules.wanted(under)
        if data is not None and "columns" in data:
            said = data["columns"]
            data = {**data, **{f"part_{at}": said.get(key, "") for at, key in enumerate(self.parts)}}
        initial = kwargs.pop("initial", None) or {}
        super().__init__(data, *args, initial=initial, **kwargs)
        offered = selectors.sources(under)
        self.choices_of("source_id", choose([(str(number), name) for number, name in offered]))
        kinds = [(c, w) for c, w in CODE_KIND_WORDS.items() if (c in BODY_CODES) is (under.holder != "person")]
        self.choices_of("code_kind", kinds)
        source = self._source(data, offered)
        kept = selectors.mapping_of(under.resource_id, source) if source else None
        names = self._items(source)
        self.nothing = "" if offered else "颁证单位还没有在数据池里的数据，不能批量制证。"
        for at, (key, words) in enumerate(self.parts.items()):
            guess = kept.columns.get(key, "") if kept else (words if words in names else "")
            self.fields[f"part_{at}"] = forms.ChoiceField(
                label=words,
                required=False,
                choices=[("", "不对应"), *((name, name) for name in names)],
                initial=guess,
            )

    def _source(self, data: Mapping[str, Any] | None, offered: list[tuple[int, str]]) -> int:
        said = str((data or self.initial).get("source_id") or "")
        known = {str(number) for number, _ in offered}
        return int(said) if said in known else (offered[0][0] if offered else 0)

    def _items(self, source: int) -> list[str]:
        try:
            return [item.name for item in published_resource(source).items]
        except NotFound:
            return []

    def values(self) -> dict[str, Any]:  # arguments of services.start_run
        said = self.cleaned_data
        columns = {key: said[f"part_{at}"] for at, key in enumerate(self.parts)}
        return {"source_id": said["source_id"], "code_kind": said["code_kind"], "columns": columns}


class SampleForm(Form):
    wrong = forms.IntegerField(label="抽查发现有误的件数", min_value=0, max_value=1000, initial=0)
    note = line_field("说明", required=False)


class ReasonForm(Form):
    by_law = frozenset({"note"})
    note = line_field("原因", required=False)


class PaperForm(Form):
    file = forms.FileField(label="影印件或者文件", help_text="图片、PDF、Word（.docx）、HTML，不超过 20 MB")
    case = line_field("办件编号", max_length=64, required=False, help_text="审批办结后留存的，写明是哪一件")

    def values(self) -> dict[str, Any]:  # arguments of services.keep_paper
        """Raises as `scanner.received`."""
        name, content = scanner.received(self.cleaned_data["file"], most_bytes=papers.MOST_BYTES)
        return {"file_name": name, "content": content, "case": self.cleaned_data["case"]}


class EnterForm(LicenceForm):
    """What the paper says, filled in as far as it could be read."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,  # what was sent
        *args: Any,
        matter: Paper,
        under: LicenceEntry | None = None,
        **kwargs: Any,
    ) -> None:  # Django's form arguments
        entry = under or licence_entry(matter.entry_id)
        if data is None:
            read = services.suggested(matter, entry)
            by_id = {f"item_{item.id}": read[item.name] for item in entry.items if item.name in read}
            kwargs["initial"] = {**{key: text for key, text in read.items() if key in rules.PARTS}, **by_id}
            for name in ("granted_on", "valid_from", "valid_until"):
                if name in kwargs["initial"]:
                    kwargs["initial"][name] = day_in(kwargs["initial"][name])
        super().__init__(data, *args, under=entry, **kwargs)
        file = reverse("making:paper_file", args=[matter.id])
        self.fields["holder_name"].help_text = format_html('照着底稿录入：<a href="{}">{}</a>', file, matter.file_name)


class StepForm(Form):
    kind = forms.ChoiceField(label="事件", choices=choose([(k.value, w) for k, w in STEP_WORDS.items()]))
    licence_no = line_field("证照编号", max_length=100)
    happened_on = DateField(label="发生日期")
    digest = line_field(
        "内容摘要",
        max_length=DIGEST_LETTERS,
        required=False,
        help_text="“证照编号|持证主体代码|有效期止”的 SHA-256，日期写成 2026-10-12，长期有效的留空；不填只比编号",
    )

    def values(self) -> dict[str, Any]:  # arguments of services.take_step
        return {**self.cleaned_data, "kind": StepKind(self.cleaned_data["kind"])}


class StepsForm(Form):
    file = forms.FileField(label="事件表", help_text="栏目：事件（签发、更新、废止）、证照编号、发生日期、内容摘要")

    def values(self) -> dict[str, Any]:  # arguments of services.take_steps
        """Raises RuleBroken("making.list"), as `scanner.received`."""
        name, content = scanner.received(self.cleaned_data["file"], most_bytes=counts.MOST_BYTES)
        return {"told": events_in(content, file_name=name)}


class CountForm(Form):
    file = forms.FileField(label="有效证照清单", help_text="业务系统里有效的证照，栏目：证照编号、内容摘要（可以不填）")
    stock = forms.IntegerField(
        label="存量纸质证照",
        min_value=0,
        max_value=1_000_000_000,
        required=False,
        help_text="以往制发的总数，已电子化的也算",
    )

    def values(self) -> dict[str, Any]:  # arguments of services.count
        """Raises RuleBroken("making.list"), as `scanner.received`."""
        name, content = scanner.received(self.cleaned_data["file"], most_bytes=counts.MOST_BYTES)
        return {"valid": counts.list_in(content, file_name=name), "stock": self.cleaned_data["stock"]}
