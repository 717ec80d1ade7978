"""File, organise, answer, extend once."""

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from yiyuan.audit.api import record, subject_hash
from yiyuan.catalog.api import published_resource
from yiyuan.catalog.types import ResourceInfo
from yiyuan.dataplane import vault
from yiyuan.disputes import corrections, evidence, policies, records, rules, selectors
from yiyuan.disputes.models import Evidence, Extension, Inconsistency, Organising, Recheck
from yiyuan.disputes.types import (
    Channel,
    DisputeTag,
    Doubt,
    File,
    Filer,
    OrganisingState,
    Said,
    Side,
    State,
)
from yiyuan.disputes.workflow import EXTENSION, INCONSISTENCY, ORGANISING, RECHECK
from yiyuan.kernel import clock
from yiyuan.kernel.actor import PARTIES, SYSTEM, Actor, Function
from yiyuan.kernel.errors import MoveRefused, NotAllowed, NotFound, RuleBroken
from yiyuan.kernel.terms import Term
from yiyuan.notices.api import leave_contact, tell_outside
from yiyuan.organisations.api import is_principal_head, operator_of, organisation
from yiyuan.registries import api as registries
from yiyuan.sharing.api import knock, new_code
from yiyuan.workdays.api import due
from yiyuan.workflow.api import Law, Move

OUTCOMES = {State.CORRECTED: "correct", State.CONFIRMED: "confirm", State.UNDETERMINED: "give_up"}


@transaction.atomic
def file_recheck(
    resource_id: int,
    *,
    actor: Actor,
    doubt: Doubt,
    said: Said,
    channel: Channel = Channel.PLATFORM,
    items: Sequence[str] = (),
    file: File | None = None,
) -> Recheck:
    """A department doubts data of another; the provider has it at once, and its term runs from today.

    Raises NotFound, NotAllowed, RuleBroken("disputes.filers" | ".channels" | ".said" | ".own" | ".evidence").
    """
    if not policies.may_file(actor):
        raise NotAllowed("disputes.file")
    resource = published_resource(resource_id)
    if resource.provider_id in actor.organisation_ids:
        raise RuleBroken("disputes.own")
    made = _file(
        resource.provider_id,
        resource=resource,
        filer=selectors.filer_kind_of(actor),
        filer_id=actor.organisation_id,
        doubt=doubt,
        said=said,
        channel=channel,
        items=items,
        received_on=clock.today(),
    )
    _begin(made, actor=actor, file=file)
    return made


@transaction.atomic
def record_received(
    resource_id: int,
    *,
    actor: Actor,
    filer: Filer,
    doubt: Doubt,
    said: Said,
    received_on: date,
    items: Sequence[str] = (),
    file: File | None = None,
) -> Recheck:
    """The provider records a request that a citizen or a company brought it directly, from the day it came.

    Raises NotFound, NotAllowed, RuleBroken("disputes.filers" | ".channels" | ".said" | ".evidence").
    """
    if not policies.may_file(actor):
        raise NotAllowed("disputes.file")
    resource = published_resource(resource_id)
    if resource.provider_id not in actor.organisation_ids or filer is Filer.DEPARTMENT:
        raise NotAllowed("disputes.record")
    made = _file(
        resource.provider_id,
        resource=resource,
        filer=filer,
        filer_id=None,
        doubt=doubt,
        said=said,
        channel=Channel.PROVIDER,
        items=items,
        received_on=min(received_on, clock.today()),
    )
    _begin(made, actor=actor, file=file)
    return made


@transaction.atomic
def file_from_outside(
    provider_id: int, *, filer: Filer, doubt: Doubt, said: Said, channel: Channel, origin: str, tell_at: str = ""
) -> Recheck:
    """A citizen or a company files without a login; `code` of the result opens the answer.

    origin: the network address, counted and not kept. The contact is erased when the case ends. tell_at: number or
    address the platform tells of the result, shown to nobody.
    Raises NotFound, RuleBroken("sharing.door" | "disputes.filers" | "disputes.channels" | "disputes.said" |
    "notices.contact").
    """
    about = organisation(provider_id)
    if not about.active or not about.enrolled or filer is Filer.DEPARTMENT:
        raise NotFound("organisation", id=provider_id)
    knock(origin)
    made = _file(
        provider_id,
        resource=None,
        filer=filer,
        filer_id=None,
        doubt=doubt,
        said=said,
        channel=channel,
        items=(),
        received_on=clock.today(),
        code=new_code(),
    )
    leave_contact(
        f"{RECHECK.name}:{made.id}",
        tell_at,
        href=reverse("recheck:case", args=[made.code]),
        region_code=made.region_code,
    )
    _begin(made, actor=SYSTEM, file=None)
    return made


