"""Let somebody act with one's licences: an agent, a company's officer; a guardian once the relation is confirmed."""

import json
from datetime import date

from django.conf import settings
from django.db import transaction

from yiyuan.audit.api import record, subject_hash
from yiyuan.catalog.api import licence_entry
from yiyuan.dataplane import vault
from yiyuan.holders import rules, selectors
from yiyuan.holders.models import Holder, Mandate
from yiyuan.holders.types import BODY, PERSON, HolderTag, MandateKind, MandateState
from yiyuan.holders.workflow import MANDATE
from yiyuan.kernel import clock
from yiyuan.kernel.actor import SYSTEM, Actor
from yiyuan.kernel.errors import NotFound, RuleBroken
from yiyuan.kernel.identifiers import is_citizen_id, plain_code
from yiyuan.licences import api as licences
from yiyuan.organisations.api import operator_of

NATION = "000000"


@transaction.atomic
def give_mandate(
    holder: Holder, *, name: str, code: str, purpose: str, from_on: date, until: date, resource_id: int | None = None
) -> Mandate:
    """By a person to an agent, by a body to its officer; in force from its first day.

    resource_id: one type of licence; None: all. Raises NotFound, RuleBroken("holders.identity" | "holders.mandate" |
    "holders.grant_period").
    """
    own = selectors.identity_of(holder)
    agent = _agent(name, code)
    if subject_hash(agent[1]) == holder.subject:
        raise RuleBroken("holders.mandate", problem="不用授权给自己")
    _check(purpose, from_on, until)
    held = licences.held_by(own.code)
    if resource_id is not None and resource_id not in {one.resource_id for one in held}:
        raise NotFound("catalog.resource", id=resource_id)
    kind = MandateKind.OFFICER if holder.kind == BODY else MandateKind.AGENT
    made = Mandate.objects.create(
        state=MandateState.STANDING,
        law_on=clock.today(),
        region_code=held[0].region_code if held else NATION,
        kind=kind.value,
        principal=holder.subject,
        agent=subject_hash(agent[1]),
        resource_id=resource_id,
        type_name=licence_entry(resource_id).name if resource_id is not None else "",
        purpose=purpose.strip(),
        from_on=from_on,
        until=until,
        given_on=clock.today(),
    )
    return _sealed(made, principal=(own.name, own.code), agent=agent)


@transaction.atomic
def ask_guardian(holder: Holder, *, name: str, code: str, proof: str, until: date) -> Mandate:
    """A guardian names the ward and the proof; the centre confirms it before anything is seen.

    Raises RuleBroken("holders.identity" | "holders.mandate" | "holders.grant_period").
    """
    own = selectors.identity_of(holder)
    if holder.kind != PERSON:
        raise RuleBroken("holders.mandate", problem="监护人须是自然人")
    ward = _agent(name, code)
    if subject_hash(ward[1]) == holder.subject or not proof.strip():
        raise RuleBroken("holders.mandate", problem="请写明被监护人和监护关系的证明")
    _check("监护", clock.today(), until)
    held = licences.held_by(ward[1])
    region = held[0].region_code if held else NATION
    centre = operator_of(region)
    made = Mandate.objects.create(
        law_on=clock.today(),
        region_code=region,
        confirmer_id=centre.id if centre else None,
        kind=MandateKind.GUARDIAN.value,
        principal=subject_hash(ward[1]),
        agent=holder.subject,
        purpose="监护",
        proof=proof.strip(),
        from_on=clock.today(),
        until=until,
        given_on=clock.today(),
    )
    _sealed(made, principal=ward, agent=(own.name, own.code))
    if centre:
        MANDATE.begin(made)
    return made


@transaction.atomic
def confirm_mandate(mandate_id: int, *, actor: Actor, reason: str) -> None:
    """reason: what was seen. Raises NotFound, NotAllowed, MoveRefused, RuleBroken("holders.reason")."""
    found = selectors.mandate_for(actor, mandate_id, lock=True)
    MANDATE.move(found, "confirm", actor=actor, reason=reason, note=reason.strip(), also_set={"reason": reason.strip()})


@transaction.atomic
def refuse_mandate(mandate_id: int, *, actor: Actor, reason: str) -> None:
    """Raises NotFound, NotAllowed, MoveRefused, RuleBroken("holders.reason")."""
    found = selectors.mandate_for(actor, mandate_id, lock=True)
    also = {"reason": reason.strip(), "sealed": None}
    MANDATE.move(found, "refuse", actor=actor, reason=reason, note=reason.strip(), also_set=also)


@transaction.atomic
def end_mandate(holder: Holder, mandate_id: int) -> None:
    """By either side; names are erased. Raises NotFound, MoveRefused."""
    found = Mandate.objects.select_for_update().filter(id=mandate_id).first()
    if found is None or holder.subject not in {found.principal, found.agent}:
        raise NotFound("holders.mandate", id=mandate_id)
    MANDATE.move(found, "end", actor=SYSTEM, also_set={"sealed": None})


def _agent(name: str, code: str) -> tuple[str, str]:
    plain = plain_code(code)
    if not name.strip() or not is_citizen_id(plain):
        raise RuleBroken("holders.identity")
    return name.strip(), plain


def _check(purpose: str, from_on: date, until: date) -> None:
    if not purpose.strip():
        raise RuleBroken("holders.mandate", problem="请写明用途")
    if from_on < clock.today() or until < from_on:
        raise RuleBroken("holders.mandate", problem="开始日期不早于今天，截止日期不早于开始日期")
    rules.check_period(until, today=clock.today()) if until != clock.today() else None


def _sealed(made: Mandate, *, principal: tuple[str, str], agent: tuple[str, str]) -> Mandate:
    told = {
        "principal_name": principal[0],
        "principal_code": principal[1],
        "agent_name": agent[0],
        "agent_code": agent[1],
    }
    made.sealed = vault.seal_bytes(
        json.dumps(told, ensure_ascii=False).encode(),
        secret=settings.INSTALLATION_SECRET,
        context=selectors.mandate_context(made.id),
    )
    made.save(update_fields=["sealed"])
    record(
        SYSTEM,
        HolderTag.MANDATED,
        object_type="holders.mandate",
        object_id=made.id,
        subjects=[made.principal, made.agent],
        facts={"kind": made.kind, "until": made.until.isoformat()},
    )
    return made
