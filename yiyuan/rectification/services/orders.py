"""Give notice on a confirmed violation, answer it, look again; report, order, tell when the term has passed."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.kernel import clock
from yiyuan.kernel.actor import SYSTEM, Actor
from yiyuan.kernel.errors import NotFound, RuleBroken
from yiyuan.organisations.api import organisation
from yiyuan.rectification import papers, rules, selectors
from yiyuan.rectification.models import Order, OrderPaper
from yiyuan.rectification.types import OWED, File, PaperKind, RectificationTag
from yiyuan.rectification.workflow import ORDER
from yiyuan.workflow.api import call_of, raise_signal
from yiyuan.workflow.events import TermReminded

DEFIED = {
    "licences": "licences.violation_defied",
    "credit": "credit.violation_defied",
}  # by the room of the conduct of the earlier order


@transaction.atomic
def draft_order(
    signal_id: int,
    *,
    actor: Actor,
    problem: str,
    demand: str,
    due_on: date | None,
    co_issuers: Collection[int] = (),
) -> Order:
    """Draft the notice on a confirmed signal. due_on: last day of the rectification, inclusive.

    Raises NotFound, NotAllowed, RuleBroken (rectification.confirmed, .once, .said, .due, .no_issuer).
    """
    found = selectors.finding_for(signal_id, actor=actor)
    rules.check_said(problem=problem, demand=demand)
    last = rules.check_due(due_on=due_on, today=clock.today())
    if selectors.order_of(signal_id) is not None:
        raise RuleBroken("rectification.once")
    issuer = selectors.issuer_of(found.region_code)
    made = Order.objects.create(
        signal_id=found.id,
        violation=found.violation,
        cite=list(found.cite),
        earlier_id=_number_in(found.matter, "rectification.order"),
        project_id=_number_in(found.matter, "projects.project"),
        title=found.title,
        organisation_id=found.organisation_id,
        region_code=found.region_code,
        issuer_id=issuer.id,
        signed_by=selectors.signed_by(found.region_code),
        co_issuer_ids=_known(co_issuers, but=issuer.id),
        problem=problem.strip(),
        demand=demand.strip(),
        due_on=last,
        drafted_by=actor.person_name,
        drafted_on=clock.today(),
    )
    record(
        actor,
        RectificationTag.DRAFTED,
        object_type="rectification.order",
        object_id=made.id,
        requirement_ids=made.cite,
        facts={"signal": found.id, "due_on": str(due_on)},
    )
    return made


def _number_in(matter: str, noun: str) -> int | None:
    """12 of "rectification.order:12"."""
    name, _, number = matter.partition(":")
    return int(number) if name == noun and number.isdigit() else None


def _known(bodies: Collection[int], *, but: int) -> list[int]:
    """Raises NotFound."""
    return [organisation(one).id for one in sorted(set(bodies)) if one != but]


@transaction.atomic
def change_order(
    order_id: int,
    *,
    actor: Actor,
    problem: str,
    demand: str,
    due_on: date | None,
    co_issuers: Collection[int] = (),
) -> None:
    """Write the draft anew. Raises NotFound, NotAllowed, MoveRefused, RuleBroken (rectification.said, .due)."""
    found = selectors.order_for(actor, order_id, lock=True)
    ORDER.open_move(found, "change", actor)
    rules.check_said(problem=problem, demand=demand)
    rules.check_due(due_on=due_on, today=clock.today())
    others = _known(co_issuers, but=found.issuer_id)
    said = {"problem": problem.strip(), "demand": demand.strip(), "due_on": due_on, "co_issuer_ids": others}
    ORDER.move(found, "change", actor=actor, also_set=said)


@transaction.atomic
def issue_order(order_id: int, *, actor: Actor, number: str, file: File | None = None) -> None:
    """The notice was signed: it is recorded and the department is told. number: of the document.

    Raises NotFound, NotAllowed, MoveRefused, RuleBroken (rectification.due, .number, .no_issuer, .file).
    """
    found = selectors.order_for(actor, order_id, lock=True)
    today = clock.today()
    ORDER.move(
        found,
        "issue",
        actor=actor,
        number=number,
        due_on=found.due_on,
        issuer_id=found.issuer_id,
        today=today,
        also_set={"number": number.strip(), "issued_on": today, "law_on": today},
    )
    _add(found, PaperKind.NOTICE, file, actor=actor)


@transaction.atomic
def discard_order(order_id: int, *, actor: Actor, why: str) -> None:
    """A draft that does not leave. Raises NotFound, NotAllowed, MoveRefused, RuleBroken("rectification.why")."""
    ORDER.move(selectors.order_for(actor, order_id, lock=True), "discard", actor=actor, note=why, why=why)


@transaction.atomic
def withdraw_order(order_id: int, *, actor: Actor, why: str) -> None:
    """Take an issued notice back. Raises NotFound, NotAllowed, MoveRefused, RuleBroken("rectification.why")."""
    ORDER.move(selectors.order_for(actor, order_id, lock=True), "withdraw", actor=actor, note=why, why=why)


@transaction.atomic
def answer_order(order_id: int, *, actor: Actor, measures: str, file: File | None = None) -> None:
    """The department says what it did. Raises NotFound, NotAllowed, MoveRefused, RuleBroken (.answer, .file)."""
    found = selectors.order_for(actor, order_id, lock=True)
    said = {"measures": measures.strip(), "answered_on": clock.today()}
    ORDER.move(found, "answer", actor=actor, measures=measures, also_set=said)
    _add(found, PaperKind.ANSWER, file, actor=actor)


@transaction.atomic
def pass_order(order_id: int, *, actor: Actor, finding: str) -> None:
    """Looked at again, and mended. Raises NotFound, NotAllowed, MoveRefused, RuleBroken (.rechecked)."""
    found = selectors.order_for(actor, order_id, lock=True)
    said = {"finding": finding.strip(), "rechecked_on": clock.today()}
    ORDER.move(found, "pass", actor=actor, note=finding, finding=finding, also_set=said)


@transaction.atomic
def send_back_order(order_id: int, *, actor: Actor, finding: str, new_due_on: date | None = None) -> None:
    """Looked at again, and not mended. Without a new day the old one stands.

    Raises NotFound, NotAllowed, MoveRefused, RuleBroken (rectification.rechecked, .due).
    """
    found = selectors.order_for(actor, order_id, lock=True)
    today = clock.today()
    said = {"finding": finding.strip(), "rechecked_on": today, "due_on": new_due_on or found.due_on}
    facts: dict[str, Any] = {"finding": finding, "new_due_on": new_due_on, "today": today}
    ORDER.move(found, "send_back", actor=actor, note=finding, also_set=said, **facts)


@transaction.atomic
def report_order(order_id: int, *, actor: Actor, number: str, words: str, file: File | None = None) -> None:
    """Past its day: what is the matter goes to the government, on paper and outside; here it is recorded.

    Raises NotFound, NotAllowed, MoveRefused, RuleBroken (rectification.report, .lapsed, .number, .rechecked, .file).
    """
    said = {"report_number": number.strip(), "report_words": words.strip(), "reported_on": clock.today()}
    _past_due("report", order_id, said, actor=actor, number=number, words=words)
    _add(selectors.order_for(actor, order_id), PaperKind.REPORT, file, actor=actor)


@transaction.atomic
def circulate_order(order_id: int, *, actor: Actor, number: str, words: str, file: File | None = None) -> None:
    """Past its day: an internal circular; nothing is published. Raises as `report_order`."""
    said = {"circular_number": number.strip(), "circular_words": words.strip(), "circulated_on": clock.today()}
    _past_due("circulate", order_id, said, actor=actor, number=number, words=words)
    _add(selectors.order_for(actor, order_id), PaperKind.CIRCULAR, file, actor=actor)


def _past_due(
    move: str,
    order_id: int,
    said: dict[str, Any],  # field values of the model
    *,
    actor: Actor,
    number: str,
    words: str,
) -> None:
    found = selectors.order_for(actor, order_id, lock=True)
    facts: dict[str, Any] = {"due_on": found.due_on, "number": number, "words": words, "today": clock.today()}
    ORDER.move(found, move, actor=actor, note=words, also_set=said, **facts)


@transaction.atomic
def order_by_government(
    order_id: int, *, actor: Actor, number: str, new_due_on: date | None, file: File | None = None
) -> None:
    """The government has ordered the rectification by a new day.

    Raises NotFound, NotAllowed, MoveRefused, RuleBroken (rectification.order, .due, .number, .file).
    """
    found = selectors.order_for(actor, order_id, lock=True)
    today = clock.today()
    said = {"order_number": number.strip(), "ordered_on": today, "due_on": new_due_on}
    ORDER.move(found, "order", actor=actor, number=number, new_due_on=new_due_on, today=today, also_set=said)
    _add(found, PaperKind.ORDER, file, actor=actor)


def _add(order: Order, kind: PaperKind, file: File | None, *, actor: Actor) -> None:
    if file is None:
        return
    kept = papers.keep(file)
    OrderPaper.objects.create(
        order=order,
        kind=kind,
        name=kept.name,
        media=kept.media,
        size_bytes=kept.size_bytes,
        sha256=kept.sha256,
        added_by=actor.person_name,
        added_on=clock.today(),
    )


def read_paper(paper_id: int, *, actor: Actor) -> tuple[OrderPaper, bytes]:
    """A file and its content. Raises NotFound, Damaged."""
    found = selectors.paper_for(actor, paper_id)
    record(actor, RectificationTag.PAPER_READ, object_type="rectification.order", object_id=found.order_id)
    return found, papers.content_of(found.sha256)


def follow_reminder(event: TermReminded) -> None:
    """An order past its day is a sign that it is defied, where the law of the region lists that; offered once."""
    if event.kind != "late":
        return
    number = _number_in(call_of(event.term_id).matter, "rectification.order")
    found = Order.objects.filter(id=number, state__in=OWED).first() if number else None
    if found is None:
        return
    violation = DEFIED.get(found.violation.partition(".")[0], "rectification.violation_defied")
    try:
        raise_signal(
            actor=SYSTEM,
            organisation_id=found.organisation_id,
            violation=violation,
            title=f"逾期没有整改：{found.title}"[:300],
            evidence=f"{found.number}要求在 {found.due_on} 前整改，至 {clock.today()} 没有整改到位。",
            matter=f"rectification.order:{found.id}",
            href=found.get_absolute_url(),
            region=found.region_code,
            law_on=found.law_on,
        )
    except NotFound:  # the law of this region lists no such conduct
        return
