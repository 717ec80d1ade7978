"""Applications from the side of who asks."""

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from yiyuan.kernel import clock
from yiyuan.sharing import selectors, services
from yiyuan.sharing.endpoints.schemas import (
    ApplicationIn,
    ApplicationOut,
    AskedIn,
    GrantOut,
    MaterialsIn,
    MinutesIn,
    ReasonIn,
    SubscriptionIn,
    application_out,
    grant_out,
    scope_from,
)
from yiyuan.sharing.types import Scope
from yiyuan.web.edge import actor_of
from yiyuan.web.paging import Paging, page_of, paged
from yiyuan.workflow.api import Law

router = Router()


@router.get("applications", response=page_of(ApplicationOut), summary="收到或者提出的申请")
def list_applications(request: HttpRequest, paging: Query[Paging], box: str = "received") -> dict[str, Any]:
    """`box`: received or sent."""
    actor = actor_of(request)
    rows = selectors.sent(actor) if box == "sent" else selectors.received(actor)
    return paged(rows, paging, application_out)


@router.post("applications", response=ApplicationOut, summary="提出申请（或者存为草稿）")
def create_application(request: HttpRequest, body: ApplicationIn) -> dict[str, Any]:
    """Draft and, unless `send` is false, file an application. An unconditional resource: use /subscriptions."""
    actor = actor_of(request)
    resource = selectors.open_resource(body.resource_id)
    scope = scope_from(body, resource)
    if scope.until_on is None:
        longest = selectors.longest_until(Law(resource.region_code, clock.today()), today=clock.today())
        scope = Scope(scope.fields, scope.rows, scope.methods, longest)
    values = body.dict(exclude={*AskedIn.model_fields, "resource_id", "send", "renews_id"})
    if body.renews_id is not None:
        selectors.grant_for(actor, body.renews_id)
    do = services.file_application if body.send else services.draft_application
    made = do(body.resource_id, actor=actor, scope=scope, values=values, renews_id=body.renews_id)
    return application_out(selectors.application_for(actor, made.id))


@router.post("subscriptions", response=GrantOut, summary="订阅无条件共享的资源")
def subscribe(request: HttpRequest, body: SubscriptionIn) -> dict[str, Any]:
    """Use an unconditional resource at once: the items, rows, methods and days asked for; all free ones if none are."""
    actor = actor_of(request)
    resource = selectors.open_resource(body.resource_id)
    scope = scope_from(body, resource, whole=selectors.free_scope(resource, today=clock.today()))
    stated = {
        "need": body.need,
        "purpose": body.purpose,
        "duty": body.duty,
        "scenario": body.scenario,
        "service_item": body.service_item,
    }
    return grant_out(services.subscribe(body.resource_id, actor=actor, scope=scope, **stated))


@router.get("applications/{application_id}", response=ApplicationOut, summary="一件申请")
def get_application(request: HttpRequest, application_id: int) -> dict[str, Any]:
    return application_out(selectors.application_for(actor_of(request), application_id))


@router.post("applications/{application_id}/send", response=ApplicationOut, summary="提交草稿")
def send_application(request: HttpRequest, application_id: int) -> dict[str, Any]:
    return application_out(services.send_application(application_id, actor=actor_of(request)))


@router.post("applications/{application_id}/resend", response=ApplicationOut, summary="补充材料后重新提交")
def resend_application(request: HttpRequest, application_id: int, body: MaterialsIn) -> dict[str, Any]:
    actor = actor_of(request)
    return application_out(services.resend_application(application_id, actor=actor, supplied=body.materials))


@router.post("applications/{application_id}/withdraw", response=ApplicationOut, summary="撤回申请")
def withdraw_application(request: HttpRequest, application_id: int) -> dict[str, Any]:
    return application_out(services.withdraw_application(application_id, actor=actor_of(request)))


@router.post("applications/{application_id}/negotiate", response=ApplicationOut, summary="就不同意的答复提出协商")
def negotiate(request: HttpRequest, application_id: int, body: ReasonIn) -> dict[str, Any]:
    actor = actor_of(request)
    return application_out(services.negotiate_refusal(application_id, actor=actor, note=body.reason))


@router.post("applications/{application_id}/coordinate", response=ApplicationOut, summary="协商不成，提请协调")
def coordinate(request: HttpRequest, application_id: int, body: ReasonIn) -> dict[str, Any]:
    """Take a failed negotiation to whom the region names."""
    actor = actor_of(request)
    return application_out(services.seek_coordination(application_id, actor=actor, note=body.reason))


@router.post("applications/{application_id}/minutes", response=ApplicationOut, summary="登记协调会议")
def record_coordination(request: HttpRequest, application_id: int, body: MinutesIn) -> dict[str, Any]:
    actor = actor_of(request)
    return application_out(services.record_coordination(application_id, actor=actor, **body.dict()))


@router.post("applications/{application_id}/upper-answer", response=ApplicationOut, summary="登记上级部门的答复")
def hear_upper_body(request: HttpRequest, application_id: int, body: ReasonIn) -> dict[str, Any]:
    actor = actor_of(request)
    return application_out(services.hear_upper_body(application_id, actor=actor, upper_answer=body.reason))


@router.post("applications/{application_id}/dispute", summary="认为拒绝没有依据，提出线索")
def dispute_refusal(request: HttpRequest, application_id: int, body: ReasonIn) -> dict[str, int]:
    """Hold a refusal unfounded; the id of the signal that is offered."""
    actor = actor_of(request)
    return {"signal_id": services.dispute_refusal(application_id, actor=actor, reason=body.reason)}
