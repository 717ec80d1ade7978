"""The yearly assessment for machines."""

from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from yiyuan.kernel.actor import Actor
from yiyuan.supervision import policies, selectors, services
from yiyuan.supervision.models import Circular, Scheme, Sheet
from yiyuan.supervision.types import Measure
from yiyuan.web.edge import actor_of

router = Router()
MOST = 200


class SchemeIn(Schema):
    """Weights of every scored measure, or none: then they are equal."""

    title: Annotated[str, Field(min_length=1, max_length=200)]
    co_issuers: Annotated[str, Field(max_length=300)] = ""
    paper: Annotated[str, Field(max_length=200)] = ""
    weights: dict[Measure, Annotated[Decimal, Field(ge=0, max_digits=6, decimal_places=2)]] = {}


class OpenIn(Schema):
    year: int
    scheme_id: int


class StatementIn(Schema):
    statement: Annotated[str, Field(max_length=2000)] = ""


class ReplyIn(Schema):
    reply: Annotated[str, Field(max_length=2000)] = ""


class CircularIn(Schema):
    assessment_id: int
    number: Annotated[str, Field(max_length=60)]
    report: Annotated[str, Field(max_length=5000)]
    advice: Annotated[str, Field(max_length=5000)] = ""


def _circular(found: Circular) -> dict[str, Any]:
    return {
        "id": found.id,
        "year": found.assessment.year,
        "number": found.number,
        "report": found.report,
        "advice": found.advice,
        "issued_on": found.issued_on,
    }


def _whole_circular(actor: Actor, circular_id: int) -> dict[str, Any]:
    """With the ranking; who signed for it only for those who oversee, and one's own."""
    found = selectors.circular_for(actor, circular_id)
    receipts = found.receipts.select_related("organisation").order_by("id")
    if not actor.has(*policies.OVERSEERS):
        receipts = receipts.filter(organisation_id__in=actor.organisation_ids)
    return _circular(found) | {
        "ranking": [
            {"rank": rank, "organisation": sheet.organisation.name, "score": sheet.score}
            for rank, sheet in selectors.ranking(found)
        ],
        "receipts": [
            {
                "organisation": one.organisation.name,
                "state": one.state,
                "received_by": one.received_by,
                "received_on": one.received_on,
            }
            for one in receipts
        ],
    }


def _scheme(found: Scheme) -> dict[str, Any]:
    indicators = found.indicators.order_by("position")
    return {
        "id": found.id,
        "number": found.number,
        "title": found.title,
        "co_issuers": found.co_issuers,
        "paper": found.paper,
        "equal_weights": found.equal_weights,
        "made_on": found.made_on,
        "indicators": [{"measure": i.measure, "aspect": i.aspect, "weight": i.weight} for i in indicators],
    }


def _sheet(found: Sheet) -> dict[str, Any]:
    return {
        "id": found.id,
        "year": found.assessment.year,
        "organisation": found.organisation.name,
        "state": found.state,
        "score": found.score,
        "taken_at": found.taken_at,
        "statement": found.statement,
        "stated_on": found.stated_on,
        "reply": found.reply,
        "confirmed_on": found.confirmed_on,
    }


def _whole(found: Sheet) -> dict[str, Any]:
    figures = [
        {
            "measure": f.indicator.measure,
            "aspect": f.indicator.aspect,
            "weight": f.indicator.weight,
            "total": f.total,
            "good": f.good,
            "apart": f.apart,
            "records": f.records,
        }
        for f in found.figures.all()
    ]
    return _sheet(found) | {"figures": figures}


@router.get("schemes", summary="考核方案")
def list_schemes(request: HttpRequest) -> list[dict[str, Any]]:
    """All versions one may see."""
    return [_scheme(one) for one in selectors.schemes(actor_of(request))[:MOST]]


@router.post("schemes", summary="制定考核方案的新版本")
def make_scheme(request: HttpRequest, body: SchemeIn) -> dict[str, Any]:
    return _scheme(services.make_scheme(actor=actor_of(request), **body.dict()))


@router.post("assessments", summary="开始一个年度的考核，取数")
def open_assessment(request: HttpRequest, body: OpenIn) -> dict[str, Any]:
    made = services.open_assessment(actor=actor_of(request), year=body.year, scheme_id=body.scheme_id)
    return {"id": made.id, "year": made.year, "sheets": made.sheets.count()}


@router.get("sheets", summary="年度考核数据")
def list_sheets(request: HttpRequest) -> list[dict[str, Any]]:
    """The latest 200 one may see."""
    return [_sheet(one) for one in selectors.sheets(actor_of(request))[:MOST]]


@router.get("sheets/{sheet_id}", summary="一个部门的考核数据，含每项的来源")
def get_sheet(request: HttpRequest, sheet_id: int) -> dict[str, Any]:
    return _whole(selectors.sheet_for(actor_of(request), sheet_id))


@router.post("sheets/{sheet_id}/statement", summary="部门说明情况")
def state_view(request: HttpRequest, sheet_id: int, body: StatementIn) -> dict[str, Any]:
    actor = actor_of(request)
    services.state_view(sheet_id, actor=actor, statement=body.statement)
    return _whole(selectors.sheet_for(actor, sheet_id))


@router.post("sheets/{sheet_id}/confirm", summary="主管部门确认")
def confirm(request: HttpRequest, sheet_id: int, body: ReplyIn) -> dict[str, Any]:
    actor = actor_of(request)
    services.confirm_sheet(sheet_id, actor=actor, reply=body.reply)
    return _whole(selectors.sheet_for(actor, sheet_id))


@router.get("circulars", summary="考核通报")
def list_circulars(request: HttpRequest) -> list[dict[str, Any]]:
    return [_circular(one) for one in selectors.circulars(actor_of(request))[:MOST]]


@router.post("circulars", summary="发考核通报")
def issue_circular(request: HttpRequest, body: CircularIn) -> dict[str, Any]:
    """After all sheets of the year are confirmed."""
    actor = actor_of(request)
    made = services.issue_circular(actor=actor, **body.dict())
    return _whole_circular(actor, made.id)


@router.get("circulars/{circular_id}", summary="一份考核通报，含排名")
def get_circular(request: HttpRequest, circular_id: int) -> dict[str, Any]:
    return _whole_circular(actor_of(request), circular_id)


@router.post("circulars/{circular_id}/receive", summary="签收考核通报")
def receive_circular(request: HttpRequest, circular_id: int) -> dict[str, Any]:
    actor = actor_of(request)
    services.receive_circular(circular_id, actor=actor)
    return _whole_circular(actor, circular_id)
