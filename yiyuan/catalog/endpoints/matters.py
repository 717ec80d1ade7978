"""Changes, demands, lists, guides, challenges and systems for machines: the services of the pages."""

import base64
import binascii
from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Schema

from yiyuan.catalog import selectors, services
from yiyuan.catalog.endpoints.entries import router
from yiyuan.catalog.models import Challenge, ChangeEvent, Demand, Feedback, HandedList
from yiyuan.catalog.types import Cause, Funding, ListKind, Sharing
from yiyuan.catalog.workflow import CHALLENGE, CHANGE, DEMAND, FEEDBACK
from yiyuan.kernel.errors import MoveRefused, RuleBroken
from yiyuan.web.edge import actor_of
from yiyuan.workflow.api import Workflow, term_of

MOST = 1000  # rows of one answer


class MatterOut(Schema):
    """A matter in one line. due_on: last day of the open term; moves: names of the moves open to the caller now."""

    id: int
    title: str
    state: str
    due_on: date | None
    moves: list[str]
    facts: dict[str, Any]


def _matter(request: HttpRequest, workflow: Workflow, matter: Any, facts: dict[str, Any]) -> MatterOut:  # a Matter
    term = term_of(workflow.name, matter.id)
    moves = [move.name for move in workflow.open_moves(matter, actor_of(request)) if move.label]
    due_on = term.due_on if term and not term.closed_on else None
    return MatterOut(
        id=matter.id, title=matter.matter_title(), state=str(matter.state), due_on=due_on, moves=moves, facts=facts
    )


# ---- changes ----
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
    found = _matter(request, CHANGE, event, {name: getattr(event, name) for name in names})
    if CHANGE.law(event)("catalog.change.exception") != "justified":
        found.moves = [name for name in found.moves if name != "except"]
    return found


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


# ---- demands, duties, what is closed ----
class DemandIn(Schema):
    wanted: str
    items: str = ""
    provider_id: int | None = None
    duty: str = ""
    use: str = ""


class DemandMove(Schema):
    """resource_id: of match and fulfil; provider_id: of assign; note: reason or basis."""

    note: str = ""
    resource_id: int = 0
    provider_id: int = 0


class LineOut(Schema):
    """A line of a list."""

    department: str
    text: str
    detail: str
    basis: str
    resource_id: int | None


def _demand(request: HttpRequest, demand: Demand) -> MatterOut:
    names = "consumer_id wanted items provider_id duty use submitted_on resource_id answer".split()
    return _matter(request, DEMAND, demand, {name: getattr(demand, name) for name in names})


@router.get("demands", response=list[MatterOut], summary="需求清单")
def demands(request: HttpRequest) -> list[MatterOut]:
    return [_demand(request, demand) for demand in selectors.demands(actor_of(request))[:MOST]]


@router.post("demands", response={201: MatterOut}, summary="提出需求（草稿）")
def draft_demand(request: HttpRequest, said: DemandIn) -> tuple[int, MatterOut]:
    return 201, _demand(request, services.draft_demand(actor=actor_of(request), values=said.dict()))


@router.post("demands/{int:wanted_id}/moves/{move}", response=MatterOut, summary="办理需求")
def move_demand(request: HttpRequest, wanted_id: int, move: str, said: DemandMove) -> MatterOut:
    """submit, match, assign, refuse, fulfil or withdraw."""
    actor, note = actor_of(request), said.note
    match move:
        case "submit":
            demand = services.submit_demand(wanted_id, actor=actor)
        case "match":
            demand = services.match_demand(wanted_id, actor=actor, resource_id=said.resource_id, note=note)
        case "assign":
            demand = services.assign_demand(wanted_id, actor=actor, provider_id=said.provider_id, note=note)
        case "refuse":
            demand = services.refuse_demand(wanted_id, actor=actor, note=note)
        case "fulfil":
            demand = services.fulfil_demand(wanted_id, actor=actor, resource_id=said.resource_id)
        case "withdraw":
            demand = services.withdraw_demand(wanted_id, actor=actor)
        case _:
            selectors.demand_for(actor, wanted_id)
            raise MoveRefused("catalog.demand.move")
    return _demand(request, demand)


@router.get("duties", response=list[LineOut], summary="责任清单")
def duties(request: HttpRequest, provider_id: int | None = None) -> list[LineOut]:
    found = selectors.duties_in(actor_of(request).region_code)
    rows = found.filter(provider_id=provider_id) if provider_id is not None else found
    return [
        LineOut(
            department=duty.provider.name,
            text=f"{duty.get_kind_display()}：{duty.title}",
            detail=duty.detail,
            basis=duty.basis,
            resource_id=duty.resource_id,
        )
        for duty in rows[:MOST]
    ]


