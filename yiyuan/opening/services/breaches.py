"""Users of conditional data who do not report, or not truthfully: a case, its end, and the key meanwhile."""

from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import RuleBroken
from yiyuan.opening import policies, rules, selectors
from yiyuan.opening.models import Breach
from yiyuan.opening.services.society import end_access, halt_access
from yiyuan.opening.types import AccessState, BreachKind, OpeningTag
from yiyuan.opening.workflow import BREACH


@transaction.atomic
def open_breach(access_id: int, *, actor: Actor, kind: BreachKind, evidence: str, rests: bool = False) -> Breach:
    """rests: the key opens nothing while the case is open.

    Raises NotFound, NotAllowed, MoveRefused, RuleBroken("opening.said" | "opening.breach").
    """
    access = selectors.access_for(actor, access_id, lock=True)
    policies.require_reporting(access, actor)
    rules.check_said(words=evidence)
    if kind == BreachKind.SILENT and access.missed_on is None:
        raise RuleBroken("opening.breach", problem="没有漏报的利用情况报告。")
    if kind == BreachKind.UNTRUE and not access.reports.exists():
        raise RuleBroken("opening.breach", problem="还没有登记过利用情况报告，谈不上虚假。")
    made = Breach.objects.create(
        law_on=clock.today(),
        region_code=access.region_code,
        access=access,
        kind=kind,
        evidence=evidence.strip(),
        rests=rests,
        opened_by=actor.person_name,
        opened_on=clock.today(),
    )
    facts = {"access": access.id, "kind": str(kind), "rests": rests}
    record(actor, OpeningTag.BREACH, object_type="opening.breach", object_id=made.id, facts=facts)
    BREACH.begin(made)
    if rests and access.state == AccessState.ACTIVE:
        halt_access(access.id, actor=actor, words=f"{made.get_kind_display()}，核查期间暂停使用")
    return made


@transaction.atomic
def uphold_breach(breach_id: int, *, actor: Actor, statement: str, words: str, ends: bool = False) -> None:
    """The user was heard; the key rests, or the access ends as the agreement says.

    Raises NotFound, NotAllowed, MoveRefused, RuleBroken("opening.said").
    """
    found = selectors.breach_for(actor, breach_id, lock=True)
    also = {"statement": statement.strip(), "result": words.strip(), "closed_on": clock.today()}
    BREACH.move(found, "uphold", actor=actor, statement=statement, words=words, note=words.strip(), also_set=also)
    access = selectors.access_for(actor, found.access_id)
    if ends and access.state in {AccessState.ACTIVE, AccessState.PAUSED}:
        end_access(access.id, actor=actor, words=words)
    elif access.state == AccessState.ACTIVE:
        halt_access(access.id, actor=actor, words=words)


@transaction.atomic
def drop_breach(breach_id: int, *, actor: Actor, words: str) -> None:
    """Whether the key opens again is the centre's next step. Raises NotFound, NotAllowed, MoveRefused, RuleBroken."""
    found = selectors.breach_for(actor, breach_id, lock=True)
    also = {"result": words.strip(), "closed_on": clock.today()}
    BREACH.move(found, "drop", actor=actor, words=words, note=words.strip(), also_set=also)
