"""The decider's side: grant, refuse, return, forward upwards."""

from collections.abc import Collection, Sequence

from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.kernel import clock
from yiyuan.kernel.actor import SYSTEM, Actor
from yiyuan.kernel.errors import MoveRefused, NotAllowed, NotFound
from yiyuan.sharing import policies, rules, selectors
from yiyuan.sharing.models import Application, Grant
from yiyuan.sharing.rules import MASKS
from yiyuan.sharing.services.applications import typed
from yiyuan.sharing.services.chains import check_signed
from yiyuan.sharing.services.grants import open_grant
from yiyuan.sharing.types import Scope, SharingTag, State
from yiyuan.sharing.workflow import APPLICATION
from yiyuan.workdays.api import due
from yiyuan.workflow.api import raise_signal


@transaction.atomic
def grant_application(
    application_id: int,
    *,
    actor: Actor,
    scope: Scope,
    reason: str = "",
    unmasked: Collection[int] = (),
) -> Grant:
    """Grant an application, wholly or narrowed, and open access under it.

    scope: may narrow the application, never widen it; until_on inclusive. unmasked: items given as they are.
    reason: needed when less than asked for is given.
    Rules: sharing.scope, sharing.grant_term, sharing.grant_states.
    """
    application = selectors.application_for(actor, application_id, lock=True)
    resource = selectors.resource_of(application)
    asked = selectors.scope_of(application)
    scope = typed(scope, resource)
    check_signed(application, actor=actor)
    move = {State.NEGOTIATING: "agree", State.COORDINATED: "carry_out"}.get(State(application.state), "grant")
    law = selectors.law_of(application, today=clock.today())
    APPLICATION.move(
        application,
        move,
        actor=actor,
        note=reason,
        also_set={
            "answered_on": clock.today(),
            "answer_reason": reason,
            "partly": rules.is_partly(asked=asked, granted=scope),
        },
        reason=reason,
        asked=asked,
        granted=scope,
        names={item.id: item.name for item in resource.items},
        longest_on=selectors.longest_until(law, today=clock.today()),
        purpose=application.purpose,
    )
    masks: dict[int, str] = {item.id: MASKS[item.item_class] for item in resource.items if item.item_class in MASKS}
    masks = {item_id: mask for item_id, mask in masks.items() if item_id not in set(unmasked)}
    return open_grant(application, resource, granted=scope, masks=masks, actor=actor)


@transaction.atomic
def refuse_application(
    application_id: int, *, actor: Actor, reason: str, basis: str = "", basis_level: str = ""
) -> Application:
    """Refuse, stating what the region demands. Raises RuleBroken of sharing.refusal or its basis levels."""
    application = selectors.application_for(actor, application_id, lock=True)
    check_signed(application, actor=actor)
    APPLICATION.move(
        application,
        "uphold" if application.state == State.COORDINATED else "refuse",
        actor=actor,
        note=reason,
        also_set={
            "answered_on": clock.today(),
            "answer_reason": reason,
            "answer_basis": basis,
            "answer_basis_level": basis_level,
        },
        reason=reason,
        basis=basis,
        basis_level=basis_level,
    )
    return application


@transaction.atomic
def return_application(application_id: int, *, actor: Actor, missing: Sequence[str]) -> Application:
    """Send back once for listed materials, all gaps together, within the short term; the statutory date stands."""
    application = selectors.application_for(actor, application_id, lock=True)
    law = selectors.law_of(application, today=clock.today())
    assert application.sent_on is not None
    length = law("sharing.return_materials")
    listed = selectors.resource_of(application).materials
    APPLICATION.move(
        application,
        "return",
        actor=actor,
        note="需补：" + "、".join(missing),
        also_set={"missing_materials": list(missing)},
        missing=missing,
        listed=listed,
        today=clock.today(),
        last_day=due(length, application.sent_on).on,
        returned_before=bool(application.missing_materials),
    )
    return application


@transaction.atomic
def forward_application(application_id: int, *, actor: Actor, upper_body: str, proof: str) -> Application:
    """Send on to the upper body that holds the data, with proof; the statutory date stands. Rule: sharing.forward."""
    application = selectors.application_for(actor, application_id, lock=True)
    APPLICATION.move(
        application,
        "forward",
        actor=actor,
        note=f"转报{upper_body}，凭证：{proof}",
        also_set={"upper_body": upper_body, "forward_proof": proof, "forwarded_on": clock.today()},
        upper_body=upper_body,
        proof=proof,
    )
    return application


@transaction.atomic
def hear_upper_body(application_id: int, *, actor: Actor, upper_answer: str) -> Application:
    """Record what the upper body answered; the competent department then answers, within the same date."""
    application = selectors.application_for(actor, application_id, lock=True)
    APPLICATION.move(
        application,
        "hear_upper",
        actor=actor,
        note=upper_answer,
        also_set={"upper_answer": upper_answer, "upper_answered_on": clock.today()},
        upper_answer=upper_answer,
    )
    return application


def check_dispute(application: Application, actor: Actor) -> None:
    """Raises MoveRefused (not refused), NotAllowed, NotFound where the law of the region lists no such conduct."""
    if application.state != State.REFUSED:
        raise MoveRefused("sharing.application.dispute", state=application.state)
    if application.consumer_id not in actor.organisation_ids or not policies.may_apply(actor):
        raise NotAllowed("sharing.application.dispute")
    if not APPLICATION.law(application)("sharing.violation_refusal"):
        raise NotFound("sharing.application.dispute", id=application.pk)


@transaction.atomic
def dispute_refusal(application_id: int, *, actor: Actor, reason: str) -> int:
    """The consumer holds a refusal unfounded: a signal on who refused is offered, with the refusal as evidence.

    Returns the signal's id. Raises what `check_dispute` does, RuleBroken("sharing.result").
    """
    application = selectors.application_for(actor, application_id, lock=True)
    check_dispute(application, actor)
    rules.check_result(result=reason)
    law = selectors.law_of(application, today=clock.today())
    said = f"{application.answer_basis}（{application.answer_basis_level}）" if application.answer_basis else "没有写"
    record(actor, SharingTag.DISPUTED, object_type="sharing.application", object_id=application.id)
    return raise_signal(
        actor=SYSTEM,
        organisation_id=application.provider_id,
        violation="sharing.violation_refusal",
        title=f"不予共享的理由存疑：{application.resource_name}",
        evidence=(
            f"{application.number} 于 {application.answered_on} 答复不予共享，理由：{application.answer_reason}；"
            f"依据：{said}。申请单位认为：{reason.strip()}"
        ),
        matter=f"sharing.application:{application.id}",
        href=application.get_absolute_url(),
        region=application.region_code,
        law_on=law.on,
    )