def file_settled(provider_id: int, *, resource: ResourceInfo | None, filer_id: int, said: Said, item: str) -> Recheck:
    """What was settled of two departments' data: the one whose value does not hold has it rechecked and acts."""
    made = _file(
        provider_id,
        resource=resource,
        filer=Filer.DEPARTMENT,
        filer_id=filer_id,
        doubt=Doubt.WRONG,
        said=said,
        channel=Channel.PLATFORM,
        items=[item],
        received_on=clock.today(),
    )
    _begin(made, actor=SYSTEM, file=None)
    return made


def _file(
    provider_id: int,
    *,
    resource: ResourceInfo | None,
    filer: Filer,
    channel: Channel,
    said: Said,
    received_on: date,
    items: Sequence[str],
    **fields: Any,  # further fields of Recheck
) -> Recheck:
    region = resource.region_code if resource else organisation(provider_id).region_code
    law = Law(region, received_on)
    with law.judging():
        rules.check_filing(law=law, filer=filer, channel=channel, said=said)
    organised = channel is Channel.PLATFORM and law("disputes.organiser") == "operator"
    operator = operator_of(region) if organised else None
    known = {item.name for item in resource.items} if resource else set()
    made = Recheck.objects.create(
        region_code=region,
        law_on=received_on,
        provider_id=provider_id,
        resource_id=resource.id if resource else None,
        resource_name=resource.name if resource else "",
        items=[name for name in items if name in known],
        filer_kind=filer,
        channel=channel,
        operator_id=operator.id if operator else None,
        record_hash=subject_hash(said.record) if said.record.strip() else "",
        subjects=records.subjects(resource, said.record) if resource else [],
        received_on=received_on,
        **fields,
    )
    _seal(made, said)
    return made


def _seal(recheck: Recheck, said: Said) -> None:
    plain = json.dumps(asdict(said), ensure_ascii=False).encode()
    context = selectors.sealed_context(recheck.id)
    recheck.sealed = vault.seal_bytes(plain, secret=settings.INSTALLATION_SECRET, context=context)
    Recheck.objects.filter(id=recheck.id).update(sealed=recheck.sealed)


def _begin(made: Recheck, *, actor: Actor, file: File | None) -> None:
    kept = evidence.keep(made, file) if file else None
    record(
        actor,
        DisputeTag.FILED,
        object_type="disputes.recheck",
        object_id=made.id,
        requirement_ids=list(selectors.law_of(made).resolved("disputes.recheck").cite),
        facts={
            "provider": made.provider_id,
            "resource": made.resource_id or 0,
            "filer": made.filer_kind,
            "channel": made.channel,
            "evidence": kept.sha256 if kept else "",
        },
        subjects=[made.record_hash] if made.record_hash else [],
    )
    RECHECK.begin(made)
    if made.operator_id:
        ORGANISING.begin(Organising.objects.create(recheck=made))


def require_locatable(found: Recheck, actor: Actor) -> None:
    """The provider, while it is open and no resource is named. Raises NotAllowed, MoveRefused."""
    _require_provider(found, actor, "disputes.locate")
    if not found.open or found.resource_id:
        raise MoveRefused("disputes.locate", state=found.state)


def _require_provider(found: Recheck, actor: Actor, deed: str) -> None:
    if found.provider_id not in actor.organisation_ids or not actor.has(*PARTIES):
        raise NotAllowed(deed)


@transaction.atomic
def locate_resource(recheck_id: int, *, actor: Actor, resource_id: int) -> None:
    """The provider names the resource that somebody outside described in words. Raises NotFound, NotAllowed."""
    found = selectors.recheck_for(actor, recheck_id, lock=True)
    require_locatable(found, actor)
    resource = published_resource(resource_id)
    if resource.provider_id != found.provider_id:
        raise NotFound("catalog.resource", id=resource_id)
    subjects = records.subjects(resource, selectors.said_of(found).record)
    Recheck.objects.filter(id=found.id).update(resource_id=resource.id, resource_name=resource.name, subjects=subjects)
    facts = {"resource": resource.id}
    record(actor, DisputeTag.LOCATED, object_type="disputes.recheck", object_id=found.id, facts=facts)


def require_organising(found: Recheck, actor: Actor) -> Move:
    """Raises NotFound where nobody organises, NotAllowed, MoveRefused."""
    organising = selectors.organising_of(found)
    if organising is None:
        raise NotFound("disputes.organising", id=found.id)
    return ORGANISING.open_move(organising, "organise", actor)


