"""What this room asks for."""

from typing import Any

from django import forms

from yiyuan.credit.types import DOOR_WORDS
from yiyuan.credit.types import File as CreditPaper
from yiyuan.dataplane.scanner import received
from yiyuan.kernel.actor import Actor
from yiyuan.organisations.api import choices
from yiyuan.regulations.api import key
from yiyuan.standing import papers, selectors
from yiyuan.standing.types import GROUND_WORDS, REPORT_WORDS, Consent, File, Ground, ListKind
from yiyuan.web.forms import DateField, Form, choose
from yiyuan.workflow.forms import line_field, text_field

KINDS = {ListKind.RED.value: "守信激励名单（红名单）", ListKind.BLACK.value: "严重失信主体名单（黑名单）"}
PAPER = "PDF、OFD、DOCX 或图片，不超过 20 MB"


class WordsForm(Form):
    words = text_field("内容和理由")


class _Entity(Form):
    name = line_field("名称", max_length=200)
    code = line_field("统一社会信用代码", max_length=18)


class _WithFile(Form):
    """values: what the service asks for, the file read."""

    def values(self) -> dict[str, Any]:
        file = File(*received(self.cleaned_data["file"], most_bytes=papers.MOST_BYTES))
        return {**self.cleaned_data, "file": file}


class FormForm(Form):
    field = line_field("领域", max_length=60, help_text="例如：食品经营、工程招投标")
    title = line_field("名称", max_length=200)
    text = text_field("承诺书正文", rows=10, max_length=20000)
    item_code = line_field(
        "信用信息事项代码", max_length=40, help_text="公共信用信息目录里本单位提供的事项，承诺按它存为信用记录"
    )


class CommitmentForm(_WithFile, _Entity):
    form_id = forms.TypedChoiceField(label="承诺书格式", coerce=int)
    matter = line_field("准入事项", max_length=200)
    filed_on = DateField(label="承诺日期")
    file = forms.FileField(label="签署的承诺书", help_text=PAPER)
    field_order = ("form_id", "name", "code", "matter", "filed_on", "file")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        offered = [(str(one.id), str(one)) for one in selectors.newest_forms(actor.region_code)]
        self.fields["form_id"].choices = choose(offered)  # type: ignore[attr-defined]  # a choice field


class BreachForm(Form):
    document_no = line_field("认定文书", max_length=100)
    found_on = DateField(label="认定日期")
    words = text_field("违反了什么")


class TellForm(_Entity):
    kind = forms.ChoiceField(label="名单", choices=choose(KINDS))
    basis = line_field("列入的依据", max_length=300, help_text="法律、法规或者中央政策文件和第几条")
    facts = text_field("事实和理由")
    told_on = DateField(label="告知日期")
    field_order = ("kind", "name", "code", "basis", "facts", "told_on")


class EnterForm(_WithFile):
    statement = text_field("主体的陈述", required=False, help_text="放弃陈述的也写明")
    decision_no = line_field("决定文书", max_length=100)
    decided_on = DateField(label="决定日期")
    until = DateField(label="有效期至")
    file = forms.FileField(label="决定书", help_text=PAPER)


