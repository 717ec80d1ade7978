"""Watching terms; statement and conclusion on signals."""

from collections.abc import Collection
from datetime import date
from functools import partial

from django.db import transaction
from django.db.models import F, Func

from yiyuan.audit.api import record
from yiyuan.kernel import clock
from yiyuan.kernel.actor import SYSTEM, Actor, Function, system_of
from yiyuan.kernel.errors import MoveRefused, NotAllowed, NotFound, RuleBroken
from yiyuan.kernel.events import publish
from yiyuan.kernel.regions import trunk
from yiyuan.kernel.terms import Term as Length
from yiyuan.organisations.api import organisation
from yiyuan.organisations.events import OrganisationSucceeded
from yiyuan.regulations.api import resolve
from yiyuan.workdays.api import due, workdays_left
from yiyuan.workflow import rules, selectors
from yiyuan.workflow.events import SignalDecided, SignalRaised, TermMoved, TermReminded, TermUrged
from yiyuan.workflow.models import Signal, Step, Term
from yiyuan.workflow.types import Late, SignalState, Urged, WorkflowTag

OTHER = "other"  # of the conduct that a violation key lists


def watch_terms() -> int:
    """Remind and signal what the date calls for; returns how many terms were touched. Safe to repeat."""
    touched = 0
    for term_id in Term.objects.filter(closed_on=None).exclude(due_on=None).values_list("id", flat=True):
        with transaction.atomic():
            term = Term.objects.select_for_update(of=("self",)).filter(id=term_id, closed_on=None).first()
            if term and term.due_on and _watch(term):
                touched += 1
    return touched


def forget(workflow: str, matter_ids: Collection[int]) -> None:
    """Matters deleted with what they were about: nobody waits for them, and no note says what was written of them.

    In the caller's transaction. That there were steps stays.
    """
    held = {"workflow": workflow, "matter_id__in": list(matter_ids)}
    Term.objects.filter(**held, closed_on=None).update(closed_on=clock.today(), closed_by_move="forget")
    Step.objects.filter(**held).exclude(note="").update(note="")


@transaction.atomic
def urge(term_ids: Collection[int], *, actor: Actor) -> Urged:
    """Ask those who are waited for to act, in one matter or many; each is told, marked and recorded.

    What was urged within `supervision.urge_gap` is left out. Raises NotFound (no such open term, or hidden),
    NotAllowed (it waits for the actor, or the actor only reads), RuleBroken("supervision.urge_gap") when all are.
    """
    wanted = set(term_ids)
    known = set(selectors.involved(actor).filter(id__in=wanted).values_list("id", flat=True))
    if not wanted or wanted - known:
        raise NotFound("term", id=min(wanted - known, default=0))
    rows = selectors.urgeable(actor).filter(id__in=wanted)
    terms = list(Term.objects.select_for_update().filter(id__in=rows.values("id")).order_by("id"))
    if len(terms) < len(wanted):
        raise NotAllowed("workflow.urge")
    today, early = clock.today(), None
    urged = 0
    for term in terms:
        gap = resolve("supervision.urge_gap", region=term.region_code, on=today).value
        assert isinstance(gap, Length), "declared as a term"
        if again := rules.urge_from(last=term.urged_on, due=partial(_end, gap), today=today):
            early = early or RuleBroken("supervision.urge_gap", last=term.urged_on, next=again)
            continue
        urged += 1
        term.urged, term.urged_on, term.urged_by = term.urged + 1, today, actor.organisation_name
        term.save(update_fields=["urged", "urged_on", "urged_by"])
        facts = {"matter": f"{term.workflow}:{term.matter_id}", "times": term.urged, "of": term.waits_for_id}
        record(actor, WorkflowTag.URGED, object_type="term", object_id=term.id, facts=facts)
        publish(TermUrged(term.id, by=f"{actor.organisation_name}（{actor.person_name}）", times=term.urged))
    if early and not urged:
        raise early
    return Urged(urged, len(terms) - urged)


def _end(gap: Length, begun: date) -> date:
    return due(gap, begun).on


