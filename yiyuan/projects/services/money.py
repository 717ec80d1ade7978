"""Funds, payments, contracts, changes of what was approved."""

from datetime import date
from typing import Any

from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import Conflict, MoveRefused, NotAllowed, NotFound, RuleBroken
from yiyuan.projects import policies, selectors
from yiyuan.projects.models import LedgerEntry, Project, ProjectChange, ProjectContract
from yiyuan.projects.rules import declaring, gates, money
from yiyuan.projects.types import (
    BOUGHT,
    GRANTED_STATES,
    Account,
    Changeable,
    ChangeState,
    Duty,
    Fund,
    Gate,
    Posting,
    ProjectTag,
    Section,
    Source,
)
from yiyuan.projects.workflow import PROJECT
from yiyuan.workdays.api import due

FUND_GATES = {Fund.CONSTRUCTION: Gate.FUND, Fund.SERVICE: Gate.FUND, Fund.MAINTENANCE: Gate.MAINTAIN}


def require_finance(project: Project, actor: Actor) -> None:
    """Raises NotAllowed, MoveRefused (not approved)."""
    if not policies.holds(actor, Duty.FINANCE, region=project.region_code):
        raise NotAllowed("projects.ledger.write")
    if project.state not in GRANTED_STATES:
        raise MoveRefused("projects.project.fund", state=project.state)


@transaction.atomic
def allot_funds(
    project_id: int, *, actor: Actor, year: int, fund: Fund, source: Source, amount: int, words: str
) -> LedgerEntry:
    """A line of the budget of a year; amount in fen.

    Raises NotFound, NotAllowed, MoveRefused, RuleBroken (the gate, "projects.within_approved", "projects.amount").
    """
    found = selectors.project_for(actor, project_id, lock=True)
    require_finance(found, actor)
    _positive(amount)
    law = PROJECT.law(found)
    with law.judging():
        gates.check_gate(FUND_GATES[fund], selectors.standing_of(found, year=year), law=law)
        if fund != Fund.MAINTENANCE:
            money.check_allotted(selectors.postings(found), amount=amount, approved=found.approved_amount or 0)
    return _book(found, "allot", actor=actor, year=year, fund=fund, source=source, amount=amount, words=words)


@transaction.atomic
def pay(
    project_id: int, *, actor: Actor, year: int, fund: Fund, amount: int, words: str, final: bool = False
) -> LedgerEntry:
    """A payment out of what was allotted; final: the last one of a contract.

    Raises NotFound, NotAllowed, MoveRefused, RuleBroken (the gate, "projects.payment", "projects.amount").
    """
    found = selectors.project_for(actor, project_id, lock=True)
    require_finance(found, actor)
    _positive(amount)
    law = PROJECT.law(found)
    with law.judging():
        standing = selectors.standing_of(found, year=year)
        for gate in _paying(fund, final=final):
            gates.check_gate(gate, standing, law=law)
        money.check_paid(selectors.postings(found, fund=fund), amount=amount)
    source = found.ledger.filter(fund=fund).order_by("-id").values_list("source", flat=True)[0]
    return _book(
        found,
        "pay",
        actor=actor,
        year=year,
        fund=fund,
        source=Source(source),
        amount=amount,
        words=words,
        final=final,
    )


def _paying(fund: Fund, *, final: bool) -> list[Gate]:
    if fund == Fund.MAINTENANCE:
        return [Gate.MAINTAIN]
    return [Gate.PAY, Gate.SETTLE] if final else [Gate.PAY]


