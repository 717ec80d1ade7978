"""Events of an issuer's own system: taken in once, a revocation at once in force, the library held against them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.catalog.api import licence_entry
from yiyuan.catalog.types import LicenceEntry
from yiyuan.kernel import clock
from yiyuan.kernel.actor import PARTIES, SYSTEM, Actor
from yiyuan.kernel.errors import NotAllowed, RuleBroken
from yiyuan.licences import api as licences
from yiyuan.making import rules, selectors
from yiyuan.making.models import Step
from yiyuan.making.types import MakingTag, StepKind, StepState
from yiyuan.making.workflow import STEP

REVOKED = "颁证单位的业务系统已废止"


@dataclass(frozen=True, slots=True)
class Told:
    """An event as the issuer's system tells it. digest: see rules.digest; empty: not told."""

    kind: StepKind
    licence_no: str
    happened_on: date
    digest: str = ""


def issuing_entry(resource_id: int, *, actor: Actor) -> LicenceEntry:
    """A licence entry whose own issuer is the actor. Raises NotFound, NotAllowed."""
    found = licence_entry(resource_id)
    if found.provider_id not in actor.organisation_ids or not actor.has(*PARTIES):
        raise NotAllowed("making.step")
    return found


@transaction.atomic
def take_step(
    resource_id: int, *, actor: Actor, kind: StepKind, licence_no: str, happened_on: date, digest: str = ""
) -> Step:
    """One event; the same again changes nothing. A revocation cancels the licence in this transaction.

    Raises NotFound, NotAllowed, RuleBroken("making.future").
    """
    entry = issuing_entry(resource_id, actor=actor)
    if happened_on > clock.today():
        raise RuleBroken("making.future")
    return _take(entry, Told(kind, licence_no.strip(), happened_on, digest.strip().lower()), actor=actor)


@transaction.atomic
def take_steps(resource_id: int, *, actor: Actor, told: Sequence[Told]) -> Step:
    """Several, as of a sheet; all or none. Gives the last. Raises as `take_step`."""
    entry = issuing_entry(resource_id, actor=actor)
    if any(one.happened_on > clock.today() for one in told):
        raise RuleBroken("making.future")
    if not told:
        raise RuleBroken("making.list", problem="没有一行数据")
    return [_take(entry, one, actor=actor) for one in told][-1]


def _take(entry: LicenceEntry, told: Told, *, actor: Actor) -> Step:
    step, new = Step.objects.get_or_create(
        entry_id=entry.resource_id,
        kind=told.kind.value,
        licence_no=told.licence_no,
        happened_on=told.happened_on,
        digest=told.digest,
        defaults={
            "type_name": entry.name,
            "region_code": entry.region_code,
            "issuer_id": entry.provider_id,
            "received_on": clock.today(),
        },
    )
    if not new:
        return step
    record(actor, MakingTag.STEP, object_type="making.step", object_id=step.id, facts={"kind": step.kind})
    if told.kind is StepKind.REVOKED:
        reason = f"{REVOKED}（{told.happened_on.isoformat()}）"
        licences.cancel(entry.resource_id, actor=actor, licence_no=told.licence_no, reason=reason)
    STEP.begin(step)
    _settle(step)
    if step.state == StepState.OPEN and told.kind is StepKind.REVOKED:
        step.warned = True
        step.save(update_fields=["warned"])
    return step


def _settle(step: Step) -> bool:
    """Whether the library has kept step; then it is closed."""
    versions = licences.standing(step.entry_id, [step.licence_no]).get(step.licence_no, [])
    digests = [
        rules.digest(licence_no=one.licence_no, holder_code=one.holder_code, valid_until=one.valid_until)
        for one in versions
    ]
    kept = rules.in_step(
        StepKind(step.kind),
        happened_on=step.happened_on,
        said=step.digest,
        issued_on=versions[-1].issued_on if versions else None,
        stands=any(one.stands for one in versions),
        digests=digests,
    )
    if kept:
        STEP.move(step, "settle", actor=SYSTEM, also_set={"settled_on": clock.today()})
    return kept


def watch_steps() -> int:
    """Close the events the library has caught up with; how many. Safe to repeat."""
    caught = 0
    for step_id in Step.objects.filter(state=StepState.OPEN).order_by("id").values_list("id", flat=True):
        with transaction.atomic():
            step = Step.objects.select_for_update(of=("self",)).get(id=step_id)
            caught += step.state == StepState.OPEN and _settle(step)
    return caught


@transaction.atomic
def explain_step(step_id: int, *, actor: Actor, note: str = "") -> None:
    """Raises NotFound, NotAllowed, MoveRefused, RuleBroken("making.reason")."""
    found = selectors.step_for(actor, step_id, lock=True)
    STEP.move(found, "explain", actor=actor, note=note, reason=note, also_set={"reason": note.strip()[:300]})
