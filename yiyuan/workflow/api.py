"""The door of the engine."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor, Function
from yiyuan.kernel.regions import trunk
from yiyuan.regulations.api import chips_of
from yiyuan.web.components import TermView
from yiyuan.workflow import desk, display, rules, selectors
from yiyuan.workflow.asks import Ask, Matters, New, Under
from yiyuan.workflow.desk import DESK, Behind
from yiyuan.workflow.display import strip_of
from yiyuan.workflow.engine import WORKFLOWS, Law, Workflow
from yiyuan.workflow.models import Signal, Step, Term
from yiyuan.workflow.operations import MatterOut
from yiyuan.workflow.pages import form_page, waited
from yiyuan.workflow.panels import SIGNAL_PANELS
from yiyuan.workflow.selectors import info_of
from yiyuan.workflow.services import forget, raise_signal, take_over
from yiyuan.workflow.types import (
    Call,
    DueTerm,
    Finding,
    KeptTerms,
    Late,
    Matter,
    Move,
    Party,
    Role,
    SignalInfo,
    SignalState,
    StepTaken,
    TermInfo,
    Wait,
    Waiting,
)

__all__ = [
    "DESK",
    "SIGNAL_PANELS",
    "Ask",
    "Behind",
    "KeptTerms",
    "Late",
    "Law",
    "Matter",
    "MatterOut",
    "Matters",
    "Move",
    "New",
    "Party",
    "Role",
    "Under",
    "Wait",
    "Workflow",
    "behind_on",
    "call_of",
    "count_moves",
    "count_states",
    "file_under",
    "findings_on",
    "forget",
    "form_page",
    "list_conduct",
    "open_by_workflow",
    "open_count",
    "open_signal",
    "open_terms",
    "raise_signal",
    "signal_call",
    "signal_of",
    "signals_by_organisation",
    "signals_on",
    "steps",
    "strip_of",
    "take_over",
    "term_of",
    "term_view",
    "terms_due",
    "terms_kept",
    "waited",
    "waiting_for",
    "waiting_words",
    "with_due",
    "workflows",
]


def workflows() -> list[Workflow]:
    """Every table that has been read."""
    return list(WORKFLOWS.values())


def file_under(headings: Mapping[str, str]) -> None:
    """Workflow, or its beginning -> the heading of a department's work under which its matters stand."""
    rules.HEADINGS.update(headings)


def list_conduct(keys: Iterable[str]) -> None:
    """Rule keys that list conduct about which a signal may be raised."""
    rules.CONDUCT.extend(key for key in keys if key not in rules.CONDUCT)


def steps(workflow: str, matter_id: int) -> list[StepTaken]:
    """The moves made on a matter, oldest first."""
    return [
        StepTaken(
            move=s.move,
            from_state=s.from_state,
            to_state=s.to_state,
            actor_name=s.actor_name,
            organisation_name=s.organisation_name,
            at=s.at,
            legal_on=s.legal_on,
            note=s.note,
        )
        for s in Step.objects.filter(workflow=workflow, matter_id=matter_id).order_by("id")
    ]


def count_moves(workflow: str, move: str, *, since: date) -> dict[int, int]:
    """How often this move was made on each matter since a legal day; one query."""
    made = Step.objects.filter(workflow=workflow, move=move, legal_on__gte=since).order_by()
    return dict(made.values_list("matter_id").annotate(n=Count("id")))


def term_of(workflow: str, matter_id: int) -> TermInfo | None:
    """The latest term of a matter, open or closed; None if none ever ran."""
    found = Term.objects.filter(workflow=workflow, matter_id=matter_id).select_related("signal").order_by("-id").first()
    return info_of(found) if found else None


def open_terms(workflow: str, matter_ids: Iterable[int]) -> dict[int, TermInfo]:
    """The open terms of several matters by matter id; one query."""
    found = Term.objects.filter(workflow=workflow, matter_id__in=list(matter_ids), closed_on=None)
    return {term.matter_id: info_of(term) for term in found.select_related("signal")}


def with_due(rows: QuerySet[Any], workflow: str) -> QuerySet[Any]:  # of the room's model
    """The matters with `due`, the last day of their open term; none: no term runs, or one without a date."""
    running = Term.objects.filter(workflow=workflow, matter_id=OuterRef("pk"), closed_on=None)
    found: QuerySet[Any] = rows.annotate(due=Subquery(running.values("due_on")[:1]))
    return found


def waiting_for(organisation_id: int, *, functions: Collection[Function]) -> list[Waiting]:
    """Open matters that wait for people of these functions in an organisation, most urgent first."""
    found = Term.objects.filter(closed_on=None, waits_for_id=organisation_id, functions__overlap=sorted(functions))
    ordered = found.order_by(F("due_on").asc(nulls_last=True), "id")
    return [Waiting(title, ask, due_on) for title, ask, due_on in ordered.values_list("title", "ask", "due_on")]


def open_count(actor: Actor) -> int:
    """How many open terms wait for the actor's organisation."""
    return selectors.todo(actor).count()


def open_by_workflow(actor: Actor) -> dict[str, int]:
    """How many open terms wait for the actor, by workflow."""
    found = selectors.todo(actor).order_by().values_list("workflow").annotate(number=Count("id"))
    return dict(found)


