"""Schemes and circulars at both doors: by what one is assessed, and the year's result told to all."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field

from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotAllowed
from yiyuan.regulations.api import chips, resolve
from yiyuan.supervision import policies, selectors, services
from yiyuan.supervision.display import NO_HEAD, aspect_words, head_words, weight_words
from yiyuan.supervision.forms.assessments import CircularForm, SchemeForm
from yiyuan.supervision.indicators import INDICATORS
from yiyuan.supervision.models import Circular, Receipt, Scheme, Sheet
from yiyuan.supervision.types import RECEIPT_WORDS, Better, Measure, ReceiptState
from yiyuan.supervision.workflow import RECEIPT
from yiyuan.web.bodies import Body, Id
from yiyuan.web.components import Fact, Light
from yiyuan.web.lists import Column, name_column, text_filter
from yiyuan.workflow.api import Ask, Matters, Move, New

# ---- schemes ----


class SchemeIn(Body):
    """Weights of every scored measure, or none: then they are equal."""

    title: Annotated[str, Field(min_length=1, max_length=200)]
    co_issuers: Annotated[str, Field(max_length=300)] = ""
    paper: Annotated[str, Field(max_length=200)] = ""
    weights: dict[Measure, Annotated[Decimal, Field(ge=0, le=9999, max_digits=6, decimal_places=2)]] = {}

    def filled(self) -> dict[str, Any]:
        return self.dict() | {f"weight_{measure.value}": weight for measure, weight in self.weights.items()}


class IndicatorOut(Schema):
    """better: which way the figure is good. formula, source: what is counted of which records, in words."""

    measure: Measure
    name: str
    formula: str
    source: str
    better: Better
    aspect: str
    weight: Decimal | None

    @staticmethod
    def resolve_name(found: Any) -> str:  # an indicator
        return str(found)

    @staticmethod
    def resolve_formula(found: Any) -> str:  # an indicator
        return INDICATORS[Measure(found.measure)].formula

    @staticmethod
    def resolve_source(found: Any) -> str:  # an indicator
        return INDICATORS[Measure(found.measure)].source


class SchemeOut(Schema):
    id: int
    number: int
    title: str
    co_issuers: str
    paper: str
    equal_weights: bool
    made_on: date
    indicators: list[IndicatorOut]


def _scheme_facts(found: Scheme, _actor: Actor) -> Sequence[Fact]:
    return [
        Fact("制定", f"{found.made_by}，{found.made_on.isoformat()}"),
        Fact("联合制定单位", found.co_issuers or "没有"),
        Fact("评价办法", found.paper or "没有写明"),
        Fact("权重", "各项相等（平台默认，没有人填写）" if found.equal_weights else "由主管部门填写"),
    ]


def _scheme_context(_actor: Actor, found: Scheme) -> Mapping[str, Any]:
    indicators = list(found.indicators.all())
    heads = resolve("supervision.aspects", region=found.region_code, on=found.made_on)
    covered = {one.aspect for one in indicators}
    return {
        "bare": [aspect_words(code) for code in heads.items if code not in covered],
        "lines": [
            (
                head_words(one) or NO_HEAD,
                str(one),
                INDICATORS[Measure(one.measure)],
                one.get_better_display(),
                weight_words(one),
            )
            for one in indicators
        ],
        "chips": chips(heads),
    }


SCHEMES = Matters(
    None,
    app="supervision",
    noun="scheme",
    title="考核方案",
    unit="版",
    about="每次修改是一个新版本；已经开始的考核照它开始时的版本。",
    empty="还没有考核方案。",
    find=selectors.scheme_for,
    rows=selectors.schemes,
    facts=_scheme_facts,
    shown=SchemeOut,
    columns=[
        name_column("方案", "title", key="title"),
        Column("number", "版本", "number", sort="number", numeric=True),
        Column("co_issuers", "联合制定单位", "co_issuers"),
        Column("paper", "评价办法", "paper"),
        Column("weights", "权重", lambda s: "相等（平台默认）" if s.equal_weights else "已设定"),
        Column("made", "制定日期", "made_on", sort="made_on", css="nw"),
        Column("by", "制定人", "made_by"),
    ],
    filters=[text_filter("title", "方案")],
    sort="-number",
    page="supervision/scheme.html",
    context=_scheme_context,
    asks={},
    new=New(
        services.make_scheme,
        SchemeForm,
        policies.may_assess,
        "制定新版本",
        "权重由主管部门填写；都不填的，各项相等（平台默认）。只列数的指标没有权重。",
        by="supervision.scheme",
        name="new_scheme",
        body=SchemeIn,
    ),
)

# ---- circulars ----


class CircularIn(Body):
    """After all sheets of the year are confirmed."""

    assessment_id: Id
    number: Annotated[str, Field(max_length=60)]
    report: Annotated[str, Field(max_length=5000)]
    advice: Annotated[str, Field(max_length=5000)] = ""

    def filled(self) -> dict[str, Any]:
        return self.dict() | {"assessment": self.assessment_id}


class RankOut(Schema):
    """Departments among themselves, then the regions below among themselves."""

    rank: int
    organisation: str
    county: str
    score: Decimal


class ReceiptOut(Schema):
    organisation: str = Field(alias="organisation.name")
    state: ReceiptState
    received_by: str
    received_on: date | None


class CircularLine(Schema):
    id: int
    year: int = Field(alias="assessment.year")
    number: str
    report: str
    advice: str
    issued_on: date


class CircularOut(CircularLine):
    """Who signed for it: all to those who oversee the region, else one's own. moves: those open to the caller now."""

    ranking: list[RankOut]
    receipts: list[ReceiptOut]
    moves: list[str]

    @staticmethod
    def resolve_ranking(found: Any) -> Any:  # a circular with its actor
        ranked = [
            one for counties in (False, True) for one in selectors.ranking(found.model.assessment, counties=counties)
        ]
        return [
            {"rank": rank, "organisation": one.organisation.name, "county": one.county, "score": one.score}
            for rank, one in ranked
        ]

    @staticmethod
    def resolve_receipts(found: Any) -> Any:  # a circular with its actor
        return selectors.receipts_seen(found.actor, found.model)