def _watch(term: Term) -> bool:
    today = clock.today()
    assert term.due_on is not None
    left = workdays_left(today, term.due_on)
    total = workdays_left(term.started_on, term.due_on)
    kinds = rules.reminders_due(left=left, total=total, sent=term.reminders)
    for kind in kinds:
        term.reminders[kind] = today.isoformat()
        facts = {"kind": kind, "left": left}
        by = system_of(term.region_code)
        record(by, WorkflowTag.REMINDED, object_type="term", object_id=term.id, facts=facts)
        publish(TermReminded(term.id, kind=kind))
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
    conduct = _conduct(term.violation, region=term.region_code, on=term.law_on)
    signal = Signal.objects.create(
        term=term,
        title=term.title,
        href=term.href,
        violation=term.violation,
        law_on=term.law_on,
        organisation_id=term.waits_for_id,
        region_code=term.region_code,
        raised_on=today,
        requirement_ids=list(dict.fromkeys((*conduct, *resolved.cite))),
        evidence={
            "key": term.key,
            "term_cite": list(resolved.cite),
            "violation": term.violation,
            "violation_cite": list(conduct),
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
        requirement_ids=signal.requirement_ids,
        facts={"term": term.id, "due_on": term.due_on.isoformat()},
    )
    publish(SignalRaised(signal.id, organisation_id=signal.organisation_id, on=today))
    return True


def _conduct(key: str, *, region: str, on: date) -> tuple[str, ...]:
    """Articles that list the conduct; none where the law of the region lists no such conduct."""
    return resolve(key, region=region, on=on).cite if key else ()


@transaction.atomic
def raise_signal(
    *,
    actor: Actor,
    organisation_id: int,
    violation: str,
    title: str,
    evidence: str,
    matter: str = "",
    href: str = "",
    region: str = "",
    law_on: date | None = None,
    basis: str = "",
) -> int:
    """Offer a signal on an organisation, by an officer, an inspector or the platform; returns its id.

    violation: rule key of the listed conduct, e.g. "sharing.violation_use"; the law of the region must list it.
    matter: "sharing.grant:12", as in the evidence of a term; the same matter and conduct are offered once.
    basis: the rule that was broken, for conduct that the list calls other.
    region, law_on: whose law judges the conduct, as of which day; the organisation's own and today when not given.
    Raises: NotAllowed, NotFound (no such organisation, or the law of the region lists no such conduct),
    RuleBroken("workflow.evidence" | "workflow.basis").
    """
    region = region or organisation(organisation_id).region_code
    if not (actor.is_system or actor.has(Function.BUREAU, Function.AUDITOR)):
        raise NotAllowed("workflow.signal.raise")
    if not actor.is_system and not region.startswith(trunk(actor.region_code)):
        raise NotFound("organisation", id=organisation_id)
    if not evidence.strip():
        raise RuleBroken("workflow.evidence")
    today = clock.today()
    conduct = _conduct(violation, region=region, on=law_on or today)
    if not conduct:
        raise NotFound("violation", key=violation)
    if OTHER in resolve(violation, region=region, on=law_on or today).items and not basis.strip():
        raise RuleBroken("workflow.basis", field="basis")
    raised = Signal.objects.filter(violation=violation, organisation_id=organisation_id, evidence__matter=matter)
    if matter and (earlier := raised.first()):
        return earlier.id
    signal = Signal.objects.create(
        title=title,
        href=href,
        violation=violation,
        law_on=law_on or today,
        raised_by="" if actor.is_system else f"{actor.organisation_name} {actor.person_name}",
        organisation_id=organisation_id,
        region_code=region,
        raised_on=today,
        requirement_ids=list(conduct),
        evidence={
            "violation": violation,
            "violation_cite": list(conduct),
            "matter": matter,
            "words": evidence.strip(),
            "basis": basis.strip(),
        },
    )
    record(
        actor,
        WorkflowTag.RAISED,
        object_type="signal",
        object_id=signal.id,
        requirement_ids=conduct,
        facts={"organisation": organisation_id, "violation": violation},
    )
    publish(SignalRaised(signal.id, organisation_id=organisation_id, on=today))
    return signal.id


@transaction.atomic
def recompute_provisional() -> int:
    """After a holiday notice: compute provisional due dates of open terms anew; returns how many moved."""
    moved = 0
    for term in Term.objects.select_for_update().filter(closed_on=None, provisional=True):
        length = resolve(term.key, region=term.region_code, on=term.law_on).value
        if not isinstance(length, Length):
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
            publish(TermMoved(term.id, old_on=term.due_on, new_on=end.on))
            moved += 1
    return moved


@transaction.atomic
def take_over(event: OrganisationSucceeded) -> None:
    """A successor has the open terms of the body it took over, and the signals on which that body has yet to speak."""
    Term.objects.filter(waits_for_id=event.old_id, closed_on=None).update(waits_for_id=event.new_id)
    Term.objects.filter(filed_by=event.old_id, closed_on=None).update(filed_by=event.new_id)
    party = Term.objects.filter(parties__contains=[event.old_id], closed_on=None)
    party.update(parties=Func(F("parties"), event.old_id, event.new_id, function="array_replace"))
    Signal.objects.filter(organisation_id=event.old_id, state=SignalState.OPEN).update(organisation_id=event.new_id)


@transaction.atomic
def state_reasons(signal_id: int, *, actor: Actor, statement: str) -> None:
    """The department concerned states its reasons."""
    signal = selectors.signal_for(actor, signal_id)
    if signal.organisation_id not in actor.organisation_ids or not actor.has(Function.HEAD, Function.DATA_OFFICER):
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
    publish(SignalDecided(signal.id, signal.organisation_id, signal.region_code, to))
