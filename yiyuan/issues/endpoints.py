"""Issues for machines."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from yiyuan.issues import selectors, services
from yiyuan.issues.forms import AssignForm, IssueForm
from yiyuan.issues.models import Issue
from yiyuan.issues.workflow import WORKERS
from yiyuan.kernel.actor import Actor
from yiyuan.web.edge import actor_of, require
from yiyuan.web.machines import checked

router = Router()
MOST = 200


class IssueIn(Schema):
    title: str
    detail: str
    assigned_to: int
    person: str = ""
    about: str = ""


class AssignIn(Schema):
    assigned_to: int
    person: str = ""


class ResultIn(Schema):
    result: str = ""


def _issue(found: Issue) -> dict[str, Any]:
    return {
        "id": found.id,
        "state": found.state,
        "title": found.title,
        "detail": found.detail,
        "about": found.about,
        "raised_by": found.raised_by.name,
        "raised_on": found.raised_on,
        "assigned_to": found.assigned_to.name,
        "person": found.person,
        "result": found.result,
        "closed_on": found.closed_on,
    }


def _again(actor: Actor, issue_id: int) -> dict[str, Any]:
    return _issue(selectors.issue_for(actor, issue_id))


@router.get("", summary="共享中的问题")
def list_issues(request: HttpRequest) -> list[dict[str, Any]]:
    """The latest 200 one may see."""
    return [_issue(one) for one in selectors.issues(actor_of(request))[:MOST]]


@router.post("", summary="提出问题，指派单位")
def raise_issue(request: HttpRequest, body: IssueIn) -> dict[str, Any]:
    actor = actor_of(request)
    require(actor, *WORKERS)
    values = checked(IssueForm(body.dict(), region=actor.region_code))
    return _again(actor, services.raise_issue(actor=actor, **values))


@router.get("{issue_id}", summary="一个问题")
def get_issue(request: HttpRequest, issue_id: int) -> dict[str, Any]:
    return _again(actor_of(request), issue_id)


@router.post("{issue_id}/assign", summary="改派")
def assign(request: HttpRequest, issue_id: int, body: AssignIn) -> dict[str, Any]:
    actor = actor_of(request)
    region = selectors.issue_for(actor, issue_id).region_code
    services.assign_issue(issue_id, actor=actor, **checked(AssignForm(body.dict(), region=region)))
    return _again(actor, issue_id)


@router.post("{issue_id}/take", summary="接收")
def take(request: HttpRequest, issue_id: int) -> dict[str, Any]:
    actor = actor_of(request)
    services.take_issue(issue_id, actor=actor)
    return _again(actor, issue_id)


@router.post("{issue_id}/close", summary="写明结果，关闭")
def close(request: HttpRequest, issue_id: int, body: ResultIn) -> dict[str, Any]:
    actor = actor_of(request)
    services.close_issue(issue_id, actor=actor, result=body.result)
    return _again(actor, issue_id)