def _light(receipt: Receipt) -> Light:
    state = ReceiptState(receipt.state)
    return Light("soon" if state is ReceiptState.AWAITED else "ok", RECEIPT_WORDS[state])


def _circular_facts(found: Circular, actor: Actor) -> Sequence[Fact]:
    own = selectors.own_receipt(actor, found)
    facts = [Fact("文号", found.number), Fact("发出", f"{found.issued_by}，{found.issued_on.isoformat()}")]
    return [*facts, Fact("本部门签收", _light(own))] if own else facts


def _rankings(found: Circular) -> list[tuple[str, list[tuple[int, Sheet]]]]:
    """Titled; the regions below only where they were assessed."""
    both = [("部门", False), ("下级地区", True)]
    named = [(title, selectors.ranking(found.assessment, counties=counties)) for title, counties in both]
    return [one for one in named if one[1] or one[0] == "部门"]


def _circular_context(actor: Actor, found: Circular) -> Mapping[str, Any]:
    law = resolve("supervision.assessment", region=found.region_code, on=found.issued_on)
    receipts = [(one, _light(one)) for one in selectors.receipts_seen(actor, found)]
    return {"rankings": _rankings(found), "receipts": receipts, "chips": chips(law)}


def _may_receive(found: Circular, actor: Actor) -> Move:
    receipt = selectors.own_receipt(actor, found)
    if receipt is None:
        raise NotAllowed("supervision.receipt.receive")
    return RECEIPT.open_move(receipt, "receive", actor)


CIRCULARS = Matters(
    None,
    app="supervision",
    noun="circular",
    title="考核通报",
    unit="份",
    about="在部门之间通报，不对外公布。",
    empty="还没有通报。各部门的考核数据都确认之后，主管部门可以发通报。",
    find=selectors.circular_for,
    rows=selectors.circulars,
    facts=_circular_facts,
    shown=CircularOut,
    listed=CircularLine,
    columns=[
        name_column("通报", str, key="title"),
        Column("number", "文号", "number"),
        Column("issued", "发出日期", "issued_on", sort="issued_on", css="nw"),
        Column("by", "签发经办人", "issued_by"),
    ],
    filters=[text_filter("number", "文号")],
    sort="-issued",
    page="supervision/circular.html",
    context=_circular_context,
    asks={"receive": Ask(services.receive_circular, may=_may_receive, label="签收")},
    new=New(
        services.issue_circular,
        CircularForm,
        policies.may_assess,
        "发通报",
        "排名取自已确认的考核数据。文书先在平台外签发，这里填写文号和内容，各部门签收。",
        beside="assessment",
        by="supervision.circular",
        name="new_circular",
        body=CircularIn,
    ),
)