class MeasureForm(Form):
    organisation_id = forms.TypedChoiceField(label="由哪个部门采取", coerce=int)
    words = line_field("措施", max_length=300)
    basis = line_field("措施的依据", max_length=300)
    due_on = DateField(label="反馈期限")
    until = DateField(label="措施到期", required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        bodies = [(str(number), name) for number, name in choices(region_code=actor.region_code)]
        self.fields["organisation_id"].choices = choose(bodies)  # type: ignore[attr-defined]  # a choice field


class LookupForm(Form):
    """by_law: what the law wants said is refused with its article."""

    by_law = frozenset({"purpose"})
    ground = forms.ChoiceField(
        label="依据", choices=choose([(k.value, w) for k, w in GROUND_WORDS.items() if k is not Ground.AGREEMENT])
    )
    name = line_field("查询对象", max_length=200)
    code = line_field("统一社会信用代码或者公民身份号码", max_length=18)
    purpose = line_field("职责或者用途", max_length=300, required=False)
    law = line_field("法律依据", max_length=300, required=False, help_text="不经同意查询的，写明哪一部法律第几条")
    matter = forms.ChoiceField(
        label="事项种类", choices=[("", "不是下列事项"), *key("standing.matters").values.items()], required=False
    )
    case = line_field("办件编号", max_length=60, required=False)
    consent_no = line_field("授权书编号", max_length=100, required=False)
    file = forms.FileField(label="信息主体的书面授权", required=False, help_text=PAPER)

    def values(self) -> dict[str, Any]:
        """What the service asks for."""
        told = {**self.cleaned_data}
        number, sent = told.pop("consent_no"), told.pop("file")
        file = File(*received(sent, most_bytes=papers.MOST_BYTES)) if sent else None
        return {**told, "ground": Ground(told["ground"]), "consent": Consent(number, file)}


class WatchForm(_Entity):
    duty = line_field("监管职责", max_length=300)


class PurchaseForm(_WithFile):
    case = line_field("办件编号", max_length=60)
    agency = line_field("信用服务机构", max_length=200)
    product = line_field("产品", max_length=200, help_text="例如：企业信用报告")
    made_on = DateField(label="出具日期")
    file = forms.FileField(label="报告", help_text=PAPER)


class AgreementForm(_WithFile):
    agency_id = forms.TypedChoiceField(label="信用服务机构", coerce=int)
    number = line_field("协议编号", max_length=100)
    signed_on = DateField(label="签订日期")
    until = DateField(label="有效期至")
    file = forms.FileField(label="协议", help_text=PAPER)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        bodies = [(str(number), name) for number, name in choices(region_code=actor.region_code)]
        self.fields["agency_id"].choices = choose(bodies)  # type: ignore[attr-defined]  # a choice field


class BulkForm(Form):
    codes = text_field("统一社会信用代码", rows=6, max_length=12000, help_text="一行一个，最多 500 个")
    purpose = line_field("用途", max_length=300)


class ApproveForm(WordsForm):
    item_code = line_field(
        "信用信息事项代码",
        max_length=40,
        required=False,
        help_text="规定记入信用档案的，写公共信用信息目录里本单位提供的事项",
    )


class StatementForm(Form):
    text = text_field("说明", max_length=1000)


class _WithEvidence(Form):
    """values: what the service asks for, the file read where there is one; whether there must be is the law's."""

    def values(self) -> dict[str, Any]:
        told = dict(self.cleaned_data)
        sent = told.pop("file", None)
        return told | {"file": CreditPaper(*received(sent, most_bytes=papers.MOST_BYTES)) if sent else None}


class ObjectionForm(_WithEvidence):
    reason = text_field("异议内容", max_length=2000)
    door = forms.ChoiceField(
        label="向谁提出", choices=choose([(k.value, w) for k, w in DOOR_WORDS.items()]), help_text="两边是同一件"
    )
    file = forms.FileField(label="证据", required=False, help_text=PAPER)

    def values(self) -> dict[str, Any]:
        told = super().values()
        file = told.pop("file")
        return told | {"files": [file] if file else []}


class RepairForm(_WithEvidence):
    corrected = forms.BooleanField(label="已纠正失信行为、履行义务", required=False)
    committed = forms.BooleanField(label="已公开作出信用承诺", required=False)
    file = forms.FileField(label="证明材料", required=False, help_text=PAPER)


class ReportForm(Form):
    kind = forms.ChoiceField(label="种类", choices=choose([(k.value, w) for k, w in REPORT_WORDS.items()]))


class ForgeryForm(_WithFile, _Entity):
    licence = line_field("证照名称和编号", max_length=200)
    facts = text_field("事实")
    found_on = DateField(label="发现日期")
    file = forms.FileField(label="证据", help_text=PAPER)
