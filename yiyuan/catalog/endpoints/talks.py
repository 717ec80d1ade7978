"""Challenges and feedback for machines."""

from django.http import HttpRequest
from ninja import Schema

from yiyuan.catalog import selectors, services
from yiyuan.catalog.endpoints.entries import router
from yiyuan.catalog.models import Challenge, Feedback
from yiyuan.catalog.types import Sharing
from yiyuan.catalog.workflow import CHALLENGE, FEEDBACK
from yiyuan.kernel.errors import MoveRefused
from yiyuan.web.edge import actor_of
from yiyuan.workflow.machines import MOST, MatterOut, matter_out


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
    return matter_out(request, CHALLENGE, found, {name: getattr(found, name) for name in names})


def _feedback(request: HttpRequest, found: Feedback) -> MatterOut:
    names = "resource_id consumer_id text filed_on answer answered_on".split()
    return matter_out(request, FEEDBACK, found, {name: getattr(found, name) for name in names})


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