@transaction.atomic
def reverse_entry(project_id: int, *, actor: Actor, entry_id: int, words: str) -> LedgerEntry:
    """The opposite of an entry, once.

    Raises NotFound, NotAllowed, RuleBroken("projects.reversal" | "projects.note").
    """
    found = selectors.project_for(actor, project_id, lock=True)
    require_finance(found, actor)
    declaring.check_note(reason=words)
    wrong = found.ledger.filter(id=entry_id).first()
    if wrong is None:
        raise NotFound("projects.ledger_entry", id=entry_id)
    if wrong.reverses_id or LedgerEntry.objects.filter(reverses=wrong).exists():
        raise RuleBroken("projects.reversal")
    held = selectors.postings(found, fund=Fund(wrong.fund))
    money.check_reversible(held, of=Posting(Account(wrong.debit), Account(wrong.credit), wrong.amount))
    made = LedgerEntry.objects.create(
        project=found,
        year=wrong.year,
        fund=wrong.fund,
        source=wrong.source,
        debit=wrong.credit,
        credit=wrong.debit,
        amount=wrong.amount,
        final=wrong.final,
        words=words.strip(),
        reverses=wrong,
        made_by=actor.person_name,
        made_on=clock.today(),
    )
    return _recorded(made, actor)


def _positive(amount: int) -> None:
    if amount <= 0:
        raise RuleBroken("projects.amount")


def _book(project: Project, act: str, *, actor: Actor, words: str, **fields: Any) -> LedgerEntry:
    debit, credit = money.BOOKED[act]
    declaring.check_note(reason=words)
    made = LedgerEntry.objects.create(
        project=project,
        debit=debit,
        credit=credit,
        words=words.strip(),
        made_by=actor.person_name,
        made_on=clock.today(),
        **fields,
    )
    return _recorded(made, actor)


def _recorded(made: LedgerEntry, actor: Actor) -> LedgerEntry:
    facts = {"entry": made.id, "debit": made.debit, "credit": made.credit, "fen": made.amount, "year": made.year}
    cite = list(PROJECT.law(made.project).resolved("projects.payment").cite)
    record(
        actor,
        ProjectTag.BOOKED,
        object_type="projects.project",
        object_id=made.project_id,
        requirement_ids=cite,
        facts=facts,
    )
    return made


def require_buying(project: Project, actor: Actor) -> None:
    """Raises NotAllowed, MoveRefused (not approved)."""
    policies.require_unit(project, actor)
    if project.state not in GRANTED_STATES or project.is_registered:
        raise MoveRefused("projects.project.buy", state=project.state)


@transaction.atomic
def add_contract(
    project_id: int,
    *,
    actor: Actor,
    section: Section,
    party: str,
    content: str,
    amount: int,
    signed_on: date,
    refers_to: str = "",
    qualification: str = "",
) -> ProjectContract:
    """A tender, a purchase, a contract, the supervision; amount in fen.

    Raises NotFound, NotAllowed, MoveRefused, RuleBroken (the gate of procurement, "projects.within_approved",
    "projects.refers", "projects.qualification", "projects.amount").
    """
    found = selectors.project_for(actor, project_id, lock=True)
    require_buying(found, actor)
    _positive(amount)
    law = PROJECT.law(found)
    with law.judging():
        if section == Section.SUPERVISION:
            if law("projects.supervision") and not qualification.strip():
                raise RuleBroken("projects.supervision", problem="请写明监理单位的资质。")
        else:
            gates.check_gate(Gate.PROCURE, selectors.standing_of(found), law=law)
            if law("projects.refers") and refers_to.strip() != found.approval_number:
                raise RuleBroken("projects.refers", problem=f"须依据批复文件 {found.approval_number}。")
        bought = sum(found.contracts.filter(section=section).values_list("amount", flat=True))
        if section in BOUGHT:
            money.check_within(
                content=content,
                amount=amount,
                approved_content=found.approved_content,
                approved=found.approved_amount or 0,
                bought=bought,
            )
    made = ProjectContract.objects.create(
        project=found,
        section=section,
        party=party.strip(),
        content=content.strip(),
        amount=amount,
        refers_to=refers_to.strip(),
        qualification=qualification.strip(),
        signed_on=signed_on,
        recorded_by=actor.person_name,
        recorded_on=clock.today(),
    )
    facts = {"section": str(section), "fen": amount}
    record(actor, ProjectTag.CONTRACTED, object_type="projects.project", object_id=found.id, facts=facts)
    return made


