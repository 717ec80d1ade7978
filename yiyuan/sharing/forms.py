from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.conf import settings

from yiyuan.catalog.api import published_named as named_resources
from yiyuan.catalog.api import resource_by_code, resource_version, resources_of
from yiyuan.catalog.types import ResourceInfo
from yiyuan.dataplane import scanner
from yiyuan.dataplane.checks import BadValue
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotFound, RuleBroken
from yiyuan.kernel.identifiers import number_in
from yiyuan.notices.api import telling_words
from yiyuan.organisations.api import choices as organisations
from yiyuan.regulations.api import key
from yiyuan.sharing import rules, selectors
from yiyuan.sharing.models import Application, Attachment, Grant
from yiyuan.sharing.services import Wanted
from yiyuan.sharing.types import DISPOSAL_WORDS, OPERATOR_WORDS, Condition, File, Operator, Scope
from yiyuan.web.forms import Choices, DateField, Form, NamedField, Radios, choose

ROW_CONDITIONS = 3  # lines of a form, or as many as it begins with


def method_words() -> dict[str, str]:
    return dict(key("sharing.methods").values)


def bodies_of(region: str = "000000") -> list[tuple[str, str]]:
    """The departments of a region to choose from; of the whole country unless it is given."""
    return choose([(str(number), name) for number, name in organisations(region_code=region)])


class OneOf(forms.TypedChoiceField):
    """One of those offered, by number. What else a machine names the service refuses, in the words of its rule."""

    def __init__(self, **kwargs: Any) -> None:  # of a choice field
        super().__init__(coerce=int, empty_value=None, **kwargs)

    def valid_value(self, _value: Any) -> bool:  # whatever was sent
        return True


class SomeOf(forms.MultipleChoiceField):
    """Some of those offered. What else a machine names the service refuses, in the words of its rule."""

    widget = Choices

    def valid_value(self, _value: Any) -> bool:  # whatever was sent
        return True


class OneNamed(forms.ChoiceField):
    """One of those offered, by name. What else a machine names the service refuses, in the words of its rule."""

    def valid_value(self, _value: Any) -> bool:  # whatever was sent
        return True


def files_taken() -> str:
    """Which files are taken, in words."""
    kinds = "、".join(kind.upper() for kind in settings.MATERIAL_KINDS)
    return f"{kinds}，每个不超过 {settings.MATERIAL_BYTES // 2**20} MB；加密保存，记下摘要"


