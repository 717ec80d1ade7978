"""What goes beyond one application: needs, decided tasks, repeated demands, provisions outside the platform."""

from dataclasses import asdict
from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from yiyuan.kernel.errors import NotAllowed, NotFound
from yiyuan.sharing import policies, selectors, services
from yiyuan.sharing.endpoints.schemas import PAGE, AskedIn, ProvisionIn, StatementsIn, application_out, scope_from
from yiyuan.sharing.forms import DemandForm, TaskForm
from yiyuan.sharing.models import Demand, Need, Provision, Task
from yiyuan.web.edge import actor_of
from yiyuan.web.machines import checked
from yiyuan.workflow.api import term_of

router = Router()
TASK_MOVES = {"report", "accept", "redo"}
DEMAND_MOVES = {"take", "decline", "answer", "reopen", "close"}


class PartIn(AskedIn):
    """What is asked of one resource; as long as a grant may run when `until_on` is not given."""

    resource_id: int
    materials: list[str] = []


class NeedIn(StatementsIn):
    title: str
    parts: list[PartIn]


class TaskIn(Schema):
    title: str
    owner_id: int
    minutes_number: str
    wanted_on: date | None = None


class DemandIn(Schema):
    about_id: int
    asked_for: str
    happened_on: date
    matter: str = ""
    resource_id: int | None = None
    reporter_name: str = ""


class TextIn(Schema):
    text: str = ""


def _need(found: Need) -> dict[str, Any]:
    return {"id": found.id, "number": found.number, "title": found.title, "made_on": found.made_on}


def _whole_need(found: Need) -> dict[str, Any]:
    return {**_need(found), "applications": [application_out(one) for one in selectors.applications_of(found)]}


def _task(found: Task) -> dict[str, Any]:
    return {
        "id": found.id,
        "number": found.number,
        "state": found.state,
        "title": found.title,
        "body": found.body.name,
        "owner": found.owner.name,
        "minutes_number": found.minutes_number,
        "decided_on": found.decided_on,
        "wanted_on": found.wanted_on,
        "result": found.result,
        "done_on": found.done_on,
        "application_id": found.application_id,
    }


def _demand(found: Demand) -> dict[str, Any]:
    term = term_of("sharing.demand", found.id)
    return {
        "id": found.id,
        "number": found.number,
        "state": found.state,
        "about": found.about.name,
        "asked_for": found.asked_for,
        "matter": found.matter,
        "resource_id": found.resource_id,
        "resource": found.resource_name,
        "happened_on": found.happened_on,
        "reporter": found.reporter_name,
        "reported_on": found.reported_on,
        "due_on": term.due_on if term else None,
        "reply": found.reply,
        "conclusion": found.conclusion,
    }


def _provision(found: Provision) -> dict[str, Any]:
    return {
        "id": found.id,
        "number": found.number,
        "resource": found.resource_name,
        "provider": found.provider.name,
        "consumer": found.consumer.name,
        "provided_on": found.provided_on,
        "times": found.times,
        "rows": found.rows,
        "way": found.way,
        "purpose": found.purpose,
        "reason": found.reason,
    }


@router.get("needs", summary="本单位的需求单")
def list_needs(request: HttpRequest) -> list[dict[str, Any]]:
    """The latest 200."""
    return [_need(one) for one in selectors.needs(actor_of(request)).order_by("-id")[:PAGE]]


@router.post("needs", summary="一张需求单，一次向几个部门提出申请")
def file_need(request: HttpRequest, body: NeedIn) -> dict[str, Any]:
    """All applications or none; an unconditional resource is subscribed to."""
    actor = actor_of(request)
    if not policies.may_apply(actor):
        raise NotAllowed("sharing.apply")
    scopes = {}
    for part in body.parts:
        scope = scope_from(part, selectors.open_resource(part.resource_id))
        if scope.until_on is None:
            longest = services.default_scope(part.resource_id).until_on
            assert longest is not None
            scope = selectors.scope_until(scope, longest)
        scopes[part.resource_id] = scope
    made = services.file_need(
        body.title,
        actor=actor,
        scopes=scopes,
        values=body.dict(exclude={"title", "parts"}),
        materials={part.resource_id: part.materials for part in body.parts},
    )
    return _whole_need(made)