@transaction.atomic
def start_project(project_id: int, *, actor: Actor, leader: str) -> None:
    """Construction, or the service, begins under a named leader.

    Raises NotFound, NotAllowed, MoveRefused, RuleBroken (the gate).
    """
    found = selectors.project_for(actor, project_id, lock=True)
    found.leader = leader.strip()
    also = {"leader": found.leader, "started_on": clock.today()}
    PROJECT.move(found, "start", actor=actor, standing=selectors.standing_of(found), also_set=also)


@transaction.atomic
def complete_project(project_id: int, *, actor: Actor, completed_on: date) -> None:
    """Raises NotFound, NotAllowed, MoveRefused, RuleBroken (the gate, "projects.completed_on")."""
    found = selectors.project_for(actor, project_id, lock=True)
    law = PROJECT.law(found)
    PROJECT.open_move(found, "complete", actor)
    with law.judging():
        gates.check_gate(Gate.COMPLETE, selectors.standing_of(found), law=law)
    term = law.resolved("projects.acceptance").term
    also = {"completed_on": completed_on, "acceptance_due_on": due(term, completed_on).on if term else None}
    PROJECT.move(found, "complete", actor=actor, day=completed_on, today=clock.today(), also_set=also)


def require_changing(project: Project, actor: Actor) -> None:
    """Raises NotAllowed, MoveRefused (not approved, or one is open)."""
    require_buying(project, actor)
    if project.changes.filter(state=ChangeState.ASKED).exists():
        raise MoveRefused("projects.project.request_change", state=project.state)


@transaction.atomic
def request_change(project_id: int, *, actor: Actor, field: Changeable, new: str, reason: str) -> ProjectChange:
    """Of goals, content or amount (fen); without effect until the bureau agrees.

    Raises NotFound, NotAllowed, MoveRefused, RuleBroken("projects.note" | "projects.amount").
    """
    found = selectors.project_for(actor, project_id, lock=True)
    require_changing(found, actor)
    declaring.check_note(reason=reason)
    declaring.check_note(reason=new)
    made = ProjectChange.objects.create(
        project=found,
        field=field,
        old=str(getattr(found, field)),
        new=new.strip(),
        reason=reason.strip(),
        asked_by=actor.person_name,
        asked_on=clock.today(),
    )
    facts = {"field": str(field)}
    record(actor, ProjectTag.CHANGE_ASKED, object_type="projects.project", object_id=found.id, facts=facts)
    return made


def require_deciding(project: Project, actor: Actor) -> None:
    """Raises NotAllowed, MoveRefused (no change is open)."""
    policies.require_bureau(project, actor)
    if not project.changes.filter(state=ChangeState.ASKED).exists():
        raise MoveRefused("projects.project.decide_change", state=project.state)


@transaction.atomic
def decide_change(project_id: int, *, actor: Actor, agrees: bool, words: str) -> None:
    """The open change takes effect, or never does.

    Raises NotFound, NotAllowed, MoveRefused, RuleBroken("projects.note").
    """
    found = selectors.project_for(actor, project_id, lock=True)
    require_deciding(found, actor)
    declaring.check_note(reason=words)
    change = found.changes.select_for_update().get(state=ChangeState.ASKED)
    if str(getattr(found, change.field)) != change.old:
        raise Conflict("projects.project.decide_change")
    change.state = ChangeState.AGREED if agrees else ChangeState.REFUSED
    change.decided_by, change.decided_on, change.decision = actor.person_name, clock.today(), words.strip()
    change.save()
    if agrees:
        new = int(change.new) if change.field == Changeable.AMOUNT else change.new
        Project.objects.filter(id=found.id).update(**{change.field: new})
    record(
        actor,
        ProjectTag.CHANGE_DECIDED,
        object_type="projects.project",
        object_id=found.id,
        requirement_ids=list(PROJECT.law(found).resolved("projects.change").cite),
        facts={"field": change.field, "agrees": agrees},
    )