@router.get("negative", response=list[LineOut], summary="负面清单")
def negative(request: HttpRequest) -> list[LineOut]:
    rows = selectors.negative_in(actor_of(request).region_code).order_by("name", "id")
    return [
        LineOut(
            department=version.resource.provider.name,
            text=version.name,
            detail=f"{version.get_sharing_display()}，{version.get_opening_display()}",
            basis="；".join(filter(None, (version.basis, version.opening_basis))),
            resource_id=version.resource_id,
        )
        for version in rows[:MOST]
    ]


# ---- lists handed in, releases ----
class HandInIn(Schema):
    """kind: catalog or demand. note: why the list is empty."""

    kind: ListKind
    note: str = ""


class HandedOut(Schema):
    id: int
    kind: ListKind
    organisation_id: int
    count: int
    handed_on: date
    taken_on: date | None


class StandOut(Schema):
    """Which lists a department has not handed in."""

    organisation_id: int
    name: str
    missing: list[ListKind]


class TitleIn(Schema):
    title: str


class ReleaseOut(Schema):
    id: int
    number: int
    title: str
    published_on: date
    lines: int


def _handed(one: HandedList) -> HandedOut:
    return HandedOut(**{name: getattr(one, name) for name in HandedOut.model_fields})


@router.get("lists", response=list[StandOut], summary="各部门清单报送情况")
def lists(request: HttpRequest) -> list[StandOut]:
    """All departments for bureau, centre and inspectors; its own for a department."""
    from yiyuan.catalog import policies

    actor = actor_of(request)
    only = None if policies.overseeing(actor) is not None else actor.organisation_id
    return [
        StandOut(organisation_id=stand.organisation_id, name=stand.name, missing=list(stand.missing))
        for stand in selectors.list_stands(actor, only=only)
    ]


@router.post("lists", response={201: HandedOut}, summary="提交清单")
def hand_in(request: HttpRequest, said: HandInIn) -> tuple[int, HandedOut]:
    return 201, _handed(services.hand_in_list(said.kind, actor=actor_of(request), note=said.note))


@router.post("lists/summary", response={201: HandedOut}, summary="汇总本地目录并报上级")
def hand_up(request: HttpRequest) -> tuple[int, HandedOut]:
    return 201, _handed(services.hand_up_summary(actor=actor_of(request)))


@router.post("lists/{int:list_id}/take", response=HandedOut, summary="接收清单")
def take_list(request: HttpRequest, list_id: int) -> HandedOut:
    return _handed(services.take_list(list_id, actor=actor_of(request)))


@router.post("releases", response={201: ReleaseOut}, summary="发布一目录三清单")
def publish_release(request: HttpRequest, said: TitleIn) -> tuple[int, ReleaseOut]:
    made = services.publish_release(actor=actor_of(request), title=said.title)
    return 201, ReleaseOut(
        id=made.id, number=made.number, title=made.title, published_on=made.published_on, lines=made.lines.count()
    )


@router.get("releases/{int:release_id}", response=list[LineOut], summary="一目录三清单的各行")
def release(request: HttpRequest, release_id: int) -> list[LineOut]:
    found = selectors.release_for(actor_of(request), release_id)
    return [
        LineOut(
            department=line.organisation.name,
            text=line.text,
            detail=f"{line.get_kind_display()} {line.position}",
            basis=line.basis,
            resource_id=line.version.resource_id if line.version else None,
        )
        for line in found.lines.select_related("organisation", "version")
    ]


# ---- guides ----
class GuideIn(Schema):
    """required: elements beyond the regulation. elements: data elements with name, data_type, length, codes."""

    title: str
    text: str
    notes: dict[str, str] = {}
    required: list[str] = []
    standard: str = ""
    elements: list[dict[str, Any]] = []


class GuideOut(GuideIn):
    id: int
    number: int
    published_on: date


class CompilationIn(Schema):
    title: str
    due_on: date
    guide_id: int | None = None


class PartOut(Schema):
    organisation_id: int
    organisation: str
    state: str
    done_on: date | None


@router.get("guides", response=list[GuideOut], summary="编制指南")
def guides(request: HttpRequest) -> list[GuideOut]:
    found = selectors.guides(actor_of(request))[:MOST]
    return [GuideOut(**{name: getattr(one, name) for name in GuideOut.model_fields}) for one in found]


@router.post("guides", response={201: GuideOut}, summary="发布新版指南")
def publish_guide(request: HttpRequest, said: GuideIn) -> tuple[int, GuideOut]:
    made = services.publish_guide(actor=actor_of(request), **said.dict())
    return 201, GuideOut(**{name: getattr(made, name) for name in GuideOut.model_fields})


@router.post("compilations", response={201: list[PartOut]}, summary="布置编制任务")
def open_compilation(request: HttpRequest, said: CompilationIn) -> tuple[int, list[PartOut]]:
    made = services.open_compilation(actor=actor_of(request), **said.dict())
    return 201, compilation(request, made.id)