@transaction.atomic
def organise_recheck(recheck_id: int, *, actor: Actor, note: str) -> None:
    """The operator says how it had the recheck made. Raises NotFound, NotAllowed, MoveRefused, RuleBroken."""
    found = selectors.recheck_for(actor, recheck_id, lock=True)
    require_organising(found, actor)
    ORGANISING.move(found.organising, "organise", actor=actor, organised=note, also_set={"note": note.strip()})


@transaction.atomic
def answer_recheck(recheck_id: int, *, actor: Actor, outcome: State, answer: str, batch_id: int | None = None) -> None:
    """The provider answers: corrected at its source, confirmed correct, or it cannot be determined.

    batch_id: the batch that brought the correction, where the platform has a copy. The value itself is never changed
    here.
    Raises NotFound, NotAllowed, MoveRefused, RuleBroken("disputes.answer" | "disputes.correction").
    """
    found = selectors.recheck_for(actor, recheck_id, lock=True)
    if outcome not in OUTCOMES:
        raise NotFound("outcome", outcome=outcome)
    batches = {batch.id for batch in selectors.corrections_of(found)} if outcome is State.CORRECTED else set()
    today = clock.today()
    RECHECK.move(
        found,
        OUTCOMES[outcome],
        actor=actor,
        answer=answer,
        resource=found.resource_name,
        copied=selectors.is_copied(found),
        loaded=batch_id in batches,
        also_set={
            "answer": answer.strip(),
            "batch_id": batch_id if batch_id in batches else None,
            "answered_on": today,
        },
    )
    if outcome is State.CORRECTED:
        corrections.tell_receivers(found, actor=actor)
    _end(found)


@transaction.atomic
def withdraw_recheck(recheck_id: int, *, actor: Actor) -> None:
    """The department that filed takes it back. Raises NotFound, NotAllowed, MoveRefused."""
    found = selectors.recheck_for(actor, recheck_id, lock=True)
    if selectors.inconsistency_of(found) is not None:
        raise RuleBroken("disputes.settled")
    RECHECK.move(found, "withdraw", actor=actor)
    _end(found)


def _end(recheck: Recheck) -> None:
    """What hung on the case ends with it; the contact is erased."""
    _seal(recheck, replace(selectors.said_of(recheck), contact=""))
    tell_outside(f"{RECHECK.name}:{recheck.id}")
    if (settled := selectors.inconsistency_of(recheck)) is not None:
        end_settled(settled, corrected=recheck.state == State.CORRECTED)
    if (asked := selectors.extension_asked(recheck)) is not None:
        EXTENSION.move(asked, "lapse", actor=SYSTEM)
    organising = selectors.organising_of(recheck)
    if organising is not None and organising.state == OrganisingState.OPEN:
        ORGANISING.move(organising, "end", actor=SYSTEM)


def end_settled(settled: Inconsistency, *, corrected: bool) -> None:
    """The competent department has acted: what a registry held back is let in. Else the bureau convenes again."""
    if not corrected:
        INCONSISTENCY.move(settled, "reopen", actor=SYSTEM, also_set={"recheck": None})
        return
    INCONSISTENCY.move(settled, "finish", actor=SYSTEM)
    if settled.held:
        upheld = settled.held_sources[0 if settled.holds == Side.FIRST else 1]
        registries.conclude(settled.held, actor=SYSTEM, source_id=upheld)


def require_extendable(found: Recheck, actor: Actor) -> None:
    """The provider, once. Raises NotAllowed, MoveRefused, RuleBroken("disputes.extension_asked")."""
    _require_provider(found, actor, "disputes.extension.ask")
    if found.state != State.RECHECKING:
        raise MoveRefused("disputes.recheck.extend", state=found.state)
    if selectors.extension_asked(found) is not None:
        raise RuleBroken("disputes.extension_asked")


@transaction.atomic
def ask_extension(recheck_id: int, *, actor: Actor, days: int, reason: str) -> None:
    """The provider asks for more time, once; a head who may agree alone agrees with this.

    days: working days beyond the first date. Raises NotFound, NotAllowed, MoveRefused (after one extension),
    RuleBroken("disputes.extension" | ".extension_reason" | ".extension_asked").
    """
    found = selectors.recheck_for(actor, recheck_id, lock=True)
    require_extendable(found, actor)
    law, term = selectors.law_of(found), selectors.term_of_recheck(found)
    due_on = term.due_on if term else None
    with law.judging():
        rules.check_extension(law=law, days=days, reason=reason, today=clock.today(), due_on=due_on)
    _let_operator_approve(found, law)
    asked = _asked(found, law)
    made = Extension.objects.create(
        recheck=found,
        law_on=found.law_on,
        asked_id=asked,
        days=days,
        reason=reason.strip(),
        asked_by=actor.person_name,
        asked_on=clock.today(),
        decide_by_on=due_on,
    )
    facts = {"recheck": found.id, "days": days}
    record(actor, DisputeTag.EXTENSION_ASKED, object_type="disputes.extension", object_id=made.id, facts=facts)
    EXTENSION.begin(made)
    if asked == found.provider_id and actor.has(Function.HEAD) and _suffices(law, actor):
        _approve(made, found, actor=actor, move="approve")


