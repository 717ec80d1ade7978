from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from yiyuan.catalog.api import resources_of
from yiyuan.catalog.types import ResourceInfo
from yiyuan.dataplane import scanner
from yiyuan.disputes import selectors
from yiyuan.disputes.evidence import MOST_BYTES
from yiyuan.disputes.models import Recheck
from yiyuan.disputes.types import (
    CHANNEL_WORDS,
    DOUBT_WORDS,
    FILER_WORDS,
    STATE_WORDS,
    Channel,
    Doubt,
    File,
    Filer,
    Said,
    State,
)
from yiyuan.kernel import clock
from yiyuan.notices.api import telling_words
from yiyuan.web.components import moment
from yiyuan.web.forms import Choices, DateField, Form, Radios, YesNo, choose

TEXT = forms.Textarea(attrs={"rows": 3})
DOUBTS = {doubt.value: words for doubt, words in DOUBT_WORDS.items()}


class RecheckForm(Form):
    """What is in doubt, of which record, and what it should be."""

    doubt = forms.ChoiceField(label="哪种疑义", choices=choose(DOUBTS))
    items = forms.MultipleChoiceField(label="哪些信息项", widget=Choices, required=False)
    record = forms.CharField(
        label="哪条记录", max_length=200, required=False, help_text="主键或者证件号码，提供部门据此找到记录；加密保存"
    )
    should_be = forms.CharField(label="应当是什么", max_length=500, required=False)
    detail = forms.CharField(
        label="情况", widget=TEXT, max_length=2000, required=False, help_text="哪里不对、怎样发现的"
    )
    file = forms.FileField(label="佐证材料", required=False, help_text="PDF、PNG 或 JPEG，不超过 20 MB；加密保存")
    channel = forms.ChoiceField(label="渠道", widget=Radios)

    def __init__(self, *args: Any, resource: ResourceInfo, channels: list[Channel], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # Django's form arguments
        self.fields["items"].choices = [(item.name, item.name) for item in resource.items]  # type: ignore[attr-defined]  # a choice field
        offer_channels(self, channels)

    def said(self) -> Said:
        held = self.cleaned_data
        return Said(
            record=held["record"].strip(),
            detail=held["detail"].strip(),
            should_be=held["should_be"].strip(),
            contact=held.get("contact", "").strip(),
        )

    def filing(self) -> dict[str, Any]:
        """How it is filed."""
        held = self.cleaned_data
        filed: dict[str, Any] = {"doubt": Doubt(held["doubt"]), "items": held["items"]}
        if "filer" in held:
            return filed | {"filer": Filer(held["filer"]), "received_on": held["received_on"]}
        return filed | {"channel": Channel(held["channel"])}

    def upload(self) -> File | None:
        found = self.cleaned_data.get("file")
        return file_of(found) if isinstance(found, UploadedFile) else None


class ReceivedForm(RecheckForm):
    """What a citizen or company brought the provider directly."""

    filer = forms.ChoiceField(label="申请人", widget=Radios)
    received_on = DateField(label="收到日期")
    contact = forms.CharField(label="联系方式", max_length=100, required=False, help_text="只用于答复，办结后删除")
    field_order = ("filer", "received_on", "contact")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # Django's form arguments
        del self.fields["channel"]
        outside = [(f.value, FILER_WORDS[f]) for f in (Filer.CITIZEN, Filer.COMPANY)]
        self.fields["filer"].choices = outside  # type: ignore[attr-defined]  # a choice field

    def clean_received_on(self) -> date:
        day: date = self.cleaned_data["received_on"]
        if day > clock.today():
            raise forms.ValidationError("收到日期不能晚于今天。")
        return day


class OutsideForm(Form):
    """What a citizen or a company says; no name is asked for."""

    about = forms.TypedChoiceField(label="哪个单位的数据", coerce=int)
    filer = forms.ChoiceField(label="您是", widget=Radios)
    doubt = forms.ChoiceField(label="哪种问题", choices=choose(DOUBTS))
    detail = forms.CharField(label="哪项数据不对", widget=TEXT, max_length=2000, help_text="例如：婚姻登记日期")
    should_be = forms.CharField(label="应当是什么", max_length=500, required=False)
    record = forms.CharField(
        label="怎样找到这条记录",
        max_length=200,
        required=False,
        help_text="例如：登记证字号；加密保存，只给这个单位和主管部门看",
    )
    contact = forms.CharField(
        label="联系方式",
        max_length=100,
        required=False,
        help_text="给办理单位的，核对时找您用，办结后删除。不要填写姓名。",
    )
    tell_at = forms.CharField(label="结果告知到", required=False, max_length=100)
    channel = forms.ChoiceField(label="交给谁", widget=Radios)

    def __init__(self, *args: Any, bodies: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # Django's form arguments
        offered = [(str(number), name) for number, name in bodies]
        self.fields["about"].choices = choose(offered)  # type: ignore[attr-defined]  # a choice field
        outside = [(Filer.CITIZEN.value, "个人"), (Filer.COMPANY.value, "企业、组织")]
        self.fields["filer"].choices = outside  # type: ignore[attr-defined]  # a choice field
        offer_channels(self, list(Channel))
        if words := telling_words():
            self.fields["tell_at"].help_text = words
        else:
            del self.fields["tell_at"]

    def said(self) -> Said:
        held = self.cleaned_data
        return Said(**{name: held[name].strip() for name in ("record", "detail", "should_be", "contact")})


def offer_channels(form: Form, channels: list[Channel]) -> None:
    """The channels of the region; where there is one, it is the one."""
    pairs = [(channel.value, CHANNEL_WORDS[channel]) for channel in channels]
    form.fields["channel"].choices = pairs  # type: ignore[attr-defined]  # a choice field
    if len(pairs) == 1:
        form.fields["channel"].initial = pairs[0][0]


def file_of(found: Any) -> File:  # an uploaded file, of pages or of the API
    """Raises as `scanner.received`."""
    return File(*scanner.received(found, most_bytes=MOST_BYTES))


class AnswerForm(Form):
    """The provider's answer. That a correction needs a batch is the service's rule, so the article stands beside it."""

    outcome = forms.TypedChoiceField(label="结果", coerce=State, widget=Radios)
    answer = forms.CharField(label="写明", widget=TEXT, max_length=2000, help_text="申请人会看到；不写证件号码")
    batch_id = forms.TypedChoiceField(label="更正所在的批次", coerce=int, required=False, empty_value=None)

    def __init__(self, *args: Any, matter: Recheck, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # Django's form arguments
        batches = selectors.corrections_of(matter)
        outcomes = [(s.value, STATE_WORDS[s]) for s in (State.CORRECTED, State.CONFIRMED, State.UNDETERMINED)]
        self.fields["outcome"].choices = outcomes  # type: ignore[attr-defined]  # a choice field
        kept = [(str(b.id), f"{b.number}，{moment(b.received_at)} 收到") for b in batches]
        self.fields["batch_id"].choices = [("", "没有"), *kept]  # type: ignore[attr-defined]  # a choice field
        if not batches:
            self.fields["batch_id"].help_text = "收到申请之后还没有新批次入池"


class ExtensionForm(Form):
    days = forms.IntegerField(label="延长（工作日）", min_value=1)
    reason = forms.CharField(label="理由", max_length=300)


class NoteForm(Form):
    note = forms.CharField(label="组织情况", widget=TEXT, max_length=1000)


class AgreedForm(Form):
    agreed = YesNo("同意延期", "不同意延期", label="决定")


class LocateForm(Form):
    resource_id = forms.TypedChoiceField(label="是哪项资源", coerce=int)

    def __init__(self, *args: Any, matter: Recheck, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # Django's form arguments
        offered = [(str(one.id), one.name) for one in resources_of(matter.provider_id)]
        self.fields["resource_id"].choices = choose(offered)  # type: ignore[attr-defined]  # a choice field


class EvidenceForm(Form):
    file = forms.FileField(label="佐证材料", help_text="PDF、PNG 或 JPEG，不超过 20 MB；加密保存")

    def values(self) -> dict[str, Any]:
        return {"file": file_of(self.cleaned_data["file"])}