@router.get("compilations/{int:compilation_id}", response=list[PartOut], summary="编制任务进度")
def compilation(request: HttpRequest, compilation_id: int) -> list[PartOut]:
    actor = actor_of(request)
    found = selectors.compilation_for(actor, compilation_id)
    return [
        PartOut(
            organisation_id=part.organisation_id,
            organisation=part.organisation.name,
            state=part.state,
            done_on=part.done_on,
        )
        for part in selectors.parts_of(actor, found)
    ]


# ---- challenges, feedback ----
class ChallengeIn(Schema):
    wanted: Sharing
    reason: str


class AnswerIn(Schema):
    """note: the answer; basis: of keeping a type."""

    note: str = ""
    basis: str = ""


class NoteIn(Schema):
    note: str = ""


class FeedbackIn(Schema):
    text: str


def _challenge(request: HttpRequest, found: Challenge) -> MatterOut:
    names = "resource_id consumer_id wanted reason filed_on answer basis answered_on".split()
    return _matter(request, CHALLENGE, found, {name: getattr(found, name) for name in names})


def _feedback(request: HttpRequest, found: Feedback) -> MatterOut:
    names = "resource_id consumer_id text filed_on answer answered_on".split()
    return _matter(request, FEEDBACK, found, {name: getattr(found, name) for name in names})


@router.get("challenges", response=list[MatterOut], summary="类型异议")
def challenges(request: HttpRequest) -> list[MatterOut]:
    return [_challenge(request, one) for one in selectors.challenges(actor_of(request))[:MOST]]


@router.post("resources/{int:resource_id}/challenges", response={201: MatterOut}, summary="提出类型异议")
def challenge_type(request: HttpRequest, resource_id: int, said: ChallengeIn) -> tuple[int, MatterOut]:
    return 201, _challenge(request, services.challenge_type(resource_id, actor=actor_of(request), **said.dict()))


@router.post("challenges/{int:challenge_id}/moves/{move}", response=MatterOut, summary="答复类型异议")
def move_challenge(request: HttpRequest, challenge_id: int, move: str, said: AnswerIn) -> MatterOut:
    """agree, keep or withdraw."""
    actor = actor_of(request)
    match move:
        case "agree":
            found = services.agree_to_challenge(challenge_id, actor=actor, note=said.note)
        case "keep":
            found = services.keep_type(challenge_id, actor=actor, note=said.note, basis=said.basis)
        case "withdraw":
            found = services.withdraw_challenge(challenge_id, actor=actor)
        case _:
            selectors.challenge_for(actor, challenge_id)
            raise MoveRefused("catalog.challenge.move")
    return _challenge(request, found)


@router.post("resources/{int:resource_id}/feedback", response={201: MatterOut}, summary="反馈使用情况")
def file_feedback(request: HttpRequest, resource_id: int, said: FeedbackIn) -> tuple[int, MatterOut]:
    return 201, _feedback(request, services.file_feedback(resource_id, actor=actor_of(request), text=said.text))


@router.post("feedback/{int:feedback_id}/answer", response=MatterOut, summary="答复使用反馈")
def answer_feedback(request: HttpRequest, feedback_id: int, said: NoteIn) -> MatterOut:
    return _feedback(request, services.answer_feedback(feedback_id, actor=actor_of(request), note=said.note))


# ---- systems ----
class SystemIn(Schema):
    name: str
    funding: Funding
    in_use_on: date | None = None


class SystemOut(Schema):
    id: int
    name: str
    organisation_id: int
    funding: Funding
    in_catalog: bool


class DeclaredIn(Schema):
    """resource_id: the published entry it is linked to, when there is one."""

    name: str
    resource_id: int | None = None


class DeclaredOut(Schema):
    id: int
    name: str
    resource_id: int | None


@router.get("systems", response=list[SystemOut], summary="信息系统")
def systems(request: HttpRequest) -> list[SystemOut]:
    rows = selectors.systems(actor_of(request))[:MOST]
    return [SystemOut(**{name: getattr(one, name) for name in SystemOut.model_fields}) for one in rows]


@router.post("systems", response={201: SystemOut}, summary="登记信息系统")
def register_system(request: HttpRequest, said: SystemIn) -> tuple[int, SystemOut]:
    made = services.register_system(actor=actor_of(request), **said.dict())
    return 201, SystemOut(
        id=made.id,
        name=made.name,
        organisation_id=made.organisation_id,
        funding=Funding(made.funding),
        in_catalog=False,
    )


@router.post("systems/{int:system_id}/declared", response={201: DeclaredOut}, summary="登记申报的资源，或者关联")
def declare_entry(request: HttpRequest, system_id: int, said: DeclaredIn) -> tuple[int, DeclaredOut]:
    actor = actor_of(request)
    made = services.declare_entry(system_id, actor=actor, name=said.name)
    if said.resource_id is not None:
        made = services.link_declared(made.id, actor=actor, resource_id=said.resource_id)
    return 201, DeclaredOut(id=made.id, name=made.name, resource_id=made.resource_id)
