"""Watching terms; statement and conclusion on signals."""

from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.kernel import clock
from yiyuan.kernel.actor import SYSTEM, Actor, Function
from yiyuan.kernel.errors import MoveRefused, NotAllowed, RuleBroken
from yiyuan.regulations.api import resolve
from yiyuan.workdays.api import due, workdays_left
from yiyuan.workflow import rules, selectors
from yiyuan.workflow.models import Signal, Term
from yiyuan.workflow.types import Late, SignalState, WorkflowTag


def watch_terms() -> int:
    """Remind and signal what the date calls for; returns how many terms were touched. Safe to repeat."""
    touched = 0
    for term_id in Term.objects.filter(closed_on=None).exclude(due_on=None).values_list("id", flat=True):
        with transaction.atomic():
            term = Term.objects.select_for_update(of=("self",)).filter(id=term_id, closed_on=None).first()
            if term and term.due_on and _watch(term):
                touched += 1
    return touched


def _watch(term: Term) -> bool:
    today = clock.today()
    assert term.due_on is not None
    left = workdays_left(today, term.due_on)
    total = workdays_left(term.started_on, term.due_on)
    kinds = rules.reminders_due(left=left, total=total, sent=term.reminders)
    for kind in kinds:
        term.reminders[kind] = today.isoformat()
        record(SYSTEM, WorkflowTag.REMINDED, object_type="term", object_id=term.id, facts={"kind": kind, "left": left})
    if kinds:
        term.save(update_fields=["reminders"])
    signalled = _signal(term)
    return bool(kinds) or signalled


def _signal(term: Term) -> bool:
    """A term that ran out becomes a signal with evidence: never a grant, never a finding."""
    today = clock.today()
    if term.late != Late.REMIND_AND_SIGNAL or term.waits_for_id is None or term.due_on is None:
        return False
    if not rules.ran_out(due_on=term.due_on, today=today) or Signal.objects.filter(term=term).exists():
        return False
    resolved = resolve(term.key, region=term.region_code, on=term.law_on)
    signal = Signal.objects.create(
        term=term,
        organisation_id=term.waits_for_id,
        region_code=term.region_code,
        raised_on=today,
        requirement_ids=list(resolved.cite),
        evidence={
            "key": term.key,
            "started_on": term.started_on.isoformat(),
            "due_on": term.due_on.isoformat(),
            "matter": f"{term.workflow}:{term.matter_id}",
            "reminders": term.reminders,
        },
    )
    record(
        SYSTEM,
        WorkflowTag.SIGNALLED,
        object_type="signal",
        object_id=signal.id,
        requirement_ids=resolved.cite,
        facts={"term": term.id, "due_on": term.due_on.isoformat()},
    )
    return True


@transaction.atomic
def recompute_provisional() -> int:
    """After a holiday notice: compute provisional due dates of open terms anew; returns how many moved."""
    moved = 0
    for term in Term.objects.select_for_update().filter(closed_on=None, provisional=True):
        length = resolve(term.key, region=term.region_code, on=term.law_on).value
        if length is None or isinstance(length, (str, bool, tuple)):
            continue
        end = due(length, term.started_on)
        if (end.on, end.provisional) != (term.due_on, term.provisional):
            record(
                SYSTEM,
                "workflow.term.recomputed",
                object_type="term",
                object_id=term.id,
                facts={"old": str(term.due_on), "new": str(end.on)},
            )
            Term.objects.filter(id=term.id).update(due_on=end.on, provisional=end.provisional)
            moved += 1
    return moved


@transaction.atomic
def state_reasons(signal_id: int, *, actor: Actor, statement: str) -> None:
    """The department concerned states its reasons."""
    signal = selectors.signal_for(actor, signal_id)
    if signal.organisation_id != actor.organisation_id or not actor.has(Function.HEAD, Function.DATA_OFFICER):
        raise NotAllowed("workflow.signal.state")
    if not statement.strip():
        raise RuleBroken("workflow.statement")
    _decide(signal, actor=actor, to=SignalState.STATED, tag=WorkflowTag.STATED, statement=statement)


@transaction.atomic
def conclude(signal_id: int, *, actor: Actor, confirmed: bool, conclusion: str) -> None:
    """An officer of the bureau confirms the signal as a finding, or drops it, after the statement, with a reason."""
    signal = selectors.signal_for(actor, signal_id)
    if not actor.governs(signal.region_code):
        raise NotAllowed("workflow.signal.conclude")
    if signal.state != SignalState.STATED:
        raise MoveRefused("workflow.signal.conclude", state=signal.state)
    if not conclusion.strip():
        raise RuleBroken("workflow.conclusion")
    state = SignalState.CONFIRMED if confirmed else SignalState.DROPPED
    tag = WorkflowTag.CONFIRMED if confirmed else WorkflowTag.DROPPED
    _decide(signal, actor=actor, to=state, tag=tag, conclusion=conclusion)


def _decide(signal: Signal, *, actor: Actor, to: SignalState, tag: WorkflowTag, **fields: str) -> None:
    if not Signal.objects.filter(id=signal.id, state=signal.state).update(state=to, **fields):
        raise MoveRefused(tag.value, state=signal.state)
    record(actor, tag, object_type="signal", object_id=signal.id, requirement_ids=signal.requirement_ids)
