"""What pages show of a recheck."""

from yiyuan.disputes.models import Correction, Extension, Organising, Recheck
from yiyuan.disputes.types import (
    CORRECTION_WORDS,
    EXTENSION_WORDS,
    FILER_WORDS,
    ORGANISING_WORDS,
    STATE_WORDS,
    ComparisonState,
    CorrectionState,
    ExtensionState,
    Filer,
    InconsistencyState,
    OrganisingState,
    State,
)
from yiyuan.disputes.workflow import EXTENSION, ORGANISING, RECHECK
from yiyuan.web.components import Light, LightKind, Step, moment
from yiyuan.workflow.api import steps
from yiyuan.workflow.types import StepTaken

LIGHTS: dict[str, LightKind] = {
    State.RECHECKING: "run",
    State.EXTENDED: "run",
    State.CORRECTED: "ok",
    State.CONFIRMED: "ok",
    State.UNDETERMINED: "half",
    State.WITHDRAWN: "end",
}
EXTENSION_LIGHTS: dict[ExtensionState, LightKind] = {
    ExtensionState.ASKED: "soon",
    ExtensionState.APPROVED: "ok",
    ExtensionState.DECLINED: "end",
    ExtensionState.LAPSED: "end",
}
INCONSISTENCY_LIGHTS: dict[str, LightKind] = {
    InconsistencyState.NEGOTIATING: "run",
    InconsistencyState.COORDINATING: "run",
    InconsistencyState.SETTLED: "soon",
    InconsistencyState.DONE: "ok",
    InconsistencyState.DROPPED: "end",
}
COMPARISON_LIGHTS: dict[str, LightKind] = {
    ComparisonState.WAITING: "run",
    ComparisonState.RUNNING: "run",
    ComparisonState.DONE: "ok",
    ComparisonState.FAILED: "late",
    ComparisonState.CANCELLED: "end",
}
CORRECTION_LIGHTS: dict[str, LightKind] = {CorrectionState.TOLD: "soon", CorrectionState.ACKNOWLEDGED: "ok"}
MOVE_WORDS = {move.name: move.label for table in (RECHECK, EXTENSION, ORGANISING) for move in table.moves if move.label}
MOVE_WORDS |= {"extend": "延长", "lapse": "延期请求随办结终止", "end": "随办结终止"}


def light_of(recheck: Recheck) -> Light:
    state = State(recheck.state)
    return Light(LIGHTS[state], STATE_WORDS[state])


def extension_light(extension: Extension) -> Light:
    state = ExtensionState(extension.state)
    return Light(EXTENSION_LIGHTS[state], EXTENSION_WORDS[state])


def correction_light(correction: Correction) -> Light:
    state = CorrectionState(correction.state)
    return Light(CORRECTION_LIGHTS[state], CORRECTION_WORDS[state])


def organising_light(organising: Organising) -> Light:
    state = OrganisingState(organising.state)
    return Light("soon" if state is OrganisingState.OPEN else "ok", ORGANISING_WORDS[state])


def filer_words(recheck: Recheck) -> str:
    """The department, or the kind alone: nobody outside is named."""
    return recheck.filer.short_name if recheck.filer else FILER_WORDS[Filer(recheck.filer_kind)]


def items_words(items: list[str] | tuple[str, ...]) -> str:
    return "、".join(items) or "没有指明信息项"


def timeline(recheck: Recheck, extensions: list[Extension], organising: Organising | None) -> list[Step]:
    """All steps taken on the case, oldest first."""
    taken = list(steps("disputes.recheck", recheck.id))
    for extension in extensions:
        taken += steps("disputes.extension", extension.id)
    if organising:
        taken += steps("disputes.organising", organising.id)
    filed = Step(f"申请，{filer_words(recheck)}", notes=[f"{recheck.received_on} 收到"])
    return [filed, *(_step(one) for one in sorted(taken, key=lambda step: step.at))]


def _step(taken: StepTaken) -> Step:
    who = f"{taken.organisation_name} {taken.actor_name}".strip()
    notes = [f"{taken.legal_on}（记录于 {moment(taken.at)}）", *([taken.note] if taken.note else [])]
    return Step(f"{MOVE_WORDS.get(taken.move, taken.move)}，{who}", notes=notes)
