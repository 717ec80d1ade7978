"""Forms of joint checks, yearly reports and inspections."""

from decimal import Decimal
from typing import Any

from django import forms

from yiyuan.kernel import clock
from yiyuan.organisations.api import infos
from yiyuan.regulations.api import key
from yiyuan.supervision import selectors
from yiyuan.supervision.models import Inspection, InspectionFinding, Scoring
from yiyuan.supervision.types import Given
from yiyuan.web.forms import Choices, DateField, Form, choose
from yiyuan.workflow.forms import AsActor, line_field, text_field

MOST_ITEMS = 40
ITEM_LETTERS = 200
EARLIEST_YEAR, LATEST_YEAR = 2000, 2999


def year_field() -> forms.IntegerField:
    return forms.IntegerField(label="年度", min_value=EARLIEST_YEAR, max_value=LATEST_YEAR)


class JointForm(AsActor):
    title = line_field("名称", max_length=200, help_text="例如：落实共享和网络安全要求联合考核")
    year = year_field()
    bodies = forms.TypedMultipleChoiceField(label="由哪些单位评分", coerce=int, widget=Choices)
    due_on = DateField(label="评分截止")

    def offer(self) -> None:
        bodies = infos(selectors.assessed_bodies(self.actor.region_code))
        self.choices_of("bodies", [(str(number), info.name) for number, info in sorted(bodies.items())])

    def clean_due_on(self) -> Any:  # a date
        if self.cleaned_data["due_on"] < clock.today():
            raise forms.ValidationError("评分截止不能早于今天")
        return self.cleaned_data["due_on"]


class ScoresForm(Form):
    """A row a department: points of a hundred on each subject, a remark; what is left empty is not scored."""

    laid_out = "supervision/scores_form.html"

    def __init__(self, *args: Any, matter: Scoring, **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        words = key("supervision.joint").values
        self.subjects = {subject: words[subject] for subject in matter.check_of.subjects}
        self.bodies = selectors.to_score(matter)
        for number, name in self.bodies.items():
            for subject, title in self.subjects.items():
                self.fields[f"points_{number}_{subject}"] = forms.DecimalField(
                    label=f"{name}：{title}",
                    required=False,
                    min_value=Decimal(0),
                    max_value=Decimal(100),
                    max_digits=5,
                    decimal_places=2,
                )
            self.fields[f"remark_{number}"] = forms.CharField(label=f"{name}：说明", required=False, max_length=300)
        for field in self.fields.values():  # in a table: the label is read, not shown
            field.widget.attrs |= {"class": "form-control", "aria-label": str(field.label)}

    @property
    def rows(self) -> list[tuple[str, list[tuple[str, Any]], Any]]:
        """(name, its bound fields by title of the subject, the remark)."""
        return [
            (
                name,
                [(title, self[f"points_{number}_{subject}"]) for subject, title in self.subjects.items()],
                self[f"remark_{number}"],
            )
            for number, name in self.bodies.items()
        ]

    def values(self) -> dict[str, Any]:
        held = self.cleaned_data
        return {
            "given": [
                Given(number, subject, held[f"points_{number}_{subject}"], held[f"remark_{number}"])
                for number in self.bodies
                for subject in self.subjects
                if held.get(f"points_{number}_{subject}") is not None
            ]
        }


class SummaryForm(Form):
    summary = text_field("汇总说明", required=False)


class ReportForm(Form):
    by_law = frozenset({"work"})
    work = text_field("上一年度共享工作情况", rows=8, max_length=10_000, required=False)
    problems = text_field("问题和改进措施", rows=4, max_length=5000, required=False)


class InspectionForm(AsActor):
    title = line_field("名称", max_length=200, help_text="例如：政务信息资源专项检查")
    year = year_field()
    items = text_field("检查内容", rows=5, max_length=8000, help_text="一行一项")
    units = forms.TypedMultipleChoiceField(label="检查哪些单位", coerce=int, widget=Choices)

    def offer(self) -> None:
        known = selectors.units_to_inspect(self.actor.region_code)
        named = [(str(n), f"{county}（{name}）" if county else name) for n, (name, county) in known.items()]
        self.choices_of("units", named)

    def clean_items(self) -> list[str]:
        found = list(dict.fromkeys(line.strip() for line in self.cleaned_data["items"].splitlines() if line.strip()))
        if len(found) > MOST_ITEMS or any(len(one) > ITEM_LETTERS for one in found):
            raise forms.ValidationError(f"最多 {MOST_ITEMS} 项，每项最多 {ITEM_LETTERS} 个字")
        return found


class SeenForm(Form):
    """What was seen at a unit; the last three go together, where there is a problem."""

    by_law = frozenset({"seen"})
    unit = forms.TypedChoiceField(label="单位", coerce=int)
    seen = text_field("检查记录", required=False, help_text="看了什么，情况怎样")
    seen_by = line_field("检查人", max_length=200, required=False)
    item = forms.ChoiceField(label="有问题的检查内容", required=False)
    problem = text_field("问题和整改意见", required=False)
    due_on = DateField(label="整改期限", required=False)

    def __init__(self, *args: Any, matter: Inspection, **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        self.choices_of("unit", choose([(str(one.id), str(one)) for one in matter.units.all()]))
        self.choices_of("item", [("", "没有问题"), *((one, one) for one in matter.items)])


class PublishForm(Form):
    by_law = frozenset({"summary"})
    summary = text_field("检查情况", rows=5, max_length=10_000, required=False)


class AnswerForm(Form):
    by_law = frozenset({"answer"})
    answer = text_field("整改情况", required=False)


class VerdictForm(Form):
    verdict = text_field("核实意见", required=False)

    def __init__(self, *args: Any, matter: InspectionFinding | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # Django's form arguments
        self.matter = matter


class BackForm(Form):
    by_law = frozenset({"verdict"})
    verdict = text_field("还要改什么", required=False)
