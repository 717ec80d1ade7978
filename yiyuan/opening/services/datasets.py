"""A data set before anything of it is opened: its ground, its plan, its reviews, the consent of its sources."""

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction

from yiyuan.audit.api import record
from yiyuan.catalog.api import published_resource
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotAllowed, RuleBroken
from yiyuan.opening import papers, policies, rules, selectors
from yiyuan.opening.models import Clearance, OpenDataset, SourceConsent
from yiyuan.opening.types import ClearanceKind, ConditionKind, File, OpeningTag, Rule
from yiyuan.opening.workflow import CONSENT


def _check_basis(rule: str, basis: str) -> None:
    if rule == Rule.ALLOWED and not basis.strip():
        raise RuleBroken("opening.basis")


@transaction.atomic
def register_dataset(
    *,
    actor: Actor,
    resource_id: int,
    rule: Rule,
    rule_basis: str = "",
    condition_kind: ConditionKind | str = "",
    priorities: Sequence[str] = (),
    planned_on: date | None = None,
) -> OpenDataset:
    """A resource that is to be opened; its type stays with the catalog.

    Raises NotAllowed, NotFound, RuleBroken("opening.resource" | "opening.basis" | "opening.dataset_once").
    """
    if not policies.may_register(actor):
        raise NotAllowed("opening.dataset.register")
    resource = published_resource(resource_id)
    own = resource.provider_id in actor.organisation_ids
    if not own and not (policies.disposes(actor) and actor.governs(resource.region_code)):
        raise RuleBroken("opening.resource", problem="只能登记本部门的资源。")
    _check_basis(rule, rule_basis)
    try:
        with transaction.atomic():
            made = OpenDataset.objects.create(
                resource_id=resource.id,
                name=resource.name,
                region_code=resource.region_code,
                provider_id=resource.provider_id,
                rule=rule,
                rule_basis=rule_basis.strip(),
                condition_kind=condition_kind,
                priorities=list(priorities),
                planned_on=planned_on,
                registered_by=actor.person_name,
                registered_on=clock.today(),
            )
    except IntegrityError:
        raise RuleBroken("opening.dataset_once") from None
    record(actor, OpeningTag.REGISTERED, object_type="opening.dataset", object_id=made.id)
    return made


@transaction.atomic
def change_dataset(
    dataset_id: int,
    *,
    actor: Actor,
    rule: Rule,
    rule_basis: str = "",
    condition_kind: ConditionKind | str = "",
    priorities: Sequence[str] = (),
    planned_on: date | None = None,
) -> None:
    """Raises NotFound, NotAllowed, RuleBroken("opening.basis")."""
    found = selectors.dataset_for(actor, dataset_id, lock=True)
    policies.require_preparing(found, actor)
    _check_basis(rule, rule_basis)
    values = {
        "rule": rule,
        "rule_basis": rule_basis.strip(),
        "condition_kind": condition_kind,
        "priorities": list(priorities),
        "planned_on": planned_on,
    }
    OpenDataset.objects.filter(id=found.id).update(**values)
    facts = {"planned_on": planned_on.isoformat() if planned_on else "", "rule": str(rule)}
    record(actor, OpeningTag.CHANGED, object_type="opening.dataset", object_id=found.id, facts=facts)


@transaction.atomic
def add_clearance(
    dataset_id: int, *, actor: Actor, kind: ClearanceKind, number: str, words: str, file: File
) -> Clearance:
    """What lets the catalog re-type it: a de-identification record or the right holder's consent, with its paper.

    Raises NotFound, NotAllowed, RuleBroken("opening.said" | "opening.file").
    """
    found = selectors.dataset_for(actor, dataset_id, lock=True)
    policies.require_owner(found, actor)
    rules.check_said(words=words)
    name, digest = papers.keep(file)
    made = Clearance.objects.create(
        dataset=found,
        kind=kind,
        number=number.strip(),
        words=words.strip(),
        file_name=name,
        sha256=digest,
        recorded_by=actor.person_name,
        recorded_on=clock.today(),
    )
    facts = {"kind": str(kind), "number": made.number}
    record(actor, OpeningTag.CLEARED, object_type="opening.dataset", object_id=found.id, facts=facts)
    return made


@transaction.atomic
def review_security(dataset_id: int, *, actor: Actor, result: str) -> None:
    """Of data no text says may be opened. Raises NotFound, NotAllowed, RuleBroken("opening.said")."""
    found = selectors.dataset_for(actor, dataset_id, lock=True)
    policies.require_bureau(found, actor)
    rules.check_said(words=result)
    values = {"security_result": result.strip(), "security_by": actor.person_name, "security_on": clock.today()}
    OpenDataset.objects.filter(id=found.id).update(**values)
    record(actor, OpeningTag.SECURITY, object_type="opening.dataset", object_id=found.id)


@transaction.atomic
def add_source(dataset_id: int, *, actor: Actor, resource_id: int) -> SourceConsent:
    """It is made from another department's resource, which is asked for its consent.

    Raises NotFound, NotAllowed, RuleBroken("opening.source_once").
    """
    found = selectors.dataset_for(actor, dataset_id, lock=True)
    policies.require_owner(found, actor)
    resource = published_resource(resource_id)
    if resource.provider_id in actor.organisation_ids:
        raise RuleBroken("opening.source_once", problem="本部门自己的资源不用征求同意。")
    try:
        with transaction.atomic():
            made = SourceConsent.objects.create(
                law_on=clock.today(),
                region_code=found.region_code,
                dataset=found,
                resource_id=resource.id,
                resource_name=resource.name,
                provider_id=resource.provider_id,
                asked_by_id=found.provider_id,
                asked_on=clock.today(),
            )
    except IntegrityError:
        raise RuleBroken("opening.source_once", problem="这个资源已经征求过。") from None
    facts = {"dataset": found.id, "resource": resource.id}
    record(actor, OpeningTag.SOURCE, object_type="opening.consent", object_id=made.id, facts=facts)
    CONSENT.begin(made)
    return made


@transaction.atomic
def answer_consent(consent_id: int, *, actor: Actor, move: str, words: str = "") -> None:
    """move: "give" or "refuse". Raises NotFound, MoveRefused, NotAllowed, RuleBroken("opening.said")."""
    found = selectors.consent_for(actor, consent_id, lock=True)
    also = {"words": words.strip(), "answered_on": clock.today()}
    CONSENT.move(found, move, actor=actor, words=words, note=words.strip(), also_set=also)
