"""What a change event and its moves ask for."""

from typing import Any

from django import forms

from yiyuan.catalog import selectors
from yiyuan.catalog.models import ChangeEvent
from yiyuan.catalog.services import MAX_ATTACHMENT
from yiyuan.catalog.types import (
    CAUSE_WORDS,
)
from yiyuan.dataplane import scanner
from yiyuan.kernel.identifiers import number_in
from yiyuan.organisations.api import choices
from yiyuan.web.forms import Choices, DateField, Radios, choose
from yiyuan.workflow.forms import AsActor, line_field, text_field


class ChangeForm(AsActor):
    """A cause with its date and document. A bureau says whose catalog it concerns."""

    provider_id = forms.TypedChoiceField(label="哪个部门的目录", coerce=int, empty_value=None, required=False)
    cause = forms.ChoiceField(label="变更事由", widget=Radios, choices=list(CAUSE_WORDS.items()))
    document = line_field("文件名称和文号")
    changed_on = DateField(label="修改或变化之日")
    resource_ids = forms.TypedMultipleChoiceField(label="涉及的资源", coerce=int, required=False, widget=Choices)
    note = text_field("影响哪些内容", required=False)

    def offer(self) -> None:
        own, provider = self.actor.organisation_id, self.fields["provider_id"]
        bodies = [(str(one), name) for one, name in choices(region_code=self.actor.region_code)]
        if self.actor.governs(self.actor.region_code):
            self.choices_of("provider_id", choose(bodies))
            provider.required = True
        else:
            self.choices_of("provider_id", [pair for pair in bodies if pair[0] == str(own)])
            provider.widget = forms.HiddenInput()
        said = number_in(str(self.data.get("provider_id") or ""))
        self.choices_of("resource_ids", selectors.entry_choices(own if said is None else said))


class ReportForm(AsActor):
    basis = line_field("变更依据", required=False, help_text="文件名称、文号和条款")
    attachment = forms.FileField(label="依据附件", required=False, help_text="PDF、OFD、DOCX、WPS、图片，10 MB 以内")

    def values(self) -> dict[str, Any]:  # arguments of services.report_change
        """Raises as `scanner.received`."""
        basis, file = self.cleaned_data["basis"], self.cleaned_data["attachment"]
        if not file:
            return {"basis": basis}
        name, content = scanner.received(file, most_bytes=MAX_ATTACHMENT)
        return {"basis": basis, "attachment": content, "attachment_name": name}


class ReviseForm(AsActor):
    """Which of the entries of a change is taken up now."""

    resource_id = forms.ChoiceField(label="编制哪个资源的新版本")

    def __init__(self, *args: Any, matter: ChangeEvent, **kwargs: Any) -> None:  # Django's form arguments
        self.matter = matter
        super().__init__(*args, **kwargs)

    def offer(self) -> None:
        concerned = {str(one) for one in self.matter.resources.values_list("id", flat=True)}
        pairs = [
            pair for pair in selectors.entry_choices(self.matter.provider_id) if not concerned or pair[0] in concerned
        ]
        self.choices_of("resource_id", pairs if len(pairs) == 1 else choose(pairs))