class ScopeForm(Form):
    """Items, methods, end and conditions on rows; the part an application and an answer have in common.

    draft: to be kept as far as it is filled.
    """

    draft = False

    items = forms.TypedMultipleChoiceField(label="信息项", coerce=int, widget=Choices)
    methods = forms.MultipleChoiceField(label="共享方式", widget=Choices)
    until_on = DateField(label="使用至")

    def __init__(
        self,
        *args: Any,
        resource: ResourceInfo,
        offered: Scope | None = None,
        rows: Collection[Condition] = (),
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = {**kwargs.get("initial", {}), **rows_filled(rows)}
        super().__init__(*args, **kwargs)  # Django's form arguments
        self.resource = resource
        self.lines = range(max(ROW_CONDITIONS, len(rows)))
        items = [item for item in resource.items if offered is None or item.id in offered.fields]
        methods = sorted(resource.methods if offered is None else offered.methods)
        words = method_words()
        self.choices_of("items", [(item.id, item.name) for item in items])
        self.choices_of("methods", [(m, words.get(m, m)) for m in methods])
        names = choose([(str(item.id), item.name) for item in resource.items])
        for number in self.lines:
            self.fields[f"row_item_{number}"] = forms.ChoiceField(label="信息项", choices=names, required=False)
            self.fields[f"row_operator_{number}"] = forms.ChoiceField(
                label="条件", choices=[(o.value, w) for o, w in OPERATOR_WORDS.items()], required=False
            )
            self.fields[f"row_value_{number}"] = forms.CharField(label="值", required=False, max_length=100)

    def condition_lines(self) -> list[tuple[Any, Any, Any]]:  # bound fields, for the template
        return [(self[f"row_item_{n}"], self[f"row_operator_{n}"], self[f"row_value_{n}"]) for n in self.lines]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        for number in self.lines:
            if values.get(f"row_value_{number}") and not values.get(f"row_item_{number}"):
                self.add_error(f"row_item_{number}", "选这个条件的信息项，或不填值。")
            elif self.draft:
                continue
            elif values.get(f"row_item_{number}") and not values.get(f"row_value_{number}"):
                self.add_error(f"row_value_{number}", "写明这个条件的值，或不选信息项。")
            elif condition := self._condition(values, number):
                item = next(item for item in self.resource.items if item.id == condition.item_id)
                try:
                    rules.value_kept(condition, item)
                except BadValue as bad:
                    self.add_error(f"row_value_{number}", f"{bad}。")
        return values

    def _condition(self, values: Mapping[str, Any], number: int) -> Condition | None:
        if not values.get(f"row_item_{number}"):
            return None
        operator = Operator(values.get(f"row_operator_{number}") or Operator.IS)
        return Condition(int(values[f"row_item_{number}"]), operator, (values.get(f"row_value_{number}") or "").strip())

    def scope(self) -> Scope:
        """What was chosen; call after validation, which must hold but for a draft."""
        values = self.cleaned_data
        found = (self._condition(values, number) for number in self.lines)
        rows = {condition for condition in found if condition}
        return Scope(
            frozenset(values.get("items") or ()),
            frozenset(rows),
            frozenset(values.get("methods") or ()),
            values.get("until_on"),
        )


class Statements(Form):
    """What an application says: why, on what basis, who receives. required: what the region demands."""

    need = forms.CharField(label="共享需求", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    purpose = forms.CharField(label="使用用途", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    duty = forms.CharField(label="履职依据", required=False, max_length=300)
    legal_basis = forms.CharField(label="法律政策依据", required=False, max_length=300)
    scenario = forms.CharField(label="应用场景", required=False, max_length=300)
    business_need = forms.CharField(label="政务业务需求", required=False, max_length=300)
    service_item = forms.CharField(label="服务事项", required=False, max_length=200)
    receiving_system = forms.CharField(label="接收系统", required=False, max_length=200)
    protection_level = forms.TypedChoiceField(
        label="等级保护级别",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "请选择"), ("2", "二级"), ("3", "三级"), ("4", "四级")],
    )
    contact = forms.CharField(label="联系人和电话", required=False, max_length=100)
    consent = forms.CharField(label="当事人授权书编号和日期", required=False, max_length=200)
    use_kinds = forms.MultipleChoiceField(label="用途种类", required=False, widget=Choices)
    undertaking = forms.BooleanField(
        label="我单位承诺：数据只用于申请写明的用途，按等级保护要求存放，不转给第三方，用毕返还或销毁", required=False
    )

    def require(self, required: Collection[str], kinds: Collection[str]) -> None:
        """Demand these statements; offer these kinds of use. The service checks them again."""
        words = key("sharing.use_kinds").values
        self.choices_of("use_kinds", [(kind, words[kind]) for kind in kinds])
        for name in required:
            self.fields[name].required = True
            said = f"当地规定要求写明{self.fields[name].label}。"
            if isinstance(self.fields[name], forms.BooleanField):
                said = "当地规定要求作出这项承诺，请勾选。"
            self.fields[name].error_messages["required"] = said

    def statements(self) -> dict[str, Any]:
        """Field values of an application."""
        names = [field.name for field in Application._meta.get_fields()]  # noqa: SLF001 - Django's documented API
        return {k: v for k, v in self.cleaned_data.items() if k in names and k not in {"methods", "until_on", "fields"}}


class Files(forms.FileInput):
    """Several files of one kind."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """No file, one or several; what a file may be the service says."""

    widget = Files

    def clean(self, data: Any, initial: Any = None) -> list[Any]:  # what was uploaded
        del initial
        return list(data or [])


def file_of(upload: Any) -> File:  # an UploadedFile
    """What was uploaded, as the services take it. Raises as `scanner.received`."""
    return File(*scanner.received(upload, most_bytes=settings.MATERIAL_BYTES))


class ApplyForm(ScopeForm, Statements):
    """An application for one resource, or the draft of one. held: files the draft has."""

    def __init__(
        self,
        *args: Any,
        materials: list[str],
        required: Collection[str],
        kinds: Collection[str] = (),
        draft: bool = False,
        held: Sequence[Attachment] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)  # Django's form arguments
        self.draft = draft
        self.materials, self.held = materials, held
        for number, material in enumerate(materials):
            self.fields[f"file_{number}"] = FilesField(label=f"{material}的文件", required=False)
        self.fields["drop"] = forms.TypedMultipleChoiceField(
            label="去掉的文件", coerce=int, required=False, widget=Choices, choices=[(one.id, one.name) for one in held]
        )
        self.require(() if draft else required, kinds)
        for name in ("items", "methods", "until_on") if draft else ():
            self.fields[name].required = False
        self.fields["materials"] = forms.MultipleChoiceField(
            label="已附材料", required=False, widget=Choices, choices=[(m, m) for m in materials]
        )

    def handed(self) -> list[tuple[str, str, Any]]:
        """Field, material and upload of all that came; call after validation."""
        named = [(f"file_{number}", material) for number, material in enumerate(self.materials)]
        return [(field, of, upload) for field, of in named for upload in self.cleaned_data.get(field) or ()]

    def material_lines(self) -> list[tuple[str, bool, Any, list[Attachment]]]:  # a bound field
        """Material, whether it is ticked, its field for files, the files it has."""
        ticked = {str(value) for value in (self["materials"].value() or [])}
        return [
            (of, of in ticked, self[f"file_{number}"], [one for one in self.held if one.material == of])
            for number, of in enumerate(self.materials)
        ]


class NeedForm(Statements):
    """A need: stated once for several resources. consent: one of them asks for the citizen's authorisation."""

    title = forms.CharField(label="需求", max_length=200)
    field_order = ["title"]

    def __init__(
        self, *args: Any, required: Collection[str], kinds: Collection[str], consent: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)  # Django's form arguments
        self.require([*required, "consent"] if consent else required, kinds)


class TaskForm(Form):
    title = forms.CharField(label="任务", max_length=300)
    owner_id = forms.TypedChoiceField(label="承办单位", coerce=int)
    minutes_number = forms.CharField(label="会议纪要编号", max_length=60)
    wanted_on = DateField(label="要求完成", required=False)

    def __init__(self, *args: Any, region: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # Django's form arguments
        self.choices_of("owner_id", bodies_of(region))


class TextForm(Form):
    """What a move states. Whether it must is the law's to say."""

    by_law = frozenset({"text"})
    text = forms.CharField(label="写明", required=False, widget=forms.Textarea(attrs={"rows": 3}))


class ReasonForm(Form):
    """Why. Whether it must be said is the law's to say. called: what the service calls it."""

    by_law = frozenset({"reason"})
    called: ClassVar[str] = "reason"
    reason = forms.CharField(label="原因（对方会看到）", required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def values(self) -> dict[str, Any]:
        return {self.called: self.cleaned_data["reason"]}


class NoteForm(ReasonForm):
    by_law = frozenset()
    called = "note"
    reason = forms.CharField(label="说明", required=False, widget=forms.Textarea(attrs={"rows": 2}))


class UpperAnswerForm(ReasonForm):
    called = "upper_answer"
    reason = forms.CharField(label="上级答复", required=False, widget=forms.Textarea(attrs={"rows": 2}))


class DisputeForm(ReasonForm):
    reason = forms.CharField(label="为什么", required=False, widget=forms.Textarea(attrs={"rows": 2}))


class MisuseForm(ReasonForm):
    called = "evidence"
    reason = forms.CharField(
        label="看到了什么、在哪里、什么时候", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class OpinionForm(Form):
    by_law = frozenset({"opinion"})
    opinion = forms.CharField(label="你的意见（对方看不到）", required=False, widget=forms.Textarea(attrs={"rows": 2}))


class SuppliedForm(Form):
    """Materials that were asked for and are handed in now."""

    by_law = frozenset({"materials"})
    materials = SomeOf(label="补上的材料", required=False)

    def __init__(self, *args: Any, matter: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # Django's form arguments
        self.choices_of("materials", [(one, one) for one in matter.missing_materials])

    def values(self) -> dict[str, Any]:
        return {"supplied": self.cleaned_data["materials"]}


class AttachForm(Form):
    """A file of one of the listed materials."""

    by_law = frozenset({"file"})
    material = OneNamed(label="材料")
    file = forms.FileField(label="文件", required=False, allow_empty_file=True)

    def __init__(self, *args: Any, matter: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # Django's form arguments
        listed = selectors.listed_materials(matter)
        self.choices_of("material", choose([(one, one) for one in listed]))
        self.fields["file"].help_text = files_taken()
        self.nothing = "" if listed else "这项资源没有公布申请材料名录，不用附材料。"

    def values(self) -> dict[str, Any]:
        sent = self.cleaned_data["file"]
        return {"material": self.cleaned_data["material"], "file": file_of(sent) if sent else File("", b"")}


class MinutesForm(Form):
    """A meeting of the coordinating body, and up to two tasks it decided."""

    by_law = frozenset({"met_on", "participants", "minutes_number", "conclusion"})
    met_on = DateField(label="会议日期", required=False)
    participants = forms.CharField(label="参加单位和人员", required=False, max_length=500)
    minutes_number = forms.CharField(label="会议纪要编号", required=False, max_length=60)
    conclusion = forms.CharField(label="结论", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    task_1 = forms.CharField(label="议定任务一", required=False, max_length=300)
    owner_1 = OneOf(label="承办单位", required=False)
    wanted_1 = DateField(label="要求完成", required=False)
    task_2 = forms.CharField(label="议定任务二", required=False, max_length=300)
    owner_2 = OneOf(label="承办单位", required=False)
    wanted_2 = DateField(label="要求完成", required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # Django's form arguments
        for name in ("owner_1", "owner_2"):
            self.choices_of(name, bodies_of(actor.region_code))

    def values(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        tasks = [(said.pop(f"owner_{n}"), said.pop(f"task_{n}").strip(), said.pop(f"wanted_{n}")) for n in (1, 2)]
        return {**said, "tasks": [Wanted(*task) for task in tasks if task[0] and task[1]]}


class ReturnForm(Form):
    """Materials that are missing, of the list the provider published."""

    by_law = frozenset({"materials"})
    materials = SomeOf(label="要补的材料", required=False)

    def __init__(self, *args: Any, matter: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # Django's form arguments
        listed = resource_version(matter.version_id).materials
        self.choices_of("materials", [(one, one) for one in listed])
        self.fields["materials"].initial = [one for one in listed if one not in matter.materials]

    def values(self) -> dict[str, Any]:
        return {"missing": self.cleaned_data["materials"]}


class ForwardForm(Form):
    by_law = frozenset({"upper_body", "proof"})
    upper_body = forms.CharField(label="转报单位", required=False, max_length=100)
    proof = forms.CharField(label="转报凭证（文号、日期）", required=False, max_length=200)


class NarrowForm(Form):
    """What stays of a grant; what is not named stays as it is. Items by name, as a grant shows them."""

    by_law = frozenset({"reason"})
    reason = forms.CharField(label="原因（对方会看到）", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    items = SomeOf(label="保留的信息项", required=False)
    methods = SomeOf(label="保留的方式", required=False)
    until_on = DateField(label="使用至", required=False)
    daily_calls = forms.IntegerField(label="每日最多调用次数（空：不限）", required=False, min_value=0)
    daily_rows = forms.IntegerField(label="每日最多行数（空：不限）", required=False, min_value=0)

    def __init__(self, *args: Any, matter: Grant, **kwargs: Any) -> None:
        self.ids = {field["name"]: field["item_id"] for field in matter.plan["fields"]}
        held = {name: getattr(matter, name) for name in ("methods", "until_on", "daily_calls", "daily_rows")}
        super().__init__(*args, initial={"items": list(self.ids), **held}, **kwargs)  # Django's form arguments
        words = method_words()
        self.choices_of("items", [(name, name) for name in self.ids])
        self.choices_of("methods", [(one, words.get(one, one)) for one in matter.methods])

    def values(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        fields = [self.ids.get(name, 0) for name in said.pop("items")]
        return {**said, "fields": fields or None, "methods": said["methods"] or None}


class CertificateForm(Form):
    by_law = frozenset({"disposal", "statement"})
    disposal = forms.ChoiceField(
        label="数据怎么处理的",
        required=False,
        widget=Radios,
        choices=[(code.value, words) for code, words in DISPOSAL_WORDS.items()],
    )
    statement = forms.CharField(label="范围、时间和办法", required=False, widget=forms.Textarea(attrs={"rows": 2}))


class ProvisionForm(Form):
    """What was given outside the platform. The reason is asked for by the service, with its article."""

    by_law = frozenset({"way", "purpose", "reason"})
    resource_id = OneOf(label="资源")
    consumer_id = OneOf(label="使用部门")
    provided_on = DateField(label="提供日期")
    way = forms.CharField(label="提供方式", required=False, max_length=100)
    purpose = forms.CharField(label="用途", required=False, max_length=300)
    reason = forms.CharField(label="不经平台的理由", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    times = forms.IntegerField(label="次数", required=False, min_value=1, initial=1)
    rows = forms.IntegerField(label="行数", required=False, min_value=0, initial=0)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # Django's form arguments
        own = [(str(one.id), one.name) for body in sorted(actor.organisation_ids) for one in resources_of(body)]
        self.choices_of("resource_id", choose(own))
        self.choices_of("consumer_id", bodies_of(actor.region_code))

    def values(self) -> dict[str, Any]:
        return {**self.cleaned_data, "times": self.cleaned_data["times"] or 1, "rows": self.cleaned_data["rows"] or 0}


class DemandForm(Form):
    """A report; without a name, a telephone or a number of the person who was asked."""

    about_id = forms.TypedChoiceField(label="被反映的单位", coerce=int)
    asked_for = forms.CharField(label="要求提供什么", max_length=200)
    refused_licence = forms.BooleanField(label="出示了电子证照，对方不认", required=False)
    matter = forms.CharField(label="办理什么事项", required=False, max_length=200)
    happened_on = DateField(label="发生日期")
    resource_id = NamedField(
        label="通过共享可以取得的资源", required=False, help_text="写资源名称或者目录编号；不清楚可以不填。"
    )
    reporter_name = forms.CharField(
        label="代谁反映",
        required=False,
        max_length=100,
        help_text="部门自己反映不填；代群众反映写“群众”，不写姓名和号码。",
    )

    def __init__(self, *args: Any, region: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # Django's form arguments
        self.choices_of("about_id", bodies_of(region))

    def clean_resource_id(self) -> int | None:
        """Id of the one published resource of that name or code; a machine gives the id itself."""
        said = str(self.cleaned_data["resource_id"]).strip()
        if not said or number_in(said) is not None:
            return number_in(said)
        try:
            return resource_by_code(said).id
        except NotFound:
            found = named_resources(said)  # it is no code, so it is a name or part of one
        exact = [one for one in found if said == one.name]
        if len(exact or found) == 1:
            return (exact or found)[0].id
        if not found:
            raise forms.ValidationError("目录里没有叫“%(said)s”的资源。", params={"said": said})
        alike = "；".join(f"{one.name}（{one.code}）" for one in found[:5])
        raise forms.ValidationError("有几个资源相近，请写目录编号：%(alike)s", params={"alike": alike})


class AskOnceForm(Form):
    """What a citizen says: no name and no number of a document is asked for."""

    about = forms.TypedChoiceField(label="哪个单位要的", coerce=int)
    refused_licence = forms.BooleanField(label="我出示了电子证照，对方不认", required=False)
    asked_for = forms.CharField(label="要您提供什么", max_length=200, help_text="例如：结婚证复印件")
    matter = forms.CharField(label="办理什么事项", required=False, max_length=200, help_text="例如：提取住房公积金")
    happened_on = DateField(label="发生日期")
    contact = forms.CharField(
        label="联系方式",
        required=False,
        max_length=100,
        help_text="给办理单位的，核实时找您用，办结后删除。不要填写姓名和证件号码。",
    )
    tell_at = forms.CharField(label="结果告知到", required=False, max_length=100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # Django's form arguments
        self.choices_of("about", bodies_of())
        if words := telling_words():
            self.fields["tell_at"].help_text = words
        else:
            del self.fields["tell_at"]

    def clean_happened_on(self) -> date:
        day: date = self.cleaned_data["happened_on"]
        if day > clock.today():
            raise forms.ValidationError("发生日期不能晚于今天。")
        return day


class GrantForm(ScopeForm):
    """The scope of a grant and what the consumer is told about it; begins with what was asked for."""

    note = forms.CharField(
        label="给对方的说明",
        required=False,
        help_text="少给时必须写",
        widget=forms.TextInput(attrs={"id": "note", "list": "phrases_grant"}),
    )
    unmasked = forms.TypedMultipleChoiceField(label="不脱敏", coerce=int, required=False, widget=Choices)

    def __init__(self, *args: Any, matter: Application, **kwargs: Any) -> None:
        asked, law = selectors.scope_of(matter), selectors.law_of(matter, today=clock.today())
        assert matter.until_on is not None  # it was sent
        initial = {
            "items": sorted(asked.fields),
            "methods": sorted(asked.methods),
            "until_on": min(matter.until_on, selectors.longest_until(law, today=clock.today())),
        }
        resource = selectors.resource_of(matter)
        kwargs |= {"resource": resource, "offered": asked, "initial": initial, "rows": asked.rows}
        super().__init__(*args, **kwargs)  # Django's form arguments
        self.choices_of("unmasked", [(item.id, item.name) for item in resource.items if item.id in asked.fields])

    def values(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {"scope": self.scope(), "reason": said["note"], "unmasked": said["unmasked"]}


class RefuseForm(Form):
    """A refusal. What the region demands is checked by the service, so the empty form still meets the article."""

    use_required_attribute = False
    reason = forms.CharField(label="理由（对方会看到）", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    basis_level = forms.ChoiceField(label="依据的级别", required=False)
    basis = forms.CharField(label="名称和条款", required=False, max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # Django's form arguments
        levels = key("sharing.refusal_basis_levels").values
        self.choices_of("basis_level", choose(list(levels.items())))

    def show_as_asked(self, names: Collection[str]) -> None:
        """No "optional" beside what the region demands. Call after validation."""
        for name in names:
            for field in {"reason": ("reason",), "basis": ("basis_level", "basis")}.get(name, ()):
                self.fields[field].required = True


# which field a refusal of the law stands beside
FIELD_OF = {
    "sharing.refusal": "reason",
    "sharing.refusal_basis_levels": "basis_level",
    "sharing.scope": "items",
    "sharing.grant_term": "until_on",
    "sharing.methods": "methods",
    "sharing.partly": "note",
    "sharing.consent": "consent",
    "sharing.item_not_shared": "items",
    "sharing.item_conditional": "items",
    "sharing.use_kinds": "use_kinds",
    "sharing.materials_listed": "materials",
    "sharing.draft": "items",
}
FIELD_OF_MISSING = {"reason": "reason", "basis": "basis"}


def field_of(error: RuleBroken) -> str | None:
    """The field of a form that an error is about; None: the form as a whole."""
    for name in error.facts.get("missing", []):
        if error.rule == "sharing.refusal":
            return FIELD_OF_MISSING.get(name)
        if error.rule in {"sharing.purpose", "sharing.receiving", "sharing.subscription"}:
            return "duty" if name == "duty_or_item" else str(name)
    return FIELD_OF.get(error.rule)


def rows_filled(rows: Collection[Condition]) -> dict[str, str]:  # initial values of a form
    """Conditions on rows as the lines of a form begin with them."""
    filled = {}
    for number, row in enumerate(sorted(rows, key=lambda row: (row.item_id, row.value))):
        filled[f"row_item_{number}"] = str(row.item_id)
        filled[f"row_operator_{number}"] = row.operator.value
        filled[f"row_value_{number}"] = row.value
    return filled


def stated_before(organisation_id: int) -> dict[str, Any]:  # initial values of a form
    """Duty, system and contact as the department last stated them; items and purpose are always chosen anew."""
    last = selectors.last_application_of(organisation_id)
    names = "duty legal_basis receiving_system protection_level contact".split()
    return {name: getattr(last, name) for name in names} if last else {}


def subscribing(law: Callable[[str], Any]) -> list[str]:  # a law answers with what its key holds
    """Fields a subscription must fill; of duty and service item one will do, so the service asks for that."""
    return [name for name in law("sharing.subscription") if name != "duty_or_item"]


class PaperForm(Form):
    """What came back signed."""

    number = forms.CharField(label="文号", max_length=60)
    signed_on = DateField(label="签署日期")
    scan = forms.FileField(label="扫描件（PDF、PNG、JPEG，不超过 20 MB）")


class HandoverForm(Form):
    """Who leaves, who takes over."""

    from_account_id = OneOf(label="移交人")
    to_account_id = OneOf(label="接收人")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # Django's form arguments
        people = selectors.signers(actor.organisation_id)
        for name in ("from_account_id", "to_account_id"):
            self.choices_of(name, choose(people))
