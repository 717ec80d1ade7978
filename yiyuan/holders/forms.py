"""What grants, calls, codes and the holder's pages ask for."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms

from yiyuan.catalog.types import LicenceEntry
from yiyuan.dataplane.scanner import received
from yiyuan.holders import rules
from yiyuan.holders.models import UseGrant
from yiyuan.holders.types import BODY, GROUND_WORDS, PERSON, Ground, Wanted
from yiyuan.kernel import clock
from yiyuan.licences.types import ACTION_WORDS, DOUBT_WORDS, FILE_WORDS, Action, Doubt, FileKind
from yiyuan.organisations.api import choices
from yiyuan.seals.reading import MOST_BYTES
from yiyuan.web.forms import Choices, DateField, Form, Radios, choose

LINES = forms.Textarea(attrs={"rows": 3})


class GrantForm(Form):
    ground = forms.ChoiceField(label="用证依据", choices=[(g.value, w) for g, w in GROUND_WORDS.items()], widget=Radios)
    actions = forms.MultipleChoiceField(
        label="用证方式",
        choices=[(a.value, w) for a, w in ACTION_WORDS.items()],
        widget=Choices,
        help_text="核验只看是否有效；查阅、使用能看到照面内容",
    )
    items = forms.MultipleChoiceField(
        label="要完整显示的个人信息项", widget=Choices, required=False, help_text="没有选的脱敏显示"
    )
    purpose = forms.CharField(label="用途", max_length=200, help_text="办什么事、在哪个环节用")
    basis = forms.CharField(label="职责依据", max_length=300, help_text="法规、三定规定，或者服务协议")
    until = DateField(label="授权到哪一天", help_text="最长三年")

    def __init__(self, *args: Any, under: LicenceEntry, **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        self._entry = under
        personal = [(item.name, item.name) for item in under.items if item.personal]
        self.choices_of("items", personal)
        if not personal:
            del self.fields["items"]

    def values(self) -> dict[str, Any]:
        """What the service asks for."""
        said = self.cleaned_data
        wanted = Wanted(
            self._entry.resource_id,
            Ground(said["ground"]),
            tuple(said["actions"]),
            tuple(said.get("items") or ()),
            said["purpose"],
            said["basis"],
            said["until"],
        )
        return {"wanted": wanted}


class DecideForm(Form):
    items = forms.MultipleChoiceField(
        label="同意完整显示的个人信息项", widget=Choices, required=False, help_text="没有选的脱敏显示"
    )

    def __init__(self, *args: Any, matter: UseGrant, **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        self.choices_of("items", [(name, name) for name in matter.items])
        self.fields["items"].initial = list(matter.items)
        if not matter.items:
            del self.fields["items"]


class ReasonForm(Form):
    by_law = frozenset({"reason"})
    reason = forms.CharField(label="原因", widget=LINES, max_length=500, required=False)


class ProofForm(Form):
    by_law = frozenset({"reason"})
    reason = forms.CharField(
        label="看到了什么", widget=LINES, max_length=300, required=False, help_text="户口簿、出生医学证明、判决书等"
    )


class ScanForm(Form):
    code = forms.CharField(label="亮证码", max_length=1000, help_text="用扫码枪扫，或者粘贴")
    purpose = forms.CharField(label="出示的场景", max_length=200, help_text="例如：酒店入住登记、窗口身份核对")


class CopyForm(Form):
    kind = forms.ChoiceField(label="格式", choices=[(k.value, w) for k, w in FILE_WORDS.items()], initial="pdf")
    days = forms.IntegerField(label="有效多少天", min_value=1, max_value=365, initial=rules.COPY_DAYS)

    def values(self) -> dict[str, Any]:
        """What the service asks for."""
        return {"kind": FileKind(self.cleaned_data["kind"]), "days": self.cleaned_data["days"]}


# ---- the shared interface ----


class CallForm(Form):
    """What every call states."""

    holder_code = forms.CharField(label="持证主体代码", max_length=40)
    case_no = forms.CharField(label="办件编号", max_length=64)
    use_cause = forms.CharField(label="用途", max_length=200, help_text="不写证件号码和电话")


class QueryForm(CallForm):
    number = forms.CharField(label="证照标识或证照编号", max_length=100)
    action = forms.ChoiceField(label="用证方式", choices=[(a.value, w) for a, w in ACTION_WORDS.items()])

    def values(self) -> dict[str, Any]:
        """What the service asks for."""
        return {**self.cleaned_data, "action": Action(self.cleaned_data["action"])}


class HolderCallForm(CallForm):
    resource_id = forms.IntegerField(label="证照类型", min_value=1)
    action = forms.ChoiceField(label="用证方式", choices=[(a.value, w) for a, w in ACTION_WORDS.items()])

    def values(self) -> dict[str, Any]:
        """What the service asks for."""
        return {**self.cleaned_data, "action": Action(self.cleaned_data["action"])}


class FileForm(Form):
    file = forms.FileField(label="证照文件", help_text="OFD 或 PDF，不超过 20 MB")

    def values(self) -> dict[str, bytes]:
        """What the service asks for."""
        return {"content": received(self.cleaned_data["file"], most_bytes=MOST_BYTES)[1]}


# ---- the holder ----


class SimulatorForm(Form):
    kind = forms.ChoiceField(label="以什么身份", choices=[(PERSON, "个人"), (BODY, "法人、其他组织")], widget=Radios)
    name = forms.CharField(label="姓名或者名称", max_length=200)
    code = forms.CharField(
        label="证件号码", max_length=18, widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "text"})
    )


class MandateForm(Form):
    name = forms.CharField(label="姓名", max_length=60)
    code = forms.CharField(label="公民身份号码", max_length=18, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    resource_id = forms.TypedChoiceField(label="哪种证照", coerce=int, empty_value=None, required=False)
    purpose = forms.CharField(label="用途", max_length=200)
    from_on = DateField(label="从哪一天")
    until = DateField(label="到哪一天")

    def __init__(self, *args: Any, held: Sequence[tuple[int, str]], **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        self.choices_of("resource_id", [("", "全部证照"), *((str(key), name) for key, name in held)])
        self.fields["from_on"].initial = clock.today()
        self.fields["until"].initial = clock.today() + timedelta(days=rules.MANDATE_DAYS)


class GuardianForm(Form):
    name = forms.CharField(label="被监护人姓名", max_length=60)
    code = forms.CharField(label="被监护人公民身份号码", max_length=18)
    proof = forms.CharField(label="监护关系的证明", max_length=200, help_text="例如：户口簿、出生医学证明及其编号")
    until = DateField(label="到哪一天")


class ConsentForm(Form):
    organisation_id = forms.TypedChoiceField(label="同意谁核验", coerce=int)
    purpose = forms.CharField(label="用途", max_length=200)
    until = DateField(label="到哪一天")

    def __init__(self, *args: Any, users: dict[int, str], **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        self.choices_of("organisation_id", choose([(str(key), name) for key, name in users.items()]))


class ObjectForm(Form):
    doubt = forms.ChoiceField(label="哪里不对", choices=[(d.value, w) for d, w in DOUBT_WORDS.items()], widget=Radios)
    text = forms.CharField(label="说明", widget=LINES, max_length=2000)
    contact = forms.CharField(label="联系方式", max_length=100, required=False, help_text="办结后删除")

    def values(self) -> dict[str, Any]:
        """What the service asks for."""
        return {**self.cleaned_data, "doubt": Doubt(self.cleaned_data["doubt"])}


class RefusalForm(Form):
    organisation_id = forms.TypedChoiceField(label="哪个单位", coerce=int)
    happened_on = DateField(label="哪一天")
    words = forms.CharField(label="经过", widget=LINES, max_length=500)

    def __init__(self, *args: Any, region: str, **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        self.choices_of("organisation_id", choose([(str(k), name) for k, name in choices(region_code=region)]))
