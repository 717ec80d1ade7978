"""What programs say of applications in words of their own: items by name; several at once."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotAllowed
from yiyuan.sharing import policies, selectors, services
from yiyuan.sharing.display import why_not
from yiyuan.sharing.endpoints.schemas import (
    ApplicationIn,
    AskedIn,
    DraftIn,
    GrantIn,
    NeedIn,
    SubscriptionIn,
    scope_from,
)
from yiyuan.sharing.models import Grant
from yiyuan.sharing.types import Scope
from yiyuan.sharing.views.applications import APPLICATIONS, ApplicationOut
from yiyuan.sharing.views.grants import GRANTS, GrantOut
from yiyuan.sharing.views.needs import NEEDS, NeedOut
from yiyuan.web.bodies import Body, Id
from yiyuan.web.edge import actor_of
from yiyuan.workflow.api import Law

router = Router()


class SeveralIn(Body):
    application_ids: list[Id]


class FailedOut(Schema):
    application_id: int
    code: str
    message: str


class SeveralOut(Schema):
    granted: list[ApplicationOut]
    failed: list[FailedOut]


class RemindedOut(Schema):
    reminded: list[int]


def _application(application_id: int, actor: Actor) -> Any:  # as the kit hands it on
    return APPLICATIONS.seen(selectors.application_for(actor, application_id), actor)


def _grant(made: Grant, actor: Actor) -> Any:  # as the kit hands it on
    return GRANTS.seen(selectors.grant_for(actor, made.pk), actor)


def _asked(asked: AskedIn, resource_id: int) -> Scope:
    """As long as a grant may run where no last day is named."""
    resource = selectors.open_resource(resource_id)
    scope = scope_from(asked, resource)
    longest = selectors.longest_until(Law(resource.region_code, clock.today()), today=clock.today())
    return replace(scope, until_on=scope.until_on or longest)


@router.post("applications", response={201: ApplicationOut}, summary="提出申请（或者存为草稿）")
def create_application(request: HttpRequest, body: ApplicationIn) -> tuple[int, Any]:
    """Draft and, unless `send` is false, file an application; a draft may leave out whatever is not known yet.

    An unconditional resource: use /subscriptions.
    """
    actor = actor_of(request)
    scope = _asked(body, body.resource_id)
    values = body.dict(exclude={*AskedIn.model_fields, "resource_id", "send", "renews_id"})
    if body.renews_id is not None:
        selectors.grant_for(actor, body.renews_id)
    do = services.file_application if body.send else services.draft_application
    made = do(body.resource_id, actor=actor, scope=scope, values=values, renews_id=body.renews_id)
    return 201, _application(made.pk, actor)


@router.patch("applications/{int:application_id}", response=ApplicationOut, summary="修改申请草稿")
def change_draft(request: HttpRequest, application_id: int, body: DraftIn) -> Any:  # as the kit hands it on
    """What is left out stays as it is; nothing has to be complete before it is sent."""
    actor = actor_of(request)
    draft = services.draft_for(actor, application_id)
    resource = selectors.draft_resource(draft)
    scope = None
    if resource is not None and body.model_fields_set & set(AskedIn.model_fields):
        scope = scope_from(body, resource, whole=selectors.scope_in(draft, resource)[0])
    values = body.dict(exclude_unset=True, exclude=set(AskedIn.model_fields))
    services.change_draft(application_id, actor=actor, scope=scope, values=values)
    return _application(application_id, actor)


@router.delete("applications/{int:application_id}", response={204: None}, summary="删除申请草稿")
def discard_draft(request: HttpRequest, application_id: int) -> tuple[int, None]:
    """Only what was not sent yet; an application that was sent is withdrawn."""
    services.discard_draft(application_id, actor=actor_of(request))
    return 204, None


@router.post("subscriptions", response={201: GrantOut}, summary="订阅无条件共享的资源")
def subscribe(request: HttpRequest, body: SubscriptionIn) -> tuple[int, Any]:
    """Use an unconditional resource at once: the items, rows, methods and days asked for; all free ones if none are."""
    actor = actor_of(request)
    resource = selectors.open_resource(body.resource_id)
    scope = scope_from(body, resource, whole=selectors.free_scope(resource, today=clock.today()))
    stated = body.dict(exclude={*AskedIn.model_fields, "resource_id"})
    return 201, _grant(services.subscribe(body.resource_id, actor=actor, scope=scope, **stated), actor)


@router.post("needs", response={201: NeedOut}, summary="一张需求单，一次向几个部门提出申请")
def file_need(request: HttpRequest, body: NeedIn) -> tuple[int, Any]:
    """All applications or none; an unconditional resource is subscribed to."""
    actor = actor_of(request)
    if not policies.may_apply(actor):
        raise NotAllowed("sharing.apply")
    made = services.file_need(
        body.title,
        actor=actor,
        scopes={part.resource_id: _asked(part, part.resource_id) for part in body.parts},
        values=body.dict(exclude={"title", "parts"}),
        materials={part.resource_id: part.materials for part in body.parts},
    )
    return 201, NEEDS.seen(made, actor)


@router.post("applications/{int:application_id}/grant", response=GrantOut, summary="同意（全部或者缩小范围）")
def grant_application(request: HttpRequest, application_id: int, body: GrantIn) -> Any:  # as the kit hands it on
    """Grant, wholly (empty body) or narrowed."""
    actor = actor_of(request)
    found = selectors.application_for(actor, application_id)
    resource = selectors.resource_of(found)
    scope = scope_from(body, resource, whole=selectors.scope_of(found))
    scope = replace(scope, daily_calls=body.daily_calls, daily_rows=body.daily_rows)
    unmasked = [item.id for item in resource.items if item.name in body.unmasked]
    made = services.grant_application(application_id, actor=actor, scope=scope, reason=body.reason, unmasked=unmasked)
    return _grant(made, actor)


@router.post("batches/grant", response=SeveralOut, summary="一次同意几件申请")
def grant_several(request: HttpRequest, body: SeveralIn) -> dict[str, Any]:
    """Each as asked and by itself; one that cannot be granted says why."""
    actor = actor_of(request)
    done, failed = services.grant_several(body.application_ids, actor=actor)
    return {
        "granted": [_application(one.pk, actor) for one in done],
        "failed": [
            {"application_id": number, "code": error.code, "message": why_not(error, actor=actor)}
            for number, error in failed.items()
        ],
    }


@router.post("batches/remind", response=RemindedOut, summary="一次催办几件申请")
def remind_several(request: HttpRequest, body: SeveralIn) -> dict[str, Any]:
    """Once a day each; what was reminded of."""
    reminded = services.remind_several(body.application_ids, actor=actor_of(request))
    return {"reminded": [one.id for one in reminded]}