@router.get("needs/{need_id}", summary="一张需求单和它的各件申请")
def get_need(request: HttpRequest, need_id: int) -> dict[str, Any]:
    return _whole_need(selectors.need_for(actor_of(request), need_id))


@router.get("tasks", summary="议定任务")
def list_tasks(request: HttpRequest) -> list[dict[str, Any]]:
    """The latest 200 one may see."""
    return [_task(one) for one in selectors.tasks(actor_of(request)).order_by("-id")[:PAGE]]


@router.post("tasks", summary="列入一项议定任务")
def set_task(request: HttpRequest, body: TaskIn) -> dict[str, Any]:
    """By a coordinating body, for a department of its region."""
    actor = actor_of(request)
    if not policies.may_set_tasks(actor):
        raise NotAllowed("sharing.task.set")
    said = checked(TaskForm({**body.dict(exclude={"owner_id"}), "owner": body.owner_id}, region=actor.region_code))
    wanted = services.Wanted(int(said["owner"]), said["title"], said["wanted_on"])
    return _task(services.set_task(wanted, actor=actor, minutes_number=said["minutes_number"]))


@router.get("tasks/{task_id}", summary="一项议定任务")
def get_task(request: HttpRequest, task_id: int) -> dict[str, Any]:
    return _task(selectors.task_for(actor_of(request), task_id))


@router.post("tasks/{task_id}/moves/{move}", summary="报告办理结果、认可或者退回重办")
def move_task(request: HttpRequest, task_id: int, move: str, body: TextIn) -> dict[str, Any]:
    """`move`: report, accept or redo."""
    actor = actor_of(request)
    selectors.task_for(actor, task_id)
    if move not in TASK_MOVES:
        raise NotFound("move", move=move)
    services.move_task(task_id, actor=actor, move=move, result=body.text)
    return _task(selectors.task_for(actor, task_id))


@router.get("demands", summary="重复索要的反映")
def list_demands(request: HttpRequest) -> list[dict[str, Any]]:
    """The latest 200 one may see."""
    return [_demand(one) for one in selectors.demands(actor_of(request)).order_by("-id")[:PAGE]]


@router.post("demands", summary="反映重复索要")
def report_demand(request: HttpRequest, body: DemandIn) -> dict[str, Any]:
    """For a citizen: `reporter_name` says 群众, never a name or a number."""
    actor = actor_of(request)
    if not policies.may_report_demand(actor):
        raise NotAllowed("sharing.demand")
    form = DemandForm({**body.dict(exclude={"about_id"}), "about": body.about_id}, region=actor.region_code)
    checked(form)
    return _demand(services.report_demand(actor=actor, **form.values()))


@router.get("upkeep", summary="各提供部门的资源是否按周期更新")
def upkeep(request: HttpRequest) -> list[dict[str, Any]]:
    """Every provider of the region for the bureau and auditors, else one's own body."""
    return [asdict(one) for one in selectors.upkeep(actor_of(request))]


@router.get("demands/{demand_id}", summary="一件反映")
def get_demand(request: HttpRequest, demand_id: int) -> dict[str, Any]:
    return _demand(selectors.demand_for(actor_of(request), demand_id))


@router.post("demands/{demand_id}/moves/{move}", summary="答复、要求重新答复或者办结")
def move_demand(request: HttpRequest, demand_id: int, move: str, body: TextIn) -> dict[str, Any]:
    """`move`: take or decline (of a citizen's report), answer, reopen or close."""
    actor = actor_of(request)
    selectors.demand_for(actor, demand_id)
    if move not in DEMAND_MOVES:
        raise NotFound("move", move=move)
    services.move_demand(demand_id, actor=actor, move=move, text=body.text)
    return _demand(selectors.demand_for(actor, demand_id))


@router.get("provisions", summary="平台外提供的登记")
def list_provisions(request: HttpRequest) -> list[dict[str, Any]]:
    """The latest 200 one may see."""
    return [_provision(one) for one in selectors.provisions(actor_of(request)).order_by("-id")[:PAGE]]


@router.post("provisions", summary="登记平台外提供")
def register_provision(request: HttpRequest, body: ProvisionIn) -> dict[str, Any]:
    """What was given outside the platform, with its reason."""
    made = services.register_provision(actor=actor_of(request), **body.dict())
    return {"id": made.id, "number": made.number}
