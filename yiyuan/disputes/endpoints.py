"""Rechecks for machines."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import File, Router, Schema
from ninja.files import UploadedFile
from pydantic import Field

from yiyuan.catalog.api import published_resource
from yiyuan.disputes import policies, selectors, services
from yiyuan.disputes.forms import file_of
from yiyuan.disputes.models import Recheck
from yiyuan.disputes.types import Channel, Doubt, Filer, Said, State
from yiyuan.kernel.actor import Actor
from yiyuan.web.edge import actor_of

router = Router()
MOST = 200


class RecheckIn(Schema):
    """`filer` and `received_on` only where the provider records what it received directly."""

    resource_id: int
    doubt: Doubt
    items: list[str] = []
    record: Annotated[str, Field(max_length=200)] = ""
    detail: Annotated[str, Field(max_length=2000)] = ""
    should_be: Annotated[str, Field(max_length=500)] = ""
    channel: Channel = Channel.PLATFORM
    filer: Filer | None = None
    received_on: date | None = None
    contact: Annotated[str, Field(max_length=100)] = ""


class AnswerIn(Schema):
    """`batch_id`: the batch that brought the correction, where the platform has a copy."""

    outcome: State
    answer: Annotated[str, Field(max_length=2000)] = ""
    batch_id: int | None = None


class ExtensionIn(Schema):
    days: int
    reason: Annotated[str, Field(max_length=300)] = ""


class AgreedIn(Schema):
    agreed: bool


class NoteIn(Schema):
    note: Annotated[str, Field(max_length=1000)] = ""


class ResourceIn(Schema):
    resource_id: int


def _line(found: Recheck, due_on: date | None) -> dict[str, Any]:
    return {
        "id": found.id,
        "number": found.number,
        "state": found.state,
        "resource_id": found.resource_id,
        "resource": found.resource_name,
        "items": found.items,
        "doubt": found.doubt,
        "provider": found.provider.name,
        "filer_kind": found.filer_kind,
        "filer": found.filer.name if found.filer else "",
        "channel": found.channel,
        "received_on": found.received_on,
        "due_on": due_on,
        "extended_until_on": found.extended_until_on,
        "answer": found.answer,
        "batch_id": found.batch_id,
        "answered_on": found.answered_on,
    }


def _whole(actor: Actor, recheck_id: int) -> dict[str, Any]:
    """With what names a record only for whom the page shows it to."""
    found = selectors.recheck_for(actor, recheck_id)
    term, extension = selectors.term_of_recheck(found), selectors.extension_of(found)
    organising = selectors.organising_of(found)
    whole = _line(found, term.due_on if term else None) | {
        "extension": {"state": extension.state, "days": extension.days, "reason": extension.reason}
        if extension
        else None,
        "organising": {"state": organising.state, "note": organising.note} if organising else None,
    }
    if policies.may_read_said(actor, found):
        said = selectors.said_of(found)
        whole |= {
            "record": said.record,
            "detail": said.detail,
            "should_be": said.should_be,
            "contact": said.contact,
            "evidence": [
                {"id": one.id, "name": one.name, "sha256": one.sha256} for one in found.evidence.order_by("id")
            ],
        }
    return whole


@router.get("", summary="数据校核")
def list_rechecks(request: HttpRequest) -> list[dict[str, Any]]:
    """The latest 200 one may see."""
    found = list(selectors.rechecks(actor_of(request))[:MOST])
    terms = selectors.terms_of(found)
    return [_line(one, terms[one.id].due_on if one.id in terms else None) for one in found]


@router.post("", summary="提出疑义，或者登记直接收到的校核申请")
def file_recheck(request: HttpRequest, body: RecheckIn) -> dict[str, Any]:
    """On data of another department; on data of one's own, what a citizen or a company brought directly."""
    actor = actor_of(request)
    said = Said(body.record, body.detail, body.should_be, body.contact)
    common: dict[str, Any] = {"actor": actor, "doubt": body.doubt, "said": said, "items": body.items}
    if body.filer is not None and published_resource(body.resource_id).provider_id in actor.organisation_ids:
        day = body.received_on or date.max
        made = services.record_received(body.resource_id, filer=body.filer, received_on=day, **common)
    else:
        made = services.file_recheck(body.resource_id, channel=body.channel, **common)
    return _whole(actor, made.id)


@router.get("{recheck_id}", summary="一件校核")
def get_recheck(request: HttpRequest, recheck_id: int) -> dict[str, Any]:
    return _whole(actor_of(request), recheck_id)


@router.post("{recheck_id}/answer", summary="答复：已更正、确认无误或者无法核实")
def answer(request: HttpRequest, recheck_id: int, body: AnswerIn) -> dict[str, Any]:
    actor = actor_of(request)
    services.answer_recheck(recheck_id, actor=actor, **body.dict())
    return _whole(actor, recheck_id)


@router.post("{recheck_id}/extension", summary="请求延长校核")
def extend(request: HttpRequest, recheck_id: int, body: ExtensionIn) -> dict[str, Any]:
    """Once; a head who may agree alone has agreed with this."""
    actor = actor_of(request)
    services.ask_extension(recheck_id, actor=actor, days=body.days, reason=body.reason)
    return _whole(actor, recheck_id)


@router.post("{recheck_id}/extension/decision", summary="同意或者不同意延长")
def decide_extension(request: HttpRequest, recheck_id: int, body: AgreedIn) -> dict[str, Any]:
    actor = actor_of(request)
    services.decide_extension(recheck_id, actor=actor, agreed=body.agreed)
    return _whole(actor, recheck_id)


@router.post("{recheck_id}/organise", summary="登记组织校核的情况")
def organise(request: HttpRequest, recheck_id: int, body: NoteIn) -> dict[str, Any]:
    actor = actor_of(request)
    services.organise_recheck(recheck_id, actor=actor, note=body.note)
    return _whole(actor, recheck_id)


@router.post("{recheck_id}/resource", summary="指明是哪项资源")
def locate(request: HttpRequest, recheck_id: int, body: ResourceIn) -> dict[str, Any]:
    actor = actor_of(request)
    services.locate_resource(recheck_id, actor=actor, resource_id=body.resource_id)
    return _whole(actor, recheck_id)


@router.post("{recheck_id}/withdraw", summary="撤回")
def withdraw(request: HttpRequest, recheck_id: int) -> dict[str, Any]:
    actor = actor_of(request)
    services.withdraw_recheck(recheck_id, actor=actor)
    return _whole(actor, recheck_id)


@router.post("{recheck_id}/evidence", summary="补交佐证材料")
def add_evidence(request: HttpRequest, recheck_id: int, file: File[UploadedFile]) -> dict[str, Any]:
    """PDF, PNG or JPEG, while the case is open, by who filed it or recorded it."""
    actor = actor_of(request)
    services.add_evidence(recheck_id, actor=actor, file=file_of(file))
    return _whole(actor, recheck_id)


@router.get("evidence/{evidence_id}", response={200: None}, summary="一份佐证材料")
def get_evidence(request: HttpRequest, evidence_id: int) -> HttpResponse:
    found, content = services.read_evidence(evidence_id, actor=actor_of(request))
    return HttpResponse(content, content_type=found.media, headers={"Cache-Control": "no-store"})
