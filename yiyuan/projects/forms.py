from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from yiyuan.dataplane import scanner
from yiyuan.kernel.actor import Actor
from yiyuan.organisations.api import choices
from yiyuan.projects import papers, policies, selectors
from yiyuan.projects.models import Project
from yiyuan.projects.types import (
    CATEGORY_WORDS,
    CHANGEABLE_WORDS,
    CLOSED_WORDS,
    DUTY_WORDS,
    EVALUATOR_WORDS,
    FEATURE_WORDS,
    FUND_WORDS,
    FUNDING_WORDS,
    KIND_WORDS,
    MATERIAL_WORDS,
    MATTER_WORDS,
    OPINION_WORDS,
    REPORT_WORDS,
    SECTION_WORDS,
    SOURCE_WORDS,
    Changeable,
    File,
    Said,
)
from yiyuan.regulations.api import key
from yiyuan.web.forms import Choices, DateField, Form, Radios, YesNo, choose
from yiyuan.workflow.forms import AsActor, line_field, text_field

MOST = Decimal("99999999999.99")  # yuan
FIRST_DAY = date(2000, 1, 1)  # no project of this kind was accepted before


def fen_of(amount: Decimal) -> int:
    """Yuan with at most two places, as fen."""
    return int(amount * 100)


def yuan_field(label: str, **more: Any) -> forms.DecimalField:  # arguments of the field
    """An amount people type in yuan."""
    return forms.DecimalField(label=label, min_value=0, max_value=MOST, max_digits=14, decimal_places=2, **more)


class DeclareForm(Form):
    """A project as its department declares it."""

    by_law = frozenset({"goals", "content"})
    name = line_field("项目名称", max_length=200, help_text="涉密项目写代号")
    plan_year = forms.IntegerField(label="计划年度", help_text="在哪一年建设或者采购")
    kind = forms.ChoiceField(label="种类", widget=Radios, choices=list(KIND_WORDS.items()))
    category = forms.ChoiceField(
        label="类别", choices=choose([(str(one), word) for one, word in CATEGORY_WORDS.items()])
    )
    funding = forms.ChoiceField(label="资金方式", widget=Radios, choices=list(FUNDING_WORDS.items()))
    budget = yuan_field("预算（元）")
    goals = text_field("建设目标", required=False)
    content = text_field("主体内容", required=False, help_text="系统功能和建设内容")
    planning_item = line_field("服务的规划事项", required=False, help_text="信息化规划、数字政府规划中的哪一项")
    procedure = line_field("遵循的管理办法", max_length=200, required=False, help_text="名称和文号")
    no_entries = text_field("没有数据资源的，写明原因", rows=2, required=False)
    features = forms.MultipleChoiceField(
        label="建设内容涉及", choices=list(FEATURE_WORDS.items()), required=False, widget=Choices
    )
    major = YesNo("是", "不是", label="是不是重大项目")
    cross_department = YesNo("需要", "不需要", label="是否需要跨部门共享数据")
    closed = forms.ChoiceField(label="涉密或者另有规定", widget=Radios, choices=list(CLOSED_WORDS.items()))

    def __init__(self, *args: Any, matter: Project | None = None, **kwargs: Any) -> None:  # Django's form arguments
        if matter is not None:
            filled = {name: getattr(matter, name) for name in self.base_fields}
            filled |= {"budget": Decimal(matter.budget) / 100}
            filled |= {name: "yes" if filled[name] else "no" for name in ("major", "cross_department")}
            kwargs.setdefault("initial", filled)
        super().__init__(*args, **kwargs)

    def values(self) -> dict[str, Any]:  # arguments of the service
        said = {**self.cleaned_data, "budget": fen_of(self.cleaned_data["budget"])}
        return {"said": Said(**{**said, "features": tuple(said["features"])})}


