"""Which article decided what in a case: every step and every term with its rule key, value, articles and profile."""

from dataclasses import dataclass
from datetime import date
from operator import itemgetter

from yiyuan.audit.api import tag_words
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotFound
from yiyuan.regulations.api import chain_href, chips, chips_of, key, profile_version, resolve, words
from yiyuan.web.components import Chip, TermView
from yiyuan.workflow import display, policies, selectors
from yiyuan.workflow.engine import WORKFLOWS
from yiyuan.workflow.models import Signal, Step, Term
from yiyuan.workflow.rules import REMINDER_WORDS
from yiyuan.workflow.types import Party


@dataclass(frozen=True, slots=True)
class Ruling:
    """One rule key as it stood for the case."""

    title: str
    value: str
    chips: list[Chip]
    href: str


@dataclass(frozen=True, slots=True)
class StepLine:
    """A move with who made it, why they were the one, and the rule behind it."""

    label: str
    on: date
    actor: str
    note: str
    because: Ruling | None
    who: Ruling | None


@dataclass(frozen=True, slots=True)
class TermLine:
    """A wait: of whom, since when, until when, under which rule, and how it ended."""

    ask: str
    organisation: str
    started_on: date
    view: TermView
    ruling: Ruling | None
    due_on: date | None
    reminders: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A case and the law it was judged by. `profile` is the version kept; `historical`: another one holds today."""

    title: str
    href: str
    region: str
    law_on: date
    profile: str
    historical: bool
    steps: list[StepLine]
    terms: list[TermLine]
    signals: list[tuple[Signal, list[Chip]]]


def explanation(actor: Actor, workflow: str, matter_id: int, *, today: date) -> Explanation:
    """Raises NotFound, also when the case is hidden from the actor: its parties and those who oversee its region."""
    all_terms = Term.objects.filter(workflow=workflow, matter_id=matter_id)
    seen = policies.involved(all_terms, actor=actor).exists()
    terms = list(all_terms.select_related("waits_for").order_by("id"))
    if not seen:
        raise NotFound("case", workflow=workflow, id=matter_id)
    last = terms[-1]
    law_on, region = last.law_on, last.region_code
    profile = last.profile or profile_version(region, law_on)
    steps = Step.objects.filter(workflow=workflow, matter_id=matter_id).order_by("id")
    signals = Signal.objects.filter(term__in=terms).order_by("id")
    return Explanation(
        title=last.title,
        href=last.href,
        region=region,
        law_on=law_on,
        profile=profile,
        historical=profile != profile_version(region, today),
        steps=[_step(step, region=region, law_on=law_on) for step in steps],
        terms=[_term(term) for term in terms],
        signals=[(signal, chips_of(signal.requirement_ids)) for signal in signals],
    )


def ruling(name: str, *, region: str, on: date) -> Ruling:
    resolved = resolve(name, region=region, on=on)
    return Ruling(key(name).title, words(resolved), chips(resolved), chain_href(resolved))


def _step(step: Step, *, region: str, law_on: date) -> StepLine:
    table = WORKFLOWS.get(step.workflow)
    moves = table.moves if table else ()
    move = next((m for m in moves if m.name == step.move and m.starts_from(step.from_state)), None)
    because = ruling(move.key, region=region, on=law_on) if move and move.key else None
    who = ruling(move.who.key, region=region, on=law_on) if move and isinstance(move.who, Party) else None
    label = (move.label if move else "") or tag_words(f"{step.workflow}.{step.move}")
    actor = f"{step.organisation_name} {step.actor_name}".strip()
    return StepLine(label, step.legal_on, actor, step.note, because, who)


def _term(term: Term) -> TermLine:
    return TermLine(
        ask=term.ask,
        organisation=term.waits_for.name if term.waits_for else "平台",
        started_on=term.started_on,
        view=display.term_view(selectors.info_of(term)),
        ruling=ruling(term.key, region=term.region_code, on=term.law_on) if term.key else None,
        due_on=term.due_on,
        reminders=[(REMINDER_WORDS[kind], day) for kind, day in sorted(term.reminders.items(), key=itemgetter(1))],
    )