def _let_operator_approve(recheck: Recheck, law: Law) -> None:
    """Where the law names the operator's head, it may approve what came directly too, so the case is shown to it."""
    if recheck.operator_id is None and "operator_head" in law("disputes.extension_approvers"):
        operator = operator_of(recheck.region_code)
        recheck.operator_id = operator.id if operator else None
        Recheck.objects.filter(id=recheck.id).update(operator_id=recheck.operator_id)


def _asked(recheck: Recheck, law: Law) -> int:
    """Whose head is asked on this channel; the provider's where nobody organises."""
    key = "disputes.asked_direct" if recheck.channel == Channel.PROVIDER else "disputes.asked_platform"
    if law(key) == "operator" and recheck.operator_id and "operator_head" in law("disputes.extension_approvers"):
        return int(recheck.operator_id)
    return int(recheck.provider_id)


def _suffices(law: Law, actor: Actor) -> bool:
    named = set(law("disputes.extension_approvers"))
    return "provider_head" in named or ("provider_principal" in named and _principal(actor))


def _principal(actor: Actor) -> bool:
    return actor.in_person(Function.HEAD) and is_principal_head(actor)


def _decision(found: Recheck, actor: Actor, verb: str) -> str:
    return verb if found.provider_id in actor.organisation_ids else f"{verb}_for_platform"


def require_decidable(found: Recheck, actor: Actor) -> Move:
    """A head of the provider or of the operator, while an extension is asked for. Raises NotAllowed, MoveRefused."""
    asked = selectors.extension_asked(found)
    if asked is None:
        raise MoveRefused("disputes.extension", state=found.state)
    return EXTENSION.open_move(asked, _decision(found, actor, "approve"), actor)


@transaction.atomic
def decide_extension(recheck_id: int, *, actor: Actor, agreed: bool) -> None:
    """A head the law names agrees before the term has run out, or not.

    Raises NotFound, NotAllowed, MoveRefused, RuleBroken("disputes.extension_approvers" | "disputes.extension").
    """
    found = selectors.recheck_for(actor, recheck_id, lock=True)
    require_decidable(found, actor)
    asked = selectors.extension_asked(found)
    assert asked is not None, "decidable"
    move = _decision(found, actor, "approve" if agreed else "decline")
    if agreed:
        _approve(asked, found, actor=actor, move=move)
    else:
        EXTENSION.move(asked, move, actor=actor, also_set={"decided_on": clock.today()})


def _approve(asked: Extension, recheck: Recheck, *, actor: Actor, move: str) -> None:
    today = clock.today()
    EXTENSION.move(
        asked,
        move,
        actor=actor,
        approver="provider" if move == "approve" else "operator",
        principal=_principal(actor),
        today=today,
        due_on=asked.decide_by_on,
        also_set={"decided_on": today},
    )
    until = due(Term(asked.days), asked.decide_by_on or today).on
    note = f"{actor.organisation_name} {actor.person_name} 同意延长 {asked.days} 个工作日"
    RECHECK.move(recheck, "extend", actor=SYSTEM, note=note, also_set={"extended_until_on": until})


def require_evidence(found: Recheck, actor: Actor) -> None:
    """Who filed it, or recorded what came directly, while it is open. Raises NotAllowed, MoveRefused."""
    files_for = found.filer_id or found.provider_id
    if files_for not in actor.organisation_ids or not policies.may_file(actor):
        raise NotAllowed("disputes.evidence.add")
    if not found.open:
        raise MoveRefused("disputes.evidence.add", state=found.state)


@transaction.atomic
def add_evidence(recheck_id: int, *, actor: Actor, file: File) -> None:
    """While the case is open, by the department that filed it, or the provider for what it received directly.

    Raises NotFound, NotAllowed, MoveRefused, RuleBroken("disputes.evidence").
    """
    found = selectors.recheck_for(actor, recheck_id, lock=True)
    require_evidence(found, actor)
    kept = evidence.keep(found, file)
    facts = {"sha256": kept.sha256, "bytes": kept.size_bytes}
    record(actor, DisputeTag.EVIDENCE_ADDED, object_type="disputes.recheck", object_id=found.id, facts=facts)


def read_evidence(evidence_id: int, *, actor: Actor) -> tuple[Evidence, bytes]:
    """A file as it was handed in. Raises NotFound."""
    found = selectors.evidence_for(actor, evidence_id)
    return found, evidence.content_of(found)