class ProjectForm(Form):
    """A project that was approved before, and the systems it builds, of those the department registered."""

    name = forms.CharField(label="项目名称", max_length=200)
    approval_number = forms.CharField(label="批复文号", max_length=100, help_text="立项批复的文号")
    system_ids = forms.TypedMultipleChoiceField(
        label="建设的信息系统",
        coerce=int,
        required=False,
        widget=Choices,
        help_text="先在“信息系统”登记系统和申报的资源，再在这里选；以后还可以加",
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        field = self.fields["system_ids"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(str(number), name) for number, name in selectors.own_systems(actor)]


class SystemForm(Form):
    """One more system of a project."""

    system_id = forms.TypedChoiceField(label="信息系统", coerce=int)

    def __init__(self, *args: Any, actor: Actor, matter: Project, **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        known = () if self.is_bound else {one.system_id for one in matter.systems.all()}  # twice changes nothing
        field = self.fields["system_id"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choose([(str(pk), name) for pk, name in selectors.own_systems(actor) if pk not in known])


class AcceptForm(Form):
    accepted_on = DateField(label="验收日期")
    paper = forms.CharField(label="验收文件", max_length=200, required=False, help_text="名称和文号")

    def clean_accepted_on(self) -> date:
        """Every year since is measured: a slip of the pen must not make centuries of them."""
        day: date = self.cleaned_data["accepted_on"]
        if day < FIRST_DAY:
            raise forms.ValidationError("验收日期太早，请核对年份。")
        return day


class PlanForm(Form):
    year = forms.IntegerField(label="年度")


class ConsentForm(Form):
    number = line_field("同意文号", max_length=100)
    consented_on = DateField(label="同意日期")


class BodyForm(AsActor):
    """Which organisation does what with the projects of a region."""

    duty = forms.ChoiceField(label="职责", widget=Radios, choices=list(DUTY_WORDS.items()))
    organisation_id = forms.TypedChoiceField(label="单位", coerce=int)

    def offer(self) -> None:
        bodies = choices(region_code=self.actor.region_code)
        self.choices_of("organisation_id", choose([(str(number), name) for number, name in bodies]))


class MaterialForm(AsActor):
    """A file of one kind; what is there already stays as the version before."""

    kind = forms.ChoiceField(label="材料", choices=choose(list(MATERIAL_WORDS.items())))
    institution = line_field("测评机构", max_length=200, required=False, help_text="测评报告写明出具的专业机构")
    file = forms.FileField(label="文件", help_text="PDF、OFD、DOCX 或图片，不超过 20 MB；加密保存，报审以后不能删除")

    def values(self) -> dict[str, Any]:  # arguments of the service
        """Raises as `scanner.received`."""
        name, content = scanner.received(self.cleaned_data["file"], most_bytes=papers.MOST_BYTES)
        return {**self.cleaned_data, "file": File(name, content)}


class EntryForm(AsActor):
    resource_id = forms.TypedChoiceField(
        label="目录项", coerce=int, help_text="先在资源目录起草，再在这里列入；草稿就可以"
    )

    def offer(self) -> None:
        own = [(str(key), name) for key, name in selectors.own_entries(self.actor)]
        self.choices_of("resource_id", choose(own))


class ApproveForm(Form):
    number = line_field("批复文号", max_length=100)
    content = text_field("批复的建设内容")
    amount = yuan_field("批复金额（元）")

    def values(self) -> dict[str, Any]:  # arguments of the service
        return {**self.cleaned_data, "amount": fen_of(self.cleaned_data["amount"])}


class OpinionForm(AsActor):
    """The opinions that the body of whoever fills it in gives."""

    kind = forms.ChoiceField(label="意见", choices=choose(list(OPINION_WORDS.items())))
    agrees = YesNo("同意、符合", "不同意、不符合", label="结论")
    words = text_field("内容")
    number = line_field("文号", max_length=100, required=False)

    def __init__(self, *args: Any, matter: Project, **kwargs: Any) -> None:  # Django's form arguments
        self.matter = matter
        super().__init__(*args, **kwargs)

    def offer(self) -> None:
        given = policies.opinions_of(self.actor, self.matter)
        if given and not self.is_bound:
            self.choices_of("kind", choose([(kind, word) for kind, word in OPINION_WORDS.items() if kind in given]))


class ExceptionForm(AsActor):
    rule = forms.ChoiceField(label="哪一项规定", choices=choose(list(key("projects.exceptions").values.items())))
    document = line_field("依据", help_text="国家规定或者同意文件的名称、文号和条款")


class SeatForm(AsActor):
    expert_id = forms.TypedChoiceField(label="专家", coerce=int)

    def offer(self) -> None:
        known = [(str(one.id), f"{one}　{one.field}") for one in selectors.experts(self.actor)]
        self.choices_of("expert_id", choose(known))


class ViewForm(Form):
    seat_id = forms.TypedChoiceField(label="专家", coerce=int)
    matter = forms.ChoiceField(label="评审内容", choices=choose(list(MATTER_WORDS.items())))
    agrees = YesNo("同意", "不同意", label="结论")
    words = text_field("意见")

    def __init__(self, *args: Any, matter: Project, **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        seats = [(str(one.id), str(one.expert)) for one in matter.seats.select_related("expert")]
        self.choices_of("seat_id", choose(seats))


class UnitCheckForm(AsActor):
    organisation_id = forms.TypedChoiceField(label="单位", coerce=int)
    passed = YesNo("符合", "不符合", label="是否符合整合共享要求")
    words = text_field("情况")

    def offer(self) -> None:
        bodies = choices(region_code=self.actor.region_code)
        self.choices_of("organisation_id", choose([(str(number), name) for number, name in bodies]))


class ExpertForm(Form):
    name = line_field("姓名", max_length=60)
    employer = line_field("工作单位", max_length=200)
    field = line_field("专业", max_length=100)
    interests = text_field("应当回避的单位", required=False, help_text="一行一个；工作单位不必再写")


class AllotForm(Form):
    year = forms.IntegerField(label="预算年度", min_value=2000, max_value=2100)
    fund = forms.ChoiceField(label="资金", widget=Radios, choices=list(FUND_WORDS.items()))
    source = forms.ChoiceField(label="来源", widget=Radios, choices=list(SOURCE_WORDS.items()))
    amount = yuan_field("金额（元）")
    words = line_field("摘要", help_text="预算文件的名称和文号")

    def values(self) -> dict[str, Any]:  # arguments of the service
        return {**self.cleaned_data, "amount": fen_of(self.cleaned_data["amount"])}


class PayForm(Form):
    year = forms.IntegerField(label="预算年度", min_value=2000, max_value=2100)
    fund = forms.ChoiceField(label="资金", widget=Radios, choices=list(FUND_WORDS.items()))
    amount = yuan_field("金额（元）")
    words = line_field("摘要", help_text="付给谁，依据哪份合同")
    final = YesNo("是", "不是", label="是不是合同的尾款")

    def values(self) -> dict[str, Any]:  # arguments of the service
        return {**self.cleaned_data, "amount": fen_of(self.cleaned_data["amount"])}


class ReverseForm(Form):
    entry_id = forms.TypedChoiceField(label="哪一笔", coerce=int)
    words = line_field("原因")

    def __init__(self, *args: Any, matter: Project, **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        rows = matter.ledger.filter(reverses=None, reversed_by=None)
        self.choices_of("entry_id", choose([(str(one.id), f"{one}　{one.amount / 100:,.2f} 元") for one in rows]))


class ContractForm(Form):
    section = forms.ChoiceField(label="种类", widget=Radios, choices=list(SECTION_WORDS.items()))
    party = line_field("对方单位", max_length=200, help_text="中标、成交或者监理单位")
    content = text_field("内容", help_text="批复内容里的哪几项，一行一项")
    amount = yuan_field("金额（元）")
    signed_on = DateField(label="签订日期")
    refers_to = line_field("依据的批复文号", max_length=100, required=False)
    qualification = line_field("监理单位的资质", max_length=200, required=False, help_text="资质名称、等级和证书编号")

    def values(self) -> dict[str, Any]:  # arguments of the service
        return {**self.cleaned_data, "amount": fen_of(self.cleaned_data["amount"])}


class StartForm(Form):
    by_law = frozenset({"leader"})
    leader = line_field("项目负责人", max_length=60, required=False)


class CompleteForm(Form):
    completed_on = DateField(label="竣工日期")


class ChangeForm(Form):
    field = forms.ChoiceField(label="变更", widget=Radios, choices=list(CHANGEABLE_WORDS.items()))
    new = text_field("变更为", help_text="金额写元，最多两位小数；主体内容一行一项")
    reason = text_field("原因")

    def clean(self) -> dict[str, Any] | None:
        if self.cleaned_data.get("field") == Changeable.AMOUNT and "new" in self.cleaned_data:
            try:
                self.cleaned_data["new"] = str(fen_of(yuan_field("变更为").clean(self.cleaned_data["new"])))
            except forms.ValidationError as wrong:
                self.add_error("new", wrong)
        return self.cleaned_data


class DecisionForm(Form):
    agrees = YesNo("同意", "不同意", label="结论")
    words = text_field("意见")


class OrganiserForm(AsActor):
    organisation_id = forms.TypedChoiceField(label="由哪个单位组织验收", coerce=int)

    def offer(self) -> None:
        bodies = choices(region_code=self.actor.region_code)
        self.choices_of("organisation_id", choose([(str(number), name) for number, name in bodies]))


class PassForm(Form):
    """The report of an acceptance; which sections must be filled in is the law's."""

    by_law = frozenset(REPORT_WORDS)
    held_on = DateField(label="验收日期")
    words = text_field("验收意见")
    goals = text_field("建设目标和任务", rows=2, required=False)
    functions = text_field("系统功能", rows=2, required=False)
    sharing = text_field("数据共享开放", rows=2, required=False)
    security = text_field("安全等级保护", rows=2, required=False)
    standards = text_field("标准化建设", rows=2, required=False)

    def values(self) -> dict[str, Any]:  # arguments of the service
        said = dict(self.cleaned_data)
        return {"sections": {str(name): said.pop(name) for name in REPORT_WORDS}, **said}


class FailForm(Form):
    words = text_field("验收意见")
    rectify_by = DateField(label="整改期限")


class DoneForm(Form):
    words = text_field("情况")


class DelayForm(Form):
    by_law = frozenset({"reason", "new_on"})
    reason = text_field("延期原因", required=False)
    new_on = DateField(label="新的验收时间", required=False)


class EvaluationForm(Form):
    evaluator = forms.ChoiceField(label="由谁评价", widget=Radios, choices=list(EVALUATOR_WORDS.items()))
    name = line_field("评价机构或者专家", max_length=200)
    operation = forms.IntegerField(label="项目运行（分）", min_value=0, max_value=100)
    sharing = forms.IntegerField(label="数据共享（分）", min_value=0, max_value=100)
    performance = forms.IntegerField(label="目标绩效（分）", min_value=0, max_value=100)
    passed = YesNo("达标", "没有达标", label="结论")
    words = text_field("评价意见")

    def values(self) -> dict[str, Any]:  # arguments of the service
        said = dict(self.cleaned_data)
        scores = tuple(said.pop(name) for name in ("operation", "sharing", "performance"))
        return {**said, "scores": scores}


class AuditForm(Form):
    year = forms.IntegerField(label="审计计划年度", min_value=2000, max_value=2100)


class AuditResultForm(Form):
    passed = YesNo("达标", "没有达标", label="结论")
    words = text_field("审计结果")