def call_of(term_id: int) -> Call:
    """What an open term asks of whom, for a notice."""
    term = Term.objects.select_related("waits_for").get(id=term_id)
    found = display.term_chips(term.key, region=term.region_code, law_on=term.law_on)
    articles = [chip.text for chip in found if chip.kind == "law"]
    return Call(
        title=term.title,
        ask=term.ask,
        href=term.href,
        matter=f"{term.workflow}:{term.matter_id}",
        organisation_id=term.waits_for_id,
        organisation=term.waits_for.name if term.waits_for else "平台",
        functions=frozenset(Function(f) for f in term.functions),
        due_on=term.due_on,
        provisional=term.provisional,
        articles=tuple(articles),
    )


def signal_call(signal_id: int) -> tuple[str, list[str]]:
    """What a signal is about, and the articles it cites."""
    signal = Signal.objects.get(id=signal_id)
    return signal.title, [chip.text for chip in chips_of(signal.requirement_ids)]


def signal_of(actor: Actor, signal_id: int) -> SignalInfo:
    """A signal the actor may see. Raises NotFound."""
    return selectors.signal_info(selectors.signal_for(actor, signal_id))


def signals_on(matter: str) -> list[SignalInfo]:
    """Signals raised on a matter ("rectification.order:12"), oldest first."""
    found = Signal.objects.filter(evidence__matter=matter).select_related("organisation", "term").order_by("id")
    return [selectors.signal_info(one) for one in found]


def open_signal(workflow: str, matter_id: int) -> int | None:
    """The signal on a matter's open term that waits for the department's statement."""
    found = Signal.objects.filter(term__workflow=workflow, term__matter_id=matter_id, state=SignalState.OPEN)
    return found.order_by("-id").values_list("id", flat=True).first()


def waiting_words(workflow: str, matter_id: int, *, actor: Actor) -> str:
    """Whom an open matter waits for, and for what; empty where it is the actor's turn."""
    term = selectors.open_term(workflow, matter_id)
    return display.waiting_words(term, actor) if term and not display.is_turn_of(term, actor) else ""


def term_view(term: TermInfo | None) -> TermView | None:
    """A term as pages show it: light, words, date, articles. None where none ran."""
    return display.term_view(term) if term else None


def signals_by_organisation(violations: Collection[str], *, region_code: str) -> tuple[dict[int, int], dict[int, int]]:
    """Signals of these kinds of conduct in a region, and those of them that became findings: organisation -> number."""
    rows = Signal.objects.filter(violation__in=violations, region_code__startswith=trunk(region_code)).order_by()
    counts = rows.values_list("organisation_id").annotate(number=Count("id"))
    return dict(counts), dict(counts.filter(state=SignalState.CONFIRMED))


def terms_due(organisation_id: int, *, workflows: Collection[str], first: date, last: date) -> list[DueTerm]:
    """Terms of these workflows that an organisation had to keep and whose last day lies between both, inclusive.

    One a matter, its last: an extension replaces the date before it. A day that has not passed counts only when kept.
    """
    found = Term.objects.filter(workflow__in=workflows, waits_for_id=organisation_id).select_related("signal")
    latest = {(term.workflow, term.matter_id): term for term in found.order_by("id")}
    today = clock.today()
    return [
        DueTerm(
            term.title,
            term.href,
            term.due_on,
            in_time=term.closed_on is not None and term.closed_on <= term.due_on,
            signal=SignalState(term.signal.state) if hasattr(term, "signal") else None,
        )
        for term in latest.values()
        if term.due_on and first <= term.due_on <= last and (term.closed_on or term.due_on < today)
    ]


def behind_on(region_code: str, *, on: date) -> list[Behind]:
    """Departments of a region that were waited for at the end of a legal day, most late first."""
    rows = Term.objects.filter(region_code__startswith=trunk(region_code), started_on__lte=on)
    return desk.behind(rows.filter(Q(closed_on=None) | Q(closed_on__gt=on)), on=on)


def terms_kept(region_code: str, *, first: date, last: date) -> list[KeptTerms]:
    """What `terms_due` says of each organisation of a region, counted by workflow and last day; one query.

    As of the end of `last`: what was done afterwards was not done yet.
    """
    later = Term.objects.filter(
        workflow=OuterRef("workflow"),
        matter_id=OuterRef("matter_id"),
        waits_for=OuterRef("waits_for"),
        id__gt=OuterRef("id"),
        started_on__lte=last,
    )
    rows = Term.objects.filter(
        ~Exists(later), region_code__startswith=trunk(region_code), waits_for__isnull=False, due_on__range=(first, last)
    ).order_by()
    good = Q(closed_on__lte=F("due_on"))
    over = good | Q(closed_on__lte=last) | Q(due_on__lt=last)
    counted = rows.filter(over).values_list("workflow", "waits_for", "due_on")
    return [KeptTerms(*row) for row in counted.annotate(total=Count("id"), good=Count("id", filter=good))]


def count_states(rows: QuerySet[Any], region_code: str) -> dict[str, int]:  # of a room's matters
    """State -> how many of these matters lie in a region or below it; one query."""
    within = rows.filter(region_code__startswith=trunk(region_code)).order_by()
    return dict(within.values_list("state").annotate(number=Count("id")))


def findings_on(organisation_id: int, *, first: date, last: date) -> list[Finding]:
    """What officers confirmed of signals raised on an organisation between both days; nothing unconfirmed."""
    found = Signal.objects.filter(organisation_id=organisation_id, state=SignalState.CONFIRMED)
    found = found.filter(raised_on__gte=first, raised_on__lte=last).order_by("raised_on", "id")
    return [Finding(one.title, f"/signals/{one.id}/", one.raised_on, one.id, one.violation) for one in found]
