"""Lists: told, heard, entered by a document, doubted, left; measures with feedback."""

from datetime import date

from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor, system_of
from yiyuan.organisations.api import organisation
from yiyuan.standing import papers, policies, publishing, rules, selectors
from yiyuan.standing.models import ListEntry, Measure
from yiyuan.standing.types import ON_LIST, File, ListKind, StandingTag
from yiyuan.standing.workflow import ENTRY, MEASURE


@transaction.atomic
def tell(*, actor: Actor, kind: ListKind, name: str, code: str, basis: str, facts: str, told_on: date) -> ListEntry:
    """The subject was told that it is to be listed, with basis and facts.

    Raises NotAllowed, RuleBroken("standing.off" | "standing.entity" | "standing.said").
    """
    policies.require_speaker(actor, "standing.entry.tell")
    subject = rules.check_entity(name=name, code=code)
    rules.check_told(words=basis)
    made = ListEntry.objects.create(
        law_on=clock.today(),
        region_code=actor.region_code,
        organisation_id=actor.organisation_id,
        kind=ListKind(kind),
        name=subject.name,
        code=subject.code,
        basis=basis.strip(),
        facts=facts.strip(),
        told_on=told_on,
    )
    record(actor, StandingTag.TOLD, object_type="standing.entry", object_id=made.id, facts={"kind": made.kind})
    ENTRY.begin(made)
    return made


@transaction.atomic
def enter(
    entry_id: int, *, actor: Actor, statement: str, decision_no: str, decided_on: date, until: date, file: File
) -> None:
    """Raises NotFound, NotAllowed, MoveRefused, RuleBroken("standing.entered" | "standing.file")."""
    found = selectors.entry_for(actor, entry_id, lock=True)
    ENTRY.move(
        found,
        "enter",
        actor=actor,
        statement=statement,
        decision_no=decision_no,
        decided_on=decided_on,
        until=until,
        told_on=found.told_on,
        also_set={
            "statement": statement.strip(),
            "decision_no": decision_no.strip(),
            "decided_on": decided_on,
            "until": until,
            **papers.keep(file),
        },
    )
    publishing.show_entry(found)


@transaction.atomic
def drop(entry_id: int, *, actor: Actor, words: str) -> None:
    """Raises NotFound, NotAllowed, MoveRefused, RuleBroken("standing.said")."""
    _say(entry_id, "drop", actor, words, reason=words.strip())


@transaction.atomic
def object_to(entry_id: int, *, actor: Actor, words: str) -> None:
    """The subject objects. Raises NotFound, NotAllowed, MoveRefused, RuleBroken("standing.said")."""
    _say(entry_id, "object", actor, words, objection=words.strip(), reply="")


@transaction.atomic
def uphold(entry_id: int, *, actor: Actor, words: str) -> None:
    """The objection does not hold. Raises NotFound, NotAllowed, MoveRefused, RuleBroken("standing.said")."""
    _say(entry_id, "uphold", actor, words, reply=words.strip())


@transaction.atomic
def leave(entry_id: int, *, actor: Actor, words: str) -> None:
    """Raises NotFound, NotAllowed, MoveRefused, RuleBroken("standing.said")."""
    _say(entry_id, "leave", actor, words, reason=words.strip(), left_on=clock.today())


def _say(entry_id: int, move: str, actor: Actor, words: str, **also: object) -> None:
    found = selectors.entry_for(actor, entry_id, lock=True)
    ENTRY.move(found, move, actor=actor, words=words, note=words.strip(), also_set=also)
    publishing.show_entry(found)


@transaction.atomic
def end_expired() -> int:
    """The day after its last one an entry leaves the list by itself; how many did."""
    due = ListEntry.objects.select_for_update(of=("self",)).filter(state__in=ON_LIST, until__lt=clock.today())
    for found in due:
        also = {"reason": "有效期满", "left_on": clock.today()}
        ENTRY.move(found, "expire", actor=system_of(found.region_code), also_set=also)
        publishing.show_entry(found)
    return len(due)


@transaction.atomic
def give_measure(
    entry_id: int, *, actor: Actor, organisation_id: int, words: str, basis: str, due_on: date, until: date | None
) -> Measure:
    """What a department is to do because of the entry.

    Raises NotFound, NotAllowed, MoveRefused, RuleBroken("standing.measure").
    """
    found = selectors.entry_for(actor, entry_id, lock=True)
    policies.require_giving(found, actor)
    rules.check_given(words=words, basis=basis, due_on=due_on, until=until, today=clock.today())
    made = Measure.objects.create(
        law_on=clock.today(),
        region_code=found.region_code,
        entry=found,
        asked_of_id=organisation(organisation_id).id,
        asked_by_id=actor.organisation_id,
        words=words.strip(),
        basis=basis.strip(),
        due_on=due_on,
        until=until,
        given_on=clock.today(),
    )
    record(actor, StandingTag.MEASURE, object_type="standing.measure", object_id=made.id, facts={"entry": found.id})
    MEASURE.begin(made)
    return made


@transaction.atomic
def report_measure(measure_id: int, *, actor: Actor, words: str) -> None:
    """Raises NotFound, NotAllowed, MoveRefused, RuleBroken("standing.said")."""
    found = selectors.measure_for(actor, measure_id, lock=True)
    also = {"feedback": words.strip(), "done_on": clock.today()}
    MEASURE.move(found, "report", actor=actor, words=words, note=words.strip(), also_set=also)
