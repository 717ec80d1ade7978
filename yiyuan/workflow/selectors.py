"""Reads of terms and signals."""

from django.db.models import Exists, F, OuterRef, QuerySet

from yiyuan.kernel.actor import Actor, Function
from yiyuan.kernel.errors import NotFound
from yiyuan.kernel.regions import trunk
from yiyuan.workflow import policies
from yiyuan.workflow.models import Signal, Term
from yiyuan.workflow.types import SignalInfo, SignalState, TermInfo


def _ordered(terms: QuerySet[Term]) -> QuerySet[Term]:
    return terms.select_related("waits_for", "signal").order_by(F("due_on").asc(nulls_last=True), "id")


def open_term(workflow: str, matter_id: int) -> Term | None:
    found = Term.objects.filter(workflow=workflow, matter_id=matter_id, closed_on=None)
    return _ordered(found).first()


def todo(actor: Actor) -> QuerySet[Term]:
    """Open terms that wait for the actor's organisation, most urgent first."""
    return _ordered(policies.waiting_for(Term.objects.filter(closed_on=None), actor=actor))


def started(actor: Actor) -> QuerySet[Term]:
    """The last term of each matter the actor's organisation started; closed where nobody is waited for any more."""
    later = Term.objects.filter(workflow=OuterRef("workflow"), matter_id=OuterRef("matter_id"), id__gt=OuterRef("id"))
    return _ordered(policies.filed_by(Term.objects.filter(~Exists(later)), actor=actor))


def elsewhere(actor: Actor) -> QuerySet[Term]:
    """Open terms of matters my organisation has a part in, that wait for others."""
    return _ordered(policies.elsewhere(Term.objects.filter(closed_on=None), actor=actor))


def urgeable(actor: Actor) -> QuerySet[Term]:
    """Open terms whose end the actor may ask for."""
    return policies.urgeable(_ordered(Term.objects.all()), actor=actor)


def overseen(actor: Actor) -> QuerySet[Term]:
    """Open terms of the actor's region, for the bureau."""
    return _ordered(policies.overseen(Term.objects.filter(closed_on=None), actor=actor))


def involved(actor: Actor) -> QuerySet[Term]:
    """Open terms of every matter the actor may know of."""
    return policies.involved(Term.objects.filter(closed_on=None), actor=actor)


def done(actor: Actor) -> QuerySet[Term]:
    """Closed terms that waited for the actor's organisation, latest first."""
    return (
        policies.waiting_for(Term.objects.exclude(closed_on=None), actor=actor)
        .select_related("waits_for", "signal")
        .order_by("-closed_on", "-id")
    )


def signals(actor: Actor) -> QuerySet[Signal]:
    """Signals the actor may see, latest first."""
    found = policies.visible_signals(Signal.objects.all(), to=actor)
    return found.select_related("term", "organisation").order_by("-raised_on", "-id")


def stated_signals(actor: Actor) -> QuerySet[Signal]:
    """Signals stated on that wait for this officer to confirm or drop them."""
    if not actor.has(Function.BUREAU):
        return Signal.objects.none()
    return signals(actor).filter(state=SignalState.STATED, region_code__startswith=trunk(actor.region_code))


def signal_for(actor: Actor, signal_id: int) -> Signal:
    """Raises NotFound, also when hidden from the actor."""
    found = signals(actor).filter(id=signal_id).first()
    if found is None:
        raise NotFound("signal", id=signal_id)
    return found


def signal_info(signal: Signal) -> SignalInfo:
    """With its term and organisation at hand."""
    term = signal.term
    ran_out = f"应在 {term.due_on} 前{term.ask}，到期没有办。" if term else ""
    return SignalInfo(
        id=signal.id,
        title=signal.title,
        href=signal.href,
        violation=signal.violation,
        cite=tuple(signal.evidence.get("violation_cite", ())),
        organisation_id=signal.organisation_id,
        organisation=signal.organisation.name,
        region_code=signal.region_code,
        law_on=signal.law_on,
        raised_on=signal.raised_on,
        state=SignalState(signal.state),
        matter=str(signal.evidence.get("matter", "")),
        words="\n".join(filter(None, [signal.evidence.get("words") or ran_out, signal.evidence.get("basis")])),
        statement=signal.statement,
        conclusion=signal.conclusion,
    )


def info_of(term: Term) -> TermInfo:
    return TermInfo(
        id=term.id,
        key=term.key,
        region_code=term.region_code,
        law_on=term.law_on,
        started_on=term.started_on,
        due_on=term.due_on,
        provisional=term.provisional,
        waits_for=term.waits_for_id,
        closed_on=term.closed_on,
        reminders=term.reminders,
        signalled=hasattr(term, "signal"),
    )
