"""Inspections at both doors: units, what was seen there, findings that are put right."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Schema
from pydantic import Field

from yiyuan.kernel.actor import Actor
from yiyuan.regulations.api import cited
from yiyuan.supervision import policies, selectors, services
from yiyuan.supervision.forms.checks import AnswerForm, BackForm, InspectionForm, PublishForm, SeenForm, VerdictForm
from yiyuan.supervision.models import Inspected, Inspection, InspectionFinding
from yiyuan.supervision.types import FINDING_WORDS, INSPECTION_WORDS, FindingState, InspectionState
from yiyuan.supervision.workflow import FINDING, INSPECTION
from yiyuan.web.components import Content, Fact, LightKind, Link
from yiyuan.web.lists import Column, Listing, name_column, state_column, state_filter, text_filter
from yiyuan.workflow.api import Ask, MatterOut, Matters, New

LIGHTS: dict[str, LightKind] = {
    InspectionState.OPEN: "run",
    InspectionState.PUBLISHED: "end",
    FindingState.ANSWERED: "run",
    FindingState.CLOSED: "ok",
}
FINDING_LIGHTS: dict[str, LightKind] = {**LIGHTS, FindingState.OPEN: "soon"}


class UnitOut(Schema):
    """county: name of the region below it answers for; empty: a department."""

    id: int
    organisation: str = Field(alias="organisation.name")
    county: str
    seen: str
    seen_by: str
    seen_on: date | None
    findings: int

    @staticmethod
    def resolve_findings(found: Any) -> int:  # a unit
        return len(found.findings.all())


class InspectionLine(MatterOut, Schema):
    year: int
    title: str
    items: list[str]
    opened_on: date
    published_on: date | None


class InspectionOut(InspectionLine):
    summary: str
    units: list[UnitOut]

    @staticmethod
    def resolve_units(found: Any) -> Any:  # an inspection with its actor
        return found.model.units.all()


class FindingOut(MatterOut, Schema):
    unit: str
    item: str
    problem: str
    until_on: date
    answer: str
    answered_on: date | None
    verdict: str
    closed_on: date | None

    @staticmethod
    def resolve_until_on(found: Any) -> Any:  # a matter with its actor
        return found.model.due_on

    @staticmethod
    def resolve_unit(found: Any) -> str:  # a finding with its actor
        return str(found.model.unit)


def _facts(found: Inspection, _actor: Actor) -> Sequence[Fact]:
    facts = [
        Fact("发起", f"{found.opened_by}，{found.opened_on.isoformat()}"),
        Fact("检查内容", "；".join(found.items), wide=True),
    ]
    if found.published_on:
        facts.append(Fact("公布", f"{found.published_by}，{found.published_on.isoformat()}"))
        facts.append(Fact("检查情况", found.summary, wide=True))
    return facts


def _left(unit: Inspected) -> Content:
    found = unit.findings.all()
    left = sum(one.state != FindingState.CLOSED for one in found)
    return f"{len(found)} 个，{left} 个没有办结" if found else "没有问题" if unit.seen_on else ""


def _units(request: HttpRequest, found: Inspection) -> Listing:
    return Listing(
        request,
        list(found.units.all()),
        [
            Column("unit", "单位", str, head=True),
            Column("seen_on", "检查日期", lambda u: u.seen_on or "还没有检查", css="nw"),
            Column("seen_by", "检查人", "seen_by"),
            Column("seen", "检查记录", "seen"),
            Column("findings", "问题", _left),
        ],
        filename=f"{found}",
        caption="检查记录",
        unit="个单位",
    )


def _context(actor: Actor, _found: Inspection) -> Mapping[str, Any]:
    return {"chips": cited(actor, "supervision.inspection")}


INSPECTIONS = Matters(
    INSPECTION,
    app="supervision",
    noun="inspection",
    parameter="special_inspection_id",
    title="专项检查",
    unit="次",
    about="检查部门和下级地区，留检查记录；公布结果后，问题转为整改事项。在部门之间公布，不对外。",
    empty="还没有专项检查。",
    find=selectors.inspection_for,
    rows=selectors.inspections,
    facts=_facts,
    shown=InspectionOut,
    listed=InspectionLine,
    lights=LIGHTS,
    columns=[
        state_column(LIGHTS),
        name_column("检查", str, key="title"),
        Column("units", "单位", lambda i: len(i.units.all()), css="num"),
        Column("opened", "发起日期", "opened_on", sort="opened_on", css="nw"),
        Column("published", "公布日期", "published_on", sort="published_on", css="nw"),
    ],
    filters=[state_filter(INSPECTION_WORDS), text_filter("title", "名称")],
    chips=lambda actor: cited(actor, "supervision.inspection"),
    links=lambda _actor: [Link("整改事项", "/assessments/findings/")],
    context=_context,
    inner=_units,
    asks={
        "publish": Ask(services.publish_inspection, PublishForm, "各单位都有检查记录才能公布。", beside="summary"),
        "see": Ask(
            services.record_seen,
            SeenForm,
            "有问题的，写明检查内容、问题和整改期限。",
            may=services.require_looking,
            label="登记检查情况",
            done="已登记。",
            beside="seen",
            operation="seen",
        ),
    },
    new=New(
        services.open_inspection,
        InspectionForm,
        policies.may_assess,
        "开始专项检查",
        beside={"supervision.year": "year", "supervision.bodies": "units"},
        by="supervision.inspection",
        key="supervision.inspection",
        name="new_inspection",
    ),
)


def _finding_facts(found: InspectionFinding, _actor: Actor) -> Sequence[Fact]:
    inspection = found.unit.inspection
    facts = [
        Fact("检查", Link(str(inspection), inspection.get_absolute_url())),
        Fact("单位", str(found.unit)),
        Fact("整改期限", found.due_on.isoformat()),
        Fact("问题和整改意见", found.problem, wide=True),
    ]
    if found.answered_on:
        facts.append(Fact("整改情况", f"{found.answered_on.isoformat()}　{found.answer}", wide=True))
    if found.verdict or found.closed_on:
        facts.append(Fact("核实", f"{found.closed_on or '退回'}　{found.verdict}", wide=True))
    return facts


FINDINGS = Matters(
    FINDING,
    app="supervision",
    noun="finding",
    parameter="inspection_finding_id",
    title="检查整改",
    unit="件",
    about="专项检查发现的问题：单位整改后答复，主管部门核实后办结。",
    empty="没有整改事项。",
    find=selectors.finding_for,
    rows=selectors.findings,
    facts=_finding_facts,
    shown=FindingOut,
    lights=FINDING_LIGHTS,
    columns=[
        state_column(FINDING_LIGHTS),
        name_column("检查内容", "item", key="item"),
        Column("unit", "单位", lambda f: str(f.unit)),
        Column("inspection", "检查", lambda f: str(f.unit.inspection)),
        Column("due", "整改期限", "due_on", sort="due_on", css="nw"),
        Column("closed", "办结日期", "closed_on", sort="closed_on", css="nw"),
    ],
    filters=[state_filter(FINDING_WORDS), text_filter("item", "检查内容")],
    sort="due",
    asks={
        "answer": Ask(services.answer_finding, AnswerForm, beside="answer"),
        "close": Ask(services.close_finding, VerdictForm, beside="verdict", name="close_finding"),
        "back": Ask(services.return_finding, BackForm, beside="verdict"),
    },
)
