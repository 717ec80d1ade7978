from typing import Any

from django import forms

from yiyuan.dataplane import scanner
from yiyuan.organisations.api import choices
from yiyuan.rectification import papers, selectors, services
from yiyuan.rectification.models import Order
from yiyuan.rectification.types import File
from yiyuan.rectification.workflow import ORDER
from yiyuan.regulations.api import key
from yiyuan.web.forms import Choices, DateField, Form, choose
from yiyuan.workflow.api import Law
from yiyuan.workflow.forms import AsActor, line_field, text_field
from yiyuan.workflow.types import SignalInfo

FILE_HELP = "PDF、OFD、DOCX 或者图片，不超过 20 MB；加密保存"


def file_field(label: str) -> forms.FileField:
    return forms.FileField(label=label, required=False, help_text=FILE_HELP)


class WithFile(Form):
    """A form with a file that may be left out."""

    def values(self) -> dict[str, Any]:  # arguments of the service
        """Raises as `scanner.received`."""
        upload = self.cleaned_data["file"]
        file = File(*scanner.received(upload, most_bytes=papers.MOST_BYTES)) if upload else None
        return {**self.cleaned_data, "file": file}


class OrderForm(AsActor):
    """What is wrong, what is demanded, until when, together with whom."""

    by_law = frozenset({"problem", "demand", "due_on"})
    problem = text_field("存在的问题", rows=4, required=False)
    demand = text_field("整改要求", rows=4, required=False)
    due_on = DateField(label="整改期限", required=False, help_text="最后一天，到当天 24 时")
    co_issuers = forms.TypedMultipleChoiceField(
        label="会同哪些部门", coerce=int, widget=Choices, required=False, help_text="一起发出的部门，没有可不选"
    )

    def __init__(
        self,
        *args: Any,
        under: SignalInfo | None = None,
        matter: Order | None = None,
        **kwargs: Any,  # Django's form arguments
    ) -> None:
        said: dict[str, Any] = {}  # initial values
        if under is not None:
            said = {"problem": "\n".join(filter(None, [under.words, under.conclusion]))}
        if matter is not None:
            said = {"problem": matter.problem, "demand": matter.demand, "due_on": matter.due_on}
            said["co_issuers"] = matter.co_issuer_ids
        kwargs["initial"] = {**said, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)

    def offer(self) -> None:
        bodies = choices(region_code=self.actor.region_code)
        own = self.actor.organisation_ids
        self.choices_of("co_issuers", [(str(one), name) for one, name in bodies if one not in own])


class IssueForm(WithFile):
    by_law = frozenset({"number"})
    number = line_field("文号", max_length=100, required=False)
    file = file_field("签署后的扫描件")


class WhyForm(Form):
    by_law = frozenset({"why"})
    why = text_field("原因", required=False)


class AnswerForm(WithFile):
    by_law = frozenset({"measures"})
    measures = text_field("怎样整改的，结果怎样", rows=5, required=False)
    file = file_field("整改材料")


class FindingForm(Form):
    by_law = frozenset({"finding"})
    finding = text_field("复查情况", required=False)


class BackForm(FindingForm):
    new_due_on = DateField(label="新的期限", required=False, help_text="不填，原来的期限不变")


class LapsedForm(WithFile):
    by_law = frozenset({"number", "words"})
    number = line_field("文号", max_length=100, required=False)
    words = text_field("有关情况", rows=4, required=False)
    file = file_field("签署后的扫描件")


class GovernmentForm(WithFile):
    by_law = frozenset({"number", "new_due_on"})
    number = line_field("政府文号", max_length=100, required=False)
    new_due_on = DateField(label="政府责令的期限", required=False)
    file = file_field("文件扫描件")


class MeasureForm(Form):
    """A measure that the law lists and that does not stand yet."""

    by_law = frozenset({"number", "words"})
    measure = forms.ChoiceField(label="措施", choices=choose(key("projects.measures").values))
    number = line_field("文号", max_length=100, required=False)
    words = text_field("原因", required=False)

    def __init__(self, *args: Any, matter: Order, **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        words = key("projects.measures").values
        taken = services.measures_on(matter.project_id or 0)
        listed = ORDER.law(matter)("projects.measures")
        self.choices_of("measure", choose({one: words[one] for one in listed if one not in taken}))


class LiftForm(Form):
    measure_id = forms.TypedChoiceField(label="解除哪一项", coerce=int)

    def __init__(self, *args: Any, matter: Order, **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        self.choices_of("measure_id", choose([(str(one.id), str(one)) for one in services.liftable(matter)]))


class ReferralForm(AsActor, WithFile):
    """A grave case, of an order or found otherwise. Only what the law of the region names can be chosen."""

    by_law = frozenset({"what", "persons"})
    order_id = forms.TypedChoiceField(label="哪一件整改", coerce=int, empty_value=None, required=False)
    organisation_id = forms.TypedChoiceField(
        label="单位", coerce=int, empty_value=None, required=False, help_text="选了整改的，不用再选"
    )
    violation = forms.ChoiceField(label="哪种情形", required=False)
    kind = forms.ChoiceField(label="移送为了", choices=choose(key("rectification.handover").values))
    consequence = forms.ChoiceField(label="造成的后果", required=False)
    what = text_field("事实", rows=5, required=False)
    persons = text_field("直接负责的主管人员和其他直接责任人员", rows=2, required=False, help_text="姓名、职务")
    about = line_field("有关的办件", max_length=200, required=False, help_text="编号，例如伪造的证照标识；没有可不填")
    file = file_field("材料")

    def offer(self) -> None:
        law = Law(self.actor.region_code, selectors.today())
        none = [("", "没有")]
        orders = [(str(one.id), f"{one.number or '拟稿'} {one}") for one in selectors.orders(self.actor)[:500]]
        self.choices_of("order_id", none + orders)
        bodies = choices(region_code=self.actor.region_code)
        self.choices_of("organisation_id", [("", "按整改的单位"), *((str(one), name) for one, name in bodies)])
        listed = [(name, key(name).title) for name in selectors.grave(law)]
        self.choices_of("violation", [("", "按整改的情形"), *listed])
        kinds = key("rectification.handover").values
        self.choices_of("kind", choose({one: kinds[one] for one in law("rectification.handover")}))
        named = key("rectification.consequences").values
        self.choices_of("consequence", none + [(one, named[one]) for one in law("rectification.consequences")])

    def clean(self) -> dict[str, Any] | None:
        said = super().clean()
        if said and not said.get("order_id") and not said.get("organisation_id"):
            self.add_error("organisation_id", "请选整改，或者选单位。")
        return said


class HandForm(Form):
    by_law = frozenset({"organ", "handed_on"})
    organ = line_field("移送给哪个机关", max_length=200, required=False)
    handed_on = DateField(label="移送日期", required=False)


class DecisionForm(Form):
    by_law = frozenset({"decision"})
    decision = text_field("处理决定", required=False, help_text="文号、日期和内容")


class TaskForm(AsActor):
    by_law = frozenset({"demand", "due_on"})
    organisation_id = forms.TypedChoiceField(label="交给哪个单位", coerce=int)
    title = line_field("任务", max_length=200)
    demand = text_field("要求", rows=4, required=False)
    due_on = DateField(label="期限", required=False)

    def offer(self) -> None:
        bodies = choices(region_code=self.actor.region_code)
        self.choices_of("organisation_id", choose([(str(one), name) for one, name in bodies]))


class TaskAnswerForm(Form):
    by_law = frozenset({"measures"})
    measures = text_field("办理情况", rows=5, required=False)
