"""What items, materials and cases ask for."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html

from yiyuan.catalog.api import licence_entries, published_meant
from yiyuan.dataplane.scanner import received
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.regions import lineage
from yiyuan.organisations.api import choices
from yiyuan.regulations.api import key
from yiyuan.services import papers, sheets
from yiyuan.services.models import Case, Oversight, ServiceItem
from yiyuan.services.types import (
    APPLICANT_WORDS,
    ENDPOINT_KINDS,
    GROUND_WORDS,
    MATERIAL_WORDS,
    Applicant,
    File,
    Got,
    MaterialKind,
    Person,
)
from yiyuan.web.forms import DateField, Form, Radios, choose

LINES = forms.Textarea(attrs={"rows": 3})
STATED_KINDS = (MaterialKind.DATA, MaterialKind.DOCUMENT, MaterialKind.CONTRACT)
FLAGS = ("on_platform", "fully_online", "province_wide", "cross_region", "credit_matter")


class FlagsForm(Form):
    on_platform = forms.BooleanField(label="在平台上办理", required=False, help_text="在本部门自己的系统办理的不选")
    fully_online = forms.BooleanField(label="全程网办", required=False)
    province_wide = forms.BooleanField(label="全省通办", required=False)
    cross_region = forms.BooleanField(label="跨区域可办", required=False, help_text="别的地区的部门也可以受理")
    credit_matter = forms.ChoiceField(
        label="查询信用的事项种类",
        choices=[("", "不是下列事项"), *key("standing.matters").values.items()],
        required=False,
        help_text="规定应当查询信用记录的，决定以前先查询",
    )

    def __init__(self, *args: Any, matter: ServiceItem | None = None, **kwargs: Any) -> None:
        if matter is not None:  # Django's form arguments
            kwargs["initial"] = {name: getattr(matter, name) for name in FLAGS}
        super().__init__(*args, **kwargs)


class ItemForm(FlagsForm):
    name = forms.CharField(label="事项", max_length=200)
    code = forms.CharField(label="事项编码", max_length=60)
    applicant = forms.ChoiceField(label="服务对象", choices=choose([(k.value, w) for k, w in APPLICANT_WORDS.items()]))

    field_order = ("name", "code", "applicant")


class ImportForm(Form):
    file = forms.FileField(label="填好的表")
    applicant = forms.ChoiceField(
        label="服务对象",
        choices=choose([(k.value, w) for k, w in APPLICANT_WORDS.items()]),
        help_text="表里没有写明的，按这里选的登记",
    )
    opened = forms.BooleanField(label="登记后就开始办理", required=False, help_text="不选的先存为草稿")

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        words = '用模板填写，存为 .xlsx 或 .csv，材料之间用分号隔开。<a href="{}">下载模板</a>'
        self.fields["file"].help_text = format_html(words, reverse("services:item_template"))

    def values(self) -> dict[str, Any]:
        """What the service asks for. Raises RuleBroken("services.sheet"), as `received`."""
        name, content = received(self.cleaned_data["file"], most_bytes=sheets.MAX_BYTES)
        said = {"applicant": Applicant(self.cleaned_data["applicant"]), "opened": self.cleaned_data["opened"]}
        return {"rows": sheets.rows_in(content, file_name=name), "file_name": name, **said}


class MaterialForm(Form):
    name = forms.CharField(label="材料", max_length=200)
    required = forms.BooleanField(label="必需", required=False, initial=True)
    from_applicant = forms.BooleanField(label="由申请人提交", required=False, help_text="平台可以取得的不选")
    kind = forms.ChoiceField(
        label="材料种类",
        choices=[(one.value, MATERIAL_WORDS[one]) for one in STATED_KINDS],
        required=False,
        help_text="电子证照不用选；平台取得的文书、合同带出具单位、时间和摘要",
    )
    resource_id = forms.CharField(
        label="平台上的证照或者资源", required=False, help_text="目录里的全称或者编号；材料清单里列有名称相近的"
    )

    def clean_kind(self) -> MaterialKind:
        return MaterialKind(self.cleaned_data["kind"] or MaterialKind.DATA)

    def clean_resource_id(self) -> int | None:
        text = self.cleaned_data["resource_id"].strip()
        if not text:
            return None
        found, near = published_meant(text)
        if found is None:
            said = "、".join(f"《{name}》" for name in near)
            raise forms.ValidationError(f"目录里没有这个名称或者编号的资源。{f'是不是{said}？' if near else ''}")
        return found


class ChangeMaterialForm(MaterialForm):
    name = None  # type: ignore[assignment]  # it stays
    material_id = forms.TypedChoiceField(label="材料", coerce=int)

    field_order = ("material_id", "required", "from_applicant", "kind", "resource_id")

    def __init__(self, *args: Any, matter: ServiceItem, **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        offered = [(str(one.id), one.name) for one in matter.materials.all()]
        self.fields["material_id"].choices = choose(offered)  # type: ignore[attr-defined]  # a choice field


class CaseForm(Form):
    name = forms.CharField(
        label="申请人", max_length=100, required=False, help_text="姓名，或者法人、组织的名称；扫安康码的不用写"
    )
    code = forms.CharField(
        label="证件号码",
        max_length=18,
        required=False,
        help_text="身份号码或者统一社会信用代码；扫码的不用写",
    )
    phone = forms.CharField(label="联系电话", max_length=30, required=False)
    scanned = forms.CharField(
        label="安康码",
        max_length=2000,
        required=False,
        help_text="扫了的由码读出申请人；本部门出示场景公布的证照算已经出示",
    )

    def values(self) -> dict[str, Any]:
        """What the service asks for."""
        said = {name: self.cleaned_data[name] for name in ("name", "code", "phone")}
        scanned = self.cleaned_data["scanned"].strip()
        return {"person": None if scanned else Person(**said), "scanned": scanned}


class AnkangForm(Form):
    code = forms.CharField(
        label="安康码", max_length=2000, widget=LINES, help_text="扫码枪扫，或者粘贴；只看证照是不是有效"
    )


class SimulatedForm(Form):
    name = forms.CharField(label="姓名或者名称", max_length=100)
    code = forms.CharField(label="证件号码", max_length=18)


class _OfProof(Form):
    """About one material of the case."""

    proof_id = forms.TypedChoiceField(label="材料", coerce=int)
    offered: tuple[Got, ...] = tuple(Got)
    licence_only = False

    def __init__(self, *args: Any, matter: Case, **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        held = [one for one in matter.held if Got(one.got) in self.offered]
        held = [one for one in held if one.material.licence or not self.licence_only]
        self.fields["proof_id"].choices = choose([(str(one.id), one.name) for one in held])  # type: ignore[attr-defined]


class ProofForm(_OfProof):
    file = forms.FileField(label="影印件或者文件", help_text="PDF、OFD、DOCX 或图片，不超过 20 MB")
    offered = (Got.MISSING, Got.DEFERRED, Got.UPLOADED)

    def values(self) -> dict[str, Any]:
        """What the service asks for."""
        file = File(*received(self.cleaned_data["file"], most_bytes=papers.MOST_BYTES))
        return {"proof_id": self.cleaned_data["proof_id"], "file": file}


class CheckForm(_OfProof):
    offered = (Got.UPLOADED,)
    licence_only = True


class JudgeForm(_OfProof):
    agrees = forms.TypedChoiceField(
        label="影印件与查到的证照",
        choices=[("yes", "一致"), ("no", "不一致")],
        widget=Radios,
        coerce=lambda told: told == "yes",
    )
    offered = (Got.UPLOADED,)
    licence_only = True


class ShownForm(_OfProof):
    words = forms.CharField(label="看到了什么", max_length=300, help_text="证照名称和编号")
    offered = (Got.MISSING, Got.DEFERRED, Got.UPLOADED)
    licence_only = True


class DeferForm(_OfProof):
    words = forms.CharField(label="承诺的内容", max_length=300)
    promised_on = DateField(label="补交日期")
    offered = (Got.MISSING,)


class TaskForm(Form):
    organisation_id = forms.TypedChoiceField(label="交给哪个部门", coerce=int)
    words = forms.CharField(label="要办什么", widget=LINES, max_length=1000)
    due_on = DateField(label="期限")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        offered = [(str(k), name) for k, name in choices(region_code=actor.region_code) if k != actor.organisation_id]
        self.fields["organisation_id"].choices = choose(offered)  # type: ignore[attr-defined]  # a choice field


class AnswerForm(Form):
    answer = forms.CharField(label="办理情况", widget=LINES, max_length=1000)


class ApproveForm(Form):
    result = forms.CharField(label="办理结果", widget=LINES, max_length=1000, required=False)


class RejectForm(Form):
    ground = forms.ChoiceField(label="理由", choices=choose([(k.value, w) for k, w in GROUND_WORDS.items()]))
    words = forms.CharField(label="说明", widget=LINES, max_length=1000, help_text="申请人要知道")
    resting_on = forms.TypedChoiceField(label="因为哪一项材料", coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, matter: Case, **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        offered = [("", "不因为某一项材料"), *((str(one.id), one.name) for one in matter.held)]
        self.fields["resting_on"].choices = offered  # type: ignore[attr-defined]  # a choice field


class SceneForm(Form):
    name = forms.CharField(label="场景", max_length=200, help_text="办什么、在哪里")
    resource_id = forms.TypedChoiceField(label="证照", coerce=int)
    words = forms.CharField(label="怎样出示", widget=LINES, max_length=500, required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        reach = lineage(actor.region_code)
        offered = [(str(one.resource_id), one.name) for one in licence_entries() if one.region_code in reach]
        self.fields["resource_id"].choices = choose(offered)  # type: ignore[attr-defined]  # a choice field


class EndpointForm(Form):
    kind = forms.ChoiceField(label="种类", choices=choose([(k.value, w) for k, w in ENDPOINT_KINDS.items()]))
    name = forms.CharField(label="名称", max_length=200)
    address = forms.CharField(label="地址或者编号", max_length=300, required=False)


class ConnectForm(Form):
    connected_on = DateField(label="接入日期")


class ExceptForm(Form):
    basis = forms.CharField(label="国家的规定", max_length=300, help_text="文件名称、文号和条款")


class ChangeOversightForm(Form):
    subjects = forms.IntegerField(label="监管对象", min_value=1, max_value=10_000_000, help_text="一共多少家")
    alert_times = forms.IntegerField(label="预警次数", min_value=1, max_value=100, initial=2)
    alert_days = forms.IntegerField(
        label="预警天数",
        min_value=1,
        max_value=3650,
        initial=365,
        help_text="同一对象在这些天内发现问题达到上面的次数，触发预警",
    )

    def __init__(self, *args: Any, matter: Oversight | None = None, **kwargs: Any) -> None:
        if matter is not None:  # Django's form arguments
            kwargs["initial"] = {name: getattr(matter, name) for name in ("subjects", "alert_times", "alert_days")}
        super().__init__(*args, **kwargs)


class OversightForm(ChangeOversightForm):
    name = forms.CharField(label="监管事项", max_length=200)
    code = forms.CharField(label="事项编码", max_length=60)

    field_order = ("name", "code")


class SiteCheckForm(Form):
    subject_name = forms.CharField(label="监管对象", max_length=200)
    subject_code = forms.CharField(label="统一社会信用代码", max_length=18)
    inspectors = forms.CharField(label="检查人员", max_length=200, help_text="姓名和执法证号")
    began_on = DateField(label="检查日期")


class StepForm(Form):
    words = forms.CharField(label="做了什么", widget=LINES, max_length=1000)


class CheckResultForm(Form):
    words = forms.CharField(label="结果", widget=LINES, max_length=1000)


class ProblemForm(Form):
    problem = forms.CharField(label="发现的问题", widget=LINES, max_length=1000)
    fix_by = DateField(label="整改期限")
