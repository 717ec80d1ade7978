"""Change events for machines."""

import base64
import binascii
from datetime import date

from django.http import HttpRequest
from ninja import Schema

from yiyuan.catalog import selectors, services
from yiyuan.catalog.endpoints.entries import router
from yiyuan.catalog.models import ChangeEvent
from yiyuan.catalog.types import Cause
from yiyuan.catalog.workflow import CHANGE
from yiyuan.kernel.errors import MoveRefused, RuleBroken
from yiyuan.web.edge import actor_of
from yiyuan.workflow.machines import MOST, MatterOut, matter_out


class ChangeIn(Schema):
    """provider_id: whose catalog; the caller's own organisation when left out."""

    cause: Cause
    document: str
    changed_on: date
    provider_id: int | None = None
    resource_ids: list[int] = []
    note: str = ""


class ChangeMove(Schema):
    """note: reason or request. basis, attachment (base64), attachment_name: of a report."""

    note: str = ""
    basis: str = ""
    attachment: str = ""
    attachment_name: str = ""


def _change(request: HttpRequest, event: ChangeEvent) -> MatterOut:
    names = "provider_id cause document changed_on updated_on closed_on basis exception".split()
    return matter_out(request, CHANGE, event, {name: getattr(event, name) for name in names})


@router.get("changes", response=list[MatterOut], summary="目录变更事项")
def changes(request: HttpRequest) -> list[MatterOut]:
    return [_change(request, event) for event in selectors.changes(actor_of(request))[:MOST]]


@router.post("changes", response={201: MatterOut}, summary="登记变更事项")
def register_change(request: HttpRequest, said: ChangeIn) -> tuple[int, MatterOut]:
    """The term runs from `changed_on`, under the law of that day."""
    return 201, _change(request, services.register_change(actor=actor_of(request), **said.dict()))


@router.post("changes/{int:change_id}/moves/{move}", response=MatterOut, summary="办理变更事项")
def move_change(request: HttpRequest, change_id: int, move: str, said: ChangeMove) -> MatterOut:
    """except, apply, report or drop."""
    actor = actor_of(request)
    match move:
        case "except":
            event = services.except_change(change_id, actor=actor, reason=said.note)
        case "apply":
            event = services.apply_for_update(change_id, actor=actor, request=said.note)
        case "report":
            event = services.report_change(
                change_id,
                actor=actor,
                basis=said.basis,
                attachment=_decoded(said.attachment),
                attachment_name=said.attachment_name,
            )
        case "drop":
            event = services.drop_change(change_id, actor=actor, reason=said.note)
        case _:
            selectors.change_for(actor, change_id)
            raise MoveRefused("catalog.change.move")
    return _change(request, event)


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise RuleBroken("catalog.attachment", problem="附件须是 base64。") from error
