"""Answers to applications, one or several."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from yiyuan.kernel.errors import NotAllowed
from yiyuan.sharing import selectors, services
from yiyuan.sharing.display import why_not
from yiyuan.sharing.endpoints.schemas import (
    ApplicationOut,
    ForwardIn,
    GrantIn,
    GrantOut,
    MaterialsIn,
    RefusalIn,
    application_out,
    grant_out,
    scope_from,
)
from yiyuan.sharing.workflow import APPLICATION, GRANTING
from yiyuan.web.edge import actor_of

router = Router()


@router.post("applications/{application_id}/grant", response=GrantOut, summary="同意（全部或者缩小范围）")
def grant_application(request: HttpRequest, application_id: int, body: GrantIn) -> dict[str, Any]:
    """Grant, wholly (empty body) or narrowed."""
    actor = actor_of(request)
    found = selectors.application_for(actor, application_id)
    resource = selectors.resource_of(found)
    asked = selectors.scope_of(found)
    scope = replace(scope_from(body, resource, whole=asked), daily_calls=body.daily_calls, daily_rows=body.daily_rows)
    ids = {item.name: item.id for item in resource.items}
    unmasked = [ids[name] for name in body.unmasked if name in ids]
    return grant_out(
        services.grant_application(application_id, actor=actor, scope=scope, reason=body.reason, unmasked=unmasked)
    )


@router.post("applications/{application_id}/refuse", response=ApplicationOut, summary="不同意，写明理由和依据")
def refuse_application(request: HttpRequest, application_id: int, body: RefusalIn) -> dict[str, Any]:
    return application_out(services.refuse_application(application_id, actor=actor_of(request), **body.dict()))


@router.post("applications/{application_id}/return", response=ApplicationOut, summary="一次性退回补充材料")
def return_application(request: HttpRequest, application_id: int, body: MaterialsIn) -> dict[str, Any]:
    actor = actor_of(request)
    return application_out(services.return_application(application_id, actor=actor, missing=body.materials))


@router.post("applications/{application_id}/forward", response=ApplicationOut, summary="转报上级部门")
def forward_application(request: HttpRequest, application_id: int, body: ForwardIn) -> dict[str, Any]:
    """Send on to the upper body that holds the data; the date stands."""
    actor = actor_of(request)
    return application_out(services.forward_application(application_id, actor=actor, **body.dict()))


class SeveralIn(Schema):
    application_ids: list[int]


class OpinionIn(Schema):
    opinion: str = ""


@router.post("applications/{application_id}/sign", summary="按审签顺序签署意见")
def sign(request: HttpRequest, application_id: int, body: OpinionIn) -> dict[str, Any]:
    """The next hand of the department says what it thinks."""
    actor = actor_of(request)
    seen = services.sign(application_id, actor=actor, opinion=body.opinion)
    return {"application_id": application_id, "step": seen.step_title, "seen_on": seen.seen_on}


@router.post("batches/grant", summary="一次同意几件申请")
def grant_several(request: HttpRequest, body: SeveralIn) -> dict[str, Any]:
    """Each as asked and by itself; one that cannot be granted says why."""
    actor = actor_of(request)
    found = [selectors.application_for(actor, application_id) for application_id in body.application_ids]
    if not any(move.name in GRANTING for one in found for move in APPLICATION.open_moves(one, actor)):
        raise NotAllowed("sharing.decide")  # an attempt that is recorded, not passed over
    done, failed = services.grant_several(body.application_ids, actor=actor)
    return {
        "granted": [application_out(one) for one in done],
        "failed": [
            {"application_id": number, "code": error.code, "message": why_not(error, actor=actor)}
            for number, error in failed.items()
        ],
    }


@router.post("batches/remind", summary="一次催办几件申请")
def remind_several(request: HttpRequest, body: SeveralIn) -> dict[str, Any]:
    """Once a day each; what was reminded of."""
    reminded = services.remind_several(body.application_ids, actor=actor_of(request))
    return {"reminded": [one.id for one in reminded]}
